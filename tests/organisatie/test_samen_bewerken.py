"""Several processes in one draft at once: every tree stays valid, every act is done or refused with a reason."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from enschede_org.kern import controle
from enschede_org.kern.models import Gemeente
from organisatie import services_bewerken as bewerken
from organisatie.models import Bewerking, Eenheid, Eenheidsoort, Onderdeel, Organisatiestructuur
from tests.fabriek import maak_structuur

SCHRIJVERS, HANDELINGEN = 4, 12
BOOM = {"top": ("Top", None), **{f"e{n}": (f"Eenheid {n}", "top" if n < 4 else f"e{n % 4}") for n in range(16)}}


@pytest.fixture
def plan(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A draft that other processes see, because no transaction surrounds it; gone afterwards."""
    with django_db_blocker.unblock():
        try:
            yield maak_structuur("plan", BOOM, status="concept").code
        finally:
            rijen: list[Any] = [Bewerking, Onderdeel, Organisatiestructuur, Eenheid, Eenheidsoort, Gemeente]
            for model in rijen:
                for beheer in (model.objects, getattr(model, "history", None)):
                    if beheer is not None:
                        beheer.all()._raw_delete("default")
            connection.close()


def _database() -> str:
    """Return the address of the test database, for a process of its own."""
    naam = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{naam}"
    return f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{naam}"


def _schrijf(plan: str) -> list[dict[str, Any]]:
    """Let the writers loose at the same moment and return what each says."""
    omgeving = {**os.environ, "DATABASE_URL": _database(), "DEBUG": "true"}
    processen = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.organisatie.schrijver", plan, str(nummer), str(HANDELINGEN)],
            env=omgeving,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for nummer in range(SCHRIJVERS)
    ]
    for proces in processen:
        assert proces.stdout is not None
        assert proces.stdout.readline() == "klaar\n"
    uit = []
    for proces in processen:
        assert proces.stdin is not None
        proces.stdin.write("begin\n")
        proces.stdin.flush()
    for proces in processen:
        antwoord, _ = proces.communicate(timeout=60)
        assert proces.returncode == 0, "no act may fail in another way than refused with a reason"
        uit.append(json.loads(antwoord))
    return uit


def _plekken(plan: str) -> list[tuple[object, ...]]:
    velden = ("code", "naam", "parent__code", "volgorde", "lft", "rght", "level")
    return list(Onderdeel.objects.filter(versie__code=plan).order_by("lft").values_list(*velden))


def test_meer_processen_in_een_concept_laten_een_geldige_boom_na(plan):
    begin = _plekken(plan)
    connection.close()  # SQLite gives way to the others
    uit = _schrijf(plan)
    assert all(uitslag["gedaan"] for uitslag in uit)
    assert all(reden for uitslag in uit for reden in uitslag["geweigerd"])
    assert controle.bomen(Onderdeel).bevindingen == []
    assert controle.geschiedenis(Onderdeel).bevindingen == []
    stand = Bewerking.objects.count() + Bewerking.objects.exclude(terug_stand=None).count()
    assert stand == sum(uitslag["gedaan"] for uitslag in uit), "no act was lost, and none was done twice"
    for _ in range(Bewerking.objects.filter(terug_stand=None).count()):
        bewerken.draai_terug(structuur=plan)
    assert _plekken(plan) == begin, "each act stood on the one before"
