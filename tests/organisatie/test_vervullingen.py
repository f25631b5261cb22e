"""Who holds which function: assigning, ending and replacing, and the screens in which a beheerder does so."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from organisatie import services_vervullingen as diensten
from organisatie.models import Functie, Persoon, Vervulling
from tests.fabriek import maak_structuur, maak_vervulling
from tests.gebruikers import als, maak_gebruiker

pytestmark = pytest.mark.django_db
MORGEN = timezone.localdate() + timedelta(days=1)
LATER = MORGEN + timedelta(days=100)
PAD = "/organisatie/eenheden/gemeente/functies/"


@pytest.fixture
def kim() -> Vervulling:
    """Kim Bos holds the function of Directeur."""
    maak_structuur()
    return maak_vervulling("gemeente", persoon="Kim Bos")


def _wijs_toe(**velden) -> Vervulling:
    standaard = {"eenheid": "gemeente", "functie": "directeur", "persoon": "Kim Bos", "van": MORGEN}
    return diensten.wijs_toe(**{**standaard, **velden})


def test_toewijzen_legt_persoon_periode_en_reden_vast(kim):
    Functie.objects.create(code="hoofd", naam="Hoofd")
    rij = _wijs_toe(functie="hoofd", tot=LATER, waarnemend=True)
    assert (rij.persoon, rij.van, rij.tot, rij.waarnemend, rij.bezetting) == (
        kim.persoon,
        MORGEN,
        LATER,
        True,
        "vervuld",
    )
    assert rij.history.get().history_change_reason == "Hoofd van Gemeente"


def test_zonder_naam_is_er_een_vacature(kim):
    Functie.objects.create(code="hoofd", naam="Hoofd")
    assert _wijs_toe(functie="hoofd", persoon="").bezetting == "vacature"


def test_een_onbekende_naam_vraagt_of_het_een_nieuwe_persoon_is(kim):
    Functie.objects.create(code="hoofd", naam="Hoofd")
    with pytest.raises(ValidationError, match="staat nog niet in het portaal"):
        _wijs_toe(functie="hoofd", persoon="Kim Bosch")
    _wijs_toe(functie="hoofd", persoon="Kim Bosch", nieuwe_persoon=True)
    assert Persoon.objects.get(naam="Kim Bosch").code == "kim-bosch"


@pytest.mark.parametrize(("van", "tot"), [(MORGEN, None), (MORGEN, LATER), (date(2019, 1, 1), LATER)])
def test_een_functie_met_een_plek_heeft_nooit_twee_houders(kim, van, tot):
    Persoon.objects.create(code="jo", naam="Jo Jansen")
    with pytest.raises(ValidationError, match=r"Kim Bos heeft deze functie van 01-01-2020 en nog steeds"):
        _wijs_toe(persoon="Jo Jansen", van=van, tot=tot, reden="Besluit")


def test_een_functie_met_meer_plekken_mag_meer_houders_hebben(kim):
    Functie.objects.update(enkelvoudig=False)
    _wijs_toe(persoon="Jo Jansen", nieuwe_persoon=True)
    assert Vervulling.objects.count() == 2


def test_vervangen_sluit_op_elkaar_aan(kim):
    nieuw = diensten.vervang(vervulling=kim.code, per=MORGEN, persoon="Jo Jansen", nieuwe_persoon=True, waarnemend=True)
    kim.refresh_from_db()
    assert (kim.tot, nieuw.van, nieuw.tot, nieuw.waarnemend) == (MORGEN, MORGEN, None, True)


def test_een_mislukte_vervanging_verandert_niets(kim):
    with pytest.raises(ValidationError, match="staat nog niet"):
        diensten.vervang(vervulling=kim.code, per=MORGEN, persoon="Jo Jansen")
    kim.refresh_from_db()
    assert kim.tot is None


def test_een_datum_in_het_verleden_vraagt_een_reden(kim):
    with pytest.raises(ValidationError, match="ligt in het verleden"):
        diensten.beeindig(vervulling=kim.code, tot=date(2021, 1, 1))
    diensten.beeindig(vervulling=kim.code, tot=date(2021, 1, 1), reden="Vergeten te melden")
    kim.refresh_from_db()
    assert kim.tot == date(2021, 1, 1)
    with pytest.raises(ValidationError, match="Kies een dag na 01-01-2020"):
        diensten.beeindig(vervulling=kim.code, tot=date(2020, 1, 1), reden="X")


@pytest.mark.parametrize("groep", ["lezer", "controller"])
def test_wie_het_niet_mag_wijzigt_geen_functies(kim, groep):
    with pytest.raises(PermissionDenied):
        diensten.beeindig(vervulling=kim.code, tot=MORGEN, wie=maak_gebruiker(groep))
    for pad in (PAD, f"{PAD}toewijzen/", f"{PAD}{kim.code}/vervangen/", f"{PAD}{kim.code}/beeindigen/"):
        assert als(groep).get(pad).status_code == 403
        assert als("anoniem").get(pad).status_code == 302
    assert (
        "Wijzig wie hier welke functie heeft" not in als(groep).get("/organisatie/eenheden/gemeente/").content.decode()
    )


def test_een_beheerder_vervangt_en_beeindigt_op_het_scherm(kim):
    client = als("beheerder")
    assert PAD in client.get("/organisatie/eenheden/gemeente/").content.decode()
    antwoord = client.post(f"{PAD}{kim.code}/vervangen/", {"per": MORGEN, "persoon": "Jo Jansen"})
    assert antwoord.status_code == 422
    assert "Jo Jansen staat nog niet in het portaal" in antwoord.content.decode()
    velden = {"per": MORGEN, "persoon": "Jo Jansen", "nieuwe_persoon": "on", "waarnemend": "on"}
    client.post(f"{PAD}{kim.code}/vervangen/", velden)
    jo = Vervulling.objects.get(persoon__naam="Jo Jansen")
    assert jo.waarnemend
    assert client.post(f"{PAD}{jo.code}/beeindigen/", {"tot": LATER}).status_code == 302
    tekst = client.get(PAD).content.decode()
    assert ("Jo Jansen" in tekst, "Kim Bos" in tekst) == (True, True)


def test_een_beheerder_wijst_een_functie_toe_op_het_scherm(kim):
    Functie.objects.create(code="hoofd", naam="Hoofd")
    velden = {"functie": "hoofd", "persoon": "Kim Bos", "van": "2021-01-01", "reden": "Uit het register"}
    assert als("beheerder").post(f"{PAD}toewijzen/", velden).status_code == 302
    rij = Vervulling.objects.get(functie__code="hoofd")
    assert rij.history.get().history_change_reason == "Uit het register"


def test_een_onbekend_onderdeel_of_regel_is_een_404(kim):
    client = als("beheerder")
    for pad in ("/organisatie/eenheden/niets/functies/", f"{PAD}niets/vervangen/", f"{PAD}niets/beeindigen/"):
        assert client.get(pad).status_code == 404
