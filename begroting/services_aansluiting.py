"""Writing what a controller says of a difference between figures that should fit."""

from decimal import Decimal

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from begroting.models import Aansluitverklaring, Begroting
from enschede_org.kern.opslaan import bewaar
from enschede_org.kern.rechten import Recht, eis


@transaction.atomic
def verklaar(
    *, begroting_id: int, toets: str, rij: str, bedrag: Decimal, tekst: str, gebruiker: User | None
) -> Aansluitverklaring:
    """Explain the difference of `bedrag` euros in one row of a check, or explain it anew. Adopted documents too.

    `gebruiker` None is the command line. Raises `PermissionDenied` without the right to edit the budget, and
    `ValidationError` without a text or a difference.
    """
    eis(gebruiker, Recht.BEGROTING_BEWERKEN)
    begroting = Begroting.objects.select_for_update().get(pk=begroting_id)
    if not bedrag:
        raise ValidationError("Er is geen verschil om te verklaren.")
    plaats = {"begroting": begroting, "toets": toets, "rij": rij}
    verklaring = Aansluitverklaring.objects.filter(**plaats).first() or Aansluitverklaring(**plaats)
    verklaring.bedrag, verklaring.tekst = bedrag, tekst.strip()
    verklaring.door, verklaring.op = gebruiker, timezone.now()
    return bewaar(verklaring, reden=f"Verschil verklaard: {tekst.strip()}")


@transaction.atomic
def trek_in(*, begroting_id: int, toets: str, rij: str, gebruiker: User | None) -> None:
    """Take an explanation away; its history stays. Nothing happens where there is none."""
    eis(gebruiker, Recht.BEGROTING_BEWERKEN)
    for verklaring in Aansluitverklaring.objects.select_for_update().filter(
        begroting_id=begroting_id, toets=toets, rij=rij
    ):
        verklaring._change_reason = "Verklaring ingetrokken"  # type: ignore[attr-defined]
        verklaring.delete()
