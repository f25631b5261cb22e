"""Writing in the organisation: structures that follow each other without a gap or an overlap."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from enschede_org.kern.models import Gemeente, Versie
from enschede_org.kern.opslaan import bewaar
from enschede_org.kern.vaststellen import heropening, vaststelling
from organisatie.models import Organisatiestructuur


@transaction.atomic
def stel_vast(structuur: Organisatiestructuur, *, reden: str) -> None:
    """Adopt a draft: the structure before it ends on the day that it begins, and it ends where the next begins.

    Raises `ValidationError` when it is no draft, has no units, or begins on the same day as another adopted one.
    """
    with vaststelling(structuur, reden=reden) as versie:
        if not versie.onderdelen.exists():
            raise ValidationError(f"{versie} heeft nog geen onderdelen. Voeg die eerst toe.")
        vorige, volgende = _buren(versie, versie.geldig_van)
        # PostgreSQL refuses an overlap at once, so the one before makes room first.
        _eindig(vorige, versie.geldig_van, reden)
        versie.geldig_tot = volgende.geldig_van if volgende else None


@transaction.atomic
def heropen(structuur: Organisatiestructuur, *, reden: str) -> None:
    """Make an adopted structure a draft again: the load that adopted it is undone.

    The structure before it lasts as long as this one did, so the days stay without a gap.
    """
    with heropening(structuur, reden=reden) as versie:
        vorige, _ = _buren(versie, versie.geldig_van)
        einde, versie.geldig_tot = versie.geldig_tot, None
    _eindig(vorige, einde, reden)


@transaction.atomic
def corrigeer(structuur: Organisatiestructuur, *, begon: date, reden: str) -> None:
    """Save an adopted structure whose own fields a correction changed; `begon` is the day on which it began before.

    Call it inside `kern.versies.bewerk`, which writes the history. When it begins on another day, the one before it
    ends on that day. Raises `ValidationError` when it would change places with another.
    """
    Gemeente.objects.select_for_update(no_key=True).get(pk=structuur.gemeente_id)
    vorige, volgende = _buren(structuur, begon)
    begin = structuur.geldig_van
    if (vorige and begin <= vorige.geldig_van) or (volgende and begin >= volgende.geldig_van):
        raise ValidationError(
            f"{structuur} kan niet op {begin:%d-%m-%Y} beginnen: dan wisselt zij van plaats met een andere structuur. "
            f"Kies een dag na het begin van de vorige en voor het begin van de volgende."
        )
    if begin < begon:
        _eindig(vorige, begin, reden)
    structuur.save_without_historical_record()  # type: ignore[attr-defined]
    if begin > begon:
        _eindig(vorige, begin, reden)


def _buren(
    structuur: Organisatiestructuur, dag: date
) -> tuple[Organisatiestructuur | None, Organisatiestructuur | None]:
    """Return the adopted structures that begin just before and just after `dag`."""
    andere = (
        Organisatiestructuur.objects.select_for_update()
        .filter(gemeente=structuur.gemeente_id, status=Versie.Status.VASTGESTELD)
        .exclude(pk=structuur.pk)
    )
    if dezelfde := andere.filter(geldig_van=dag).first():
        raise ValidationError(
            f"{dezelfde} begint ook op {dag:%d-%m-%Y}. Op één dag geldt één structuur: kies een andere dag."
        )
    vorige = andere.filter(geldig_van__lt=dag).order_by("-geldig_van").first()
    return vorige, andere.filter(geldig_van__gt=dag).order_by("geldig_van").first()


def _eindig(structuur: Organisatiestructuur | None, dag: date | None, reden: str) -> None:
    if structuur is not None and structuur.geldig_tot != dag:
        structuur.geldig_tot = dag
        bewaar(structuur, reden=reden)
