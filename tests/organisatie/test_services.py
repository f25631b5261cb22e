"""Structures follow each other: adopting one closes the one before it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from enschede_org.kern.versies import bewerk
from organisatie import services
from organisatie.models import Organisatiestructuur
from tests.fabriek import maak_gemeente, maak_structuur

pytestmark = pytest.mark.django_db


def _concept(code: str, geldig_van: date) -> Organisatiestructuur:
    return maak_structuur(code, geldig_van=geldig_van, status="concept")


def test_vaststellen_sluit_de_vorige_structuur_en_houdt_op_waar_de_volgende_begint():
    eerste, laatste = _concept("eerste", date(2011, 1, 1)), _concept("laatste", date(2018, 5, 1))
    for structuur in (eerste, laatste, _concept("tussen", date(2017, 2, 1))):
        services.stel_vast(structuur, reden="Besluit")
    assert list(Organisatiestructuur.objects.order_by("geldig_van").values_list("code", "geldig_tot", "status")) == [
        ("eerste", date(2017, 2, 1), "vastgesteld"),
        ("tussen", date(2018, 5, 1), "vastgesteld"),
        ("laatste", None, "vastgesteld"),
    ]
    assert eerste.history.first().history_change_reason == "Besluit"


def test_twee_structuren_op_een_dag_worden_geweigerd():
    services.stel_vast(_concept("een", date(2020, 1, 1)), reden="Besluit")
    with pytest.raises(ValidationError, match="Een begint ook op 01-01-2020"):
        services.stel_vast(_concept("twee", date(2020, 1, 1)), reden="Besluit")
    assert Organisatiestructuur.objects.get(code="twee").status == "concept"


def test_een_lege_structuur_wordt_niet_vastgesteld():
    leeg = Organisatiestructuur.objects.create(
        gemeente=maak_gemeente(), code="leeg", naam="Leeg", geldig_van=date(2020, 1, 1)
    )
    with pytest.raises(ValidationError, match="nog geen onderdelen"):
        services.stel_vast(leeg, reden="Besluit")


@pytest.mark.parametrize(("status", "zegt"), [("vastgesteld", "is al vastgesteld"), ("ingetrokken", "is ingetrokken")])
def test_alleen_een_concept_wordt_vastgesteld(status, zegt):
    with pytest.raises(ValidationError, match=zegt):
        services.stel_vast(maak_structuur(status=status), reden="Besluit")


def test_een_structuur_van_een_andere_gemeente_blijft_zoals_zij_is():
    een = _concept("een", date(2019, 1, 1))
    Organisatiestructuur.objects.update(gemeente=maak_gemeente("gm0141", "Almelo"))
    een.refresh_from_db()
    services.stel_vast(een, reden="Besluit")
    services.stel_vast(_concept("twee", date(2020, 1, 1)), reden="Besluit")
    assert Organisatiestructuur.objects.get(code="een").geldig_tot is None


@pytest.mark.parametrize("begin", [date(2016, 1, 1), date(2018, 1, 1)])
def test_een_gecorrigeerd_begin_verzet_het_einde_van_de_vorige(begin):
    services.stel_vast(_concept("een", date(2011, 1, 1)), reden="Besluit")
    twee = _concept("twee", date(2017, 1, 1))
    services.stel_vast(twee, reden="Besluit")
    with bewerk(twee, reden="Nagezocht", correctie=True) as vers:
        vers.geldig_van = begin
        services.corrigeer(vers, begon=date(2017, 1, 1), reden="Nagezocht")
    assert Organisatiestructuur.objects.get(code="een").geldig_tot == begin
    assert twee.history.first().geldig_van == begin
