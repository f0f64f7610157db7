"""Fixed reports and the pivot: every figure is the book's, nobody is ranked, small cells stay unsaid.

When this fails, a report shows another number than its cases, or a table of courts by acquittals.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace

import pytest

from dashboards.charts.spec import ChartKind
from dashboards.gallery.registry import STREAMS, FixedReport, fixed_reports
from dashboards.grids.fill import TOTAL, Asked, Grid, fill_grid
from dashboards.grids.privacy import mark_grid
from dashboards.grids.spec import (
    NONE,
    PLACES,
    TIMES,
    GridError,
    GridSpec,
    Measure,
    Order,
    check_spec,
    dimensions_of,
)
from dashboards.i18n import Texts
from dashboards.labels import Labels
from dashboards.metrics.book import MetricBook, Scope, UnknownScopeError
from dashboards.metrics.cases import NoCasesError, find_cases
from dashboards.queries import load_query
from dashboards.reports.members import member_label
from models.metrics.periods import Kind, Period, add_months, month_end
from models.metrics.small_cells import Mark
from pipelines.home import Home
from pipelines.scoping import ReaderScope
from pipelines.snapshot import Snapshot, open_snapshot

REPORTS = fixed_reports()
CHECKED_CELLS = 4


@pytest.fixture(scope="module")
def snapshot(built_home: Home) -> Iterator[Snapshot]:
    opened = open_snapshot(built_home.path)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def book(snapshot: Snapshot) -> MetricBook:
    return MetricBook(snapshot)


@pytest.fixture(scope="module")
def year(book: MetricBook) -> Period:
    """The twelve months before the month of the day of judgement."""
    last = month_end(add_months(book.as_of, -1))
    return Period(add_months(last.replace(day=1), -11), last)


def fill(snapshot: Snapshot, book: MetricBook, report: FixedReport, period: Period) -> Grid:
    spec = replace(report.spec(book.variants), periods=3)
    return fill_grid(snapshot, book, spec, Asked(period, kind=report.compare))


def test_there_are_reports_for_every_stream() -> None:
    """The platforms that we are measured against have fifty."""
    assert len(REPORTS) >= 50
    for stream in STREAMS:
        assert sum(report.stream == stream for report in REPORTS.values()) >= 10
    titles = [report.title(language) for report in REPORTS.values() for language in ("zh", "en")]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("report_id", REPORTS)
def test_a_fixed_report_shows_the_figures_of_the_book(
    snapshot: Snapshot, book: MetricBook, year: Period, report_id: str
) -> None:
    """A report that asks in its own way would in time say something else."""
    grid = fill(snapshot, book, REPORTS[report_id], year)
    cells = list(grid.cells.values())
    assert cells
    for cell in random.Random(report_id).sample(cells, min(CHECKED_CELLS, len(cells))):
        measure = (cell.measure.metric_id, cell.measure.variant)
        try:
            alone = book.figure(*measure, cell.pair.current, cell.scope)
        except UnknownScopeError:
            assert cell.figure is None
            continue
        assert cell.figure is not None
        assert cell.value == pytest.approx(alone.value)


@pytest.mark.parametrize("report_id", REPORTS)
def test_no_report_ranks_agencies_by_outcomes(book: MetricBook, report_id: str) -> None:
    """Design, section 6: agencies stand in the order of their codes."""
    spec = REPORTS[report_id].spec(book.variants)
    if spec.order is Order.VALUE and {spec.rows, spec.columns} & set(PLACES):
        assert all(book.metrics[one.metric_id]["ranking"] == "optional" for one in spec.measures)


def test_the_pivot_ranks_nobody_by_outcomes(book: MetricBook) -> None:
    """Every variant of every metric, alone and beside one that may be ranked."""
    allowed = Measure("e_dossier_rate", "period")
    for metric_id, variant in book.variants:
        measure = Measure(metric_id, variant)
        cuts = set(PLACES) & set(dimensions_of(book.metrics[metric_id]))
        for cut in cuts:
            for measures in ((measure,), (allowed, measure)):
                spec = GridSpec(measures, cut, order=Order.VALUE)
                if book.metrics[metric_id]["ranking"] == "optional":
                    check_spec(
                        GridSpec((measure,), cut, order=Order.VALUE), book.metrics, book.variants
                    )
                    continue
                with pytest.raises(GridError):
                    check_spec(spec, book.metrics, book.variants)
            with (
                pytest.raises(GridError)
                if book.metrics[metric_id]["ranking"] == "no"
                else nullcontext()
            ):
                check_spec(
                    GridSpec((measure,), "month", cut, order=Order.VALUE),
                    book.metrics,
                    book.variants,
                )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_member_has_a_name(snapshot: Snapshot, language: str) -> None:
    """A column that is headed `true` or `B203` is read by nobody."""
    labels = Labels(snapshot.query(load_query("labels")), language)
    found = snapshot.query(
        "select distinct breakdown, member from metric_cubes where breakdown <> 'all'"
    )
    bare = [
        (breakdown, member)
        for breakdown, member in zip(found["breakdown"], found["member"], strict=True)
        # Kinds of correction are their own names.
        if breakdown != "correction_type_code"
        and member_label(labels, Texts(language), breakdown, member) == member
    ]
    assert bare == []


def test_rows_of_agencies_stand_by_code(snapshot: Snapshot, book: MetricBook, year: Period) -> None:
    for report in REPORTS.values():
        if report.rows in PLACES and report.order is Order.CODE:
            rows = [row for row in fill(snapshot, book, report, year).rows if row != TOTAL]
            assert rows == sorted(rows), report.id


def test_a_ranking_that_is_allowed_goes_by_value(
    snapshot: Snapshot, book: MetricBook, year: Period
) -> None:
    grid = fill(snapshot, book, REPORTS["filed_by_charge"], year)
    values = [grid.cell(row, "", grid.spec.measures[0]) for row in grid.rows[:-1]]
    found = [cell.value for cell in values if cell and cell.value is not None]
    assert found == sorted(found, reverse=True)
    assert grid.rows[-1] == TOTAL


@pytest.mark.parametrize(
    ("spec", "reason"),
    [
        (GridSpec((), "region"), "grid.no_metric"),
        (GridSpec((Measure("crime_rate_per_100k", "period"),), "agency"), "grid.not_cut"),
        (
            GridSpec((Measure("criminal_case_filed_count", "period"),), "region", "region"),
            "grid.same_twice",
        ),
        (
            GridSpec(
                (Measure("court_accepted_closed_pending", "new"),), "procedure_code", "instance"
            ),
            "grid.one_breakdown",
        ),
        (
            GridSpec(
                (Measure("criminal_case_filed_count", "period"),), "region", chart=ChartKind.FUNNEL
            ),
            "grid.no_funnel",
        ),
    ],
)
def test_what_does_not_go_together_is_said(book: MetricBook, spec: GridSpec, reason: str) -> None:
    with pytest.raises(GridError) as caught:
        check_spec(spec, book.metrics, book.variants)
    assert caught.value.reason == reason


def test_random_pivots_open_their_cases(snapshot: Snapshot, book: MetricBook, year: Period) -> None:
    """Any cell: the list with sealed cases and facts without a case is the figure."""
    generator = random.Random(11)
    checked = 0
    while checked < 25:
        metric_id, variant = generator.choice(sorted(book.variants))
        dimensions = dimensions_of(book.metrics[metric_id])
        rows, columns = generator.choice(dimensions), generator.choice((NONE, *dimensions))
        spec = GridSpec((Measure(metric_id, variant),), rows, columns, periods=2)
        try:
            grid = fill_grid(
                snapshot, book, spec, Asked(year, kind=generator.choice((None, *_KINDS)))
            )
        except GridError:
            continue
        found = [cell for cell in grid.cells.values() if cell.figure and cell.figure.quantity]
        if not found:
            continue
        cell = generator.choice(sorted(found, key=repr))
        try:
            behind = find_cases(snapshot, book, metric_id, variant, cell.pair.current, cell.scope)
        except NoCasesError:
            continue
        assert behind.total == pytest.approx(cell.figure.quantity.numerator), (spec, cell)
        checked += 1


_KINDS = (Kind.YEAR_BEFORE, Kind.PERIOD_BEFORE, Kind.YEAR_TO_DATE)


def test_small_cells_of_persons_stay_unsaid_without_case_access(
    snapshot: Snapshot, book: MetricBook, year: Period
) -> None:
    """A lone juvenile of a county is somebody's neighbour."""
    spec = GridSpec((Measure("criminal_detention_persons", "period"),), "region", "is_juvenile")
    grid = fill_grid(snapshot, book, spec, Asked(year))
    marks = mark_grid(grid, book.metrics, has_case_access=False)
    small = {
        key
        for key, cell in grid.cells.items()
        if cell.figure and cell.figure.quantity and 0 < cell.figure.quantity.numerator < 5
    }
    assert small
    assert {key for key, mark in marks.items() if mark is Mark.SMALL} == small
    assert mark_grid(grid, book.metrics, has_case_access=True) == {}
    # Counts of cases and of agencies say nothing of a person.
    cases = GridSpec((Measure("criminal_case_filed_count", "period"),), "charge")
    filled = fill_grid(snapshot, book, cases, Asked(year))
    assert mark_grid(filled, book.metrics, has_case_access=False) == {}


def test_a_scope_holds_for_figures_and_lists(
    built_home: Home, snapshot: Snapshot, book: MetricBook, year: Period
) -> None:
    """A reader of one county sees the county's figures and the cases behind them, nothing else."""
    region = snapshot.query(
        "select region_code from metric_cubes where region_code is not null "
        "group by region_code order by sum(abs(value)) desc limit 1"
    )["region_code"].iloc[0]
    limited = open_snapshot(built_home.path, scope=ReaderScope(regions=(region,)))
    try:
        own = MetricBook(limited)
        visible = set(limited.query("select case_id from dim_cases")["case_id"])
        assert 0 < len(visible) < len(snapshot.query("select case_id from dim_cases"))
        for metric_id, variant in random.Random(3).sample(sorted(book.variants), 40):
            dimensions = dimensions_of(book.metrics[metric_id])
            if "region" not in dimensions or book.metrics[metric_id]["owner_agency"] == "platform":
                continue
            wanted = book.figure(metric_id, variant, year, Scope(region=region))
            assert own.figure(metric_id, variant, year).value == pytest.approx(wanted.value)
            try:
                behind = find_cases(limited, own, metric_id, variant, year)
            except NoCasesError:
                continue
            same = find_cases(snapshot, book, metric_id, variant, year, Scope(region=region))
            assert behind.total == pytest.approx(same.total), (metric_id, variant)
            open_cases = set(snapshot.query("select case_id from dim_cases")["case_id"])
            assert set(behind.cases["case_id"]) & open_cases <= visible
        other = snapshot.query(
            "select region_code from metric_cubes where region_code <> $own limit 1",
            {"own": region},
        )["region_code"].iloc[0]
        assert (
            own.figure("criminal_case_filed_count", "period", year, Scope(region=other)).value == 0
        )
        for relation in ("fct_events", "fct_documents", "fct_handoffs", "bridge_case_records"):
            strangers = limited.query(
                f"select count(*) as n from {relation} "
                "where case_id is not null and case_id not in (select case_id from reader_cases)"
            )
            assert strangers["n"].iloc[0] == 0, relation
    finally:
        limited.close()


def test_time_axes_end_with_the_chosen_period(
    snapshot: Snapshot, book: MetricBook, year: Period
) -> None:
    for grain in TIMES:
        spec = GridSpec((Measure("criminal_case_filed_count", "period"),), grain, periods=2)
        grid = fill_grid(snapshot, book, spec, Asked(year))
        assert len(grid.rows) == 2
        last = grid.cell(grid.rows[-1], TOTAL, grid.spec.measures[0])
        assert last is not None and last.pair.current.last_day >= year.last_day
