"""Saving figures of a draft: rights, rules, history, and two people at once."""

import threading
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from begroting import queries_bewerken, services_bewerken
from begroting.models import Bedrag, Begroting
from begroting.rooster import Getypt, Sleutel
from enschede_org.kern.versies import VersieGesloten
from tests.begroting.maak import maak, maak_veel, post
from tests.gebruikers import maak_gebruiker

pytestmark = pytest.mark.django_db
ADRES = "versie/plan"


@pytest.fixture
def plan() -> Begroting:
    return maak(code="plan", naam="Begroting in de maak", status="concept")


def _cel(begroting: Begroting, jaar: int = 2025, kant: str = "lasten", code: str = "bestuur") -> Sleutel:
    return Sleutel(post(begroting, code).pk, jaar, kant)


def _getypt(begroting: Begroting, tekst: str, gezien: int | None = 52_854_000, **waar) -> dict[Sleutel, Getypt]:
    return {_cel(begroting, **waar): Getypt(tekst, None if gezien is None else Decimal(gezien), 1000)}


def _bewaar(begroting: Begroting, getypt: dict[Sleutel, Getypt], gebruiker: User, reden: str = "septembercirculaire"):
    return services_bewerken.bewaar_cellen(begroting.pk, getypt=getypt, reden=reden, gebruiker=gebruiker)


def _bedrag(sleutel: Sleutel) -> int | None:
    return _heel(Bedrag.objects.filter(**sleutel._asdict()).values_list("bedrag", flat=True).first())


def _heel(euro: Decimal | None) -> int | None:
    return None if euro is None else int(euro)


def test_een_bewaard_bedrag_zegt_wie_wanneer_oud_nieuw_en_waarom(plan):
    jo = maak_gebruiker("controller", first_name="Jo", last_name="Jansen")
    _bewaar(plan, _getypt(plan, "53.000"), jo)
    geval = queries_bewerken.geschiedenis(post(plan).pk, 2025, "lasten")[0]
    assert (geval.wie, geval.reden) == ("Jo Jansen", "septembercirculaire")
    assert (_heel(geval.nieuw), _bedrag(_cel(plan))) == (53_000_000, 53_000_000)


def test_de_geschiedenis_toont_per_stap_het_verschil_ook_over_leegmaken_heen(plan):
    jo = maak_gebruiker("controller")
    for tekst, gezien in (("53.000", 52_854_000), ("", 53_000_000), ("50.000", None)):
        _bewaar(plan, _getypt(plan, tekst, gezien), jo, reden=f"stap {tekst}")
    stappen = queries_bewerken.geschiedenis(post(plan).pk, 2025, "lasten")
    assert [(_heel(stap.oud), _heel(stap.nieuw), _heel(stap.verschil)) for stap in stappen[:2]] == [
        (None, 50_000_000, 50_000_000),
        (53_000_000, None, -53_000_000),
    ]
    assert [stap.reden for stap in stappen[:3]] == ["stap 50.000", "stap", "stap 53.000"]
    assert all(stap.wie == jo.username for stap in stappen[:3])


@pytest.mark.parametrize("groep", [None, "lezer"])
def test_wie_geen_begroting_mag_bewerken_bewaart_niets(plan, groep):
    mens = maak_gebruiker(*([groep] if groep else []))
    with pytest.raises(PermissionDenied, match="de begroting bewerken"):
        _bewaar(plan, _getypt(plan, "1"), mens)
    with pytest.raises(PermissionDenied):
        services_bewerken.leg_klad_vast(plan.pk, gebruiker=mens, getypt=_getypt(plan, "1"))
    assert _bedrag(_cel(plan)) == 52_854_000


def test_zonder_reden_wordt_niets_bewaard(plan):
    with pytest.raises(ValidationError, match="Vul een reden in"):
        _bewaar(plan, _getypt(plan, "1"), maak_gebruiker("controller"), reden="  ")
    assert _bedrag(_cel(plan)) == 52_854_000


def test_een_vastgestelde_begroting_verandert_niet():
    vast = maak(code="plan")
    with pytest.raises(VersieGesloten):
        _bewaar(vast, _getypt(vast, "1"), maak_gebruiker("beheerder"))
    assert _bedrag(_cel(vast)) == 52_854_000


def test_een_cel_met_een_fout_blijft_staan_en_de_andere_worden_bewaard(plan):
    jo = maak_gebruiker("controller")
    getypt = _getypt(plan, "vijftig") | _getypt(plan, "8.700", 8_678_000, kant="baten")
    uitslag = _bewaar(plan, getypt, jo)
    assert (len(uitslag.bewaard), uitslag.fouten, uitslag.conflicten) == (1, 1, 0)
    assert (_bedrag(_cel(plan)), _bedrag(_cel(plan, kant="baten"))) == (52_854_000, 8_700_000)
    rooster = queries_bewerken.rooster(ADRES, jo)
    assert rooster is not None
    assert rooster.getypt[_cel(plan)].tekst == "vijftig"
    assert "is geen bedrag" in rooster.oordeel.fouten[_cel(plan)]


def test_over_het_bedrag_van_een_collega_wordt_gevraagd_en_de_rest_wordt_bewaard(plan):
    jo, bo = maak_gebruiker("controller"), maak_gebruiker("controller", first_name="Bo", last_name="Smit")
    _bewaar(plan, _getypt(plan, "53.500"), bo)
    uitslag = _bewaar(plan, _getypt(plan, "54.000") | _getypt(plan, "8.700", 8_678_000, kant="baten"), jo)
    assert (len(uitslag.bewaard), uitslag.conflicten) == (1, 1)
    assert _bedrag(_cel(plan)) == 53_500_000
    rooster = queries_bewerken.rooster(ADRES, jo)
    assert rooster is not None
    assert rooster.wie[_cel(plan)].wie == "Bo Smit"
    assert rooster.getypt[_cel(plan)].tekst == "54.000"


def test_sommen_van_het_rooster_volgen_wat_is_getypt_en_gedrukte_totalen_niet(plan):
    jo = maak_gebruiker("controller")
    services_bewerken.leg_klad_vast(plan.pk, gebruiker=jo, getypt=_getypt(plan, "60.000"))
    rooster = queries_bewerken.rooster(ADRES, jo)
    assert rooster is not None
    programmas = rooster.sommen[post(plan, "programmas").pk][2025]
    assert programmas["lasten"].bedrag == 60_000_000
    assert programmas["saldo"].bedrag == 60_000_000 - 8_678_000
    assert programmas["resultaat"].bedrag == 60_000_000 - 8_678_000 - 164_000
    assert not rooster.posten[0].telt_op, "programme and taakvelden are the same money"


def test_een_klad_is_van_een_mens_en_verdwijnt_als_het_oude_bedrag_er_weer_staat(plan):
    jo, bo = maak_gebruiker("controller"), maak_gebruiker("controller")
    assert services_bewerken.leg_klad_vast(plan.pk, gebruiker=jo, getypt=_getypt(plan, "60.0"), reden="cao") == 1
    ander = queries_bewerken.rooster(ADRES, bo)
    mijn = queries_bewerken.rooster(ADRES, jo)
    assert ander is not None
    assert mijn is not None
    assert (ander.getypt, mijn.getypt[_cel(plan)].tekst, mijn.reden) == ({}, "60.0", "cao")
    assert services_bewerken.leg_klad_vast(plan.pk, gebruiker=jo, getypt=_getypt(plan, "52854")) == 0


def test_een_klad_onthoudt_over_welk_bedrag_het_eerst_is_getypt(plan):
    jo, bo = maak_gebruiker("controller"), maak_gebruiker("controller")
    services_bewerken.leg_klad_vast(plan.pk, gebruiker=jo, getypt=_getypt(plan, "54.000"))
    _bewaar(plan, _getypt(plan, "53.500"), bo)
    services_bewerken.leg_klad_vast(plan.pk, gebruiker=jo, getypt=_getypt(plan, "54.100", 53_500_000))
    assert services_bewerken.bewaar_klad(plan.pk, reden="x", gebruiker=jo).conflicten == 1


def test_alles_wat_klaarstaat_wordt_met_een_reden_bewaard(plan):
    jo = maak_gebruiker("controller")
    getypt = _getypt(plan, "54.000") | _getypt(plan, "9", None, jaar=2026, code="tv-0.2")
    services_bewerken.leg_klad_vast(plan.pk, gebruiker=jo, getypt=getypt)
    assert len(services_bewerken.bewaar_klad(plan.pk, reden="werkmap", gebruiker=jo).bewaard) == 2
    rooster = queries_bewerken.rooster(ADRES, jo)
    assert rooster is not None
    assert not rooster.getypt
    assert _bedrag(_cel(plan, 2026, code="tv-0.2")) == 9_000


def test_bewaren_kost_evenveel_queries_voor_twintig_als_voor_tweehonderd_cellen():
    aantallen = []
    for aantal in (20, 200):
        jo, begroting = maak_gebruiker("controller"), maak_veel(aantal)
        stand = queries_bewerken.lees_stand(begroting.pk)
        getypt = {s: Getypt("99.999", bedrag, 1000) for s, bedrag in stand.items() if s.jaar == 2025}
        with CaptureQueriesContext(connection) as queries:
            uitslag = _bewaar(begroting, getypt, jo)
        assert len(uitslag.bewaard) == aantal
        aantallen.append(len(queries))
    # SQLite takes 999 values in one statement, so there the history of 200 figures goes in two.
    in_delen = 1 if connection.vendor == "sqlite" else 0
    assert aantallen[0] + in_delen == aantallen[1] <= 25


@pytest.mark.django_db(transaction=True)
def test_twee_schrijvers_tegelijk_bewaren_elk_hun_eigen_cel_en_een_van_beiden_krijgt_de_vraag():
    plan = maak(code="plan", status="concept")
    mensen = [maak_gebruiker("controller"), maak_gebruiker("controller")]
    kanten = [("baten", 8_678_000), ("onttrekking", 164_000)]
    start, uitslagen = threading.Barrier(2), {}

    def schrijf(nummer: int) -> None:
        kant, gezien = kanten[nummer]
        getypt = _getypt(plan, f"5{nummer}.000") | _getypt(plan, "7.777", gezien, kant=kant)
        start.wait()
        try:
            uitslagen[nummer] = _bewaar(plan, getypt, mensen[nummer])
        finally:
            connection.close()

    draden = [threading.Thread(target=schrijf, args=[nummer]) for nummer in (0, 1)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert sorted((len(u.bewaard), u.conflicten) for u in uitslagen.values()) == [(1, 1), (2, 0)]
    assert {_bedrag(_cel(plan, kant=kant)) for kant, _ in kanten} == {7_777_000}
    eerste = next(nummer for nummer, uitslag in uitslagen.items() if uitslag.conflicten == 0)
    assert _bedrag(_cel(plan)) == 50_000_000 + eerste * 1_000_000
