"""Writing why a post differs between two years: causes with amounts, per side."""

from collections.abc import Mapping, Sequence
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from begroting.models import Begroting, Begrotingspost, Kolom, Verklaring
from begroting.queries_verklaringen import Oorzaak
from enschede_org.kern.opslaan import bewaar
from enschede_org.kern.rechten import Gebruiker, Recht, eis
from enschede_org.kern.versies import bewerk

Oorzaken = Mapping[str, Sequence[Oorzaak]]


class Ingehaald(ValidationError):
    """Somebody else changed the explanation since the page was made."""


def merk(oorzaken: Oorzaken) -> str:
    """Return a mark of causes as they stand, by which a later change of them is noticed."""
    rijen = sorted((o.id or 0, kant, o.tekst, str(o.bedrag)) for kant, groep in oorzaken.items() for o in groep)
    return sha256(repr(rijen).encode()).hexdigest()[:16]


@transaction.atomic
def verklaar(
    *,
    begroting_id: int,
    post: str,
    jaren: tuple[int, int],
    oorzaken: Oorzaken,
    gezien: str,
    reden: str,
    gebruiker: Gebruiker | None,
) -> int:
    """Keep causes of the difference of a post between two years, per side; return how many changed.

    A cause with the id of a row changes that row, or takes it away where it has no text; one without an id is new.
    Rows that aren't named stay, and so does the difference that the document itself states. Amounts are euros. An
    adopted document needs a `reden`: it is corrected, because its explanation is part of it. Where nothing changes
    nothing is written. `gezien` is the `merk` of what stood there when it was typed.

    Raises `PermissionDenied`, `Ingehaald`, and `ValidationError` (`VersieGesloten` without a reason).
    """
    eis(gebruiker, Recht.BEGROTING_BEWERKEN)
    versie = Begroting.objects.select_for_update().get(pk=begroting_id)
    rij = Begrotingspost.objects.filter(versie=versie, code=post, level__gt=0).first()
    van, naar = jaren
    bekend = set(Kolom.objects.filter(begroting=versie).values_list("jaar", flat=True))
    if rij is None or van == naar or not {van, naar} <= bekend:
        raise ValidationError(f"{versie} heeft geen post “{post}” met twee kolommen {van} en {naar}.")
    staand = Verklaring.objects.filter(
        post=rij, van_jaar=van, naar_jaar=naar, soort=Verklaring.Soort.OORZAAK, kant__in=list(oorzaken)
    )
    per_id = {verklaring.pk: verklaring for verklaring in staand}
    nu = {kant: [Oorzaak(v.tekst, v.bedrag, v.pk) for v in staand if v.kant == kant] for kant in oorzaken}
    if gezien != merk(nu):
        raise Ingehaald("Een collega heeft deze verklaring intussen gewijzigd. Kijk wat er nu staat en bewaar opnieuw.")
    weg, nieuw, anders = _verschil(per_id, oorzaken)
    if not (weg or nieuw or anders):
        return 0
    waarom = reden.strip() or f"Verschil van {van} naar {naar} verklaard"
    with bewerk(versie, reden=reden, correctie=True):
        for verklaring in weg:
            verklaring._change_reason = waarom  # type: ignore[attr-defined]
            verklaring.delete()
        for verklaring in anders:
            bewaar(verklaring, reden=waarom)
        laatste = _laatste(rij, jaren)
        for kant, oorzaak in nieuw:
            laatste[kant] = laatste.get(kant, -1) + 1
            verklaring = Verklaring(post=rij, van_jaar=van, naar_jaar=naar, kant=kant, volgorde=laatste[kant])
            verklaring.tekst, verklaring.bedrag = oorzaak.tekst, oorzaak.bedrag
            bewaar(verklaring, reden=waarom)
    return len(weg) + len(nieuw) + len(anders)


def _verschil(
    per_id: Mapping[int, Verklaring], oorzaken: Oorzaken
) -> tuple[list[Verklaring], list[tuple[str, Oorzaak]], list[Verklaring]]:
    """Return the rows that go, the causes that are new, and the rows that change (changed already, not saved)."""
    weg, nieuw, anders = [], [], []
    for kant, groep in oorzaken.items():
        for oorzaak in groep:
            verklaring = per_id.get(oorzaak.id) if oorzaak.id else None
            tekst = oorzaak.tekst.strip()
            if verklaring is None or verklaring.kant != kant:
                nieuw += [(kant, oorzaak)] if tekst else []
            elif not tekst:
                weg.append(verklaring)
            elif (verklaring.tekst.strip(), verklaring.bedrag) != (tekst, oorzaak.bedrag):
                verklaring.tekst, verklaring.bedrag = tekst, oorzaak.bedrag
                anders.append(verklaring)
    return weg, nieuw, anders


def _laatste(post: Begrotingspost, jaren: tuple[int, int]) -> dict[str, int]:
    """Return per side the place of the last cause."""
    vraag = Verklaring.objects.filter(
        post=post, van_jaar=jaren[0], naar_jaar=jaren[1], soort=Verklaring.Soort.OORZAAK
    ).order_by()
    return dict(vraag.values_list("kant").annotate(Max("volgorde")))
