"""Application databases to test on: a file, and a database on a real PostgreSQL server."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator

import psycopg
import pytest
from psycopg import sql

from pipelines.appdb.database import URL_VARIABLE, AppDatabase, open_app_database
from pipelines.home import Home
from tests.appdb.serving import serve_postgres

BACKENDS = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The URL of a server's first database."""
    with serve_postgres() as url:
        yield url


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Either kind of database, empty; the setting names it."""
    if request.param == "postgresql":
        server = request.getfixturevalue("server")
        name = f"test_{uuid.uuid4().hex}"
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        monkeypatch.setenv(URL_VARIABLE, server.rsplit("/", 1)[0] + f"/{name}")
    return request.param


@pytest.fixture
def open_database(backend: str, home: Home) -> Iterator[Callable[[], AppDatabase]]:
    """Open the database once more, as another process would."""
    opened: list[AppDatabase] = []

    def open_one() -> AppDatabase:
        opened.append(open_app_database(home))
        return opened[-1]

    yield open_one
    for database in opened:
        database.close()


@pytest.fixture
def database(open_database: Callable[[], AppDatabase]) -> AppDatabase:
    return open_database()
