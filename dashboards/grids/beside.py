"""What a figure of a grid is held against that is no other period: its target, or its earlier years.

Belongs here: the columns and values of both. Keep out: periods compared with each other (fill.py, draw.py) and
where targets come from (dashboards/metrics/targets.py).
"""

from __future__ import annotations

from dataclasses import replace

from dashboards.exports.package import Column, Value
from dashboards.grids.fill import Beside, Cell
from dashboards.metrics.book import MetricBook
from dashboards.metrics.targets import TARGETS
from dashboards.view import View
from models.metrics.comparison import compare_with_target
from models.metrics.intervals import Interval


def beside_columns(view: View, beside: Beside | None, decimals: int, unit: str) -> list[Column]:
    """The columns that a comparison adds to a table of one metric."""
    text = view.text
    if beside is Beside.TARGET:
        return [
            Column(text("against.target"), True, decimals, unit),
            Column(text("grid.gap"), True, decimals),
        ]
    if beside is Beside.EARLIER_YEARS:
        return [
            Column(text("grid.usual_lower"), True, decimals, unit),
            Column(text("grid.usual_upper"), True, decimals, unit),
            Column(text("grid.usual_place")),
        ]
    return []


def beside_values(view: View, book: MetricBook, beside: Beside | None, cell: Cell) -> list[Value]:
    """The values of these columns."""
    if beside is Beside.TARGET:
        target = TARGETS.get(cell.measure.metric_id)
        if target is None:
            return [None, None]
        direction = str(book.metrics[cell.measure.metric_id]["direction"])
        return [target, compare_with_target(cell.value, target, direction=direction).gap]
    if beside is Beside.EARLIER_YEARS:
        usual = usual_interval(book, cell)
        if usual is None:
            return [None, None, view.text("grid.few_years")]
        return [usual.lower, usual.upper, view.text(f"grid.is_{_place(cell.value, usual)}")]
    return []


def usual_interval(book: MetricBook, cell: Cell) -> Interval | None:
    """Where the same days of earlier years expect the figure; None for fewer than three."""
    found, variant = cell.expected, book.variants[cell.measure.metric_id, cell.measure.variant]
    if found is not None and variant["is_share"] and variant["unit"] == "%":
        # A share cannot exceed the whole, whatever a normal spread says.
        return replace(found, lower=min(found.lower, 100.0), upper=min(found.upper, 100.0))
    return found


def _place(value: float | None, usual: Interval) -> str:
    if value is None:
        return "unknown"
    if value in usual:
        return "within"
    return "above" if value > usual.upper else "below"
