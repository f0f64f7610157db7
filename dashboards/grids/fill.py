"""The figures of a grid: members, periods, bases, asked at once.

Belongs here: from a spec, days and a scope to cells. Keep out: what a figure is (metrics/book.py), words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from dashboards.grids.spec import CODES, METRIC, NONE, TIMES, GridSpec, Measure, Order, check_spec
from dashboards.metrics.batch import Question, ask_all
from dashboards.metrics.book import MetricBook, MetricFigure, Scope, Source
from dashboards.queries import load_query
from dashboards.reports.periods import period_name, period_of, read_period_name
from models.metrics.comparison import SMALL_DENOMINATOR, Comparison, Quantity, compare
from models.metrics.intervals import Interval, reference_interval
from models.metrics.periods import Kind, Period, PeriodPair, add_months, pair_periods, shift_months

# The row or column of everything.
TOTAL = ""
MONTHS = {"month": 1, "quarter": 3, "year": 12}
# More charges than this read better in a file of their own; the rest is counted in the total.
MOST_MEMBERS = 60
EARLIEST = date(2000, 1, 1)
# More earlier years than this say little about the present.
REFERENCE_YEARS = 5


class Beside(Enum):
    """What a figure can be held against that is no other period."""

    TARGET = "target"
    EARLIER_YEARS = "earlier_years"


@dataclass(frozen=True)
class Asked:
    """Days, comparison and scope of a grid; ``base`` is the period of choice of ``Kind.CUSTOM``."""

    period: Period
    scope: Scope = Scope()
    kind: Kind | None = None
    base: Period | None = None
    beside: Beside | None = None


@dataclass(frozen=True)
class Cell:
    """One figure of a grid with the question that it answers. ``figure`` None: there is none.

    ``earlier``: the same days of earlier years, as far back as anything is known.
    """

    measure: Measure
    pair: PeriodPair
    scope: Scope
    figure: MetricFigure | None = None
    base: MetricFigure | None = None
    earlier: tuple[MetricFigure, ...] = ()

    @property
    def expected(self) -> Interval | None:
        """Where earlier years expect the figure; None for fewer than three."""
        return reference_interval([one.value for one in self.earlier if one.value is not None])

    @property
    def value(self) -> float | None:
        return self.figure.value if self.figure else None

    @property
    def comparison(self) -> Comparison | None:
        """The figure beside its base; None where one of them is missing."""
        now, before = self.figure, self.base
        if now is None or before is None:
            return None
        if now.quantity is not None and before.quantity is not None:
            return compare(now.quantity, before.quantity)
        if now.value is None or before.value is None:
            return None
        few = (before.observation_count or 0) < SMALL_DENOMINATOR
        return Comparison(
            Quantity(now.value), Quantity(before.value), now.value - before.value, None, few
        )


@dataclass(frozen=True)
class Grid:
    """Cells by row member, column member and measure; ``TOTAL`` is everything.

    ``left_out``: how many members stand in the total alone, because the grid would be too long.
    """

    spec: GridSpec
    asked: Asked
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[tuple[str, str, Measure], Cell]
    left_out: int = 0

    def cell(self, row: str, column: str, measure: Measure) -> Cell | None:
        return self.cells.get((row, column, measure))


def fill_grid(
    source: Source,
    book: MetricBook,
    spec: GridSpec,
    asked: Asked,
    festivals: Mapping[int, date] | None = None,
) -> Grid:
    """All figures of a grid in a handful of questions; raises GridError for what does not go together."""
    check_spec(spec, book.metrics, book.variants)
    rows, left_out = _members(source, book, spec, asked, spec.rows)
    columns, more = _members(source, book, spec, asked, spec.columns)
    begins = _begins(source, spec) if asked.kind is not None or asked.beside else {}
    cells: dict[tuple[str, str, Measure], Cell] = {}
    questions: dict[tuple[tuple[str, str, Measure], str], Question] = {}
    earlier: dict[tuple[str, str, Measure], list[Question]] = {}
    for row in rows:
        for column in columns:
            for measure in _measures(spec, row):
                key = (row, column, measure)
                cell = _question(book, spec, asked, key, festivals)
                if cell is None:
                    continue
                cells[key] = cell
                parts = (measure.metric_id, measure.variant)
                questions[key, "figure"] = (*parts, cell.pair.current, cell.scope)
                # Before the first data there is nothing to compare with; nought would read as a rise.
                begin = begins.get(measure.metric_id, date.max)
                if asked.kind is not None and cell.pair.base.first_day >= begin:
                    questions[key, "base"] = (*parts, cell.pair.base, cell.scope)
                if asked.beside is Beside.EARLIER_YEARS:
                    earlier[key] = [
                        (*parts, days, cell.scope)
                        for back in range(1, REFERENCE_YEARS + 1)
                        for days in (shift_months(cell.pair.current, -12 * back),)
                        if days.first_day >= begin
                    ]
    wanted = [*questions.values(), *(one for years in earlier.values() for one in years)]
    answers = ask_all(source, dict.fromkeys(wanted), book)
    for (key, part), question in questions.items():
        cells[key] = replace(cells[key], **{part: answers[question]})
    for key, years in earlier.items():
        found = tuple(answer for one in years if (answer := answers[one]) is not None)
        cells[key] = replace(cells[key], earlier=found)
    grid = Grid(spec, asked, rows, columns, cells, left_out + more)
    return _ordered(grid) if spec.order is Order.VALUE else grid


def _begins(source: Source, spec: GridSpec) -> dict[str, date]:
    """The first month of each metric that can be compared."""
    found = source.query(
        load_query("metric_begin"),
        {"metric_ids": [measure.metric_id for measure in spec.measures]},
    )
    return {row["metric_id"]: row["first_month"].date() for row in found.to_dict("records")}


def _measures(spec: GridSpec, row: str) -> tuple[Measure, ...]:
    if spec.rows != METRIC:
        return spec.measures
    return tuple(measure for measure in spec.measures if str(measure) == row)


def _members(
    source: Source, book: MetricBook, spec: GridSpec, asked: Asked, dimension: str
) -> tuple[tuple[str, ...], int]:
    """The members of rows or columns, the total last, and how many are too many."""
    if dimension == NONE:
        return (TOTAL,), 0
    if dimension == METRIC:
        return tuple(str(measure) for measure in spec.measures), 0
    if dimension in TIMES:
        return _times(dimension, asked.period, spec.periods), 0
    first_day = asked.period.first_day
    is_level = any(
        book.variants[measure.metric_id, measure.variant]["time_basis"] == "stock"
        for measure in spec.measures
    )
    if is_level:
        first_day = EARLIEST
    elif {spec.rows, spec.columns} & set(TIMES):
        axis = spec.rows if spec.rows in TIMES else spec.columns
        first_day = add_months(first_day, -MONTHS[axis] * spec.periods)
    found = source.query(
        load_query("grid_members"),
        {
            "metric_ids": [measure.metric_id for measure in spec.measures],
            "dimension": dimension,
            "first_day": first_day,
            "last_day": asked.period.last_day,
            "region": asked.scope.region,
            "agency": asked.scope.agency,
            "charge": asked.scope.charge,
        },
    )
    members = found["member"].tolist()
    if dimension == "charge" and len(members) > MOST_MEMBERS:
        kept = set(found.nlargest(MOST_MEMBERS, "weight")["member"])
        return (*(one for one in members if one in kept), TOTAL), len(members) - MOST_MEMBERS
    return (*members, TOTAL), 0


def _times(grain: str, period: Period, count: int) -> tuple[str, ...]:
    """The last periods of a grain up to the end of the chosen one, the oldest first."""
    last = period_of(period.last_day, grain)
    return tuple(
        period_name(shift_months(last, -MONTHS[grain] * back), grain)
        for back in range(count - 1, -1, -1)
    )


def _question(
    book: MetricBook,
    spec: GridSpec,
    asked: Asked,
    key: tuple[str, str, Measure],
    festivals: Mapping[int, date] | None,
) -> Cell | None:
    """The question of a cell; None where nothing of its days is known."""
    row, column, measure = key
    period, scope = asked.period, asked.scope
    for dimension, member in ((spec.rows, row), (spec.columns, column)):
        if member == TOTAL or dimension in (NONE, METRIC):
            continue
        if dimension in TIMES:
            period = read_period_name(member, dimension)
        elif dimension in CODES:
            scope = replace(scope, **{dimension: member})
        else:
            scope = replace(scope, breakdown=dimension, member=member)
    data_date = book.data_date(measure.metric_id)
    kind = asked.kind or Kind.YEAR_BEFORE
    try:
        pair = pair_periods(period, kind, data_date=data_date, base=asked.base, festivals=festivals)
    except (LookupError, ValueError):
        return None
    if asked.kind is None and asked.beside is not Beside.EARLIER_YEARS:
        # Nothing is compared: a period that is not over is shown as it is, and marked.
        pair = replace(pair, current=period)
    return Cell(measure, pair, scope)


def _ordered(grid: Grid) -> Grid:
    """Rows by the value of the first measure in the total column, the largest first."""
    measure, last = grid.spec.measures[0], grid.columns[-1]

    def weight(row: str) -> float:
        cell = grid.cell(row, last, measure)
        return cell.value if cell and cell.value is not None else float("-inf")

    members = sorted((row for row in grid.rows if row != TOTAL), key=weight, reverse=True)
    total = (TOTAL,) if TOTAL in grid.rows else ()
    return replace(grid, rows=(*members, *total))
