"""Text broken into lines that fit."""

from hypothesis import given
from hypothesis import strategies as st

from enschede_org.kern.regelval import breedte, breek


@given(st.text(max_size=200), st.integers(min_value=30, max_value=300))
def test_elke_regel_past_en_geen_letter_gaat_verloren(tekst, ruimte):
    regels = breek(tekst, 12, ruimte)
    assert all(breedte(regel, 12) <= ruimte for regel in regels)
    kaal = "".join(tekst.split()).replace("-", "")
    assert "".join(regels).replace(" ", "").replace("-", "") == "".join(kaal.split())


def test_een_lang_woord_breekt_bij_zijn_streepje_en_anders_met_een_streepje():
    assert breek("Bedrijfs-ondersteuning", 10, 80) == ["Bedrijfs-", "ondersteuning"]
    assert breek("Managementondersteuning", 10, 80)[0].endswith("-")


def test_een_letter_met_een_accent_is_zo_breed_als_zonder():
    assert breedte("é", 12) == breedte("e", 12)
