"""The steps of a document: draft, submitted, adopted; by two people."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.test import Client

from begroting import services_cyclus
from begroting.models import Bedrag, Begroting
from enschede_org.kern.versies import VersieGesloten, bewerk
from tests.begroting.maak import maak
from tests.fabriek import maak_begroting
from tests.gebruikers import als, maak_gebruiker

pytestmark = pytest.mark.django_db


def _bied_aan(begroting: Begroting) -> None:
    services_cyclus.bied_aan(begroting, gebruiker=maak_gebruiker("controller"), reden="Aan de raad")


def test_een_document_wordt_aangeboden_en_door_een_ander_vastgesteld():
    begroting = maak(status="concept")
    beheerder = maak_gebruiker("beheerder")
    services_cyclus.bied_aan(begroting, gebruiker=beheerder, reden="Aan de raad")
    op = date(2024, 11, 12)
    with pytest.raises(ValidationError, match="zelf aangeboden"):
        services_cyclus.neem_besluit(begroting, gebruiker=beheerder, besluit="Raadsbesluit 3", op=op)
    services_cyclus.neem_besluit(begroting, gebruiker=maak_gebruiker("beheerder"), besluit="Raadsbesluit 3", op=op)
    begroting.refresh_from_db()
    assert (begroting.status, begroting.besluit, begroting.vastgesteld_op) == (
        "vastgesteld",
        "Raadsbesluit 3",
        date(2024, 11, 12),
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        Bedrag.objects.update(bedrag=1)


def test_wat_is_aangeboden_ligt_vast_tot_het_is_teruggenomen():
    begroting = maak(status="concept")
    _bied_aan(begroting)
    with pytest.raises(VersieGesloten, match="is aangeboden en ligt vast"), bewerk(begroting, reden="x"):
        pass
    with pytest.raises(DatabaseError), transaction.atomic():
        Bedrag.objects.update(bedrag=1)
    services_cyclus.neem_terug(begroting, gebruiker=maak_gebruiker("controller"), reden="Telfout")
    Bedrag.objects.update(bedrag=1)
    assert begroting.history.first().history_change_reason == "Telfout"


def test_een_leeg_of_vastgesteld_document_wordt_niet_aangeboden():
    with pytest.raises(ValidationError, match="nog geen bedragen"):
        _bied_aan(maak_begroting(2027, status="concept"))
    with pytest.raises(ValidationError):
        _bied_aan(maak())
    with pytest.raises(ValidationError, match="is niet aangeboden"):
        services_cyclus.neem_besluit(
            maak_begroting(2028, status="concept"),
            gebruiker=maak_gebruiker("beheerder"),
            besluit="x",
            op=date(2025, 1, 1),
        )


@pytest.mark.parametrize("wie", ["lezer", "controller"])
def test_alleen_een_beheerder_stelt_vast(wie):
    begroting = maak(status="concept")
    _bied_aan(begroting)
    with pytest.raises(PermissionDenied):
        services_cyclus.neem_besluit(begroting, gebruiker=maak_gebruiker(wie), besluit="x", op=date(2025, 1, 1))


def test_de_stappen_op_het_scherm():
    begroting = maak(status="concept")
    pad = f"/begroting/versie/{begroting.code}/besluitvorming/"
    controller, beheerder = als("controller"), als("beheerder")
    assert "Aanbieden" in controller.get(pad).content.decode()
    assert "Dit veld is verplicht" in controller.post(pad, {"stap": "aanbieden"}).content.decode()
    assert controller.post(pad, {"stap": "aanbieden", "reden": "Aan de raad"}).status_code == 302
    tekst = controller.get(pad).content.decode()
    assert "Terugnemen" in tekst
    assert "Stel vast" not in tekst
    assert controller.post(pad, {"stap": "vaststellen", "besluit": "x", "op": "2024-11-12"}).status_code == 403
    assert beheerder.post(pad, {"stap": "vaststellen", "besluit": "Besluit 3", "op": "2024-11-12"}).status_code == 302
    assert "Er is geen volgende stap" in beheerder.get(pad).content.decode()
    assert Client().get("/begroting/2025/").status_code == 200
    assert als("lezer").get(pad).status_code == 403


def test_zonder_besluit_in_de_bron_zegt_de_pagina_dat_ook():
    maak(besluit="", vastgesteld_op=None)
    inhoud = als("controller").get("/begroting/2025/besluitvorming/").content.decode()
    assert "Besluit niet bekend" in inhoud
    assert ">Vastgesteld<" not in inhoud
    assert "/begroting/2025/aansluiting/" in inhoud
