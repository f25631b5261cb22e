"""Structures that aren't adopted: who sees them, where, and what others are told."""

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from organisatie.models import Eenheid, Functie, Opvolging, Organisatiestructuur, Verantwoordingslijn
from tests.fabriek import maak_structuur, maak_vervulling
from tests.gebruikers import LEZERS, als
from tests.organisatie.maak import aantal_queries

pytestmark = pytest.mark.django_db
NAAM = "Geheime reorganisatie"
ONDERDELEN = {"gemeente": ("Gemeente", None), "nieuw": ("Afdeling Nieuw", "gemeente")}


def _maak(status: str = "concept", **velden: Any) -> None:
    maak_structuur("huidig", naam="Huidige organisatie")
    maak_structuur("plan", ONDERDELEN, naam=NAAM, geldig_van=date(2021, 1, 1), status=status, **velden)


def _tekst(wie: str, pad: str) -> tuple[int, str]:
    antwoord = als(wie).get(f"/organisatie/{pad}")
    return antwoord.status_code, " ".join(antwoord.content.decode().split())


@pytest.mark.parametrize("status", ["concept", "ingetrokken"])
@pytest.mark.parametrize(("wie", "ziet"), LEZERS.items())
def test_in_de_lijst_staat_een_concept_alleen_voor_wie_het_mag_zien(wie, ziet, status):
    _maak(status)
    code, tekst = _tekst(wie, "structuren/")
    assert (code, NAAM in tekst) == (200, ziet)
    assert (f"portaal-badge--{status}" in tekst) is ziet
    # It holds on no date, so there is no date to see it on.
    assert f"Organogram van {NAAM}" not in tekst


@pytest.mark.parametrize("status", ["concept", "ingetrokken"])
@pytest.mark.parametrize(("wie", "ziet"), LEZERS.items())
def test_de_pagina_van_een_concept_bestaat_alleen_voor_wie_het_mag_zien(wie, ziet, status):
    _maak(status)
    code, tekst = _tekst(wie, "structuren/plan/")
    assert code == (200 if ziet else 404)
    assert (NAAM in tekst, "Afdeling Nieuw" in tekst) == (ziet, ziet)


def test_een_onzichtbaar_concept_krijgt_hetzelfde_antwoord_als_een_structuur_die_er_niet_is():
    _maak()
    concept, niets = (_tekst("lezer", f"structuren/{code}/") for code in ("plan", "niets"))
    assert (concept[0], niets[0]) == (404, 404)
    anders = [tekst.split("<main")[1].replace("“plan”", "“niets”") for _, tekst in (concept, niets)]
    assert anders[0] == anders[1]


@pytest.mark.parametrize(("wie", "ziet"), LEZERS.items())
def test_een_eenheid_die_alleen_in_een_concept_staat_blijft_verborgen(wie, ziet):
    _maak()
    Organisatiestructuur.objects.get(code="huidig").save()  # registered as adopted
    maak_vervulling("nieuw", "Afdelingshoofd", "Kim de Vries")
    Opvolging.objects.create(
        van=Eenheid.objects.get(code="gemeente"),
        naar=Eenheid.objects.get(code="nieuw"),
        datum=date(2021, 1, 1),
        soort="splitsing",
    )
    assert _tekst(wie, "eenheden/nieuw/")[0] == (200 if ziet else 404)
    paden = ["eenheden/gemeente/", "personen/", "personen/kim-de-vries/", "functies/afdelingshoofd/"]
    toen = f"?beschikbaarOp={timezone.localdate():%Y-%m-%d}"
    for pad in [*paden, *(pad + toen for pad in paden)]:
        code, tekst = _tekst(wie, pad)
        # Of somebody with nothing else to their name a reader may not even know the page.
        verwacht = 200 if ziet or "kim-de-vries" not in pad else 404
        assert (pad, code, "Afdeling Nieuw" in tekst) == (pad, verwacht, ziet)


@pytest.mark.parametrize("wie", LEZERS)
def test_op_een_datum_geldt_nooit_een_concept(wie):
    _maak()
    for pad in ("", "portefeuilles/"):
        code, tekst = _tekst(wie, f"{pad}?geldigOp=2022-01-01")
        assert (code, NAAM in tekst, "Huidige organisatie" in tekst) == (200, False, True)
    tekst = _tekst(wie, "eenheden/gemeente/?geldigOp=2022-01-01")[1]
    assert "niet in de organisatie" not in tekst


@pytest.mark.parametrize(("wie", "ziet"), LEZERS.items())
def test_wie_een_concept_ziet_ziet_ook_de_verantwoording_erin(wie, ziet):
    _maak()
    functie, aan = (Functie.objects.create(code=code, naam=code) for code in ("hoofd", "directeur"))
    structuur = Eenheid.objects.get(code="nieuw").plaatsen.get().versie
    Verantwoordingslijn.objects.create(structuur=structuur, functie=functie, aan=aan)
    assert (NAAM in _tekst(wie, "functies/hoofd/")[1]) is ziet


@pytest.mark.parametrize(("wie", "ziet"), LEZERS.items())
def test_wat_toen_een_concept_was_is_nu_geen_openbare_geschiedenis(wie, ziet):
    structuur = maak_structuur("plan", ONDERDELEN, naam=NAAM, status="concept")
    toen = timezone.now()
    structuur.status = "vastgesteld"
    structuur.save()
    assert _tekst(wie, "structuren/plan/")[0] == 200
    pad = f"structuren/plan/?beschikbaarOp={timezone.localtime(toen):%Y-%m-%dT%H:%M:%S.%f}"
    assert _tekst(wie, pad)[0] == (200 if ziet else 404)


def test_het_aantal_queries_van_een_concept_groeit_niet():
    maak_structuur("klein", status="concept")
    groot = {f"e{nummer}": (f"Eenheid {nummer}", "gemeente") for nummer in range(40)}
    maak_structuur("groot", {"gemeente": ("Gemeente", None), **groot}, status="concept")
    client = als("controller")
    assert aantal_queries(client, "structuren/klein/") == aantal_queries(client, "structuren/groot/") == 12
