"""Writing in a draft budget: figures from a grid, and what was typed but not saved yet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction

from begroting.models import Bedrag, Begroting, Begrotingspost, Klad, Kolom
from begroting.queries_bewerken import lees_stand, open_posten
from begroting.rooster import LANGSTE_TEKST, Beoordeling, Getypt, Keuze, Sleutel, Wijziging, beoordeel, uit_json
from enschede_org.kern.rechten import Recht, eis
from enschede_org.kern.versies import bewerk

PARTIJ = 500
# More cells than a grid of 400 posts, all sides and six years has.
MEESTE_CELLEN = 10_000


@dataclass(frozen=True)
class Uitslag:
    """What was saved, and how many cells were not: those that break a rule, and those that somebody else changed."""

    bewaard: list[Wijziging]
    fouten: int
    conflicten: int


@transaction.atomic
def bewaar_cellen(
    begroting_id: int,
    *,
    getypt: Mapping[Sleutel, Getypt],
    reden: str,
    gebruiker: User,
    keuzes: Mapping[Sleutel, Keuze] | None = None,
) -> Uitslag:
    """Save what was typed in a grid, cell by cell, under the lock of the document; `reden` goes for all of them.

    A cell that breaks a rule, or over which somebody else saved since, stays in the klad of `gebruiker`; every other
    one is saved. Raises `PermissionDenied`, and `ValidationError` without a reason or when the document is no draft.
    """
    eis(gebruiker, Recht.BEGROTING_BEWERKEN)
    if not reden.strip():
        raise ValidationError("Vul een reden in: waarom veranderen deze bedragen?")
    with bewerk(Begroting(pk=begroting_id), reden=reden) as versie:
        knopen = list(Begrotingspost.objects.filter(versie=versie).values("id", "parent_id"))
        stand = lees_stand(versie.pk)
        jaren = frozenset(Kolom.objects.filter(begroting=versie).values_list("jaar", flat=True))
        oordeel = beoordeel(getypt, stand, open_posten(knopen, stand), jaren, keuzes)
        schrijf(oordeel.goed, reden=reden.strip(), gebruiker=gebruiker)
        _werk_klad_bij(versie.pk, gebruiker, getypt, oordeel)
    return Uitslag(oordeel.goed, len(oordeel.fouten), len(oordeel.conflicten))


def schrijf(wijzigingen: Iterable[Wijziging], *, reden: str, gebruiker: User) -> None:
    """Write figures with their history, in as many queries as there are kinds of change. Call it under the lock."""
    per_sleutel = {wijziging.sleutel: wijziging for wijziging in wijzigingen}
    posten = {sleutel.post_id for sleutel in per_sleutel}
    staand = {Sleutel(rij.post_id, rij.jaar, rij.kant): rij for rij in Bedrag.objects.filter(post_id__in=posten)}
    nieuw, anders, weg = [], [], []
    for sleutel, wijziging in per_sleutel.items():
        rij = staand.get(sleutel)
        if wijziging.nieuw is None:
            weg += [rij.pk] if rij else []
        elif rij is None:
            nieuw.append(Bedrag(**sleutel._asdict(), bedrag=wijziging.nieuw))
        else:
            rij.bedrag = wijziging.nieuw
            anders.append(rij)
    nieuw = Bedrag.objects.bulk_create(nieuw, batch_size=PARTIJ)
    Bedrag.objects.bulk_update(anders, ["bedrag"], batch_size=PARTIJ)
    for rijen, is_update in ((nieuw, False), (anders, True)):
        Bedrag.history.bulk_history_create(
            rijen, batch_size=PARTIJ, update=is_update, default_user=gebruiker, default_change_reason=reden
        )
    if weg:
        Bedrag.objects.filter(pk__in=weg).delete()
        Bedrag.history.filter(id__in=weg, history_type="-").update(history_change_reason=reden, history_user=gebruiker)


@transaction.atomic
def leg_klad_vast(
    begroting_id: int, *, gebruiker: User, getypt: Mapping[Sleutel, Getypt], reden: str | None = None
) -> int:
    """Keep what was typed, beside what was kept before, and return how many cells are kept.

    A cell that has its old amount again is no longer kept. `reden` is what was typed as a reason.
    """
    eis(gebruiker, Recht.BEGROTING_BEWERKEN)
    klad = _klad(begroting_id, gebruiker)
    cellen = klad.cellen
    for sleutel, cel in getypt.items():
        if not cel.is_anders(sleutel.kant):
            cellen.pop(str(sleutel), None)
        elif len(cellen) < MEESTE_CELLEN:
            eerder = uit_json({str(sleutel): cellen[str(sleutel)]})[sleutel] if str(sleutel) in cellen else cel
            # What was typed first was typed over what stood there then.
            bewaard = Getypt(cel.tekst[:LANGSTE_TEKST], eerder.gezien, cel.per)
            cellen[str(sleutel)] = bewaard.als_json()
    if reden is not None:
        klad.reden = reden[:500]
    klad.save()
    return len(cellen)


@transaction.atomic
def bewaar_klad(begroting_id: int, *, reden: str, gebruiker: User) -> Uitslag:
    """Save everything that `gebruiker` typed in a document and hasn't saved, as `bewaar_cellen` does."""
    # Read without its lock, which comes after that of the document.
    klad = Klad.objects.filter(begroting_id=begroting_id, gebruiker=gebruiker).first()
    getypt = uit_json(klad.cellen) if klad else {}
    return bewaar_cellen(begroting_id, getypt=getypt, reden=reden, gebruiker=gebruiker)


@transaction.atomic
def wis_klad(begroting_id: int, *, gebruiker: User) -> None:
    """Throw away what was typed and not saved."""
    eis(gebruiker, Recht.BEGROTING_BEWERKEN)
    Klad.objects.filter(begroting_id=begroting_id, gebruiker=gebruiker).delete()


def _werk_klad_bij(begroting_id: int, gebruiker: User, getypt: Mapping[Sleutel, Getypt], oordeel: Beoordeling) -> None:
    """Keep what couldn't be saved and let go of what was."""
    klad = _klad(begroting_id, gebruiker)
    for sleutel in oordeel.afgehandeld:
        klad.cellen.pop(str(sleutel), None)
    for sleutel in (*oordeel.fouten, *oordeel.conflicten):
        klad.cellen[str(sleutel)] = getypt[sleutel].als_json()
    klad.reden = klad.reden if klad.cellen else ""
    klad.save()


def _klad(begroting_id: int, gebruiker: User) -> Klad:
    """Return the klad of somebody, locked: two tabs of one person write after each other."""
    Klad.objects.get_or_create(begroting_id=begroting_id, gebruiker=gebruiker)
    return Klad.objects.select_for_update().get(begroting_id=begroting_id, gebruiker=gebruiker)
