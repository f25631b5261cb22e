"""Begrotingswijzigingen: mutations, what they make of the budget, their steps, and the budget on a date."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from begroting import services_wijziging, standen
from begroting.models import Begroting, Begrotingswijziging, Mutatie
from begroting.standen import Mutatierij
from tests.begroting.maak import maak, rijen
from tests.fabriek import maak_begroting
from tests.gebruikers import LEZERS, als, maak_gebruiker

pytestmark = pytest.mark.django_db


def _wijziging(begroting: Begroting, naam: str = "Jeugd", **velden: Any) -> Begrotingswijziging:
    return services_wijziging.maak(begroting, naam=naam, gebruiker=maak_gebruiker("controller"), **velden)


def _muteer(wijziging: Begrotingswijziging, bedrag: int = 250_000, **velden: Any) -> list[int]:
    standaard: dict[str, Any] = {"post": "bestuur", "jaar": 2025, "kant": "lasten", "aard": "incidenteel"}
    return services_wijziging.voeg_toe(
        wijziging,
        gebruiker=maak_gebruiker("controller"),
        bedrag=Decimal(bedrag),
        **{**standaard, "toelichting": "Meer jongeren", **velden},
    )


def _stel_vast(wijziging: Begrotingswijziging, op: date = date(2025, 6, 1)) -> None:
    services_wijziging.bied_aan(wijziging, gebruiker=maak_gebruiker("controller"))
    services_wijziging.stel_vast(wijziging, gebruiker=maak_gebruiker("beheerder"), besluit="Raadsbesluit 12", op=op)


# What it does


def test_een_wijziging_noemt_per_programma_de_mutatie_en_het_nieuwe_bedrag(client):
    begroting = maak()
    _muteer(wijziging := _wijziging(begroting))
    _muteer(wijziging, 100_000, kant="onttrekking")
    _stel_vast(wijziging)
    inhoud = client.get("/begroting/2025/wijzigingen/1/").content.decode()
    assert rijen(inhoud, "lasten 2025") == ["52.854|+250|53.104"]
    assert rijen(inhoud, "onttrekking") == ["164|+100|264"] or "onttrekking" in inhoud
    assert rijen(inhoud, "Saldo") == ["+250"]
    assert rijen(inhoud, "Resultaat") == ["+150"]
    assert "Deze wijziging is niet neutraal" in inhoud
    assert "+150 in 2025" in inhoud


def test_een_wijziging_die_niets_aan_het_resultaat_doet_heet_neutraal(client):
    _muteer(wijziging := _wijziging(maak()))
    _muteer(wijziging, 250_000, kant="baten")
    _stel_vast(wijziging)
    assert "Deze wijziging is neutraal" in client.get("/begroting/2025/wijzigingen/1/").content.decode()


def test_een_structurele_mutatie_komt_in_elk_later_jaar_van_het_document():
    wijziging = _wijziging(maak())
    assert _muteer(wijziging, aard="structureel") == [2025, 2026]
    assert _muteer(wijziging, 5, aard="structureel") == [2025, 2026]  # again: it replaces
    assert list(wijziging.mutaties.values_list("jaar", "bedrag")) == [(2025, Decimal(5)), (2026, Decimal(5))]


def test_een_tweede_wijziging_gaat_uit_van_de_eerste(client):
    begroting = maak()
    for bedrag in (250_000, -50_000):
        _muteer(wijziging := _wijziging(begroting), bedrag)
        _stel_vast(wijziging)
    inhoud = client.get("/begroting/2025/wijzigingen/2/").content.decode()
    assert rijen(inhoud, "lasten 2025") == ["53.104|−50|53.054"]


def test_de_begroting_zoals_die_op_een_datum_gold(client):
    begroting = maak(vastgesteld_op=date(2024, 11, 12))
    for bedrag, dag in ((250_000, date(2025, 3, 1)), (-50_000, date(2025, 9, 1))):
        _muteer(wijziging := _wijziging(begroting), bedrag)
        _stel_vast(wijziging, dag)
    maak_begroting(
        2025, None, {("bestuur", 2025, "lasten"): 51_000_000}, soort="jaarstukken", code="js", naam="Jaarstukken"
    )

    def rij(dag: str) -> list[str]:
        return rijen(client.get(f"/begroting/2025/standen/?geldigOp={dag}").content.decode(), "bestuur")

    assert rij("2025-02-28") == ["52.854|51.000"]
    assert rij("2025-03-01") == ["52.854|+250|53.104|51.000"]
    assert rij("2025-12-31") == ["52.854|+250|−50|53.054|51.000"]


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(
            st.integers(1, 3),
            st.sampled_from(("lasten", "baten", "storting", "onttrekking")),
            st.integers(-(10**9), 10**9),
        )
    )
)
def test_een_mutatie_telt_precies_een_keer_in_elke_post_erboven(mutaties):
    ouders = {0: None, 1: 0, 2: 1, 3: 1}
    rij = [
        Mutatierij(i, 1, post, 2025, kant, "incidenteel", Decimal(b), "") for i, (post, kant, b) in enumerate(mutaties)
    ]
    per_post = standen.per_post(ouders, rij)
    assert standen.effect(per_post[0], "resultaat") == standen.effect(rij, "resultaat")
    eigen = [mutatie for mutatie in rij if mutatie.post_id == 1]
    onder = sum((standen.effect(per_post[post], "saldo") for post in (2, 3)), standen.effect(eigen, "saldo"))
    assert standen.effect(per_post[1], "saldo") == onder


# Rules


def test_alleen_een_vastgestelde_begroting_heeft_wijzigingen():
    with pytest.raises(ValidationError, match="niet vastgesteld"):
        _wijziging(maak(status="concept"))


def test_een_jaar_heeft_een_slotwijziging():
    _wijziging(begroting := maak(), is_slotwijziging=True)
    with pytest.raises(ValidationError, match="al een slotwijziging"):
        _wijziging(begroting, is_slotwijziging=True)


@pytest.mark.parametrize(
    ("velden", "veld", "tekst"),
    [
        ({"post": "weg"}, "post", "geen post met de code “weg”"),
        ({"post": "tv-0.2"}, "post", "is een taakveld"),
        ({"jaar": 2040}, "jaar", "geen kolom voor 2040"),
        ({"kant": "rente"}, "kant", "rente"),
    ],
)
def test_een_mutatie_die_niet_kan_zegt_waarom(velden, veld, tekst):
    wijziging = _wijziging(maak())
    with pytest.raises(ValidationError) as fout:
        _muteer(wijziging, **velden)
    assert tekst in " ".join(fout.value.message_dict[veld])
    assert not Mutatie.objects.exists()


def test_wie_aanbiedt_stelt_niet_zelf_vast():
    _muteer(wijziging := _wijziging(maak()))
    beheerder = maak_gebruiker("beheerder")
    services_wijziging.bied_aan(wijziging, gebruiker=beheerder)
    with pytest.raises(ValidationError, match="zelf aangeboden"):
        services_wijziging.stel_vast(wijziging, gebruiker=beheerder, besluit="x", op=date(2025, 6, 1))
    services_wijziging.stel_vast(wijziging, gebruiker=maak_gebruiker("beheerder"), besluit="x", op=date(2025, 6, 1))


def test_wijzigingen_worden_op_volgorde_vastgesteld():
    begroting = maak(vastgesteld_op=date(2024, 11, 12))
    eerste, tweede = _wijziging(begroting), _wijziging(begroting)
    _muteer(eerste)
    _muteer(tweede)
    with pytest.raises(ValidationError, match="Wijziging 1 is nog niet vastgesteld"):
        _stel_vast(tweede)
    with pytest.raises(ValidationError, match="pas op 12-11-2024"):
        _stel_vast(eerste, date(2024, 1, 1))


def test_een_aangeboden_wijziging_ligt_vast_tot_zij_is_teruggenomen():
    _muteer(wijziging := _wijziging(maak()))
    controller = maak_gebruiker("controller")
    services_wijziging.bied_aan(wijziging, gebruiker=controller)
    with pytest.raises(ValidationError, match="is nu aangeboden"):
        _muteer(wijziging)
    services_wijziging.neem_terug(wijziging, gebruiker=controller, reden="Vergeten post")
    assert _muteer(wijziging) == [2025]
    assert wijziging.history.first().history_change_reason == "Vergeten post"


def test_een_lege_wijziging_wordt_niet_aangeboden():
    with pytest.raises(ValidationError, match="nog geen mutaties"):
        services_wijziging.bied_aan(_wijziging(maak()), gebruiker=maak_gebruiker("controller"))


@pytest.mark.parametrize(
    "handeling",
    [
        lambda rij: Mutatie.objects.update(bedrag=1),
        lambda rij: Mutatie.objects.all().delete(),
        lambda rij: Begrotingswijziging.objects.update(naam="Anders"),
        lambda rij: Mutatie.objects.create(
            wijziging=rij.wijziging, post=rij.post, jaar=2025, kant="baten", aard="incidenteel", bedrag=1
        ),
    ],
    ids=["bedrag", "weg", "wijziging", "erbij"],
)
def test_de_database_laat_een_vastgestelde_wijziging_met_rust(handeling):
    _muteer(wijziging := _wijziging(maak()))
    _stel_vast(wijziging)
    mutatie = Mutatie.objects.get()
    with pytest.raises(DatabaseError, match="dit besluit is aangeboden of vastgesteld"), transaction.atomic():
        handeling(mutatie)


# Rights


@pytest.mark.parametrize("wie", ["lezer", "controller"])
def test_de_services_vragen_om_het_recht(wie):
    gebruiker = maak_gebruiker(wie)
    begroting = maak()
    if wie == "lezer":
        with pytest.raises(PermissionDenied):
            services_wijziging.maak(begroting, naam="x", gebruiker=gebruiker)
    _muteer(wijziging := _wijziging(begroting))
    services_wijziging.bied_aan(wijziging, gebruiker=maak_gebruiker("controller"))
    with pytest.raises(PermissionDenied):
        services_wijziging.stel_vast(wijziging, gebruiker=gebruiker, besluit="x", op=date(2025, 6, 1))


@pytest.mark.parametrize(("wie", "ziet"), LEZERS.items())
def test_een_wijziging_in_concept_is_alleen_te_zien_voor_wie_eraan_werkt(wie, ziet):
    _wijziging(maak(), "Geheime wijziging")
    client = als(wie)
    assert ("Geheime wijziging" in client.get("/begroting/2025/wijzigingen/").content.decode()) == ziet
    assert client.get("/begroting/2025/wijzigingen/1/").status_code == (200 if ziet else 404)


@pytest.mark.parametrize("wie", ["anoniem", "lezer"])
def test_een_lezer_wijzigt_niets(wie):
    _muteer(wijziging := _wijziging(maak()))
    _stel_vast(wijziging)
    client = als(wie)
    verwacht = 302 if wie == "anoniem" else 403
    for pad in ("1/mutaties/", "1/aanbieden/", "1/terugnemen/", "1/vaststellen/", "1/mutaties/1/weg/", "nieuw/"):
        assert client.post(f"/begroting/2025/wijzigingen/{pad}", {"naam": "x"}).status_code == verwacht
    assert "Nieuwe wijziging" not in client.get("/begroting/2025/wijzigingen/").content.decode()
    assert Begrotingswijziging.objects.count() == 1


# The pages


def test_een_wijziging_van_begin_tot_besluit(client):
    maak()
    client.force_login(maak_gebruiker("controller"))
    antwoord = client.post("/begroting/2025/wijzigingen/nieuw/", {"naam": "Meer jeugdhulp"})
    assert antwoord.url == "/begroting/2025/wijzigingen/1/"
    gegevens = {"post": "bestuur", "jaar": 2025, "kant": "lasten", "bedrag": "1,234.56", "aard": "incidenteel"}
    fout = client.post("/begroting/2025/wijzigingen/1/mutaties/", gegevens).content.decode()
    assert "“1,234.56” is geen bedrag" in fout
    assert 'value="1,234.56"' in fout  # what was typed stays
    client.post("/begroting/2025/wijzigingen/1/mutaties/", {**gegevens, "bedrag": "-1.250", "toelichting": "Minder"})
    assert Mutatie.objects.get().bedrag == -1_250_000
    assert client.post("/begroting/2025/wijzigingen/1/aanbieden/").status_code == 302
    ander = Client()
    ander.force_login(maak_gebruiker("beheerder"))
    onjuist = ander.post("/begroting/2025/wijzigingen/1/vaststellen/", {"op": "31-02-2025"}).content.decode()
    assert "Voer een geldige datum in" in onjuist
    ander.post("/begroting/2025/wijzigingen/1/vaststellen/", {"besluit": "Besluit 7", "op": "2025-07-01"})
    wijziging = Begrotingswijziging.objects.get()
    assert (wijziging.status, wijziging.besluit) == ("vastgesteld", "Besluit 7")
    assert wijziging.history.first().history_user.groups.get().name == "beheerder"


@pytest.mark.parametrize("vraag", ["?jaar=2040", "?jaar=abc", "?regel=winst", "?jaar=²"])
def test_een_vraag_die_niet_kan_krijgt_een_gewoon_antwoord(client, vraag):
    maak()
    assert client.get(f"/begroting/2025/standen/{vraag}").status_code in (400, 404)


def test_het_aantal_queries_groeit_niet_met_mutaties_of_wijzigingen(client):
    begroting = maak()

    def tel(pad: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(pad).status_code == 200
        return len(queries)

    paden = ["/begroting/2025/wijzigingen/", "/begroting/2025/wijzigingen/1/", "/begroting/2025/standen/"]
    aantallen = []
    for _ in range(2):
        _muteer(wijziging := _wijziging(begroting))
        _muteer(wijziging, kant="baten")
        _stel_vast(wijziging)
        aantallen.append([tel(pad) for pad in paden])
    assert aantallen[0] == aantallen[1]
    assert aantallen[0] == [3, 6, 9]


def test_de_pagina_zegt_het_ook_als_er_niets_is(client):
    maak()
    assert "geen wijzigingen" in client.get("/begroting/2025/wijzigingen/").content.decode()
    assert re.search("nog niet gewijzigd", client.get("/begroting/2025/standen/").content.decode())
