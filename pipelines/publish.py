"""Publishing: one versioned snapshot file, made current by one atomic rename.

Belongs here: copying marts and masked source rows out of the warehouse, the pointer, keeping N.
Keep out: reading snapshots (snapshot.py).

A version's file is never touched again once it has its name, so a reader keeps what it opened.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb

from pipelines.build_record import publish_build_record
from pipelines.column_meanings import mask_sql, meaning_of
from pipelines.contract import Contract, RawRelation, load_contracts
from pipelines.home import Home
from pipelines.progress import Reporter, report_nothing
from pipelines.warehouse import open_warehouse

PUBLISHED_SCHEMAS = ("marts", "review")
POINTER_NAME = "current"
KEPT_VERSIONS = 5
SIDE_BY_SIDE = 2


@dataclass(frozen=True)
class Publication:
    """What is published: the version's name, the day of judgement and the state it was built from."""

    version: str
    as_of: date
    fingerprint: str


def publish_snapshot(
    home: Home, *, as_of: date, fingerprint: str, report: Reporter = report_nothing
) -> Publication:
    """Write the warehouse's marts as a new version and make it current; returns it.

    The caller holds the builder's lock. A crash leaves a draft (removed next time) and the last
    version current.
    """
    home.snapshots.mkdir(parents=True, exist_ok=True)
    for draft in home.snapshots.glob(".draft-*"):
        draft.unlink()
    now = datetime.now()
    version = f"{now:%Y%m%d-%H%M%S}-{uuid.uuid4().hex[:6]}"
    publication = Publication(version, as_of, fingerprint)
    draft = home.snapshots / f".draft-{version}.duckdb"
    with open_warehouse(home) as connection:
        # A draft that a crash leaves is thrown away, so it needs no log of its own; and two relations side by
        # side, each on one thread, cost less than both cores on one relation.
        connection.execute(f"attach '{draft}' as snapshot (recovery_mode 'no_wal_writes')")
        connection.execute("set threads = 1")
        _copy_relations(connection, report)
        _copy_source_rows(connection, report)
        publish_build_record(connection, home)
        connection.execute(
            """
            create table snapshot.marts.ops_snapshot as
            select ? as snapshot_version, cast(? as date) as as_of, cast(? as timestamp) as
                published_at, ? as fingerprint""",
            [version, as_of, now.replace(microsecond=0), fingerprint],
        )
        connection.execute("detach snapshot")
    target = home.snapshots / f"{version}.duckdb"
    _sync(draft)
    draft.rename(target)
    target.chmod(0o444)
    _point_to(home, version)
    _prune(home)
    return publication


def current_version(home: Home) -> str | None:
    """The name of the version in force, None before the first publication."""
    try:
        return (home.snapshots / POINTER_NAME).read_text(encoding="ascii").strip() or None
    except FileNotFoundError:
        return None


def current_publication(home: Home) -> Publication | None:
    """What is in force, read from the snapshot itself; None when there is none or it is unreadable."""
    version = current_version(home)
    if version is None:
        return None
    try:
        with duckdb.connect(str(home.snapshots / f"{version}.duckdb"), read_only=True) as reader:
            rows = reader.execute("select as_of, fingerprint from marts.ops_snapshot").fetchall()
    except duckdb.Error:
        return None
    return Publication(version, *rows[0])


def _copy_relations(connection: duckdb.DuckDBPyConnection, report: Reporter) -> None:
    relations = connection.execute(
        """
        select schema_name, table_name, estimated_size * column_count as size from duckdb_tables()
        where database_name = current_database() and schema_name in (select unnest(?))
        union all
        select schema_name, view_name, null from duckdb_views()
        where database_name = current_database() and schema_name in (select unnest(?))
        order by size desc nulls first, schema_name, table_name""",
        [list(PUBLISHED_SCHEMAS), list(PUBLISHED_SCHEMAS)],
    ).fetchall()
    for schema in PUBLISHED_SCHEMAS:
        connection.execute(f"create schema if not exists snapshot.{schema}")
    _run_side_by_side(
        connection,
        [
            f'create table snapshot.{schema}."{name}" as from {schema}."{name}"'
            for schema, name, _ in relations
        ],
        lambda done: report("publish relations", done, len(relations)),
    )


def _copy_source_rows(connection: duckdb.DuckDBPyConnection, report: Reporter) -> None:
    """Live raw rows with personal columns masked: what a page shows of a delivered row."""
    connection.execute("create schema if not exists snapshot.source")
    statements = [
        _source_statement(contract, relation)
        for contract in load_contracts()
        for relation in contract.relations
    ]
    _run_side_by_side(
        connection,
        statements,
        lambda done: report("publish source rows", done, len(statements)),
    )


def _run_side_by_side(
    connection: duckdb.DuckDBPyConnection,
    statements: list[str],
    report_done: Callable[[int], None],
) -> None:
    """Run statements that do not concern each other; small relations leave a core free alone."""

    def run(statement: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        waiting = [pool.submit(run, statement) for statement in statements]
        for done, future in enumerate(as_completed(waiting), start=1):
            future.result()
            report_done(done)


def _source_statement(contract: Contract, relation: RawRelation) -> str:
    columns = [
        f"{mask_sql(meaning_of(contract, raw.column), _received(raw.name), length=400)} "
        f'as "{raw.name}"'
        for raw in relation.columns
    ]
    plumbing = ["_delivery_id", "_source_file", "_source_row", *relation.item_columns]
    return f"""
create table snapshot.source."{contract.agency}__{relation.name}" as
select {", ".join(columns)}, {", ".join(f"raw.{name}" for name in plumbing)}
from {relation.qualified_name} as raw
inner join ledger.record_versions as version
    on raw._delivery_id = version._delivery_id and raw._source_row = version._source_row
    and version.agency = '{contract.agency}' and version.source_table = '{contract.table}'
where version.is_current and not version.is_deleted"""


def _received(name: str) -> str:
    """The text as received: the canonical one, unless a tolerance changed it."""
    quoted = name.replace('"', '""')
    key = name.replace("'", "''")
    return (
        f'case when raw._as_received is null then raw."{quoted}" '
        f'else coalesce(json_extract_string(raw._as_received, \'$."{key}"\'), raw."{quoted}") end'
    )


def _point_to(home: Home, version: str) -> None:
    pointer = home.snapshots / POINTER_NAME
    draft = home.snapshots / f".draft-pointer-{os.getpid()}"
    draft.write_text(version + "\n", encoding="ascii")
    _sync(draft)
    draft.replace(pointer)
    _sync(home.snapshots)


def _prune(home: Home) -> None:
    """Keep the newest versions; a file that a reader holds open lives until it is closed."""
    current = current_version(home)
    versions = sorted(home.snapshots.glob("*.duckdb"), reverse=True)
    for old in versions[KEPT_VERSIONS:]:
        if old.stem != current:
            old.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
