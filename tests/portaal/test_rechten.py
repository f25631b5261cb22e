"""Accounts: who may what, logging in and out, and what a page costs for who did."""

from io import StringIO

import pytest
from django.contrib.auth.models import AnonymousUser, Group, User
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from begroting.models import Begroting, Begrotingspost, Verantwoordelijke
from enschede_org.kern import rechten
from enschede_org.kern.models import Bron
from enschede_org.kern.rechten import Recht
from opgaven.models import Doelenboom
from organisatie.models import Organisatiestructuur, Persoon
from tests.fabriek import maak_begroting, maak_bron, maak_doelenboom, maak_structuur, maak_vervulling
from tests.gebruikers import LEZERS, WACHTWOORD, als, maak_gebruiker

pytestmark = pytest.mark.django_db
PAGINAS = [
    "/",
    "/begrippen/",
    "/bronnen/",
    "/organisatie/",
    "/organisatie/structuren/",
    "/organisatie/structuren/huidig/",
    "/organisatie/eenheden/gemeente/",
    "/begroting/",
    "/begroting/2025/",
    "/begroting/2025/bestuur/",
    "/doelen/",
    "/doelen/2025/",
]


def _vul() -> None:
    maak_structuur()
    maak_doelenboom(begroting=maak_begroting())


def _queries(client: Client, pad: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(pad).status_code == 200
    return len(queries)


# Rights


@pytest.mark.parametrize(
    ("groep", "verwacht"),
    [
        ("lezer", set()),
        ("controller", {Recht.CONCEPTEN_ZIEN}),
        ("beheerder", {Recht.CONCEPTEN_ZIEN, Recht.LADEN, Recht.BEHEREN, Recht.STRUCTUUR_BEWERKEN}),
    ],
)
def test_elke_groep_mag_wat_de_tabel_zegt(groep, verwacht):
    gebruiker = maak_gebruiker(groep)
    assert {recht for recht in Recht if rechten.mag(gebruiker, recht)} == verwacht


def test_een_superuser_mag_alles_en_een_anoniem_of_uitgeschakeld_account_niets():
    wie: list[User | AnonymousUser] = [
        maak_gebruiker(is_superuser=True),
        AnonymousUser(),
        maak_gebruiker("beheerder", is_active=False),
    ]
    assert [{rechten.mag(gebruiker, recht) for recht in Recht} for gebruiker in wie] == [{True}, {False}, {False}]


def test_de_rechten_van_een_gebruiker_kosten_een_query(django_assert_num_queries):
    gebruiker = maak_gebruiker("controller")
    with django_assert_num_queries(1):
        assert [recht for recht in Recht if rechten.mag(gebruiker, recht)] == [Recht.CONCEPTEN_ZIEN]


def test_een_dienst_weigert_wie_het_recht_niet_heeft_en_laat_de_machine_door():
    rechten.eis(None, Recht.LADEN)
    rechten.eis(maak_gebruiker("beheerder"), Recht.LADEN)
    with pytest.raises(PermissionDenied, match="U mag niet een jaar laden"):
        rechten.eis(maak_gebruiker("controller"), Recht.LADEN)
    with pytest.raises(PermissionDenied):
        rechten.eis(AnonymousUser(), Recht.LADEN)


def test_een_beschermde_pagina_vraagt_in_te_loggen_en_weigert_daarna_wie_niet_mag():
    @rechten.vereist(Recht.LADEN)
    def laden(request):
        return HttpResponse("welkom")

    request = RequestFactory().get("/laden/?x=1")
    antwoord = laden(request)
    assert (antwoord.status_code, antwoord["Location"]) == (302, "/inloggen/?next=/laden/%3Fx%3D1")
    request.COOKIES["sessionid"] = "iets"
    request.user = maak_gebruiker("lezer")
    with pytest.raises(PermissionDenied):
        laden(request)
    request.user = maak_gebruiker("beheerder")
    assert laden(request).status_code == 200


# Reading without logging in


@pytest.mark.parametrize("pad", PAGINAS)
def test_een_anonieme_pagina_zet_geen_cookie_en_vraagt_niets_extra(client, pad):
    _vul()
    with CaptureQueriesContext(connection) as queries:
        antwoord = client.get(pad)
    assert antwoord.status_code == 200
    assert not antwoord.cookies
    assert not [vraag for vraag in queries if "session" in vraag["sql"] or "auth_" in vraag["sql"]]
    assert antwoord["Vary"] == "Cookie"
    assert "Cache-Control" not in antwoord
    assert f'href="/inloggen/?next={pad.replace("/", "%2F")}"' in antwoord.content.decode()


@pytest.mark.parametrize("pad", PAGINAS)
@pytest.mark.parametrize("groep", ["lezer", "beheerder"])
def test_inloggen_kost_elke_pagina_drie_queries(client, pad, groep):
    _vul()
    assert _queries(als(groep), pad) == _queries(client, pad) + 3


def test_wat_een_ingelogde_ziet_wordt_nergens_bewaard():
    _vul()
    assert als("lezer").get("/begroting/")["Cache-Control"] == "private, no-store"


def test_een_vervallen_sessie_is_anoniem(client):
    _vul()
    client.cookies["sessionid"] = "verzonnen"
    assert "Inloggen" in client.get("/").content.decode()


@pytest.mark.parametrize("pad", [*PAGINAS, "/wachtwoord/", "/beheer/"])
def test_een_besloten_portaal_vraagt_overal_in_te_loggen(client, settings, pad):
    settings.PORTAAL_OPENBAAR = False
    antwoord = client.get(f"{pad}?geldigOp=2020-01-01")
    assert antwoord.status_code == 302
    assert antwoord["Location"] == f"/inloggen/?next={pad}%3FgeldigOp%3D2020-01-01"


@pytest.mark.parametrize("wie", [wie for wie in LEZERS if wie != "anoniem"])
def test_een_besloten_portaal_toont_wat_is_vastgesteld_aan_wie_inlogt(settings, wie):
    settings.PORTAAL_OPENBAAR = False
    _vul()
    assert [als(wie).get(pad).status_code for pad in PAGINAS] == [200] * len(PAGINAS)


def test_een_besloten_portaal_laat_inloggen_en_gezondheid_open(client, settings):
    settings.PORTAAL_OPENBAAR = False
    assert [client.get(pad).status_code for pad in ("/inloggen/", "/gezond/")] == [200, 200]


# Logging in and out


def test_inloggen_brengt_terug_naar_de_pagina_met_haar_datum(client):
    gebruiker = maak_gebruiker("controller", password=WACHTWOORD, first_name="Jo", last_name="Jansen")
    doel = "/organisatie/?geldigOp=2017-12-01"
    assert f'name="next" value="{doel}"' in client.get("/inloggen/", {"next": doel}).content.decode()
    antwoord = client.post("/inloggen/", {"username": gebruiker, "password": WACHTWOORD, "next": doel})
    assert (antwoord.status_code, antwoord["Location"]) == (302, doel)
    cookie = antwoord.cookies["sessionid"]
    assert (bool(cookie["httponly"]), cookie["samesite"], cookie["max-age"]) == (True, "Lax", 43200)
    tekst = client.get("/").content.decode()
    assert "Jo Jansen" in tekst
    assert "(controller)" in tekst
    assert "Uitloggen" in tekst
    assert ">Inloggen<" not in tekst


@pytest.mark.parametrize("elders", ["https://kwaad.example/", "//kwaad.example/", "javascript:alert(1)"])
def test_inloggen_stuurt_nooit_naar_een_andere_site(client, elders):
    gegevens = {"username": maak_gebruiker(password=WACHTWOORD), "password": WACHTWOORD, "next": elders}
    assert client.post("/inloggen/", gegevens)["Location"] == "/"


@pytest.mark.parametrize("velden", [{"password": "fout"}, {"username": "niemand"}, {"password": ""}])
def test_een_fout_wachtwoord_wordt_in_het_nederlands_gemeld(client, velden):
    antwoord = client.post(
        "/inloggen/", {"username": maak_gebruiker(password=WACHTWOORD), "password": WACHTWOORD, **velden}
    )
    assert antwoord.status_code == 200
    tekst = antwoord.content.decode()
    assert "Voer een juiste gebruikersnaam en wachtwoord in" in tekst or "Dit veld is verplicht" in tekst
    assert "sessionid" not in client.cookies


def test_een_uitgeschakeld_account_logt_niet_in(client):
    gebruiker = maak_gebruiker("beheerder", password=WACHTWOORD, is_active=False)
    assert client.post("/inloggen/", {"username": gebruiker, "password": WACHTWOORD}).status_code == 200


def test_uitloggen_gaat_alleen_met_post(client):
    client.force_login(maak_gebruiker("lezer"))
    assert client.get("/uitloggen/").status_code == 405
    assert "Uitloggen" in client.get("/begrippen/").content.decode()
    assert client.post("/uitloggen/")["Location"] == "/"
    assert "Uitloggen" not in client.get("/begrippen/").content.decode()


@pytest.mark.parametrize("pad", ["/inloggen/", "/uitloggen/", "/wachtwoord/"])
def test_een_formulier_van_elders_wordt_geweigerd(pad):
    client = Client(enforce_csrf_checks=True)
    client.force_login(maak_gebruiker("lezer"))
    antwoord = client.post(pad)
    assert antwoord.status_code == 403
    assert "Het formulier is verlopen" in antwoord.content.decode()
    assert "Uitloggen" in client.get("/begrippen/").content.decode()


def test_een_wachtwoord_wijzigen_vraagt_het_oude_en_een_sterk_nieuw(client):
    gebruiker = maak_gebruiker("lezer", password=WACHTWOORD)
    assert client.get("/wachtwoord/")["Location"] == "/inloggen/?next=/wachtwoord/"
    client.force_login(gebruiker)
    nieuw = "paarse olifant fietst"
    velden = {"old_password": WACHTWOORD, "new_password1": nieuw, "new_password2": nieuw}
    fout = client.post("/wachtwoord/", {**velden, "old_password": "fout"}).content.decode()
    assert "Uw wachtwoord is niet gewijzigd" in fout
    zwak = client.post("/wachtwoord/", {**velden, "new_password1": "12345678", "new_password2": "12345678"})
    assert "minstens 12" in zwak.content.decode()
    antwoord = client.post("/wachtwoord/", velden, follow=True)
    assert "Uw nieuwe wachtwoord geldt vanaf nu" in antwoord.content.decode()
    gebruiker.refresh_from_db()
    assert gebruiker.check_password(nieuw)


# Beheer, and the accounts of the demonstration


@pytest.mark.parametrize(("wie", "status"), [("lezer", 403), ("controller", 403), ("beheerder", 200)])
def test_in_het_beheer_komt_alleen_een_beheerder_bij_de_gegevens(client, wie, status):
    client.force_login(maak_gebruiker(wie, is_staff=True))
    bron = maak_bron()
    paden = [reverse("admin:kern_bron_changelist"), reverse("admin:kern_bron_change", args=[bron.pk])]
    paden += [reverse("admin:kern_bron_add"), reverse("admin:organisatie_onderdeel_changelist")]
    assert [client.get(pad).status_code for pad in paden] == [status] * 4
    # Accounts are for superusers only.
    assert client.get(reverse("admin:auth_user_changelist")).status_code == 403


def test_wat_een_beheerder_wijzigt_staat_op_naam_in_de_geschiedenis(client):
    beheerder = maak_gebruiker("beheerder", is_staff=True)
    client.force_login(beheerder)
    velden = {"code": "nota", "titel": "Nota", "reden": "Nieuw document"}
    assert client.post(reverse("admin:kern_bron_add"), velden).status_code == 302
    rij = Bron.objects.get(code="nota").history.get()
    assert (rij.history_user, rij.history_change_reason) == (beheerder, "Nieuw document")


def test_een_demonstratie_maakt_twee_accounts_en_zegt_hoe_in_te_loggen(client, settings):
    settings.DEBUG = True
    for _ in range(2):
        uitvoer = StringIO()
        call_command("maak_demo", stdout=uitvoer)
    regel = uitvoer.getvalue()
    assert "/inloggen/" in regel
    rollen = {}
    for gebruiker in User.objects.all():
        assert gebruiker.username in regel
        assert client.login(username=gebruiker.username, password=regel.split()[-1])
        rollen[rechten.rol(gebruiker)] = gebruiker.is_staff
    assert rollen == {"beheerder": True, "controller": False}


def test_zonder_debug_komt_er_geen_account_met_een_bekend_wachtwoord(settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="alleen met DEBUG"):
        call_command("maak_demo")
    assert not User.objects.exists()


def test_de_groepen_zijn_er_vanzelf():
    assert set(Group.objects.values_list("name", flat=True)) == {"lezer", "controller", "beheerder"}


# What can be taken away


@pytest.mark.parametrize(("wie", "ziet"), LEZERS.items())
def test_een_concept_is_alleen_te_downloaden_voor_wie_het_mag_zien(wie, ziet):
    plan = maak_begroting(2026, status="concept")
    maak_doelenboom(2026, begroting=plan, status="concept")
    maak_structuur("plan", status="concept")
    client = als(wie)
    for model, soort in ((Begroting, "begroting"), (Doelenboom, "doelenboom"), (Organisatiestructuur, "structuur")):
        code = model._default_manager.get().code
        for vorm in ("yaml", "csv", "xlsx"):
            antwoord = client.get(f"/uitvoer/{soort}/{code}.{vorm}")
            assert (soort, vorm, antwoord.status_code) == (soort, vorm, 200 if ziet else 404)
    assert als(wie).get("/uitvoer/sjabloon/begroting/2027.yaml").status_code == 404  # no draft fills a template


@pytest.mark.parametrize(("wie", "ziet"), LEZERS.items())
def test_wat_iemand_in_een_concept_draagt_staat_alleen_bij_wie_het_mag_zien(wie, ziet):
    maak_structuur()
    maak_vervulling("gemeente", "Wethouder", "Kim de Vries")
    plan = maak_begroting(2026, status="concept", naam="Geheim plan")
    post = Begrotingspost.objects.get(versie=plan, code="bestuur")
    Verantwoordelijke.objects.create(post=post, persoon=Persoon.objects.get(), rol="portefeuillehouder")
    antwoord = als(wie).get("/organisatie/personen/kim-de-vries/")
    assert antwoord.status_code == 200
    assert ("Geheim plan" in antwoord.content.decode()) == ziet
