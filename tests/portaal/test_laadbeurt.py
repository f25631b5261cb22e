"""A load from begin to end: what its status says, who may do it, and what happens when others are in between."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from begroting.models import Bedrag, Begroting
from enschede_org.kern.laden.toepassen import NietGeladen
from enschede_org.kern.models import Bron
from enschede_org.portaal import services_laden as services
from enschede_org.portaal import services_werk
from enschede_org.portaal.models import Laadbeurt
from tests.jaarbestanden import laad as laad_map
from tests.jaarbestanden import schrijf
from tests.portaal.laadbeurten import begin, bestanden, laad, opname


@pytest.fixture
def beheerder(db):
    return User.objects.create_superuser("jo")


@pytest.fixture
def werker(monkeypatch):
    """Let a worker do everything that waits. It closes its connection in between, which would end the test's own."""
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None)
    return lambda: call_command(
        "db_worker", batch=True, interval=0, verbosity=0, startup_delay=False, reload=False, worker_id="test"
    )


def _stil(beurt: Laadbeurt) -> None:
    lang = timezone.now() - timedelta(minutes=5)
    Laadbeurt.objects.filter(pk=beurt.pk).update(hartslag=lang, gemaakt_op=lang)
    beurt.refresh_from_db()


def test_een_lading_wacht_in_de_database_tot_de_werker_haar_oppakt(beheerder, werker):
    beurt = services.begin(bestanden=bestanden(), door=beheerder)
    assert beurt.status == "ontvangen"
    assert DBTaskResult.objects.get().args_kwargs["args"] == [beurt.pk]
    werker()
    beurt.refresh_from_db()
    assert (beurt.status, beurt.voortgang) == ("bevestigen", 100)
    assert not Begroting.objects.exists()
    services.bevestig(beurt, door=beheerder)
    werker()
    beurt.refresh_from_db()
    assert beurt.status == "geladen"
    assert beurt.geladen_op is not None
    assert Begroting.objects.get().status == "vastgesteld"


def test_wie_bevestigt_staat_in_de_geschiedenis_van_elke_rij(beheerder):
    laad(bestanden(), beheerder, reden="Jaar 2025")
    for model in (Begroting, Bedrag, Bron):
        assert set(model.history.values_list("history_user", "history_change_reason")) == {
            (beheerder.pk, "Jaar 2025")
        }, model


def test_alle_fouten_worden_bewaard_en_er_verandert_niets(db):
    beurt = begin([*bestanden(("bedragen.csv", "50793", "50.79"), ("personen.yaml", "naam:", "nam:")), ("x.exe", b"")])
    assert beurt.status == "fouten"
    assert {naam for naam, *_ in opname(beurt)["fouten"]} == {"bedragen.csv", "personen.yaml", "x.exe"}
    with pytest.raises(ValidationError, match="intussen fouten"):
        services.bevestig(beurt, door=None)
    assert not Begroting.objects.exists()


def test_wat_er_al_staat_is_niets_te_doen(db):
    laad(bestanden())
    assert begin(bestanden()).status == "niets"


def test_een_correctie_vraagt_om_een_reden(db):
    laad(bestanden())
    beurt = begin(bestanden(("bedragen.csv", "50793", "50.800")))
    with pytest.raises(ValidationError, match="reden van deze correctie"):
        services.bevestig(beurt, door=None, reden="  ")
    services.bevestig(beurt, door=None, reden="Erratum")
    services_werk.voer_uit(beurt.pk)
    assert Bedrag.objects.get(jaar=2026).bedrag == 50800000


def test_zonder_recht_kan_niets(db):
    lezer = User.objects.create_user("an")
    with pytest.raises(PermissionDenied):
        services.begin(bestanden=bestanden(), door=lezer)
    beurt = begin(bestanden())
    for dienst in (services.bevestig, services.annuleer, services.probeer_opnieuw):
        with pytest.raises(PermissionDenied):
            dienst(beurt, door=lezer)
    with pytest.raises(PermissionDenied):
        services.draai_terug(beurt, door=lezer, reden="x")


def test_geannuleerd_wordt_nooit_geladen(db):
    beurt = begin(bestanden())
    services.annuleer(beurt, door=None)
    with pytest.raises(ValidationError, match="intussen geannuleerd"):
        services.bevestig(beurt, door=None)
    services_werk.controleer(beurt.pk)
    services_werk.voer_uit(beurt.pk)
    beurt.refresh_from_db()
    assert beurt.status == "geannuleerd"
    assert not Begroting.objects.exists()


def test_wat_na_het_bekijken_verandert_wordt_opnieuw_voorgelegd(db):
    laad(bestanden())
    beurt = begin(bestanden(("bedragen.csv", "50793", "50.800")))
    ander = laad(bestanden(("bedragen.csv", "50793", "50.900")), reden="Van een ander")
    assert ander.status == "geladen"
    services.bevestig(beurt, door=None, reden="Erratum")
    services_werk.voer_uit(beurt.pk)
    beurt.refresh_from_db()
    assert beurt.status == "bevestigen"
    assert beurt.bericht == services_werk.VERANDERD
    assert opname(beurt)["rijen"][0]["zin"] == "Bestuur: lasten 2026 van 50.900 naar 50.800 (x 1.000 euro)"
    assert Bedrag.objects.get(jaar=2026).bedrag == 50900000
    services.bevestig(beurt, door=None)
    services_werk.voer_uit(beurt.pk)
    assert Bedrag.objects.get(jaar=2026).bedrag == 50800000


def test_wie_tegelijk_bevestigt_leest_wie_er_bezig_is_en_sinds_wanneer(beheerder):
    eerste, tweede = begin(bestanden()), begin(bestanden())
    services.bevestig(eerste, door=beheerder)
    with pytest.raises(ValidationError, match=rf"jo is sinds \d\d:\d\d uur aan het laden \(laadbeurt {eerste.pk}\)"):
        services.bevestig(tweede, door=beheerder)
    with pytest.raises(ValidationError, match="niet meer te annuleren"):
        services.annuleer(eerste, door=beheerder)
    _stil(eerste)  # nobody works on it any more, so it doesn't keep others waiting
    services.bevestig(tweede, door=beheerder)


def test_wat_bleef_steken_gaat_opnieuw_in_de_rij(db, werker):
    beurt = begin(bestanden())
    services.bevestig(beurt, door=None)
    with pytest.raises(ValidationError, match="Wacht even"):
        services.probeer_opnieuw(beurt, door=None)
    DBTaskResult.objects.update(status="RUNNING")  # of a worker that was killed
    _stil(beurt)
    services.probeer_opnieuw(beurt, door=None)
    werker()
    beurt.refresh_from_db()
    assert beurt.status == "geladen"
    assert not DBTaskResult.objects.filter(finished_at=None).exists()


def test_een_werker_pakt_op_wat_een_gestopte_werker_liet_liggen(db, werker):
    beurt = begin(bestanden())
    services.bevestig(beurt, door=None)
    DBTaskResult.objects.update(status="RUNNING")
    assert services.hervat() == []  # it still gives signs of life
    _stil(beurt)
    assert services.hervat() == [beurt.pk]
    assert services.hervat() == []
    werker()
    beurt.refresh_from_db()
    assert beurt.status == "geladen"
    assert not DBTaskResult.objects.filter(finished_at=None).exists()


def test_wat_op_zijn_beurt_wacht_wordt_niet_opnieuw_klaargezet(beheerder):
    beurt = services.begin(bestanden=bestanden(), door=beheerder)
    _stil(beurt)
    assert services.hervat() == []
    assert DBTaskResult.objects.count() == 1


def test_een_weigering_van_de_database_laat_niets_achter(db, monkeypatch):
    beurt = begin(bestanden())

    def weiger(*_: object, **__: object) -> None:
        Bron.objects.create(code="half", titel="Half")
        raise NietGeladen("De database weigert dit.")

    monkeypatch.setattr(services_werk, "pas_toe", weiger)
    services.bevestig(beurt, door=None)
    services_werk.voer_uit(beurt.pk)
    beurt.refresh_from_db()
    assert (beurt.status, beurt.bericht) == ("mislukt", "De database weigert dit. Er is niets gewijzigd.")
    assert not Bron.objects.exists()


def test_een_onverwachte_fout_laat_geen_lading_bezig(db, monkeypatch):
    monkeypatch.setattr(services_werk, "lees_bestanden", lambda *_: 1 / 0)
    beurt = begin(bestanden())
    assert beurt.status == "mislukt"
    assert "Er is niets gewijzigd" in beurt.bericht


def test_de_opdracht_bewaart_haar_lading_met_bestanden_en_hun_controlegetal(db, tmp_path):
    laad_map(schrijf(tmp_path))
    beurt = Laadbeurt.objects.get()
    assert (beurt.status, beurt.door, beurt.bestanden.count()) == ("geladen", None, 13)
    laad_map(str(tmp_path))
    call_command("laad", str(tmp_path), proef=True, verbosity=0)
    assert Laadbeurt.objects.count() == 1


def test_de_opdracht_toont_met_verschil_elke_rij_en_schrijft_niets(db, tmp_path, capsys):
    with pytest.raises(SystemExit) as einde:
        call_command("laad", schrijf(tmp_path), verschil=True)
    assert einde.value.code == 3
    uit = capsys.readouterr().out
    assert "+ ‘Enschede’" in uit
    assert "2025: 2 (x 1.000 euro)" in uit
    assert "er is niets gewijzigd" in uit
    assert not Laadbeurt.objects.exists()
    laad_map(str(tmp_path))
    call_command("laad", str(tmp_path), verschil=True)
    assert "Niets te doen" in capsys.readouterr().out
