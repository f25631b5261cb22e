"""What all reads share: rows as they stand or as they were registered, periods, and the sources of facts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from enschede_org.kern.datums import toon_datum
from enschede_org.kern.geschiedenis import rijen_op

BRON = ("bron__code", "bron__titel", "bron__datum", "vindplaats")


@dataclass(frozen=True)
class Periode:
    """From a day up to (not including) another; without an end it still holds.

    `bij_benadering` goes for both days, unless `tot_bij_benadering` says otherwise for the last.
    """

    van: date
    tot: date | None = None
    bij_benadering: bool = False
    tot_bij_benadering: bool | None = None

    def geldt_op(self, datum: date) -> bool:
        """Say whether `datum` lies in the period."""
        return self.van <= datum and (self.tot is None or datum < self.tot)

    @property
    def begin(self) -> str:
        """The first day, as precise as it is known."""
        return toon_datum(self.van, self.bij_benadering)

    @property
    def einde(self) -> str:
        """The day on which it no longer holds, as precise as it is known; nothing while it holds."""
        ongeveer = self.bij_benadering if self.tot_bij_benadering is None else self.tot_bij_benadering
        return toon_datum(self.tot, ongeveer) if self.tot else ""

    def __str__(self) -> str:
        return f"{self.begin} tot {self.einde}" if self.tot else f"vanaf {self.begin}"


@dataclass(frozen=True)
class Bronregel:
    """Where a fact comes from: the source, and the page or paragraph in it."""

    code: str
    titel: str
    datum: date | None
    vindplaats: str


def eigen_gemeente(pad: str = "gemeente") -> dict[str, Any]:
    """Return the filter on the municipality whose portal this is; `pad` leads to it."""
    return {f"{pad}__code": settings.PORTAAL_GEMEENTE}


def rijen(
    model: type[models.Model],
    velden: Sequence[str],
    beschikbaar_op: datetime | None,
    *,
    geldig_op: date | None = None,
    **filters: Any,
) -> list[dict[str, Any]]:
    """Return rows of `model` in no order, in one query: as they stand now, or as they were registered at a moment.

    `filters` say what a column is (`persoon_id=3`) or may be (`versie_id__in=[1, 2]`). `geldig_op` keeps the rows
    whose `van`-`tot` holds that day. Names that are reached through a foreign key are those of now.
    """
    if beschikbaar_op is None:
        vraag = model._default_manager.filter(**filters)
        if geldig_op is not None:
            vraag = vraag.filter(Q(tot__isnull=True) | Q(tot__gt=geldig_op), van__lte=geldig_op)
        return list(vraag.order_by().values(*velden))
    # A row counts by what it was then, not by what it ever was: so the filters hold once more after the choice.
    ooit = model.history.filter(history_date__lte=beschikbaar_op, **filters).values("id")  # type: ignore[attr-defined]
    kolommen = {*velden, *(naam.removesuffix("__in") for naam in filters), *(("van", "tot") if geldig_op else ())}
    toen = rijen_op(model, beschikbaar_op, sorted(kolommen), id__in=ooit)
    return [
        rij
        for rij in toen
        if all(_voldoet(rij, naam, waarde) for naam, waarde in filters.items())
        and (geldig_op is None or Periode(rij["van"], rij["tot"]).geldt_op(geldig_op))
    ]


def _voldoet(rij: dict[str, Any], naam: str, waarde: Any) -> bool:
    if naam.endswith("__in"):
        return rij[naam.removesuffix("__in")] in waarde
    return bool(rij[naam] == waarde)


def bronregel(rij: dict[str, Any], voorvoegsel: str = "") -> Bronregel | None:
    """Return the source of a row that was read with the fields `BRON`; None when it names none."""
    code, titel, datum, vindplaats = (rij[f"{voorvoegsel}{veld}"] for veld in BRON)
    return Bronregel(code, titel, datum, vindplaats) if code else None


def verschillend(bronnen: Iterable[Bronregel | None]) -> list[Bronregel]:
    """Return each source once per place in it, in the order in which they are named first."""
    return list(dict.fromkeys(bron for bron in bronnen if bron is not None))
