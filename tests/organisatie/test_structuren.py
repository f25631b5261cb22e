"""The list of structures, and the page of one."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from organisatie.models import Functie, Gebeurtenis, Kengetal, Kernwaarde, Verantwoordingslijn
from tests.fabriek import maak_bron, maak_gemeente, maak_structuur
from tests.organisatie.maak import aantal_queries, tekst

pytestmark = pytest.mark.django_db


def _gevuld(code: str = "huidig", aantal: int = 1, **velden: Any) -> None:
    """Make a structure with as many core values, figures and lines as asked."""
    structuur = maak_structuur(
        code,
        missie="Er zijn voor de stad",
        visie="Samen verder",
        status="concept",
        bron=maak_bron("Nota BMC"),
        **velden,
    )
    for nummer in range(aantal):
        Kernwaarde.objects.create(structuur=structuur, naam=f"Waarde {nummer}", omschrijving="Doen wat je zegt")
        Kengetal.objects.create(
            structuur=structuur,
            code=f"k{nummer}",
            naam=f"Medewerkers {nummer}",
            waarde=Decimal(1800),
            aanduiding="ongeveer",
        )
        van, aan = (
            Functie.objects.get_or_create(code=f"{n}{nummer}", defaults={"naam": f"{n} {nummer}"})[0] for n in "pq"
        )
        Verantwoordingslijn.objects.create(structuur=structuur, functie=van, aan=aan)
    structuur.status = "vastgesteld"
    structuur.save()


def test_structuren_staan_met_periode_en_basis_van_nieuw_naar_oud(client):
    maak_structuur(
        "oud",
        naam="Programmaorganisatie",
        geldig_van=date(2011, 1, 1),
        geldig_tot=date(2020, 1, 1),
        bij_benadering=True,
        besluit="Organisatiebesluit 2011",
        datering="De bron noemt alleen het jaar",
    )
    maak_structuur("nieuw", naam="Clusters")
    Gebeurtenis.objects.create(gemeente=maak_gemeente(), code="v", titel="Verkiezingen", datum=date(2014, 3, 19))
    html = tekst(client, "structuren/")
    assert html.index("Clusters") < html.index("Verkiezingen") < html.index("Programmaorganisatie")
    assert "circa 2011 tot 1 januari 2020" in html
    assert "Organisatiebesluit 2011" in html
    assert "De bron noemt alleen het jaar" in html
    assert 'href="/organisatie/?geldigOp=2011-01-01"' in html


def test_een_structuur_toont_missie_kernwaarden_cijfers_en_verantwoording(client):
    _gevuld()
    html = tekst(client, "structuren/huidig/")
    for verwacht in (
        "Er zijn voor de stad",
        "Samen verder",
        "Waarde 0",
        "Doen wat je zegt",
        "ongeveer 1.800",
        "Nota BMC",
    ):
        assert verwacht in html
    assert html.index(">p 0</a>") < html.index("aan <a") < html.index(">q 0</a>")


def test_een_structuur_is_alleen_vastgesteld_genoemd_als_het_besluit_bekend_is(client):
    maak_structuur("een", besluit="Besluit 12", vastgesteld_op=date(2019, 12, 1), geldig_tot=date(2021, 1, 1))
    maak_structuur("twee", geldig_van=date(2021, 1, 1))
    html = tekst(client, "structuren/een/")
    assert 'portaal-badge--vastgesteld">Vastgesteld</span>' in html
    assert "Besluit 12" in html
    assert "1 december 2019" in html
    html = tekst(client, "structuren/twee/")
    assert ">Besluit niet bekend</span>" in html
    assert "Vastgesteld</span>" not in html
    assert "Besluit niet bekend" in tekst(client, "structuren/")


def test_een_onbekende_structuur_is_niet_gevonden(client):
    tekst(client, "structuren/niets/", status=404)


def test_het_aantal_queries_groeit_niet(client):
    _gevuld()
    assert (aantal_queries(client, "structuren/"), aantal_queries(client, "structuren/huidig/")) == (2, 5)
    _gevuld("oud", aantal=20, geldig_van=date(2011, 1, 1), geldig_tot=date(2020, 1, 1))
    assert (aantal_queries(client, "structuren/"), aantal_queries(client, "structuren/oud/")) == (2, 5)
