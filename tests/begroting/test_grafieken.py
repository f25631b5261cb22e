"""Charts: their scale, and drawings that say in words what they show."""

import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from begroting import grafieken
from begroting.grafieken import Jaar, Spreiding, Staaf, Tweetal
from begroting.grafieken_vormen import Grafiek
from begroting.schaal import ronde_stap, schaal

BEDRAG = st.decimals(-(10**12), 10**12, places=2, allow_nan=False)
KOP = Grafiek("beeld", "Titel <b>", 'Uitleg "met" <i>tekens</i>', "x 1.000 euro", "tabel-1")


@given(st.lists(BEDRAG, min_size=1, max_size=30))
def test_alles_ligt_op_de_schaal_en_nul_ook(waarden):
    as_ = schaal(waarden)
    assert as_.van <= min(0, *waarden)
    assert as_.tot >= max(0, *waarden)
    assert Decimal(0) in as_.streepjes
    assert 2 <= len(as_.streepjes) <= 7
    assert all(0 <= as_.plek(waarde) <= 1 for waarde in waarden)


@given(st.lists(BEDRAG, min_size=2, max_size=30))
def test_een_hoger_bedrag_ligt_nooit_lager(waarden):
    as_ = schaal(waarden)
    plekken = [as_.plek(waarde) for waarde in sorted(waarden)]
    assert plekken == sorted(plekken)


@given(st.decimals("0.01", 10**12, places=2, allow_nan=False))
def test_een_stap_is_een_twee_of_vijf_met_nullen(minstens):
    stap = ronde_stap(minstens)
    assert minstens <= stap <= minstens * Decimal("2.5")
    assert str(stap.normalize().as_tuple().digits[0]) in "125"
    assert len(stap.normalize().as_tuple().digits) == 1


@pytest.mark.parametrize(
    ("waarden", "streepjes"),
    [([0], [0, 1]), ([53190], [0, 20000, 40000, 60000]), ([-3, 5], [-4, -2, 0, 2, 4, 6])],
)
def test_de_streepjes_zijn_ronde_getallen(waarden, streepjes):
    assert schaal([Decimal(waarde) for waarde in waarden]).streepjes == streepjes


JAREN = [
    Jaar("2023", "realisatie", Decimal(50), Decimal(9)),
    Jaar("2024", "begroting", Decimal(53), None),
    Jaar("2025", "raming", Decimal(-4), Decimal(12)),
]
D = Decimal
TEKENINGEN = {
    "jaren": lambda: grafieken.jaren(KOP, JAREN),
    "staven": lambda: grafieken.staven(KOP, [Staaf("<b>", D(5), "5", nadruk=True), Staaf("b", D(-3), "−3")]),
    "tegenover": lambda: grafieken.tegenover(KOP, [Tweetal("<b>", D(5), D(2), "5 / 2", "/x/?a=1&b=2")]),
    "spreiding": lambda: grafieken.spreiding(KOP, [Spreiding("<b>", D(1), D(2), D(3), D(9), "1", "/x/")], "<b>"),
    "verdeling": lambda: grafieken.verdeling(KOP, [D(9), D(5), D(1)], 1, "<b>", D(5)),
}


@pytest.mark.parametrize("naam", TEKENINGEN)
def test_een_tekening_heeft_woorden_en_geen_opmaak_of_script(naam):
    html = TEKENINGEN[naam]()
    figuur = ElementTree.fromstring(html)  # noqa: S314 - our own HTML
    svg = next(deel for deel in figuur if deel.tag == "svg")
    assert svg.get("role") == ("group" if "<a " in html else "img")
    ids = {deel.get("id") for deel in figuur.iter()}
    assert set(svg.get("aria-labelledby", "").split()) <= ids
    assert svg.get("aria-describedby", "").split() == ["beeld-tekst", "tabel-1"]
    assert [deel.text for deel in svg][:2] == ["Titel <b>", 'Uitleg "met" <i>tekens</i>']
    assert "style=" not in html
    assert "<script" not in html
    assert "<b>" not in html


@pytest.mark.parametrize("naam", TEKENINGEN)
def test_alles_ligt_binnen_de_tekening(naam):
    for x, breed in re.findall(r'<rect x="([\d.-]+)%" y="[\d.]+" width="([\d.]+)%"', TEKENINGEN[naam]()):
        assert float(x) >= 0
        assert float(x) + float(breed) <= 100.5


def test_realisatie_begroting_en_raming_verschillen_in_meer_dan_kleur():
    html = grafieken.jaren(KOP, JAREN)
    assert html.count('fill="url(#beeld-lasten-begroting)"') == 1
    assert html.count('fill="url(#beeld-baten-raming)"') == 1
    assert html.count('id="beeld-lasten-realisatie"') == 1
    for woord in ("vol: realisatie", "gestreept: begroting", "gestippeld: raming", ">L</text>", ">B</text>"):
        assert woord in html


def test_een_jaar_zonder_bedrag_heeft_geen_staaf():
    assert grafieken.jaren(KOP, JAREN).count('portaal-grafiek__kolom--baten"') == 2 + 1  # two bars and the legend


def test_waar_niets_is_is_geen_tekening():
    nul = Decimal(0)
    assert grafieken.jaren(KOP, [Jaar("2025", "begroting", nul, None)]) == ""
    assert grafieken.staven(KOP, [Staaf("a", nul, "0")]) == ""
    assert grafieken.tegenover(KOP, []) == ""
    assert grafieken.spreiding(KOP, [], "a") == ""
    assert grafieken.verdeling(KOP, [nul], None, "a", nul) == ""


def test_een_lange_naam_laat_ruimte_voor_het_bedrag():
    lang = "Volkshuisvesting, leefomgeving en stedelijke vernieuwing"
    html = grafieken.staven(KOP, [Staaf(lang, Decimal(5), "490.093 / 148.607")])
    assert ">Volkshuisvesting, leefomgevi…<" in html
