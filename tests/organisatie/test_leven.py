"""The whole life of one unit: on one line of time, per period in a table, and with its family."""

import xml.etree.ElementTree as ET
from datetime import date
from typing import Any

import pytest

from organisatie.models import Eenheid, Opvolging
from tests.fabriek import maak_structuur, maak_vervulling
from tests.gebruikers import als
from tests.organisatie.maak import DIRECTIE, aantal_queries, maak_directie, tekst

pytestmark = pytest.mark.django_db


def _opvolging(van: str, naar: str, soort: str, **velden: Any) -> None:
    kanten = {kant: Eenheid.objects.get(code=code) for kant, code in (("van", van), ("naar", naar))}
    Opvolging.objects.create(soort=soort, **{"datum": date(2020, 1, 1), **kanten, **velden})


def _oud() -> None:
    onderdelen = {
        "gemeente": ("Gemeente", None),
        "cluster": ("Dienst <Buiten>", "gemeente"),
        "programma": ("Programma Leefomgeving", "gemeente"),
    }
    maak_structuur("oud", onderdelen, naam="Diensten", geldig_van=date(2011, 1, 1), geldig_tot=date(2020, 1, 1))


def _rijen(html: str) -> list[str]:
    return html[html.index("<tbody>") : html.index("</tbody>")].split("<tr>")[1:]


def test_namen_plaatsen_portefeuilles_en_houders_staan_per_periode_in_een_tabel(client):
    _oud()
    maak_directie()
    maak_vervulling("cluster", "Manager", "Mo Manager", van=date(2015, 1, 1), tot=date(2021, 7, 1))
    maak_vervulling("cluster", "Manager", None, van=date(2021, 7, 1))
    rijen = _rijen(tekst(client, "eenheden/cluster/leven/"))
    assert len(rijen) == 4
    for rij, verwacht in zip(
        rijen,
        [
            ("1 januari 2011 tot 1 januari 2015", "Dienst &lt;Buiten&gt;", ">Gemeente</a>", "niet genoemd"),
            ("1 januari 2015 tot 1 januari 2020", "Dienst &lt;Buiten&gt;", "Mo Manager"),
            ("1 januari 2020 tot 1 juli 2021", "Cluster Omgeving", "Fysiek", "Mo Manager"),
            ("vanaf 1 juli 2021", "Cluster Omgeving", "Fysiek", "Vacature"),
        ],
        strict=True,
    ):
        assert all(stuk in rij for stuk in verwacht), (rij, verwacht)


def test_de_tijdlijn_is_geldige_svg_zonder_opmaak_en_zegt_wat_de_tabel_zegt(client):
    _oud()
    maak_directie()
    maak_vervulling("cluster", "Manager", "Mo Manager")
    html = tekst(client, "eenheden/cluster/leven/")
    svg = html[html.index("<svg") : html.index("</svg>") + 6]
    ET.fromstring(svg)  # noqa: S314 - our own page
    assert "style=" not in svg
    for stuk in ("Dienst &lt;Buiten&gt;", "Cluster Omgeving", "Portefeuille", "Fysiek", "Manager", "Mo Manager"):
        assert stuk in svg


def test_opvolgers_en_voorgangers_staan_met_alle_stappen(client):
    _oud()
    maak_directie(geldig_tot=date(2023, 1, 1))
    maak_structuur("later", {"gemeente": ("Gemeente", None), "slot": ("Slot", "gemeente")}, geldig_van=date(2023, 1, 1))
    _opvolging("programma", "cluster", "splitsing", toelichting="Volgens de <nota>")
    _opvolging("programma", "team", "splitsing")
    _opvolging("cluster", "slot", "samenvoeging", datum=date(2023, 1, 1))
    html = tekst(client, "eenheden/programma/leven/")
    vervolg = html[html.index("Wat werd ervan?") :]
    assert '<a href="/organisatie/eenheden/cluster/?geldigOp=2020-01-01">' in vervolg
    assert "Volgens de &lt;nota&gt;" in vervolg
    assert vervolg.index("Dienst &lt;Buiten&gt;") < vervolg.index(">Slot</a>") < vervolg.index(">Team Bomen</a>")
    herkomst = tekst(client, "eenheden/slot/leven/")
    assert herkomst.index("Waar komt het uit voort?") < herkomst.index(">Programma Leefomgeving</a>")
    assert 'eenheden/programma/?geldigOp=2019-12-31"' in herkomst


def test_een_kring_van_opvolgingen_houdt_op(client):
    maak_directie()
    _opvolging("cluster", "team", "voortzetting")
    _opvolging("team", "cluster", "voortzetting", datum=date(2021, 1, 1))
    assert tekst(client, "eenheden/cluster/leven/").count(">Team Bomen</a>") == 2  # once back, once on


def test_waar_de_bronnen_zwijgen_zegt_de_levensloop_dat(client):
    _oud()
    maak_directie()
    html = tekst(client, "eenheden/programma/leven/")
    assert "Na 1 januari 2020 zeggen de bronnen niet waar dit onderdeel is gebleven." in html
    assert "zeggen de bronnen niet" not in tekst(client, "eenheden/cluster/leven/")


def test_de_pagina_van_een_onderdeel_leidt_naar_zijn_levensloop_en_een_onbekend_is_er_niet(client):
    maak_directie()
    assert 'href="/organisatie/eenheden/team/leven/"' in tekst(client, "eenheden/team/")
    assert "geen eenheid met de code" in tekst(client, "eenheden/niets/leven/", status=404)


def test_een_naam_die_pas_later_gaat_gelden_staat_niet_boven_de_levensloop_van_vandaag(client):
    maak_directie(geldig_tot=date(2090, 1, 1))
    later = {"gemeente": ("Gemeente", None), "cluster": ("Cluster van Straks", "gemeente")}
    maak_structuur("straks", later, naam="Straks", geldig_van=date(2090, 1, 1))
    for op, naam in (("", "Cluster Omgeving"), ("?geldigOp=2090-01-01", "Cluster van Straks")):
        html = tekst(client, f"eenheden/cluster/leven/{op}")
        kop = html[html.index("<h1") : html.index("</h1>")]
        assert naam in kop


def test_een_onderdeel_van_een_concept_heeft_nog_geen_levensloop(client):
    maak_directie()
    maak_structuur("plan", {"gemeente": ("Gemeente", None), "straks": ("Straks", "gemeente")}, status="concept")
    tekst(client, "eenheden/straks/leven/", status=404)
    assert "Nog niet vastgesteld" in tekst(als("controller"), "eenheden/straks/leven/")


def test_het_aantal_queries_groeit_niet(client):
    maak_directie(geldig_tot=date(2021, 1, 1))
    assert aantal_queries(client, "eenheden/cluster/leven/") == 5
    meer = {**DIRECTIE, **{f"u{n}": (f"U{n}", "cluster") for n in range(60)}}
    maak_structuur("meer", meer, geldig_van=date(2021, 1, 1))
    for nummer in range(20):
        maak_vervulling("cluster", f"Functie {nummer}", f"Persoon {nummer}")
        _opvolging("cluster", f"u{nummer}", "splitsing")
    assert aantal_queries(client, "eenheden/cluster/leven/") == 5
