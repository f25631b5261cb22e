"""Assignments, and facts that sources disagree on."""

from datetime import date

import pytest

from organisatie.models import Opdrachtregel, Opdrachtrol, Persoon, Tegenspraak, Uitspraak
from tests.fabriek import maak_bron, maak_gemeente
from tests.organisatie.maak import aantal_queries, maak_directie, maak_opdracht, tekst

pytestmark = pytest.mark.django_db


def test_opdrachten_staan_per_soort_en_alleen_als_zij_lopen(client):
    maak_directie()
    maak_opdracht("Kring Twente", "netwerk")
    maak_opdracht("Duurzaamheid", "concernopdracht", "fysiek")
    maak_opdracht("Voorbij", tot=date(2021, 1, 1))
    html = tekst(client, "opdrachten/?geldigOp=2022-01-01")
    assert html.index("Concernopdrachten (1)") < html.index("Duurzaamheid") < html.index("Netwerken (1)")
    assert "Fysiek" in html
    assert "Voorbij" not in html
    assert "Geen opdrachten op deze datum" in tekst(client, "opdrachten/?geldigOp=2019-01-01")


def test_een_bestuursopdracht_toont_rollen_fasen_pilots_opgaven_en_plannen(client):
    opdracht = maak_opdracht("Gebiedsgericht werken", "bestuursopdracht", bron=maak_bron("De opdracht"))
    persoon = Persoon.objects.create(code="jo", naam="Jo Jansen")
    Opdrachtrol.objects.create(opdracht=opdracht, rol="bestuurlijk-opdrachtgever", persoon=persoon, functie="wethouder")
    Opdrachtrol.objects.create(opdracht=opdracht, rol="opdrachtnemer", functie="kwartiermaker", fte="0.50", volgorde=1)
    for volgorde, (soort, naam, toelichting) in enumerate(
        [
            ("fase", "Verkenning", ""),
            ("fase", "Opbouw", ""),
            ("gebied", "Hanenberglanden", "Enschede Zuid"),
            ("strategische-opgave", "Open Enschede", ""),
            ("plan", "Omgevingsvisie", ""),
        ]
    ):
        Opdrachtregel.objects.create(
            opdracht=opdracht, soort=soort, naam=naam, toelichting=toelichting, volgorde=volgorde
        )
    html = tekst(client, "opdrachten/gebiedsgericht-werken/")
    assert "Bestuurlijk opdrachtgever</dt>" in html
    assert '<a href="/organisatie/personen/jo/">Jo Jansen</a>, wethouder' in html
    assert "kwartiermaker" in html
    assert "(0,5 fte)" in html
    volgorde_op_pagina = ["Verkenning", "Opbouw", "Hanenberglanden", "Open Enschede", "Omgevingsvisie", "De opdracht"]
    assert sorted(volgorde_op_pagina, key=html.index) == volgorde_op_pagina
    assert "Hanenberglanden: Enschede Zuid" in html


def test_een_opdracht_die_niet_loopt_zegt_dat(client):
    maak_opdracht("Voorbij", tot=date(2021, 1, 1))
    html = tekst(client, "opdrachten/voorbij/?geldigOp=2022-01-01")
    assert "loopt niet op de gekozen datum" in html
    assert "1 januari 2020 tot 1 januari 2021" in html


def test_een_onbekende_opdracht_is_niet_gevonden(client):
    tekst(client, "opdrachten/niets/", status=404)


def _tegenspraak(code: str = "aantal", onderwerp: str = "Drie of vier?") -> None:
    tegenspraak = Tegenspraak.objects.create(gemeente=maak_gemeente(), code=code, onderwerp=onderwerp)
    for volgorde, (wat, titel) in enumerate([("Het zijn er drie", "Profiel"), ("Het zijn er vier", "Begrippenlijst")]):
        Uitspraak.objects.create(
            tegenspraak=tegenspraak,
            tekst=wat,
            bron=maak_bron(titel),
            vindplaats=f"blz. {volgorde + 7}",
            volgorde=volgorde,
        )


def test_een_tegenspraak_toont_wat_elke_bron_zegt(client):
    _tegenspraak()
    html = tekst(client, "tegenspraak/")
    assert 'id="aantal"' in html
    for verwacht in (
        "Drie of vier?",
        "Het zijn er drie",
        "Profiel",
        "blz. 7",
        "Het zijn er vier",
        "Begrippenlijst",
        "blz. 8",
    ):
        assert verwacht in html


def test_een_tegenspraak_zegt_wanneer_zij_speelt(client):
    _tegenspraak()
    assert "Dit speelt" not in tekst(client, "tegenspraak/")
    Tegenspraak.objects.update(tot=date(2017, 2, 1))
    assert "Dit speelt tot 1 februari 2017." in tekst(client, "tegenspraak/")
    Tegenspraak.objects.update(van=date(2011, 1, 1), bij_benadering=True)
    assert "Dit speelt circa 2011 tot circa februari 2017." in tekst(client, "tegenspraak/")


def test_zonder_tegenspraak_staat_dat_er(client):
    assert "Geen tegenspraak bekend" in tekst(client, "tegenspraak/")


def test_het_aantal_queries_groeit_niet(client):
    paden = {"opdrachten/": 1, "opdrachten/opdracht-0/": 3, "tegenspraak/": 1}
    maak_opdracht("Opdracht 0", "bestuursopdracht")
    _tegenspraak()
    assert {pad: aantal_queries(client, pad) for pad in paden} == paden
    opdracht = maak_opdracht("Opdracht 1")
    for nummer in range(20):
        maak_opdracht(f"Meer {nummer}", "netwerk")
        Opdrachtregel.objects.create(opdracht=opdracht, soort="plan", naam=f"Plan {nummer}")
        Opdrachtrol.objects.create(opdracht=opdracht, rol="ondersteuning", functie="adviseur", volgorde=nummer)
        _tegenspraak(f"t{nummer}", f"Vraag {nummer}")
    assert {pad: aantal_queries(client, pad) for pad in paden | {"opdrachten/opdracht-1/": 3}} == paden | {
        "opdrachten/opdracht-1/": 3
    }
