"""Logging in and out in a real browser, with the keyboard and without a script."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from tests.gebruikers import WACHTWOORD, maak_gebruiker


@pytest.fixture
def controller(portaal: str) -> Iterator[User]:
    """An account in the database of the running portal; gone afterwards, because that database stays."""
    gebruiker = maak_gebruiker("controller", password=WACHTWOORD, first_name="Jo", last_name="Jansen")
    yield gebruiker
    gebruiker.delete()


def _log_in(page: Page, gebruiker: User) -> None:
    page.get_by_label("Gebruikersnaam").fill(gebruiker.username)
    page.get_by_label("Wachtwoord").fill(WACHTWOORD)
    page.get_by_label("Wachtwoord").press("Enter")


def test_inloggen_en_uitloggen_gaat_met_het_toetsenbord(scherm: Page, controller: User, axe: Callable[[Page], str]):
    scherm.goto("/organisatie/?geldigOp=2017-12-01")
    scherm.get_by_role("link", name="Inloggen").press("Enter")
    expect(scherm.locator("h1")).to_have_text("Inloggen")
    assert axe(scherm) == ""
    _log_in(scherm, controller)
    expect(scherm).to_have_url(re.compile(r"/organisatie/\?geldigOp=2017-12-01$"))
    naam = scherm.locator("summary", has_text="Jo Jansen")
    expect(naam).to_contain_text("controller")
    uitloggen = scherm.get_by_role("button", name="Uitloggen")
    expect(uitloggen).to_be_hidden()
    naam.press("Enter")
    expect(uitloggen).to_be_visible()
    assert axe(scherm) == ""
    assert scherm.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    uitloggen.press("Enter")
    expect(scherm.get_by_role("link", name="Inloggen")).to_be_visible()
    expect(naam).to_have_count(0)


def test_een_fout_wachtwoord_zegt_wat_er_mis_is(scherm: Page, controller: User, axe: Callable[[Page], str]):
    scherm.goto("/inloggen/")
    scherm.get_by_label("Gebruikersnaam").fill(controller.username)
    scherm.get_by_label("Wachtwoord").fill("fout")
    scherm.get_by_role("button", name="Inloggen").click()
    expect(scherm.get_by_role("alert")).to_contain_text("Inloggen is niet gelukt")
    assert axe(scherm) == ""


def test_zonder_script_een_wachtwoord_wijzigen(zonder_js: Page, controller: User):
    zonder_js.goto("/wachtwoord/")
    _log_in(zonder_js, controller)
    zonder_js.get_by_label("Oud wachtwoord").fill(WACHTWOORD)
    zonder_js.get_by_label("Nieuw wachtwoord", exact=True).fill("paarse olifant fietst")
    zonder_js.get_by_label("Nieuw wachtwoord bevestigen").fill("paarse olifant fietst")
    zonder_js.get_by_role("button", name="Wachtwoord wijzigen").click()
    expect(zonder_js.locator("h1")).to_have_text("Wachtwoord gewijzigd")
