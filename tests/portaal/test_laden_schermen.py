"""The screens for loading, without a browser: what they show, whom they let in, and how often they ask the database."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.test import Client
from django.utils import timezone

from begroting.models import Begroting
from enschede_org.kern.laden.zipbestand import GROOTSTE
from enschede_org.portaal import services_werk
from enschede_org.portaal.models import Laadbeurt
from tests.gebruikers import als
from tests.portaal.laadbeurten import begin, bestanden, draai_terug, laad


@pytest.fixture
def beheerder(db, client):
    gebruiker = User.objects.create_superuser("jo")
    client.force_login(gebruiker)
    return gebruiker


def _uploads(*vervangingen: tuple[str, str, str]) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(naam, inhoud) for naam, inhoud in bestanden(*vervangingen)]


def test_wie_niet_is_ingelogd_gaat_naar_het_inloggen(db, client):
    beurt = begin(bestanden())
    for adres in ("/laden/", "/laden/nieuw/", f"/laden/{beurt.pk}/"):
        assert client.get(adres).status_code == 302
    for doe in ("bevestig", "annuleer", "opnieuw", "draai-terug"):
        assert client.post(f"/laden/{beurt.pk}/{doe}/").status_code == 302
    beurt.refresh_from_db()
    assert beurt.status == "bevestigen"


@pytest.mark.parametrize("wie", ["zonder groep", "lezer", "controller"])
def test_wie_het_recht_niet_heeft_ziet_niets(db, wie):
    client = als(wie)
    assert "/laden/" not in client.get("/begrippen/").content.decode()
    beurt = begin(bestanden())
    bestand = beurt.bestanden.get(naam="begroting.yaml")
    for adres in ("/laden/", f"/laden/{beurt.pk}/", f"/laden/{beurt.pk}/bestanden/{bestand.pk}/"):
        assert client.get(adres).status_code == 403
    assert client.get("/laden/nieuw/").status_code == 403
    assert client.post("/laden/nieuw/verstuur/", {"bestanden": _uploads()}).status_code == 403
    for doe in ("bevestig", "annuleer", "opnieuw", "draai-terug"):
        assert client.post(f"/laden/{beurt.pk}/{doe}/", {"reden": "x"}).status_code == 403
    assert Laadbeurt.objects.get().status == "bevestigen"


def test_een_beheerder_vindt_het_laden_in_het_menu_en_doorloopt_het_helemaal(db):
    client = als("beheerder")
    assert 'href="/laden/">Een jaar laden' in client.get("/begrippen/").content.decode()
    assert client.post("/laden/nieuw/verstuur/", {"bestanden": _uploads(), "reden": "Jaar 2025"}).status_code == 302
    beurt = Laadbeurt.objects.get()
    for doe, status in [("", "bevestigen"), ("bevestig", "geladen"), ("draai-terug", "teruggedraaid")]:
        if doe:
            client.post(f"/laden/{beurt.pk}/{doe}/", {"reden": "Vergissing"})
            services_werk.voer_uit(Laadbeurt.objects.latest("pk").pk)
        else:
            services_werk.controleer(beurt.pk)
        beurt.refresh_from_db()
        assert beurt.status == status
        assert client.get(f"/laden/{beurt.pk}/").status_code == 200
    assert not Begroting.objects.exists()


def test_een_upload_wordt_een_lading_die_wacht_en_haar_bladzijde_ververst_zichzelf(client, beheerder):
    antwoord = client.post("/laden/nieuw/verstuur/", {"bestanden": _uploads(), "reden": "Jaar 2025"})
    beurt = Laadbeurt.objects.get()
    assert antwoord["Location"] == f"/laden/{beurt.pk}/"
    pagina = client.get(antwoord["Location"])
    assert pagina["Refresh"]
    assert "De bestanden zijn binnen" in pagina.content.decode()
    assert (beurt.door, beurt.bestanden.count()) == (beheerder, 13)


def test_een_bestand_zonder_inhoud_of_te_groot_of_dubbel_wordt_uitgelegd(client, beheerder):
    for bestanden_, melding in [
        ([], "Kies een of meer bestanden."),
        ([SimpleUploadedFile("a.yaml", b"")], "Een van de bestanden is leeg."),
        ([SimpleUploadedFile("a.yaml", b"x" * (GROOTSTE + 1))], "‘a.yaml’ is groter dan 20 MB. Splits het bestand."),
        ([SimpleUploadedFile("a.yaml", b"x"), SimpleUploadedFile("a.yaml", b"y")], "hebben dezelfde naam"),
    ]:
        antwoord = client.post("/laden/nieuw/verstuur/", {"bestanden": bestanden_})
        assert antwoord.status_code == 400
        assert melding in antwoord.content.decode()
    assert not Laadbeurt.objects.exists()


@pytest.mark.parametrize("uitzitten", [0, 10**6])
def test_wat_samen_te_groot_is_wordt_geweigerd_zonder_het_te_bewaren(client, beheerder, monkeypatch, uitzitten):
    monkeypatch.setattr("enschede_org.portaal.ontvangst.SAMEN", 2000)
    monkeypatch.setattr("enschede_org.portaal.ontvangst.OMHEEN", 1000)
    monkeypatch.setattr("enschede_org.portaal.ontvangst.UITZITTEN", uitzitten)
    bewaard = []
    monkeypatch.setattr(MemoryFileUploadHandler, "receive_data_chunk", lambda *delen: bewaard.append(delen))
    antwoord = client.post("/laden/nieuw/verstuur/", {"bestanden": [SimpleUploadedFile("a.yaml", b"x" * 4000)]})
    assert antwoord.status_code == 400
    assert "kan niet in één keer" in antwoord.content.decode()
    assert not bewaard


def test_bij_het_uploaden_staat_per_soort_een_sjabloon_in_elke_vorm(client, beheerder):
    assert "Begin met een sjabloon" not in client.get("/laden/nieuw/").content.decode()
    laad(bestanden())
    tekst = client.get("/laden/nieuw/").content.decode()
    adressen = re.findall(r'href="(/uitvoer/sjabloon/[^"]*)"', tekst)
    assert len(adressen) == 9
    for adres in adressen:
        assert client.get(adres).status_code == 200


def test_de_lading_van_een_concept_wijst_naar_dat_concept(client, beheerder):
    als_concept = [
        (naam, "status: vastgesteld", "status: concept") for naam in ("structuur.yaml", "begroting.yaml", "doelen.yaml")
    ]
    beurt = laad(bestanden(*als_concept), beheerder)
    tekst = client.get(f"/laden/{beurt.pk}/").content.decode()
    adressen = re.findall(r'href="([^"]*)">[^<]*</a>\s+<span class="[^"]*portaal-badge--concept', tekst)
    assert len(adressen) == 3
    for adres in adressen:
        assert client.get(adres).status_code == 200
        assert Client().get(adres).status_code == 404


def test_wie_er_bezig_is_staat_op_de_lijst_en_bij_het_bevestigen(client, beheerder):
    eerste, tweede = begin(bestanden()), begin(bestanden())
    client.post(f"/laden/{eerste.pk}/bevestig/")
    for adres in ("/laden/", f"/laden/{tweede.pk}/"):
        tekst = client.get(adres).content.decode()
        assert re.search(rf"jo is sinds \d\d:\d\d uur aan het laden \(laadbeurt {eerste.pk}\)", tekst)
    assert "aan het laden" not in client.get(f"/laden/{eerste.pk}/").content.decode()
    Laadbeurt.objects.filter(pk=eerste.pk).update(hartslag=timezone.now() - timedelta(minutes=2))
    tekst = client.get("/laden/").content.decode()
    assert "aan het laden" not in tekst
    assert "ligt stil" in tekst


def test_het_verschil_is_te_filteren_op_soort_plek_en_tekst(client, beheerder):
    beurt = begin(bestanden())
    tekst = client.get(f"/laden/{beurt.pk}/").content.decode()
    assert "Afdeling ‘Wegen’" in tekst
    assert "Bestuur: lasten 2026: 50.793 (x 1.000 euro)" in tekst
    gezocht = client.get(f"/laden/{beurt.pk}/?q=wegen").content.decode()
    assert "Afdeling ‘Wegen’" in gezocht
    assert "lasten 2026" not in gezocht
    assert "Geen enkele rij" in client.get(f"/laden/{beurt.pk}/?soort=vervallen").content.decode()
    assert client.get(f"/laden/{beurt.pk}/?groep=99&soort=raar&q=%00").status_code == 200
    assert client.get(f"/laden/{beurt.pk}/?blad=nul").status_code == 400


def test_een_lang_verschil_komt_in_bladzijden_of_alles_op_een(client, beheerder, monkeypatch):
    monkeypatch.setattr("enschede_org.portaal.queries_laden.PER_BLAD", 10)
    beurt = begin(bestanden())
    eerste, laatste = (client.get(f"/laden/{beurt.pk}/?blad={blad}").content.decode() for blad in (1, 4))
    assert "‘Enschede’" in eerste
    assert "‘Enschede’" not in laatste
    alles = client.get(f"/laden/{beurt.pk}/?blad=alles").content.decode()
    assert "‘Enschede’" in alles
    assert "Rapportcijfer: realisatie 2023" in alles


def test_fouten_staan_per_bestand_met_regel_en_veld(client, beheerder):
    beurt = begin(bestanden(("bedragen.csv", "50793", "50.79"), ("structuur.yaml", "2020-01-01", "31-02-2020")))
    tekst = client.get(f"/laden/{beurt.pk}/").content.decode()
    assert "bedragen.csv" in tekst
    assert "structuur.yaml" in tekst
    assert "“50.79” is geen bedrag" in tekst
    assert "geldig_van" in tekst


def test_een_weigering_staat_op_de_bladzijde_van_de_lading(client, beheerder):
    laad(bestanden())
    beurt = begin(bestanden(("bedragen.csv", "50793", "50.800")))
    antwoord = client.post(f"/laden/{beurt.pk}/bevestig/", {"reden": ""})
    assert antwoord.status_code == 400
    assert "Geef de reden van deze correctie" in antwoord.content.decode()


def test_wat_stil_ligt_zegt_dat_en_kan_opnieuw(client, beheerder):
    beurt = begin(bestanden())
    client.post(f"/laden/{beurt.pk}/bevestig/")
    Laadbeurt.objects.update(hartslag=timezone.now() - timedelta(minutes=2))
    pagina = client.get(f"/laden/{beurt.pk}/")
    assert "Het werk ligt stil" in pagina.content.decode()
    assert "Refresh" not in pagina
    client.post(f"/laden/{beurt.pk}/opnieuw/")
    assert "Het portaal laadt" in client.get(f"/laden/{beurt.pk}/").content.decode()


def test_een_geladen_lading_wijst_naar_wat_er_veranderde_en_geeft_haar_bestanden_terug(client, beheerder):
    beurt = laad(bestanden(), beheerder)
    tekst = client.get(f"/laden/{beurt.pk}/").content.decode()
    for adres in ("/organisatie/structuren/huidig/", "/begroting/2025/", "/doelen/2025/"):
        assert f'href="{adres}"' in tekst
    bestand = beurt.bestanden.get(naam="bedragen.csv")
    assert bestand.sha256 in tekst
    antwoord = client.get(f"/laden/{beurt.pk}/bestanden/{bestand.pk}/")
    assert antwoord.content == dict(bestanden())["bedragen.csv"]
    assert antwoord["Content-Disposition"] == 'attachment; filename="bedragen.csv"'
    assert client.get(f"/laden/{beurt.pk + 1}/bestanden/{bestand.pk}/").status_code == 404


def test_terugdraaien_dat_niet_kan_toont_wat_in_de_weg_staat(client, beheerder):
    beurt = laad(bestanden())
    laad(bestanden(("bedragen.csv", "50793", "50.800")), reden="Erratum")
    tekst = client.get(f"/laden/{draai_terug(beurt).pk}/").content.decode()
    assert "Wat in de weg staat" in tekst
    assert "Bestuur: lasten 2026 is na deze lading gewijzigd" in tekst


def test_de_bladzijden_vragen_de_database_een_vast_aantal_keren(client, beheerder, django_assert_max_num_queries):
    beurt = laad(bestanden(), beheerder)
    for _ in range(3):
        laad(bestanden(("bedragen.csv", "50793", f"50.79{_}")), beheerder, reden="x")
    with django_assert_max_num_queries(6):  # session, user, groups, loads, their number, who is loading
        client.get("/laden/")
    with django_assert_max_num_queries(9):  # session, user, groups, load, files, undoings, three kinds of versions
        client.get(f"/laden/{beurt.pk}/")


def test_een_onbekende_lading_is_er_niet(client, beheerder):
    assert client.get("/laden/999/").status_code == 404
    assert client.post("/laden/999/bevestig/").status_code == 404
    assert not Begroting.objects.exists()


def test_de_nieuwste_lading_staat_bovenaan_en_terugdraaien_heet_uitgevoerd(client, beheerder):
    beurt = laad(bestanden(), beheerder)
    terug = draai_terug(beurt, beheerder)
    tekst = client.get("/laden/").content.decode()
    assert tekst.index(f"Laadbeurt {terug.pk}<") < tekst.index(f"Laadbeurt {beurt.pk}<")
    assert "uitgevoerd" in tekst
    assert "uitgevoerd" in client.get(f"/laden/{terug.pk}/").content.decode()
