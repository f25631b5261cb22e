"""Several processes in one draft at once: every tree stays valid, every act is done or refused with a reason."""

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
from tests.organisatie.schrijvers import laat_los

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


def _plekken(plan: str) -> list[tuple[object, ...]]:
    velden = ("code", "naam", "parent__code", "volgorde", "lft", "rght", "level")
    return list(Onderdeel.objects.filter(versie__code=plan).order_by("lft").values_list(*velden))


def test_meer_processen_in_een_concept_laten_een_geldige_boom_na(plan):
    begin = _plekken(plan)
    connection.close()  # SQLite gives way to the others
    uit = laat_los(plan, SCHRIJVERS, HANDELINGEN)
    assert all(uitslag["gedaan"] for uitslag in uit)
    assert all(reden for uitslag in uit for reden in uitslag["geweigerd"])
    assert controle.bomen(Onderdeel).bevindingen == []
    assert controle.geschiedenis(Onderdeel).bevindingen == []
    stand = Bewerking.objects.count() + Bewerking.objects.exclude(terug_stand=None).count()
    assert stand == sum(uitslag["gedaan"] for uitslag in uit), "no act was lost, and none was done twice"
    for _ in range(Bewerking.objects.filter(terug_stand=None).count()):
        bewerken.draai_terug(structuur=plan)
    assert _plekken(plan) == begin, "each act stood on the one before"
