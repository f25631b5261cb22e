"""Recognises files that were loaded before, over rows that nobody changed since: then there is nothing to compare.

After a load two digests are kept: of the files (their names, contents, and the programme that read them), and of the
rows as they then stood. The second is taken of the rows themselves, not of their history, so whatever changes one (a
correction, an undo, a hand in the database) makes that the files are read and compared again. It costs a load of
other files nothing but time.
"""

import hashlib
import sys
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, models

from enschede_org.kern.controle import momentopname
from enschede_org.kern.laden.bestanden import Bestand
from enschede_org.kern.laden.tabel import Model, Tabellen
from enschede_org.kern.models import Geladen

if TYPE_CHECKING:
    from enschede_org.kern.laden.lading import Catalogus, Lading

PARTIJ = 5000


def merk(catalogus: "Catalogus", bestanden: Sequence[Bestand]) -> str:
    """Return the digest of files, and of the programme that reads them."""
    som = hashlib.sha256(_programma(frozenset(soort.neem.__module__ for soort in catalogus.soorten)))
    for bestand in sorted(bestanden, key=lambda bestand: bestand.naam):
        inhoud = hashlib.sha256(bestand.inhoud).hexdigest()
        som.update(f"{bestand.naam!r} {bestand.gevraagd} {inhoud}\n".encode())
    return som.hexdigest()


@cache
def _programma(modules: frozenset[str]) -> bytes:
    """Return the digest of every source file of the packages that read: another programme may read otherwise."""
    som = hashlib.sha256()
    for pakket in sorted({naam.partition(".")[0] for naam in (*modules, __name__)}):
        for map_ in sys.modules[pakket].__path__:
            for pad in sorted(Path(map_).rglob("*.py")):
                som.update(pad.read_bytes())
    return som.digest()


def herken(tabellen: Tabellen, bestanden: str) -> int | None:
    """Return how many rows the files with this digest have, when all of those stand as they were loaded."""
    geladen = Geladen.objects.filter(bestanden=bestanden).first()
    if geladen is None:
        return None
    return geladen.rijen if _staat_nu(tabellen, geladen.versies) == geladen.staat else None


def _staat_nu(tabellen: Tabellen, versies: dict[str, list[int]]) -> str | None:
    """Return the digest of the rows at one moment; None when somebody wrote while they were read."""
    if connection.vendor == "postgresql":
        with momentopname():
            return _staat(tabellen, versies)
    # A transaction would wait for who writes; SQLite itself tells whether another connection did.
    with connection.cursor() as cursor:
        voor, staat, na = _versie(cursor), _staat(tabellen, versies), _versie(cursor)
    return staat if voor == na else None


def _versie(cursor: Any) -> int:
    cursor.execute("PRAGMA data_version")
    return int(cursor.fetchone()[0])


def onthoud(lading: "Lading") -> None:
    """Keep what was loaded; call it in the transaction that wrote it, as the last thing."""
    versies: dict[str, list[int]] = {}
    for model, sleutel in lading.versies:
        if pk := lading.gids.pk(model, sleutel):
            versies.setdefault(model._meta.label, []).append(pk)
    staat = {
        "staat": _staat(lading.tabellen, versies),
        "versies": versies,
        "rijen": sum(len(rijen) for rijen in lading.rijen.values()),
    }
    Geladen.objects.update_or_create(bestanden=lading.merk, defaults=staat)


def _staat(tabellen: Tabellen, versies: dict[str, list[int]]) -> str:
    """Return the digest of every row that a load looks at.

    Those are all rows, but for what hangs below the nodes of a version that isn't loaded: nothing refers to that.
    """
    som = hashlib.sha256()
    for tabel in tabellen.alle:
        rijen = tabel.model._default_manager.order_by("pk")
        eigenaar = tabellen.eigenaar_model(tabel.model)
        if eigenaar is not None and "__" in tabel.eigenaar:
            rijen = rijen.filter(**{f"{tabel.eigenaar}__in": versies.get(eigenaar._meta.label, [])})
        som.update(f"{tabel.model._meta.label}\n".encode())
        for deel in _tekst(tabel.model, rijen):
            som.update(deel)
    return som.hexdigest()


def _tekst(model: Model, rijen: "models.QuerySet[Any]") -> Iterable[bytes | memoryview]:
    """Yield rows as the database has them, the shortest way."""
    kolommen = [veld.attname for veld in model._meta.concrete_fields]
    try:
        opdracht, waarden = rijen.values_list(*kolommen).query.sql_with_params()
    except EmptyResultSet:  # of no version
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # The cursor below Django's: that of DEBUG copies without parameters only.
            with connection.wrap_database_errors, cursor.cursor.copy(f"COPY ({opdracht}) TO STDOUT", waarden) as stroom:
                yield from stroom
            return
        cursor.execute(opdracht, waarden)
        while partij := cursor.fetchmany(PARTIJ):
            yield repr(partij).encode()
