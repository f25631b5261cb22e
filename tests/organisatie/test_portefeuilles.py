"""Per member of the concerndirectie: units and assignments on a date."""

from datetime import date

import pytest

from enschede_org.kern.versies import bewerk
from tests.fabriek import maak_structuur, maak_vervulling
from tests.organisatie.maak import DIRECTIE, aantal_queries, maak_directie, maak_opdracht, tekst

pytestmark = pytest.mark.django_db


def _deel(html: str, code: str) -> str:
    begin = html.index(f'aria-labelledby="p-{code}"')
    return html[begin : html.index("</section>", begin)]


def test_een_lid_is_verantwoordelijk_voor_zijn_onderdelen_en_wat_daaronder_valt(client):
    maak_directie()
    maak_vervulling("fysiek", "Concerndirecteur", "Jo Jansen")
    html = tekst(client, "portefeuilles/")
    fysiek = _deel(html, "fysiek")
    assert "Jo Jansen" in fysiek
    assert "Cluster Omgeving" in fysiek
    assert "met 1 onderdeel</summary>" in fysiek
    assert "Team Bomen" in fysiek
    assert "Wijkteams" not in fysiek
    assert "Wijkteams" in _deel(html, "sociaal")


def test_voorwaarden_staan_bij_het_lid_het_onderdeel_en_de_opdracht(client):
    structuur = maak_directie()
    for code, taak in (("fysiek", "Vervult ook de rol van CIO."), ("cluster", "Alleen de veranderopdracht.")):
        with bewerk(structuur, reden="test", correctie=True):
            onderdeel = structuur.onderdelen.get(code=code)
            onderdeel.taak = taak
            onderdeel.save()
    maak_opdracht("Tenderboard", "netwerk", "fysiek", omschrijving="Voorzitter.")
    fysiek = _deel(tekst(client, "portefeuilles/"), "fysiek")
    for verwacht in ("Vervult ook de rol van CIO.", "Alleen de veranderopdracht.", "Voorzitter."):
        assert verwacht in fysiek


def test_een_onderdeel_met_een_eigen_portefeuille_volgt_niet_wat_erboven_staat(client):
    maak_directie(portefeuilles={"cluster": "fysiek", "team": "sociaal"})
    html = tekst(client, "portefeuilles/")
    assert "Team Bomen" not in _deel(html, "fysiek")
    assert "Team Bomen" in _deel(html, "sociaal")


def test_een_onderdeel_onder_het_lid_zelf_hoort_bij_zijn_portefeuille(client):
    onderdelen = {**DIRECTIE, "staf": ("Staf", "fysiek"), "bureau": ("Bureau", "staf")}
    maak_directie(onderdelen=onderdelen, portefeuilles={})
    fysiek = _deel(tekst(client, "portefeuilles/"), "fysiek")
    assert "Staf" in fysiek
    assert "met 1 onderdeel</summary>" in fysiek


def test_opdrachten_staan_per_soort_bij_het_lid_op_de_datum(client):
    maak_directie()
    maak_opdracht("Duurzaamheid", "concernopdracht", "fysiek")
    maak_opdracht("Relatie Volkspark", "opdrachtgeverschap", "fysiek")
    maak_opdracht("Kring Twente", "netwerk", "sociaal")
    maak_opdracht("Voorbij", "concernopdracht", "fysiek", tot=date(2021, 1, 1))
    html = tekst(client, "portefeuilles/?geldigOp=2022-01-01")
    fysiek = _deel(html, "fysiek")
    assert fysiek.index("Concernopdrachten") < fysiek.index("Duurzaamheid") < fysiek.index("Opdrachtgever voor")
    assert "Relatie Volkspark" in fysiek
    assert "Kring Twente" in _deel(html, "sociaal")
    assert "Voorbij" not in html
    assert "Voorbij" in tekst(client, "portefeuilles/?geldigOp=2020-06-01")


def test_een_nieuwe_verdeling_geldt_vanaf_haar_datum(client):
    eerste = maak_directie("een", geldig_tot=date(2022, 1, 1))
    maak_directie("twee", geldig_van=date(2022, 1, 1), portefeuilles={"cluster": "sociaal", "wijkteams": "fysiek"})
    assert eerste.geldig_tot == date(2022, 1, 1)
    assert "Wijkteams" in _deel(tekst(client, "portefeuilles/?geldigOp=2021-12-31"), "sociaal")
    assert "Wijkteams" in _deel(tekst(client, "portefeuilles/?geldigOp=2022-01-01"), "fysiek")


def test_leden_van_de_directie_zonder_portefeuille_staan_er_ook(client):
    maak_directie()
    for _ in range(3):
        maak_vervulling("directie", "Concerndirecteur", None, bezetting="niet-genoemd")
    maak_vervulling("gemeente", "Secretaris", "Sam Secretaris")
    html = tekst(client, "portefeuilles/")
    assert "Ook in Concerndirectie" in html
    assert "3 × niet genoemd in de bron" in html
    assert "Sam Secretaris" not in html


def test_een_structuur_zonder_portefeuilles_zegt_dat(client):
    maak_structuur()
    assert "Geen portefeuilles" in tekst(client, "portefeuilles/")
    assert "is geen organisatiestructuur bekend" in tekst(client, "portefeuilles/?geldigOp=1999-01-01")


def test_de_portefeuilles_vragen_altijd_zes_queries(client):
    maak_directie(geldig_tot=date(2022, 1, 1))
    meer = {**DIRECTIE, **{f"u{n}": (f"U{n}", "wijkteams") for n in range(30)}}
    maak_directie("meer", meer, geldig_van=date(2022, 1, 1))
    klein = aantal_queries(client, "portefeuilles/?geldigOp=2021-01-01")
    for nummer in range(20):
        maak_opdracht(f"Opdracht {nummer}", "netwerk", "fysiek")
        maak_vervulling("sociaal", f"Functie {nummer}", f"Persoon {nummer}")
    assert aantal_queries(client, "portefeuilles/") == klein == 6
