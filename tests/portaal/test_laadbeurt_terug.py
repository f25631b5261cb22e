"""Undoing a load: exactly what stood before, or a list of what stands in the way."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from begroting.models import Bedrag, Begroting, Begrotingspost
from enschede_org.kern.models import Gemeente
from enschede_org.kern.versies import bewerk
from enschede_org.portaal import services_laden as services
from enschede_org.portaal.models import Begrip, Laadbeurt
from organisatie.models import Eenheid, Onderdeel, Organisatiestructuur, Persoon, Vervulling
from tests.jaarbestanden import BESTANDEN
from tests.portaal.laadbeurten import alles, bestanden, draai_terug, laad, opname

TWEEDE = (
    "soort: structuur\ngemeente: gm0153\ncode: nieuw\nnaam: Nieuwe structuur\ngeldig_van: 2026-01-01\n"
    "status: vastgesteld\nbron: besluit\nonderdelen:\n  - code: gemeente\n    naam: Gemeente Enschede\n"
    "    soort: gemeente\n    onderdelen:\n      - {code: ruimte, naam: Ruimte, soort: aandachtsgebied}\n"
    "      - {code: wegen, naam: Wegen, soort: afdeling, portefeuille: ruimte}\n"
    "kernwaarden:\n  - naam: Open\n"
)


def test_terugdraaien_van_een_eerste_lading_maakt_alles_weer_leeg(db):
    voor = alles()
    beurt = laad(bestanden())
    assert beurt.status == "geladen"
    assert Begroting.objects.get().status == "vastgesteld"
    terug = draai_terug(beurt)
    assert (terug.status, terug.bericht) == ("geladen", "")
    assert beurt.status == "teruggedraaid"
    assert alles() == voor
    assert not Gemeente.objects.exists()
    assert Begrotingspost.history.filter(history_type="-").count() == 2
    redenen = set(Begrotingspost.history.filter(history_type="-").values_list("history_change_reason", flat=True))
    assert redenen == {f"Laadbeurt {beurt.pk} teruggedraaid: Vergissing"}


def test_terugdraaien_van_een_correctie_herstelt_waarden_plaatsen_en_wat_verviel(db):
    laad(bestanden())
    voor = alles()
    gewijzigd = bestanden(
        ("bedragen.csv", "bestuur;2026;lasten;50793\n", "bestuur;2026;baten;12\n"),
        ("bedragen.csv", "52.854", "52.855"),
        ("structuur.yaml", "naam: Huidige structuur", "naam: Structuur 2020"),
        ("structuur.yaml", BESTANDEN["structuur.yaml"].split("onderdelen:\n", 1)[1], _verplaatst()),
        ("doelen.yaml", "sdgs: [16]\n", "sdgs: []\n"),
        ("doelen.yaml", "metingen:\n              - jaar: 2023\n                waarde: 7,1\n", "metingen: []\n"),
        ("personen.yaml", "naam: Jo Jansen", "naam: Jo de Jong"),
        ("begrippen.yaml", "Wat iemand", "Iets dat iemand"),
    )
    beurt = laad(gewijzigd, reden="Erratum")
    assert beurt.status == "geladen"
    assert alles() != voor
    draai_terug(beurt)
    assert beurt.status == "teruggedraaid"
    assert alles() == voor
    bedrag = Bedrag.objects.get(jaar=2025)
    assert bedrag.history.first().history_change_reason == f"Laadbeurt {beurt.pk} teruggedraaid: Vergissing"
    assert Organisatiestructuur.objects.get().status == "vastgesteld"
    assert Organisatiestructuur.objects.get().correctie_reden == ""


def _verplaatst() -> str:
    """The tree with another parent for Wegen, without Sociaal, and with a part that is new."""
    return (
        "  - code: gemeente\n    naam: Gemeente\n    soort: gemeente\n    onderdelen:\n"
        "      - code: fysiek\n        naam: Fysiek en ruimte\n        soort: aandachtsgebied\n        onderdelen:\n"
        "          - {code: wegen, naam: Wegen, soort: afdeling, portefeuille: zorg}\n"
        "      - {code: zorg, naam: Zorg, soort: aandachtsgebied}\n"
    )


def test_een_tweede_structuur_terugdraaien_laat_de_eerste_weer_doorlopen(db):
    laad(bestanden())
    voor = alles()
    beurt = laad([("nieuw.yaml", TWEEDE.encode())])
    assert Organisatiestructuur.objects.get(code="huidig").geldig_tot == date(2026, 1, 1)
    assert Eenheid.objects.get(code="gemeente").naam == "Gemeente Enschede"
    draai_terug(beurt)
    assert alles() == voor
    assert Organisatiestructuur.objects.get().geldig_tot is None


def test_een_structuur_ertussen_terugdraaien_sluit_het_gat(db):
    laad(bestanden())
    laad([("nieuw.yaml", TWEEDE.encode())])
    voor = alles()
    tussen = TWEEDE.replace("code: nieuw", "code: tussen").replace("2026-01-01", "2023-01-01")
    beurt = laad([("tussen.yaml", tussen.encode())])
    assert Organisatiestructuur.objects.get(code="huidig").geldig_tot == date(2023, 1, 1)
    draai_terug(beurt)
    assert alles() == voor
    assert Organisatiestructuur.objects.get(code="huidig").geldig_tot == date(2026, 1, 1)


def test_een_vaststelling_terugdraaien_maakt_er_weer_een_concept_van(db):
    concept = [
        (naam, "status: vastgesteld", "status: concept") for naam in ("structuur.yaml", "begroting.yaml", "doelen.yaml")
    ]
    laad(bestanden(*concept))
    voor = alles()
    beurt = laad(bestanden())
    assert Begroting.objects.get().status == "vastgesteld"
    draai_terug(beurt)
    assert alles() == voor
    begroting = Begroting.objects.get()
    assert begroting.status == "concept"
    assert begroting.laatste_correctie is not None  # what was kept of it as adopted is not shown again
    laad(bestanden())
    assert Begroting.objects.get().status == "vastgesteld"


def test_waar_op_is_voortgebouwd_draait_niet_terug_en_zegt_waarom(db):
    eerste = laad(bestanden())
    tweede = laad(bestanden(("bedragen.csv", "50793", "50.800")), reden="Erratum")
    Vervulling.objects.create(
        code="later",
        functie=Vervulling.objects.get().functie,
        eenheid=Eenheid.objects.get(code="wegen"),
        persoon=Persoon.objects.create(code="an", naam="An"),
        van=date(2024, 1, 1),
    )
    voor = alles()
    terug = draai_terug(eerste)
    assert terug.status == "mislukt"
    assert eerste.status == "geladen"
    assert alles() == voor
    bezwaren = opname(terug)["bezwaren"]
    assert any(regel.startswith("bedragen: Bestuur: lasten 2026 is na deze lading gewijzigd") for regel in bezwaren)
    assert any("vervullingen" in regel and "verwijst naar iets uit deze lading" in regel for regel in bezwaren)
    draai_terug(tweede)
    assert Bedrag.objects.get(jaar=2026).bedrag == 50793000


def test_een_kind_dat_een_ander_eronder_zette_houdt_terugdraaien_tegen(db):
    """Rows that would silently go along with their owner are not taken back by somebody else."""
    beurt = laad(bestanden())
    begroting = Begroting.objects.get()
    with bewerk(begroting, reden="Aanvulling", correctie=True):
        Bedrag.objects.create(post=Begrotingspost.objects.get(code="bestuur"), jaar=2026, kant="baten", bedrag=1)
    terug = draai_terug(beurt)
    assert terug.status == "mislukt"
    assert Bedrag.objects.count() == 3


def test_een_structuur_waar_een_volgende_op_aansluit_draait_niet_terug(db):
    laad(bestanden())
    eerste = laad([("nieuw.yaml", TWEEDE.encode())])
    laad([("derde.yaml", TWEEDE.replace("code: nieuw", "code: derde").replace("2026-01-01", "2027-01-01").encode())])
    terug = draai_terug(eerste)
    bezwaren = opname(terug)["bezwaren"]
    assert "Nieuwe structuur is na deze lading gewijzigd: geldig tot is nu ‘2027-01-01’." in bezwaren
    assert "onderdelen: ‘Ruimte’ verwijst naar iets uit deze lading." in bezwaren


def test_wat_is_weggehaald_of_teruggezet_houdt_terugdraaien_tegen(db):
    beurt = laad([("begrippen.yaml", BESTANDEN["begrippen.yaml"].encode()), *bestanden(alleen=("bronnen.yaml",))])
    Begrip.objects.all().delete()
    terug = draai_terug(beurt)
    assert opname(terug)["bezwaren"] == ["begrippen: mandaat staat er niet meer."]


def test_twee_keer_of_zonder_reden_terugdraaien_kan_niet(db):
    beurt = laad(bestanden())
    with pytest.raises(ValidationError, match="Geef de reden"):
        services.draai_terug(beurt, door=None, reden=" ")
    terug = draai_terug(beurt)
    with pytest.raises(ValidationError, match="teruggedraaid"):
        services.draai_terug(beurt, door=None, reden="nog eens")
    with pytest.raises(ValidationError, match="Laad de bestanden opnieuw"):
        services.draai_terug(terug, door=None, reden="toch niet")


def test_het_verschil_van_een_terugdraaiing_leest_andersom(db):
    laad(bestanden())
    beurt = laad(bestanden(("bedragen.csv", "50793", "50.800")), reden="Erratum")
    terug = draai_terug(beurt)
    (rij,) = opname(terug)["rijen"]
    assert rij["zin"] == "Bestuur: lasten 2026 van 50.800 naar 50.793 (x 1.000 euro)"


def test_de_documenten_van_de_gemeente_draaien_helemaal_terug(db):
    voor = alles()
    call_command("laad", "fixtures", ja=True, verbosity=0)
    assert Onderdeel.objects.count() > 50
    beurt = Laadbeurt.objects.get()
    draai_terug(beurt)
    assert beurt.status == "teruggedraaid"
    assert alles() == voor
