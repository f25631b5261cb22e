"""A new draft of a budget, made from one that was adopted."""

from itertools import count

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction

from begroting.models import Bedrag, Begroting, Begrotingspost, GepubliceerdTotaal, Kolom, Verklaring
from enschede_org.kern.kopie import kopieer
from enschede_org.kern.rechten import Recht, eis
from enschede_org.kern.versies import bewerk


@transaction.atomic
def maak_concept(vorige_id: int, *, jaar: int, gebruiker: User) -> str:
    """Make a draft for `jaar` with the posts and figures of an adopted document, and return its code.

    What that document printed as totals, and how it explained its years, is of that document and stays behind. For a
    later year the columns move along: figures of a year whose column becomes *realisatie* were estimates and stay
    behind too, and a year that is new has no figures yet. Raises `PermissionDenied` and `ValidationError`.
    """
    eis(gebruiker, Recht.BEGROTING_BEWERKEN)
    vorige = Begroting.objects.get(pk=vorige_id)
    if not vorige.is_vastgesteld:
        raise ValidationError(f"{vorige} is niet vastgesteld. Kies een vastgesteld document.")
    stap = jaar - vorige.jaar
    if not 0 <= stap <= 1:
        raise ValidationError(f"Kies {vorige.jaar} of {vorige.jaar + 1}: {vorige} is van {vorige.jaar}.")
    naam = (
        vorige.naam.replace(str(vorige.jaar), str(jaar)) if str(vorige.jaar) in vorige.naam else f"{vorige.naam} {jaar}"
    )
    reden = f"Nieuw concept op basis van {vorige}"
    concept = kopieer(vorige, reden=reden, code=_vrije_code(vorige, jaar), naam=naam, jaar=jaar)
    with bewerk(concept, reden=reden):
        _hernoem_wortel(concept, reden, gebruiker)
        for model in (GepubliceerdTotaal, Verklaring):
            _verwijder(model, reden, post__versie=concept)
        if stap:
            _schuif_jaren(concept, reden, gebruiker)
    return concept.code


def _vrije_code(vorige: Begroting, jaar: int) -> str:
    basis = (
        vorige.code.replace(str(vorige.jaar), str(jaar)) if str(vorige.jaar) in vorige.code else f"{vorige.code}-{jaar}"
    )
    bezet = set(Begroting.objects.filter(gemeente=vorige.gemeente_id).values_list("code", flat=True))
    if basis not in bezet:
        return basis
    return next(code for nummer in count(1) if (code := f"{basis}-concept-{nummer}") not in bezet)


def _hernoem_wortel(concept: Begroting, reden: str, gebruiker: User) -> None:
    """Give the root, which is the document itself, the name of the draft."""
    wortels = list(Begrotingspost.objects.filter(versie=concept, parent=None))
    for wortel in wortels:
        wortel.naam = concept.naam
    Begrotingspost.objects.bulk_update(wortels, ["naam"])
    Begrotingspost.history.bulk_history_create(
        wortels, update=True, default_user=gebruiker, default_change_reason=reden
    )


def _schuif_jaren(concept: Begroting, reden: str, gebruiker: User) -> None:
    """Move the columns one year up: each column is of the kind that its place has."""
    kolommen = list(Kolom.objects.filter(begroting=concept).order_by("jaar"))
    if not kolommen:
        return
    soorten = [kolom.soort for kolom in kolommen]
    eerste, nieuw_jaar = kolommen[0].jaar, kolommen[-1].jaar + 1
    leeg = {eerste}
    for kolom, soort in zip(kolommen[1:], soorten, strict=False):
        if soort == Kolom.Soort.REALISATIE != kolom.soort:
            leeg.add(kolom.jaar)
        kolom.soort = soort
    _verwijder(Bedrag, reden, post__versie=concept, jaar__in=leeg)
    _verwijder(Kolom, reden, begroting=concept, jaar=eerste)
    Kolom.objects.bulk_update(kolommen[1:], ["soort"])
    nieuw = Kolom.objects.bulk_create([Kolom(begroting=concept, jaar=nieuw_jaar, soort=soorten[-1])])
    for rijen, is_update in ((kolommen[1:], True), (nieuw, False)):
        Kolom.history.bulk_history_create(rijen, update=is_update, default_user=gebruiker, default_change_reason=reden)


def _verwijder(model: type[Bedrag | Kolom | GepubliceerdTotaal | Verklaring], reden: str, **filters: object) -> None:
    ids = list(model.objects.filter(**filters).values_list("pk", flat=True))
    model.objects.filter(pk__in=ids).delete()
    model.history.filter(id__in=ids, history_type="-").update(history_change_reason=reden)
