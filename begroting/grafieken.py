"""Charts as SVG, drawn on the server from ready rows; every value is escaped.

A chart stands beside the table with the same figures: that is its text, and `tabel` names it. No colour says anything
alone: there is a pattern, a sign or a word beside it. Horizontal places are percentages, so that a chart fills its
column while its letters keep their size, on a phone too. No style and no script: classes of docs/ontwerp.md and
presentation attributes only.
"""

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


@dataclass(frozen=True)
class Jaar:
    """A group of two bars: what comes in and goes out in one year; `soort` says what kind of figures they are."""

    jaar: str
    soort: str
    lasten: Decimal | None
    baten: Decimal | None


@dataclass(frozen=True)
class Staaf:
    """A bar that lies down, with its name and its amount as text; `nadruk` marks the one that it is all about."""

    naam: str
    waarde: Decimal
    tekst: str
    nadruk: bool = False


@dataclass(frozen=True)
class Tweetal:
    """Two bars that lie down under one name: lasten above baten; `tekst` has both amounts."""

    naam: str
    lasten: Decimal
    baten: Decimal
    tekst: str
    url: str = ""


@dataclass(frozen=True)
class Spreiding:
    """Where the own value stands among others: their middle half (`laag` to `hoog`) and their middle."""

    naam: str
    laag: Decimal
    midden: Decimal
    hoog: Decimal
    eigen: Decimal | None
    tekst: str
    url: str = ""


def jaren(grafiek: Grafiek, rijen: Sequence[Jaar]) -> SafeString:
    """Return upright bars, lasten beside baten, per year; nothing where there is nothing to draw."""
    waarden = [waarde for rij in rijen for waarde in (rij.lasten, rij.baten) if waarde is not None]
    if not any(waarden):
        return SafeString("")
    as_ = schaal(waarden)
    breed = (100 - LINKS) / len(rijen)
    delen = [*_as(as_)]
    for plek, rij in enumerate(rijen):
        links = LINKS + plek * breed
        for kant, letter, waarde, begin in (("lasten", "L", rij.lasten, 0.12), ("baten", "B", rij.baten, 0.52)):
            if waarde is not None:
                delen.append(
                    _kolom(grafiek.id, as_, kant, letter, rij.soort, waarde, links + begin * breed, breed * 0.36)
                )
        midden = f"{links + breed / 2:.2f}%"
        voet = BOVEN + HOOGTE
        delen.append(f'<text x="{midden}" y="{voet + 18}" text-anchor="middle">{escape(rij.jaar)}</text>')
        delen.append(
            f'<text x="{midden}" y="{voet + 34}" text-anchor="middle" '
            f'class="portaal-grafiek__klein portaal-grafiek__soort">{escape(rij.soort)}</text>'
        )
    soorten = list(dict.fromkeys(rij.soort for rij in rijen))
    return _kader(
        grafiek, "".join([_patronen(grafiek.id, soorten), *delen]), BOVEN + HOOGTE + 42, _legenda_jaren(soorten)
    )


def staven(grafiek: Grafiek, rijen: Sequence[Staaf]) -> SafeString:
    """Return bars that lie down, in the order given; nothing where nothing has a length."""
    if not any(rij.waarde for rij in rijen):
        return SafeString("")
    as_ = _precies([rij.waarde for rij in rijen])
    delen = []
    for plek, rij in enumerate(rijen):
        klasse = "portaal-grafiek__staaf" + (" portaal-grafiek__staaf--eigen" if rij.nadruk else "")
        delen.append(_naam_en_waarde(rij.naam, rij.tekst, plek * RIJ + 15, rij.nadruk))
        delen.append(_balk(as_, rij.waarde, plek * RIJ + 21, BALK, klasse))
    return _kader(grafiek, "".join([*delen, _nullijn(as_, len(rijen) * RIJ)]), len(rijen) * RIJ, "")


def tegenover(grafiek: Grafiek, rijen: Sequence[Tweetal]) -> SafeString:
    """Return lasten against baten, in the order given; a row with a `url` leads on. Nothing where all is nothing."""
    waarden = [waarde for rij in rijen for waarde in (rij.lasten, rij.baten)]
    if not any(waarden):
        return SafeString("")
    as_, delen = _precies(waarden), []
    for plek, rij in enumerate(rijen):
        boven = plek * RIJ_TWEE
        inhoud = _naam_en_waarde(rij.naam, rij.tekst, boven + 15)
        for kant, waarde, y in (("lasten", rij.lasten, boven + 21), ("baten", rij.baten, boven + 33)):
            vulling = f' fill="url(#{escape(grafiek.id)}-{kant}-begroting)"' if kant == "baten" else ""
            inhoud += _balk(as_, waarde, y, 10, f"portaal-grafiek__kolom portaal-grafiek__kolom--{kant}", vulling)
        delen.append(f'<a href="{escape(rij.url)}">{inhoud}</a>' if rij.url else inhoud)
    hoogte = len(rijen) * RIJ_TWEE
    legenda = _teken("lasten", "boven: lasten") + _teken("baten", "onder, gestreept: baten")
    inhoud = "".join([_patronen(grafiek.id, ["begroting"]), *delen, _nullijn(as_, hoogte)])
    return _kader(grafiek, inhoud, hoogte, legenda, met_links=any(rij.url for rij in rijen))


def _precies(waarden: Sequence[Decimal]) -> Schaal:
    """Return the axis exactly as long as the values need: none is drawn, every bar names its amount."""
    return Schaal(min(NUL, *waarden), max(NUL, *waarden), schaal(waarden).stap)


def _balk(as_: Schaal, waarde: Decimal, y: int, hoog: int, klasse: str, vulling: str = "") -> str:
    """Return a bar that lies down, from 0 to its value."""
    begin, eind = sorted((as_.plek(NUL), as_.plek(waarde)))
    breed = max((eind - begin) * 100, 0.2)
    return f'<rect x="{begin * 100:.2f}%" y="{y}" width="{breed:.2f}%" height="{hoog}" class="{klasse}"{vulling}/>'


def _nullijn(as_: Schaal, hoogte: int) -> str:
    """Return a line at 0 where bars go to both sides of it."""
    if as_.van == 0:
        return ""
    nul = f"{as_.plek(NUL) * 100:.2f}%"
    return f'<line x1="{nul}" x2="{nul}" y1="0" y2="{hoogte}" class="portaal-grafiek__nul"/>'


def spreiding(grafiek: Grafiek, rijen: Sequence[Spreiding], eigen: str) -> SafeString:
    """Return per row a band for the middle half, a line for the middle and a mark for the own value."""
    waarden = [w for rij in rijen for w in (rij.laag, rij.hoog, *([] if rij.eigen is None else [rij.eigen]))]
    if not any(waarden):
        return SafeString("")
    as_ = schaal(waarden)
    # A mark at the very end would be cut off.
    plek = {waarde: f"{1 + as_.plek(waarde) * 98:.2f}%" for waarde in [*waarden, *(rij.midden for rij in rijen)]}
    delen = []
    for nummer, rij in enumerate(rijen):
        boven = nummer * RIJ
        breed = max((as_.plek(rij.hoog) - as_.plek(rij.laag)) * 98, 0.4)
        inhoud = (
            f"{_naam_en_waarde(rij.naam, rij.tekst, boven + 13)}"
            f'<line x1="1%" x2="99%" y1="{boven + 27}" y2="{boven + 27}" class="portaal-grafiek__lijn"/>'
            f'<rect x="{plek[rij.laag]}" y="{boven + 21}" width="{breed:.2f}%" height="{BALK}" '
            'class="portaal-grafiek__band"/>'
            f'<line x1="{plek[rij.midden]}" x2="{plek[rij.midden]}" y1="{boven + 19}" y2="{boven + 35}" '
            'class="portaal-grafiek__midden"/>'
        )
        if rij.eigen is not None:
            inhoud += f'<circle cx="{plek[rij.eigen]}" cy="{boven + 27}" r="6" class="portaal-grafiek__punt"/>'
        delen.append(f'<a href="{escape(rij.url)}">{inhoud}</a>' if rij.url else inhoud)
    legenda = (
        _teken("band", "de middelste helft van de gemeenten")
        + _teken("midden", "de middelste gemeente (mediaan)")
        + _teken("punt", eigen)
    )
    return _kader(grafiek, "".join(delen), len(rijen) * RIJ, legenda, met_links=any(rij.url for rij in rijen))


def verdeling(
    grafiek: Grafiek, waarden: Sequence[Decimal], eigen: int | None, naam: str, midden: Decimal
) -> SafeString:
    """Return many values from high to low as thin upright bars; the one at place `eigen` is marked and named."""
    if not any(waarden):
        return SafeString("")
    as_ = schaal([*waarden, midden])
    breed = (100 - LINKS) / len(waarden)
    delen = [*_as(as_)]
    dik = breed if len(waarden) > VEEL else breed * 0.8  # gaps of less than a pixel would flicker
    for plek, waarde in enumerate(waarden):
        x = LINKS + plek * breed
        boven, hoog = _hoogte(as_, waarde)
        klasse = "portaal-grafiek__staaf" + (" portaal-grafiek__staaf--eigen" if plek == eigen else "")
        delen.append(f'<rect x="{x:.2f}%" y="{boven:.1f}" width="{dik:.3f}%" height="{hoog:.1f}" class="{klasse}"/>')
    y = BOVEN + HOOGTE * (1 - as_.plek(midden))
    delen.append(f'<line x1="{LINKS}%" x2="100%" y1="{y:.1f}" y2="{y:.1f}" class="portaal-grafiek__midden"/>')
    delen.append(f'<text x="100%" y="{y - 5:.1f}" text-anchor="end" class="portaal-grafiek__waarde">mediaan</text>')
    if eigen is not None:
        x = LINKS + (eigen + 0.4) * breed
        anker = "start" if x < 50 else "end"
        voet = BOVEN + HOOGTE
        delen.append(
            f'<line x1="{x:.2f}%" x2="{x:.2f}%" y1="{BOVEN}" y2="{voet + 4}" class="portaal-grafiek__wijzer"/>'
        )
        plek_ = f'x="{x:.2f}%" y="{voet + 18}" text-anchor="{anker}"'
        delen.append(f'<text {plek_} class="portaal-grafiek__nadruk">{escape(naam)}</text>')
    return _kader(grafiek, "".join(delen), BOVEN + HOOGTE + 26, "")


def _naam_en_waarde(naam: str, tekst: str, y: int, nadruk: bool = False) -> str:
    """Return the line of text above a bar that lies down."""
    klasse = "portaal-grafiek__naam" + (" portaal-grafiek__nadruk" if nadruk else "")
    return (
        f'<text x="0" y="{y}" class="{klasse}">{escape(_kort(naam, LETTERS - len(tekst)))}</text>'
        f'<text x="100%" y="{y}" text-anchor="end" class="portaal-grafiek__waarde">{escape(tekst)}</text>'
    )


def _hoogte(as_: Schaal, waarde: Decimal) -> tuple[float, float]:
    """Return the top and the height of an upright bar, in pixels."""
    nul, eind = as_.plek(NUL), as_.plek(waarde)
    return BOVEN + HOOGTE * (1 - max(nul, eind)), max(abs(eind - nul) * HOOGTE, 0.5)


def _kolom(
    id: str, as_: Schaal, kant: str, letter: str, soort: str, waarde: Decimal, links: float, breed: float
) -> str:
    boven, hoog = _hoogte(as_, waarde)
    vorm = f' fill="url(#{escape(id)}-{kant}-{escape(soort)})"' if soort != "realisatie" else ""
    klasse = f"portaal-grafiek__kolom portaal-grafiek__kolom--{kant}"
    return (
        f'<rect x="{links:.2f}%" y="{boven:.1f}" width="{breed:.2f}%" height="{hoog:.1f}" class="{klasse}"{vorm}/>'
        f'<text x="{links + breed / 2:.2f}%" y="{boven - 4:.1f}" text-anchor="middle" class="portaal-grafiek__klein">'
        f"{letter}</text>"
    )


def _as(as_: Schaal) -> list[str]:
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


def _patronen(id: str, soorten: Sequence[str]) -> str:
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


def _legenda_jaren(soorten: Sequence[str]) -> str:
    vormen = {"realisatie": "vol", "begroting": "gestreept", "raming": "gestippeld"}
    uit = _teken("lasten", "L: lasten") + _teken("baten", "B: baten")
    return uit + "".join(f"<li>{escape(vormen.get(soort, soort))}: {escape(soort)}</li>" for soort in soorten)


def _teken(wat: str, tekst: str) -> str:
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


def _kader(grafiek: Grafiek, inhoud: str, hoogte: int, legenda: str, *, met_links: bool = False) -> SafeString:
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


def _kort(naam: str, letters: int) -> str:
    """Return a name that fits beside its amount; the table has it whole."""
    return naam if len(naam) <= letters else f"{naam[: letters - 1].rstrip()}…"
