"""The tools of an analysis page: its saved views, and its tables and charts as files.

Belongs here: collecting what a page shows, so that a file holds exactly that. Keep out: file formats
(dashboards/exports) and storing views (pipelines/appdb).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import streamlit as st
from markupsafe import Markup

from dashboards.charts.spec import ChartSpec
from dashboards.components.address_form import Choice, Values
from dashboards.components.export_menu import absolute, show_export
from dashboards.components.markup import Cell, Heading, show, table
from dashboards.components.saved_views import show_saved_views
from dashboards.exports.fill import fill_package
from dashboards.exports.package import HIDDEN, SMALL, Column, ExportPackage, ExportTable, Value
from dashboards.formats import EMPTY
from dashboards.view import View

_NUMBER = re.compile(r"^([+-]?[0-9][0-9,]*(?:\.[0-9]+)?)\s*(\D{0,8})$")
_ADDRESS = re.compile(r'href="([^"]+)"')
_UNSAID = {one.written: one for one in (SMALL, HIDDEN)}
_BREAK = re.compile(r"<br\s*/?>")


@dataclass
class PageTools:
    """What a page has shown so far, and where its tools stand."""

    view: View
    page: str
    title: str
    place: st.delta_generator.DeltaGenerator
    filters: list[tuple[str, str]]
    metric_ids: list[str] = field(default_factory=list)
    tables: list[ExportTable] = field(default_factory=list)

    def count_on(self, *metric_ids: str) -> None:
        """Say which metrics the page stands on: their definitions go into files and the trust strip."""
        for metric_id in metric_ids:
            self.view.trail.metrics[metric_id] = None
        self.metric_ids += metric_ids

    def show_table(
        self,
        headings: Sequence[Heading],
        rows: Iterable[Sequence[Cell]],
        *,
        label: str,
        is_tall: bool = False,
        chart: ChartSpec | None = None,
    ) -> None:
        """Show a table, and keep it (with the chart that draws it) for the files."""
        given = [list(row) for row in rows]
        show(table(headings, given, label=label, is_tall=is_tall))
        unit = self.view.text("export.unit")
        self.tables.append(export_table(label, headings, given, unit_label=unit, chart=chart))

    def close(self) -> None:
        """Put the tools in their place, when everything was shown."""
        if not self.tables:
            return
        given = {name: value for name, value in st.query_params.items() if name != "lang"}
        address = absolute(self.view.link(self.page, **given))

        def make_package() -> ExportPackage:
            return fill_package(
                self.view,
                name=self.page,
                title=self.title,
                filters=self.filters,
                tables=self.tables,
                metric_ids=self.metric_ids,
                address=address,
            )

        with self.place:
            show_saved_views(self.view, self.page, given)
            show_export(self.view, make_package, name=self.page)


def open_tools(
    view: View, page: str, title: str, *forms: tuple[Sequence[Choice], Values]
) -> PageTools:
    """The tools of a page with the filters as they are; ``close`` fills their place."""
    filters = [
        (choice.label, choice.write(value) if value else choice.empty or view.text("search.any"))
        for choices, values in forms
        for choice in choices
        for value in (values[choice.name],)
    ]
    place = st.container(horizontal=True, horizontal_alignment="right", key="page_tools")
    return PageTools(view, page, title, place, filters)


def export_table(
    title: str,
    headings: Sequence[Heading],
    rows: Sequence[Sequence[Cell]],
    *,
    unit_label: str = "",
    chart: ChartSpec | None = None,
) -> ExportTable:
    """A table of a page as one of a file: numbers where a column holds nothing else, with their addresses.

    Numbers of several units have these in a column of their own, called ``unit_label``.
    """
    texts = [[_words(cell) for cell in row] for row in rows]
    addresses = {
        (place, column): absolute(found[1].replace("&amp;", "&"))
        for place, row in enumerate(rows)
        for column, cell in enumerate(row)
        if (found := _ADDRESS.search(str(cell)))
    }
    columns: list[Column] = []
    values: list[list[Value]] = []
    places: dict[int, int] = {}
    digits: dict[tuple[int, int], int] = {}
    for place, heading in enumerate(headings):
        read = [row[place] for row in texts]
        numbers = [_NUMBER.match(text) for text in read]
        is_number = (
            heading.kind == "number"
            and any(numbers)
            and all(
                number or text in ("", EMPTY) or text in _UNSAID
                for number, text in zip(numbers, read, strict=True)
            )
        )
        label = f"{heading.label} ({heading.note})" if heading.note else heading.label
        places[place] = len(columns)
        if not is_number:
            columns.append(Column(label))
            values.append(list(read))
            continue
        units = [number[2].strip() if number else "" for number in numbers]
        known = {unit for unit, number in zip(units, numbers, strict=True) if number}
        decimals = [len(number[1].partition(".")[2]) if number else 0 for number in numbers]
        digits |= {(row, len(columns)): found for row, found in enumerate(decimals)}
        columns.append(Column(label, True, max(decimals), known.pop() if len(known) == 1 else ""))
        values.append(
            [
                float(number[1].replace(",", "")) if number else _UNSAID.get(text)
                for number, text in zip(numbers, read, strict=True)
            ]
        )
        if known:
            # Several units in one column: each number keeps its own beside it.
            columns.append(Column(unit_label))
            values.append(list(units))
    cells: list[tuple[Value, ...]] = [
        tuple(column[row] for column in values) for row in range(len(texts))
    ]
    moved = {(row, places[place]): one for (row, place), one in addresses.items()}
    return ExportTable(title, tuple(columns), tuple(cells), moved, chart, digits)


def _words(cell: Cell) -> str:
    """The text of a cell; what is to be opened (a definition) has a sheet of its own."""
    if not isinstance(cell, Markup):
        return str(cell)
    bars = re.search(r'class="cl-spark"[^>]*aria-label="([^"]*)"', cell)
    if bars:
        return bars[1]
    without = re.sub(r"<details.*?</details>", "", str(cell), flags=re.DOTALL)
    return Markup(_BREAK.sub(" ", without)).striptags()
