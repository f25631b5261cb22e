"""Beheer of the goals."""

from decimal import Decimal

import pytest
from django.urls import reverse

from opgaven.models import (
    Beleidsvoornemen,
    Bijdrage,
    Doelbedrag,
    Doelenboom,
    Indicator,
    Meting,
    Opgave,
    Sdg,
    VerbondenPartij,
    Voortgang,
)
from tests.fabriek import maak_rij
from tests.opgaven.test_doelen import maak_boom
from tests.opgaven.test_programma import vul

LEZEN = [Doelenboom, Opgave, Doelbedrag, Indicator, Meting, Bijdrage, Beleidsvoornemen]
BEWERKEN = [Sdg, VerbondenPartij, Voortgang]


@pytest.fixture
def gevuld(db):
    """One row at least of every model of the goals."""
    boom = maak_boom()
    vul(boom)
    Sdg.objects.create(nummer=16, naam="Vrede")
    Voortgang.objects.create(opgave=Opgave.objects.get(code="bestuur.01"), datum="2025-05-01", stand="op-schema")
    maak_rij(Meting, boom, indicator=Indicator.objects.first(), jaar=2020, waarde=Decimal(1))


@pytest.mark.parametrize("model", [*LEZEN, *BEWERKEN])
def test_elke_lijst_en_elke_rij_gaat_open_in_het_beheer(gevuld, admin_client, model):
    naam = f"admin:opgaven_{model._meta.model_name}"
    assert admin_client.get(reverse(f"{naam}_changelist")).status_code == 200
    rij = model.objects.order_by("pk").last()
    assert admin_client.get(reverse(f"{naam}_change", args=[rij.pk])).status_code == 200
    assert admin_client.get(reverse(f"{naam}_history", args=[rij.pk])).status_code == 200


@pytest.mark.parametrize("model", LEZEN)
def test_wat_bij_een_versie_hoort_is_in_het_beheer_alleen_te_lezen(gevuld, admin_client, model):
    naam = f"admin:opgaven_{model._meta.model_name}"
    rij = model.objects.order_by("pk").last()
    assert admin_client.get(reverse(f"{naam}_add")).status_code == 403
    assert admin_client.post(reverse(f"{naam}_change", args=[rij.pk]), {"naam": "Anders"}).status_code == 403
    assert admin_client.post(reverse(f"{naam}_delete", args=[rij.pk]), {"post": "yes"}).status_code == 403


def test_een_wijziging_in_het_beheer_vraagt_een_reden_en_bewaart_die(gevuld, admin_client):
    partij = VerbondenPartij.objects.get(code="vp-0")
    pad = reverse("admin:opgaven_verbondenpartij_change", args=[partij.pk])
    velden = {"code": "vp-0", "naam": "Veiligheidsregio Twente", "rechtsvorm": ""}
    assert admin_client.post(pad, velden).status_code == 200
    assert admin_client.post(pad, {**velden, "reden": "volledige naam"}).status_code == 302
    partij.refresh_from_db()
    assert partij.naam == "Veiligheidsregio Twente"
    assert partij.history.first().history_change_reason == "volledige naam"
