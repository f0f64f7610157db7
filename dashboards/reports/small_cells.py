"""Small cells in reports: which figures are about persons, and how an unsaid one looks.

Belongs here: applying ``models/metrics/small_cells.py`` to tables and sentences. Keep out: which cells stay unsaid,
and which counts stand behind a figure (metrics/persons.py).

Reports travel further than their readers, so they suppress for everybody, with access to cases or without.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dashboards.metrics import persons
from dashboards.metrics.book import MetricFigure
from dashboards.metrics.persons import COUNTS
from dashboards.reports.blocks import Cell, Number
from dashboards.reports.desk import Desk, Measured
from models.metrics.small_cells import SMALLEST_SHOWN, Mark, mark_small_cells

# Cuts that say something of a person. Places and agencies are cut by their work, not by who was in it.
PERSONAL_CUTS = ("charge", "breakdown")
Line = tuple[Cell, MetricFigure | None]


def is_personal(found: Measured, cut: str = "") -> bool:
    """Whether the figure counts persons by what they did or are."""
    return persons.is_personal(
        found.metric, found.scope, is_cut=cut.partition(":")[0] in PERSONAL_CUTS
    )


def is_small(found: Measured, figure: MetricFigure | None) -> bool:
    """Whether a figure that stands alone stays unsaid."""
    return is_personal(found) and any(
        mark_small_cells([[count(figure)]])[0][0] is not Mark.SHOWN for count in COUNTS
    )


def hide_alone(cell: Cell, found: Measured, figure: MetricFigure | None, desk: Desk) -> Cell:
    """A cell that adds up with no other one."""
    return _unsaid(cell, Mark.SMALL, found, desk) if is_small(found, figure) else cell


def hide_small(column: Sequence[Line], found: Measured, cut: str, desk: Desk) -> list[Cell]:
    """The column with small person counts as ``<5`` and what would give them away left out.

    The last line is the whole: where the column adds up to it, a lone small cell could be subtracted.
    """
    cells = [cell for cell, _ in column]
    if not is_personal(found, cut):
        return cells
    marks = [Mark.SHOWN] * len(cells)
    for count in COUNTS:
        counts = [[count(figure)] for _, figure in column]
        parts = sum(one[0] or 0 for one in counts[:-1])
        marked = mark_small_cells(counts, has_column_totals=parts == (counts[-1][0] or 0))
        # Of a share the parts may be hidden for one reason or the other; small is said first.
        marks = [
            old if old is Mark.SMALL or new[0] is Mark.SHOWN else new[0]
            for old, new in zip(marks, marked, strict=True)
        ]
    return [_unsaid(cell, mark, found, desk) for cell, mark in zip(cells, marks, strict=True)]


def _unsaid(cell: Cell, mark: Mark, found: Measured, desk: Desk) -> Cell:
    if mark is Mark.SHOWN or not isinstance(cell, Number) or cell.value is None:
        return cell
    # A share of few is no number below five.
    is_count = mark is Mark.SMALL and found.variant["formula"] == "count"
    text = f"<{SMALLEST_SHOWN}" if is_count else desk.text("report.hidden")
    return replace(cell, text=text, value=None, is_hidden=True)
