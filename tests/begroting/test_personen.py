"""The pages of people: what they hold, and what they answer for in the budget."""

from datetime import date
from typing import Any

import pytest

from begroting.models import Begrotingspost, Verantwoordelijke
from organisatie.models import Functie, Opdrachtrol, Persoon, Tegenspraak, Uitspraak
from tests.fabriek import maak_begroting, maak_bron, maak_gemeente, maak_rij, maak_vervulling
from tests.organisatie.maak import aantal_queries, maak_directie, maak_opdracht, tekst

pytestmark = pytest.mark.django_db


def _verantwoordelijk(naam: str, rol: str = "portefeuillehouder", **velden: Any) -> None:
    """Make somebody who answers for a post of the budget, and nothing else."""
    begroting = maak_begroting(naam="Programmabegroting 2025", **velden)
    persoon = Persoon.objects.create(code=naam.lower().replace(" ", "-"), naam=naam)
    bron = {"bron": maak_bron("De begroting"), "vindplaats": "3.3, Portefeuillehouders"}
    post = Begrotingspost.objects.get(versie=begroting, code="bestuur")
    maak_rij(Verantwoordelijke, begroting, post=post, persoon=persoon, rol=rol, **bron)


def test_personen_staan_met_hun_functie_op_de_datum(client):
    maak_directie()
    maak_vervulling("fysiek", "Concerndirecteur", "Jo Jansen", van=date(2020, 1, 1), tot=date(2022, 1, 1))
    maak_vervulling("sociaal", "Concerndirecteur", "An Bakker", van=date(2022, 1, 1))
    html = tekst(client, "personen/?geldigOp=2021-01-01")
    assert html.index("Jo Jansen") < html.index("Op een ander moment,") < html.index("An Bakker")
    html = tekst(client, "personen/?geldigOp=2023-01-01")
    assert html.index("An Bakker") < html.index("Op een ander moment,") < html.index("Jo Jansen")


def test_de_lijst_wijst_naar_alle_functies(client):
    Functie.objects.create(code="burgemeester", naam="Burgemeester", orgaan="bestuurlijk")
    html = tekst(client, "personen/")
    assert "Bestuurlijke functies" in html
    assert '<a href="/organisatie/functies/burgemeester/">Burgemeester</a>' in html
    assert "Niemand met een functie op deze datum" in html


def test_een_persoon_toont_alles_wat_hij_had_met_a_i_en_bij_benadering(client):
    maak_directie()
    maak_vervulling("fysiek", "Concerndirecteur", "Jo Jansen", waarnemend=True, bij_benadering=True)
    maak_vervulling("sociaal", "Adviseur", "Jo Jansen", van=date(2010, 1, 1), tot=date(2012, 1, 1))
    opdracht = maak_opdracht("Gebiedsgericht werken", "bestuursopdracht")
    rol = Opdrachtrol.Rol.AMBTELIJK_OPDRACHTGEVER
    Opdrachtrol.objects.create(opdracht=opdracht, rol=rol, persoon=Persoon.objects.get(), fte="0.50")
    html = tekst(client, "personen/jo-jansen/")
    assert "a.i." in html
    assert "vanaf circa 2020" in html
    assert "1 januari 2010 tot 1 januari 2012" in html
    assert "Ambtelijk opdrachtgever van" in html
    assert "Gebiedsgericht werken" in html
    assert "0,5 fte" in html
    assert "Op deze datum is geen functie bekend" in tekst(client, "personen/jo-jansen/?geldigOp=2015-01-01")


def test_wie_alleen_in_de_begroting_staat_staat_in_de_lijst_en_heeft_een_pagina(client):
    _verantwoordelijk("Roos Blauw")
    for pad in ("personen/", "personen/roos-blauw/"):
        html = tekst(client, pad)
        assert "Roos Blauw" in html
        assert "Portefeuillehouder in Programmabegroting 2025:" in html
        assert '<a href="/begroting/2025/bestuur/">Samenleving en bestuur</a>' in html
    assert "De begroting, 3.3, Portefeuillehouders" in html


def test_een_rol_in_een_begroting_die_niet_is_vastgesteld_is_niet_te_zien(client):
    _verantwoordelijk("Roos Blauw", status="concept")
    assert "Roos Blauw" not in tekst(client, "personen/")
    tekst(client, "personen/roos-blauw/", status=404)


def test_van_een_document_zonder_eigen_pagina_staat_de_post_er_zonder_link(client):
    _verantwoordelijk("Roos Blauw", soort="jaarstukken")
    html = tekst(client, "personen/roos-blauw/")
    assert "Samenleving en bestuur" in html
    assert 'href="/begroting/2025/' not in html


def test_een_persoon_toont_waar_bronnen_over_hem_verschillen(client):
    _verantwoordelijk("Roos Blauw")
    persoon = Persoon.objects.get()
    velden = {"gemeente": maak_gemeente(), "van": date(2024, 1, 1), "bij_benadering": True}
    tegenspraak = Tegenspraak.objects.create(code="wie", onderwerp="Welke functie?", persoon=persoon, **velden)
    Uitspraak.objects.create(tegenspraak=tegenspraak, tekst="Zij is directeur", bron=maak_bron("Nota"))
    html = tekst(client, "personen/roos-blauw/")
    assert "Welke functie?" in html
    assert "vanaf circa 2024" in html
    assert "Zij is directeur" in html


def test_personen_horen_voor_de_lezer_bij_de_organisatie(client):
    _verantwoordelijk("Roos Blauw")
    for pad in ("personen/", "personen/roos-blauw/"):
        assert 'href="/organisatie/" aria-current="true">Organisatie</a>' in tekst(client, pad)


def test_het_aantal_queries_groeit_niet_met_het_aantal_begrotingen(client):
    for nummer in range(3):
        _verantwoordelijk(f"Roos {nummer}", jaar=2025 + nummer)
        assert aantal_queries(client, "personen/") == aantal_queries(client, "personen/roos-0/") == 9


def test_een_onbekende_persoon_is_niet_gevonden(client):
    tekst(client, "personen/niemand/", status=404)
