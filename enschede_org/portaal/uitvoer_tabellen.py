"""A document as tables, as `kern.laden.plat` reads them: the fields at the top, and a table per list."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from enschede_org.kern.laden.plat import ALGEMEEN, BIJ, ONDER, TOPKOP, lijstbladen
from enschede_org.kern.laden.schema import LijstVeld, Schema, Veld
from enschede_org.portaal.uitvoer_documenten import Bedragen, Document, schema_van


@dataclass
class Tabel:
    """A table: its name, its header and its rows of plain values."""

    naam: str
    kop: list[str]
    rijen: list[list[Any]] = field(default_factory=list)


def tabellen(document: Document, *, bedragen_breed: bool) -> list[Tabel]:
    """Return a document as tables, also the empty ones, so that who fills them sees what can be filled.

    The amounts of a budget have a column per year when `bedragen_breed`, and a row per year otherwise.
    """
    schema = schema_van(document["soort"])
    top = Tabel(ALGEMEEN, TOPKOP, [["soort", document["soort"]]])
    top.rijen += [[naam, document.get(naam)] for naam, veld in schema.velden.items() if isinstance(veld, Veld)]
    per_naam = {vorm.naam: Tabel(vorm.naam, vorm.kolommen) for vorm in lijstbladen(schema).values()}
    _vul(per_naam, schema, document)
    uit = [top, *per_naam.values()]
    if isinstance(bedragen := document.get("bedragen"), Bedragen):
        uit.append(_breed(bedragen) if bedragen_breed else lang(bedragen))
    return uit


def _vul(per_naam: dict[str, Tabel], schema: Schema, document: Document) -> None:
    """Put the rows of every list in their tables, in reading order: each before what stands under it."""
    wacht = [*reversed([*_groepen(schema, document, "")])]
    while wacht:
        naam, deel, rij, onder, bij = wacht.pop()
        tabel = per_naam[naam]
        velden = {**rij, ONDER: onder, BIJ: bij}
        tabel.rijen.append([_cel(velden.get(kolom)) for kolom in tabel.kop])
        wacht += reversed([*_groepen(deel, rij, rij.get("code", ""))])


def _groepen(schema: Schema, houder: Document, code: str) -> Iterator[tuple[str, Schema, Document, str, str]]:
    """Yield the rows of the lists in a group: the list, its fields, the row, and whom it stands under or belongs to."""
    for naam, veld in schema.velden.items():
        if isinstance(veld, LijstVeld) and isinstance(veld.wat, Schema):
            nest = veld.wat is schema
            for rij in houder.get(naam, []):
                yield naam, veld.wat, rij, code if nest else "", "" if nest else code


def _cel(waarde: Any) -> Any:
    """Return a value as one cell has it."""
    return "; ".join(str(deel) for deel in waarde) if isinstance(waarde, list) else waarde


def lang(bedragen: Bedragen) -> Tabel:
    """Return amounts as a table with a row for each."""
    rijen = [[post, jaar, kant, bedrag] for post, kant, jaar, bedrag in bedragen.rijen]
    return Tabel("bedragen", ["post", "jaar", "kant", "bedrag"], rijen)


def _breed(bedragen: Bedragen) -> Tabel:
    """Return amounts as a table with a column per year, as people know it."""
    jaren = sorted({jaar for _, _, jaar, _ in bedragen.rijen})
    per_rij: dict[tuple[str, str], dict[int, Any]] = {}
    for post, kant, jaar, bedrag in bedragen.rijen:
        per_rij.setdefault((post, kant), {})[jaar] = bedrag
    rijen = [[post, kant, *(cellen.get(jaar) for jaar in jaren)] for (post, kant), cellen in per_rij.items()]
    return Tabel("bedragen", ["post", "kant", *map(str, jaren)], rijen)
