"""Changing what a structure says of itself, and correcting what was adopted: field by field, with a reason."""

from dataclasses import replace
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction

from enschede_org.kern.models import Gemeente, Versie
from enschede_org.kern.opslaan import bewaar
from enschede_org.kern.rechten import Recht, eis
from enschede_org.kern.versies import bewerk
from organisatie import services
from organisatie.models import Eenheidsoort, Organisatiestructuur
from organisatie.queries.correcties import stand
from organisatie.services_bewerken import Intussen
from organisatie.services_boom import lees_boom, schrijf_boom, structuur_met_code
from organisatie.werkboom import Plek

EIGEN = ("naam", "geldig_van", "bij_benadering", "datering", "besluit", "vastgesteld_op", "toelichting")


@transaction.atomic
def wijzig_gegevens(
    *, structuur: str, velden: dict[str, Any], reden: str, wie: User | None = None, gezien: int | None = None
) -> Organisatiestructuur:
    """Change what a structure says of itself (`EIGEN`); of an adopted one that is a correction.

    `gezien` is the stand that `queries.correcties.stand` gave. Raises `ValidationError`.
    """
    eis(wie, Recht.STRUCTUUR_BEWERKEN)
    rij = _houd_gemeente(structuur)
    with bewerk(rij, reden=reden, correctie=True) as versie:
        _niet_ingehaald(versie, gezien)
        begon = versie.geldig_van
        for naam in EIGEN:
            setattr(versie, naam, velden.get(naam, getattr(versie, naam)))
        versie.full_clean()
        if versie.is_vastgesteld:
            services.corrigeer(versie, begon=begon, reden=reden)
        else:
            bewaar(versie, reden=reden)
        return versie


@transaction.atomic
def corrigeer_onderdeel(
    *,
    structuur: str,
    code: str,
    naam: str,
    soort: str,
    taak: str,
    medewerkers: int | None,
    medewerkers_aanduiding: str,
    portefeuille: str | None,
    reden: str,
    ook_later: bool = False,
    wie: User | None = None,
    gezien: int | None = None,
) -> list[str]:
    """Correct a unit in an adopted structure; return the names of the structures in which something changed.

    With `ook_later` a later adopted structure that still says what was wrong here is corrected too.
    """
    eis(wie, Recht.STRUCTUUR_BEWERKEN)
    eerste = _houd_gemeente(structuur)
    if not eerste.is_vastgesteld:
        raise ValidationError(f"{eerste} is niet vastgesteld: wijzig het onderdeel in het concept zelf.")
    gekozen = Eenheidsoort.objects.filter(code=soort).first()
    if gekozen is None:
        raise ValidationError({"soort": "Kies een soort uit de lijst."})
    overig = {"taak": taak, "medewerkers": medewerkers, "medewerkers_aanduiding": medewerkers_aanduiding}
    later = Organisatiestructuur.objects.filter(
        gemeente=eerste.gemeente_id, status=Versie.Status.VASTGESTELD, geldig_van__gt=eerste.geldig_van
    ).order_by("geldig_van")
    gewijzigd: list[str] = []
    was: Plek | None = None
    for rij in [eerste, *(later if ook_later else ())]:
        with bewerk(rij, reden=reden, correctie=True) as versie:
            werk = lees_boom(versie)
            if was is None:
                _niet_ingehaald(versie, gezien)
                was = werk[code]
            plek = werk.plekken.get(code)
            nieuw = plek and _verbeterd(plek, was, naam, gekozen.pk, portefeuille, overig)
            if plek is None or nieuw is None or nieuw == plek:
                continue
            if nieuw.soort_id != plek.soort_id:
                werk.wijzig_soort(code, nieuw.soort_id)
            if nieuw.portefeuille != werk[code].portefeuille:
                werk.wijzig_portefeuille(code, nieuw.portefeuille)
            werk.plekken[code] = replace(werk[code], naam=nieuw.naam, overig=nieuw.overig)
            schrijf_boom(versie, werk.plekken.values(), reden=f"Correctie: {reden}")
            gewijzigd.append(versie.naam)
    if not gewijzigd:
        raise ValidationError("Er is niets gewijzigd. Pas een veld aan, of ga terug.")
    return gewijzigd


def _verbeterd(
    plek: Plek, was: Plek, naam: str, soort_id: int, portefeuille: str | None, overig: dict[str, Any]
) -> Plek:
    """Return a place with the new values where it still says what the corrected one said."""

    def kies(hier: Any, fout: Any, goed: Any) -> Any:
        return goed if hier == fout else hier

    return replace(
        plek,
        naam=kies(plek.naam, was.naam, naam),
        soort_id=kies(plek.soort_id, was.soort_id, soort_id),
        portefeuille=kies(plek.portefeuille, was.portefeuille, portefeuille),
        overig={**plek.overig, **{v: kies(plek.overig[v], was.overig[v], goed) for v, goed in overig.items()}},
    )


def _houd_gemeente(structuur: str) -> Organisatiestructuur:
    """Lock the municipality before its structures, in the order in which everybody does, and return the structure."""
    rij = structuur_met_code(structuur)
    Gemeente.objects.select_for_update(no_key=True).get(pk=rij.gemeente_id)
    return rij


def _niet_ingehaald(versie: Organisatiestructuur, gezien: int | None) -> None:
    nu = stand(versie.pk)
    if gezien is not None and gezien != nu:
        raise Intussen(nu)
