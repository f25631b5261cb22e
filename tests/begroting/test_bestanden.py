"""The tables of the pages of a document as files: the figures that the page shows."""

import pytest

from tests.begroting.maak import rijen

pytestmark = pytest.mark.usefixtures("documenten")


@pytest.mark.parametrize("adres", ["/begroting/2025/taakvelden/", "/begroting/2025/samenleving-en-bestuur/"])
def test_het_bestand_heeft_de_cijfers_van_de_pagina(client, adres):
    op_scherm = client.get(adres).content.decode()
    assert 'href="?vorm=csv"' in op_scherm
    bestand = client.get(f"{adres}?vorm=json").json()
    assert len(bestand["rijen"]) > 5
    for rij in bestand["rijen"]:
        cijfers = "|".join("" if cel is None else _toon(cel) for cel in rij["cijfers"])
        naam = rij["naam"].replace(" (som)", "")
        assert cijfers in [cel.replace("+", "") for cel in rijen(op_scherm, naam)]


def _toon(cel: float) -> str:
    return f"{cel:,}".replace(",", ".").replace("-", "−")


def test_een_bestand_dat_er_niet_is_zegt_wat_er_kan(client):
    antwoord = client.get("/begroting/2025/taakvelden/?vorm=pdf")
    assert antwoord.status_code == 400
    assert "Kies uit: csv, xlsx, json." in antwoord.content.decode()
