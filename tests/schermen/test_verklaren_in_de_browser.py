"""Explaining a difference in a real browser, with and without a script."""

from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from begroting import services_concept
from begroting.models import Bedrag, Begroting, Begrotingspost, Verklaring
from tests.gebruikers import WACHTWOORD, maak_gebruiker

CODE = "begroting-2025-concept-1"
ADRES = f"/begroting/versie/{CODE}/samenleving-en-bestuur/verklaringen/"


@pytest.fixture
def controller(portaal: str) -> Iterator[User]:
    """A controller and a draft in the database of the running portal; gone afterwards, because that stays."""
    jo = maak_gebruiker("controller", password=WACHTWOORD, first_name="Jo", last_name="Jansen")
    services_concept.maak_concept(Begroting.objects.get(code="begroting-2025").pk, jaar=2025, gebruiker=jo)
    yield jo
    concept = Begroting.objects.get(code=CODE)
    for model in (Bedrag, Verklaring):
        model.objects.filter(post__versie=concept).delete()
    for niveau in range(5, -1, -1):
        Begrotingspost.objects.filter(versie=concept, level=niveau).delete()
    concept.delete()
    jo.delete()


def _verklaar(page: Page, wie: User) -> None:
    page.goto(f"/inloggen/?next={ADRES}")
    page.get_by_label("Gebruikersnaam").fill(wie.username)
    page.get_by_label("Wachtwoord").fill(WACHTWOORD)
    page.get_by_label("Wachtwoord").press("Enter")
    page.get_by_text("Wijzig de oorzaken van lasten").click()
    page.get_by_label("Lasten, oorzaak 1").fill("Cao")
    page.locator("#id_lasten-0-bedrag").fill("-336")
    page.get_by_role("button", name="Bewaar de oorzaken").click()
    expect(page.get_by_text("De verklaring is bewaard.")).to_be_visible()
    rest = page.locator("#kant-lasten").locator("..").locator("tfoot td")
    expect(rest).to_have_text("0")


def test_een_controller_verklaart_een_verschil_tot_nul(desktop: Page, axe: Callable[[Page], str], controller: User):
    _verklaar(desktop, controller)
    desktop.get_by_text("Wijzig de oorzaken van lasten").click()
    assert axe(desktop) == ""


def test_verklaren_gaat_ook_zonder_script(zonder_js: Page, controller: User):
    _verklaar(zonder_js, controller)


def test_op_een_telefoon_leest_iedereen_de_verklaring(telefoon: Page, axe: Callable[[Page], str]):
    telefoon.goto("/begroting/2025/samenleving-en-bestuur/verklaringen/")
    expect(telefoon.locator("h1")).to_contain_text("Waarom verandert het bedrag?")
    assert axe(telefoon) == ""
    assert telefoon.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
