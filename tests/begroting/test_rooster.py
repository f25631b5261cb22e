"""What becomes of what is typed in a cell, without a database."""

from decimal import Decimal

import pytest

from begroting.rooster import Getypt, Keuze, Sleutel, beoordeel, lees_cel, lees_sleutel, schrijfwijze
from enschede_org.kern.getallen import OnjuistBedrag

CEL = Sleutel(7, 2025, "lasten")
MAG, JAREN = frozenset({7}), frozenset({2025})


def _oordeel(tekst: str, *, nu: int | None, gezien: int | None, keuze: Keuze | None = None):
    getypt = {CEL: Getypt(tekst, None if gezien is None else Decimal(gezien), 1000)}
    stand = {} if nu is None else {CEL: Decimal(nu)}
    return beoordeel(getypt, stand, MAG, JAREN, {CEL: keuze} if keuze else None)


@pytest.mark.parametrize(
    ("tekst", "per", "euro"),
    [
        ("19.753", 1000, "19753000"),
        ("19753", 1000, "19753000"),
        ("1,5", 1000, "1500"),
        ("−12", 1000, "-12000"),
        ("€ 1.234,56", 1, "1234.56"),
        ("1 234", 1, "1234"),
    ],
)
def test_een_bedrag_wordt_gelezen_zoals_mensen_en_excel_het_schrijven(tekst, per, euro):
    assert lees_cel(tekst, per, "lasten") == Decimal(euro)


def test_een_leeg_vak_is_geen_bedrag_en_iets_anders_dan_nul():
    assert lees_cel("  ", 1000, "lasten") is None
    assert lees_cel("0", 1000, "lasten") == 0


@pytest.mark.parametrize(
    ("tekst", "kant", "uitleg"),
    [
        ("12.34", "lasten", "is geen bedrag"),
        ("=A1+B1", "lasten", "is geen bedrag"),
        ("1.000.000.000", "lasten", "999 miljard"),
        ("-5", "storting", "bij onttrekking"),
        ("-5", "onttrekking", "bij storting"),
    ],
)
def test_een_cel_die_een_regel_breekt_zegt_waarom(tekst, kant, uitleg):
    with pytest.raises(OnjuistBedrag, match=uitleg):
        lees_cel(tekst, 1000, kant)


@pytest.mark.parametrize("cent", [0, 1, -1, 10, 1_00, 123_45, 19_753_000_00, 1_500_00, 10_00, -99_999_999_99])
@pytest.mark.parametrize("per", [1, 1000, 1_000_000])
def test_wat_een_cel_toont_leest_terug_als_hetzelfde_bedrag(cent, per):
    euro = Decimal(cent).scaleb(-2)
    eenheid = Decimal("0.01") if cent % 100 else Decimal(1)
    wijze = schrijfwijze(per, eenheid)
    assert lees_cel(wijze.toon(euro), wijze.per, "lasten") == euro


def test_een_wijziging_over_het_bedrag_dat_er_nog_staat_is_goed():
    oordeel = _oordeel("12", nu=10_000, gezien=10_000)
    assert [(w.oud, w.nieuw) for w in oordeel.goed] == [(10_000, 12_000)]


def test_over_een_nieuwer_bedrag_wordt_eerst_gevraagd():
    oordeel = _oordeel("12", nu=11_000, gezien=10_000)
    assert (oordeel.goed, oordeel.conflicten[CEL].oud, oordeel.conflicten[CEL].nieuw) == ([], 11_000, 12_000)


def test_mijn_bedrag_gaat_over_dat_van_de_collega_die_ik_zag_en_niet_over_een_nog_nieuwer():
    mijn = Keuze(True, Decimal(11_000))
    assert _oordeel("12", nu=11_000, gezien=10_000, keuze=mijn).goed
    assert CEL in _oordeel("12", nu=11_500, gezien=10_000, keuze=mijn).conflicten


def test_kiezen_voor_de_collega_laat_het_bedrag_staan():
    oordeel = _oordeel("12", nu=11_000, gezien=10_000, keuze=Keuze(False))
    assert (oordeel.goed, oordeel.conflicten, oordeel.gelijk) == ([], {}, [CEL])


def test_twee_mensen_met_hetzelfde_bedrag_hebben_geen_conflict():
    assert _oordeel("11", nu=11_000, gezien=10_000).gelijk == [CEL]


def test_een_bedrag_leegmaken_is_ook_een_wijziging():
    assert _oordeel("", nu=10_000, gezien=10_000).goed[0].nieuw is None


@pytest.mark.parametrize("cel", [Sleutel(8, 2025, "lasten"), Sleutel(7, 2031, "lasten")])
def test_een_som_of_een_jaar_dat_er_niet_is_neemt_geen_bedrag_aan(cel):
    oordeel = beoordeel({cel: Getypt("1", None, 1000)}, {}, MAG, JAREN)
    assert "is nu een som" in oordeel.fouten[cel]


@pytest.mark.parametrize("tekst", ["", "7", "7.2025", "7.2025.winst", "x.2025.lasten", "7.25.lasten", "٧.2025.lasten"])
def test_een_naam_die_geen_cel_is_wordt_niet_gelezen(tekst):
    assert lees_sleutel(tekst) is None


def test_de_naam_van_een_cel_leest_terug_als_die_cel():
    assert lees_sleutel(str(CEL)) == CEL
