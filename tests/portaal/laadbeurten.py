"""Makes loads as the screens do, and tells what stands in the database."""

from collections.abc import Mapping
from typing import Any

from enschede_org.kern.laden.opname import Opname, pak_uit
from enschede_org.kern.laden.stand import lees_rijen, velden_van, versiestand
from enschede_org.kern.laden.tabel import Tabellen
from enschede_org.portaal import services_laden as services
from enschede_org.portaal import services_werk
from enschede_org.portaal.inlezen import CATALOGUS
from enschede_org.portaal.models import Laadbeurt
from tests.jaarbestanden import BESTANDEN


def bestanden(*vervangingen: tuple[str, str, str], alleen: tuple[str, ...] = ()) -> list[tuple[str, bytes]]:
    """Return the small set of year files, changed; each replacement is (file, old, new) and must be possible."""
    teksten = dict(BESTANDEN)
    for naam, oud, nieuw in vervangingen:
        assert oud in teksten[naam], f"{naam} has no {oud!r}"
        teksten[naam] = teksten[naam].replace(oud, nieuw, 1)
    return [(naam, tekst.encode()) for naam, tekst in teksten.items() if not alleen or naam in alleen]


def begin(inhoud: list[tuple[str, bytes]], door: Any = None) -> Laadbeurt:
    """Offer files and check them at once."""
    beurt = services.begin(bestanden=inhoud, door=door)
    services_werk.controleer(beurt.pk)
    beurt.refresh_from_db()
    return beurt


def laad(inhoud: list[tuple[str, bytes]], door: Any = None, reden: str = "") -> Laadbeurt:
    """Offer, confirm and write files at once."""
    beurt = begin(inhoud, door)
    services.bevestig(beurt, door=door, reden=reden)
    services_werk.voer_uit(beurt.pk)
    beurt.refresh_from_db()
    return beurt


def draai_terug(beurt: Laadbeurt, door: Any = None, reden: str = "Vergissing") -> Laadbeurt:
    """Take a load back at once; return the undoing."""
    terug = services.draai_terug(beurt, door=door, reden=reden)
    services_werk.voer_uit(terug.pk)
    terug.refresh_from_db()
    beurt.refresh_from_db()
    return terug


def alles() -> Mapping[str, Any]:
    """Return everything that loads write, by natural key: each row of each table, without primary keys."""
    tabellen = Tabellen(CATALOGUS.tabellen.alle)
    stand: dict[str, Any] = {}
    for tabel in tabellen.alle:
        rijen = (rij for _, rij in lees_rijen(tabellen, tabel, _velden(tabellen, tabel)))
        stand[tabel.model._meta.label] = {tabellen.sleutel(tabel.model, rij): rij for rij in rijen}
        if tabel.is_boom:
            nummers = tabel.model._default_manager.values_list("versie__code", "code", "lft", "rght", "level")
            stand[f"{tabel.model._meta.label}, nummering"] = sorted(nummers)
    return stand


def _velden(tabellen: Tabellen, tabel: Any) -> list[str]:
    velden = velden_van(tabellen, tabel)
    if tabel.is_versie:
        eigen = versiestand(tabel.model())
        velden = [veld for veld in velden if veld in eigen or tabel.verwijst_naar(veld)]
    return velden


def opname(beurt: Laadbeurt) -> Opname:
    """Return what was kept of a load."""
    return pak_uit(bytes(beurt.resultaat))
