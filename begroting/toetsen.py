"""What a check of a document is made of: figures held against each other, in rows, and what that comes to."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from begroting.sommen import Cel


class Uitkomst(StrEnum):
    """What a check or a row of it comes to; the worst comes last."""

    KLOPT = "sluit aan"
    AFRONDING = "binnen afronding"
    VERSCHIL = "sluit niet aan"


class Deel(NamedTuple):
    """A post or a goal, and its amount in a sum."""

    soort: str  # "post" or "opgave": which page it has
    code: str
    naam: str
    bedrag: Decimal | None


@dataclass(frozen=True)
class Vergelijking:
    """One figure held against another, or against the sum of its parts.

    `sleutel` names the row within its check, from load to load. `wat` and `hoe` say it as one line does.
    """

    sleutel: str
    wat: str
    hoe: str
    cel: Cel
    over: Deel
    jaar: int
    regel: str
    delen: tuple[Deel, ...] = ()

    @property
    def naast(self) -> str:
        """Return what the figure was held against, as a noun."""
        return self.hoe.removesuffix(" zijn").removesuffix(" geeft")

    @property
    def uitkomst(self) -> Uitkomst:
        """Return what it comes to."""
        if not self.cel.verschil:
            return Uitkomst.KLOPT
        return Uitkomst.AFRONDING if self.cel.is_afronding else Uitkomst.VERSCHIL


@dataclass(frozen=True)
class Toets:
    """A check with its rows; `niet` says in sentences what can't be checked, because the document lacks it."""

    code: str
    naam: str
    uitleg: str
    vergelijkingen: list[Vergelijking]
    niet: list[str] = field(default_factory=list)

    @property
    def uitkomst(self) -> Uitkomst | None:
        """Return the worst of its rows; None where nothing could be checked."""
        gevonden = {vergelijking.uitkomst for vergelijking in self.vergelijkingen}
        return next((uitkomst for uitkomst in reversed(Uitkomst) if uitkomst in gevonden), None)
