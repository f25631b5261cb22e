"""Beheer of the organisation."""

from datetime import date

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from organisatie.models import Onderdeel, Vervulling
from tests.fabriek import maak_vervulling
from tests.organisatie.maak import maak_directie

pytestmark = pytest.mark.django_db
MODELLEN = [model for model in apps.get_app_config("organisatie").get_models() if not hasattr(model, "history_id")]
MODELLEN = [model for model in MODELLEN if not model.__name__.startswith("Historical")]


@pytest.mark.parametrize("model", MODELLEN, ids=lambda model: model.__name__)
def test_elk_model_heeft_een_lijst_in_het_beheer(admin_client, model):
    maak_directie()
    maak_vervulling("fysiek")
    assert model in admin.site._registry
    assert admin_client.get(reverse(f"admin:organisatie_{model._meta.model_name}_changelist")).status_code == 200


def _formulier(vervulling: Vervulling, **anders: object) -> dict[str, object]:
    velden = {
        "code": vervulling.code,
        "persoon": vervulling.persoon_id or "",
        "bezetting": vervulling.bezetting,
        "functie": vervulling.functie_id,
        "eenheid": vervulling.eenheid_id,
        "van": "2020-01-01",
        "tot": "",
        "toelichting": "",
        "vindplaats": "",
        "bron": "",
    }
    return velden | anders


def test_een_vervulling_wijzigen_vraagt_een_reden_die_in_de_geschiedenis_komt(admin_client, admin_user):
    maak_directie()
    vervulling = maak_vervulling("fysiek")
    pad = reverse("admin:organisatie_vervulling_change", args=[vervulling.pk])
    assert admin_client.get(pad).status_code == 200
    zonder = admin_client.post(pad, _formulier(vervulling, tot="2024-01-01"))
    assert zonder.status_code == 200
    assert "reden" in zonder.context["adminform"].form.errors
    met = admin_client.post(pad, _formulier(vervulling, tot="2024-01-01", reden="Ontslag per brief"))
    assert met.status_code == 302
    laatste = vervulling.history.latest()
    assert (laatste.tot, laatste.history_change_reason) == (date(2024, 1, 1), "Ontslag per brief")
    assert laatste.history_user == admin_user
    historie = admin_client.get(reverse("admin:organisatie_vervulling_history", args=[vervulling.pk]))
    assert "Ontslag per brief" in historie.content.decode()


def test_een_einde_voor_het_begin_wordt_in_het_formulier_gemeld(admin_client):
    maak_directie()
    vervulling = maak_vervulling("fysiek")
    pad = reverse("admin:organisatie_vervulling_change", args=[vervulling.pk])
    antwoord = admin_client.post(pad, _formulier(vervulling, tot="2019-01-01", reden="Vergissing"))
    assert antwoord.status_code == 200
    vervulling.refresh_from_db()
    assert vervulling.tot is None


def test_een_onderdeel_van_een_structuur_is_alleen_te_bekijken(admin_client):
    onderdeel = Onderdeel.objects.get(versie=maak_directie(), code="fysiek")
    pad = reverse("admin:organisatie_onderdeel_change", args=[onderdeel.pk])
    antwoord = admin_client.get(pad)
    assert antwoord.status_code == 200
    assert 'name="_save"' not in antwoord.content.decode()
    assert admin_client.post(pad, {"naam": "Anders"}).status_code == 403
    assert admin_client.get(reverse("admin:organisatie_onderdeel_add")).status_code == 403
    assert admin_client.get(reverse("admin:organisatie_vervulling_changelist")).status_code == 200
