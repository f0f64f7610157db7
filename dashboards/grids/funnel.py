"""Funnel plots: who differs from the whole by more than chance, instead of a table of ranks.

Belongs here: points and limits from a grid. Keep out: the statistics (models/metrics/intervals.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.charts.spec import ChartKind, ChartSpec, Funnel, FunnelPoint
from dashboards.grids.fill import TOTAL
from dashboards.grids.names import cases_address, member_name, unit_name
from models.metrics.comparison import Place, place_in_funnel
from models.metrics.intervals import FUNNEL_LEVELS, funnel_limits

if TYPE_CHECKING:
    from dashboards.grids.draw import Drawing

_FUNNEL_STEPS = 40


def draw_funnel(drawing: Drawing) -> ChartSpec | None:
    """The shares of agencies or regions over their denominators; None where there is none."""
    grid, measure = drawing.grid, drawing.grid.spec.measures[0]
    variant = drawing.book.variants[measure.metric_id, measure.variant]
    column, factor = grid.columns[0], float(variant["multiplier"])
    total = grid.cell(TOTAL, column, measure)
    whole = total.figure.quantity if total and total.figure else None
    if whole is None or whole.value is None or not whole.denominator:
        return None
    share = min(1.0, max(0.0, whole.value / factor))
    points = []
    for row in grid.rows:
        cell = grid.cell(row, column, measure)
        quantity = cell.figure.quantity if cell and cell.figure else None
        if row == TOTAL or cell is None or quantity is None or not quantity.denominator:
            continue
        if quantity.value is None or (row, column, measure) in drawing.marks:
            continue
        place = place_in_funnel(int(quantity.numerator), int(quantity.denominator), share)
        points.append(
            FunnelPoint(
                member_name(drawing.view, drawing.book, grid.spec.rows, row),
                int(quantity.denominator),
                quantity.value,
                place in (Place.BELOW, Place.ABOVE),
                cases_address(drawing.view, cell, part="denominator"),
            )
        )
    if not points:
        return None
    most = max(point.trials for point in points)
    steps = sorted(
        {max(1, round(most * 1.1 * step / _FUNNEL_STEPS)) for step in range(1, _FUNNEL_STEPS + 1)}
    )
    lines = []
    for level in FUNNEL_LEVELS:
        limits = [(trials, funnel_limits(share, trials, level=level)) for trials in steps]
        lines.append(tuple((n, one.lower * factor, one.upper * factor) for n, one in limits))
    outside = sum(point.is_outside for point in points)
    said = drawing.view.text.count("grid.outside", outside, number=str(outside))
    return ChartSpec(
        ChartKind.FUNNEL,
        drawing.view.text("grid.titled", title=drawing.title, said=said),
        unit_name(drawing.view, drawing.book, measure),
        decimals=int(variant["decimals"]),
        funnel=Funnel(tuple(points), whole.value, lines[0], lines[1]),
        axis=drawing.view.text("grid.trials"),
    )
