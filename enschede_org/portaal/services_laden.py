"""Writing of loads: offer, check, confirm, carry out, cancel, take back. The screens and the command both come here.

A load that is confirmed is one transaction with its own status: killed at any point, either all of it stands and the
load says so, or nothing does. What somebody agreed to is kept as a fingerprint; when it would do something else
by the time it is written, it goes back to that person.
"""

import hashlib
import logging
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from enschede_org.kern.geschiedenis import namens
from enschede_org.kern.laden import bestanden as jaarbestanden
from enschede_org.kern.laden.fout import Fout
from enschede_org.kern.laden.lading import Lading
from enschede_org.kern.laden.lezen import lees_bestanden
from enschede_org.kern.laden.opname import Opname, afdruk, leeg, leg_standen_vast, neem_op, pak, pak_uit, van_fouten
from enschede_org.kern.laden.terug import NietTerug, Terugweg
from enschede_org.kern.laden.toepassen import NietGeladen, pas_toe
from enschede_org.kern.laden.verschil import Verschil, bepaal_verschil
from enschede_org.kern.rechten import Recht, eis
from enschede_org.portaal.hartslag import Hartslag, is_stil
from enschede_org.portaal.inlezen import CATALOGUS
from enschede_org.portaal.models import Laadbestand, Laadbeurt

Status = Laadbeurt.Status
logger = logging.getLogger(__name__)
EEN_TEGELIJK = 0x1AAD  # the number of PostgreSQL's advisory lock: one load writes at a time
MISGEGAAN = (
    "Er ging iets mis dat wij niet hadden voorzien. Er is niets gewijzigd. "
    "Meld het bij de beheerder van het portaal; in het logboek staat meer."
)
VERANDERD = "Er is intussen iets gewijzigd, dus dit verschil is nieuw. Bekijk het en bevestig opnieuw."


class _Veranderd(Exception):
    """The difference isn't the one that somebody agreed to; nothing is written."""


# Offer


def begin(*, bestanden: Sequence[tuple[str, bytes]], door: Any, reden: str = "") -> Laadbeurt:
    """Take in the files (name, content) of a new load and have them checked. Raises `PermissionDenied`."""
    eis(door, Recht.LADEN)
    with transaction.atomic():
        beurt = Laadbeurt.objects.create(door=door, reden=reden.strip())
        _bewaar_bestanden(beurt, bestanden)
        _zet_klaar(beurt)
    return beurt


def _bewaar_bestanden(beurt: Laadbeurt, bestanden: Sequence[tuple[str, bytes]]) -> None:
    Laadbestand.objects.bulk_create(
        Laadbestand(
            beurt=beurt, naam=naam, sha256=hashlib.sha256(inhoud).hexdigest(), omvang=len(inhoud), inhoud=inhoud
        )
        for naam, inhoud in bestanden
    )


def _zet_klaar(beurt: Laadbeurt) -> None:
    """Queue the work, in the transaction of the load itself: neither is ever there without the other."""
    from enschede_org.portaal import tasks  # they call this module

    taak = tasks.voer_uit if beurt.status == Status.LADEN else tasks.controleer
    taak.enqueue(beurt.pk)


# Check


def controleer(nummer: int) -> None:
    """Read and check the files of a load, and keep the faults or the difference."""
    wacht = Laadbeurt.objects.filter(pk=nummer, status__in=(Status.ONTVANGEN, Status.CONTROLEREN))
    if not wacht.update(status=Status.CONTROLEREN, hartslag=timezone.now(), voortgang=5):
        return  # cancelled, or done by another worker
    try:
        with Hartslag(nummer) as hartslag:
            hartslag.zet(10)
            lading = _lees(nummer)
            hartslag.zet(60)
            opname = _opname(lading)
            hartslag.zet(90)
        _bewaar(nummer, Status.CONTROLEREN, opname)
    except Exception:
        _mislukt(nummer, MISGEGAAN)
        logger.exception("checking load %s failed", nummer)


def _lees(nummer: int) -> Lading:
    bestanden, fouten = [], list[Fout]()
    for naam, inhoud in Laadbestand.objects.filter(beurt=nummer).values_list("naam", "inhoud"):
        gevonden, mis = jaarbestanden.uit_upload(naam, bytes(inhoud))
        bestanden += gevonden
        fouten += mis
    lading = lees_bestanden(CATALOGUS, bestanden)
    lading.fouten = sorted({*fouten, *lading.fouten})
    return lading


def _opname(lading: Lading) -> Opname:
    return van_fouten(lading.fouten) if lading.fouten else neem_op(lading, bepaal_verschil(lading))


def _bewaar(nummer: int, van: str, opname: Opname, bericht: str = "") -> None:
    """Keep what the check found, unless the load was cancelled meanwhile."""
    status = Status.BEVESTIGEN
    if opname["fouten"]:
        status = Status.FOUTEN
    elif not opname["rijen"] and not opname["vastgesteld"]:
        status = Status.NIETS
    Laadbeurt.objects.filter(pk=nummer, status=van).update(
        status=status, resultaat=pak(opname), afdruk=afdruk(opname), bericht=bericht, voortgang=100
    )


def _mislukt(nummer: int, bericht: str, opname: Opname | None = None) -> None:
    velden = {"resultaat": pak(opname)} if opname else {}
    Laadbeurt.objects.filter(pk=nummer, status__in=Laadbeurt.BEZIG).update(
        status=Status.MISLUKT, bericht=bericht, **velden
    )


# Decide


@transaction.atomic
def bevestig(beurt: Laadbeurt, *, door: Any, reden: str = "") -> None:
    """Have the load written. Raises `ValidationError` when it can't be now, or needs a reason."""
    eis(door, Recht.LADEN)
    vers = _houd_vast(beurt, Status.BEVESTIGEN)
    vers.reden = reden.strip() or vers.reden
    if not vers.reden and any(versie["staat"] == "correctie" for versie in pak_uit(bytes(vers.resultaat))["versies"]):
        raise ValidationError("Dit wijzigt iets dat is vastgesteld. Geef de reden van deze correctie.")
    _wacht_op_ander(vers)
    vers.status, vers.bevestigd_door, vers.bericht = Status.LADEN, door, ""
    vers.voortgang, vers.hartslag = 0, timezone.now()
    vers.save()
    _zet_klaar(vers)


def _houd_vast(beurt: Laadbeurt, *statussen: str) -> Laadbeurt:
    vers = Laadbeurt.objects.select_for_update().get(pk=beurt.pk)
    if vers.status not in statussen:
        raise ValidationError(f"Dit kan niet meer: deze laadbeurt is intussen {vers.get_status_display()}.")
    return vers


def _wacht_op_ander(beurt: Laadbeurt) -> None:
    """Tell who is loading at this moment, if somebody is."""
    for ander in Laadbeurt.objects.filter(status=Status.LADEN).exclude(pk=beurt.pk).select_related("bevestigd_door"):
        if not is_stil(ander):
            wie = ander.bevestigd_door.get_username() if ander.bevestigd_door else "Iemand op de server"
            sinds = timezone.localtime(ander.hartslag or ander.gemaakt_op)
            raise ValidationError(
                f"{wie} is nu aan het laden (laadbeurt {ander.pk}, laatste teken om {sinds:%H:%M} uur). "
                "Wacht tot dat klaar is en bevestig dan opnieuw."
            )


@transaction.atomic
def annuleer(beurt: Laadbeurt, *, door: Any) -> None:
    """Give a load up before it is written; also one on which nobody works any more. Raises `ValidationError`."""
    eis(door, Recht.LADEN)
    vers = _houd_vast(beurt, Status.ONTVANGEN, Status.CONTROLEREN, Status.BEVESTIGEN, Status.LADEN)
    if vers.status == Status.LADEN and not is_stil(vers):
        raise ValidationError("Dit wordt nu geladen en is niet meer te annuleren. U kunt het straks terugdraaien.")
    vers.status = Status.GEANNULEERD
    vers.save(update_fields=["status"])


@transaction.atomic
def probeer_opnieuw(beurt: Laadbeurt, *, door: Any) -> None:
    """Queue again what nobody works on any more. Raises `ValidationError`."""
    eis(door, Recht.LADEN)
    vers = _houd_vast(beurt, *Laadbeurt.BEZIG)
    if not is_stil(vers):
        raise ValidationError("Hier wordt nog aan gewerkt. Wacht even.")
    vers.hartslag = timezone.now()
    vers.save(update_fields=["hartslag"])
    _zet_klaar(vers)


@transaction.atomic
def draai_terug(beurt: Laadbeurt, *, door: Any, reden: str) -> Laadbeurt:
    """Have a load taken back, as a load of its own. Raises `ValidationError`."""
    eis(door, Recht.LADEN)
    vers = _houd_vast(beurt, Status.GELADEN)
    if vers.terug_van_id:
        raise ValidationError("Een terugdraaiing draait u niet terug. Laad de bestanden opnieuw.")
    if not reden.strip():
        raise ValidationError("Geef de reden waarom u dit terugdraait.")
    terug = Laadbeurt(terug_van=vers, door=door, bevestigd_door=door, reden=reden.strip(), status=Status.LADEN)
    _wacht_op_ander(terug)
    terug.hartslag = timezone.now()
    terug.save()
    _zet_klaar(terug)
    return terug


# Carry out


def voer_uit(nummer: int) -> None:
    """Write a load that somebody has confirmed, or take one back. What goes wrong is kept with the load."""
    beurt = Laadbeurt.objects.select_related("bevestigd_door", "terug_van").defer("resultaat").get(pk=nummer)
    if beurt.status != Status.LADEN:
        return  # cancelled, or done by another worker
    try:
        with namens(beurt.bevestigd_door), Hartslag(nummer) as hartslag:
            if beurt.terug_van:
                _voer_terug(beurt, beurt.terug_van, hartslag)
            else:
                _voer_uit(beurt, hartslag)
    except NietTerug as fout:
        _mislukt(nummer, str(fout), leeg() | {"bezwaren": fout.bezwaren})
    except NietGeladen as fout:
        _mislukt(nummer, f"{fout} Er is niets gewijzigd.")
    except Exception:
        _mislukt(nummer, MISGEGAAN)
        logger.exception("load %s failed", nummer)


def _voer_uit(beurt: Laadbeurt, hartslag: Hartslag) -> None:
    hartslag.zet(5)
    lading = _lees(beurt.pk)
    hartslag.zet(30)
    try:
        if lading.fouten:
            raise _Veranderd
        with transaction.atomic():
            _een_tegelijk()
            verschil = bepaal_verschil(lading)
            opname = neem_op(lading, verschil)
            if afdruk(opname) != beurt.afdruk:
                raise _Veranderd
            hartslag.zet(50)
            _schrijf(beurt, lading, verschil, opname, beurt.reden or _reden_van(lading))
    except _Veranderd:
        _bewaar(beurt.pk, Status.LADEN, _opname(lading), VERANDERD)
    except NietGeladen:
        # Somebody got in between: then it is a new difference to look at. Otherwise the database refuses it.
        opname = _opname(_lees(beurt.pk))
        if afdruk(opname) == beurt.afdruk:
            raise
        _bewaar(beurt.pk, Status.LADEN, opname, VERANDERD)


def _schrijf(beurt: Laadbeurt, lading: Lading, verschil: Verschil, opname: Opname, reden: str) -> None:
    """Write the difference and that it is written, inside one transaction."""
    pas_toe(lading, verschil, reden=reden)
    leg_standen_vast(lading, opname)
    _controleer_verwijzingen()
    _sluit_af(beurt, opname)


def _sluit_af(beurt: Laadbeurt, opname: Opname) -> None:
    geladen = Laadbeurt.objects.filter(pk=beurt.pk, status=Status.LADEN).update(
        status=Status.GELADEN,
        geladen_op=timezone.now(),
        voortgang=100,
        resultaat=pak(opname),
        afdruk=afdruk(opname),
        bericht="",
    )
    if not geladen:
        raise NietGeladen("Deze laadbeurt is intussen geannuleerd of door een ander afgemaakt.")


def _voer_terug(beurt: Laadbeurt, origineel: Laadbeurt, hartslag: Hartslag) -> None:
    hartslag.zet(10)
    with transaction.atomic():
        _een_tegelijk()
        weg = Terugweg(CATALOGUS, pak_uit(bytes(origineel.resultaat)))
        opname = weg.beschrijf()
        hartslag.zet(40)
        weg.loop(reden=f"Laadbeurt {origineel.pk} teruggedraaid: {beurt.reden}")
        _controleer_verwijzingen()
        terug = Laadbeurt.objects.filter(pk=origineel.pk, status=Status.GELADEN)
        if not terug.update(status=Status.TERUGGEDRAAID):
            raise NietGeladen("Deze laadbeurt is intussen al teruggedraaid.")
        _sluit_af(beurt, opname)


def _een_tegelijk() -> None:
    """Wait until nobody else loads, until the end of this transaction. SQLite has one writer anyhow."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [EEN_TEGELIJK])


def _controleer_verwijzingen() -> None:
    """Have PostgreSQL check every reference now, not at the commit: then it can still be told what is wrong."""
    if connection.vendor != "postgresql":
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except IntegrityError as fout:
        raise NietGeladen("Iets dat vervalt is nog nodig: er wordt intussen naar verwezen. Laad opnieuw.") from fout


def _reden_van(lading: Lading) -> str:
    return f"Geladen uit {', '.join(sorted(lading.bestanden))}"[:500]


# The other door


@transaction.atomic
def laad_nu(lading: Lading, verschil: Verschil, *, reden: str, standaardreden: str) -> Laadbeurt:
    """Write what somebody at the command line has read, seen and agreed to, and keep it as a load.

    All of it is one transaction, so a killed command leaves no trace. Raises `NietGeladen`.
    """
    _een_tegelijk()
    beurt = Laadbeurt.objects.create(status=Status.LADEN, reden=reden)
    gelezen = [b for b in lading.bestanden.values() if b.gevraagd or b.naam in lading.gebruikt]
    _bewaar_bestanden(beurt, [(bestand.naam, bestand.inhoud) for bestand in gelezen])
    opname = neem_op(lading, verschil)
    _schrijf(beurt, lading, verschil, opname, reden or standaardreden)
    return beurt
