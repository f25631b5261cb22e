"""`manage.py controleer`: what it proves, what it finds, and how it ends."""

from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from begroting import controle as begroting
from begroting.models import Bedrag, Begrotingspost, GepubliceerdTotaal
from enschede_org.kern.controle import Ernst, momentopname
from enschede_org.portaal.controle import controleer
from opgaven import controle as opgaven
from opgaven.models import Doelbedrag, Opgave
from organisatie import controle as organisatie
from organisatie.models import Organisatiestructuur
from tests.fabriek import maak_begroting, maak_doelenboom, maak_rij, maak_structuur, maak_vervulling
from tests.jaarbestanden import laad, schrijf
from tests.kern.test_controle import zonder_bewaking


def _controleer(verbosity=1):
    """Return the exit code, and what was printed (findings and outcome together)."""
    uit = StringIO()
    try:
        call_command("controleer", verbosity=verbosity, stdout=uit, stderr=uit, no_color=True)
    except CommandError as fout:
        return fout.returncode, f"{uit.getvalue()}{fout}"
    return 0, uit.getvalue()


def _teksten(uitslagen, ernst):
    return [b.tekst for uitslag in uitslagen for b in uitslag.bevindingen if b.ernst is ernst]


def test_de_documenten_kloppen(documenten):
    code, tekst = _controleer()
    assert code == 0
    assert "bomen van begrotingsposten: 82 gecontroleerd, in orde" in tekst
    assert "Alles klopt (fouten: 0, bevindingen: 0, afgerond: " in tekst
    assert "binnen afronding:" not in tekst
    assert _controleer(0) == (0, "")


def test_wat_binnen_de_afronding_valt_staat_er_alleen_uitgebreid(documenten):
    _, tekst = _controleer(2)
    assert "binnen afronding: Enschede, Programmabegroting 2025 (begroting-2025, vastgesteld): " in tekst


def test_een_beschadigde_boom_eindigt_met_1_en_noemt_versie_en_code(documenten):
    with zonder_bewaking(Begrotingspost):
        Begrotingspost.objects.filter(code="tv-0.10").update(lft=1000, rght=1001)
    code, tekst = _controleer()
    assert code == 1
    assert "fout: Enschede, Programmabegroting 2025 (begroting-2025, vastgesteld): tv-0.10 begint op 1000" in tekst
    assert "De database is beschadigd (fouten: " in tekst


def test_een_bedrag_dat_buiten_het_portaal_om_verandert_eindigt_met_1(documenten):
    with zonder_bewaking(Bedrag):
        Bedrag.objects.filter(post__code="tv-0.1", kant="lasten").update(bedrag=Decimal(1))
    code, tekst = _controleer()
    assert code == 1
    assert "fout: geschiedenis van bedragen: rij" in tekst
    assert "is anders dan haar geschiedenis: bedrag." in tekst
    assert "het totaal van de lasten per taakveld 2025 is" in tekst


def test_bewaking_die_ontbreekt_eindigt_met_1(documenten):
    with zonder_bewaking(Opgave):
        code, tekst = _controleer()
    assert code == 1
    assert "fout: bewaking: opgaven_opgave_slot_update ontbreekt." in tekst


def test_een_verschil_in_de_sommen_eindigt_met_3(db, tmp_path):
    laad(schrijf(tmp_path))
    code, tekst = _controleer()
    assert code == 3
    assert (
        "bevinding: Enschede, Doelen 2025 (doelen-2025, vastgesteld): programma bestuur, lasten 2025 in de begroting "
        "is 52.854.000,00 euro, de doelen samen zijn 19.753.000,00 euro. Verschil: 33.101.000,00 euro."
    ) in tekst
    assert "niet alles sluit op elkaar aan (fouten: 0, bevindingen: 1, afgerond: 0)" in tekst


def test_na_het_laden_is_niets_beschadigd(db, tmp_path):
    pad = schrijf(tmp_path)
    laad(pad)
    laad(schrijf(tmp_path, ("structuur.yaml", "naam: Wegen", "naam: Straten")), reden="andere naam")
    assert _teksten(controleer(), Ernst.FOUT) == []


def test_van_veel_van_hetzelfde_staan_de_eerste_honderd_er(db):
    knopen = {"top": ("Top", None), **{f"deel-{nummer}": ("Deel", "top") for nummer in range(150)}}
    maak_begroting(posten=knopen)
    with zonder_bewaking(Begrotingspost):
        Begrotingspost.objects.filter(level=1).update(level=2)
    _, kort = _controleer()
    assert kort.count("staat op laag 2") == 100
    assert "… en nog 50; -v 2 toont alles." in kort
    assert _controleer(2)[1].count("staat op laag 2") == 150


def test_de_controle_ziet_een_moment_en_schrijft_niets(documenten_verbinding, django_db_blocker):
    with django_db_blocker.unblock(), momentopname():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SHOW transaction_isolation")
                assert cursor.fetchone() == ("repeatable read",)
                cursor.execute("SHOW transaction_read_only")
                assert cursor.fetchone() == ("on",)
        assert _controleer()[0] == 0


# What the rooms look at.

POSTEN = {
    "begroting": ("Begroting", None),
    "bestuur": ("Bestuur", "begroting"),
    "raad": ("Raad", "bestuur"),
    "griffie": ("Griffie", "bestuur"),
}


def _bedragen(bestuur, raad, griffie):
    codes = zip(("bestuur", "raad", "griffie"), (bestuur, raad, griffie), strict=True)
    return {(code, 2025, "lasten"): bedrag for code, bedrag in codes}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("bestuur", "ernst"), [(3000, None), (4000, Ernst.AFRONDING), (5000, Ernst.BEVINDING)], ids=str
)
def test_de_delen_van_een_post_zijn_samen_het_geheel(bestuur, ernst):
    maak_begroting(2025, POSTEN, _bedragen(bestuur, 1000, 2000))
    gevonden = [b for uitslag in begroting.controleer() for b in uitslag.bevindingen]
    assert [b.ernst for b in gevonden] == ([ernst] if ernst else [])
    if ernst:
        assert gevonden[0].waar == "Enschede, Begroting 2025 (begroting-2025, vastgesteld)"
        assert gevonden[0].tekst.startswith(f"bestuur, lasten 2025 is {bestuur // 1000}.000,00 euro, de onderdelen")


@pytest.mark.django_db
def test_een_gedrukt_totaal_past_bij_de_bedragen():
    document = maak_begroting(2025, POSTEN, {("raad", 2025, "lasten"): 9000, ("raad", 2025, "baten"): 2000})
    raad = Begrotingspost.objects.get(code="raad")
    totalen = {"saldo": 4000, "resultaat": 4000, "lasten": 9000, "baten": 5000}
    for regel, bedrag in totalen.items():
        maak_rij(GepubliceerdTotaal, document, post=raad, jaar=2025, regel=regel, bedrag=Decimal(bedrag))
    uitslagen = list(begroting.controleer())
    (baten,) = _teksten(uitslagen, Ernst.BEVINDING)
    assert baten.startswith("raad, baten 2025 is 5.000,00 euro, de bedragen samen zijn 2.000,00 euro.")


@pytest.mark.django_db
@pytest.mark.parametrize(("baten", "ernst"), [(9000, None), (8000, Ernst.AFRONDING), (7000, Ernst.BEVINDING)], ids=str)
def test_over_alle_taakvelden_zijn_lasten_en_baten_gelijk(baten, ernst):
    bedragen = {("raad", 2025, "lasten"): 9000, ("griffie", 2025, "baten"): baten}
    maak_begroting(2025, POSTEN, bedragen, soorten={"raad": "taakveld", "griffie": "taakveld"})
    _, taakvelden = begroting.controleer()
    assert (taakvelden.aantal, [b.ernst for b in taakvelden.bevindingen]) == (1, [ernst] if ernst else [])


@pytest.mark.django_db
def test_de_bedragen_van_meer_documenten_lopen_niet_door_elkaar():
    maak_begroting(2024, POSTEN)
    maak_begroting(2025, POSTEN, _bedragen(5000, 1000, 2000))
    maak_begroting(2026, POSTEN)
    maak_begroting(2027, POSTEN, {("bestuur", 2027, "lasten"): 1})
    sommen, _ = begroting.controleer()
    assert [b.waar for b in sommen.bevindingen] == ["Enschede, Begroting 2025 (begroting-2025, vastgesteld)"]


@pytest.mark.django_db
def test_het_aantal_vragen_groeit_niet_met_het_aantal_documenten(django_assert_num_queries):
    for jaar in range(2020, 2026):
        maak_begroting(jaar, POSTEN, {("bestuur", jaar, "lasten"): 1})
    with django_assert_num_queries(6):
        list(begroting.controleer())


@pytest.mark.django_db
def test_doelen_kosten_samen_wat_hun_programma_kost():
    document = maak_begroting(2025, POSTEN, {("bestuur", 2025, "lasten"): 10_000})
    boom = maak_doelenboom(
        2025,
        {
            "doelen": ("Doelen", None),
            "bestuur.1": ("Open", "doelen"),
            "bestuur.1.1": ("Opener", "bestuur.1"),
            "bestuur.2": ("Dicht", "doelen"),
        },
        begroting=document,
    )
    for code, bedrag in (("bestuur.1", 4000), ("bestuur.1.1", 1000), ("bestuur.2", 1000)):
        opgave = Opgave.objects.get(code=code)
        maak_rij(Doelbedrag, boom, opgave=opgave, jaar=2025, kant="lasten", bedrag=Decimal(bedrag))
    programma, delen = _teksten(opgaven.controleer(), Ernst.BEVINDING)
    assert delen.startswith("bestuur.1, lasten 2025 is 4.000,00 euro, de onderdelen samen zijn 1.000,00 euro.")
    assert programma.startswith(
        "programma bestuur, lasten 2025 in de begroting is 10.000,00 euro, de doelen samen zijn 5.000,00 euro."
    )


@contextmanager
def _zonder_uitsluiting():
    """PostgreSQL refuses two structures on one day; take that away until the transaction is rolled back."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE organisatie_organisatiestructuur DROP CONSTRAINT structuur_een_per_dag")
    yield


@pytest.mark.django_db
def test_twee_structuren_op_een_dag_zijn_een_fout_en_een_gat_een_bevinding():
    with _zonder_uitsluiting():
        for code, van, tot in (("a", 2010, 2014), ("b", 2012, 2016), ("c", 2018, None)):
            maak_structuur(code, geldig_van=date(van, 1, 1), geldig_tot=date(tot, 1, 1) if tot else None)
    uitslag = organisatie.structuren()
    assert [(b.ernst, b.tekst) for b in uitslag.bevindingen] == [
        (Ernst.FOUT, "a (tot 01-01-2014) geldt nog als b op 01-01-2012 begint."),
        (Ernst.BEVINDING, "tussen b (tot 01-01-2016) en c (vanaf 01-01-2018) geldt geen structuur."),
    ]
    assert Organisatiestructuur.objects.count() == uitslag.aantal == 3


@pytest.mark.django_db
def test_twee_houders_tegelijk_van_een_enkelvoudige_functie_zijn_een_bevinding():
    maak_structuur()
    eerste = maak_vervulling("gemeente", tot=date(2022, 1, 1))
    tweede = maak_vervulling("gemeente", persoon="Mo Meijer", van=date(2021, 6, 1), tot=date(2023, 1, 1))
    maak_vervulling("gemeente", persoon="Bo Bos", van=date(2023, 1, 1))
    (bevinding,) = organisatie.vervullingen().bevindingen
    assert bevinding.ernst is Ernst.BEVINDING
    assert bevinding.tekst == f"{tweede.code} begint op 01-06-2021, maar {eerste.code} (tot 01-01-2022) loopt dan nog."
