"""The organogram on a date."""

from datetime import UTC, date, datetime
from html.parser import HTMLParser

import pytest
from django.utils import timezone

from organisatie.models import (
    Eenheid,
    Functie,
    Gebeurtenis,
    Onderdeel,
    Organisatiestructuur,
    Tegenspraak,
    Uitspraak,
    Vervulling,
)
from tests.fabriek import maak_bron, maak_gemeente, maak_structuur, maak_vervulling
from tests.organisatie.maak import DIRECTIE, aantal_queries, maak_directie, tekst

pytestmark = pytest.mark.django_db


class Lijsten(HTMLParser):
    """Checks that every tag of the tree is closed where it should be, and that no link stands in a summary."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links_in_summary = 0
        self.diepste = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in ("ul", "li", "details", "summary", "div", "span"):
            self.open.append(tag)
        if tag == "a" and "summary" in self.open:
            self.links_in_summary += 1
        self.diepste = max(self.diepste, self.open.count("ul"))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("ul", "li", "details", "summary", "div", "span"):
            assert self.open.pop() == tag


def _boom(html: str) -> str:
    begin = html.index('<ul class="portaal-boom">')
    return html[begin : html.index("</div> <aside", begin)]


def test_het_organogram_toont_elk_onderdeel_met_zijn_soort_en_houder(client):
    maak_directie()
    maak_vervulling("fysiek", "Concerndirecteur", "Jo Jansen")
    html = tekst(client, "")
    assert all(naam in html for naam, _ in DIRECTIE.values())
    assert 'Concerndirecteur:</span> <a href="/organisatie/personen/jo-jansen/">Jo Jansen</a>' in html
    assert "afdeling · portefeuille Fysiek" in html.lower().replace("fysiek", "Fysiek")


def test_de_boom_is_een_geneste_lijst_zonder_links_in_een_summary(client):
    maak_directie()
    lijsten = Lijsten()
    lijsten.feed(_boom(tekst(client, "")).rsplit("</div>", 1)[0])
    assert lijsten.links_in_summary == 0
    assert lijsten.diepste == 3  # gemeente, cluster, team


def test_een_lege_plek_is_een_vacature_en_een_naamloze_plek_is_niet_genoemd(client):
    maak_directie()
    maak_vervulling("fysiek", "Concerndirecteur", None)
    for _ in range(2):
        maak_vervulling("sociaal", "Clustermanager", None, bezetting="niet-genoemd")
    boom = _boom(tekst(client, ""))
    assert 'portaal-badge--vacature">Vacature</span>' in boom
    assert "2 × niet genoemd" in boom


def test_een_waarnemer_is_gemerkt(client):
    maak_directie()
    maak_vervulling("fysiek", waarnemend=True)
    assert "a.i." in _boom(tekst(client, ""))


def test_namen_worden_als_tekst_getoond_en_niet_als_html(client):
    maak_structuur("huidig", {"g": ("<script>alert(1)</script>", None)})
    maak_vervulling("g", "Chef & <b>baas</b>", "O'Neill <i>")
    html = tekst(client, "")
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html
    assert "<b>baas" not in html
    assert "O&#x27;Neill &lt;i&gt;" in html


def test_de_gekozen_datum_bepaalt_de_structuur_en_de_houder(client):
    oud = {"gemeente": ("Gemeente", None), "dienst": ("Dienst Parken", "gemeente")}
    maak_structuur("oud", oud, geldig_van=date(2010, 1, 1), geldig_tot=date(2020, 1, 1))
    maak_directie()
    maak_vervulling("gemeente", "Secretaris", "Ans Oud", van=date(2010, 1, 1), tot=date(2015, 1, 1))
    maak_vervulling("gemeente", "Secretaris", "Bob Nieuw", van=date(2015, 1, 1))
    vroeger = tekst(client, "?geldigOp=2014-12-31")
    assert "Dienst Parken" in vroeger
    assert "Ans Oud" in vroeger
    assert "Bob Nieuw" not in vroeger
    assert "Concerndirectie" not in _boom(vroeger)
    assert "Bob Nieuw" in tekst(client, "?geldigOp=2015-01-01")


def test_links_houden_de_gekozen_datum(client):
    maak_directie()
    maak_vervulling("fysiek")
    boom = _boom(tekst(client, "?geldigOp=2021-02-03"))
    assert 'href="/organisatie/eenheden/fysiek/?geldigOp=2021-02-03"' in boom
    assert 'href="/organisatie/personen/jo-jansen/?geldigOp=2021-02-03"' in boom


def test_zonder_structuur_op_de_datum_staan_er_structuren_om_te_kiezen(client):
    maak_directie(naam="Structuur 2020")
    html = tekst(client, "?geldigOp=1999-01-01")
    assert "is geen organisatiestructuur bekend" in html
    assert 'href="/organisatie/?geldigOp=2020-01-01">Structuur 2020</a>' in html
    assert "portaal-boom" not in html


@pytest.mark.parametrize("status", ["concept", "ingetrokken"])
def test_een_structuur_die_niet_is_vastgesteld_is_nergens_te_zien(client, status):
    maak_structuur("geheim", {"g": ("Geheime dienst", None)}, status=status, naam="Plan X")
    for pad in ("", "structuren/", "portefeuilles/"):
        assert "Plan X" not in tekst(client, pad)
    assert "Geheime dienst" not in tekst(client, "")
    tekst(client, "structuren/geheim/", status=404)
    tekst(client, "eenheden/g/", status=404)


def test_een_onderdeel_waarover_bronnen_verschillen_is_gemerkt(client):
    structuur = maak_directie()
    eenheid = Onderdeel.objects.get(versie=structuur, code="directie").eenheid
    tegenspraak = Tegenspraak.objects.create(gemeente=maak_gemeente(), code="drie", onderwerp="Drie?", eenheid=eenheid)
    Uitspraak.objects.create(tegenspraak=tegenspraak, tekst="Drie", bron=maak_bron())
    assert 'href="/organisatie/tegenspraak/#drie">Bronnen verschillen</a>' in _boom(tekst(client, ""))


def test_gebeurtenissen_in_de_tijd_van_de_structuur_staan_erbij(client):
    maak_directie()
    for titel, jaar in (("Verkiezingen", 2022), ("Lang geleden", 1999)):
        Gebeurtenis.objects.create(gemeente=maak_gemeente(), code=titel[:4], titel=titel, datum=date(jaar, 3, 16))
    html = tekst(client, "")
    assert 'href="/organisatie/?geldigOp=2022-03-16">16 maart 2022</a>' in html
    assert "Verkiezingen" in html
    assert "Lang geleden" not in html


def test_de_tijdlijn_toont_elke_structuur_als_stap(client):
    maak_structuur("oud", naam="Eerst", geldig_van=date(2010, 1, 1), geldig_tot=date(2020, 1, 1), bij_benadering=True)
    maak_directie(naam="Daarna")
    html = tekst(client, "?geldigOp=2012-06-01")
    assert 'href="/organisatie/?geldigOp=2010-01-01" aria-current="step"' in html
    assert '<span class="portaal-tijdlijn__datum">circa 2010</span>' in html
    assert "circa 2010 tot 1 januari 2020" in html
    assert 'href="/organisatie/?geldigOp=2020-01-01"' in html


def test_de_tijdlijn_toont_wie_er_in_de_directie_kwam_en_houdt_het_onderdeel_in_beeld(client):
    maak_directie()
    maak_vervulling("fysiek", "Concerndirecteur", "Jo Jansen", van=date(2022, 3, 1))
    maak_vervulling("cluster", "Clustermanager", "Cor Cluster", van=date(2022, 4, 1))
    maak_vervulling("fysiek", "Wethouder", "Wil Wethouder", van=date(2022, 5, 1))
    Functie.objects.filter(code="wethouder").update(orgaan="bestuurlijk")
    for adres in ("", "portefeuilles/", "eenheden/team/", "functies/clustermanager/"):
        html = tekst(client, f"{adres}?geldigOp=2023-01-01")
        tijdlijn = html[html.index('<nav class="portaal-tijdlijn"') :].split("</nav>")[0]
        assert f'href="/organisatie/{adres}?geldigOp=2022-03-01" aria-current="step"' in tijdlijn
        assert "Concerndirecteur: Jo Jansen" in tijdlijn
        assert "Cor Cluster" not in tijdlijn
        assert "Wil Wethouder" not in tijdlijn
    html = tekst(client, "eenheden/team/?geldigOp=2021-01-01")
    assert 'href="/organisatie/eenheden/team/?geldigOp=2020-01-01" aria-current="step"' in html


def test_de_tijdlijn_telt_wie_tegelijk_in_de_directie_kwamen(client):
    maak_directie()
    for nummer in range(3):
        maak_vervulling("directie", f"Lid {nummer}", f"Persoon {nummer}", van=date(2022, 3, 1))
    assert "3 wisselingen in de directie" in tekst(client, "eenheden/team/")
    assert "wisselingen in de directie" in tekst(client, f"?beschikbaarOp={timezone.localdate():%Y-%m-%d}")


def test_zoals_geregistreerd_toont_wat_er_toen_stond(client):
    maak_directie()
    vervulling = maak_vervulling("fysiek", "Concerndirecteur", "Jo Jansen")
    toen = datetime(2024, 1, 1, tzinfo=UTC)
    for model in (Organisatiestructuur, Onderdeel, Vervulling):
        model.history.update(history_date=toen)
    vervulling.persoon = maak_vervulling("sociaal", "Clustermanager", "An Later").persoon
    vervulling.save()
    nu = _boom(tekst(client, "?geldigOp=2024-06-01"))
    assert "Jo Jansen" not in nu
    assert "An Later" in nu
    html = tekst(client, "?geldigOp=2024-06-01&beschikbaarOp=2024-02-01")
    assert "Jo Jansen" in html
    assert "An Later" not in html
    assert "zoals bekend op" in html
    assert "nog geen structuur vastgelegd" in tekst(client, "?beschikbaarOp=2023-01-01")


def test_wat_naar_een_ander_onderdeel_is_verplaatst_telt_alleen_waar_het_toen_stond(client):
    structuur = maak_directie()
    vervulling = maak_vervulling("fysiek", "Concerndirecteur", "Jo Jansen")
    for model in (Organisatiestructuur, Onderdeel, Eenheid, Vervulling):
        model.history.update(history_date=datetime(2024, 1, 1, tzinfo=UTC))
    vervulling.eenheid = Onderdeel.objects.get(versie=structuur, code="sociaal").eenheid
    vervulling._history_date = datetime(2024, 6, 1, tzinfo=UTC)  # type: ignore[attr-defined]
    vervulling.save()
    for toen, wel, niet in (("2024-02-01", "fysiek", "sociaal"), ("2024-07-01", "sociaal", "fysiek")):
        assert "Jo Jansen" in tekst(client, f"eenheden/{wel}/?beschikbaarOp={toen}")
        assert "Jo Jansen" not in tekst(client, f"eenheden/{niet}/?beschikbaarOp={toen}")


def test_een_onbegrijpelijke_datum_geeft_uitleg(client):
    assert "is geen datum" in tekst(client, "?geldigOp=gisteren", status=400)


def test_een_grote_boom_opent_twee_niveaus_en_een_kleine_helemaal(client):
    maak_directie()
    klein = _boom(tekst(client, ""))
    assert klein.count("<details open>") == klein.count("<details") == 3
    Organisatiestructuur.objects.update(geldig_tot=date(2021, 1, 1))
    groot = {"g": ("G", None), "a": ("A", "g"), "b": ("B", "a"), **{f"c{n}": (f"C{n}", "b") for n in range(80)}}
    maak_structuur("groot", groot, geldig_van=date(2021, 1, 1))
    boom = _boom(tekst(client, ""))
    assert boom.count("<details open>") == 2
    assert boom.count("<details>") == 1
    assert "80 onderdelen van B" in boom


def test_het_organogram_vraagt_altijd_zes_queries(client):
    klein = maak_directie()
    maak_vervulling("fysiek")
    assert aantal_queries(client, "") == 6
    klein.geldig_tot = date(2021, 1, 1)
    klein.save()
    groot = {"g": ("G", None), **{f"u{n}": (f"U{n}", "g" if n < 5 else f"u{n // 5}") for n in range(120)}}
    maak_structuur("groot", groot, geldig_van=date(2021, 1, 1))
    for nummer in range(40):
        maak_vervulling(f"u{nummer}", f"Functie {nummer}", f"Persoon {nummer}")
    assert aantal_queries(client, "") == 6
