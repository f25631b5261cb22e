"""CSV as text: rows that know their line."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from enschede_org.kern.laden.bestanden import Bestand, lees_tekst
from enschede_org.kern.laden.fout import Fout, Plaats, kort


@dataclass(frozen=True, slots=True)
class CsvRij:
    """The texts of one row by column, without the spaces around them."""

    plaats: Plaats
    velden: dict[str, str]


def lees_kop(bestand: Bestand) -> str:
    """Return the first line of a file, as far as it is text."""
    regels = bestand.inhoud[:4000].decode("utf-8-sig", errors="replace").splitlines()
    return regels[0].strip() if regels else ""


def lees_csv(bestand: Bestand, kop: Sequence[str], scheiding: str) -> tuple[list[CsvRij], list[Fout]]:
    """Return the rows of a CSV file that must have exactly the header `kop`, and what is wrong with its form."""
    tekst, fouten = lees_tekst(bestand)
    if fouten:
        return [], fouten
    wil = scheiding.join(kop)
    lezer = csv.reader(io.StringIO(tekst, newline=""), delimiter=scheiding, strict=True)
    rijen: list[CsvRij] = []
    regels = dict.fromkeys(kop, 0)
    try:
        eerste = [naam.strip() for naam in next(lezer, [])]
        if eerste != list(kop):
            melding = f"de kop is {kort(scheiding.join(eerste), 100)} maar moet precies ‘{wil}’ zijn."
            return [], [Fout(bestand.naam, 1, "", melding)]
        for regel, delen in _regels(lezer):
            if len(delen) != len(kop):
                melding = f"deze regel heeft {len(delen)} kolommen; het moeten er {len(kop)} zijn ({wil})."
                fouten.append(Fout(bestand.naam, regel, "", melding))
                continue
            rijen.append(
                CsvRij(
                    Plaats(bestand.naam, regel, regels),
                    dict(zip(kop, (deel.strip() for deel in delen), strict=True)),
                )
            )
    except csv.Error:
        melding = "hier klopt een aanhalingsteken niet. Sluit elk dubbel aanhalingsteken, of haal het weg."
        fouten.append(Fout(bestand.naam, lezer.line_num, "", melding))
    if not rijen and not fouten:
        fouten.append(
            Fout(bestand.naam, 1, "", "onder de kop staat geen enkele regel. Vul het bestand of haal het weg.")
        )
    return rijen, fouten


def _regels(lezer: Any) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with the line it starts on; empty lines don't count."""
    begin = lezer.line_num + 1
    for delen in lezer:
        if any(deel.strip() for deel in delen):
            yield begin, delen
        begin = lezer.line_num + 1
