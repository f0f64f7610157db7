"""A grid on a page: its chart and its table, every figure a link to its cases.

Belongs here: putting what grids draw onto a page. Keep out: figures and files.
"""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from dashboards.charts.plot import draw_plot
from dashboards.components.charts import follow_chart
from dashboards.components.frame import show_section
from dashboards.components.markup import TALL, Cell, Heading, anchor, quiet, show, table
from dashboards.exports.package import ExportTable, Unsaid, Value
from dashboards.formats import EMPTY
from dashboards.grids.draw import Drawing
from dashboards.view import View
from models.metrics.formula import round_as_printed


def show_grid(view: View, drawing: Drawing, *, key: str) -> ExportTable:
    """Chart and table; returns the table for files."""
    for measure in drawing.grid.spec.measures:
        view.trail.metrics[measure.metric_id] = None
    found = drawing.table()
    if found.chart is not None:
        with st.container(border=True, key=f"figure_{key}"):
            show(Markup('<h2 class="cl-figure">{}</h2>').format(found.chart.title))
            follow_chart(
                draw_plot(found.chart),
                key=f"chart-{key}-{hash(found.chart)}",
                description=found.chart.describe(),
            )
            show(quiet(view.text("grid.click_hint")))
    show_section(drawing.title, drawing.statement())
    show(grid_table(found))
    if drawing.grid.left_out:
        show(quiet(view.text("grid.left_out", number=view.formats.number(drawing.grid.left_out))))
    return found


def grid_table(found: ExportTable) -> Markup:
    """The table, in the order of the grid: it cannot be sorted by a reader."""
    headings = [
        Heading(column.label, "number" if column.is_number else "text", place == 0, column.unit)
        for place, column in enumerate(found.columns)
    ]
    rows = [
        [
            _cell(value, found.decimals(number, place), found.addresses.get((number, place), ""))
            for place, value in enumerate(row)
        ]
        for number, row in enumerate(found.rows)
    ]
    return table(headings, rows, label=found.title, is_tall=len(rows) > TALL)


def _cell(value: Value, decimals: int, address: str) -> Cell:
    if value is None or value == "":
        return EMPTY
    if isinstance(value, Unsaid):
        return quiet(value.written)
    if isinstance(value, (int, float)):
        written = f"{round_as_printed(value, decimals):,f}"
        return anchor(address, written) if address else written
    return str(value)
