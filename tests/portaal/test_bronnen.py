"""The sources, and what came from them."""

import re
from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from enschede_org.portaal.models import Begrip
from tests.fabriek import maak_begroting, maak_bron, maak_doelenboom, maak_structuur

DOELEN = {"doelen": ("Doelen", None), "bestuur.01": ("Doel", "doelen"), "bestuur.02": ("Doel", "doelen")}


def zet(bron, **velden):
    """Change a source."""
    for naam, waarde in velden.items():
        setattr(bron, naam, waarde)
    bron.save()
    return bron


def test_elke_bron_staat_met_uitgever_en_datum_in_de_lijst(db, client):
    zet(maak_bron("Oude nota"), datum=date(2011, 3, 1), uitgever="Gemeente Enschede")
    nieuw = zet(maak_bron("Nieuwe nota"), datum=date(2025, 7, 1))
    zet(maak_bron("Webpagina"), datering="Zonder datum")
    inhoud = client.get("/bronnen/?geldigOp=2017-12-01").content.decode()
    assert "1 maart 2011" in inhoud
    assert "Gemeente Enschede" in inhoud
    assert "Zonder datum" in inhoud
    assert f'href="/bronnen/{nieuw.code}/?geldigOp=2017-12-01"' in inhoud
    assert inhoud.index("Nieuwe nota") < inhoud.index("Oude nota") < inhoud.index("Webpagina")


def test_een_bron_wijst_naar_wat_eruit_komt(db, client):
    bron = zet(maak_bron("Programmabegroting"), omschrijving="Wat de raad vaststelde.", datering="najaar 2024")
    maak_structuur("nu", bron=bron, naam="Organisatie nu")
    begroting = maak_begroting(2025, bron=bron)
    maak_doelenboom(2025, DOELEN, begroting=begroting, bron=bron)
    inhoud = client.get(f"/bronnen/{bron.code}/").content.decode()
    assert "Wat de raad vaststelde." in inhoud
    assert "najaar 2024" in inhoud
    assert 'href="/organisatie/structuren/nu/"' in inhoud
    assert 'href="/begroting/2025/"' in inhoud
    assert 'href="/doelen/2025/"' in inhoud


def aantal(client, bron, soort):
    """Return how many rows of a kind the page says that came from a source; None when it names none."""
    inhoud = client.get(f"/bronnen/{bron.code}/").content.decode()
    gevonden = re.search(rf">{soort}</dt>\s*<dd[^>]*>(\d+)</dd>", inhoud)
    return int(gevonden[1]) if gevonden else None


def test_een_rij_zonder_eigen_bron_telt_bij_de_bron_van_haar_versie(db, client):
    bron, eigen = maak_bron("Programmabegroting"), maak_bron("Bijlage")
    maak_doelenboom(2025, DOELEN, bron=bron, per_opgave={"bestuur.02": {"bron": eigen}})
    assert aantal(client, bron, "Opgaven") == 2
    assert aantal(client, eigen, "Opgaven") == 1


def test_wat_nog_concept_is_staat_niet_bij_een_bron(db, client):
    bron = maak_bron("Programmabegroting")
    maak_doelenboom(2026, DOELEN, bron=bron, status="concept", naam="Geheime doelen")
    Begrip.objects.create(code="raad", term="Raad", uitleg="De raad.", bron=bron)
    assert aantal(client, bron, "Opgaven") is None
    assert aantal(client, bron, "Begrippen") == 1
    assert "Geheime doelen" not in client.get(f"/bronnen/{bron.code}/").content.decode()


def test_een_bron_waar_nog_niets_uit_komt_zegt_dat(db, client):
    assert "nog geen gegevens" in client.get(f"/bronnen/{maak_bron().code}/").content.decode()


def test_een_onbekende_bron_bestaat_niet(db, client):
    assert client.get("/bronnen/onbekend/").status_code == 404


def test_zonder_bronnen_zegt_de_pagina_dat(db, client):
    assert "nog geen bronnen" in client.get("/bronnen/").content.decode()


def test_meer_bronnen_kosten_niet_meer_vragen(db, client):
    bronnen = [maak_bron(f"Bron {n}") for n in range(30)]
    for jaar, bron in enumerate(bronnen, start=2000):
        maak_doelenboom(jaar, DOELEN, bron=bron)
    with CaptureQueriesContext(connection) as lijst:
        client.get("/bronnen/")
    with CaptureQueriesContext(connection) as een:
        client.get(f"/bronnen/{bronnen[0].code}/")
    assert len(lijst) == 2
    assert len(een) == 5
