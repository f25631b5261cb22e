"""Writing in begrotingswijzigingen: numbered sets of mutations, with the same steps as a document."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from begroting.models import Begroting, Begrotingspost, Begrotingswijziging, Kolom, Mutatie
from begroting.services_cyclus import eis_ander
from begroting.standen import TE_WIJZIGEN
from enschede_org.kern.models import Versie
from enschede_org.kern.opslaan import bewaar
from enschede_org.kern.rechten import Gebruiker, Recht, eis

Status = Begrotingswijziging.Status


@transaction.atomic
def maak(
    begroting: Begroting, *, naam: str, gebruiker: Gebruiker, toelichting: str = "", is_slotwijziging: bool = False
) -> Begrotingswijziging:
    """Return a new draft change of an adopted budget, with the next number of that budget.

    Raises `ValidationError` when the budget isn't adopted, or has its slotwijziging already.
    """
    eis(gebruiker, Recht.BEGROTING_BEWERKEN)
    versie = Begroting.objects.select_for_update().get(pk=begroting.pk)
    if versie.status != Versie.Status.VASTGESTELD:
        raise ValidationError(f"{versie} is niet vastgesteld. Wijzig de bedragen in het document zelf.")
    if is_slotwijziging and versie.wijzigingen.filter(is_slotwijziging=True).exists():
        raise ValidationError(f"{versie} heeft al een slotwijziging. Er is er één per jaar.")
    laatste = versie.wijzigingen.aggregate(laatste=Max("nummer"))["laatste"] or 0
    wijziging = Begrotingswijziging(
        begroting=versie, nummer=laatste + 1, naam=naam, toelichting=toelichting, is_slotwijziging=is_slotwijziging
    )
    return bewaar(wijziging, reden=f"Wijziging {wijziging.nummer} begonnen")


def voeg_toe(
    wijziging: Begrotingswijziging,
    *,
    gebruiker: Gebruiker,
    post: str,
    jaar: int,
    kant: str,
    aard: str,
    bedrag: Decimal,
    toelichting: str,
) -> list[int]:
    """Add a mutation of `bedrag` euros to the post with that code, and return for which years.

    A structural one comes in `jaar` and in every later year of the document; what stood there is replaced. Raises
    `ValidationError` on an unknown post or year, and when the change is no draft.
    """
    with _concept(wijziging, gebruiker) as vers:
        rij = Begrotingspost.objects.filter(versie=vers.begroting_id, code=post, level__gt=0).first()
        if rij is None:
            raise ValidationError({"post": f"Er is geen post met de code “{post}” in {vers.begroting}."})
        if rij.soort not in TE_WIJZIGEN:
            raise ValidationError({"post": f"{rij} is een {rij.get_soort_display()}. Kies een programma of product."})
        jaren = Kolom.objects.filter(begroting=vers.begroting_id).order_by("jaar").values_list("jaar", flat=True)
        if jaar not in jaren:
            raise ValidationError({"jaar": f"{vers.begroting} heeft geen kolom voor {jaar}."})
        structureel = aard == Mutatie.Aard.STRUCTUREEL
        gewijzigd = [j for j in jaren if j == jaar or (structureel and j > jaar)]
        for j in gewijzigd:
            sleutel = {"wijziging": vers, "post": rij, "jaar": j, "kant": kant, "aard": aard}
            mutatie = Mutatie.objects.filter(**sleutel).first() or Mutatie(**sleutel)
            mutatie.bedrag, mutatie.toelichting = bedrag, toelichting
            bewaar(mutatie, reden=toelichting)
    return gewijzigd


def haal_weg(wijziging: Begrotingswijziging, *, gebruiker: Gebruiker, mutatie: int) -> None:
    """Take a mutation out of a draft change; one that is gone already is fine."""
    with _concept(wijziging, gebruiker) as vers:
        for rij in Mutatie.objects.filter(wijziging=vers, pk=mutatie):
            rij._change_reason = "Weggehaald"  # type: ignore[attr-defined]
            rij.delete()


def bied_aan(wijziging: Begrotingswijziging, *, gebruiker: Gebruiker) -> None:
    """Submit a draft change. Raises `ValidationError` when it changes nothing yet or isn't a draft."""
    with _concept(wijziging, gebruiker) as vers:
        if not vers.mutaties.exists():
            raise ValidationError("Deze wijziging heeft nog geen mutaties. Voeg er eerst een toe.")
        vers.status, vers.aangeboden_door_id, vers.aangeboden_op = Status.AANGEBODEN, gebruiker.pk, timezone.now()
        bewaar(vers, reden="Aangeboden")


def neem_terug(wijziging: Begrotingswijziging, *, gebruiker: Gebruiker, reden: str) -> None:
    """Make a submitted change a draft again. Raises `ValidationError` when it wasn't submitted."""
    eis(gebruiker, Recht.BEGROTING_BEWERKEN)
    with _rij(wijziging, Status.AANGEBODEN) as vers:
        vers.status, vers.aangeboden_door, vers.aangeboden_op = Status.CONCEPT, None, None
        bewaar(vers, reden=reden)


def stel_vast(wijziging: Begrotingswijziging, *, gebruiker: Gebruiker, besluit: str, op: date) -> None:
    """Adopt a submitted change by a decision of the raad on day `op`.

    Raises `ValidationError` when it wasn't submitted, was submitted by the same person, or when `op` lies before the
    budget was adopted or before the decision on a change with a lower number.
    """
    eis(gebruiker, Recht.BEGROTING_VASTSTELLEN)
    with _rij(wijziging, Status.AANGEBODEN) as vers:
        eis_ander(vers, gebruiker)
        begin = vers.begroting.vastgesteld_op
        if begin and op < begin:
            raise ValidationError({"op": f"{vers.begroting} is pas op {begin:%d-%m-%Y} vastgesteld."})
        eerder = vers.begroting.wijzigingen.filter(nummer__lt=vers.nummer)
        if open_ := eerder.exclude(status=Status.VASTGESTELD).first():
            raise ValidationError(f"Wijziging {open_.nummer} is nog niet vastgesteld. Stel die eerst vast.")
        laatste = eerder.aggregate(laatste=Max("vastgesteld_op"))["laatste"]
        if laatste and op < laatste:
            raise ValidationError({"op": f"De wijziging hiervoor is pas op {laatste:%d-%m-%Y} vastgesteld."})
        vers.status, vers.besluit, vers.vastgesteld_op = Status.VASTGESTELD, besluit, op
        vers.vastgesteld_door_id = gebruiker.pk
        bewaar(vers, reden=besluit)


@contextmanager
def _concept(wijziging: Begrotingswijziging, gebruiker: Gebruiker) -> Iterator[Begrotingswijziging]:
    eis(gebruiker, Recht.BEGROTING_BEWERKEN)
    with _rij(wijziging, Status.CONCEPT) as vers:
        yield vers


@contextmanager
def _rij(wijziging: Begrotingswijziging, status: str) -> Iterator[Begrotingswijziging]:
    """Hold the lock on a change, and yield its fresh row when it has this status."""
    with transaction.atomic():
        # The budget first: changes of one budget wait for each other, so their order is sure.
        Begroting.objects.select_for_update(no_key=True).get(pk=wijziging.begroting_id)
        vers = Begrotingswijziging.objects.select_for_update().get(pk=wijziging.pk)
        if vers.status != status:
            raise ValidationError(f"Wijziging {vers.nummer} is nu {vers.get_status_display()}. Kijk eerst opnieuw.")
        yield vers
