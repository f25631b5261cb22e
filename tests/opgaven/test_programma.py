"""The page of a programme: the three questions."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from begroting.models import Begrotingspost, Verantwoordelijke
from opgaven.models import Beleidsvoornemen, Bijdrage, Indicator, Meting, Opgave, OpgaveSdg, Sdg, VerbondenPartij
from organisatie.models import Eenheid, Persoon
from tests.fabriek import maak_doelenboom, maak_gemeente, maak_rij
from tests.opgaven.test_doelen import maak_boom


def vul(boom, nummers=(0,)):
    """Hang one of everything that a programme page shows on the tree, per number."""
    post = Begrotingspost.objects.get(code="bestuur")
    subdoel = Opgave.objects.get(versie=boom, code="bestuur.01.01")
    for n in nummers:
        persoon = Persoon.objects.create(code=f"p-{n}", naam=f"Wethouder {n}")
        maak_rij(Verantwoordelijke, post.versie, post=post, persoon=persoon, rol="portefeuillehouder", volgorde=n)
        partij = VerbondenPartij.objects.create(code=f"vp-{n}", naam=f"Partij {n}")
        maak_rij(Bijdrage, boom, partij=partij, opgave=subdoel, rendement=f"Rendement {n}", volgorde=n)
        velden = {"versie": boom, "post": post, "volgorde": n}
        maak_rij(Beleidsvoornemen, boom, **velden, beleidsveld="Veiligheid", onderwerp=f"Plan {n}", participatie=False)
        indicator = maak_rij(
            Indicator, boom, **velden, code=f"w-{n}", naam="Diefstallen uit woning", soort="wettelijk", nummer="10",
            eenheid="Aantal per 1.000 inwoners", herkomst="CBS",
        )  # fmt: skip
        maak_rij(Meting, boom, indicator=indicator, jaar=2023, waarde=Decimal("1.7"))


def test_het_programma_beantwoordt_de_drie_vragen(db, client):
    vul(maak_boom())
    inhoud = client.get("/doelen/2025/bestuur/").content.decode()
    bereiken, rest = inhoud.split('id="doen-titel"')
    doen, kosten = rest.split('id="kosten-titel"')
    assert "Strategische opgave" in bereiken
    assert "Thema" in bereiken
    assert "We zijn goed bereikbaar" in bereiken
    assert "10. Diefstallen uit woning" in bereiken
    assert "1,7" in bereiken
    assert "CBS" in bereiken
    assert "We bellen terug" in doen
    assert "Rendement 0" in doen
    assert "Plan 0" in doen
    assert '<td data-kop="Participatie">Nee</td>' in doen
    assert "30.000" in kosten
    assert "Dit sluit aan" in kosten
    assert 'href="/begroting/2025/bestuur/"' in kosten
    assert 'href="/organisatie/personen/p-0/"' in inhoud


def test_een_actie_direct_onder_een_doel_staat_bij_wat_we_gaan_doen(db, client):
    maak_boom(extra={"bestuur.02.09": ("We lopen de wijk in", "bestuur.02")})
    inhoud = client.get("/doelen/2025/bestuur/").content.decode()
    bereiken, doen = inhoud.split('id="doen-titel"')
    assert "We lopen de wijk in" in doen
    assert "We lopen de wijk in" not in bereiken


def test_de_meerjarentabel_staat_bij_wat_het_mag_kosten(db, client):
    maak_boom()
    kosten = client.get("/doelen/2025/bestuur/").content.decode().split('id="kosten-titel"')[1]
    assert 'id="meerjaren"' in kosten


@pytest.mark.parametrize(
    ("lasten", "tekst"),
    [
        (30_000_000, "Dit sluit aan"),
        (30_001_000, "op een afrondingsverschil na"),
        (31_500_000, "Dit sluit niet aan"),
    ],
)
def test_de_pagina_zegt_of_de_doelen_optellen_tot_het_programma(db, client, lasten, tekst):
    maak_boom(lasten=lasten)
    assert tekst in client.get("/doelen/2025/bestuur/").content.decode()


def test_een_sdg_staat_bij_de_opgave(db, client):
    boom = maak_boom()
    sdg = Sdg.objects.create(nummer=16, naam="Vrede, justitie en sterke publieke diensten")
    maak_rij(OpgaveSdg, boom, opgave=Opgave.objects.get(versie=boom, code="bestuur.open"), sdg=sdg)
    for pad in ("/doelen/2025/bestuur/", "/doelen/2025/bestuur/open/"):
        assert "16 Vrede, justitie" in client.get(pad).content.decode()


def test_een_programma_zonder_begroting_hoort_bij_een_onderdeel_van_de_organisatie(db, client):
    eenheid = Eenheid.objects.create(gemeente=maak_gemeente(), code="werk", naam="Programma Werk")
    boom = {
        "doelen-2011": ("Doelen", None),
        "werk": ("Hoofddoelstelling Werk", "doelen-2011"),
        "werk.1": ("Banen", "werk"),
    }
    maak_doelenboom(2011, boom, soorten={"werk": "hoofddoelstelling"}, per_opgave={"werk": {"eenheid": eenheid}})
    inhoud = client.get("/doelen/2011/werk/").content.decode()
    assert "Programma Werk" in inhoud
    assert 'href="/organisatie/eenheden/werk/"' in inhoud
    assert 'href="/doelen/2011/werk/1/"' in inhoud
    assert "Wat mag het kosten" not in inhoud
    assert 'href="/organisatie/eenheden/werk/"' in client.get("/doelen/2011/").content.decode()


def test_een_onbekend_programma_bestaat_niet(db, client):
    maak_boom()
    assert client.get("/doelen/2025/onbekend/").status_code == 404


def test_een_vol_programma_kost_evenveel_vragen_als_een_klein(db, client):
    boom = maak_boom()
    vul(boom, range(1))
    with CaptureQueriesContext(connection) as klein:
        client.get("/doelen/2025/bestuur/")
    vul(boom, range(1, 20))
    with CaptureQueriesContext(connection) as groot:
        client.get("/doelen/2025/bestuur/")
    assert len(klein) == len(groot) <= 12
