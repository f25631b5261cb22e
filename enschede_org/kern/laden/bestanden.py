"""From paths and uploads to year files: which files there are, and their text."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeAlias

from enschede_org.kern.laden.fout import Fout
from enschede_org.kern.laden.zipbestand import GROOTSTE, pak_uit

YAML = (".yaml", ".yml")
CSV = ".csv"
XLSX = ".xlsx"
ZIP = ".zip"
SOORTEN = (*YAML, CSV, XLSX)
MEESTE_KOLOMMEN = 200

# What a cell of a table says: a text, or what a spreadsheet keeps as more than text.
Cel: TypeAlias = str | int | float | bool | date | None


@dataclass(frozen=True)
class Blad:
    """A table: a sheet of a workbook or a CSV file. `bestand` is what messages call it; each row knows its line.

    The rows of a CSV file with amounts can be read only once: they are a stream.
    """

    naam: str
    bestand: str
    kop: Sequence[str]
    rijen: Iterable[tuple[int, Sequence[Cel]]]
    kopregel: int = 1
    is_werkmap: bool = False


@dataclass(frozen=True)
class Bestand:
    """A year file. `gevraagd` is False for a CSV file that only counts when another file beside it needs it.

    A sheet of a workbook is a file of its own to those who look for amounts: then `blad` has it, read already.
    """

    naam: str
    inhoud: bytes
    gevraagd: bool = True
    blad: Blad | None = field(default=None, compare=False)

    @property
    def is_yaml(self) -> bool:
        """Say whether its name is that of a YAML file."""
        return self.naam.lower().endswith(YAML)

    @property
    def is_xlsx(self) -> bool:
        """Say whether its name is that of a workbook."""
        return self.naam.lower().endswith(XLSX)

    @property
    def stam(self) -> str:
        """Return its name without folder and without what it ends on."""
        return self.naam.rpartition("/")[2].rpartition(".")[0]

    def naast(self, naam: str) -> str:
        """Return the name of a file in the same folder."""
        map_, streep, _ = self.naam.rpartition("/")
        return f"{map_}{streep}{naam}"


def uit_upload(naam: str, inhoud: bytes) -> tuple[list[Bestand], list[Fout]]:
    """Return the year files in one uploaded file (a zip has more), and why it is none.

    `naam` is shown in messages. Nothing is read here but the list of a zip: its size and the end of its name decide.
    """
    einde = naam.lower()
    if len(inhoud) > GROOTSTE:
        return [], [te_groot(naam)]
    if einde.endswith(ZIP):
        leden, fouten = pak_uit(naam, inhoud, SOORTEN)
        return [Bestand(lid, tekst) for lid, tekst in leden], fouten
    if not einde.endswith(SOORTEN):
        return [], [Fout(naam, 0, "", geen_jaarbestand(einde))]
    return [Bestand(naam, inhoud)], []


def te_groot(naam: str) -> Fout:
    """Return the fault of a file that is too large to look into."""
    return Fout(naam, 0, "", f"dit bestand is groter dan {GROOTSTE // 1024 // 1024} MB. Splits het.")


def geen_jaarbestand(naam: str) -> str:
    """Say why a file with this name cannot be one of ours."""
    if naam.endswith((".xls", ".xlsm", ".xlsb", ".ods")):
        return "deze soort werkmap kan niet. Bewaar haar als Excel-werkmap (.xlsx)."
    return "dit is geen jaarbestand. De naam moet eindigen op .yaml, .yml, .csv, .xlsx of .zip."


def vind_bestanden(paden: Iterable[str]) -> tuple[list[Bestand], list[Fout]]:
    """Return the year files in `paden` (files and folders), each once and in order of name, and what cannot be read.

    A folder is searched whole, for `.yaml`, `.yml`, `.csv` and `.xlsx`; hidden files and folders don't count. Beside a
    file that stands by itself the CSV files of its folder come along, for when it needs them. A zip is opened.
    """
    gevraagd: dict[Path, Path] = {}
    fouten: list[Fout] = []
    for tekst in paden:
        gevonden, reden = _zoek(Path(tekst))
        gevraagd |= {pad.resolve(): pad for pad in gevonden}
        if reden:
            fouten.append(Fout(tekst, 0, "", reden))
    metburen = [pad for pad in gevraagd.values() if pad.suffix.lower() in (*YAML, CSV)]
    mappen = {pad.parent for pad in metburen}
    buren = [buur for map_ in mappen for buur in map_.glob("*.csv")]
    alle = {**{buur.resolve(): buur for buur in buren if buur.is_file()}, **gevraagd}
    bestanden: list[Bestand] = []
    for echt, pad in sorted(alle.items(), key=lambda paar: paar[1]):
        try:
            # One byte more than is allowed is enough to see that it is too large.
            with pad.open("rb") as stroom:
                inhoud = stroom.read(GROOTSTE + 1)
        except OSError:
            if echt in gevraagd:
                fouten.append(Fout(pad.as_posix(), 0, "", "dit bestand is niet te lezen. Controleer de rechten erop."))
            continue
        if echt in gevraagd:
            gevonden_in, reden_niet = uit_upload(pad.as_posix(), inhoud)
            bestanden += gevonden_in
            fouten += reden_niet
        else:
            bestanden.append(Bestand(pad.as_posix(), inhoud, gevraagd=False))
    return bestanden, fouten


def _zoek(pad: Path) -> tuple[list[Path], str]:
    """Return the files that a path stands for, and what is wrong when there are none."""
    if pad.is_dir():
        gevonden = [kind for kind in pad.rglob("*") if _telt_mee(kind, pad)]
        return gevonden, "" if gevonden else "in deze map staan geen jaarbestanden (.yaml, .csv of .xlsx)."
    if not pad.is_file():
        return [], "dit bestand of deze map bestaat niet. Controleer het pad."
    if pad.suffix.lower() not in (*SOORTEN, ZIP):
        return [], geen_jaarbestand(pad.name.lower())
    return [pad], ""


def _telt_mee(pad: Path, map_: Path) -> bool:
    # Excel keeps a file that begins with ~$ beside a workbook that is open.
    verborgen = any(deel.startswith((".", "~$")) for deel in pad.relative_to(map_).parts)
    return not verborgen and pad.suffix.lower() in SOORTEN and pad.is_file()


_GEEN_TEKST = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
# Two bytes that are one letter in UTF-8: a file that has them isn't Windows-1252.
_IS_UTF8 = re.compile(rb"[\xc2-\xc3\xe2][\x80-\xbf]")
_WINDOWS = re.compile(r"[\x00-\x7f€‚„…‘’“”•–—™\xa0-\xff]*")


def lees_tekst(bestand: Bestand) -> tuple[str, list[Fout]]:
    """Return the text of a file, or the reason why it has none.

    UTF-8, with or without a mark at its beginning; a CSV file may also be in Windows-1252, as Excel saves it.
    """
    inhoud = bestand.inhoud
    if len(inhoud) > GROOTSTE:
        return "", [te_groot(bestand.naam)]
    if not inhoud.removeprefix(b"\xef\xbb\xbf").strip():
        return "", [Fout(bestand.naam, 0, "", "dit bestand is leeg. Vul het of haal het weg.")]
    if inhoud[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        tekst = "dit bestand is bewaard als UTF-16 (in Excel “Unicode-tekst”). Bewaar het als “CSV UTF-8”."
        return "", [Fout(bestand.naam, 0, "", tekst)]
    try:
        tekst = inhoud.decode("utf-8-sig")
    except UnicodeDecodeError as fout:
        gelezen = _als_windows(bestand)
        if gelezen is None:
            return "", [_niet_utf8(bestand, fout.start)]
        tekst = gelezen
    if gevonden := _GEEN_TEKST.search(tekst):
        wat = "NUL" if gevonden[0] == "\0" else f"code {ord(gevonden[0])}"
        melding = f"hier staat een teken dat niet in tekst hoort ({wat}). Bewaar het bestand opnieuw als UTF-8."
        return "", [Fout(bestand.naam, tekst.count("\n", 0, gevonden.start()) + 1, "", melding)]
    return tekst, []


def _als_windows(bestand: Bestand) -> str | None:
    """Return the text of a CSV file in Windows-1252: only when every character in it is one that people type."""
    if not bestand.naam.lower().endswith(CSV) or _IS_UTF8.search(bestand.inhoud):
        return None
    try:
        tekst = bestand.inhoud.decode("cp1252")
    except UnicodeDecodeError:
        return None
    return tekst if _WINDOWS.fullmatch(tekst) else None


def _niet_utf8(bestand: Bestand, plek: int) -> Fout:
    regel = bestand.inhoud.count(b"\n", 0, plek) + 1
    tekst = "dit bestand is niet in UTF-8 bewaard. Bewaar het opnieuw als “CSV UTF-8” of met tekenset UTF-8."
    return Fout(bestand.naam, regel, "", tekst)
