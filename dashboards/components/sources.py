"""From a line to the delivered row that it came from.

Belongs here: links to the source-row page. Keep out: the page itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from dashboards import links
from dashboards.components.markup import anchor
from dashboards.formats import EMPTY
from dashboards.view import View


@dataclass(frozen=True)
class SourceRow:
    """One delivered row: ``file`` is the path within the landing folder, ``row`` counts from 1."""

    table: str
    file: str
    row: int


SourceLinks = dict[str, list[SourceRow]]


def read_sources(view: View, query: str, key: str, case_id: str) -> SourceLinks:
    """The delivered rows behind events or documents of a case, by their id."""
    found: SourceLinks = defaultdict(list)
    for row in view.ask(query, case_id=case_id).to_dict("records"):
        found[row[key]].append(read_source(row))
    return found


def read_source(row: dict[str, Any]) -> SourceRow:
    """The delivered row of a line that carries it itself."""
    return SourceRow(row["source_table"], row["_source_file"], int(row["_source_row"]))


def source_links(view: View, rows: Sequence[SourceRow]) -> Markup:
    """Links to the delivered rows, by file: ``cases__01.csv row 12``."""
    return Markup("<br>").join(
        _link(view, row, Markup('<span class="cl-file">{}</span>').format(_name(row)))
        for row in rows
    ) or Markup(EMPTY)


def short_source_links(view: View, rows: Sequence[SourceRow]) -> Markup:
    """Links to many delivered rows in a small place, by agency: ``Police row 12``."""
    return Markup(" · ").join(
        _link(view, row, view.text.find(f"lane.{_agency(row)}") or _agency(row)) for row in rows
    ) or Markup(EMPTY)


def _link(view: View, row: SourceRow, label: object) -> Markup:
    return anchor(
        view.link(links.SOURCE_ROW, file=row.file, row=row.row, table=row.table),
        Markup('<span class="cl-source">{} {}</span>').format(
            label, view.text("source.row_number", row=row.row)
        ),
        title=row.file,
    )


def _name(row: SourceRow) -> str:
    return row.file.rsplit("/", 1)[-1]


def _agency(row: SourceRow) -> str:
    return row.file.split("/", 1)[0]
