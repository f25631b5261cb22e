"""The words of a comparison: the kinds of change, one change, and the two trees in one."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from organisatie.queries.structuren import Plaats


class Verandering(StrEnum):
    """The kinds of change, in the order in which they are shown; the value stands in the address of the page."""

    NIEUW = "nieuw"
    VERVALLEN = "vervallen"
    VOORTGEZET = "voortgezet"
    GESPLITST = "gesplitst"
    SAMENGEVOEGD = "samengevoegd"
    HERNOEMD = "hernoemd"
    VERPLAATST = "verplaatst"
    PORTEFEUILLE = "portefeuille"
    SOORT = "soort"
    HOUDER = "houder"

    @property
    def label(self) -> str:
        """The kind in words."""
        return LABEL.get(self, str(self).capitalize())


LABEL = {
    Verandering.PORTEFEUILLE: "Andere portefeuille",
    Verandering.SOORT: "Ander soort onderdeel",
    Verandering.HOUDER: "Andere houder",
}


@dataclass(frozen=True)
class Overgang:
    """A succession: what unit went over into what other; `soort` is a value of `Opvolging.Soort`."""

    van_id: int
    naar_id: int
    soort: str


@dataclass(frozen=True)
class Wijziging:
    """One change: its kind, what was and what is now in a few words, and a Dutch sentence that says it in full.

    `oud` and `nieuw` are the places that it is about; a unit that is in both lists has one in each.
    """

    soort: Verandering
    zin: str
    was: str
    wordt: str
    oud: tuple[Plaats, ...] = ()
    nieuw: tuple[Plaats, ...] = ()

    @property
    def eenheden(self) -> set[int]:
        """The ids of the units that it is about."""
        return {plaats.eenheid_id for plaats in (*self.oud, *self.nieuw)}


@dataclass(frozen=True)
class Samenregel:
    """A row of the two trees in one: a unit with its old place, its new one or both, and the changes about it.

    `plaats` is the new place, or the last one it had.
    """

    diepte: int
    plaats: Plaats
    oud: Plaats | None
    nieuw: Plaats | None
    wijzigingen: tuple[Wijziging, ...]


@dataclass(frozen=True)
class Vergelijking:
    """All changes between two lists of places, in the order of the new tree, and the two trees in one."""

    wijzigingen: list[Wijziging]
    boom: list[Samenregel]

    @property
    def aantallen(self) -> dict[Verandering, int]:
        """How many changes there are of each kind that occurs."""
        geteld = Counter(wijziging.soort for wijziging in self.wijzigingen)
        return {soort: geteld[soort] for soort in Verandering if geteld[soort]}

    def van_soort(self, soorten: Iterable[Verandering]) -> "Vergelijking":
        """Return only the changes of these kinds, and of the tree the rows that they are about."""
        gekozen = set(soorten)
        over = [wijziging for wijziging in self.wijzigingen if wijziging.soort in gekozen]
        regels = [
            replace(regel, wijzigingen=tuple(w for w in regel.wijzigingen if w.soort in gekozen)) for regel in self.boom
        ]
        return Vergelijking(over, regels)
