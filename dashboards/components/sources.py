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
from dashboards.formats import EMPTY, is_empty
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
    """Links to the delivered rows: ``cases__01.csv, row 12``."""
    shown = [
        anchor(
            view.link(links.SOURCE_ROW, file=row.file, row=row.row, table=row.table),
            Markup('<span class="cl-file">{}</span> {}').format(
                row.file.rsplit("/", 1)[-1], view.text("source.row_number", row=row.row)
            ),
            title=row.file,
        )
        for row in rows
        if not is_empty(row.file)
    ]
    return Markup("<br>").join(shown) or Markup(EMPTY)
