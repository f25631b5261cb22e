"""The life of a unit as a line of time in SVG, and its family as nested lists. Every value is escaped.

The table on the page holds the same in words; the drawing needs no script and no inline style.
"""

from collections.abc import Sequence
from datetime import date
from html import escape

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from organisatie.queries import Leven, Levensperiode, Verwant
from organisatie.weergave import genest, op_datum

BREED, MARGE, HOOG, KOP = 960, 170, 34, 28  # units of the drawing: width, room for the labels, a lane, the years
LETTER = 8.2  # about the width of a letter, to know what fits in a bar
Balk = tuple[date, date, str]


def lijn(beeld: Leven) -> SafeString:
    """Draw a lane each for structure, name, parent, portfolio and every function, with a bar per period."""
    if not beeld.perioden:
        return mark_safe("")
    begin = beeld.perioden[0].periode.van
    einde = max(periode.periode.tot or timezone.localdate() for periode in beeld.perioden)
    schaal = _Schaal(begin, max(einde, date(begin.year + 1, begin.month, 1)))
    banen = [(naam, balken) for naam, balken in _banen(beeld.perioden, schaal.tot) if balken]
    hoogte = KOP + HOOG * len(banen) + 4
    titel = escape(f"Tijdlijn van {beeld.naam}. De tabel hieronder zegt hetzelfde in woorden.")
    delen = [
        f'<svg class="portaal-leven" viewBox="0 0 {BREED} {hoogte}" role="img" aria-label="{titel}">',
        schaal.jaren(hoogte),
    ]
    for nummer, (naam, balken) in enumerate(banen):
        y = KOP + HOOG * nummer
        kort = _passend(naam, MARGE - 16)
        delen.append(f'<text class="portaal-leven__baan" x="0" y="{y + 21}">{escape(kort)}</text>')
        delen += [schaal.balk(balk, y, nummer % 2) for balk in balken]
    return mark_safe("".join([*delen, "</svg>"]))  # noqa: S308 - every value went through escape


def familie(verwanten: Sequence[Verwant], request: HttpRequest) -> SafeString:
    """Write predecessors or successors as nested lists, each with a link to its page in its own time."""
    if not verwanten:
        return mark_safe("")
    begin = escape(reverse("organisatie:eenheid", args=["x"]).removesuffix("x/"))
    regels = []
    for wie in verwanten:
        url = f"{begin}{escape(wie.code)}/{escape(op_datum(request, wie.te_zien_op))}"
        uitleg = f'<br><span class="portaal-stil portaal-klein">{escape(wie.toelichting)}</span>'
        html = (
            f'<span class="portaal-stil">{escape(wie.wanneer)}, {escape(wie.soort)}:</span> '
            f'<a href="{url}">{escape(wie.naam)}</a>{uitleg if wie.toelichting else ""}'
        )
        regels.append((wie.diepte, html))
    return genest(regels)


class _Schaal:
    """Turns dates into places on the drawing."""

    def __init__(self, van: date, tot: date) -> None:
        self.van, self.tot = van, tot
        self.per_dag = (BREED - MARGE) / max((tot - van).days, 1)

    def x(self, dag: date) -> float:
        return round(MARGE + (dag - self.van).days * self.per_dag, 1)

    def jaren(self, hoogte: int) -> str:
        """Draw a line at the beginning of a year, no more of them than are readable."""
        stap = next((s for s in (1, 2, 5, 10, 25, 50) if s * 365 * self.per_dag >= 48), 100)
        delen = []
        for jaar in range(self.van.year, self.tot.year + 1):
            dag = date(jaar, 1, 1)
            if dag < self.van or jaar % stap and jaar != self.van.year or self.x(dag) > BREED - 36:
                continue
            x = self.x(dag)
            delen.append(
                f'<line class="portaal-leven__jaar" x1="{x}" x2="{x}" y1="{KOP - 6}" y2="{hoogte}"/>'
                f'<text class="portaal-leven__jaartal" x="{x}" y="{KOP - 12}">{jaar}</text>'
            )
        return "".join(delen)

    def balk(self, balk: Balk, y: int, om: int) -> str:
        van, tot, tekst = balk
        x, breed = self.x(van), max(self.x(tot) - self.x(van) - 2, 2)
        heel = escape(f"{tekst}: {van:%d-%m-%Y} tot {tot:%d-%m-%Y}")
        passend = escape(_passend(tekst, breed - 12))
        return (
            f'<g><title>{heel}</title><rect class="portaal-leven__balk portaal-leven__balk--{om}" x="{x}" y="{y + 3}"'
            f' width="{breed:.1f}" height="{HOOG - 8}" rx="3"/>'
            f'<text class="portaal-leven__tekst" x="{x + 6}" y="{y + 21}">{passend}</text></g>'
        )


def _banen(perioden: Sequence[Levensperiode], tot: date) -> list[tuple[str, list[Balk]]]:
    functies = dict.fromkeys(houder.functie for periode in perioden for houder in periode.houders)
    banen = [
        ("Structuur", [p.fase.structuur.naam for p in perioden]),
        ("Naam", [p.fase.plaats.naam for p in perioden]),
        ("Valt onder", [p.fase.ouder.naam if p.fase.ouder else "" for p in perioden]),
        ("Portefeuille", [p.portefeuille for p in perioden]),
        *(
            (functie, [", ".join(h.wie for h in p.houders if h.functie == functie) for p in perioden])
            for functie in functies
        ),
    ]
    return [(naam, _balken(perioden, waarden, tot)) for naam, waarden in banen]


def _balken(perioden: Sequence[Levensperiode], waarden: Sequence[str], tot: date) -> list[Balk]:
    """Put periods with the same value that follow each other together."""
    balken: list[Balk] = []
    for periode, waarde in zip((p.periode for p in perioden), waarden, strict=True):
        einde = periode.tot or tot
        if balken and balken[-1][1:] == (periode.van, waarde):
            balken[-1] = (balken[-1][0], einde, waarde)
        elif waarde and einde > periode.van:
            balken.append((periode.van, einde, waarde))
    return balken


def _passend(tekst: str, breedte: float) -> str:
    """Cut a text off at what fits; nothing when not even a few letters do."""
    letters = int(breedte / LETTER)
    if len(tekst) <= letters:
        return tekst
    return f"{tekst[: letters - 1].rstrip()}…" if letters > 3 else ""
