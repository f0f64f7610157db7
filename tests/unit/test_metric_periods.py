"""Comparison periods against an independent reference, over random ranges of days.

The reference counts days on a list and looks months up in pandas; it shares nothing with the engine.
When this fails, a month is compared with the wrong days and a drop or rise appears that never was.
"""

from __future__ import annotations

import csv
import os
import random
from datetime import date, timedelta

import pandas as pd
import pytest

from models.metrics.periods import (
    Kind,
    Period,
    pair_periods,
    period_before,
    spring_festival_before,
    year_before,
    year_to_date,
)
from tests.conftest import REPOSITORY

PROVE = bool(os.environ.get("CASELOOM_PROVE"))
RANGES = 20_000 if PROVE else 400
SEEDS = REPOSITORY / "dbt_project" / "seeds"


def festivals() -> dict[int, date]:
    with (SEEDS / "metrics" / "spring_festivals.csv").open(encoding="utf-8") as handle:
        return {int(r["year"]): date.fromisoformat(r["first_day"]) for r in csv.DictReader(handle)}


def random_period(dice: random.Random) -> Period:
    """Whole months, pieces of months, leap days, weeks around the Spring Festival, years."""
    year, month = dice.randint(2002, 2034), dice.randint(1, 12)
    first = date(year, month, 1)
    match dice.randrange(7):
        case 0:
            return Period(first, (pd.Timestamp(first) + pd.offsets.MonthEnd(0)).date())
        case 1:
            end = pd.Timestamp(first) + pd.offsets.MonthEnd(dice.randint(1, 12))
            return Period(first, end.date())
        case 2:
            return Period(date(year, 1, 1), date(year, 12, 31))
        case 3:
            leap = dice.choice([2004, 2008, 2012, 2016, 2020, 2024, 2028, 2032])
            first = date(leap, 2, 29) - timedelta(days=dice.choice([0, 0, 1, 28, 59]))
            return Period(first, date(leap, 2, 29) + timedelta(days=dice.choice([0, 0, 1, 31])))
        case 4:
            festival = festivals()[year]
            first = festival + timedelta(days=dice.randint(-20, 10))
            return Period(first, first + timedelta(days=dice.randint(0, 30)))
        case _:
            first += timedelta(days=dice.randint(0, 30))
            return Period(first, first + timedelta(days=dice.randint(0, 400)))


# -- the reference -----------------------------------------------------------------------------------


def all_days(first: date, last: date) -> list[date]:
    return [stamp.date() for stamp in pd.date_range(first, last)]


def covers_whole_months(days: list[date]) -> bool:
    """No day of a month that is touched is missing."""
    return all(
        (pd.Period(day, "M").start_time.date() in days)
        and (pd.Period(day, "M").end_time.date() in days)
        for day in (days[0], days[-1])
    )


def months_back(day: date, months: int) -> date:
    return (pd.Timestamp(day) - pd.DateOffset(months=months)).date()


def reference_shift(days: list[date], months: int) -> list[date]:
    if covers_whole_months(days):
        touched = pd.period_range(pd.Period(days[0], "M"), pd.Period(days[-1], "M"), freq="M")
        moved = touched - months
        return all_days(moved[0].start_time.date(), moved[-1].end_time.date())
    return all_days(months_back(days[0], months), months_back(days[-1], months))


def reference_base(days: list[date], known: list[date], kind: Kind) -> list[date]:
    """The base of ``known``, the days of ``days`` that are over."""
    if kind is Kind.YEAR_BEFORE:
        return reference_shift(known, 12)
    if kind is Kind.YEAR_TO_DATE:
        return reference_shift(all_days(date(known[-1].year, 1, 1), known[-1]), 12)
    if kind is Kind.PERIOD_BEFORE:
        if covers_whole_months(days):
            count = len(
                pd.period_range(pd.Period(days[0], "M"), pd.Period(days[-1], "M"), freq="M")
            )
            return reference_shift(known, count)
        before = all_days(days[0] - timedelta(days=len(days)), days[0] - timedelta(days=1))
        return before[: len(known)]
    middle = days[(len(days) - 1) // 2]
    by_distance = sorted((abs((day - middle).days), year) for year, day in festivals().items())
    year = by_distance[0][1]
    moved = (festivals()[year] - festivals()[year - 1]).days
    return [day - timedelta(days=moved) for day in known]


# -- the tests ---------------------------------------------------------------------------------------


@pytest.mark.slow
def test_pairs_agree_with_the_reference() -> None:
    """Thousands of ranges, finished and unfinished: not one day differs."""
    dice = random.Random(20260217)
    wrong, cut = [], 0
    kinds = (Kind.YEAR_BEFORE, Kind.PERIOD_BEFORE, Kind.YEAR_TO_DATE, Kind.SPRING_FESTIVAL)
    for _ in range(RANGES):
        period = random_period(dice)
        days = all_days(period.first_day, period.last_day)
        data_date = dice.choice([period.last_day, dice.choice(days), date(2035, 12, 31)])
        known = [day for day in days if day <= data_date]
        cut += len(known) < len(days)
        for kind in kinds:
            pair = pair_periods(period, kind, data_date=data_date, festivals=festivals())
            expected = reference_base(days, known, kind)
            found = all_days(pair.base.first_day, pair.base.last_day)
            if found != expected or pair.is_cut != (len(known) < len(days)):
                wrong.append((period, data_date, kind, pair.base, expected[0], expected[-1]))
            if kind is not Kind.YEAR_TO_DATE:
                assert (pair.current.first_day, pair.current.last_day) == (known[0], known[-1])
    assert wrong == []
    assert cut > RANGES // 10


@pytest.mark.parametrize(
    ("period", "before_by_year", "before_by_period"),
    [
        # A leap February as a whole month, and its 29th as a day.
        ("2024-02-01/2024-02-29", "2023-02-01/2023-02-28", "2024-01-01/2024-01-31"),
        ("2025-02-01/2025-02-28", "2024-02-01/2024-02-29", "2025-01-01/2025-01-31"),
        ("2024-02-29/2024-02-29", "2023-02-28/2023-02-28", "2024-02-28/2024-02-28"),
        ("2024-02-10/2024-02-29", "2023-02-10/2023-02-28", "2024-01-21/2024-02-09"),
        ("2025-01-01/2025-03-31", "2024-01-01/2024-03-31", "2024-10-01/2024-12-31"),
        ("2025-01-01/2025-12-31", "2024-01-01/2024-12-31", "2024-01-01/2024-12-31"),
        ("2025-03-03/2025-03-09", "2024-03-03/2024-03-09", "2025-02-24/2025-03-02"),
    ],
)
def test_bases_of_known_periods(period: str, before_by_year: str, before_by_period: str) -> None:
    """Written by hand from how bulletins compare."""

    def read(text: str) -> Period:
        first, last = text.split("/")
        return Period(date.fromisoformat(first), date.fromisoformat(last))

    assert year_before(read(period)) == read(before_by_year)
    assert period_before(read(period)) == read(before_by_period)


def test_unfinished_month_meets_the_same_days() -> None:
    """20 days of March beside all of February would always look like a fall."""
    march = Period(date(2025, 3, 1), date(2025, 3, 31))
    pair = pair_periods(march, Kind.PERIOD_BEFORE, data_date=date(2025, 3, 20))
    assert pair.is_cut
    assert pair.base == Period(date(2025, 2, 1), date(2025, 2, 20))
    long = pair_periods(march, Kind.PERIOD_BEFORE, data_date=date(2025, 3, 30))
    assert long.base == Period(date(2025, 2, 1), date(2025, 2, 28))
    second_quarter = Period(date(2025, 4, 1), date(2025, 6, 30))
    months = pair_periods(second_quarter, Kind.PERIOD_BEFORE, data_date=date(2025, 5, 31))
    assert months.base == Period(date(2025, 1, 1), date(2025, 2, 28))
    with pytest.raises(ValueError, match="nothing of the period"):
        pair_periods(march, Kind.YEAR_BEFORE, data_date=date(2025, 2, 28))


def test_period_of_choice() -> None:
    """Any base may be named; an unfinished period takes as many of its days."""
    may = Period(date(2025, 5, 1), date(2025, 5, 31))
    base = Period(date(2019, 5, 1), date(2019, 5, 31))
    assert pair_periods(may, Kind.CUSTOM, data_date=may.last_day, base=base).base == base
    part = pair_periods(may, Kind.CUSTOM, data_date=date(2025, 5, 10), base=base)
    assert part.base == Period(date(2019, 5, 1), date(2019, 5, 10))
    with pytest.raises(ValueError, match="period of choice"):
        pair_periods(may, Kind.CUSTOM, data_date=may.last_day)


def test_spring_festival_weeks_meet() -> None:
    """January 2025 had the festival, January 2024 had not: by calendar the theft of both is no match."""
    week = Period(date(2025, 1, 29), date(2025, 2, 4))
    assert spring_festival_before(week, festivals()) == Period(date(2024, 2, 10), date(2024, 2, 16))
    with pytest.raises(LookupError):
        spring_festival_before(week, {2025: date(2025, 1, 29)})
    with pytest.raises(LookupError):
        spring_festival_before(Period(date(2050, 1, 1), date(2050, 1, 9)), festivals())


def test_festivals_are_those_of_the_calendar() -> None:
    """The State Council's holidays contain the first day of the first lunar month."""
    with (SEEDS / "domain" / "calendar.csv").open(encoding="utf-8") as handle:
        named = {r["date_day"]: r["holiday_name"] for r in csv.DictReader(handle)}
    checked = [day for year, day in festivals().items() if 2015 <= year <= 2026]
    assert len(checked) == 12
    assert {named[str(day)] for day in checked} == {"春节"}


def test_year_to_date_begins_with_the_year() -> None:
    assert year_to_date(date(2024, 2, 29)) == Period(date(2024, 1, 1), date(2024, 2, 29))
    with pytest.raises(ValueError, match="ends"):
        Period(date(2024, 1, 2), date(2024, 1, 1))
