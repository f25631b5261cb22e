"""Documents that aren't adopted: who sees them, where, and what others are told."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.begroting.maak import maak
from tests.gebruikers import LEZERS, als

pytestmark = pytest.mark.django_db
NAAM = "Geheime begroting"
PLAN = "/begroting/versie/plan/"
PAGINAS = [PLAN, f"{PLAN}taakvelden/", f"{PLAN}bestuur/", f"{PLAN}tv-0.10/"]


def _concept(status: str = "concept") -> None:
    maak(code="vast", naam="Vastgestelde begroting")
    maak(code="plan", naam=NAAM, bedragen={("bestuur", 2025, "lasten"): 77_777_000}, status=status)


def _tekst(client: Client, pad: str, code: int = 200) -> str:
    antwoord = client.get(pad)
    assert (pad, antwoord.status_code) == (pad, code)
    return " ".join(antwoord.content.decode().split())


@pytest.mark.parametrize("status", ["concept", "ingetrokken"])
@pytest.mark.parametrize(("wie", "ziet"), LEZERS.items())
def test_in_de_lijst_staat_een_concept_alleen_voor_wie_het_mag_zien(wie, ziet, status):
    _concept(status)
    tekst = _tekst(als(wie), "/begroting/")
    assert "Vastgestelde begroting" in tekst
    assert (NAAM in tekst, f'href="{PLAN}"' in tekst, f"portaal-badge--{status}" in tekst) == (ziet,) * 3


@pytest.mark.parametrize("status", ["concept", "ingetrokken"])
@pytest.mark.parametrize(("wie", "ziet"), LEZERS.items())
def test_de_paginas_van_een_concept_bestaan_alleen_voor_wie_het_mag_zien(wie, ziet, status):
    _concept(status)
    client = als(wie)
    for pad in PAGINAS:
        tekst = _tekst(client, pad, 200 if ziet else 404)
        assert (NAAM in tekst, "Alleen controllers en beheerders" in tekst) == (ziet, ziet)


@pytest.mark.parametrize("wie", LEZERS)
def test_het_adres_van_een_jaar_is_altijd_de_vastgestelde_begroting(wie):
    _concept()
    client = als(wie)
    for pad in ("/begroting/2025/", "/begroting/2025/bestuur/"):
        tekst = _tekst(client, pad)
        assert ("Vastgestelde begroting" in tekst, NAAM in tekst, "77.777" in tekst) == (True, False, False)


@pytest.mark.parametrize("wie", LEZERS)
def test_een_jaar_met_alleen_een_concept_heeft_geen_begroting(wie):
    maak(code="plan", naam=NAAM, status="concept")
    _tekst(als(wie), "/begroting/2025/", 404)


def test_de_links_in_een_concept_blijven_in_dat_concept():
    _concept()
    client = als("controller")
    assert f'href="{PLAN}bestuur/"' in _tekst(client, PLAN)
    assert f'href="{PLAN}taakvelden/"' in _tekst(client, PLAN)
    assert "77.777" in _tekst(client, f"{PLAN}bestuur/")
    for pad in PAGINAS:
        assert 'href="/begroting/2025/' not in _tekst(client, pad)


def test_een_onzichtbaar_concept_krijgt_hetzelfde_antwoord_als_een_begroting_die_er_niet_is():
    _concept()
    client = als("lezer")
    teksten = [_tekst(client, f"/begroting/versie/{code}/", 404).split("<main")[1] for code in ("plan", "niets")]
    assert teksten[0].replace("“plan”", "“niets”") == teksten[1]


def test_het_adres_van_een_concept_blijft_werken_als_het_is_vastgesteld(client):
    maak(code="plan", naam=NAAM)
    assert NAAM in _tekst(client, PLAN)
    assert 'href="/begroting/2025/bestuur/"' in _tekst(client, PLAN)


@pytest.mark.parametrize(("wie", "ziet"), LEZERS.items())
def test_wat_toen_een_concept_was_is_nu_geen_openbare_geschiedenis(wie, ziet):
    begroting = maak(code="plan", naam=NAAM, status="concept")
    toen = timezone.localtime()
    begroting.status = "vastgesteld"
    begroting.save()
    client = als(wie)
    _tekst(client, PLAN)
    _tekst(client, f"{PLAN}?beschikbaarOp={toen:%Y-%m-%dT%H:%M:%S.%f}", 200 if ziet else 404)


@pytest.mark.parametrize("pad", ["", "taakvelden/", "bestuur/"])
def test_een_concept_kost_niet_meer_queries_dan_wat_is_vastgesteld(pad):
    _concept()
    client = als("beheerder")
    aantallen = []
    for begin in ("/begroting/2025/", PLAN):
        with CaptureQueriesContext(connection) as queries:
            _tekst(client, begin + pad)
        aantallen.append(len(queries))
    assert aantallen[0] == aantallen[1]
