"""One load in a process of its own: `python -m tests.benchmarks.lading PAD`, on DATABASE_URL.

Prints as JSON how many rows it wrote, the seconds it took, and by how many MiB it made the idle process grow at most.
"""

import gc
import json
import os
import sys
import time
from pathlib import Path


def main(pad: str) -> None:
    """Load, with everything imported and connected beforehand."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "enschede_org.settings")
    import django

    django.setup()
    from django.db import connection

    from enschede_org.kern.laden.lezen import lees
    from enschede_org.kern.laden.toepassen import pas_toe
    from enschede_org.kern.laden.verschil import bepaal_verschil
    from enschede_org.kern.laden.verslag import verslag
    from enschede_org.kern.models import Gemeente
    from enschede_org.portaal.inlezen import CATALOGUS

    connection.ensure_connection()
    Gemeente.objects.count()
    gc.collect()
    rust, begin = geheugen("VmRSS"), time.perf_counter()
    lading = lees(CATALOGUS, [pad])
    if lading.fouten:
        raise SystemExit(str(lading.fouten[0]))
    verschil = bepaal_verschil(lading)
    if not verschil.is_leeg:
        verslag(lading, verschil)
        pas_toe(lading, verschil, reden="meting")
    duur = time.perf_counter() - begin
    print(json.dumps([len(verschil.wijzigingen), duur, geheugen("VmHWM") - rust]))


def geheugen(soort: str) -> float:
    """Return what this process has in memory now (VmRSS), or had at most (VmHWM), in MiB; nan outside Linux."""
    staat = Path("/proc/self/status")
    regels = staat.read_text().splitlines() if staat.exists() else []
    return next((int(regel.split()[1]) / 1024 for regel in regels if regel.startswith(soort)), float("nan"))


if __name__ == "__main__":
    main(sys.argv[1])
