"""What is wrong in a year file, and where: said in Dutch, for the person who keeps the file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from types import MappingProxyType


@dataclass(frozen=True, order=True)
class Fout:
    """One fault. `regel` 0 means the file as a whole; an empty `veld` means the whole line."""

    bestand: str
    regel: int
    veld: str
    tekst: str

    def __str__(self) -> str:
        plek = [self.bestand]
        if self.regel:
            plek.append(f"regel {self.regel}")
        if self.veld:
            plek.append(f"veld '{self.veld}'")
        return f"{', '.join(plek)}: {self.tekst}"


# Most places have none of these, so they share them.
_GEEN_REGELS: Mapping[str, int] = MappingProxyType({})
_GEEN_KOLOMMEN: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Plaats:
    """Where a row stands in the files: its first line, the line of each of its fields (0: that of the row), and the
    column of a field that stands under another name."""

    bestand: str
    regel: int
    regels: Mapping[str, int] = field(default_factory=lambda: _GEEN_REGELS)
    kolommen: Mapping[str, str] = field(default_factory=lambda: _GEEN_KOLOMMEN)

    def fout(self, veld: str, tekst: str) -> Fout:
        """Return a fault in `veld` of this row."""
        return Fout(self.bestand, self.regels.get(veld) or self.regel, self.kolommen.get(veld, veld), tekst)


def opsomming(woorden: Iterable[object], hooguit: int = 100) -> str:
    """Write words after each other; of a long list only the first `hooguit`."""
    lijst = [str(woord) for woord in woorden]
    rest = f" en nog {len(lijst) - hooguit}" if len(lijst) > hooguit else ""
    return ", ".join(lijst[:hooguit]) + rest


def bedoeld(woord: str, bekend: Iterable[object]) -> str:
    """Return a sentence that names the known words that look most like `woord`; empty when none does."""
    lijkt = get_close_matches(woord, [str(naam) for naam in bekend], n=3, cutoff=0.6)
    return f" Bedoelt u {' of '.join(f'‘{naam}’' for naam in lijkt)}?" if lijkt else ""


def kort(tekst: str, lengte: int = 60) -> str:
    """Quote a text from a file in a message, on one line and not too long."""
    regel = " ".join(tekst.split())
    return f"‘{regel[: lengte - 1]}…’" if len(regel) > lengte else f"‘{regel}’"
