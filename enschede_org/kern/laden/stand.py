"""Rows as they stand in the database, with every field that a file can fill and keys for what they point at."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from enschede_org.kern.geschiedenis import BOOMVELDEN
from enschede_org.kern.laden.tabel import Model, Sleutel, Tabel, Tabellen
from enschede_org.kern.models import Versie

PARTIJ = 500


def velden_van(tabellen: Tabellen, tabel: Tabel) -> list[str]:
    """Return the fields of a table that make up its rows, without the numbering of trees."""
    bekend = {ander.model for ander in tabellen.alle}
    return [
        veld.name
        for veld in tabel.model._meta.concrete_fields
        if not veld.primary_key
        and veld.name not in BOOMVELDEN
        and (veld.related_model is None or veld.related_model in bekend)
    ]


def lees_rijen(
    tabellen: Tabellen, tabel: Tabel, velden: Sequence[str], **filters: Any
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the rows of a table in order of their primary key; one query."""
    uitgerold = {veld: tabellen.uitgerold(tabel.model, veld) for veld in velden}
    paden = [pad for delen in uitgerold.values() for pad in delen]
    for pk, *waarden in tabel.model._default_manager.filter(**filters).order_by("pk").values_list("pk", *paden):
        rij: dict[str, Any] = {}
        rest = iter(waarden)
        for veld, delen in uitgerold.items():
            deel = tuple(next(rest) for _ in delen)
            if tabel.verwijst_naar(veld):
                rij[veld] = deel if deel[-1] is not None else None
            else:
                rij[veld] = deel[0]
        yield pk, rij


def lees_op_pk(
    tabellen: Tabellen, tabel: Tabel, velden: Sequence[str], pks: Iterable[int]
) -> dict[int, dict[str, Any]]:
    """Return rows by their primary key, read in batches."""
    rijen: dict[int, dict[str, Any]] = {}
    for deel in in_partijen(pks):
        rijen.update(lees_rijen(tabellen, tabel, velden, pk__in=deel))
    return rijen


def in_partijen(pks: Iterable[int]) -> Iterator[list[int]]:
    """Cut primary keys into parts that fit a query."""
    alle = list(pks)
    for begin in range(0, len(alle), PARTIJ):
        yield alle[begin : begin + PARTIJ]


def versiestand(versie: Versie) -> dict[str, Any]:
    """Return the own columns of a version, without the marks of its corrections."""
    buiten = {"laatste_correctie", "correctie_reden"}
    return {
        veld.attname: getattr(versie, veld.attname) for veld in versie._meta.concrete_fields if veld.name not in buiten
    }


def vind_versie(model: Model, pk: int | None) -> Versie | None:
    """Return a version by its primary key."""
    versie = model._default_manager.filter(pk=pk).first()
    return versie if isinstance(versie, Versie) else None


Plek = tuple[Model, Sleutel]
