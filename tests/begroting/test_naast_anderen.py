"""The own budget beside that of others: places, medians, who counts, and what the address says."""

import csv
import io
import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from begroting.queries_landelijk import kwantiel, plaats
from tests.begroting.maak import rijen
from tests.begroting.maak_landelijk import PAD, maak_iv3, maak_land
from tests.fabriek import maak_begroting


@pytest.fixture
def land(db):
    maak_land()


def pagina(client, adres=""):
    antwoord = client.get(PAD + adres)
    assert antwoord.status_code == 200
    return antwoord.content.decode()


def test_per_inwoner_naast_dezelfde_grootteklasse(client, land):
    inhoud = pagina(client)
    # Breda 12, Enschede 9, Almere 2.000 / 500 = 4 euro
    assert rijen(inhoud, "6.3 Taak 6.3") == ["9|7|9|11|2|3"]
    assert rijen(inhoud, "Alle taakvelden") == ["13|10|13|14|2|3"]
    assert "Enschede staat op plaats 2 van 3" in inhoud
    assert "Deze pagina gaat over 3 van de 5 gemeenten: gemeenten met 150.000 tot 250.000 inwoners." in inhoud


def test_wie_alleen_nullen_opgaf_telt_niet_mee_en_staat_erbij(client, land):
    inhoud = pagina(client, "0.1/")
    assert "alleen nullen hebben opgegeven: Leegdam." in inhoud
    assert rijen(inhoud, "Leegdam") == []
    assert rijen(inhoud, "Enschede") == ["1|4|1.000"]


def test_zonder_inwonertal_telt_een_gemeente_alleen_in_totaal_mee(client, land):
    maak_iv3("Zwolle", {"0.1": (9000, 0), "6.3": (0, 0)}, inwoners=None)
    inhoud = pagina(client, "0.1/")
    assert "inwonertal niet in het bestand staat: Zwolle." in inhoud
    assert rijen(inhoud, "Zwolle") == []
    inhoud = pagina(client, "0.1/?per=totaal")
    assert rijen(inhoud, "Zwolle") == ["1|9|"]
    assert "x 1.000 euro" in inhoud


@pytest.mark.parametrize(
    ("vraag", "namen"),
    [
        ("groep=alle", ["Breda", "Enschede", "Almere", "Dinkelland"]),
        ("groep=provincie", ["Enschede", "Dinkelland"]),
        ("gemeente=almere", ["Enschede", "Almere"]),
        ("groep=provincie&gemeente=almere&gemeente=breda", ["Breda", "Enschede", "Almere"]),
    ],
)
def test_de_lezer_kiest_met_wie(client, land, vraag, namen):
    antwoord = client.get(f"{PAD}6.3/?{vraag}&vorm=json&per=totaal").json()
    assert [rij["naam"].removesuffix(" (eigen gemeente)") for rij in antwoord["rijen"]] == namen


def test_saldo_is_lasten_min_baten(client, land):
    assert rijen(pagina(client, "6.3/?bedrag=saldo&per=totaal"), "Enschede") == ["2|7|1.000"]
    assert rijen(pagina(client, "6.3/?bedrag=baten&per=totaal"), "Enschede") == ["1|2|1.000"]


def test_een_eerder_moment_geldt_hier_niet_en_dat_staat_erbij(client, land):
    assert "toont altijd wat nu in het portaal staat" in pagina(client, "?beschikbaarOp=2025-01-01")
    assert "toont altijd" not in pagina(client)


def test_een_concept_telt_niet_mee(client, land):
    maak_iv3("Zwolle", {"6.3": (9000, 0)}, status="concept")
    assert "Zwolle" not in pagina(client, "6.3/?groep=alle")


def test_een_ander_taakveld_houdt_de_keuze(client, land):
    assert 'href="6.3/?groep=alle&amp;per=totaal"' in pagina(client, "?groep=alle&per=totaal")


@pytest.mark.parametrize(
    ("adres", "status", "tekst"),
    [
        ("?groep=maan", 400, "Kies uit: grootteklasse, provincie, alle."),
        ("?bedrag=winst", 400, "Kies uit: lasten, baten, saldo."),
        ("?gemeente=atlantis", 400, "gemeente=atlantis is hier niet bekend"),
        ("?vorm=pdf", 400, "Kies uit: csv, xlsx, json."),
        ("9.9/", 404, "geen taakveld met de code “9.9”"),
    ],
)
def test_een_verkeerde_vraag_zegt_wat_er_kan(client, land, adres, status, tekst):
    antwoord = client.get(PAD + adres)
    assert antwoord.status_code == status
    assert tekst in antwoord.content.decode()


def test_een_jaar_zonder_andere_gemeenten_zegt_dat(client, db):
    maak_begroting(2025)
    antwoord = client.get(PAD)
    assert antwoord.status_code == 404
    assert "Van 2025 zijn de begrotingen van andere gemeenten niet opgenomen." in antwoord.content.decode()


@pytest.mark.parametrize("adres", ["", "?groep=alle", "6.3/?groep=alle"])
def test_meer_gemeenten_kosten_niet_meer_vragen(client, land, adres, django_assert_num_queries):
    for nummer in range(20):
        maak_iv3(f"Stad{nummer}", {"0.1": (nummer + 1, 0), "6.3": (nummer, 1)})
    with django_assert_num_queries(3):
        pagina(client, adres)


def test_de_tabel_als_bestand_is_wat_er_staat(client, land):
    adres = f"{PAD}6.3/?groep=alle&vorm="
    tekst = client.get(f"{adres}csv").content.decode("utf-8-sig")
    kop, eerste, *_ = csv.reader(io.StringIO(tekst), delimiter=";")
    assert kop == ["code", "naam", "niveau", "soort", "Plaats", "Lasten per inwoner", "Inwoners"]
    assert eerste == ["breda", "Breda", "0", "rij", "1", "12", "1000"]
    boek = load_workbook(io.BytesIO(client.get(f"{adres}xlsx").content))
    assert [cel.value for cel in boek["tabel"][2]] == ["breda", "Breda", "0", "rij", 1, 12, 1000]
    assert json.loads(client.get(f"{adres}json").content)["rijen"][0]["cijfers"] == [1, 12, 1000]


def test_tekst_die_op_een_formule_lijkt_blijft_tekst(client, land):
    maak_iv3("=1+1", {"6.3": (99000, 0)})
    tekst = client.get(f"{PAD}6.3/?groep=alle&vorm=csv").content.decode("utf-8-sig")
    assert ";'=1+1;" in tekst
    boek = load_workbook(io.BytesIO(client.get(f"{PAD}6.3/?groep=alle&vorm=xlsx").content))
    assert boek["tabel"]["B2"].value == "=1+1"
    assert boek["tabel"]["B2"].data_type == "s"
    assert "&lt;" not in pagina(client, "6.3/?groep=alle").split("<main")[1].split("<form")[0]


def test_een_naam_met_html_wordt_tekst(client, land):
    maak_iv3("<b>Kwaad</b>", {"6.3": (99000, 0)})
    inhoud = pagina(client, "6.3/?groep=alle")
    assert "<b>Kwaad" not in inhoud
    assert "&lt;b&gt;Kwaad" in inhoud


GETALLEN = st.lists(st.decimals(-1000, 1000, places=2, allow_nan=False), min_size=1, max_size=40)


@given(GETALLEN)
def test_kwartielen_liggen_op_volgorde_binnen_de_waarden(waarden):
    kwartielen: Any = [kwantiel(waarden, Decimal(deel) / 4) for deel in range(5)]
    assert kwartielen == sorted(kwartielen)
    assert kwartielen[0] == min(waarden)
    assert kwartielen[4] == max(waarden)


@given(GETALLEN)
def test_plaatsen_zijn_die_van_een_uitslag(waarden):
    plaatsen = sorted(plaats(waarde, waarden) for waarde in waarden)
    assert plaatsen[0] == 1
    assert all(een <= nummer for nummer, een in enumerate(plaatsen, 1))
    assert plaats(max(waarden), waarden) == 1
