"""Writing in a version: the lock, the draft, the correction."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from enschede_org.kern.models import Versie

V = TypeVar("V", bound=Versie)


class VersieGesloten(ValidationError):
    """The version isn't a draft and no reason for a correction was given."""


@contextmanager
def bewerk(versie: V, *, reden: str, correctie: bool = False, aangeboden: bool = False) -> Iterator[V]:
    """Hold the lock on `versie` and yield its fresh row; everything inside is one transaction.

    Writers of one version wait for each other here (the row's lock on PostgreSQL, the whole file on SQLite), so
    read what you are going to change inside this block. A draft is open; what was submitted opens only with
    `aangeboden=True`, to take its next step; an adopted version opens only with `correctie=True` and a `reden`, which
    marks the version as corrected; a withdrawn one never. Raises `VersieGesloten`.
    """
    with transaction.atomic():
        vers = type(versie)._default_manager.select_for_update().get(pk=versie.pk)
        if vers.status == Versie.Status.INGETROKKEN:
            raise VersieGesloten(f"{vers} is ingetrokken en kan niet meer worden gewijzigd.")
        if vers.status == Versie.Status.AANGEBODEN and not aangeboden:
            raise VersieGesloten(f"{vers} is aangeboden en ligt vast. Neem het terug om iets te wijzigen.")
        if not vers.is_vastgesteld:
            yield vers
            return
        if not (correctie and reden.strip()):
            raise VersieGesloten(
                f"{vers} is vastgesteld. Wijzigen kan alleen als correctie, met een reden, of in een nieuw concept."
            )
        vers.correctie_reden, vers.laatste_correctie = reden, timezone.now()
        vers.save_without_historical_record(update_fields=["correctie_reden", "laatste_correctie"])  # type: ignore[attr-defined]
        yield vers
        vers.refresh_from_db()  # so that its history shows what this correction saved
        vers.correctie_reden = ""
        vers._change_reason = f"Correctie: {reden}"  # type: ignore[attr-defined]
        vers.save(update_fields=["correctie_reden"])
