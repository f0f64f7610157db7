"""What one reader may see of a snapshot: the regions and agencies of their scope.

Belongs here: the views in front of a snapshot that leave out everything outside a scope. Keep out: who
has which scope (dashboards/scope.py) and sealed records (sealing.py), which nobody sees.

A case is in scope when it lies in a region of the scope, or when a unit of the scope had an event or a
counted fact in it; the case is then seen as a whole, because one matter is read as one matter. Figures
count the facts of the units in scope alone. Names of codes, units and rules are open to everybody, and so
are the books about deliveries, without the keys and values of refused rows. What was found about an area or
a court is seen by those whose scope holds it; a cluster or series of cases, when all of its cases are in scope:
its figures would count others' cases.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import duckdb

# Where the limited views stand; asked before anything else.
SCHEMA = "scoped"
_CASES = 'select case_id from memory."open".reader_cases'
_UNITS = 'select unit_code from memory."open".reader_units'
_REGIONS = 'select region_code from memory."open".reader_units'


def _only_cases_in_scope(bridge: str, key: str) -> str:
    """There are cases behind a row, and all of them are in scope."""
    return (
        f"coalesce((select bool_and(behind.case_id in ({_CASES})) from snapshot.marts.{bridge} as behind "
        f"where behind.{key} = shown.{key}), false)"
    )


# Relations without a case that lead to one.
_THROUGH = {
    "bridge_event_sources": ("event_id", "fct_events"),
    "bridge_document_sources": ("document_id", "fct_documents"),
    "dim_persons": ("person_id", "fct_case_persons"),
    "rev_person_contradictions": ("person_id", "fct_case_persons"),
}
_LISTED = {
    "rev_case_links": f"shown.parent_case_id in ({_CASES}) or shown.child_case_id in ({_CASES})",
    "rev_person_links": " or ".join(
        f"shown.person_id_{side} in (select person_id from snapshot.marts.fct_case_persons "
        f"where case_id in ({_CASES}))"
        for side in "ab"
    ),
    # Old and new ids of anybody's records.
    "ops_identity_changes": "false",
    "fct_pattern_counts": f"shown.region_code in ({_REGIONS})",
    "fct_sentence_offsets": f"shown.court_code in ({_UNITS})",
    "fct_series": _only_cases_in_scope("bridge_series_cases", "series_id"),
    "fct_series_pairs": f"shown.case_id in ({_CASES}) and shown.other_case_id in ({_CASES})",
}
# Everybody's rows, without what names a record.
_UNTOLD = {
    "ops_quarantine": ("record_key", "masked_value"),
    "ops_warnings": ("record_key", "masked_value"),
}
_IN_AREA = (
    f"(shown.area_code in ({_REGIONS}) or shown.area_code in "
    f"(select township_code from snapshot.marts.dim_townships where region_code in ({_REGIONS})))"
)


@dataclass(frozen=True)
class ReaderScope:
    """Codes of regions (``320506``) and agencies (``GA320506``) that a reader may see; empty: all."""

    regions: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()

    @property
    def is_limited(self) -> bool:
        """Whether anything is left out."""
        return bool(self.regions or self.agencies)


EVERYTHING = ReaderScope()


def narrow_to_scope(connection: duckdb.DuckDBPyConnection, scope: ReaderScope) -> dict[str, str]:
    """Put views in front of the attached ``snapshot``, after ``leave_out_sealed``.

    Returns the condition by relation (alias ``shown``) of everything that is limited. The tables
    ``memory.open.reader_scope`` (one row), ``reader_units`` and ``reader_cases`` are there for every scope.
    """
    connection.execute(
        'create table memory."open".reader_scope as select cast(? as boolean) as is_limited',
        [scope.is_limited],
    )
    connection.execute(
        'create table memory."open".reader_units (unit_code varchar, agency_code varchar, region_code varchar)'
    )
    connection.execute('create table memory."open".reader_cases (case_id varchar)')
    if not scope.is_limited:
        return {}
    columns = _columns(connection)
    _name_units_and_cases(connection, scope, columns)
    connection.execute(f"create schema memory.{SCHEMA}")
    conditions = {}
    for (schema, name), found in columns.items():
        condition = _condition(name, found)
        if condition:
            conditions[name] = condition
            opened = connection.execute(
                "select count(*) from duckdb_views() where database_name = 'memory' "
                "and schema_name = 'open' and view_name = ?",
                [name],
            ).fetchone()
            origin = (
                f'memory."open"."{name}"' if opened and opened[0] else f'snapshot.{schema}."{name}"'
            )
            connection.execute(
                f'create view memory.{SCHEMA}."{name}" as from {origin} as shown where {condition}'
            )
    for (schema, name), found in columns.items():
        untold = [column for column in _UNTOLD.get(name, ()) if column in found]
        if untold:
            nothing = ", ".join(f'null::varchar as "{column}"' for column in untold)
            connection.execute(
                f'create view memory.{SCHEMA}."{name}" as select * replace ({nothing}) '
                f'from snapshot.{schema}."{name}"'
            )
    return conditions


def _columns(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], set[str]]:
    columns = defaultdict(set)
    for schema, name, column in connection.execute(
        "select schema_name, table_name, column_name from duckdb_columns() "
        "where database_name = 'snapshot' and schema_name in ('marts', 'review')"
    ).fetchall():
        columns[schema, name].add(column)
    return columns


def _name_units_and_cases(
    connection: duckdb.DuckDBPyConnection,
    scope: ReaderScope,
    columns: dict[tuple[str, str], set[str]],
) -> None:
    connection.execute(
        """
        insert into memory."open".reader_units
        select unit_code, agency_code, region_code from snapshot.marts.dim_units
        where (len(?::varchar[]) = 0 or region_code in (select unnest(?::varchar[])))
            and (len(?::varchar[]) = 0 or agency_code in (select unnest(?::varchar[])))""",
        [list(scope.regions)] * 2 + [list(scope.agencies)] * 2,
    )
    found = [f"select case_id from snapshot.marts.fct_events where unit_code in ({_UNITS})"]
    if not scope.agencies:
        found.append(
            "select case_id from snapshot.marts.dim_cases where region_code in "
            '(select region_code from memory."open".reader_units)'
        )
    # What a figure counts must be listed, so the units of all measures lead to cases.
    if ("marts", "dim_metric_measures") in columns:
        found += [
            f'select {case} from snapshot.marts."{relation}" where {unit} in ({_UNITS})'
            for relation, case, unit in connection.execute(
                "select distinct relation_name, case_column, unit_column "
                "from snapshot.marts.dim_metric_measures "
                "where case_column <> '' and unit_column <> ''"
            ).fetchall()
        ]
    connection.execute(
        'insert into memory."open".reader_cases select distinct case_id from ('
        + " union all ".join(found)
        + ") where case_id is not null"
    )


def _condition(name: str, columns: set[str]) -> str:
    """Which rows of a relation are in scope; empty where all are."""
    if name in _LISTED:
        return _LISTED[name]
    if "case_id" in columns:
        known = f"shown.case_id in ({_CASES})"
        if "unit_code" not in columns:
            return known
        return f"({known} or shown.case_id is null and shown.unit_code in ({_UNITS}))"
    if name in _THROUGH:
        key, relation = _THROUGH[name]
        return (
            f"shown.{key} in (select {key} from snapshot.marts.{relation} "
            f"where case_id in ({_CASES}))"
        )
    if name.startswith("fct_pattern_") and "area_code" in columns:
        if "item_id" not in columns:
            return _IN_AREA
        return (
            f"({_IN_AREA} or shown.area_code is null "
            f"and {_only_cases_in_scope('bridge_pattern_cases', 'item_id')})"
        )
    if name.startswith("metric_") and "slice" in columns:
        return (
            "shown.slice = 'region' and shown.member in (select region_code from memory.\"open\".reader_units)"
            " or shown.slice = 'agency' and shown.member in (select agency_code from memory.\"open\".reader_units)"
        )
    if name.startswith("metric_") and "agency_code" in columns:
        return (
            "(shown.region_code, shown.agency_code) in "
            '(select (region_code, agency_code) from memory."open".reader_units)'
            # Residents belong to a region alone.
            " or shown.agency_code is null and shown.region_code in "
            '(select region_code from memory."open".reader_units)'
        )
    if name == "metric_populations":
        return 'shown.region_code in (select region_code from memory."open".reader_units)'
    return ""


def narrow_delivered_rows(
    connection: duckdb.DuckDBPyConnection, conditions: dict[str, str]
) -> None:
    """Of the delivered rows those that a fact in scope comes from, after ``leave_out_delivered_rows``.

    ``conditions`` are those of ``narrow_to_scope``.
    """
    columns = _columns(connection)
    places = [
        f'select _source_file, _source_row from snapshot.{schema}."{name}" as shown '
        f"where {conditions[name]}"
        for (schema, name), found in columns.items()
        if name in conditions and {"_source_file", "_source_row"} <= found
    ]
    connection.execute(
        'create or replace table memory."open".reader_source_rows as '
        + " union ".join(places or ["select '' as _source_file, 0 as _source_row where false"])
    )
    views = connection.execute(
        "select view_name from duckdb_views() "
        "where database_name = 'memory' and schema_name = 'source'"
    ).fetchall()
    for (name,) in views:
        connection.execute(
            f'create or replace view memory.source."{name}" as '
            f'from snapshot.source."{name}" as delivered '
            'where not exists (from memory."open".sealed_source_rows as sealed '
            "where sealed._source_file = delivered._source_file "
            "and sealed._source_row = delivered._source_row) "
            'and exists (from memory."open".reader_source_rows as seen '
            "where seen._source_file = delivered._source_file "
            "and seen._source_row = delivered._source_row)"
        )
