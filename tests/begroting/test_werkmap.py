"""The grid as a workbook: as shown, protected, and only what was changed comes back; every bad one is refused."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook

from begroting.models import Bedrag, Begroting, Klad
from tests.begroting.maak import maak, post
from tests.gebruikers import als

pytestmark = pytest.mark.django_db
PLAN = "/begroting/versie/plan/bewerken/"


@pytest.fixture
def plan() -> Begroting:
    return maak(code="plan", naam="Begroting in de maak", status="concept")


@pytest.fixture
def client() -> Client:
    return als("controller")


def _download(client: Client, vraag: str = "?kant=alle") -> Workbook:
    antwoord = client.get(f"{PLAN}werkmap.xlsx{vraag}")
    assert antwoord.status_code == 200
    return load_workbook(io.BytesIO(antwoord.content))


def _upload(client: Client, boek: Workbook | bytes, naam: str = "plan.xlsx") -> Any:
    if isinstance(boek, Workbook):
        uit = io.BytesIO()
        boek.save(uit)
        boek = uit.getvalue()
    return client.post(f"{PLAN}werkmap/", {"bestand": SimpleUploadedFile(naam, boek)})


def _rij(boek: Workbook, code: str, kant: str = "lasten") -> int:
    blad = boek["Bedragen"]
    return next(n for n in range(2, blad.max_row + 1) if (blad.cell(n, 1).value, blad.cell(n, 3).value) == (code, kant))


def test_de_werkmap_toont_wat_het_rooster_toont_met_echte_getallen_en_beveiligde_sommen(plan, client):
    boek = _download(client, "?kant=lasten")
    blad = boek["Bedragen"]
    assert [cel.value for cel in blad[1]] == ["code", "post", "kant", "2023", "2024", "2025", "2026"]
    rij, som = _rij(boek, "bestuur"), _rij(boek, "programmas")
    assert (blad.cell(rij, 6).value, blad.cell(som, 6).value) == (52854, 52854)
    assert (blad.cell(rij, 6).protection.locked, blad.cell(som, 6).protection.locked) == (False, True)
    assert blad.protection.sheet
    assert {blad.cell(n, 3).value for n in range(2, blad.max_row + 1)} == {"lasten"}
    assert "Begroting in de maak" in boek["Uitleg"]["A1"].value
    euro = _download(client, "?kant=lasten&eenheid=euro")
    assert euro["Bedragen"].cell(rij, 6).value == 52_854_000


def test_een_werkmap_die_niet_is_gewijzigd_verandert_niets(plan, client):
    for vraag in ("?kant=alle", "?kant=baten", "?kant=lasten&eenheid=euro"):
        assert _upload(client, _download(client, vraag))["Location"] == f"{PLAN}verschil/"
        assert "Er staat niets klaar" in client.get(f"{PLAN}verschil/").content.decode()


def test_wat_in_excel_is_gewijzigd_staat_klaar_en_wordt_pas_na_bevestigen_bewaard(plan, client):
    boek = _download(client)
    boek["Bedragen"].cell(_rij(boek, "bestuur"), 6).value = 53000.5
    boek["Bedragen"].cell(_rij(boek, "bestuur", "baten"), 6).value = None
    _upload(client, boek)
    bedragen = Bedrag.objects.filter(post=post(plan), jaar=2025)
    assert bedragen.get(kant="lasten").bedrag == 52_854_000
    tekst = client.get(f"{PLAN}verschil/").content.decode()
    assert "53.000,5" in tekst
    assert "leeg" in tekst
    client.post(f"{PLAN}verschil/", {"reden": "werkmap"})
    assert bedragen.get(kant="lasten").bedrag == 53_000_500
    assert not bedragen.filter(kant="baten").exists()


def test_wat_een_collega_na_het_downloaden_bewaarde_wordt_niet_ongezien_overschreven(plan, client):
    boek = _download(client)
    Bedrag.objects.filter(post=post(plan), jaar=2025, kant="lasten").update(bedrag=60_000_000)
    boek["Bedragen"].cell(_rij(boek, "bestuur"), 6).value = 53000
    _upload(client, boek)
    assert "Een collega heeft dit bedrag intussen gewijzigd" in client.get(f"{PLAN}verschil/").content.decode()
    client.post(f"{PLAN}verschil/", {"reden": "werkmap"})
    assert Bedrag.objects.get(post=post(plan), jaar=2025, kant="lasten").bedrag == 60_000_000


def _zet(kolom: int, waarde: Any, code: str = "bestuur", kant: str = "lasten") -> Callable[[Workbook], None]:
    def doe(boek: Workbook) -> None:
        boek["Bedragen"].cell(_rij(boek, code, kant), kolom).value = waarde

    return doe


def _weg(boek: Workbook) -> None:
    boek["Bedragen"].delete_rows(_rij(boek, "bestuur"))


def _dubbel(boek: Workbook) -> None:
    boek["Bedragen"].append([cel.value for cel in boek["Bedragen"][_rij(boek, "bestuur")]])


def _kop(boek: Workbook) -> None:
    boek["Bedragen"].cell(1, 6).value = "2031"


def _zonder_stand(boek: Workbook) -> None:
    boek.remove(boek["Bij downloaden"])


def _ander(boek: Workbook) -> None:
    boek["Document"].cell(2, 2).value = "begroting-1999"


@pytest.mark.parametrize(
    ("verander", "melding"),
    [
        (_zet(6, "=D2+1"), "blad Bedragen, regel 6, veld '2025'"),
        (_zet(6, "=D2+1"), "staat een formule"),
        (_zet(6, "veel"), "‘veel’ is geen getal"),
        (_zet(6, 1.0000001), "hele centen"),
        (_zet(6, 10**12), "te groot"),
        (_zet(6, 1, "programmas"), "dit bedrag is een som"),
        (_zet(6, -1, kant="storting"), "Zet het bedrag bij onttrekking"),
        (_zet(1, "bestuurlijk"), "staat niet in het rooster"),
        (_weg, "deze rijen ontbreken: bestuur lasten"),
        (_dubbel, "deze rij staat er al op regel"),
        (_kop, "de kop hoort te zijn"),
        (_zonder_stand, "blad Bij downloaden ontbreekt"),
        (_ander, "hoort niet bij Begroting in de maak"),
    ],
)
def test_een_werkmap_waarin_iets_niet_klopt_zegt_waar_en_verandert_niets(plan, client, verander, melding):
    boek = _download(client)
    verander(boek)
    antwoord = _upload(client, boek)
    tekst = antwoord.content.decode().replace("&#x27;", "'")
    assert melding in tekst
    assert "Er is niets overgenomen" in tekst
    assert not any(klad.cellen for klad in Klad.objects.all())


@pytest.mark.parametrize("inhoud", [b"", b"geen werkmap", b"\xd0\xcf\x11\xe0oud"])
def test_een_bestand_dat_geen_werkmap_is_wordt_geweigerd(plan, client, inhoud):
    antwoord = _upload(client, inhoud)
    assert antwoord.status_code == 200
    assert "portaal-melding--fout" in antwoord.content.decode() or "bestand is leeg" in antwoord.content.decode()
