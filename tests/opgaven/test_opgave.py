"""The page of a strategische opgave, thema, doel, subdoel or action."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from opgaven.models import Bijdrage, Doelbedrag, Indicator, Meting, Opgave, VerbondenPartij, Voortgang
from tests.fabriek import maak_bron, maak_rij
from tests.opgaven.test_doelen import maak_boom


def pagina(client, nummer, query=""):
    """Return the text of the page of a node."""
    return client.get(f"/doelen/2025/bestuur/{nummer}/{query}").content.decode()


def subdoel(boom):
    """Return the node that has indicators and actions."""
    return Opgave.objects.get(versie=boom, code="bestuur.01.01")


def test_een_doel_toont_zijn_lasten_zijn_subdoelen_en_wat_erboven_ligt(db, client):
    maak_boom(per_opgave={"bestuur.01": {"toelichting": "Waarom dit doel.", "nummer": "01"}})
    inhoud = pagina(client, "01")
    assert "Doel 01" in inhoud
    assert "Waarom dit doel." in inhoud
    assert "19.753" in inhoud
    assert 'href="/doelen/2025/bestuur/open/"' in inhoud
    assert 'href="/doelen/2025/bestuur/01.01/"' in inhoud
    assert "Indicatoren: 2" in inhoud
    assert "Acties: 2" in inhoud


def test_van_een_actie_kom_je_bij_de_vorige_en_de_volgende(db, client):
    maak_boom()
    assert 'rel="next" href="/doelen/2025/bestuur/01.01.02/"' in pagina(client, "01.01.01")
    tweede = pagina(client, "01.01.02")
    assert 'rel="prev" href="/doelen/2025/bestuur/01.01.01/"' in tweede
    assert 'rel="next"' not in tweede


def test_een_indicator_zegt_waar_zijn_naam_en_cijfers_vandaan_komen(db, client):
    boom = maak_boom()
    indicator = maak_rij(
        Indicator,
        boom,
        versie=boom,
        opgave=subdoel(boom),
        code="bezwaar",
        naam="Aantal bezwaarschriften",
        naam_is_afgeleid=True,
        toelichting="Geteld bij binnenkomst.",
        herkomst="Interne organisatie",
        reden_zonder_streefwaarde="Die volgt in 2026.",
    )
    maak_rij(Meting, boom, indicator=indicator, jaar=2023, waarde=Decimal("1234.5"))
    maak_rij(Meting, boom, indicator=indicator, jaar=2023, soort="vergelijking", waarde=Decimal("900"))
    inhoud = pagina(client, "01.01")
    assert "naam afgeleid" in inhoud
    assert "Geteld bij binnenkomst." in inhoud
    assert "Interne organisatie" in inhoud
    assert "Die volgt in 2026." in inhoud
    assert "1.234,5" in inhoud
    assert "Vergelijkbare gemeenten" in inhoud


def test_een_indicator_met_streefwaarde_zoekt_geen_uitvlucht(db, client):
    boom = maak_boom()
    for indicator in Indicator.objects.filter(opgave=subdoel(boom)):
        maak_rij(Meting, boom, indicator=indicator, jaar=2026, soort="streefwaarde", waarde=Decimal(8))
    assert "Geen streefwaarde" not in pagina(client, "01.01")


def test_een_verbonden_partij_staat_bij_het_doel_waaraan_zij_bijdraagt(db, client):
    boom = maak_boom()
    partij = VerbondenPartij.objects.create(
        code="vrt", naam="Veiligheidsregio", rechtsvorm="gemeenschappelijke regeling"
    )
    maak_rij(Bijdrage, boom, partij=partij, opgave=subdoel(boom), rendement="Samen sneller ter plaatse.")
    inhoud = pagina(client, "01.01")
    assert "Veiligheidsregio" in inhoud
    assert "Gemeenschappelijke regeling" in inhoud
    assert "Samen sneller ter plaatse." in inhoud
    assert "Veiligheidsregio" not in pagina(client, "02")


def test_de_nieuwste_voortgang_staat_bovenaan(db, client):
    opgave = subdoel(maak_boom())
    Voortgang.objects.create(opgave=opgave, datum=date(2025, 4, 1), stand="op-schema")
    Voortgang.objects.create(opgave=opgave, datum=date(2025, 9, 1), stand="achter", toelichting="Te weinig mensen.")
    inhoud = pagina(client, "01.01")
    assert inhoud.index("Achter op schema") < inhoud.index("Op schema")


def test_de_bron_noemt_de_plaats_van_dit_doel(db, client):
    eigen = maak_bron("Bijlage bij de begroting")
    maak_boom(per_opgave={"bestuur.01": {"vindplaats": "bladzijde 12"}, "bestuur.02": {"bron": eigen}})
    assert "bladzijde 12" in pagina(client, "01").split("portaal-bron")[-1]
    assert "Bijlage bij de begroting" in pagina(client, "02")


def test_een_bedrag_van_na_het_gekozen_moment_telt_niet_mee(db, client):
    maak_boom()
    assert client.get("/doelen/2025/bestuur/01/?beschikbaarOp=2020-01-01").status_code == 404
    assert "19.753" in pagina(client, "01", "?beschikbaarOp=2199-01-01")


@pytest.mark.parametrize("nummer", ["99", "01.99", "%27"])
def test_een_onbekend_nummer_bestaat_niet(db, client, nummer):
    maak_boom()
    assert client.get(f"/doelen/2025/bestuur/{nummer}/").status_code == 404


def test_meer_indicatoren_kosten_niet_meer_vragen(db, client):
    boom = maak_boom()
    with CaptureQueriesContext(connection) as klein:
        pagina(client, "01.01")
    for n in range(20):
        indicator = maak_rij(Indicator, boom, versie=boom, opgave=subdoel(boom), code=f"x-{n}", naam=f"Cijfer {n}")
        for jaar in (2022, 2023, 2024):
            maak_rij(Meting, boom, indicator=indicator, jaar=jaar, waarde=Decimal(n))
        partij = VerbondenPartij.objects.create(code=f"vp-{n}", naam=f"Partij {n}")
        maak_rij(Bijdrage, boom, partij=partij, opgave=subdoel(boom), rendement="Samen")
    with CaptureQueriesContext(connection) as groot:
        pagina(client, "01.01")
    assert len(klein) == len(groot) <= 12


def hang_aan(boom, *, reden="De score zegt niet alles.", code="i-3", opgave="bestuur.02"):
    """Hang an indicator on another node, and a partner on the subdoel."""
    onder = Opgave.objects.get(versie=boom, code=opgave)
    maak_rij(
        Indicator, boom, versie=boom, opgave=onder, code=code, naam=f"Naam {code}", reden_zonder_streefwaarde=reden
    )


def test_een_strategische_opgave_toont_alles_wat_eronder_hangt(db, client):
    boom = maak_boom()
    partij = VerbondenPartij.objects.create(code="vrt", naam="Veiligheidsregio")
    maak_rij(Bijdrage, boom, partij=partij, opgave=subdoel(boom), rendement="Samen sneller ter plaatse.")
    maak_rij(Meting, boom, indicator=Indicator.objects.get(code="i-1"), jaar=2023, waarde=Decimal("7.4"))
    inhoud = pagina(client, "open")
    assert "19.753" in inhoud
    assert "We zijn goed bereikbaar" in inhoud
    lukt = inhoud[inhoud.index("Waaraan zien we of het lukt?") :]
    assert 'href="/doelen/2025/bestuur/01.01/#i-1">Cijfer 1</a>: 7,4 in 2023' in lukt
    assert "Veiligheidsregio" in lukt
    assert 'Draagt bij aan <a href="/doelen/2025/bestuur/01.01/">' in lukt
    assert "Een veilige stad" not in lukt


def test_lasten_van_een_strategische_opgave_zijn_de_som_van_haar_doelen(db, client):
    boom = maak_boom()
    assert "som van de doelen" not in pagina(client, "01")
    doel = Opgave.objects.get(versie=boom, code="bestuur.01")
    maak_rij(Doelbedrag, boom, opgave=doel, jaar=2026, bedrag=Decimal(1000))
    assert re.search(r'portaal-getal">19\.753 <span[^>]*>som van de doelen', pagina(client, "open"))


def test_dezelfde_reden_staat_er_maar_een_keer(db, client):
    boom = maak_boom()
    for code in ("i-3", "i-4"):
        hang_aan(boom, code=code)
    hang_aan(boom, code="i-5", reden="Die volgt nog.")
    for nummer in ("02", "veilig"):
        inhoud = pagina(client, nummer)
        assert inhoud.count("De score zegt niet alles.") == 1
        assert "Dit geldt voor: Naam i-3; Naam i-4." in inhoud
        assert "Dit geldt voor: Naam i-5." in inhoud
    hang_aan(boom, code="i-6", opgave="bestuur.01")
    assert "Dit geldt voor" not in pagina(client, "01").split("Cijfer 1")[0], "all of its own have the same reason"


@pytest.mark.parametrize("nummer", ["open", "01"])
def test_veel_onder_een_opgave_kost_niet_meer_vragen(db, client, nummer):
    boom = maak_boom()
    with CaptureQueriesContext(connection) as klein:
        pagina(client, nummer)
    for n in range(20):
        hang_aan(boom, code=f"x-{n}", opgave="bestuur.01.01")
        partij = VerbondenPartij.objects.create(code=f"vp-{n}", naam=f"Partij {n}")
        maak_rij(Bijdrage, boom, partij=partij, opgave=subdoel(boom), rendement="Samen")
    with CaptureQueriesContext(connection) as groot:
        pagina(client, nummer)
    assert len(klein) == len(groot) <= 12


@pytest.mark.parametrize("pad", ["/doelen/2025/", "/doelen/2025/bestuur/", "/doelen/2025/bestuur/01/"])
def test_een_gekozen_datum_is_te_zien(db, client, pad):
    maak_boom()
    inhoud = client.get(f"{pad}?geldigOp=2017-12-01").content.decode()
    assert "<strong>1 december 2017</strong>" in inhoud
    assert "Deze doelen gelden voor 2025." in inhoud
    assert f'href="{pad}">Terug naar vandaag' in inhoud
    assert "Terug naar vandaag" not in client.get(pad).content.decode()
