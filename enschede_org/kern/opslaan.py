"""The one way to save a row that is no node of a tree: checked, with a reason in its history."""

from typing import TypeVar

from django.db import models, transaction

M = TypeVar("M", bound=models.Model)


@transaction.atomic
def bewaar(rij: M, *, reden: str) -> M:
    """Check `rij` in full, save it and keep `reden` in its history. Raises `ValidationError`."""
    rij.full_clean()
    rij._change_reason = reden  # type: ignore[attr-defined]
    rij.save()
    return rij
