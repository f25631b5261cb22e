"""The screens in which a beheerder changes a draft: content, rights, two people at once, and bad input."""

from datetime import date

import pytest
from django.test import Client

from organisatie import services_bewerken as bewerken
from organisatie.models import Onderdeel, Organisatiestructuur
from organisatie.services_concept import maak_concept
from tests.fabriek import maak_soort, maak_structuur, maak_vervulling
from tests.gebruikers import als
from tests.organisatie.maak import aantal_queries, maak_directie, tekst

pytestmark = pytest.mark.django_db
PAD = "structuren/plan"


@pytest.fixture
def plan() -> str:
    """The code of a draft of a structure with portfolios."""
    maak_directie(geldig_van=date(2020, 1, 1))
    return maak_concept(structuur="huidig", naam="Plan", geldig_van=date(2026, 7, 1), besluit="Besluit 12").code


def _stuur(client: Client, pad: str, **velden: object) -> tuple[int, str]:
    antwoord = client.post(f"/organisatie/{pad}", velden)
    return antwoord.status_code, " ".join(antwoord.content.decode().split())


SCHERMEN = [
    "structuren/huidig/concept/",
    f"{PAD}/bewerken/",
    f"{PAD}/bewerken/team/",
    *(
        f"{PAD}/bewerken/cluster/{handeling}/"
        for handeling in (
            *("hernoemen", "verplaatsen", "soort", "portefeuille"),
            *("toevoegen", "splitsen", "samenvoegen", "opheffen"),
        )
    ),
    f"{PAD}/vaststellen/",
    f"{PAD}/intrekken/",
    f"{PAD}/gegevens/",
    "structuren/huidig/corrigeren/",
    "structuren/huidig/corrigeren/team/",
    "structuren/huidig/gegevens/",
]


def test_elk_scherm_is_er_alleen_voor_wie_de_organisatie_mag_wijzigen(plan):
    clients = {wie: als(wie) for wie in ("anoniem", "lezer", "controller", "beheerder")}
    verwacht = {"anoniem": 302, "lezer": 403, "controller": 403, "beheerder": 200}
    for pad in SCHERMEN:
        gevonden = {wie: client.get(f"/organisatie/{pad}").status_code for wie, client in clients.items()}
        assert (pad, gevonden) == (pad, verwacht)
    for pad in (f"{PAD}/terugdraaien/", f"{PAD}/bewerken/team/volgorde/", f"{PAD}/bewerken/team/hernoemen/"):
        assert _stuur(clients["controller"], pad, naam="X", gezien=0)[0] == 403
    assert Onderdeel.objects.get(versie__code=plan, code="team").naam == "Team Bomen"


def test_wie_leest_ziet_geen_weg_naar_wijzigen(plan):
    for wie, ziet in (("anoniem", False), ("controller", False), ("beheerder", True)):
        client = als(wie)
        assert ("Maak een concept van Huidig" in tekst(client, "structuren/")) is ziet
        assert ("Corrigeer een fout" in tekst(client, "structuren/huidig/")) is ziet


def test_een_beheerder_maakt_een_concept(plan):
    client = als("beheerder")
    velden = {"naam": "Per 1 januari", "geldig_van": "2027-01-01", "besluit": "Besluit 14"}
    status, _ = _stuur(client, "structuren/huidig/concept/", **velden)
    nieuw = Organisatiestructuur.objects.get(code="per-1-januari")
    assert (status, nieuw.besluit, nieuw.status) == (302, "Besluit 14", "concept")
    status, html = _stuur(client, "structuren/huidig/concept/", **{**velden, "geldig_van": "2019-01-01"})
    assert status == 422
    assert "Kies een dag na 01-01-2020" in html
    assert 'value="Per 1 januari"' in html


def test_was_en_wordt_staan_naast_elkaar_en_de_laatste_handeling_gaat_terug(plan):
    client = als("beheerder")
    assert "nog gelijk aan de structuur" in tekst(client, f"{PAD}/bewerken/")
    _stuur(client, f"{PAD}/bewerken/team/hernoemen/", naam="Team Groen", gezien=0)
    html = tekst(client, f"{PAD}/bewerken/")
    assert '<td data-kop="Was">Team Bomen</td> <td data-kop="Wordt">Team Groen</td>' in html
    assert "Team Bomen hernoemd in Team Groen" in html
    _stuur(client, f"{PAD}/terugdraaien/", gezien=1)
    html = tekst(client, f"{PAD}/bewerken/")
    assert "nog gelijk aan de structuur" in html
    assert "<s>Team Bomen hernoemd in Team Groen</s>" in html


def test_elke_handeling_gaat_met_een_formulier(plan):
    maak_soort("programma")
    client = als("beheerder")
    stappen: list[tuple[str, dict[str, object]]] = [
        ("team/verplaatsen", {"ouder": "wijkteams"}),
        ("team/soort", {"soort": "programma"}),
        ("team/portefeuille", {"portefeuille": "fysiek"}),
        ("cluster/toevoegen", {"naam": "Team Water", "soort": "programma", "taak": "Sloten"}),
        ("cluster/splitsen", {"naam_1": "Ruimte", "naam_2": "Groen", "kind-team-water": "1"}),
        ("ruimte/samenvoegen", {"met": ["groen"], "naam": "Leefomgeving"}),
        ("leefomgeving/opheffen", {"opvolger": "wijkteams"}),
    ]
    for stand, (pad, velden) in enumerate(stappen):
        assert (pad, _stuur(client, f"{PAD}/bewerken/{pad}/", gezien=stand, **velden)[0]) == (pad, 302)
    for stand, status in ((7, 302), (8, 409)):
        gevonden, html = _stuur(client, f"{PAD}/bewerken/wijkteams/volgorde/", stap="omhoog", gezien=stand)
        assert gevonden == status
    assert "Wijkteams staat al bovenaan" in html
    namen = dict(Onderdeel.objects.filter(versie__code=plan).values_list("naam", "parent__naam"))
    assert (namen["Team Water"], namen["Team Bomen"]) == ("Wijkteams", "Wijkteams")


def test_wie_te_laat_bewaart_ziet_wat_de_ander_deed_en_raakt_niets_kwijt(plan):
    bewerken.hernoem(structuur=plan, code="team", naam="Team Groen")
    client = als("beheerder")
    velden = {"naam": "Ruimte en wonen", "reden": "Overleg van dinsdag"}
    status, html = _stuur(client, f"{PAD}/bewerken/cluster/hernoemen/", gezien=0, **velden)
    assert status == 409
    assert "Team Bomen hernoemd in Team Groen" in html
    assert 'value="Ruimte en wonen"' in html
    assert "Overleg van dinsdag" in html
    assert 'name="gezien" value="1"' in html
    assert _stuur(client, f"{PAD}/bewerken/cluster/hernoemen/", gezien=1, **velden)[0] == 302


def test_samenvoegen_houdt_bij_een_ander_zijn_wijziging_wat_was_aangevinkt(plan):
    bewerken.hernoem(structuur=plan, code="team", naam="Team Groen")
    velden = {"met": ["wijkteams", "directie"], "naam": "Alles"}
    status, html = _stuur(als("beheerder"), f"{PAD}/bewerken/cluster/samenvoegen/", gezien=0, **velden)
    assert (status, html.count("checked")) == (409, 2)


def test_zoeken_toont_wat_past_en_verbergt_wat_niet_kan(plan):
    client = als("beheerder")
    html = tekst(client, f"{PAD}/bewerken/cluster/verplaatsen/?zoek=directie+so")
    assert ('value="sociaal"' in html, 'value="wijkteams"' in html) == (True, False)
    html = tekst(client, f"{PAD}/bewerken/cluster/verplaatsen/")
    assert 'value="team"' not in html, "it falls under the unit itself"
    assert 'value="gemeente"' not in html, "it is there already"


def test_een_geweigerde_handeling_zegt_waarom_en_bewaart_wat_was_ingevuld(plan):
    client = als("beheerder")
    status, html = _stuur(client, f"{PAD}/bewerken/cluster/opheffen/", gezien=0, opvolger="", reden="Bezuiniging")
    assert status == 422
    assert "vallen nog Team Bomen" in html
    assert "Bezuiniging" in html
    status, html = _stuur(client, f"{PAD}/bewerken/cluster/splitsen/", gezien=0, naam_1="Ruimte", **{"kind-team": "2"})
    assert status == 422
    assert "Dat onderdeel is er niet" in html


@pytest.mark.parametrize(
    "pad",
    [
        "structuren/niets/bewerken/",
        "structuren/huidig/bewerken/",
        "structuren/huidig/vaststellen/",
        f"{PAD}/bewerken/niets/",
        f"{PAD}/bewerken/team/toveren/",
        f"{PAD}/bewerken/gemeente/verplaatsen/",
        f"{PAD}/concept/",
        f"{PAD}/corrigeren/",
        "structuren/huidig/corrigeren/niets/",
    ],
)
def test_een_adres_dat_niet_kan_is_een_404_in_het_nederlands(plan, pad):
    assert "<h1" in tekst(als("beheerder"), pad, 404)


def test_vaststellen_toont_bezwaren_en_gevolgen(plan):
    maak_vervulling("wijkteams", persoon="Kim Bos")
    bewerken.sluit(structuur=plan, code="wijkteams")
    client = als("beheerder")
    html = tekst(client, f"{PAD}/vaststellen/")
    assert "Kim Bos is dan nog Directeur van Wijkteams" in html
    assert "Huidig eindigt. Plan begint." in html
    velden = {"gezien": 1, "vastgesteld_op": "2026-06-01", "reden": "College"}
    assert _stuur(client, f"{PAD}/vaststellen/", **velden)[0] == 422
    assert _stuur(client, f"{PAD}/vaststellen/", **velden, beeindig="on")[0] == 302
    assert Organisatiestructuur.objects.get(code=plan).status == "vastgesteld"


def test_een_concept_intrekken_vraagt_een_reden(plan):
    client = als("beheerder")
    assert _stuur(client, f"{PAD}/intrekken/", gezien=0)[0] == 422
    assert _stuur(client, f"{PAD}/intrekken/", gezien=0, reden="Gaat niet door")[0] == 302
    assert "Ingetrokken" in tekst(client, f"{PAD}/")


def test_een_correctie_is_te_zien_op_de_structuur_en_op_het_onderdeel(plan):
    client = als("beheerder")
    structuur = Organisatiestructuur.objects.get(code="huidig")
    structuur.save()  # its history says that it was adopted
    velden = {"naam": "Team Boom", "soort": "afdeling", "reden": "Typefout"}
    gezien = structuur.history.count()
    status, _ = _stuur(client, "structuren/huidig/corrigeren/team/", gezien=gezien, **velden)
    assert status == 302
    anoniem = als("anoniem")
    for pad in ("structuren/huidig/", "eenheden/team/?geldigOp=2021-01-01"):
        html = tekst(anoniem, pad)
        assert '<td data-kop="Er stond">Team Bomen</td> <td data-kop="Er staat nu">Team Boom</td>' in html
        assert "Typefout" in html
    assert "Team Bomen" in tekst(anoniem, "structuren/huidig/")
    assert _stuur(client, "structuren/huidig/corrigeren/team/", gezien=gezien, **{**velden, "naam": "X"})[0] == 409


def test_de_gegevens_van_een_concept_wijzigen(plan):
    velden = {"naam": "Beter plan", "geldig_van": "2026-08-01", "besluit": "Besluit 15", "reden": "Later"}
    assert _stuur(als("beheerder"), f"{PAD}/gegevens/", gezien=1, **velden)[0] == 302
    rij = Organisatiestructuur.objects.get(code=plan)
    assert (rij.naam, rij.geldig_van, rij.besluit) == ("Beter plan", date(2026, 8, 1), "Besluit 15")


def test_het_aantal_queries_groeit_niet_met_de_boom():
    boom = {"top": ("Top", None), **{f"e{nummer}": (f"Eenheid {nummer}", "top") for nummer in range(20)}}
    maak_structuur("klein", geldig_tot=date(2021, 1, 1))
    maak_structuur("groot", boom, geldig_van=date(2021, 1, 1))
    client = als("beheerder")
    tellingen = []
    for bron in ("klein", "groot"):
        plan = maak_concept(structuur=bron, naam=f"Van {bron}", geldig_van=date(2026, 7, 1), besluit="").code
        wortel = Onderdeel.objects.get(versie__code=plan, parent=None).code
        paden = (
            f"structuren/{plan}/bewerken/",
            f"structuren/{plan}/bewerken/{wortel}/",
            f"structuren/{plan}/vaststellen/",
        )
        tellingen.append([aantal_queries(client, pad) for pad in paden])
    assert tellingen[0] == tellingen[1]
