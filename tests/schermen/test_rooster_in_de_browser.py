"""A controller's morning in a real browser: typing, pasting, undoing, a conflict, a closed tab, without a script."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from begroting import services_bewerken, services_concept
from begroting.models import Bedrag, Begroting, Begrotingspost
from begroting.rooster import Getypt, Sleutel
from tests.gebruikers import WACHTWOORD, maak_gebruiker

ADRES = "/begroting/versie/begroting-2025-concept-1/bewerken/"


@pytest.fixture
def mensen(portaal: str) -> Iterator[tuple[User, User]]:
    """Two controllers and a draft in the database of the running portal; gone afterwards, because that stays."""
    jo = maak_gebruiker("controller", password=WACHTWOORD, first_name="Jo", last_name="Jansen")
    bo = maak_gebruiker("controller", password=WACHTWOORD, first_name="Bo", last_name="Smit")
    services_concept.maak_concept(Begroting.objects.get(code="begroting-2025").pk, jaar=2025, gebruiker=jo)
    yield jo, bo
    concept = Begroting.objects.get(code="begroting-2025-concept-1")
    for model in concept._meta.related_objects:
        if model.related_model is Begrotingspost:
            Bedrag.objects.filter(post__versie=concept).delete()
            for niveau in range(5, -1, -1):
                Begrotingspost.objects.filter(versie=concept, level=niveau).delete()
    concept.delete()
    for mens in (jo, bo):
        mens.delete()


@pytest.fixture
def cel(mensen: tuple[User, User]) -> Sleutel:
    """The lasten of programme 3.3 in 2025."""
    post = Begrotingspost.objects.get(versie__code="begroting-2025-concept-1", code="samenleving-en-bestuur")
    return Sleutel(post.pk, 2025, "lasten")


def _open(page: Page, wie: User, vraag: str = "") -> None:
    page.goto(f"/inloggen/?next={ADRES}{vraag}")
    page.get_by_label("Gebruikersnaam").fill(wie.username)
    page.get_by_label("Wachtwoord").fill(WACHTWOORD)
    page.get_by_label("Wachtwoord").press("Enter")
    expect(page.locator("h1")).to_contain_text("Programmabegroting 2025")


def _vak(page: Page, cel: Sleutel, **anders):
    return page.locator(f'input[name="{cel._replace(**anders)}"]')


def _plak(page: Page, tekst: str) -> None:
    page.evaluate(
        """tekst => {
            const data = new DataTransfer();
            data.setData("text/plain", tekst);
            const plak = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
            document.activeElement.dispatchEvent(plak);
        }""",
        tekst,
    )


def _bedrag(cel: Sleutel) -> int:
    return int(Bedrag.objects.get(**cel._asdict()).bedrag)


def _bewaar(cel: Sleutel, tekst: str, wie: User) -> None:
    begroting = Begroting.objects.get(code="begroting-2025-concept-1")
    getypt = {cel: Getypt(tekst, Bedrag.objects.get(**cel._asdict()).bedrag, 1000)}
    services_bewerken.bewaar_cellen(begroting.pk, getypt=getypt, reden="van een collega", gebruiker=wie)


def test_het_rooster_is_toegankelijk_en_past_op_het_scherm(scherm: Page, mensen, cel, axe: Callable[[Page], str]):
    _open(scherm, mensen[0])
    _vak(scherm, cel).fill("12.34")
    _vak(scherm, cel, jaar=2026).fill("51.000")
    for vraag in ("", "?kant=alle"):
        if vraag:
            scherm.goto(ADRES + vraag)
        assert axe(scherm) == ""
        assert scherm.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    for pad in (
        "verschil/",
        "werkmap/",
        "../samenleving-en-bestuur/geschiedenis/",
        "../samenleving-en-bestuur/opmerkingen/",
    ):
        scherm.goto(ADRES + pad)
        assert axe(scherm) == ""
        assert scherm.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    for adres in ("/begroting/wacht-op-mij/", "/begroting/concept/"):
        scherm.goto(adres)
        assert axe(scherm) == ""


def test_een_ochtend_met_het_toetsenbord(desktop: Page, mensen, cel):
    _open(desktop, mensen[0], "?kant=alle")
    vak, baten = _vak(desktop, cel), _vak(desktop, cel, kant="baten")
    saldo = desktop.locator(f'tbody tr[data-uitkomst="{cel.post_id}"][data-regel="saldo"] td').nth(2)
    resultaat = desktop.locator('tfoot tr[data-regel="resultaat"] td').nth(2)
    expect(saldo).to_have_text("44.176")
    vak.focus()
    desktop.keyboard.type("60000")
    expect(saldo).to_have_text("51.322")
    expect(resultaat).to_have_text("51.158")
    desktop.keyboard.press("Enter")
    expect(vak).to_have_value("60.000")
    expect(baten).to_be_focused()
    expect(desktop.locator(f"[id='b{cel}']")).to_have_text("was 52.854")
    desktop.keyboard.press("ArrowUp")
    expect(vak).to_be_focused()
    desktop.keyboard.press("ArrowRight")
    expect(_vak(desktop, cel, jaar=2026)).to_be_focused()
    desktop.keyboard.press("Tab")
    expect(_vak(desktop, cel, jaar=2027)).to_be_focused()
    desktop.keyboard.type("9.9.9")
    expect(desktop.locator(f"[id='b{cel._replace(jaar=2027)}']")).to_contain_text("is geen bedrag")
    desktop.keyboard.press("Escape")
    expect(_vak(desktop, cel, jaar=2027)).to_have_value("49.987")
    desktop.keyboard.press("F6")
    expect(desktop.get_by_role("link", name="geschiedenis", exact=True)).to_be_focused()
    desktop.keyboard.press("F6")
    desktop.keyboard.press("Control+z")
    expect(vak).to_have_value("52.854")
    expect(saldo).to_have_text("44.176")
    desktop.keyboard.press("Control+y")
    expect(vak).to_have_value("60.000")
    desktop.get_by_label("Reden van deze wijzigingen").fill("septembercirculaire")
    desktop.keyboard.press("Control+s")
    expect(desktop.locator("main")).to_contain_text("1 bedrag.")
    assert _bedrag(cel) == 60_000_000
    vak = _vak(desktop, cel)
    vak.focus()
    desktop.locator("#celbalk").get_by_role("link", name="geschiedenis").press("Enter")
    expect(desktop.locator("main")).to_contain_text("septembercirculaire")
    expect(desktop.locator("main")).to_contain_text("+7.146")


SOMMEN = "() => [...document.querySelectorAll('.portaal-rooster td:not(:has(input))')].map(cel => cel.textContent)"


def test_wat_de_pagina_tijdens_het_typen_optelt_is_wat_de_server_optelt(desktop: Page, mensen, cel):
    _open(desktop, mensen[0], "?kant=alle")
    van_server = desktop.evaluate(SOMMEN)
    vak, saldo = _vak(desktop, cel), desktop.locator('tfoot tr[data-regel="saldo"] td').nth(2)
    vak.fill("52.854,5")
    expect(saldo).to_have_text("44.176,5")
    vak.fill("52.854")
    assert desktop.evaluate(SOMMEN) == van_server
    for jaar, kant, tekst in (
        (2025, "lasten", "1.000"),
        (2026, "baten", ""),
        (2027, "lasten", "fout"),
        (2028, "baten", "-7"),
    ):
        _vak(desktop, cel, jaar=jaar, kant=kant).fill(tekst)
    expect(saldo).to_have_text("−7.678")
    van_pagina = desktop.evaluate(SOMMEN)
    expect(desktop.locator("#roosterstand")).to_contain_text("Onthouden, nog niet bewaard: 4 bedragen")
    desktop.reload()
    assert desktop.evaluate(SOMMEN) == van_pagina != van_server


def test_een_blok_uit_excel_plakken_en_in_een_keer_ongedaan_maken(desktop: Page, mensen, cel):
    _open(desktop, mensen[0], "?kant=alle")
    _vak(desktop, cel).focus()
    _plak(desktop, "53.000\t€ 51.000\r\n9.000\t8000\r\n")
    expect(_vak(desktop, cel)).to_have_value("53.000")
    expect(_vak(desktop, cel, jaar=2026)).to_have_value("51.000")
    expect(_vak(desktop, cel, kant="baten")).to_have_value("9.000")
    expect(_vak(desktop, cel, jaar=2026, kant="baten")).to_have_value("8.000")
    expect(desktop.locator('tfoot tr[data-regel="saldo"] td').nth(2)).to_have_text("44.000")
    expect(desktop.locator("#roosterstand")).to_contain_text("Geplakt: 4 bedragen gewijzigd")
    desktop.keyboard.press("Control+z")
    expect(_vak(desktop, cel)).to_have_value("52.854")
    expect(_vak(desktop, cel, jaar=2026, kant="baten")).to_have_value("7.925")


def test_na_een_gesloten_tab_en_een_verlopen_login_staat_alles_er_nog(desktop: Page, mensen, cel):
    _open(desktop, mensen[0])
    _vak(desktop, cel).fill("53.1")
    _vak(desktop, cel, jaar=2026).fill("51.000")
    expect(desktop.locator("#roosterstand")).to_contain_text("Onthouden, nog niet bewaard: 2 bedragen")
    Session.objects.all().delete()
    _vak(desktop, cel, jaar=2027).fill("50.000")
    expect(desktop.locator("#roosterstand")).to_contain_text("Uw login is verlopen")
    tweede = desktop.context.new_page()
    desktop.close()
    _open(tweede, mensen[0])
    for jaar, tekst in ((2025, "53.1"), (2026, "51.000"), (2027, "50.000")):
        expect(_vak(tweede, cel, jaar=jaar)).to_have_value(tekst)
    expect(tweede.locator("main")).to_contain_text("3 bedragen zijn nog niet bewaard")


def test_zonder_script_typen_een_fout_een_conflict_en_bewaren(zonder_js: Page, mensen, cel):
    jo, bo = mensen
    _open(zonder_js, jo)
    _bewaar(cel, "53.500", bo)
    _vak(zonder_js, cel).fill("54.000")
    _vak(zonder_js, cel, jaar=2026).fill("vijftig")
    _vak(zonder_js, cel, jaar=2027).fill("50.000")
    zonder_js.get_by_label("Reden van deze wijzigingen").fill("cao")
    zonder_js.get_by_role("button", name="Bewaar", exact=True).click()
    expect(zonder_js.locator("main")).to_contain_text("Bewaard: 1 bedrag.")
    expect(_vak(zonder_js, cel, jaar=2026)).to_have_value("vijftig")
    expect(_vak(zonder_js, cel, jaar=2026)).to_have_attribute("aria-invalid", "true")
    vraag = zonder_js.get_by_role("group", name=re.compile("Bo Smit bewaarde hier om .* 53.500"))
    vraag.get_by_label("mijn 54.000").check()
    _vak(zonder_js, cel, jaar=2026).fill("50.500")
    zonder_js.get_by_label("Reden van deze wijzigingen").fill("toch")
    zonder_js.get_by_role("button", name="Bewaar", exact=True).click()
    expect(zonder_js.locator("main")).to_contain_text("Bewaard: 2 bedragen.")
    assert [_bedrag(cel._replace(jaar=jaar)) for jaar in (2025, 2026, 2027)] == [54_000_000, 50_500_000, 50_000_000]


def test_op_een_telefoon_is_een_bedrag_te_zien_en_te_wijzigen(telefoon: Page, mensen, cel):
    _open(telefoon, mensen[0])
    vak = _vak(telefoon, cel)
    vak.tap()
    breedte = telefoon.locator("thead th").first.evaluate("kop => kop.getBoundingClientRect().width")
    assert breedte < 200, "the names leave room for figures"
    vak.fill("53.000")
    telefoon.get_by_label("Reden van deze wijzigingen").fill("cao")
    telefoon.get_by_role("button", name="Bewaar", exact=True).tap()
    expect(telefoon.locator("main")).to_contain_text("Bewaard: 1 bedrag.")
    assert _bedrag(cel) == 53_000_000
