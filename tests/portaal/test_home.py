"""The home page: four questions, with facts from the database."""

from datetime import date
from decimal import Decimal

from django.db import connection
from django.test.utils import CaptureQueriesContext

from begroting.models import Begrotingspost, Verantwoordelijke
from opgaven.models import Doelbedrag, Opgave
from organisatie.models import Persoon
from tests.fabriek import maak_begroting, maak_doelenboom, maak_rij, maak_structuur

POSTEN = {
    "begroting": ("Begroting", None),
    "bestuur": ("Samenleving en bestuur", "begroting"),
    "tv-0.1": ("Bestuur", "begroting"),
    "tv-0.10": ("Mutaties reserves", "begroting"),
}
DOELEN = {
    "doelen": ("Doelen", None),
    "bestuur.01": ("Een open stad", "doelen"),
    "bestuur.02": ("Een veilige stad", "doelen"),
    "bestuur.01.01": ("We bellen terug", "bestuur.01"),
}


def maak_portaal(meer=0):
    """Fill the portal with something for every question; `meer` adds units, actions and structures."""
    eenheden = {f"e-{n}": (f"Eenheid {n}", "gemeente") for n in range(meer)}
    for n in range(meer):
        maak_structuur(f"oud-{n}", geldig_van=date(1900 + n, 1, 1), geldig_tot=date(1901 + n, 1, 1))
    maak_structuur("vroeger", geldig_van=date(2011, 1, 1), geldig_tot=date(2020, 1, 1), naam="Programmaorganisatie")
    gemeente = {"gemeente": ("Gemeente", None), "fysiek": ("Fysiek", "gemeente"), **eenheden}
    maak_structuur("nu", gemeente, geldig_van=date(2020, 1, 1), naam="Organisatie nu")
    bedragen = {
        ("bestuur", 2025, "lasten"): 52_854_000,
        ("tv-0.1", 2025, "lasten"): 900_000_000,
        ("tv-0.10", 2025, "lasten"): 51_023_000,
        ("tv-0.1", 2025, "baten"): 7_000_000,
        ("tv-0.1", 2026, "lasten"): 1_000_000_000,
    }
    begroting = maak_begroting(2025, POSTEN, bedragen, soorten={"tv-0.1": "taakveld", "tv-0.10": "taakveld"})
    acties = {f"bestuur.01.01.{n}": (f"Actie {n}", "bestuur.01.01") for n in range(1, 3 + meer)}
    boom = maak_doelenboom(
        2025,
        {**DOELEN, **acties},
        soorten={"doelen": "doelenboom", "bestuur.01.01": "subdoel", **dict.fromkeys(acties, "actie")},
        begroting=begroting,
        posten={"bestuur.01": "bestuur", "bestuur.02": "bestuur"},
    )
    for code, euro in (("bestuur.01", 28_403_000), ("bestuur.02", 24_451_000)):
        maak_rij(Doelbedrag, boom, opgave=Opgave.objects.get(code=code), jaar=2025, bedrag=Decimal(euro))
    post = Begrotingspost.objects.get(code="bestuur")
    persoon = Persoon.objects.create(code="kees-meijer", naam="Kees Meijer")
    maak_rij(Verantwoordelijke, begroting, post=post, persoon=persoon, rol="concerndirecteur")


def test_home_stelt_vier_vragen_en_wijst_de_weg(db, client):
    inhoud = client.get("/").content.decode()
    for vraag, pad in (
        ("Wie doet wat?", "/organisatie/"),
        ("Wat willen we bereiken?", "/doelen/"),
        ("Wat kost het?", "/begroting/"),
        ("Hoe was het vroeger?", "/organisatie/structuren/"),
    ):
        assert f'href="{pad}">{vraag}</a>' in inhoud


def test_home_telt_wat_er_nu_is(db, client):
    maak_portaal()
    inhoud = client.get("/?geldigOp=2026-01-01").content.decode()
    assert "<strong>2</strong> onderdelen in Organisatie nu" in inhoud
    assert "<strong>2</strong> doelen in 2025" in inhoud
    assert "<strong>2</strong> acties" in inhoud
    assert "<strong>951,0</strong> miljoen euro lasten in 2025" in inhoud
    assert "<strong>2</strong> structuren sinds 2011" in inhoud


def test_zonder_taakvelden_telt_home_de_programmas_op(db, client):
    maak_begroting(2025, POSTEN, {("bestuur", 2025, "lasten"): 52_854_000})
    assert "<strong>52,9</strong> miljoen euro lasten" in client.get("/?geldigOp=2026-01-01").content.decode()


def test_home_volgt_een_bedrag_naar_een_doel_en_naar_wie_erover_gaat(db, client):
    maak_portaal()
    inhoud = client.get("/?geldigOp=2026-01-01").content.decode()
    assert "28,4 miljoen euro" in inhoud
    assert 'href="/begroting/2025/bestuur/?geldigOp=2026-01-01"' in inhoud
    assert 'href="/doelen/2025/bestuur/01/?geldigOp=2026-01-01">Een open stad</a>' in inhoud
    assert 'href="/organisatie/personen/kees-meijer/?geldigOp=2026-01-01">Kees Meijer</a>' in inhoud


def test_home_op_een_datum_van_vroeger_telt_wat_er_toen_was(db, client):
    maak_portaal()
    inhoud = client.get("/?geldigOp=2012-05-01").content.decode()
    assert "1 mei 2012" in inhoud
    assert "<strong>1</strong> onderdelen in Programmaorganisatie" in inhoud
    assert "doelen in 2025" not in inhoud
    assert "miljoen euro" not in inhoud


def test_wat_concept_is_telt_op_home_niet_mee(db, client):
    maak_structuur("later", naam="Geheime structuur", status="concept")
    maak_begroting(2025, POSTEN, {("bestuur", 2025, "lasten"): 52_854_000}, status="concept")
    maak_doelenboom(2025, DOELEN, status="concept")
    inhoud = client.get("/?geldigOp=2026-01-01").content.decode()
    assert "portaal-kaart__tellingen" not in inhoud
    assert "Geheime structuur" not in inhoud


def test_een_bezoeker_krijgt_geen_sessie(db, client):
    antwoord = client.get("/")
    assert not antwoord.cookies
    assert antwoord["Vary"] == "Cookie"  # who has a session sees their name, so a cache must tell them apart


def test_een_onleesbare_datum_op_home_geeft_uitleg(db, client):
    assert client.get("/?geldigOp=ooit").status_code == 400


def test_een_groter_portaal_kost_home_niet_meer_vragen(db, client):
    maak_portaal(meer=30)
    with CaptureQueriesContext(connection) as vragen:
        client.get("/?geldigOp=2026-01-01")
    assert len(vragen) <= 5


def test_home_noemt_de_feiten_van_de_documenten(documenten, client):
    inhoud = client.get("/?geldigOp=2025-12-01").content.decode()
    assert "onderdelen in Organisatie 2025" in inhoud
    assert "<strong>4</strong> doelen in 2025" in inhoud
    assert "<strong>34</strong> acties" in inhoud
    assert "<strong>951,0</strong> miljoen euro lasten in 2025" in inhoud
    assert "<strong>4</strong> structuren sinds 2011" in inhoud
