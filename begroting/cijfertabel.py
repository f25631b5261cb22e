"""A table of figures as data: what a page shows, a download writes and a chart draws are the same rows.

Cells hold figures in the unit of the table, rounded only where they are written: `toon` on a page, `rond` in a file.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from html import escape

from django.utils.safestring import SafeString

from begroting.sommen import NUL
from begroting.weergave import LANG, tabel_html, veilig
from enschede_org.kern.getallen import toon_getal

DIEPSTE = 3
HUIDIG = ' class="portaal-kolom--huidig"'


@dataclass(frozen=True)
class Kolom:
    """A column of figures.

    `met_teken` writes a plus too, `huidig` marks the column that the page is about, and figures of a column that
    `telt_op` add up to those of its total: amounts do, percentages and places don't.
    """

    titel: str
    onder: str = ""
    decimalen: int = 0
    met_teken: bool = False
    huidig: bool = False
    telt_op: bool = True

    @property
    def naam(self) -> str:
        """Return the head in one line."""
        return f"{self.titel} {self.onder}".strip()

    def rond(self, waarde: Decimal) -> Decimal:
        """Return a figure as it is shown."""
        return rond(waarde, self.decimalen)

    def toon(self, waarde: Decimal) -> str:
        """Write a figure."""
        tekst = toon_getal(waarde, self.decimalen)
        return f"+{tekst}" if self.met_teken and self.rond(waarde) > 0 else tekst


@dataclass(frozen=True)
class Rij:
    """A row: `soort` is one of the kinds of docs/ontwerp.md (subtotaal, totaal, noot), `merk` a word beside the name.

    `knop` is a link (text, address) that folds the row out or in.
    """

    naam: str
    cellen: Sequence[Decimal | None]
    code: str = ""
    niveau: int = 0
    soort: str = ""
    url: str = ""
    merk: str = ""
    knop: tuple[str, str] | None = None


@dataclass(frozen=True)
class Cijfertabel:
    """A table with everything that its readers, its files and its charts need."""

    id: str
    titel: str
    eenheid: str
    kop: str
    kolommen: Sequence[Kolom]
    rijen: Sequence[Rij] = field(default_factory=list)

    def html(self) -> SafeString:
        """Return the table for a page."""
        koppen = [escape(self.kop)]
        for kolom in self.kolommen:
            onder = f'<span class="portaal-tabel__soort">{escape(kolom.onder)}</span>' if kolom.onder else ""
            koppen.append(f"{escape(kolom.titel)}{onder}")
        delen = {"tbody": "", "tfoot": ""}
        for rij in self.rijen:
            delen["tfoot" if rij.soort == "totaal" else "tbody"] += self._rij(rij)
        inhoud = "".join(f"<{deel}>{rijen}</{deel}>" for deel, rijen in delen.items() if rijen)
        cols = "".join(f"<col{HUIDIG if kolom.huidig else ''}>" for kolom in self.kolommen)
        breedtes = f"<colgroup><col>{cols}</colgroup>"
        lang = len(self.rijen) > LANG
        return veilig([tabel_html(self.id, self.titel, self.eenheid, koppen, inhoud, breedtes, lang=lang)])

    def _rij(self, rij: Rij) -> str:
        klassen = [f"portaal-rij--n{min(rij.niveau, DIEPSTE)}"] * (rij.niveau > 0)
        klassen += [f"portaal-rij--{rij.soort}"] * bool(rij.soort)
        klasse = f' class="{" ".join(klassen)}"' if klassen else ""
        naam = f'<a href="{escape(rij.url)}">{escape(rij.naam)}</a>' if rij.url else escape(rij.naam)
        if rij.merk:
            naam += f' <span class="portaal-stil portaal-klein">{escape(rij.merk)}</span>'
        if rij.knop:
            tekst, adres = rij.knop
            over = f'<span class="portaal-verborgen"> van {escape(rij.naam)}</span>'
            naam += (
                f' <a class="utrecht-link portaal-klein portaal-vouw" href="{escape(adres)}">{escape(tekst)}{over}</a>'
            )
        cellen = "".join(_cel(kolom, waarde) for kolom, waarde in zip(self.kolommen, rij.cellen, strict=True))
        return f'<tr{klasse}><th scope="row">{naam}</th>{cellen}</tr>'


def _cel(kolom: Kolom, waarde: Decimal | None) -> str:
    if waarde is None:
        return '<td class="portaal-getal"></td>'
    nul = "" if kolom.rond(waarde) else " portaal-getal--nul"
    return f'<td class="portaal-getal{nul}">{kolom.toon(waarde)}</td>'


def rond(waarde: Decimal, decimalen: int) -> Decimal:
    """Return a figure rounded half up, as `toon_getal` shows it."""
    return waarde.quantize(Decimal(1).scaleb(-decimalen), ROUND_HALF_UP)


def afrondingsverschil(
    kolommen: Sequence[Kolom], delen: Sequence[Sequence[Decimal | None]], totaal: Sequence[Decimal | None]
) -> list[Decimal | None]:
    """Return per column what the shown total is more than the shown parts together; None where they add up."""
    uit: list[Decimal | None] = []
    for plek, kolom in enumerate(kolommen):
        som = sum((kolom.rond(waarde) for rij in delen if (waarde := rij[plek]) is not None), NUL)
        heel = totaal[plek]
        uit.append((kolom.rond(heel) - som) or None if kolom.telt_op and heel is not None else None)
    return uit
