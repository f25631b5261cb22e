"""The euro trace as the small shapes that its template asks for; every table is built from rows and escaped."""

from collections.abc import Iterable
from decimal import Decimal
from html import escape

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from begroting.models import Kant
from begroting.weergave import Adres, Opmaak, tabel_html, veilig
from opgaven.queries_spoor import Spoorpagina
from opgaven.weergave import Adres as Doeladres


class Spoorweergave:
    """Writes the parts of one trace."""

    def __init__(self, pagina: Spoorpagina, opmaak: Opmaak, post: Adres, query: str) -> None:
        self.pagina, self.spoor, self.opmaak, self.post = pagina, pagina.spoor, opmaak, post
        self.doel = Doeladres(pagina.kop, query) if pagina.kop else None

    def bedrag(self) -> str:
        """Return the amount itself."""
        euro = self.spoor.cel.bedrag
        return "niet bekend" if euro is None else self.opmaak.bedrag(euro)

    def eenheid(self) -> str:
        """Say in which unit amounts are shown."""
        return self.opmaak.tekst

    def delen(self) -> SafeString:
        """Return the parts that the amount is added up from, each with its own trace; nothing without parts."""
        totaal = self.spoor.cel.bedrag
        if not self.spoor.delen or totaal is None:
            return SafeString("")
        rijen = [(self._spoor(rij.code), rij.titel, bedrag) for rij, bedrag in self.spoor.delen]
        return self._lijst("tabel-delen", "Onderdelen", "Onderdeel", rijen, "Dit bedrag", totaal)

    def doelen(self) -> SafeString:
        """Return the goals with what they cost; nothing where the document doesn't divide the amount over goals."""
        if not self.pagina.doelen or self.doel is None:
            return SafeString("")
        rijen = [(self.doel(doel.code), doel.naam, doel.bedrag) for doel in self.pagina.doelen]
        titel = f"{self.spoor.kantnaam.capitalize()} {self.spoor.jaar} per doel"
        slot = "Alle doelen samen"
        return self._lijst("tabel-doelen", titel, "Doel", rijen, slot, self.pagina.doelen_samen)

    def takken(self) -> list[tuple[str, str]]:
        """Return the highest goals of the programme as (name, address)."""
        return [(tak.naam, self.doel(tak.code)) for tak in self.pagina.takken] if self.doel else []

    def aansluiting(self) -> tuple[str, str, str] | None:
        """Say whether the goals add up to the amount: kind of message, title, text; None where that isn't known."""
        cel = self.pagina.cel
        if cel is None:
            return None
        if not cel.verschil:
            return "goed", "Dit sluit aan", "De doelen samen zijn precies dit bedrag."
        tekst = f"De doelen samen verschillen {self.opmaak.verschil(-cel.verschil)} van dit bedrag."
        if cel.is_afronding:
            return "info", "Dit sluit aan, op een afrondingsverschil na", tekst
        return "let-op", "Dit sluit niet aan", tekst

    def besluiten(self) -> SafeString:
        """Return the decisions the amount was built from: the document as adopted, and every change."""
        spoor, document = self.spoor, self.spoor.document
        primitief = self.opmaak.cel(spoor.cel.bedrag)
        besluit = document.besluit or "besluit niet bekend"
        op = f", {date_format(document.vastgesteld_op, 'j F Y')}" if document.vastgesteld_op else ""
        rijen = [f'<tr><th scope="row">{escape(document.naam)} ({escape(besluit)}{op})</th>{primitief}</tr>']
        for m in spoor.mutaties:
            wat = f"Wijziging {m.nummer}: {m.naam}, {m.aard} ({m.besluit or m.status})"
            uitleg = f'<br><span class="portaal-stil portaal-klein">{escape(m.toelichting)}</span>'
            naam = f"{escape(wat)}{uitleg if m.toelichting else ''}"
            rijen.append(f'<tr><th scope="row">{naam}</th>{self.opmaak.verschilcel(m.bedrag)}</tr>')
        slot = ""
        if spoor.na_wijziging is not None:
            na = self.opmaak.cel(spoor.na_wijziging)
            slot = f'<tfoot><tr class="portaal-rij--totaal"><th scope="row">Na wijziging</th>{na}</tr></tfoot>'
        kop = ["Besluit", "Bedrag"]
        inhoud = f"<tbody>{''.join(rijen)}</tbody>{slot}"
        return veilig([tabel_html("tabel-besluiten", "Besluiten", self.opmaak.tekst, kop, inhoud)])

    def geschiedenis(self, *, wie: bool) -> SafeString:
        """Return every registered change with the difference per step; nothing where none is registered."""
        if not self.spoor.stappen:
            return SafeString("")
        rijen = []
        for stap in self.spoor.stappen:
            door = f" door {escape(stap.door)}" if wie and stap.door else ""
            wanneer = date_format(localtime(stap.op), "j F Y, H:i")
            rijen.append(
                f'<tr><th scope="row">{wanneer} <span class="portaal-stil">{stap.daad}{door}</span>'
                f'<br><span class="portaal-klein">{escape(stap.reden or "Geen reden vastgelegd")}</span></th>'
                f"{self.opmaak.cel(stap.oud)}{self.opmaak.cel(stap.nieuw)}{self.opmaak.verschilcel(stap.verschil)}</tr>"
            )
        kop = ["Wanneer en waarom", "Was", "Werd", "Verschil"]
        inhoud = f"<tbody>{''.join(rijen)}</tbody>"
        return veilig([tabel_html("tabel-stappen", "Stap voor stap", self.opmaak.tekst, kop, inhoud)])

    def stappen(self) -> SafeString:
        """Return the history without names, for everybody."""
        return self.geschiedenis(wie=False)

    def stappen_met_naam(self) -> SafeString:
        """Return the history with who did it, for those who work on the budget."""
        return self.geschiedenis(wie=True)

    def keuzes(self) -> Iterable[tuple[str, list[tuple[str, str, bool]]]]:
        """Return the other amounts of the post: per side the years as (text, address, whether it is this one)."""
        post, deze = self.spoor.post, (self.spoor.jaar, self.spoor.kant)
        for kant in Kant:
            jaren = [jaar for jaar in self.spoor.andere_jaren if (jaar, kant) in self.spoor.cijfers.cellen[post.id]]
            if jaren:
                links = [(str(jaar), self._spoor(post.code, jaar, kant), (jaar, kant) == deze) for jaar in jaren]
                yield str(kant.label).capitalize(), links

    def _spoor(self, code: str, jaar: int | None = None, kant: str | None = None) -> str:
        pad, _, query = self.post(code).partition("?")
        rest = f"&{query}" if query else ""
        return f"{pad}spoor/?jaar={jaar or self.spoor.jaar}&kant={kant or self.spoor.kant}{rest}"

    def _lijst(
        self, id: str, titel: str, kop: str, rijen: Iterable[tuple[str, str, Decimal | None]], slot: str, samen: Decimal
    ) -> SafeString:
        inhoud = "".join(
            f'<tr><th scope="row"><a href="{escape(url)}">{escape(naam)}</a></th>{self.opmaak.cel(bedrag)}</tr>'
            for url, naam, bedrag in rijen
        )
        som = self.opmaak.cel(samen)
        voet = f'<tfoot><tr class="portaal-rij--totaal"><th scope="row">{escape(slot)}</th>{som}</tr></tfoot>'
        tabel = tabel_html(id, titel, self.opmaak.tekst, [kop, "Bedrag"], f"<tbody>{inhoud}</tbody>{voet}")
        return veilig([tabel])
