"""The ledger: what arrived, what became of it, and the tables that say so.

Belongs here: DDL of the ledger and of raw (from the contracts), and reading and writing of file
lines. Keep out: decisions (fold) and rows (load).

``files`` holds what is known of each (path, sha256) whatever else arrives; ``deliveries`` is the
outcome of the fold over all of them and is made anew at each intake.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import duckdb
import pandas as pd

from pipelines.contract import Contract, load_contracts

LEDGER_TABLES = {
    "files": """
        delivery_id varchar primary key, file_name varchar not null, sha256 varchar not null,
        agency varchar not null, stem varchar, batch integer, delivered_on date,
        byte_count bigint not null, received_at timestamp not null, seen_order bigint not null,
        content_code varchar, content_detail varchar, row_count bigint,
        is_decoded boolean not null, has_rows boolean not null,
        rows_quarantined bigint, rows_duplicate bigint""",
    "manifests": """
        file_name varchar not null, sha256 varchar not null, agency varchar not null,
        day varchar not null, content blob not null, seen_order bigint not null""",
    "row_notes": """
        delivery_id varchar not null, table_name varchar not null, row_number bigint,
        record_key varchar, reason_code varchar not null, column_name varchar,
        masked_value varchar""",
    "deliveries": """
        delivery_id varchar not null, agency varchar not null, table_name varchar,
        file_name varchar not null, sha256 varchar not null, byte_count bigint not null,
        delivered_on date, batch integer, received_at timestamp not null,
        rows_received bigint not null, rows_accepted bigint not null,
        rows_quarantined bigint not null, rows_superseded bigint not null,
        status varchar not null, reason varchar, reason_detail varchar""",
    "file_notes": """
        delivery_id varchar, agency varchar not null, table_name varchar,
        file_name varchar not null, reason_code varchar not null, column_name varchar,
        masked_value varchar""",
    "reference_notes": """
        delivery_id varchar not null, agency varchar not null, table_name varchar not null,
        file_name varchar not null, row_number bigint, record_key varchar,
        reason_code varchar not null, column_name varchar, masked_value varchar""",
    "record_versions": """
        agency varchar not null, source_table varchar not null, record_key varchar not null,
        version_at timestamp, delivered_on date, _delivery_id varchar not null,
        _source_row bigint not null, version_number integer not null,
        is_current boolean not null, is_deleted boolean not null,
        has_content boolean not null, known_from date not null, known_to date,
        told_from date not null, telling_number integer not null, is_retold boolean not null""",
    "combined": "agency varchar not null, stem varchar not null, fingerprint varchar not null",
    "data_dates": "agency varchar not null, data_date date not null",
    "build_parameters": "as_of date not null",
    "link_decisions": """
        entity varchar not null, record_a varchar not null, record_b varchar not null,
        decision varchar not null, decided_by varchar not null, decided_at timestamp not null""",
    "validated_deliveries": "delivery_id varchar not null",
    "validations": """
        agency varchar not null, table_name varchar not null, validated_at timestamp not null,
        row_count bigint not null, expectation varchar not null, column_name varchar,
        is_success boolean not null, unexpected_count bigint, detail varchar""",
}

# A snapshot says of most records what the one before it said. Such versions are one telling: `told_from` is
# the day on which it began, `telling_number` counts them, and the last version (not `is_retold`) speaks for it.
# Where the versions are that staging reads: normally the live ones. The history asks the same staging
# relations what earlier versions said, each as a record of its own (`key@version`) beside the live ones;
# it points `versions_in_force` elsewhere within one transaction (dbt_project/macros/history.sql).
VERSION_VIEWS = {
    "live_versions": """
        select agency, source_table, record_key, version_at, _delivery_id, _source_row
        from ledger.record_versions
        where is_current and not is_deleted""",
    "earlier_versions": """
        from ledger.live_versions
        union all
        select agency, source_table, record_key || '@' || version_number, version_at,
            _delivery_id, _source_row
        from ledger.record_versions
        where has_content and known_from < known_to and (not is_current or is_deleted)
            and not is_retold""",
    "versions_in_force": "from ledger.live_versions",
}

# Row lines count only for deliveries that count: a superseded file's faults are nobody's work.
LEDGER_VIEWS = {
    "quarantine": """
        select note.delivery_id, delivery.agency, note.table_name, delivery.file_name,
            note.row_number, note.record_key, note.reason_code, note.column_name, note.masked_value
        from ledger.row_notes as note
        inner join ledger.deliveries as delivery on note.delivery_id = delivery.delivery_id
        where delivery.status = 'loaded' and starts_with(note.reason_code, 'Q')
        union all
        select delivery_id, agency, table_name, file_name, null, null, reason, null, reason_detail
        from ledger.deliveries
        where status = 'quarantined'""",
    "warnings": """
        select note.delivery_id, delivery.agency, note.table_name, delivery.file_name,
            note.row_number, note.record_key, note.reason_code, note.column_name, note.masked_value
        from ledger.row_notes as note
        inner join ledger.deliveries as delivery on note.delivery_id = delivery.delivery_id
        where delivery.status = 'loaded' and starts_with(note.reason_code, 'W')
        union all
        select delivery_id, agency, table_name, file_name, null, null, reason_code, column_name,
            masked_value
        from ledger.file_notes
        union all
        select delivery_id, agency, table_name, file_name, row_number, record_key, reason_code,
            column_name, masked_value
        from ledger.reference_notes""",
}


def delivery_id(file_name: str, sha256: str) -> str:
    """The id of one (path, sha256): the same wherever and whenever it is read."""
    return hashlib.sha256(f"{file_name}\n{sha256}".encode()).hexdigest()[:20]


def create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Create what is missing of the ledger and of raw; existing rows stay."""
    connection.execute("create schema if not exists ledger")
    for name, columns in LEDGER_TABLES.items():
        connection.execute(f"create table if not exists ledger.{name} ({columns})")
    _renew_record_versions(connection)
    for name, query in {**VERSION_VIEWS, **LEDGER_VIEWS}.items():
        connection.execute(f"create or replace view ledger.{name} as {query}")
    for contract in load_contracts():
        create_raw_tables(connection, contract)


def _renew_record_versions(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the table anew in a home of an older release; the next intake fills it from raw."""
    known = connection.execute(
        "select count(*) from duckdb_columns() where schema_name = 'ledger' "
        "and table_name = 'record_versions' and column_name = 'is_retold'"
    ).fetchall()
    if known[0][0] == 0:
        connection.execute("drop table ledger.record_versions")
        connection.execute(
            f"create table ledger.record_versions ({LEDGER_TABLES['record_versions']})"
        )
        connection.execute("delete from ledger.combined")


def raw_columns(contract: Contract, position: int) -> list[tuple[str, str]]:
    """(name, type) of one raw table: contract columns first, then the plumbing."""
    relation = contract.relations[position]
    return [
        *((column.name, "varchar") for column in relation.columns),
        ("_as_received", "varchar"),
        ("_delivery_id", "varchar"),
        ("_source_file", "varchar"),
        ("_source_row", "bigint"),
        *((name, "integer") for name in relation.item_columns),
    ]


def create_raw_tables(connection: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    """Create the raw tables of one contract; a column that a newer contract adds is added."""
    connection.execute(f'create schema if not exists "raw_{contract.agency}"')
    for position, relation in enumerate(contract.relations):
        columns = raw_columns(contract, position)
        body = ", ".join(f'"{name}" {kind}' for name, kind in columns)
        connection.execute(f"create table if not exists {relation.qualified_name} ({body})")
        present = {
            row[0]
            for row in connection.execute(
                "select column_name from duckdb_columns() where schema_name = ? and table_name = ?",
                [relation.schema, relation.name],
            ).fetchall()
        }
        for name, kind in columns:
            if name not in present:
                connection.execute(
                    f'alter table {relation.qualified_name} add column "{name}" {kind}'
                )


def insert_frame(
    connection: duckdb.DuckDBPyConnection, table: str, rows: Iterable[dict[str, object]]
) -> None:
    """Insert dicts into a ledger table, by name; nothing happens for no rows."""
    records = list(rows)
    if not records:
        return
    frame = pd.DataFrame(records, dtype=object)
    connection.register("rows_to_insert", frame)
    names = ", ".join(frame.columns)
    try:
        connection.execute(
            f"insert into ledger.{table} ({names}) select {names} from rows_to_insert"
        )
    finally:
        connection.unregister("rows_to_insert")
