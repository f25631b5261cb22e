"""What charts are drawn with: the figure around a drawing, axes, bars, patterns and the marks of a legend."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape

from django.utils.safestring import SafeString, mark_safe

from begroting.schaal import Schaal, schaal
from begroting.sommen import NUL
from enschede_org.kern.getallen import toon_getal

# So many letters fit on one line on a phone: a name and its amount.
LETTERS = 46
# The column of years: left of it, in percents, stand the values of the axis.
LINKS = 13.0
HOOGTE = 240
BOVEN = 18
BALK = 12
RIJ = 40
VEEL = 100
RIJ_TWEE = 54


@dataclass(frozen=True)
class Grafiek:
    """What every chart says about itself; `tabel` is the id of the table that it stands beside."""

    id: str
    titel: str
    beschrijving: str
    eenheid: str
    tabel: str


def precies(waarden: Sequence[Decimal]) -> Schaal:
    """Return the axis exactly as long as the values need: none is drawn, every bar names its amount."""
    return Schaal(min(NUL, *waarden), max(NUL, *waarden), schaal(waarden).stap)


def balk(as_: Schaal, waarde: Decimal, y: int, hoog: int, klasse: str, vulling: str = "") -> str:
    """Return a bar that lies down, from 0 to its value."""
    begin, eind = sorted((as_.plek(NUL), as_.plek(waarde)))
    breed = max((eind - begin) * 100, 0.2)
    return f'<rect x="{begin * 100:.2f}%" y="{y}" width="{breed:.2f}%" height="{hoog}" class="{klasse}"{vulling}/>'


def nullijn(as_: Schaal, hoogte: int) -> str:
    """Return a line at 0 where bars go to both sides of it."""
    if as_.van == 0:
        return ""
    nul = f"{as_.plek(NUL) * 100:.2f}%"
    return f'<line x1="{nul}" x2="{nul}" y1="0" y2="{hoogte}" class="portaal-grafiek__nul"/>'


def naam_en_waarde(naam: str, tekst: str, y: int, nadruk: bool = False) -> str:
    """Return the line of text above a bar that lies down."""
    klasse = "portaal-grafiek__naam" + (" portaal-grafiek__nadruk" if nadruk else "")
    return (
        f'<text x="0" y="{y}" class="{klasse}">{escape(kort(naam, LETTERS - len(tekst)))}</text>'
        f'<text x="100%" y="{y}" text-anchor="end" class="portaal-grafiek__waarde">{escape(tekst)}</text>'
    )


def hoogte(as_: Schaal, waarde: Decimal) -> tuple[float, float]:
    """Return the top and the height of an upright bar, in pixels."""
    nul, eind = as_.plek(NUL), as_.plek(waarde)
    return BOVEN + HOOGTE * (1 - max(nul, eind)), max(abs(eind - nul) * HOOGTE, 0.5)


def kolom(id: str, as_: Schaal, kant: str, letter: str, soort: str, waarde: Decimal, links: float, breed: float) -> str:
    boven, hoog = hoogte(as_, waarde)
    vorm = f' fill="url(#{escape(id)}-{kant}-{escape(soort)})"' if soort != "realisatie" else ""
    klasse = f"portaal-grafiek__kolom portaal-grafiek__kolom--{kant}"
    return (
        f'<rect x="{links:.2f}%" y="{boven:.1f}" width="{breed:.2f}%" height="{hoog:.1f}" class="{klasse}"{vorm}/>'
        f'<text x="{links + breed / 2:.2f}%" y="{boven - 4:.1f}" text-anchor="middle" class="portaal-grafiek__klein">'
        f"{letter}</text>"
    )


def as_met_waarden(as_: Schaal) -> list[str]:
    """Return the lines of the axis with their values, the one at 0 heavier."""
    delen = []
    for waarde in as_.streepjes:
        y = BOVEN + HOOGTE * (1 - as_.plek(waarde))
        klasse = "portaal-grafiek__lijn" if waarde else "portaal-grafiek__nul"
        nodig = max(0, -int(as_.stap.normalize().as_tuple().exponent))
        delen.append(f'<line x1="{LINKS}%" x2="100%" y1="{y:.1f}" y2="{y:.1f}" class="{klasse}"/>')
        delen.append(
            f'<text x="{LINKS - 1}%" y="{y + 4:.1f}" text-anchor="end" class="portaal-grafiek__klein">'
            f"{toon_getal(waarde, nodig)}</text>"
        )
    return delen


def patronen(id: str, soorten: Sequence[str]) -> str:
    """Return the fillings of what is no realisatie: stripes for a begroting, dots for a raming."""
    delen = []
    for kant in ("lasten", "baten"):
        for soort in soorten:
            vulling = '<path d="M0 6 6 0" class="portaal-grafiek__streep"/>'
            if soort == "raming":
                vulling = '<circle cx="3" cy="3" r="1" class="portaal-grafiek__stip"/>'
            delen.append(
                f'<pattern id="{escape(id)}-{kant}-{escape(soort)}" width="6" height="6" patternUnits="userSpaceOnUse" '
                f'class="portaal-grafiek__patroon--{kant}"><rect width="6" height="6" class="portaal-grafiek__vlak"/>'
                f"{vulling}</pattern>"
            )
    return f"<defs>{''.join(delen)}</defs>"


def legenda_jaren(soorten: Sequence[str]) -> str:
    vormen = {"realisatie": "vol", "begroting": "gestreept", "raming": "gestippeld"}
    uit = teken("lasten", "L: lasten") + teken("baten", "B: baten")
    return uit + "".join(f"<li>{escape(vormen.get(soort, soort))}: {escape(soort)}</li>" for soort in soorten)


def teken(wat: str, tekst: str) -> str:
    """Return an entry of the legend: the mark as it is drawn, and what it means."""
    vormen = {
        "band": '<rect y="3" width="20" height="10" class="portaal-grafiek__band"/>',
        "midden": '<line x1="10" x2="10" y1="0" y2="16" class="portaal-grafiek__midden"/>',
        "punt": '<circle cx="10" cy="8" r="6" class="portaal-grafiek__punt"/>',
    }
    vorm = vormen.get(
        wat, f'<rect width="20" height="16" class="portaal-grafiek__kolom portaal-grafiek__kolom--{wat}"/>'
    )
    return f'<li><svg width="20" height="16" aria-hidden="true" focusable="false">{vorm}</svg>{escape(tekst)}</li>'


def figuur(grafiek: Grafiek, inhoud: str, hoogte: int, legenda: str, *, met_links: bool = False) -> SafeString:
    """Return the figure around a drawing. A drawing with links in it is a group: an image would hide them."""
    id = escape(grafiek.id)
    rol = "group" if met_links else "img"
    lijst = f'<ul class="portaal-grafiek__legenda">{legenda}</ul>' if legenda else ""
    return mark_safe(  # noqa: S308 - every value went through escape
        f'<figure class="portaal-grafiek"><figcaption class="portaal-grafiek__titel">{escape(grafiek.titel)} '
        f'<span class="portaal-tabel__eenheid">{escape(grafiek.eenheid)}</span></figcaption>{lijst}'
        f'<svg role="{rol}" width="100%" height="{hoogte}" class="portaal-grafiek__beeld" aria-labelledby="{id}-titel" '
        f'aria-describedby="{id}-tekst {escape(grafiek.tabel)}"><title id="{id}-titel">{escape(grafiek.titel)}</title>'
        f'<desc id="{id}-tekst">{escape(grafiek.beschrijving)}</desc>{inhoud}</svg></figure>'
    )


def kort(naam: str, letters: int) -> str:
    """Return a name that fits beside its amount; the table has it whole."""
    return naam if len(naam) <= letters else f"{naam[: letters - 1].rstrip()}…"
