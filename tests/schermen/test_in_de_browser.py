"""Every screen with the real documents, in a real browser: accessible, fitting a phone, without mouse or script."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

PROGRAMMA = "samenleving-en-bestuur"
SCHERMEN = [
    "/",
    "/organisatie/",
    "/organisatie/?geldigOp=2012-01-01",
    "/organisatie/?geldigOp=2017-12-01",
    "/organisatie/?geldigOp=2017-12-01&beschikbaarOp=2010-01-01",
    "/organisatie/?geldigOp=1999-01-01",
    "/organisatie/?geldigOp=gisteren",
    "/organisatie/tekening/?geldigOp=2017-12-01",
    "/organisatie/tekening/?geldigOp=2017-12-01&lijn=beide",
    "/organisatie/tekening/?geldigOp=2017-12-01&lijn=inhoudelijk&onder=concerndirectie",
    "/organisatie/tekening/?onder=bestaat-niet",
    "/organisatie/portefeuilles/?geldigOp=2017-12-01",
    "/organisatie/eenheden/concernstaf/",
    "/organisatie/eenheden/bedrijfs-en-managementondersteuning/?geldigOp=2017-12-01",
    "/organisatie/eenheden/concerndirectie/?geldigOp=2017-12-01",
    "/organisatie/personen/",
    "/organisatie/personen/kees-meijer/",
    "/organisatie/personen/roelof-bleker/",
    "/organisatie/eenheden/publieksdienstverlening/?geldigOp=2017-12-01",
    "/organisatie/functies/gemeentesecretaris/",
    "/organisatie/structuren/",
    "/organisatie/structuren/hoofdstructuur-bmc/",
    "/organisatie/structuren/organisatie-2025/",
    "/organisatie/vergelijken/",
    "/organisatie/vergelijken/?van=programmaorganisatie&naar=hoofdstructuur-bmc&weergave=naast",
    "/organisatie/vergelijken/?van=2012-01-01&naar=2017-12-01&weergave=boom&soort=verplaatst&soort=vervallen",
    "/organisatie/vergelijken/?van=1999-01-01",
    "/organisatie/eenheden/programma-economie-werk-en-onderwijs/leven/",
    "/organisatie/eenheden/algemeen-directeur/leven/?beschikbaarOp=2100-01-01",
    "/organisatie/opdrachten/?geldigOp=2017-12-01",
    "/organisatie/opdrachten/gebiedsgericht-werken/",
    "/organisatie/nevenfuncties/",
    "/organisatie/tegenspraak/",
    "/wie-gaat-hierover/",
    "/wie-gaat-hierover/?q=veilig",
    "/wie-gaat-hierover/?q=niets-van-dit-al",
    "/wie-gaat-hierover/onderdeel/communicatie/?geldigOp=2017-12-01",
    f"/wie-gaat-hierover/doel/{PROGRAMMA}.01.01/",
    "/doelen/",
    "/doelen/2011/",
    "/doelen/2025/",
    f"/doelen/2025/{PROGRAMMA}/",
    f"/doelen/2025/{PROGRAMMA}/open-enschede/",
    f"/doelen/2025/{PROGRAMMA}/01/",
    f"/doelen/2025/{PROGRAMMA}/01.01/",
    f"/doelen/2025/{PROGRAMMA}/02.02/",
    f"/doelen/2025/{PROGRAMMA}/01.01.01/",
    "/begroting/",
    "/begroting/2025/",
    f"/begroting/2025/{PROGRAMMA}/",
    "/begroting/2025/taakvelden/",
    "/begroting/2025/tv-0.10/",
    "/begroting/2025/wijzigingen/",
    "/begroting/2025/standen/",
    "/begroting/2025/meerjaren/?in=miljoen&verschil=beide",
    "/begroting/2025/meerjaren/?indeling=hoofdtaakveld&open=tv-1",
    "/begroting/2025/meerjaren/?indeling=portefeuillehouder",
    "/begroting/2025/meerjaren/?indeling=kleur",
    "/begroting/vergelijken/",
    "/begroting/2025/aansluiting/",
    "/begroting/2025/aansluiting/?toon=open",
    f"/begroting/2025/{PROGRAMMA}/spoor/?jaar=2025&kant=lasten",
    "/begroting/2025/tv-0/spoor/",
    "/begrippen/",
    "/bronnen/",
    "/bronnen/bmc-2017/",
    "/bestaat-niet/",
]


@pytest.mark.parametrize("adres", SCHERMEN)
def test_een_scherm_is_toegankelijk_en_past_op_het_scherm(scherm: Page, axe: Callable[[Page], str], adres: str):
    scherm.goto(adres)
    expect(scherm.locator("h1")).to_have_count(1)
    assert axe(scherm) == ""
    te_breed = scherm.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert te_breed <= 0


def test_het_organogram_gaat_zonder_muis_dicht_en_open_en_leidt_naar_een_onderdeel(desktop: Page):
    desktop.goto("/organisatie/?geldigOp=2017-12-01")
    bmo = desktop.get_by_role("link", name="Communicatie", exact=True)
    expect(bmo).to_be_visible()
    tak = desktop.locator("li", has=desktop.get_by_role("link", name="Ondersteunende eenheden", exact=True)).last
    tak.locator("summary").first.press("Enter")
    expect(bmo).to_be_hidden()
    tak.locator("summary").first.press("Enter")
    bmo.press("Enter")
    expect(desktop.locator("h1")).to_have_text("Communicatie")
    expect(desktop).to_have_url(re.compile(r"geldigOp=2017-12-01"))


def test_een_datum_kiezen_toont_de_structuur_van_toen_en_houdt_die_datum_vast(zonder_js: Page):
    zonder_js.goto("/organisatie/")
    zonder_js.get_by_label("Kijk op datum").fill("2012-06-01")
    zonder_js.get_by_role("button", name="Toon").click()
    expect(zonder_js.get_by_role("link", name="Programma Leefomgeving")).to_be_visible()
    zonder_js.get_by_role("link", name="Programma Leefomgeving").click()
    expect(zonder_js.locator("h1")).to_have_text("Programma Leefomgeving")
    expect(zonder_js).to_have_url(re.compile(r"geldigOp=2012-06-01"))
    zonder_js.get_by_role("link", name="Terug naar vandaag").click()
    expect(zonder_js).not_to_have_url(re.compile("geldigOp"))


def test_van_een_euro_naar_een_doel_naar_een_mens(zonder_js: Page):
    zonder_js.goto("/begroting/2025/")
    zonder_js.get_by_role("link", name="3.3 Samenleving en bestuur", exact=True).click()
    expect(zonder_js.get_by_role("row", name=re.compile(r"^Resultaat"))).to_contain_text("44.013")
    zonder_js.get_by_role("link", name="Arjan Kampman").click()
    expect(zonder_js.locator("h1")).to_have_text("Arjan Kampman")
    zonder_js.goto(f"/doelen/2025/{PROGRAMMA}/")
    zonder_js.get_by_role("link", name=re.compile(r"^01 Enschede is een op de inwoner gerichte")).first.click()
    expect(zonder_js.locator("main")).to_contain_text("19.753")


def test_het_eerste_dat_een_toetsenbord_bereikt_is_de_sprong_naar_de_inhoud(desktop: Page):
    desktop.goto("/")
    desktop.keyboard.press("Tab")
    expect(desktop.locator(":focus")).to_have_attribute("href", "#inhoud")


def test_een_brede_tabel_schuift_met_het_toetsenbord_en_heeft_een_naam(telefoon: Page):
    telefoon.goto(f"/begroting/2025/{PROGRAMMA}/")
    tabel = telefoon.get_by_role("region", name=re.compile("Lasten, baten en reserves"))
    tabel.focus()
    telefoon.keyboard.press("ArrowRight")
    telefoon.wait_for_function("() => document.activeElement.scrollLeft > 0")


BEDEKT = """() => {
  const link = document.activeElement, vak = link.getBoundingClientRect();
  const boven = document.elementFromPoint(vak.left + 2, vak.top + 2);
  return link.tagName === "A" && !link.contains(boven) ? link.textContent : "";
}"""


def test_een_lange_tabel_staat_in_zijn_geheel_op_de_pagina_en_haar_kop_bedekt_niets(desktop: Page):
    desktop.set_viewport_size({"width": 1280, "height": 720})
    desktop.goto("/begroting/2025/taakvelden/#post-tv-6")
    tabel = desktop.get_by_role("region", name=re.compile("per taakveld"))
    assert tabel.evaluate("vak => vak.scrollHeight - vak.clientHeight") <= 1
    kop = tabel.locator("thead th").first
    assert kop.evaluate("cel => cel.getBoundingClientRect().top") == 0, "the head stays in view"
    onder_kop = kop.evaluate("cel => cel.getBoundingClientRect().bottom")
    assert desktop.locator("#post-tv-6").evaluate("rij => rij.getBoundingClientRect().top") >= onder_kop - 1
    volgende = desktop.locator("#post-tv-7 a")
    volgende.focus()
    vorige = volgende.locator("xpath=ancestor::tr/preceding-sibling::tr[1]//a")
    vorige.evaluate("link => scrollBy(0, link.getBoundingClientRect().top - 8)")  # under the head
    assert vorige.evaluate("link => link.getBoundingClientRect().top") < onder_kop
    desktop.keyboard.press("Shift+Tab")
    assert desktop.evaluate("() => document.activeElement.tagName") == "A"
    assert desktop.evaluate(BEDEKT) == ""


def test_een_tabel_met_woorden_wordt_op_een_telefoon_een_rij_kaarten(telefoon: Page):
    telefoon.goto("/bronnen/")
    vak = telefoon.get_by_role("region", name=re.compile("Alle bronnen"))
    assert vak.evaluate("vak => vak.scrollWidth - vak.clientWidth") <= 0
    label = vak.locator("td").first.evaluate("cel => getComputedStyle(cel, '::before').content")
    assert "Uitgever" in label
