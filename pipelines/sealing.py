"""Sealed juvenile records (刑诉法 286): left out at the one point through which everything is read.

Belongs here: the views in front of a snapshot. Keep out: which records are sealed (the marts say so).

Left out are rows marked as sealed, every row of a case that is sealed as a whole, every row about a
sealed person in a case, and the delivered rows that write of any of these.
"""

from __future__ import annotations

from collections import defaultdict

import duckdb

SEALED_COLUMN = "is_sealed"
# Where these say nothing of sealing, a snapshot has no persons and nothing to seal.
_RELATIONS_THAT_SEAL = frozenset(["dim_cases", "fct_case_persons", "fct_events"])
_OF_SEALED_CASE = (
    'exists (from memory."open".sealed_cases as sealed where sealed.case_id = shown.case_id)'
)
_OF_SEALED_PERSON = (
    'exists (from memory."open".sealed_persons as sealed '
    "where sealed.case_id = shown.case_id and sealed.person_id = shown.person_id)"
)
_SEALED = f"coalesce(shown.{SEALED_COLUMN}, false)"
# Sources of merged facts carry the id of the fact, not its case.
_BRIDGES = {
    "bridge_event_sources": ("fct_events", "event_id"),
    "bridge_document_sources": ("fct_documents", "document_id"),
}


def leave_out_sealed(connection: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """Put views in front of the attached ``snapshot``; returns the relations with sealed rows.

    Afterwards ``memory.open`` has the views over marts and review. Delivered rows cannot be read before
    ``leave_out_delivered_rows``.
    """
    connection.execute('create schema memory."open"')
    columns = _published_columns(connection)
    sealing = _sealing(columns)
    if _is_sealing(sealing):
        connection.execute(
            f"""
            create table memory."open".sealed_cases as
            select case_id from snapshot.marts.dim_cases where {SEALED_COLUMN};
            create table memory."open".sealed_persons as
            select distinct case_id, person_id from snapshot.marts.fct_case_persons
            where {SEALED_COLUMN}"""
        )
    for (schema, name), found in columns.items():
        marks = _marks(found, is_sealing=_is_sealing(sealing))
        if marks:
            connection.execute(
                f'create view memory."open"."{name}" as '
                f'from snapshot.{schema}."{name}" as shown where not ({marks})'
            )
    return sealing


def leave_out_delivered_rows(connection: duckdb.DuckDBPyConnection) -> None:
    """Put views in front of the delivered rows, after ``leave_out_sealed``.

    Afterwards ``memory.source`` has them, and ``memory.open.sealed_source_rows`` the places of the delivered
    rows left out. These are looked for in everything published, which takes seconds for a million cases.
    """
    columns = _published_columns(connection)
    is_sealing = _is_sealing(_sealing(columns))
    places = []
    for (schema, name), found in columns.items():
        marks = _marks(found, is_sealing=is_sealing)
        if not marks:
            continue
        relation = f'snapshot.{schema}."{name}" as shown'
        if is_sealing and {"_source_file", "_source_row"} <= found:
            places.append(f"select _source_file, _source_row from {relation} where {marks}")
        places += [
            f"select _source_file, _source_row from snapshot.marts.{bridge} "
            f"where {key} in (select {key} from {relation} where {marks})"
            for bridge, (fact, key) in _BRIDGES.items()
            if is_sealing and fact == name
        ]
    nothing = "select '' as _source_file, 0 as _source_row where false"
    connection.execute(
        'create or replace table memory."open".sealed_source_rows as '
        + " union ".join(places or [nothing])
    )
    _show_delivered_rows(connection)


def _sealing(columns: dict[tuple[str, str], set[str]]) -> frozenset[str]:
    """The relations that mark rows as sealed."""
    return frozenset(name for (_, name), found in columns.items() if SEALED_COLUMN in found)


def _is_sealing(relations: frozenset[str]) -> bool:
    return relations >= _RELATIONS_THAT_SEAL


def _published_columns(
    connection: duckdb.DuckDBPyConnection,
) -> dict[tuple[str, str], set[str]]:
    """Columns by schema and relation of what is published; names are the same in no two schemas."""
    columns = defaultdict(set)
    for schema, name, column in connection.execute(
        "select schema_name, table_name, column_name from duckdb_columns() "
        "where database_name = 'snapshot' and schema_name in ('marts', 'review')"
    ).fetchall():
        columns[schema, name].add(column)
    return columns


def _marks(columns: set[str], *, is_sealing: bool) -> str:
    """The condition under which a row is sealed; empty where none can be."""
    marks = [_SEALED] if SEALED_COLUMN in columns else []
    if is_sealing and "case_id" in columns:
        marks.append(_OF_SEALED_CASE)
        if "person_id" in columns:
            marks.append(_OF_SEALED_PERSON)
    return " or ".join(marks)


def _show_delivered_rows(connection: duckdb.DuckDBPyConnection) -> None:
    """A delivered row may write of several persons: one sealed person hides it, for everybody."""
    connection.execute("create schema if not exists memory.source")
    relations = connection.execute(
        "select table_name from duckdb_tables() "
        "where database_name = 'snapshot' and schema_name = 'source'"
    ).fetchall()
    for (name,) in relations:
        connection.execute(
            f'create or replace view memory.source."{name}" as from snapshot.source."{name}" as delivered '
            'where not exists (from memory."open".sealed_source_rows as sealed '
            "where sealed._source_file = delivered._source_file "
            "and sealed._source_row = delivered._source_row)"
        )
