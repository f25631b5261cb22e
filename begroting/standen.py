"""What a budget is after its changes: the primitieve begroting, the mutations, and what they make of it.

`na wijziging = primitief + the mutations of every change adopted by then`, per post, year and side. A mutation counts
in the post that it names and in every post above it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from begroting.models import Begrotingspost
from begroting.sommen import KANTEN, NUL

Soort = Begrotingspost.Soort
# What a change can name: the breakdown by taakveld holds the same money once more.
TE_WIJZIGEN = (Soort.PROGRAMMA, Soort.OVERZICHT, Soort.THEMA, Soort.PRODUCT)

# What a line is made of, as begroting.sommen: saldo = lasten - baten, resultaat = saldo + storting - onttrekking.
REGELS: dict[str, dict[str, int]] = {
    **{kant: {kant: 1} for kant in KANTEN},
    "saldo": {"lasten": 1, "baten": -1},
    "resultaat": {"lasten": 1, "baten": -1, "storting": 1, "onttrekking": -1},
}


@dataclass(frozen=True)
class Mutatierij:
    """A mutation of a change, in euros."""

    id: int
    wijziging_id: int
    post_id: int
    jaar: int
    kant: str
    aard: str
    bedrag: Decimal
    toelichting: str


def effect(mutaties: Iterable[Mutatierij], regel: str) -> Decimal:
    """Return what mutations do to a line (a side, saldo or resultaat), in euros."""
    tekens = REGELS[regel]
    return sum((tekens[mutatie.kant] * mutatie.bedrag for mutatie in mutaties if mutatie.kant in tekens), NUL)


def effect_per_jaar(mutaties: Iterable[Mutatierij]) -> dict[int, dict[str, Decimal]]:
    """Return by year what mutations do to each line."""
    per_jaar: dict[int, list[Mutatierij]] = defaultdict(list)
    for mutatie in mutaties:
        per_jaar[mutatie.jaar].append(mutatie)
    return {jaar: {regel: effect(groep, regel) for regel in REGELS} for jaar, groep in sorted(per_jaar.items())}


def per_post(ouders: Mapping[int, int | None], mutaties: Iterable[Mutatierij]) -> dict[int, list[Mutatierij]]:
    """Return the mutations that count in each post: its own and those of every post below it."""
    uit: dict[int, list[Mutatierij]] = defaultdict(list)
    for mutatie in mutaties:
        post: int | None = mutatie.post_id
        while post is not None:
            uit[post].append(mutatie)
            post = ouders[post]
    return uit
