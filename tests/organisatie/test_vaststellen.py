"""Adopting a draft: what stands in its way, what it changes on which day, and what is corrected afterwards."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from enschede_org.kern import controle
from enschede_org.kern.moment import Moment
from organisatie import queries
from organisatie import services_bewerken as bewerken
from organisatie.models import Eenheid, Onderdeel, Opvolging, Organisatiestructuur, Vervulling
from organisatie.queries.concept import Bewerkregel, concept
from organisatie.queries.vaststelling import Stap, opvolging, vaststelling
from organisatie.services_bewerken import Intussen
from organisatie.services_concept import maak_concept, stel_vast
from organisatie.services_correctie import corrigeer_onderdeel, wijzig_gegevens
from tests.fabriek import maak_soort, maak_vervulling
from tests.gebruikers import maak_gebruiker
from tests.organisatie.maak import maak_directie

pytestmark = pytest.mark.django_db
BEGIN = date(2026, 7, 1)


@pytest.fixture
def plan() -> str:
    """The code of a draft of a structure with portfolios."""
    maak_directie(geldig_van=date(2020, 1, 1))
    return maak_concept(structuur="huidig", naam="Plan", geldig_van=BEGIN, besluit="Besluit 12").code


def _stel_vast(plan: str, **velden) -> Organisatiestructuur:
    return stel_vast(structuur=plan, vastgesteld_op=date(2026, 6, 1), reden="College", **velden)


def _bezwaren(plan: str) -> list[str]:
    gevonden = vaststelling(plan)
    assert gevonden is not None
    return [bezwaar.tekst for bezwaar in gevonden.bezwaren]


def _namen(dag: date) -> list[str]:
    return [plaats.naam for plaats in queries.organogram(Moment(dag)).plaatsen]


def test_aan_weerszijden_van_de_datum_staat_een_andere_structuur(plan):
    bewerken.hernoem(structuur=plan, code="team", naam="Team Groen")
    assert "Team Groen" not in _namen(BEGIN), "a draft holds on no day"
    vast = _stel_vast(plan, wie=maak_gebruiker("beheerder"))
    assert (vast.status, vast.vastgesteld_op) == ("vastgesteld", date(2026, 6, 1))
    assert "Team Bomen" in _namen(date(2026, 6, 30))
    assert "Team Groen" in _namen(BEGIN)
    assert Organisatiestructuur.objects.get(code="huidig").geldig_tot == BEGIN
    assert Eenheid.objects.get(code="team").naam == "Team Groen"


def test_splitsen_en_samenvoegen_worden_bij_vaststellen_opvolging(plan):
    bewerken.splits(structuur=plan, code="cluster", namen=["Ruimte", "Groen"])
    bewerken.sluit(structuur=plan, code="wijkteams", opvolger="team")
    assert not Opvolging.objects.exists(), "what isn't adopted is nobody's successor"
    _stel_vast(plan)
    gevonden = set(Opvolging.objects.values_list("van__code", "naar__code", "soort", "datum"))
    assert gevonden == {
        ("cluster", "ruimte", "splitsing", BEGIN),
        ("cluster", "groen", "splitsing", BEGIN),
        ("wijkteams", "team", "samenvoeging", BEGIN),
    }


def _regel(soort: str, *paren: tuple[str, str], terug: int | None = None) -> Bewerkregel:
    return Bewerkregel(1, soort, "", "", "", timezone.now(), terug, "", frozenset(), paren)


def test_opvolging_volgt_wat_binnen_het_concept_kwam_en_ging():
    regels = [
        _regel("splitsen", ("a", "b"), ("a", "c")),
        _regel("samenvoegen", ("b", "e"), ("d", "e")),
        _regel("samenvoegen", ("x", "y"), terug=9),
    ]
    stappen = opvolging(regels, {"a", "d", "x"}, {"c", "e", "x"})
    assert set(stappen) == {Stap("a", "e", "splitsing"), Stap("a", "c", "splitsing"), Stap("d", "e", "samenvoeging")}


def test_wie_werkt_in_een_onderdeel_dat_verdwijnt_houdt_vaststellen_tegen(plan):
    houder = maak_vervulling("wijkteams", persoon="Kim Bos")
    bewerken.sluit(structuur=plan, code="wijkteams")
    with pytest.raises(ValidationError, match="Kim Bos is dan nog Directeur van Wijkteams"):
        _stel_vast(plan)
    _stel_vast(plan, beeindig=True)
    houder.refresh_from_db()
    assert houder.tot == BEGIN


def test_een_leidende_functie_heeft_een_houder_of_een_vacature(plan):
    maak_vervulling("cluster", persoon="Kim Bos", tot=date(2026, 5, 1))
    assert _bezwaren(plan) == [
        "Directeur van Cluster Omgeving heeft op 01-07-2026 geen houder. "
        "Wijs iemand aan, of leg vast dat er een vacature is."
    ]
    maak_vervulling("cluster", persoon=None, van=date(2026, 5, 1))
    assert _bezwaren(plan) == []


def test_twee_houders_op_een_plek_houden_vaststellen_tegen(plan):
    maak_vervulling("cluster", persoon="Kim Bos")
    maak_vervulling("cluster", persoon="Jo Jansen", van=date(2021, 1, 1))
    assert ["twee houders tegelijk: Kim Bos en Jo Jansen" in tekst for tekst in _bezwaren(plan)] == [True]


def test_een_onderdeel_dat_zonder_handeling_verdween_wordt_genoemd(plan):
    Onderdeel.objects.filter(versie__code=plan, code="team").delete()
    assert [tekst.split(" is niet")[0] for tekst in _bezwaren(plan)] == ["Waar Team Bomen blijft"]


def test_op_een_dag_begint_een_structuur(plan):
    ander = maak_concept(structuur="huidig", naam="Ander plan", geldig_van=BEGIN, besluit="")
    _stel_vast(plan)
    with pytest.raises(ValidationError, match="begint ook op 01-07-2026"):
        _stel_vast(ander.code)


def test_een_concept_van_een_ingehaalde_structuur_zegt_dat(plan):
    later = maak_concept(structuur="huidig", naam="Later plan", geldig_van=date(2027, 1, 1), besluit="")
    _stel_vast(plan)
    beeld = concept(later.code)
    assert beeld is not None
    assert "Intussen is Plan vastgesteld" in beeld.ingehaald


def test_vaststellen_op_een_verouderd_beeld_wordt_geweigerd(plan):
    bewerken.hernoem(structuur=plan, code="team", naam="Team Groen")
    with pytest.raises(Intussen):
        _stel_vast(plan, gezien=0)


def test_wat_is_vastgesteld_wordt_geen_tweede_keer_vastgesteld(plan):
    _stel_vast(plan)
    with pytest.raises(ValidationError, match="is vastgesteld"):
        _stel_vast(plan)


def test_vaststellen_en_corrigeren_vragen_het_recht(plan):
    wie = maak_gebruiker("controller")
    with pytest.raises(PermissionDenied):
        _stel_vast(plan, wie=wie)
    with pytest.raises(PermissionDenied):
        _corrigeer(naam="X", wie=wie)
    with pytest.raises(PermissionDenied):
        wijzig_gegevens(structuur="huidig", velden={"naam": "X"}, reden="X", wie=wie)


# Corrections


def _corrigeer(structuur: str = "huidig", **velden) -> list[str]:
    standaard = {"naam": "Team Bomen", "soort": "afdeling", "taak": "", "medewerkers": None}
    anders = {"medewerkers_aanduiding": "", "portefeuille": None, "reden": "Typefout"}
    return corrigeer_onderdeel(structuur=structuur, code="team", **{**standaard, **anders, **velden})


def _correcties(code: str) -> list[tuple[str, str, str, str, str]]:
    beeld = queries.structuur(code, Moment(BEGIN))
    assert beeld is not None
    gevonden = queries.correcties(beeld.structuur, Moment(BEGIN))
    return [(c.naam, c.veld, c.was, c.wordt, c.reden) for c in gevonden]


def test_een_correctie_zegt_wat_er_eerst_stond(plan):
    maak_soort("programma")
    _stel_vast(plan)
    assert _correcties(plan) == []
    toen = timezone.now()
    assert _corrigeer(plan, naam="Team Boom", soort="programma", portefeuille="sociaal") == ["Plan"]
    wijzig_gegevens(structuur=plan, velden={"besluit": "Besluit 13"}, reden="Verkeerd nummer")
    assert set(_correcties(plan)) == {
        ("Team Boom", "naam", "Team Bomen", "Team Boom", "Typefout"),
        ("Team Boom", "soort", "Afdeling", "Programma", "Typefout"),
        ("Team Boom", "portefeuille", "niet ingevuld", "Sociaal", "Typefout"),
        ("", "besluit", "Besluit 12", "Besluit 13", "Verkeerd nummer"),
    }
    beeld = queries.structuur(plan, Moment(BEGIN))
    assert beeld is not None
    assert queries.correcties(beeld.structuur, Moment(BEGIN, toen)) == []
    assert controle.bomen(Onderdeel).bevindingen == []


def test_een_correctie_gaat_op_verzoek_ook_naar_latere_structuren_die_hetzelfde_zeggen(plan):
    bewerken.wijzig_portefeuille(structuur=plan, code="team", portefeuille="sociaal")
    _stel_vast(plan)
    assert _corrigeer(naam="Team Boom", ook_later=True) == ["Huidig", "Plan"]
    later = Onderdeel.objects.get(versie__code=plan, code="team")
    assert later.naam == "Team Boom"
    assert later.portefeuille is not None, "what was already different there stays"


def test_een_correctie_zonder_wijziging_of_in_een_concept_wordt_geweigerd(plan):
    with pytest.raises(ValidationError, match="niets gewijzigd"):
        _corrigeer()
    with pytest.raises(ValidationError, match="niet vastgesteld"):
        _corrigeer(plan, naam="X")
    assert Organisatiestructuur.objects.get(code="huidig").laatste_correctie is None


def test_een_andere_begindatum_schuift_de_vorige_structuur_mee(plan):
    _stel_vast(plan)
    wijzig_gegevens(structuur=plan, velden={"geldig_van": date(2026, 8, 1)}, reden="Uitgesteld")
    assert Organisatiestructuur.objects.get(code="huidig").geldig_tot == date(2026, 8, 1)


def test_de_gegevens_van_een_concept_wijzigen_is_geen_correctie(plan):
    wijzig_gegevens(structuur=plan, velden={"naam": "Beter plan"}, reden="Andere naam")
    rij = Organisatiestructuur.objects.get(code=plan)
    assert (rij.naam, rij.laatste_correctie) == ("Beter plan", None)


def test_wie_op_een_verouderd_beeld_corrigeert_wordt_gewaarschuwd(plan):
    _corrigeer(naam="Team Boom", gezien=None)
    with pytest.raises(Intussen):
        _corrigeer(naam="Bomenteam", gezien=1)


def test_na_vaststellen_staan_er_evenveel_vervullingen(plan):
    maak_vervulling("cluster", persoon="Kim Bos")
    _stel_vast(plan, beeindig=True)
    assert Vervulling.objects.get().tot is None
