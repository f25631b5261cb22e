"""A process that changes a draft at random, beside others: `python -m tests.organisatie.schrijver plan 7 25`.

It starts when it gets a line, looks at the draft before it takes the lock (so that it often acts on what is no longer
so), and prints how many acts were done and why the others were refused.
"""

import json
import os
import random
import sys
import time

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "enschede_org.settings"
django.setup()

from django.core.exceptions import ValidationError  # noqa: E402 - after the settings

from organisatie import services_bewerken as bewerken  # noqa: E402
from organisatie.models import Onderdeel  # noqa: E402


def _doe(plan: str, kans: random.Random, naam: str) -> None:
    """Do one act at random."""
    codes = list(Onderdeel.objects.filter(versie__code=plan).values_list("code", flat=True))
    een, twee = kans.choice(codes), kans.choice(codes)
    soort = kans.choice(["verplaats", "verplaats", "voeg_toe", "sluit", "samen", "terug"])
    if soort == "verplaats":
        bewerken.verplaats(structuur=plan, code=een, ouder=twee)
    elif soort == "voeg_toe":
        bewerken.voeg_toe(structuur=plan, ouder=een, naam=naam, soort="afdeling")
    elif soort == "sluit":
        bewerken.sluit(structuur=plan, code=een, opvolger=twee)
    elif soort == "samen":
        bewerken.voeg_samen(structuur=plan, codes=[een, twee], naam=naam)
    else:
        bewerken.draai_terug(structuur=plan)


def main(plan: str, wie: str, aantal: int) -> None:
    """Do `aantal` acts and print what came of them."""
    kans = random.Random(int(wie))  # noqa: S311 - a choice, no secret
    print("klaar", flush=True)
    sys.stdin.readline()
    gedaan, geweigerd, begin = 0, [], time.time()
    for nummer in range(aantal):
        try:
            _doe(plan, kans, f"Nieuw {wie}-{nummer}")
            gedaan += 1
        except ValidationError as fout:
            geweigerd.append(" ".join(fout.messages))
    print(json.dumps({"gedaan": gedaan, "geweigerd": geweigerd, "begin": begin, "eind": time.time()}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
