"""The drawn tree: no block over another, each above the middle of what is below it."""

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enschede_org.kern.tekenboom import Blok, leg_uit

TUSSEN, ONDER = 12, 30


def _alle(wortel: Blok) -> list[Blok]:
    gevonden = [wortel]
    for blok in gevonden:
        gevonden += blok.kinderen
    return gevonden


def _overlappen(blokken: list[Blok]) -> list[tuple[Blok, Blok]]:
    """Return the pairs of blocks that share a point, seen from left to right."""
    op_x = sorted(blokken, key=lambda blok: blok.x)
    open_: list[Blok] = []
    gevonden = []
    for blok in op_x:
        open_ = [ander for ander in open_ if ander.x + ander.breedte > blok.x + 1e-6]
        gevonden += [
            (ander, blok)
            for ander in open_
            if ander.y + 1e-6 < blok.y + blok.hoogte and blok.y + 1e-6 < ander.y + ander.hoogte
        ]
        open_.append(blok)
    return gevonden


def _toets(wortel: Blok) -> None:
    breedte, hoogte = leg_uit(wortel, tussen=TUSSEN, onder=ONDER)
    blokken = _alle(wortel)
    assert _overlappen(blokken) == []
    assert all(blok.x >= 0 and blok.x + blok.breedte <= breedte + 1e-6 for blok in blokken)
    assert all(blok.y >= 0 and blok.y + blok.hoogte <= hoogte + 1e-6 for blok in blokken)
    per_hoogte: dict[float, list[Blok]] = {}
    for blok in blokken:
        per_hoogte.setdefault(blok.y, []).append(blok)
        if blok.kinderen:
            eerste, laatste = blok.kinderen[0], blok.kinderen[-1]
            midden = (eerste.x + laatste.x + laatste.breedte) / 2
            assert blok.x + blok.breedte / 2 == pytest.approx(midden)
            assert all(kind.y >= blok.y + blok.hoogte + ONDER - 1e-6 for kind in blok.kinderen)
            assert all(links.x < rechts.x for links, rechts in pairwise(blok.kinderen))
    for rij in per_hoogte.values():
        rij.sort(key=lambda blok: blok.x)
        assert all(rechts.x - links.x - links.breedte >= TUSSEN - 1e-6 for links, rechts in pairwise(rij))


maten = st.integers(min_value=1, max_value=200)
bomen = st.recursive(
    st.builds(Blok, breedte=maten, hoogte=maten),
    lambda kinderen: st.builds(Blok, breedte=maten, hoogte=maten, kinderen=st.lists(kinderen, max_size=6)),
    max_leaves=40,
)


@given(bomen)
def test_blokken_raken_elkaar_niet_en_staan_midden_boven_wat_eronder_valt(wortel):
    _toets(wortel)


@pytest.mark.parametrize("aantal", [500, 5000])
@pytest.mark.parametrize("breed", [3, 40])
def test_ook_een_grote_boom_heeft_geen_overlap(aantal, breed):
    kans = random.Random(aantal + breed)  # noqa: S311 - the same tree each time
    blokken = [Blok(100, 40)]
    for nummer in range(1, aantal):
        blok = Blok(kans.randint(20, 200), kans.randint(20, 400))
        blokken[kans.randint(max(0, nummer // breed - breed), nummer // breed)].kinderen.append(blok)
        blokken.append(blok)
    _toets(blokken[0])


def test_een_boom_van_duizenden_niveaus_past_ook():
    wortel = onderste = Blok(10, 10)
    for _ in range(3000):
        onderste.kinderen.append(Blok(10, 10))
        onderste = onderste.kinderen[0]
    _toets(wortel)
    assert onderste.x == 0


def test_een_kort_blok_laat_de_ruimte_eronder_aan_zijn_buur():
    breed = Blok(10, 10, [Blok(100, 10), Blok(100, 10)])
    kort, wortel = Blok(10, 10), Blok(10, 10)
    wortel.kinderen = [kort, breed]
    leg_uit(wortel, tussen=0, onder=10)
    assert breed.kinderen[0].x < kort.x + kort.breedte
