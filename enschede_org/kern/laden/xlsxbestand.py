"""A workbook as tables: real numbers, dates and text; what calculates, is merged or is hidden is refused by its cell.

Cells are read one row at a time from the XML, with defusedxml below openpyxl against entities, so a sheet that claims
a million rows or columns costs nothing.
"""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, time, timedelta
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._reader import WorkSheetParser

from enschede_org.kern.laden.bestanden import MEESTE_KOLOMMEN, Bestand, Blad, Cel, te_groot
from enschede_org.kern.laden.fout import Fout, opsomming
from enschede_org.kern.laden.zipbestand import GROOTSTE, KAPOT, bezwaren

UITLEG = "uitleg"
MEESTE_RIJEN = 300_000
MEESTE_MELDINGEN = 100  # per sheet
_OLE = b"\xd0\xcf\x11\xe0"  # how a workbook with a password, or of before 2007, begins
# How a workbook writes a character that XML can't hold (ECMA-376, ST_Xstring).
_ONTSNAPT = re.compile(r"_x([0-9A-Fa-f]{4})_")


def lees_werkmap(bestand: Bestand) -> tuple[list[Blad], list[Fout]]:
    """Return the sheets of a workbook (without the one that explains it), and everything wrong with their form."""
    if fouten := _controleer(bestand):
        return [], fouten
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about looks that get lost
            boek = load_workbook(io.BytesIO(bestand.inhoud), read_only=True, keep_links=False)
            gelezen = [_Lezer(bestand.naam, boek, blad).lees() for blad in boek.worksheets if not _is_uitleg(blad)]
    except Exception:
        # openpyxl raises whatever it stumbles on; each of those means that this is no workbook as Excel makes them.
        tekst = "deze werkmap is beschadigd of heeft iets dat niet kan. Open haar in Excel en bewaar haar opnieuw."
        return [], [Fout(bestand.naam, 0, "", tekst)]
    bladen = [blad for blad, _ in gelezen if blad.kop]
    fouten = [fout for _, meldingen in gelezen for fout in meldingen]
    if not bladen and not fouten:
        fouten = [Fout(bestand.naam, 0, "", "deze werkmap is leeg. Vul haar of haal haar weg.")]
    return bladen, fouten


def _is_uitleg(blad: Any) -> bool:
    return str(blad.title).strip().lower() == UITLEG


def _controleer(bestand: Bestand) -> list[Fout]:
    """Return why a file cannot or may not be opened as a workbook."""
    inhoud = bestand.inhoud
    if len(inhoud) > GROOTSTE:
        return [te_groot(bestand.naam)]
    tekst = ""
    if not inhoud:
        tekst = "dit bestand is leeg. Vul het of haal het weg."
    elif inhoud.startswith(_OLE):
        tekst = "deze werkmap heeft een wachtwoord of is van een oude soort. Haal het wachtwoord weg, bewaar als .xlsx."
    else:
        try:
            with zipfile.ZipFile(io.BytesIO(inhoud)) as archief:
                if fouten := bezwaren(bestand.naam, archief.infolist()):
                    return fouten
                tekst = _gevaar(archief)
        except KAPOT:
            tekst = "dit is geen Excel-werkmap, of zij is beschadigd. Bewaar haar opnieuw als .xlsx."
    return [Fout(bestand.naam, 0, "", tekst)] if tekst else []


def _gevaar(archief: zipfile.ZipFile) -> str:
    """Say what in a workbook points outside it. defusedxml refuses entities too; this says so in Dutch."""
    for lid in archief.infolist():
        if lid.filename.startswith("xl/externalLinks/"):
            return "deze werkmap verwijst naar andere werkmappen. Verbreek die koppelingen (Gegevens, Koppelingen)."
        if lid.filename.endswith((".xml", ".rels")):
            with archief.open(lid) as stroom:
                begin = stroom.read(4096)  # a DOCTYPE comes before the first element
            if b"<!ENTITY" in begin or b"<!DOCTYPE" in begin:
                return (
                    "in deze werkmap staan verwijzingen (XML-entiteiten) die niet mogen. Bewaar haar opnieuw in Excel."
                )
    return ""


class _Lezer:
    """Reads one sheet."""

    def __init__(self, bestand: str, boek: Any, blad: Any) -> None:
        self.boek, self.werkblad = boek, blad
        self.naam = str(blad.title).strip()
        self.bestand = f"{bestand}, blad {self.naam.replace('/', '-')}"
        self.fouten: list[Fout] = []
        self.kolommen: dict[int, str] = {}
        self.kopregel = 1

    def lees(self) -> tuple[Blad, list[Fout]]:
        """Return the table in the sheet, and what is wrong with it."""
        rijen: list[tuple[int, Sequence[Cel]]] = []
        for regel, cellen in self._regels():
            waarden = self._waarden(regel, cellen)
            if not any(waarde is not None and waarde != "" for waarde in waarden.values()):
                continue
            if max(kolom for kolom, waarde in waarden.items() if waarde is not None) > MEESTE_KOLOMMEN:
                self._meld(
                    regel, "", f"er staat iets na kolom {MEESTE_KOLOMMEN}; daar leest niemand het. Haal het weg."
                )
                break
            if not self.kolommen:
                self.kopregel = regel
                self.kolommen = {kolom: str(w).strip() for kolom, w in waarden.items() if str(w or "").strip()}
                continue
            if len(rijen) >= MEESTE_RIJEN:
                self._meld(regel, "", f"dit blad heeft meer dan {MEESTE_RIJEN} rijen. Splits het.")
                break
            rijen.append((regel, [waarden.get(kolom) for kolom in self.kolommen]))
            for kolom in waarden.keys() - self.kolommen.keys():
                if waarden[kolom] is not None:
                    cel = f"{get_column_letter(kolom)}{regel}"
                    self._meld(regel, "", f"boven cel {cel} staat geen naam in de kop. Haal de inhoud van de cel weg.")
        if self.kolommen and self.werkblad.sheet_state != "visible":
            self._meld(0, "", "dit blad is verborgen. Maak het zichtbaar en bekijk het, of haal het weg.")
        blad = Blad(
            self.naam.lower(), self.bestand, list(self.kolommen.values()), rijen, self.kopregel, is_werkmap=True
        )
        return blad, self.fouten

    def _regels(self) -> Iterator[tuple[int, list[dict[str, Any]]]]:
        """Yield the rows that are in the file; what is merged is known after the last one."""
        with self.boek._archive.open(self.werkblad._worksheet_path) as stroom:
            lezer = WorkSheetParser(
                stroom,
                self.werkblad._shared_strings,
                epoch=self.boek.epoch,
                date_formats=self.boek._date_formats,
                timedelta_formats=self.boek._timedelta_formats,
            )
            yield from lezer.parse()
            if lezer.merged_cells is not None and lezer.merged_cells.mergeCell:
                plekken = opsomming((str(bereik.ref) for bereik in lezer.merged_cells.mergeCell), 20)
                self._meld(0, "", f"hier zijn cellen samengevoegd: {plekken}. Splits ze en vul elke cel.")

    def _waarden(self, regel: int, cellen: list[dict[str, Any]]) -> dict[int, Cel]:
        return {cel["column"]: self._waarde(regel, cel) for cel in cellen}

    def _waarde(self, regel: int, cel: dict[str, Any]) -> Cel:
        """Return what a cell holds; nothing, with a fault, for what calculates or failed to."""
        waarde, soort = cel["value"], cel["data_type"]
        plek, veld = f"{get_column_letter(cel['column'])}{regel}", self.kolommen.get(cel["column"], "")
        if soort == "f":
            self._meld(
                regel, veld, f"in cel {plek} staat een formule. Vervang haar door haar uitkomst (plakken als waarde)."
            )
            return None
        if soort == "e":
            self._meld(regel, veld, f"in cel {plek} staat een foutwaarde ({waarde}). Vul in wat er hoort.")
            return None
        if isinstance(waarde, (time, timedelta)):
            self._meld(
                regel, veld, f"in cel {plek} staat een tijd. Maak de cel op als Tekst of Getal en typ het opnieuw."
            )
            return None
        if waarde is None or isinstance(waarde, (bool, int, float, date)):
            return waarde
        return _ONTSNAPT.sub(lambda past: chr(int(past[1], 16)), str(waarde))

    def _meld(self, regel: int, veld: str, tekst: str) -> None:
        if len(self.fouten) < MEESTE_MELDINGEN:
            self.fouten.append(Fout(self.bestand, regel, veld, tekst))
