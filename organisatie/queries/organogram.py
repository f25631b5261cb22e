"""The organisation on a date: the tree with its holders, and the same seen from the concerndirectie."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from enschede_org.kern.moment import Moment
from organisatie.queries.gemeenschappelijk import Bronregel, verschillend
from organisatie.queries.houders import Houder, houders, per_eenheid
from organisatie.queries.lijnen import (
    Gebeurtenisregel,
    Opdrachtbeeld,
    Tegenspraakbeeld,
    gebeurtenissen,
    opdrachtlijst,
    per_soort,
    tegenspraken,
)
from organisatie.queries.structuren import Plaats, Structuur, boom_van, structuur_op, structuurlijst


@dataclass(frozen=True)
class Organogram:
    """The structure that holds on a date, with what its tree shows and the events in its time.

    `structuur` is None when none holds.
    """

    structuren: list[Structuur]
    structuur: Structuur | None
    plaatsen: list[Plaats]
    houders: dict[int, list[Houder]]
    tegenspraken: dict[int, str]
    gebeurtenissen: list[Gebeurtenisregel]
    bronnen: list[Bronregel]

    @property
    def soorten(self) -> list[tuple[str, int]]:
        """The kinds of units in the tree, with how many there are."""
        return list(Counter(plaats.soort for plaats in self.plaatsen).items())


@dataclass(frozen=True)
class Lijnonderdeel:
    """A unit that a portfolio answers for, with the parts below it that take the portfolio over."""

    plaats: Plaats
    onderdelen: list[Plaats]


@dataclass(frozen=True)
class Portefeuille:
    """A member of the concerndirectie: the hierarchical line (units) and the substantive line (assignments)."""

    plaats: Plaats
    houders: list[Houder]
    eenheden: list[Lijnonderdeel]
    opdrachten: dict[str, list[Opdrachtbeeld]]


@dataclass(frozen=True)
class Portefeuilleverdeling:
    """The portfolios on a date, and members of a directie of whom no source says which portfolio they have.

    `structuur` is None when no structure holds then.
    """

    structuren: list[Structuur]
    structuur: Structuur | None
    portefeuilles: list[Portefeuille]
    andere_leden: list[tuple[Plaats, list[Houder]]]
    tegenspraken: list[Tegenspraakbeeld]
    bronnen: list[Bronregel]


def organogram(moment: Moment) -> Organogram:
    """Return the organisation on the date.

    Five queries: three for the tree (structures, units, holders), one for the disagreements and one for the events.
    """
    structuren = structuurlijst(moment.beschikbaar_op)
    return _beeld(structuren, structuur_op(structuren, moment.geldig_op), moment)


def organogram_van(structuur: Structuur, moment: Moment) -> Organogram:
    """Return the tree of a structure that doesn't hold, such as a draft, with who is there on its first day.

    Four queries.
    """
    return _beeld([structuur], structuur, Moment(structuur.geldig_van, moment.beschikbaar_op))


def _beeld(structuren: list[Structuur], structuur: Structuur | None, moment: Moment) -> Organogram:
    op = moment.beschikbaar_op
    plaatsen = boom_van(structuur, op) if structuur else []
    gevonden = houders(op, geldig_op=moment.geldig_op) if structuur else []
    aanwezig = {plaats.eenheid_id for plaats in plaatsen}
    getoond = [houder for houder in gevonden if houder.eenheid_id in aanwezig]
    return Organogram(
        structuren=structuren,
        structuur=structuur,
        plaatsen=plaatsen,
        houders=per_eenheid(getoond),
        tegenspraken={
            beeld.eenheid_id: beeld.code
            for beeld in tegenspraken(op)
            if beeld.eenheid_id and beeld.geldt_op(moment.geldig_op)
        },
        gebeurtenissen=[gebeurtenis for gebeurtenis in gebeurtenissen(op) if _in_de_tijd_van(gebeurtenis, structuur)],
        bronnen=verschillend([structuur.bron, *(houder.bron for houder in getoond)]) if structuur else [],
    )


def _in_de_tijd_van(gebeurtenis: Gebeurtenisregel, structuur: Structuur | None) -> bool:
    return structuur is not None and structuur.periode.geldt_op(gebeurtenis.periode.van)


def portefeuilles(moment: Moment) -> Portefeuilleverdeling:
    """Return per member of the concerndirectie what they answer for on the date. Five queries."""
    op = moment.beschikbaar_op
    structuren = structuurlijst(op)
    structuur = structuur_op(structuren, moment.geldig_op)
    if structuur is None:
        return Portefeuilleverdeling(structuren, None, [], [], [], [])
    plaatsen = boom_van(structuur, op)
    bezet = per_eenheid(houders(op, geldig_op=moment.geldig_op))
    opdrachten = opdrachtlijst(op, geldig_op=moment.geldig_op)
    lijn = _hierarchische_lijn(plaatsen)
    gevonden = [
        Portefeuille(
            plaats=plaats,
            houders=bezet.get(plaats.eenheid_id, []),
            eenheden=lijn[plaats.id],
            opdrachten=per_soort([opdracht for opdracht in opdrachten if opdracht.eenheid_id == plaats.eenheid_id]),
        )
        for plaats in plaatsen
        if plaats.is_portefeuille
    ]
    directies = {plaats.ouder_id for plaats in plaatsen if plaats.is_portefeuille}
    leden = [
        (plaats, [houder for houder in bezet.get(plaats.eenheid_id, []) if not houder.is_bestuurlijk])
        for plaats in plaatsen
        if plaats.id in directies
    ]
    getoond = [
        opdracht for portefeuille in gevonden for lijst in portefeuille.opdrachten.values() for opdracht in lijst
    ]
    bronnen = [structuur.bron, *(portefeuille.plaats.bron for portefeuille in gevonden), *(o.bron for o in getoond)]
    directie = directies | {plaats.id for plaats in plaatsen if plaats.is_portefeuille}
    over = {plaats.eenheid_id for plaats in plaatsen if plaats.id in directie}
    return Portefeuilleverdeling(
        structuren=structuren,
        structuur=structuur,
        portefeuilles=gevonden,
        andere_leden=[(plaats, wie) for plaats, wie in leden if wie],
        tegenspraken=[t for t in tegenspraken(op) if t.eenheid_id in over and t.geldt_op(moment.geldig_op)],
        bronnen=verschillend(bronnen),
    )


def _hierarchische_lijn(plaatsen: list[Plaats]) -> dict[int, list[Lijnonderdeel]]:
    """Return per portfolio the units that it answers for; parts that take it over stand under the unit that has it."""
    lijn: dict[int, list[Lijnonderdeel]] = defaultdict(list)
    drager: dict[int, Lijnonderdeel] = {}
    for plaats in plaatsen:
        if plaats.portefeuille_id is None or plaats.is_portefeuille:
            continue
        boven = drager.get(plaats.ouder_id or 0)
        if boven is not None and plaats.erft_portefeuille:
            boven.onderdelen.append(plaats)
            drager[plaats.id] = boven
            continue
        drager[plaats.id] = Lijnonderdeel(plaats, [])
        lijn[plaats.portefeuille_id].append(drager[plaats.id])
    return lijn
