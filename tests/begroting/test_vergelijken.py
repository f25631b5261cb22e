"""Two documents or years beside each other: what changed, appeared and disappeared."""

import pytest

from tests.begroting.maak import maak, rijen, verklaar
from tests.fabriek import maak_begroting

PAD = "/begroting/vergelijken/"


@pytest.fixture
def twee(db):
    oud = {
        "begroting": ("Begroting", None),
        "zorg": ("Zorg", "begroting"),
        "stad": ("Stad", "begroting"),
        "sport": ("Sport", "begroting"),
    }
    nieuw = {
        "begroting": ("Begroting", None),
        "stad": ("Stad en land", "begroting"),
        "zorg": ("Zorg", "begroting"),
        "cultuur": ("Cultuur", "begroting"),
    }
    soorten = {"begroting": "document"}
    bedragen = {("zorg", 2025, "lasten"): 5_000_000, ("stad", 2025, "lasten"): 2_000_000}
    maak_begroting(2025, oud, {**bedragen, ("sport", 2025, "lasten"): 700_000}, soorten=soorten)
    bedragen = {("zorg", 2026, "lasten"): 6_000_000, ("stad", 2026, "lasten"): 1_500_000}
    maak_begroting(2026, nieuw, {**bedragen, ("cultuur", 2026, "lasten"): 300_000}, soorten=soorten)


VRAAG = "?van=begroting-2025.2025&naar=begroting-2026.2026"


def pagina(client, vraag=VRAAG):
    antwoord = client.get(PAD + vraag)
    assert antwoord.status_code == 200
    return antwoord.content.decode()


def test_posten_staan_op_code_naast_elkaar(client, twee):
    inhoud = pagina(client)
    assert rijen(inhoud, "Zorg") == ["5.000|6.000|+1.000|+20,0"]
    assert rijen(inhoud, "Stad en land heette Stad") == ["2.000|1.500|−500|−25,0"]
    assert rijen(inhoud, "Samen") == ["7.700|7.800|+100|+1,3"]


def test_wat_verscheen_en_verdween_staat_erbij(client, twee):
    inhoud = pagina(client)
    assert rijen(inhoud, "Cultuur nieuw") == ["|300|+300|"]
    assert rijen(inhoud, "Sport vervallen") == ["700||−700|"]
    assert "Nieuw: Cultuur." in inhoud
    assert "Vervallen: Sport." in inhoud


def test_een_post_die_is_verplaatst_zegt_waar_hij_stond(client, db):
    basis = {"begroting": ("Begroting", None), "a": ("Aa", "begroting"), "b": ("Bee", "begroting")}
    soorten = {"begroting": "document", "x": "product"}
    maak_begroting(2025, {**basis, "x": ("Iks", "a")}, {("x", 2025, "lasten"): 1000}, soorten=soorten)
    maak_begroting(2026, {**basis, "x": ("Iks", "b")}, {("x", 2026, "lasten"): 1000}, soorten=soorten)
    assert 'Iks</a> <span class="portaal-stil portaal-klein">stond onder Aa</span>' in pagina(
        client, f"{VRAAG}&indeling=product"
    )


def test_zonder_keuze_staat_het_nieuwste_jaar_naast_dat_ervoor(client, db):
    maak_begroting(2025, None, {("bestuur", 2024, "lasten"): 1000, ("bestuur", 2025, "lasten"): 3000})
    assert rijen(pagina(client, ""), "Samenleving en bestuur") == ["1|3|+2|+200,0"]


def test_een_jaar_zonder_bedragen_geeft_geen_verschil(client, db):
    maak_begroting(2025, None, {("bestuur", 2024, "baten"): 1000, ("bestuur", 2025, "lasten"): 3000})
    inhoud = pagina(client, "")
    assert rijen(inhoud, "Samenleving en bestuur") == ["|3||"]
    assert "het document heeft geen lasten per programma" in inhoud


def test_een_concept_staat_er_niet_bij(client, twee):
    maak_begroting(2027, None, {("bestuur", 2027, "lasten"): 1000}, status="concept")
    assert "begroting-2027" not in pagina(client)
    assert client.get(f"{PAD}?van=begroting-2027.2027").status_code == 400


@pytest.mark.parametrize("vorm", ["csv", "xlsx", "json"])
def test_de_tabel_is_ook_een_bestand(client, twee, vorm):
    antwoord = client.get(f"{PAD}{VRAAG}&vorm={vorm}")
    assert antwoord.status_code == 200
    assert f".{vorm}" in antwoord["Content-Disposition"]


def test_zonder_begroting_is_er_niets_te_vergelijken(client, db):
    antwoord = client.get(PAD)
    assert antwoord.status_code == 404
    assert "Er is nog geen begroting om te vergelijken." in antwoord.content.decode()


def test_een_verschil_dat_verklaard_is_leidt_naar_de_verklaring(client, db):
    begroting = maak()
    vraag = "?van=begroting-2025.2024&naar=begroting-2025.2025"
    assert "verklaringen/" not in pagina(client, vraag)
    verklaar(begroting, -336_000, "Cao")
    pad = "/begroting/2025/bestuur/verklaringen/?van=2024&amp;naar=2025"
    assert f'href="{pad}"' in pagina(client, vraag)
    assert "verklaringen/" not in pagina(client, "?van=begroting-2025.2023&naar=begroting-2025.2025")
    assert client.get(pad.replace("&amp;", "&")).status_code == 200
