"""A grid of figures as people type it: what a cell is, how its text is read, and what becomes of it.

It knows no database: screens use it to show what was typed, services to decide what is saved.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from begroting.sommen import KANTEN
from enschede_org.kern.getallen import OnjuistBedrag, lees_bedrag, toon_getal

# No budget of a municipality comes near this; who types it chose the wrong unit.
GROOTSTE = Decimal(10**12)
LANGSTE_TEKST = 40
# What Excel adds to a figure that it shows as money.
_VERSIERING = re.compile(r"[€\s]")
_SLEUTEL = re.compile(r"(\d{1,18})\.(\d{4})\.([a-z]+)", re.ASCII)


class Sleutel(NamedTuple):
    """A cell: a post, a year and a side. As text it names the field of the form."""

    post_id: int
    jaar: int
    kant: str

    def __str__(self) -> str:
        return f"{self.post_id}.{self.jaar}.{self.kant}"


def lees_sleutel(tekst: str) -> Sleutel | None:
    """Return the cell that a text names; None when it names none."""
    past = _SLEUTEL.fullmatch(tekst)
    if past is None or past[3] not in KANTEN:
        return None
    return Sleutel(int(past[1]), int(past[2]), past[3])


@dataclass(frozen=True)
class Schrijfwijze:
    """How the amounts of a grid are written: in units of `per` euros, with `decimalen` places; always exact."""

    per: int
    decimalen: int

    def toon(self, euro: Decimal | None) -> str:
        """Write an amount; nothing where it is not known."""
        return "" if euro is None else toon_getal(euro / self.per, self.decimalen)


def schrijfwijze(per: int, eenheid: Decimal) -> Schrijfwijze:
    """Return how to write amounts that are multiples of `eenheid` euros, so that what is read back is the same.

    An amount is typed with at most two decimals; where those don't suffice in units of `per`, amounts are in euros.
    """
    for decimalen in range(3):
        if Decimal(per).scaleb(-decimalen) <= eenheid:
            return Schrijfwijze(per, decimalen)
    return schrijfwijze(1, eenheid)


def lees_cel(tekst: str, per: int, kant: str) -> Decimal | None:
    """Read what was typed in a cell and return euros; None for an empty one. Raises `OnjuistBedrag`."""
    schoon = _VERSIERING.sub("", tekst)
    if not schoon:
        return None
    euro = lees_bedrag(schoon, per)
    if abs(euro) >= GROOTSTE:
        raise OnjuistBedrag("Dit is meer dan 999 miljard euro. Kijk of de eenheid klopt.")
    if euro < 0 and kant == "storting":
        raise OnjuistBedrag("Een storting kan niet onder 0 zijn. Zet het bedrag bij onttrekking, zonder min.")
    if euro < 0 and kant == "onttrekking":
        raise OnjuistBedrag("Een onttrekking kan niet onder 0 zijn. Zet het bedrag bij storting, zonder min.")
    return euro


@dataclass(frozen=True)
class Getypt:
    """What was typed in a cell, in units of `per` euros, over the amount that stood there (`gezien`)."""

    tekst: str
    gezien: Decimal | None
    per: int

    def is_anders(self, kant: str) -> bool:
        """Say whether it is something else than what stood there."""
        try:
            return lees_cel(self.tekst, self.per, kant) != self.gezien
        except OnjuistBedrag:
            return True

    def als_json(self) -> list[Any]:
        """Return it as a klad keeps it."""
        return [self.tekst, als_cent(self.gezien), self.per]


def uit_json(cellen: Mapping[str, list[Any]]) -> dict[Sleutel, Getypt]:
    """Return the cells of a klad."""
    uit = {}
    for naam, (tekst, cent, per) in cellen.items():
        if sleutel := lees_sleutel(naam):
            uit[sleutel] = Getypt(tekst, uit_cent(cent), per)
    return uit


def als_cent(euro: Decimal | None) -> int | None:
    """Return euros as whole cents, for JSON."""
    return None if euro is None else int(euro.scaleb(2))


def uit_cent(cent: int | None) -> Decimal | None:
    """Return whole cents as euros."""
    return None if cent is None else Decimal(cent).scaleb(-2)


@dataclass(frozen=True)
class Keuze:
    """What somebody chose in a conflict: their own amount over `over` (what the other saved), or the other's."""

    is_mijn: bool
    over: Decimal | None = None


@dataclass(frozen=True)
class Wijziging:
    """A figure that changes, in euros; None is no amount."""

    sleutel: Sleutel
    oud: Decimal | None
    nieuw: Decimal | None


@dataclass(frozen=True)
class Beoordeling:
    """What becomes of the cells that were typed.

    `goed` can be saved, `fouten` break a rule, `conflicten` would go over an amount that somebody else saved since (its
    `oud` is theirs), and `gelijk` is what stands there by now.
    """

    goed: list[Wijziging] = field(default_factory=list)
    fouten: dict[Sleutel, str] = field(default_factory=dict)
    conflicten: dict[Sleutel, Wijziging] = field(default_factory=dict)
    gelijk: list[Sleutel] = field(default_factory=list)

    @property
    def afgehandeld(self) -> list[Sleutel]:
        """Return the cells that need nothing more once `goed` is saved."""
        return [*(wijziging.sleutel for wijziging in self.goed), *self.gelijk]

    @property
    def wijzigingen(self) -> Iterable[Wijziging]:
        """Return everything that can be read as an amount."""
        return [*self.goed, *self.conflicten.values()]


def beoordeel(
    getypt: Mapping[Sleutel, Getypt],
    stand: Mapping[Sleutel, Decimal],
    mag_in: frozenset[int],
    jaren: frozenset[int],
    keuzes: Mapping[Sleutel, Keuze] | None = None,
) -> Beoordeling:
    """Hold what was typed against what stands there now; only posts `mag_in` and the columns `jaren` take figures."""
    uit = Beoordeling()
    for sleutel, cel in getypt.items():
        if sleutel.post_id not in mag_in or sleutel.jaar not in jaren:
            uit.fouten[sleutel] = "Deze cel is er niet meer, of is nu een som. Hier kan geen bedrag meer staan."
            continue
        try:
            nieuw = lees_cel(cel.tekst, cel.per, sleutel.kant)
        except OnjuistBedrag as fout:
            uit.fouten[sleutel] = str(fout)
            continue
        nu, keuze = stand.get(sleutel), (keuzes or {}).get(sleutel)
        gezien = keuze.over if keuze and keuze.is_mijn else cel.gezien
        if nieuw == nu or (keuze and not keuze.is_mijn):
            uit.gelijk.append(sleutel)
        elif nu == gezien:
            uit.goed.append(Wijziging(sleutel, nu, nieuw))
        else:
            uit.conflicten[sleutel] = Wijziging(sleutel, nu, nieuw)
    return uit
