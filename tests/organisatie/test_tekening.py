"""The organogram drawn: on the page, and as a file."""

import re
import zlib
from datetime import UTC, date, datetime
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest

from enschede_org.kern.moment import Moment
from organisatie.models import Onderdeel, Organisatiestructuur
from organisatie.queries.tekening import Lijnkeuze, tekening
from organisatie.weergave_pdf import KLEINSTE_SCHAAL, VELLEN, pdf
from organisatie.weergave_tekening import BREEDTE, Vak, teken
from tests.fabriek import maak_structuur, maak_vervulling
from tests.organisatie.maak import DIRECTIE, aantal_queries, maak_directie, maak_opdracht, tekst

pytestmark = pytest.mark.django_db
SVG = "{http://www.w3.org/2000/svg}"


def _svg(html: str) -> str:
    return html[html.index("<svg") : html.index("</svg>") + 6]


def _vak(html: str, naam: str) -> str:
    """Return the link of the box whose text begins with `naam`, with its lines as one text behind it."""
    for vak in re.findall(r"<a .*?</a>", _svg(html)):
        tekst = " ".join(re.sub(r"<[^>]+>", "", vak).split())
        if tekst.startswith(naam):
            return f"{vak} {tekst}"
    raise AssertionError(naam)


def _groot(aantal: int = 130, geldig_van: date = date(2020, 1, 1)) -> None:
    """Make a structure of 10 branches that is `aantal` units large and four levels deep; it follows what was there."""
    Organisatiestructuur.objects.update(geldig_tot=geldig_van)
    onderdelen = {"g": ("Gemeente", None), **{f"u{n}": (f"Tak {n}", "g") for n in range(10)}}
    onderdelen |= {f"u{n}": (f"Afdeling nummer {n}", f"u{n // 6}") for n in range(10, aantal - 1)}
    maak_structuur(f"groot-{aantal}", onderdelen, geldig_van=geldig_van)


def _vakken(lijn: Lijnkeuze = Lijnkeuze.HIERARCHISCH, onder: str = "") -> list[Vak]:
    return teken(tekening(Moment(date(2024, 1, 1)), lijn, onder)).vakken


def test_elk_onderdeel_is_een_vak_met_soort_en_houder_dat_naar_zijn_pagina_leidt(client):
    maak_directie()
    maak_vervulling("fysiek", "Concerndirecteur", "Jo Jansen", waarnemend=True)
    html = tekst(client, "tekening/?geldigOp=2024-01-01")
    for code, (naam, _) in DIRECTIE.items():
        assert f'href="/organisatie/eenheden/{code}/?geldigOp=2024-01-01"' in _vak(html, naam)
    fysiek = _vak(html, "Fysiek")
    assert "aandachtsgebied" in fysiek.lower()
    assert "Concerndirecteur: Jo Jansen (a.i.)" in fysiek
    assert "portefeuille Fysiek" in _vak(html, "Cluster Omgeving")


def test_een_vacature_en_een_naamloze_houder_staan_er_in_woorden(client):
    maak_directie()
    maak_vervulling("fysiek", "Directeur", None)
    maak_vervulling("sociaal", "Directeur", None, bezetting="niet-genoemd")
    html = tekst(client, "tekening/")
    assert "Directeur: vacature" in _vak(html, "Fysiek")
    assert "Directeur: niet genoemd" in _vak(html, "Sociaal")


def test_namen_zijn_tekst_en_geen_html_ook_in_de_bestanden(client):
    maak_structuur("huidig", {"g": ('<script>alert(1)</script> & "zo"', None)})
    maak_vervulling("g", "Chef <b>", "O'Neill")
    assert "<script>alert" not in tekst(client, "tekening/")
    inhoud = client.get("/organisatie/tekening.svg").content.decode()
    assert "<script" not in inhoud
    teksten = ["".join(deel.itertext()) for deel in ET.fromstring(inhoud).iter(f"{SVG}text")]  # noqa: S314
    assert any('& "zo"' in tekst for tekst in teksten)
    assert client.get("/organisatie/tekening.pdf").content.startswith(b"%PDF-1.7")


def test_vakken_liggen_niet_over_elkaar_en_tekst_past_in_zijn_vak(client):
    maak_directie()
    maak_vervulling("fysiek", "Plaatsvervangend-algemeendirecteur/gemeentesecretaris", "Jo van der Lange-Achternaam")
    maak_opdracht("Samen werken aan duurzaamheid", portefeuille="fysiek")
    for lijn in Lijnkeuze:
        vakken = _vakken(lijn)
        for een, ander in combinations(vakken, 2):
            naast = een.x + een.breedte <= ander.x or ander.x + ander.breedte <= een.x
            assert naast or een.y + een.hoogte <= ander.y or ander.y + ander.hoogte <= een.y
        assert max(len(regel) for vak in vakken for _, regel in vak.regels) < 40


def test_wat_naast_elkaar_staat_staat_midden_onder_wat_erboven_staat():
    maak_directie()
    top, *rest = _vakken()
    kolommen = [vak for vak in rest if vak.y == rest[0].y]
    assert len(kolommen) == 3
    assert top.x + BREEDTE / 2 == pytest.approx((kolommen[0].x + kolommen[-1].x + BREEDTE) / 2)


def test_een_grote_boom_vouwt_takken_tot_een_aantal_dat_naar_de_eigen_tekening_leidt(client):
    _groot()
    html = tekst(client, "tekening/?geldigOp=2024-01-01&lijn=beide")
    meer = re.search(r'<a href="([^"]*)" aria-label="\+ (\d+) onderdelen van Afdeling nummer (\d+)"', _svg(html))
    assert meer
    tak = tekst(client, meer[1].replace("&amp;", "&").removeprefix("/organisatie/"))
    assert "geldigOp=2024-01-01" in meer[1]
    assert "lijn=beide" in meer[1]
    assert _svg(tak).count("<a ") == int(meer[2]) + 1
    assert f"U ziet een deel: <strong>Afdeling nummer {meer[3]}</strong>" in tak
    assert "De hele organisatie</a>" in tak


def test_samen_met_wat_is_weggevouwen_zijn_alle_onderdelen_geteld():
    _groot(500)
    vakken = _vakken()
    getekend = [vak for vak in vakken if vak.vorm != "meer"]
    assert len(vakken) < 150
    gevouwen = sum(int(re.findall(r"\d+", vak.titel)[0]) for vak in vakken if vak.vorm == "meer")
    assert len(getekend) + gevouwen == 500


def test_de_inhoudelijke_lijn_toont_de_opdrachten_bij_hun_portefeuille(client):
    maak_directie()
    maak_opdracht("Duurzaamheid", portefeuille="fysiek")
    maak_opdracht("Lobby", "opdrachtgeverschap", portefeuille="fysiek")
    maak_opdracht("Los werk")
    html = tekst(client, "tekening/?lijn=inhoudelijk")
    vak = _vak(html, "Concernopdrachten • Duurzaamheid")
    assert 'href="/organisatie/portefeuilles/#p-fysiek"' in vak
    assert "stroke-dasharray" in vak  # the shape says it, not only the colour
    assert "Concernopdrachten" in vak
    assert "Lobby" in _vak(html, "Opdrachtgever voor")
    assert "Team Bomen" not in _svg(html)
    assert "stippelrand en stippellijn" in html
    assert "Los werk" in html[html.index("Opdrachten zonder plaats") :]


def test_beide_lijnen_liggen_over_elkaar_en_de_hierarchische_toont_geen_opdrachten(client):
    maak_directie()
    maak_opdracht("Duurzaamheid", portefeuille="fysiek")
    beide, alleen = tekst(client, "tekening/?lijn=beide"), tekst(client, "tekening/")
    assert "Duurzaamheid" in _svg(beide)
    assert "Team Bomen" in _svg(beide)
    assert "Duurzaamheid" not in alleen
    assert 'aria-current="page">Hiërarchische lijn' in alleen


def test_met_beide_lijnen_staan_van_veel_opdrachten_de_eerste_en_het_aantal():
    maak_directie()
    for nummer in range(9):
        maak_opdracht(f"Opdracht {nummer}", portefeuille="fysiek")
    beide = next(vak for vak in _vakken(Lijnkeuze.BEIDE) if vak.vorm == "opdracht")
    assert [regel for _, regel in beide.regels][1:] == ["• Opdracht 0", "• Opdracht 1", "• Opdracht 2", "• en 6 andere"]
    alle = next(vak for vak in _vakken(Lijnkeuze.INHOUDELIJK) if vak.vorm == "opdracht")
    assert len(alle.regels) == 10


def test_een_andere_datum_kiezen_houdt_het_onderdeel_en_de_lijn_vast(client):
    maak_directie()
    html = tekst(client, "tekening/?geldigOp=2021-01-01&onder=cluster&lijn=beide")
    assert '<input type="hidden" name="onder" value="cluster">' in html
    assert '<input type="hidden" name="lijn" value="beide">' in html
    assert 'href="/organisatie/tekening/?onder=cluster&amp;lijn=beide">Terug naar vandaag' in html
    assert 'href="/organisatie/tekening/?geldigOp=2020-01-01&amp;onder=cluster&amp;lijn=beide"' in html
    assert 'href="/organisatie/tekening.pdf?geldigOp=2021-01-01&amp;onder=cluster&amp;lijn=beide"' in html


def test_lijst_en_tekening_leiden_naar_elkaar(client):
    maak_directie()
    assert 'href="/organisatie/tekening/?geldigOp=2021-01-01"' in tekst(client, "?geldigOp=2021-01-01")
    assert 'href="/organisatie/?geldigOp=2021-01-01">Lees hetzelfde' in tekst(client, "tekening/?geldigOp=2021-01-01")


def test_een_onderdeel_dat_op_de_datum_niet_bestaat_geeft_een_weg_verder(client):
    maak_directie()
    html = tekst(client, "tekening/?onder=weg", status=404)
    assert "staat op deze datum niet in de organisatie" in html
    assert 'href="/organisatie/tekening/">bekijk de hele organisatie' in html
    assert "<svg" not in html
    for vorm in ("svg", "pdf"):
        assert "is het onderdeel “weg” niet bekend" in tekst(client, f"tekening.{vorm}?onder=weg", status=404)


def test_zonder_structuur_is_er_niets_te_tekenen(client):
    maak_directie(naam="Structuur 2020")
    assert "is geen organisatiestructuur bekend" in tekst(client, "tekening/?geldigOp=1999-01-01")
    tekst(client, "tekening.svg?geldigOp=1999-01-01", status=404)


@pytest.mark.parametrize("pad", ["tekening/?lijn=schuin", "tekening.pdf?lijn=schuin", "tekening/?geldigOp=gisteren"])
def test_een_vraag_die_niet_te_begrijpen_is_geeft_uitleg(client, pad):
    maak_directie()
    assert re.search("is geen (lijn|datum)", tekst(client, pad, status=400))


def test_een_ander_bestand_is_er_niet(client):
    maak_directie()
    tekst(client, "tekening.png", status=404)


def test_zoals_geregistreerd_tekent_wat_er_toen_stond_en_zegt_dat_in_het_bestand(client):
    maak_directie()
    toen = datetime(2024, 1, 1, tzinfo=UTC)
    for model in (Organisatiestructuur, Onderdeel):
        model.history.update(history_date=toen)
    maak_vervulling("fysiek", "Concerndirecteur", "An Later")
    assert "An Later" in _vak(tekst(client, "tekening/"), "Fysiek")
    eerder = "geldigOp=2024-06-01&beschikbaarOp=2024-02-01"
    html = tekst(client, f"tekening/?{eerder}")
    assert "Concerndirecteur" not in _vak(html, "Fysiek")
    assert f"/organisatie/eenheden/fysiek/?{eerder}".replace("&", "&amp;") in html
    bestand = client.get(f"/organisatie/tekening.svg?{eerder}").content.decode()
    assert "zoals bekend op 1 februari 2024" in bestand
    assert "An Later" not in bestand
    assert "nog geen structuur vastgelegd" in tekst(client, "tekening/?beschikbaarOp=2023-01-01")


@pytest.mark.parametrize("status", ["concept", "ingetrokken"])
def test_een_structuur_die_niet_is_vastgesteld_wordt_niet_getekend(client, status):
    maak_structuur("geheim", {"g": ("Geheime dienst", None)}, status=status)
    assert "Geheime dienst" not in tekst(client, "tekening/")
    tekst(client, "tekening.pdf", status=404)


def test_het_svg_bestand_staat_op_zichzelf_met_volledige_adressen(client):
    maak_directie(naam="Structuur 2020")
    antwoord = client.get("/organisatie/tekening.svg?geldigOp=2021-01-01")
    assert antwoord["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert 'filename="organogram-hierarchisch-2021-01-01.svg"' in antwoord["Content-Disposition"]
    boom = ET.fromstring(antwoord.content)  # noqa: S314
    teksten = [deel.text for soort in ("text", "tspan") for deel in boom.iter(f"{SVG}{soort}")]
    assert "Gemeente, Structuur 2020 (vanaf 1 januari 2020)" in teksten
    assert {naam for naam, _ in DIRECTIE.values()} <= set(teksten)
    assert all(deel.get("href", "").startswith("http://testserver/organisatie/") for deel in boom.iter(f"{SVG}a"))
    assert "style=" not in antwoord.content.decode()


def test_het_pdf_bestand_heeft_doorzoekbare_tekst_met_accenten(client):
    maak_structuur("huidig", {"g": ("Coördinatie één", None), "b": ("Ştefan’s (€) → plan", "g")})
    antwoord = client.get("/organisatie/tekening.pdf")
    assert antwoord["Content-Type"] == "application/pdf"
    stromen = re.findall(rb"stream\n(.*?)\nendstream", antwoord.content, re.DOTALL)
    inhoud = b"".join(zlib.decompress(stroom) for stroom in stromen)
    assert "(Coördinatie één) Tj".encode("cp1252") in inhoud
    assert "Stefan’s \\(€\\) ? plan".encode("cp1252") in inhoud
    assert b"http://testserver/organisatie/eenheden/b/" in antwoord.content
    assert b"/WinAnsiEncoding" in antwoord.content


def test_het_vel_is_het_kleinste_waarop_de_letters_leesbaar_blijven():
    maak_directie()
    op, lijn = Moment(date(2024, 1, 1)), Lijnkeuze.HIERARCHISCH
    klein = pdf(teken(tekening(op, lijn, "")), "Titel", "Uitleg", lambda vak: "x")
    _groot(geldig_van=date(2021, 1, 1))
    plaat = teken(tekening(op, lijn, ""))
    groot = pdf(plaat, "Titel", "Uitleg", lambda vak: "x")
    maten = [
        [float(maat) for maat in re.findall(rb"MediaBox \[0 0 (\S+) (\S+)\]", inhoud)[0]] for inhoud in (klein, groot)
    ]
    assert sorted(maten[0]) == list(VELLEN[0])
    assert max(maten[1]) > max(maten[0])
    assert max(maten[1]) >= plaat.breedte * KLEINSTE_SCHAAL


@pytest.mark.parametrize(("lijn", "aantal"), [("hierarchisch", 3), ("inhoudelijk", 4), ("beide", 4)])
def test_de_tekening_vraagt_altijd_evenveel_queries(client, lijn, aantal):
    _groot(40)
    assert aantal_queries(client, f"tekening/?lijn={lijn}") == aantal + 1  # and the timeline
    _groot(geldig_van=date(2021, 1, 1))
    for nummer in range(20):
        maak_vervulling(f"u{nummer}", f"Functie {nummer}", f"Persoon {nummer}")
        maak_opdracht(f"Opdracht {nummer}", portefeuille=f"u{nummer}")
    assert aantal_queries(client, f"tekening/?lijn={lijn}") == aantal + 1
    for pad in ("tekening.svg", "tekening.pdf"):
        assert aantal_queries(client, f"{pad}?lijn={lijn}") == aantal
