"""Copying a version into a draft: everything in it, and nothing in it that points back."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from begroting.models import Bedrag, Begroting, Begrotingspost, GepubliceerdTotaal, Kolom
from enschede_org.kern import controle
from enschede_org.kern.kopie import kopieer
from opgaven.models import Doelenboom, Indicator, Meting, Opgave
from organisatie.models import Kengetal, Kernwaarde, Onderdeel, Organisatiestructuur, Verantwoordingslijn
from tests.fabriek import maak_begroting, maak_bron, maak_doelenboom, maak_rij, maak_structuur
from tests.organisatie.maak import maak_directie


def _kopie(structuur: Organisatiestructuur, **velden) -> Organisatiestructuur:
    standaard = {"code": "concept", "naam": "Concept", "geldig_van": date(2026, 7, 1), "geldig_tot": None}
    return kopieer(structuur, reden="Reorganisatie", **{**standaard, **velden})


def test_een_kopie_is_een_concept_met_dezelfde_boom(db):
    bron = maak_directie(besluit="Besluit 2020", bron=maak_bron(), missie="Samen")
    kopie = _kopie(bron)
    velden = ("code", "naam", "level", "lft", "rght", "volgorde", "parent__code", "portefeuille__code", "eenheid_id")
    bomen = [
        list(Onderdeel.objects.filter(versie=versie).order_by("lft").values_list(*velden)) for versie in (bron, kopie)
    ]
    assert bomen[0] == bomen[1]
    assert (kopie.status, kopie.besluit, kopie.bron, kopie.gebaseerd_op) == ("concept", "", None, bron)
    assert kopie.missie == "Samen"
    assert controle.bomen(Onderdeel).bevindingen == []


def test_wat_in_de_kopie_wijst_wijst_binnen_de_kopie(db):
    kopie = _kopie(maak_directie())
    cluster = Onderdeel.objects.get(versie=kopie, code="cluster")
    assert cluster.portefeuille is not None
    assert cluster.portefeuille.versie == kopie


def test_wat_aan_de_versie_hangt_gaat_mee_met_zijn_reden(db):
    bron = maak_directie()
    maak_rij(Kernwaarde, bron, structuur=bron, naam="Open")
    maak_rij(Kengetal, bron, structuur=bron, code="fte", naam="Formatie", waarde=Decimal(1500))
    kopie = _kopie(bron)
    assert kopie.kernwaarden.get().naam == "Open"
    assert kopie.kengetallen.get().waarde == 1500
    assert not Verantwoordingslijn.objects.filter(structuur=kopie).exists()
    for model, filters in ((Kengetal, {"structuur_id": kopie.pk}), (Onderdeel, {"versie_id": kopie.pk})):
        assert set(model.history.filter(**filters).values_list("history_change_reason", flat=True)) == {"Reorganisatie"}
    assert Organisatiestructuur.history.filter(id=kopie.pk).count() == 1


def test_een_begroting_gaat_mee_met_kolommen_bedragen_en_gepubliceerde_totalen(db):
    bron = maak_begroting(2025, bedragen={("bestuur", 2024, "lasten"): 10, ("bestuur", 2025, "baten"): 3})
    post = Begrotingspost.objects.get(versie=bron, code="bestuur")
    maak_rij(GepubliceerdTotaal, bron, post=post, jaar=2025, regel="saldo", bedrag=Decimal(7))
    kopie = kopieer(bron, reden="2026", code="begroting-2026", naam="Begroting 2026", jaar=2026)
    assert isinstance(kopie, Begroting)
    for model, pad in ((Kolom, "begroting"), (Bedrag, "post__versie"), (GepubliceerdTotaal, "post__versie")):
        rijen = [
            sorted(model._default_manager.filter(**{pad: versie}).values_list("jaar", flat=True))
            for versie in (bron, kopie)
        ]
        assert rijen[0] == rijen[1] != []
    assert Bedrag.objects.get(post__versie=kopie, kant="lasten").bedrag == 10


def test_een_doelenboom_gaat_mee_met_indicatoren_en_metingen(db):
    bron = maak_doelenboom(2025, begroting=maak_begroting(2025))
    knoop = bron.opgaven.get()
    indicator = maak_rij(Indicator, bron, versie=bron, opgave=knoop, code="i1", naam="Banen", volgorde=1)
    maak_rij(Meting, bron, indicator=indicator, jaar=2024, soort="realisatie", waarde=Decimal(5))
    kopie = kopieer(bron, reden="2026", code="doelen-2026", van_jaar=2026, tot_en_met_jaar=2026)
    assert isinstance(kopie, Doelenboom)
    nieuwe = kopie.indicatoren.get()
    assert nieuwe.opgave is not None
    assert nieuwe.opgave.versie == kopie
    assert nieuwe.metingen.get().waarde == 5
    assert controle.bomen(Opgave).bevindingen == []


def test_twee_versies_met_een_code_kunnen_niet(db):
    bron = maak_directie()
    with pytest.raises(ValidationError, match="bestaat al"):
        _kopie(bron, code="huidig")
    assert Organisatiestructuur.objects.count() == 1


def test_kopieren_vraagt_niet_meer_queries_voor_een_grotere_boom(db):
    klein, groot = (
        maak_structuur(
            code,
            {"top": ("Top", None), **{f"{code}{n}": (f"Team {n}", "top") for n in range(aantal)}},
            status="concept",
        )
        for code, aantal in (("klein", 3), ("groot", 20))
    )
    tellingen = []
    for nummer, bron in enumerate((klein, groot)):
        with CaptureQueriesContext(connection) as queries:
            _kopie(bron, code=f"kopie-{nummer}")
        tellingen.append(len(queries))
    assert tellingen[0] == tellingen[1]
