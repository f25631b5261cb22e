"""A begrotingswijziging in a real browser: made with the keyboard, submitted, and adopted by somebody else."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from begroting.models import Begrotingswijziging
from tests.gebruikers import WACHTWOORD, maak_gebruiker

pytestmark = pytest.mark.usefixtures("werkkopie")


def _log_in(page: Page, groep: str) -> None:
    page.goto("/inloggen/")
    page.get_by_label("Gebruikersnaam").fill(maak_gebruiker(groep, password=WACHTWOORD).username)
    page.get_by_label("Wachtwoord").fill(WACHTWOORD)
    page.get_by_label("Wachtwoord").press("Enter")
    expect(page.locator("summary", has_text=groep)).to_be_visible()


def _voeg_toe(page: Page, kant: str, bedrag: str) -> None:
    page.get_by_label("Lasten, baten of reserve").select_option(kant)
    page.get_by_label("Bedrag (x 1.000 euro)").fill(bedrag)
    page.get_by_label("Waarom?").fill("Meer jongeren in zorg")
    page.get_by_role("button", name="Voeg toe").press("Enter")


def test_een_wijziging_van_voorstel_tot_besluit(scherm: Page, zonder_js: Page, axe: Callable[[Page], str]):
    _log_in(scherm, "controller")
    scherm.goto("/begroting/2025/wijzigingen/")
    assert axe(scherm) == ""
    scherm.get_by_label("Waar gaat de wijziging over?").fill("Meer jeugdhulp")
    scherm.get_by_role("button", name="Begin een wijziging").press("Enter")
    expect(scherm.locator("h1")).to_contain_text("Meer jeugdhulp")
    _voeg_toe(scherm, "lasten", "1.2.3")
    expect(scherm.get_by_text("is geen bedrag")).to_be_visible()
    assert axe(scherm) == ""
    _voeg_toe(scherm, "lasten", "250")
    expect(scherm.get_by_text("Deze wijziging is niet neutraal")).to_be_visible()
    _voeg_toe(scherm, "baten", "250")
    expect(scherm.get_by_text("Deze wijziging is neutraal")).to_be_visible()
    expect(scherm.get_by_role("row", name="lasten 2025").first).to_contain_text("53.104")
    assert axe(scherm) == ""
    scherm.get_by_role("button", name="Bied aan").press("Enter")
    expect(scherm.locator("h1")).to_contain_text("Aangeboden")
    expect(scherm.get_by_role("button", name="Stel vast")).to_have_count(0)
    assert axe(scherm) == ""

    _log_in(zonder_js, "beheerder")
    zonder_js.goto("/begroting/2025/wijzigingen/1/")
    zonder_js.get_by_label("Raadsbesluit").fill("Raadsbesluit 31")
    zonder_js.get_by_label("Datum van het besluit").fill("2025-06-16")
    zonder_js.get_by_role("button", name="Stel vast").click()
    expect(zonder_js.locator("h1")).to_contain_text("Vastgesteld")
    assert Begrotingswijziging.objects.get().besluit == "Raadsbesluit 31"

    scherm.goto("/begroting/2025/standen/?geldigOp=2025-06-15")
    expect(scherm.get_by_text("nog niet gewijzigd")).to_be_visible()
    scherm.goto("/begroting/2025/standen/?geldigOp=2025-06-16")
    expect(scherm.get_by_role("row", name="Samenleving en bestuur")).to_contain_text("53.104")
    assert axe(scherm) == ""
