"""Reading published snapshots: open one version, ask it, keep it.

Belongs here: the one way in which pages, mails and tests read what was published, and the choke
point where sealed juvenile records are left out (刑诉法 286). Keep out: writing (publish.py).
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from pipelines.home import Home
from pipelines.publish import current_version

MEMORY_LIMIT = "1GB"
THREADS = 2
ATTEMPTS = 20
SEALED_COLUMN = "is_sealed"


class NoSnapshotError(RuntimeError):
    """Nothing was published yet in this home."""


class Snapshot:
    """One opened version; it stays what it is however many versions follow.

    Unqualified relations are those of ``marts`` without sealed rows; ``sealed_count(relation)``
    says how many were left out.
    """

    def __init__(self, version: str, connection: duckdb.DuckDBPyConnection) -> None:
        self.version = version
        self._connection = connection

    def query(self, sql: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> pd.DataFrame:
        """The whole result as a frame; safe to call from several threads."""
        with contextlib.closing(self._connection.cursor()) as cursor:
            cursor.execute("set search_path = 'memory.open,snapshot.marts,snapshot.review'")
            return cursor.execute(sql, parameters).df()

    def close(self) -> None:
        """Give the file back; a pruned version leaves the disk then."""
        self._connection.close()


def open_snapshot(home: Path, version: str | None = None) -> Snapshot:
    """Open the current version (or a named one) of the home at ``home``, read-only.

    Raises:
        NoSnapshotError: nothing was published, or the named version is gone.
    """
    place = Home(Path(home))
    for _ in range(ATTEMPTS):
        wanted = version or current_version(place)
        if wanted is None:
            break
        path = place.snapshots / f"{wanted}.duckdb"
        if path.exists():
            with contextlib.suppress(duckdb.IOException):
                return Snapshot(wanted, _connect(path))
        # Pruned between reading the pointer and opening: the pointer has moved on by now.
        time.sleep(0.05)
    raise NoSnapshotError(
        f"no snapshot [{version or 'current'}] in [{place.path}]; run `caseloom build` first"
    )


def _connect(path: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:")
    try:
        connection.execute(f"attach '{path}' as snapshot (read_only)")
        connection.execute(f"set memory_limit = '{MEMORY_LIMIT}'")
        connection.execute(f"set threads = {THREADS}")
        connection.execute("use snapshot")
        _leave_out_sealed_rows(connection)
        connection.execute("set enable_external_access = false")
    except BaseException:
        connection.close()
        raise
    return connection


def _leave_out_sealed_rows(connection: duckdb.DuckDBPyConnection) -> None:
    """Views in front of relations with sealed rows; pages name relations without a schema."""
    connection.execute('create schema memory."open"')
    relations = connection.execute(
        "select distinct table_name from duckdb_columns() where database_name = 'snapshot' "
        "and schema_name = 'marts' and column_name = ?",
        [SEALED_COLUMN],
    ).fetchall()
    for (name,) in relations:
        connection.execute(
            f'create view memory."open"."{name}" as '
            f'from snapshot.marts."{name}" where not coalesce({SEALED_COLUMN}, false)'
        )
