"""Cells as the text that a year file would have: a figure is what the cell holds, and nothing is guessed."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Literal

from enschede_org.kern.laden.bestanden import Blad, Cel
from enschede_org.kern.laden.fout import Fout, Plaats, kort
from enschede_org.kern.laden.schema import Lezer, Onleesbaar

_JAAR = re.compile(r"\d{4}")
_CIJFERS_MET_TEKEN = re.compile(r"[-−+]?[\d.,]*[.,][\d.,]*")


class Celfout(ValueError):
    """A cell that doesn't say what its column asks for; the message says what to do."""


@cache
def aard_van(lees: Lezer) -> Literal["getal", "datum", "tekst"]:
    """Return what a field holds, by what its reader makes of a text."""
    for proef in ("1", "2000", "2000-01-01"):
        try:
            waarde = lees(proef)
        except Onleesbaar:
            continue
        if isinstance(waarde, date):
            return "datum"
        if isinstance(waarde, (int, Decimal)) and not isinstance(waarde, bool):
            return "getal"
    return "tekst"


def tekst_van(cel: Cel, aard: str = "getal", *, werkmap: bool = True) -> str:
    """Return the text of a cell for a field that holds a number, a date or text. Raises `Celfout`.

    In a workbook figures are numbers. A text that looks like one, with a point or a comma in it, is a question; a
    fraction or a date in a field of text is too, because Excel made it from what somebody typed (0.10, 1-2).
    """
    if cel is None:
        return ""
    if isinstance(cel, str):
        if werkmap and aard == "getal" and _CIJFERS_MET_TEKEN.fullmatch(cel.strip()):
            raise Celfout(
                f"{kort(cel)} staat hier als tekst, dus wat de punt of komma betekent is niet te zien. "
                "Maak van de cel een getal."
            )
        return cel
    if isinstance(cel, bool):
        return "ja" if cel else "nee"
    if isinstance(cel, date):
        return _datum(cel, aard)
    return _getal(cel, aard)


def _datum(cel: date, aard: str) -> str:
    if aard != "datum":
        raise Celfout("hier staat een datum en daar hoort geen datum. Maak de cel op als Tekst en typ het opnieuw.")
    if isinstance(cel, datetime):
        if (cel.hour, cel.minute, cel.second, cel.microsecond) != (0, 0, 0, 0):
            raise Celfout("hier staat een datum met een tijd. Haal de tijd weg.")
        cel = cel.date()
    return cel.isoformat()


def _getal(cel: int | float, aard: str) -> str:
    getal = Decimal(repr(cel))  # the shortest text that is this number: what somebody typed
    if not getal.is_finite():
        raise Celfout("dit is geen getal. Vul een getal in.")
    tekst = f"{getal:f}".rstrip("0").rstrip(".") if "." in f"{getal:f}" else f"{getal:f}"
    if "." in tekst and aard != "getal":
        komma = kort(tekst.replace(".", ","))
        raise Celfout(
            f"hier staat het getal {komma} en daar hoort tekst; 0.1 en 0.10 zijn als getal hetzelfde. Maak de cel op "
            "als Tekst en typ het opnieuw."
        )
    return "0" if tekst == "-0" else tekst.replace(".", ",")


def ontvouw(blad: Blad, kop: Sequence[str], fouten: list[Fout]) -> Iterator[tuple[Plaats, dict[str, str]]]:
    """Yield a row per year from a table with a column per year; an empty cell is no row.

    What is wrong with an amount is told with the year as the name of its column.
    """
    jaren = {naam: {"jaar": naam, "bedrag": naam} for naam in blad.kop if _JAAR.fullmatch(naam)}
    regels = dict.fromkeys(kop, 0)
    for regel, cellen in blad.rijen:
        rij = dict(zip(blad.kop, cellen, strict=True))
        vast = {naam: str(cel or "") for naam, cel in rij.items() if naam not in jaren}
        for jaar, kolommen in jaren.items():
            plaats = Plaats(blad.bestand, regel, regels, kolommen)
            try:
                bedrag = tekst_van(rij[jaar], werkmap=blad.is_werkmap)
            except Celfout as fout:
                fouten.append(plaats.fout("bedrag", str(fout)))
                continue
            if bedrag.strip():
                yield plaats, {**vast, "jaar": jaar, "bedrag": bedrag}
