"""Remarks and questions on a post or a figure, and what waits for whom."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from begroting import queries_opmerkingen, services_opmerkingen
from begroting.models import Begroting, Opmerking
from tests.begroting.maak import maak, post
from tests.gebruikers import maak_gebruiker

pytestmark = pytest.mark.django_db
PLAN = "/begroting/versie/plan/"
BIJ = f"{PLAN}bestuur/opmerkingen/"
WACHT = "/begroting/wacht-op-mij/"


@pytest.fixture
def plan() -> Begroting:
    return maak(code="plan", naam="Begroting in de maak", status="concept")


@pytest.fixture
def mensen():
    jo, bo = (maak_gebruiker("controller", first_name=naam, last_name="Jansen") for naam in ("Jo", "Bo"))
    clients = [Client(), Client()]
    for client, mens in zip(clients, (jo, bo), strict=True):
        client.force_login(mens)
    return jo, bo, *clients


def _tekst(client: Client, pad: str) -> str:
    antwoord = client.get(pad)
    assert antwoord.status_code == 200
    return " ".join(antwoord.content.decode().split())


def test_een_vraag_wacht_op_de_collega_tot_die_antwoordt_en_dan_op_de_vrager(plan, mensen):
    jo, bo, van_jo, van_bo = mensen
    adres = f"{BIJ}?jaar=2025&kant=lasten"
    antwoord = van_jo.post(adres, {"tekst": "Waarom <b>daalt</b> dit?", "aan": bo.pk})
    assert antwoord["Location"] == adres
    assert "1 open" in _tekst(van_jo, f"{PLAN}bewerken/")
    wacht = _tekst(van_bo, WACHT)
    assert "3.3 Samenleving &amp; bestuur, lasten 2025" in wacht
    assert "&lt;b&gt;daalt&lt;/b&gt;" in wacht
    assert "Er wacht niets op u" in _tekst(van_jo, WACHT)
    vraag = Opmerking.objects.get()
    van_bo.post(BIJ, {"op": vraag.pk, "tekst": "Door de cao", "aan": jo.pk})
    assert "Er wacht niets op u" in _tekst(van_bo, WACHT)
    assert "lasten 2025" in _tekst(van_jo, WACHT)
    assert "Door de cao" in _tekst(van_jo, BIJ)


def test_wat_is_opgelost_wacht_op_niemand_en_kan_weer_open(plan, mensen):
    _, bo, van_jo, van_bo = mensen
    van_jo.post(BIJ, {"tekst": "Klopt dit?", "aan": bo.pk})
    vraag = Opmerking.objects.get()
    van_bo.post(BIJ, {"op": vraag.pk, "actie": "los_op"})
    assert "Er wacht niets op u" in _tekst(van_bo, WACHT)
    assert "Opgelost" in _tekst(van_bo, BIJ)
    assert "1 open" not in _tekst(van_bo, f"{PLAN}bewerken/")
    van_jo.post(BIJ, {"op": vraag.pk, "actie": "heropen"})
    assert "Klopt dit?" in _tekst(van_bo, WACHT)
    historie = list(vraag.history.values_list("history_change_reason", "history_user__first_name"))
    assert historie == [("Heropend", "Jo"), ("Opgelost", "Bo"), ("Opmerking geplaatst", "Jo")]


def test_een_lege_opmerking_zegt_wat_er_ontbreekt(plan, mensen):
    antwoord = mensen[2].post(BIJ, {"tekst": " "})
    assert antwoord.status_code == 200
    assert 'aria-invalid="true"' in antwoord.content.decode()
    assert not Opmerking.objects.exists()


@pytest.mark.parametrize("op", ["999999", "x", "-1", "9" * 30])
def test_een_antwoord_op_wat_er_niet_is_zegt_dat(plan, mensen, op):
    antwoord = mensen[2].post(BIJ, {"op": op, "tekst": "Ja"})
    assert "is er niet meer" in antwoord.content.decode()


def test_alleen_wie_mag_bewerken_schrijft_of_krijgt_een_vraag(plan, mensen):
    lezer = maak_gebruiker("lezer")
    with pytest.raises(PermissionDenied):
        services_opmerkingen.plaats(post(plan).pk, tekst="x", gebruiker=lezer)
    with pytest.raises(ValidationError, match="Kies iemand uit de lijst"):
        services_opmerkingen.plaats(post(plan).pk, tekst="x", gebruiker=mensen[0], aan_id=lezer.pk)
    with pytest.raises(ValidationError, match="geen kolom voor 2031"):
        services_opmerkingen.plaats(post(plan).pk, tekst="x", gebruiker=mensen[0], jaar=2031, kant="lasten")
    assert {naam for _, naam in queries_opmerkingen.collegas()} == {"Jo Jansen", "Bo Jansen"}


def test_de_lijsten_kosten_evenveel_queries_voor_een_als_voor_tien(plan, mensen):
    jo, bo, van_jo, van_bo = mensen
    aantallen = []
    for aantal in (1, 9):
        for _ in range(aantal):
            vraag = services_opmerkingen.plaats(post(plan).pk, tekst="x", gebruiker=jo, aan_id=bo.pk)
            services_opmerkingen.antwoord(vraag.pk, post_id=post(plan).pk, tekst="y", gebruiker=bo, aan_id=bo.pk)
        for client, pad in ((van_jo, BIJ), (van_bo, WACHT)):
            with CaptureQueriesContext(connection) as queries:
                _tekst(client, pad)
            aantallen.append(len(queries))
    assert aantallen[:2] == aantallen[2:]
