"""The rows that files want in one table, kept small: a list per field, and a view of one row when somebody asks.

A year has hundreds of thousands of amounts. As an object with its fields each takes half a kilobyte; here a field of a
row is one pointer, an amount eight bytes, and the place in its file a line number.
"""

from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from enschede_org.kern.laden.fout import Plaats
from enschede_org.kern.laden.tabel import Model, Sleutel
from enschede_org.kern.velden import EuroVeld


@dataclass(frozen=True, slots=True)
class Rij:
    """A row as it should stand, and where it is written. A foreign key holds the key of what it points at.

    A view: to change what stands in a field, use `Rijen.zet`.
    """

    plaats: Plaats
    velden: dict[str, Any]


class Kolom(Protocol):
    """The values of one field, by the number of their row."""

    def __getitem__(self, nr: int, /) -> Any: ...
    def __setitem__(self, nr: int, waarde: Any, /) -> None: ...
    def append(self, waarde: Any, /) -> None:
        """Add the value of the next row."""


class _Euros:
    """Amounts in euros, kept as whole cents; what is no whole number of cents that fits is kept beside them."""

    GEEN = -(2**63)

    def __init__(self) -> None:
        self._centen = array("q")
        self._anders: dict[int, Any] = {}

    def __getitem__(self, nr: int) -> Decimal | None:
        centen = self._centen[nr]
        return self._anders.get(nr) if centen == self.GEEN else Decimal(centen).scaleb(-2)

    def __setitem__(self, nr: int, waarde: Any) -> None:
        self._centen[nr] = self._als_centen(nr, waarde)

    def append(self, waarde: Any) -> None:
        """Add the amount of the next row."""
        self._centen.append(self._als_centen(len(self._centen), waarde))

    def _als_centen(self, nr: int, waarde: Any) -> int:
        self._anders.pop(nr, None)
        if isinstance(waarde, Decimal):
            centen = int(waarde.scaleb(2))
            if abs(centen) < 10**18 and Decimal(centen).scaleb(-2) == waarde:
                return centen
        if waarde is not None:
            self._anders[nr] = waarde
        return self.GEEN


class Rijen(Mapping[Sleutel, Rij]):
    """The rows of one table by key, in the order in which they were asked for; the first has number 0."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._nummers: dict[Sleutel, int] = {}
        self.sleutels: list[Sleutel] = []
        self._kolommen: dict[str, Kolom] = {}
        self._regels = array("l")
        self._vormen: list[Plaats] = []
        self._laatste_vormen: dict[int, Plaats] = {}

    def __len__(self) -> int:
        return len(self.sleutels)

    def __iter__(self) -> Iterator[Sleutel]:
        return iter(self.sleutels)

    def __contains__(self, sleutel: object) -> bool:
        return sleutel in self._nummers

    def __getitem__(self, sleutel: Sleutel) -> Rij:
        nr = self._nummers[sleutel]
        return Rij(self.plaats(nr), self.velden(nr))

    @property
    def namen(self) -> list[str]:
        """Return the names of the fields that the files fill."""
        return list(self._kolommen)

    def nummer(self, sleutel: Sleutel) -> int | None:
        """Return the number of a row."""
        return self._nummers.get(sleutel)

    def kolom(self, veld: str) -> Kolom:
        """Return the values of one field."""
        return self._kolommen[veld]

    def velden(self, nr: int) -> dict[str, Any]:
        """Return the fields of a row."""
        return {naam: kolom[nr] for naam, kolom in self._kolommen.items()}

    def plaats(self, nr: int) -> Plaats:
        """Return where a row is written."""
        vorm = self._vormen[nr]
        return Plaats(vorm.bestand, self._regels[nr], vorm.regels, vorm.kolommen)

    def voeg_toe(self, sleutel: Sleutel, plaats: Plaats, velden: Mapping[str, Any]) -> None:
        """Add a row; every row of a table has the same fields."""
        if not self._kolommen:
            self._kolommen = {naam: self._nieuwe_kolom(naam) for naam in velden}
        if velden.keys() != self._kolommen.keys():
            raise ValueError(f"rows of {self._model.__name__} must have the fields {', '.join(self._kolommen)}")
        self._nummers[sleutel] = len(self.sleutels)
        self.sleutels.append(sleutel)
        for naam, kolom in self._kolommen.items():
            kolom.append(velden[naam])
        self._regels.append(plaats.regel)
        self._vormen.append(self._vorm(plaats))

    def zet(self, sleutel: Sleutel, veld: str, waarde: Any) -> None:
        """Change what a row has in a field that is no part of its key."""
        self._kolommen[veld][self._nummers[sleutel]] = waarde

    def _nieuwe_kolom(self, naam: str) -> Kolom:
        return _Euros() if isinstance(self._model._meta.get_field(naam), EuroVeld) else []

    def _vorm(self, plaats: Plaats) -> Plaats:
        """Return a place that is the same but for its line: all rows of one table of a file share it."""
        eerder = self._laatste_vormen.get(id(plaats.kolommen))
        if eerder is not None and eerder.regels is plaats.regels and eerder.bestand == plaats.bestand:
            return eerder
        self._laatste_vormen[id(plaats.kolommen)] = plaats
        return plaats
