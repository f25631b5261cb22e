"""Numbers as people in a municipality write and read them."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enschede_org.kern.getallen import MIN, OnjuistBedrag, lees_bedrag, toon_bedrag, toon_getal

EENHEDEN = st.sampled_from([1, 1000, 1_000_000])
# Amounts of at most fifteen figures, two of them behind the comma.
BEDRAGEN = st.integers(-(10**15) + 1, 10**15 - 1).map(lambda cent: Decimal(cent).scaleb(-2))
GETALLEN = st.decimals(-(10**14), 10**14, places=6)
GESCHREVEN = re.compile(rf"{MIN}?\d{{1,3}}(\.\d{{3}})*(,\d+)?")


@given(BEDRAGEN)
def test_een_bedrag_dat_is_opgeschreven_wordt_hetzelfde_teruggelezen(bedrag):
    assert lees_bedrag(toon_bedrag(bedrag)) == bedrag


@given(st.integers(-(10**12), 10**12), EENHEDEN)
def test_een_heel_aantal_eenheden_wordt_hetzelfde_teruggelezen(aantal, per):
    euro = Decimal(aantal) * per
    assert lees_bedrag(toon_bedrag(euro, per), per) == euro


@given(GETALLEN, st.integers(0, 4))
def test_elk_getal_heeft_punten_per_drie_cijfers_en_een_echt_minteken(getal, decimalen):
    tekst = toon_getal(getal, decimalen)
    assert GESCHREVEN.fullmatch(tekst)
    assert len(tekst.partition(",")[2]) == decimalen


@given(GETALLEN)
def test_afronden_scheelt_hooguit_een_halve_en_een_halve_gaat_van_nul_af(getal):
    afgerond = lees_bedrag(toon_getal(getal))
    assert abs(afgerond - getal) <= Decimal("0.5")
    if abs(afgerond - getal) == Decimal("0.5"):
        assert abs(afgerond) > abs(getal)


@given(GETALLEN)
def test_nul_heeft_nooit_een_minteken(getal):
    if lees_bedrag(toon_getal(getal)) == 0:
        assert toon_getal(getal) == "0"


@given(st.text(max_size=30))
def test_elke_tekst_is_een_bedrag_of_krijgt_uitleg(tekst):
    try:
        bedrag = lees_bedrag(tekst)
    except OnjuistBedrag:
        return
    assert bedrag == lees_bedrag(toon_bedrag(bedrag))


@pytest.mark.parametrize(
    ("tekst", "per", "euro"),
    [
        ("19753", 1000, "19753000"),
        ("19.753", 1000, "19753000"),
        ("19.753,00", 1000, "19753000"),
        ("-3,9", 1_000_000, "-3900000"),
        (f"{MIN}1.234,56", 1, "-1234.56"),
        (" 0 ", 1, "0"),
    ],
)
def test_een_bedrag_leest_in_de_eenheid_van_het_document(tekst, per, euro):
    assert lees_bedrag(tekst, per) == Decimal(euro)


@pytest.mark.parametrize(
    "tekst",
    [
        "",
        "-",
        "1,234.56",
        "1.23",
        "12.34.567",
        "1.2345",
        "1,",
        ",5",
        "1,234",
        "1 000",
        "1e3",
        "--1",
        "+1",
        "€ 1",
        "NaN",
    ],
)
def test_wat_geen_nederlands_bedrag_is_wordt_geweigerd(tekst):
    with pytest.raises(OnjuistBedrag, match="is geen bedrag"):
        lees_bedrag(tekst)


def test_een_bedrag_van_meer_dan_vijftien_cijfers_wordt_geweigerd():
    assert lees_bedrag("9" * 15) == Decimal("9" * 15)
    with pytest.raises(OnjuistBedrag, match="meer dan 15 cijfers"):
        lees_bedrag("9" * 16)


@pytest.mark.parametrize(
    ("euro", "per", "tekst"),
    [
        ("19753000", 1000, "19.753"),
        ("19753500", 1000, "19.754"),
        ("-19753500", 1000, f"{MIN}19.754"),
        ("-400", 1000, "0"),
        ("1234567.89", 1, "1.234.567,89"),
        ("0", 1, "0,00"),
    ],
)
def test_een_bedrag_wordt_getoond_in_de_eenheid_van_het_document(euro, per, tekst):
    assert toon_bedrag(Decimal(euro), per) == tekst
