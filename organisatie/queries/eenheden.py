"""One unit: where it stands on a date, who answers for it, and its life through all structures."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

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
from organisatie.queries.houders import Houder, houders, per_eenheid, van_bekende_eenheden
from organisatie.queries.lijnen import Opdrachtbeeld, Tegenspraakbeeld, opdrachtlijst, tegenspraken
from organisatie.queries.structuren import PLAATSVELDEN, Plaats, Structuur, plaatsen, structuurlijst

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
    soort: str
    toelichting: str
    bron: Bronregel | None
    eenheden: list[tuple[str, str]]

    @property
    def te_zien_op(self) -> date:
        """A day on which the other units exist: the last one before, or the first one after."""
        return self.datum - timedelta(days=1) if self.is_voorganger else self.datum


@dataclass(frozen=True)
class Eenheidsbeeld:
    """A unit's page. `nu` is its place in the structure of the date; None when it isn't in it."""

    code: str
    naam: str
    nu: Levensfase | None
    leven: list[Levensfase]
    levensloop: list[tuple[Levensfase | None, Opvolgregel | None]]
    lijn: list[tuple[Plaats, list[Houder]]]
    houders: list[Houder]
    eerder_en_later: list[Houder]
    opdrachten: list[Opdrachtbeeld]
    tegenspraken: list[Tegenspraakbeeld]
    bronnen: list[Bronregel]


def eenheid(code: str, moment: Moment, *, zichtbaar: Zichtbaar = OPENBAAR) -> Eenheidsbeeld | None:
    """Return a unit on the date; None when no structure that the reader may see ever held it. Eight queries.

    A draft is part of its life, but never where it stands on the date.
    """
    op, datum = moment.beschikbaar_op, moment.geldig_op
    gevonden = rijen(Eenheid, ("id", "code", "naam"), op, code=code, **eigen_gemeente())
    leven = _leven(gevonden[0]["id"], op, zichtbaar) if gevonden else []
    if not leven:
        return None
    eenheid_id = gevonden[0]["id"]
    nu = next((fase for fase in leven if fase.structuur.geldt_op(datum)), None)
    boven = _verantwoordelijken(nu)
    bezet = per_eenheid(houders(op, eenheid_id__in=[eenheid_id, *(plaats.eenheid_id for plaats in boven)]))
    eigen = bezet.get(eenheid_id, [])
    lijn = [(plaats, [h for h in bezet.get(plaats.eenheid_id, []) if _leidt(h, datum)]) for plaats in boven]
    opvolging = [*_opvolging(op, zichtbaar, naar_id=eenheid_id), *_opvolging(op, zichtbaar, van_id=eenheid_id)]
    opdrachten = opdrachtlijst(op, geldig_op=datum, portefeuille_id=eenheid_id)
    getoond = nu or next((fase for fase in reversed(leven) if fase.structuur.is_vastgesteld), leven[-1])
    bronnen = [*(h.bron for h in eigen), *(regel.bron for regel in opvolging), *(o.bron for o in opdrachten)]
    return Eenheidsbeeld(
        code=code,
        naam=getoond.plaats.naam,
        nu=nu,
        leven=leven,
        levensloop=_levensloop(leven, opvolging),
        lijn=[(plaats, bezetting) for plaats, bezetting in lijn if bezetting],
        houders=[houder for houder in eigen if houder.periode.geldt_op(datum)],
        eerder_en_later=[houder for houder in eigen if not houder.periode.geldt_op(datum)],
        opdrachten=opdrachten,
        tegenspraken=tegenspraken(op, tegenspraak__eenheid_id=eenheid_id),
        bronnen=verschillend([getoond.plaats.bron or getoond.structuur.bron, *bronnen]),
    )


def _leven(eenheid_id: int, op: datetime | None, zichtbaar: Zichtbaar) -> list[Levensfase]:
    """Return the unit's places in the structures, from old to new. Two queries."""
    per_structuur = {structuur.id: structuur for structuur in structuurlijst(op, zichtbaar=zichtbaar)}
    alle = plaatsen(rijen(Onderdeel, ("id", "parent_id", *PLAATSVELDEN), op, versie_id__in=list(per_structuur)))
    per_id = {plaats.id: plaats for plaats in alle}
    fasen = [
        _fase(plaats, per_structuur[plaats.versie_id], per_id) for plaats in alle if plaats.eenheid_id == eenheid_id
    ]
    return sorted(fasen, key=lambda fase: fase.structuur.geldig_van)


def _levensloop(
    leven: list[Levensfase], opvolging: list[Opvolgregel]
) -> list[tuple[Levensfase | None, Opvolgregel | None]]:
    """Return phases and successions in one line, from old to new; on one day first where the unit came from."""
    regels: list[tuple[date, int, Levensfase | None, Opvolgregel | None]] = [
        *((fase.structuur.geldig_van, 1, fase, None) for fase in leven),
        *((regel.datum, 0 if regel.is_voorganger else 2, None, regel) for regel in opvolging),
    ]
    return [(fase, regel) for _, _, fase, regel in sorted(regels, key=lambda regel: regel[:2])]


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


def _verantwoordelijken(nu: Levensfase | None) -> list[Plaats]:
    """Return who answers for the unit beside itself, the nearest first: its portfolio, then the parts above it."""
    if nu is None:
        return []
    boven = list(reversed(nu.pad))
    if nu.portefeuille and nu.portefeuille.id not in {nu.plaats.id, *(plaats.id for plaats in boven)}:
        boven.insert(0, nu.portefeuille)
    return boven


def _leidt(houder: Houder, datum: date) -> bool:
    """Say whether this is a member of staff who holds the function on the date."""
    return houder.periode.geldt_op(datum) and not houder.is_bestuurlijk


def _opvolging(op: datetime | None, zichtbaar: Zichtbaar, **filters: Any) -> list[Opvolgregel]:
    """Return the other sides of each succession; those of one day and kind together. One query."""
    is_voorganger = "naar_id" in filters
    andere = "van" if is_voorganger else "naar"
    velden = (f"{andere}__code", f"{andere}__naam", "datum", "soort", "toelichting", *BRON)
    gevonden: dict[tuple[date, str, str], Opvolgregel] = {}
    for rij in sorted(
        rijen(Opvolging, velden, op, **filters, **van_bekende_eenheden(zichtbaar, f"{andere}_id")),
        key=lambda rij: str(rij[f"{andere}__naam"]),
    ):
        regel = gevonden.setdefault(
            (rij["datum"], rij["soort"], rij["toelichting"]),
            Opvolgregel(is_voorganger, rij["datum"], OPVOLGING[rij["soort"]], rij["toelichting"], bronregel(rij), []),
        )
        regel.eenheden.append((rij[f"{andere}__code"], rij[f"{andere}__naam"]))
    return list(gevonden.values())
