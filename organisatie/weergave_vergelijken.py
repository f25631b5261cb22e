"""A comparison as HTML: the two trees side by side in a table, and in one tree with marks. Every value is escaped."""

from collections.abc import Sequence
from html import escape
from itertools import groupby
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from organisatie.queries import Kant, Plaats, Samenregel, Verandering, Vergelijkbeeld, Wijziging
from organisatie.vergelijkvraag import WEERGAVEN, Vraag, met, zonder
from organisatie.weergave import genest, op_datum

# What a mark adds to its word: what it was, for a unit that stays; where it came from or went, for a succession.
GEBLEVEN = (Verandering.HERNOEMD, Verandering.VERPLAATST, Verandering.PORTEFEUILLE, Verandering.SOORT)


def naast_elkaar(namen: "_Namen", regels: Sequence[Samenregel]) -> SafeString:
    """Write the rows of a table: what was, what is now, and the kinds of change; indented as in the tree."""
    delen = []
    for regel in regels:
        marge = f"portaal-rij--n{min(regel.diepte, 3)}" if regel.diepte else ""
        merken = "".join(_merk(soort) for soort in dict.fromkeys(w.soort for w in regel.wijzigingen))
        delen.append(
            f'<tr class="{marge}"><th scope="row" data-kop="Was">{namen.oud(regel.oud)}</th>'
            f'<td data-kop="Wordt">{namen.nieuw(regel.nieuw)}</td>'
            f'<td data-kop="Wijziging">{merken or GEEN}</td></tr>'
        )
    return mark_safe("".join(delen))  # noqa: S308 - every value went through escape


GEEN = '<span class="portaal-stil">gelijk</span>'
NIET = '<span class="portaal-stil">staat er niet in</span>'


def boom(namen: "_Namen", regels: Sequence[Samenregel]) -> SafeString:
    """Write both trees as one nested list, with a mark in words at every unit that changed."""
    rijen = []
    for regel in regels:
        tekst = namen.nieuw(regel.nieuw) if regel.nieuw else f"<del>{namen.oud(regel.oud)}</del>"
        merken = "".join(f"<span>{_uitleg(wijziging, regel)}</span>" for wijziging in regel.wijzigingen)
        if merken:
            merken = f'<span class="portaal-vergelijk__merken">{merken}</span>'
        html = f'<div class="portaal-boom__rij"><span class="portaal-boom__naam">{tekst}</span>{merken}</div>'
        rijen.append((regel.diepte, html))
    return genest(rijen, "portaal-boom")


def zin(namen: "_Namen", wijziging: Wijziging) -> SafeString:
    """Write the sentence of a change; the unit that it begins with is a link to its page."""
    tekst = wijziging.zin
    kanten = ((wijziging.oud, namen.toen), (wijziging.nieuw, namen.nu))
    for plaats, query in reversed([(plaats, query) for groep, query in kanten for plaats in groep]):
        if tekst.startswith(plaats.naam):
            rest = escape(tekst.removeprefix(plaats.naam))
            return mark_safe(f"{namen.link(plaats, query)}{rest}")  # noqa: S308 - every value went through escape
    return mark_safe(escape(tekst))  # noqa: S308 - escaped


class _Namen:
    """Writes the name of a unit with a link to its page on the date of its side."""

    def __init__(self, van: Kant, naar: Kant, request: HttpRequest) -> None:
        self.begin = escape(reverse("organisatie:eenheid", args=["x"]).removesuffix("x/"))
        self.toen, self.nu = (escape(op_datum(request, kant.datum)) for kant in (van, naar))

    def oud(self, plaats: Plaats | None) -> str:
        return self._naam(plaats, self.toen)

    def nieuw(self, plaats: Plaats | None) -> str:
        return self._naam(plaats, self.nu)

    def _naam(self, plaats: Plaats | None, query: str) -> str:
        if plaats is None:
            return NIET
        return f'{self.link(plaats, query)} <span class="portaal-boom__soort">{escape(plaats.soort)}</span>'

    def link(self, plaats: Plaats, query: str) -> str:
        return f'<a href="{self.begin}{escape(plaats.code)}/{query}">{escape(plaats.naam)}</a>'


def _merk(soort: Verandering) -> str:
    return (
        f'<span class="utrecht-status-badge portaal-badge portaal-vergelijk__badge portaal-vergelijk__badge--{soort}">'
        f"{escape(soort.label)}</span> "
    )


def _uitleg(wijziging: Wijziging, regel: Samenregel) -> str:
    if wijziging.soort in GEBLEVEN:
        tekst = f"was: {wijziging.was}"
    elif wijziging.soort == Verandering.HOUDER:
        tekst = f"was {wijziging.was}; nu {wijziging.wordt}"
    elif wijziging.soort in (Verandering.NIEUW, Verandering.VERVALLEN):
        return _merk(wijziging.soort)
    else:
        tekst = f"komt uit {wijziging.was}" if regel.plaats in wijziging.nieuw else f"wordt {wijziging.wordt}"
    return f'{_merk(wijziging.soort)}<span class="portaal-stil portaal-klein">{escape(tekst)}</span>'


def delen(beeld: Vergelijkbeeld, vraag: Vraag, request: HttpRequest) -> dict[str, Any]:
    """Return what the page shows: the chosen changes in the chosen way, the ways to show them, and the filter."""
    if beeld.verschil is None or beeld.van is None or beeld.naar is None:
        return {}
    namen = _Namen(beeld.van, beeld.naar, request)
    gekozen = beeld.verschil.van_soort(vraag.soorten) if vraag.soorten else beeld.verschil
    getoond: dict[str, Any] = {"groepen": [], "rijen": "", "boom": ""}
    if vraag.weergave == "boom":
        getoond["boom"] = boom(namen, gekozen.boom)
    elif vraag.weergave == "naast":
        # With a filter only what it is about: a table of what stayed the same would hide it.
        regels = [regel for regel in gekozen.boom if regel.wijzigingen] if vraag.soorten else gekozen.boom
        getoond["rijen"] = naast_elkaar(namen, regels)
    else:
        getoond["groepen"] = [
            (soort, [zin(namen, wijziging) for wijziging in groep])
            for soort, groep in groupby(gekozen.wijzigingen, lambda wijziging: wijziging.soort)
        ]
    return getoond | {
        "alles": zonder(request, "soort"),
        "aantal": len(gekozen.wijzigingen),
        "weergaven": [
            (tekst, met(request, weergave=naam), naam == vraag.weergave) for naam, tekst in WEERGAVEN.items()
        ],
        "soorten": [(soort, aantal, soort in vraag.soorten) for soort, aantal in beeld.verschil.aantallen.items()],
    }
