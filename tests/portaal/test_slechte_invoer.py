"""Bad files: each a message in Dutch that says where it is and what to do, all at once, and nothing changes."""

import io
import stat
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from openpyxl import Workbook, load_workbook

from enschede_org.kern.laden import zipbestand
from enschede_org.kern.laden.bestanden import Bestand, uit_upload
from enschede_org.kern.laden.lezen import lees_bestanden
from enschede_org.portaal import uitvoer
from enschede_org.portaal.inlezen import CATALOGUS
from tests.fabriek import maak_begroting, maak_bron, maak_structuur
from tests.jaarbestanden import BESTANDEN, laad, schrijf


def _fouten(naam: str, inhoud: bytes, *ook: tuple[str, bytes]) -> list[str]:
    """Return what is said of an upload, after which nothing has changed."""
    voor = {model: model._default_manager.count() for model in apps.get_models()}
    bestanden: list[Bestand] = []
    fouten = []
    for bestand in ((naam, inhoud), *ook):
        gevonden, reden = uit_upload(*bestand)
        bestanden += gevonden
        fouten += reden
    if not fouten:
        fouten = lees_bestanden(CATALOGUS, bestanden).fouten
    assert {model: model._default_manager.count() for model in apps.get_models()} == voor
    return [str(fout) for fout in fouten]


def _zip(bestanden: dict[str, bytes], **opties: Any) -> bytes:
    uit = io.BytesIO()
    with zipfile.ZipFile(uit, "w", zipfile.ZIP_DEFLATED, **opties) as archief:
        for naam, inhoud in bestanden.items():
            archief.writestr(naam, inhoud)
    return uit.getvalue()


@pytest.fixture
def werkmap(db) -> Callable[..., bytes]:
    """Return a workbook of a small budget, changed by a function that gets it."""
    knopen = {"begroting": ("Begroting", None), "bestuur": ("Bestuur", "begroting"), "wegen": ("Wegen", "bestuur")}
    bedragen = {("bestuur", 2025, "lasten"): 52_854_000, ("bestuur", 2026, "lasten"): 50_793_000}
    begroting = maak_begroting(2025, knopen, bedragen, bron=maak_bron())
    _, inhoud = uitvoer.schrijf(begroting, "xlsx")

    def verander(doe: Callable[[Workbook], Any]) -> bytes:
        boek = load_workbook(io.BytesIO(inhoud))
        doe(boek)
        uit = io.BytesIO()
        boek.save(uit)
        return uit.getvalue()

    return verander


def _zet(blad: str, cel: str, waarde: Any) -> Callable[[Workbook], None]:
    def doe(boek: Workbook) -> None:
        boek[blad][cel] = waarde

    return doe


def _opmaak(blad: str, cel: str, waarde: Any) -> Callable[[Workbook], None]:
    """Set a cell to a text that openpyxl would take for a formula."""

    def doe(boek: Workbook) -> None:
        boek[blad][cel] = waarde
        boek[blad][cel].data_type = "s"

    return doe


WERKMAP: list[tuple[Callable[[Workbook], Any], str]] = [
    (_zet("bedragen", "C2", "=1+1"), "blad bedragen, regel 2, veld '2025': in cel C2 staat een formule. Vervang haar"),
    (_zet("bedragen", "C2", "#N/A"), "blad bedragen, regel 2, veld '2025': in cel C2 staat een foutwaarde (#N/A)"),
    (_zet("bedragen", "C2", "1.234"), "blad bedragen, regel 2, veld '2025': ‘1.234’ staat hier als tekst"),
    (_zet("bedragen", "C2", "1,234.56"), "blad bedragen, regel 2, veld '2025': ‘1,234.56’ staat hier als tekst"),
    (_zet("bedragen", "C2", "twaalf"), "blad bedragen, regel 2, veld '2025': “twaalf” is geen bedrag"),
    (_zet("bedragen", "C2", "NaN"), "blad bedragen, regel 2, veld '2025': “NaN” is geen bedrag"),
    (_zet("bedragen", "C2", 1.005), "blad bedragen, regel 2, veld '2025': “1,005” is geen bedrag"),
    (_zet("bedragen", "C2", 1234567890123456), "regel 2, veld '2025': “1234567890123456” heeft meer dan 15 cijfers"),
    (_opmaak("bedragen", "C2", "=1+1"), "blad bedragen, regel 2, veld '2025': “=1+1” is geen bedrag"),
    (_zet("bedragen", "A2", "bestuurr"), "regel 2, veld 'post': ‘bestuurr’ staat niet bij de begrotingsposten"),
    (_zet("bedragen", "B2", "last"), "regel 2, veld 'kant': ‘last’ kan hier niet. Kies uit: lasten"),
    (lambda boek: boek["bedragen"].merge_cells("A2:B2"), "blad bedragen: hier zijn cellen samengevoegd: A2:B2. Splits"),
    (_zet("posten", "HZ1", "x"), "blad posten, regel 1: er staat iets na kolom 200"),
    (_zet("posten", "Z2", "x"), "blad posten, regel 2: boven cel Z2 staat geen naam in de kop"),
    (
        _zet("posten", "B4", "bestuurr"),
        "regel 4, veld 'onder': ‘bestuurr’ staat niet in deze lijst. Bedoelt u ‘bestuur’",
    ),
    (
        _zet("posten", "B3", "wegen"),
        "regel 3, veld 'onder': dit is een kring: bestuur valt onder wegen valt onder bestuur",
    ),
    (
        _zet("posten", "A4", "bestuur"),
        "regel 4, veld 'code': ‘bestuur’ staat hier voor de tweede keer; eerder op regel 3",
    ),
    (_zet("posten", "A1", "kode"), "blad posten, regel 1: kolom ‘kode’ is niet bekend. Bedoelt u ‘code’"),
    (_zet("posten", "E3", 0.1), "regel 3, veld 'nummer': hier staat het getal ‘0,1’ en daar hoort tekst"),
    (_zet("algemeen", "A3", "naam"), "blad algemeen, regel 5, veld 'naam': dit veld staat twee keer"),
    (_zet("algemeen", "B2", None), "blad algemeen, regel 2, veld 'soort': dit veld is verplicht"),
    (
        lambda boek: boek.create_sheet("postem").append(["x"]),
        "blad postem: dit blad is niet bekend. Bedoelt u ‘posten’",
    ),
    (lambda boek: setattr(boek["posten"], "sheet_state", "hidden"), "blad posten: dit blad is verborgen"),
    (lambda boek: boek.remove(boek["algemeen"]), "het blad ‘algemeen’ ontbreekt"),
]


@pytest.mark.parametrize(("doe", "zegt"), WERKMAP, ids=[zegt[:60] for _, zegt in WERKMAP])
def test_een_fout_in_een_werkmap_noemt_blad_regel_en_kolom(werkmap, doe, zegt):
    fouten = _fouten("x.xlsx", werkmap(doe))
    assert any(zegt in fout for fout in fouten), fouten
    assert all(fout.startswith("x.xlsx") for fout in fouten)


def test_alle_fouten_van_een_werkmap_komen_tegelijk(werkmap):
    def doe(boek: Workbook) -> None:
        boek["bedragen"]["C2"], boek["posten"]["B4"], boek["kolommen"]["B2"] = "=1+1", "weg", "ruming"

    fouten = _fouten("x.xlsx", werkmap(doe))
    assert len(fouten) == 3
    assert {fout.split(":")[0] for fout in fouten} == {
        "x.xlsx, blad bedragen, regel 2, veld '2025'",
        "x.xlsx, blad posten, regel 4, veld 'onder'",
        "x.xlsx, blad kolommen, regel 2, veld 'soort'",
    }


def test_een_ouder_die_later_komt_wordt_genoemd(werkmap):
    def doe(boek: Workbook) -> None:
        boek["posten"].move_range("A4:I4", rows=-2)
        boek["posten"]["A4"], boek["posten"]["C4"], boek["posten"]["D4"] = "begroting", "Begroting", "document"

    fouten = _fouten("x.xlsx", werkmap(doe))
    assert any("regel 2, veld 'onder': ‘bestuur’ staat pas op regel 3. Zet die rij boven deze." in f for f in fouten)


def test_tekst_die_op_een_formule_lijkt_blijft_tekst(werkmap):
    assert _fouten("x.xlsx", werkmap(_opmaak("posten", "C3", "=1+1"))) == []


def _met(werkmap: bytes, naam: str, inhoud: bytes) -> bytes:
    """Return a workbook with one part replaced or added."""
    with zipfile.ZipFile(io.BytesIO(werkmap)) as archief:
        delen = {lid: archief.read(lid) for lid in archief.namelist()}
    return _zip({**delen, naam: inhoud})


ENTITEIT = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet>&e;</worksheet>'


def test_een_werkmap_die_gevaarlijk_of_kapot_is_wordt_niet_gelezen(werkmap):
    goed = werkmap(lambda boek: None)
    assert "XML-entiteiten" in _fouten("x.xlsx", _met(goed, "xl/worksheets/sheet2.xml", ENTITEIT))[0]
    ver_weg = ENTITEIT.replace(b"<!DOCTYPE", b"<!--" + b" " * 5000 + b"--><!DOCTYPE")
    assert "beschadigd" in _fouten("x.xlsx", _met(goed, "xl/worksheets/sheet2.xml", ver_weg))[0]
    assert "andere werkmappen" in _fouten("x.xlsx", _met(goed, "xl/externalLinks/externalLink1.xml", b"<x/>"))[0]
    assert "samengeperst" in _fouten("x.xlsx", _met(goed, "xl/media/x.xml", b"0" * 5_000_000))[0]
    assert "beschadigd" in _fouten("x.xlsx", goed[: len(goed) // 2])[0]
    assert "beschadigd" in _fouten("x.xlsx", _met(goed, "xl/workbook.xml", b"<kapot"))[0]
    assert "beschadigd" in _fouten("x.xlsx", b"geen werkmap")[0]
    assert "wachtwoord" in _fouten("x.xlsx", b"\xd0\xcf\x11\xe0" + b"0" * 600)[0]
    assert "leeg" in _fouten("x.xlsx", b"")[0]
    assert "deze werkmap is leeg" in _fouten("x.xlsx", _leeg())[0]


def _leeg() -> bytes:
    uit = io.BytesIO()
    Workbook().save(uit)
    return uit.getvalue()


@pytest.mark.parametrize("naam", ["x.yaml", "x.csv", "x.xlsx", "x.zip"])
def test_een_bestand_van_100_mb_wordt_geweigerd_voor_het_gelezen_is(db, naam):
    assert _fouten(naam, b"\0" * 100 * 1024 * 1024) == [f"{naam}: dit bestand is groter dan 20 MB. Splits het."]


@pytest.mark.parametrize(
    ("naam", "zegt"),
    [("x.pdf", "geen jaarbestand"), ("x.xls", "Bewaar haar als Excel-werkmap"), ("x", "geen jaarbestand")],
)
def test_een_ander_soort_bestand_wordt_geweigerd(db, naam, zegt):
    assert zegt in _fouten(naam, b"x")[0]


JAAR = {naam: tekst.encode() for naam, tekst in BESTANDEN.items()}


def test_een_zip_van_een_jaarmap_wordt_gelezen_zonder_wat_de_computer_erbij_zette(db):
    rommel = {"__MACOSX/2025/._begroting.yaml": b"\0", "2025/.DS_Store": b"\0", "2025/leesmij.txt": b"x"}
    assert _fouten("jaar.zip", _zip({**{f"2025/{naam}": inhoud for naam, inhoud in JAAR.items()}, **rommel})) == []


@pytest.mark.parametrize(
    ("bestanden", "zegt"),
    [
        ({"../personen.yaml": b"x"}, "‘../personen.yaml’ wijst naar een plaats buiten"),
        ({"/etc/personen.yaml": b"x"}, "wijst naar een plaats buiten"),
        ({"a/../../personen.yaml": b"x"}, "wijst naar een plaats buiten"),
        ({"C:/personen.yaml": b"x"}, "wijst naar een plaats buiten"),
        ({"binnen.zip": b"x"}, "is zelf een zip-bestand"),
        ({"a.xls": b"x"}, "soort werkmap die niet kan"),
        ({"a.yaml": b"x", "A.yaml": b"y"}, "staat er twee keer in"),
        ({"a.txt": b"x"}, "staan geen jaarbestanden"),
        ({f"{n}.yaml": b"x" for n in range(501)}, "hierin zitten 501 bestanden; het mogen er 500 zijn"),
        ({"a.yaml": b"0" * 10_000_000}, "‘a.yaml’ is verdacht sterk samengeperst"),
    ],
)
def test_een_zip_die_niet_te_vertrouwen_is_wordt_geweigerd(db, bestanden, zegt):
    fouten = _fouten("jaar.zip", _zip(bestanden))
    assert any(zegt in fout for fout in fouten), fouten


def test_een_zip_met_een_verwijzing_een_wachtwoord_of_te_veel_wordt_geweigerd(db, monkeypatch):
    lid = zipfile.ZipInfo("a.yaml")
    lid.external_attr = (stat.S_IFLNK | 0o777) << 16
    uit = io.BytesIO()
    with zipfile.ZipFile(uit, "w") as archief:
        archief.writestr(lid, "/etc/passwd")
    assert "is een verwijzing naar een ander bestand" in _fouten("x.zip", uit.getvalue())[0]
    versleuteld = bytearray(_zip({"a.yaml": b"x"}))
    versleuteld[versleuteld.index(b"PK\x01\x02") + 8] |= 1
    assert "wachtwoord" in _fouten("x.zip", bytes(versleuteld))[0]
    assert "beschadigd" in _fouten("x.zip", _zip({"a.yaml": b"x"})[:-10])[0]
    monkeypatch.setattr(zipbestand, "UITGEPAKT", 10)
    assert "uitgepakt is dit groter" in _fouten("x.zip", _zip({"a.yaml": b"x" * 11}))[0]


# Each: the file of the small year to change, what, into what, and what is said.
JAARFOUTEN = [
    ("vervullingen.yaml", "eenheid: fysiek", "eenheid: fysiekk", "regel 7, veld 'eenheid': ‘fysiekk’ staat niet bij"),
    ("personen.yaml", "  - code: jo", "  - {code: jo-jansen, naam: J}\n  - code: jo", "staat hier voor de tweede keer"),
    ("bedragen.csv", "50793", "veel", "regel 3, veld 'bedrag': “veel” is geen bedrag"),
    ("bedragen.csv", "50793", "1,234.56", "regel 3, veld 'bedrag': “1,234.56” is geen bedrag"),
    ("bedragen.csv", "50793", "1.5", "regel 3, veld 'bedrag': “1.5” is geen bedrag"),
    ("bedragen.csv", "50793", "1,234", "regel 3, veld 'bedrag': “1,234” is geen bedrag"),
    ("bedragen.csv", "50793", "NaN", "regel 3, veld 'bedrag': “NaN” is geen bedrag"),
    ("bedragen.csv", "50793", "1234567890123456", "regel 3, veld 'bedrag': “1234567890123456” heeft meer dan 15"),
    ("bedragen.csv", "50793", "=1+1", "regel 3, veld 'bedrag': “=1+1” is geen bedrag"),
    (
        "structuur.yaml",
        "geldig_van: 2020-01-01",
        "geldig_van: 2020-02-31",
        "veld 'geldig_van': ‘2020-02-31’ is geen datum",
    ),
    (
        "vervullingen.yaml",
        "van: 2020-01-01",
        "van: 2020-01-01\n    tot: 2019-01-01",
        "veld 'tot': de periode eindigt niet",
    ),
    ("personen.yaml", "naam: Jo Jansen", "naam: Jo\0", "regel 4: hier staat een teken dat niet in tekst hoort (NUL)"),
    ("personen.yaml", "naam: Jo Jansen", "naam: &a [x, *a, *a]", "verwijzingen met & en * kunnen niet"),
    ("structuur.yaml", BESTANDEN["structuur.yaml"], " \n", "structuur.yaml: dit bestand is leeg"),
]


@pytest.mark.parametrize(("naam", "oud", "nieuw", "zegt"), JAARFOUTEN, ids=[zegt[:50] for *_, zegt in JAARFOUTEN])
def test_een_fout_in_een_jaarmap_noemt_bestand_regel_en_veld(db, naam, oud, nieuw, zegt):
    assert oud in BESTANDEN[naam]
    map_ = {f"2025/{n}": t for n, t in {**JAAR, naam: BESTANDEN[naam].replace(oud, nieuw, 1).encode()}.items()}
    fouten = _fouten("jaar.zip", _zip(map_))
    assert any(fout.startswith(f"jaar.zip/2025/{naam}") and zegt in fout for fout in fouten), fouten


def test_een_verkeerde_tekenset_wordt_gezegd(db):
    yaml = BESTANDEN["personen.yaml"].replace("Jansen", "Jansén")
    assert "niet in UTF-8 bewaard" in _fouten("personen.yaml", yaml.encode("cp1252"))[0]
    assert "UTF-16" in _fouten("personen.yaml", yaml.encode("utf-16"))[0]


def test_twee_structuren_die_op_een_dag_gelden_worden_geweigerd(db, tmp_path):
    laad(schrijf(tmp_path))
    tweede = BESTANDEN["structuur.yaml"].replace("code: huidig", "code: andere")
    assert "op deze dag begint ook huidig; op één dag geldt één structuur" in _fouten("s.yaml", tweede.encode())[0]


def test_losse_csv_bestanden_van_een_versie_horen_bij_elkaar(db):
    versie = maak_structuur("huidig", bron=maak_bron())
    _, inhoud = uitvoer.schrijf(versie, "csv")
    with zipfile.ZipFile(io.BytesIO(inhoud)) as archief:
        los = [(lid.rpartition("/")[2], archief.read(lid)) for lid in archief.namelist()]
    assert _fouten(*los[0], *los[1:]) == []
    kapot = [(naam, tekst.replace(b"afdeling", b"afdelink")) for naam, tekst in los]
    assert any(fout.startswith("onderdelen.csv, regel 2, veld 'soort'") for fout in _fouten(*kapot[0], *kapot[1:]))
    zonder_top = [deel for deel in los if deel[0] == "onderdelen.csv"]
    assert "geen YAML-bestand noemt dit bestand" in _fouten(*zonder_top[0])[0]
