"""The glossary."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from enschede_org.portaal import queries
from enschede_org.portaal.models import Begrip
from tests.fabriek import maak_bron


def maak_begrip(code, term, uitleg="Uitleg", **velden):
    """Return a new term."""
    return Begrip.objects.create(code=code, term=term, uitleg=uitleg, **velden)


def test_een_begrip_heeft_een_vaste_plek_en_een_bron(db, client):
    bron = maak_bron("Bestuursconcept")
    maak_begrip("ipc-cyclus", "IPC-cyclus", "De kring van <plannen>.", bron=bron)
    inhoud = client.get("/begrippen/").content.decode()
    assert '<div id="ipc-cyclus">' in inhoud
    assert "De kring van &lt;plannen&gt;." in inhoud
    assert f'href="/bronnen/{bron.code}/"' in inhoud


def test_begrippen_staan_op_alfabet_zonder_op_hoofdletters_of_accenten_te_letten(db):
    for code, term in enumerate(["Zaak", "één loket", "begroting", "Eenheid", "eend", "‘Samen’", "Begrip", "Überstad"]):
        maak_begrip(f"b-{code}", term)
    termen = [rij.term for _, rijen in queries.begrippen() for rij in rijen]
    assert termen == ["Begrip", "begroting", "één loket", "eend", "Eenheid", "‘Samen’", "Überstad", "Zaak"]


def test_de_letters_bovenaan_wijzen_naar_de_begrippen(db, client):
    maak_begrip("een", "één loket")
    maak_begrip("nul", "0.10 Mutaties reserves")
    inhoud = client.get("/begrippen/").content.decode()
    for letter in ("E", "0–9"):
        assert f'href="#letter-{letter}"' in inhoud
        assert f'id="letter-{letter}"' in inhoud
    assert "#letter-B" not in inhoud


def test_zonder_begrippen_zegt_de_pagina_dat(db, client):
    assert "nog geen begrippen" in client.get("/begrippen/").content.decode()


def test_veel_begrippen_kosten_een_vraag(db, client):
    for n in range(60):
        maak_begrip(f"b-{n}", f"Begrip {n}", bron=maak_bron(f"Bron {n}"))
    with CaptureQueriesContext(connection) as vragen:
        client.get("/begrippen/")
    assert len(vragen) == 1


@pytest.mark.parametrize("pagina", ["changelist", "add"])
def test_begrippen_zijn_te_beheren(db, admin_client, pagina):
    assert admin_client.get(reverse(f"admin:portaal_begrip_{pagina}")).status_code == 200


def test_een_nieuw_begrip_bewaart_waarom_het_er_is(db, admin_client):
    velden = {"code": "raad", "term": "Raad", "uitleg": "De gekozen raad.", "vindplaats": "", "reden": "ontbrak"}
    assert admin_client.post(reverse("admin:portaal_begrip_add"), velden).status_code == 302
    assert Begrip.objects.get(code="raad").history.get().history_change_reason == "ontbrak"


def test_de_begrippenlijst_heeft_dertig_begrippen(documenten, client):
    assert client.get("/begrippen/").content.decode().count("<dt>") == 30
