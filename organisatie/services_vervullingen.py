"""Who holds which function: assign, end, replace. A function with one seat never has two holders at once."""

from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify

from enschede_org.kern.opslaan import bewaar
from enschede_org.kern.rechten import Recht, eis
from organisatie.models import Eenheid, Functie, Persoon, Vervulling
from organisatie.queries.gemeenschappelijk import eigen_gemeente

VACATURE = Vervulling.Bezetting.VACATURE


@transaction.atomic
def wijs_toe(
    *,
    eenheid: str,
    functie: str,
    persoon: str,
    van: date,
    tot: date | None = None,
    waarnemend: bool = False,
    nieuwe_persoon: bool = False,
    toelichting: str = "",
    reden: str = "",
    wie: User | None = None,
) -> Vervulling:
    """Let a person (by name) hold a function in a unit; without a name the seat is vacant.

    A name that nobody has is refused unless `nieuwe_persoon`. Raises `ValidationError`, per field where it can.
    """
    eis(wie, Recht.STRUCTUUR_BEWERKEN)
    plek = _houd_eenheid(eenheid)
    rol = Functie.objects.filter(code=functie).first()
    if rol is None:
        raise ValidationError({"functie": "Kies een functie uit de lijst."})
    waarom = _reden(reden, van, tot, f"{rol} van {plek}")
    mens = _persoon(persoon, nieuwe_persoon, waarom)
    rij = Vervulling(
        code=_vrije_code(plek, rol, mens, van),
        persoon=mens,
        bezetting=Vervulling.Bezetting.VERVULD if mens else VACATURE,
        functie=rol,
        eenheid=plek,
        van=van,
        tot=tot,
        waarnemend=waarnemend,
        toelichting=toelichting,
    )
    _geen_overlap(rij)
    return bewaar(rij, reden=waarom)


@transaction.atomic
def beeindig(*, vervulling: str, tot: date, reden: str = "", wie: User | None = None) -> Vervulling:
    """Let a function end; `tot` is the first day on which it is no longer held."""
    eis(wie, Recht.STRUCTUUR_BEWERKEN)
    rij = _houd_vervulling(vervulling)
    if tot <= rij.van:
        raise ValidationError({"tot": f"Kies een dag na {rij.van:%d-%m-%Y}: toen begon dit."})
    waarom = _reden(reden, tot, None, f"{rij} eindigt")
    rij.tot = tot
    _geen_overlap(rij)
    return bewaar(rij, reden=waarom)


@transaction.atomic
def vervang(
    *,
    vervulling: str,
    per: date,
    persoon: str,
    waarnemend: bool = False,
    nieuwe_persoon: bool = False,
    toelichting: str = "",
    reden: str = "",
    wie: User | None = None,
) -> Vervulling:
    """Let somebody else hold a function from `per`; who held it stops that day, and the end that was set moves on."""
    eis(wie, Recht.STRUCTUUR_BEWERKEN)
    oud = _houd_vervulling(vervulling)
    tot = oud.tot
    if tot is not None and tot <= per:
        raise ValidationError({"per": f"Kies een dag voor {tot:%d-%m-%Y}: dan eindigt dit al."})
    try:
        beeindig(vervulling=vervulling, tot=per, reden=reden or f"Opgevolgd per {per:%d-%m-%Y}", wie=wie)
    except ValidationError as fout:
        raise ValidationError({"per": fout.messages}) from fout
    return wijs_toe(
        eenheid=oud.eenheid.code,
        functie=oud.functie.code,
        persoon=persoon,
        van=per,
        tot=tot,
        waarnemend=waarnemend,
        nieuwe_persoon=nieuwe_persoon,
        toelichting=toelichting,
        reden=reden,
        wie=wie,
    )


def _houd_eenheid(code: str) -> Eenheid:
    """Lock a unit: who writes its holders waits for each other here."""
    gevonden = Eenheid.objects.select_for_update(no_key=True).filter(code=code, **eigen_gemeente()).first()
    if gevonden is None:
        raise ValidationError(f"Er is geen onderdeel met de code “{code}”.")
    return gevonden


def _houd_vervulling(code: str) -> Vervulling:
    rij = Vervulling.objects.filter(code=code, **eigen_gemeente("eenheid__gemeente")).select_related("eenheid").first()
    if rij is None:
        raise ValidationError("Deze regel bestaat niet meer. Ga terug en kies opnieuw.")
    _houd_eenheid(rij.eenheid.code)
    rij.refresh_from_db()
    return rij


def _geen_overlap(rij: Vervulling) -> None:
    if not rij.functie.enkelvoudig:
        return
    andere = Vervulling.objects.filter(
        Q(tot__isnull=True) | Q(tot__gt=rij.van), eenheid=rij.eenheid_id, functie=rij.functie_id
    ).exclude(pk=rij.pk)
    if rij.tot is not None:
        andere = andere.filter(van__lt=rij.tot)
    if botst := andere.select_related("persoon").order_by("van").first():
        wie = botst.persoon.naam if botst.persoon else f"Een {botst.get_bezetting_display()}"
        periode = f"van {botst.van:%d-%m-%Y} " + (f"tot {botst.tot:%d-%m-%Y}" if botst.tot else "en nog steeds")
        raise ValidationError(
            f"{wie} heeft deze functie {periode}, en {rij.functie} heeft één plek in {rij.eenheid}. "
            f"Beëindig dat eerst, of kies andere dagen."
        )


def _reden(reden: str, van: date, tot: date | None, anders: str) -> str:
    """Return the reason; what is in the past only changes with one that was given."""
    if reden.strip():
        return reden
    if min(van, tot or van) < timezone.localdate():
        raise ValidationError({"reden": "Deze datum ligt in het verleden. Schrijf op waarom u dit nu vastlegt."})
    return anders


def _persoon(naam: str, nieuw: bool, reden: str) -> Persoon | None:
    naam = " ".join(naam.split())
    if not naam:
        return None
    gevonden = list(Persoon.objects.filter(naam__iexact=naam)[:2])
    if len(gevonden) == 1:
        return gevonden[0]
    if gevonden:
        raise ValidationError(
            {"persoon": f"Er zijn meer mensen die {naam} heten. Vraag de beheerder dit uit te zoeken."}
        )
    if not nieuw:
        raise ValidationError(
            {"persoon": f"{naam} staat nog niet in het portaal. Kijk of de naam klopt, of vink “nieuwe persoon” aan."}
        )
    return bewaar(Persoon(code=_vrij(Persoon, slugify(naam)[:70] or "persoon"), naam=naam), reden=reden)


def _vrije_code(eenheid: Eenheid, functie: Functie, persoon: Persoon | None, van: date) -> str:
    wie = persoon.code if persoon else "vacature"
    return _vrij(Vervulling, f"{functie.code}-{eenheid.code}-{wie}"[:105] + f"-{van:%Y}")


def _vrij(model: Any, stam: str) -> str:
    bezet = set(model._default_manager.filter(code__startswith=stam).values_list("code", flat=True))
    return next(code for code in (stam, *(f"{stam}-{n}" for n in range(2, len(bezet) + 3))) if code not in bezet)
