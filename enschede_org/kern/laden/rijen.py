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
from enschede_org.kern.laden.tabel import Sleutel, Tabel
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


class EigenKolom(Kolom, Protocol):
    """One that keeps its values itself."""

    def __setitem__(self, nr: int, waarde: Any, /) -> None: ...
    def append(self, waarde: Any, /) -> None:
        """Add the value of the next row."""


class _Sleuteldeel:
    """A field that is a part of the key, and is kept nowhere else."""

    def __init__(self, sleutels: list[Sleutel], plek: int | slice) -> None:
        self._sleutels, self._plek = sleutels, plek

    def __getitem__(self, nr: int) -> Any:
        return self._sleutels[nr][self._plek]


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

    def __init__(self, tabel: Tabel) -> None:
        self._tabel = tabel
        self._nummers: dict[Sleutel, int] = {}
        self.sleutels: list[Sleutel] = []
        self._kolommen: dict[str, Kolom] = {}
        self._eigen: dict[str, EigenKolom] = {}
        self._regels = array("i")
        self._vormen: list[Plaats] = []  # places, that are the same but for their line
        self._vorm = array("i")
        self._laatste_vormen: dict[int, int] = {}

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
        vorm = self._vormen[self._vorm[nr]]
        return Plaats(vorm.bestand, self._regels[nr], vorm.regels, vorm.kolommen)

    def voeg_toe(self, sleutel: Sleutel, plaats: Plaats, velden: Mapping[str, Any]) -> None:
        """Add a row; every row of a table has the same fields."""
        if not self._kolommen:
            self._maak_kolommen(velden)
        if velden.keys() != self._kolommen.keys():
            naam = self._tabel.model.__name__
            raise ValueError(f"rows of {naam} must have the fields {', '.join(self._kolommen)}")
        self._nummers[sleutel] = len(self.sleutels)
        self.sleutels.append(sleutel)
        for naam, kolom in self._eigen.items():
            kolom.append(velden[naam])
        self._regels.append(plaats.regel)
        self._vorm.append(self._vorm_van(plaats))

    def zet(self, sleutel: Sleutel, veld: str, waarde: Any) -> None:
        """Change what a row has in a field that is no part of its key."""
        self._eigen[veld][self._nummers[sleutel]] = waarde

    def _maak_kolommen(self, velden: Mapping[str, Any]) -> None:
        """Make a column for every field; those of the key look into the key."""
        begin = 0
        delen: dict[str, _Sleuteldeel] = {}
        for naam in self._tabel.sleutel:
            waarde = velden[naam]
            lengte = len(waarde) if isinstance(waarde, tuple) else 1
            plek = slice(begin, begin + lengte) if isinstance(waarde, tuple) else begin
            delen[naam] = _Sleuteldeel(self.sleutels, plek)
            begin += lengte
        for naam in velden.keys() - delen.keys():
            is_euro = isinstance(self._tabel.model._meta.get_field(naam), EuroVeld)
            self._eigen[naam] = _Euros() if is_euro else []
        self._kolommen = {naam: delen.get(naam) or self._eigen[naam] for naam in velden}

    def _vorm_van(self, plaats: Plaats) -> int:
        """Return the number of a place that is the same but for its line: all rows of one CSV file share it."""
        nr = self._laatste_vormen.get(id(plaats.kolommen))
        if nr is not None and self._vormen[nr].regels is plaats.regels and self._vormen[nr].bestand == plaats.bestand:
            return nr
        self._vormen.append(plaats)
        self._laatste_vormen[id(plaats.kolommen)] = len(self._vormen) - 1
        return len(self._vormen) - 1
