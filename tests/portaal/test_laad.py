"""`manage.py laad`: nothing by accident, everything at once, and twice changes nothing."""

from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from begroting.models import Bedrag, Begroting
from organisatie.models import Eenheid, Onderdeel, Organisatiestructuur
from tests.jaarbestanden import laad, schrijf, vergeet_geladen

ECHT = "fixtures"


def _laad(*paden: str, **opties: Any) -> str:
    """Return what the command says."""
    uit = StringIO()
    call_command("laad", *paden, stdout=uit, stderr=uit, no_color=True, **opties)
    return uit.getvalue()


def _geweigerd(*paden: str, **opties: Any) -> tuple[str, int]:
    """Return why the command refuses, and its exit code."""
    uit = StringIO()
    with pytest.raises(CommandError) as fout:
        call_command("laad", *paden, stdout=uit, stderr=uit, no_color=True, **opties)
    return f"{uit.getvalue()}{fout.value}", fout.value.returncode


def _rijen() -> dict[str, int]:
    """Return the number of rows of every table, its history too."""
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


@pytest.fixture
def antwoord(monkeypatch):
    """Answer the question of the command."""

    def zet(tekst: str) -> None:
        monkeypatch.setattr("sys.stdin.isatty", lambda: True)
        monkeypatch.setattr("builtins.input", lambda vraag: tekst)

    return zet


def test_zonder_ja_vraagt_het_om_een_bevestiging(db, tmp_path, antwoord):
    pad = schrijf(tmp_path)
    antwoord("nee")
    tekst, code = _geweigerd(pad)
    assert code == 2
    assert "Huidige structuur (wordt vastgesteld)" in tekst
    assert "Niet geladen; er is niets gewijzigd." in tekst
    assert not Begroting.objects.exists()
    antwoord("ja")
    assert "Geladen." in _laad(pad)
    assert Begroting.objects.get().status == "vastgesteld"


def test_zonder_toetsenbord_en_zonder_ja_weigert_het(db, tmp_path, monkeypatch):
    monkeypatch.setattr("sys.stdin.isatty", lambda: False)
    tekst, code = _geweigerd(schrijf(tmp_path))
    assert code == 2
    assert "Geef --ja om te laden, of --proef om te kijken" in tekst
    assert not Begroting.objects.exists()


def test_een_proef_toont_het_verschil_en_schrijft_niets(db, tmp_path):
    voor = _rijen()
    tekst = _laad(schrijf(tmp_path), proef=True)
    assert "bedragen: 2 nieuw" in tekst
    assert "Dit was een proef" in tekst
    assert _rijen() == voor


def test_vijf_fouten_van_verschillende_soort_worden_alle_vijf_gemeld_en_er_verandert_niets(db, tmp_path):
    pad = schrijf(
        tmp_path,
        ("personen.yaml", "naam: Jo Jansen", "naam: Jo Jansen\n    naam: Jo"),
        ("structuur.yaml", "geldig_van: 2020-01-01", "geldig_van: 31-12-2019"),
        ("vervullingen.yaml", "functie: directeur", "functie: directuer"),
        ("begroting.yaml", "soort: programma\n", "soort: progamma\n"),
        ("bedragen.csv", "50793", "50.79"),
    )
    voor = _rijen()
    tekst, code = _geweigerd(pad, ja=True)
    assert code == 1
    regels = [regel.removeprefix(f"{pad}/") for regel in tekst.splitlines()]
    assert regels[:-1] == [
        "bedragen.csv, regel 3, veld 'bedrag': “50.79” is geen bedrag. Schrijf het als 1234, 1.234 of 1.234,56 "
        "(punt voor duizendtallen, komma voor centen).",
        "begroting.yaml, regel 23, veld 'soort': ‘progamma’ kan hier niet. Kies uit: document, indeling, programma, "
        "overzicht, thema, product, hoofdtaakveld, taakveld.",
        "personen.yaml, regel 5, veld 'naam': dit veld staat twee keer: op regel 4 en op regel 5. Haal er een weg.",
        "structuur.yaml, regel 5, veld 'geldig_van': ‘31-12-2019’ is geen datum. "
        "Schrijf jaar-maand-dag, zoals 2017-02-01.",
        "vervullingen.yaml, regel 6, veld 'functie': ‘directuer’ staat niet bij de functies, in deze bestanden noch in "
        "de database. Bedoelt u ‘directeur’?",
    ]
    assert regels[-1] == "5 fouten; er is niets gewijzigd."
    assert _rijen() == voor


def test_twee_keer_laden_verandert_niets_en_voegt_geen_geschiedenis_toe(db, tmp_path):
    pad = schrijf(tmp_path)
    laad(pad)
    for doe in (lambda: None, vergeet_geladen):
        doe()
        voor = _rijen()
        assert "Niets te doen" in _laad(pad)
        assert _rijen() == voor


def test_de_documenten_van_de_gemeente_twee_keer_laden_verandert_niets(documenten):
    for doe in (lambda: None, vergeet_geladen):
        doe()
        voor = _rijen()
        assert "Niets te doen" in _laad(ECHT)
        assert _rijen() == voor
    assert sum(aantal for label, aantal in voor.items() if "Historical" in label) > 900


def test_elke_geladen_rij_heeft_geschiedenis_met_een_reden(documenten):
    for model in apps.get_models():
        if not hasattr(model, "history"):
            continue
        zonder = model._default_manager.exclude(pk__in=model.history.exclude(history_change_reason=None).values("id"))
        assert not zonder.exists(), model


def test_een_vastgestelde_versie_verandert_alleen_met_een_reden(db, tmp_path):
    laad(schrijf(tmp_path))
    pad = schrijf(tmp_path, ("bedragen.csv", "50793", "50.800"))
    tekst, code = _geweigerd(pad, ja=True)
    assert code == 1
    assert "begroting.yaml, regel 8, veld 'status': begroting-2025 is vastgesteld" in tekst
    assert 'geef --reden "…"' in tekst
    assert Bedrag.objects.get(jaar=2026).bedrag == 50793000
    _laad(pad, ja=True, reden="Erratum bij de begroting")
    bedrag = Bedrag.objects.get(jaar=2026)
    assert bedrag.bedrag == 50800000
    assert bedrag.history.first().history_change_reason == "Erratum bij de begroting"
    begroting = Begroting.objects.get()
    assert begroting.status == "vastgesteld"
    assert begroting.laatste_correctie is not None
    assert begroting.correctie_reden == ""
    assert begroting.history.first().history_change_reason == "Correctie: Erratum bij de begroting"


def test_een_correctie_van_de_versie_zelf_staat_zo_in_haar_geschiedenis(db, tmp_path):
    laad(schrijf(tmp_path))
    pad = schrijf(tmp_path, ("structuur.yaml", "naam: Huidige structuur", "naam: Structuur 2020"))
    _laad(pad, ja=True, reden="Naam volgens het besluit")
    laatste, eerder, *_ = Organisatiestructuur.objects.get().history.all()
    assert (laatste.naam, laatste.status) == ("Structuur 2020", "vastgesteld")
    assert laatste.history_change_reason == "Correctie: Naam volgens het besluit"
    assert eerder.naam == "Huidige structuur"


def test_een_concept_verandert_zonder_reden_en_wordt_later_vastgesteld(db, tmp_path):
    concept = [
        (naam, "status: vastgesteld", "status: concept") for naam in ("structuur.yaml", "begroting.yaml", "doelen.yaml")
    ]
    laad(schrijf(tmp_path, *concept))
    laad(
        schrijf(
            tmp_path, *concept, ("bedragen.csv", "50793", "50.800"), ("structuur.yaml", "naam: Huidige", "naam: Nieuwe")
        )
    )
    assert Bedrag.objects.get(jaar=2026).bedrag == 50800000
    structuur = Organisatiestructuur.objects.get()
    assert (structuur.naam, structuur.status) == ("Nieuwe structuur", "concept")
    _laad(
        schrijf(tmp_path, ("bedragen.csv", "50793", "50.800"), ("structuur.yaml", "naam: Huidige", "naam: Nieuwe")),
        ja=True,
    )
    assert Organisatiestructuur.objects.get().status == "vastgesteld"


def test_wat_vastgesteld_of_ingetrokken_is_wordt_geen_concept(db, tmp_path):
    laad(schrijf(tmp_path))
    tekst, _ = _geweigerd(schrijf(tmp_path, ("structuur.yaml", "status: vastgesteld", "status: concept")), ja=True)
    assert "structuur.yaml, regel 6, veld 'status': Huidige structuur is al vastgesteld" in tekst
    Organisatiestructuur.objects.update(status="ingetrokken")
    tekst, _ = _geweigerd(schrijf(tmp_path), ja=True)
    assert "Huidige structuur is ingetrokken" in tekst


def _structuur(code: str, geldig_van: str, naam: str) -> str:
    return (
        f"soort: structuur\ngemeente: gm0153\ncode: {code}\nnaam: {code}\ngeldig_van: {geldig_van}\n"
        f"status: vastgesteld\nbron: besluit\nonderdelen:\n  - {{code: gemeente, naam: {naam}, soort: gemeente}}\n"
    )


@pytest.mark.parametrize("volgorde", [("a", "b", "c"), ("c", "b", "a"), ("b", "c", "a"), ("c", "a", "b"), ("abc",)])
def test_structuren_sluiten_op_elkaar_aan_in_welke_volgorde_zij_ook_komen(db, tmp_path, volgorde):
    begin = {"a": "2011-01-01", "b": "2017-02-01", "c": "2018-05-01"}
    laad(schrijf(tmp_path, ("structuur.yaml", "status: vastgesteld", "status: concept")))
    for stap in volgorde:
        map_ = tmp_path / stap
        map_.mkdir()
        for code in stap:
            (map_ / f"{code}.yaml").write_text(_structuur(code, begin[code], f"Gemeente {code}"))
        laad(str(map_))
    vastgesteld = Organisatiestructuur.objects.filter(status="vastgesteld").order_by("geldig_van")
    assert list(vastgesteld.values_list("code", "geldig_van", "geldig_tot")) == [
        ("a", date(2011, 1, 1), date(2017, 2, 1)),
        ("b", date(2017, 2, 1), date(2018, 5, 1)),
        ("c", date(2018, 5, 1), None),
    ]
    assert Eenheid.objects.get(code="gemeente").naam == "Gemeente c"  # as the latest structure calls it
    assert Onderdeel.objects.filter(versie__in=vastgesteld).count() == 3


@pytest.mark.parametrize("begin", ["2016-01-01", "2018-01-01"])
def test_een_gecorrigeerde_begindatum_verschuift_het_einde_van_de_vorige(db, tmp_path, begin):
    extra = {"a_yaml": _structuur("a", "2011-01-01", "A"), "b_yaml": _structuur("b", "2017-02-01", "B")}
    laad(schrijf(tmp_path, **extra))
    pad = schrijf(tmp_path, **{**extra, "b_yaml": _structuur("b", begin, "B")})
    _laad(pad, ja=True, reden="Besluit nagezocht")
    dagen = dict(Organisatiestructuur.objects.values_list("code", "geldig_tot"))
    assert dagen == {"a": date.fromisoformat(begin), "b": date(2020, 1, 1), "huidig": None}
    assert Organisatiestructuur.history.filter(code="b").first().geldig_van == date.fromisoformat(begin)
    vergeet_geladen()
    assert "Niets te doen" in _laad(pad)


def test_een_begindatum_voorbij_een_andere_structuur_wordt_geweigerd(db, tmp_path):
    extra = {"a_yaml": _structuur("a", "2011-01-01", "A"), "b_yaml": _structuur("b", "2017-02-01", "B")}
    laad(schrijf(tmp_path, **extra))
    pad = schrijf(tmp_path, **{**extra, "b_yaml": _structuur("b", "2010-01-01", "B")})
    tekst, code = _geweigerd(pad, ja=True, reden="vergissing")
    assert code == 1
    assert "wisselt zij van plaats" in tekst
    assert Organisatiestructuur.objects.get(code="b").geldig_van == date(2017, 2, 1)


def test_een_bestand_alleen_neemt_het_csv_bestand_ernaast_mee(db, tmp_path):
    laad(schrijf(tmp_path))
    (tmp_path / "bedragen.csv").write_text((tmp_path / "bedragen.csv").read_text().replace("50793", "50.800"))
    tekst = _laad(str(tmp_path / "begroting.yaml"), proef=True, reden="kijken")
    assert "Bestuur: lasten 2026 van 50.793 naar 50.800 (x 1.000 euro)" in tekst


def test_lege_lijsten_en_een_lege_map_geven_een_gewone_melding(db, tmp_path):
    tekst, code = _geweigerd(str(tmp_path / "weg"), ja=True)
    assert code == 1
    assert "bestaat niet" in tekst


class _Scherm(StringIO):
    def isatty(self) -> bool:
        return True


def test_een_terminal_ziet_hoe_ver_het_is_en_een_bestand_niet(db, tmp_path):
    schrijf(tmp_path)
    scherm, bestand = _Scherm(), StringIO()
    call_command("laad", str(tmp_path), proef=True, stdout=StringIO(), stderr=bestand)
    call_command("laad", str(tmp_path), ja=True, stdout=StringIO(), stderr=scherm)
    for stap in ("Bestanden lezen en controleren", "Vergelijken met wat er staat", "rijen schrijven"):
        assert stap in scherm.getvalue()
    assert bestand.getvalue() == ""
