"""The whole life of one unit: periods in which nothing about it changed, and its family across structures."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from enschede_org.kern.datums import toon_datum
from enschede_org.kern.moment import Moment
from enschede_org.kern.rechten import OPENBAAR, Zichtbaar
from organisatie.models import Eenheid
from organisatie.queries.eenheden import OPVOLGING, Levensfase, leven_van
from organisatie.queries.gemeenschappelijk import Bronregel, Periode, eigen_gemeente, rijen, verschillend
from organisatie.queries.houders import Houder, houders
from organisatie.queries.structuren import structuurlijst
from organisatie.queries.twee_structuren import opvolgingen


@dataclass(frozen=True)
class Levensperiode:
    """A period in which name, place, portfolio and holders of a unit stay the same."""

    periode: Periode
    fase: Levensfase
    houders: list[Houder]

    @property
    def portefeuille(self) -> str:
        """The portfolio that answers for it; nothing for a portfolio itself."""
        fase = self.fase
        return fase.portefeuille.naam if fase.portefeuille and not fase.plaats.is_portefeuille else ""


@dataclass(frozen=True)
class Verwant:
    """A predecessor or successor, `diepte` steps away in that direction, with the step that leads to it."""

    diepte: int
    code: str
    naam: str
    soort: str
    wanneer: str
    te_zien_op: date
    toelichting: str


@dataclass(frozen=True)
class Leven:
    """A unit's life from old to new; `einde` is when it left the organisation, without a successor: nobody says how."""

    code: str
    naam: str
    perioden: list[Levensperiode]
    herkomst: list[Verwant]
    vervolg: list[Verwant]
    einde: str
    bronnen: list[Bronregel]


def leven(code: str, moment: Moment, *, zichtbaar: Zichtbaar = OPENBAAR) -> Leven | None:
    """Return the life of a unit; None when no structure that the reader may see ever held it. Five queries.

    Only structures that were adopted count: a draft holds at no time.
    """
    op = moment.beschikbaar_op
    gevonden = rijen(Eenheid, ("id", "code", "naam"), op, code=code, **eigen_gemeente())
    fasen = leven_van(gevonden[0]["id"], structuurlijst(op, zichtbaar=zichtbaar), op) if gevonden else []
    if not fasen:
        return None
    eenheid_id = gevonden[0]["id"]
    bezetting = houders(op, eenheid_id=eenheid_id)
    alle = opvolgingen(op, zichtbaar=zichtbaar)
    geldig = [fase for fase in fasen if fase.structuur.is_vastgesteld]
    # A name that is adopted for later does not hold yet.
    begonnen = [fase for fase in geldig if fase.structuur.periode.van <= moment.geldig_op]
    vervolg = _familie(eenheid_id, alle, omhoog=False)
    bronnen = [*(fase.plaats.bron or fase.structuur.bron for fase in geldig), *(houder.bron for houder in bezetting)]
    return Leven(
        code=code,
        naam=(begonnen or geldig or fasen)[-1].plaats.naam,
        perioden=_perioden(geldig, bezetting),
        herkomst=_familie(eenheid_id, alle, omhoog=True),
        vervolg=vervolg,
        einde="" if vervolg or not geldig else geldig[-1].structuur.periode.einde,
        bronnen=verschillend(bronnen),
    )


def _perioden(fasen: list[Levensfase], bezetting: list[Houder]) -> list[Levensperiode]:
    """Cut the phases where a holder comes or goes; each cut is as precise as the date behind it."""
    precies: dict[date, bool] = {}
    for periode in (*(h.periode for h in bezetting), *(fase.structuur.periode for fase in fasen)):
        precies[periode.van] = periode.bij_benadering
        if periode.tot:
            anders = periode.tot_bij_benadering
            precies.setdefault(periode.tot, periode.bij_benadering if anders is None else anders)
    perioden: list[Levensperiode] = []
    for fase in fasen:
        heel = fase.structuur.periode
        knippen = [heel.van, *(dag for dag in sorted(precies) if dag > heel.van and heel.geldt_op(dag))]
        for van, tot in zip(knippen, [*knippen[1:], heel.tot], strict=True):
            aanwezig = [houder for houder in bezetting if houder.periode.geldt_op(van)]
            tot_ongeveer = precies.get(tot) if tot else None
            perioden.append(Levensperiode(Periode(van, tot, precies[van], tot_ongeveer), fase, aanwezig))
    return perioden


def _familie(eenheid_id: int, alle: list[dict[str, Any]], *, omhoog: bool) -> list[Verwant]:
    """Follow successions back (`omhoog`) or on, through all steps; each unit is followed once."""
    hier, daar = ("naar", "van") if omhoog else ("van", "naar")
    per_eenheid: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for rij in alle:
        per_eenheid[rij[f"{hier}_id"]].append(rij)
    gevonden: list[Verwant] = []
    gevolgd = {eenheid_id}
    stapel = [(0, rij) for rij in reversed(per_eenheid[eenheid_id])]
    while stapel:
        diepte, rij = stapel.pop()
        gevonden.append(
            Verwant(
                diepte=diepte,
                code=rij[f"{daar}__code"],
                naam=rij[f"{daar}__naam"],
                soort=OPVOLGING[rij["soort"]],
                wanneer=toon_datum(rij["datum"], rij["bij_benadering"]),
                te_zien_op=rij["datum"] - timedelta(days=1) if omhoog else rij["datum"],
                toelichting=rij["toelichting"],
            )
        )
        volgende = rij[f"{daar}_id"]
        if volgende not in gevolgd:
            gevolgd.add(volgende)
            stapel += [(diepte + 1, verder) for verder in reversed(per_eenheid.get(volgende, []))]
    return gevonden
