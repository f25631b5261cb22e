"""A document over its years: divisions, units, changes, folding out, and sums that add up as they are shown."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from begroting.cijfertabel import Kolom, afrondingsverschil
from begroting.models import Verantwoordelijke
from enschede_org.kern.models import Inwonertal
from organisatie.models import Persoon
from tests.begroting.maak import post, rijen
from tests.fabriek import maak_begroting, maak_gemeente, maak_rij

PAD = "/begroting/2025/meerjaren/"
POSTEN = {
    "begroting": ("Begroting", None),
    "zorg": ("Zorg", "begroting"),
    "jeugd": ("Jeugd", "zorg"),
    "wmo": ("Wmo", "zorg"),
    "stad": ("Stad", "begroting"),
}
SOORTEN = {"begroting": "document", "jeugd": "product", "wmo": "product"}
BEDRAGEN = {
    ("jeugd", 2024, "lasten"): 1_400_000,
    ("wmo", 2024, "lasten"): 2_000_000,
    ("stad", 2024, "lasten"): 1_400_000,
    ("jeugd", 2025, "lasten"): 1_440_000,
    ("wmo", 2025, "lasten"): 1_000_000,
    ("stad", 2025, "lasten"): 1_440_000,
    ("stad", 2025, "baten"): 440_000,
}


@pytest.fixture
def begroting(db):
    return maak_begroting(2025, POSTEN, BEDRAGEN, soorten=SOORTEN)


def pagina(client, vraag=""):
    antwoord = client.get(PAD + vraag)
    assert antwoord.status_code == 200
    return antwoord.content.decode()


def test_de_programmas_over_de_jaren_met_hun_som(client, begroting):
    inhoud = pagina(client)
    assert rijen(inhoud, "Zorg") == ["3.400|2.440"]
    assert rijen(inhoud, "Stad") == ["1.400|1.440"]
    assert rijen(inhoud, "Samen") == ["4.800|3.880"]
    assert "Samen per jaar" in inhoud


def test_wat_door_afronding_niet_optelt_staat_erbij(client, begroting):
    inhoud = pagina(client, "?in=miljoen&indeling=product")
    assert rijen(inhoud, "Samen") == ["3,4|2,4"]
    assert rijen(inhoud, "Afrondingsverschil") == []
    # 2.44 and 1.44 are shown as 2,4 and 1,4; together they are 3.88
    assert rijen(pagina(client, "?in=miljoen"), "Afrondingsverschil") == ["|0,1"]


def test_het_verschil_met_het_jaar_ervoor(client, begroting):
    assert rijen(pagina(client, "?verschil=beide"), "Zorg") == ["3.400|2.440|−960|−28,2"]
    assert rijen(pagina(client, "?verschil=bedrag"), "Stad") == ["1.400|1.440|+40"]
    assert rijen(pagina(client, "?verschil=procent&bedrag=baten"), "Stad") == ["|440|"]


def test_onderdelen_klappen_uit_in_het_adres(client, begroting):
    dicht = pagina(client)
    assert rijen(dicht, "Jeugd") == []
    assert 'href="?open=zorg"' in dicht
    open_ = pagina(client, "?open=zorg")
    assert rijen(open_, "Jeugd") == ["1.400|1.440"]
    assert 'href="."' in open_
    assert rijen(pagina(client, "?open=alles"), "Wmo") == ["2.000|1.000"]


def test_per_inwoner_alleen_waar_het_inwonertal_bekend_is(client, begroting):
    Inwonertal.objects.create(gemeente=maak_gemeente(), jaar=2025, aantal=1000)
    inhoud = pagina(client, "?in=inwoner")
    assert rijen(inhoud, "Stad") == ["|1.440"]
    assert "alleen voor 2025 bekend" in inhoud


def test_per_portefeuillehouder_staat_een_gedeelde_post_bij_ieder(client, begroting):
    for naam in ("Aad", "Bea"):
        persoon = Persoon.objects.create(code=naam.lower(), naam=naam)
        for code in ("zorg", "jeugd"):
            rol = Verantwoordelijke.Rol.PORTEFEUILLEHOUDER
            maak_rij(Verantwoordelijke, begroting, post=post(begroting, code), persoon=persoon, rol=rol)
    inhoud = pagina(client, "?indeling=portefeuillehouder")
    assert rijen(inhoud, "Aad") == rijen(inhoud, "Bea") == ["3.400|2.440"]
    assert rijen(inhoud, "Samen") == []
    assert "staat bij ieder van hen, met het hele bedrag" in inhoud


def test_een_jaar_zonder_bedragen_valt_weg(client, begroting):
    assert rijen(pagina(client, "?bedrag=lasten&indeling=product&vorm="), "Jeugd") == ["1.400|1.440"]
    maak_begroting(2026, POSTEN, {("stad", 2026, "lasten"): 1000, ("jeugd", 2027, "lasten"): 5000}, soorten=SOORTEN)
    inhoud = client.get("/begroting/2026/meerjaren/?indeling=product").content.decode()
    assert rijen(inhoud, "Jeugd") == ["5"]


@pytest.mark.parametrize("vraag", ["in=miljoen&verschil=beide", "open=alles&bedrag=baten", "indeling=product"])
def test_het_bestand_heeft_wat_de_pagina_heeft(client, begroting, vraag):
    op_scherm = pagina(client, f"?{vraag}")
    bestand = client.get(f"{PAD}?{vraag}&vorm=json").json()
    assert bestand["rijen"]
    for rij in bestand["rijen"]:
        getoond = [
            cel.replace(".", "").replace(",", ".").replace("−", "-")
            for cel in rijen(op_scherm, rij["naam"])[0].split("|")
        ]
        assert [None if cel == "" else float(cel) for cel in getoond] == rij["cijfers"]


@pytest.mark.parametrize(
    ("adres", "status", "tekst"),
    [
        (f"{PAD}?indeling=kleur", 400, "Kies uit: programma, product."),
        (f"{PAD}?in=guldens", 400, "Kies uit: euro, duizend, miljoen, inwoner."),
        (f"{PAD}?verschil=veel", 400, "Kies uit: geen, bedrag, procent, beide."),
        ("/begroting/1999/meerjaren/", 404, "Er is geen begroting op dit adres."),
    ],
)
def test_een_verkeerde_vraag_zegt_wat_er_kan(client, begroting, adres, status, tekst):
    antwoord = client.get(adres)
    assert antwoord.status_code == status
    assert tekst in antwoord.content.decode()


def test_een_concept_ziet_alleen_wie_eraan_werkt(client, db):
    maak_begroting(2025, POSTEN, BEDRAGEN, soorten=SOORTEN, status="concept")
    assert client.get("/begroting/versie/begroting-2025/meerjaren/").status_code == 404


@pytest.mark.parametrize("aantal", [20, 200])
def test_meer_posten_kosten_niet_meer_vragen(client, db, aantal, django_assert_num_queries):
    posten = {"begroting": ("Begroting", None), **{f"p{n}": (f"Post {n}", "begroting") for n in range(aantal)}}
    bedragen = {(f"p{n}", jaar, "lasten"): n * 1000 for n in range(aantal) for jaar in (2024, 2025)}
    maak_begroting(2025, posten, bedragen, soorten={"begroting": "document"})
    with django_assert_num_queries(6):
        pagina(client, "?verschil=beide&open=alles")
    with django_assert_num_queries(16):
        assert client.get("/begroting/vergelijken/").status_code == 200


@given(
    st.lists(st.decimals(-(10**9), 10**9, places=2, allow_nan=False), min_size=1, max_size=30),
    st.integers(0, 2),
)
def test_getoonde_delen_en_afrondingsverschil_zijn_samen_het_getoonde_totaal(delen, decimalen):
    kolom = Kolom("2025", decimalen=decimalen)
    totaal = sum(delen, Decimal(0))
    (rest,) = afrondingsverschil([kolom], [[deel] for deel in delen], [totaal])
    assert sum((kolom.rond(deel) for deel in delen), rest or Decimal(0)) == kolom.rond(totaal)
    # Each part may be off by half of the last place, and the total too.
    assert abs(rest or 0) <= (len(delen) + 1) * Decimal(10) ** -decimalen / 2
