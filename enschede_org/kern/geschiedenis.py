"""The formal history: who registered what, when and why, and what stood there at an earlier moment."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from django.db import models
from django.db.models import F, Window
from django.db.models.functions import RowNumber
from simple_history.models import HistoricalRecords

BOOMVELDEN = frozenset({"lft", "rght", "tree_id", "level"})


class Geschiedenis(HistoricalRecords):
    """Records every change of a row, but not the tree's own numbering (it follows from parent and order)."""

    def fields_included(self, model: type[models.Model]) -> list[Any]:
        """Return the fields that the history keeps."""
        return [veld for veld in super().fields_included(model) if veld.name not in BOOMVELDEN]

    def get_meta_options(self, model: type[models.Model]) -> dict[str, Any]:
        """Add the index that finds the last row per node of one version."""
        opties: dict[str, Any] = super().get_meta_options(model)
        if any(veld.name == "versie" for veld in model._meta.fields):
            naam = f"{model.__name__.lower()[:18]}_gesch_idx"
            opties["indexes"] = [models.Index(fields=["versie", "id", "-history_date", "-history_id"], name=naam)]
        return opties


def rijen_op(
    model: type[models.Model], moment: datetime, velden: Sequence[str], **filters: Any
) -> list[dict[str, Any]]:
    """Return what was registered of `model` at `moment`: one dict of `velden` per row, in no order, in one query.

    The last row per id counts; rows whose last row says "deleted" fall away after that choice, so a deleted
    row never comes back. `filters` must name columns that never change for a row (such as `versie_id`).
    """
    laatste = Window(RowNumber(), partition_by=[F("id")], order_by=[F("history_date").desc(), F("history_id").desc()])
    historie = model.history.model.objects  # type: ignore[attr-defined]
    rijen = (
        historie.filter(history_date__lte=moment, **filters)
        .annotate(rang=laatste)
        .filter(rang=1)
        .values("history_type", *velden)
    )
    return [rij for rij in rijen if rij.pop("history_type") != "-"]


@contextmanager
def namens(gebruiker: Any) -> Iterator[None]:
    """Let every history row written inside name this user: work outside a request has no request that knows them."""
    context = HistoricalRecords.context
    eerder = getattr(context, "request", None)
    context.request = SimpleNamespace(user=gebruiker)
    try:
        yield
    finally:
        if eerder is None:
            del context.request
        else:
            context.request = eerder
