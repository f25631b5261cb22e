"""What the drawn organogram shows: one branch of the structure of a date, with its leaders and its assignments."""

from dataclasses import dataclass
from enum import StrEnum

from enschede_org.kern.moment import Moment, OnjuisteVraag
from organisatie.queries.gemeenschappelijk import Bronregel, verschillend
from organisatie.queries.houders import Houder, houders, per_eenheid
from organisatie.queries.lijnen import Opdrachtbeeld, opdrachtlijst
from organisatie.queries.structuren import Plaats, Structuur, boom_van, structuur_op, structuurlijst


class Lijnkeuze(StrEnum):
    """Which line of responsibility is drawn: who leads the units, who has the assignments, or one over the other."""

    HIERARCHISCH = "hierarchisch"
    INHOUDELIJK = "inhoudelijk"
    BEIDE = "beide"


@dataclass(frozen=True)
class Tekening:
    """A branch of the structure that holds on a date, in reading order; the first place is its top.

    `structuur` is None when none holds; `plaatsen` is empty when the branch that was asked for isn't in it.
    `boven` are the units above a branch, from below the top of the structure down.
    `opdrachten` are by the id of the unit whose portfolio they are in; `buiten_beeld` are those whose portfolio is no
    part of this structure, or that have none.
    """

    structuren: list[Structuur]
    structuur: Structuur | None
    lijn: Lijnkeuze
    is_tak: bool
    plaatsen: list[Plaats]
    boven: list[Plaats]
    namen: dict[int, str]
    houders: dict[int, list[Houder]]
    opdrachten: dict[int, list[Opdrachtbeeld]]
    buiten_beeld: list[Opdrachtbeeld]
    bronnen: list[Bronregel]


def lees_lijn(tekst: str) -> Lijnkeuze:
    """Read `?lijn=`; nothing means the hierarchical line. Raises `OnjuisteVraag` with a Dutch text."""
    try:
        return Lijnkeuze(tekst or Lijnkeuze.HIERARCHISCH)
    except ValueError:
        keuzes = ", ".join(Lijnkeuze)
        raise OnjuisteVraag(f"“{tekst[:40]}” is geen lijn. Kies een van deze: {keuzes}.") from None


def tekening(moment: Moment, lijn: Lijnkeuze, onder: str) -> Tekening:
    """Return what is drawn of the organisation on the date, below the unit `onder` (all of it when that is empty).

    Three queries (structures, units, holders), and one for the assignments where the substantive line is drawn.
    """
    op, datum = moment.beschikbaar_op, moment.geldig_op
    structuren = structuurlijst(op)
    structuur = structuur_op(structuren, datum)
    if structuur is None:
        return Tekening(structuren, None, lijn, bool(onder), [], [], {}, {}, {}, [], [])
    alle = boom_van(structuur, op)
    plaatsen = _tak(alle, onder) if onder else alle
    opdrachten: dict[int, list[Opdrachtbeeld]] = {}
    elders: list[Opdrachtbeeld] = []
    if lijn != Lijnkeuze.HIERARCHISCH:
        aanwezig = {plaats.eenheid_id for plaats in alle}
        for opdracht in opdrachtlijst(op, geldig_op=datum):
            if opdracht.eenheid_id in aanwezig:
                opdrachten.setdefault(opdracht.eenheid_id or 0, []).append(opdracht)
            else:
                elders.append(opdracht)
    if lijn == Lijnkeuze.INHOUDELIJK:
        plaatsen = _met_opdrachten(plaatsen, set(opdrachten))
    bezet = per_eenheid(houders(op, geldig_op=datum))
    getoond = {plaats.eenheid_id for plaats in plaatsen}
    return Tekening(
        structuren=structuren,
        structuur=structuur,
        lijn=lijn,
        is_tak=bool(onder),
        plaatsen=plaatsen,
        boven=_boven(alle, plaatsen[0]) if plaatsen else [],
        namen={plaats.id: plaats.naam for plaats in alle},
        houders=bezet,
        opdrachten=opdrachten,
        buiten_beeld=elders,
        bronnen=verschillend(
            [
                structuur.bron,
                *(houder.bron for eenheid_id, wie in bezet.items() if eenheid_id in getoond for houder in wie),
                *(o.bron for eenheid_id, deze in opdrachten.items() if eenheid_id in getoond for o in deze),
                *(opdracht.bron for opdracht in elders),
            ]
        ),
    )


def _tak(plaatsen: list[Plaats], code: str) -> list[Plaats]:
    """Return a unit with everything below it: places come after the one that they fall under."""
    binnen: set[int] = set()
    for plaats in plaatsen:
        if plaats.code == code or plaats.ouder_id in binnen:
            binnen.add(plaats.id)
    return [plaats for plaats in plaatsen if plaats.id in binnen]


def _boven(alle: list[Plaats], top: Plaats) -> list[Plaats]:
    """Return what stands above a place, without the top of the structure."""
    per_id = {plaats.id: plaats for plaats in alle}
    keten: list[Plaats] = []
    hoger = per_id.get(top.ouder_id or 0)
    while hoger is not None and hoger.ouder_id is not None:
        keten.insert(0, hoger)
        hoger = per_id[hoger.ouder_id]
    return keten


def _met_opdrachten(plaatsen: list[Plaats], eenheden: set[int]) -> list[Plaats]:
    """Keep portfolios, units that have assignments, and what stands above them; the top always stays."""
    blijft: set[int | None] = {plaatsen[0].id} if plaatsen else set()
    for plaats in reversed(plaatsen):
        if plaats.id in blijft or plaats.is_portefeuille or plaats.eenheid_id in eenheden:
            blijft |= {plaats.id, plaats.ouder_id}
    return [plaats for plaats in plaatsen if plaats.id in blijft]
