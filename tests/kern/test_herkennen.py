"""Files that were loaded before are recognised, and never when a row has changed since, whoever changed it."""

from pathlib import Path

import pytest
from django.db import connection

from begroting.models import Bedrag, Begroting, Begrotingspost
from enschede_org.kern import boom
from enschede_org.kern.laden import herkennen
from enschede_org.kern.laden.lezen import lees
from enschede_org.kern.laden.toepassen import pas_toe
from enschede_org.kern.laden.verschil import bepaal_verschil
from enschede_org.kern.models import Geladen
from enschede_org.kern.opslaan import bewaar
from enschede_org.kern.versies import bewerk
from enschede_org.portaal.inlezen import CATALOGUS
from organisatie.models import Onderdeel, Organisatiestructuur, Persoon
from tests.fabriek import maak_begroting, maak_structuur
from tests.jaarbestanden import laad, schrijf, vergeet_geladen

pytestmark = pytest.mark.django_db


@pytest.fixture
def pad(tmp_path: Path) -> str:
    """A year that is loaded."""
    pad = schrijf(_map(tmp_path / "jaar"))
    laad(pad)
    return pad


def _map(pad: Path) -> Path:
    pad.mkdir()
    return pad


def _is_herkend(pad: str) -> bool:
    return lees(CATALOGUS, [pad]).herkend is not None


def test_dezelfde_bestanden_worden_herkend_en_tellen_evenveel_rijen(pad):
    lading = lees(CATALOGUS, [pad])
    herkend = bepaal_verschil(lading)
    assert lading.herkend
    assert not any(lading.rijen.values())
    assert herkend.is_leeg
    pas_toe(lading, herkend, reden="nog eens")
    vergeet_geladen()
    vergeleken = bepaal_verschil(lees(CATALOGUS, [pad]))
    assert vergeleken.is_leeg
    assert herkend.ongewijzigd == vergeleken.ongewijzigd > 20


def _met_sql() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE begroting_begroting SET correctie_reden = 'hand'")
        cursor.execute("UPDATE begroting_bedrag SET bedrag = bedrag + 1")
        cursor.execute("UPDATE begroting_begroting SET correctie_reden = ''")


def _als_correctie() -> None:
    with bewerk(Begroting.objects.get(), reden="erratum", correctie=True):
        bedrag = Bedrag.objects.first()
        assert bedrag is not None
        bedrag.bedrag += 1
        bewaar(bedrag, reden="erratum")


def _in_een_boom() -> None:
    with bewerk(Organisatiestructuur.objects.get(), reden="naam", correctie=True) as versie:
        rijen = boom.lees(Onderdeel, versie.pk, ["code", "volgorde", "eenheid_id", "soort_id"])
        codes = {rij["id"]: rij["code"] for rij in rijen}
        wensen = [
            boom.Wens(
                rij["code"],
                codes.get(rij["parent_id"]),
                rij["volgorde"],
                {"naam": "Anders", "eenheid_id": rij["eenheid_id"], "soort_id": rij["soort_id"]},
            )
            for rij in rijen
        ]
        boom.vorm(Onderdeel, versie, wensen, reden="naam")


def _in_beheer() -> None:
    persoon = Persoon.objects.get()
    persoon.naam = "Jo de Vries"
    bewaar(persoon, reden="getrouwd")


def _door_weg_te_halen() -> None:
    with bewerk(Begroting.objects.get(), reden="weg", correctie=True):
        Bedrag.objects.all().delete()


@pytest.mark.parametrize("wijzig", [_met_sql, _als_correctie, _in_een_boom, _in_beheer, _door_weg_te_halen])
def test_wat_intussen_is_veranderd_wordt_gezien(pad, wijzig):
    wijzig()
    lading = lees(CATALOGUS, [pad])
    assert lading.herkend is None
    assert not bepaal_verschil(lading).is_leeg


def test_ook_wat_andere_bestanden_laden_wordt_gezien(pad, tmp_path):
    laad(schrijf(_map(tmp_path / "anders"), ("bedragen.csv", "50793", "50.800")), reden="erratum")
    verschil = bepaal_verschil(lees(CATALOGUS, [pad]))
    assert [str(w.oud["bedrag"]) for w in verschil.wijzigingen] == ["50800000.00"]


def test_een_andere_structuur_telt_mee_want_die_kan_een_eenheid_een_naam_geven(pad):
    maak_structuur(onderdelen={"top": ("Top", None)}, status="concept", code="later")
    assert not _is_herkend(pad)


def test_bedragen_van_een_ander_document_tellen_niet_mee(pad):
    ander = maak_begroting(status="concept", code="ander")
    post = Begrotingspost.objects.get(versie=ander, parent=None)
    assert not _is_herkend(pad)
    Persoon.objects.update(naam="Iemand anders")
    laad(pad)
    assert _is_herkend(pad)
    Bedrag.objects.create(post=post, jaar=2031, kant="lasten", bedrag=1)
    assert _is_herkend(pad)


@pytest.mark.parametrize("anders", ["inhoud", "bestand erbij", "programma"])
def test_andere_bestanden_of_een_ander_programma_worden_gelezen(pad, anders, monkeypatch):
    map_ = Path(pad)
    if anders == "inhoud":
        (map_ / "personen.yaml").write_text((map_ / "personen.yaml").read_text() + "\n")
    elif anders == "bestand erbij":
        (map_ / "meer.yaml").write_text("soort: bronnen\nbronnen:\n  - code: meer\n    titel: Meer\n")
    else:
        monkeypatch.setattr(herkennen, "_programma", lambda modules: b"een nieuwe versie")
    assert not _is_herkend(pad)


def test_een_mislukte_lading_wordt_niet_onthouden(tmp_path, monkeypatch):
    pad = schrijf(tmp_path)
    lading = lees(CATALOGUS, [pad])
    verschil = bepaal_verschil(lading)

    def stuk(lading: object) -> None:
        herkennen.onthoud(lading)  # type: ignore[arg-type]
        raise RuntimeError

    monkeypatch.setattr("enschede_org.kern.laden.toepassen.onthoud", stuk)
    with pytest.raises(RuntimeError):
        pas_toe(lading, verschil, reden="test")
    assert not Geladen.objects.exists()
    assert not Begroting.objects.exists()


@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_op_sqlite_wordt_niets_herkend_terwijl_een_ander_schrijft(pad, monkeypatch):
    tellers = iter(range(10))
    monkeypatch.setattr(herkennen, "_versie", lambda cursor: next(tellers))
    assert not _is_herkend(pad)
