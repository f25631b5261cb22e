"""A sign of life from whoever works on a load, so that a page can tell slow from dead."""

import threading
from datetime import timedelta
from types import TracebackType

from django.db import OperationalError, connection
from django.utils import timezone

from enschede_org.portaal.models import Laadbeurt

SLAG = 2.0  # seconds between two signs of life
STIL = timedelta(seconds=30)  # silent for longer than this: whoever worked on it is gone


class Hartslag:
    """Notes in the database, from a thread with its own connection, that the work goes on and how far it is.

    The work itself is one transaction, that nobody sees until it ends. SQLite has one writer: while that writes, the
    sign of life waits for a next time.
    """

    def __init__(self, pk: int) -> None:
        self.pk = pk
        self.voortgang = 0
        self._klaar = threading.Event()
        self._draad = threading.Thread(target=self._klop, name=f"laadbeurt-{pk}", daemon=True)

    def __enter__(self) -> "Hartslag":
        """Begin. Inside somebody else's transaction no other connection could see the row, so then there is none."""
        if not connection.in_atomic_block:
            self._draad.start()
        return self

    def __exit__(
        self, soort: type[BaseException] | None, fout: BaseException | None, spoor: TracebackType | None
    ) -> None:
        """Stop, when the work has been committed or given up."""
        self._klaar.set()
        if self._draad.is_alive():
            self._draad.join()

    def zet(self, voortgang: int) -> None:
        """Say how far the work is, from 0 to 100."""
        self.voortgang = voortgang

    def _klop(self) -> None:
        try:
            if connection.vendor == "sqlite":
                with connection.cursor() as cursor:
                    cursor.execute("PRAGMA busy_timeout = 200")
            while True:
                self._teken()
                if self._klaar.wait(SLAG):
                    return
        finally:
            connection.close()

    def _teken(self) -> None:
        bezig = Laadbeurt.objects.filter(pk=self.pk, status__in=Laadbeurt.BEZIG)
        try:
            bezig.update(hartslag=timezone.now(), voortgang=self.voortgang)
        except OperationalError:
            connection.close_if_unusable_or_obsolete()


def is_stil(beurt: Laadbeurt) -> bool:
    """Say whether nobody works on this any more, though its status says so."""
    if beurt.status not in Laadbeurt.BEZIG or timezone.now() - (beurt.hartslag or beurt.gemaakt_op) <= STIL:
        return False
    return not _schrijft_er_iemand()


def _schrijft_er_iemand() -> bool:
    """Say whether another connection writes now: on SQLite no sign of life gets in between as long as that lasts."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return False
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        (wacht,) = cursor.fetchone()
        cursor.execute("PRAGMA busy_timeout = 0")
        try:
            cursor.execute("BEGIN IMMEDIATE")
            cursor.execute("ROLLBACK")
        except OperationalError:
            return True
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(wacht)}")
    return False
