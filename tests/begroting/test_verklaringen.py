"""What the document says about a difference, held against the figures."""

import pytest

from tests.begroting.maak import maak, rijen, verklaar

pytestmark = pytest.mark.django_db
PAD = "/begroting/2025/bestuur/"
MILJOEN = 1_000_000


def pagina(client):
    antwoord = client.get(PAD)
    assert antwoord.status_code == 200
    return antwoord.content.decode()


def maak_lasten():
    """The lasten fall by 336; the causes with an amount say they fall by 1.300, rounded to hundreds."""
    begroting = maak()
    verklaar(begroting, -300_000, "De lasten dalen.", soort="totaal")
    for euro, tekst in (
        (-3_900_000, "Extern"),
        (1_100_000, "Bijdrage"),
        (100_000, "Meldpunt"),
        (900_000, "Jubileum"),
        (100_000, "Kennis"),
        (400_000, "Vraag"),
        (None, "Prijzen"),
    ):
        verklaar(begroting, euro, tekst)
    return begroting


def test_oorzaken_staan_met_hun_som_naast_het_verschil_uit_de_tabel(client):
    maak_lasten()
    inhoud = pagina(client)
    assert "Waarom veranderen de bedragen?" in inhoud
    assert "De lasten dalen." in inhoud
    assert rijen(inhoud, "Extern") == ["−3.900"]
    assert rijen(inhoud, "Bijdrage") == ["+1.100"]
    assert rijen(inhoud, "De genoemde oorzaken samen") == ["−1.300"]
    assert rijen(inhoud, "Verschil volgens de toelichting") == ["−300"]
    assert rijen(inhoud, "Verschil volgens de tabel") == ["−336"]
    assert rijen(inhoud, "Toegelicht zonder bedrag") == ["+964"]
    assert not rijen(inhoud, "Niet verklaard")


def test_wat_meer_is_dan_afronding_blijft_als_onverklaard_staan(client):
    maak_lasten()
    inhoud = pagina(client)
    assert "Van het verschil blijft +964 over. Dat is meer dan door afronding kan (hooguit 301)." in inhoud


def test_een_oorzaak_zonder_bedrag_telt_niet_mee_maar_staat_er_wel(client):
    maak_lasten()
    inhoud = pagina(client)
    assert rijen(inhoud, "Prijzen") == ["geen bedrag"]
    assert "De toelichting noemt daarvoor een oorzaak zonder bedrag" in inhoud


def test_zonder_zo_een_oorzaak_is_de_rest_niet_verklaard(client):
    verklaar(maak(), -1_300_000, "Extern")
    assert rijen(pagina(client), "Niet verklaard") == ["+964"]


def test_het_antwoord_staat_in_een_zin_boven_de_tabellen(client):
    begroting = maak()
    for euro, tekst in ((100_000, "Meldpunt: geld"), (-3_900_000, "RIEC: van buiten"), (1_100_000, "Regio: meer")):
        verklaar(begroting, euro, tekst)
    assert "<li>Lasten −336: vooral RIEC −3.900, daartegenover Regio +1.100.</li>" in pagina(client)


def test_zonder_naam_van_de_grootste_oorzaak_is_er_geen_zin(client):
    verklaar(maak(), -3_900_000, "Er komt minder geld van buiten")
    assert "vooral" not in pagina(client)


def test_wat_binnen_de_afronding_valt_wordt_zo_genoemd(client):
    begroting = maak()
    verklaar(begroting, -3_900_000, "Extern", kant="baten")
    verklaar(begroting, 400_000, "Vraag", kant="baten")
    inhoud = pagina(client)
    assert "Baten: van 2024 naar 2025" in inhoud
    assert rijen(inhoud, "Afronding") == ["−16"]
    assert "kan door afronding komen: de toelichting rondt bedragen af op 100.000 euro" in inhoud


def test_oorzaken_die_alles_verklaren_laten_niets_over(client):
    begroting = maak()
    verklaar(begroting, -336_000, "Alles")
    inhoud = pagina(client)
    assert rijen(inhoud, "Niet verklaard") == ["0"]
    assert "verklaren het verschil helemaal" in inhoud


def test_een_genoemd_verschil_dat_niet_past_wordt_gemeld(client):
    begroting = maak()
    verklaar(begroting, 2 * MILJOEN + 100_000, "De lasten stijgen.", soort="totaal")
    verklaar(begroting, -300_000, "Iets")
    assert "Het verschil dat de toelichting noemt, past niet bij de tabel" in pagina(client)


def test_zonder_bedrag_in_een_van_de_jaren_is_niets_te_vergelijken(client):
    begroting = maak()
    verklaar(begroting, -300_000, "Iets", van_jaar=2019, naar_jaar=2025)
    inhoud = pagina(client)
    assert "is niet te zien" in inhoud
    assert not rijen(inhoud, "Niet verklaard")


def test_elke_kant_krijgt_een_tabel_in_de_volgorde_van_de_begroting(client):
    begroting = maak()
    for kant in ("onttrekking", "baten", "lasten"):
        verklaar(begroting, 100_000, f"Oorzaak {kant}", kant=kant)
    inhoud = pagina(client)
    plaatsen = [inhoud.index(f"{kant}: van 2024 naar 2025") for kant in ("Lasten", "Baten", "Onttrekking reserves")]
    assert plaatsen == sorted(plaatsen)


def test_een_oorzaak_met_html_wordt_tekst(client):
    begroting = maak()
    verklaar(begroting, 100_000, "<b>vet</b>")
    assert "&lt;b&gt;vet&lt;/b&gt;" in pagina(client)
