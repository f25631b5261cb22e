"""How fast the portal is, as ratios: `python3 dev.py bench`, or `python -m tests.benchmarks` on DATABASE_URL.

First how fast a year loads, compared with the plainest insert of the same rows (data and history, into the same tables:
COPY on PostgreSQL, executemany on SQLite) and with saving row by row; then the organisation and the grid. Works in a
database of its own, that is removed afterwards.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

GROOT, GROOTTEN = 20_000, (170, 1_670, 16_700)
STEEKPROEF = 300


def main() -> None:
    """Measure and print a table."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "enschede_org.settings")
    django.setup()
    from django.db import connection
    from django.test.utils import setup_databases, teardown_databases

    from tests.benchmarks import organisatie, rooster

    with tempfile.TemporaryDirectory() as map_:
        if connection.vendor == "sqlite":
            connection.settings_dict["TEST"]["NAME"] = f"{map_}/bench.sqlite3"
        oud = setup_databases(verbosity=0, interactive=False)
        try:
            naam = "PostgreSQL" if connection.vendor == "postgresql" else "SQLite"
            _meet(Path(map_), naam)
            organisatie.meet(naam)
            rooster.meet(naam)
        finally:
            teardown_databases(oud, verbosity=0)


def _meet(map_: Path, naam: str) -> None:
    from tests.benchmarks.jaar import schrijf_iv3

    groot = _jaar(map_, GROOT)
    rijen, eerste, piek = _laad(groot)
    niets, tweede, piek_tweede = _laad(groot)
    assert niets == 0
    kaal = _kaal()
    knoop, bedrag = _rij_voor_rij()
    knoop_bulk, bedrag_bulk = _in_bulk()
    _leeg()
    iv3 = schrijf_iv3(map_ / "iv3")
    rijen_iv3, duur_iv3, piek_iv3 = _laad(iv3)
    _, tweede_iv3, _ = _laad(iv3)
    kaal_iv3 = _kaal()
    _leeg()
    per_rij = []
    for posten in GROOTTEN:
        aantal, duur, _ = _laad(_jaar(map_, posten))
        per_rij.append((aantal, duur / aantal))
        _leeg()
    print(f"\n{naam}: a year of {rijen:,} rows, written with as many rows of history")
    for wat, waarde, doel in (
        ("the whole load, in times the plainest insert", eerste / kaal, "at most 6"),
        ("nodes of a tree, in times as fast as save()", knoop / knoop_bulk, "at least 40"),
        ("amounts, in times as fast as save()", bedrag / bedrag_bulk, "at least 10"),
        ("the same load again, as a part of the first", tweede / eerste, "at most 0.2"),
        ("peak memory of the first load, in MiB", piek, "at most 100"),
        ("peak memory of the second load, in MiB", piek_tweede, "at most 100"),
        (f"all municipalities, {rijen_iv3:,} rows: the same", duur_iv3 / kaal_iv3, "at most 6"),
        ("  the same load again, as a part of the first", tweede_iv3 / duur_iv3, "at most 0.2"),
        ("  peak memory of the first load, in MiB", piek_iv3, "at most 100"),
    ):
        print(f"  {wat:<48} {waarde:8.2f}   ({doel})")
    for aantal, duur in per_rij:
        print(f"  time per row at {aantal:>7,} rows, against the smallest {duur / per_rij[0][1]:10.2f}")
    print(f"  (for comparison on this machine only: {rijen / eerste:,.0f} rows per second)", flush=True)


def _jaar(map_: Path, posten: int) -> str:
    from tests.benchmarks.jaar import schrijf_jaar

    return schrijf_jaar(map_ / str(posten), eenheden=max(posten // 40, 2), doelen=max(posten // 10, 2), posten=posten)


def _laad(pad: str) -> tuple[int, float, float]:
    """Load a folder in a process of its own; return how many rows it wrote, its seconds, and its memory in MiB."""
    from django.db import connection

    naam = connection.settings_dict["NAME"]
    server = os.environ["DATABASE_URL"].rpartition("/")[0] if _is_pg() else "sqlite://"
    omgeving = {**os.environ, "DATABASE_URL": f"{server}/{naam}"}
    uit = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.lading", pad], env=omgeving, check=True, stdout=subprocess.PIPE
    )
    rijen, seconden, mib = json.loads(uit.stdout)
    return rijen, seconden, mib


def _kaal() -> float:
    """Return how long the plainest insert takes of the rows that stand now: they are taken out and put back."""
    from django.db import connection, transaction

    from enschede_org.portaal.inlezen import CATALOGUS

    totaal = 0.0
    modellen: list[Any] = [tabel.model for tabel in CATALOGUS.tabellen.alle]
    modellen += [model.history.model for model in modellen if hasattr(model, "history")]
    with transaction.atomic(), connection.cursor() as cursor:
        rijen: dict[str, list[Any]] = {}
        for model in modellen:
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}" ORDER BY 1')
            rijen[model._meta.db_table] = cursor.fetchall()
        _leeg()
        for tabel, staand in rijen.items():
            # A version goes in as a draft, as it does in a load.
            inhoud = [tuple("concept" if deel == "vastgesteld" else deel for deel in rij) for rij in staand]
            if not inhoud:
                continue
            totaal += _duur(lambda t=tabel, i=inhoud: _voeg_in(cursor, t, i))  # type: ignore[misc]
        totaal += _duur(lambda: cursor.execute("SET CONSTRAINTS ALL IMMEDIATE") if _is_pg() else None)
    return totaal


def _voeg_in(cursor: Any, tabel: str, rijen: list[Any]) -> None:
    if _is_pg():
        with cursor.copy(f'COPY "{tabel}" FROM STDIN') as stroom:
            for rij in rijen:
                stroom.write_row(rij)
    else:
        cursor.executemany(f'INSERT INTO "{tabel}" VALUES ({", ".join(["%s"] * len(rijen[0]))})', rijen)


def _is_pg() -> bool:
    from django.db import connection

    return connection.vendor == "postgresql"


def _rij_voor_rij() -> tuple[float, float]:
    """Return the seconds that a node and an amount take with `save()`, from a sample in a draft."""
    from django.db import transaction

    from begroting.models import Bedrag, Begroting, Begrotingspost

    with transaction.atomic():
        begroting = Begroting.objects.get()
        concept = Begroting.objects.create(gemeente=begroting.gemeente, code="save", naam="save", jaar=2030)
        top = Begrotingspost(versie=concept, code="top", naam="top", soort="document", tree_id=concept.pk)
        Begrotingspost.objects.insert_node(top, None)
        top.tree_id = concept.pk
        top.save()
        posten = [Begrotingspost(versie=concept, code=f"p{n}", naam="post", soort="product") for n in range(STEEKPROEF)]

        def knopen() -> None:
            for post in posten:
                post.parent = Begrotingspost.objects.get(pk=top.pk)
                post.save()

        knoop = _duur(knopen)
        bedragen = [Bedrag(post=post, jaar=2030, kant="lasten", bedrag=1) for post in posten]

        def los() -> None:
            for rij in bedragen:
                rij.save()

        bedrag = _duur(los)
        transaction.set_rollback(True)
    return knoop / STEEKPROEF, bedrag / STEEKPROEF


def _in_bulk() -> tuple[float, float]:
    """Return the seconds that a node and an amount take as the loader writes them, in a draft."""
    from django.db import transaction

    from begroting.models import Bedrag, Begroting, Begrotingspost
    from enschede_org.kern import boom, bulk

    with transaction.atomic():
        begroting = Begroting.objects.get()
        concept = Begroting.objects.create(gemeente=begroting.gemeente, code="bulk", naam="bulk", jaar=2030)
        wensen = [
            boom.Wens(f"p{n}", f"p{(n - 1) // 12}" if n else None, n, {"naam": "post", "soort": "product"})
            for n in range(GROOT)
        ]
        knoop = _duur(lambda: boom.vorm(Begrotingspost, concept, wensen, reden="meting"))
        pks = list(Begrotingspost.objects.filter(versie=concept).values_list("pk", flat=True))
        kolommen = ["id", "post_id", "jaar", "kant", "bedrag"]

        def bedragen() -> None:
            ids = bulk.reserveer(Bedrag, len(pks))
            rijen = ((pk, post, 2030, "lasten", 1) for pk, post in zip(ids, pks, strict=True))
            bulk.schrijf_nieuw(Bedrag, kolommen, rijen, reden="meting")

        bedrag = _duur(bedragen)
        transaction.set_rollback(True)
    return knoop / GROOT, bedrag / GROOT


def _leeg() -> None:
    """Empty every table that files fill, and its history."""
    from django.db import connection

    from enschede_org.portaal.inlezen import CATALOGUS

    modellen: list[Any] = [tabel.model for tabel in reversed(CATALOGUS.tabellen.alle)]
    with connection.cursor() as cursor:
        if _is_pg():
            alle = [model._meta.db_table for model in modellen]
            alle += [model.history.model._meta.db_table for model in modellen if hasattr(model, "history")]
            cursor.execute("TRUNCATE " + ", ".join(f'"{tabel}"' for tabel in alle) + " CASCADE")
            return
        for model in modellen:
            if any(veld.name == "correctie_reden" for veld in model._meta.fields):
                cursor.execute(f"UPDATE \"{model._meta.db_table}\" SET status = 'concept', correctie_reden = 'leeg'")
        for model in modellen:
            cursor.execute(f'DELETE FROM "{model._meta.db_table}"')
            if hasattr(model, "history"):
                cursor.execute(f'DELETE FROM "{model.history.model._meta.db_table}"')


def _duur(doe: Callable[[], Any]) -> float:
    begin = time.perf_counter()
    doe()
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
