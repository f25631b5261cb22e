"""A table that is shown as a file to take away: the same rows, the same filters, figures as they are shown.

A text that a spreadsheet would calculate with stays text, as in the year files.
"""

import csv
import io
import json
from collections.abc import Callable
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from begroting.cijfertabel import Cijfertabel, Kolom
from begroting.keuzes import adres, kies
from enschede_org.kern.laden.csvbestand import zonder_formule
from enschede_org.kern.werkmap import tekstcel

VORMEN = {
    "csv": ("CSV", "text/csv; charset=utf-8"),
    "xlsx": ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "json": ("JSON", "application/json"),
}
VAST = ("code", "naam", "niveau", "soort")


def vormen(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the files of the page that is shown, as (name, address)."""
    return [(naam, adres(request, vorm=vorm)) for vorm, (naam, _) in VORMEN.items()]


def bestand(request: HttpRequest, tabel: Cijfertabel) -> HttpResponse | None:
    """Return the file that the address asks for (`?vorm=csv`), or None where it asks for a page."""
    vorm = kies(request, "vorm", ["", *VORMEN], "")
    if not vorm:
        return None
    antwoord = HttpResponse(SCHRIJVERS[vorm](tabel), content_type=VORMEN[vorm][1])
    antwoord["Content-Disposition"] = content_disposition_header(True, f"{slugify(tabel.titel)[:80]}.{vorm}")
    return antwoord


def csv_van(tabel: Cijfertabel) -> bytes:
    """Return a table as CSV that Dutch Excel opens: semicolons, UTF-8 with a mark, Dutch figures."""
    uit = io.StringIO(newline="")
    schrijver = csv.writer(uit, delimiter=";", lineterminator="\r\n")
    schrijver.writerow([zonder_formule(naam) for naam in _kop(tabel)])
    for tekst, cijfers in _rijen(tabel):
        getallen = ["" if cel is None else f"{cel:f}".replace(".", ",") for cel in cijfers]
        schrijver.writerow([*map(zonder_formule, tekst), *getallen])
    return uit.getvalue().encode("utf-8-sig")


def xlsx_van(tabel: Cijfertabel) -> bytes:
    """Return a table as a workbook: a sheet with what it is, and the sheet with the figures as numbers."""
    boek = Workbook(write_only=True)
    blad = boek.create_sheet("tabel")
    blad.freeze_panes = "C2"
    for plek, breed in enumerate([16, 60, 8, 12, *[16] * len(tabel.kolommen)], 1):
        blad.column_dimensions[get_column_letter(plek)].width = breed
    kop = [tekstcel(blad, naam) for naam in _kop(tabel)]
    for cel in kop:
        cel.font = Font(bold=True)
    blad.append(kop)
    for tekst, cijfers in _rijen(tabel):
        blad.append([*(tekstcel(blad, deel) if deel else None for deel in tekst), *cijfers])
    uitleg = boek.create_sheet("Uitleg")
    uitleg.column_dimensions["A"].width = 100
    for regel in (
        tabel.titel,
        f"Bedragen: {tabel.eenheid}",
        "Een lege cel betekent: niet bekend. Dat is iets anders dan 0.",
    ):
        uitleg.append([tekstcel(uitleg, regel)])
    uit = io.BytesIO()
    boek.save(uit)
    return uit.getvalue()


def json_van(tabel: Cijfertabel) -> bytes:
    """Return a table as JSON; figures are numbers, what is not known is null."""
    inhoud = {
        "titel": tabel.titel,
        "eenheid": tabel.eenheid,
        "kolommen": [kolom.naam for kolom in tabel.kolommen],
        "rijen": [
            {**dict(zip(VAST, tekst, strict=True)), "cijfers": [_json_getal(cel) for cel in cijfers]}
            for tekst, cijfers in _rijen(tabel)
        ],
    }
    return json.dumps(inhoud, ensure_ascii=False, indent=1).encode()


SCHRIJVERS: dict[str, Callable[[Cijfertabel], bytes]] = {"csv": csv_van, "xlsx": xlsx_van, "json": json_van}


def _kop(tabel: Cijfertabel) -> list[str]:
    return [*VAST, *(kolom.naam for kolom in tabel.kolommen)]


def _rijen(tabel: Cijfertabel) -> list[tuple[list[str], list[Decimal | None]]]:
    """Return the rows as texts (code, name, level, kind) and figures as they are shown."""
    return [
        (
            [rij.code, f"{rij.naam} ({rij.merk})" if rij.merk else rij.naam, str(rij.niveau), rij.soort or "rij"],
            [_getoond(kolom, cel) for kolom, cel in zip(tabel.kolommen, rij.cellen, strict=True)],
        )
        for rij in tabel.rijen
    ]


def _getoond(kolom: Kolom, cel: Decimal | None) -> Decimal | None:
    return None if cel is None else kolom.rond(cel) + 0  # + 0: no minus before nothing


def _json_getal(cel: Decimal | None) -> int | float | None:
    if cel is None:
        return None
    return int(cel) if cel == cel.to_integral_value() else float(cel)
