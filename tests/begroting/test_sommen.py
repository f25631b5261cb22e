"""What amounts add up to, and how far rounding alone may be off."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from begroting.sommen import LEEG, NUL, Cel, precisie, regels, resultaat, saldo, som, speling, tel_op

DUIZEND = Decimal(1000)
CENTEN = st.integers(-(10**11), 10**11).map(lambda cent: Decimal(cent).scaleb(-2))
EENHEDEN = st.sampled_from([Decimal(1), Decimal(100), DUIZEND, Decimal(1_000_000)])


def rond_af(euro: Decimal, eenheid: Decimal) -> Decimal:
    """Return what a document prints."""
    return (euro / eenheid).quantize(Decimal(1), ROUND_HALF_UP) * eenheid


def gedrukt(*euros: int) -> list[Cel]:
    return [Cel(gepubliceerd=Decimal(euro)) for euro in euros]


@given(CENTEN, CENTEN, EENHEDEN)
def test_een_saldo_van_afgeronde_bedragen_verschilt_nooit_meer_dan_afronding(lasten, baten, eenheid):
    uit, erin = (Cel(gepubliceerd=rond_af(bedrag, eenheid)) for bedrag in (lasten, baten))
    cel = saldo(uit, erin, rond_af(lasten - baten, eenheid), eenheid)
    assert cel.verschil == 0 or cel.is_afronding


@given(CENTEN, CENTEN, CENTEN, EENHEDEN)
def test_een_resultaat_van_afgeronde_bedragen_verschilt_nooit_meer_dan_afronding(netto, storting, onttrekking, eenheid):
    saldo_, erin, eruit = (Cel(gepubliceerd=rond_af(bedrag, eenheid)) for bedrag in (netto, storting, onttrekking))
    cel = resultaat(saldo_, erin, eruit, rond_af(netto + storting - onttrekking, eenheid), eenheid)
    assert cel.verschil == 0 or cel.is_afronding


@given(st.lists(CENTEN, min_size=1, max_size=30), EENHEDEN)
def test_een_som_van_afgeronde_delen_verschilt_nooit_meer_dan_afronding(delen, eenheid):
    opgeteld = som(Cel(gepubliceerd=rond_af(deel, eenheid)) for deel in delen)
    cel = opgeteld.naast(rond_af(sum(delen, NUL), eenheid), eenheid)
    assert cel.verschil == 0 or cel.is_afronding


@given(st.lists(CENTEN, min_size=1, max_size=30), EENHEDEN, st.booleans())
def test_meer_dan_afronding_is_een_verschil(delen, eenheid, hoger):
    te_veel = speling(len(delen), eenheid) + eenheid
    opgeteld = som(Cel(gepubliceerd=deel) for deel in delen)
    cel = opgeteld.naast(sum(delen, NUL) + (te_veel if hoger else -te_veel), eenheid)
    assert abs(cel.verschil) == te_veel
    assert not cel.is_afronding


@given(st.lists(st.lists(CENTEN, min_size=1, max_size=5), min_size=1, max_size=6))
def test_een_boom_telt_op_tot_de_som_van_zijn_bladeren(takken):
    ouders: dict[int, int | None] = {0: None}
    eigen = {}
    for tak in takken:
        kop = len(ouders)
        ouders[kop] = 0
        for bedrag in tak:
            eigen[len(ouders)] = {(2025, "lasten"): bedrag}
            ouders[len(ouders)] = kop
    geteld = tel_op(ouders, eigen, {}, DUIZEND)[0][2025]["lasten"]
    assert geteld.bedrag == sum((bedrag for tak in takken for bedrag in tak), NUL)
    assert geteld.termen == len(eigen)
    assert geteld.is_som


def test_een_eigen_bedrag_gaat_voor_de_som_van_de_delen():
    eigen = {1: {(2025, "lasten"): Decimal(10)}, 2: {(2025, "lasten"): Decimal(4), (2025, "baten"): Decimal(1)}}
    geteld = tel_op({0: None, 1: 0, 2: 1}, eigen, {}, DUIZEND)
    assert geteld[0][2025]["lasten"].bedrag == 10
    assert not geteld[1][2025]["lasten"].is_som
    assert geteld[1][2025]["baten"].bedrag == 1


def test_indelingen_van_hetzelfde_geld_worden_niet_bij_elkaar_opgeteld():
    eigen = {1: {(2025, "lasten"): Decimal(10)}, 2: {(2025, "lasten"): Decimal(10)}}
    assert tel_op({0: None, 1: 0, 2: 0}, eigen, {}, DUIZEND, frozenset({0}))[0] == {}


def deel(lasten: int, baten: int, saldo: int | None = None) -> dict[str, Cel]:
    """Return the lines of a part, with the saldo as printed where it is."""
    zelf = {"lasten": Decimal(lasten), "baten": Decimal(baten)}
    return regels([], zelf, {} if saldo is None else {"saldo": Decimal(saldo)}, DUIZEND)


def test_een_som_telt_het_gedrukte_saldo_van_de_delen_op():
    samen = regels([deel(52_854_000, 8_678_000, 44_177_000), deel(2000, 1000)], {}, {}, DUIZEND)
    assert samen["lasten"].bedrag == 52_856_000
    assert samen["saldo"].bedrag == 44_178_000
    assert (samen["saldo"].verschil, samen["saldo"].is_afronding) == (DUIZEND, True)


def test_de_som_van_een_deel_heeft_hetzelfde_resultaat_als_dat_deel():
    zelf = dict.fromkeys(("storting", "onttrekking", "baten"), NUL) | {"lasten": Decimal(8000)}
    een = regels([], zelf, {"saldo": Decimal(9000), "resultaat": Decimal(10_000)}, DUIZEND)
    assert {regel: cel.bedrag for regel, cel in regels([een], {}, {}, DUIZEND).items()} == {
        regel: cel.bedrag for regel, cel in een.items()
    }


def test_het_saldo_van_een_som_volgt_uit_haar_bedragen_als_een_deel_geen_saldo_heeft():
    samen = regels([deel(9000, 1000, 7000), regels([], {"lasten": Decimal(5000)}, {}, DUIZEND)], {}, {}, DUIZEND)
    assert samen["saldo"].bedrag == 13_000
    assert samen["saldo"].verschil == 0


@given(st.lists(st.tuples(CENTEN, CENTEN), min_size=1, max_size=20), EENHEDEN)
def test_afronding_in_de_delen_is_ook_in_hun_som_afronding(bedragen, eenheid):
    delen = [
        regels(
            [],
            {"lasten": rond_af(lasten, eenheid), "baten": rond_af(baten, eenheid)},
            {"saldo": rond_af(lasten - baten, eenheid)},
            eenheid,
        )
        for lasten, baten in bedragen
    ]
    samen = regels(delen, {}, {}, eenheid)["saldo"]
    assert samen.bedrag == sum((rond_af(lasten - baten, eenheid) for lasten, baten in bedragen), NUL)
    assert samen.verschil == 0 or samen.is_afronding


def test_wat_niet_bekend_is_telt_niet_als_nul():
    lasten, baten = Cel(gepubliceerd=Decimal(5)), LEEG
    assert saldo(lasten, baten, None, DUIZEND).bedrag is None
    assert som([LEEG, LEEG]).bedrag is None
    assert som([lasten, LEEG]).bedrag == 5


def test_een_gedrukt_saldo_blijft_staan_ook_zonder_bedragen():
    cel = saldo(LEEG, LEEG, Decimal(7000), DUIZEND)
    assert (cel.bedrag, cel.verschil, cel.is_som) == (Decimal(7000), NUL, False)


def test_het_resultaat_gaat_verder_op_het_gedrukte_saldo():
    lasten, baten, storting, onttrekking = gedrukt(52_854_000, 8_678_000, 0, 164_000)
    netto = saldo(lasten, baten, Decimal(44_177_000), DUIZEND)
    uitkomst = resultaat(netto, storting, onttrekking, Decimal(44_013_000), DUIZEND)
    assert (netto.verschil, netto.is_afronding) == (DUIZEND, True)
    assert (uitkomst.verschil, uitkomst.is_afronding) == (NUL, False)


@pytest.mark.parametrize(
    ("bedragen", "per", "eenheid"),
    [
        (["52854000", "8678000"], 1000, "1000"),
        ([], 1000, "1000"),
        (["52854500"], 1000, "100"),
        (["-3900000", "400000"], 1_000_000, "100000"),
        (["12"], 1, "1"),
        (["12.50", "3"], 1, "0.1"),
        (["12.34"], 1, "0.01"),
    ],
)
def test_de_precisie_volgt_uit_de_gedrukte_bedragen(bedragen, per, eenheid):
    assert precisie([Decimal(bedrag) for bedrag in bedragen], per) == Decimal(eenheid)


@given(st.lists(CENTEN, max_size=10), st.sampled_from([1, 1000, 1_000_000]))
def test_elk_bedrag_is_een_veelvoud_van_de_precisie(bedragen, per):
    eenheid = precisie(bedragen, per)
    assert eenheid <= per
    assert all(bedrag % eenheid == 0 for bedrag in bedragen)
