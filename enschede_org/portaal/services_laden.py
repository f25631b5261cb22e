"""Decisions about loads: offer, confirm, cancel, take back. Rights are asked here; `services_werk` does the work.

What somebody agreed to is kept as a fingerprint; when it would do something else by the time it is written, it goes
back to that person.
"""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from enschede_org.kern.laden.opname import pak_uit
from enschede_org.kern.rechten import Recht, eis
from enschede_org.portaal import tasks
from enschede_org.portaal.hartslag import is_stil
from enschede_org.portaal.models import Laadbeurt
from enschede_org.portaal.queries_laden import bezig
from enschede_org.portaal.services_werk import bewaar_bestanden

Status = Laadbeurt.Status


def begin(*, bestanden: Sequence[tuple[str, bytes]], door: Any, reden: str = "") -> Laadbeurt:
    """Take in the files (name, content) of a new load and have them checked. Raises `PermissionDenied`."""
    eis(door, Recht.LADEN)
    with transaction.atomic():
        beurt = Laadbeurt.objects.create(door=door, reden=reden.strip())
        bewaar_bestanden(beurt, bestanden)
        _zet_klaar(beurt)
    return beurt


def _zet_klaar(beurt: Laadbeurt) -> None:
    """Queue the work, in the transaction of the load itself: neither is ever there without the other."""
    taak = tasks.voer_uit if beurt.status == Status.LADEN else tasks.controleer
    taak.enqueue(beurt.pk)


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
    vers.voortgang, vers.begonnen_op = 0, timezone.now()
    vers.hartslag = vers.begonnen_op
    vers.save()
    _zet_klaar(vers)


def _houd_vast(beurt: Laadbeurt, *statussen: str) -> Laadbeurt:
    vers = Laadbeurt.objects.select_for_update().get(pk=beurt.pk)
    if vers.status not in statussen:
        raise ValidationError(f"Dit kan niet meer: deze laadbeurt is intussen {vers.get_status_display()}.")
    return vers


def _wacht_op_ander(beurt: Laadbeurt) -> None:
    """Tell who is loading at this moment, if somebody is."""
    if ander := bezig(behalve=beurt.pk or 0):
        raise ValidationError(f"{ander} Wacht tot dat klaar is en bevestig dan opnieuw.")


@transaction.atomic
def annuleer(beurt: Laadbeurt, *, door: Any) -> None:
    """Give a load up before it is written; also one on which nobody works any more. Raises `ValidationError`."""
    eis(door, Recht.LADEN)
    vers = _houd_vast(beurt, Status.ONTVANGEN, Status.CONTROLEREN, Status.BEVESTIGEN, Status.LADEN)
    if vers.status == Status.LADEN and not is_stil(vers):
        raise ValidationError("Dit wordt nu geladen en is niet meer te annuleren. U kunt het straks terugdraaien.")
    vers.status = Status.GEANNULEERD
    vers.save(update_fields=["status"])
    _laat_los(vers)


@transaction.atomic
def probeer_opnieuw(beurt: Laadbeurt, *, door: Any) -> None:
    """Queue again what nobody works on any more. Raises `ValidationError`."""
    eis(door, Recht.LADEN)
    vers = _houd_vast(beurt, *Laadbeurt.BEZIG)
    if not is_stil(vers):
        raise ValidationError("Hier wordt nog aan gewerkt. Wacht even.")
    vers.hartslag = timezone.now()
    vers.save(update_fields=["hartslag"])
    _laat_los(vers)
    _zet_klaar(vers)


def hervat() -> list[int]:
    """Queue again what a worker that is gone was working on, and return the numbers of those loads.

    What it wrote was never committed, so the work begins anew. A load that waits for its turn is left alone.
    """
    hervat = []
    for beurt in Laadbeurt.objects.filter(status__in=Laadbeurt.BEZIG).defer("resultaat"):
        taken = DBTaskResult.objects.filter(args_kwargs=_argumenten(beurt))
        if not taken.filter(status=TaskResultStatus.RUNNING).exists() or not is_stil(beurt):
            continue
        with transaction.atomic():
            vers = Laadbeurt.objects.select_for_update().get(pk=beurt.pk)
            if (vers.status, vers.hartslag) == (beurt.status, beurt.hartslag):
                vers.hartslag = timezone.now()
                vers.save(update_fields=["hartslag"])
                _laat_los(vers)
                _zet_klaar(vers)
                hervat.append(vers.pk)
    return hervat


def _argumenten(beurt: Laadbeurt) -> dict[str, Any]:
    return {"args": [beurt.pk], "kwargs": {}}


def _laat_los(beurt: Laadbeurt) -> None:
    """Close the earlier tasks of a load: what a killed worker left isn't run, nor "running" for ever."""
    open_ = DBTaskResult.objects.filter(args_kwargs=_argumenten(beurt), finished_at=None)
    open_.update(status="FAILED", finished_at=timezone.now())


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
    terug.begonnen_op = terug.hartslag = timezone.now()
    terug.save()
    _zet_klaar(terug)
    return terug
