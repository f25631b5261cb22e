"""A draft whose source was followed by another: its changes on the newer one, and clashes that a person decides."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from organisatie import services_bewerken as bewerken
from organisatie.models import Onderdeel, Organisatiestructuur
from organisatie.queries.concept import concept
from organisatie.services_bijwerken import vragen, werk_bij
from organisatie.services_concept import maak_concept, stel_vast
from tests.gebruikers import als, maak_gebruiker
from tests.organisatie.maak import maak_directie, tekst

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> str:
    """The code of a draft for 2027; that of the one for 2026, which is adopted meanwhile, is "eerder"."""
    maak_directie(geldig_van=date(2020, 1, 1))
    maak_concept(structuur="huidig", naam="Eerder", geldig_van=date(2026, 1, 1), besluit="")
    return maak_concept(structuur="huidig", naam="Plan", geldig_van=date(2027, 1, 1), besluit="Besluit 12").code


def _haal_in() -> None:
    stel_vast(structuur="eerder", vastgesteld_op=date(2025, 12, 1), reden="College", beeindig=True)


def _boom(code: str) -> dict[str, tuple[str, str | None]]:
    rijen = Onderdeel.objects.filter(versie__code=code).values_list("code", "naam", "parent__code")
    return {code: (naam, ouder) for code, naam, ouder in rijen}


def test_wat_een_kant_wijzigde_komt_er_vanzelf_bij(plan):
    bewerken.hernoem(structuur=plan, code="cluster", naam="Ruimte")
    bewerken.voeg_toe(structuur=plan, ouder="cluster", naam="Team Water", soort="afdeling")
    bewerken.verplaats(structuur="eerder", code="team", ouder="wijkteams")
    bewerken.voeg_toe(structuur="eerder", ouder="gemeente", naam="Griffie", soort="afdeling")
    _haal_in()
    assert vragen(plan) == []
    voor = _boom(plan)
    werk_bij(structuur=plan, keuzes={})
    boom = _boom(plan)
    assert boom["cluster"] == ("Ruimte", "gemeente")
    assert boom["team"] == ("Team Bomen", "wijkteams")
    assert boom["griffie"] == ("Griffie", "gemeente")
    assert boom["team-water"] == ("Team Water", "cluster")
    beeld = concept(plan)
    assert beeld is not None
    assert (beeld.ingehaald, beeld.bron and beeld.bron.code) == ("", "eerder")
    bewerken.draai_terug(structuur=plan)
    assert _boom(plan) == voor
    assert Organisatiestructuur.objects.get(code=plan).gebaseerd_op == Organisatiestructuur.objects.get(code="huidig")


@pytest.mark.parametrize(("kant", "naam"), [("eigen", "Ruimte"), ("nieuw", "Leefomgeving")])
def test_wat_beide_wijzigden_beslist_een_mens(plan, kant, naam):
    bewerken.hernoem(structuur=plan, code="cluster", naam="Ruimte")
    bewerken.hernoem(structuur="eerder", code="cluster", naam="Leefomgeving")
    _haal_in()
    assert [(v.vraag, v.eigen, v.nieuw) for v in vragen(plan)] == [("Ruimte: naam", "Ruimte", "Leefomgeving")]
    with pytest.raises(ValidationError, match="Kies bij Ruimte welke kant geldt"):
        werk_bij(structuur=plan, keuzes={})
    werk_bij(structuur=plan, keuzes={("cluster", "naam"): kant})
    assert _boom(plan)["cluster"][0] == naam


@pytest.mark.parametrize(("kant", "is_er"), [("eigen", True), ("nieuw", False)])
def test_wat_de_een_wijzigde_en_de_ander_ophief_beslist_een_mens(plan, kant, is_er):
    bewerken.hernoem(structuur=plan, code="team", naam="Team Groen")
    bewerken.sluit(structuur="eerder", code="team")
    _haal_in()
    assert [(v.eigen, v.nieuw) for v in vragen(plan)] == [("blijft bestaan", "vervalt")]
    werk_bij(structuur=plan, keuzes={("team", "bestaan"): kant})
    assert ("team" in _boom(plan)) is is_er


def test_wat_zonder_plaats_zou_raken_wordt_genoemd_en_verandert_niets(plan):
    bewerken.verplaats(structuur=plan, code="team", ouder="wijkteams")
    bewerken.sluit(structuur="eerder", code="wijkteams")
    _haal_in()
    voor = _boom(plan)
    with pytest.raises(ValidationError, match="Team Bomen valt onder Wijkteams, en dat is er na het bijwerken niet"):
        werk_bij(structuur=plan, keuzes={})
    assert _boom(plan) == voor


def test_wie_elkaar_onder_elkaar_zet_krijgt_geen_kring(plan):
    bewerken.verplaats(structuur=plan, code="wijkteams", ouder="team")
    bewerken.verplaats(structuur="eerder", code="cluster", ouder="wijkteams")
    _haal_in()
    with pytest.raises(ValidationError, match="onder zichzelf vallen"):
        werk_bij(structuur=plan, keuzes={})


def test_bijwerken_gaat_op_het_scherm_en_alleen_voor_wie_mag(plan):
    client, pad = als("beheerder"), f"structuren/{plan}/bijwerken/"
    assert "is bij: er is geen nieuwere structuur" in tekst(client, pad, 409)
    bewerken.hernoem(structuur=plan, code="cluster", naam="Ruimte")
    bewerken.hernoem(structuur="eerder", code="cluster", naam="Leefomgeving")
    _haal_in()
    assert "Werk het concept bij" in tekst(client, f"structuren/{plan}/bewerken/")
    html = tekst(client, pad)
    assert ("In dit concept: Ruimte" in html, "In de nieuwe bron: Leefomgeving" in html) == (True, True)
    assert client.post(f"/organisatie/{pad}", {"gezien": 1}).status_code == 422
    assert client.post(f"/organisatie/{pad}", {"gezien": 0, "naam-cluster": "nieuw"}).status_code == 409
    assert client.post(f"/organisatie/{pad}", {"gezien": 1, "naam-cluster": "nieuw"}).status_code == 302
    assert _boom(plan)["cluster"][0] == "Leefomgeving"
    assert als("controller").get(f"/organisatie/{pad}").status_code == 403
    with pytest.raises(PermissionDenied):
        werk_bij(structuur=plan, keuzes={}, wie=maak_gebruiker("controller"))
