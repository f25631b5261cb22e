"""Acts in a draft: what each does to the tree, what it refuses and says, and taking it back."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from enschede_org.kern import controle
from organisatie import services_bewerken as bewerken
from organisatie.models import Bewerking, Eenheid, Onderdeel, Organisatiestructuur
from organisatie.queries.concept import concept
from organisatie.services_bewerken import Intussen
from organisatie.services_concept import maak_concept, trek_in
from tests.fabriek import maak_soort
from tests.gebruikers import maak_gebruiker
from tests.organisatie.maak import maak_directie

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> str:
    """The code of a draft of a structure with portfolios."""
    maak_directie(geldig_van=date(2020, 1, 1))
    return maak_concept(structuur="huidig", naam="Plan", geldig_van=date(2026, 7, 1), besluit="Besluit 12").code


def _boom(structuur: str = "plan") -> dict[str, str | None]:
    rijen = Onderdeel.objects.filter(versie__code=structuur).order_by("lft")
    return dict(rijen.values_list("naam", "parent__naam"))


def _alles(structuur: str) -> list[tuple[object, ...]]:
    velden = ("code", "naam", "parent__code", "volgorde", "soort__code", "portefeuille__code", "lft", "rght", "level")
    return list(Onderdeel.objects.filter(versie__code=structuur).order_by("lft").values_list(*velden))


def test_een_handeling_verandert_het_concept_en_niet_de_vastgestelde_structuur(plan):
    voor = _alles("huidig")
    bewerken.hernoem(structuur=plan, code="team", naam="Team Groen")
    bewerken.verplaats(structuur=plan, code="team", ouder="wijkteams")
    assert _boom()["Team Groen"] == "Wijkteams"
    assert _alles("huidig") == voor


def test_toevoegen_maakt_een_nieuwe_eenheid_en_zet_die_achteraan(plan):
    maak_soort("afdeling")
    bewerking = bewerken.voeg_toe(structuur=plan, ouder="cluster", naam="Team Water", soort="afdeling", taak="Sloten")
    onderdeel = Onderdeel.objects.get(versie__code=plan, naam="Team Water")
    assert (onderdeel.code, onderdeel.taak, onderdeel.volgorde) == ("team-water", "Sloten", 6)
    assert bewerking.omschrijving == "Team Water toegevoegd onder Cluster Omgeving"
    assert bewerking.reden == "Besluit 12", "without a reason of its own an act has the decision as its reason"
    assert onderdeel.history.get().history_change_reason == "Besluit 12"


def test_de_volgorde_verandert_een_plaats_tegelijk(plan):
    bewerken.schuif(structuur=plan, code="wijkteams", stap=-1)
    namen = [naam for naam, ouder in _boom().items() if ouder == "Gemeente"]
    assert namen == ["Concerndirectie", "Wijkteams", "Cluster Omgeving"]
    with pytest.raises(ValidationError, match="Concerndirectie staat al bovenaan"):
        bewerken.schuif(structuur=plan, code="directie", stap=-1)


def test_soort_en_portefeuille_wijzigen(plan):
    maak_soort("programma")
    bewerken.wijzig_soort(structuur=plan, code="team", soort="programma")
    bewerken.wijzig_portefeuille(structuur=plan, code="team", portefeuille="sociaal")
    onderdeel = Onderdeel.objects.get(versie__code=plan, code="team")
    assert (onderdeel.soort.code, onderdeel.portefeuille and onderdeel.portefeuille.code) == ("programma", "sociaal")
    bewerken.wijzig_portefeuille(structuur=plan, code="team", portefeuille=None)
    onderdeel.refresh_from_db()
    assert onderdeel.portefeuille is None


def test_splitsen_verdeelt_wat_eronder_valt(plan):
    bewerken.splits(structuur=plan, code="cluster", namen=["Ruimte", "Groen"], kinderen={"team": 1})
    assert _boom()["Team Bomen"] == "Groen"
    assert "Cluster Omgeving" not in _boom()
    ruimte = Onderdeel.objects.get(versie__code=plan, naam="Ruimte")
    assert ruimte.portefeuille is not None
    assert ruimte.portefeuille.code == "fysiek"


def test_afsplitsen_laat_het_onderdeel_staan(plan):
    bewerken.splits(structuur=plan, code="cluster", namen=["Groen"], blijft=True)
    boom = _boom()
    assert (boom["Cluster Omgeving"], boom["Groen"], boom["Team Bomen"]) == ("Gemeente", "Gemeente", "Cluster Omgeving")


def test_samenvoegen_neemt_mee_wat_eronder_viel(plan):
    bewerken.voeg_samen(structuur=plan, codes=["cluster", "wijkteams"], naam="Leefomgeving")
    boom = _boom()
    assert (boom["Leefomgeving"], boom["Team Bomen"]) == ("Gemeente", "Leefomgeving")
    assert not {"Cluster Omgeving", "Wijkteams"} & set(boom)


def test_opheffen_met_opvolger_geeft_onderdelen_en_portefeuilles_door(plan):
    bewerken.sluit(structuur=plan, code="fysiek", opvolger="sociaal")
    cluster = Onderdeel.objects.get(versie__code=plan, code="cluster")
    assert cluster.portefeuille is not None
    assert cluster.portefeuille.code == "sociaal"


WEIGERINGEN = [
    (lambda p: bewerken.verplaats(structuur=p, code="cluster", ouder="team"), "zelf of valt eronder"),
    (lambda p: bewerken.verplaats(structuur=p, code="cluster", ouder="gemeente"), "valt al onder Gemeente"),
    (lambda p: bewerken.verplaats(structuur=p, code="gemeente", ouder="team"), "bovenste onderdeel"),
    (lambda p: bewerken.sluit(structuur=p, code="gemeente"), "bovenste onderdeel"),
    (lambda p: bewerken.sluit(structuur=p, code="cluster"), "vallen nog Team Bomen"),
    (lambda p: bewerken.sluit(structuur=p, code="fysiek"), "Fysiek is de portefeuille van Cluster Omgeving"),
    (lambda p: bewerken.sluit(structuur=p, code="cluster", opvolger="team"), "Team Bomen valt onder Cluster Omgeving"),
    (lambda p: bewerken.hernoem(structuur=p, code="cluster", naam="wijkteams"), "al een onderdeel dat wijkteams heet"),
    (lambda p: bewerken.hernoem(structuur=p, code="niets", naam="X"), "staat niet meer in dit concept"),
    (lambda p: bewerken.hernoem(structuur="niets", code="team", naam="X"), "geen structuur met de code"),
    (lambda p: bewerken.wijzig_soort(structuur=p, code="fysiek", soort="afdeling"), "is de portefeuille van Cluster"),
    (lambda p: bewerken.wijzig_portefeuille(structuur=p, code="team", portefeuille="cluster"), "is geen portefeuille"),
    (
        lambda p: bewerken.wijzig_portefeuille(structuur=p, code="fysiek", portefeuille="sociaal"),
        "zelf een portefeuille",
    ),
    (lambda p: bewerken.splits(structuur=p, code="cluster", namen=["Ruimte"]), "minstens twee onderdelen"),
    (lambda p: bewerken.splits(structuur=p, code="cluster", namen=["Ruimte", "ruimte"]), "een eigen naam"),
    (lambda p: bewerken.voeg_samen(structuur=p, codes=["cluster", "team"], naam="X"), "die naast elkaar staan"),
    (lambda p: bewerken.voeg_samen(structuur=p, codes=["cluster"], naam="X"), "minstens één ander"),
    (lambda p: bewerken.hernoem(structuur="huidig", code="team", naam="X"), "is vastgesteld"),
]


@pytest.mark.parametrize(("doe", "melding"), WEIGERINGEN)
def test_wat_niet_kan_wordt_geweigerd_met_wat_te_doen_en_verandert_niets(plan, doe, melding):
    voor, eenheden = _alles(plan), Eenheid.objects.count()
    with pytest.raises(ValidationError, match=melding):
        doe(plan)
    assert _alles(plan) == voor
    assert Eenheid.objects.count() == eenheden
    assert not Bewerking.objects.exists()


HANDELINGEN = [
    lambda p: bewerken.voeg_toe(structuur=p, ouder="cluster", naam="Team Water", soort="afdeling"),
    lambda p: bewerken.hernoem(structuur=p, code="cluster", naam="Ruimte"),
    lambda p: bewerken.verplaats(structuur=p, code="cluster", ouder="directie"),
    lambda p: bewerken.schuif(structuur=p, code="cluster", stap=-1),
    lambda p: bewerken.wijzig_soort(structuur=p, code="team", soort="aandachtsgebied"),
    lambda p: bewerken.wijzig_portefeuille(structuur=p, code="cluster", portefeuille="sociaal"),
    lambda p: bewerken.splits(structuur=p, code="cluster", namen=["Ruimte", "Groen"], kinderen={"team": 1}),
    lambda p: bewerken.voeg_samen(structuur=p, codes=["cluster", "wijkteams"], naam="Leefomgeving"),
    lambda p: bewerken.sluit(structuur=p, code="fysiek", opvolger="sociaal"),
]


@pytest.mark.parametrize("doe", HANDELINGEN)
def test_elke_handeling_is_terug_te_draaien(plan, doe):
    voor = _alles(plan)
    doe(plan)
    assert _alles(plan) != voor
    bewerken.draai_terug(structuur=plan)
    assert _alles(plan) == voor
    beeld = concept(plan)
    assert beeld is not None
    assert beeld.verschil.wijzigingen == []
    assert controle.bomen(Onderdeel).bevindingen == []


def test_alles_na_elkaar_is_ook_achterstevoren_terug_te_draaien(plan):
    standen = []
    for doe in HANDELINGEN[:6]:
        standen.append(_alles(plan))
        doe(plan)
    while standen:
        bewerken.draai_terug(structuur=plan)
        assert _alles(plan) == standen.pop()
    with pytest.raises(ValidationError, match="niets meer om terug te draaien"):
        bewerken.draai_terug(structuur=plan)


def test_wat_buiten_de_schermen_om_veranderde_laat_zich_niet_half_terugdraaien(plan):
    bewerken.verplaats(structuur=plan, code="team", ouder="directie")
    bewerken.sluit(structuur=plan, code="team")
    voor = _alles(plan)
    Bewerking.objects.filter(soort="sluiten").delete()  # as if a file was loaded over it
    Onderdeel.objects.filter(versie__code=plan, code="cluster").delete()
    with pytest.raises(ValidationError, match="ook buiten deze schermen gewijzigd"):
        bewerken.draai_terug(structuur=plan)
    assert len(_alles(plan)) == len(voor) - 1


def test_opnieuw_toevoegen_na_terugdraaien_geeft_dezelfde_code(plan):
    for _ in range(2):
        bewerken.voeg_toe(structuur=plan, ouder="cluster", naam="Team Water", soort="afdeling")
        assert Onderdeel.objects.filter(versie__code=plan, code="team-water").exists()
        bewerken.draai_terug(structuur=plan)


def test_wie_op_een_verouderd_beeld_bewerkt_hoort_wat_de_ander_deed(plan):
    bewerken.hernoem(structuur=plan, code="team", naam="Team Groen", gezien=0)
    with pytest.raises(Intussen) as fout:
        bewerken.hernoem(structuur=plan, code="cluster", naam="Ruimte", gezien=0)
    assert fout.value.stand == 1
    beeld = concept(plan)
    assert beeld is not None
    assert [regel.omschrijving for regel in beeld.sinds(0)] == ["Team Bomen hernoemd in Team Groen"]
    bewerken.hernoem(structuur=plan, code="cluster", naam="Ruimte", gezien=1)
    bewerken.draai_terug(structuur=plan, gezien=2)
    with pytest.raises(Intussen):
        bewerken.draai_terug(structuur=plan, gezien=2)


@pytest.mark.parametrize("groep", ["lezer", "controller"])
def test_wie_de_organisatie_niet_mag_wijzigen_wordt_geweigerd(plan, groep):
    wie = maak_gebruiker(groep)
    for doe in (
        lambda: bewerken.hernoem(structuur=plan, code="team", naam="X", wie=wie),
        lambda: bewerken.draai_terug(structuur=plan, wie=wie),
        lambda: trek_in(structuur=plan, reden="X", wie=wie),
        lambda: maak_concept(structuur="huidig", naam="X", geldig_van=date(2027, 1, 1), besluit="", wie=wie),
    ):
        with pytest.raises(PermissionDenied, match="de organisatie wijzigen"):
            doe()


def test_een_ingetrokken_concept_verandert_niet_meer(plan):
    trek_in(structuur=plan, reden="Gaat niet door", wie=maak_gebruiker("beheerder"))
    assert Organisatiestructuur.objects.get(code=plan).status == "ingetrokken"
    with pytest.raises(ValidationError, match="ingetrokken"):
        bewerken.hernoem(structuur=plan, code="team", naam="X")


@pytest.mark.parametrize(("dag", "melding"), [(date(2020, 1, 1), "Kies een dag na"), (date(2021, 1, 1), "begint")])
def test_een_concept_begint_na_zijn_bron_en_niet_op_een_bezette_dag(dag, melding):
    maak_directie(geldig_van=date(2020, 1, 1), geldig_tot=date(2021, 1, 1))
    maak_directie("nieuwer", geldig_van=date(2021, 1, 1))
    with pytest.raises(ValidationError, match=melding):
        maak_concept(structuur="huidig", naam="Plan", geldig_van=dag, besluit="Besluit 12")


def test_twee_concepten_met_een_naam_krijgen_elk_een_code(plan):
    tweede = maak_concept(structuur="huidig", naam="Plan", geldig_van=date(2026, 7, 1), besluit="")
    assert (plan, tweede.code) == ("plan", "plan-2")
