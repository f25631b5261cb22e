"""The rows that files want come back as they went in, however small they are kept."""

from decimal import Decimal

import pytest

from begroting.models import Bedrag
from enschede_org.kern.laden.fout import Plaats
from enschede_org.kern.laden.rijen import Rij, Rijen
from enschede_org.kern.laden.tabel import Tabel

POST = ("gm0153", "begroting-2025", "bestuur")
BEDRAGEN = Tabel(Bedrag, ("post", "jaar", "kant"), eigenaar="post")


def _rijen(*bedragen, plaatsen=()):
    rijen = Rijen(BEDRAGEN)
    for nr, bedrag in enumerate(bedragen):
        plaats = plaatsen[nr] if plaatsen else Plaats("bedragen.csv", nr + 2)
        velden = {"post": POST, "jaar": 2025 + nr, "kant": "lasten", "bedrag": bedrag}
        rijen.voeg_toe((*POST, 2025 + nr, "lasten"), plaats, velden)
    return rijen


def test_rijen_houden_hun_volgorde_velden_en_plaats():
    rijen = _rijen(Decimal(1), Decimal(2))
    tweede = (*POST, 2026, "lasten")
    assert list(rijen) == rijen.sleutels == [(*POST, 2025, "lasten"), tweede]
    assert rijen.namen == ["post", "jaar", "kant", "bedrag"]
    velden = {"post": POST, "jaar": 2026, "kant": "lasten", "bedrag": Decimal(2)}
    assert rijen[tweede] == Rij(Plaats("bedragen.csv", 3), velden)
    assert (len(rijen), rijen.nummer(tweede), rijen.velden(1)) == (2, 1, velden)
    assert [rijen.kolom("post")[1], rijen.kolom("jaar")[1], rijen.kolom("bedrag")[1]] == [POST, 2026, Decimal(2)]


def test_een_onbekende_sleutel_heeft_geen_rij():
    rijen, sleutel = _rijen(Decimal(1)), (*POST, 2031, "lasten")
    assert sleutel not in rijen
    assert rijen.nummer(sleutel) is None
    with pytest.raises(KeyError):
        rijen[sleutel]


@pytest.mark.parametrize(
    "bedrag",
    [
        Decimal(0),
        Decimal("0.01"),
        Decimal("-1234.56"),
        Decimal("9999999999999.99"),
        Decimal("1.005"),  # no whole number of cents
        Decimal(10) ** 30,  # more than eight bytes hold
        -(Decimal(10) ** 30),
        None,
        Decimal(-(2**63)).scaleb(-2),  # looks like the number that stands for nothing
    ],
)
def test_een_bedrag_komt_eruit_zoals_het_erin_ging(bedrag):
    kolom = _rijen(Decimal(7), bedrag).kolom("bedrag")
    assert (kolom[0], kolom[1]) == (Decimal(7), bedrag)


def test_een_veld_krijgt_een_andere_waarde_en_de_rest_blijft():
    rijen = _rijen(Decimal("1.005"), Decimal(2), None)
    eerste, tweede, derde = rijen
    rijen.zet(eerste, "bedrag", Decimal("3.50"))
    rijen.zet(tweede, "bedrag", None)
    rijen.zet(derde, "bedrag", Decimal("4.125"))
    assert [rijen[sleutel].velden["bedrag"] for sleutel in rijen] == [Decimal("3.50"), None, Decimal("4.125")]
    with pytest.raises(KeyError):
        rijen.zet(eerste, "jaar", 2030)  # a part of the key


def test_een_rij_met_andere_velden_wordt_geweigerd():
    rijen = _rijen(Decimal(1))
    with pytest.raises(ValueError, match="rows of Bedrag must have the fields post, jaar, kant, bedrag"):
        rijen.voeg_toe((*POST, 2026, "lasten"), Plaats("a.csv", 3), {"post": POST, "jaar": 2026, "kant": "lasten"})
    assert len(rijen) == 1


def test_elke_rij_weet_haar_plaats_ook_als_bestanden_afwisselen():
    kolommen = {"bedrag": "Lasten (x 1.000)"}
    plaatsen = [
        Plaats("een.csv", 2, kolommen=kolommen),
        Plaats("een.csv", 3, kolommen=kolommen),
        Plaats("twee.csv", 2, kolommen=kolommen),
        Plaats("een.csv", 4, kolommen=kolommen),
        Plaats("drie.yaml", 9, regels={"bedrag": 11}),
        Plaats("drie.yaml", 14, regels={"bedrag": 15}),
    ]
    rijen = _rijen(*[Decimal(1)] * len(plaatsen), plaatsen=plaatsen)
    assert [rijen[sleutel].plaats for sleutel in rijen] == plaatsen
