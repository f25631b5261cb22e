"""The file with all municipalities as it comes along: it can be loaded, and Enschede stands where its figures say."""

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.begroting.maak import rijen
from tests.begroting.maak_landelijk import PAD

MAP = Path("landelijk/2025")
NAMEN = (
    "Enschede, Almere, Amersfoort, Apeldoorn, Arnhem, Breda, Eindhoven, Groningen, Haarlem, Haarlemmermeer, Nijmegen"
)


@pytest.fixture
def grootteklasse(documenten: None, tmp_path: Path) -> None:
    """Load the municipalities of one size class from the file, and one that gave in no figures."""
    shutil.copy(MAP / "iv3-begroting-2025-alle-gemeenten.csv", tmp_path)
    namen = f'gemeenten: [{NAMEN}, Tilburg, Zaanstad, "\'s-Hertogenbosch", De Bilt]\n'
    (tmp_path / "iv3.yaml").write_text((MAP / "iv3.yaml").read_text() + namen)
    call_command("laad", str(tmp_path), "--ja", verbosity=0)


def test_het_hele_bestand_is_in_orde(documenten: None) -> None:
    uit = StringIO()
    call_command("laad", "landelijk", "--proef", stdout=uit, no_color=True)
    assert "Iv3-begroting 2025, Enschede" in uit.getvalue()
    assert "gemeenten: 341 nieuw" in uit.getvalue()  # Enschede stands there already


def test_enschede_staat_tussen_de_veertien_van_zijn_grootteklasse(
    grootteklasse: None, client, django_assert_num_queries
) -> None:
    with django_assert_num_queries(3):
        inhoud = client.get(f"{PAD}6.3/").content.decode()
    # The file: Enschede;6.3 Inkomensregelingen;…;108670.0;139567.0, and 162,337 inhabitants.
    assert rijen(inhoud, "Enschede") == ["4|860|162.337"]
    assert "Deze pagina gaat over 14 van de 15 gemeenten" in inhoud
    assert rijen(client.get(f"{PAD}6.3/?per=totaal").content.decode(), "Enschede") == ["6|139.567|162.337"]
    inhoud = client.get(f"{PAD}?groep=alle").content.decode()
    assert "alleen nullen hebben opgegeven: De Bilt." in inhoud


def test_de_iv3_begroting_is_de_programmabegroting_per_taakveld(grootteklasse: None, client) -> None:
    adres = "/begroting/vergelijken/?van=begroting-2025.2025&naar=iv3-begroting-2025.2025&indeling=taakveld"
    assert rijen(client.get(adres).content.decode(), "Samen")[-1:] == ["951.023|951.023|0|0,0"]
    post = client.get("/begroting/2025/tv-6.3/").content.decode()
    assert 'href="/begroting/2025/naast-anderen/6.3/"' in post
    assert 'href="/begroting/2025/naast-anderen/"' in client.get("/begroting/").content.decode()
