"""YAML stays text, knows its lines, and cannot do harm."""

import pytest

from enschede_org.kern.laden.bestanden import Bestand
from enschede_org.kern.laden.yamlbestand import Groep, Lijst, Waarde, lees_yaml


def _lees(tekst: str) -> Groep:
    groep, fouten = lees_yaml(Bestand("x.yaml", tekst.encode()))
    assert fouten == []
    assert groep is not None
    return groep


def _fout(inhoud: str | bytes) -> str:
    """Return the only fault in a file."""
    _, fouten = lees_yaml(Bestand("x.yaml", inhoud if isinstance(inhoud, bytes) else inhoud.encode()))
    assert len(fouten) == 1, fouten
    return str(fouten[0])


def test_alles_blijft_tekst_en_kent_zijn_regel():
    groep = _lees("code: 0.10\nland: no\nnummer: 007\nlijst:\n  - ja\n  - 2017-02-01\n")
    teksten = {naam: deel.tekst for naam, deel in groep.velden.items() if isinstance(deel, Waarde)}
    assert teksten == {"code": "0.10", "land": "no", "nummer": "007"}
    assert groep.regels == {"code": 1, "land": 2, "nummer": 3, "lijst": 4}
    lijst = groep.velden["lijst"]
    assert isinstance(lijst, Lijst)
    assert [(deel.tekst, deel.regel) for deel in lijst.delen if isinstance(deel, Waarde)] == [
        ("ja", 5),
        ("2017-02-01", 6),
    ]


def test_een_veld_dat_twee_keer_staat_wordt_gemeld_met_beide_regels():
    assert _fout("naam: A\ncode: a\nnaam: B\n") == (
        "x.yaml, regel 3, veld 'naam': dit veld staat twee keer: op regel 1 en op regel 3. Haal er een weg."
    )


@pytest.mark.parametrize(
    ("tekst", "regel", "zegt"),
    [
        ("naam: A\n\tcode: a\n", 2, "geen tabs"),
        ("naam: A: B\n", 1, "dubbele punt"),
        ("code: a\nnaam: 'A\n", 3, "niet gesloten"),
        ("naam: [a, b\n", 2, "geen geldige YAML"),
        ("lijst:\n  - a\n - b\n", 3, "inspringing"),
        ("a: &x [1]\nb: *x\n", 1, "verwijzingen"),
        ("a: *x\n", 1, "verwijzingen"),
        ("a: !!python/object:os.system x\n", 1, "aanduiding"),
        ("a: 1\n---\nb: 2\n", 3, "één document"),
        ("? [a]\n: b\n", 1, "naam van een veld"),
        ("a: " + "[" * 100 + "]" * 100 + "\n", 1, "lagen diep"),
        ("- a\n", 1, "soort"),
        ("los woord\n", 1, "soort"),
    ],
)
def test_een_fout_in_de_vorm_noemt_de_regel_en_wat_te_doen(tekst, regel, zegt):
    fout = _fout(tekst)
    assert f"regel {regel}" in fout
    assert zegt in fout


@pytest.mark.parametrize(
    ("inhoud", "zegt"),
    [
        (b"", "leeg"),
        (b"  \n\n", "leeg"),
        (b"naam: A\nplaats: \0\n", "regel 2: hier staat een teken"),
        ("naam: A\nplaats: Ås".encode("latin-1"), "regel 2: dit bestand is niet in UTF-8"),
        (b"naam: \x07\n", "teken dat niet in tekst hoort"),
        (b"a: " + b"x" * (20 * 1024 * 1024), "groter dan 20 MB"),
    ],
    ids=["leeg", "wit", "nul", "latin-1", "bel", "groot"],
)
def test_wat_geen_leesbare_tekst_is_wordt_gemeld(inhoud, zegt):
    assert zegt in _fout(inhoud)


def test_een_bestand_uit_excel_met_een_byte_order_mark_is_gewoon_leesbaar():
    groep, fouten = lees_yaml(Bestand("x.yaml", b"\xef\xbb\xbfsoort: personen\n"))
    assert fouten == []
    assert groep is not None
    assert list(groep.velden) == ["soort"]
