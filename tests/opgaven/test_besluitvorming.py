"""The steps of a document and of its goals on the screen, beside whether the figures fit."""

import pytest
from django.test import Client

from opgaven.models import Doelenboom
from tests.begroting.maak import maak
from tests.fabriek import maak_doelenboom
from tests.gebruikers import als

pytestmark = pytest.mark.django_db


def test_de_stappen_op_het_scherm():
    begroting = maak(status="concept")
    pad = f"/begroting/versie/{begroting.code}/besluitvorming/"
    controller, beheerder = als("controller"), als("beheerder")
    assert "Bied aan" in controller.get(pad).content.decode()
    assert "Dit veld is verplicht" in controller.post(pad, {"stap": "aanbieden"}).content.decode()
    assert controller.post(pad, {"stap": "aanbieden", "reden": "Aan de raad"}).status_code == 302
    tekst = controller.get(pad).content.decode()
    assert "Neem terug" in tekst
    assert "Stel vast" not in tekst
    besluit = {"stap": "vaststellen", "besluit": "Besluit 3", "op": "2024-11-12", "gezien": "on"}
    assert controller.post(pad, besluit).status_code == 403
    assert beheerder.post(pad, besluit).status_code == 302
    assert "Er is geen volgende stap" in beheerder.get(pad).content.decode()
    assert Client().get("/begroting/2025/").status_code == 200
    assert als("lezer").get(pad).status_code == 403
    assert Client().get(pad).status_code == 302


def test_wie_vaststelt_ziet_eerst_wat_niet_aansluit():
    begroting = maak(status="concept", bedragen={("tv-0.2", 2025, "baten"): 7_000})
    pad = f"/begroting/versie/{begroting.code}/besluitvorming/"
    assert als("controller").post(pad, {"stap": "aanbieden", "reden": "Aan de raad"}).status_code == 302
    beheerder = als("beheerder")
    tekst = beheerder.get(pad).content.decode()
    assert "1 verschil vraagt om een verklaring" in tekst
    assert "1 verschil is niet verklaard. Ik heb dat gezien." in tekst
    besluit = {"stap": "vaststellen", "besluit": "Besluit 3", "op": "2024-11-12"}
    assert "Bekijk de aansluiting, en vink dit aan" in beheerder.post(pad, besluit).content.decode()
    assert beheerder.post(pad, {**besluit, "gezien": "on"}).status_code == 302


def test_doelen_worden_na_hun_begroting_vastgesteld():
    begroting = maak(status="concept")
    boom = maak_doelenboom(2025, begroting=begroting, status="concept")
    pad, besluit = f"/doelen/versie/{boom.code}/besluitvorming/", {"besluit": "Besluit 3", "op": "2024-11-12"}
    beheerder = als("beheerder")
    assert "Stel deze doelen vast" in beheerder.get(f"/doelen/versie/{boom.code}/").content.decode()
    assert "Stel die eerst vast" in beheerder.post(pad, besluit).content.decode()
    begroting.status = "vastgesteld"
    begroting.save()
    assert als("controller").post(pad, besluit).status_code == 403
    assert beheerder.post(pad, besluit).status_code == 302
    boom = Doelenboom.objects.get()
    assert (boom.status, boom.besluit) == ("vastgesteld", "Besluit 3")
    assert "Er is geen volgende stap" in beheerder.get(pad).content.decode()
    assert beheerder.get("/doelen/versie/weg/besluitvorming/").status_code == 404


def test_zonder_besluit_in_de_bron_zegt_de_pagina_dat_ook():
    maak(besluit="", vastgesteld_op=None)
    inhoud = als("controller").get("/begroting/2025/besluitvorming/").content.decode()
    assert "Besluit niet bekend" in inhoud
    assert ">Vastgesteld<" not in inhoud
    assert "/begroting/2025/aansluiting/" in inhoud
