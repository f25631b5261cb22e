"""A zip of year files: what is in it, as long as that is safe to unpack.

Nothing is written to disk, so a name can do no harm; a name that would is refused all the same, because such a zip
was not made by somebody who zipped a folder.
"""

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator, Sequence

from enschede_org.kern.laden.fout import Fout, kort, opsomming

GROOTSTE = 20 * 1024 * 1024  # bytes of one file
UITGEPAKT = 100 * 1024 * 1024  # bytes of everything in a zip together
MEESTE = 500  # files in a zip
# Text and sheets shrink to a tenth or so; what shrinks to less than this part of itself is made to fill memory.
DICHTST = 200
_SYSTEEM = {"__macosx", ".ds_store", "thumbs.db", "desktop.ini"}
_NIET = {
    (".zip", ".7z", ".rar", ".gz"): "is zelf een zip-bestand. Pak het uit en zip alles samen.",
    (".xls", ".xlsm", ".xlsb", ".ods"): "is een soort werkmap die niet kan. Bewaar haar als Excel-werkmap (.xlsx).",
}

# What reading a damaged or odd zip may raise.
KAPOT = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError)


def pak_uit(naam: str, inhoud: bytes, soorten: tuple[str, ...]) -> tuple[list[tuple[str, bytes]], list[Fout]]:
    """Return the files in a zip whose name ends on one of `soorten`, and every reason not to trust it.

    Other files are passed over, as in a folder. With a fault no file is returned.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(inhoud)) as archief:
            leden = [lid for lid in archief.infolist() if not lid.is_dir() and not _van_systeem(lid.filename)]
            fouten = [*bezwaren(naam, archief.infolist()), *_namen(naam, leden)]
            gekozen = [lid for lid in leden if lid.filename.lower().endswith(soorten)]
            if not gekozen and not fouten:
                tekst = f"in dit zip-bestand staan geen jaarbestanden ({opsomming(soorten)}). Zip de map met het jaar."
                fouten.append(Fout(naam, 0, "", tekst))
            if fouten:
                return [], fouten
            return [(f"{naam}/{lid.filename}", archief.read(lid)) for lid in gekozen], []
    except KAPOT:
        return [], [Fout(naam, 0, "", "dit zip-bestand is beschadigd of geen zip-bestand. Maak het opnieuw.")]


def bezwaren(naam: str, leden: Sequence[zipfile.ZipInfo]) -> list[Fout]:
    """Return why a zip (a workbook is one too) is too large or too dense to unpack, or locked."""
    if len(leden) > MEESTE:
        return [Fout(naam, 0, "", f"hierin zitten {len(leden)} bestanden; het mogen er {MEESTE} zijn. Splits het.")]
    fouten = []
    if sum(lid.file_size for lid in leden) > UITGEPAKT:
        tekst = f"uitgepakt is dit groter dan {UITGEPAKT // 1024 // 1024} MB. Splits het."
        fouten.append(Fout(naam, 0, "", tekst))
    for lid in leden:
        if lid.file_size > 1024 * 1024 and lid.file_size > DICHTST * max(1, lid.compress_size):
            tekst = f"{kort(lid.filename)} is verdacht sterk samengeperst en wordt niet uitgepakt. Maak het opnieuw."
            fouten.append(Fout(naam, 0, "", tekst))
        if lid.flag_bits & 1:
            tekst = f"{kort(lid.filename)} is met een wachtwoord versleuteld. Haal het wachtwoord eraf."
            fouten.append(Fout(naam, 0, "", tekst))
    return fouten


def _van_systeem(pad: str) -> bool:
    """Say whether a file is there because of the computer that made the zip, or hidden."""
    delen = pad.lower().split("/")
    return any(deel in _SYSTEEM or (deel.startswith((".", "~$")) and deel not in {".", ".."}) for deel in delen)


def _namen(naam: str, leden: Sequence[zipfile.ZipInfo]) -> Iterator[Fout]:
    gezien: set[str] = set()
    for lid in leden:
        pad = lid.filename
        if reden := _reden(lid, gezien):
            yield Fout(naam, 0, "", f"{kort(pad)} {reden}")
        gezien.add(pad.lower())


def _reden(lid: zipfile.ZipInfo, gezien: set[str]) -> str:
    pad = lid.filename
    for einden, reden in _NIET.items():
        if pad.lower().endswith(einden):
            return reden
    if pad.startswith("/") or "\\" in pad or ":" in pad or any(deel in {"", ".", ".."} for deel in pad.split("/")):
        return "wijst naar een plaats buiten dit zip-bestand. Zip de map met het jaar opnieuw."
    if stat.S_ISLNK(lid.external_attr >> 16):
        return "is een verwijzing naar een ander bestand. Zet het bestand zelf erin."
    if pad.lower() in gezien:
        return "staat er twee keer in. Haal er een weg."
    if lid.file_size > GROOTSTE:
        return f"is groter dan {GROOTSTE // 1024 // 1024} MB. Splits het."
    return ""
