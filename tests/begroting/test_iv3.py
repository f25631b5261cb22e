"""The budget per taakveld of many municipalities, as Statistics Netherlands publishes it."""

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from begroting import queries
from begroting.inlezen_iv3_namen import past_bij
from begroting.models import Bedrag, Begroting, Begrotingspost
from enschede_org.kern.laden.lezen import lees
from enschede_org.kern.laden.verschil import bepaal_verschil
from enschede_org.kern.models import Gemeente, Inwonertal
from enschede_org.portaal.inlezen import CATALOGUS
from enschede_org.portaal.queries_home import feiten
from tests.jaarbestanden import laad, schrijf, vergeet_geladen

ZOMER = date(2025, 7, 1)
UITTREKSEL = Path(__file__).parent / "iv3_uittreksel_2025.csv"
KOP = (
    "Gemeenten;Taakveld;L1.1 Salarissen en sociale lasten;Baten;Lasten;Provincie;Gemeentegrootte;Stedelijkheid;"
    "Inwonertal;Centrumfunctie;Sociale structuur\n"
)
STAART = "Overijssel;150000tot250000inwoners;Sterkstedelijk;162337;Sterk;Zwak\n"
YAML = """\
soort: iv3
code: iv3-begroting-2025
naam: Iv3-begroting 2025
jaar: 2025
per: 1000
status: vastgesteld
bron: besluit
bestand: iv3.csv
"""
REGELS = (
    f"Enschede;0.1 Bestuur;5251.0;92.0;9351.0;{STAART}"
    f"Enschede;0.10 Mutaties res..;;-40.0;12.5;{STAART}"
    "'s-Gravenhage;0.1 Bestuur;;;28492.0;Zuid-Holland;250000inwonersofmeer;Zeersterkstedelijk;568419;;Zwak\n"
    "Nederland;0.1 Bestuur;;92.0;37843.0;;;;18045532;;\n"
)


def _schrijf(map_, regels=REGELS, *, kop=KOP, meer="", yaml=YAML):
    """Write the small set of year files with an Iv3 file in it, and return the folder."""
    return schrijf(map_, iv3_csv=kop + regels, iv3_yaml=yaml + meer)


def _fouten(pad):
    return [(fout.regel, fout.veld, fout.tekst) for fout in lees(CATALOGUS, [pad]).fouten]


def _rij(gemeente, taakveld, baten="1.0", lasten="2.0", staart=STAART):
    return f"{gemeente};{taakveld};;{baten};{lasten};{staart}"


@pytest.mark.django_db
def test_elke_gemeente_krijgt_een_eigen_document(tmp_path):
    laad(_schrijf(tmp_path))
    iv3 = Begroting.objects.filter(soort="iv3-begroting").order_by("gemeente__code")
    assert list(iv3.values_list("gemeente__code", "code", "naam", "jaar", "status")) == [
        ("gm0153", "iv3-begroting-2025", "Iv3-begroting 2025, Enschede", 2025, "vastgesteld"),
        ("s-gravenhage", "iv3-begroting-2025", "Iv3-begroting 2025, 's-Gravenhage", 2025, "vastgesteld"),
    ]
    posten = Begrotingspost.objects.filter(versie=iv3[0]).order_by("lft")
    assert list(posten.values_list("code", "naam", "soort", "nummer", "level", "taakveld__code")) == [
        ("iv3-begroting-2025", "Iv3-begroting 2025", "document", "", 0, None),
        ("tv-0", "Bestuur en ondersteuning", "hoofdtaakveld", "0", 1, None),
        ("tv-0.1", "Bestuur", "taakveld", "0.1", 2, "0.1"),
        ("tv-0.10", "Mutaties reserves", "taakveld", "0.10", 2, "0.10"),
    ]


@pytest.mark.django_db
def test_bedragen_staan_in_euro_ook_onder_nul_en_een_lege_cel_is_geen_bedrag(tmp_path):
    laad(_schrijf(tmp_path))
    bedragen = Bedrag.objects.filter(post__versie__soort="iv3-begroting").order_by("pk")
    assert list(bedragen.values_list("post__versie__gemeente__naam", "post__nummer", "kant", "bedrag")) == [
        ("Enschede", "0.1", "lasten", Decimal(9_351_000)),
        ("Enschede", "0.1", "baten", Decimal(92_000)),
        ("Enschede", "0.10", "lasten", Decimal(12_500)),
        ("Enschede", "0.10", "baten", Decimal(-40_000)),
        ("'s-Gravenhage", "0.1", "lasten", Decimal(28_492_000)),
    ]


@pytest.mark.django_db
def test_provincie_grootteklasse_en_inwoners_komen_mee(tmp_path):
    laad(_schrijf(tmp_path))
    assert list(Gemeente.objects.order_by("code").values_list("code", "naam", "provincie", "grootteklasse")) == [
        ("gm0153", "Enschede", "", ""),  # the file of municipalities in the same load goes first
        ("s-gravenhage", "'s-Gravenhage", "Zuid-Holland", "250.000 inwoners of meer"),
    ]
    assert list(Inwonertal.objects.order_by("aantal").values_list("gemeente__code", "jaar", "aantal")) == [
        ("gm0153", 2025, 162_337),
        ("s-gravenhage", 2025, 568_419),
    ]
    laad(str(tmp_path / "iv3.yaml"), reden="nieuwe cijfers")
    enschede = Gemeente.objects.get(code="gm0153")
    assert (enschede.provincie, enschede.grootteklasse) == ("Overijssel", "150.000 tot 250.000 inwoners")


@pytest.mark.django_db
def test_twee_keer_laden_verandert_niets(tmp_path):
    laad(_schrijf(tmp_path))
    laad(str(tmp_path / "iv3.yaml"))
    vergeet_geladen()
    assert bepaal_verschil(lees(CATALOGUS, [str(tmp_path / "iv3.yaml")])).is_leeg


@pytest.mark.django_db
def test_een_keuze_van_gemeenten_laadt_alleen_die(tmp_path):
    laad(_schrijf(tmp_path, meer='gemeenten: ["\'s-Gravenhage"]\n'))
    assert list(Begroting.objects.filter(soort="iv3-begroting").values_list("gemeente__naam", flat=True)) == [
        "'s-Gravenhage"
    ]


@pytest.mark.django_db
def test_een_gekozen_gemeente_die_er_niet_in_staat_wordt_gemeld_net_als_het_totaal(tmp_path):
    fouten = _fouten(_schrijf(tmp_path, meer="gemeenten: [Enscheede, Nederland]\n"))
    assert fouten == [
        (9, "gemeenten", "Nederland is het totaal van het bestand, geen gemeente. Haal het weg."),
        (9, "gemeenten", "‘Enscheede’ staat niet in ‘iv3.csv’. Bedoelt u ‘Enschede’?"),
    ]


@pytest.mark.django_db
def test_een_onbekend_en_een_verlopen_taakveld_noemen_elk_een_keer_wat_in_dat_jaar_geldt(tmp_path):
    regels = _rij("Enschede", "0.99 Iets") + _rij("Hengelo", "0.99 Iets") + _rij("Hengelo", "8.1 Ruimtelijke ordening")
    fouten = _fouten(_schrijf(tmp_path, regels))
    assert [(regel, veld) for regel, veld, _ in fouten] == [(2, "Taakveld"), (4, "Taakveld")]
    assert "‘0.99’ bestaat niet." in fouten[0][2]
    assert fouten[0][2].endswith("In 2025 gelden: 0.1, 0.10. Deze tekst staat nog 1 keer in het bestand.")
    assert fouten[1][2].startswith("taakveld ‘8.1’ geldt niet in 2025.")
    assert fouten[1][2].endswith("In 2025 gelden: 0.1, 0.10.")


@pytest.mark.django_db
def test_een_naam_die_niet_bij_de_code_hoort_wordt_gemeld(tmp_path):
    (fout,) = _fouten(_schrijf(tmp_path, _rij("Enschede", "0.1 Mutaties reserves")))
    assert fout[:2] == (2, "Taakveld")
    assert fout[2].startswith("‘Mutaties reserves’ past niet bij taakveld 0.1: dat heet in 2025 ‘Bestuur’.")
    assert "Die naam hoort bij 0.10." in fout[2]


@pytest.mark.parametrize(
    ("naam", "officieel"),
    [
        ("Resultaat van de rekening van bat..", "Resultaat van de rekening van baten en lasten"),
        ("Vennootschapsbelasting", "Vennootschapsbelasting (VpB)"),
        ("Toegang en eerstelijnsvoorz. Inte..", "Toegang en eerstelijnsvoorzieningen Integraal"),
        ("Ov.  maatwerkarrangementen (WMO)", "Overige maatwerkarrangementen (WMO)"),
        ("jeugdbescherming ", "Jeugdbescherming"),
    ],
)
def test_een_ingekorte_naam_past_bij_de_officiele(naam, officieel):
    assert past_bij(naam, officieel)


@pytest.mark.parametrize(
    ("naam", "officieel"),
    [
        ("", "Bestuur"),
        ("Best", "Bestuur"),
        ("Bestuur en meer", "Bestuur"),
        ("Toegang Jeugd", "Toegang en eerstelijnsvoorzieningen Jeugd"),
        ("Ruimtelijke ordening", "Ruimte en leefomgeving"),
        ("..", "Bestuur"),
    ],
)
def test_een_andere_naam_past_niet(naam, officieel):
    assert not past_bij(naam, officieel)


@pytest.mark.django_db
def test_een_taakveld_dat_twee_keer_staat_wordt_gemeld(tmp_path):
    (fout,) = _fouten(_schrijf(tmp_path, _rij("Enschede", "0.1 Bestuur") * 2))
    tekst = "taakveld 0.1 van Enschede staat hier voor de tweede keer; eerder op regel 2. Haal er een weg."
    assert fout == (3, "Taakveld", tekst)


@pytest.mark.django_db
@pytest.mark.parametrize("bedrag", ["1.234,5", "1,5", "1.234", "tien", "NaN", "1e3", "12345678901234", "١"])
def test_een_bedrag_in_een_andere_schrijfwijze_wordt_niet_geraden(tmp_path, bedrag):
    (fout,) = _fouten(_schrijf(tmp_path, _rij("Enschede", "0.1 Bestuur", lasten=bedrag)))
    assert fout[:2] == (2, "Lasten")
    assert fout[2].startswith(f"‘{bedrag}’ is geen bedrag zoals het CBS dat in dit bestand schrijft. Schrijf 14404.0")


@pytest.mark.django_db
def test_een_te_groot_bedrag_wordt_gemeld(tmp_path):
    (fout,) = _fouten(_schrijf(tmp_path, _rij("Enschede", "0.1 Bestuur", lasten="1234567890123")))
    assert fout[:2] == (2, "Lasten")
    assert "te groot" in fout[2]


@pytest.mark.django_db
def test_een_kolom_die_ontbreekt_wordt_gemeld(tmp_path):
    (fout,) = _fouten(_schrijf(tmp_path, kop=KOP.replace("Baten;", "")))
    assert fout[0] == 1
    assert "moet precies ‘Gemeenten;Taakveld;" in fout[2]


@pytest.mark.django_db
def test_feiten_over_een_gemeente_die_elkaar_tegenspreken_worden_gemeld(tmp_path):
    anders = STAART.replace("162337", "162338").replace("Overijssel", "Drenthe")
    regels = _rij("Enschede", "0.1 Bestuur") + _rij("Enschede", "0.10 Mutaties reserves", staart=anders)
    assert [(regel, veld) for regel, veld, _ in _fouten(_schrijf(tmp_path, regels))] == [
        (3, "Inwonertal"),
        (3, "Provincie"),
    ]


@pytest.mark.django_db
def test_een_onleesbare_grootteklasse_en_een_onleesbaar_inwonertal_worden_gemeld(tmp_path):
    staart = STAART.replace("150000tot250000inwoners", "groot").replace("162337", "162.337")
    fouten = _fouten(_schrijf(tmp_path, _rij("Enschede", "0.1 Bestuur", staart=staart)))
    assert [(regel, veld) for regel, veld, _ in fouten] == [(2, "Gemeentegrootte"), (2, "Inwonertal")]


@pytest.mark.django_db
def test_een_iv3_bestand_zonder_yaml_ernaast_zegt_wat_er_nog_bij_moet(tmp_path):
    (tmp_path / "iv3.csv").write_text(KOP + REGELS, encoding="utf-8")
    (fout,) = _fouten(str(tmp_path))
    assert fout[0] == 1
    assert "Het zegt niet over welk jaar het gaat." in fout[2]
    assert "‘soort: iv3’, het jaar en ‘bestand: iv3.csv’" in fout[2]


@pytest.mark.django_db
def test_een_naam_die_twee_gemeenten_dragen_wordt_gemeld(tmp_path):
    Gemeente.objects.create(code="bergen-l", naam="Bergen")
    Gemeente.objects.create(code="bergen-nh", naam="Bergen")
    (fout,) = _fouten(_schrijf(tmp_path, _rij("Bergen", "0.1 Bestuur")))
    assert fout[1] == "Gemeenten"
    assert "er zijn meer gemeenten die Bergen heten (bergen-l en bergen-nh)" in fout[2]


@pytest.mark.django_db
def test_een_code_die_al_van_een_ander_is_wordt_gemeld(tmp_path):
    regels = _rij("Bergen (L)", "0.1 Bestuur") + _rij("Bergen L", "0.1 Bestuur") + _rij("(..)", "0.1 Bestuur")
    botsing, leeg = _fouten(_schrijf(tmp_path, regels))
    assert botsing[2].startswith("Bergen L zou de code ‘bergen-l’ krijgen, maar die is van Bergen (L).")
    assert leeg[2].startswith("van ‘(..)’ is geen code te maken.")


def _veel(aantal):
    """Return the rows of many municipalities, whose lasten and baten differ by a few."""
    return "".join(
        _rij(f"Gemeente {nummer}", "0.1 Bestuur", f"{nummer}.0", f"{nummer + nummer % 3 - 1}.0")
        + _rij(f"Gemeente {nummer}", "0.10 Mutaties reserves", "", "-3.0")
        for nummer in range(aantal)
    )


@pytest.mark.django_db
def test_alle_gemeenten_laden_in_een_keer(tmp_path):
    laad(_schrijf(tmp_path, _veel(342)))
    assert Begroting.objects.filter(soort="iv3-begroting", status="vastgesteld").count() == 342
    assert Begrotingspost.objects.filter(versie__soort="iv3-begroting").count() == 342 * 4
    assert Bedrag.objects.filter(post__versie__soort="iv3-begroting").count() == 342 * 3
    vergeet_geladen()
    assert bepaal_verschil(lees(CATALOGUS, [str(tmp_path / "iv3.yaml")])).is_leeg


@pytest.mark.django_db
def test_lezen_vraagt_de_database_hooguit_een_keer_per_gemeente(tmp_path):
    pad = _schrijf(tmp_path, _veel(5))
    laad(pad)

    def vragen(aantal):
        (tmp_path / "iv3.csv").write_text(KOP + _veel(aantal), encoding="utf-8")
        with CaptureQueriesContext(connection) as gevraagd:
            assert not lees(CATALOGUS, [str(tmp_path / "iv3.yaml")]).fouten
        return len(gevraagd)

    assert vragen(25) - vragen(5) <= 20


@pytest.mark.django_db
def test_de_paginas_tonen_alleen_de_eigen_gemeente(tmp_path, client):
    laad(_schrijf(tmp_path))
    namen = [document.naam for document in queries.documenten()]
    assert namen == ["Begroting 2025", "Iv3-begroting 2025, Enschede"]
    getoond = queries.document("2025")
    assert getoond is not None
    assert getoond.naam == "Begroting 2025"
    tekst = client.get("/begroting/").content.decode()
    assert "Iv3-begroting 2025, Enschede" in tekst
    assert "Gravenhage" not in tekst
    for adres in ("/", "/begroting/2025/", "/bronnen/besluit/"):
        antwoord = client.get(adres)
        assert antwoord.status_code == 200
        assert "Gravenhage" not in antwoord.content.decode()


def test_een_uittreksel_van_het_echte_bestand_klopt_met_de_begroting(documenten, tmp_path):
    shutil.copy(UITTREKSEL, tmp_path / "iv3.csv")
    (tmp_path / "iv3.yaml").write_text(YAML.replace("bron: besluit", "bron: iv3-begroting-2025"), encoding="utf-8")
    totaal = feiten(ZOMER).begroting
    laad(str(tmp_path / "iv3.yaml"))
    assert Begroting.objects.filter(soort="iv3-begroting").count() == 3
    assert _taakvelden("iv3-begroting-2025") == _taakvelden("begroting-2025")
    assert feiten(ZOMER).begroting == totaal


def test_een_taakveld_van_voor_2025_kan_niet_in_2025(documenten, tmp_path):
    regels = UITTREKSEL.read_text(encoding="utf-8").replace("6.21 Toegang en eerstelijnsvoorz. WMO", "6.2 Wijkteams")
    (tmp_path / "iv3.csv").write_text(regels, encoding="utf-8")
    (tmp_path / "iv3.yaml").write_text(YAML.replace("bron: besluit", "bron: iv3-begroting-2025"), encoding="utf-8")
    (fout,) = _fouten(str(tmp_path))
    assert fout[2].startswith("taakveld ‘6.2’ geldt niet in 2025.")
    assert "6.1, 6.3, 6.4, 6.5, 6.21, 6.22, 6.23, 6.60, 6.91" in fout[2]
    assert fout[2].endswith("Deze tekst staat nog 2 keer in het bestand.")


def _taakvelden(code):
    """Return the taakvelden of Enschede in one document with their amounts."""
    bedragen = Bedrag.objects.filter(
        post__versie__code=code, post__versie__gemeente__code="gm0153", post__soort="taakveld"
    )
    return {
        (post, naam, ouder, kant): bedrag
        for post, naam, ouder, kant, bedrag in bedragen.values_list(
            "post__code", "post__naam", "post__parent__naam", "kant", "bedrag"
        )
    }
