"""Whatever else is in the database, the portal shows its own municipality."""

from datetime import date

import pytest
from django.test import Client

from organisatie.models import Eenheid, Gebeurtenis, Opdracht, Tegenspraak, Uitspraak
from tests.fabriek import maak_begroting, maak_bron, maak_doelenboom, maak_gemeente, maak_structuur, maak_vervulling

DAG = date(2021, 1, 1)
VREEMD = "Vreemde"


@pytest.fixture
def buren(db: None) -> None:
    """The own municipality, and another with one of everything, all of it called "Vreemde"."""
    maak_structuur(onderdelen={"gemeente": ("Gemeente Enschede", None)})
    maak_doelenboom(opgaven={"doelen": ("Doelen", None), "eigen.01": ("Eigen doel", "doelen")})
    maak_begroting(bedragen={("bestuur", 2025, "lasten"): 1000})
    ander = maak_gemeente("gm9999", "Elders")
    maak_structuur("vreemd", {"vreemd": (f"{VREEMD} eenheid", None)}, gemeente=ander, naam=f"{VREEMD} structuur")
    maak_doelenboom(
        2025,
        {"d": ("D", None), "vreemd.01": (f"{VREEMD} doel", "d")},
        gemeente=ander,
        naam=f"{VREEMD} doelen",
        code="vreemd",
    )
    posten = {"b": ("B", None), "vreemd": (f"{VREEMD} post", "b")}
    maak_begroting(2025, posten, {("vreemd", 2025, "lasten"): 999000}, gemeente=ander)
    maak_vervulling("vreemd", persoon=f"{VREEMD} Vos", functie=f"{VREEMD} functie")
    gewoon = {"gemeente": ander, "code": "vreemd"}
    Opdracht.objects.create(**gewoon, naam=f"{VREEMD} opdracht", soort="concernopdracht", van=DAG)
    Gebeurtenis.objects.create(**gewoon, titel=f"{VREEMD} gebeurtenis", datum=DAG)
    tegenspraak = Tegenspraak.objects.create(
        **gewoon, onderwerp=f"{VREEMD} twist", eenheid=Eenheid.objects.get(code="vreemd")
    )
    Uitspraak.objects.create(tegenspraak=tegenspraak, tekst="Zo", bron=maak_bron())


@pytest.mark.parametrize(
    "adres",
    [
        "/",
        "/organisatie/",
        "/organisatie/portefeuilles/",
        "/organisatie/personen/",
        "/organisatie/structuren/",
        "/organisatie/opdrachten/",
        "/organisatie/nevenfuncties/",
        "/organisatie/tegenspraak/",
        "/doelen/",
        "/doelen/2025/",
        "/begroting/",
        "/begroting/2025/",
    ],
)
def test_een_scherm_toont_niets_van_een_andere_gemeente(buren: None, client: Client, adres: str):
    scherm = client.get(adres)
    assert scherm.status_code == 200
    assert VREEMD not in scherm.content.decode()
    assert "999" not in scherm.content.decode()


@pytest.mark.parametrize(
    "adres",
    [
        "/organisatie/eenheden/vreemd/",
        "/organisatie/structuren/vreemd/",
        "/organisatie/opdrachten/vreemd/",
        "/organisatie/personen/vreemde-vos/",
        "/organisatie/functies/vreemde-functie/",
        "/doelen/2025/vreemd/",
        "/doelen/2025/vreemd/01/",
        "/begroting/2025/vreemd/",
    ],
)
def test_wat_van_een_andere_gemeente_is_heeft_hier_geen_pagina(buren: None, client: Client, adres: str):
    assert client.get(adres).status_code == 404
