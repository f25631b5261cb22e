"""The reference moment in the address."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import RequestFactory
from django.utils import timezone

from enschede_org.kern.moment import OnjuisteVraag, als_query, lees_moment

NL = ZoneInfo("Europe/Amsterdam")


def _moment(vraag: str):
    return lees_moment(RequestFactory().get(f"/?{vraag}"))


def test_zonder_vraag_is_het_moment_nu():
    moment = _moment("")
    assert moment.geldig_op == timezone.localdate()
    assert moment.is_nu


@pytest.mark.parametrize("tekst", ["2017-12-01", "01-12-2017", "1-12-2017", " 2017-12-01 "])
def test_een_datum_mag_op_zijn_nederlands_of_als_iso(tekst):
    assert _moment(f"geldigOp={tekst}").geldig_op == date(2017, 12, 1)


@pytest.mark.parametrize(
    "tekst", ["gisteren", "2017-02-31", "31-02-2017", "2017", "2017-13-01", "0000-00-00", "<script>", "17-12-1"]
)
def test_een_onzinnige_datum_krijgt_een_antwoord_dat_zegt_hoe_het_moet(tekst):
    with pytest.raises(OnjuisteVraag, match="is geen datum. Schrijf geldigOp als jaar-maand-dag"):
        _moment(f"geldigOp={tekst}")


@pytest.mark.parametrize(
    ("tekst", "verwacht"),
    [
        ("2025-07-01T12:00", datetime(2025, 7, 1, 12, 0, tzinfo=NL)),
        ("2025-07-01", datetime(2025, 7, 1, 23, 59, 59, 999999, tzinfo=NL)),
        ("2025-07-01T10:00Z", datetime(2025, 7, 1, 12, 0, tzinfo=NL)),
    ],
)
def test_een_registratiemoment_is_een_tijdstip_of_het_einde_van_een_dag(tekst, verwacht):
    assert _moment(f"beschikbaarOp={tekst}").beschikbaar_op == verwacht


def test_een_onzinnig_registratiemoment_wordt_geweigerd():
    with pytest.raises(OnjuisteVraag, match="beschikbaarOp"):
        _moment("beschikbaarOp=2025-07-01T99:00")


def test_het_gekozen_moment_gaat_mee_in_een_link_en_niets_anders():
    request = RequestFactory().get("/?geldigOp=2017-12-01&x=1&beschikbaarOp=")
    assert als_query(request) == "?geldigOp=2017-12-01"


def test_een_onleesbaar_moment_gaat_niet_mee_in_een_link():
    assert als_query(RequestFactory().get("/?geldigOp=gisteren")) == ""


@pytest.mark.parametrize(
    "vraag",
    [
        "geldigOp=0001-01-01",
        "geldigOp=9999-12-31",
        "beschikbaarOp=0001-01-01",
        "beschikbaarOp=9999-12-31T23:59:59-14:00",
    ],
)
def test_een_datum_buiten_alle_redelijkheid_wordt_geweigerd(vraag):
    with pytest.raises(OnjuisteVraag, match="buiten de jaren 1800 tot en met 2200"):
        _moment(vraag)


def test_een_plus_die_in_het_adres_een_spatie_werd_blijft_een_tijdzone():
    assert _moment("beschikbaarOp=2025-07-01T12:00+02:00").beschikbaar_op == datetime(2025, 7, 1, 12, 0, tzinfo=NL)
