"""Metric values against an independent computation, over random filter states.

When this fails, a page shows a number that nobody can find in the cases behind it.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from dashboards.metrics.book import OBSERVED, MetricBook, Scope, UnknownScopeError
from dashboards.metrics.cases import NoCasesError, find_cases
from models.metrics.formula import compute_value
from models.metrics.periods import Period, month_end
from pipelines.home import Home
from pipelines.metric_registry import load_registry
from pipelines.snapshot import Snapshot, open_snapshot
from tests.warehouse import reference

PROVE = bool(os.environ.get("CASELOOM_PROVE"))
STATES = 3000 if PROVE else 150
# Each state opens numerator and denominator.
DRILLS = 5000 if PROVE else 150
COMPUTED = sorted(
    (variant.metric_id, variant.variant)
    for metric in load_registry().values()
    for variant in metric.variants
)
# How late the data are is no figure of facts; it has a test of its own.
FRESHNESS = "export_freshness_lag"
FACTS = [pair for pair in COMPUTED if pair[0] != FRESHNESS]


@pytest.fixture(scope="module")
def snapshot(built_home: Home) -> Iterator[Snapshot]:
    opened = open_snapshot(built_home.path)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def book(snapshot: Snapshot) -> MetricBook:
    return MetricBook(snapshot)


def expected(
    snapshot: Snapshot, book: MetricBook, pair: tuple[str, str], period: Period, scope: Scope
) -> tuple[float | None, float | None, float | None]:
    """(numerator, denominator or number of values, value) by the reference."""
    asked = reference.Asked(period, scope, book.as_of)
    row = book.variants[pair]
    if row["formula"] in OBSERVED:
        values = snapshot.query(f"select {reference.observed_sql(*pair, asked)} as found")[
            "found"
        ].iloc[0]
        if values is None or np.ndim(values) == 0 or len(values) == 0:
            return None, 0, None
        share = {"median": 0.5, "p90": 0.9}[str(row["formula"])]
        return None, len(values), float(np.quantile(np.asarray(values, dtype=float), share))
    top, bottom = reference.RATIOS[pair]
    sql = (
        f"select coalesce({top(asked)}, 0) as top, {bottom(asked) if bottom else 'null'} as bottom"
    )
    found = snapshot.query(sql)
    numerator = float(found["top"].iloc[0])
    if bottom is None:
        return numerator, None, numerator
    denominator = 0.0 if pd.isna(found["bottom"].iloc[0]) else float(found["bottom"].iloc[0])
    days = (min(period.last_day, book.as_of) - period.first_day).days + 1
    value = compute_value(
        numerator,
        denominator,
        multiplier=float(row["multiplier"]),
        days=days if row["is_per_day"] else 1,
    )
    return numerator, denominator, None if value is None else float(value)


def same(found: float | None, wanted: float | None) -> bool:
    if found is None or wanted is None:
        return found is wanted
    return abs(found - wanted) <= 1e-6 * max(1.0, abs(wanted))


def random_state(
    dice: random.Random, snapshot_members: dict[str, list[str]], book: MetricBook, metric_id: str
) -> tuple[Period, Scope]:
    """Whole months or any days, and any mixture of the dimensions that the metric has."""
    row = book.metrics[metric_id]
    slices = set(str(row["slices"]).split(";"))
    whole = dice.random() < 0.7
    first = book.as_of - timedelta(days=dice.randint(0, 420))
    last = min(first + timedelta(days=dice.randint(0, 200)), book.as_of)
    period = Period(first, last)
    if whole:
        period = Period(first.replace(day=1), month_end(last))

    def one_of(name: str) -> str | None:
        members = snapshot_members.get(name, [])
        return dice.choice(members) if name in slices and members and dice.random() < 0.35 else None

    region, agency = one_of("region"), one_of("agency")
    if not whole:
        return period, Scope(region, agency)
    extra = sorted(slices - {"all", "region", "agency", "charge"})
    quantile = any(v["formula"] in OBSERVED for k, v in book.variants.items() if k[0] == metric_id)
    if extra and not quantile and dice.random() < 0.5:
        breakdown = dice.choice(extra)
        members = snapshot_members.get(breakdown, [])
        if members:
            return period, Scope(region, agency, one_of("charge"), breakdown, dice.choice(members))
    return period, Scope(region, agency, one_of("charge"))


def all_members(snapshot: Snapshot) -> dict[str, list[str]]:
    """Every member that occurs, by dimension."""
    found = snapshot.query("""
        select distinct 'region' as dimension, region_code as member from metric_cubes
        union select distinct 'agency', agency_code from metric_cubes
        union select distinct 'charge', charge_code from metric_cubes
        union select distinct breakdown, member from metric_cubes where breakdown <> 'all'
        order by all""")
    found = found[found["member"].notna()]
    return {name: group["member"].tolist() for name, group in found.groupby("dimension")}


@pytest.mark.slow
def test_random_states_agree_with_plain_sql(snapshot: Snapshot, book: MetricBook) -> None:
    """Metrics, periods and filters at random: numerator, denominator and value, not one differs."""
    dice = random.Random(5)
    members = all_members(snapshot)
    wrong, nonzero, filtered = [], 0, 0
    for number in range(STATES):
        # Every variant has its turn before any has its second.
        pair = FACTS[number % len(FACTS)]
        period, scope = random_state(dice, members, book, pair[0])
        figure = book.figure(*pair, period, scope)
        numerator, denominator, value = expected(snapshot, book, pair, period, scope)
        parts = figure.quantity
        found = (
            None if parts is None else parts.numerator,
            figure.observation_count if parts is None else parts.denominator,
            figure.value,
        )
        nonzero += bool(numerator or (parts is None and denominator))
        filtered += scope != Scope()
        if not all(map(same, found, (numerator, denominator, value))):
            wrong.append((pair, period, scope, found, (numerator, denominator, value)))
    assert wrong == []
    # A comparison of noughts proves nothing.
    assert nonzero >= STATES // 5
    assert filtered >= STATES // 3


def test_published_values_agree_with_plain_sql(snapshot: Snapshot, book: MetricBook) -> None:
    """metric_values of every variant: the whole city and one member of each slice, in some period."""
    rows = snapshot.query(
        """
        select * from metric_values
        qualify row_number() over (
            partition by metric_id, variant, slice, case when $every_grain then grain end
            order by hash(member || period)
        ) = 1
        order by metric_id, variant, slice, grain""",
        {"every_grain": PROVE},
    )
    wrong, seen = [], set()
    for row in rows.itertuples():
        pair = (row.metric_id, row.variant)
        if row.metric_id == FRESHNESS:
            continue
        seen.add(pair)
        period = Period(row.period_start.date(), row.period_end.date())
        scope = {
            "all": Scope(),
            "region": Scope(region=row.member),
            "agency": Scope(agency=row.member),
            "charge": Scope(charge=row.member),
        }.get(row.slice, Scope(breakdown=row.slice, member=row.member))
        numerator, denominator, value = expected(snapshot, book, pair, period, scope)
        found = tuple(
            None if pd.isna(x) else float(x) for x in (row.numerator, row.denominator, row.value)
        )
        if not all(map(same, found, (numerator, denominator, value))):
            wrong.append(
                (pair, row.slice, row.member, row.period, found, (numerator, denominator, value))
            )
    assert wrong == []
    assert seen == set(FACTS) - {
        pair for pair in FACTS if pair not in seen and is_quantile(book, pair)
    }


def is_quantile(book: MetricBook, pair: tuple[str, str]) -> bool:
    """Quantiles of nothing have no row."""
    return book.variants[pair]["formula"] in OBSERVED


def test_every_metric_has_a_value_or_a_reason(book: MetricBook, snapshot: Snapshot) -> None:
    """A metric that is silently missing is taken for one that nobody needs."""
    valued = set(
        snapshot.query("select distinct metric_id from metric_values where slice = 'all'")[
            "metric_id"
        ]
    )
    silent = []
    for metric_id, row in book.metrics.items():
        if row["availability"] in ("computed", "partly"):
            formulas = {v["formula"] for k, v in book.variants.items() if k[0] == metric_id}
            if metric_id not in valued and not formulas <= set(OBSERVED):
                silent.append(metric_id)
        elif not (row["reason_zh"] and row["reason_en"]) or metric_id in valued:
            silent.append(metric_id)
    assert silent == []
    assert len(book.metrics) == 99


def test_lateness_is_that_of_the_slowest_agency(book: MetricBook, snapshot: Snapshot) -> None:
    day = Period(book.as_of, book.as_of)
    lags = snapshot.query(
        "select max(lag_days) as lag, count(*) filter (where is_stale) as stale from ops_freshness"
    )
    assert book.figure(FRESHNESS, "lag", day).value == lags["lag"].iloc[0]
    month = Period(book.as_of.replace(day=1), month_end(book.as_of))
    assert book.figure(FRESHNESS, "stale", month).value == lags["stale"].iloc[0]


def test_unfinished_periods_and_open_cohorts_are_marked(
    book: MetricBook, snapshot: Snapshot
) -> None:
    """An unmarked last month looks like a fall, an unmarked cohort like a success."""
    month = Period(book.as_of.replace(day=1), month_end(book.as_of))
    for metric_id in ("criminal_case_filed_count", "closing_rate"):
        known = book.data_date(metric_id)
        figure = book.figure(metric_id, "period", month)
        assert figure.is_unfinished == (known < month.last_day)
    ended = Period(date(2000, 1, 1), date(2000, 1, 31))
    assert not book.figure("appeal_rate", "appeal", ended).is_open_cohort
    assert book.figure("appeal_rate", "appeal", month).is_open_cohort
    assert book.figure("reoffending_rate_nyr", "years_5", month).is_open_cohort
    published = snapshot.query("""
        select count(*) as n from metric_values as found
        inner join metric_periods as periods
            on found.grain = periods.grain and found.period = periods.period and periods.agency = 'police'
        where found.metric_id = 'criminal_case_filed_count' and found.is_unfinished <> periods.is_unfinished""")
    assert published["n"].iloc[0] == 0


def test_what_cubes_cannot_answer_is_refused(book: MetricBook) -> None:
    """A wrong number is worse than none: charges are known by month only."""
    days = Period(date(2025, 5, 3), date(2025, 5, 9))
    with pytest.raises(UnknownScopeError, match="whole months"):
        book.figure("criminal_case_filed_count", "period", days, Scope(charge="264001"))
    with pytest.raises(UnknownScopeError, match="breakdown"):
        book.figure("investigation_duration", "median", days, Scope(breakdown="x", member="y"))
    with pytest.raises(KeyError):
        book.figure("no_such_metric", "period", days)


@pytest.mark.slow
def test_the_cases_behind_a_figure_add_up_to_it(snapshot: Snapshot, book: MetricBook) -> None:
    """Whoever opens a figure finds its cases: listed, sealed and without a case make the number."""
    dice = random.Random(11)
    members = all_members(snapshot)
    wrong, listed = [], 0
    for number in range(DRILLS):
        pair = FACTS[number % len(FACTS)]
        period, scope = random_state(dice, members, book, pair[0])
        figure = book.figure(*pair, period, scope)
        quantity = figure.quantity
        wanted = {"numerator": figure.observation_count if quantity is None else quantity.numerator}
        if quantity is not None and quantity.denominator is not None:
            wanted["denominator"] = quantity.denominator
        for part, value in wanted.items():
            try:
                found = find_cases(snapshot, book, *pair, period, scope, part=part)
            except NoCasesError:
                # Rates per resident: people of the census are no cases.
                assert pair[0].endswith("_per_100k") and part == "denominator"
                continue
            listed += len(found.cases)
            if not same(found.total, float(value or 0)):
                wrong.append((pair, part, period, scope, found.total, value))
    assert wrong == []
    assert listed > DRILLS
