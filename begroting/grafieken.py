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

from django.utils.safestring import SafeString

from begroting.grafieken_vormen import (
    BALK,
    BOVEN,
    HOOGTE,
    LINKS,
    RIJ,
    RIJ_TWEE,
    VEEL,
    Grafiek,
    as_met_waarden,
    balk,
    figuur,
    hoogte,
    kolom,
    legenda_jaren,
    naam_en_waarde,
    nullijn,
    patronen,
    precies,
    teken,
)
from begroting.schaal import schaal


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
    delen = [*as_met_waarden(as_)]
    for plek, rij in enumerate(rijen):
        links = LINKS + plek * breed
        for kant, letter, waarde, begin in (("lasten", "L", rij.lasten, 0.12), ("baten", "B", rij.baten, 0.52)):
            if waarde is not None:
                delen.append(
                    kolom(grafiek.id, as_, kant, letter, rij.soort, waarde, links + begin * breed, breed * 0.36)
                )
        midden = f"{links + breed / 2:.2f}%"
        voet = BOVEN + HOOGTE
        delen.append(f'<text x="{midden}" y="{voet + 18}" text-anchor="middle">{escape(rij.jaar)}</text>')
        delen.append(
            f'<text x="{midden}" y="{voet + 34}" text-anchor="middle" '
            f'class="portaal-grafiek__klein portaal-grafiek__soort">{escape(rij.soort)}</text>'
        )
    soorten = list(dict.fromkeys(rij.soort for rij in rijen))
    return figuur(
        grafiek, "".join([patronen(grafiek.id, soorten), *delen]), BOVEN + HOOGTE + 42, legenda_jaren(soorten)
    )


def staven(grafiek: Grafiek, rijen: Sequence[Staaf]) -> SafeString:
    """Return bars that lie down, in the order given; nothing where nothing has a length."""
    if not any(rij.waarde for rij in rijen):
        return SafeString("")
    as_ = precies([rij.waarde for rij in rijen])
    delen = []
    for plek, rij in enumerate(rijen):
        klasse = "portaal-grafiek__staaf" + (" portaal-grafiek__staaf--eigen" if rij.nadruk else "")
        delen.append(naam_en_waarde(rij.naam, rij.tekst, plek * RIJ + 15, rij.nadruk))
        delen.append(balk(as_, rij.waarde, plek * RIJ + 21, BALK, klasse))
    return figuur(grafiek, "".join([*delen, nullijn(as_, len(rijen) * RIJ)]), len(rijen) * RIJ, "")


def tegenover(grafiek: Grafiek, rijen: Sequence[Tweetal]) -> SafeString:
    """Return lasten against baten, in the order given; a row with a `url` leads on. Nothing where all is nothing."""
    waarden = [waarde for rij in rijen for waarde in (rij.lasten, rij.baten)]
    if not any(waarden):
        return SafeString("")
    as_, delen = precies(waarden), []
    for plek, rij in enumerate(rijen):
        boven = plek * RIJ_TWEE
        inhoud = naam_en_waarde(rij.naam, rij.tekst, boven + 15)
        for kant, waarde, y in (("lasten", rij.lasten, boven + 21), ("baten", rij.baten, boven + 33)):
            vulling = f' fill="url(#{escape(grafiek.id)}-{kant}-begroting)"' if kant == "baten" else ""
            inhoud += balk(as_, waarde, y, 10, f"portaal-grafiek__kolom portaal-grafiek__kolom--{kant}", vulling)
        delen.append(f'<a href="{escape(rij.url)}">{inhoud}</a>' if rij.url else inhoud)
    hoog = len(rijen) * RIJ_TWEE
    legenda = teken("lasten", "boven: lasten") + teken("baten", "onder, gestreept: baten")
    inhoud = "".join([patronen(grafiek.id, ["begroting"]), *delen, nullijn(as_, hoog)])
    return figuur(grafiek, inhoud, hoog, legenda, met_links=any(rij.url for rij in rijen))


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
            f"{naam_en_waarde(rij.naam, rij.tekst, boven + 13)}"
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
        teken("band", "de middelste helft van de gemeenten")
        + teken("midden", "de middelste gemeente (mediaan)")
        + teken("punt", eigen)
    )
    return figuur(grafiek, "".join(delen), len(rijen) * RIJ, legenda, met_links=any(rij.url for rij in rijen))


def verdeling(
    grafiek: Grafiek, waarden: Sequence[Decimal], eigen: int | None, naam: str, midden: Decimal
) -> SafeString:
    """Return many values from high to low as thin upright bars; the one at place `eigen` is marked and named."""
    if not any(waarden):
        return SafeString("")
    as_ = schaal([*waarden, midden])
    breed = (100 - LINKS) / len(waarden)
    delen = [*as_met_waarden(as_)]
    dik = breed if len(waarden) > VEEL else breed * 0.8  # gaps of less than a pixel would flicker
    for plek, waarde in enumerate(waarden):
        x = LINKS + plek * breed
        boven, hoog = hoogte(as_, waarde)
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
    return figuur(grafiek, "".join(delen), BOVEN + HOOGTE + 26, "")
