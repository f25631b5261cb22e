"""Downloads: what goes out comes in again without a difference, in every form, whatever is in it."""

import io
import zipfile
from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from begroting.models import Begroting, Begrotingspost
from enschede_org.kern.laden.bestanden import uit_upload
from enschede_org.kern.laden.lezen import lees_bestanden
from enschede_org.kern.laden.toepassen import pas_toe
from enschede_org.kern.laden.verschil import Verschil, bepaal_verschil
from enschede_org.kern.rechten import OPENBAAR
from enschede_org.portaal import uitvoer
from enschede_org.portaal.inlezen import CATALOGUS
from enschede_org.portaal.uitvoer_lijsten import LIJSTEN
from enschede_org.portaal.uitvoer_vormen import Vorm
from opgaven.models import Doelenboom, Opgave
from organisatie.models import Onderdeel, Organisatiestructuur
from tests.fabriek import maak_begroting, maak_bron, maak_doelenboom, maak_structuur

VORMEN: tuple[Vorm, ...] = ("yaml", "csv", "xlsx")
MODELLEN = (Organisatiestructuur, Begroting, Doelenboom)


def _verschil(naam: str, inhoud: bytes) -> Verschil:
    bestanden, fouten = uit_upload(naam, inhoud)
    lading = lees_bestanden(CATALOGUS, bestanden)
    assert [str(fout) for fout in [*fouten, *lading.fouten]] == []
    return bepaal_verschil(lading)


def _er(bestand: tuple[str, bytes] | None) -> tuple[str, bytes]:
    assert bestand is not None
    return bestand


def _sjabloon(soort: str, jaar: int, vorm: Vorm) -> tuple[str, bytes]:
    return _er(uitvoer.schrijf_sjabloon(soort, jaar, vorm))


@pytest.mark.parametrize("vorm", VORMEN)
@pytest.mark.parametrize("model", MODELLEN)
def test_elk_document_van_de_gemeente_komt_zonder_verschil_terug(documenten, model, vorm):
    versies = model.objects.all()
    assert versies
    for versie in versies:
        verschil = _verschil(*uitvoer.schrijf(versie, vorm))
        assert verschil.wijzigingen == []
        assert verschil.is_leeg
        assert verschil.ongewijzigd > 3


@pytest.mark.parametrize("vorm", VORMEN)
@pytest.mark.parametrize("soort", ["gemeenten", *LIJSTEN])
def test_elke_lijst_komt_zonder_verschil_terug(documenten, soort, vorm):
    verschil = _verschil(*_er(uitvoer.schrijf_lijst(soort, vorm)))
    assert verschil.wijzigingen == []
    assert verschil.ongewijzigd >= LIJSTEN[soort][0].objects.count() if soort in LIJSTEN else True


# What people type, and what a computer could take for something else.
LASTIG = [
    "no",
    "007",
    "0.10",
    "=1+1",
    "'=1+1",
    "+31",
    "-",
    "@x",
    "~",
    "null",
    "1e3",
    "2025-01-01",
    "🙂 emoji",
    "a;b",
    "a,b",
]
LASTIG += [
    '"aan"halings\'tekens',
    "'s-Gravenhage",
    "# geen",
    "- lijst",
    "a: b",
    "{x}",
    "&a",
    "*b",
    "!c",
    "|",
    ">",
    "%",
    "`",
]
LASTIG += [
    "x" * 400,
    "_x000D_",
    "é" * 200,
    "\\n",
    "ja",
    "nee",
    "''",
    "sep=;",
    "1.234",
    "1,5",
    "<a>&amp;",
    "\u200b",
    "\u2028x",
]
_teken = st.characters(
    codec="utf-8", exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"], exclude_characters="\ufffe\uffff"
)
_woord = st.text(_teken, min_size=1, max_size=20)
_naam = st.one_of(
    st.sampled_from(LASTIG).map(lambda t: " ".join(t.split())), st.lists(_woord, min_size=1).map(" ".join)
)
_naam = _naam.map(lambda tekst: " ".join(tekst.split())[:400].strip()).filter(bool)
_lang = st.one_of(_naam, st.lists(_naam, min_size=1, max_size=4).map("\n\n".join), st.sampled_from(["a\r\nb", "a\tb"]))


@st.composite
def _bomen(draw):
    """Return a tree as the factory takes it, with texts by code; siblings are numbered as a file numbers them."""
    aantal = draw(st.integers(1, 12))
    codes = [f"k{n}" for n in range(aantal)]
    ouders = [None, *(codes[draw(st.integers(0, n - 1))] for n in range(1, aantal))]
    namen = [draw(_naam) for _ in codes]
    return {c: (n, o) for c, n, o in zip(codes, namen, ouders, strict=True)}, {c: draw(_lang) for c in codes}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(boom=_bomen(), naam=_naam, bedrag=st.integers(-(10**11), 10**11))
def test_wat_mensen_ook_typen_het_komt_zonder_verschil_terug(db, boom, naam, bedrag):
    knopen, teksten = boom
    bron = maak_bron()
    velden = {code: {"toelichting": tekst, "nummer": "007"} for code, tekst in teksten.items()}
    begroting = maak_begroting(
        2025,
        knopen,
        {("k0", 2025, "lasten"): bedrag * 10},
        code=f"b-{bron.pk}",
        naam=naam[:200],
        toelichting=teksten["k0"],
        bron=bron,
        per_post={code: {**velden[code], "bron": bron} for code in knopen},
        status="concept",
    )
    doelen = maak_doelenboom(
        2025,
        knopen,
        begroting=begroting,
        code=f"d-{bron.pk}",
        bron=bron,
        soorten={"k0": "doelenboom"},
        per_opgave={code: {**velden[code], "bron": bron} for code in knopen},
        status="concept",
    )
    for versie in (begroting, doelen):
        for vorm in VORMEN:
            verschil = _verschil(*uitvoer.schrijf(versie, vorm))
            # The factory numbers nodes over the whole tree, a file numbers them below their parent.
            assert [w.oud for w in verschil.wijzigingen if w.oud.keys() != {"volgorde"}] == []


def test_in_een_werkmap_is_een_bedrag_een_getal_en_een_formule_tekst(db):
    bron = maak_bron()
    namen = {"begroting": ("=1+1", None)}
    begroting = maak_begroting(2025, namen, {("begroting", 2025, "lasten"): 1234560}, naam="=NU()", bron=bron)
    naam, inhoud = uitvoer.schrijf(begroting, "xlsx")
    assert naam == "begroting-2025.xlsx"
    boek = load_workbook(io.BytesIO(inhoud))
    assert boek.sheetnames[:3] == ["Uitleg", "algemeen", "kolommen"]
    assert [cel.value for cel in boek["bedragen"][1]] == ["post", "kant", "2025"]
    assert (boek["bedragen"]["C2"].value, boek["bedragen"]["C2"].data_type) == (1234.56, "n")
    cel = boek["posten"]["C2"]
    assert (cel.value, cel.data_type, cel.quotePrefix) == ("=1+1", "s", True)


def test_in_csv_staat_een_quote_voor_wat_een_formule_lijkt(db):
    begroting = maak_begroting(2025, {"a": ("=1+1", None)}, {("a", 2025, "lasten"): -1500}, bron=maak_bron())
    naam, inhoud = uitvoer.schrijf(begroting, "csv")
    assert naam == "begroting-2025-csv.zip"
    with zipfile.ZipFile(io.BytesIO(inhoud)) as archief:
        posten = archief.read("begroting-2025/posten.csv").decode()
        assert posten.startswith("\ufeffcode;onder;naam")
        assert "a;;'=1+1;programma" in posten
        assert "a;2025;lasten;-1,5\r\n" in archief.read("begroting-2025/bedragen.csv").decode()


def test_een_bedrag_dat_niet_in_de_eenheid_past_wordt_niet_afgerond(db, client):
    maak_begroting(2025, {"a": ("A", None)}, {("a", 2025, "lasten"): 1}, bron=maak_bron())
    antwoord = client.get("/uitvoer/begroting/begroting-2025.yaml")
    assert antwoord.status_code == 400
    assert "meer dan twee decimalen" in antwoord.content.decode()


def test_een_te_lange_tekst_gaat_niet_half_in_een_werkmap(db, client):
    maak_begroting(2025, {"a": ("A", None)}, bron=maak_bron(), toelichting="x" * 33_000)
    assert "past niet in een cel" in client.get("/uitvoer/begroting/begroting-2025.xlsx").content.decode()


@pytest.mark.parametrize(
    ("adres", "naam", "soort"),
    [
        ("/uitvoer/structuur/organisatie-2025.yaml", "organisatie-2025.yaml", "application/yaml; charset=utf-8"),
        ("/uitvoer/structuur/organisatie-2025.csv", "organisatie-2025-csv.zip", "application/zip"),
        ("/uitvoer/begroting/begroting-2025.yaml", "begroting-2025-yaml.zip", "application/zip"),
        ("/uitvoer/doelenboom/doelen-2025.yaml", "doelen-2025.yaml", "application/yaml; charset=utf-8"),
        ("/uitvoer/lijst/personen.yaml", "personen.yaml", "application/yaml; charset=utf-8"),
        ("/uitvoer/sjabloon/begroting/2026.csv", "begroting-2026-csv.zip", "application/zip"),
    ],
)
def test_een_download_heeft_een_naam_en_een_soort_en_geen_sessie(documenten, client, adres, naam, soort):
    antwoord = client.get(adres)
    assert antwoord.status_code == 200
    assert antwoord["Content-Disposition"] == f'attachment; filename="{naam}"'
    assert antwoord["Content-Type"] == soort
    assert not antwoord.cookies
    assert client.post(adres).status_code == 405


@pytest.mark.parametrize(
    "adres",
    [
        "/uitvoer/structuur/bestaat-niet.yaml",
        "/uitvoer/structuur/organisatie-2025.pdf",
        "/uitvoer/personen/organisatie-2025.yaml",
        "/uitvoer/lijst/gebruikers.yaml",
        "/uitvoer/sjabloon/begroting/2025.xlsx",
        "/uitvoer/sjabloon/iets/2026.xlsx",
        "/uitvoer/sjabloon/begroting/99999999.xlsx",
    ],
)
def test_wat_er_niet_is_is_niet_te_downloaden(documenten, client, adres):
    assert client.get(adres).status_code == 404


def test_een_concept_is_niet_te_downloaden(db, client):
    maak_structuur("geheim", status="concept", bron=maak_bron())
    assert client.get("/uitvoer/structuur/geheim.yaml").status_code == 404


@pytest.mark.parametrize(
    "pagina", ["/organisatie/structuren/organisatie-2025/", "/begroting/2025/", "/doelen/2025/"], ids=lambda p: p
)
def test_de_pagina_wijst_naar_haar_downloads(documenten, client, pagina):
    tekst = client.get(pagina).content.decode()
    adressen = [deel.split('"')[0] for deel in tekst.split('href="')[1:] if deel.startswith("/uitvoer/")]
    assert len(adressen) == 3
    assert [client.get(adres).status_code for adres in adressen] == [200, 200, 200]


@pytest.mark.parametrize("soort", ["structuur", "begroting", "doelenboom"])
def test_een_download_vraagt_niet_meer_van_de_database_als_er_meer_in_staat(
    db, django_assert_max_num_queries, client, soort
):
    bron = maak_bron()
    knopen = {"k0": ("Top", None), **{f"k{n}": (f"Naam {n}", "k0") for n in range(1, 60)}}
    code = {
        "structuur": lambda: maak_structuur("groot", knopen, bron=bron),
        "begroting": lambda: maak_begroting(2025, knopen, {(k, 2025, "lasten"): 1000 for k in knopen}, bron=bron),
        "doelenboom": lambda: maak_doelenboom(2025, knopen, bron=bron),
    }[soort]().code
    with django_assert_max_num_queries(12):
        assert client.get(reverse("portaal:uitvoer", args=[soort, code, "xlsx"])).status_code == 200


@pytest.mark.parametrize("vorm", VORMEN)
@pytest.mark.parametrize("soort", ["structuur", "begroting", "doelenboom"])
def test_een_sjabloon_ongewijzigd_laden_geeft_een_concept(documenten, soort, vorm):
    bestanden, _ = uit_upload(*_sjabloon(soort, 2026, vorm))
    lading = lees_bestanden(CATALOGUS, bestanden)
    assert [str(fout) for fout in lading.fouten] == []
    verschil = bepaal_verschil(lading)
    assert {w.aard.value for w in verschil.wijzigingen} == {"nieuw"}
    pas_toe(lading, verschil, reden="sjabloon")
    model = uitvoer.SOORTEN[soort]
    nieuw = model._default_manager.order_by("-pk")[0]
    assert nieuw.status == "concept"
    assert nieuw.code.endswith("2026")
    assert "2026" in nieuw.naam
    oud = uitvoer.vind(soort, nieuw.code.replace("2026", "2025"), OPENBAAR)
    knopen: Any = {"structuur": Onderdeel, "doelenboom": Opgave, "begroting": Begrotingspost}[soort]
    codes = [list(knopen.objects.filter(versie=v).order_by("lft").values_list("code", flat=True)) for v in (oud, nieuw)]
    assert codes[0] == codes[1]


def test_een_sjabloon_van_een_begroting_schuift_de_kolommen_op_en_houdt_bedragen_bij_hun_jaar(documenten):
    bestanden, _ = uit_upload(*_sjabloon("begroting", 2026, "yaml"))
    lading = lees_bestanden(CATALOGUS, bestanden)
    pas_toe(lading, bepaal_verschil(lading), reden="sjabloon")
    oud, nieuw = Begroting.objects.get(code="begroting-2025"), Begroting.objects.get(code="begroting-2026")
    assert list(nieuw.kolommen.values_list("jaar", flat=True)) == [2024, 2025, 2026, 2027, 2028, 2029]
    assert [kolom.soort for kolom in nieuw.kolommen.all()] == [kolom.soort for kolom in oud.kolommen.all()]

    def lasten(begroting):
        post = begroting.posten.get(code="samenleving-en-bestuur")
        return dict(post.bedragen.filter(kant="lasten").values_list("jaar", "bedrag"))

    assert lasten(nieuw) == {jaar: bedrag for jaar, bedrag in lasten(oud).items() if jaar > 2023}


def test_een_sjabloon_met_een_code_die_al_bestaat_krijgt_een_andere(db):
    maak_structuur("organisatie-2025", bron=maak_bron(), geldig_van=date(2025, 7, 1))
    maak_structuur("organisatie-2026", status="concept", bron=maak_bron())
    naam, _ = _sjabloon("structuur", 2026, "yaml")
    assert naam == "organisatie-2026-2.yaml"
