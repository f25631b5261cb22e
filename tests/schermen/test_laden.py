"""Loading in a real browser, on the real documents: upload, read the difference, confirm, undo; each screen with axe.

Every test ends with the documents as they were: what a load wrote is undone, and its own traces are removed.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import Page, expect

from begroting.models import Bedrag, Begroting
from enschede_org.portaal.models import Laadbeurt
from tests.gebruikers import maak_gebruiker
from tests.portaal.laadbeurten import alles

JAAR = Path("fixtures/2025")
POST = "samenleving-en-bestuur"


@pytest.fixture
def beheerder(portaal: str, settings) -> Iterator[str]:
    """Be logged in as a beheerder, with work done at once; give the session, and leave no trace."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    modellen = [model for model in apps.get_models() if hasattr(model, "history_id")]
    laatste = {
        model: model._default_manager.order_by("-history_id").values_list("history_id", flat=True).first() or 0
        for model in modellen
    }
    beurten = set(Laadbeurt.objects.values_list("pk", flat=True))
    correcties = dict(Begroting.objects.values_list("pk", "laatste_correctie"))
    voor = alles()
    client = Client()
    gebruiker = maak_gebruiker("beheerder", first_name="Jo", last_name="Jansen")
    client.force_login(gebruiker)
    yield client.cookies["sessionid"].value
    assert alles() == voor
    for model, nummer in laatste.items():
        model._default_manager.filter(history_id__gt=nummer).delete()
    for pk, correctie in correcties.items():
        Begroting.objects.filter(pk=pk).update(laatste_correctie=correctie)
    eigen = Laadbeurt.objects.exclude(pk__in=beurten)
    eigen.filter(terug_van__isnull=False).delete()
    eigen.delete()
    Session.objects.all().delete()
    gebruiker.delete()


def _log_in(page: Page, portaal: str, sessie: str) -> None:
    page.context.add_cookies([{"name": "sessionid", "value": sessie, "url": portaal}])


def _upload(page: Page, map_: Path, *vervanging: str) -> None:
    """Choose the budget of 2025 with one other amount, and send it."""
    namen = ("begroting.yaml", "programmabegroting-2025.csv", "iv3-begroting-2025.csv")
    for naam in namen:
        tekst = (JAAR / naam).read_text(encoding="utf-8")
        if naam == "programmabegroting-2025.csv":
            oud, nieuw = vervanging
            assert oud in tekst
            tekst = tekst.replace(oud, nieuw, 1)
        (map_ / naam).write_text(tekst, encoding="utf-8")
    page.goto("/")
    page.locator("summary", has_text="Jo Jansen").press("Enter")
    page.get_by_role("link", name="Een jaar laden").press("Enter")
    page.get_by_role("link", name="Nieuwe lading").press("Enter")
    page.get_by_label("Bestanden").set_input_files([map_ / naam for naam in namen])
    page.get_by_role("button", name="Verstuur en controleer").press("Enter")


def _bedrag() -> tuple[str, str]:
    regels = (JAAR / "programmabegroting-2025.csv").read_text(encoding="utf-8").splitlines()
    oud = next(regel for regel in regels if regel.startswith(f"{POST};2026;lasten;"))
    return oud, f"{POST};2026;lasten;50.800"


def test_uploaden_verschil_lezen_bevestigen_en_terugdraaien(
    scherm: Page, portaal: str, beheerder: str, axe, tmp_path: Path
):
    _log_in(scherm, portaal, beheerder)
    stond = Bedrag.objects.get(post__code=POST, post__versie__code="begroting-2025", jaar=2026, kant="lasten")
    _upload(scherm, tmp_path, *_bedrag())
    expect(scherm.locator("h1")).to_contain_text("te bevestigen")
    expect(scherm.locator("main")).to_contain_text("lasten 2026 van 50.793 naar 50.800 (x 1.000 euro)")
    assert axe(scherm) == ""
    scherm.get_by_label("Reden").fill("Erratum")
    scherm.get_by_role("button", name="Bevestig en laad").press("Enter")
    expect(scherm.locator("h1")).to_contain_text("geladen")
    assert axe(scherm) == ""
    bedrag = Bedrag.objects.get(pk=stond.pk)
    assert bedrag.bedrag == 50800000
    scherm.get_by_label("Reden").fill("Toch niet")
    scherm.get_by_role("button", name="Draai deze lading terug").press("Enter")
    expect(scherm.locator("main")).to_contain_text("Wat er voor die lading stond, staat er weer")
    expect(scherm.locator("main")).to_contain_text("lasten 2026 van 50.800 naar 50.793")
    assert axe(scherm) == ""
    assert Bedrag.objects.get(pk=stond.pk).bedrag == stond.bedrag
    scherm.goto("/laden/")
    expect(scherm.get_by_role("row", name=re.compile("teruggedraaid"))).to_have_count(1)
    assert axe(scherm) == ""
    te_breed = scherm.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert te_breed <= 0


def test_het_hele_pad_gaat_zonder_javascript(zonder_js: Page, portaal: str, beheerder: str, tmp_path: Path):
    _log_in(zonder_js, portaal, beheerder)
    _upload(zonder_js, tmp_path, *_bedrag())
    # "Annuleer" stands in the same row but belongs to a form of its own.
    zonder_js.get_by_label("Reden").fill("Erratum")
    zonder_js.get_by_label("Reden").press("Enter")
    expect(zonder_js.locator("main")).to_contain_text("Alles hieronder staat nu in het portaal")
    beurt = zonder_js.url
    zonder_js.get_by_role("link", name="Programmabegroting 2025").click()
    expect(zonder_js.locator("h1")).to_contain_text("Programmabegroting 2025")
    zonder_js.goto(beurt)
    zonder_js.get_by_label("Reden").fill("Toch niet")
    zonder_js.get_by_label("Reden").press("Enter")
    expect(zonder_js.locator("main")).to_contain_text("Wat er voor die lading stond, staat er weer")


def test_het_verschil_is_af_te_drukken_zonder_knoppen(desktop: Page, portaal: str, beheerder: str, tmp_path: Path):
    _log_in(desktop, portaal, beheerder)
    _upload(desktop, tmp_path, *_bedrag())
    expect(desktop.get_by_role("button", name="Bevestig en laad")).to_be_visible()
    desktop.emulate_media(media="print")
    expect(desktop.get_by_role("button")).to_have_count(0)
    expect(desktop.get_by_text("lasten 2026 van 50.793 naar 50.800")).to_be_visible()
    desktop.emulate_media(media="screen")
    desktop.get_by_role("button", name="Annuleer").press("Enter")


def test_fouten_en_een_leeg_formulier_zijn_te_lezen_zonder_javascript_en_annuleren_kan(
    zonder_js: Page, portaal: str, beheerder: str, tmp_path: Path
):
    _log_in(zonder_js, portaal, beheerder)
    _upload(zonder_js, tmp_path, _bedrag()[0], f"{POST};2026;lasten;50.8")
    expect(zonder_js.locator("h1")).to_contain_text("fouten")
    expect(zonder_js.get_by_role("region", name=re.compile("programmabegroting-2025.csv"))).to_contain_text("“50.8”")
    zonder_js.get_by_role("link", name="verstuur ze opnieuw").click()
    zonder_js.get_by_role("button", name="Verstuur en controleer").click()
    _upload(zonder_js, tmp_path, *_bedrag())
    zonder_js.get_by_label("Zoek").fill("bestaat niet")
    zonder_js.get_by_role("button", name="Toon").click()
    expect(zonder_js.locator("main")).to_contain_text("Geen enkele rij past hierbij")
    zonder_js.get_by_role("button", name="Annuleer").click()
    expect(zonder_js.locator("h1")).to_contain_text("geannuleerd")


def test_de_andere_schermen_zijn_toegankelijk(scherm: Page, portaal: str, beheerder: str, axe, tmp_path: Path):
    _log_in(scherm, portaal, beheerder)
    scherm.goto("/laden/nieuw/")
    assert axe(scherm) == ""
    _upload(scherm, tmp_path, _bedrag()[0], f"{POST};2026;lasten;50.8")
    expect(scherm.locator("h1")).to_contain_text("fouten")
    assert axe(scherm) == ""
    beurt = Laadbeurt.objects.latest("pk")
    Laadbeurt.objects.filter(pk=beurt.pk).update(status="controleren", resultaat=b"", voortgang=40)
    scherm.goto(f"/laden/{beurt.pk}/")
    expect(scherm.get_by_role("progressbar")).to_be_visible()
    assert axe(scherm) == ""
