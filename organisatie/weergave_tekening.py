"""Rows to a drawing: which boxes there are, what stands in them, and where. SVG and PDF draw the same boxes."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

from django.utils.formats import date_format

from enschede_org.kern.moment import Moment
from enschede_org.kern.regelval import breek
from enschede_org.kern.tekenboom import Blok, leg_uit
from organisatie.queries.houders import Houder
from organisatie.queries.lijnen import Opdrachtbeeld, per_soort
from organisatie.queries.structuren import Plaats
from organisatie.queries.tekening import Lijnkeuze, Tekening

# Of a drawing of at most this many units everything is drawn (to three levels below its top), of a larger one two.
VOLUIT_TOT = 60
# As many columns fit beside each other on a wide screen; what is deeper hangs below its column.
KOLOMMEN = 8
BREEDTE, TUSSEN, ONDER, HANG, INSPRING, RAND = 196, 14, 34, 8, 14, 8
# Letter size and line height per kind of line, in pixels.
LETTERS = {"naam": (12.5, 16), "soort": (11.0, 14), "wie": (11.0, 14)}
# With both lines, so many assignments of a kind stand in a box; the rest is counted.
OPDRACHTEN_KORT = 3
LIJNEN = {
    Lijnkeuze.HIERARCHISCH: "onderdelen en wie ze leidt (hiërarchische lijn)",
    Lijnkeuze.INHOUDELIJK: "portefeuilles en hun opdrachten (inhoudelijke lijn)",
    Lijnkeuze.BEIDE: "onderdelen en wie ze leidt, met de opdrachten (beide lijnen)",
}
MEERVOUD = {
    "concernopdracht": "Concernopdrachten",
    "bestuursopdracht": "Bestuursopdrachten",
    "opdrachtgeverschap": "Opdrachtgever voor",
    "netwerk": "Netwerken",
}


@dataclass(eq=False)
class Vak:
    """A box. `vorm` is onderdeel, portefeuille, opdracht (those of one kind) or meer (what was folded away).

    `code` is that of the unit it is about; empty for assignments of a unit that is no portfolio.
    """

    vorm: str
    code: str
    stukken: list[tuple[str, str]]  # (kind of line, text)
    titel: str
    kinderen: list["Vak"] = field(default_factory=list)
    x: float = 0
    y: float = 0
    breedte: float = BREEDTE

    @cached_property
    def regels(self) -> list[tuple[str, str]]:
        """Return the lines as (kind, text), broken to the width that the box has got."""
        ruimte = self.breedte - 2 * RAND
        return [(soort, regel) for soort, tekst in self.stukken for regel in breek(tekst, LETTERS[soort][0], ruimte)]

    @property
    def hoogte(self) -> float:
        """Return how high the box is with its lines."""
        return sum(LETTERS[soort][1] for soort, _ in self.regels) + 2 * RAND - 2


@dataclass(frozen=True)
class Streep:
    """A line between boxes, from corner to corner."""

    punten: list[tuple[float, float]]
    gestippeld: bool


@dataclass(frozen=True)
class Plaat:
    """The whole drawing, in pixels."""

    breedte: float
    hoogte: float
    vakken: list[Vak]
    strepen: list[Streep]


def teken(beeld: Tekening) -> Plaat:
    """Lay out the boxes of a drawing that has at least one place: columns side by side, and what hangs below them."""
    wortel = _boom(beeld)
    diepte = _diepte_in_kolommen(wortel)
    plaatser = _Plaatser(diepte)
    top = plaatser.blok(wortel, 0)
    breedte, hoogte = leg_uit(top, tussen=TUSSEN, onder=ONDER)
    plaatser.zet()
    vakken = list(_alle(wortel))
    return Plaat(breedte, hoogte, vakken, plaatser.strepen(wortel, 0))


def bijschrift(beeld: Tekening, moment: Moment) -> tuple[str, str]:
    """Return the title of a drawing, and a sentence on what it shows: the structure, the date, the line, the source."""
    structuur = beeld.structuur
    delen = [f"Stand op {date_format(moment.geldig_op, 'j F Y')}", LIJNEN[beeld.lijn]]
    if moment.beschikbaar_op:
        delen.append(f"zoals bekend op {date_format(moment.beschikbaar_op, 'j F Y, H:i')} uur")
    opdrachten = "" if beeld.lijn == Lijnkeuze.HIERARCHISCH else ", stippelrand: opdrachten"
    delen.append(f"dikke rand: portefeuille{opdrachten}")
    if structuur and structuur.bron:
        delen.append(f"bron: {structuur.bron.titel}")
    naam = f"{structuur.naam} ({structuur.periode})" if structuur else ""
    titel = f"{beeld.plaatsen[0].naam}, {naam}" if beeld.plaatsen else naam
    return titel, "; ".join(delen) + "."


def _boom(beeld: Tekening) -> Vak:
    """Make the boxes of the units, fold away what is too deep, and hang the assignments below their portfolio."""
    kinderen: dict[int | None, list[Plaats]] = defaultdict(list)
    for plaats in beeld.plaatsen:
        kinderen[plaats.ouder_id].append(plaats)
    aantal = _aantallen(beeld.plaatsen)
    niveaus = 3 if len(beeld.plaatsen) <= VOLUIT_TOT else 2

    def vak(plaats: Plaats, niveau: int) -> Vak:
        dit = _onderdeel(beeld, plaats)
        dit.kinderen = _opdrachten(beeld, plaats)
        if niveau < niveaus:
            dit.kinderen += [vak(kind, niveau + 1) for kind in kinderen[plaats.id]]
        elif aantal[plaats.id]:
            tekst = f"+ {aantal[plaats.id]} {'onderdeel' if aantal[plaats.id] == 1 else 'onderdelen'}"
            dit.kinderen.append(Vak("meer", plaats.code, [("wie", tekst)], f"{tekst} van {plaats.naam}"))
        return dit

    return vak(beeld.plaatsen[0], 0)


def _aantallen(plaatsen: list[Plaats]) -> dict[int, int]:
    """Count everything below each place."""
    aantal: dict[int, int] = defaultdict(int)
    for plaats in reversed(plaatsen):
        if plaats.ouder_id is not None:
            aantal[plaats.ouder_id] += aantal[plaats.id] + 1
    return aantal


def _onderdeel(beeld: Tekening, plaats: Plaats) -> Vak:
    soort = plaats.soort
    if plaats.portefeuille_id and plaats.portefeuille_van == plaats.id and not plaats.is_portefeuille:
        soort += f" · portefeuille {beeld.namen[plaats.portefeuille_id]}"
    wie = [_bezetting(functie, list(groep)) for functie, groep in _per_functie(beeld.houders.get(plaats.eenheid_id))]
    stukken = [("naam", plaats.naam), ("soort", soort), *(("wie", tekst) for tekst in wie)]
    vorm = "portefeuille" if plaats.is_portefeuille else "onderdeel"
    return Vak(vorm, plaats.code, stukken, ". ".join([plaats.naam, soort, *wie]))


def _per_functie(houders: list[Houder] | None) -> Iterable[tuple[str, Iterable[Houder]]]:
    return groupby(houders or [], lambda houder: houder.functie)


def _bezetting(functie: str, houders: list[Houder]) -> str:
    namen = [houder.wie.removesuffix(" in de bron") + (" (a.i.)" if houder.waarnemend else "") for houder in houders]
    return f"{functie}: {', '.join(namen)}"


def _opdrachten(beeld: Tekening, plaats: Plaats) -> list[Vak]:
    """Return a box per kind of assignment in a portfolio."""
    return [
        _opdrachtvak(beeld.lijn, plaats, soort, groep)
        for soort, groep in per_soort(beeld.opdrachten.get(plaats.eenheid_id, [])).items()
    ]


def _opdrachtvak(lijn: Lijnkeuze, plaats: Plaats, soort: str, groep: list[Opdrachtbeeld]) -> Vak:
    namen = [opdracht.naam for opdracht in groep]
    getoond = namen
    if lijn == Lijnkeuze.BEIDE and len(namen) > OPDRACHTEN_KORT + 1:
        getoond = [*namen[:OPDRACHTEN_KORT], f"en {len(namen) - OPDRACHTEN_KORT} andere"]
    stukken = [("soort", MEERVOUD[soort]), *(("wie", f"• {naam}") for naam in getoond)]
    code = plaats.code if plaats.is_portefeuille else ""
    return Vak("opdracht", code, stukken, f"{MEERVOUD[soort]} van {plaats.naam}: {'; '.join(namen)}")


def _alle(vak: Vak) -> Iterable[Vak]:
    yield vak
    for kind in vak.kinderen:
        yield from _alle(kind)


def _diepte_in_kolommen(wortel: Vak) -> int:
    """Return down to which level boxes stand side by side: at least the first, and as deep as the columns allow."""
    diepte, niveau = 0, [wortel]
    while any(_spreidbaar(vak) for vak in niveau):
        volgend = [kind for vak in niveau for kind in (vak.kinderen if _spreidbaar(vak) else [vak])]
        if diepte and len(volgend) > KOLOMMEN:
            break
        diepte, niveau = diepte + 1, volgend
    return diepte


def _spreidbaar(vak: Vak) -> bool:
    """Say whether what is below a box may stand in columns: units only, and not a single list without branches."""
    return bool(vak.kinderen) and all(kind.vorm in ("onderdeel", "portefeuille") for kind in vak.kinderen)


class _Plaatser:
    """Turns boxes into blocks for the tidy tree, and blocks back into places of boxes and lines between them."""

    def __init__(self, diepte: int) -> None:
        self.diepte = diepte
        self.blokken: list[tuple[Blok, list[Vak]]] = []

    def _gespreid(self, vak: Vak, niveau: int) -> bool:
        return niveau < self.diepte and _spreidbaar(vak)

    def blok(self, vak: Vak, niveau: int) -> Blok:
        """Return a box with what hangs below it as one block, and the blocks of the columns below it."""
        rij = [vak] if self._gespreid(vak, niveau) else list(self._hangend(vak, 0))
        hoogte = sum(deel.hoogte for deel in rij) + HANG * (len(rij) - 1)
        dit = Blok(BREEDTE, hoogte)
        self.blokken.append((dit, rij))
        if self._gespreid(vak, niveau):
            dit.kinderen = [self.blok(kind, niveau + 1) for kind in vak.kinderen]
        return dit

    def _hangend(self, vak: Vak, inspring: float) -> Iterable[Vak]:
        vak.x, vak.breedte = inspring, BREEDTE - inspring
        yield vak
        for kind in vak.kinderen:
            yield from self._hangend(kind, inspring + INSPRING)

    def zet(self) -> None:
        """Give every box its place on the drawing, now that the blocks have theirs."""
        for blok, rij in self.blokken:
            y = blok.y
            for vak in rij:
                vak.x, vak.y = blok.x + vak.x, y
                y += vak.hoogte + HANG

    def strepen(self, vak: Vak, niveau: int) -> list[Streep]:
        """Return the lines from a box down to what is below it, and so on."""
        strepen: list[Streep] = []
        for kind in vak.kinderen:
            gestippeld = kind.vorm == "opdracht"
            if self._gespreid(vak, niveau):
                halverwege = kind.y - ONDER / 2
                van, naar = vak.x + vak.breedte / 2, kind.x + kind.breedte / 2
                punten = [(van, vak.y + vak.hoogte), (van, halverwege), (naar, halverwege), (naar, kind.y)]
            else:
                midden = kind.y + min(kind.hoogte, 36) / 2
                punten = [(vak.x + 6, vak.y + vak.hoogte), (vak.x + 6, midden), (kind.x, midden)]
            strepen.append(Streep(punten, gestippeld))
            strepen += self.strepen(kind, niveau + 1)
        return strepen
