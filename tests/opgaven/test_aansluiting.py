"""The page on which a document is reconciled, and explaining what doesn't fit."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from begroting import services_aansluiting
from begroting.models import Aansluitverklaring, Bedrag, Begroting
from begroting.queries_aansluiting import document as lees_document
from begroting.toetsen import Uitkomst
from enschede_org.kern.controle import Ernst
from enschede_org.kern.versies import bewerk
from enschede_org.portaal.controle import controleer
from opgaven.models import Doelbedrag, Opgave
from opgaven.queries_aansluiting import Stand, aansluiting
from tests.begroting.maak import druk, maak
from tests.fabriek import maak_begroting, maak_doelenboom, maak_rij
from tests.gebruikers import LEZERS, als, maak_gebruiker

PAD = "/begroting/2025/aansluiting/"
POSTEN: dict[str, tuple[str, str | None]] = {
    "begroting": ("Begroting", None),
    "bestuur": ("Bestuur", "begroting"),
    "raad": ("Raad", "bestuur"),
    "griffie": ("Griffie", "bestuur"),
}
SOORTEN = {"raad": "product", "griffie": "product"}


def _maak(bestuur: int = 9_000, doel: int = 9_000, **velden) -> Begroting:
    """Return a budget of which the products don't add up (3.000), with a goal that costs `doel`."""
    bedragen = {("bestuur", 2025, "lasten"): bestuur, ("raad", 2025, "lasten"): 1000, ("griffie", 2025, "lasten"): 2000}
    begroting = maak_begroting(2025, POSTEN, bedragen, soorten=SOORTEN, **velden)
    doelen: dict[str, tuple[str, str | None]] = {"doelen": ("Doelen", None), "bestuur.01": ("Open", "doelen")}
    boom = maak_doelenboom(2025, doelen, begroting=begroting, per_opgave={"bestuur.01": {"nummer": "01"}})
    opgave = Opgave.objects.get(code="bestuur.01")
    maak_rij(Doelbedrag, boom, opgave=opgave, jaar=2025, kant="lasten", bedrag=Decimal(doel))
    return begroting


def _tekst(client, pad: str = PAD, code: int = 200) -> str:
    antwoord = client.get(pad)
    assert antwoord.status_code == code, antwoord.content.decode()[-500:]
    return " ".join(antwoord.content.decode().split())


def _verklaar(
    begroting: Begroting, bedrag: int = 6000, tekst: str = "Nog te verdelen", groep: str = "controller"
) -> Aansluitverklaring:
    return services_aansluiting.verklaar(
        begroting_id=begroting.pk,
        toets="producten",
        rij="bestuur/2025/lasten",
        bedrag=Decimal(bedrag),
        tekst=tekst,
        gebruiker=maak_gebruiker(groep),
    )


def _stand(toets: str = "producten") -> Stand | None:
    pagina = aansluiting("2025")
    assert pagina is not None
    return next(getoetst.stand for getoetst in pagina.toetsen if getoetst.toets.code == toets)


# The real documents.


def test_de_vier_doelen_van_programma_3_3_zijn_samen_52_854(documenten, client):
    tekst = _tekst(client)
    assert "Alles wat te toetsen is, sluit aan" in tekst
    assert "Opgeteld uit 4 doelen" in tekst
    for bedrag in ("19.753", "8.150", "500", "24.451", "52.854"):
        assert bedrag in tekst
    assert 'href="/doelen/2025/samenleving-en-bestuur/01/"' in tekst


def test_wat_in_de_documenten_afrondt_en_wat_er_ontbreekt_staat_er(documenten, client):
    tekst = _tekst(client)
    assert "10 vergelijkingen kloppen precies, 4 op afronding na." in tekst
    assert "5 van de 8 toetsen kunnen hier niet" in tekst
    assert "is hier alleen opgenomen: 3.3 Samenleving en bestuur" in tekst
    assert "Het vastgestelde document van het jaar ervoor is niet opgenomen." in tekst
    assert "951.023" in tekst
    assert "Er staat niets open" in _tekst(client, f"{PAD}?toon=open")


def test_de_pagina_en_de_controle_zeggen_hetzelfde(documenten):
    pagina = aansluiting("2025")
    assert pagina is not None
    op_pagina = sorted(
        abs(regel.vergelijking.cel.verschil)
        for getoetst in pagina.toetsen
        for regel in getoetst.regels
        if regel.vergelijking.uitkomst is not Uitkomst.KLOPT
    )
    gevonden = [
        bevinding
        for uitslag in controleer()
        for bevinding in uitslag.bevindingen
        if bevinding.ernst in (Ernst.AFRONDING, Ernst.BEVINDING) and "(begroting-2025, " in bevinding.waar
    ]
    assert len(gevonden) == len(op_pagina) == 4


# Made ones.


@pytest.mark.django_db
def test_wat_niet_aansluit_staat_er_met_bedrag_rijen_en_links(client):
    _maak()
    tekst = _tekst(client)
    assert "1 verschil vraagt om een verklaring" in tekst
    assert '<a href="/begroting/2025/raad/">Raad</a>' in tekst
    assert 'portaal-badge--verschil">sluit niet aan</span>' in tekst
    assert "+6" in tekst
    alleen = _tekst(client, f"{PAD}?toon=open")
    assert 'id="producten"' in alleen
    assert 'id="doelen-programma"' not in alleen


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("doel", "stand"), [(9_000, Stand.KLOPT), (10_000, Stand.AFRONDING), (11_000, Stand.VERSCHIL)], ids=str
)
def test_doelen_naast_hun_programma(doel, stand):
    _maak(doel=doel)
    assert _stand("doelen-programma") is stand


@pytest.mark.django_db
def test_saldo_en_resultaat_zoals_gedrukt_naast_wat_eruit_volgt():
    begroting = maak()
    druk(begroting, "saldo", 44_177_000)
    druk(begroting, "resultaat", 50_000_000)
    pagina = aansluiting("2025")
    assert pagina is not None
    (totalen,) = (g for g in pagina.toetsen if g.toets.code == "totalen")
    standen = {regel.vergelijking.regel: regel.stand for regel in totalen.regels}
    assert standen == {"saldo": Stand.AFRONDING, "resultaat": Stand.VERSCHIL}


@pytest.mark.django_db
def test_de_indelingen_worden_vergeleken_met_reserves_erbij_als_zij_volledig_zijn():
    posten: dict[str, tuple[str, str | None]] = {"top": ("Top", None)}
    soorten = {"top": "document", "programmas": "indeling", "taakvelden": "indeling"}
    bedragen = {}
    for indeling, soort in (("programmas", "programma"), ("taakvelden", "taakveld")):
        posten[indeling] = (indeling.title(), "top")
        for nummer in range(3):
            code = f"{soort}-{nummer}"
            posten[code], soorten[code] = (code.title(), indeling), soort
            bedragen[code, 2025, "lasten"] = 10_000
    bedragen["programma-0", 2025, "storting"] = 40_000
    bedragen["taakveld-0", 2025, "lasten"] = 50_000
    maak_begroting(2025, posten, bedragen, soorten=soorten)
    assert _stand("indelingen") is Stand.KLOPT
    begroting = Begroting.objects.get()
    with bewerk(begroting, reden="test", correctie=True):
        Bedrag.objects.filter(post__code="programma-0", kant="storting").update(bedrag=Decimal(4_000))
    assert _stand("indelingen") is Stand.VERSCHIL


@pytest.mark.django_db
def test_kolommen_staan_naast_die_van_het_document_van_het_jaar_ervoor(client):
    maak_begroting(2024, POSTEN, {("bestuur", 2025, "lasten"): 8_000, ("raad", 2025, "lasten"): 1000})
    _maak()
    document = lees_document("2025")
    assert document is not None
    (kolommen,) = (toets for toets in document.toetsen if toets.code == "kolommen")
    verschillen = {rij.over.code: rij.cel.verschil for rij in kolommen.vergelijkingen}
    assert verschillen == {"bestuur": Decimal(1000), "raad": Decimal(0)}
    assert kolommen.niet == ["Alleen in dit document: Griffie."]
    assert "Naast Begroting 2024 (raming)" in _tekst(client)
    teksten = [b.tekst for uitslag in controleer() for b in uitslag.bevindingen if "Begroting 2024" in b.tekst]
    assert teksten == [
        "bestuur, lasten 2025 is 9.000,00 euro, Begroting 2024 (raming) geeft 8.000,00 euro. Verschil: 1.000,00 euro."
    ]


# Explaining.


@pytest.mark.django_db
def test_een_verklaring_blijft_zichtbaar_en_past_niet_meer_als_het_bedrag_verandert(client):
    begroting = _maak()
    _verklaar(begroting)
    assert _stand() is Stand.VERKLAARD
    tekst = _tekst(client)
    assert "Nog te verdelen" in tekst
    assert "1 verschil verklaard" in tekst
    with bewerk(begroting, reden="test", correctie=True):
        Bedrag.objects.filter(post__code="raad").update(bedrag=Decimal(5_000))
    assert _stand() is Stand.PAST_NIET
    tekst = _tekst(client)
    assert "verklaring past niet meer" in tekst
    assert "Verklaard werd een verschil van +6." in tekst
    assert "1 verschil vraagt om een verklaring" in tekst


@pytest.mark.django_db
def test_een_controller_verklaart_een_verschil_en_trekt_dat_weer_in():
    begroting = _maak()
    client = als("controller")
    pad = f"{PAD}verklaar/?toets=producten&rij=bestuur/2025/lasten"
    assert "toets=producten&amp;rij=bestuur%2F2025%2Flasten" in _tekst(client)
    assert "Verschil verklaren" in _tekst(client, pad)
    antwoord = client.post(pad, {"tekst": "Nog te verdelen", "verschil": "6000"})
    assert (antwoord.status_code, antwoord["Location"]) == (302, f"{PAD}#rij-producten-bestuur-2025-lasten")
    verklaring = Aansluitverklaring.objects.get()
    assert (verklaring.bedrag, verklaring.tekst, verklaring.begroting) == (6000, "Nog te verdelen", begroting)
    tekst = _tekst(client)
    assert "De verklaring is bewaard." in tekst
    assert f"door {verklaring.door}" in tekst
    assert str(verklaring.door) not in _tekst(als("anoniem"))
    client.post(pad, {"tekst": "Stelpost", "verschil": "6000"})
    assert [rij.tekst for rij in Aansluitverklaring.history.order_by("history_id")] == ["Nog te verdelen", "Stelpost"]
    client.post(pad, {"trek_in": "ja"})
    assert not Aansluitverklaring.objects.exists()
    laatste = Aansluitverklaring.history.first()
    assert (laatste.history_type, laatste.history_change_reason) == ("-", "Verklaring ingetrokken")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("invoer", "zegt"),
    [
        ({"tekst": "", "verschil": "6000"}, "Schrijf waardoor het verschil komt."),
        ({"tekst": "Stelpost", "verschil": "5000"}, "Het verschil is intussen veranderd."),
        ({"tekst": "x" * 2001, "verschil": "6000"}, "2000"),
        ({"tekst": "Stelpost"}, "Het verschil is intussen veranderd."),
    ],
)
def test_een_verklaring_die_niet_kan_zegt_waarom_en_houdt_wat_getypt_is(invoer, zegt):
    _maak()
    antwoord = als("controller").post(f"{PAD}verklaar/?toets=producten&rij=bestuur/2025/lasten", invoer)
    tekst = antwoord.content.decode()
    assert antwoord.status_code == 200
    assert zegt in tekst
    assert invoer["tekst"] in tekst
    assert not Aansluitverklaring.objects.exists()


@pytest.mark.django_db
def test_een_verschil_dat_intussen_veranderde_is_daarna_te_verklaren():
    _maak()
    client, pad = als("controller"), f"{PAD}verklaar/?toets=producten&rij=bestuur/2025/lasten"
    tekst = client.post(pad, {"tekst": "Stelpost", "verschil": "5000"}).content.decode()
    nu = tekst.split('name="verschil" value="')[1].split('"')[0]
    assert client.post(pad, {"tekst": "Stelpost", "verschil": nu}).status_code == 302
    assert Aansluitverklaring.objects.get().bedrag == 6000


@pytest.mark.django_db
@pytest.mark.parametrize("wie", LEZERS)
def test_alleen_controllers_en_beheerders_verklaren(wie):
    _maak()
    pad = f"{PAD}verklaar/?toets=producten&rij=bestuur/2025/lasten"
    client = als(wie)
    mag = wie in ("controller", "beheerder")
    assert ("Verklaar dit verschil" in _tekst(client)) == mag
    codes = {"anoniem": 302, "zonder groep": 403, "lezer": 403}
    assert client.get(pad).status_code == codes.get(wie, 200)
    assert client.post(pad, {"tekst": "Stelpost", "verschil": "6000"}).status_code == codes.get(wie, 302)
    assert Aansluitverklaring.objects.exists() == mag


@pytest.mark.django_db
def test_de_dienst_kijkt_zelf_naar_rechten_tekst_en_verschil():
    begroting = _maak()
    with pytest.raises(PermissionDenied):
        _verklaar(begroting, groep="lezer")
    with pytest.raises(ValidationError):
        _verklaar(begroting, tekst="  ")
    with pytest.raises(ValidationError, match="geen verschil"):
        _verklaar(begroting, bedrag=0)
    assert not Aansluitverklaring.objects.exists()


# Who asks what.


@pytest.mark.django_db
@pytest.mark.parametrize(("wie", "ziet"), LEZERS.items())
def test_de_aansluiting_van_een_concept_is_voor_wie_het_mag_zien(wie, ziet):
    _maak(code="plan", status="concept")
    tekst = _tekst(als(wie), "/begroting/versie/plan/aansluiting/", 200 if ziet else 404)
    assert ("Producten en programma" in tekst) == ziet


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("pad", "code", "zegt"),
    [
        ("/begroting/2031/aansluiting/", 404, "Er is geen vastgestelde programmabegroting van 2031."),
        (f"{PAD}?toon=alles", 400, "is geen keuze"),
        (f"{PAD}verklaar/?toets=producten&rij=x", 404, "geen toets"),
        (f"{PAD}verklaar/", 404, "geen toets"),
    ],
)
def test_een_vraag_die_niet_kan_krijgt_een_antwoord(pad, code, zegt):
    _maak()
    assert zegt in _tekst(als("controller"), pad, code)


@pytest.mark.django_db
def test_het_aantal_vragen_naast_een_vorig_document(client):
    maak_begroting(2024, POSTEN, {("bestuur", 2025, "lasten"): 8_000})
    _maak()
    with CaptureQueriesContext(connection) as vragen:
        _tekst(client)
    assert len(vragen) <= 15


def test_het_aantal_vragen_groeit_niet_met_de_posten(documenten, client):
    with CaptureQueriesContext(connection) as vragen:
        _tekst(client)
    assert len(vragen) <= 13


@pytest.mark.django_db
def test_namen_worden_veilig_getoond(client):
    posten = {**POSTEN, "raad": ("<script>Raad", "bestuur")}
    bedragen = {("bestuur", 2025, "lasten"): 9_000, ("raad", 2025, "lasten"): 1000}
    begroting = maak_begroting(2025, posten, bedragen, soorten=SOORTEN)
    _verklaar(begroting, bedrag=8000, tekst="<b>stelpost")
    tekst = _tekst(client)
    assert "<script>" not in tekst
    assert "&lt;script&gt;Raad" in tekst
    assert "&lt;b&gt;stelpost" in tekst
