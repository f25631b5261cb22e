"""Who answers for a unit on a date, and the line up to them; the rooms above answer alike for posts and goals."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from enschede_org.kern.datums import toon_datum
from enschede_org.kern.moment import Moment
from enschede_org.kern.rechten import OPENBAAR, Zichtbaar
from organisatie.queries.gemeenschappelijk import Bronregel, verschillend
from organisatie.queries.houders import Houder, houders, per_eenheid, van_bekende_eenheden
from organisatie.queries.structuren import Plaats, boom_van, structuur_op, structuurlijst

DIRECTEUR, PORTEFEUILLEHOUDER = "Directeur", "Portefeuillehouder"
GEEN_DIRECTEUR = "De bronnen noemen geen directeur"
GEEN_PORTEFEUILLEHOUDER = "De bronnen noemen geen portefeuillehouder"


@dataclass(frozen=True)
class Naam:
    """Somebody in the answer, or an empty seat: as what (`functie`, of which unit), and what else there is to say."""

    wie: str
    persoon_code: str | None = None
    is_vacature: bool = False
    waarnemend: bool = False
    functie: str = ""
    functie_code: str = ""
    eenheid: str = ""
    eenheid_code: str = ""
    toelichting: str = ""


@dataclass(frozen=True)
class Rol:
    """One answer: as what, who, and what to say when that is nobody."""

    naam: str
    namen: list[Naam]
    niemand: str


@dataclass(frozen=True)
class Stap:
    """A step of the line: a unit, a portfolio, a goal or a programme.

    `adres` is the name of its page and what is in the address; `uitleg` says why the line goes by here.
    """

    soort: str
    naam: str
    adres: tuple[str, ...]
    namen: list[Naam]
    uitleg: str = ""


@dataclass(frozen=True)
class Antwoord:
    """Who answers for something, and the line from it up to them, the nearest first."""

    rollen: list[Rol]
    stappen: list[Stap]
    bronnen: list[Bronregel]


@dataclass(frozen=True)
class Positie:
    """Where a unit stands: the parts above it (the nearest first), and the portfolio that answers for it."""

    plaats: Plaats
    boven: Sequence[Plaats]
    portefeuille: Plaats | None
    portefeuille_van: Plaats | None

    @property
    def lijn(self) -> list[Plaats]:
        """The line up: to the part whose portfolio was set, then that portfolio, then the parts above."""
        omhoog = [self.plaats, *self.boven]
        if self.portefeuille and self.portefeuille_van and self.portefeuille not in omhoog:
            omhoog.insert(omhoog.index(self.portefeuille_van) + 1, self.portefeuille)
        return omhoog


def van_eenheid(code: str, moment: Moment) -> Antwoord | None:
    """Return who answers for a unit on the date; None when it isn't in the structure that holds then. Three queries."""
    op = moment.beschikbaar_op
    structuur = structuur_op(structuurlijst(op), moment.geldig_op)
    plaatsen = boom_van(structuur, op) if structuur else []
    per_id = {plaats.id: plaats for plaats in plaatsen}
    plaats = next((plaats for plaats in plaatsen if plaats.code == code), None)
    if plaats is None:
        return None
    boven = []
    ouder = per_id.get(plaats.ouder_id or 0)
    while ouder is not None:
        boven.append(ouder)
        ouder = per_id.get(ouder.ouder_id or 0)
    positie = Positie(plaats, boven, per_id.get(plaats.portefeuille_id or 0), per_id.get(plaats.portefeuille_van or 0))
    return beantwoord(positie, houders(op, geldig_op=moment.geldig_op))


def namen_op(moment: Moment) -> list[Plaats]:
    """Return the units of the structure that holds on the date, to search in. Two queries."""
    structuur = structuur_op(structuurlijst(moment.beschikbaar_op), moment.geldig_op)
    return boom_van(structuur, moment.beschikbaar_op) if structuur else []


def beantwoord(positie: Positie, bezetting: list[Houder]) -> Antwoord:
    """Return who answers for a unit where it stands, among those who hold a function on the date."""
    leiders = per_eenheid(houder for houder in bezetting if leidt(houder))
    bestuur = per_eenheid(houder for houder in bezetting if houder.is_bestuurlijk)
    top = [houder for houder in bezetting if houder.is_eindverantwoordelijk]
    stappen, verantwoordelijk = _stappen(positie, leiders, top)
    directie = leiders.get(positie.portefeuille.eenheid_id, []) if positie.portefeuille else top
    waarom = "" if positie.portefeuille else "de bron wijst geen portefeuille aan"
    hier = [plaats for plaats in positie.lijn if plaats.ouder_id is not None or plaats == positie.plaats]
    college = [houder for plaats in hier for houder in bestuur.get(plaats.eenheid_id, []) if houder.is_leidend]
    gebruikt = [*verantwoordelijk, *directie, *college]
    return Antwoord(
        rollen=[
            Rol(
                "Verantwoordelijk",
                namen(verantwoordelijk, positie.plaats.code),
                "De bronnen noemen geen functie die dit onderdeel leidt",
            ),
            Rol(
                DIRECTEUR,
                [replace(naam, toelichting=waarom) for naam in namen(directie, positie.plaats.code)],
                f"De bronnen noemen niet wie de portefeuille {positie.portefeuille.naam} heeft"
                if positie.portefeuille
                else GEEN_DIRECTEUR,
            ),
            Rol(PORTEFEUILLEHOUDER, namen(college, positie.plaats.code), GEEN_PORTEFEUILLEHOUDER),
        ],
        stappen=stappen,
        bronnen=verschillend(houder.bron for houder in gebruikt),
    )


def _stappen(positie: Positie, leiders: dict[int, list[Houder]], top: list[Houder]) -> tuple[list[Stap], list[Houder]]:
    """Return the steps that say something, and who leads the first part that is led.

    The line ends with who answers for the whole organisation, also when they stand beside it.
    """
    stappen: list[Stap] = []
    verantwoordelijk: list[Houder] = []
    for plaats in positie.lijn:
        wie = leiders.get(plaats.eenheid_id, [])
        verantwoordelijk = verantwoordelijk or wie
        if wie or plaats in (positie.plaats, positie.portefeuille, positie.portefeuille_van):
            stappen.append(_stap(positie, plaats, wie))
        if any(houder.is_eindverantwoordelijk for houder in wie):
            return stappen, verantwoordelijk
    if top:
        adres = ("organisatie:eenheid", top[0].eenheid_code)
        stappen.append(Stap("Eindverantwoordelijk", top[0].eenheid, adres, namen(top, top[0].eenheid_code)))
    return stappen, verantwoordelijk or top


def _stap(positie: Positie, plaats: Plaats, wie: list[Houder]) -> Stap:
    soort = "Portefeuille" if plaats == positie.portefeuille else plaats.soort.capitalize()
    uitleg = "hier is de portefeuille bepaald" if plaats == positie.portefeuille_van != positie.portefeuille else ""
    return Stap(
        soort,
        plaats.naam,
        ("organisatie:eenheid", plaats.code),
        namen(wie, plaats.code),
        uitleg if plaats != positie.plaats else "",
    )


def leidt(houder: Houder) -> bool:
    """Say whether this is a member of staff who leads the unit."""
    return houder.is_leidend and not houder.is_bestuurlijk


def namen(wie: Iterable[Houder], hier: str = "") -> list[Naam]:
    """Return holders as names; the unit is said unless it is `hier`, or the function is of the whole organisation."""
    return [
        Naam(
            wie=houder.wie,
            persoon_code=houder.persoon_code,
            is_vacature=houder.is_vacature,
            waarnemend=houder.waarnemend,
            functie=houder.functie,
            functie_code=houder.functie_code,
            eenheid="" if _van_hier(houder, hier) else houder.eenheid,
            eenheid_code="" if _van_hier(houder, hier) else houder.eenheid_code,
        )
        for houder in wie
    ]


def _van_hier(houder: Houder, hier: str) -> bool:
    return houder.eenheid_code == hier or houder.is_eindverantwoordelijk


def met_functie(
    personen: Iterable[tuple[str, str]], moment: Moment, zichtbaar: Zichtbaar = OPENBAAR
) -> dict[str, Naam]:
    """Return people (code, name) by code, each with what they hold on the date. One query; none for nobody."""
    wie = dict(personen)
    if not wie:
        return {}
    filters: dict[str, Any] = {"persoon__code__in": list(wie), **van_bekende_eenheden(zichtbaar)}
    gevonden = houders(moment.beschikbaar_op, geldig_op=moment.geldig_op, **filters)
    return {
        code: Naam(naam, code, toelichting=_functies([h for h in gevonden if h.persoon_code == code], moment.geldig_op))
        for code, naam in wie.items()
    }


def _functies(gevonden: list[Houder], datum: date) -> str:
    op = toon_datum(datum)
    if not gevonden:
        return f"op {op} is geen functie bekend"
    delen = [
        houder.functie + (" (a.i.)" if houder.waarnemend else "")
        if houder.is_eindverantwoordelijk
        else f"{houder.functie}{' (a.i.)' if houder.waarnemend else ''} van {houder.eenheid}"
        for houder in gevonden
    ]
    return f"op {op}: {', '.join(delen)}"


def samen(eerst: Antwoord, daarna: Antwoord) -> Antwoord:
    """Return two answers as one: the roles of both, and first the one line, then the other."""
    volgorde = list(dict.fromkeys(rol.naam for rol in (*daarna.rollen, *eerst.rollen)))
    rollen = []
    for naam in volgorde:
        gevonden = [rol for rol in (*eerst.rollen, *daarna.rollen) if rol.naam == naam]
        wie = list(dict.fromkeys(mens for rol in gevonden for mens in rol.namen))
        rollen.append(Rol(naam, wie, gevonden[0].niemand))
    return Antwoord(rollen, [*eerst.stappen, *daarna.stappen], verschillend([*eerst.bronnen, *daarna.bronnen]))
