"""The page of a post: its years, its parts, who answers for it, and where it comes from."""

import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from begroting.models import Bedrag, Begrotingspost, Taakveld, Verantwoordelijke
from begroting.queries_post import post as lees_post
from begroting.weergave import meerjarentabel_html
from enschede_org.kern.versies import bewerk
from organisatie.models import Persoon
from tests.begroting.maak import druk, maak, post, rijen, verklaar
from tests.fabriek import maak_begroting, maak_bron, maak_rij

pytestmark = pytest.mark.django_db
PAD = "/begroting/2025/bestuur/"


def pagina(client, pad=PAD):
    antwoord = client.get(pad)
    assert antwoord.status_code == 200
    return antwoord.content.decode()


def test_de_tabel_heeft_een_kolom_per_jaar_met_zijn_soort(client):
    maak()
    inhoud = pagina(client)
    assert "x 1.000 euro" in inhoud
    for jaar, soort in ((2023, "realisatie"), (2024, "begroting"), (2025, "begroting"), (2026, "raming")):
        assert f'{jaar}<span class="portaal-tabel__soort">{soort}</span>' in inhoud
    assert inhoud.count('<col class="portaal-kolom--huidig">') == 1


def test_de_regels_van_de_tabel_staan_er_met_saldo_en_resultaat(client):
    maak()
    inhoud = pagina(client)
    tabel = inhoud[inhoud.index("<table") : inhoud.index("</table>")]
    assert rijen(tabel, "Lasten") == ["49.853|53.190|52.854|50.793"]
    assert rijen(tabel, "Baten") == ["9.691|12.194|8.678|7.925"]
    assert rijen(tabel, "Saldo van baten en lasten") == ["40.162|40.996|44.176|42.868"]
    assert rijen(tabel, "Storting") == ["376|0|0|0"]
    assert rijen(tabel, "Onttrekking") == ["546|482|164|164"]
    assert rijen(tabel, "Resultaat") == ["39.992|40.514|44.012|42.704"]


def test_wat_het_document_drukt_staat_er_en_afronding_is_per_cel_gemerkt(client):
    begroting = maak()
    druk(begroting, "saldo", 44_177_000)
    druk(begroting, "saldo", 40_996_000, 2024)
    druk(begroting, "resultaat", 44_013_000)
    druk(begroting, "resultaat", 42_705_000, 2026)
    inhoud = pagina(client)
    assert rijen(inhoud, "Saldo van baten en lasten") == ["40.162|40.996|44.177|42.868", "||+1|"]
    assert rijen(inhoud, "Resultaat") == ["39.992|40.514|44.013|42.705", "|||+1"]
    assert len(rijen(inhoud, "Afrondingsverschil")) == 2
    assert "het document rondt elk bedrag apart af" in inhoud
    assert "Verschil: het document" not in inhoud


def test_meer_dan_afronding_heet_verschil(client):
    begroting = maak()
    druk(begroting, "saldo", 44_100_000)
    inhoud = pagina(client)
    assert rijen(inhoud, "Verschil in Saldo") == ["||−76|"]
    assert not rijen(inhoud, "Afrondingsverschil")
    assert "te groot om door afronding te komen" in inhoud


def test_zonder_gedrukte_totalen_is_er_niets_te_vergelijken(client):
    maak()
    inhoud = pagina(client)
    assert not rijen(inhoud, "erschil")


def test_een_document_met_decimalen_toont_ze(client):
    bedragen = {("bestuur", 2025, "lasten"): 12_300_000, ("bestuur", 2025, "baten"): 300_000}
    maak_begroting(2025, bedragen=bedragen, per=1_000_000)
    inhoud = pagina(client)
    assert "x 1.000.000 euro" in inhoud
    assert rijen(inhoud, "Saldo") == ["12,0"]


def test_een_document_in_euros_zegt_dat(client):
    maak_begroting(2025, bedragen={("bestuur", 2025, "lasten"): 1234}, per=1)
    inhoud = pagina(client)
    assert "in euro" in inhoud
    assert rijen(inhoud, "Lasten") == ["1.234"]


def test_jaren_en_regels_zonder_bedrag_vallen_weg(client):
    maak()
    inhoud = pagina(client, "/begroting/2025/tv-0.2/")
    assert rijen(inhoud, "Lasten") == ["30.000"]
    assert not rijen(inhoud, "Storting")
    assert not rijen(inhoud, "Resultaat")
    assert "2023" not in inhoud[inhoud.index("<table") : inhoud.index("</table>")]


def test_een_post_zonder_bedragen_zegt_dat(client):
    maak([("tv-0.3", "Leeg", "tv-0")])
    assert "Van deze post staan geen bedragen in het document" in pagina(client, "/begroting/2025/tv-0.3/")


def test_een_post_met_onderdelen_toont_ze_en_telt_ze_op(client):
    maak()
    inhoud = pagina(client, "/begroting/2025/tv-0/")
    assert rijen(inhoud[: inhoud.index("</table>")], "Saldo") == ["−3"]
    assert "Waar bestaat deze post uit?" in inhoud
    assert rijen(inhoud, "0.10 Mutaties") == ["60.000|90.003|−30.003"]
    assert rijen(inhoud, "Totaal Bestuur") == ["90.000|90.003|−3"]
    assert "Elk bedrag is de som van de onderdelen" in inhoud


def test_onderdelen_die_niet_optellen_tot_de_post_tonen_het_verschil(client):
    maak(bedragen={("tv-0", 2025, "lasten"): 90_001_000, ("tv-0", 2025, "baten"): 91_000_000})
    inhoud = pagina(client, "/begroting/2025/tv-0/")
    assert rijen(inhoud, "Afrondingsverschil in Totaal") == ["+1||"]
    assert rijen(inhoud, "Verschil in Totaal") == ["|+997|−996"]
    assert rijen(inhoud, "Totaal Bestuur")[-1] == "90.001|91.000|−999", "below what makes the columns add up"


def test_een_taakveld_toont_zijn_officiele_gegevens(client):
    taakveld = Taakveld.objects.create(
        code="0.2", naam="Burgerzaken", hoofdtaakveld="BESTUUR EN ONDERSTEUNING", boekjaar_van=2017, boekjaar_tm=2026
    )
    begroting = maak()
    with bewerk(begroting, reden="test", correctie=True):
        Begrotingspost.objects.filter(versie=begroting, code="tv-0.2").update(taakveld=taakveld)
    inhoud = pagina(client, "/begroting/2025/tv-0.2/")
    assert "Taakveld (Iv3)" in inhoud
    assert "Officiële naam" in inhoud
    assert re.search(r">\s*Bestuur en ondersteuning\s*<", inhoud[inhoud.index("Officiële naam") :])
    assert "BESTUUR EN ONDERSTEUNING" not in inhoud
    assert "2017 tot en met 2026" in inhoud
    assert "Taakveld (Iv3)" not in pagina(client)


def test_wie_verantwoordelijk_is_staat_er_als_link_met_de_gekozen_datum(client):
    begroting = maak()
    for volgorde, (code, naam, rol) in enumerate(
        [
            ("b-bos", "B. Bos", "portefeuillehouder"),
            ("a-aas", "A. Aas", "portefeuillehouder"),
            ("c-cas", "C. Cas", "concerndirecteur"),
        ]
    ):
        persoon = Persoon.objects.create(code=code, naam=naam)
        rij = {"post": post(begroting), "persoon": persoon, "rol": rol, "volgorde": volgorde}
        maak_rij(Verantwoordelijke, begroting, **rij)
    inhoud = pagina(client, f"{PAD}?geldigOp=2025-03-01")
    assert '<a href="/organisatie/personen/c-cas/?geldigOp=2025-03-01">C. Cas</a>' in inhoud
    assert inhoud.index(">Directeur</dt>") < inhoud.index("C. Cas") < inhoud.index(">Portefeuillehouder</dt>")
    assert inhoud.index(">Portefeuillehouder</dt>") < inhoud.index("B. Bos") < inhoud.index("A. Aas")


def test_het_kruimelpad_gaat_van_begroting_naar_post(client):
    maak()
    inhoud = pagina(client, "/begroting/2025/tv-0.10/")
    delen = ['href="/begroting/"', 'href="/begroting/2025/"', 'href="/begroting/2025/taakvelden/"']
    delen += ['href="/begroting/2025/tv-0/"', '<span aria-current="page">0.10 Mutaties reserves</span>']
    plaatsen = [inhoud[inhoud.index("Kruimelpad") :].index(deel) for deel in delen]
    assert plaatsen == sorted(plaatsen)


def test_de_bron_en_de_vindplaats_staan_erbij(client):
    bron = maak_bron("Begrotingsboek")
    begroting = maak(bron=maak_bron("Raadsbesluit"))
    assert "Raadsbesluit" in pagina(client)
    with bewerk(begroting, reden="test", correctie=True):
        Begrotingspost.objects.filter(versie=begroting, code="bestuur").update(bron=bron, vindplaats="blz. 12")
    inhoud = pagina(client)
    assert f'href="/bronnen/{bron.code}/"' in inhoud
    assert "blz. 12" in inhoud
    assert "Raadsbesluit" not in inhoud


@pytest.mark.parametrize("code", ["onbekend", "begroting", "tv-0.1", "%27", "tv-0.2%00"])
def test_een_onbekende_code_bestaat_niet(client, code):
    maak()
    assert client.get(f"/begroting/2025/{code}/").status_code == 404


def test_op_een_eerder_moment_staat_wat_toen_was_geregistreerd(client):
    begroting = maak()
    druk(begroting, "saldo", 44_177_000)
    verklaar(begroting, 100_000, "Een oorzaak")
    toen = begroting.history.latest().history_date.isoformat().replace("+00:00", "Z")
    with bewerk(begroting, reden="drukfout", correctie=True):
        bedrag = Bedrag.objects.get(post=post(begroting), jaar=2025, kant="baten")
        bedrag.bedrag = Decimal(1_000_000)
        bedrag.save()
    assert rijen(pagina(client), "Baten") == ["9.691|12.194|1.000|7.925"]
    inhoud = pagina(client, f"{PAD}?beschikbaarOp={toen}")
    assert rijen(inhoud, "Baten") == ["9.691|12.194|8.678|7.925"]
    assert rijen(inhoud, "Een oorzaak") == ["+100"]


def test_meer_bedragen_en_posten_kosten_niet_meer_vragen(client):
    begroting = maak()
    with CaptureQueriesContext(connection) as klein:
        pagina(client)
    verklaar(begroting, 100_000, "Een oorzaak")
    druk(begroting, "saldo", 44_177_000)
    producten = [f"p-{nummer}" for nummer in range(40)]
    maak_begroting(
        2026,
        {"begroting": ("B", None), "bestuur": ("X", "begroting"), **{code: (code, "bestuur") for code in producten}},
        {(code, jaar, "lasten"): 1000 for code in producten for jaar in range(2024, 2030)},
    )
    with CaptureQueriesContext(connection) as groot:
        pagina(client, "/begroting/2026/bestuur/")
    assert len(klein) == len(groot) == 6


def test_de_tabel_is_ook_op_een_andere_pagina_te_gebruiken():
    maak()
    gevonden = lees_post("2025", "bestuur")
    assert gevonden is not None
    html = meerjarentabel_html(gevonden.tabel, titel="Wat <mag> het kosten", id="kosten")
    assert 'aria-labelledby="kosten"' in html
    assert "Wat &lt;mag&gt; het kosten" in html
    assert lees_post("2025", "onbekend") is None
    assert lees_post("1999", "bestuur") is None
