"""A new draft from an adopted budget: for the same year, or for the next with the columns moved along."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from begroting import services_concept
from begroting.models import Bedrag, Begroting, GepubliceerdTotaal, Kolom, Verklaring
from enschede_org.kern.controle import controleer
from tests.begroting.maak import druk, maak, post, verklaar
from tests.gebruikers import als, maak_gebruiker

pytestmark = pytest.mark.django_db


def _kolommen(begroting: Begroting) -> list[tuple[int, str]]:
    return list(Kolom.objects.filter(begroting=begroting).order_by("jaar").values_list("jaar", "soort"))


def test_het_concept_van_volgend_jaar_schuift_de_kolommen_op():
    vast = maak()
    druk(vast, "saldo", 44_176_000)
    verklaar(vast, 1_000, "cao")
    assert _kolommen(vast) == [(2023, "realisatie"), (2024, "begroting"), (2025, "begroting"), (2026, "raming")]
    code = services_concept.maak_concept(vast.pk, jaar=2026, gebruiker=maak_gebruiker("controller"))
    concept = Begroting.objects.get(code=code)
    assert (concept.code, concept.naam, concept.jaar, concept.status) == (
        "begroting-2026",
        "Begroting 2026",
        2026,
        "concept",
    )
    assert _kolommen(concept) == [(2024, "realisatie"), (2025, "begroting"), (2026, "begroting"), (2027, "raming")]
    lasten = Bedrag.objects.filter(post=post(concept), kant="lasten")
    assert {rij.jaar: int(rij.bedrag) for rij in lasten} == {2025: 52_854_000, 2026: 50_793_000}
    assert not GepubliceerdTotaal.objects.filter(post__versie=concept).exists()
    assert not Verklaring.objects.filter(post__versie=concept).exists()
    assert GepubliceerdTotaal.objects.filter(post__versie=vast).exists()
    assert post(concept, "begroting").naam == "Begroting 2026"
    assert all(not uitslag.bevindingen for uitslag in controleer())


def test_een_kopie_voor_hetzelfde_jaar_heeft_alle_bedragen_en_een_eigen_code():
    vast, jo = maak(), maak_gebruiker("controller")
    codes = [services_concept.maak_concept(vast.pk, jaar=2025, gebruiker=jo) for _ in range(2)]
    assert codes == ["begroting-2025-concept-1", "begroting-2025-concept-2"]
    kopie = Begroting.objects.get(code=codes[0])
    assert _kolommen(kopie) == _kolommen(vast)
    assert Bedrag.objects.filter(post__versie=kopie).count() == Bedrag.objects.filter(post__versie=vast).count()


@pytest.mark.parametrize("jaar", [2024, 2027])
def test_een_ander_jaar_dan_dit_of_het_volgende_kan_niet(jaar):
    vast = maak()
    with pytest.raises(ValidationError, match="Kies 2025 of 2026"):
        services_concept.maak_concept(vast.pk, jaar=jaar, gebruiker=maak_gebruiker("beheerder"))
    assert Begroting.objects.count() == 1


def test_alleen_van_wat_is_vastgesteld_en_door_wie_dat_mag():
    concept = maak(status="concept")
    with pytest.raises(ValidationError, match="is niet vastgesteld"):
        services_concept.maak_concept(concept.pk, jaar=2025, gebruiker=maak_gebruiker("controller"))
    with pytest.raises(PermissionDenied):
        services_concept.maak_concept(concept.pk, jaar=2025, gebruiker=maak_gebruiker("lezer"))


def test_op_het_scherm_leidt_nieuw_concept_naar_het_rooster():
    vast = maak()
    client = als("controller")
    tekst = client.get("/begroting/concept/").content.decode()
    assert 'value="2026"' in tekst
    antwoord = client.post("/begroting/concept/", {"vorige": vast.pk, "jaar": 2026})
    assert antwoord["Location"] == "/begroting/versie/begroting-2026/bewerken/"
    assert client.get(antwoord["Location"]).status_code == 200
    fout = client.post("/begroting/concept/", {"vorige": vast.pk, "jaar": 2030}).content.decode()
    assert "Kies 2025 of 2026" in fout
    assert client.post("/begroting/concept/", {"vorige": "999", "jaar": 2026}).status_code == 200
