"""Many rows at once: keys that nobody else gets, defaults, and history as saving one by one would leave it."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from begroting.models import Bedrag, Begrotingspost
from enschede_org.kern import bulk
from enschede_org.kern.models import Bron
from tests.fabriek import maak_begroting

pytestmark = pytest.mark.django_db


def test_rijen_komen_erin_met_hun_standaardwaarden_en_historie():
    pks = bulk.reserveer(Bron, 2)
    bulk.schrijf_nieuw(Bron, ["id", "code", "titel"], [(pks[0], "een", "Een"), (pks[1], "twee", "Twee")], reden="test")
    assert list(Bron.objects.order_by("code").values_list("code", "titel", "datum", "omschrijving")) == [
        ("een", "Een", None, ""),
        ("twee", "Twee", None, ""),
    ]
    historie = list(Bron.history.values_list("code", "history_type", "history_change_reason", "history_user"))
    assert sorted(historie) == [("een", "+", "test", None), ("twee", "+", "test", None)]
    assert len(set(Bron.history.values_list("history_date", flat=True))) == 1


def test_een_volgende_rij_krijgt_een_eigen_sleutel():
    pks = bulk.reserveer(Bron, 3)
    bulk.schrijf_nieuw(Bron, ["id", "code"], [(pk, f"bron-{pk}") for pk in pks], reden="test")
    later = Bron.objects.create(code="later", titel="Later")
    assert later.pk not in pks
    assert set(bulk.reserveer(Bron, 2)).isdisjoint({*pks, later.pk})


def test_bedragen_worden_centen_ook_in_de_historie():
    begroting = maak_begroting(status="concept")
    post = Begrotingspost.objects.get(versie=begroting, parent=None)
    (pk,) = bulk.reserveer(Bedrag, 1)
    rij = (pk, post.pk, 2030, "lasten", Decimal("12.34"))
    bulk.schrijf_nieuw(Bedrag, ["id", "post_id", "jaar", "kant", "bedrag"], [rij], reden="test")
    assert Bedrag.objects.get(pk=pk).bedrag == Bedrag.history.get(id=pk).bedrag == Decimal("12.34")


def test_de_database_weigert_ook_hier_wat_niet_kan():
    pks = bulk.reserveer(Bron, 2)
    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.schrijf_nieuw(Bron, ["id", "code"], [(pk, "dubbel") for pk in pks], reden="test")
    assert not Bron.objects.exists()
    assert not Bron.history.exists()


def test_wijzigen_raakt_alleen_de_genoemde_kolommen():
    bron = Bron.objects.create(code="een", titel="Een", uitgever="Enschede")
    bulk.wijzig(Bron, ["titel"], [["Twee", bron.pk]])
    bron.refresh_from_db()
    assert (bron.titel, bron.uitgever) == ("Twee", "Enschede")
