"""Loads in processes of their own, to be killed: `python -m tests.sturdy.laadproces`, on DATABASE_URL.

Imports everything once and then forks for each line on standard input: `laad PAD`, or `bewerk BESTAND`, which holds
the lock on the budget until that file exists, or `controleer .`, which proves what stands. Each child tells on
standard output what it does: `pid step`. Its last step is `klaar`, or `geweigerd` with the reason; a child that is
killed has none.
"""

import os
import signal
import sys
import time
import traceback
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "enschede_org.settings")


def main() -> None:
    """Fork a child per line."""
    import django

    django.setup()
    from enschede_org.portaal import inlezen  # noqa: F401 - so that no child has to

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    stap("gereed")
    for regel in sys.stdin:
        if os.fork() == 0:
            try:
                handeling, _, waarmee = regel.strip().partition(" ")
                {"laad": laad, "bewerk": bewerk_tot, "controleer": controleer}[handeling](waarmee)
            except Exception:  # noqa: BLE001 - whatever it is, the test shows it
                stap(f"gestopt {traceback.format_exc()!r}")
            finally:
                os._exit(0)


def laad(pad: str) -> None:
    """Load one folder."""
    from enschede_org.kern.laden.lezen import lees
    from enschede_org.kern.laden.toepassen import NietGeladen, pas_toe
    from enschede_org.kern.laden.verschil import bepaal_verschil
    from enschede_org.portaal.inlezen import CATALOGUS

    stap("lezen")
    lading = lees(CATALOGUS, [pad])
    if lading.fouten:
        stap(f"geweigerd {lading.fouten[0]}")
        return
    stap("vergelijken")
    verschil = bepaal_verschil(lading)
    stap("schrijven")
    try:
        if not verschil.is_leeg:
            pas_toe(lading, verschil, reden="proef")
    except NietGeladen as fout:
        stap(f"geweigerd {fout}")
        return
    stap("klaar")


def controleer(_: str) -> None:
    """Prove trees, guards and history."""
    from enschede_org.kern.controle import controleer as controles

    stap("controleren")
    bevindingen = [bevinding for uitslag in controles() for bevinding in uitslag.bevindingen]
    stap(f"geweigerd {bevindingen}" if bevindingen else "klaar")


def bewerk_tot(bestand: str) -> None:
    """Hold the lock on the budget until a file exists."""
    from begroting.models import Begroting
    from enschede_org.kern.versies import bewerk

    with bewerk(Begroting.objects.get(), reden="iemand bewerkt", correctie=True):
        stap("bewerkt")
        while not Path(bestand).exists():
            time.sleep(0.01)
    stap("klaar")


def stap(naam: str) -> None:
    """Tell which step begins."""
    os.write(1, f"{os.getpid()} {chr(32).join(naam.split())}\n".encode())


if __name__ == "__main__":
    main()
