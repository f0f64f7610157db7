"""CSV for spreadsheets and scripts: UTF-8 with a byte order mark, the notes after the table.

Belongs here: writing the tables of a package, and lists. Keep out: charts.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from dashboards.exports.package import ExportPackage, ExportTable, Unsaid, Value, neutralise


def write_csv(package: ExportPackage) -> bytes:
    """Header and rows of every table; then, after an empty line, filters, freshness and notes."""
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    for place, table in enumerate(package.tables):
        if place:
            writer.writerow([])
        if len(package.tables) > 1:
            writer.writerow([neutralise(table.title)])
        _write_table(writer, table)
    writer.writerow([])
    writer.writerow([package.title])
    writer.writerows([neutralise(label), neutralise(value)] for label, value in package.facts)
    writer.writerows([neutralise(note)] for note in package.notes)
    return target.getvalue().encode("utf-8-sig")


def write_rows(
    columns: Mapping[str, Callable[[dict[str, Any]], Any]], rows: Iterable[dict[str, Any]]
) -> bytes:
    """A list of a page: headings with what each reads from a row; the mark at its head makes Excel read UTF-8."""
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow([neutralise(name) for name in columns])
    for row in rows:
        values = [read(row) for read in columns.values()]
        writer.writerow([neutralise(one) if isinstance(one, str) else one for one in values])
    return target.getvalue().encode("utf-8-sig")


def _write_table(writer: Any, table: ExportTable) -> None:
    writer.writerow([neutralise(column.heading) for column in table.columns])
    for row in table.rows:
        writer.writerow([_cell(value) for value in row])


def _cell(value: Value) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, Unsaid):
        return value.written
    if isinstance(value, (int, float)):
        return value
    return neutralise(str(value))
