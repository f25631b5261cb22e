"""The steps of a document: draft, submitted, adopted; by two people."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from begroting import services_cyclus
from begroting.models import Bedrag, Begroting
from enschede_org.kern.versies import VersieGesloten, bewerk
from tests.begroting.maak import maak
from tests.fabriek import maak_begroting
from tests.gebruikers import maak_gebruiker

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
