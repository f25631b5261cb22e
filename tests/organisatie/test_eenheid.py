"""The page of one unit."""

from datetime import date

import pytest

from organisatie.models import Eenheid, Functie, Onderdeel, Opvolging, Tegenspraak, Uitspraak
from tests.fabriek import maak_bron, maak_gemeente, maak_structuur, maak_vervulling
from tests.organisatie.maak import DIRECTIE, aantal_queries, maak_directie, maak_opdracht, tekst

pytestmark = pytest.mark.django_db


def _leven(html: str) -> str:
    begin = html.index('<ol class="portaal-levensloop">')
    return html[begin : html.index("</ol>", begin)]


def test_een_eenheid_zegt_waar_zij_onder_valt_en_wat_onder_haar_valt(client):
    maak_directie()
    html = tekst(client, "eenheden/cluster/")
    assert "<h1" in html
    assert "Cluster Omgeving" in html
    assert '<a href="/organisatie/eenheden/gemeente/">Gemeente</a>' in html
    assert '<a href="/organisatie/eenheden/team/">Team Bomen</a>' in html


def test_een_geerfde_portefeuille_zegt_via_welk_onderdeel(client):
    maak_directie()
    maak_vervulling("fysiek", "Concerndirecteur", "Jo Jansen")
    html = tekst(client, "eenheden/team/")
    assert 'via <a href="/organisatie/eenheden/cluster/">Cluster Omgeving</a>' in html
    assert "via <a" not in tekst(client, "eenheden/cluster/")


def test_de_eenheid_zegt_wie_er_verantwoordelijk_is_van_dichtbij_naar_ver(client):
    maak_directie()
    maak_vervulling("team", "Teamleider", "Tea Team")
    maak_vervulling("cluster", "Clustermanager", "Cor Cluster")
    maak_vervulling("fysiek", "Concerndirecteur", "Jo Jansen")
    maak_vervulling("gemeente", "Secretaris", "Sam Secretaris")
    html = tekst(client, "eenheden/team/")
    lijn = html[html.index("De lijn omhoog") :]
    namen = ["Tea Team", "Cor Cluster", "Jo Jansen", "Sam Secretaris"]
    assert sorted(namen, key=lijn.index) == namen
    assert html.index("Verantwoordelijk</dt>") < html.index("Tea Team") < html.index("De lijn omhoog")


def test_een_functie_die_het_onderdeel_niet_leidt_staat_apart(client):
    maak_directie()
    maak_vervulling("cluster", "Controller", "Con Trol")
    maak_vervulling("fysiek", "Concerndirecteur", None, bezetting="niet-genoemd")
    Functie.objects.filter(code="controller").update(leidend=False)
    html = tekst(client, "eenheden/cluster/")
    wie = html[html.index("Wie gaat hierover?") :]
    assert wie.index("Concerndirecteur</a> van") < wie.index("Functie binnen dit onderdeel") < wie.index("Con Trol")
    assert "Controller" not in tekst(client, "eenheden/team/")


def test_de_lijn_eindigt_bij_wie_eindverantwoordelijk_is_ook_als_die_er_niet_boven_staat(client):
    maak_directie()
    maak_vervulling("sociaal", "Secretaris", "Sam Secretaris")
    Functie.objects.update(eindverantwoordelijk=True)
    maak_vervulling("directie", "Concerndirecteur", "Jo Jansen")
    assert "Sam Secretaris" in tekst(client, "eenheden/gemeente/")
    assert "Sam Secretaris" in tekst(client, "eenheden/cluster/")
    assert "De lijn omhoog" not in tekst(client, "eenheden/sociaal/")


def test_een_onderdeel_dat_niemand_leidt_zegt_dat(client):
    maak_directie()
    maak_vervulling("gemeente", "Wethouder", "Wil Wethouder")
    Functie.objects.update(orgaan="bestuurlijk", leidend=False)
    html = tekst(client, "eenheden/gemeente/")
    assert "noemen geen functie die dit onderdeel leidt" in html
    assert html.index("Functie binnen dit onderdeel") < html.index("Wil Wethouder")


def test_houders_van_een_andere_datum_staan_apart(client):
    maak_directie()
    maak_vervulling("cluster", "Manager", "Ans Oud", van=date(2020, 1, 1), tot=date(2022, 1, 1), bij_benadering=True)
    maak_vervulling("cluster", "Manager", "Bob Nieuw", van=date(2022, 1, 1))
    html = tekst(client, "eenheden/cluster/?geldigOp=2023-01-01")
    assert html.index("Bob Nieuw") < html.index("Wie eerder en later") < html.index("Ans Oud")
    assert "circa 2020 tot circa 2022" in html


def test_het_leven_van_een_eenheid_loopt_door_alle_structuren(client):
    oud = {"gemeente": ("Gemeente", None), "cluster": ("Sector Groen", "gemeente")}
    maak_structuur("oud", oud, naam="Sectoren", geldig_van=date(2010, 1, 1), geldig_tot=date(2020, 1, 1))
    maak_directie(naam="Clusters")
    leven = _leven(tekst(client, "eenheden/cluster/"))
    assert leven.index("Sectoren") < leven.index("Clusters")
    assert "<strong>Sector Groen</strong>, afdeling onder Gemeente" in leven.replace("Afdeling", "afdeling")
    assert "portefeuille Fysiek" in leven
    assert 'href="/organisatie/eenheden/cluster/?geldigOp=2010-01-01"' in leven


def test_voorgangers_en_opvolgers_zijn_links_naar_een_dag_dat_zij_bestaan(client):
    oud = {"gemeente": ("Gemeente", None), "parken": ("Dienst Parken", "gemeente"), "bos": ("Dienst Bos", "gemeente")}
    maak_structuur("oud", oud, geldig_van=date(2010, 1, 1), geldig_tot=date(2020, 1, 1))
    maak_directie()
    naar = Eenheid.objects.get(code="cluster")
    for code in ("parken", "bos"):
        van = Eenheid.objects.get(code=code)
        Opvolging.objects.create(van=van, naar=naar, datum=date(2020, 1, 1), soort="samenvoeging")
    leven = _leven(tekst(client, "eenheden/cluster/"))
    assert "Komt voort uit" in leven
    assert leven.index("Dienst Bos") < leven.index("Dienst Parken") < leven.index("Cluster Omgeving")
    assert 'href="/organisatie/eenheden/parken/?geldigOp=2019-12-31"' in leven
    oud_leven = _leven(tekst(client, "eenheden/parken/"))
    assert "Samengevoegd tot" in oud_leven
    assert 'href="/organisatie/eenheden/cluster/?geldigOp=2020-01-01"' in oud_leven


def test_een_einde_zonder_opvolger_zegt_dat_de_bronnen_het_niet_zeggen(client):
    oud = {"gemeente": ("Gemeente", None), "parken": ("Dienst Parken", "gemeente"), "bos": ("Dienst Bos", "gemeente")}
    maak_structuur("oud", oud, geldig_van=date(2010, 1, 1), geldig_tot=date(2020, 2, 1), bij_benadering=True)
    maak_directie(geldig_van=date(2020, 2, 1), bij_benadering=True)
    van, naar = Eenheid.objects.get(code="bos"), Eenheid.objects.get(code="cluster")
    Opvolging.objects.create(van=van, naar=naar, datum=date(2020, 2, 1), soort="voortzetting", bij_benadering=True)
    zin = "Na circa februari 2020 zeggen de bronnen niet waar dit onderdeel is gebleven."
    assert zin in _leven(tekst(client, "eenheden/parken/"))
    leven = _leven(tekst(client, "eenheden/bos/"))
    assert zin not in leven
    assert ">circa februari 2020</span> Voortgezet als" in leven
    assert "zeggen de bronnen niet" not in tekst(client, "eenheden/gemeente/")


def test_een_tegenspraak_staat_alleen_in_haar_tijd_bij_de_eenheid(client):
    maak_directie()
    velden = {"gemeente": maak_gemeente(), "van": date(2021, 1, 1), "tot": date(2022, 1, 1)}
    eenheid = Eenheid.objects.get(code="fysiek")
    tegenspraak = Tegenspraak.objects.create(code="x", onderwerp="Een of twee?", eenheid=eenheid, **velden)
    Uitspraak.objects.create(tegenspraak=tegenspraak, tekst="Het is er een", bron=maak_bron())
    for dag, staat_er in (("2020-12-31", False), ("2021-01-01", True), ("2021-12-31", True), ("2022-01-01", False)):
        assert ("Een of twee?" in tekst(client, f"eenheden/fysiek/?geldigOp={dag}")) is staat_er
        assert ("Bronnen verschillen" in tekst(client, f"?geldigOp={dag}")) is staat_er


def test_een_datum_in_de_toekomst_zegt_dat_dit_de_laatst_bekende_structuur_is(client):
    maak_directie()
    zin = "Die dag moet nog komen: u ziet wat daar nu over is vastgesteld."
    assert zin in tekst(client, "eenheden/fysiek/?geldigOp=2190-01-01")
    assert zin not in tekst(client, "eenheden/fysiek/?geldigOp=2021-01-01")


def test_een_bron_noemt_een_plaats_maar_een_keer(client):
    bron = maak_bron("Het profiel")
    maak_directie(bron=bron, vindplaats="De organisatie")
    maak_vervulling("fysiek", bron=bron, vindplaats="De organisatie; Het profiel")
    assert "Het profiel</a>, De organisatie; Het profiel </li>" in tekst(client, "eenheden/fysiek/")


def test_een_eenheid_die_op_de_datum_niet_bestaat_wijst_naar_waar_zij_wel_is(client):
    maak_directie(naam="Clusters")
    html = tekst(client, "eenheden/cluster/?geldigOp=2015-05-05")
    assert "staat op 5 mei 2015 niet in de organisatie" in html
    assert 'href="/organisatie/eenheden/cluster/?geldigOp=2020-01-01">Clusters</a>' in html


def test_een_eenheid_die_nooit_bestond_is_niet_gevonden(client):
    maak_directie()
    assert "Deze pagina is er niet" in tekst(client, "eenheden/bestaat-niet/", status=404)


def test_opdrachten_tegenspraak_en_bron_staan_bij_de_eenheid(client):
    structuur = maak_directie(bron=maak_bron("Het besluit"))
    maak_opdracht("Duurzaamheid", portefeuille="fysiek")
    eenheid = Onderdeel.objects.get(versie=structuur, code="fysiek").eenheid
    tegenspraak = Tegenspraak.objects.create(
        gemeente=maak_gemeente(), code="x", onderwerp="Een of twee?", eenheid=eenheid
    )
    Uitspraak.objects.create(tegenspraak=tegenspraak, tekst="Het is er een", bron=maak_bron("Nota A"))
    Uitspraak.objects.create(tegenspraak=tegenspraak, tekst="Het zijn er twee", bron=maak_bron("Nota B"), volgorde=1)
    html = tekst(client, "eenheden/fysiek/")
    for verwacht in (
        "Duurzaamheid",
        "Een of twee?",
        "Het is er een",
        "Nota A",
        "Het zijn er twee",
        "Nota B",
        "Het besluit",
    ):
        assert verwacht in html


def test_een_eenheid_vraagt_altijd_tien_queries(client):
    maak_directie()
    assert aantal_queries(client, "eenheden/fysiek/") == 10
    for jaar in range(2011, 2019):
        meer = {**DIRECTIE, **{f"u{n}": (f"U{n}", "fysiek") for n in range(20)}}
        maak_structuur(f"s{jaar}", meer, geldig_van=date(jaar, 1, 1), geldig_tot=date(jaar + 1, 1, 1))
        maak_vervulling("fysiek", f"Functie {jaar}", f"Persoon {jaar}")
        maak_opdracht(f"Opdracht {jaar}", portefeuille="fysiek")
    assert aantal_queries(client, "eenheden/fysiek/") == 10
