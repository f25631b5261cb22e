"""`manage.py controleer`: prove the trees, the guards, the history and the sums of everything in the database."""

import sys
from typing import Any

from django.core.checks import Tags
from django.core.management.base import BaseCommand, CommandError

from enschede_org.kern.controle import Bevinding, Ernst
from enschede_org.kern.getallen import toon_getal
from enschede_org.portaal.controle import controleer

MEESTE = 100  # lines per check; -v 2 prints them all


class Command(BaseCommand):
    """Print what doesn't hold. Writes nothing.

    Exit codes: 0 all is well; 1 the database is damaged; 2 called in a wrong way; 3 it is whole, but figures or dates
    don't fit together.
    """

    requires_system_checks = (Tags.models,)
    help = "Controleert bomen, bewaking, geschiedenis en sommen van alles in de database, en toont wat niet klopt."

    def handle(self, *_: Any, **opties: Any) -> None:
        """Check."""
        gesprek = opties["verbosity"]
        tel = dict.fromkeys(Ernst, 0)
        for uitslag in controleer():
            for bevinding in uitslag.bevindingen:
                tel[bevinding.ernst] += 1
            te_melden = [b for b in uitslag.bevindingen if gesprek > 1 or b.ernst is not Ernst.AFRONDING]
            self._meld(te_melden, sys.maxsize if gesprek > 1 else MEESTE)
            if gesprek > 0:
                slecht = sum(b.ernst is not Ernst.AFRONDING for b in uitslag.bevindingen)
                oordeel = f"{toon_getal(slecht)} klopt niet" if slecht else "in orde"
                self.stdout.write(f"{uitslag.wat}: {toon_getal(uitslag.aantal)} gecontroleerd, {oordeel}")
        slot = f"fouten: {tel[Ernst.FOUT]}, bevindingen: {tel[Ernst.BEVINDING]}, afgerond: {tel[Ernst.AFRONDING]}"
        if tel[Ernst.FOUT]:
            raise CommandError(f"De database is beschadigd ({slot}).", returncode=1)
        if tel[Ernst.BEVINDING]:
            raise CommandError(f"De database is heel, maar niet alles sluit op elkaar aan ({slot}).", returncode=3)
        if gesprek > 0:
            self.stdout.write(f"Alles klopt ({slot}).")

    def _meld(self, bevindingen: list[Bevinding], hooguit: int) -> None:
        for bevinding in bevindingen[:hooguit]:
            self.stderr.write(f"{bevinding.ernst.value}: {bevinding.waar}: {bevinding.tekst}", self.style.NOTICE)
        if len(bevindingen) > hooguit:
            self.stderr.write(f"… en nog {len(bevindingen) - hooguit}; -v 2 toont alles.", self.style.NOTICE)
