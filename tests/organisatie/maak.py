"""What the tests of the organisation's pages share: structures with portfolios, and the SQL that a page needs."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from organisatie.models import Eenheid, Onderdeel, Opdracht, Organisatiestructuur
from tests.fabriek import Boom, maak_gemeente, maak_structuur

DIRECTIE: Boom = {
    "gemeente": ("Gemeente", None),
    "directie": ("Concerndirectie", "gemeente"),
    "fysiek": ("Fysiek", "directie"),
    "sociaal": ("Sociaal", "directie"),
    "cluster": ("Cluster Omgeving", "gemeente"),
    "team": ("Team Bomen", "cluster"),
    "wijkteams": ("Wijkteams", "gemeente"),
}
PORTEFEUILLES = {"fysiek": "aandachtsgebied", "sociaal": "aandachtsgebied"}


def maak_directie(
    code: str = "huidig",
    onderdelen: Boom = DIRECTIE,
    portefeuilles: Mapping[str, str] | None = None,
    **velden: Any,
) -> Organisatiestructuur:
    """Return an adopted structure; `portefeuilles` gives a unit the portfolio that answers for it."""
    structuur = maak_structuur(code, onderdelen, soorten=PORTEFEUILLES, status="concept", **velden)
    verdeling = {"cluster": "fysiek", "wijkteams": "sociaal"} if portefeuilles is None else portefeuilles
    for eenheid, portefeuille in verdeling.items():
        Onderdeel.objects.filter(versie=structuur, code=eenheid).update(
            portefeuille=Onderdeel.objects.get(versie=structuur, code=portefeuille)
        )
    structuur.status = "vastgesteld"
    structuur.save()
    return structuur


def maak_opdracht(
    naam: str, soort: str = "concernopdracht", portefeuille: str | None = None, **velden: Any
) -> Opdracht:
    """Return an assignment that runs from 2020, below the portfolio with that code."""
    return Opdracht.objects.create(
        gemeente=maak_gemeente(),
        code=naam.lower().replace(" ", "-"),
        naam=naam,
        soort=soort,
        portefeuille=Eenheid.objects.get(code=portefeuille) if portefeuille else None,
        **{"van": date(2020, 1, 1), **velden},
    )


def tekst(client: Client, pad: str, status: int = 200) -> str:
    """Return the HTML of a page of the organisation, on one line; the page must answer with `status`."""
    antwoord = client.get(f"/organisatie/{pad}")
    assert antwoord.status_code == status
    return " ".join(antwoord.content.decode().split())


def aantal_queries(client: Client, pad: str) -> int:
    """Return how many SQL queries a page of the organisation needs."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"/organisatie/{pad}").status_code == 200
    return len(queries)
