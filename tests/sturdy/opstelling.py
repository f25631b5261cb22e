"""What the tests that kill need: a database of their own, loads as processes, and a dump to compare."""

import hashlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, TypeAlias

import psycopg

from tests.postgres import Server

ROOT = Path(__file__).resolve().parents[2]
HISTORIE = (
    "organisatie_historicalonderdeel",
    "begroting_historicalbegroting",
    "begroting_historicalbegrotingspost",
    "begroting_historicalbedrag",
    "opgaven_historicalopgave",
)
LAATSTE = ("klaar", "geweigerd", "gestopt")
BOOMTABELLEN = ("organisatie_onderdeel", "begroting_begrotingspost", "opgaven_opgave")


class Opstelling:
    """A database in which this test alone writes, and the processes that load into it."""

    def __init__(self, url: str, verbind: Callable[[], Any]) -> None:
        self.url, self._verbind = url, verbind
        self._verbinding: Any = None

    def omgeving(self) -> dict[str, str]:
        """Return the environment of a process on this database."""
        return {**os.environ, "DATABASE_URL": self.url, "DEBUG": "true"}

    def beheer(self, *opdracht: str) -> None:
        """Run a command of Django."""
        subprocess.run([sys.executable, "manage.py", *opdracht], cwd=ROOT, env=self.omgeving(), check=True)

    def vraag(self, sql: str) -> list[tuple[Any, ...]]:
        """Ask the database, over a connection that is kept until the database breaks it."""
        if self._verbinding is None:
            self._verbinding = self._verbind()
        try:
            return [tuple(rij) for rij in self._verbinding.execute(sql).fetchall()]
        except psycopg.OperationalError:
            self.sluit()
            raise

    def sluit(self) -> None:
        """Close the connection."""
        if self._verbinding is not None:
            self._verbinding.close()
            self._verbinding = None

    def inhoud(self) -> str:
        """Return a digest of everything that the files say, by natural key."""
        delen = [
            self.vraag(
                f"SELECT k.code, k.naam, o.code, k.volgorde, k.lft, k.rght, k.level FROM {tabel} k "
                f"LEFT JOIN {tabel} o ON o.id = k.parent_id ORDER BY k.versie_id, k.lft"
            )
            for tabel in BOOMTABELLEN
        ]
        delen.append(
            self.vraag(
                "SELECT p.code, b.jaar, b.kant, b.bedrag FROM begroting_bedrag b "
                "JOIN begroting_begrotingspost p ON p.id = b.post_id ORDER BY p.code, b.jaar, b.kant"
            )
        )
        delen.append(self.vraag("SELECT code, status, correctie_reden FROM begroting_begroting ORDER BY code"))
        return hashlib.sha256(repr(delen).encode()).hexdigest()

    def historie(self) -> int:
        """Return how many rows the history has."""
        tellingen = " + ".join(f"(SELECT COUNT(*) FROM {tabel})" for tabel in HISTORIE)
        return int(self.vraag(f"SELECT {tellingen}")[0][0])

    def bomen_zijn_geldig(self) -> bool:
        """Say whether the numbering of every tree follows from its parents: a node lies within the node above it."""
        return all(
            not self.vraag(
                f"SELECT k.code FROM {tabel} k LEFT JOIN {tabel} o ON o.id = k.parent_id "
                "WHERE (k.parent_id IS NULL AND (k.level <> 0 OR k.lft <> 1 OR k.rght <> "
                f"2 * (SELECT COUNT(*) FROM {tabel} a WHERE a.versie_id = k.versie_id))) "
                "OR (k.parent_id IS NOT NULL AND NOT (o.versie_id = k.versie_id AND k.level = o.level + 1 "
                "AND k.lft > o.lft AND k.rght < o.rght))"
            )
            and not self.vraag(
                f"SELECT versie_id FROM (SELECT versie_id, lft AS n FROM {tabel} UNION ALL "
                f"SELECT versie_id, rght FROM {tabel}) x GROUP BY versie_id HAVING COUNT(DISTINCT n) <> COUNT(n)"
            )
            for tabel in BOOMTABELLEN
        )


class Lader:
    """Starts loads in processes of their own, and hears how they fare."""

    def __init__(self, opstelling: Opstelling) -> None:
        self._proces = subprocess.Popen(
            [sys.executable, "-m", "tests.sturdy.laadproces"],
            cwd=ROOT,
            env=opstelling.omgeving(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )
        self.stappen: dict[int, list[str]] = {}
        self._hoor()

    def begin(self, handeling: str, waarmee: str) -> int:
        """Start a child, wait for its first step, and return its process id."""
        assert self._proces.stdin is not None
        bekend = set(self.stappen)
        self._proces.stdin.write(f"{handeling} {waarmee}\n")
        while not (nieuw := self.stappen.keys() - bekend):
            self._hoor()
        return nieuw.pop()

    def wacht(self, pid: int, stap: str = "") -> str:
        """Wait until a child begins a step (or has its last one), and return that."""
        while not (gevonden := [s for s in self.stappen[pid] if s == stap or s.startswith(LAATSTE)]):
            self._hoor()
        assert not gevonden[0].startswith("gestopt"), gevonden[0]
        return gevonden[0]

    def _hoor(self) -> None:
        assert self._proces.stdout is not None
        regel = self._proces.stdout.readline()
        assert regel, "the loader has stopped"
        pid, _, stap = regel.strip().partition(" ")
        self.stappen.setdefault(int(pid), []).append(stap)

    def stop(self) -> None:
        """Stop; children go on until they are done."""
        self._proces.communicate()


def dood(pid: int) -> bool:
    """Kill a process with -9, wait until it is gone, and say whether it still lived."""
    leefde = False
    try:
        os.kill(pid, signal.SIGKILL)
        leefde = True
        while True:
            os.kill(pid, 0)
            time.sleep(0.005)
    except ProcessLookupError:
        return leefde


@contextmanager
def lader_voor(opstelling: Opstelling) -> Iterator[Lader]:
    """A loader that is stopped at the end."""
    lader = Lader(opstelling)
    try:
        yield lader
    finally:
        lader.stop()


Maker: TypeAlias = Callable[[str], Opstelling]


@contextmanager
def op_sqlite(map_: Path) -> Iterator[Maker]:
    """Makes databases as files: each a copy of one that is migrated."""

    def opstelling(naam: str) -> Opstelling:
        pad = map_ / f"{naam}.sqlite3"
        return Opstelling(f"sqlite:///{pad}", lambda: sqlite3.connect(pad, timeout=20))

    def maak(naam: str) -> Opstelling:
        shutil.copy(map_ / "sjabloon.sqlite3", map_ / f"{naam}.sqlite3")
        return opstelling(naam)

    opstelling("sjabloon").beheer("migrate", "--verbosity", "0")
    yield maak


@contextmanager
def op_postgresql() -> Iterator[tuple[Maker, Server]]:
    """Makes databases on a PostgreSQL server that may be killed: each a copy of one that is migrated."""
    server = Server()
    adres = server.start().rpartition("/")[0]

    def verbind(naam: str) -> Any:
        return psycopg.connect(host=str(server.folder), user="test", dbname=naam, autocommit=True)

    def maak(naam: str, sjabloon: str = "sjabloon") -> Opstelling:
        with closing(verbind("postgres")) as verbinding:
            verbinding.execute(f"CREATE DATABASE {naam} TEMPLATE {sjabloon}")
        return Opstelling(f"{adres}/{naam}", lambda: verbind(naam))

    try:
        maak("sjabloon", "template1").beheer("migrate", "--verbosity", "0")
        yield maak, server
    finally:
        server.stop()
