"""Tables of figures as HTML, joined from ready rows in one pass; every value is escaped.

Classes are those of docs/ontwerp.md. Amounts come in euros and are shown in the unit of the document, with as many
decimals as the document prints.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from html import escape

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from begroting.aansluiting import WEINIG
from begroting.queries import Document, Post, Postenoverzicht, Soort, Taakveldenoverzicht, Tak, samen
from begroting.queries_post import Meerjarentabel, Postpagina, Taakveldgegevens, Tabelregel
from begroting.sommen import NUL, Cel
from enschede_org.kern.getallen import MIN, toon_getal
from enschede_org.kern.moment import als_query

DIEPSTE = 3
# What is counted of a document, in singular and plural: what people call posts, no sums and headings.
TELWOORDEN = {
    Soort.PROGRAMMA: ("programma", "programma’s"),
    Soort.OVERZICHT: ("overzicht", "overzichten"),
    Soort.PRODUCT: ("product", "producten"),
    Soort.TAAKVELD: ("taakveld", "taakvelden"),
}
# A table with more rows than this keeps its head in view.
LANG = 20


def eenheid_tekst(per: int) -> str:
    """Say in which unit amounts are shown."""
    return "in euro" if per == 1 else f"x {toon_getal(per)} euro"


class Opmaak:
    """Writes amounts in units of `per` euros, with the decimals that amounts rounded to `eenheid` euros need."""

    def __init__(self, per: int, eenheid: Decimal) -> None:
        self.per, self.eenheid = per, eenheid
        self.decimalen = 0
        while Decimal(per).scaleb(-self.decimalen) > eenheid:
            self.decimalen += 1
        self.tekst = eenheid_tekst(per)

    def bedrag(self, euro: Decimal) -> str:
        """Write an amount."""
        return toon_getal(euro / self.per, self.decimalen)

    def verschil(self, euro: Decimal) -> str:
        """Write a difference, always with its sign."""
        return f"+{self.bedrag(euro)}" if euro > 0 else self.bedrag(euro)

    def cel(self, euro: Decimal | None, url: str = "") -> str:
        """Write a cell of a table: zero is muted, empty where the amount is not known. With `url` it is a link."""
        if euro is None:
            return '<td class="portaal-getal"></td>'
        tekst = self.bedrag(euro)
        if url:
            tekst = f'<a class="portaal-spoorlink" href="{escape(url)}">{tekst}</a>'
        return f'<td class="portaal-getal{"" if euro else " portaal-getal--nul"}">{tekst}</td>'

    def verschilcel(self, euro: Decimal | None) -> str:
        """Write a cell with a difference; empty where there is none."""
        return f'<td class="portaal-getal">{self.verschil(euro) if euro else ""}</td>'


class Adres:
    """Makes the addresses of posts with the chosen moment in them; one `reverse` for a whole table."""

    def __init__(self, request: HttpRequest, document: Document) -> None:
        self.basis = reverse("begroting:document", args=[document.adres])
        self.query = als_query(request)

    def __call__(self, code: str = "") -> str:
        """Return the address of a post, or that of the document."""
        return f"{self.basis}{code}/{self.query}" if code else f"{self.basis}{self.query}"


def meerjarentabel_html(
    tabel: Meerjarentabel, titel: str = "", id: str = "meerjaren", spoor: Adres | None = None
) -> SafeString:
    """Return the multi-year table with the explanation of what differs; nothing without figures.

    With `spoor` every amount of a side leads to its trace.

    `titel` is the caption (default: what the table holds); `id` names the table, so that two can stand on one page.
    """
    if not tabel.regels:
        return SafeString("")
    titel = titel or ("Lasten, baten en reserves" if tabel.heeft_reserves else "Lasten en baten")
    opmaak = Opmaak(tabel.per, tabel.eenheid)
    huidig = ' class="portaal-kolom--huidig"'
    kolommen = "".join(f"<col{huidig if kolom.jaar == tabel.jaar else ''}>" for kolom in tabel.kolommen)
    koppen = [
        f'{kolom.jaar}<span class="portaal-tabel__soort">{escape(kolom.soort)}</span>' for kolom in tabel.kolommen
    ]
    regels = "".join(_regel(regel, opmaak, _sporen(tabel, regel, spoor)) for regel in tabel.regels)
    breedtes = f"<colgroup><col>{kolommen}</colgroup>"
    html = tabel_html(id, titel, opmaak.tekst, ["Bedrag", *koppen], f"<tbody>{regels}</tbody>", breedtes)
    return veilig([html, *(f'<p class="portaal-klein">{escape(zin)}</p>' for zin in _leeswijzer(tabel))])


def _sporen(tabel: Meerjarentabel, regel: Tabelregel, spoor: Adres | None) -> Sequence[str]:
    """Return per column the address of the trace of an amount; empty for what follows from other lines."""
    if spoor is None or regel.is_uitkomst:
        return [""] * len(regel.cellen)
    pad, _, query = spoor(tabel.code).partition("?")
    rest = f"&{query}" if query else ""
    return [f"{pad}spoor/?jaar={kolom.jaar}&kant={regel.soort}{rest}" for kolom in tabel.kolommen]


def _regel(regel: Tabelregel, opmaak: Opmaak, sporen: Sequence[str]) -> str:
    klasse = ' class="portaal-rij--totaal"' if regel.soort == "resultaat" else ""
    if regel.soort == "saldo":
        klasse = ' class="portaal-rij--subtotaal"'
    cellen = "".join(opmaak.cel(cel.bedrag, spoor) for cel, spoor in zip(regel.cellen, sporen, strict=True))
    rijen = [f'<tr{klasse}><th scope="row">{escape(regel.naam)}</th>{cellen}</tr>']
    for naam, verschillen in (("Afrondingsverschil", regel.afrondingen), ("Verschil", regel.verschillen)):
        if any(verschillen):
            rijen.append(_noot(naam, regel.naam, verschillen, opmaak))
    return "".join(rijen)


def _noot(naam: str, waarin: str, verschillen: Iterable[Decimal], opmaak: Opmaak) -> str:
    cellen = "".join(opmaak.verschilcel(verschil) for verschil in verschillen)
    verborgen = f'<span class="portaal-verborgen"> in {escape(waarin)}</span>'
    return f'<tr class="portaal-rij--noot"><th scope="row">{naam}{verborgen}</th>{cellen}</tr>'


def _leeswijzer(tabel: Meerjarentabel) -> Iterable[str]:
    soorten = {regel.soort for regel in tabel.regels}
    uitleg = "Saldo is lasten min baten." if "saldo" in soorten else ""
    if "resultaat" in soorten:
        uitleg += " Resultaat is saldo plus storting min onttrekking."
    if uitleg:
        yield f"{uitleg.strip()} Een bedrag boven 0 kost de gemeente per saldo geld."
    if tabel.heeft_afronding:
        yield (
            "Afrondingsverschil: het document rondt elk bedrag apart af. Daardoor is een saldo of resultaat soms iets "
            f"hoger (+) of lager ({MIN}) dan de bedragen erboven samen. De tabel toont het bedrag uit het document."
        )
    if tabel.heeft_verschil:
        yield (
            f"Verschil: het document noemt een bedrag dat hoger (+) of lager ({MIN}) is dan de bedragen erboven samen. "
            "Het verschil is te groot om door afronding te komen. De tabel toont het bedrag uit het document."
        )
    if tabel.heeft_som:
        yield "Het document noemt voor deze post zelf geen bedragen. Elk bedrag is de som van de onderdelen."


def posten_html(
    posten: Sequence[Post],
    totaal: Post | None,
    opmaak: Opmaak,
    adres: Adres,
    *,
    id: str,
    titel: str,
    totaal_naam: str,
    basis: int,
) -> SafeString:
    """Return a table of posts in reading order with lasten, baten and saldo, and `totaal` below it.

    A post of level `basis` stands at the left edge, deeper ones are indented. A post that has parts says whether its
    figures are a sum. What the parts differ from `totaal` stands above it, so that every column adds up; what differs
    within one post is said below the table, because an amount between the posts would seem to count.
    """
    met_delen = {post.ouder_id for post in posten}
    delen = ["<tbody>"]
    for post in posten:
        delen.append(_postrij(post, post.id in met_delen, opmaak, adres, min(post.niveau - basis, DIEPSTE)))
    delen.append("</tbody>")
    if totaal is not None:
        delen += ["<tfoot>", *_noten(totaal_naam, totaal.cellen, opmaak)]
        delen.append(f'<tr class="portaal-rij--totaal"><th scope="row">{escape(totaal_naam)}</th>')
        delen += [*(opmaak.cel(cel.bedrag) for cel in totaal.cellen), "</tr></tfoot>"]
    koppen = ["Post", "Lasten", "Baten", "Saldo"]
    tabel = tabel_html(id, titel, opmaak.tekst, koppen, "".join(delen), lang=len(posten) > LANG)
    return veilig([tabel, *(f'<p class="portaal-klein">{escape(zin)}</p>' for zin in _bij_lijst(posten))])


def _bij_lijst(posten: Sequence[Post]) -> Iterable[str]:
    """Say what doesn't add up within the posts of a list; the page of a post has the amounts."""
    if any(cel.is_afronding for post in posten for cel in post.cellen):
        yield "Het document rondt elk bedrag apart af. Daardoor tellen bedragen soms net niet op."
    anders = [post.titel for post in posten if any(cel.verschil and not cel.is_afronding for cel in post.cellen)]
    if anders:
        yield (
            f"Meer dan afronding is het verschil bij {', '.join(anders)}: daar noemt het document een ander bedrag dan "
            "uit de andere bedragen volgt. Het verschil staat op de pagina van die post."
        )


def somnaam(post: Post) -> str:
    """Name what the parts of a post add up to; of a breakdown that may lack parts it is only what is in the portal."""
    if post.soort == Soort.INDELING and post.lasten.is_som:
        return f"Opgenomen {post.naam[:1].lower()}{post.naam[1:]} samen"
    return f"Totaal {post.naam}"


def tak_html(tak: Tak, opmaak: Opmaak, adres: Adres) -> SafeString:
    """Return the table of one breakdown of a document, with its total."""
    return posten_html(
        tak.posten,
        None if all(cel.bedrag is None for cel in tak.top.cellen) else samen(tak.top, tak.delen, opmaak.eenheid),
        opmaak,
        adres,
        id=f"tabel-{tak.top.code}",
        titel=tak.top.naam,
        totaal_naam=somnaam(tak.top),
        basis=tak.top.niveau + 1,
    )


def taakvelden_html(overzicht: Taakveldenoverzicht, opmaak: Opmaak, adres: Adres) -> SafeString:
    """Return the table of all taakvelden, under their hoofdtaakvelden."""
    posten = [post for tak in overzicht.hoofdtaakvelden for post in (tak.top, *tak.posten)]
    return posten_html(
        posten,
        overzicht.totaal,
        opmaak,
        adres,
        id="tabel-taakvelden",
        titel="Lasten en baten per taakveld",
        totaal_naam=overzicht.totaal.naam,
        basis=overzicht.hoofdtaakvelden[0].top.niveau,
    )


def taakveldverschil(overzicht: Taakveldenoverzicht, opmaak: Opmaak) -> tuple[str, str] | None:
    """Say in a title and a text how lasten and baten of all taakvelden differ; None where they don't."""
    if not overzicht.verschil:
        return None
    lasten, baten = (opmaak.bedrag(cel.bedrag or NUL) for cel in (overzicht.totaal.lasten, overzicht.totaal.baten))
    oorzaak = "Elk bedrag is apart afgerond. Daardoor kan dit verschil ontstaan."
    if not overzicht.is_afronding:
        oorzaak = "Door afronding alleen kan dit verschil niet ontstaan."
    return (
        f"Lasten en baten verschillen {opmaak.bedrag(abs(overzicht.verschil))} ({opmaak.tekst})",
        f"Over alle taakvelden samen horen de lasten en de baten gelijk te zijn. Hier zijn de lasten {lasten} en de "
        f"baten {baten}. {oorzaak}",
    )


def tellingen(document: Document) -> list[tuple[str, str]]:
    """Return what a document holds as (number, what): its posts per kind and its years."""
    geteld = [(document.aantallen[soort], namen) for soort, namen in TELWOORDEN.items()]
    uit = [(toon_getal(aantal), namen[aantal != 1]) for aantal, namen in geteld if aantal]
    jaren = document.jaren
    if len(jaren) == 1:
        uit.append(("1", f"jaar: {jaren[0]}"))
    elif jaren:
        uit.append((str(len(jaren)), f"jaren: {jaren[0]} tot en met {jaren[-1]}"))
    return uit


def feiten(pagina: Postpagina, opmaak: Opmaak) -> list[tuple[str, str]]:
    """Return the figures of the document's own year for the head of the page; unknown ones left out."""
    namen = zip(("Lasten", "Baten", "Saldo"), pagina.post.cellen, strict=True)
    bekend = [(naam, cel.bedrag) for naam, cel in namen if cel.bedrag is not None]
    return [(f"{naam} {pagina.document.jaar}", opmaak.bedrag(bedrag)) for naam, bedrag in bekend]


def taakveldgegevens(taakveld: Taakveldgegevens) -> list[tuple[str, str]]:
    """Return what Statistics Netherlands says of a taakveld as (label, value)."""
    return [
        ("Code", taakveld.code),
        ("Officiële naam", taakveld.naam),
        ("Hoofdtaakveld", taakveld.hoofdtaakveld),
        ("Geldig in boekjaren", taakveld.geldigheid),
    ]


def delen_html(pagina: Postpagina, opmaak: Opmaak, adres: Adres) -> SafeString:
    """Return the table of the parts of a post, their sum held against the post itself; nothing without parts."""
    if pagina.delen_samen is None:
        return SafeString("")
    return posten_html(
        pagina.delen,
        pagina.delen_samen,
        opmaak,
        adres,
        id="tabel-delen",
        titel=f"Onderdelen in {pagina.document.jaar}",
        totaal_naam=somnaam(pagina.post),
        basis=pagina.post.niveau + 1,
    )


def indelingverschillen(overzicht: Postenoverzicht, opmaak: Opmaak) -> list[str]:
    """Say which breakdowns of a document don't add up to the same amount, and by how much."""
    zinnen = []
    for grootste, ander, verschil in overzicht.verschillen:
        zin = (
            f"In de indeling {grootste.top.naam} zijn de lasten {opmaak.bedrag(grootste.top.lasten.bedrag or NUL)}, "
            f"in de indeling {ander.top.naam} {opmaak.bedrag(ander.top.lasten.bedrag or NUL)}. "
            f"Het verschil is {opmaak.bedrag(verschil)} ({opmaak.tekst})."
        )
        hoogste = [post.titel for post in ander.delen]
        if len(hoogste) <= WEINIG:
            namen = " en ".join(hoogste) or "nog niets"
            zin += f" In {ander.top.naam} staat hier alleen {namen}. Die indeling is in dit portaal dus niet volledig."
        zinnen.append(zin)
    return zinnen


def _postrij(post: Post, met_delen: bool, opmaak: Opmaak, adres: Adres, niveau: int) -> str:
    klassen = [f"portaal-rij--n{niveau}"] * (niveau > 0) + ["portaal-rij--subtotaal"] * met_delen
    klasse = f' class="{" ".join(klassen)}"' if klassen else ""
    anker = f' id="post-{escape(post.code)}"' if met_delen else ""
    som = ' <span class="portaal-stil portaal-klein">som</span>' if post.is_som else ""
    naam = f'<a href="{escape(adres(post.code))}">{escape(post.titel)}</a>{som}'
    cellen = "".join(opmaak.cel(cel.bedrag) for cel in post.cellen)
    return f'<tr{klasse}{anker}><th scope="row">{naam}</th>{cellen}</tr>'


def _noten(waarin: str, cellen: Sequence[Cel], opmaak: Opmaak) -> Iterable[str]:
    if any(cel.is_afronding for cel in cellen):
        afrondingen = (cel.verschil if cel.is_afronding else Decimal(0) for cel in cellen)
        yield _noot("Afrondingsverschil", waarin, afrondingen, opmaak)
    if any(cel.verschil and not cel.is_afronding for cel in cellen):
        yield _noot("Verschil", waarin, (Decimal(0) if cel.is_afronding else cel.verschil for cel in cellen), opmaak)


def tabel_html(
    id: str, titel: str, eenheid: str, koppen: Sequence[str], inhoud: str, kolommen: str = "", *, lang: bool = False
) -> str:
    """Write the frame of a table; `koppen` and `inhoud` are HTML, the first column holds words, the others figures."""
    eerste, *rest = koppen
    kop = "".join(f'<th scope="col" class="portaal-getal">{tekst}</th>' for tekst in rest)
    klasse = "portaal-tabel portaal-tabel--lang" if lang else "portaal-tabel"
    return (
        f'<div class="{klasse}" tabindex="0" role="region" aria-labelledby="{escape(id)}">'
        '<table class="utrecht-table utrecht-table--html-table"><caption class="utrecht-table__caption">'
        f'<span class="portaal-tabel__titel" id="{escape(id)}">{escape(titel)} '
        f'<span class="portaal-tabel__eenheid">{escape(eenheid)}</span></span></caption>'
        f'{kolommen}<thead><tr><th scope="col">{eerste}</th>{kop}</tr></thead>{inhoud}</table></div>'
    )


def veilig(delen: Iterable[str]) -> SafeString:
    return mark_safe("".join(delen))  # noqa: S308 - every value went through escape
