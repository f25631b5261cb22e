"""The pages with other municipalities, which are not among the documents of the browser tests, in a real browser."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.test import Client
from playwright.sync_api import Page, Route, expect

from tests.begroting.maak_landelijk import PAD, maak_iv3, maak_land


def _open(page: Page, client: Client, *adressen: str) -> None:
    """Open the first of these pages; the browser gets them as they are within the transaction of the test."""
    gekregen = {adres: client.get(adres) for adres in adressen}
    assert {antwoord.status_code for antwoord in gekregen.values()} <= {200, 400}

    def antwoord(route: Route) -> None:
        deel = urlsplit(route.request.url)
        gevraagd = gekregen[f"{deel.path}?{deel.query}" if deel.query else deel.path]
        koppen = {naam: waarde for naam, waarde in gevraagd.items() if naam != "Content-Length"}
        route.fulfill(status=gevraagd.status_code, headers=koppen, body=gevraagd.content)

    page.route("**/naast-anderen/**", antwoord)
    page.goto(adressen[0])


@pytest.mark.parametrize(
    "adres", [PAD, f"{PAD}?gemeente=almere&bedrag=saldo", f"{PAD}6.3/", f"{PAD}6.3/?groep=alle", f"{PAD}?groep=maan"]
)
def test_een_scherm_is_toegankelijk_en_past(
    documenten: None, scherm: Page, client: Client, axe: Callable[[Page], str], adres: str
) -> None:
    maak_land()
    if "alle" in adres:
        for nummer in range(45):
            maak_iv3(f"Stad {nummer}", {"0.1": (nummer, 0), "6.3": (900 * nummer, 1)})
    _open(scherm, client, adres)
    expect(scherm.locator("h1")).to_have_count(1)
    assert axe(scherm) == ""
    assert scherm.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_kiezen_gaat_met_het_toetsenbord_en_zonder_javascript(
    documenten: None, zonder_js: Page, client: Client
) -> None:
    maak_land()
    gekozen = f"{PAD}6.3/?groep=grootteklasse&bedrag=lasten&per=inwoner&gemeente=almere"
    _open(zonder_js, client, f"{PAD}6.3/", gekozen)
    expect(zonder_js.locator("tbody tr")).to_have_count(3)
    zonder_js.locator("summary").press("Enter")
    zonder_js.get_by_label("Almere").press("Space")
    zonder_js.get_by_role("button", name="Toon").press("Enter")
    expect(zonder_js).to_have_url(re.compile(r"gemeente=almere"))
    expect(zonder_js.locator("tbody tr")).to_have_count(2)
    expect(zonder_js.get_by_text("Of kies zelf gemeenten (1 gekozen)")).to_be_visible()


def test_een_grafiek_leidt_naar_het_taakveld(documenten: None, desktop: Page, client: Client) -> None:
    maak_land()
    _open(desktop, client, f"{PAD}?per=totaal", f"{PAD}0/?per=totaal")
    desktop.locator("svg a").first.press("Enter")
    expect(desktop).to_have_url(re.compile(r"/naast-anderen/0/\?per=totaal$"))
