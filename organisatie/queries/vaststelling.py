"""Whether a draft can be adopted, and what changes on the day that it begins."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from django.db.models import Q

from organisatie.models import Bewerking, Opvolging, Vervulling
from organisatie.queries.concept import Bewerkregel, Conceptbeeld, concept, geldend
from organisatie.queries.structuren import Structuur, structuurlijst


@dataclass(frozen=True)
class Stap:
    """What becomes of a unit when the draft is adopted, by codes."""

    van: str
    naar: str
    soort: str


@dataclass(frozen=True)
class Bezwaar:
    """Why a draft cannot be adopted yet, and what to do about it."""

    tekst: str
    lost_beeindigen_op: bool = False


@dataclass(frozen=True)
class Einde:
    """Somebody who holds a function in a unit that the draft no longer has."""

    id: int
    wie: str
    functie: str
    eenheid: str


@dataclass(frozen=True)
class Vaststelling:
    """What stands in the way of adopting a draft, and what changes on its first day when it is adopted."""

    beeld: Conceptbeeld
    vorige: Structuur | None
    volgende: Structuur | None
    bezwaren: list[Bezwaar]
    te_beeindigen: list[Einde]
    opvolging: list[Stap]


def vaststelling(code: str) -> Vaststelling | None:
    """Return whether the draft with this code can be adopted, and what happens then. Seven queries."""
    beeld = concept(code)
    if beeld is None:
        return None
    begin = beeld.structuur.geldig_van
    vastgesteld = [structuur for structuur in structuurlijst() if structuur.is_vastgesteld]
    vorige = next((s for s in reversed(vastgesteld) if s.geldig_van < begin), None)
    bezetting = _bezetting(vorige.geldig_van if vorige else begin)
    te_beeindigen = _te_beeindigen(beeld, bezetting, begin)
    bezwaren = [
        *_op_dezelfde_dag(vastgesteld, begin),
        *_zonder_bestemming(beeld),
        *(
            Bezwaar(
                f"{rij.wie} is dan nog {rij.functie} van {rij.eenheid}, dat in dit concept niet meer bestaat. "
                f"Beëindig dit op deze dag, of geef {rij.eenheid} weer een plaats.",
                lost_beeindigen_op=True,
            )
            for rij in te_beeindigen
        ),
        *_onbezet(beeld, bezetting, begin),
        *_overlap(beeld, bezetting, begin),
    ]
    return Vaststelling(
        beeld=beeld,
        vorige=vorige,
        volgende=next((s for s in vastgesteld if s.geldig_van > begin), None),
        bezwaren=bezwaren,
        te_beeindigen=te_beeindigen,
        opvolging=opvolging(beeld.bewerkingen, {p.code for p in beeld.oud}, {p.code for p in beeld.plaatsen}),
    )


def opvolging(bewerkingen: Iterable[Bewerkregel], oud: set[str], nieuw: set[str]) -> list[Stap]:
    """Return what became of the units of the source, past units that came and went within the draft itself."""
    verder: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for regel in geldend(bewerkingen):
        for van, naar in regel.opvolging:
            verder[van].append((naar, regel.soort == Bewerking.Soort.SPLITSEN))
    paren: list[tuple[str, str, bool]] = []
    for van in sorted(oud & set(verder)):
        bereikt, wacht = {van}, [(van, False)]
        while wacht:
            hier, gesplitst = wacht.pop()
            for naar, splitst in verder.get(hier, ()):
                if naar in bereikt:
                    continue
                bereikt.add(naar)
                if naar in nieuw:
                    paren.append((van, naar, gesplitst or splitst))
                else:
                    wacht.append((naar, gesplitst or splitst))
    aantal_van: dict[str, int] = defaultdict(int)
    for _, naar, _ in paren:
        aantal_van[naar] += 1

    def soort(naar: str, gesplitst: bool) -> str:
        if gesplitst:
            return Opvolging.Soort.SPLITSING
        samen = aantal_van[naar] > 1 or naar in oud
        return Opvolging.Soort.SAMENVOEGING if samen else Opvolging.Soort.VOORTZETTING

    return [Stap(van, naar, soort(naar, gesplitst)) for van, naar, gesplitst in paren]


def _op_dezelfde_dag(vastgesteld: Iterable[Structuur], begin: date) -> list[Bezwaar]:
    return [
        Bezwaar(
            f"{structuur.naam} begint ook op {begin:%d-%m-%Y}. Op één dag geldt één structuur: kies een andere dag."
        )
        for structuur in vastgesteld
        if structuur.geldig_van == begin
    ]


def _zonder_bestemming(beeld: Conceptbeeld) -> list[Bezwaar]:
    """Return the units of the source of which nobody said what became of them."""
    over = {van for regel in geldend(beeld.bewerkingen) for van, _ in regel.opvolging}
    over |= {code for regel in geldend(beeld.bewerkingen) for code in regel.gesloten}
    over |= {plaats.code for plaats in beeld.plaatsen}
    return [
        Bezwaar(f"Waar {plaats.naam} blijft is niet vastgelegd. Voeg het samen met een ander onderdeel, of hef het op.")
        for plaats in beeld.oud
        if plaats.code not in over
    ]


def _bezetting(sinds: date) -> list[dict[str, Any]]:
    """Return who held or will hold what since a day. One query."""
    return list(
        Vervulling.objects.filter(Q(tot__isnull=True) | Q(tot__gt=sinds))
        .order_by("eenheid_id", "functie_id", "van", "pk")
        .values(
            *("id", "eenheid_id", "eenheid__naam", "functie_id", "functie__naam", "functie__leidend", "van", "tot"),
            *("functie__eindverantwoordelijk", "functie__enkelvoudig", "bezetting", "persoon__naam"),
        )
    )


def _geldt(rij: dict[str, Any], dag: date) -> bool:
    return bool(rij["van"] <= dag and (rij["tot"] is None or rij["tot"] > dag))


def _te_beeindigen(beeld: Conceptbeeld, bezetting: Iterable[dict[str, Any]], begin: date) -> list[Einde]:
    weg = {plaats.eenheid_id for plaats in beeld.oud} - {plaats.eenheid_id for plaats in beeld.plaatsen}
    return [
        Einde(rij["id"], rij["persoon__naam"] or "Een vacature", rij["functie__naam"], rij["eenheid__naam"])
        for rij in bezetting
        if rij["eenheid_id"] in weg and rij["van"] < begin and (rij["tot"] is None or rij["tot"] > begin)
    ]


def _onbezet(beeld: Conceptbeeld, bezetting: Iterable[dict[str, Any]], begin: date) -> list[Bezwaar]:
    """Return leading functions that somebody held under the structure before, and nobody on the first day of this."""
    aanwezig = {plaats.eenheid_id: plaats.naam for plaats in beeld.plaatsen}
    zetels: dict[tuple[int, int], list[dict[str, Any]]] = defaultdict(list)
    for rij in bezetting:
        if rij["eenheid_id"] in aanwezig and (rij["functie__leidend"] or rij["functie__eindverantwoordelijk"]):
            zetels[rij["eenheid_id"], rij["functie_id"]].append(rij)
    return [
        Bezwaar(
            f"{rijen[0]['functie__naam']} van {aanwezig[eenheid_id]} heeft op {begin:%d-%m-%Y} geen houder. "
            f"Wijs iemand aan, of leg vast dat er een vacature is."
        )
        for (eenheid_id, _), rijen in zetels.items()
        if any(rij["van"] < begin for rij in rijen) and not any(_geldt(rij, begin) for rij in rijen)
    ]


def _overlap(beeld: Conceptbeeld, bezetting: Iterable[dict[str, Any]], begin: date) -> list[Bezwaar]:
    """Return functions with one seat that have two holders on or after the first day."""
    aanwezig = {plaats.eenheid_id for plaats in beeld.plaatsen}
    dan = [
        rij
        for rij in bezetting
        if rij["functie__enkelvoudig"] and rij["eenheid_id"] in aanwezig and (rij["tot"] is None or rij["tot"] > begin)
    ]
    return [
        Bezwaar(
            f"{een['functie__naam']} van {een['eenheid__naam']} heeft twee houders tegelijk: {_houder(een)} en "
            f"{_houder(twee)}. Beëindig er een."
        )
        for een, twee in pairwise(dan)
        if (een["eenheid_id"], een["functie_id"]) == (twee["eenheid_id"], twee["functie_id"])
        and (een["tot"] is None or een["tot"] > twee["van"])
    ]


def _houder(rij: dict[str, Any]) -> str:
    return rij["persoon__naam"] or dict(Vervulling.Bezetting.choices)[rij["bezetting"]]
