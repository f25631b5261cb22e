"""Explaining why a post differs between two columns of its document, down to nothing unexplained."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from begroting import services_verklaringen
from begroting.models import Begroting, Verklaring
from begroting.queries_verklaringen import Oorzaak
from enschede_org.kern.versies import VersieGesloten
from tests.begroting.maak import maak, rijen, verklaar
from tests.gebruikers import als, maak_gebruiker

pytestmark = pytest.mark.django_db
VAST = "/begroting/2025/bestuur/verklaringen/"
PLAN = "/begroting/versie/plan/bestuur/verklaringen/"
KANTEN = ("lasten", "baten", "storting", "onttrekking")


@pytest.fixture
def plan() -> Begroting:
    return maak(code="plan", naam="Begroting in de maak", status="concept")


def tekst(antwoord):
    assert antwoord.status_code == 200
    return antwoord.content.decode()


def gezien(inhoud):
    return inhoud.split('name="gezien" value="')[1].split('"')[0]


def formulier(inhoud, reden="", **kanten):
    """Return what a browser sends: per side a list of (id, cause, amount, taken away)."""
    data = {"gezien": gezien(inhoud), "reden": reden}
    for kant in KANTEN:
        oorzaken = kanten.get(kant, [])
        met_id = sum(bool(rij[0]) for rij in oorzaken)
        data |= {f"{kant}-TOTAL_FORMS": str(len(oorzaken)), f"{kant}-INITIAL_FORMS": str(met_id)}
        for nummer, (id, oorzaak, bedrag, *weg) in enumerate(oorzaken):
            data |= {f"{kant}-{nummer}-id": id or "", f"{kant}-{nummer}-tekst": oorzaak}
            data |= {f"{kant}-{nummer}-bedrag": bedrag} | ({f"{kant}-{nummer}-weg": "on"} if weg else {})
    return data


def test_wat_niet_verklaard_is_staat_er_als_bedrag_en_loopt_af_tot_nul(plan):
    client = als("controller")
    inhoud = tekst(client.get(PLAN))
    assert rijen(inhoud, "Verschil volgens de tabel")[:2] == ["−336", "−3.516"]
    assert rijen(inhoud, "Niet verklaard")[:2] == ["−336", "−3.516"]
    assert "Bij dit verschil (−3.516) is nog geen oorzaak genoemd." in inhoud
    assert "Tussen deze jaren is geen verschil." in inhoud  # of what goes into reserves
    oorzaken = [(None, "Cao", "−236"), (None, "", "")]
    inhoud = tekst(client.post(PLAN, formulier(inhoud, lasten=oorzaken), follow=True))
    assert "De verklaring is bewaard." in inhoud
    assert rijen(inhoud, "Cao") == ["−236"]
    assert rijen(inhoud, "Niet verklaard")[:2] == ["−100", "−3.516"]
    cao = Verklaring.objects.get()
    assert (cao.bedrag, cao.kant, cao.van_jaar, cao.naar_jaar) == (Decimal(-236_000), "lasten", 2024, 2025)
    erbij = [(cao.pk, "Cao", "-236"), (None, "Huur", "-100")]
    inhoud = tekst(client.post(PLAN, formulier(inhoud, lasten=erbij), follow=True))
    assert rijen(inhoud, "Niet verklaard")[:2] == ["0", "−3.516"]
    assert "De genoemde oorzaken verklaren het verschil helemaal." in inhoud
    assert "Cao" in tekst(client.get("/begroting/versie/plan/bestuur/"))


def test_een_oorzaak_wordt_gewijzigd_en_weggehaald_en_wat_niet_verandert_blijft(plan):
    client = als("controller")
    verklaar(plan, -236_000, "Cao")
    verklaar(plan, -100_000, "Huur")
    verklaar(plan, -5000, "Blijft", kant="baten")
    cao, huur, _ = Verklaring.objects.order_by("pk")
    data = formulier(
        tekst(client.get(PLAN)),
        "Nagerekend",
        lasten=[(cao.pk, "Cao en premie", "-250,5"), (huur.pk, "Huur", "-100", 1)],
    )
    inhoud = tekst(client.post(PLAN, data, follow=True))
    assert rijen(inhoud, "Cao en premie") == ["−250,5"]
    assert not rijen(inhoud, "Huur")
    assert rijen(inhoud, "Blijft")
    laatste = Verklaring.history.filter(id__in=[cao.pk, huur.pk]).order_by("-history_id")[:2]
    assert {(rij.history_type, rij.history_change_reason) for rij in laatste} == {
        ("~", "Nagerekend"),
        ("-", "Nagerekend"),
    }


def test_elke_twee_kolommen_kunnen_naast_elkaar(client):
    maak()
    inhoud = tekst(client.get(f"{VAST}?van=2023&naar=2026"))
    assert rijen(inhoud, "Verschil volgens de tabel")[0] == "+940"
    assert "Lasten: van 2023 naar 2026" in inhoud
    assert '<form method="post"' not in inhoud


@pytest.mark.parametrize(
    ("vraag", "status", "zegt"),
    [
        ("?van=2019&naar=2025", 400, "van=2019 kan niet. Kies uit: 2023"),
        ("?van=2025&naar=2025", 400, "Kies twee verschillende jaren"),
        ("?van=x", 400, "van=x kan niet"),
    ],
)
def test_een_onbekend_jaar_zegt_wat_kan(client, vraag, status, zegt):
    maak()
    antwoord = client.get(VAST + vraag)
    assert antwoord.status_code == status
    assert zegt in antwoord.content.decode()


def test_een_onbekende_post_is_er_niet_en_een_post_zonder_bedragen_heeft_geen_verschil(client):
    maak()
    assert client.get("/begroting/2025/weg/verklaringen/").status_code == 404
    antwoord = client.get("/begroting/2025/tv-0.2/verklaringen/")
    assert antwoord.status_code == 404
    assert "geen twee jaren met bedragen" in antwoord.content.decode()


def test_een_vastgesteld_document_vraagt_een_reden_en_is_dan_gecorrigeerd():
    begroting, client = maak(), als("controller")
    oorzaken = [(None, "Cao", "-336")]
    inhoud = tekst(client.post(VAST, formulier(tekst(client.get(VAST)), lasten=oorzaken)))
    assert "Reden van de correctie" in inhoud
    assert 'value="-336"' in inhoud
    assert not Verklaring.objects.exists()
    assert client.post(VAST, formulier(inhoud, "Vraag van de raad", lasten=oorzaken)).status_code == 302
    begroting.refresh_from_db()
    assert begroting.status == "vastgesteld"
    assert begroting.correctie_reden == ""
    assert begroting.laatste_correctie is not None
    assert Begroting.history.first().history_change_reason == "Correctie: Vraag van de raad"
    assert Verklaring.history.get().history_change_reason == "Vraag van de raad"


def test_wie_niets_verandert_corrigeert_niets():
    begroting, client = maak(), als("controller")
    verklaar(begroting, -236_000, "Cao\nen premie")
    begroting.refresh_from_db()
    eerder = begroting.laatste_correctie
    cao = Verklaring.objects.get()
    inhoud = tekst(client.get(VAST))
    data = formulier(inhoud, "Voor niets", lasten=[(cao.pk, "Cao\r\nen premie", "-236"), (None, "", "")])
    assert "Er is niets veranderd." in tekst(client.post(VAST, data, follow=True))
    begroting.refresh_from_db()
    assert begroting.laatste_correctie == eerder


def test_wie_door_een_collega_is_ingehaald_ziet_dat_en_wist_niets_van_die_collega(plan):
    client = als("controller")
    oud = tekst(client.get(PLAN))
    verklaar(plan, -100_000, "Van de collega")
    inhoud = tekst(client.post(PLAN, formulier(oud, lasten=[(None, "Van mij", "-236")])))
    assert "Een collega heeft deze verklaring intussen gewijzigd" in inhoud
    assert "Van mij" in inhoud
    assert rijen(inhoud, "Van de collega") == ["−100"]
    assert Verklaring.objects.count() == 1
    client.post(PLAN, formulier(inhoud, lasten=[(None, "Van mij", "-236")]))
    assert set(Verklaring.objects.values_list("tekst", flat=True)) == {"Van de collega", "Van mij"}


@pytest.mark.parametrize(
    ("oorzaak", "bedrag", "zegt"),
    [
        ("Cao", "1,2,3", "is geen bedrag"),
        ("", "-100", "Schrijf welke oorzaak dit bedrag heeft"),
        ("Cao", "999999999999", "meer dan 999 miljard euro"),
        ("x" * 2001, "1", "2000"),
    ],
)
def test_wat_niet_kan_zegt_waarom_en_houdt_wat_getypt_is(plan, oorzaak, bedrag, zegt):
    client = als("controller")
    inhoud = tekst(client.post(PLAN, formulier(tekst(client.get(PLAN)), lasten=[(None, oorzaak, bedrag)])))
    assert zegt in inhoud
    assert f'value="{bedrag}"' in inhoud
    assert not Verklaring.objects.exists()


def test_een_formulier_dat_niet_compleet_is_wordt_geweigerd(plan):
    client = als("controller")
    assert client.post(PLAN, {"gezien": "x"}).status_code == 200
    assert not Verklaring.objects.exists()


@pytest.mark.parametrize(("wie", "status"), [("anoniem", 302), ("lezer", 403), ("controller", 302), ("beheerder", 302)])
def test_alleen_wie_de_begroting_bewerkt_verklaart(wie, status):
    maak()
    inhoud = tekst(als("controller").get(VAST))
    antwoord = als(wie).post(VAST, formulier(inhoud, "Reden", lasten=[(None, "Cao", "-336")]))
    assert antwoord.status_code == status
    assert Verklaring.objects.exists() == (wie in ("controller", "beheerder"))


def test_de_service_vraagt_zelf_ook_het_recht_en_een_reden():
    begroting = maak()
    wens: dict[str, Any] = {
        "begroting_id": begroting.pk,
        "post": "bestuur",
        "jaren": (2024, 2025),
        "oorzaken": {"lasten": [Oorzaak("Cao", Decimal(-1))]},
        "gezien": services_verklaringen.merk({}),
    }
    with pytest.raises(PermissionDenied):
        services_verklaringen.verklaar(**wens, reden="Ja", gebruiker=maak_gebruiker("lezer"))
    with pytest.raises(VersieGesloten):
        services_verklaringen.verklaar(**wens, reden=" ", gebruiker=None)
    assert services_verklaringen.verklaar(**wens, reden="Ja", gebruiker=None) == 1


def test_een_concept_ziet_alleen_wie_dat_mag(plan):
    assert als("lezer").get(PLAN).status_code == 404


def test_meer_oorzaken_kosten_niet_meer_vragen(client):
    begroting = maak()
    verklaar(begroting, -1000, "Oorzaak")

    def tel():
        with CaptureQueriesContext(
            connection,
        ) as vragen:
            tekst(client.get(VAST))
        return len(vragen)

    weinig = tel()
    for nummer in range(10):
        verklaar(begroting, -1000, f"Oorzaak {nummer}")
    assert tel() == weinig
