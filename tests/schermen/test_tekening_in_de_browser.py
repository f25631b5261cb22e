"""The drawn organogram and "Wie gaat hierover?" in a real browser: text fits, and it goes without mouse and script."""

import re

import pytest
from playwright.sync_api import Page, expect

TEKENING = "/organisatie/tekening/?geldigOp=2017-12-01"

# Every line of text against the box that it stands in, in pixels of the screen.
STEEKT_UIT = """() => [...document.querySelectorAll('.portaal-tekening a')].flatMap(vak => {
  const kader = vak.querySelector('rect').getBoundingClientRect();
  return [...vak.querySelectorAll('tspan')].filter(tekst => {
    const maat = tekst.getBoundingClientRect();
    return maat.right > kader.right || maat.left < kader.left || maat.bottom > kader.bottom || maat.top < kader.top;
  }).map(tekst => tekst.textContent);
})"""


@pytest.mark.parametrize("datum", ["2012-06-01", "2017-12-01", "2025-09-01"])
@pytest.mark.parametrize("lijn", ["hierarchisch", "beide"])
def test_alle_tekst_past_in_zijn_vak(desktop: Page, datum: str, lijn: str):
    desktop.goto(f"/organisatie/tekening/?geldigOp={datum}&lijn={lijn}")
    expect(desktop.locator(".portaal-tekening svg")).to_be_visible()
    assert desktop.evaluate(STEEKT_UIT) == []


def test_zonder_muis_en_zonder_javascript_kom_je_van_de_lijst_bij_een_vak_en_zijn_onderdeel(zonder_js: Page):
    zonder_js.goto("/organisatie/?geldigOp=2017-12-01")
    zonder_js.get_by_role("link", name="Bekijk als tekening").press("Enter")
    vak = zonder_js.get_by_role("link", name=re.compile("^Communicatie afdeling"))
    vak.focus()
    assert vak.locator("rect").evaluate("vak => getComputedStyle(vak).strokeWidth") == "3px"
    vak.press("Enter")
    expect(zonder_js.locator("h1")).to_have_text("Communicatie")
    expect(zonder_js).to_have_url(re.compile("geldigOp=2017-12-01"))


def test_op_een_telefoon_schuift_alleen_de_tekening(telefoon: Page):
    telefoon.goto(TEKENING)
    gebied = telefoon.get_by_role("region", name=re.compile("Tekening van"))
    assert gebied.evaluate("deel => deel.scrollWidth > deel.clientWidth")
    assert telefoon.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    expect(telefoon.get_by_text("Schuif haar opzij")).to_be_visible()
    gebied.focus()
    telefoon.keyboard.press("End")
    telefoon.keyboard.press("ArrowRight")
    expect(gebied).not_to_have_js_property("scrollLeft", 0)


def test_een_lijn_kiezen_en_een_datum_kiezen_houden_elkaar_vast(zonder_js: Page):
    zonder_js.goto(TEKENING)
    zonder_js.get_by_role("link", name="Beide lijnen").click()
    expect(zonder_js.get_by_role("link", name=re.compile("^Concernopdrachten • Duurzaamheid"))).to_be_visible()
    zonder_js.get_by_label("Kijk op datum").fill("2018-01-15")
    zonder_js.get_by_role("button", name="Toon").click()
    expect(zonder_js.get_by_role("link", name="Beide lijnen")).to_have_attribute("aria-current", "page")
    expect(zonder_js).to_have_url(re.compile("geldigOp=2018-01-15"))


def test_van_de_startpagina_vind_je_wie_over_een_onderwerp_gaat(zonder_js: Page):
    zonder_js.goto("/?geldigOp=2025-09-01")
    zonder_js.get_by_label("Zoek een onderdeel, een doel of een programma").fill("zorg en veiligheid")
    zonder_js.get_by_label("Zoek een onderdeel, een doel of een programma").press("Enter")
    antwoord = zonder_js.get_by_role("region", name=re.compile("04.03"))
    expect(antwoord).to_contain_text("Kees Meijer")
    expect(antwoord).to_contain_text("op 1 september 2025: Wethouder van Gemeente Enschede")
    expect(antwoord.get_by_role("link", name="3.3 Samenleving en bestuur")).to_be_visible()
