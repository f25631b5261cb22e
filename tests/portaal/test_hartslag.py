"""The sign of life of whoever works on a load, seen from outside the work's own transaction."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from enschede_org.portaal import hartslag
from enschede_org.portaal.models import Begrip, Laadbeurt


def _wacht_tot(voorwaarde: Callable[[], bool]) -> bool:
    einde = time.monotonic() + 10
    while not voorwaarde() and time.monotonic() < einde:
        time.sleep(0.02)
    return voorwaarde()


def test_de_voortgang_is_te_zien_terwijl_het_werk_nog_niet_klaar_is(documenten_verbinding, monkeypatch):
    monkeypatch.setattr(hartslag, "SLAG", 0.05)
    beurt = Laadbeurt.objects.create(status="controleren")
    try:
        with hartslag.Hartslag(beurt.pk) as slag:
            slag.zet(40)
            assert _wacht_tot(lambda: Laadbeurt.objects.get(pk=beurt.pk).voortgang == 40)
        beurt.refresh_from_db()
        assert not hartslag.is_stil(beurt)
    finally:
        beurt.delete()


def test_een_schrijver_die_alles_vasthoudt_laat_de_hartslag_niet_struikelen(documenten_verbinding, monkeypatch):
    monkeypatch.setattr(hartslag, "SLAG", 0.05)
    beurt = Laadbeurt.objects.create(status="laden")
    try:
        with hartslag.Hartslag(beurt.pk) as slag:
            with transaction.atomic():
                Begrip.objects.filter(pk=0).update(term="")  # on SQLite nobody else can write now
                slag.zet(70)
                time.sleep(0.3)
            assert _wacht_tot(lambda: Laadbeurt.objects.get(pk=beurt.pk).voortgang == 70)
        assert not connection.in_atomic_block
    finally:
        beurt.delete()


def test_zolang_iemand_schrijft_op_sqlite_ligt_het_werk_niet_stil(documenten_verbinding):
    lang = timezone.now() - timedelta(minutes=5)
    beurt = Laadbeurt.objects.create(status="laden", hartslag=lang)
    bezig, klaar = threading.Event(), threading.Event()

    def schrijf() -> None:
        with transaction.atomic():
            Begrip.objects.filter(pk=0).update(term="")
            bezig.set()
            klaar.wait(10)
        connection.close()

    try:
        assert hartslag.is_stil(beurt)
        schrijver = threading.Thread(target=schrijf)
        schrijver.start()
        bezig.wait(10)
        assert hartslag.is_stil(beurt) is (connection.vendor == "postgresql")
        klaar.set()
        schrijver.join()
        assert hartslag.is_stil(beurt)
    finally:
        klaar.set()
        beurt.delete()
