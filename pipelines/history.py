"""What was known on a day: relations of one day of delivery over an opened snapshot.

Belongs here: which relations answer for a past day, and their views. Keep out: how the spans of
knowledge are made (dbt_project/models/intermediate/history), printing (query.py), sealing (sealing.py).

Only relations that have a history answer, and code lists, which have none. A relation that is not
among them is an error: an answer of today under the date of a past day would be a lie.
"""

from __future__ import annotations

from datetime import date

import duckdb

SCHEMA = "known"
# What a question asks for → the relation that knows its history.
HISTORIES = {
    "dim_cases": "history_cases",
    "fct_events": "history_events",
    "fct_documents": "history_documents",
}
CODE_LISTS = (
    "dim_agencies",
    "dim_charges",
    "dim_codes",
    "dim_dates",
    "dim_event_types",
    "dim_regions",
    "dim_townships",
    "dim_units",
)


def show_day(connection: duckdb.DuckDBPyConnection, day: date) -> None:
    """Make unqualified names mean what was known on ``day``.

    ``connection`` is one of ``connect_snapshot``: sealed rows are left out as everywhere. A row of a
    history holds from ``known_from`` (inclusive) to ``known_to`` (exclusive, NULL = still known).
    """
    connection.execute(f"create schema memory.{SCHEMA}")
    sealed = {
        name
        for (name,) in connection.execute(
            "select view_name from duckdb_views() "
            "where database_name = 'memory' and schema_name = 'open'"
        ).fetchall()
    }
    for name, history in HISTORIES.items():
        source = f'memory."open"."{history}"' if history in sealed else f"snapshot.marts.{history}"
        connection.execute(f"create view memory.{SCHEMA}.{history} as from {source}")
        connection.execute(
            f"create view memory.{SCHEMA}.{name} as select * exclude (known_from, known_to) "
            f"from memory.{SCHEMA}.{history} where known_from <= date '{day:%Y-%m-%d}' "
            f"and (known_to is null or date '{day:%Y-%m-%d}' < known_to)"
        )
    for name in CODE_LISTS:
        connection.execute(f"create view memory.{SCHEMA}.{name} as from snapshot.marts.{name}")
    connection.execute(f"set search_path = 'memory.{SCHEMA}'")
