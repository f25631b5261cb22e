#!/usr/bin/env python3
"""Set up, run and test the portal from a fresh clone; needs nothing but Python 3.11 and the package registries.

python3 dev.py run           install, migrate, load the year files and serve on http://127.0.0.1:8000 (SQLite, DEBUG)
python3 dev.py run --check   the same, but stop before serving
python3 dev.py test          install, then every check and all tests on SQLite and on PostgreSQL
python3 dev.py bench         install, then measure how fast a year loads, on SQLite and on PostgreSQL

Everything it makes is in .uv, .venv, node_modules and db.sqlite3. A step whose lock file did not change is skipped.
"""

import argparse
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
REQUIREMENTS = ROOT / "requirements"
TOOLS = ROOT / ".uv"  # the installer, and Node.js where the machine has none
UV = TOOLS / "bin" / "uv"
VENV = ROOT / ".venv"
MODULES = ROOT / "node_modules"
PYTHON = str(VENV / "bin" / "python")
ADDRESS = "127.0.0.1:8000"
PATIENCE = 10  # seconds for the portal and its worker to finish what they are doing
MIN_PYTHON, MIN_NODE = (3, 11), 20
# The settings come from the environment: a trial on a known key and on SQLite, whatever else the machine is used for.
ENVIRONMENT = {**os.environ, "DEBUG": "true"}
for name in ("DATABASE_URL", "TEST_DATABASE"):
    ENVIRONMENT.pop(name, None)

Command = Sequence[str | Path]


def main() -> None:
    """Read the command line and do it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="install, migrate, load and serve")
    run.add_argument("--check", action="store_true", help="stop before serving")
    commands.add_parser("test", help="install, check and test")
    commands.add_parser("bench", help="install and measure")
    arguments = parser.parse_args()
    os.chdir(ROOT)
    if arguments.command == "test":
        test()
    elif arguments.command == "bench":
        bench()
    else:
        serve(only_check=arguments.check)


def serve(*, only_check: bool) -> None:
    """Bring the database up to date with the code and `fixtures/`, and serve it."""
    install_python("runtime")
    install_node("runtime")
    step("migrate", [PYTHON, "manage.py", "migrate", "--verbosity", "0"])
    step("load fixtures/", [PYTHON, "manage.py", "laad", "fixtures", "--ja"])
    # The budgets of all municipalities, 75,000 rows: some 20 seconds the first time, and 5 when they stand there.
    step("load landelijk/", [PYTHON, "manage.py", "laad", "landelijk", "--ja", "--verbosity", "0"])
    step("make accounts to try it with", [PYTHON, "manage.py", "maak_demo"])
    if only_check:
        say("ready: everything up to serving works")
        return
    say(f"the portal is on http://{ADDRESS}, stop it with Ctrl-C")
    server = [str(VENV / "bin" / "gunicorn"), "enschede_org.wsgi", "--bind", ADDRESS, "--worker-class", "gthread"]
    server += ["--workers", "2", "--threads", "2", "--no-control-socket"]
    worker = [PYTHON, "manage.py", "laadwerker", "--interval", "0.3"]
    together(server, worker)


def together(*commands: Command) -> NoReturn:
    """Run commands beside each other until one of them ends or this program is stopped; then stop the others."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    running = []
    try:
        # Each in a group of its own, so that Ctrl-C comes to them once, and from here.
        running += [subprocess.Popen(command, env=ENVIRONMENT, start_new_session=True) for command in commands]
        while all(process.poll() is None for process in running):
            time.sleep(0.2)
        stop("the portal or its worker has ended")
    finally:
        for process in running:
            process.terminate()
        for process in running:
            try:
                process.wait(PATIENCE)
            except (subprocess.TimeoutExpired, KeyboardInterrupt):
                process.kill()  # harmless: what it was loading is there whole or not at all
                process.wait()


def test() -> None:
    """Run every check, then the tests on both databases; pytest's closing line is the last that is printed."""
    install_python("development")
    install_node("development")
    step("ruff check", [PYTHON, "-m", "ruff", "check", "."])
    step("ruff format", [PYTHON, "-m", "ruff", "format", "--check", "."])
    step("mypy", [PYTHON, "-m", "mypy"])
    step("djlint", [PYTHON, "-m", "djlint", "templates", "--lint", "--quiet"])
    step("import-linter", [VENV / "bin" / "lint-imports"])
    step("hadolint", [VENV / "bin" / "hadolint", "Dockerfile"])
    step("manage.py check", [PYTHON, "manage.py", "check", "--fail-level", "WARNING"])
    step("makemigrations --check", [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"])
    pytest = [PYTHON, "-m", "pytest", "--numprocesses", "auto", "--maxprocesses", "8"]
    step("tests on SQLite", [*pytest, "-m", "not browser"])
    postgresql = {"TEST_DATABASE": "postgresql"}
    if "DATABASE_URL" in os.environ:
        postgresql["DATABASE_URL"] = os.environ["DATABASE_URL"]
    step("tests on PostgreSQL, and in a browser", pytest, ENVIRONMENT | postgresql)


def bench() -> None:
    """Measure on both databases (docs/prestaties.md), as in production: without DEBUG."""
    install_python("development")
    environment = ENVIRONMENT | {"DEBUG": "false", "SECRET_KEY": "only-to-measure"}
    with tempfile.TemporaryDirectory() as folder:
        sqlite = {"DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3"}
        step("measure on SQLite", [PYTHON, "-m", "tests.benchmarks"], environment | sqlite)
    step("measure on PostgreSQL", [PYTHON, "-m", "tests.benchmarks.postgresql"], environment)


# Installing


def install_python(name: str) -> None:
    """Make .venv hold what requirements/<name>.txt locks; where `test` put the development set, `run` keeps that."""
    stamp = VENV / ".installed"
    if is_installed(stamp, "development"):
        name = "development"
    lock = REQUIREMENTS / f"{name}.txt"
    state = f"{name} {fingerprint(lock)}"
    if read(stamp) == state:
        return
    stamp.unlink(missing_ok=True)
    pip = install_tools()
    if not is_usable(VENV):
        step("make .venv", [sys.executable, "-m", "venv", "--clear", "--without-pip", VENV])
    install = [*pip, "--python", PYTHON, "install", "--quiet", "--require-hashes", "-r"]
    if UV.exists():
        install = [UV, "pip", "sync", "--quiet", "--python", PYTHON, "--require-hashes"]
    step(f"install Python packages ({name})", [*install, lock])
    stamp.write_text(state)


def install_tools() -> list[str | Path]:
    """Make .uv hold uv, and return the pip that put it there, to go on with where uv has no wheel for the machine."""
    pip: list[str | Path] = [TOOLS / "bin" / "python", "-m", "pip"]
    lock = REQUIREMENTS / "uv.txt"
    stamp = TOOLS / ".installed"
    if UV.exists() and read(stamp) == fingerprint(lock):
        return pip
    say("make .uv")
    if subprocess.run([sys.executable, "-m", "venv", "--clear", TOOLS], capture_output=True).returncode:
        # A Debian without python3-venv.
        step("make .uv without pip", [sys.executable, "-m", "venv", "--clear", "--without-pip", TOOLS])
        pip = pip_from_debian()
    install = [*pip, "--python", TOOLS / "bin" / "python", "install", "--quiet", "--require-hashes", "-r", lock]
    if subprocess.run(install).returncode:
        say("uv could not be installed; going on with pip")
    else:
        stamp.write_text(fingerprint(lock))
    return pip


def pip_from_debian() -> list[str | Path]:
    """Find a pip for a Python that came without one: Debian's, unpacked in .uv, which needs no rights."""
    if subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True).returncode == 0:
        return [sys.executable, "-m", "pip"]
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        stop("this Python has no pip and no venv; install them (on Debian: apt install python3-venv) and try again")
    folder = Path(tempfile.mkdtemp(prefix="pip-", dir=TOOLS))
    (folder / "lists" / "partial").mkdir(parents=True)
    (folder / "cache" / "archives" / "partial").mkdir(parents=True)
    apt = ["apt-get", "-qq", "-o", f"Dir::State::lists={folder}/lists", "-o", f"Dir::Cache={folder}/cache"]
    apt += ["-o", "APT::Sandbox::User=root"]
    step("read Debian's list of packages", [*apt, "update"])
    step("fetch pip from Debian", [*apt, "download", "python3-pip-whl"], cwd=folder)
    step("unpack it", ["dpkg-deb", "-x", *folder.glob("python3-pip-whl_*.deb"), folder])
    shutil.rmtree(folder / "lists")
    wheel = next(folder.glob("usr/share/python-wheels/pip-*.whl"))
    return [sys.executable, wheel / "pip"]


def install_node(name: str) -> None:
    """Make node_modules hold what package-lock.json locks; only the tests need its development packages."""
    stamp = MODULES / ".installed"
    if is_installed(stamp, "development"):
        name = "development"
    state = f"{name} {fingerprint(ROOT / 'package-lock.json')}"
    if read(stamp) == state:
        return
    stamp.unlink(missing_ok=True)
    environment = dict(ENVIRONMENT)
    if not has_node():
        pip = install_tools()
        target: Command = ["--python", TOOLS / "bin" / "python"]
        install = [UV, "pip", "install", *target] if UV.exists() else [*pip, *target, "install"]
        step("install Node.js", [*install, "--quiet", "--require-hashes", "-r", REQUIREMENTS / "node.txt"])
        environment["PATH"] = f"{TOOLS / 'bin'}{os.pathsep}{environment['PATH']}"
    npm = [shutil.which("npm", path=environment["PATH"]) or "npm", "ci", "--ignore-scripts"]
    npm += ["--omit=dev"] if name == "runtime" else []
    step(f"install front-end packages ({name})", npm, environment)
    stamp.write_text(state)


def has_node() -> bool:
    """Whether the machine has npm and a Node.js that is new enough."""
    if not (shutil.which("node") and shutil.which("npm")):
        return False
    version = subprocess.run(["node", "--version"], capture_output=True, text=True).stdout
    return int(version.strip().lstrip("v").split(".")[0] or 0) >= MIN_NODE


# Helpers


def is_usable(venv: Path) -> bool:
    """Whether this environment works and is of the Python that runs now."""
    program = "import sys; print(sys.version_info[:2] == %r)" % (sys.version_info[:2],)
    python = venv / "bin" / "python"
    return python.exists() and subprocess.run([python, "-c", program], capture_output=True).stdout == b"True\n"


def is_installed(stamp: Path, name: str) -> bool:
    """Whether this stamp says that this set was installed, be it of an older lock."""
    return read(stamp).startswith(f"{name} ")


def read(file: Path) -> str:
    """The text of a file, or nothing where there is none."""
    return file.read_text() if file.exists() else ""


def fingerprint(lock: Path) -> str:
    """What an installed set depends on: its lock file and the version of Python."""
    return f"{sys.version_info[0]}.{sys.version_info[1]} {hashlib.sha256(lock.read_bytes()).hexdigest()}"


def step(name: str, command: Command, environment: Mapping[str, str] = ENVIRONMENT, cwd: Path = ROOT) -> None:
    """Do one step; stop everything when it fails."""
    say(name)
    begin = time.monotonic()
    try:
        status = subprocess.run(command, env=environment, cwd=cwd, stdin=subprocess.DEVNULL).returncode
    except OSError as error:
        stop(f"{name}: {error}")
    if status:
        seconds = time.monotonic() - begin
        stop(f"{name} failed after {seconds:.0f} s with exit status {status}: {' '.join(map(str, command))}")


def say(text: str) -> None:
    """Tell what is being done."""
    print(f"dev.py: {text}", flush=True)


def stop(text: str) -> NoReturn:
    """Tell why it cannot go on, and stop."""
    sys.exit(f"dev.py: {text}")


if __name__ == "__main__":
    if sys.version_info < MIN_PYTHON:
        stop("Python 3.11 or newer is needed; this is %d.%d" % sys.version_info[:2])
    try:
        main()
    except KeyboardInterrupt:
        stop("stopped")
