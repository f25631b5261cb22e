"""Trees of goals that aren't adopted: who sees them, where, and what others are told."""

import pytest
from django.test import Client
from django.utils import timezone

from tests.fabriek import maak_begroting, maak_doelenboom
from tests.gebruikers import LEZERS, als

pytestmark = pytest.mark.django_db
DOEL = "Een geheim doel"
PLAN = "/doelen/versie/plan/"
PAGINAS = [PLAN, f"{PLAN}bestuur/", f"{PLAN}bestuur/01/"]
OPGAVEN = {"doelen": ("Doelen", None), "bestuur.01": (DOEL, "doelen")}


def _concept(status: str = "concept") -> None:
    """Make an adopted tree and a draft of the same year, each with its budget."""
    begroting = maak_begroting(2025, bedragen={("bestuur", 2025, "lasten"): 5_000_000})
    opgaven = {"doelen": ("Doelen", None), "bestuur.01": ("Een bekend doel", "doelen")}
    maak_doelenboom(2025, opgaven, code="vast", begroting=begroting, posten={"bestuur.01": "bestuur"})
    bedragen = {("bestuur", 2025, "lasten"): 77_777_000}
    plan = maak_begroting(2025, bedragen=bedragen, code="begroting-plan", naam="Plan", status=status)
    maak_doelenboom(2025, OPGAVEN, code="plan", begroting=plan, posten={"bestuur.01": "bestuur"}, status=status)


def _tekst(client: Client, pad: str, code: int = 200) -> str:
    antwoord = client.get(pad)
    assert (pad, antwoord.status_code) == (pad, code)
    return " ".join(antwoord.content.decode().split())


@pytest.mark.parametrize("status", ["concept", "ingetrokken"])
@pytest.mark.parametrize(("wie", "ziet"), LEZERS.items())
def test_in_de_lijst_staat_een_concept_alleen_voor_wie_het_mag_zien(wie, ziet, status):
    _concept(status)
    tekst = _tekst(als(wie), "/doelen/?geldigOp=2025-06-01")
    assert (f'href="{PLAN}?geldigOp=2025-06-01"' in tekst, f"portaal-badge--{status}" in tekst) == (ziet, ziet)
    assert tekst.count("Deze doelen gelden op de datum die u bekijkt") == 1


@pytest.mark.parametrize("status", ["concept", "ingetrokken"])
@pytest.mark.parametrize(("wie", "ziet"), LEZERS.items())
def test_de_paginas_van_een_concept_bestaan_alleen_voor_wie_het_mag_zien(wie, ziet, status):
    _concept(status)
    client = als(wie)
    for pad in PAGINAS:
        tekst = _tekst(client, pad, 200 if ziet else 404)
        assert (DOEL in tekst, "Alleen controllers en beheerders" in tekst) == (ziet, ziet)


@pytest.mark.parametrize("wie", LEZERS)
def test_het_adres_van_een_jaar_zijn_altijd_de_vastgestelde_doelen(wie):
    _concept()
    client = als(wie)
    for pad in ("/doelen/2025/", "/doelen/2025/bestuur/", "/doelen/2025/bestuur/01/"):
        tekst = _tekst(client, pad)
        assert ("Een bekend doel" in tekst, DOEL in tekst, "77.777" in tekst) == (True, False, False)


def test_een_programma_in_een_concept_hoort_bij_de_conceptbegroting():
    _concept()
    client = als("controller")
    tekst = _tekst(client, f"{PLAN}bestuur/")
    assert "77.777" in tekst
    assert 'href="/begroting/versie/begroting-plan/bestuur/"' in tekst
    for pad in PAGINAS:
        assert 'href="/doelen/2025/' not in _tekst(client, pad)
        assert 'href="/begroting/2025/' not in _tekst(client, pad)


@pytest.mark.parametrize(("wie", "ziet"), LEZERS.items())
def test_vastgestelde_doelen_verraden_hun_conceptbegroting_niet(wie, ziet):
    plan = maak_begroting(
        2026, bedragen={("bestuur", 2026, "lasten"): 77_777_000}, code="begroting-plan", status="concept"
    )
    maak_doelenboom(2026, OPGAVEN, begroting=plan, posten={"bestuur.01": "bestuur"})
    client = als(wie)
    assert ("Hoort bij de begroting" in _tekst(client, "/doelen/")) is ziet
    tekst = _tekst(client, "/doelen/2026/bestuur/")
    assert ("77.777" in tekst, "begroting-plan" in tekst) == (ziet, ziet)


def test_onzichtbare_doelen_krijgen_hetzelfde_antwoord_als_doelen_die_er_niet_zijn():
    _concept()
    client = als("lezer")
    teksten = [_tekst(client, f"/doelen/versie/{code}/", 404).split("<main")[1] for code in ("plan", "niets")]
    assert teksten[0].replace("“plan”", "“niets”") == teksten[1]


@pytest.mark.parametrize(("wie", "ziet"), LEZERS.items())
def test_wat_toen_een_concept_was_is_nu_geen_openbare_geschiedenis(wie, ziet):
    boom = maak_doelenboom(2025, OPGAVEN, code="plan", status="concept")
    toen = timezone.localtime()
    boom.status = "vastgesteld"
    boom.save()
    client = als(wie)
    _tekst(client, PLAN)
    _tekst(client, f"{PLAN}?beschikbaarOp={toen:%Y-%m-%dT%H:%M:%S.%f}", 200 if ziet else 404)
