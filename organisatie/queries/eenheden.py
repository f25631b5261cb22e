"""One unit: where it stands on a date, who answers for it, and its life through all structures."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from enschede_org.kern.datums import toon_datum
from enschede_org.kern.moment import Moment
from enschede_org.kern.rechten import OPENBAAR, Zichtbaar
from organisatie.models import Eenheid, Onderdeel, Opvolging
from organisatie.queries.gemeenschappelijk import (
    BRON,
    Bronregel,
    bronregel,
    eigen_gemeente,
    rijen,
    verschillend,
)
from organisatie.queries.houders import Houder, houders, van_bekende_eenheden
from organisatie.queries.lijnen import Opdrachtbeeld, Tegenspraakbeeld, opdrachtlijst, tegenspraken
from organisatie.queries.structuren import PLAATSVELDEN, Plaats, Structuur, plaatsen, structuurlijst
from organisatie.queries.wie import Antwoord, Positie, beantwoord, leidt

OPVOLGING = dict(Opvolging.Soort.choices)


@dataclass(frozen=True)
class Levensfase:
    """The unit in one structure: its place, the parts above it (from the top), below it, and its portfolio."""

    structuur: Structuur
    plaats: Plaats
    pad: list[Plaats]
    onderdelen: list[Plaats]
    portefeuille: Plaats | None
    portefeuille_van: Plaats | None

    @property
    def ouder(self) -> Plaats | None:
        """The part directly above it."""
        return self.pad[-1] if self.pad else None


@dataclass(frozen=True)
class Opvolgregel:
    """What a unit came from (`is_voorganger`), or what became of it: the other units with their code and name."""

    is_voorganger: bool
    datum: date
    bij_benadering: bool
    soort: str
    toelichting: str
    bron: Bronregel | None
    eenheden: list[tuple[str, str]]

    @property
    def te_zien_op(self) -> date:
        """A day on which the other units exist: the last one before, or the first one after."""
        return self.datum - timedelta(days=1) if self.is_voorganger else self.datum

    @property
    def wanneer(self) -> str:
        """The date, as precise as it is known."""
        return toon_datum(self.datum, self.bij_benadering)


@dataclass(frozen=True)
class Levensregel:
    """A line in the life of a unit: a phase, a succession, or the date after which no source says what became of it."""

    fase: Levensfase | None = None
    opvolging: Opvolgregel | None = None
    onbekend_na: str = ""


@dataclass(frozen=True)
class Eenheidsbeeld:
    """A unit's page. `nu` is its place in the structure of the date; None when it isn't in it.

    `wie` says who answers for it there; `functies` sit in it without leading it.
    """

    code: str
    naam: str
    structuren: list[Structuur]
    nu: Levensfase | None
    leven: list[Levensfase]
    levensloop: list[Levensregel]
    wie: Antwoord | None
    functies: list[Houder]
    eerder_en_later: list[Houder]
    opdrachten: list[Opdrachtbeeld]
    tegenspraken: list[Tegenspraakbeeld]
    bronnen: list[Bronregel]


def eenheid(code: str, moment: Moment, *, zichtbaar: Zichtbaar = OPENBAAR) -> Eenheidsbeeld | None:
    """Return a unit on the date; None when no structure that the reader may see ever held it. Nine queries.

    A draft is part of its life, but never where it stands on the date.
    """
    op, datum = moment.beschikbaar_op, moment.geldig_op
    gevonden = rijen(Eenheid, ("id", "code", "naam"), op, code=code, **eigen_gemeente())
    structuren = structuurlijst(op, zichtbaar=zichtbaar) if gevonden else []
    leven = leven_van(gevonden[0]["id"], structuren, op) if gevonden else []
    if not leven:
        return None
    eenheid_id = gevonden[0]["id"]
    nu = next((fase for fase in leven if fase.structuur.geldt_op(datum)), None)
    eigen = houders(op, eenheid_id=eenheid_id)
    wie = beantwoord(_positie(nu), houders(op, geldig_op=datum)) if nu else None
    opvolging = [*_opvolging(op, zichtbaar, naar_id=eenheid_id), *_opvolging(op, zichtbaar, van_id=eenheid_id)]
    opdrachten = opdrachtlijst(op, geldig_op=datum, portefeuille_id=eenheid_id)
    getoond = nu or next((fase for fase in reversed(leven) if fase.structuur.is_vastgesteld), leven[-1])
    bronnen = [
        *(wie.bronnen if wie else []),
        *(h.bron for h in eigen),
        *(regel.bron for regel in opvolging),
        *(o.bron for o in opdrachten),
    ]
    return Eenheidsbeeld(
        code=code,
        naam=getoond.plaats.naam,
        structuren=structuren,
        nu=nu,
        leven=leven,
        levensloop=_levensloop(leven, opvolging),
        wie=wie,
        functies=[houder for houder in eigen if houder.periode.geldt_op(datum) and not leidt(houder)],
        eerder_en_later=[houder for houder in eigen if not houder.periode.geldt_op(datum)],
        opdrachten=opdrachten,
        tegenspraken=[t for t in tegenspraken(op, tegenspraak__eenheid_id=eenheid_id) if t.geldt_op(datum)],
        bronnen=verschillend([getoond.plaats.bron or getoond.structuur.bron, *bronnen]),
    )


def leven_van(eenheid_id: int, structuren: Iterable[Structuur], op: datetime | None) -> list[Levensfase]:
    """Return the unit's places in the structures, from old to new. One query."""
    per_structuur = {structuur.id: structuur for structuur in structuren}
    alle = plaatsen(rijen(Onderdeel, ("id", "parent_id", *PLAATSVELDEN), op, versie_id__in=list(per_structuur)))
    per_id = {plaats.id: plaats for plaats in alle}
    fasen = [
        _fase(plaats, per_structuur[plaats.versie_id], per_id) for plaats in alle if plaats.eenheid_id == eenheid_id
    ]
    return sorted(fasen, key=lambda fase: fase.structuur.geldig_van)


def _levensloop(leven: list[Levensfase], opvolging: list[Opvolgregel]) -> list[Levensregel]:
    """Return phases and successions in one line, from old to new; on one day first where the unit came from.

    A phase that ends without a next one or a succession is followed by a line that says so.
    """
    regels: list[tuple[date, int, Levensregel]] = [
        *((fase.structuur.geldig_van, 1, Levensregel(fase=fase)) for fase in leven),
        *((regel.datum, 0 if regel.is_voorganger else 2, Levensregel(opvolging=regel)) for regel in opvolging),
    ]
    vervolgd = {fase.structuur.geldig_van for fase in leven} | {
        regel.datum for regel in opvolging if not regel.is_voorganger
    }
    for fase in leven:
        einde = fase.structuur.periode.tot
        if einde and einde not in vervolgd:
            regels.append((einde, 2, Levensregel(onbekend_na=fase.structuur.periode.einde)))
    return [regel for _, _, regel in sorted(regels, key=lambda regel: regel[:2])]


def _fase(plaats: Plaats, structuur: Structuur, per_id: dict[int, Plaats]) -> Levensfase:
    pad: list[Plaats] = []
    ouder_id = plaats.ouder_id
    while ouder_id is not None:
        pad.insert(0, per_id[ouder_id])
        ouder_id = per_id[ouder_id].ouder_id
    onderdelen = [kind for kind in per_id.values() if kind.ouder_id == plaats.id]
    return Levensfase(
        structuur=structuur,
        plaats=plaats,
        pad=pad,
        onderdelen=sorted(onderdelen, key=lambda kind: (kind.volgorde, kind.code)),
        portefeuille=per_id.get(plaats.portefeuille_id or 0),
        portefeuille_van=per_id.get(plaats.portefeuille_van or 0),
    )


def _positie(nu: Levensfase) -> Positie:
    return Positie(nu.plaats, nu.pad[::-1], nu.portefeuille, nu.portefeuille_van)


def _opvolging(op: datetime | None, zichtbaar: Zichtbaar, **filters: Any) -> list[Opvolgregel]:
    """Return the other sides of each succession; those of one day and kind together. One query."""
    is_voorganger = "naar_id" in filters
    andere = "van" if is_voorganger else "naar"
    velden = (f"{andere}__code", f"{andere}__naam", "datum", "bij_benadering", "soort", "toelichting", *BRON)
    gevonden: dict[tuple[date, str, str], Opvolgregel] = {}
    for rij in sorted(
        rijen(Opvolging, velden, op, **filters, **van_bekende_eenheden(zichtbaar, f"{andere}_id")),
        key=lambda rij: str(rij[f"{andere}__naam"]),
    ):
        regel = gevonden.setdefault(
            (rij["datum"], rij["soort"], rij["toelichting"]),
            Opvolgregel(
                is_voorganger=is_voorganger,
                datum=rij["datum"],
                bij_benadering=rij["bij_benadering"],
                soort=OPVOLGING[rij["soort"]],
                toelichting=rij["toelichting"],
                bron=bronregel(rij),
                eenheden=[],
            ),
        )
        regel.eenheden.append((rij[f"{andere}__code"], rij[f"{andere}__naam"]))
    return list(gevonden.values())
