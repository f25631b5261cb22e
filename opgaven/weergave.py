"""The tree of goals as HTML, built from rows in one pass; every value is escaped."""

from urllib.parse import quote

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from begroting.weergave import eenheid_tekst
from enschede_org.kern.getallen import toon_bedrag, toon_getal
from opgaven.models import Opgave
from opgaven.queries import Boomkop, Opgaverij

# Down to here the tree stands open; actions are one click away.
OPEN_TOT = frozenset(
    {Opgave.Soort.STRATEGISCHE_OPGAVE, Opgave.Soort.THEMA, Opgave.Soort.HOOFDDOELSTELLING, Opgave.Soort.DOEL}
)

# Singular and plural of what is counted on a card, in the order of the tree.
_TELWOORDEN = {
    Opgave.Soort.STRATEGISCHE_OPGAVE: ("strategische opgave", "strategische opgaven"),
    Opgave.Soort.THEMA: ("thema", "thema’s"),
    Opgave.Soort.HOOFDDOELSTELLING: ("hoofddoelstelling", "hoofddoelstellingen"),
    Opgave.Soort.DOEL: ("doel", "doelen"),
    Opgave.Soort.SUBDOEL: ("subdoel", "subdoelen"),
    Opgave.Soort.ACTIE: ("actie", "acties"),
}


class Adres:
    """Makes the addresses of nodes; one `reverse` for a whole tree."""

    def __init__(self, boom: Boomkop, query: str) -> None:
        self.basis = reverse("opgaven:doelenboom", args=[boom.adres])
        self.query = query

    def __call__(self, code: str) -> str:
        """Return the address of the node (or the programme) with `code`."""
        programma, _, deel = code.partition(".")
        return f"{self.basis}{quote(programma)}/{quote(deel) + '/' if deel else ''}{self.query}"


def boom_html(takken: list[Opgaverij], adres: Adres, kop: Boomkop, *, met_acties: bool = True) -> SafeString:
    """Return nested lists of the branches; above the amounts stands what they are. Nothing without branches."""
    if not takken:
        return SafeString("")
    boom = format_html('<ul class="portaal-boom">{}</ul>', _takken_html(takken, adres, kop.per, met_acties))
    if not any(tak.kostendragers for tak in takken):
        return boom
    soort = format_html('<p class="portaal-boomkop">Lasten {}, {}</p>', kop.van_jaar, eenheid_tekst(kop.per))
    return _samen([soort, boom])


def _takken_html(takken: list[Opgaverij], adres: Adres, per: int, met_acties: bool) -> SafeString:
    return _samen([_tak_html(rij, adres, per, met_acties) for rij in takken])


def _tak_html(rij: Opgaverij, adres: Adres, per: int, met_acties: bool) -> SafeString:
    onder = SafeString("")
    if kinderen := [kind for kind in rij.kinderen if met_acties or not kind.is_actie]:
        onder = format_html(
            '<details{}><summary><span class="portaal-verborgen">{} onder {}</span></summary><ul>{}</ul></details>',
            SafeString(" open" if rij.soort in OPEN_TOT else ""),
            telling(kinderen[0].soort, len(kinderen)),
            rij.titel,
            _takken_html(kinderen, adres, per, met_acties),
        )
    return format_html('<li><div class="portaal-boom__rij">{}</div>{}</li>', _rij_html(rij, adres, per), onder)


def _rij_html(rij: Opgaverij, adres: Adres, per: int) -> SafeString:
    delen = [format_html('<a href="{}">{}</a>', adres(rij.code), rij.titel)]
    if rij.niveau == 1:
        delen.append(format_html('<span class="portaal-boom__soort">{}</span>', rij.soortnaam))
    if rij.indicatoren:
        delen.append(format_html('<span class="portaal-boom__aantal">Indicatoren: {}</span>', rij.indicatoren))
    if rij.acties:
        delen.append(format_html('<span class="portaal-boom__aantal">Acties: {}</span>', rij.acties))
    naam = format_html('<span class="portaal-boom__naam">{}</span>', format_html_join(" ", "{}", ((d,) for d in delen)))
    if rij.lasten is None:
        return naam
    bedrag = '<span class="portaal-boom__bedrag"><span class="portaal-verborgen">Lasten: </span>{}</span>'
    return _samen([naam, format_html(bedrag, toon_bedrag(rij.lasten, per))])


def _samen(delen: list[SafeString]) -> SafeString:
    # Each part is safe already: it comes from format_html.
    return mark_safe("".join(delen))  # noqa: S308


def telling(soort: str, aantal: int) -> str:
    """Write how many nodes of a kind there are: "4 doelen"."""
    enkel, meer = _TELWOORDEN[Opgave.Soort(soort)]
    return f"{toon_getal(aantal)} {enkel if aantal == 1 else meer}"


def tellingen(kop: Boomkop) -> list[tuple[str, str]]:
    """Return what a tree holds as (number, what), kinds that it doesn't have left out."""
    geteld = [telling(soort, aantal).split(" ", 1) for soort in _TELWOORDEN if (aantal := kop.aantallen[soort])]
    return [(aantal, wat) for aantal, wat in geteld]


def meervoud(soort: str) -> str:
    """Return the plural of a kind of node, as a heading above them."""
    return _TELWOORDEN[Opgave.Soort(soort)][1].capitalize()
