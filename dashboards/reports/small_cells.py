"""Small cells in reports: which columns are about persons, and how an unsaid cell looks.

Belongs here: applying ``models/metrics/small_cells.py`` to a column of a report. Keep out: which cells stay unsaid.

Reports travel further than their readers, so they suppress for everybody, with access to cases or without.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from dashboards.reports.blocks import Cell, Number
from dashboards.reports.desk import Desk, Measured
from models.metrics.small_cells import SMALLEST_SHOWN, Mark, mark_small_cells

# Cuts that say something of a person. Places and agencies are cut by their work, not by who was in it.
PERSONAL_CUTS = ("charge", "breakdown")


def hide_small(
    column: Sequence[Cell], whole: Cell, found: Measured, cut: str, desk: Desk
) -> list[Cell]:
    """The column with small person counts as ``<5`` and what would give them away left out.

    ``whole`` is the total below it: where the column adds up to it, a lone small cell could be subtracted.
    """
    is_personal = cut.partition(":")[0] in PERSONAL_CUTS
    if not is_personal or found.variant["unit"] not in _person_units():
        return [*column, whole]
    cells = [*column, whole]
    counts = [[cell.value if isinstance(cell, Number) else None] for cell in cells]
    parts = sum(count[0] or 0 for count in counts[:-1])
    marks = mark_small_cells(counts, has_column_totals=parts == (counts[-1][0] or 0))
    return [_unsaid(cell, mark[0], desk) for cell, mark in zip(cells, marks, strict=True)]


def _unsaid(cell: Cell, mark: Mark, desk: Desk) -> Cell:
    if mark is Mark.SHOWN or not isinstance(cell, Number):
        return cell
    text = f"<{SMALLEST_SHOWN}" if mark is Mark.SMALL else desk.text("report.hidden")
    return replace(cell, text=text, value=None, is_hidden=True)


@lru_cache(maxsize=1)
def _person_units() -> frozenset[str]:
    """The units of the registry that count persons."""
    return frozenset(json.loads(Path(__file__).with_name("person_units.json").read_text("utf-8")))
