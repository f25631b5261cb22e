"""The grid of a draft as HTML, joined from ready rows in one pass; every value is escaped.

A cell is a text field named by its post, year and side, so the grid is a plain form. `static/js/rooster.js` reads the
`data-` attributes of its rows: the post, the one above it, the side, and whether the parts of a post add up.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from html import escape

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString

from begroting.forms import KIES, schrijf_gezien, schrijf_keuze
from begroting.models import Kant
from begroting.queries_bewerken import Geval, Rooster, Roosterpost
from begroting.queries_post import REGELS, Kolomkop
from begroting.rooster import Schrijfwijze, Sleutel
from begroting.sommen import LEEG
from begroting.weergave import DIEPSTE, eenheid_tekst, tabel_html, veilig

KANTEN = tuple(str(kant) for kant in Kant.values)
ALLE = "alle"


@dataclass(frozen=True)
class Blik:
    """How somebody looks at a grid: which sides, in which unit, and where its pages are."""

    kanten: tuple[str, ...]
    schrijfwijze: Schrijfwijze
    basis: str  # the address of the document

    @property
    def is_alle(self) -> bool:
        """Say whether every side is shown, each in a row of its own."""
        return len(self.kanten) > 1


def rooster_html(rooster: Rooster, blik: Blik) -> SafeString:
    """Return the grid with everything typed in it, and what is wrong with that beside the cells."""
    tekenaar = _Tekenaar(rooster, blik)
    koppen = ["Post", *(_kolomkop(kolom) for kolom in rooster.kolommen)]
    titel = "Alle bedragen" if blik.is_alle else REGELS[blik.kanten[0]]
    inhoud = "".join(tekenaar.posten()) + "".join(tekenaar.voet())
    eenheid = eenheid_tekst(blik.schrijfwijze.per)
    tabel = tabel_html("rooster", titel, eenheid, koppen, inhoud, lang=True)
    return veilig([tabel.replace('class="portaal-tabel ', 'class="portaal-tabel portaal-rooster ', 1)])


def gezien(rooster: Rooster, blik: Blik) -> str:
    """Return the amounts over which is typed in the cells of this grid, for the form."""
    open_ = [rij.post.id for rij in rooster.posten if rij.is_open]
    cellen: dict[Sleutel, Decimal | None] = {}
    for kant in blik.kanten:
        for post_id in open_:
            for kolom in rooster.kolommen:
                sleutel = Sleutel(post_id, kolom.jaar, kant)
                getypt = rooster.getypt.get(sleutel)
                cellen[sleutel] = getypt.gezien if getypt else rooster.stand.get(sleutel)
    return schrijf_gezien(cellen)


def _kolomkop(kolom: Kolomkop) -> str:
    # The name of a cell is made of the words of its row and of this.
    return (
        f'<span id="k{kolom.jaar}">{kolom.jaar}</span><span class="portaal-tabel__soort">{escape(kolom.soort)}</span>'
    )


class _Tekenaar:
    """Draws the rows of one grid."""

    def __init__(self, rooster: Rooster, blik: Blik) -> None:
        self.rooster, self.blik, self.wijze = rooster, blik, blik.schrijfwijze
        self.jaren = [kolom.jaar for kolom in rooster.kolommen]
        self.sommen = rooster.sommen
        self.wijzigingen = {wijziging.sleutel: wijziging for wijziging in rooster.oordeel.wijzigingen}

    def posten(self) -> Iterator[str]:
        """Draw every post: one row, or a group of rows with its sides, saldo and resultaat."""
        if not self.blik.is_alle:
            yield "<tbody>"
            yield from (
                self.rij(rij, self.blik.kanten[0], self.naam(rij), f"p{rij.post.id}") for rij in self.rooster.rijen
            )
            yield "</tbody>"
            return
        for rij in self.rooster.rijen:
            yield f'<tbody><tr class="{_klassen(rij)} portaal-rooster__groep"><th scope="rowgroup" '
            yield f'colspan="{len(self.jaren) + 1}" id="p{rij.post.id}">{self.naam(rij)}</th></tr>'
            for kant in KANTEN:
                kop = f'<span id="p{rij.post.id}-{kant}">{REGELS[kant]}</span>{self.geschiedenis(rij, kant)}'
                yield self.rij(rij, kant, kop, f"p{rij.post.id} p{rij.post.id}-{kant}")
            for regel in ("saldo", "resultaat"):
                yield self.uitkomst(rij, regel)
            yield "</tbody>"

    def naam(self, rij: Roosterpost) -> str:
        """Return the name of a post with the ways to its page, its history and its remarks."""
        post = rij.post
        adres = f"{self.blik.basis}{escape(post.code)}/"
        vragen = f"{rij.vragen} open" if rij.vragen else "opmerking"
        klasse = "portaal-rooster__vraag" if rij.vragen else "portaal-rooster__bij"
        wie = f'<span class="portaal-verborgen"> bij {escape(post.titel)}</span>'
        bij = f'<a class="{klasse}" href="{adres}opmerkingen/">{vragen}{wie}</a>'
        anker = "" if self.blik.is_alle else f' id="p{post.id}"'
        historie = "" if self.blik.is_alle else self.geschiedenis(rij, self.blik.kanten[0])
        return f"<span{anker}>{escape(post.titel)}</span>{historie}{bij}"

    def geschiedenis(self, rij: Roosterpost, kant: str) -> str:
        """Return the way to who changed the figures of a row."""
        if not rij.is_open:
            return ""
        wat = f'<span class="portaal-verborgen"> van {escape(rij.post.titel)}, {REGELS[kant].lower()}</span>'
        adres = f"{self.blik.basis}{escape(rij.post.code)}/geschiedenis/?kant={kant}"
        return f'<a class="portaal-rooster__bij" href="{adres}">geschiedenis{wat}</a>'

    def rij(self, rij: Roosterpost, kant: str, kop: str, namen: str) -> str:
        """Draw the figures of one post on one side."""
        post = rij.post
        klassen = "portaal-rij--n3" if self.blik.is_alle else _klassen(rij)
        data = f'data-post="{post.id}" data-ouder="{post.ouder_id or ""}" data-kant="{kant}" '
        data += f'data-code="{escape(post.code)}"'
        if not rij.telt_op:
            data += ' data-los="1"'
        cellen = "".join(self.cel(rij, jaar, kant, namen) for jaar in self.jaren)
        klasse = f' class="{klassen}"' if klassen else ""
        return f'<tr{klasse} {data}><th scope="row">{kop}</th>{cellen}</tr>'

    def cel(self, rij: Roosterpost, jaar: int, kant: str, namen: str) -> str:
        """Draw one cell: a field, or a sum."""
        sleutel = Sleutel(rij.post.id, jaar, kant)
        if not rij.is_open:
            return self.som(rij.post.id, jaar, kant)
        stand = self.wijze.toon(self.rooster.stand.get(sleutel))
        getypt = self.rooster.getypt.get(sleutel)
        if getypt is None:
            veld = f'<input name="{sleutel}" value="{stand}" aria-labelledby="{namen} k{jaar}">'
            return f'<td class="portaal-getal">{veld}</td>'
        return self.getypte_cel(sleutel, stand, f"{namen} k{jaar}")

    def getypte_cel(self, sleutel: Sleutel, stand: str, namen: str) -> str:
        """Draw a cell in which something was typed, with what stands there and what is wrong."""
        getypt, oordeel, id = self.rooster.getypt[sleutel], self.rooster.oordeel, f"b{sleutel}"
        tekst = getypt.tekst
        wijziging = self.wijzigingen.get(sleutel)
        if wijziging and getypt.per != self.wijze.per:
            tekst = self.wijze.toon(wijziging.nieuw)
        was = f'<span class="portaal-rooster__was" id="{id}">was {stand or "leeg"}</span>'
        fout, klasse = "", "portaal-rooster__anders"
        if sleutel in oordeel.fouten:
            fout, klasse = ' aria-invalid="true"', "portaal-rooster__mis"
            was = f'<span class="portaal-rooster__fout" id="{id}">Fout: {escape(oordeel.fouten[sleutel])}</span>'
        elif sleutel in oordeel.conflicten:
            fout, klasse = ' aria-invalid="true"', "portaal-rooster__mis"
            was = self.conflict(sleutel, tekst, id)
        return (
            f'<td class="portaal-getal {klasse}"><input name="{sleutel}" value="{escape(tekst)}" data-stand="{stand}" '
            f'aria-labelledby="{namen}" aria-describedby="{id}"{fout}>{was}</td>'
        )

    def conflict(self, sleutel: Sleutel, tekst: str, id: str) -> str:
        """Draw both amounts, and ask which one holds."""
        nu, naam = self.rooster.oordeel.conflicten[sleutel].oud, f"{KIES}{sleutel}"
        geval = self.rooster.wie.get(sleutel)
        wie = f"{escape(geval.wie)} bewaarde hier om {tijd(geval)}" if geval else "Een collega bewaarde hier"
        hun = self.wijze.toon(nu) or "leeg"
        return (
            f'<fieldset class="portaal-rooster__keuze"><legend id="{id}">{wie} {hun}. Wat moet er staan?</legend>'
            f'<label><input type="radio" name="{naam}" value="{schrijf_keuze(nu)}"> '
            f"mijn {escape(tekst) or 'leeg'}</label>"
            f'<label><input type="radio" name="{naam}" value="hun"> hun {hun}</label></fieldset>'
        )

    def som(self, post_id: int, jaar: int, regel: str) -> str:
        """Draw a figure that follows from others."""
        cel = self.sommen[post_id].get(jaar, {}).get(regel)
        return f'<td class="portaal-getal">{self.wijze.toon(cel.bedrag if cel else None)}</td>'

    def uitkomst(self, rij: Roosterpost, regel: str, naam: str = "") -> str:
        """Draw the saldo or resultaat of a post."""
        cellen = "".join(self.som(rij.post.id, jaar, regel) for jaar in self.jaren)
        soort = "totaal" if naam else "subtotaal"
        return (
            f'<tr class="portaal-rij--{soort}{"" if naam else " portaal-rij--n3"}" data-uitkomst="{rij.post.id}" '
            f'data-regel="{regel}"><th scope="row">{naam or REGELS[regel]}</th>{cellen}</tr>'
        )

    def is_leeg(self, post_id: int, regel: str) -> bool:
        """Say whether a line has no figure, and none can come of typing here."""
        alle = all(jaar.get(regel, LEEG).bedrag is None for jaar in self.sommen[post_id].values())
        return alle and not self.blik.is_alle and regel not in (*self.blik.kanten, "saldo")

    def voet(self) -> Iterator[str]:
        """Draw what the whole adds up to, per breakdown of the money; sides that aren't shown count too."""
        toppen = [top for top in self.rooster.toppen if self.sommen[top.post.id]]
        for top in toppen:
            yield "<tfoot>" if top is toppen[0] else ""
            for regel, naam in REGELS.items():
                if self.is_leeg(top.post.id, regel):
                    continue
                bij = f" {escape(top.post.naam)}" if len(toppen) > 1 else ""
                if regel in ("saldo", "resultaat"):
                    yield self.uitkomst(top, regel, f"{naam}{bij}")
                else:
                    cellen = "".join(self.som(top.post.id, jaar, regel) for jaar in self.jaren)
                    kop = f'<th scope="row">{naam}{bij}</th>'
                    yield f'<tr data-uitkomst="{top.post.id}" data-regel="{regel}">{kop}{cellen}</tr>'
        yield "</tfoot>" if toppen else ""


def _klassen(rij: Roosterpost) -> str:
    klassen = [f"portaal-rij--n{min(rij.post.niveau - 1, DIEPSTE)}"] * (rij.post.niveau > 1)
    return " ".join([*klassen, *["portaal-rij--subtotaal"] * (not rij.is_open)])


def tijd(geval: Geval) -> str:
    """Write when something was done: the time of today, or the date with the time."""
    toen = timezone.localtime(geval.wanneer)
    return f"{toen:%H:%M}" if toen.date() == timezone.localdate() else f"{date_format(toen, 'j F Y, H:i')} uur"
