"""The proofs of trees, guards and history see what somebody did to the database behind the portal's back."""

from contextlib import contextmanager
from datetime import date

import pytest
from django.db import connection

from enschede_org.kern.bewaking import opdrachten
from enschede_org.kern.controle import Ernst, Uitslag, bewaking, bomen, geschiedenis, ouders_eerst
from organisatie.models import Eenheid, Onderdeel, Organisatiestructuur
from tests.fabriek import maak_structuur

pytestmark = pytest.mark.django_db
BOOM = {
    "gemeente": ("Gemeente", None),
    "fysiek": ("Fysiek", "gemeente"),
    "wegen": ("Wegen", "fysiek"),
    "groen": ("Groen", "fysiek"),
    "sociaal": ("Sociaal", "gemeente"),
}


def _sql(opdracht, *waarden):
    with connection.cursor() as cursor:
        cursor.execute(opdracht, waarden)


@contextmanager
def zonder_bewaking(model):
    """Take the guards of a model away and put them back."""
    tabel = model._meta.db_table
    with connection.cursor() as cursor:
        for opdracht in opdrachten(model, connection.vendor):
            if "TRIGGER" in opdracht and not opdracht.startswith("DROP"):
                naam = opdracht.split("TRIGGER ")[1].split()[0]
                cursor.execute(f"DROP TRIGGER {naam}" + (f" ON {tabel}" if connection.vendor == "postgresql" else ""))
    yield
    with connection.cursor() as cursor:
        for opdracht in opdrachten(model, connection.vendor):
            cursor.execute(opdracht)


def _beschadig(code, **kolommen):
    with zonder_bewaking(Onderdeel):
        Onderdeel.objects.filter(code=code).update(**kolommen)


def _teksten(uitslag: Uitslag):
    assert all(bevinding.ernst is Ernst.FOUT for bevinding in uitslag.bevindingen)
    return [bevinding.tekst for bevinding in uitslag.bevindingen]


def test_hele_bomen_zijn_in_orde():
    maak_structuur(onderdelen=BOOM)
    maak_structuur("later", BOOM, geldig_van=date(2024, 1, 1), status="concept")
    uitslag = bomen(Onderdeel)
    assert (uitslag.wat, uitslag.aantal, uitslag.bevindingen) == ("bomen van onderdelen", 10, [])


@pytest.mark.parametrize(
    ("code", "kolommen", "verwacht"),
    [
        ("wegen", {"lft": 30, "rght": 31}, "groen begint op 5, dit moet 3 zijn."),
        ("groen", {"rght": 9}, "groen heeft niets onder zich maar loopt van 5 tot 9."),
        ("fysiek", {"rght": 8}, "groen is de laatste en eindigt op 6, dit moet 7 zijn."),
        ("sociaal", {"lft": 9, "rght": 10}, "sociaal begint op 9, dit moet 8 zijn."),
        ("sociaal", {"rght": 20}, "sociaal is de laatste en eindigt op 20, dit moet 9 zijn."),
        ("wegen", {"level": 1}, "wegen staat op laag 1, dit moet 2 zijn."),
        ("groen", {"volgorde": 0}, "groen staat achter iets met volgorde 2, maar heeft zelf volgorde 0."),
        ("gemeente", {"lft": 0}, "gemeente staat bovenaan en begint op 0, dit moet 1 zijn."),
        ("gemeente", {"level": 3}, "gemeente staat bovenaan op laag 3, dit moet 0 zijn."),
    ],
)
def test_een_beschadigde_boom_wordt_gemeld(code, kolommen, verwacht):
    maak_structuur(onderdelen=BOOM)
    _beschadig(code, **kolommen)
    uitslag = bomen(Onderdeel)
    assert verwacht in _teksten(uitslag)
    assert {bevinding.waar for bevinding in uitslag.bevindingen} == {"Enschede, Huidig (huidig, vastgesteld)"}


def test_een_onderdeel_onder_een_andere_versie_wordt_gemeld():
    maak_structuur(onderdelen=BOOM)
    ander = maak_structuur("ander", BOOM, geldig_van=date(2024, 1, 1), status="concept")
    vreemd = Onderdeel.objects.get(versie=ander, code="fysiek")
    with zonder_bewaking(Onderdeel):
        Onderdeel.objects.filter(versie__code="huidig", code="wegen").update(parent=vreemd)
    assert "wegen valt onder iets in een andere versie." in _teksten(bomen(Onderdeel))


def test_een_kring_wordt_gemeld():
    maak_structuur(onderdelen=BOOM)
    with zonder_bewaking(Onderdeel):
        Onderdeel.objects.filter(code="fysiek").update(parent=Onderdeel.objects.get(code="wegen"))
    assert any(tekst.startswith("fysiek staat op laag") for tekst in _teksten(bomen(Onderdeel)))


def test_bewaking_die_ontbreekt_wordt_gemeld():
    heel = bewaking()
    assert heel.aantal > 20
    assert heel.bevindingen == []
    with zonder_bewaking(Onderdeel):
        teksten = _teksten(bewaking())
    assert "organisatie_onderdeel_slot_update ontbreekt. Zet de bewaking terug met manage.py migrate." in teksten
    assert "organisatie_onderdeel_kring_insert ontbreekt. Zet de bewaking terug met manage.py migrate." in teksten


def test_bewaking_die_niets_meer_doet_wordt_gemeld():
    if connection.vendor == "postgresql":
        _sql("ALTER TABLE organisatie_onderdeel DISABLE TRIGGER organisatie_onderdeel_slot_update")
    else:
        _sql("DROP TRIGGER organisatie_onderdeel_slot_update")
        _sql(
            "CREATE TRIGGER organisatie_onderdeel_slot_update BEFORE UPDATE ON organisatie_onderdeel WHEN 1 = 2 "
            "BEGIN SELECT RAISE(ABORT, ''); END"
        )
    (tekst,) = _teksten(bewaking())
    assert tekst.startswith("organisatie_onderdeel_slot_update is gewijzigd of staat uit.")


def test_een_rij_die_buiten_de_geschiedenis_om_verandert_wordt_gemeld():
    maak_structuur(onderdelen=BOOM)
    assert geschiedenis(Onderdeel).bevindingen == []
    assert geschiedenis(Onderdeel).aantal == 5
    pk = Onderdeel.objects.get(code="wegen").pk
    _beschadig("wegen", naam="Straten", volgorde=7)
    (tekst,) = _teksten(geschiedenis(Onderdeel))
    assert tekst.startswith(f"rij {pk} is anders dan haar geschiedenis: ")
    assert "naam" in tekst
    assert "volgorde" in tekst


def test_een_rij_zonder_geschiedenis_en_een_rij_die_verdween_worden_gemeld():
    gemeente = maak_structuur().gemeente
    rijen = [Eenheid.objects.create(gemeente=gemeente, code=f"e-{nummer}", naam="E") for nummer in range(5)]
    eerste, _, derde, vierde, laatste = rijen
    Eenheid.history.filter(id=derde.pk).delete()
    _sql("DELETE FROM organisatie_eenheid WHERE id IN (%s, %s)", eerste.pk, laatste.pk)
    historie = vierde.history.latest()
    historie.pk, historie.history_type = None, "-"
    historie.save()
    assert _teksten(geschiedenis(Eenheid)) == [
        f"rij {eerste.pk} is verdwenen zonder dat de geschiedenis dat zegt.",
        f"rij {derde.pk} heeft geen geschiedenis.",
        f"rij {vierde.pk} staat er nog, maar is volgens haar geschiedenis verwijderd.",
        f"rij {laatste.pk} is verdwenen zonder dat de geschiedenis dat zegt.",
    ]


def test_wat_netjes_is_verwijderd_is_in_orde():
    eenheid = Eenheid.objects.create(gemeente=maak_structuur().gemeente, code="weg", naam="Weg")
    eenheid.delete()
    assert geschiedenis(Eenheid).bevindingen == []


def test_ouders_gaan_voor_ook_als_de_rijen_anders_staan():
    assert ouders_eerst([(3, 2), (2, 1), (1, None), (9, 8), (8, 9)]) == {1: None, 2: 1, 3: 2}


def test_elke_boom_is_een_vraag(django_assert_num_queries):
    maak_structuur(onderdelen=BOOM)
    with django_assert_num_queries(1):
        bomen(Onderdeel)
    with django_assert_num_queries(2):
        geschiedenis(Organisatiestructuur)
