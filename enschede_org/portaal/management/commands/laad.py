"""`manage.py laad`: load year files, with every fault reported and every change shown before it happens."""

import sys
import threading
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.checks import Tags
from django.core.management.base import BaseCommand, CommandError

from enschede_org.kern.getallen import toon_getal
from enschede_org.kern.laden.lezen import lees
from enschede_org.kern.laden.toepassen import NietGeladen
from enschede_org.kern.laden.verschil import bepaal_verschil
from enschede_org.kern.laden.verslag import verslag
from enschede_org.portaal import services_werk
from enschede_org.portaal.inlezen import CATALOGUS

MEESTE_FOUTEN = 500
VERSCHIL = 3  # the exit code of `--verschil` where something would change


class Command(BaseCommand):
    """Read, check, show the difference, ask, and write it in one transaction.

    Exit codes: 0 loaded, or nothing to do; 1 faults in the files or refused, nothing changed; 2 not confirmed, or
    called in a wrong way; 3 with `--verschil` there is a difference.
    """

    requires_system_checks = (Tags.models,)  # pages are no concern of a load
    help = "Laadt jaarbestanden: controleert alles, toont het verschil, vraagt een ja en schrijft alles in één keer."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say what can be asked."""
        parser.add_argument("paden", nargs="+", metavar="PAD", help="een map of bestand, bijvoorbeeld fixtures/2025")
        parser.add_argument("--proef", action="store_true", help="toon alleen wat er zou veranderen")
        parser.add_argument(
            "--verschil", action="store_true", help="als --proef, met elke rij; eindigt met 3 als er verschil is"
        )
        parser.add_argument("--ja", action="store_true", help="vraag niet om een bevestiging")
        parser.add_argument(
            "--reden", default="", metavar="TEKST", help="waarom; nodig om iets vastgestelds te corrigeren"
        )

    def handle(self, *_: Any, **opties: Any) -> None:
        """Load."""
        reden, gesprek = opties["reden"].strip(), opties["verbosity"]
        with self._stap("Bestanden lezen en controleren", gesprek):
            lading = lees(CATALOGUS, opties["paden"])
        self._stop_bij(lading.fouten)
        with self._stap("Vergelijken met wat er staat", gesprek):
            verschil = bepaal_verschil(lading)
        if verschil.is_leeg:
            self._zeg(
                f"Niets te doen: wat in de bestanden staat, staat er al (rijen: {verschil.ongewijzigd}).", gesprek
            )
            return
        alles = opties["verschil"] or gesprek > 1
        for regel in verslag(lading, verschil, hooguit=sys.maxsize if alles else 20):
            self._zeg(regel, gesprek)
        if not opties["verschil"]:
            self._stop_bij(verschil.bezwaren(reden))
        if opties["proef"] or opties["verschil"]:
            self._zeg("Dit was een proef: er is niets gewijzigd.", gesprek)
            if opties["verschil"]:
                sys.exit(VERSCHIL)
            return
        if not opties["ja"]:
            self._bevestig()
        try:
            standaard = f"Geladen uit {', '.join(opties['paden'])}"[:500]
            with self._stap(f"{toon_getal(len(verschil.wijzigingen))} rijen schrijven", gesprek):
                beurt = services_werk.laad_nu(lading, verschil, opties["paden"], reden=reden, standaardreden=standaard)
        except NietGeladen as fout:
            raise CommandError(f"{fout} Er is niets gewijzigd.") from fout
        self._zeg(
            f"Geladen. Laadbeurt: {beurt.pk}. Gewijzigde rijen: {len(verschil.wijzigingen)}; "
            f"ongewijzigd: {verschil.ongewijzigd}.",
            gesprek,
        )

    @contextmanager
    def _stap(self, wat: str, gesprek: int) -> Iterator[None]:
        """Show on a terminal what goes on and since how long; a file or a pipe gets none of it."""
        if gesprek < 1 or not self.stderr.isatty():
            yield
            return
        begin, klaar = time.monotonic(), threading.Event()

        def toon() -> None:
            while True:
                self.stderr.write(f"\r{wat} … {time.monotonic() - begin:.0f} s ", str, ending="")
                self.stderr.flush()
                if klaar.wait(1):
                    return

        draad = threading.Thread(target=toon, daemon=True)
        draad.start()
        try:
            yield
        finally:
            klaar.set()
            draad.join()
            self.stderr.write(f"\r{wat}: {time.monotonic() - begin:.0f} s ", str)

    def _zeg(self, regel: str, gesprek: int) -> None:
        if gesprek > 0:
            self.stdout.write(regel)

    def _stop_bij(self, fouten: list[Any]) -> None:
        if not fouten:
            return
        for fout in fouten[:MEESTE_FOUTEN]:
            self.stderr.write(str(fout), self.style.NOTICE)
        rest = f" De eerste {MEESTE_FOUTEN} staan hierboven." if len(fouten) > MEESTE_FOUTEN else ""
        aantal = "1 fout" if len(fouten) == 1 else f"{len(fouten)} fouten"
        raise CommandError(f"{aantal}; er is niets gewijzigd.{rest}", returncode=1)

    def _bevestig(self) -> None:
        if not sys.stdin.isatty():
            raise CommandError(
                "Zonder toetsenbord kan niemand ja zeggen. Geef --ja om te laden, of --proef om te kijken.",
                returncode=2,
            )
        try:
            antwoord = input("Dit laden? [ja/nee] ")
        except (EOFError, KeyboardInterrupt):
            antwoord = ""
        if antwoord.strip().lower() not in {"j", "ja"}:
            raise CommandError("Niet geladen; er is niets gewijzigd.", returncode=2)
