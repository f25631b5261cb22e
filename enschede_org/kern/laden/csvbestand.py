"""CSV as text: rows that know their line. The separator is found from the header, a figure is never guessed."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from enschede_org.kern.laden.bestanden import MEESTE_KOLOMMEN, Bestand, Blad, Cel, lees_tekst
from enschede_org.kern.laden.cellen import Celfout, ontvouw, tekst_van
from enschede_org.kern.laden.fout import Fout, Plaats, kort

SCHEIDINGEN = (";", ",", "\t")
# In a file with commas between its columns a point may mean either thousands or decimals.
_TWEEDUIDIG = re.compile(r"[-−]?\d{1,3}(\.\d{3})+")
# How an export writes a text that a spreadsheet would calculate with: with a quote before it.
_FORMULE = re.compile(r"'*[=+\-@]")


@dataclass(frozen=True, slots=True)
class CsvRij:
    """The texts of one row by column, without the spaces around them."""

    plaats: Plaats
    velden: dict[str, str]


def zonder_formule(tekst: str) -> str:
    """Return a text as a CSV file has it: a quote before what a spreadsheet would take for a formula."""
    return f"'{tekst}" if _FORMULE.match(tekst) else tekst


def _met_formule(tekst: str) -> str:
    """Undo `zonder_formule`."""
    return tekst[1:] if tekst[:1] == "'" and _FORMULE.match(tekst) else tekst


def lees_kop(bestand: Bestand) -> str:
    """Return the first line of a file, as far as it is text."""
    regels = bestand.inhoud[:4000].decode("utf-8-sig", errors="replace").splitlines()
    if regels and re.fullmatch(r"sep=.", regels[0]):
        regels = regels[1:]
    return regels[0].strip() if regels else ""


def kopnamen(bestand: Bestand, verwacht: Sequence[str]) -> list[str]:
    """Return the names in the header, split by the separator with which it looks most like what is expected."""
    return _namen(lees_kop(bestand), _scheiding(lees_kop(bestand), verwacht))


def is_tabel(bestand: Bestand, kop: Sequence[str]) -> bool:
    """Say whether a CSV file has these columns, in any order and with any separator."""
    return sorted(kopnamen(bestand, kop)) == sorted(kop)


def _namen(kopregel: str, scheiding: str) -> list[str]:
    namen = [naam.strip().strip('"') for naam in kopregel.split(scheiding)]
    while namen and not namen[-1]:
        namen.pop()
    return namen


def _scheiding(kopregel: str, verwacht: Sequence[str]) -> str:
    def raak(scheiding: str) -> tuple[int, int]:
        namen = _namen(kopregel, scheiding)
        return len({*namen} & {*verwacht}), len(namen)

    return max(SCHEIDINGEN, key=raak)


def lees_blad(bestand: Bestand, verwacht: Sequence[str], bedragen: Sequence[str] = ()) -> tuple[Blad, list[Fout]]:
    """Return a CSV file as a table, and what is wrong with its form; `verwacht` helps to find the separator.

    In a file with commas, a figure in one of the columns `bedragen` (or a year) with points only is a question.
    """
    leeg = Blad(bestand.stam, bestand.naam, [], [])
    tekst, fouten = lees_tekst(bestand)
    if fouten:
        return leeg, fouten
    overslaan = 1 if re.match(r"sep=.\r?\n", tekst) else 0
    tekst = tekst.split("\n", 1)[1] if overslaan else tekst
    scheiding = _scheiding(tekst.split("\n", 1)[0], verwacht)
    lezer = csv.reader(io.StringIO(tekst, newline=""), delimiter=scheiding, strict=True)
    kop: list[str] = []
    kopregel = 1
    rijen: list[tuple[int, Sequence[Cel]]] = []
    try:
        for regel, delen in _regels(lezer, overslaan):
            if not kop:
                kop, kopregel = _namen("\x00".join(delen), "\x00"), regel
                if len(kop) > MEESTE_KOLOMMEN:
                    melding = f"de kop heeft {len(kop)} kolommen; er kunnen er {MEESTE_KOLOMMEN} zijn. Haal er weg."
                    return leeg, [Fout(bestand.naam, regel, "", melding)]
                continue
            while len(delen) > len(kop) and not delen[-1].strip():
                delen.pop()
            if len(delen) != len(kop):
                melding = (
                    f"deze regel heeft {len(delen)} kolommen; het moeten er {len(kop)} zijn ({scheiding.join(kop)}). "
                    "Zet tekst met een scheidingsteken erin tussen dubbele aanhalingstekens."
                )
                fouten.append(Fout(bestand.naam, regel, "", melding))
                continue
            rijen.append((regel, [_met_formule(deel.strip()) for deel in delen]))
    except csv.Error:
        melding = "hier klopt een aanhalingsteken niet. Sluit elk dubbel aanhalingsteken, of haal het weg."
        fouten.append(Fout(bestand.naam, lezer.line_num + overslaan, "", melding))
    if scheiding == ",":
        fouten += _tweeduidig(bestand.naam, kop, rijen, bedragen)
    return Blad(bestand.stam, bestand.naam, kop, rijen, kopregel), fouten


def _tweeduidig(
    naam: str, kop: Sequence[str], rijen: Sequence[tuple[int, Sequence[Cel]]], bedragen: Sequence[str]
) -> Iterator[Fout]:
    plekken = [plek for plek, veld in enumerate(kop) if veld in bedragen or re.fullmatch(r"\d{4}", veld)]
    for regel, cellen in rijen:
        for plek in plekken:
            cel = str(cellen[plek])
            if _TWEEDUIDIG.fullmatch(cel):
                duizend, komma = cel.replace(".", ""), cel.replace(".", ",", 1)
                melding = (
                    f"is ‘{cel}’ hier {duizend} of {komma}? In een bestand met komma's tussen de kolommen is dat niet "
                    f"te zien. Schrijf duizendtallen zonder punt ({duizend}) of gebruik puntkomma's."
                )
                yield Fout(naam, regel, kop[plek], melding)


def lees_csv(bestand: Bestand, kop: Sequence[str], scheiding: str) -> tuple[list[CsvRij], list[Fout]]:
    """Return the rows of a table that must have the columns `kop`, and what is wrong with its form.

    The columns may stand in any order, with any separator (`scheiding` is the one that messages name). Amounts may
    also stand in a column per year. A sheet of a workbook (`bestand.blad`) is read in the same way.
    """
    blad, fouten = (bestand.blad, []) if bestand.blad else lees_blad(bestand, kop, ["bedrag"])
    if not blad.kop and fouten:
        return [], fouten
    wil = scheiding.join(kop)
    namen = list(blad.kop)
    if sorted(namen) != sorted(kop) and not is_breed(namen, kop):
        melding = f"de kop is {kort(scheiding.join(namen), 100)} maar moet precies ‘{wil}’ zijn."
        return [], [Fout(bestand.naam, blad.kopregel, "", melding)]
    los = ontvouw(blad, kop, fouten) if is_breed(namen, kop) else _los(blad, fouten)
    rijen = [CsvRij(plaats, velden) for plaats, velden in los]
    if not rijen and not fouten:
        melding = "onder de kop staat geen enkele regel. Vul het bestand of haal het weg."
        fouten.append(Fout(bestand.naam, blad.kopregel, "", melding))
    return rijen, fouten


def _los(blad: Blad, fouten: list[Fout]) -> Iterator[tuple[Plaats, dict[str, str]]]:
    """Yield the rows of a table as texts; one with a cell that can't be read is left out."""
    aarden = ["getal" if naam in {"bedrag", "jaar"} else "tekst" for naam in blad.kop]
    for regel, cellen in blad.rijen:
        plaats = Plaats(blad.bestand, regel, dict.fromkeys(blad.kop, regel))
        if not blad.is_werkmap:
            yield plaats, dict(zip(blad.kop, cellen, strict=True))  # type: ignore[arg-type]
            continue
        try:
            yield plaats, {n: tekst_van(c, a).strip() for n, c, a in zip(blad.kop, cellen, aarden, strict=True)}
        except Celfout as fout:
            fouten.append(plaats.fout("bedrag", str(fout)))


def is_breed(namen: Sequence[str], kop: Sequence[str]) -> bool:
    """Say whether a header has a column per year where `kop` has a row per year (`jaar` and `bedrag`)."""
    if not {"jaar", "bedrag"} <= {*kop}:
        return False
    jaren = [naam for naam in namen if re.fullmatch(r"\d{4}", naam)]
    vast = [naam for naam in namen if naam not in jaren]
    return bool(jaren) and len(set(namen)) == len(namen) and sorted(vast) == sorted({*kop} - {"jaar", "bedrag"})


def _regels(lezer: Any, overslaan: int) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with the line it starts on; empty lines don't count."""
    begin = lezer.line_num + 1 + overslaan
    for delen in lezer:
        if any(deel.strip() for deel in delen):
            yield begin, delen
        begin = lezer.line_num + 1 + overslaan
