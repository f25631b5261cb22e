"""Two dates or two structures side by side: which trees, successions and holders to compare."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from enschede_org.kern.rechten import OPENBAAR, Zichtbaar
from organisatie.models import Opvolging
from organisatie.queries.gemeenschappelijk import Bronregel, eigen_gemeente, rijen, verschillend
from organisatie.queries.houders import houders, van_bekende_eenheden
from organisatie.queries.structuren import Structuur, boom_van, structuur_op, structuurlijst
from organisatie.queries.vergelijken import vergelijk
from organisatie.queries.wijzigingen import Overgang, Vergelijking


@dataclass(frozen=True)
class Kant:
    """One side of a comparison: a structure, on the date on which its holders are read."""

    structuur: Structuur
    datum: date
    op_datum: bool  # chosen by its date, not by its code


@dataclass(frozen=True)
class Onbekend:
    """Why a side cannot be shown: no structure has that code, or none held on that date."""

    gekozen: str | date
    eerste: date | None


@dataclass(frozen=True)
class Vergelijkbeeld:
    """Two sides and what changed between them. Without sides there are fewer than two structures to compare."""

    structuren: list[Structuur]
    van: Kant | None = None
    naar: Kant | None = None
    verschil: Vergelijking | None = None
    bronnen: tuple[Bronregel, ...] = ()


def vergelijking(
    van: str | date | None,
    naar: str | date | None,
    beschikbaar_op: datetime | None = None,
    *,
    zichtbaar: Zichtbaar = OPENBAAR,
) -> Vergelijkbeeld | Onbekend:
    """Compare two dates or structures (by code); by default the one adopted last and the one before it. Six queries.

    The older one is always the side that was. The holders of a structure are those of its last day before the other
    side begins, and of the first day of the newer one.
    """
    structuren = structuurlijst(beschikbaar_op, zichtbaar=zichtbaar)
    vast = [structuur for structuur in structuren if structuur.is_vastgesteld]
    if len(vast) < 2 and (van is None or naar is None):
        return Vergelijkbeeld(structuren)
    naar = vast[-1].code if naar is None else naar
    if (nieuwe := _kies(structuren, naar)) is None:
        return Onbekend(naar, structuren[0].geldig_van if structuren else None)
    if van is None:
        ervoor = [structuur for structuur in vast if structuur.geldig_van < nieuwe.geldig_van]
        van = (ervoor or vast)[-1 if ervoor else 0].code
    if (oude := _kies(structuren, van)) is None:
        return Onbekend(van, structuren[0].geldig_van if structuren else None)
    kanten = [
        (keuze if isinstance(keuze, date) else structuur.geldig_van, structuur, keuze)
        for structuur, keuze in ((oude, van), (nieuwe, naar))
    ]
    eerst, dan = sorted(kanten, key=lambda kant: kant[0])
    links = Kant(eerst[1], _laatste_dag(eerst, dan[0]), isinstance(eerst[2], date))
    rechts = Kant(dan[1], dan[0], isinstance(dan[2], date))
    oud, nieuw = (boom_van(kant.structuur, beschikbaar_op) for kant in (links, rechts))
    houders_oud, houders_nieuw = (houders(beschikbaar_op, geldig_op=kant.datum) for kant in (links, rechts))
    overgangen = [
        Overgang(rij["van_id"], rij["naar_id"], rij["soort"])
        for rij in opvolgingen(beschikbaar_op, zichtbaar=zichtbaar)
        if links.datum < rij["datum"] <= rechts.datum
    ]
    verschil = vergelijk(oud, nieuw, overgangen, houders_oud=houders_oud, houders_nieuw=houders_nieuw)
    bronnen = verschillend([links.structuur.bron, rechts.structuur.bron])
    return Vergelijkbeeld(structuren, links, rechts, verschil, tuple(bronnen))


def opvolgingen(beschikbaar_op: datetime | None, *, zichtbaar: Zichtbaar = OPENBAAR) -> list[dict[str, Any]]:
    """Return every succession between units that the reader may know, from old to new. One query."""
    bekend = van_bekende_eenheden(zichtbaar, "van_id") | van_bekende_eenheden(zichtbaar, "naar_id")
    velden = ("van_id", "van__code", "van__naam", "naar_id", "naar__code", "naar__naam")
    gelezen = rijen(
        Opvolging,
        (*velden, "datum", "bij_benadering", "soort", "toelichting"),
        beschikbaar_op,
        **eigen_gemeente("van__gemeente"),
        **bekend,
    )
    return sorted(gelezen, key=lambda rij: (rij["datum"], rij["van__naam"], rij["naar__naam"]))


def _kies(structuren: list[Structuur], keuze: str | date) -> Structuur | None:
    if isinstance(keuze, date):
        return structuur_op(structuren, keuze)
    return next((structuur for structuur in structuren if structuur.code == keuze), None)


def _laatste_dag(kant: tuple[date, Structuur, str | date], tot: date) -> date:
    """Return the date of the older side: the chosen one, or the last day of the structure before the other begins."""
    _, structuur, keuze = kant
    if isinstance(keuze, date):
        return keuze
    einde = min(structuur.periode.tot or tot, tot)
    return max(structuur.geldig_van, einde - timedelta(days=1))
