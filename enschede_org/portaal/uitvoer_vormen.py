"""Documents as files: YAML as people keep it, CSV as Dutch Excel opens it, and a workbook.

A text that a spreadsheet would calculate with (`=1+1`) stays text: in a workbook its cell is of the kind text, marked
as typed with a quote; in CSV it has a quote before it, which loading takes off again.
"""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Literal, TypeAlias

import yaml
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from enschede_org.kern.laden.csvbestand import zonder_formule
from enschede_org.kern.werkmap import ontsnapt, tekstcel
from enschede_org.portaal.uitvoer_documenten import Bedragen, Document, NietUitTeVoeren
from enschede_org.portaal.uitvoer_tabellen import Tabel, lang, tabellen

Vorm: TypeAlias = Literal["yaml", "csv", "xlsx"]
UITLEG = [
    "In dit bestand staat een versie of lijst uit het portaal. Pas het aan en laad het weer.",
    "",
    "Blad ‘algemeen’ heeft een rij per gegeven: links het veld, rechts wat erin staat. Laat de namen van velden staan.",
    "Elk ander blad is een lijst. De eerste rij is de kop; die blijft zoals zij is. Elke rij daaronder is één ding.",
    "‘code’ is waaraan het portaal iets herkent, ook over de jaren heen. Verander een code niet, een naam wel.",
    "‘onder’ is de code van de rij waar iets onder valt. Die rij staat hoger in de lijst. Eén rij heeft geen ‘onder’.",
    "‘bij’ is de code van de rij, op een ander blad, waar iets bij hoort.",
    "Meer waarden in één cel staan met een puntkomma ertussen: 7; 11.",
    "Bedragen zijn getallen in de eenheid die bij ‘per’ staat: bij 1000 is 19753 negentien miljoen 753 duizend euro.",
    "Een lege cel bij een jaar betekent: geen bedrag. Dat is iets anders dan 0.",
    "Formules en samengevoegde cellen kunnen niet; een verborgen blad ook niet. Tekst die op een formule lijkt mag.",
    "",
    "Wat in het portaal staat en niet meer in dit bestand, vervalt bij het laden. U ziet dat eerst.",
]
_LANGSTE_CEL = 32_767
_BREED = {"naam", "toelichting", "taak", "tekst", "omschrijving", "waarde", "rendement", "onderwerp", "missie", "visie"}


def schrijf_document(document: Document, vorm: Vorm) -> tuple[str, bytes]:
    """Return a document as a file: its name and content. More files together are a zip. Raises `NietUitTeVoeren`."""
    naam = document.get("code") or document["soort"]
    if vorm == "xlsx":
        return f"{naam}.xlsx", _werkmap(tabellen(document, bedragen_breed=True))
    if vorm == "csv":
        return f"{naam}-csv.zip", _zip(
            {f"{naam}/{t.naam}.csv": csv_van(t) for t in tabellen(document, bedragen_breed=False)}
        )
    if isinstance(bedragen := document.get("bedragen"), Bedragen):
        bestanden = {
            f"{naam}/{naam}.yaml": yaml_van({**document, "bedragen": f"{naam}.csv"}),
            f"{naam}/{naam}.csv": csv_van(lang(bedragen)),
        }
        return f"{naam}-yaml.zip", _zip(bestanden)
    return f"{naam}.yaml", yaml_van(document)


class _Dumper(yaml.SafeDumper):
    """Writes YAML as the year files are kept: lists indented, long texts folded, nothing by reference."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:
        return super().increase_indent(flow, False)


def _tekst(dumper: Any, tekst: str) -> Any:
    stijl = "|" if "\n" in tekst else ">" if len(tekst) > 100 else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", tekst, style=stijl)


_Dumper.add_representer(str, _tekst)
_Dumper.add_representer(Decimal, lambda dumper, getal: dumper.represent_str(getal_tekst(getal)))
_Dumper.add_representer(
    bool, lambda dumper, ja: dumper.represent_scalar("tag:yaml.org,2002:str", "ja" if ja else "nee")
)


def yaml_van(document: Document) -> bytes:
    """Return a document as YAML."""
    tekst: str = yaml.dump(document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=118, indent=2)
    return tekst.encode()


def csv_van(tabel: Tabel) -> bytes:
    """Return a table as CSV that Dutch Excel opens: semicolons, UTF-8 with a mark, Dutch figures."""
    uit = io.StringIO(newline="")
    schrijver = csv.writer(uit, delimiter=";", lineterminator="\r\n")
    schrijver.writerow(tabel.kop)
    schrijver.writerows([_csv_cel(waarde) for waarde in rij] for rij in tabel.rijen)
    return uit.getvalue().encode("utf-8-sig")


def _csv_cel(waarde: Any) -> str:
    return zonder_formule(waarde) if isinstance(waarde, str) else als_tekst(waarde)


def als_tekst(waarde: Any) -> str:
    """Return a value as a year file writes it."""
    if waarde is None:
        return ""
    if isinstance(waarde, bool):
        return "ja" if waarde else "nee"
    if isinstance(waarde, date):
        return waarde.isoformat()
    return getal_tekst(waarde) if isinstance(waarde, Decimal) else str(waarde)


def getal_tekst(getal: Decimal) -> str:
    """Return a number the Dutch way, without points: 19753 or 0,5."""
    tekst = f"{getal:f}"
    return (tekst.rstrip("0").rstrip(".") if "." in tekst else tekst).replace(".", ",")


def _zip(bestanden: Mapping[str, bytes]) -> bytes:
    """Return files as a zip that is the same each time."""
    uit = io.BytesIO()
    with zipfile.ZipFile(uit, "w", zipfile.ZIP_DEFLATED) as archief:
        for naam, inhoud in bestanden.items():
            lid = zipfile.ZipInfo(naam)
            lid.compress_type = zipfile.ZIP_DEFLATED
            archief.writestr(lid, inhoud)
    return uit.getvalue()


def _werkmap(bladen: Sequence[Tabel]) -> bytes:
    # Before the first sheet is begun: openpyxl keeps sheets in temporary files until it saves them.
    for waarde in (waarde for tabel in bladen for rij in tabel.rijen for waarde in rij if isinstance(waarde, str)):
        if len(ontsnapt(waarde)) > _LANGSTE_CEL:
            raise NietUitTeVoeren(
                f"Een tekst van {len(waarde)} tekens past niet in een cel van een werkmap "
                f"(“{waarde[:40]}…”). Kies YAML."
            )
    boek = Workbook(write_only=True)
    uitleg = boek.create_sheet("Uitleg")
    uitleg.column_dimensions["A"].width = 120
    for regel in UITLEG:
        uitleg.append([tekstcel(uitleg, regel)])
    for tabel in bladen:
        blad = boek.create_sheet(tabel.naam)
        blad.freeze_panes = "A2"
        for plek, naam in enumerate(tabel.kop, 1):
            breed = 60 if naam in _BREED else 26 if naam in {"code", "post", "onder", "bij", "veld"} else 14
            blad.column_dimensions[get_column_letter(plek)].width = breed
        kop = [tekstcel(blad, naam) for naam in tabel.kop]
        for cel in kop:
            cel.font = Font(bold=True)
        blad.append(kop)
        for rij in tabel.rijen:
            blad.append([_cel(blad, waarde) for waarde in rij])
    uit = io.BytesIO()
    boek.save(uit)
    return uit.getvalue()


def _cel(blad: Any, waarde: Any) -> Any:
    """Return a cell that stays what it is: text is text, a figure a number, a date a date."""
    if waarde is None or waarde == "":
        return None
    if isinstance(waarde, date):
        cel = WriteOnlyCell(blad, value=datetime.combine(waarde, time()))
        cel.number_format = "yyyy-mm-dd"
        return cel
    if isinstance(waarde, (int, Decimal)) and not isinstance(waarde, bool):
        return waarde
    return tekstcel(blad, als_tekst(waarde))
