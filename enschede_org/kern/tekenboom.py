"""Where the blocks of a drawn tree go: as close together as they can, each above the middle of what is below it.

The algorithm is that of A. van der Ploeg, "Drawing non-layered tidy trees in linear time" (Software: Practice and
Experience 44, 2014): Reingold and Tilford's tidy tree, in linear time, for blocks that differ in width and in height.
The names of the fields are those of that article. It is written without recursion, so that depth is no limit.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(eq=False)
class Blok:
    """A block of the tree: `x` and `y` are its left upper corner, set by `leg_uit` (`y` grows downwards)."""

    breedte: float
    hoogte: float
    kinderen: list["Blok"] = field(default_factory=list)
    x: float = 0
    y: float = 0


@dataclass(eq=False)
class _Knoop:
    """A block with what the algorithm keeps of it: `w` and `bottom` include the room around the block."""

    blok: Blok
    w: float
    bottom: float
    c: list["_Knoop"] = field(default_factory=list)
    prelim: float = 0
    mod: float = 0
    shift: float = 0
    change: float = 0
    # threads to the next of the left and right contour; the outermost nodes and the sums of modifiers there
    tl: "_Knoop | None" = None
    tr: "_Knoop | None" = None
    el: "_Knoop" = field(init=False)
    er: "_Knoop" = field(init=False)
    msel: float = 0
    mser: float = 0

    def __post_init__(self) -> None:
        self.el = self.er = self


# The left siblings that may stand against what comes next, the nearest first: (its lowest bottom, its index), rest.
_Linkerburen = tuple[float, int, "_Linkerburen | None"]


def leg_uit(wortel: Blok, *, tussen: float, onder: float) -> tuple[float, float]:
    """Set `x` and `y` of every block of the tree, from (0, 0); return the width and the height of the whole.

    Blocks stay `tussen` apart beside each other. The blocks of one level begin at one height, `onder` below the
    lowest block of the level above that has something below it.
    """
    niveaus = _niveaus(wortel)
    hoogte = 0.0
    for niveau in niveaus:
        for blok in niveau:
            blok.y = hoogte
        hoogte += max((blok.hoogte for blok in niveau if blok.kinderen), default=0) + onder
    knopen = {id(blok): _Knoop(blok, blok.breedte + tussen, blok.y + blok.hoogte) for rij in niveaus for blok in rij}
    van_boven = [knopen[id(blok)] for rij in niveaus for blok in rij]
    for knoop in van_boven:
        knoop.c = [knopen[id(kind)] for kind in knoop.blok.kinderen]
        if knoop.c:  # nothing may come between a block and what is below it
            knoop.bottom = knoop.c[0].blok.y
    for knoop in reversed(van_boven):
        _eerste_gang(knoop)
    _tweede_gang(van_boven[0])
    links = min(knoop.blok.x for knoop in van_boven)
    for knoop in van_boven:
        knoop.blok.x -= links
    return (
        max(knoop.blok.x + knoop.blok.breedte for knoop in van_boven),
        max(knoop.blok.y + knoop.blok.hoogte for knoop in van_boven),
    )


def _niveaus(wortel: Blok) -> Sequence[list[Blok]]:
    niveaus = [[wortel]]
    while volgend := [kind for blok in niveaus[-1] for kind in blok.kinderen]:
        niveaus.append(volgend)
    return niveaus


def _eerste_gang(t: _Knoop) -> None:
    """Set the children of `t` apart, which are done themselves, and `t` above their middle."""
    if not t.c:
        return
    buren: _Linkerburen | None = _buren(t.c[0].el.bottom, 0, None)
    for i in range(1, len(t.c)):
        laagste = t.c[i].er.bottom
        _scheid(t, i, buren)
        buren = _buren(laagste, i, buren)
    eerste, laatste = t.c[0], t.c[-1]
    t.prelim = (eerste.prelim + eerste.mod + laatste.mod + laatste.prelim + laatste.w) / 2 - t.w / 2
    t.el, t.msel = eerste.el, eerste.msel
    t.er, t.mser = laatste.er, laatste.mser


def _buren(laagste: float, i: int, buren: _Linkerburen | None) -> _Linkerburen:
    while buren is not None and laagste >= buren[0]:
        buren = buren[2]
    return laagste, i, buren


def _scheid(t: _Knoop, i: int, buren: _Linkerburen | None) -> None:
    """Move child `i` to the right until its left contour is clear of the right contour of its left siblings."""
    rechts: _Knoop | None = t.c[i - 1]
    links: _Knoop | None = t.c[i]
    mod_rechts, mod_links = t.c[i - 1].mod, t.c[i].mod
    while rechts is not None and links is not None:
        while buren is not None and buren[2] is not None and rechts.bottom > buren[0]:
            buren = buren[2]
        overlap = (mod_rechts + rechts.prelim + rechts.w) - (mod_links + links.prelim)
        if overlap > 0:
            mod_links += overlap
            _verschuif(t, i, buren[1] if buren else i - 1, overlap)
        tot_rechts, tot_links = rechts.bottom, links.bottom
        if tot_rechts <= tot_links:
            rechts = rechts.c[-1] if rechts.c else rechts.tr
            mod_rechts += rechts.mod if rechts else 0
        if tot_rechts >= tot_links:
            links = links.c[0] if links.c else links.tl
            mod_links += links.mod if links else 0
    if rechts is None and links is not None:
        _draad_links(t, i, links, mod_links)
    elif rechts is not None and links is None:
        _draad_rechts(t, i, rechts, mod_rechts)


def _verschuif(t: _Knoop, i: int, van: int, afstand: float) -> None:
    """Move child `i`, and divide the room that arises evenly over the children between it and child `van`."""
    kind = t.c[i]
    kind.mod += afstand
    kind.msel += afstand
    kind.mser += afstand
    if van != i - 1:
        deel = afstand / (i - van)
        t.c[van + 1].shift += deel
        kind.shift -= deel
        kind.change -= afstand - deel


def _draad_links(t: _Knoop, i: int, naar: _Knoop, mod: float) -> None:
    uiterste = t.c[0].el
    uiterste.tl = naar
    verschil = (mod - naar.mod) - t.c[0].msel
    uiterste.mod += verschil
    uiterste.prelim -= verschil
    t.c[0].el, t.c[0].msel = t.c[i].el, t.c[i].msel


def _draad_rechts(t: _Knoop, i: int, naar: _Knoop, mod: float) -> None:
    uiterste = t.c[i].er
    uiterste.tr = naar
    verschil = (mod - naar.mod) - t.c[i].mser
    uiterste.mod += verschil
    uiterste.prelim -= verschil
    t.c[i].er, t.c[i].mser = t.c[i - 1].er, t.c[i - 1].mser


def _tweede_gang(wortel: _Knoop) -> None:
    """Add the modifiers up from the top, so that every block has its own place."""
    stapel: list[tuple[_Knoop, float]] = [(wortel, 0)]
    while stapel:
        t, som = stapel.pop()
        som += t.mod
        t.blok.x = t.prelim + som
        afstand = verschoven = 0.0
        for kind in t.c:
            afstand += kind.shift
            verschoven += afstand + kind.change
            kind.mod += verschoven
        stapel += [(kind, som) for kind in t.c]
