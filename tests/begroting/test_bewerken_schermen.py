"""The grid of a draft as a page: what it shows, saving as a plain form, an expired login, and bad input."""

import json
import re

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from begroting import forms, queries_bewerken
from begroting.models import Bedrag, Begroting, Klad
from tests.begroting.maak import maak, maak_veel, post
from tests.gebruikers import LEZERS, als, maak_gebruiker

pytestmark = pytest.mark.django_db
PLAN = "/begroting/versie/plan/"
ROOSTER = f"{PLAN}bewerken/"


@pytest.fixture
def plan() -> Begroting:
    return maak(code="plan", naam="Begroting in de maak", status="concept")


def _tekst(client: Client, pad: str, code: int = 200) -> str:
    antwoord = client.get(pad)
    assert (pad, antwoord.status_code) == (pad, code)
    return " ".join(antwoord.content.decode().split())


def _formulier(inhoud: str) -> dict[str, str]:
    """Return the fields of the grid as a browser would send them."""
    formulier = inhoud[inhoud.index('id="roosterformulier"') :]
    velden = {}
    for veld in re.findall(r"<input[^>]*>", formulier[: formulier.index("</form>")]):
        kenmerken = dict(re.findall(r'([a-z]+)="([^"]*)"', veld))
        if kenmerken.get("type") != "radio":
            velden[kenmerken["name"]] = kenmerken.get("value", "").replace("&quot;", '"')
    return velden


def _naam(begroting: Begroting, jaar: int = 2025, kant: str = "lasten", code: str = "bestuur") -> str:
    return f"{post(begroting, code).pk}.{jaar}.{kant}"


def _bedrag(begroting: Begroting, kant: str = "lasten") -> int:
    return int(Bedrag.objects.get(post=post(begroting), jaar=2025, kant=kant).bedrag)


def test_het_rooster_heeft_een_vak_per_bedrag_en_rekent_sommen_uit(plan):
    tekst = _tekst(als("controller"), ROOSTER)
    assert f'name="{_naam(plan)}" value="52.854"' in tekst
    assert f'name="{_naam(plan, code="programmas")}"' not in tekst
    assert tekst.count("<input name=") == 3 * 4
    assert "style=" not in tekst
    alle = _tekst(als("controller"), f"{ROOSTER}?kant=alle")
    assert alle.count("<input name=") == 4 * 3 * 4
    euro = _tekst(als("controller"), f"{ROOSTER}?eenheid=euro")
    assert f'name="{_naam(plan)}" value="52.854.000"' in euro


def test_een_formulier_bewaart_meldt_en_toont_de_geschiedenis(plan):
    client = als("controller")
    velden = _formulier(_tekst(client, ROOSTER)) | {_naam(plan): "53.000", "reden": "septembercirculaire"}
    antwoord = client.post(ROOSTER, velden)
    assert antwoord["Location"] == f"{ROOSTER}?bewaard=1"
    assert _bedrag(plan) == 53_000_000
    assert "Bewaard:</strong> 1 bedrag." in _tekst(client, antwoord["Location"])
    historie = _tekst(client, f"{PLAN}bestuur/geschiedenis/?jaar=2025&kant=lasten")
    for deel in ("septembercirculaire", "52.854", "53.000", "+146"):
        assert deel in historie


def test_een_fout_staat_bij_zijn_cel_en_wat_is_getypt_staat_er_nog(plan):
    client = als("controller")
    velden = _formulier(_tekst(client, ROOSTER)) | {_naam(plan): "12.34", _naam(plan, 2026): "51.000", "reden": "x"}
    client.post(ROOSTER, velden)
    tekst = _tekst(client, ROOSTER)
    assert re.search(
        rf'name="{_naam(plan)}" value="12.34"[^>]*aria-describedby="b{_naam(plan)}" aria-invalid="true"', tekst
    )
    assert f'id="b{_naam(plan)}">Fout: “12.34” is geen bedrag' in tekst
    assert f'name="{_naam(plan, 2026)}" value="51.000" aria' in tekst, "the other cell was saved"


def test_zonder_reden_staat_alles_er_nog_en_zegt_de_pagina_wat_te_doen(plan):
    client = als("controller")
    velden = _formulier(_tekst(client, ROOSTER)) | {_naam(plan): "53.000"}
    antwoord = client.post(f"{ROOSTER}?kant=lasten", velden)
    tekst = _tekst(client, antwoord["Location"])
    assert "de reden ontbreekt" in tekst
    assert f'name="{_naam(plan)}" value="53.000"' in tekst
    assert _bedrag(plan) == 52_854_000


def test_twee_controllers_in_een_rooster_zien_beide_bedragen_en_kiezen(plan):
    jo, bo = als("controller"), als("controller")
    van_jo = _formulier(_tekst(jo, ROOSTER)) | {_naam(plan): "54.000", _naam(plan, 2026): "51.000", "reden": "Jo"}
    bo.post(ROOSTER, _formulier(_tekst(bo, ROOSTER)) | {_naam(plan): "53.500", "reden": "Bo"})
    jo.post(ROOSTER, van_jo)
    assert _bedrag(plan) == 53_500_000
    tekst = _tekst(jo, ROOSTER)
    assert "mijn 54.000" in tekst
    assert "hun 53.500" in tekst
    assert f'name="{_naam(plan, 2026)}" value="51.000" aria' in tekst
    opnieuw = _formulier(tekst) | {"reden": "toch"}
    jo.post(ROOSTER, opnieuw)
    assert _bedrag(plan) == 53_500_000, "without a choice nothing is overwritten"
    jo.post(ROOSTER, opnieuw | {f"kies.{_naam(plan)}": "mijn:5350000000"})
    assert _bedrag(plan) == 54_000_000
    assert "nog niet bewaard" not in _tekst(jo, ROOSTER).split("<main")[1].split("<form class")[0]


def test_kiezen_voor_de_collega_ruimt_het_klad_op(plan):
    jo, bo = als("controller"), als("controller")
    van_jo = _formulier(_tekst(jo, ROOSTER)) | {_naam(plan): "54.000", "reden": "Jo"}
    bo.post(ROOSTER, _formulier(_tekst(bo, ROOSTER)) | {_naam(plan): "53.500", "reden": "Bo"})
    jo.post(ROOSTER, van_jo)
    jo.post(ROOSTER, _formulier(_tekst(jo, ROOSTER)) | {"reden": "goed", f"kies.{_naam(plan)}": "hun"})
    assert _bedrag(plan) == 53_500_000
    assert "54.000" not in _tekst(jo, ROOSTER)


def test_na_een_verlopen_login_staat_wat_is_getypt_er_nog(plan):
    client = als("controller")
    velden = _formulier(_tekst(client, ROOSTER)) | {_naam(plan): "53.000", "reden": "cao"}
    gebruiker = User.objects.get(pk=client.session["_auth_user_id"])
    client.logout()
    antwoord = client.post(f"{ROOSTER}?kant=lasten", velden)
    assert antwoord["Location"].startswith(reverse("portaal:inloggen") + "?next=")
    assert _bedrag(plan) == 52_854_000
    client.force_login(gebruiker)
    tekst = _tekst(client, ROOSTER)
    assert f'name="{_naam(plan)}" value="53.000"' in tekst
    assert 'value="cao"' in tekst


def test_ook_een_besloten_portaal_onthoudt_wat_na_een_verlopen_login_wordt_gestuurd(plan, settings):
    settings.PORTAAL_OPENBAAR = False
    client = als("controller")
    velden = _formulier(_tekst(client, ROOSTER)) | {_naam(plan): "53\0.000", "reden": "c\0ao"}
    client.logout()
    assert client.get(ROOSTER).status_code == 302
    assert client.post(ROOSTER, velden).status_code == 302
    klad = Klad.objects.get()
    assert (klad.reden, [cel[0] for cel in klad.cellen.values()]) == ("cao", ["53.000"])


def test_zonder_bewijs_dat_het_formulier_van_ons_is_wordt_getypt_werk_onthouden_en_niets_bewaard(plan):
    gebruiker = maak_gebruiker("controller")
    client = Client(enforce_csrf_checks=True)
    client.force_login(gebruiker)
    velden = _formulier(_tekst(client, ROOSTER)) | {
        _naam(plan): "53.000",
        "reden": "cao",
        "csrfmiddlewaretoken": "x" * 64,
    }
    antwoord = client.post(ROOSTER, velden)
    assert antwoord["Location"] == f"{ROOSTER}?geweigerd=login"
    assert _bedrag(plan) == 52_854_000
    tekst = _tekst(client, antwoord["Location"])
    assert "u was opnieuw ingelogd" in tekst
    assert f'name="{_naam(plan)}" value="53.000"' in tekst


def test_iemand_anders_in_dezelfde_browser_bewaart_niet_wat_een_ander_typte(plan):
    jo = als("controller")
    velden = _formulier(_tekst(jo, ROOSTER)) | {_naam(plan): "53.000", "reden": "cao"}
    bo = als("controller")
    bo.post(ROOSTER, velden)
    assert _bedrag(plan) == 52_854_000
    assert 'value="53.000"' not in _tekst(bo, ROOSTER)
    assert 'value="53.000"' in _tekst(jo, ROOSTER)


def test_terwijl_er_wordt_getypt_wordt_het_onthouden(plan):
    client = als("controller")
    velden = _formulier(_tekst(client, ROOSTER)) | {_naam(plan): "53.0"}
    assert client.post(f"{ROOSTER}klad/", velden).json() == {"aantal": 1, "ingelogd": True}
    client.cookies.clear()
    assert client.post(f"{ROOSTER}klad/", velden | {_naam(plan): "53.00"}).json() == {"aantal": 1, "ingelogd": False}


def test_een_klad_gaat_alleen_met_een_sleutel_van_ons_en_van_deze_begroting(plan):
    ander = maak(code="ander", status="concept")
    gebruiker = maak_gebruiker("controller")
    velden = {"gezien": '{"jaren":[],"kanten":{}}', "per": "1000"}
    for sleutel in ("", "x", forms.maak_kladsleutel(ander.pk, gebruiker.pk), forms.maak_kladsleutel(plan.pk, 0)):
        antwoord = Client().post(f"{ROOSTER}klad/", velden | {"sleutel": sleutel})
        assert (antwoord.status_code, "Laad haar opnieuw" in antwoord.content.decode()) == (400, True)
    assert not Klad.objects.exists()


def test_wie_geen_rechten_meer_heeft_kan_ook_niets_meer_klaarzetten(plan):
    sleutel = forms.maak_kladsleutel(plan.pk, maak_gebruiker("lezer").pk)
    velden = {"gezien": '{"jaren":[],"kanten":{}}', "per": "1000", "sleutel": sleutel}
    assert Client().post(f"{ROOSTER}klad/", velden).status_code == 403


def test_weggooien_haalt_weg_wat_niet_is_bewaard(plan):
    client = als("controller")
    velden = _formulier(_tekst(client, ROOSTER))
    client.post(f"{ROOSTER}klad/", velden | {_naam(plan): "53.000"})
    assert "Gooi weg" in _tekst(client, ROOSTER)
    client.post(ROOSTER, {**velden, "actie": "wis"})
    assert "53.000" not in _tekst(client, ROOSTER)


def test_het_verschil_toont_alles_wat_klaarstaat_en_bewaart_met_een_reden(plan):
    client = als("controller")
    velden = _formulier(_tekst(client, f"{ROOSTER}?kant=alle"))
    client.post(f"{ROOSTER}klad/", velden | {_naam(plan): "53.000", _naam(plan, kant="baten"): "9.000"})
    tekst = _tekst(client, f"{ROOSTER}verschil/")
    assert "+146" in tekst
    assert "+322" in tekst
    assert client.post(f"{ROOSTER}verschil/", {"reden": ""}).status_code == 200
    antwoord = client.post(f"{ROOSTER}verschil/", {"reden": "besluit"})
    assert "bewaard=2" in antwoord["Location"]
    assert (_bedrag(plan), _bedrag(plan, "baten")) == (53_000_000, 9_000_000)
    assert "Er staat niets klaar" in _tekst(client, f"{ROOSTER}verschil/")


@pytest.mark.parametrize(("wie", "_"), LEZERS.items())
def test_alleen_wie_mag_bewerken_ziet_het_rooster(plan, wie, _):
    code = {"controller": 200, "beheerder": 200, "anoniem": 302}.get(wie, 403)
    client = als(wie)
    for pad in (
        ROOSTER,
        f"{ROOSTER}verschil/",
        f"{ROOSTER}werkmap/",
        f"{ROOSTER}werkmap.xlsx",
        f"{PLAN}bestuur/geschiedenis/",
        f"{PLAN}bestuur/opmerkingen/",
        "/begroting/wacht-op-mij/",
        "/begroting/concept/",
    ):
        assert (pad, client.get(pad).status_code) == (pad, code)
    assert ("Nieuw concept maken" in _tekst(client, "/begroting/")) == (code == 200)


@pytest.mark.parametrize(
    ("pad", "code", "uitleg"),
    [
        (f"{ROOSTER}?kant=winst", 400, "Pas het adres aan"),
        (f"{ROOSTER}?eenheid=dollar", 400, "Pas het adres aan"),
        (f"{ROOSTER}?bewaard=veel", 400, "geen bewaard"),
        ("/begroting/versie/niets/bewerken/", 404, "geen concept"),
        (f"{PLAN}niets/geschiedenis/", 404, "niets"),
        (f"{PLAN}%00/geschiedenis/", 404, "geen begroting"),
        (f"{PLAN}bestuur/geschiedenis/?jaar=morgen", 400, "jaar=2025"),
        (f"{PLAN}bestuur/geschiedenis/?kant=winst", 400, "geen kant"),
        (f"{PLAN}niets/opmerkingen/", 404, "niets"),
    ],
)
def test_een_vraag_die_niet_kan_krijgt_een_antwoord_dat_helpt(plan, pad, code, uitleg):
    assert uitleg in _tekst(als("controller"), pad, code)


def test_een_vastgestelde_begroting_heeft_geen_rooster_en_geen_knop():
    maak(code="plan")
    client = als("controller")
    assert "maak er een concept van" in _tekst(client, ROOSTER, 404)
    assert "Bewerk dit concept" not in _tekst(client, "/begroting/2025/")


@pytest.mark.parametrize(
    "kapot",
    [
        {"gezien": ""},
        {"gezien": "[]"},
        {"gezien": "{}"},
        {"gezien": '{"jaren":[Infinity],"kanten":{}}'},
        {"gezien": "[" * 100_000},
        {"gezien": '{"jaren":[2025],"kanten":{"lasten":{"1":[]}}}'},
        {"gezien": '{"jaren":["x"],"kanten":{}}'},
        {"gezien": '{"jaren":[],"kanten":[]}'},
        {"per": "7"},
        {"per": ""},
    ],
)
def test_een_kapot_formulier_krijgt_een_nette_weigering(plan, kapot):
    client = als("controller")
    antwoord = client.post(ROOSTER, _formulier(_tekst(client, ROOSTER)) | kapot)
    assert antwoord.status_code == 400
    assert "aad de pagina opnieuw" in antwoord.content.decode()


def test_een_rooster_van_tweehonderd_posten_kost_niet_meer_queries_dan_een_van_twintig_en_blijft_klein():
    client = als("controller")
    aantallen = []
    for aantal in (20, 200):
        maak_veel(aantal)
        with CaptureQueriesContext(connection) as queries:
            antwoord = client.get(f"/begroting/versie/veel-{aantal}/bewerken/")
        assert antwoord.content.count(b"<input name=") == aantal * 6
        aantallen.append(len(queries))
    assert aantallen[0] == aantallen[1] <= 9
    assert len(antwoord.content) < 350_000


def test_een_rooster_van_tweehonderd_posten_met_alle_kanten_gaat_als_een_formulier(plan):
    begroting = maak_veel(200)
    client = als("controller")
    adres = f"/begroting/versie/{begroting.code}/bewerken/?kant=alle"
    velden = _formulier(_tekst(client, adres))
    eerste = next(naam for naam in velden if naam.endswith(".2025.baten"))
    assert "bewaard=1" in client.post(adres, velden | {eerste: "5", "reden": "x"})["Location"]
    assert len(json.loads(velden["gezien"])["kanten"]["baten"]) == 200


def test_een_conflict_kost_een_query_meer_hoeveel_conflicten_er_ook_zijn():
    jo = maak_gebruiker("controller")
    begroting = maak_veel(20)
    rooster = queries_bewerken.rooster(f"versie/{begroting.code}", jo)
    assert rooster is not None
    aantallen = []
    for aantal in (1, 20):
        cellen = {str(s): ["99", 1, 1000] for s in list(rooster.stand) if s.jaar == 2025}
        Klad.objects.update_or_create(
            begroting=begroting, gebruiker=jo, defaults={"cellen": dict(list(cellen.items())[:aantal])}
        )
        with CaptureQueriesContext(connection) as queries:
            gevonden = queries_bewerken.rooster(f"versie/{begroting.code}", jo)
        assert gevonden is not None
        assert len(gevonden.wie) == aantal
        aantallen.append(len(queries))
    assert aantallen == [7, 7]
