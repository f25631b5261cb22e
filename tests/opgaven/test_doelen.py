"""The pages of the goals: all trees, and one tree."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from opgaven.models import Doelbedrag, Indicator, Opgave
from tests.fabriek import maak_begroting, maak_bron, maak_doelenboom, maak_rij

BOOM = {
    "doelen-2025": ("Doelen 2025", None),
    "bestuur.open": ("Open stad", "doelen-2025"),
    "bestuur.01": ("Een gemeente die luistert", "bestuur.open"),
    "bestuur.01.01": ("We zijn goed bereikbaar", "bestuur.01"),
    "bestuur.01.01.01": ("We bellen terug", "bestuur.01.01"),
    "bestuur.01.01.02": ("We schrijven <helder>", "bestuur.01.01"),
    "bestuur.veilig": ("Veiligheid", "doelen-2025"),
    "bestuur.02": ("Een veilige stad", "bestuur.veilig"),
}
SOORTEN = {
    "doelen-2025": "doelenboom",
    "bestuur.open": "strategische-opgave",
    "bestuur.veilig": "thema",
    "bestuur.01.01": "subdoel",
    "bestuur.01.01.01": "actie",
    "bestuur.01.01.02": "actie",
}


def maak_boom(extra=None, lasten=30_000_000, **velden):
    """Return the tree above with two indicators; its goals cost 30 million, its programme `lasten`."""
    begroting = maak_begroting(
        2025,
        {"begroting": ("Begroting", None), "bestuur": ("Samenleving en bestuur", "begroting")},
        {("bestuur", 2025, "lasten"): lasten},
    )
    velden = {"bron": maak_bron("Programmabegroting"), **velden}
    soorten = {**SOORTEN, **dict.fromkeys(extra or {}, "actie")}
    boom = maak_doelenboom(
        2025,
        {**BOOM, **(extra or {})},
        soorten=soorten,
        begroting=begroting,
        posten={"bestuur.open": "bestuur"},
        **velden,
    )
    opgaven = {opgave.code: opgave for opgave in Opgave.objects.filter(versie=boom)}
    for code, euro in (("bestuur.01", 19_753_000), ("bestuur.02", 10_247_000)):
        maak_rij(Doelbedrag, boom, opgave=opgaven[code], jaar=2025, bedrag=Decimal(euro))
    for nummer in (1, 2):
        maak_rij(
            Indicator, boom, versie=boom, opgave=opgaven["bestuur.01.01"], code=f"i-{nummer}", naam=f"Cijfer {nummer}"
        )
    return boom


def test_de_doelenboom_telt_indicatoren_en_acties_en_toont_lasten(db, client):
    maak_boom()
    inhoud = client.get("/doelen/2025/").content.decode()
    assert 'href="/doelen/2025/bestuur/01.01/"' in inhoud
    assert "Indicatoren: 2" in inhoud
    assert "Acties: 2" in inhoud
    assert "19.753" in inhoud
    assert "30.000" in inhoud, "the programme adds its goals up"
    assert "x 1.000 euro" in inhoud
    assert "strategische opgave" in inhoud
    assert "thema" in inhoud
    assert "Programmabegroting" in inhoud, "the source"


def test_een_nieuwe_actie_telt_meteen_mee(db, client):
    maak_boom(extra={"bestuur.01.01.03": ("We lopen de wijk in", "bestuur.01.01")})
    assert "Acties: 3" in client.get("/doelen/2025/").content.decode()


def test_in_de_doelenboom_staat_geen_link_in_een_summary(db, client):
    maak_boom()
    inhoud = client.get("/doelen/2025/").content.decode()
    stukken = [deel.split("</summary>")[0] for deel in inhoud.split("<summary>")[1:]]
    assert stukken
    assert not any("<a " in stuk for stuk in stukken)


def test_wat_in_een_naam_staat_wordt_geen_html(db, client):
    maak_boom()
    inhoud = client.get("/doelen/2025/").content.decode()
    assert "We schrijven &lt;helder&gt;" in inhoud
    assert "<helder>" not in inhoud


def test_de_gekozen_datum_blijft_in_elke_link_naar_een_doel(db, client):
    maak_boom()
    inhoud = client.get("/doelen/2025/?geldigOp=2025-03-01").content.decode()
    assert 'href="/doelen/2025/bestuur/01/?geldigOp=2025-03-01"' in inhoud
    assert 'href="/doelen/2025/bestuur/?geldigOp=2025-03-01"' in inhoud


def test_wie_op_een_andere_tijd_kijkt_leest_voor_welk_jaar_de_doelen_gelden(db, client):
    maak_boom()
    assert "Deze doelen gelden voor 2025" in client.get("/doelen/2025/?geldigOp=2013-01-01").content.decode()
    assert "Deze doelen gelden voor" not in client.get("/doelen/2025/?geldigOp=2025-01-01").content.decode()


def test_alle_doelen_staan_met_de_nieuwste_voorop_en_hun_aantallen(db, client):
    maak_boom()
    oud = {"doelen-2011": ("Doelen", None), "werk": ("Werk", "doelen-2011"), "werk.1": ("Banen", "werk")}
    maak_doelenboom(2011, oud, soorten={"werk": "hoofddoelstelling"}, tot_en_met_jaar=2016)
    inhoud = client.get("/doelen/?geldigOp=2012-06-01").content.decode()
    assert inhoud.index("Doelen 2025") < inhoud.index("Doelen 2011–2016")
    assert "<strong>2</strong> acties" in inhoud
    assert "<strong>1</strong> hoofddoelstelling" in inhoud
    assert inhoud.count("Deze doelen gelden op de datum die u bekijkt") == 1


def test_zonder_doelen_zegt_de_pagina_dat(db, client):
    assert "nog geen doelen vastgesteld" in client.get("/doelen/").content.decode()


@pytest.mark.parametrize("status", ["concept", "ingetrokken"])
def test_alleen_vastgestelde_doelen_zijn_te_zien(db, client, status):
    maak_doelenboom(2025, BOOM, soorten=SOORTEN, status=status)
    assert "Doelen 2025" not in client.get("/doelen/").content.decode()
    assert client.get("/doelen/2025/").status_code == 404
    assert client.get("/doelen/2025/bestuur/").status_code == 404
    assert client.get("/doelen/2025/bestuur/01/").status_code == 404


def test_van_een_begroting_in_concept_lekt_niets_naar_de_doelen(db, client):
    begroting = maak_begroting(2025, {"b": ("B", None), "bestuur": ("Geheime naam", "b")}, status="concept")
    maak_doelenboom(2025, BOOM, soorten=SOORTEN, begroting=begroting, posten={"bestuur.open": "bestuur"})
    for pad in ("/doelen/", "/doelen/2025/", "/doelen/2025/bestuur/"):
        assert "Geheime naam" not in client.get(pad).content.decode()


def test_wat_nog_niet_geregistreerd_was_is_er_toen_niet(db, client):
    maak_boom()
    assert client.get("/doelen/2025/?beschikbaarOp=2020-01-01").status_code == 404


@pytest.mark.parametrize("pad", ["/doelen/", "/doelen/2025/", "/doelen/2025/bestuur/", "/doelen/2025/bestuur/01/"])
def test_een_onleesbare_datum_geeft_uitleg(db, client, pad):
    maak_boom()
    antwoord = client.get(f"{pad}?geldigOp=gisteren")
    assert antwoord.status_code == 400
    assert "is geen datum" in antwoord.content.decode()


def test_een_jaar_zonder_doelen_bestaat_niet(db, client):
    assert client.get("/doelen/1999/").status_code == 404


@pytest.mark.parametrize(("pad", "hoogstens"), [("/doelen/", 2), ("/doelen/2025/", 5)])
def test_meer_doelen_kosten_niet_meer_vragen_aan_de_database(db, client, pad, hoogstens):
    maak_boom(extra={f"bestuur.01.01.{n}": (f"Actie {n}", "bestuur.01.01") for n in range(10, 60)})
    with CaptureQueriesContext(connection) as vragen:
        assert client.get(pad).status_code == 200
    assert len(vragen) <= hoogstens


def test_boven_de_bedragen_in_de_boom_staat_wat_zij_zijn(db, client):
    maak_boom()
    for pad in ("/doelen/2025/", "/doelen/2025/bestuur/open/"):
        assert '<p class="portaal-boomkop">Lasten 2025, x 1.000 euro</p>' in client.get(pad).content.decode()
    assert "portaal-boomkop" not in client.get("/doelen/2025/bestuur/01/").content.decode(), "no amounts below it"


def test_zonder_besluit_staat_er_niet_dat_de_doelen_zijn_vastgesteld(db, client):
    maak_boom()
    inhoud = client.get("/doelen/2025/").content.decode()
    assert "Besluit niet bekend" in inhoud
    assert ">Vastgesteld<" not in inhoud


def test_met_een_besluit_zijn_de_doelen_vastgesteld(db, client):
    maak_boom(besluit="Raadsbesluit 12")
    inhoud = client.get("/doelen/2025/").content.decode()
    assert ">Vastgesteld<" in inhoud
    assert "Raadsbesluit 12" in inhoud
    assert "Besluit niet bekend" not in inhoud
