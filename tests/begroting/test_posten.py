"""The list of documents, and all posts of one of them."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from begroting.models import Bedrag
from enschede_org.kern.versies import bewerk
from tests.begroting.maak import druk, maak, post, rijen
from tests.fabriek import maak_begroting, maak_bron, maak_gemeente

pytestmark = pytest.mark.django_db
PAD = "/begroting/2025/"


def pagina(client, pad=PAD):
    antwoord = client.get(pad)
    assert antwoord.status_code == 200
    return antwoord.content.decode()


def test_de_lijst_toont_documenten_nieuwste_eerst_met_wat_erin_zit(client):
    maak(besluit="Raadsbesluit 12", vastgesteld_op=date(2024, 11, 4), bron=maak_bron("Begrotingsboek"))
    maak_begroting(2026)
    inhoud = pagina(client, "/begroting/")
    assert inhoud.index("Begroting 2026") < inhoud.index("Begroting 2025")
    assert 'href="/begroting/2025/"' in inhoud
    assert "Raadsbesluit 12" in inhoud
    assert "4 november 2024" in inhoud
    assert "<strong>1</strong> programma<" in inhoud
    assert "<strong>2</strong> taakvelden" in inhoud
    assert "posten<" not in inhoud, "sums and headings are no posts"
    assert "<strong>4</strong> jaren: 2023 tot en met 2026" in inhoud
    assert "Vastgesteld" in inhoud
    assert "Begrotingsboek" in inhoud


def test_van_een_document_zonder_besluit_staat_er_niet_dat_het_is_vastgesteld(client):
    maak()
    for pad in ("/begroting/", PAD, f"{PAD}taakvelden/"):
        inhoud = pagina(client, pad)
        assert "Besluit niet bekend" in inhoud
        assert ">Vastgesteld<" not in inhoud


def test_met_de_datum_van_het_besluit_is_een_document_vastgesteld(client):
    maak(vastgesteld_op=date(2024, 11, 4))
    for pad in ("/begroting/", PAD, f"{PAD}taakvelden/"):
        inhoud = pagina(client, pad)
        assert "Besluit niet bekend" not in inhoud
        assert ">Vastgesteld<" in inhoud
        assert "4 november 2024" in inhoud


def test_een_document_dat_geen_programmabegroting_is_heeft_geen_link(client):
    maak_begroting(2025, soort="jaarstukken", naam="Jaarstukken 2025")
    inhoud = pagina(client, "/begroting/")
    assert "Jaarstukken 2025" in inhoud
    assert 'href="/begroting/2025/"' not in inhoud
    assert client.get(PAD).status_code == 404


def test_zonder_begroting_zegt_de_lijst_dat(client):
    assert "Er is nog geen begroting vastgesteld" in pagina(client, "/begroting/")


@pytest.mark.parametrize("status", ["concept", "ingetrokken"])
def test_een_document_dat_niet_is_vastgesteld_is_niet_te_zien(client, status):
    maak(status=status)
    assert "Begroting 2025" not in pagina(client, "/begroting/")
    for pad in (PAD, f"{PAD}bestuur/", f"{PAD}taakvelden/"):
        assert client.get(pad).status_code == 404


def test_de_begroting_van_een_andere_gemeente_is_niet_te_zien(client):
    maak(gemeente=maak_gemeente("gm0141", "Almelo"))
    assert "Begroting 2025" not in pagina(client, "/begroting/")
    assert client.get(PAD).status_code == 404


def test_alle_posten_staan_er_met_lasten_baten_en_saldo(client):
    maak()
    inhoud = pagina(client)
    assert "x 1.000 euro" in inhoud
    assert 'href="/begroting/2025/bestuur/"' in inhoud
    assert 'href="/begroting/2025/tv-0.10/"' in inhoud
    assert "3.3 Samenleving &amp; bestuur" in inhoud
    assert rijen(inhoud, "3.3 Samenleving") == ["52.854|8.678|44.176"]
    assert rijen(inhoud, "0.10 Mutaties") == ["60.000|90.003|−30.003"]
    assert 'portaal-getal--nul">0<' in inhoud


def test_een_post_zonder_eigen_bedragen_toont_de_som_van_zijn_delen(client):
    maak()
    inhoud = pagina(client)
    assert rijen(inhoud, "0 Bestuur en ondersteuning") == ["90.000|90.003|−3"]
    assert rijen(inhoud, "0 Bestuur en ondersteuning som")
    assert not rijen(inhoud, "0.2 Burgerzaken som")
    assert rijen(inhoud, "Opgenomen taakvelden samen") == ["90.000|90.003|−3"]
    assert rijen(inhoud, "Opgenomen programma") == ["52.854|8.678|44.176"]


def test_indelingen_die_niet_even_hoog_optellen_worden_genoemd_met_het_verschil(client):
    maak()
    inhoud = pagina(client)
    assert "De indelingen tellen niet even hoog op" in inhoud
    assert "In de indeling Taakvelden zijn de lasten 90.000, in de indeling Programma&#x27;s 52.854." in inhoud
    assert "Het verschil is 37.146 (x 1.000 euro)" in inhoud
    assert "staat hier alleen 3.3 Samenleving &amp; bestuur" in inhoud


def test_indelingen_die_even_hoog_optellen_vragen_geen_uitleg(client):
    maak(bedragen={("tv-0.10", 2025, "lasten"): 22_854_000})
    assert "tellen niet even hoog op" not in pagina(client)


def test_een_gedrukt_saldo_telt_door_in_de_som_en_laat_de_kolom_optellen(client):
    begroting = maak()
    druk(begroting, "saldo", 44_177_000)
    druk(begroting, "resultaat", 44_013_000)
    inhoud = pagina(client)
    assert rijen(inhoud, "3.3 Samenleving") == ["52.854|8.678|44.177"]
    assert rijen(inhoud, "Opgenomen programma") == ["52.854|8.678|44.177"]
    assert not rijen(inhoud, "erschil")
    assert "Het document rondt elk bedrag apart af" in inhoud
    som = pagina(client, f"{PAD}programmas/")
    assert rijen(som, "Saldo van baten en lasten")[0].split("|")[2] == "44.177"
    assert rijen(som, "Resultaat")[0].split("|")[2] == "44.013"


def test_meer_dan_afronding_binnen_een_post_noemt_die_post(client):
    begroting = maak()
    druk(begroting, "saldo", 44_100_000)
    inhoud = pagina(client)
    assert rijen(inhoud, "Opgenomen programma") == ["52.854|8.678|44.100"]
    assert "Meer dan afronding is het verschil bij 3.3 Samenleving &amp; bestuur:" in inhoud


def test_onder_een_lijst_zonder_afronding_staat_er_niets_over(client):
    maak()
    assert "apart af" not in pagina(client)


def test_een_gedrukt_totaal_dat_niet_past_is_een_verschil(client):
    begroting = maak()
    druk(begroting, "lasten", 90_009_000, code="taakvelden")
    inhoud = pagina(client)
    assert rijen(inhoud, "Verschil in Totaal Taakvelden") == ["+9||+9"]
    assert rijen(inhoud, "Totaal Taakvelden")[-1] == "90.009|90.003|6"


def test_een_document_zonder_indelingen_is_een_tabel(client):
    maak_begroting(2025, bedragen={("bestuur", 2025, "lasten"): 5000})
    inhoud = pagina(client)
    assert rijen(inhoud, "Samenleving en bestuur") == ["5||"]
    assert inhoud.count("<table") == 1


def test_de_gekozen_datum_blijft_in_elke_link(client):
    maak()
    inhoud = pagina(client, f"{PAD}?geldigOp=2025-03-01")
    assert 'href="/begroting/2025/bestuur/?geldigOp=2025-03-01"' in inhoud
    assert 'href="/begroting/?geldigOp=2025-03-01"' in inhoud
    assert 'href="/begroting/2025/taakvelden/?geldigOp=2025-03-01"' in inhoud


@pytest.mark.parametrize("pad", [PAD, f"{PAD}bestuur/", f"{PAD}taakvelden/"])
def test_een_datum_in_een_ander_jaar_krijgt_een_waarschuwing(client, pad):
    maak()
    inhoud = pagina(client, f"{pad}?geldigOp=2017-12-01")
    assert "<strong>1 december 2017</strong>" in inhoud
    assert "Deze begroting is van 2025." in inhoud
    assert "Terug naar vandaag" in inhoud
    zelfde_jaar = pagina(client, f"{pad}?geldigOp=2025-12-01")
    assert "Deze begroting is van" not in zelfde_jaar
    assert "<strong>1 december 2025</strong>" in zelfde_jaar
    assert "U ziet de stand" not in pagina(client, pad)
    assert "Deze begroting is van" not in pagina(client, pad)


def test_op_een_eerder_moment_staat_wat_toen_was_geregistreerd(client):
    begroting = maak()
    druk(begroting, "saldo", 44_177_000)  # the first correction records that the budget is adopted
    toen = begroting.history.latest().history_date.isoformat().replace("+00:00", "Z")
    with bewerk(begroting, reden="drukfout", correctie=True):
        bedrag = Bedrag.objects.get(post=post(begroting), jaar=2025, kant="lasten")
        bedrag.bedrag = Decimal(99_000_000)
        bedrag.save()
    assert rijen(pagina(client), "3.3 Samenleving")[0].startswith("99.000|")
    inhoud = pagina(client, f"{PAD}?beschikbaarOp={toen}")
    assert rijen(inhoud, "3.3 Samenleving")[0].startswith("52.854|")
    assert rijen(inhoud, "0 Bestuur en ondersteuning") == ["90.000|90.003|−3"]
    assert "zoals bekend op" in inhoud
    assert client.get(f"{PAD}?beschikbaarOp=2020-01-01").status_code == 404
    assert "<strong>2</strong> taakvelden" in pagina(client, f"/begroting/?beschikbaarOp={toen}")


@pytest.mark.parametrize("pad", ["/begroting/", PAD, f"{PAD}bestuur/", f"{PAD}taakvelden/"])
def test_een_onleesbare_datum_geeft_uitleg(client, pad):
    maak()
    antwoord = client.get(f"{pad}?geldigOp=gisteren")
    assert antwoord.status_code == 400
    assert "is geen datum" in antwoord.content.decode()


@pytest.mark.parametrize("pad", ["/begroting/1999/", "/begroting/1999/bestuur/", "/begroting/1999/taakvelden/"])
def test_een_jaar_zonder_begroting_bestaat_niet(client, pad):
    maak()
    assert client.get(pad).status_code == 404


@pytest.mark.parametrize("pad", ["/begroting/", PAD, f"{PAD}bestuur/", f"{PAD}taakvelden/"])
def test_lezen_is_alles_wat_een_pagina_kan(client, pad):
    maak()
    assert client.post(pad).status_code == 405


def test_meer_posten_kosten_niet_meer_vragen(client, django_assert_num_queries):
    maak([(f"tv-0.{nummer}", f"Taakveld {nummer}", "tv-0") for nummer in range(20, 60)])
    with django_assert_num_queries(3):
        pagina(client)


def test_meer_documenten_kosten_niet_meer_vragen(client):
    maak()
    with CaptureQueriesContext(connection) as klein:
        pagina(client, "/begroting/")
    for jaar in range(2010, 2020):
        maak_begroting(jaar)
    with CaptureQueriesContext(connection) as groot:
        pagina(client, "/begroting/")
    assert len(klein) == len(groot) == 3


def test_een_naam_met_html_wordt_tekst(client):
    maak([("tv-0.3", "<script>alert(1)</script>", "tv-0")])
    for pad in (PAD, f"{PAD}taakvelden/", f"{PAD}tv-0.3/", f"{PAD}tv-0/"):
        inhoud = pagina(client, pad)
        assert "<script>alert" not in inhoud
        assert "&lt;script&gt;" in inhoud
