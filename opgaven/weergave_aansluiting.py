"""The checks of a document as HTML, built from rows in one pass; every value is escaped."""

from collections.abc import Sequence
from html import escape
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString

from begroting import weergave as begroting_weergave
from begroting.toetsen import Deel
from begroting.weergave import Opmaak, tabel_html, veilig
from enschede_org.kern.moment import als_query
from opgaven.queries_aansluiting import Aansluitpagina, Getoetst, Regel, Stand
from opgaven.weergave import Adres

# Of a check with at most this many rows all are shown; of a longer one those that are equal are counted.
WEINIG_RIJEN = 12
# Of a check with at most this many rows the parts of a sum stand open.
OPEN_TOT = 3
# The parts of a sum are named up to here; the page of the post has them all.
WEINIG_DELEN = 12
BADGE = {
    None: "neutraal",
    Stand.KLOPT: "klopt",
    Stand.AFRONDING: "afronding",
    Stand.VERKLAARD: "verklaard",
    Stand.VERSCHIL: "verschil",
    Stand.PAST_NIET: "verschil",
}
NIET = "niet te toetsen"


class Opbouw:
    """Writes the checks of one page; `mag_verklaren` gives every open difference a way to explain it."""

    def __init__(self, request: HttpRequest, pagina: Aansluitpagina, *, mag_verklaren: bool) -> None:
        self.pagina, self.mag_verklaren = pagina, mag_verklaren
        self.opmaak = Opmaak(pagina.document.per, pagina.eenheid)
        self.post = begroting_weergave.Adres(request, pagina.document)
        self.doel = Adres(pagina.doelen, als_query(request)) if pagina.doelen else None
        self.verklaar = reverse("verantwoording:verklaar", args=[pagina.document.adres])

    def overzicht(self) -> list[dict[str, Any]]:
        """Return the checks in short: what each comes to, and the largest difference."""
        return [
            {
                "code": getoetst.toets.code,
                "naam": getoetst.toets.naam,
                "badge": BADGE[getoetst.stand],
                "stand": getoetst.stand or NIET,
                "aantal": len(getoetst.regels),
                "open": len(getoetst.open),
                "verschil": self.opmaak.verschil(getoetst.grootste) if getoetst.grootste else "",
            }
            for getoetst in sorted(self.pagina.toetsen, key=lambda getoetst: getoetst.stand is None)
        ]

    def toets(self, getoetst: Getoetst, *, alleen_open: bool) -> SafeString:
        """Return the table of a check, or nothing where it has no rows to show."""
        regels = getoetst.open if alleen_open else getoetst.regels
        if not alleen_open and len(regels) > WEINIG_RIJEN:
            regels = [regel for regel in regels if not regel.klopt]
        if not regels:
            return SafeString("")
        inhoud = "".join(self._rij(getoetst, regel) for regel in regels)
        koppen = ["Wat", "Bedrag", "Ernaast", "Verschil", "Uitkomst"]
        tabel = tabel_html(
            f"tabel-{getoetst.toets.code}",
            "Vergelijkingen",
            self.opmaak.tekst,
            koppen,
            f"<tbody>{inhoud}</tbody>",
        )
        # Every table has a name of its own, and its last column holds words.
        naam = f'Vergelijkingen<span class="portaal-verborgen"> bij {escape(getoetst.toets.naam)}</span> <'
        tabel = tabel.replace("Vergelijkingen <", naam, 1)
        return veilig([tabel.replace('<th scope="col" class="portaal-getal">Uitkomst', '<th scope="col">Uitkomst')])

    def _rij(self, getoetst: Getoetst, regel: Regel) -> str:
        rij, cel = regel.vergelijking, regel.vergelijking.cel
        cellen = "".join(self.opmaak.cel(bedrag) for bedrag in (cel.gepubliceerd, cel.berekend))
        cellen += self.opmaak.verschilcel(cel.verschil)
        wat = f'{self._link(rij.over)} <span class="portaal-stil portaal-klein">{escape(rij.regel)} {rij.jaar}</span>'
        hoe = f"Naast {escape(rij.naast)}"
        kop = f'{wat}<span class="portaal-stil portaal-klein portaal-aansluiting__hoe">{hoe}</span>'
        kop += self._delen(rij.delen, is_open=len(getoetst.regels) <= OPEN_TOT)
        anker = escape(self.anker(getoetst.toets.code, rij.sleutel))
        uitkomst = f"<td>{self._uitkomst(getoetst, regel)}</td>"
        return f'<tr id="{anker}"><th scope="row">{kop}</th>{cellen}{uitkomst}</tr>'

    def _uitkomst(self, getoetst: Getoetst, regel: Regel) -> str:
        delen = [badge(regel.stand)]
        if regel.uitleg is not None:
            op = date_format(regel.uitleg.op.astimezone(), "j F Y")
            door = f" door {escape(regel.uitleg.door)}" if self.mag_verklaren and regel.uitleg.door else ""
            toen = ""
            if regel.stand is Stand.PAST_NIET:
                toen = f" Verklaard werd een verschil van {self.opmaak.verschil(regel.uitleg.bedrag)}."
            delen.append(
                f'<span class="portaal-aansluiting__uitleg">{escape(regel.uitleg.tekst)}{toen}</span>'
                f'<span class="portaal-stil portaal-klein">{op}{door}</span>'
            )
        if self.mag_verklaren and (regel.uitleg is not None or regel.stand is Stand.VERSCHIL):
            query = urlencode({"toets": getoetst.toets.code, "rij": regel.vergelijking.sleutel})
            wat = "Verklaring wijzigen" if regel.uitleg else "Verklaar dit verschil"
            delen.append(
                f'<a class="utrecht-link portaal-niet-afdrukken" href="{escape(self.verklaar)}?{escape(query)}">{wat}'
                f'<span class="portaal-verborgen">: {escape(regel.vergelijking.wat)}</span></a>'
            )
        return "".join(f'<div class="portaal-aansluiting__regel">{deel}</div>' for deel in delen)

    def _delen(self, delen: tuple[Deel, ...], *, is_open: bool) -> str:
        if not 0 < len(delen) <= WEINIG_DELEN:
            return ""
        wat = "doelen" if delen[0].soort == "opgave" else "posten"
        naam = f"Opgeteld uit {len(delen)} {wat}" if len(delen) > 1 else "Vergeleken met"
        regels = "".join(
            f'<li>{self._link(deel)} <span class="portaal-getal">{self.opmaak.bedrag(deel.bedrag)}</span></li>'
            for deel in delen
            if deel.bedrag is not None
        )
        stand = " open" if is_open else ""
        kop = f"<summary>{naam}</summary>"
        return f'<details class="portaal-aansluiting__delen"{stand}>{kop}<ul>{regels}</ul></details>'

    def _link(self, deel: Deel) -> str:
        if deel.soort == "post":
            url = self.post(deel.code)
        elif deel.soort == "taakvelden":
            url = self.post("taakvelden")
        elif self.doel is not None:
            url = self.doel(deel.code)
        else:
            return escape(deel.naam)
        return f'<a href="{escape(url)}">{escape(deel.naam)}</a>'

    @staticmethod
    def anker(toets: str, rij: str) -> str:
        """Return the id of a row, to come back to it."""
        return f"rij-{toets}-{rij.replace('/', '-')}"


def badge(stand: Stand | None) -> str:
    """Write in a word how a row or a check stands."""
    soort = BADGE[stand]
    return f'<span class="utrecht-status-badge portaal-badge portaal-badge--{soort}">{escape(stand or NIET)}</span>'


def samenvatting(pagina: Aansluitpagina) -> tuple[str, str, str]:
    """Return the answer in a few words: the kind of message, its title and its text."""
    klopt, afronding, verklaard = (pagina.tel(s) for s in (Stand.KLOPT, Stand.AFRONDING, Stand.VERKLAARD))
    telling = f"{klopt} vergelijkingen kloppen precies, {afronding} op afronding na"
    telling += f", {verklaard} verschil{'len' if verklaard != 1 else ''} verklaard" if verklaard else ""
    niet = pagina.niet_getoetst
    rest = ""
    if niet:
        kan = "kan" if niet == 1 else "kunnen"
        rest = f" {niet} van de {len(pagina.toetsen)} toetsen {kan} hier niet: het document mist de gegevens."
    if pagina.open:
        wat = "verschil vraagt" if pagina.open == 1 else "verschillen vragen"
        return "let-op", f"{pagina.open} {wat} om een verklaring", f"{telling}.{rest}"
    if not (klopt or afronding or verklaard):
        return "info", "Hier is niets te toetsen", rest.strip()
    return "goed", "Alles wat te toetsen is, sluit aan", f"{telling}.{rest}"


def geteld(regels: Sequence[Regel]) -> str:
    """Say how many rows of a long check are equal, because those aren't shown; nothing for a short one."""
    gelijk = sum(regel.klopt for regel in regels)
    if len(regels) <= WEINIG_RIJEN or not gelijk:
        return ""
    return f"{gelijk} andere vergelijkingen kloppen precies."


def gegevens(pagina: Aansluitpagina, regel: Regel) -> list[tuple[str, str]]:
    """Return one row as (label, value), for the form in which it is explained."""
    opmaak, rij = Opmaak(pagina.document.per, pagina.eenheid), regel.vergelijking
    bedragen = [("Bedrag", rij.cel.gepubliceerd), (f"Naast {rij.naast}", rij.cel.berekend)]
    return [
        ("Wat", f"{rij.over.naam}, {rij.regel} {rij.jaar}"),
        *((label, opmaak.bedrag(bedrag)) for label, bedrag in bedragen if bedrag is not None),
        ("Verschil", opmaak.verschil(rij.cel.verschil)),
        ("Bedragen", opmaak.tekst),
    ]
