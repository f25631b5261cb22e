"""People, functions and outside functions."""

from datetime import date

import pytest

from organisatie.models import Functie, Nevenfunctie, Persoon, Tegenspraak, Uitspraak, Verantwoordingslijn
from tests.fabriek import maak_bron, maak_gemeente, maak_structuur, maak_vervulling
from tests.organisatie.maak import aantal_queries, maak_directie, tekst

pytestmark = pytest.mark.django_db


def _lijn(structuur: str, functie: str, aan: str, **velden: object) -> None:
    """Make a structure (of a year of its own) in which `functie` answers to `aan`."""
    jaar = 1990 + len(structuur)
    versie = maak_structuur(structuur, geldig_van=date(jaar, 1, 1), geldig_tot=date(jaar + 1, 1, 1), status="concept")
    functies = [Functie.objects.get_or_create(code=naam.lower(), defaults={"naam": naam})[0] for naam in (functie, aan)]
    Verantwoordingslijn.objects.create(structuur=versie, functie=functies[0], aan=functies[1], **velden)
    versie.status = "vastgesteld"
    versie.save()


def test_een_functie_toont_wie_haar_heeft_en_had(client):
    maak_directie()
    maak_vervulling("fysiek", "Concerndirecteur", "Jo Jansen", van=date(2020, 1, 1), tot=date(2022, 1, 1))
    maak_vervulling("fysiek", "Concerndirecteur", None, van=date(2022, 1, 1))
    html = tekst(client, "functies/concerndirecteur/?geldigOp=2023-01-01")
    assert html.index("Vacature") < html.index("Wie eerder en later") < html.index("Jo Jansen")


def test_een_functie_zegt_per_structuur_wie_aan_wie_verantwoording_aflegt(client):
    _lijn("een", "Manager", "Directeur", toelichting="over het jaarplan")
    _lijn("vier", "Manager", "Secretaris")
    html = tekst(client, "functies/manager/").split("Verantwoording</h2>")[1]
    assert html.index("Vier") < html.index("Secretaris") < html.index("Een") < html.index("Directeur")
    assert "over het jaarplan" in html
    assert "Krijgt verantwoording van" in tekst(client, "functies/directeur/")


def test_een_lijn_uit_een_concept_is_niet_te_zien(client):
    concept = maak_structuur("plan", status="concept")
    functies = [Functie.objects.create(code=code, naam=code.title()) for code in ("manager", "directeur")]
    Verantwoordingslijn.objects.create(structuur=concept, functie=functies[0], aan=functies[1])
    assert "Directeur" not in tekst(client, "functies/manager/")


def test_een_onbekende_functie_is_niet_gevonden(client):
    tekst(client, "functies/niets/", status=404)
    html = tekst(client, "functies/niets/?beschikbaarOp=2010-01-01", status=404)
    assert "was op 1 januari 2010, 23:59 uur niet geregistreerd" in html
    assert "nog niet geregistreerd op het moment" in html


def test_een_functie_toont_altijd_waar_bronnen_over_haar_verschillen(client):
    functie = Functie.objects.create(code="directeur", naam="Directeur")
    velden = {"gemeente": maak_gemeente(), "van": date(2017, 2, 1), "tot": date(2018, 5, 1), "bij_benadering": True}
    tegenspraak = Tegenspraak.objects.create(code="drie", onderwerp="Drie of vier?", functie=functie, **velden)
    Uitspraak.objects.create(tegenspraak=tegenspraak, tekst="Het zijn er drie", bron=maak_bron("Profiel"))
    html = tekst(client, "functies/directeur/")
    assert "circa februari 2017 tot circa mei 2018" in html
    assert "Het zijn er drie" in html
    assert 'href="/organisatie/tegenspraak/#drie"' in html


def test_het_register_van_nevenfuncties_zegt_dat_het_leeg_is_en_wijst_naar_de_bronnen(client):
    html = tekst(client, "nevenfuncties/")
    assert "Dit register is nog leeg" in html
    assert '<a class="utrecht-link" href="/bronnen/">Bekijk welke bronnen dat zijn.</a>' in html


def test_het_register_toont_nevenfuncties_op_de_datum(client):
    maak_directie()
    maak_vervulling("fysiek", persoon="Jo Jansen")
    persoon = Persoon.objects.get()
    Nevenfunctie.objects.create(
        persoon=persoon, omschrijving="Penningmeester", organisatie="Zangkoor", schaal=15, van=date(2021, 1, 1)
    )
    html = tekst(client, "nevenfuncties/?geldigOp=2022-01-01")
    assert "Penningmeester" in html
    assert "Zangkoor" in html
    assert "Jo Jansen" in html
    assert "nog leeg" in tekst(client, "nevenfuncties/?geldigOp=2020-06-01")
    assert "Penningmeester" in tekst(client, "personen/jo-jansen/")


def test_het_aantal_queries_groeit_niet_met_het_aantal_mensen(client):
    maak_directie()
    maak_vervulling("fysiek", "Directeur", "Persoon 0")
    paden = {"personen/": 7, "personen/persoon-0/": 7, "functies/directeur/": 8, "nevenfuncties/": 1}
    assert {pad: aantal_queries(client, pad) for pad in paden} == paden
    for nummer in range(1, 25):
        maak_vervulling("sociaal", "Directeur", f"Persoon {nummer}")
        persoon = Persoon.objects.get(code=f"persoon-{nummer}")
        maak_vervulling("fysiek", f"Rol {nummer}", "Persoon 0")
        velden = {"omschrijving": "Lid", "organisatie": f"Club {nummer}", "schaal": 14, "van": date(2020, 1, 1)}
        Nevenfunctie.objects.create(persoon=persoon, **velden)
    assert {pad: aantal_queries(client, pad) for pad in paden} == paden
