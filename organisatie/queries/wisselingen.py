"""Larger changes of holders: who came at the level of the directie, for the timeline."""

from collections import defaultdict
from dataclasses import dataclass

from enschede_org.kern.moment import Moment
from organisatie.models import Onderdeel
from organisatie.queries.gemeenschappelijk import Periode
from organisatie.queries.houders import Houder, houders
from organisatie.queries.structuren import Structuur


@dataclass(frozen=True)
class Wisseling:
    """On one day somebody came in a function of the directie, or the seat fell vacant."""

    begin: Periode
    tekst: str


def wisselingen(structuur: Structuur | None, moment: Moment) -> list[Wisseling]:
    """Return the changes at the level of the directie within the time of `structuur`, from old to new. One query.

    That level is a portfolio and the part that portfolios fall under. The first day of a structure is a step of its
    own; a source that stops naming somebody says nothing about when they left, so that is no change.
    """
    if structuur is None:
        return []
    portefeuilles = Onderdeel.objects.filter(versie_id=structuur.id, soort__is_portefeuille=True).order_by()
    directie = portefeuilles.values_list("eenheid_id", flat=True).union(
        portefeuilles.values_list("parent__eenheid_id", flat=True)
    )
    per_dag: dict[Periode, list[Houder]] = defaultdict(list)
    for houder in houders(moment.beschikbaar_op, eenheid_id__in=directie):
        begin = houder.periode.van
        bekend = houder.persoon or houder.is_vacature
        if bekend and not houder.is_bestuurlijk and begin > structuur.geldig_van and structuur.periode.geldt_op(begin):
            per_dag[Periode(begin, None, houder.periode.bij_benadering)].append(houder)
    return [Wisseling(begin, _tekst(groep)) for begin, groep in sorted(per_dag.items(), key=lambda dag: dag[0].van)]


def _tekst(groep: list[Houder]) -> str:
    """Say who came; of many on one day only how many, because a step on the timeline is small."""
    if len(groep) > 2:
        return f"{len(groep)} wisselingen in de directie"
    return ", ".join(f"{houder.functie}: {houder.wie}" for houder in groep)
