"""Questions from the command line to the current snapshot.

Belongs here: running one read-only statement and printing its whole result. Keep out: snapshots.
"""

from __future__ import annotations

import csv
import json
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TextIO

import duckdb

from pipelines.history import show_day
from pipelines.home import Home
from pipelines.publish import current_version
from pipelines.snapshot import connect_snapshot

FORMATS = ("table", "csv", "json")
BATCH_ROWS = 5_000


class QueryError(RuntimeError):
    """The question cannot be answered; the message says why."""


def run_query(
    home: Home, sql: str, *, format: str, output: TextIO, as_known_at: date | None = None
) -> None:
    """Write the result of ``sql`` to ``output`` as UTF-8: header first, nothing cut, NULL empty.

    With ``as_known_at`` relations say what was known on that day of delivery (history.py).

    Raises:
        QueryError: no snapshot, an unknown format or a statement that DuckDB refuses.
    """
    if format not in FORMATS:
        raise QueryError(f"format [{format}] is unknown; use one of {', '.join(FORMATS)}")
    version = current_version(home)
    if version is None:
        raise QueryError(f"nothing was published yet in [{home.path}]; run `caseloom build` first")
    try:
        with _open(home.snapshots / f"{version}.duckdb", as_known_at) as reader:
            reader.execute("set lock_configuration = true")
            result = reader.execute(sql)
            names = [column[0] for column in result.description or []]
            _WRITERS[format](names, _rows(result), output)
    except duckdb.Error as error:
        raise QueryError(str(error)) from error


def _open(path: Path, as_known_at: date | None) -> duckdb.DuckDBPyConnection:
    if as_known_at is not None:
        reader, _ = connect_snapshot(path)
        show_day(reader, as_known_at)
        return reader
    reader = duckdb.connect(str(path), read_only=True)
    reader.execute("set search_path = 'marts,review'")
    reader.execute("set enable_external_access = false")
    return reader


def _rows(result: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    while batch := result.fetchmany(BATCH_ROWS):
        yield from batch


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    return str(value)


def _write_csv(names: Sequence[str], rows: Iterator[tuple[Any, ...]], output: TextIO) -> None:
    writer = csv.writer(output, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([_text(value) for value in row] for row in rows)


def _write_json(names: Sequence[str], rows: Iterator[tuple[Any, ...]], output: TextIO) -> None:
    output.write("[")
    for place, row in enumerate(rows):
        output.write(",\n" if place else "\n")
        values = dict(zip(names, row, strict=True))
        json.dump(values, output, ensure_ascii=False, default=_json_value)
    output.write("\n]\n")


def _json_value(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, (date, datetime)):
        return _text(value)
    return str(value)


def _write_table(names: Sequence[str], rows: Iterator[tuple[Any, ...]], output: TextIO) -> None:
    table = [list(names), *[[_text(value) for value in row] for row in rows]]
    widths = [max(_width(row[place]) for row in table) for place in range(len(names))]
    for number, row in enumerate(table):
        cells = [
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        ]
        output.write("  ".join(cells).rstrip() + "\n")
        if number == 0:
            output.write("  ".join("-" * width for width in widths) + "\n")


def _width(text: str) -> int:
    """Columns in a terminal: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


_WRITERS = {"table": _write_table, "csv": _write_csv, "json": _write_json}
