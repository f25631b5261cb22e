"""A tree of goals is adopted with its budget, and alone in its years."""

import pytest
from django.core.exceptions import ValidationError

from opgaven import services
from opgaven.models import Doelenboom
from tests.fabriek import maak_begroting, maak_doelenboom

pytestmark = pytest.mark.django_db


def test_een_doelenboom_wordt_vastgesteld_bij_een_vastgestelde_begroting():
    doelenboom = maak_doelenboom(2025, begroting=maak_begroting(2025), status="concept")
    services.stel_vast(doelenboom, reden="Raadsbesluit")
    doelenboom.refresh_from_db()
    assert doelenboom.status == "vastgesteld"


def test_een_doelenboom_wacht_op_zijn_begroting():
    doelenboom = maak_doelenboom(2025, begroting=maak_begroting(2025, status="concept"), status="concept")
    with pytest.raises(ValidationError, match="Begroting 2025 is nog niet vastgesteld"):
        services.stel_vast(doelenboom, reden="Raadsbesluit")


@pytest.mark.parametrize(("van", "tot_en_met"), [(2025, 2025), (2020, 2025), (2025, 2030), (2020, 2030)])
def test_in_een_jaar_geldt_een_doelenboom(van, tot_en_met):
    maak_doelenboom(2025)
    doelenboom = maak_doelenboom(2030, status="concept")
    Doelenboom.objects.filter(pk=doelenboom.pk).update(van_jaar=van, tot_en_met_jaar=tot_en_met)
    with pytest.raises(ValidationError, match="geldt al van 2025 tot en met 2025"):
        services.stel_vast(doelenboom, reden="Raadsbesluit")
