"""What of a grid stays unsaid: small counts of persons cut by something that says who they are.

Belongs here: which grids are about persons, and the marks of their cells. Keep out: the arithmetic
(models/metrics/small_cells.py), the counts behind a figure (metrics/persons.py) and how an unsaid cell looks (exports/package.py).

It holds for readers without case access; whoever may open the cases knows them already.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dashboards.grids.fill import TOTAL, Cell, Grid
from dashboards.grids.spec import NONE, PLACES, TIMES, GridSpec, Measure
from dashboards.metrics.book import MetricFigure, Scope
from dashboards.metrics.persons import COUNTS, is_personal
from models.metrics.small_cells import Mark, mark_small_cells

Key = tuple[str, str, Measure]


def is_grid_personal(metric: Mapping[str, Any], spec: GridSpec, scope: Scope) -> bool:
    """Whether cells count persons by what they did or are: the charge, or any breakdown."""
    return is_personal(metric, scope, is_cut=bool(set(spec.dimensions) - {*PLACES, *TIMES}))


def mark_grid(
    grid: Grid, metrics: Mapping[str, Mapping[str, Any]], *, has_case_access: bool
) -> dict[Key, Mark]:
    """The cells that are not shown; a figure goes with its parts, a comparison with its base."""
    marks: dict[Key, Mark] = {}
    if has_case_access:
        return marks
    for measure in grid.spec.measures:
        if not is_grid_personal(metrics[measure.metric_id], grid.spec, grid.asked.scope):
            continue
        for part in COUNTS:
            for figure_of in (lambda cell: cell.figure, lambda cell: cell.base):
                _mark_part(grid, measure, part, figure_of, marks)
    return marks


def _mark_part(
    grid: Grid,
    measure: Measure,
    part: Callable[[MetricFigure | None], float | None],
    figure_of: Callable[[Cell], MetricFigure | None],
    marks: dict[Key, Mark],
) -> None:
    counts: list[list[float | None]] = []
    for row in grid.rows:
        found = [grid.cell(row, column, measure) for column in grid.columns]
        counts.append([part(figure_of(cell)) if cell else None for cell in found])
    marked = mark_small_cells(
        counts,
        has_row_totals=grid.spec.columns not in (NONE, *TIMES) and grid.columns[-1] == TOTAL,
        has_column_totals=grid.spec.rows not in (NONE, *TIMES) and grid.rows[-1] == TOTAL,
    )
    for row, of_row in zip(grid.rows, marked, strict=True):
        for column, mark in zip(grid.columns, of_row, strict=True):
            key = (row, column, measure)
            # Of a ratio the parts may be hidden for one reason or the other; small is said first.
            if mark is not Mark.SHOWN and marks.get(key) is not Mark.SMALL:
                marks[key] = mark
