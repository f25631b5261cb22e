"""The work on loads: check, write, take back. The task in the background and the command both come here.

A load is one transaction with its own status: killed at any point, either all of it stands and the load says so, or
nothing does.
"""

import hashlib
import logging
from collections.abc import Sequence

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from enschede_org.kern.geschiedenis import namens
from enschede_org.kern.laden import bestanden as jaarbestanden
from enschede_org.kern.laden.fout import Fout
from enschede_org.kern.laden.herkennen import merk
from enschede_org.kern.laden.lading import Lading
from enschede_org.kern.laden.lezen import lees_bestanden
from enschede_org.kern.laden.opname import Opname, afdruk, leeg, leg_standen_vast, neem_op, pak, pak_uit, van_fouten
from enschede_org.kern.laden.terug import NietTerug, Terugweg
from enschede_org.kern.laden.toepassen import NietGeladen, pas_toe
from enschede_org.kern.laden.verschil import Verschil, bepaal_verschil
from enschede_org.portaal.hartslag import Hartslag
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


def bewaar_bestanden(beurt: Laadbeurt, bestanden: Sequence[tuple[str, bytes]]) -> None:
    """Keep the files (name, content) of a load."""
    Laadbestand.objects.bulk_create(
        Laadbestand(
            beurt=beurt, naam=naam, sha256=hashlib.sha256(inhoud).hexdigest(), omvang=len(inhoud), inhoud=inhoud
        )
        for naam, inhoud in bestanden
    )


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
        toen = pak_uit(bytes(origineel.resultaat))
        weg = Terugweg(CATALOGUS, toen)
        opname = weg.beschrijf() | {"versies": toen["versies"]}
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


@transaction.atomic
def laad_nu(lading: Lading, verschil: Verschil, paden: Sequence[str], *, reden: str, standaardreden: str) -> Laadbeurt:
    """Write what somebody at the command line has read from `paden`, seen and agreed to, and keep it as a load.

    All of it is one transaction, so a killed command leaves no trace. Raises `NietGeladen`.
    """
    _een_tegelijk()
    beurt = Laadbeurt.objects.create(status=Status.LADEN, reden=reden)
    opname = neem_op(lading, verschil)
    _schrijf(beurt, lading, verschil, opname, reden or standaardreden)
    # A load lets go of what its files hold once it has read them.
    bestanden, _ = jaarbestanden.vind_bestanden(paden)
    if merk(CATALOGUS, bestanden) != lading.merk:
        raise NietGeladen("De bestanden zijn tijdens het laden veranderd. Laad opnieuw.")
    bewaar_bestanden(beurt, [(b.naam, b.inhoud) for b in bestanden if b.gevraagd or b.naam in lading.gebruikt])
    return beurt
