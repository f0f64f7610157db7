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
    says how many were left out. Delivered rows are in ``memory.source``, without those that write
    of a sealed person or case; ``sealed_source_rows`` names them.
    """

    def __init__(
        self,
        version: str,
        connection: duckdb.DuckDBPyConnection,
        sealed_relations: frozenset[str] = frozenset(),
    ) -> None:
        self.version = version
        self._connection = connection
        self._sealed_relations = sealed_relations

    def query(self, sql: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> pd.DataFrame:
        """The whole result as a frame; safe to call from several threads."""
        with contextlib.closing(self._connection.cursor()) as cursor:
            cursor.execute("set search_path = 'memory.open,snapshot.marts,snapshot.review'")
            return cursor.execute(sql, parameters).df()

    def sealed_count(self, relation: str, **values: str) -> int:
        """How many rows of a relation of the marts are left out, among those with these values."""
        if relation not in self._sealed_relations:
            return 0
        where = "".join(f' and "{column}" = ${column}' for column in values)
        found = self.query(
            f'select count(*) as n from snapshot.marts."{relation}" where {SEALED_COLUMN}{where}',
            values,
        )
        return int(found["n"].iloc[0])

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
                connection, sealed_relations = _connect(path)
                return Snapshot(wanted, connection, sealed_relations)
        # Pruned between reading the pointer and opening: the pointer has moved on by now.
        time.sleep(0.05)
    raise NoSnapshotError(
        f"no snapshot [{version or 'current'}] in [{place.path}]; run `caseloom build` first"
    )


def _connect(path: Path) -> tuple[duckdb.DuckDBPyConnection, frozenset[str]]:
    connection = duckdb.connect(":memory:")
    try:
        connection.execute(f"attach '{path}' as snapshot (read_only)")
        connection.execute(f"set memory_limit = '{MEMORY_LIMIT}'")
        connection.execute(f"set threads = {THREADS}")
        connection.execute("use snapshot")
        sealed_relations = _leave_out_sealed_rows(connection)
        _leave_out_sealed_sources(connection, sealed_relations)
        connection.execute("set enable_external_access = false")
    except BaseException:
        connection.close()
        raise
    return connection, sealed_relations


def _leave_out_sealed_rows(connection: duckdb.DuckDBPyConnection) -> frozenset[str]:
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
    return frozenset(name for (name,) in relations)


# A delivered row may write of several persons: one sealed person hides it, for everybody.
_SEALED_SOURCE_ROWS = """
with

sealed_cases as (
    select case_id from snapshot.marts.dim_cases where is_sealed
),

sealed_persons as (
    select case_id, person_id from snapshot.marts.fct_case_persons where is_sealed
),

sealed_events as (
    select event_id from snapshot.marts.fct_events
    where is_sealed or case_id in (select case_id from sealed_cases)
),

sealed_documents as (
    select document_id from snapshot.marts.fct_documents
    where
        case_id in (select case_id from sealed_cases)
        or (case_id, person_id) in (select (case_id, person_id) from sealed_persons)
)

select _source_file, _source_row from snapshot.marts.bridge_event_sources
where event_id in (select event_id from sealed_events)
union
select _source_file, _source_row from snapshot.marts.bridge_document_sources
where document_id in (select document_id from sealed_documents)
union
select _source_file, _source_row from snapshot.marts.bridge_person_records
where
    case_id in (select case_id from sealed_cases)
    or (case_id, person_id) in (select (case_id, person_id) from sealed_persons)
"""
_NO_SOURCE_ROWS = "select '' as _source_file, 0 as _source_row where false"
_RELATIONS_THAT_SEAL = frozenset(["dim_cases", "fct_case_persons", "fct_events"])


def _leave_out_sealed_sources(
    connection: duckdb.DuckDBPyConnection, sealed_relations: frozenset[str]
) -> None:
    """Views in front of the delivered rows; a snapshot without persons has nothing to seal."""
    is_sealing = sealed_relations >= _RELATIONS_THAT_SEAL
    connection.execute("create schema memory.source")
    connection.execute(
        'create table memory."open".sealed_source_rows as '
        + (_SEALED_SOURCE_ROWS if is_sealing else _NO_SOURCE_ROWS)
    )
    relations = connection.execute(
        "select table_name from duckdb_tables() "
        "where database_name = 'snapshot' and schema_name = 'source'"
    ).fetchall()
    for (name,) in relations:
        connection.execute(
            f'create view memory.source."{name}" as from snapshot.source."{name}" as delivered '
            'where not exists (from memory."open".sealed_source_rows as sealed '
            "where sealed._source_file = delivered._source_file "
            "and sealed._source_row = delivered._source_row)"
        )
