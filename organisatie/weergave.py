"""Rows to HTML where a template would be slow, and the small shapes that the shared includes ask for."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from html import escape
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from enschede_org.kern.datums import toon_datum
from enschede_org.kern.moment import Moment, als_query
from organisatie.queries import Bronregel, Houder, Organogram, Plaats, Structuur, Wisseling

# A tree of at most this many units opens completely; of a larger one the first two levels.
OPEN_TOT = 60
WAARNEMEND = (
    ' <span class="utrecht-status-badge portaal-badge portaal-badge--waarnemend">'
    '<abbr title="ad interim: tijdelijk waargenomen">a.i.</abbr></span>'
)


def boom(beeld: Organogram, request: HttpRequest) -> SafeString:
    """Write the tree as nested lists: a row per unit, followed by its parts in `details`. Every value is escaped.

    Built in one pass over the rows (a part stands before what falls under it), because a template loop with a link
    per row takes several times as long.
    """
    return takken(beeld.plaatsen, _Rij(beeld, request).html)


def takken(plaatsen: Sequence[Plaats], rij: Callable[[Plaats], str]) -> SafeString:
    """Write places in reading order as a tree; `rij` writes what the row of one says, and escapes it."""
    alles_open = len(plaatsen) <= OPEN_TOT
    onderdelen = Counter(plaats.ouder_id for plaats in plaatsen)
    delen = ['<ul class="portaal-boom">']
    open_takken: list[int | None] = []
    for plaats in plaatsen:
        while open_takken and open_takken[-1] != plaats.ouder_id:
            open_takken.pop()
            delen.append("</ul></details></li>")
        delen.append(f'<li><div class="portaal-boom__rij">{rij(plaats)}</div>')
        if plaats.id not in onderdelen:
            delen.append("</li>")
            continue
        stand = " open" if alles_open or len(open_takken) < 2 else ""
        tak = f"{onderdelen[plaats.id]} {'onderdeel' if onderdelen[plaats.id] == 1 else 'onderdelen'} van {plaats.naam}"
        delen.append(f'<details{stand}><summary><span class="portaal-verborgen">{escape(tak)}</span></summary><ul>')
        open_takken.append(plaats.id)
    delen.append("</ul></details></li>" * len(open_takken) + "</ul>")
    return mark_safe("".join(delen))  # noqa: S308 - every value went through escape


def genest(regels: Iterable[tuple[int, str]], klasse: str = "") -> SafeString:
    """Write nested lists: each row says how deep it stands and its HTML, in which every value was escaped."""
    delen, diepte = [f'<ul class="{klasse}">' if klasse else "<ul>"], -1
    for dieper, html in regels:
        if diepte >= 0:
            delen.append("<ul>" if dieper > diepte else "</li>" + "</ul></li>" * (diepte - dieper))
        delen.append(f"<li>{html}")
        diepte = dieper
    return mark_safe("".join([*delen, "</li></ul>" * (diepte + 1)]))  # noqa: S308 - see above


class _Rij:
    """Writes the rows of one tree; addresses are worked out once, not per row."""

    def __init__(self, beeld: Organogram, request: HttpRequest) -> None:
        self.beeld = beeld
        self.namen = {plaats.id: plaats.naam for plaats in beeld.plaatsen}
        self.query = escape(als_query(request))
        self.eenheid = _begin("organisatie:eenheid")
        self.persoon = _begin("personen:persoon")
        self.tegenspraak = escape(reverse("organisatie:tegenspraak")) + self.query

    def html(self, plaats: Plaats) -> str:
        """Write what one row says: name, kind, portfolio, disagreement, holders."""
        delen = [
            f'<span class="portaal-boom__naam"><a href="{self.eenheid}{escape(plaats.code)}/{self.query}">'
            f"{escape(plaats.naam)}</a>"
            f' <span class="portaal-boom__soort">{escape(plaats.soort)}{self._portefeuille(plaats)}</span>'
        ]
        if code := self.beeld.tegenspraken.get(plaats.eenheid_id):
            url = f"{self.tegenspraak}#{escape(code)}"
            delen.append(f' <a class="utrecht-link portaal-klein" href="{url}">Bronnen verschillen</a>')
        delen.append("</span>")
        if bezet := self.beeld.houders.get(plaats.eenheid_id):
            delen.append(f' <span class="portaal-boom__houder">{self._bezetting(bezet)}</span>')
        return "".join(delen)

    def _portefeuille(self, plaats: Plaats) -> str:
        if plaats.is_portefeuille or plaats.portefeuille_van != plaats.id or plaats.portefeuille_id is None:
            return ""
        return f" · portefeuille {escape(self.namen[plaats.portefeuille_id])}"

    def _bezetting(self, bezet: list[Houder]) -> str:
        regels = [
            f'<span class="portaal-stil">{escape(functie)}:</span> ' + ", ".join(map(self._houder, groep))
            for functie, groep in groupby(bezet, lambda houder: houder.functie)
        ]
        return "<br>".join(regels)

    def _houder(self, houder: Houder) -> str:
        if houder.persoon_code:
            wie = f'<a href="{self.persoon}{escape(houder.persoon_code)}/{self.query}">{escape(houder.wie)}</a>'
        elif houder.is_vacature:
            wie = (
                '<span class="utrecht-status-badge portaal-badge portaal-badge--vacature">'
                f"{escape(houder.wie.capitalize())}</span>"
            )
        else:
            # The legend says in full: nobody is named in the source.
            wie = f'<span class="portaal-stil">{escape(houder.wie.removesuffix(" in de bron"))}</span>'
        return wie + (WAARNEMEND if houder.waarnemend else "")


def _begin(naam: str) -> str:
    """Return the part of an address before the code of a page."""
    return escape(reverse(naam, args=["x"]).removesuffix("x/"))


def op_datum(request: HttpRequest, datum: date) -> str:
    """Return the query of another valid date, as registered at the moment that the reader chose."""
    gekozen = {"geldigOp": f"{datum:%Y-%m-%d}"}
    if beschikbaar := request.GET.get("beschikbaarOp"):
        gekozen["beschikbaarOp"] = beschikbaar
    return f"?{urlencode(gekozen)}"


def tijdlijn(
    request: HttpRequest, moment: Moment, structuren: Iterable[Structuur], wisselingen: Iterable[Wisseling]
) -> list[dict[str, Any]]:
    """Return structures and changes in the directie as steps for onderdelen/moment.html: this page on each first day.

    A draft holds at no time, so it is no step. Where one looks is the last step that was passed.
    """
    datum = moment.geldig_op
    stappen = [(s.geldig_van, s.periode.begin, s.naam, s.geldt_op(datum)) for s in structuren if s.is_vastgesteld]
    stappen += [(w.begin.van, w.begin.begin, w.tekst, w.begin.geldt_op(datum)) for w in wisselingen]
    stappen.sort(key=lambda stap: stap[0])
    hier = max((nummer for nummer, stap in enumerate(stappen) if stap[3]), default=None)
    return [
        {"naam": naam, "datum": begin, "huidig": nummer == hier, "url": request.path + op_datum(request, dag)}
        for nummer, (dag, begin, naam, _) in enumerate(stappen)
    ]


def besluit(structuur: Structuur) -> list[tuple[str, str]]:
    """Return what is known about the decision that adopted a structure, as label and value."""
    op = toon_datum(structuur.vastgesteld_op) if structuur.vastgesteld_op else ""
    return [(label, waarde) for label, waarde in (("Besluit", structuur.besluit), ("Vastgesteld op", op)) if waarde]


def bronnen(request: HttpRequest, regels: Iterable[Bronregel]) -> list[dict[str, Any]]:
    """Return sources for onderdelen/bron.html, each with the address of its own page; places in one source together."""
    per_bron: dict[str, dict[str, Any]] = {}
    for regel in regels:
        url = reverse("portaal:bron", args=[regel.code]) + als_query(request)
        bron = per_bron.setdefault(regel.code, {"titel": regel.titel, "datum": regel.datum, "url": url, "plaatsen": []})
        bron["plaatsen"] += filter(None, regel.vindplaats.split("; "))
    return [bron | {"vindplaats": "; ".join(dict.fromkeys(bron["plaatsen"]))} for bron in per_bron.values()]
