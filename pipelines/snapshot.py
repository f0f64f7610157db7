"""Reading published snapshots: open one version, ask it, keep it.

Belongs here: the one way in which pages, mails and tests read what was published. Keep out: writing
(publish.py) and which rows nobody may see (sealing.py).
"""

from __future__ import annotations

import contextlib
import re
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from pipelines.home import Home
from pipelines.publish import current_version
from pipelines.scoping import (
    EVERYTHING,
    SCHEMA,
    ReaderScope,
    narrow_delivered_rows,
    narrow_to_scope,
)
from pipelines.sealing import SEALED_COLUMN, leave_out_delivered_rows, leave_out_sealed

MEMORY_LIMIT = "1GB"
THREADS = 2
ATTEMPTS = 20
# Questions about delivered rows; without their views these answer nothing but an error.
_OF_DELIVERED_ROWS = re.compile(r"\bsource\s*\.|sealed_source_rows", re.IGNORECASE)


class NoSnapshotError(RuntimeError):
    """Nothing was published yet in this home."""


class Snapshot:
    """One opened version; it stays what it is however many versions follow.

    Unqualified relations are those of ``marts`` without sealed rows; ``sealed_count(relation)``
    says how many were left out. For a limited scope they hold what lies in the scope. Delivered rows are in
    ``memory.source``, without those that write of a sealed person or case; ``sealed_source_rows`` names them.
    """

    def __init__(
        self,
        version: str,
        connection: duckdb.DuckDBPyConnection,
        sealed_relations: frozenset[str] = frozenset(),
        scope_conditions: dict[str, str] | None = None,
    ) -> None:
        self.version = version
        self._connection = connection
        self._sealed_relations = sealed_relations
        self._in_scope = scope_conditions or {}
        first = f"memory.{SCHEMA}," if self._in_scope else ""
        self._search_path = f"{first}memory.open,snapshot.marts,snapshot.review"
        self._lock = threading.Lock()
        self._has_delivered_rows = False

    def query(self, sql: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> pd.DataFrame:
        """The whole result as a frame; safe to call from several threads."""
        if not self._has_delivered_rows and _OF_DELIVERED_ROWS.search(sql):
            self._open_delivered_rows()
        with contextlib.closing(self._connection.cursor()) as cursor:
            cursor.execute(f"set search_path = '{self._search_path}'")
            return cursor.execute(sql, parameters).df()

    def sealed_count(self, relation: str, **values: str) -> int:
        """How many rows of a relation of the marts are left out, among those with these values."""
        if relation not in self._sealed_relations:
            return 0
        where = "".join(f' and "{column}" = ${column}' for column in values)
        found = self.query(
            f'select count(*) as n from snapshot.marts."{relation}" as shown '
            f"where {SEALED_COLUMN}{where} and ({self._in_scope.get(relation, True)})",
            values,
        )
        return int(found["n"].iloc[0])

    def is_left_out(self, relation: str, **values: str) -> bool:
        """Whether a row with these values was published and is sealed; sealed and absent differ."""
        where = " and ".join(f'"{column}" = ${column}' for column in values)
        in_scope = self._in_scope.get(relation, True)
        return bool(
            self.query(
                f'select exists (from snapshot.marts."{relation}" as shown where {where} and ({in_scope})) '
                f'and not exists (from "{relation}" where {where}) as is_left_out',
                values,
            )["is_left_out"].iloc[0]
        )

    def _open_delivered_rows(self) -> None:
        """Open them at the first question: few readers look at one, and it takes seconds."""
        with self._lock:
            if self._has_delivered_rows:
                return
            leave_out_delivered_rows(self._connection)
            if self._in_scope:
                narrow_delivered_rows(self._connection, self._in_scope)
            self._has_delivered_rows = True

    def close(self) -> None:
        """Give the file back; a pruned version leaves the disk then."""
        self._connection.close()


def open_snapshot(
    home: Path, version: str | None = None, *, scope: ReaderScope = EVERYTHING
) -> Snapshot:
    """Open the current version (or a named one) of the home at ``home``, read-only, within a scope.

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
                connection, sealed_relations = connect_snapshot(path)
                return Snapshot(wanted, connection, sealed_relations, _limit(connection, scope))
        # Pruned between reading the pointer and opening: the pointer has moved on by now.
        time.sleep(0.05)
    raise NoSnapshotError(
        f"no snapshot [{version or 'current'}] in [{place.path}]; run `caseloom build` first"
    )


def connect_snapshot(path: Path) -> tuple[duckdb.DuckDBPyConnection, frozenset[str]]:
    """A connection to one version with sealed rows left out, and the relations that had some."""
    connection = duckdb.connect(":memory:")
    try:
        connection.execute(f"attach '{path}' as snapshot (read_only)")
        connection.execute(f"set memory_limit = '{MEMORY_LIMIT}'")
        connection.execute(f"set threads = {THREADS}")
        connection.execute("use snapshot")
        sealed_relations = leave_out_sealed(connection)
        connection.execute("set enable_external_access = false")
    except BaseException:
        connection.close()
        raise
    return connection, sealed_relations


def _limit(connection: duckdb.DuckDBPyConnection, scope: ReaderScope) -> dict[str, str]:
    """Views of the scope; what cannot be limited is not opened at all."""
    try:
        return narrow_to_scope(connection, scope)
    except BaseException:
        connection.close()
        raise
