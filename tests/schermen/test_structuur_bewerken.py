"""The whole task of a beheerder in a real browser: with the keyboard, without a script, and checked by axe."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import Page, expect

from organisatie import models as organisatie
from organisatie import services_bewerken as bewerken
from organisatie.services_concept import maak_concept
from tests.gebruikers import WACHTWOORD, maak_gebruiker

BRON, BEGIN = "organisatie-2025", date(2030, 1, 1)
MET_GESCHIEDENIS: list[Any] = [
    *(organisatie.Onderdeel, organisatie.Verantwoordingslijn, organisatie.Kernwaarde, organisatie.Kengetal),
    *(organisatie.Opvolging, organisatie.Eenheid, organisatie.Organisatiestructuur),
]


@pytest.fixture
def bea(portaal: str) -> Iterator[User]:
    """A beheerder in the database of the running portal. What this test writes there is gone afterwards."""
    begin = timezone.now()
    namen = dict(organisatie.Eenheid.objects.values_list("pk", "naam"))
    gebruiker = maak_gebruiker("beheerder", password=WACHTWOORD, first_name="Bea", last_name="Heerder")
    yield gebruiker
    with transaction.atomic():
        nieuw = organisatie.Organisatiestructuur.objects.filter(geldig_van__gte=BEGIN)
        nieuw.update(correctie_reden="opruimen")
        pks = list(nieuw.values_list("pk", flat=True))
        organisatie.Bewerking.objects.filter(versie__in=pks).delete()
        organisatie.Opvolging.objects.filter(datum__gte=BEGIN).delete()
        for model in MET_GESCHIEDENIS[:4]:
            veld = "versie" if model is organisatie.Onderdeel else "structuur"
            _wis(model.objects.filter(**{f"{veld}__in": pks}))
        _wis(nieuw)
        organisatie.Eenheid.objects.exclude(pk__in=namen).delete()
        for eenheid in organisatie.Eenheid.objects.all():
            organisatie.Eenheid.objects.filter(pk=eenheid.pk).update(naam=namen[eenheid.pk])
        organisatie.Organisatiestructuur.objects.filter(code=BRON).update(geldig_tot=None)
        for model in MET_GESCHIEDENIS:
            model.history.filter(history_date__gte=begin).delete()
        gebruiker.delete()


def _wis(rijen: Any) -> None:
    """Delete rows that point at each other, in one statement."""
    rijen._raw_delete(rijen.db)


def _log_in(page: Page, gebruiker: User, pad: str) -> None:
    page.goto(f"/inloggen/?next={pad}")
    page.get_by_label("Gebruikersnaam").fill(gebruiker.username)
    page.get_by_label("Wachtwoord").fill(WACHTWOORD)
    page.get_by_label("Wachtwoord").press("Enter")
    page.wait_for_url(f"**{pad}")


def _open(page: Page, *links: str) -> None:
    """Follow links one after the other, with the keyboard."""
    for link in links:
        page.get_by_role("main").get_by_role("link", name=link, exact=True).first.press("Enter")
        page.wait_for_load_state()


def test_van_concept_naar_vaststellen_naar_correctie_met_het_toetsenbord_en_zonder_script(zonder_js: Page, bea: User):
    page = zonder_js
    _log_in(page, bea, "/organisatie/structuren/")
    _open(page, "Maak een concept van Organisatie 2025")
    page.get_by_label("Naam").fill("Organisatie 2030")
    page.get_by_label("Geldig vanaf").fill("2030-01-01")
    page.get_by_label("Besluit").fill("Collegebesluit 12")
    page.get_by_label("Besluit").press("Enter")
    expect(page.locator("h1")).to_contain_text("Organisatie 2030")

    _open(page, "Concernstaf", "Hernoemen")
    page.get_by_label("Nieuwe naam").fill("Concernbureau")
    page.get_by_label("Nieuwe naam").press("Enter")
    expect(page.get_by_role("main")).to_contain_text("Concernstaf hernoemd in Concernbureau")

    _open(page, "Ondersteunende eenheden", "Verplaatsen")
    page.get_by_label("Zoek een onderdeel").fill("bureau")
    page.get_by_label("Zoek een onderdeel").press("Enter")
    keuze = page.get_by_role("radio", name="Gemeente Enschede › Concernbureau")
    keuze.press(" ")
    expect(keuze).to_be_checked()
    page.get_by_role("button", name="Verplaats").press("Enter")
    expect(page.get_by_role("main")).to_contain_text("verplaatst van Clusters (15) naar Concernbureau")

    _open(page, "Ontwikkelende eenheden", "Splitsen")
    page.get_by_label("Naam van het eerste").fill("Ontwikkeling")
    page.get_by_label("Naam van het tweede").fill("Vernieuwing")
    page.get_by_label("Naam van het tweede").press("Enter")
    verschil = page.get_by_role("region", name="Wat dit concept verandert")
    for woord in ("Hernoemd", "Verplaatst", "Gesplitst"):
        expect(verschil).to_contain_text(woord)

    _open(page, "Controleer en stel vast")
    expect(page.get_by_role("main")).to_contain_text("Organisatie 2025 eindigt. Organisatie 2030 begint.")
    page.get_by_label("Reden").fill("Vastgesteld door het college")
    page.get_by_role("button", name="Stel vast").press("Enter")
    expect(page.locator("h1")).to_contain_text("Vastgesteld")

    for dag, er_is, er_is_niet in (
        ("2029-12-31", "Concernstaf", "Concernbureau"),
        ("2030-01-01", "Concernbureau", "Concernstaf"),
    ):
        page.goto(f"/organisatie/?geldigOp={dag}")
        boom = page.locator(".portaal-boom")
        expect(boom).to_contain_text(er_is)
        expect(boom).not_to_contain_text(er_is_niet)

    page.goto("/organisatie/structuren/organisatie-2030/")
    _open(page, "Corrigeer een fout", "Concernbureau")
    page.get_by_label("Naam").fill("Concern- en bestuursbureau")
    page.get_by_label("Reden").fill("De naam was niet volledig")
    page.get_by_role("button", name="Bewaar de correctie").press("Enter")
    correcties = page.get_by_role("region", name="Correcties")
    for woord in ("Concernbureau", "Concern- en bestuursbureau", "De naam was niet volledig"):
        expect(correcties).to_contain_text(woord)


def test_elk_scherm_is_toegankelijk_en_past(scherm: Page, bea: User, axe: Callable[[Page], str]):
    plan = maak_concept(structuur=BRON, naam="Organisatie 2030", geldig_van=BEGIN, besluit="Collegebesluit 12").code
    bewerken.hernoem(structuur=plan, code="concernstaf", naam="Concernbureau")
    bewerken.verplaats(structuur=plan, code="ondersteunende-eenheden", ouder="concernstaf")
    pad = f"/organisatie/structuren/{plan}"
    _log_in(scherm, bea, f"{pad}/bewerken/")
    onderdeel = f"{pad}/bewerken/ontwikkelorganisaties/"
    for adres in (
        f"{pad}/bewerken/",
        onderdeel,
        f"{onderdeel}verplaatsen/",
        f"{onderdeel}portefeuille/",
        f"{onderdeel}splitsen/",
        f"{onderdeel}samenvoegen/",
        f"{pad}/vaststellen/",
        f"/organisatie/structuren/{BRON}/corrigeren/concernstaf/",
        "/organisatie/eenheden/concerndirectie/functies/",
        "/organisatie/eenheden/concerndirectie/functies/toewijzen/",
    ):
        scherm.goto(adres)
        assert (adres, axe(scherm)) == (adres, "")
        assert scherm.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
