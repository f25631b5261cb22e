"""What the database itself refuses, whatever the code above it does."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from begroting.models import Bedrag, Begroting, Begrotingspost
from enschede_org.kern import bulk
from enschede_org.kern.models import Versie
from enschede_org.kern.versies import VersieGesloten, bewerk
from opgaven.models import Doelenboom, Opgave, OpgaveSdg, Sdg
from organisatie.models import Onderdeel, Organisatiestructuur, Vervulling
from tests.fabriek import maak_begroting, maak_doelenboom, maak_structuur, maak_vervulling

pytestmark = pytest.mark.django_db
TWEE = {"gemeente": ("Gemeente", None), "fysiek": ("Fysiek", "gemeente")}


def _geweigerd(doe):
    with pytest.raises(IntegrityError), transaction.atomic():
        doe()


@pytest.mark.parametrize("status", [Versie.Status.VASTGESTELD, Versie.Status.INGETROKKEN])
def test_een_gesloten_versie_verandert_niet(status):
    structuur = maak_structuur(onderdelen=TWEE, status=status)
    rijen = Onderdeel.objects.filter(versie=structuur, code="fysiek")
    _geweigerd(lambda: rijen.update(naam="Anders"))
    _geweigerd(rijen.delete)
    assert rijen.get().naam == "Fysiek"


def test_een_bedrag_in_een_vastgestelde_begroting_verandert_niet():
    begroting = maak_begroting(bedragen={("bestuur", 2025, "lasten"): 100})
    bedrag = Bedrag.objects.get()
    _geweigerd(lambda: Bedrag.objects.update(bedrag=Decimal(1)))
    _geweigerd(lambda: Bedrag.objects.create(post=bedrag.post, jaar=2025, kant="baten", bedrag=Decimal(1)))
    with bewerk(begroting, reden="tikfout in tabel 3", correctie=True):
        Bedrag.objects.update(bedrag=Decimal(1))
    assert Bedrag.objects.get().bedrag == 1
    _geweigerd(lambda: Bedrag.objects.update(bedrag=Decimal(2)))  # closed again


def test_een_correctie_vraagt_een_reden_en_staat_bij_de_versie():
    structuur = maak_structuur(onderdelen=TWEE)
    for reden, correctie in (("", True), ("  ", True), ("verkeerde naam", False)):
        with (
            pytest.raises(VersieGesloten, match="als correctie, met een reden"),
            bewerk(structuur, reden=reden, correctie=correctie),
        ):
            pass
    assert structuur.laatste_correctie is None
    with bewerk(structuur, reden="verkeerde naam", correctie=True):
        Onderdeel.objects.filter(code="fysiek").update(naam="Fysiek domein")
    gecorrigeerd = Organisatiestructuur.objects.get(pk=structuur.pk)
    assert gecorrigeerd.laatste_correctie is not None
    assert structuur.history.latest().history_change_reason == "Correctie: verkeerde naam"


def test_een_ingetrokken_versie_gaat_ook_met_een_reden_niet_open():
    structuur = maak_structuur(status="ingetrokken")
    with pytest.raises(VersieGesloten, match="ingetrokken"), bewerk(structuur, reden="toch", correctie=True):
        pass


def test_een_mislukte_correctie_laat_de_versie_gesloten_achter():
    structuur = maak_structuur(onderdelen=TWEE)
    with pytest.raises(ValidationError), bewerk(structuur, reden="poging", correctie=True):
        raise ValidationError("nee")
    structuur.refresh_from_db()
    assert (structuur.correctie_reden, structuur.laatste_correctie) == ("", None)


def test_een_onderdeel_valt_niet_onder_zichzelf():
    structuur = maak_structuur(onderdelen={**TWEE, "wegen": ("Wegen", "fysiek")}, status="concept")
    knoop = {k.code: k for k in Onderdeel.objects.filter(versie=structuur)}
    _geweigerd(lambda: Onderdeel.objects.filter(code="fysiek").update(parent=knoop["wegen"]))
    _geweigerd(lambda: Onderdeel.objects.filter(code="fysiek").update(parent=knoop["fysiek"]))


@pytest.mark.parametrize("ouders", [(1, 0), (2, 0, 1), (0,)], ids=["om en om", "met zijn drieën", "zichzelf"])
def test_nieuwe_posten_vallen_niet_onder_elkaar_in_een_kring(ouders):
    versie = maak_begroting(bedragen={("bestuur", 2025, "lasten"): 100}, status="concept").pk
    boven = Begrotingspost.objects.get(code="bestuur").pk
    pks = [boven + 100 + plek for plek in range(len(ouders))]
    kolommen = ("id", "parent_id", "code", "naam", "soort", "versie_id", "tree_id", "lft", "rght", "level")

    def schrijf(*boven_elk):
        rijen = [
            (pk, ouder, f"k{pk}", "Kring", "product", versie, versie, 1, 2, 1)
            for pk, ouder in zip(pks, boven_elk, strict=True)
        ]
        bulk.schrijf_nieuw(Begrotingspost, kolommen, rijen, reden="proef")

    _geweigerd(lambda: schrijf(*(pks[plek] for plek in ouders)))
    schrijf(boven, *pks[:-1])  # a chain instead of a ring
    assert Begrotingspost.objects.filter(naam="Kring").count() == len(ouders)


def test_een_onderdeel_valt_niet_onder_een_onderdeel_van_een_andere_versie():
    een, twee = (maak_structuur(code, TWEE, status="concept") for code in ("een", "twee"))
    vreemd = Onderdeel.objects.get(versie=twee, code="gemeente")
    _geweigerd(lambda: Onderdeel.objects.filter(versie=een, code="fysiek").update(parent=vreemd))
    _geweigerd(lambda: Onderdeel.objects.filter(versie=een, code="fysiek").update(versie=twee))


@pytest.mark.parametrize(
    "velden",
    [{"parent": None}, {"tree_id": 999999}, {"rght": 0}, {"code": "gemeente"}],
    ids=["tweede bovenste", "andere boom", "rechts voor links", "dubbele code"],
)
def test_een_boom_blijft_een_boom(velden):
    structuur = maak_structuur(onderdelen=TWEE, status="concept")
    _geweigerd(lambda: Onderdeel.objects.filter(versie=structuur, code="fysiek").update(**velden))


def test_een_periode_eindigt_na_haar_begin():
    structuur = maak_structuur(onderdelen=TWEE, status="concept")
    vervulling = maak_vervulling("fysiek")
    _geweigerd(lambda: Organisatiestructuur.objects.filter(pk=structuur.pk).update(geldig_tot=structuur.geldig_van))
    _geweigerd(lambda: Vervulling.objects.filter(pk=vervulling.pk).update(tot=date(2019, 1, 1)))


def test_een_post_heeft_een_bedrag_per_jaar_en_kant():
    maak_begroting(bedragen={("bestuur", 2025, "lasten"): 100}, status="concept")
    post = Begrotingspost.objects.get(code="bestuur")
    _geweigerd(lambda: Bedrag.objects.create(post=post, jaar=2025, kant="lasten", bedrag=Decimal(5)))


def test_een_vacature_heeft_geen_persoon_en_een_vervulde_functie_wel():
    maak_structuur(onderdelen=TWEE)
    vervulling = maak_vervulling("fysiek")
    _geweigerd(lambda: Vervulling.objects.filter(pk=vervulling.pk).update(persoon=None))
    _geweigerd(lambda: Vervulling.objects.filter(pk=vervulling.pk).update(bezetting="vacature"))


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite leaves this to the service")
def test_twee_vastgestelde_structuren_gelden_niet_op_een_dag():
    maak_structuur("oud", geldig_van=date(2020, 1, 1), geldig_tot=date(2022, 1, 1))
    nieuw = maak_structuur("nieuw", geldig_van=date(2021, 12, 31), status="concept")
    _geweigerd(lambda: Organisatiestructuur.objects.filter(pk=nieuw.pk).update(status="vastgesteld"))
    Organisatiestructuur.objects.filter(pk=nieuw.pk).update(status="vastgesteld", geldig_van=date(2022, 1, 1))
    assert connection.vendor == "postgresql"


@pytest.mark.parametrize("velden", [{"jaar": 2031}, {"per": 1}, {"naam": "Anders"}, {"status": "concept"}])
def test_een_vastgestelde_versie_verandert_zelf_ook_niet(velden):
    begroting = maak_begroting()
    _geweigerd(lambda: Begroting.objects.filter(pk=begroting.pk).update(**velden))


def test_een_ingetrokken_versie_blijft_ingetrokken():
    begroting = maak_begroting(status="ingetrokken")
    _geweigerd(lambda: Begroting.objects.filter(pk=begroting.pk).update(status="vastgesteld"))


def test_een_correctie_die_open_blijft_wordt_niet_bewaard():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite looks only at single statements")
    begroting = maak_begroting()
    Begroting.objects.filter(pk=begroting.pk).update(correctie_reden="vergeten te sluiten")
    with pytest.raises(IntegrityError), transaction.atomic():
        connection.check_constraints()
    Begroting.objects.filter(pk=begroting.pk).update(correctie_reden="")
    connection.check_constraints()


def test_een_portefeuille_staat_in_dezelfde_structuur():
    een, twee = (maak_structuur(code, TWEE, status="concept") for code in ("een", "twee"))
    vreemd = Onderdeel.objects.get(versie=twee, code="fysiek")
    _geweigerd(lambda: Onderdeel.objects.filter(versie=een, code="fysiek").update(portefeuille=vreemd))


def test_een_doel_hangt_aan_een_post_van_de_begroting_van_zijn_doelenboom():
    begroting, andere = maak_begroting(2025), maak_begroting(2024)
    boom = maak_doelenboom(2025, begroting=begroting, posten={"doelen": "bestuur"}, status="concept")
    vreemd = Begrotingspost.objects.get(versie=andere, code="bestuur")
    _geweigerd(lambda: Opgave.objects.filter(versie=boom).update(post=vreemd))


def test_een_sdg_van_een_vastgesteld_doel_verandert_niet_en_heeft_een_historie():
    boom = maak_doelenboom(2025, status="concept")
    sdg = Sdg.objects.create(nummer=16, naam="Vrede")
    doel = Opgave.objects.get(versie=boom)
    OpgaveSdg.objects.create(opgave=doel, sdg=sdg)
    Doelenboom.objects.filter(pk=boom.pk).update(status="vastgesteld")
    _geweigerd(OpgaveSdg.objects.all().delete)
    assert OpgaveSdg.history.count() == 1
