"""What happens to rows, as a sequence that keeps of a new row only its number."""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import islice
from typing import Any, overload

from enschede_org.kern.laden.rijen import Rijen
from enschede_org.kern.laden.tabel import Model, Sleutel, Tabel

NIETS: dict[str, Any] = {}


class Aard(Enum):
    """What happens to a row."""

    NIEUW = "nieuw"
    ANDERS = "gewijzigd"
    WEG = "vervallen"


@dataclass(frozen=True, slots=True)
class Wijziging:
    """What happens to one row: `velden` as they will stand (as they stood, when it goes); `oud` has what they were."""

    tabel: Tabel
    aard: Aard
    sleutel: Sleutel
    velden: dict[str, Any]
    pk: int | None = None
    oud: dict[str, Any] = field(default_factory=lambda: NIETS)


class Blok:
    """What happens to the rows of one table: first in the order of the files, then what goes."""

    def __init__(self, tabel: Tabel, rijen: Rijen) -> None:
        self.tabel, self.rijen = tabel, rijen
        self.overig: list[Wijziging] = []
        # The number of a new row, or -1 - the place in `overig` of what happens to another.
        self._volgorde = array("i")

    def __len__(self) -> int:
        return len(self._volgorde)

    def __iter__(self) -> Iterator[Wijziging]:
        for nr in self._volgorde:
            if nr < 0:
                yield self.overig[-1 - nr]
            else:
                yield Wijziging(self.tabel, Aard.NIEUW, self.rijen.sleutels[nr], self.rijen.velden(nr))

    @property
    def nieuw(self) -> Iterator[int]:
        """Yield the numbers of the rows that are new."""
        return (nr for nr in self._volgorde if nr >= 0)

    @property
    def aantal_nieuw(self) -> int:
        """Return how many rows are new."""
        return len(self._volgorde) - len(self.overig)

    def sleutels(self) -> Iterator[Sleutel]:
        """Yield the key of each row."""
        return (self.overig[-1 - nr].sleutel if nr < 0 else self.rijen.sleutels[nr] for nr in self._volgorde)

    def neem_nieuw(self, nr: int) -> None:
        """Say that a row is new."""
        self._volgorde.append(nr)

    def neem(self, wijziging: Wijziging) -> None:
        """Say what happens to a row that stands."""
        self.overig.append(wijziging)
        self._volgorde.append(-len(self.overig))

    def is_als(self, ander: "Blok") -> bool:
        """Say whether the same happens in another block."""
        if self.rijen is ander.rijen:
            return self._volgorde == ander._volgorde and self.overig == ander.overig
        return len(self) == len(ander) and all(mijn == zijn for mijn, zijn in zip(self, ander, strict=True))


class Wijzigingen(Sequence[Wijziging]):
    """Everything that happens, table by table."""

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, blokken: Sequence[Blok]) -> None:
        self.blokken = [blok for blok in blokken if len(blok)]
        self._per_model: dict[Model, Blok] = {blok.tabel.model: blok for blok in self.blokken}

    def __len__(self) -> int:
        return sum(len(blok) for blok in self.blokken)

    def __iter__(self) -> Iterator[Wijziging]:
        for blok in self.blokken:
            yield from blok

    @overload
    def __getitem__(self, plek: int, /) -> Wijziging: ...
    @overload
    def __getitem__(self, plek: slice, /) -> list[Wijziging]: ...
    def __getitem__(self, plek: int | slice, /) -> Wijziging | list[Wijziging]:
        if isinstance(plek, slice):
            return list(islice(self, *plek.indices(len(self))))
        begin = range(len(self))[plek]
        return next(islice(self, begin, None))

    def __eq__(self, ander: object) -> bool:
        if isinstance(ander, Wijzigingen):
            paren = zip(self.blokken, ander.blokken, strict=False)
            return len(self.blokken) == len(ander.blokken) and all(
                mijn.tabel == zijn.tabel and mijn.is_als(zijn) for mijn, zijn in paren
            )
        return isinstance(ander, list) and list(self) == ander

    def blok(self, tabel: Tabel) -> Blok | None:
        """Return what happens in one table, None when nothing does."""
        return self._per_model.get(tabel.model)
