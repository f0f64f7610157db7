"""Opening the application database: where it is, its migrations, reading and changing.

Belongs here: connections and transactions. Keep out: what is read and changed.

One change at a time, over all processes: a change takes the writer's lock first (``BEGIN IMMEDIATE``
of SQLite, an advisory lock of PostgreSQL), because the entries of the audit log form a chain.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from pipelines.home import Home

URL_VARIABLE = "CASELOOM_APP_DB"
FILE_NAME = "application.db"
BUSY_SECONDS = 30
_BACKENDS = ("sqlite", "postgresql")
# Any number that nobody else uses in this database: "caseloom" in four bytes.
_WRITERS_LOCK = 0x63736C6D
_IS_CHANGE = "caseloom_is_change"
# China has had one offset and no summer time since 1991.
_BEIJING = timezone(timedelta(hours=8))


class AppDatabaseError(RuntimeError):
    """The application database cannot be opened, read or changed; the message says what to do."""


class AppDatabase:
    """The opened database. ``place`` names it without its password."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.place = engine.url.render_as_string(hide_password=True)

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """One transaction that changes nothing."""
        with self._saying_where(), self._engine.begin() as connection:
            yield connection

    @contextlib.contextmanager
    def changing(self) -> Iterator[Connection]:
        """One transaction, alone: what is read in it stays true until it ends."""
        with self._saying_where(), self._engine.connect() as opened:
            connection = opened.execution_options(**{_IS_CHANGE: True})
            with connection.begin():
                if connection.dialect.name == "postgresql":
                    connection.execute(
                        text("select pg_advisory_xact_lock(:key)"), {"key": _WRITERS_LOCK}
                    )
                yield connection

    def close(self) -> None:
        """Give back all connections."""
        self._engine.dispose()

    @contextlib.contextmanager
    def _saying_where(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            # The text of the driver alone: SQLAlchemy's own would repeat statement and values.
            raise AppDatabaseError(
                f"the application database [{self.place}] did not answer as it should: "
                f"{error.orig}; check ${URL_VARIABLE} and that the server runs"
            ) from error


def find_url(home: Home) -> URL:
    """``$CASELOOM_APP_DB``, else a file in the home; raises AppDatabaseError for another kind."""
    given = os.environ.get(URL_VARIABLE, "").strip()
    if not given:
        return URL.create("sqlite", database=str(home.path / FILE_NAME))
    try:
        url = make_url(given)
        backend = url.get_backend_name()
    except ArgumentError as error:
        raise AppDatabaseError(
            f"${URL_VARIABLE} is no database URL; write it like [postgresql://user@server/database]"
        ) from error
    if backend not in _BACKENDS:
        raise AppDatabaseError(
            f"${URL_VARIABLE} names a [{backend}] database; only {' and '.join(_BACKENDS)} are known"
        )
    return url


def open_app_database(home: Home) -> AppDatabase:
    """Open the application database of a home and bring its tables up to date.

    Raises:
        AppDatabaseError: it cannot be reached, or a newer Caseloom made it.
    """
    url = find_url(home)
    if url.get_backend_name() == "sqlite":
        home.path.mkdir(parents=True, exist_ok=True)
    try:
        engine = _make_engine(url)
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise AppDatabaseError(
            f"${URL_VARIABLE} asks for a driver that is not installed: {error}"
        ) from error
    database = AppDatabase(engine)
    try:
        _migrate(database)
    except (AppDatabaseError, CommandError, SQLAlchemyError) as error:
        database.close()
        if isinstance(error, AppDatabaseError):
            raise
        raise AppDatabaseError(
            f"the application database [{database.place}] cannot be brought up to date: {error}; "
            "was it made by a newer Caseloom?"
        ) from error
    return database


def now_in_beijing() -> datetime:
    """The moment as wall time of Asia/Shanghai, without a zone, as all times of the house."""
    return datetime.now(_BEIJING).replace(tzinfo=None)


def _make_engine(url: URL) -> Engine:
    if url.get_backend_name() == "postgresql":
        # A server may have dropped idle connections over night.
        return create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": 10})
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: Any) -> None:
        # The driver would begin transactions where it likes; below we begin them ourselves.
        connection.isolation_level = None
        connection.execute("pragma foreign_keys = on")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        is_change = connection.get_execution_options().get(_IS_CHANGE, False)
        connection.exec_driver_sql("begin immediate" if is_change else "begin")

    return engine


def _migrate(database: AppDatabase) -> None:
    """Run what is missing; the first of several starting processes does, the others find it done."""
    config = Config()
    config.set_main_option("script_location", "pipelines.appdb:migrations")
    wanted = ScriptDirectory.from_config(config).get_current_head()
    with database.reading() as connection:
        if MigrationContext.configure(connection).get_current_revision() == wanted:
            return
    with database.changing() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
