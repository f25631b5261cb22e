"""A draft of the organisation from its beginning to its end: made from a structure, adopted or withdrawn."""

from datetime import date

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from enschede_org.kern.kopie import kopieer
from enschede_org.kern.models import Gemeente, Versie
from enschede_org.kern.opslaan import bewaar
from enschede_org.kern.rechten import Recht, eis
from enschede_org.kern.versies import bewerk
from organisatie import services
from organisatie.models import Eenheid, Opvolging, Organisatiestructuur, Vervulling
from organisatie.queries.concept import stand as stand_van
from organisatie.queries.gemeenschappelijk import eigen_gemeente
from organisatie.queries.vaststelling import Vaststelling, vaststelling
from organisatie.services_bewerken import Intussen
from organisatie.services_boom import structuur_met_code


def maak_concept(
    *,
    structuur: str,
    naam: str,
    geldig_van: date,
    besluit: str,
    toelichting: str = "",
    wie: User | None = None,
) -> Organisatiestructuur:
    """Return a new draft of a structure, to hold from `geldig_van`. Raises `ValidationError` on a day that is taken."""
    eis(wie, Recht.STRUCTUUR_BEWERKEN)
    bron = structuur_met_code(structuur)
    if geldig_van <= bron.geldig_van:
        raise ValidationError(
            {"geldig_van": f"Kies een dag na {bron.geldig_van:%d-%m-%Y}: dan begint {bron}, de structuur hiervoor."}
        )
    bezet = Organisatiestructuur.objects.filter(
        gemeente=bron.gemeente_id, status=Versie.Status.VASTGESTELD, geldig_van=geldig_van
    ).first()
    if bezet:
        raise ValidationError({"geldig_van": f"Op deze dag begint {bezet} al. Kies een andere dag."})
    return kopieer(
        bron,
        reden=f"Concept van {bron}: {besluit or naam}",
        code=_vrije_code(naam),
        naam=naam,
        geldig_van=geldig_van,
        geldig_tot=None,
        bij_benadering=False,
        datering="",
        besluit=besluit,
        toelichting=toelichting,
    )


@transaction.atomic
def stel_vast(
    *,
    structuur: str,
    vastgesteld_op: date,
    reden: str,
    beeindig: bool = False,
    wie: User | None = None,
    gezien: int | None = None,
) -> Organisatiestructuur:
    """Adopt a draft after all checks: it is fixed, successions are written, names of units follow.

    With `beeindig` who holds a function in a unit that is gone stops on the day that the structure begins. Raises
    `ValidationError` with every objection.
    """
    eis(wie, Recht.STRUCTUUR_BEWERKEN)
    rij = structuur_met_code(structuur)
    Gemeente.objects.select_for_update(no_key=True).get(pk=rij.gemeente_id)
    with bewerk(rij, reden=reden) as versie:
        beeld = vaststelling(versie.code)
        if beeld is None:
            raise ValidationError(f"{versie} is geen concept meer.")
        if gezien is not None and gezien != beeld.beeld.stand:
            raise Intussen(beeld.beeld.stand)
        bezwaren = [bezwaar for bezwaar in beeld.bezwaren if not (beeindig and bezwaar.lost_beeindigen_op)]
        if bezwaren:
            raise ValidationError([bezwaar.tekst for bezwaar in bezwaren])
        versie.vastgesteld_op = vastgesteld_op
        versie._change_reason = reden  # type: ignore[attr-defined]
        versie.save()
        services.stel_vast(versie, reden=reden)
        if beeindig:
            _beeindig(versie, beeld, reden)
        _schrijf_opvolging(versie, beeld, reden)
        _werk_namen_bij(versie, reden)
        versie.refresh_from_db()
        return versie


def trek_in(*, structuur: str, reden: str, wie: User | None = None, gezien: int | None = None) -> Organisatiestructuur:
    """Withdraw a draft: it stays readable for who works on drafts, and nothing in it changes any more."""
    eis(wie, Recht.STRUCTUUR_BEWERKEN)
    with bewerk(structuur_met_code(structuur), reden=reden) as versie:
        if versie.is_vastgesteld:
            raise ValidationError(f"{versie} is vastgesteld en kan niet als concept worden ingetrokken.")
        stand = stand_van(versie.pk)
        if gezien is not None and gezien != stand:
            raise Intussen(stand)
        versie.status = Versie.Status.INGETROKKEN
        return bewaar(versie, reden=reden)


def _beeindig(versie: Organisatiestructuur, beeld: Vaststelling, reden: str) -> None:
    for rij in Vervulling.objects.select_for_update().filter(pk__in=[houder.id for houder in beeld.te_beeindigen]):
        rij.tot = versie.geldig_van
        bewaar(rij, reden=reden)


def _schrijf_opvolging(versie: Organisatiestructuur, beeld: Vaststelling, reden: str) -> None:
    codes = {code for stap in beeld.opvolging for code in (stap.van, stap.naar)}
    pks = dict(Eenheid.objects.filter(gemeente=versie.gemeente_id, code__in=codes).values_list("code", "pk"))
    for stap in beeld.opvolging:
        rij = Opvolging(
            van_id=pks[stap.van],
            naar_id=pks[stap.naar],
            datum=versie.geldig_van,
            soort=stap.soort,
            bron=versie.bron,
            vindplaats=versie.vindplaats,
        )
        if not Opvolging.objects.filter(van=rij.van_id, naar=rij.naar_id, datum=rij.datum).exists():
            bewaar(rij, reden=reden)


def _werk_namen_bij(versie: Organisatiestructuur, reden: str) -> None:
    """Let units be known by their newest name, when no later structure names them."""
    if versie.geldig_tot is not None:
        return
    for plek in versie.onderdelen.select_related("eenheid"):
        if plek.eenheid.naam != plek.naam[:200]:
            plek.eenheid.naam = plek.naam[:200]
            bewaar(plek.eenheid, reden=reden)


def _vrije_code(naam: str) -> str:
    stam = slugify(naam)[:70] or "structuur"
    bezet = set(
        Organisatiestructuur.objects.filter(code__startswith=stam, **eigen_gemeente()).values_list("code", flat=True)
    )
    return next(code for code in (stam, *(f"{stam}-{n}" for n in range(2, len(bezet) + 3))) if code not in bezet)
