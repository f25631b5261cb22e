"""The grid of a draft as a workbook, and back: real numbers, sums that are protected, and a sheet that explains it.

A second sheet keeps what stood in the grid at the download. So what comes back tells which figures were changed, and
over which amounts; what a colleague saved meanwhile is not overwritten unseen.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font, PatternFill, Protection
from openpyxl.utils import get_column_letter

from begroting.queries_bewerken import Rooster, Roosterpost
from begroting.queries_post import REGELS
from begroting.rooster import Getypt, Sleutel, lees_cel, schrijfwijze
from begroting.sommen import precisie
from begroting.weergave import eenheid_tekst
from begroting.weergave_rooster import Blik
from enschede_org.kern.getallen import OnjuistBedrag
from enschede_org.kern.laden.bestanden import Bestand, Blad, Cel
from enschede_org.kern.laden.fout import Fout, kort, opsomming
from enschede_org.kern.laden.xlsxbestand import lees_werkmap

BEDRAGEN, STAND, DOCUMENT = "Bedragen", "Bij downloaden", "Document"
VAST = ("code", "post", "kant")
SOM = PatternFill("solid", fgColor="EEF1F0")


@dataclass(frozen=True)
class Gelezen:
    """What a workbook changes, or everything wrong with it."""

    getypt: dict[Sleutel, Getypt] = field(default_factory=dict)
    fouten: list[Fout] = field(default_factory=list)


def schrijf(rooster: Rooster, blik: Blik) -> bytes:
    """Return the grid as somebody looks at it as a workbook, with what is saved in it."""
    boek = Workbook(write_only=True)
    uitleg = boek.create_sheet("Uitleg")
    uitleg.column_dimensions["A"].width = 110
    for regel in _uitleg(rooster, blik):
        uitleg.append([_tekst(uitleg, regel)])
    for naam, is_open in ((BEDRAGEN, True), (STAND, False)):
        blad = boek.create_sheet(naam)
        blad.protection.sheet = True
        blad.freeze_panes = "D2"
        for nummer, breed in enumerate([18, 48, 14, *[14] * len(rooster.kolommen)], 1):
            blad.column_dimensions[get_column_letter(nummer)].width = breed
        kop = [_tekst(blad, naam) for naam in (*VAST, *(str(kolom.jaar) for kolom in rooster.kolommen))]
        for cel in kop:
            cel.font = Font(bold=True)
        blad.append(kop)
        for rij, kant in _rijen(rooster, blik):
            blad.append(list(_cellen(blad, rooster, blik, rij, kant, is_open=is_open and rij.is_open)))
    document = boek.create_sheet(DOCUMENT)
    document.protection.sheet = True
    for naam, waarde in (("veld", "waarde"), ("document", rooster.document.code), ("per", str(blik.schrijfwijze.per))):
        document.append([_tekst(document, naam), _tekst(document, waarde)])
    uit = io.BytesIO()
    boek.save(uit)
    return uit.getvalue()


def lees(naam: str, inhoud: bytes, rooster: Rooster) -> Gelezen:
    """Read what somebody changed in a workbook of this grid; with one fault in it, nothing of it counts."""
    bladen, fouten = lees_werkmap(Bestand(naam, inhoud))
    if fouten:
        return Gelezen(fouten=fouten)
    per_naam = {blad.naam: blad for blad in bladen}
    ontbreekt = [blad for blad in (BEDRAGEN, STAND, DOCUMENT) if blad.lower() not in per_naam]
    if ontbreekt:
        tekst = f"dit is geen werkmap van dit rooster: blad {opsomming(ontbreekt)} ontbreekt. Download haar opnieuw."
        return Gelezen(fouten=[Fout(naam, 0, "", tekst)])
    velden = {str(rij[0]): str(rij[1]) for _, rij in per_naam[DOCUMENT.lower()].rijen if len(rij) > 1}
    if velden.get("document") != rooster.document.code or velden.get("per") not in {"1", "1000", "1000000"}:
        tekst = f"deze werkmap hoort niet bij {rooster.document.naam}. Download haar vanuit dit concept."
        return Gelezen(fouten=[Fout(naam, 0, "", tekst)])
    lezer = _Lezer(rooster, int(velden["per"]))
    lezer.lees(per_naam[BEDRAGEN.lower()], per_naam[STAND.lower()])
    return Gelezen(fouten=lezer.fouten) if lezer.fouten else Gelezen(lezer.getypt)


class _Lezer:
    """Holds the two sheets against each other and against the grid."""

    def __init__(self, rooster: Rooster, per: int) -> None:
        self.rooster, self.per = rooster, per
        self.posten = {rij.post.code: rij for rij in rooster.posten}
        self.jaren = [str(kolom.jaar) for kolom in rooster.kolommen]
        self.getypt: dict[Sleutel, Getypt] = {}
        self.fouten: list[Fout] = []

    def lees(self, nu: Blad, toen: Blad) -> None:
        """Read every figure that differs between the two sheets."""
        for blad in (nu, toen):
            if list(blad.kop) != [*VAST, *self.jaren]:
                hoort = opsomming([*VAST, *self.jaren])
                tekst = f"de kop hoort te zijn: {hoort}. Herstel de kop of download de werkmap opnieuw."
                self.fouten.append(Fout(blad.bestand, blad.kopregel, "", tekst))
        if self.fouten:
            return
        oud = self._per_rij(toen)
        nieuw = self._per_rij(nu)
        if weg := [f"{code} {kant}" for code, kant in oud.keys() - nieuw.keys()]:
            tekst = f"deze rijen ontbreken: {opsomming(sorted(weg), 10)}. Zet ze terug of download de werkmap opnieuw."
            self.fouten.append(Fout(nu.bestand, 0, "", tekst))
        for sleutel, (regel, cellen) in nieuw.items():
            if sleutel not in oud:
                tekst = f"deze rij ({sleutel[0]} {sleutel[1]}) staat niet in het rooster. Haal haar weg."
                self.fouten.append(Fout(nu.bestand, regel, "code", tekst))
                continue
            for jaar, cel, stand in zip(self.jaren, cellen, oud[sleutel][1], strict=True):
                self._cel(nu.bestand, regel, sleutel, int(jaar), cel, stand)

    def _per_rij(self, blad: Blad) -> dict[tuple[str, str], tuple[int, Sequence[Cel]]]:
        uit: dict[tuple[str, str], tuple[int, Sequence[Cel]]] = {}
        for regel, cellen in blad.rijen:
            sleutel = str(cellen[0] or ""), str(cellen[2] or "")
            if sleutel in uit:
                self.fouten.append(
                    Fout(blad.bestand, regel, "code", f"deze rij staat er al op regel {uit[sleutel][0]}.")
                )
            uit[sleutel] = regel, cellen[len(VAST) :]
        return uit

    def _cel(self, bestand: str, regel: int, rij: tuple[str, str], jaar: int, cel: Cel, stand: Cel) -> None:
        code, kant = rij
        try:
            nieuw, gezien = _euro(cel, self.per), _euro(stand, self.per)
            if nieuw == gezien:
                return
            post = self.posten.get(code)
            if post is None or kant not in REGELS:
                raise OnjuistBedrag(
                    f"post {kort(code)} of kant {kort(kant)} is er niet meer. Download de werkmap opnieuw."
                )
            if not post.is_open:
                raise OnjuistBedrag("dit bedrag is een som. Wijzig de posten eronder en zet hier terug wat er stond.")
            wijze = schrijfwijze(self.per, precisie([nieuw] if nieuw is not None else [], self.per))
            getypt = Getypt(wijze.toon(nieuw), gezien, wijze.per)
            lees_cel(getypt.tekst, getypt.per, kant)
        except OnjuistBedrag as fout:
            self.fouten.append(Fout(bestand, regel, str(jaar), str(fout)))
            return
        self.getypt[Sleutel(post.post.id, jaar, kant)] = getypt


def _euro(cel: Cel, per: int) -> Decimal | None:
    """Return a figure of a workbook in euros. Raises `OnjuistBedrag`."""
    if cel is None or cel == "":
        return None
    if isinstance(cel, bool) or not isinstance(cel, (int, float)):
        raise OnjuistBedrag(f"{kort(str(cel))} is geen getal. Maak van de cel een getal.")
    euro = Decimal(str(cel)) * per
    if not euro.is_finite() or abs(euro) > 10**13:
        raise OnjuistBedrag(f"{kort(str(cel))} is te groot. Kijk of de eenheid klopt ({eenheid_tekst(per)}).")
    if euro != euro.quantize(Decimal("0.01")):
        raise OnjuistBedrag(f"{kort(str(cel))} gaat verder dan hele centen. Rond het af.")
    return euro


def _rijen(rooster: Rooster, blik: Blik) -> Iterator[tuple[Roosterpost, str]]:
    for rij in rooster.rijen:
        for kant in blik.kanten:
            yield rij, kant


def _cellen(blad: Any, rooster: Rooster, blik: Blik, rij: Roosterpost, kant: str, *, is_open: bool) -> Iterator[Any]:
    """Return a row: what names it, and its figures as numbers in the unit of the grid."""
    inspringing = "   " * max(rij.post.niveau - 1, 0)
    for tekst in (rij.post.code, inspringing + rij.post.titel, kant):
        yield _tekst(blad, tekst)
    per, decimalen = blik.schrijfwijze.per, blik.schrijfwijze.decimalen
    for kolom in rooster.kolommen:
        bedrag = _bedrag(rooster, rij, Sleutel(rij.post.id, kolom.jaar, kant))
        cel: Any = WriteOnlyCell(blad)
        cel.value = None if bedrag is None else bedrag / per
        cel.number_format = "#,##0" + ("." + "0" * decimalen if decimalen else "")
        cel.protection = Protection(locked=not is_open)
        if not rij.is_open:
            cel.fill = SOM
        yield cel


def _bedrag(rooster: Rooster, rij: Roosterpost, sleutel: Sleutel) -> Decimal | None:
    if rij.is_open:
        return rooster.stand.get(sleutel)
    regels: Mapping[str, Any] = rooster.sommen[rij.post.id].get(sleutel.jaar, {})
    return regels[sleutel.kant].bedrag if sleutel.kant in regels else None


def _uitleg(rooster: Rooster, blik: Blik) -> list[str]:
    kolommen = ", ".join(f"{kolom.jaar} {kolom.soort}" for kolom in rooster.kolommen)
    return [
        f"{rooster.document.naam}: {', '.join(REGELS[kant].lower() for kant in blik.kanten)}",
        f"Gedownload op {timezone.localtime():%d-%m-%Y om %H:%M}. Bedragen: {eenheid_tekst(blik.schrijfwijze.per)}.",
        f"Kolommen: {kolommen}.",
        "",
        f"Wijzig bedragen op blad ‘{BEDRAGEN}’. Witte cellen kunt u invullen; grijze zijn sommen en zijn beveiligd.",
        "Een lege cel betekent: geen bedrag. Dat is iets anders dan 0.",
        "Vul getallen in, geen formules. Laat codes, posten, kanten, jaren en rijen staan zoals zij zijn.",
        f"Blad ‘{STAND}’ is wat er stond toen u downloadde. Daaraan ziet het portaal wat u hebt gewijzigd.",
        "",
        "Upload deze werkmap bij hetzelfde concept. U ziet eerst wat er verandert; daarna bewaart u, met een reden.",
    ]


def _tekst(blad: Any, tekst: str) -> Any:
    """Return a cell that stays text, also where it looks like a formula; without what a workbook can't hold."""
    cel = WriteOnlyCell(blad, value=ILLEGAL_CHARACTERS_RE.sub("", tekst))
    cel.data_type = "s"
    cel.number_format = "@"
    return cel
