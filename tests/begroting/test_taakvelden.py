"""The breakdown by taakveld: numbers in order, sums, and whether lasten and baten are equal."""

import pytest

from begroting.queries import op_nummer
from tests.begroting.maak import maak, rijen
from tests.fabriek import maak_begroting

pytestmark = pytest.mark.django_db
PAD = "/begroting/2025/taakvelden/"


def pagina(client):
    antwoord = client.get(PAD)
    assert antwoord.status_code == 200
    return antwoord.content.decode()


def test_taakvelden_staan_op_nummer_en_niet_op_tekst(client):
    maak([("tv-0.1", "Bestuur", "tv-0"), ("tv-0.9", "Vennootschapsbelasting", "tv-0")])
    inhoud = pagina(client)
    plaatsen = [inhoud.index(f">{nummer} ") for nummer in ("0.1", "0.2", "0.9", "0.10")]
    assert plaatsen == sorted(plaatsen)


@pytest.mark.parametrize(
    ("nummers", "op_volgorde"),
    [
        (["0.10", "0.2", "0.1"], ["0.1", "0.2", "0.10"]),
        (["8", "6.72b", "6.72a", "6.711", "6.71", "10"], ["6.71", "6.711", "6.72a", "6.72b", "8", "10"]),
    ],
)
def test_nummers_gaan_per_deel_op_grootte(nummers, op_volgorde):
    assert sorted(nummers, key=op_nummer) == op_volgorde


def test_hoofdtaakvelden_en_het_totaal_zijn_sommen(client):
    maak()
    inhoud = pagina(client)
    assert rijen(inhoud, "0 Bestuur en ondersteuning som") == ["90.000|90.003|−3"]
    assert rijen(inhoud, "0.2 Burgerzaken") == ["30.000|0|30.000"]
    assert rijen(inhoud, "Alle taakvelden") == ["90.000|90.003|−3"]
    assert 'href="/begroting/2025/tv-0.10/"' in inhoud
    assert "x 1.000 euro" in inhoud


def test_lasten_en_baten_die_verschillen_zijn_een_bevinding(client):
    maak()
    inhoud = pagina(client)
    assert "Lasten en baten verschillen 3 (x 1.000 euro)" in inhoud
    assert "Hier zijn de lasten 90.000 en de baten 90.003." in inhoud
    assert "Door afronding alleen kan dit verschil niet ontstaan" in inhoud


def test_een_klein_verschil_kan_afronding_zijn(client):
    maak(bedragen={("tv-0.10", 2025, "baten"): 90_002_000})
    inhoud = pagina(client)
    assert "Lasten en baten verschillen 2 (x 1.000 euro)" in inhoud
    assert "Elk bedrag is apart afgerond" in inhoud


def test_lasten_en_baten_die_gelijk_zijn_sluiten(client):
    maak(bedragen={("tv-0.10", 2025, "baten"): 90_000_000})
    inhoud = pagina(client)
    assert "Lasten en baten zijn gelijk" in inhoud
    assert "verschillen" not in inhoud


def test_een_begroting_zonder_taakvelden_heeft_deze_pagina_niet(client):
    maak_begroting(2025)
    antwoord = client.get(PAD)
    assert antwoord.status_code == 404
    assert "niet per taakveld opgenomen" in antwoord.content.decode()


def test_meer_taakvelden_kosten_niet_meer_vragen(client, django_assert_num_queries):
    maak([(f"tv-0.{nummer}", f"Taakveld {nummer}", "tv-0") for nummer in range(20, 60)])
    with django_assert_num_queries(3):
        pagina(client)
