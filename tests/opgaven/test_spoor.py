"""The euro trace: from an amount to its goals, its people, its decisions, its history and its source."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from begroting.models import Bedrag, Begrotingspost, Begrotingswijziging, Mutatie, Verantwoordelijke
from begroting.queries_spoor import bedragspoor
from enschede_org.kern.versies import bewerk
from opgaven.models import Opgave
from organisatie.models import Eenheid, Persoon
from tests.begroting.maak import maak, post
from tests.fabriek import maak_doelenboom, maak_rij, maak_structuur, maak_vervulling
from tests.gebruikers import LEZERS, als, maak_gebruiker

PROGRAMMA = "/begroting/2025/samenleving-en-bestuur/"
PAD = "/begroting/2025/bestuur/spoor/"


def _tekst(client, pad: str = PAD, code: int = 200) -> str:
    antwoord = client.get(pad)
    assert antwoord.status_code == code, antwoord.content.decode()[-500:]
    return " ".join(antwoord.content.decode().split())


# The real documents.


def test_van_52_854_naar_de_doelen_de_mensen_en_de_bron(documenten, client):
    tekst = _tekst(client, f"{PROGRAMMA}spoor/?jaar=2025&kant=lasten")
    for wat in ("19.753", "8.150", "24.451", "52.854", "De doelen samen zijn precies dit bedrag."):
        assert wat in tekst
    assert 'href="/doelen/2025/samenleving-en-bestuur/01/"' in tekst
    assert 'Concerndirecteur: <a href="/organisatie/personen/kees-meijer/">' in tekst
    assert 'Portefeuillehouder: <a href="/organisatie/personen/roelof-bleker/">' in tekst
    assert "besluit niet bekend" in tekst
    assert "Geladen uit" in tekst
    assert 'href="/bronnen/programmabegroting-2025/"' in tekst


def test_een_ander_jaar_wordt_niet_over_doelen_verdeeld_en_noemt_ze_toch(documenten, client):
    tekst = _tekst(client, f"{PROGRAMMA}spoor/?jaar=2026&kant=baten")
    assert "Het document verdeelt dit bedrag niet over de doelen." in tekst
    assert 'href="/doelen/2025/samenleving-en-bestuur/open-enschede/"' in tekst
    assert "7.925" in tekst


def test_elk_bedrag_in_de_tabel_leidt_naar_zijn_spoor(documenten, client):
    tekst = _tekst(client, f"{PROGRAMMA}?geldigOp=2025-09-01")
    pad = f"{PROGRAMMA}spoor/?jaar=2024&amp;kant=baten&amp;geldigOp=2025-09-01"
    assert f'<a class="portaal-spoorlink" href="{pad}">12.194</a>' in tekst
    assert tekst.count("portaal-spoorlink") == 24
    assert "12.194" in _tekst(client, pad.replace("&amp;", "&"))


def test_elke_cel_van_elke_post_heeft_een_spoor_met_hetzelfde_bedrag(documenten):
    for code, jaar, kant, bedrag in Bedrag.objects.filter(post__versie__code="begroting-2025").values_list(
        "post__code", "jaar", "kant", "bedrag"
    )[:12]:
        gevonden = bedragspoor("2025", code, jaar, kant)
        assert gevonden is not None
        assert gevonden.cel.bedrag == bedrag


def test_een_som_toont_haar_onderdelen_met_elk_hun_spoor(documenten, client):
    tekst = _tekst(client, "/begroting/2025/tv-0/spoor/")
    assert "Het is de som van de onderdelen." in tekst
    assert 'href="/begroting/2025/tv-0.10/spoor/?jaar=2025&amp;kant=lasten"' in tekst
    assert "heeft dus zelf geen geschiedenis" in tekst


# Made ones.


@pytest.mark.django_db
def test_de_geschiedenis_toont_elke_stap_met_verschil_en_reden():
    begroting = maak()
    rij: Any = Bedrag.objects.get(post=post(begroting), jaar=2025, kant="lasten")
    with bewerk(begroting, reden="Amendement 4", correctie=True):
        rij.bedrag, rij._change_reason, rij._history_user = Decimal(52_900_000), "Amendement 4", maak_gebruiker()
        rij.save()
        rij.save()  # nothing changed: no step
    gevonden = bedragspoor("2025", "bestuur", 2025, "lasten")
    assert gevonden is not None
    eerste, tweede = gevonden.stappen
    assert (eerste.oud, eerste.nieuw, eerste.verschil) == (None, Decimal(52_854_000), None)
    assert (tweede.nieuw, tweede.verschil, tweede.reden) == (Decimal(52_900_000), Decimal(46_000), "Amendement 4")
    naam = tweede.door
    tekst = _tekst(als("anoniem"))
    assert ("Amendement 4" in tekst, "+46" in tekst, naam in tekst) == (True, True, False)
    assert f"door {naam}" in _tekst(als("controller"))


@pytest.mark.django_db
def test_de_geschiedenis_van_een_eerder_moment_kent_latere_stappen_niet(client):
    maak()
    _tekst(client, f"{PAD}?beschikbaarOp=2020-01-01", 404)


@pytest.mark.django_db
@pytest.mark.parametrize(("status", "telt"), [("concept", False), ("vastgesteld", True)])
def test_begrotingswijzigingen_staan_er_met_het_bedrag_na_wijziging(client, status, telt):
    begroting = maak(besluit="Raadsbesluit 12", vastgesteld_op=date(2024, 11, 11))
    wijziging = Begrotingswijziging.objects.create(
        begroting=begroting,
        nummer=1,
        naam="Eerste",
        vastgesteld_op=date(2025, 3, 3),
        besluit="Besluit 3",
    )
    Mutatie.objects.create(
        wijziging=wijziging, post=post(begroting), jaar=2025, kant="lasten", aard="incidenteel", bedrag=Decimal(-54_000)
    )
    Begrotingswijziging.objects.update(status=status)
    tekst = _tekst(client)
    assert "Raadsbesluit 12, 11 november 2024" in tekst
    assert ("Wijziging 1: Eerste, incidenteel (Besluit 3)" in tekst, "52.800" in tekst) == (telt, telt)
    assert "Wijziging 1: Eerste" in _tekst(als("controller"))


@pytest.mark.django_db
def test_wie_erover_gaat_staat_er_met_functie_en_onderdeel_op_de_datum(client):
    begroting = maak()
    maak_structuur(onderdelen={"gemeente": ("Gemeente", None), "veilig": ("Veiligheid", "gemeente")})
    maak_vervulling("veilig", "Directeur", "Jo Jansen", tot=date(2025, 7, 1))
    jo = Persoon.objects.get()
    maak_rij(Verantwoordelijke, begroting, post=post(begroting), persoon=jo, rol="concerndirecteur")
    maak_doelenboom(
        2025,
        {"doelen": ("Doelen", None), "bestuur.open": ("Open", "doelen")},
        begroting=begroting,
        per_opgave={"bestuur.open": {"eenheid_id": Eenheid.objects.get(code="veilig").pk}},
    )
    tekst = _tekst(client, f"{PAD}?geldigOp=2025-02-01")
    assert 'Op 1 februari 2025: Directeur bij <a href="/organisatie/eenheden/veilig/?geldigOp=2025-02-01">' in tekst
    assert "Onderdeel van de organisatie: " in tekst
    later = _tekst(client, f"{PAD}?geldigOp=2025-08-01")
    assert "Geen functie op 1 augustus 2025 bekend van: Jo Jansen." in later
    # and back: from the person to the euros
    persoon = _tekst(client, "/organisatie/personen/jo-jansen/")
    assert 'href="/begroting/2025/bestuur/"' in persoon
    assert "/begroting/2025/bestuur/spoor/?jaar=2025&amp;kant=lasten" in persoon
    assert "52.854" in persoon


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("vraag", "code", "zegt"),
    [
        ("?jaar=tien", 400, "is geen jaar"),
        ("?kant=winst", 400, "Kies uit: lasten, baten"),
        ("?jaar=1999", 404, "met bedragen van een post “bestuur” in 1999"),
    ],
)
def test_een_vraag_die_niet_kan_krijgt_een_antwoord(client, vraag, code, zegt):
    maak()
    assert zegt in _tekst(client, f"{PAD}{vraag}", code)
    assert "Er is geen" in _tekst(client, "/begroting/2025/onbekend/spoor/", 404)
    assert "Er is geen" in _tekst(client, "/begroting/2031/bestuur/spoor/", 404)


@pytest.mark.django_db
@pytest.mark.parametrize(("wie", "ziet"), LEZERS.items())
def test_het_spoor_van_een_concept_is_voor_wie_het_mag_zien(wie, ziet):
    maak(code="plan", status="concept")
    tekst = _tekst(als(wie), "/begroting/versie/plan/bestuur/spoor/", 200 if ziet else 404)
    assert ("52.854" in tekst) == ziet


def test_het_aantal_vragen_is_vast(documenten, client):
    with CaptureQueriesContext(connection) as vragen:
        _tekst(client, f"{PROGRAMMA}spoor/")
    assert len(vragen) <= 14
    assert Begrotingspost.objects.count() > len(vragen)
    assert Opgave.objects.count() > len(vragen)
