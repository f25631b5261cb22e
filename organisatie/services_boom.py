"""What acts in a structure share: its tree read and written as plain rows, and identities for new units."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import F
from django.utils.text import slugify

from enschede_org.kern import boom
from enschede_org.kern.opslaan import bewaar
from organisatie.models import Eenheid, Eenheidsoort, Onderdeel, Organisatiestructuur
from organisatie.queries.gemeenschappelijk import eigen_gemeente
from organisatie.werkboom import Plek, Werkboom

OVERIG = ("taak", "medewerkers", "medewerkers_aanduiding", "bron_id", "vindplaats")


def structuur_met_code(code: str) -> Organisatiestructuur:
    """Return the structure of our own municipality with this code. Raises `ValidationError` when there is none."""
    gevonden = Organisatiestructuur.objects.filter(code=code, **eigen_gemeente()).first()
    if gevonden is None:
        raise ValidationError(f"Er is geen structuur met de code “{code}”.")
    return gevonden


def lees_boom(versie: Organisatiestructuur) -> Werkboom:
    """Return the tree of a structure, to change it. Two queries; call it inside `kern.versies.bewerk`."""
    rijen = Onderdeel.objects.filter(versie=versie).values(
        "code",
        "volgorde",
        "naam",
        "eenheid_id",
        "soort_id",
        *OVERIG,
        ouder=F("parent__code"),
        p=F("portefeuille__code"),
    )
    plekken = [
        Plek(
            **{veld: rij[veld] for veld in ("code", "ouder", "volgorde", "naam", "eenheid_id", "soort_id")},
            portefeuille=rij["p"],
            overig={veld: rij[veld] for veld in OVERIG},
        )
        for rij in rijen
    ]
    return Werkboom(plekken, dict(Eenheidsoort.objects.values_list("pk", "is_portefeuille")))


def schrijf_boom(versie: Organisatiestructuur, plekken: Iterable[Plek], *, reden: str) -> None:
    """Make the tree of a structure what the rows say."""
    wensen = [
        boom.Wens(
            plek.code,
            plek.ouder,
            plek.volgorde,
            {"naam": plek.naam, "eenheid_id": plek.eenheid_id, "soort_id": plek.soort_id, **plek.overig},
            {"portefeuille": plek.portefeuille},
        )
        for plek in plekken
    ]
    boom.vorm(Onderdeel, versie, wensen, reden=reden)


def nieuwe_plek(versie: Organisatiestructuur, naam: str, reden: str, niet: Iterable[str] = ()) -> Plek:
    """Return a place for a new unit; the act says where it comes to stand and of which kind it is."""
    eenheid = nieuwe_eenheid(versie, naam, reden, niet)
    return Plek(eenheid.code, None, 0, naam, eenheid.pk, 0, None, leeg())


def nieuwe_eenheid(versie: Organisatiestructuur, naam: str, reden: str, niet: Iterable[str] = ()) -> Eenheid:
    """Return an identity for a new unit; one that was made before and has no place (an act taken back) serves again."""
    waarom = reden.strip() or versie.besluit or f"Nieuw in {versie}"
    stam = slugify(naam)[:110] or "onderdeel"
    staand = Eenheid.objects.filter(gemeente=versie.gemeente_id, code__startswith=stam)
    bezet = {eenheid.code: eenheid for eenheid in staand}
    vrije = set(staand.filter(plaatsen=None, vervullingen=None).values_list("code", flat=True))
    codes = (stam, *(f"{stam}-{nummer}" for nummer in range(2, len(bezet) + 9)))
    vrij = next(code for code in codes if code not in niet and (code not in bezet or code in vrije))
    eenheid = bezet.get(vrij) or Eenheid(gemeente_id=versie.gemeente_id, code=vrij)
    eenheid.naam = naam
    try:
        return bewaar(eenheid, reden=waarom)
    except IntegrityError as fout:
        raise ValidationError(f"Iemand anders maakte tegelijk een onderdeel {naam}. Probeer het opnieuw.") from fout


def soort_met_code(code: str) -> Eenheidsoort:
    gevonden = Eenheidsoort.objects.filter(code=code).first()
    if gevonden is None:
        raise ValidationError(f"Er is geen soort met de code “{code}”. Kies een soort uit de lijst.")
    return gevonden


def leeg() -> dict[str, Any]:
    return {"taak": "", "medewerkers": None, "medewerkers_aanduiding": "", "bron_id": None, "vindplaats": ""}
