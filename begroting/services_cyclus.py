"""The steps of a document of the planning and control cycle: draft, submitted, adopted.

Who submits isn't who adopts. What was submitted lies still until it is adopted or taken back; adopted is fixed.
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone

from begroting.models import Bedrag, Begroting, Besluitvorming
from begroting.services import stel_vast
from enschede_org.kern.models import Versie
from enschede_org.kern.rechten import Gebruiker, Recht, eis
from enschede_org.kern.versies import bewerk


def bied_aan(begroting: Begroting, *, gebruiker: Gebruiker, reden: str) -> None:
    """Submit a draft document. Raises `ValidationError` when it is no draft, or holds no amounts."""
    eis(gebruiker, Recht.BEGROTING_BEWERKEN)
    with bewerk(begroting, reden=reden) as versie:
        if versie.status != Versie.Status.CONCEPT:
            raise ValidationError(f"{versie} is geen concept meer.")
        if not Bedrag.objects.filter(post__versie=versie).exists():
            raise ValidationError(f"{versie} heeft nog geen bedragen. Vul die eerst in.")
        versie.status = Versie.Status.AANGEBODEN
        versie.aangeboden_door_id, versie.aangeboden_op = gebruiker.pk, timezone.now()
        versie._change_reason = reden  # type: ignore[attr-defined]
        versie.save()


def neem_terug(begroting: Begroting, *, gebruiker: Gebruiker, reden: str) -> None:
    """Make a submitted document a draft again. Raises `ValidationError` when it wasn't submitted."""
    eis(gebruiker, Recht.BEGROTING_BEWERKEN)
    with bewerk(begroting, reden=reden, aangeboden=True) as versie:
        if versie.status != Versie.Status.AANGEBODEN:
            raise ValidationError(f"{versie} is niet aangeboden.")
        versie.status, versie.aangeboden_door, versie.aangeboden_op = Versie.Status.CONCEPT, None, None
        versie._change_reason = reden  # type: ignore[attr-defined]
        versie.save()


def neem_besluit(begroting: Begroting, *, gebruiker: Gebruiker, besluit: str, op: date) -> None:
    """Adopt a submitted document by a decision of the raad on day `op`.

    Raises `ValidationError` when it wasn't submitted, was submitted by the same person, or its year has one already.
    """
    eis(gebruiker, Recht.BEGROTING_VASTSTELLEN)

    def neem(versie: Begroting) -> None:
        if versie.status != Versie.Status.AANGEBODEN:
            raise ValidationError(f"{versie} is niet aangeboden. Bied het document eerst aan.")
        eis_ander(versie, gebruiker)
        versie.besluit, versie.vastgesteld_op, versie.vastgesteld_door_id = besluit, op, gebruiker.pk

    stel_vast(begroting, reden=besluit, eerst=neem)


def eis_ander(wat: Besluitvorming, gebruiker: Gebruiker) -> None:
    """Raise `ValidationError` when `gebruiker` is who submitted it."""
    if wat.aangeboden_door_id == gebruiker.pk:
        raise ValidationError("U hebt dit zelf aangeboden. Laat iemand anders het vaststellen.")
