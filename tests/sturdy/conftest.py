"""A database of its own for the tests here, of the kind that this run is on: other processes write in it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres import Server
from tests.sturdy.opstelling import Maker, Opstelling, op_postgresql, op_sqlite

IS_POSTGRESQL = os.environ.get("TEST_DATABASE") == "postgresql"


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Maker, Server | None]]:
    """What makes a database and, on PostgreSQL, its server."""
    if IS_POSTGRESQL:
        with op_postgresql() as paar:
            yield paar
    else:
        with op_sqlite(Path(tmp_path_factory.mktemp("proef"))) as maak:
            yield maak, None


@pytest.fixture(scope="module")
def eigen_database(
    databases: tuple[Maker, Server | None], request: pytest.FixtureRequest
) -> Iterator[tuple[Opstelling, Server | None]]:
    """An empty database for the tests of one file and, on PostgreSQL, its server."""
    maak, server = databases
    opstelling = maak(request.module.__name__.rpartition(".")[2])
    yield opstelling, server
    opstelling.sluit()
