"""Lets processes that change one draft loose at the same moment, on the database of this one."""

import json
import os
import subprocess
import sys
from typing import Any

from django.db import connection


def laat_los(plan: str, schrijvers: int, handelingen: int) -> list[dict[str, Any]]:
    """Have `schrijvers` processes do `handelingen` acts each in the draft with code `plan`; return what each says."""
    processen = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.organisatie.schrijver", plan, str(nummer), str(handelingen)],
            env={**os.environ, "DATABASE_URL": _database(), "DEBUG": "true"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for nummer in range(schrijvers)
    ]
    for proces in processen:
        assert proces.stdout is not None
        assert proces.stdout.readline() == "klaar\n"
    for proces in processen:
        assert proces.stdin is not None
        proces.stdin.write("begin\n")
        proces.stdin.flush()
    uit = []
    for proces in processen:
        antwoord, _ = proces.communicate(timeout=300)
        assert proces.returncode == 0, "no act may fail in another way than refused with a reason"
        uit.append(json.loads(antwoord))
    return uit


def _database() -> str:
    naam = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{naam}"
    return f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{naam}"
