"""`manage.py laadwerker`: work off the loads that people offer, and pick up what a killed worker left."""

import logging
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection

from enschede_org.portaal.services_laden import hervat

KIJK = 15.0  # seconds between two looks for work that was left
logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """The worker of django-tasks-db with, beside it, a look now and then for loads on which nobody works any more."""

    help = "Werkt af wat beheerders laden, en pakt op wat een gestopte werker liet liggen."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say what can be asked."""
        parser.add_argument("--interval", default="1", metavar="SECONDEN", help="hoe vaak naar nieuw werk te kijken")

    def handle(self, *_: Any, **opties: Any) -> None:
        """Work until stopped."""
        klaar = threading.Event()
        raper = threading.Thread(target=_raap_op, args=(klaar,), name="oprapen", daemon=True)
        raper.start()
        try:
            call_command("db_worker", "--no-startup-delay", "--no-reload", f"--interval={opties['interval']}")
        finally:
            klaar.set()
            raper.join()


def _raap_op(klaar: threading.Event) -> None:
    """Queue again, every now and then, what was left."""
    try:
        while not klaar.wait(KIJK):
            try:
                for nummer in hervat():
                    logger.warning("load %s was left by a worker and begins anew", nummer)
            except DatabaseError:
                logger.exception("looking for loads that were left failed")
                connection.close_if_unusable_or_obsolete()
    finally:
        connection.close()
