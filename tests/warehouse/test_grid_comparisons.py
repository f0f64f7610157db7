"""A grid beside its target, its earlier years, and over days of one's own.

When this fails, a reader is told that a figure is missed, unusual or of these days, and it is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from types import SimpleNamespace

import pytest

from dashboards.gallery.registry import fixed_reports
from dashboards.grids import fill
from dashboards.grids.beside import beside_columns, beside_values
from dashboards.grids.fill import TOTAL, Asked, Beside, Cell, fill_grid
from dashboards.grids.spec import GridSpec, Measure
from dashboards.i18n import Texts
from dashboards.metrics.book import MetricBook, Scope
from dashboards.metrics.targets import TARGETS
from dashboards.metrics.trend import trend_periods
from models.metrics.intervals import reference_interval
from models.metrics.periods import Period, add_months, month_end, shift_months
from pipelines.home import Home
from pipelines.snapshot import Snapshot, open_snapshot

FILED = Measure("criminal_case_filed_count", "period")
# A page without its widgets.
WORDS = SimpleNamespace(text=Texts("zh"))


@pytest.fixture(scope="module")
def snapshot(built_home: Home) -> Iterator[Snapshot]:
    opened = open_snapshot(built_home.path)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def book(snapshot: Snapshot) -> MetricBook:
    return MetricBook(snapshot)


@pytest.mark.parametrize("metric_id", TARGETS)
def test_a_target_stands_beside_its_figure(
    snapshot: Snapshot, book: MetricBook, metric_id: str
) -> None:
    measure = Measure(metric_id, str(book.default_variant(metric_id)))
    year = Period(add_months(book.as_of.replace(day=1), -11), month_end(book.as_of))
    grid = fill_grid(
        snapshot, book, GridSpec((measure,), "agency"), Asked(year, beside=Beside.TARGET)
    )
    cells = [cell for cell in grid.cells.values() if cell.value is not None]
    assert cells
    for cell in cells:
        target, gap = beside_values(WORDS, book, Beside.TARGET, cell)
        assert target == TARGETS[metric_id]
        assert gap == pytest.approx(cell.value - TARGETS[metric_id])
    other = Cell(FILED, cells[0].pair, Scope())
    assert beside_values(WORDS, book, Beside.TARGET, other) == [None, None]
    assert len(beside_columns(WORDS, Beside.TARGET, 2, "%")) == 2


def test_earlier_years_are_the_same_days(
    snapshot: Snapshot, book: MetricBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each earlier year is asked for the days that are over this year, as the book answers for them."""
    period = Period(book.as_of.replace(day=1), month_end(add_months(book.as_of, 2)))
    asked = Asked(period, beside=Beside.EARLIER_YEARS)
    spec = GridSpec((FILED,), "region")
    few = fill_grid(snapshot, book, spec, asked)
    # The sample begins a few months ago: what was not collected is no nought.
    assert all(len(cell.earlier) < 3 and cell.expected is None for cell in few.cells.values())
    found = beside_values(WORDS, book, Beside.EARLIER_YEARS, next(iter(few.cells.values())))
    assert found == [None, None, WORDS.text("grid.few_years")]

    monkeypatch.setattr(fill, "_begins", lambda *_: {FILED.metric_id: date(2000, 1, 1)})
    grid = fill_grid(snapshot, book, spec, asked)
    for (row, _, _), cell in grid.cells.items():
        scope = Scope(region=None if row == TOTAL else row)
        assert cell.pair.current.last_day == book.as_of
        values = [
            book.figure(
                FILED.metric_id, "period", shift_months(cell.pair.current, -12 * back), scope
            ).value
            for back in range(1, fill.REFERENCE_YEARS + 1)
        ]
        assert [one.value for one in cell.earlier] == values
        usual = reference_interval([value for value in values if value is not None])
        assert cell.expected == usual and usual is not None
        lower, upper, place = beside_values(WORDS, book, Beside.EARLIER_YEARS, cell)
        assert (lower, upper) == (usual.lower, usual.upper)
        is_within = cell.value is not None and usual.lower <= cell.value <= usual.upper
        assert (place == WORDS.text("grid.is_within")) == is_within


def test_days_of_ones_own_count_as_such(snapshot: Snapshot, book: MetricBook) -> None:
    days = Period(add_months(book.as_of, -4), add_months(book.as_of, -1))
    spec = fixed_reports()["filed_by_region"].spec(book.variants)
    grid = fill_grid(snapshot, book, spec, Asked(days))
    for (row, _, measure), cell in grid.cells.items():
        scope = Scope(region=None if row == TOTAL else row)
        alone = book.figure(measure.metric_id, measure.variant, days, scope)
        assert cell.value == alone.value


@pytest.mark.parametrize("grain", ["week", "month", "quarter"])
@pytest.mark.parametrize(
    "days",
    [
        Period(date(2024, 2, 29), date(2024, 2, 29)),
        Period(date(2023, 12, 31), date(2024, 3, 1)),
        Period(date(2021, 1, 1), date(2026, 12, 31)),
    ],
    ids=str,
)
def test_a_trend_of_days_of_ones_own_has_every_period_that_they_touch(
    grain: str, days: Period
) -> None:
    begin, as_of = date(2022, 3, 10), date(2025, 6, 30)
    periods = trend_periods(grain, begin, as_of, days)
    first, last = max(days.first_day, begin), min(days.last_day, as_of)
    assert periods[0].first_day <= first <= periods[0].last_day
    assert periods[-1].first_day <= last <= periods[-1].last_day
    assert all(
        (after.first_day - before.last_day).days == 1
        for before, after in zip(periods, periods[1:], strict=False)
    )
