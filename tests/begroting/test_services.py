"""One adopted document of a kind per year."""

import pytest
from django.core.exceptions import ValidationError

from begroting import services
from begroting.models import Begroting
from tests.fabriek import maak_begroting, maak_gemeente

pytestmark = pytest.mark.django_db


def _concept(code: str, soort: str, **velden) -> Begroting:
    begroting = maak_begroting(2025, status="concept", soort=soort, **velden)
    Begroting.objects.filter(pk=begroting.pk).update(code=code)
    begroting.refresh_from_db()
    return begroting


def test_een_concept_wordt_vastgesteld_met_zijn_reden():
    begroting = _concept("een", "programmabegroting")
    services.stel_vast(begroting, reden="Raadsbesluit 7")
    begroting.refresh_from_db()
    assert begroting.status == "vastgesteld"
    assert begroting.history.first().history_change_reason == "Raadsbesluit 7"


def test_een_tweede_programmabegroting_voor_hetzelfde_jaar_wordt_geweigerd():
    services.stel_vast(_concept("een", "programmabegroting"), reden="Raadsbesluit")
    twee = _concept("twee", "programmabegroting")
    with pytest.raises(ValidationError, match="al de vastgestelde programmabegroting van 2025"):
        services.stel_vast(twee, reden="Raadsbesluit")
    twee.refresh_from_db()
    assert twee.status == "concept"


def test_een_jaar_heeft_meer_tussenrapportages_en_elke_gemeente_haar_eigen_begroting():
    services.stel_vast(_concept("een", "tussenrapportage"), reden="Raadsbesluit")
    services.stel_vast(_concept("twee", "tussenrapportage"), reden="Raadsbesluit")
    services.stel_vast(_concept("drie", "programmabegroting"), reden="Raadsbesluit")
    services.stel_vast(
        _concept("vier", "programmabegroting", gemeente=maak_gemeente("gm0141", "Almelo")), reden="Besluit"
    )
    assert Begroting.objects.filter(status="vastgesteld").count() == 4
