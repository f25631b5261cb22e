"""Writing remarks and questions on a post or a figure."""

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction

from begroting.models import Begrotingspost, Kolom, Opmerking
from enschede_org.kern.opslaan import bewaar
from enschede_org.kern.rechten import Recht, eis, mag


@transaction.atomic
def plaats(
    post_id: int, *, tekst: str, gebruiker: User, aan_id: int | None = None, jaar: int | None = None, kant: str = ""
) -> Opmerking:
    """Place a remark on a post, or on its figure of `jaar` and `kant`; with `aan_id` it waits for that colleague.

    Raises `PermissionDenied` and `ValidationError`.
    """
    eis(gebruiker, Recht.BEGROTING_BEWERKEN)
    post = Begrotingspost.objects.get(pk=post_id)
    if jaar and not Kolom.objects.filter(begroting_id=post.versie_id, jaar=jaar).exists():
        raise ValidationError(f"{post.versie} heeft geen kolom voor {jaar}.")
    opmerking = Opmerking(post=post, jaar=jaar, kant=kant, van=gebruiker, aan=_collega(aan_id), tekst=tekst)
    return bewaar(opmerking, reden="Opmerking geplaatst")


@transaction.atomic
def antwoord(opmerking_id: int, *, post_id: int, tekst: str, gebruiker: User, aan_id: int | None = None) -> Opmerking:
    """Answer a remark; then it is the turn of `aan_id`, or of nobody in particular. Raises as `plaats` does."""
    eis(gebruiker, Recht.BEGROTING_BEWERKEN)
    op = _draad(opmerking_id, post_id)
    bewaar(
        Opmerking(post=op.post, jaar=op.jaar, kant=op.kant, op=op, van=gebruiker, tekst=tekst),
        reden="Antwoord geplaatst",
    )
    op.aan = _collega(aan_id)
    return bewaar(op, reden="Antwoord geplaatst")


@transaction.atomic
def zet_open(opmerking_id: int, *, post_id: int, is_open: bool, gebruiker: User) -> Opmerking:
    """Resolve a remark, or open it again. Raises as `plaats` does."""
    eis(gebruiker, Recht.BEGROTING_BEWERKEN)
    op = _draad(opmerking_id, post_id)
    op.is_open = is_open
    return bewaar(op, reden="Heropend" if is_open else "Opgelost")


def _draad(opmerking_id: int, post_id: int) -> Opmerking:
    """Return the fresh row of the remark that a thread begins with, locked."""
    gevonden = Opmerking.objects.select_for_update().filter(pk=opmerking_id, post_id=post_id, op=None).first()
    if gevonden is None:
        raise ValidationError("Deze opmerking is er niet meer. Laad de pagina opnieuw.")
    return gevonden


def _collega(gebruiker_id: int | None) -> User | None:
    if gebruiker_id is None:
        return None
    collega = User.objects.filter(pk=gebruiker_id).first()
    if collega is None or not mag(collega, Recht.BEGROTING_BEWERKEN):
        raise ValidationError("Deze collega mag geen begroting bewerken. Kies iemand uit de lijst.")
    return collega
