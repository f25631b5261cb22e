"""Fixtures of all tests, and how a test gets its data.

- `db` (pytest-django): an empty database in a transaction that is rolled back. A test makes what it needs.
- `documenten`: as `db`, with everything of `fixtures/` in it. Take it instead of `db`, as the first argument.
- `portaal`: the address of a running portal on those documents; the pages of tests/browser.py build on it.

The documents are loaded once per worker, into a copy of the empty test database, the first time a test asks for them;
that copy is never flushed. What a plain test writes to it is rolled back. What a browser test writes stays, so browser
tests that write must clean up after themselves.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import setup_databases, teardown_databases
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

pytest_plugins = ["tests.browser"]

COPY = "documenten"  # suffix of the copy's name


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Keep SQLite's test database in a file, that threads can share, that locks as in production and can be copied."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("db") / "test.sqlite3")


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker, django_db_modify_db_settings: None
) -> Iterator[None]:
    """Make the test database, whatever is tested: pytest-django's own leaves it out when only `portaal` is used."""
    with django_db_blocker.unblock():
        configuration = setup_databases(verbosity=0, interactive=False)
    yield
    with django_db_blocker.unblock():
        teardown_databases(configuration, verbosity=0)


@pytest.fixture(scope="session")
def documenten_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Make the copy of the test database, load `fixtures/` into it, and return its name."""
    empty = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        connection.close()  # SQLite writes its journal back; PostgreSQL copies no database that is in use
        connection.creation.clone_test_db(suffix=COPY, verbosity=0, autoclobber=True)
        name = connection.creation.get_test_db_clone_settings(COPY)["NAME"]
        connection.settings_dict["NAME"] = name
        try:
            call_command("laad", "fixtures", "--ja", verbosity=0)
        finally:
            connection.close()
            connection.settings_dict["NAME"] = empty
    yield name
    with django_db_blocker.unblock():
        connection.creation.destroy_test_db(suffix=COPY, verbosity=0)


@pytest.fixture
def documenten_verbinding(documenten_database: str, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Connect to the documents, in this thread and in every thread that is started, for the length of one test."""
    if connection.in_atomic_block:
        pytest.fail("documenten comes first and instead of db: no django_db mark, and no db fixture before it")
    empty = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict["NAME"] = documenten_database
        yield
        connection.close()
        connection.settings_dict["NAME"] = empty


@pytest.fixture
def documenten(documenten_verbinding: None, db: None) -> None:
    """The loaded documents, in a transaction that is rolled back."""


@pytest.fixture
def werkkopie(documenten_verbinding: None) -> Iterator[None]:
    """Connect to a copy of the documents for the length of one test, which may leave it as it likes."""
    documenten = connection.settings_dict["NAME"]
    connection.close()
    connection.creation.clone_test_db(suffix="werk", verbosity=0, autoclobber=True)
    connection.settings_dict["NAME"] = connection.creation.get_test_db_clone_settings("werk")["NAME"]
    yield
    connection.close()
    connection.settings_dict["NAME"] = documenten
    connection.creation.destroy_test_db(suffix="werk", verbosity=0)


@pytest.fixture(scope="session")
def portaal_server(django_db_setup: None) -> Iterator[LiveServer]:
    """A server in a thread of its own; it serves whatever database is connected at the moment."""
    server = LiveServer("127.0.0.1")
    yield server
    server.stop()


@pytest.fixture
def portaal(documenten_verbinding: None, portaal_server: LiveServer) -> str:
    """The address of a running portal on the loaded documents."""
    return str(portaal_server.url)


def pytest_collection_modifyitems(items: list[Any]) -> None:
    """Mark every test that uses a browser, so that a run can leave them out."""
    for item in items:
        if "browser" in item.fixturenames:
            item.add_marker(pytest.mark.browser)
