"""A grid as table and chart: the same ones go to the page and into every file.

Belongs here: which columns a grid has and what its chart shows. Keep out: figures, file formats, widgets.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dashboards.charts.spec import ChartKind, ChartSpec, Series
from dashboards.exports.package import HIDDEN, SMALL, Column, ExportTable, Value, say
from dashboards.grids.beside import beside_columns, beside_values
from dashboards.grids.fill import TOTAL, Cell, Grid
from dashboards.grids.funnel import draw_funnel
from dashboards.grids.names import (
    cases_address,
    dimension_name,
    measure_name,
    member_name,
    unit_name,
)
from dashboards.grids.privacy import Key, mark_grid
from dashboards.grids.spec import METRIC, NONE, TIMES, Measure
from dashboards.metrics.book import MetricBook
from dashboards.view import View
from models.metrics.formula import round_as_printed
from models.metrics.small_cells import Mark

MOST_SERIES = 8


@dataclass(frozen=True)
class Drawing:
    """A grid with the words and marks of one reader."""

    view: View
    book: MetricBook
    grid: Grid
    title: str
    marks: Mapping[Key, Mark]

    @classmethod
    def of(cls, view: View, book: MetricBook, grid: Grid, title: str) -> Drawing:
        """What this reader may see of a grid."""
        marks = mark_grid(grid, book.metrics, has_case_access=view.reader.has_case_access)
        return cls(view, book, grid, title, marks)

    def table(self) -> ExportTable:
        """The whole table; every figure with the address of its cases."""
        grid = self.grid
        if grid.spec.columns == NONE:
            return self._list()
        return self._cross()

    def statement(self) -> str:
        """What is seen, in one line: the last or total figure and its change."""
        text, grid = self.view.text, self.grid
        measure = grid.spec.measures[0]
        if grid.spec.rows == METRIC:
            return ""
        at = self._last_finished(measure) if grid.spec.rows in TIMES else grid.rows[-1]
        cell = grid.cell(at, grid.columns[-1], measure)
        if cell is None or cell.value is None or self._mark(cell, at, grid.columns[-1]):
            return ""
        said = f"{self._digits(cell.value, measure)} {unit_name(self.view, self.book, measure)}"
        name = member_name(self.view, self.book, grid.spec.rows, at)
        change = self._change_words(cell)
        return text("grid.statement", name=name, value=said) + change

    def chart(self) -> ChartSpec | None:
        """The chart of the spec; None where it has none or nothing can be drawn."""
        kind = self.grid.spec.chart
        if kind is None:
            return None
        if kind is ChartKind.FUNNEL:
            return draw_funnel(self)
        rows = [row for row in self.grid.rows if row != TOTAL]
        series = self._series(rows)
        measure = self.grid.spec.measures[0]
        variant = self.book.variants[measure.metric_id, measure.variant]
        chart = ChartSpec(
            kind,
            self._chart_title(),
            unit_name(self.view, self.book, measure),
            tuple(member_name(self.view, self.book, self.grid.spec.rows, row) for row in rows),
            tuple(series[:MOST_SERIES]),
            int(variant["decimals"]),
            unfinished_label=self.view.text("statistics.unfinished"),
        )
        return None if chart.is_empty else chart

    def _chart_title(self) -> str:
        said = self.statement()
        return self.view.text("grid.titled", title=self.title, said=said) if said else self.title

    def _last_finished(self, measure: Measure) -> str:
        for row in reversed(self.grid.rows):
            cell = self.grid.cell(row, self.grid.columns[-1], measure)
            if (
                cell
                and cell.figure
                and not cell.figure.is_unfinished
                and not cell.figure.is_open_cohort
            ):
                return row
        return self.grid.rows[-1]

    def _mark(self, cell: Cell, row: str, column: str) -> Mark | None:
        return self.marks.get((row, column, cell.measure))

    def _digits(self, value: float, measure: Measure) -> str:
        decimals = int(self.book.variants[measure.metric_id, measure.variant]["decimals"])
        return f"{round_as_printed(value, decimals):,f}"

    def _change_words(self, cell: Cell) -> str:
        kind, found, text = self.grid.asked.kind, cell.comparison, self.view.text
        if kind is None or found is None or found.change is None:
            return ""
        variant = self.book.variants[cell.measure.metric_id, cell.measure.variant]
        if found.relative_change is not None and not found.is_small_base:
            said = f"{round_as_printed(found.relative_change * 100, 1):+f}%"
        else:
            said = f"{round_as_printed(found.change, int(variant['decimals'])):+,f}"
            if variant["unit"] == "%":
                said = text("statistics.points", change=said)
        return text("grid.against", kind=text(f"against.{kind.value}"), change=said)

    # Tables

    def _list(self) -> ExportTable:
        """Metrics beside each other, or one with its parts, base, change and interval."""
        text, grid = self.view.text, self.grid
        is_single = len(grid.spec.measures) == 1 or grid.spec.rows == METRIC
        first = dimension_name(self.view, grid.spec.rows)
        columns = [Column(first)]
        if is_single:
            columns += self._single_columns()
        else:
            for measure in grid.spec.measures:
                variant = self.book.variants[measure.metric_id, measure.variant]
                columns.append(
                    Column(
                        measure_name(self.view, self.book, measure),
                        True,
                        int(variant["decimals"]),
                        unit_name(self.view, self.book, measure),
                    )
                )
        columns.append(Column(text("statistics.marks")))
        rows: list[tuple[Value, ...]] = []
        addresses: dict[tuple[int, int], str] = {}
        digits: dict[tuple[int, int], int] = {}
        for number, row in enumerate(grid.rows):
            cells = [
                cell
                for measure in grid.spec.measures
                if (cell := grid.cell(row, grid.columns[0], measure)) is not None
            ]
            name = member_name(self.view, self.book, grid.spec.rows, row)
            if is_single:
                found = self._single(cells[0], row) if cells else [None] * (len(columns) - 2)
                if cells:
                    self._address(addresses, number, 1, cells[0], found[0])
                    if isinstance(found[2], float):
                        self._address(addresses, number, 2, cells[0], found[1])
                        self._address(addresses, number, 3, cells[0], found[2], "denominator")
                    if grid.asked.kind is not None:
                        self._address(addresses, number, 6, cells[0], found[5], is_base=True)
            else:
                found = []
                for place, measure in enumerate(grid.spec.measures, start=1):
                    cell = grid.cell(row, grid.columns[0], measure)
                    value = self._value(cell, row, grid.columns[0])
                    found.append(value)
                    if cell is not None:
                        self._address(addresses, number, place, cell, value)
            rows.append((name, *found, self._remarks(cells)))
            if grid.spec.rows == METRIC and cells:
                unit = unit_name(self.view, self.book, cells[0].measure)
                rows[-1] = (self.view.text("grid.with_unit", name=name, unit=unit), *rows[-1][1:])
                variant = self.book.variants[cells[0].measure.metric_id, cells[0].measure.variant]
                digits |= {(number, place): int(variant["decimals"]) for place in (1, 4, 5, 6, 7)}
        return _without_empty(
            ExportTable(self.title, tuple(columns), tuple(rows), addresses, self.chart(), digits)
        )

    def _single_columns(self) -> list[Column]:
        text, grid = self.view.text, self.grid
        measure = grid.spec.measures[0]
        variant = self.book.variants[measure.metric_id, measure.variant]
        is_mixed = grid.spec.rows == METRIC
        unit = "" if is_mixed else unit_name(self.view, self.book, measure)
        decimals = 2 if is_mixed else int(variant["decimals"])
        columns = [
            Column(text("statistics.value"), True, decimals, unit),
            Column(text("grid.numerator"), True, 0),
            Column(text("grid.denominator"), True, 0),
            Column(text("grid.lower"), True, decimals, unit),
            Column(text("grid.upper"), True, decimals, unit),
        ]
        if grid.asked.kind is not None:
            columns += [
                Column(text(f"against.{grid.asked.kind.value}"), True, decimals, unit),
                Column(text("statistics.change"), True, decimals),
                Column(text("grid.relative_change"), True, 1, "%"),
            ]
        return columns + beside_columns(self.view, grid.asked.beside, decimals, unit)

    def _single(self, cell: Cell, row: str) -> list[Value]:
        column = self.grid.columns[0]
        mark = self.marks.get((row, column, cell.measure), Mark.SHOWN)
        quantity = cell.figure.quantity if cell.figure else None
        interval = quantity.interval if quantity else None
        below = quantity.denominator if quantity else None
        values: list[Value] = [
            cell.value,
            quantity.numerator if quantity and below is not None else None,
            below,
            interval.lower if interval else None,
            interval.upper if interval else None,
        ]
        if self.grid.asked.kind is not None:
            found = cell.comparison
            relative = found.relative_change if found and not found.is_small_base else None
            values += [
                cell.base.value if cell.base else None,
                found.change if found else None,
                relative * 100 if relative is not None else None,
            ]
        values += beside_values(self.view, self.book, self.grid.asked.beside, cell)
        if mark is Mark.SHOWN:
            return values
        return [None if value is None else say(None, mark) for value in values]

    def _cross(self) -> ExportTable:
        """Rows by columns, of one metric."""
        grid, text = self.grid, self.view.text
        measure = grid.spec.measures[0]
        variant = self.book.variants[measure.metric_id, measure.variant]
        columns = [Column(dimension_name(self.view, grid.spec.rows))]
        for member in grid.columns:
            name = member_name(self.view, self.book, grid.spec.columns, member)
            cells = [grid.cell(row, member, measure) for row in grid.rows]
            if grid.spec.columns in TIMES and any(
                cell.figure.is_unfinished for cell in cells if cell and cell.figure
            ):
                name = text("grid.marked", name=name, mark=text("statistics.unfinished"))
            columns.append(Column(name, True, int(variant["decimals"])))
        columns.append(Column(text("statistics.marks")))
        rows: list[tuple[Value, ...]] = []
        addresses: dict[tuple[int, int], str] = {}
        for number, row in enumerate(grid.rows):
            cells = [grid.cell(row, member, measure) for member in grid.columns]
            values = [
                self._value(cell, row, member)
                for cell, member in zip(cells, grid.columns, strict=True)
            ]
            for place, (cell, value) in enumerate(zip(cells, values, strict=True), start=1):
                if cell is not None:
                    self._address(addresses, number, place, cell, value)
            name = member_name(self.view, self.book, grid.spec.rows, row)
            rows.append((name, *values, self._remarks([cell for cell in cells[-1:] if cell])))
        return _without_empty(
            ExportTable(self.title, tuple(columns), tuple(rows), addresses, self.chart())
        )

    def _value(self, cell: Cell | None, row: str, column: str) -> Value:
        if cell is None:
            return None
        mark = self.marks.get((row, column, cell.measure), Mark.SHOWN)
        return say(cell.value, mark)

    def _address(
        self,
        addresses: dict[tuple[int, int], str],
        row: int,
        place: int,
        cell: Cell,
        value: Value,
        part: str = "numerator",
        *,
        is_base: bool = False,
    ) -> None:
        if value not in (None, 0, 0.0, SMALL, HIDDEN):
            address = cases_address(self.view, cell, part=part, is_base=is_base)
            if address:
                addresses[row, place] = address

    def _remarks(self, cells: list[Cell]) -> str:
        text, said = self.view.text, []
        figures = [cell.figure for cell in cells if cell.figure is not None]
        if any(figure.is_unfinished for figure in figures) or any(
            cell.pair.is_cut for cell in cells
        ):
            said.append(text("statistics.unfinished"))
        if any(figure.is_open_cohort for figure in figures):
            said.append(text("statistics.open_cohort"))
        if any(
            figure.quantity is not None and figure.quantity.is_small and figure.quantity.denominator
            for figure in figures
        ) or any(cell.comparison is not None and cell.comparison.is_small_base for cell in cells):
            said.append(text("statistics.small_base"))
        return text("frame.list_separator").join(said)

    # Charts

    def _series(self, rows: list[str]) -> list[Series]:
        grid = self.grid
        if grid.spec.columns != NONE:
            measure = grid.spec.measures[0]
            return [
                self._one(
                    member_name(self.view, self.book, grid.spec.columns, column),
                    rows,
                    column,
                    measure,
                )
                for column in grid.columns
                if column != TOTAL
            ]
        unit = unit_name(self.view, self.book, grid.spec.measures[0])
        measures = [
            one for one in grid.spec.measures if unit_name(self.view, self.book, one) == unit
        ]
        found = [
            self._one(measure_name(self.view, self.book, one), rows, grid.columns[0], one)
            for one in measures
        ]
        if grid.asked.kind is not None and len(measures) == 1:
            name = self.view.text(f"against.{grid.asked.kind.value}")
            found.append(self._one(name, rows, grid.columns[0], measures[0], is_base=True))
        # Nothing to compare with draws nothing.
        return [one for one in found if any(value is not None for value in one.values)]

    def _one(
        self, name: str, rows: list[str], column: str, measure: Measure, *, is_base: bool = False
    ) -> Series:
        values, unfinished, addresses = [], [], []
        for row in rows:
            cell = self.grid.cell(row, column, measure)
            figure = (cell.base if is_base else cell.figure) if cell else None
            is_shown = (row, column, measure) not in self.marks
            values.append(figure.value if figure and is_shown else None)
            unfinished.append(
                bool(figure and not is_base and (figure.is_unfinished or figure.is_open_cohort))
            )
            addresses.append(
                cases_address(self.view, cell) if cell and figure and not is_base else ""
            )
        return Series(name, tuple(values), tuple(unfinished), tuple(addresses))


def _without_empty(table: ExportTable) -> ExportTable:
    """Columns in which nothing stands, left out: counts have no parts and no intervals."""
    kept = [
        place
        for place in range(len(table.columns))
        if place < 2 or any(row[place] not in (None, "") for row in table.rows)
    ]
    places = {place: number for number, place in enumerate(kept)}
    return replace(
        table,
        columns=tuple(table.columns[place] for place in kept),
        rows=tuple(tuple(row[place] for place in kept) for row in table.rows),
        addresses={
            (row, places[place]): one
            for (row, place), one in table.addresses.items()
            if place in places
        },
        digits={
            (row, places[place]): one
            for (row, place), one in table.digits.items()
            if place in places
        },
    )
