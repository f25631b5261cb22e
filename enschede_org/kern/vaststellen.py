"""Adopting a version: what is the same for every kind."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction

from enschede_org.kern.models import Gemeente, Versie
from enschede_org.kern.versies import bewerk

V = TypeVar("V", bound=Versie)


@contextmanager
def vaststelling(concept: V, *, reden: str) -> Iterator[V]:
    """Hold the lock on a draft and yield its fresh row, to check it; adopt it when the block ends well.

    Two drafts of one municipality that are adopted at once wait for each other, so that each sees the other.
    It may have been submitted. Raises `ValidationError` when it was adopted already.
    """
    with transaction.atomic():
        Gemeente.objects.select_for_update(no_key=True).get(pk=concept.gemeente_id)
        with bewerk(concept, reden=reden, correctie=True, aangeboden=True) as versie:
            if versie.is_vastgesteld:
                raise ValidationError(f"{versie} is al vastgesteld.")
            yield versie
            versie.status = Versie.Status.VASTGESTELD
            versie._change_reason = reden  # type: ignore[attr-defined]
            versie.save()


@contextmanager
def heropening(versie: V, *, reden: str) -> Iterator[V]:
    """Make an adopted version a draft again, because the load that adopted it is undone; yield it before it is saved.

    It counts as a correction, so that nothing kept of the adopted version is shown again. Raises `ValidationError`
    when it isn't adopted.
    """
    with transaction.atomic():
        Gemeente.objects.select_for_update(no_key=True).get(pk=versie.gemeente_id)
        with bewerk(versie, reden=reden, correctie=True) as vers:
            if not vers.is_vastgesteld:
                raise ValidationError(f"{vers} is niet meer vastgesteld.")
            vers.status = Versie.Status.CONCEPT
            yield vers
            vers.save_without_historical_record()  # type: ignore[attr-defined]
