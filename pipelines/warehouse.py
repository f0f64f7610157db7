"""The warehouse file: how the one builder opens it.

Belongs here: connection settings. Keep out: tables (ledger, dbt).
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from typing import Any

import duckdb

from pipelines.home import Home

# dbt runs in the same process after intake; together they must stay under 6 GiB on two cores.
MEMORY_LIMIT = "3GB"
THREADS = 2


@contextlib.contextmanager
def open_warehouse(home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    """A writing connection; the caller holds the builder's lock."""
    home.warehouse.parent.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect(str(home.warehouse))
    try:
        connection.execute(f"set memory_limit = '{MEMORY_LIMIT}'")
        connection.execute(f"set threads = {THREADS}")
        connection.execute(f"set temp_directory = '{home.work / 'spill'}'")
        connection.execute("set preserve_insertion_order = false")
        yield connection
    finally:
        connection.close()


def fetch_value(
    connection: duckdb.DuckDBPyConnection, query: str, parameters: Sequence[Any] = ()
) -> Any:
    """The first column of the first row. A result that is not read to its end blocks DuckDB 2."""
    return connection.execute(query, list(parameters)).fetchall()[0][0]
