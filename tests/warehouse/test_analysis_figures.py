"""The analysis pages' figures: many at once mean what one means, and every list adds up to its figure.

When one of these fails, a map or trend shows another number than the report, or a click on it opens other
cases than those that were counted.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest

from dashboards.metrics.book import MetricBook, Scope
from dashboards.metrics.case_pages import read_list, read_page
from dashboards.metrics.case_sets import CASE_SETS, SetScope, ask_set, count_facts
from dashboards.metrics.cases import NoCasesError, count_by_township, find_cases
from dashboards.metrics.grid import BY_AGENCY, BY_NOTHING, BY_REGION, read_grid
from dashboards.metrics.trend import read_trend, trend_periods
from dashboards.queries import load_query
from models.metrics.periods import Period, month_end
from pipelines.home import Home
from pipelines.snapshot import Snapshot, open_snapshot


class Asker:
    """A view without a page."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def ask(self, query: str, /, **parameters: Any) -> pd.DataFrame:
        return self.ask_sql(load_query(query), **parameters)

    def ask_sql(self, sql: str, /, **parameters: Any) -> pd.DataFrame:
        return self._snapshot.query(sql, parameters)


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
    return Period(book.as_of - timedelta(days=364), book.as_of)


def months_until(day: date, count: int) -> list[Period]:
    months = [day.replace(day=1)]
    while len(months) < count:
        months.append((months[-1] - timedelta(days=1)).replace(day=1))
    return [Period(month, month_end(month)) for month in months]


@pytest.mark.parametrize("by", [BY_NOTHING, BY_REGION, BY_AGENCY])
@pytest.mark.parametrize("is_by_day", [False, True], ids=["months", "days"])
def test_many_figures_are_the_single_ones(
    snapshot: Snapshot, book: MetricBook, by: str, is_by_day: bool
) -> None:
    periods = months_until(book.as_of, 6)
    if is_by_day:
        periods = [
            Period(p.first_day + timedelta(days=3), p.first_day + timedelta(days=12))
            for p in periods
        ]
    ids = [name for name, row in book.metrics.items() if not by or by in row["slices"].split(";")]
    found = read_grid(Asker(snapshot), book, ids, periods, by=by)
    chosen = random.Random(len(by)).sample(sorted(found), min(70, len(found)))
    differing = [
        key
        for key in chosen
        if found[key]
        != book.figure(key[0], key[1], periods[key[3]], Scope(**({by: key[2]} if by else {})))
    ]
    assert differing == []


@pytest.mark.parametrize("set_id", CASE_SETS)
def test_lists_add_up_to_their_figures(snapshot: Snapshot, year: Period, set_id: str) -> None:
    asker, dimensions = Asker(snapshot), CASE_SETS[set_id]
    regions = snapshot.query(
        "select distinct region_code from dim_cases where region_code is not null"
    )
    opened = set(snapshot.query("select case_id from dim_cases")["case_id"])
    for region in (None, str(regions["region_code"].min())):
        scope = SetScope(region)
        for dimension in dimensions:
            counted = count_facts(asker, set_id, year, scope, by=[dimension])
            for row in counted[counted[dimension].notna()].head(6).to_dict("records"):
                question = ask_set(set_id, year, scope, fixed={dimension: row[dimension]})
                whole = read_list(snapshot, question)
                assert whole.total == row["weight"], (set_id, dimension, row)
                page = read_page(snapshot, question, row_limit=5)
                assert (page.counted, page.without_case) == (whole.total, whole.without_case)
                shown = whole.cases[whole.cases["case_id"].isin(opened)]
                assert (page.case_count, page.listed) == (len(shown), shown["weight"].sum())
                assert page.rows["case_id"].tolist() == shown["case_id"].head(5).tolist()


def test_sets_know_their_dimensions_only(year: Period) -> None:
    """Names stand in SQL: what an address says must never get there unseen."""
    with pytest.raises(KeyError, match="no dimension"):
        ask_set("moves", year, fixed={"case_id": "1"})


def test_stages_lose_nobody(snapshot: Snapshot, year: Period) -> None:
    """Open at the start + came in − went on = open at the end, for every stage."""
    asker = Asker(snapshot)
    moves = count_facts(asker, "moves", year, by=["from_stage", "to_stage"])
    before = Period(year.first_day - timedelta(days=1), year.first_day - timedelta(days=1))
    opened, closed = (
        count_facts(asker, "stays", days, by=["stage"]).set_index("stage")["weight"]
        for days in (before, year)
    )
    for stage in set(moves["to_stage"]) - {"closed"}:
        came = moves.loc[moves["to_stage"] == stage, "weight"].sum()
        went = moves.loc[moves["from_stage"] == stage, "weight"].sum()
        assert opened.get(stage, 0) + came - went == closed.get(stage, 0), stage


def test_townships_add_up(snapshot: Snapshot, book: MetricBook, year: Period) -> None:
    key = ("criminal_case_filed_count", "period")
    counted = count_by_township(snapshot, book, *key, year)
    figure = book.figure(*key, year)
    assert counted["weight"].sum() == figure.value
    for row in counted.head(5).to_dict("records"):
        listed = find_cases(snapshot, book, *key, year, township=row["township_code"])
        assert listed.total == row["weight"]
    with pytest.raises(NoCasesError):
        variant = str(book.default_variant("export_freshness_lag"))
        count_by_township(snapshot, book, "export_freshness_lag", variant, year)


@pytest.mark.parametrize("grain", ["week", "month", "quarter"])
def test_trends_compare_with_what_is_known_only(
    snapshot: Snapshot, book: MetricBook, grain: str
) -> None:
    metric = "criminal_case_filed_count"
    first_day = book.as_of - timedelta(days=300)
    periods = trend_periods(grain, first_day, book.as_of)
    steps = read_trend(Asker(snapshot), book, metric, "period", periods, first_day=first_day)
    assert steps[-1].period.last_day >= book.as_of
    assert all(step.year_before is None and step.expected is None for step in steps[-1:])
    for step in steps[:4]:
        assert step.figure == book.figure(metric, "period", step.period)
