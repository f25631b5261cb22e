"""Rows as documents: the same fields and lists as in a year file, as plain values in that order.

A document is a dict: texts, numbers (`Decimal`, in the unit that the document states), dates, yes or no, and lists of
such dicts. What is empty, or is what leaving it out means, is left out.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

from django.db.models import Model, QuerySet

from enschede_org.kern.laden.schema import LijstVeld, Schema
from enschede_org.portaal.inlezen import CATALOGUS

Document: TypeAlias = dict[str, Any]


class NietUitTeVoeren(Exception):
    """Something that year files cannot hold; the message says what, in Dutch."""


@dataclass(frozen=True)
class Bedragen:
    """The amounts of a budget: post, side and year with a number in the unit of the document, in reading order."""

    rijen: list[tuple[str, str, int, Decimal]]


def schema_van(soort: str) -> Schema:
    """Return the fields of a kind of year file."""
    vorm = next(gevonden.vorm for gevonden in CATALOGUS.soorten if gevonden.naam == soort)
    if not isinstance(vorm, Schema):
        raise TypeError(f"{soort} has no fields of its own")
    return vorm


def deel_van(schema: Schema, lijst: str) -> Schema:
    """Return the fields of the rows of a list."""
    veld = schema.velden[lijst]
    if not isinstance(veld, LijstVeld) or not isinstance(veld.wat, Schema):
        raise TypeError(f"{lijst} is no list of groups")
    return veld.wat


def groep(schema: Schema, rij: Any, top: Any = None, **eigen: Any) -> Document:
    """Return the fields of a row; `eigen` has those that the row itself doesn't have under that name.

    A row with the source of its file (`top`) doesn't name it.
    """
    uit: Document = {}
    for naam, veld in schema.velden.items():
        if isinstance(veld, LijstVeld):
            waarde, leeg = eigen.get(naam), False
        else:
            waarde = eigen[naam] if naam in eigen else getattr(rij, naam)
            waarde = vars(waarde)["code"] if isinstance(waarde, Model) else waarde
            leeg = not veld.verplicht and naam != "per" and waarde == veld.standaard  # a unit is always said
        if naam == "bron" and top is not None and top.bron_id == rij.bron_id:
            continue
        if not leeg and waarde not in (None, "", []):
            uit[naam] = waarde
    return uit


def rijen(bron: Any, schema: Schema, *ook: str) -> QuerySet[Any]:
    """Return the rows of a model or relation with what their fields point at, in one query."""
    query: QuerySet[Any] = bron.all()
    velden = {veld.name for veld in query.model._meta.get_fields() if veld.many_to_one}
    return query.select_related(*sorted(velden & {*schema.velden, *ook}))


def in_eenheden(euro: Decimal, per: int) -> Decimal:
    """Return an amount in units of `per` euros. Raises `NietUitTeVoeren` where two decimals can't hold it."""
    waarde = euro / per
    if not past(euro, per):
        raise NietUitTeVoeren(
            f"Het bedrag {euro} past niet in een jaarbestand: per {per} euro heeft het meer dan twee decimalen."
        )
    return waarde


def past(euro: Decimal, per: int) -> bool:
    """Say whether an amount in units of `per` euros has at most two decimals."""
    return (euro / per * 100) % 1 == 0


def boom(lijst: str, knopen: Iterable[Any], maak: Callable[[Any], Document]) -> list[Document]:
    """Return nodes in reading order as nested lists."""
    per_id: dict[int, Document] = {}
    top: list[Document] = []
    for knoop in knopen:
        per_id[knoop.pk] = document = maak(knoop)
        houder = per_id[knoop.parent_id].setdefault(lijst, []) if knoop.parent_id else top
        houder.append(document)
    return top
