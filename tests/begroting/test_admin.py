"""Beheer of the budget."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from begroting.models import Begroting, Begrotingspost, Begrotingswijziging, Taakveld
from tests.begroting.maak import druk, maak, verklaar

pytestmark = pytest.mark.django_db
MODELLEN = [model for model in apps.get_app_config("begroting").get_models() if hasattr(model, "history")]


@pytest.mark.parametrize("model", MODELLEN, ids=lambda model: model.__name__)
def test_elk_model_heeft_een_lijst_waarin_te_zoeken_is(admin_client, model):
    begroting = maak()
    druk(begroting, "saldo", 1000)
    verklaar(begroting, 1000, "Een oorzaak")
    lijst = reverse(f"admin:begroting_{model._meta.model_name}_changelist")
    assert admin_client.get(lijst).status_code == 200
    if admin.site._registry[model].search_fields:
        assert admin_client.get(lijst, {"q": "bestuur"}).status_code == 200


@pytest.mark.parametrize("model", [Begroting, Begrotingspost])
def test_een_versie_en_haar_posten_zijn_alleen_te_bekijken(admin_client, model):
    maak()
    rij = model.objects.first()
    pad = reverse(f"admin:begroting_{model._meta.model_name}_change", args=[rij.pk])
    antwoord = admin_client.get(pad)
    assert antwoord.status_code == 200
    assert 'name="_save"' not in antwoord.content.decode()
    assert admin_client.post(pad, {"naam": "Anders"}).status_code == 403
    assert admin_client.get(reverse(f"admin:begroting_{model._meta.model_name}_add")).status_code == 403


def test_een_taakveld_wijzigen_vraagt_een_reden_die_in_de_geschiedenis_komt(admin_client):
    taakveld = Taakveld.objects.create(code="0.10", naam="Mutaties", hoofdtaakveld="BESTUUR", boekjaar_van=2017)
    pad = reverse("admin:begroting_taakveld_change", args=[taakveld.pk])
    velden = {"code": "0.10", "naam": "Mutaties reserves", "hoofdtaakveld": "BESTUUR", "boekjaar_van": 2017}
    zonder = admin_client.post(pad, {**velden, "boekjaar_tm": ""})
    assert zonder.status_code == 200
    assert "reden" in zonder.context["adminform"].form.errors
    assert admin_client.post(pad, {**velden, "boekjaar_tm": "", "reden": "Iv3 2025"}).status_code == 302
    laatste = taakveld.history.latest()
    assert (laatste.naam, laatste.history_change_reason) == ("Mutaties reserves", "Iv3 2025")


def test_een_wijziging_wordt_niet_buiten_haar_stappen_om_bewerkt(admin_client):
    wijziging = Begrotingswijziging.objects.create(begroting=maak(), nummer=1, naam="Zomernota")
    assert admin_client.get(reverse("admin:begroting_mutatie_add")).status_code == 403
    pad = reverse("admin:begroting_begrotingswijziging_change", args=[wijziging.pk])
    assert admin_client.post(pad, {"naam": "Anders"}).status_code == 403
