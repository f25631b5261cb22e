"""A load that is killed, or whose database is, leaves everything or nothing; the next one works."""

import random
import time
from dataclasses import dataclass, field
from itertools import cycle

import psycopg
import pytest

from tests.benchmarks.jaar import schrijf_jaar
from tests.postgres import SPEED
from tests.sturdy.opstelling import Lader, Opstelling, dood, lader_voor

STAPPEN = ("lezen", "vergelijken", "schrijven", "schrijven", "schrijven", "schrijven")
KEREN = {True: 52, False: 12}  # on PostgreSQL, on SQLite


@dataclass
class Proef:
    """Two years that are loaded in turns, and what must stand after a load that was or wasn't killed."""

    opstelling: Opstelling
    lader: Lader
    paden: tuple[str, str]
    is_postgresql: bool
    toeval: random.Random = field(default_factory=lambda: random.Random(20251))  # noqa: S311 - no secret
    duur: dict[str, float] = field(default_factory=dict)
    inhoud: list[str] = field(default_factory=list)
    erbij: list[int] = field(default_factory=list)
    staat: int = 0

    def meet(self) -> None:
        """Load both once, unharmed: what each leaves, how much history it adds and how long each step takes."""
        for pad in (*self.paden, self.paden[0], self.paden[1], self.paden[0]):
            eerder, begin = self.opstelling.historie(), time.monotonic()
            pid = self.lader.begin("laad", pad)
            for stap in ("vergelijken", "schrijven", "klaar"):
                assert self.lader.wacht(pid, stap) == stap
                self.duur[{"vergelijken": "lezen", "schrijven": "vergelijken"}.get(stap, "schrijven")] = (
                    time.monotonic() - begin
                )
                begin = time.monotonic()
            self.inhoud.append(self.opstelling.inhoud())
            self.erbij.append(self.opstelling.historie() - eerder)
        assert self.inhoud[0] == self.inhoud[2] == self.inhoud[4] != self.inhoud[1] == self.inhoud[3]
        self.erbij = [self.erbij[2], self.erbij[3]]

    def begin(self, stap: str) -> int:
        """Start the load of the other year and wait until somewhere in a step."""
        pid = self.lader.begin("laad", self.paden[1 - self.staat])
        self.lader.wacht(pid, stap)
        time.sleep(self.toeval.random() * self.duur[stap])
        return pid

    def controleer(self) -> None:
        """Check that it is all there or not at all, and that nothing holds a lock."""
        if self.is_postgresql:
            self.wacht_op_stilte()
        inhoud, historie = self.opstelling.inhoud(), self.opstelling.historie()
        gelukt = inhoud == self.inhoud[1 - self.staat]
        assert gelukt or inhoud == self.inhoud[self.staat]
        assert historie == self._historie + (self.erbij[1 - self.staat] if gelukt else 0)
        assert self.opstelling.bomen_zijn_geldig()
        self.staat = 1 - self.staat if gelukt else self.staat

    def onthoud(self) -> None:
        """Remember how much history there is."""
        self._historie = self.opstelling.historie()

    def wacht_op_stilte(self) -> None:
        """Wait until the server has noticed that its client is gone."""
        einde = time.monotonic() + 20
        vraag = (
            "SELECT COUNT(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        while self.opstelling.vraag(vraag) != [(0,)]:
            assert time.monotonic() < einde, "a killed load keeps the database busy"
            time.sleep(0.01)

    def laad_verder(self) -> None:
        """Load the other year, unharmed."""
        self.onthoud()
        pid = self.lader.begin("laad", self.paden[1 - self.staat])
        assert self.lader.wacht(pid) == "klaar"
        self.controleer()

    def bewijs(self) -> None:
        """Let the portal itself prove trees, guards and history."""
        assert self.lader.wacht(self.lader.begin("controleer", ".")) == "klaar"


@pytest.fixture(scope="module")
def proef(eigen_database, tmp_path_factory):
    opstelling, server = eigen_database
    map_ = tmp_path_factory.mktemp("jaren")
    paden = (
        schrijf_jaar(map_ / "een", eenheden=8, doelen=12, posten=30),
        schrijf_jaar(map_ / "twee", eenheden=8, doelen=18, posten=38, anders=5),
    )
    with lader_voor(opstelling) as lader:
        proef = Proef(opstelling, lader, paden, server is not None)
        proef.meet()
        yield proef


def test_een_gedode_lading_laat_alles_of_niets_achter(proef):
    gedood = 0
    for stap in cycle(STAPPEN):
        proef.onthoud()
        gedood += dood(proef.begin(stap))  # one that was done before doesn't count
        proef.controleer()
        if gedood % 10 == 9:
            proef.laad_verder()
        if gedood == KEREN[proef.is_postgresql]:
            break
    proef.bewijs()


@pytest.mark.parametrize(("wat", "keren"), [("backend", 4), ("postmaster", 2)])
def test_een_gedode_database_heeft_daarna_alles_of_niets(proef, eigen_database, wat, keren):
    opstelling, server = eigen_database
    if server is None:
        pytest.skip("SQLite has no server")
    for _ in range(keren):
        proef.onthoud()
        pid = proef.begin("schrijven")
        postmaster = int((server.data / "postmaster.pid").read_text().split()[0])
        backends = opstelling.vraag(
            "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        opstelling.sluit()
        if wat == "postmaster":
            dood(postmaster)
        elif backends:
            dood(backends[0][0])
        dood(pid)
        if wat == "postmaster":
            _herstart(server)
        _wacht_tot_open(opstelling)
        proef.controleer()
        proef.laad_verder()
    proef.bewijs()


def _herstart(server):
    opties = f"-c listen_addresses='' -c unix_socket_directories={server.folder} {SPEED}"
    einde = time.monotonic() + 30
    while True:
        try:
            server._run(
                server.bin / "pg_ctl",
                "-D",
                str(server.data),
                "-l",
                str(server.folder / "log"),
                "-o",
                opties,
                "-w",
                "start",
            )
            return
        except Exception:  # the old backends may not have noticed yet
            if time.monotonic() > einde:
                raise
            time.sleep(0.2)


def _wacht_tot_open(opstelling):
    einde = time.monotonic() + 30
    while True:
        try:
            opstelling.vraag("SELECT 1")
            return
        except psycopg.OperationalError:
            assert time.monotonic() < einde, "PostgreSQL does not come back"
            time.sleep(0.1)
