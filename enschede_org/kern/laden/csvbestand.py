"""CSV as text: rows that know their line. The separator is found from the header, a figure is never guessed."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from enschede_org.kern.laden.bestanden import MEESTE_KOLOMMEN, Bestand, Blad, Cel, lees_tekst
from enschede_org.kern.laden.cellen import Celfout, ontvouw, tekst_van
from enschede_org.kern.laden.fout import Fout, Plaats, kort

SCHEIDINGEN = (";", ",", "\t")
# In a file with commas between its columns a point may mean either thousands or decimals.
_TWEEDUIDIG = re.compile(r"[-−]?\d{1,3}(\.\d{3})+")
# A line with its end, whichever kind that is.
_REGEL = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
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
    fouten: list[Fout] = []
    blad = _open(bestand, verwacht, bedragen, fouten)
    return replace(blad, rijen=list(blad.rijen)), fouten


def _open(bestand: Bestand, verwacht: Sequence[str], bedragen: Sequence[str], fouten: list[Fout]) -> Blad:
    """Return a table whose rows are read as they are asked for; what is wrong with them is added on the way."""
    leeg = Blad(bestand.stam, bestand.naam, [], [])
    tekst, onleesbaar = lees_tekst(bestand)
    if onleesbaar:
        fouten += onleesbaar
        return leeg
    overslaan = 1 if re.match(r"sep=.\r?\n", tekst) else 0
    tekst = tekst.split("\n", 1)[1] if overslaan else tekst
    scheiding = _scheiding(tekst.split("\n", 1)[0], verwacht)
    stroom = _regels(bestand.naam, tekst, scheiding, overslaan, fouten)
    kopregel, delen = next(stroom, (1, []))
    kop = _namen("\x00".join(delen), "\x00")
    if len(kop) > MEESTE_KOLOMMEN:
        melding = f"de kop heeft {len(kop)} kolommen; er kunnen er {MEESTE_KOLOMMEN} zijn. Haal er weg."
        fouten.append(Fout(bestand.naam, kopregel, "", melding))
        return leeg
    wat_duidelijk_moet = bedragen if scheiding == "," else None
    rijen = _rijen(Blad(bestand.stam, bestand.naam, kop, stroom), scheiding, wat_duidelijk_moet, fouten)
    return Blad(bestand.stam, bestand.naam, kop, rijen, kopregel)


def _rijen(
    ruw: Blad, scheiding: str, bedragen: Sequence[str] | None, fouten: list[Fout]
) -> Iterator[tuple[int, Sequence[Cel]]]:
    """Yield the rows that have as many cells as the header; where `bedragen` is not None their figures are doubted."""
    kop = ruw.kop
    plekken = []
    if bedragen is not None:
        plekken = [plek for plek, veld in enumerate(kop) if veld in bedragen or re.fullmatch(r"\d{4}", veld)]
    for regel, delen in ruw.rijen:
        cellen = [_met_formule(str(deel).strip()) for deel in delen]
        while len(cellen) > len(kop) and not cellen[-1]:
            cellen.pop()
        if len(cellen) != len(kop):
            melding = (
                f"deze regel heeft {len(cellen)} kolommen; het moeten er {len(kop)} zijn ({scheiding.join(kop)}). "
                "Zet tekst met een scheidingsteken erin tussen dubbele aanhalingstekens."
            )
            fouten.append(Fout(ruw.bestand, regel, "", melding))
            continue
        fouten += [_vraag(ruw.bestand, regel, kop[p], cellen[p]) for p in plekken if _TWEEDUIDIG.fullmatch(cellen[p])]
        yield regel, cellen


def _vraag(naam: str, regel: int, veld: str, cel: str) -> Fout:
    duizend, komma = cel.replace(".", ""), cel.replace(".", ",", 1)
    melding = (
        f"is ‘{cel}’ hier {duizend} of {komma}? In een bestand met komma's tussen de kolommen is dat niet "
        f"te zien. Schrijf duizendtallen zonder punt ({duizend}) of gebruik puntkomma's."
    )
    return Fout(naam, regel, veld, melding)


def lees_csv(bestand: Bestand, kop: Sequence[str], scheiding: str, fouten: list[Fout]) -> Iterator[CsvRij]:
    """Yield the rows of a table that must have the columns `kop`; what is wrong with its form is added to `fouten`.

    The columns may stand in any order, with any separator (`scheiding` is the one that messages name). Amounts may
    also stand in a column per year. A sheet of a workbook (`bestand.blad`) is read in the same way.
    """
    aantal = len(fouten)
    blad = bestand.blad or _open(bestand, kop, ["bedrag"], fouten)
    if not blad.kop and len(fouten) > aantal:
        return
    wil = scheiding.join(kop)
    namen = list(blad.kop)
    if sorted(namen) != sorted(kop) and not is_breed(namen, kop):
        melding = f"de kop is {kort(scheiding.join(namen), 100)} maar moet precies ‘{wil}’ zijn."
        fouten.append(Fout(bestand.naam, blad.kopregel, "", melding))
        return
    leeg = True
    for plaats, velden in ontvouw(blad, kop, fouten) if is_breed(namen, kop) else _los(blad, fouten):
        leeg = False
        yield CsvRij(plaats, velden)
    if leeg and len(fouten) == aantal:
        melding = "onder de kop staat geen enkele regel. Vul het bestand of haal het weg."
        fouten.append(Fout(bestand.naam, blad.kopregel, "", melding))


def _los(blad: Blad, fouten: list[Fout]) -> Iterator[tuple[Plaats, dict[str, str]]]:
    """Yield the rows of a table as texts; one with a cell that can't be read is left out."""
    aarden = ["getal" if naam in {"bedrag", "jaar"} else "tekst" for naam in blad.kop]
    regels = dict.fromkeys(blad.kop, 0)
    for regel, cellen in blad.rijen:
        plaats = Plaats(blad.bestand, regel, regels)
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


def _regels(
    naam: str, tekst: str, scheiding: str, overslaan: int, fouten: list[Fout]
) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with the line it starts on; empty lines don't count."""
    lezer = csv.reader((past[0] for past in _REGEL.finditer(tekst)), delimiter=scheiding, strict=True)
    begin = 1 + overslaan
    try:
        for delen in lezer:
            if any(deel.strip() for deel in delen):
                yield begin, delen
            begin = lezer.line_num + 1 + overslaan
    except csv.Error:
        melding = "hier klopt een aanhalingsteken niet. Sluit elk dubbel aanhalingsteken, of haal het weg."
        fouten.append(Fout(naam, lezer.line_num + overslaan, "", melding))
