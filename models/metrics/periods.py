"""Periods and what they are compared with: 同比, 环比, 累计, same days, Spring Festival, any base.

Belongs here: arithmetic of days. Keep out: values and their differences (comparison.py), the calendar
itself (the first days of the Spring Festival are handed in).

A period holds both of its ends. Periods of whole months are compared with whole months, whatever their
length: February of a leap year with February, March with February. Others are compared day by day; the
29th of February has the 28th beside it in other years.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

ONE_DAY = timedelta(days=1)


class Kind(Enum):
    """Ways to choose the base of a comparison."""

    YEAR_BEFORE = "year_before"  # 同比
    PERIOD_BEFORE = "period_before"  # 环比
    YEAR_TO_DATE = "year_to_date"  # 累计, against the same days of the year before
    SPRING_FESTIVAL = "spring_festival"  # same distance from the Spring Festival of the year before
    CUSTOM = "custom"


@dataclass(frozen=True, order=True)
class Period:
    """Days from ``first_day`` to ``last_day``, both included."""

    first_day: date
    last_day: date

    def __post_init__(self) -> None:
        if self.last_day < self.first_day:
            raise ValueError(f"period ends [{self.last_day}] before it begins [{self.first_day}]")

    @property
    def day_count(self) -> int:
        return (self.last_day - self.first_day).days + 1

    @property
    def is_whole_months(self) -> bool:
        """Whether it begins with a first and ends with a last day of a month."""
        return self.first_day.day == 1 and self.last_day == month_end(self.last_day)

    @property
    def month_count(self) -> int:
        """Calendar months that it touches."""
        return _month_number(self.last_day) - _month_number(self.first_day) + 1


@dataclass(frozen=True)
class PeriodPair:
    """A period and its base. ``is_cut``: the period is unfinished, so both hold its first days only."""

    current: Period
    base: Period
    kind: Kind
    is_cut: bool = False


def month_end(day: date) -> date:
    """The last day of the month of ``day``."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def add_months(day: date, months: int) -> date:
    """The same day of the month so many months away, or its last day where there is none."""
    number = _month_number(day) + months
    year, month = divmod(number, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def shift_months(period: Period, months: int) -> Period:
    """The period so many months away; whole months stay whole months."""
    first_day = add_months(period.first_day, months)
    if period.is_whole_months:
        return Period(first_day, month_end(add_months(period.last_day.replace(day=1), months)))
    return Period(first_day, add_months(period.last_day, months))


def year_before(period: Period) -> Period:
    """同比: the same days of the year before."""
    return shift_months(period, -12)


def period_before(period: Period) -> Period:
    """环比: as many whole months just before, else as many days just before."""
    if period.is_whole_months:
        return shift_months(period, -period.month_count)
    return Period(period.first_day - timedelta(days=period.day_count), period.first_day - ONE_DAY)


def year_to_date(day: date) -> Period:
    """累计: from New Year's Day to ``day``."""
    return Period(day.replace(month=1, day=1), day)


def spring_festival_before(period: Period, festivals: Mapping[int, date]) -> Period:
    """The days at the same distance from the Spring Festival of the year before.

    The festival that the period belongs to is the nearest to its middle. ``festivals`` holds the first
    day of the first lunar month by year; raises LookupError where a year is missing.
    """
    middle = period.first_day + timedelta(days=(period.day_count - 1) // 2)
    if not festivals:
        raise LookupError("no Spring Festival is known")
    year = min(festivals, key=lambda candidate: (abs(festivals[candidate] - middle), candidate))
    # The nearest of the known ones may be years away when the table is short.
    if abs(festivals[year] - middle) > timedelta(days=200) or year - 1 not in festivals:
        raise LookupError(f"the Spring Festivals around [{middle}] are not known")
    distance = festivals[year] - festivals[year - 1]
    return Period(period.first_day - distance, period.last_day - distance)


def cut_at(period: Period, data_date: date) -> Period:
    """The days of the period that are over on ``data_date``; raises ValueError where none are."""
    if data_date < period.first_day:
        raise ValueError(
            f"nothing of the period from [{period.first_day}] is known on [{data_date}]"
        )
    return Period(period.first_day, min(period.last_day, data_date))


def pair_periods(
    period: Period,
    kind: Kind,
    *,
    data_date: date,
    base: Period | None = None,
    festivals: Mapping[int, date] | None = None,
) -> PeriodPair:
    """The days to compare: of an unfinished period the days that are over, and those that answer to them.

    ``base`` is needed for CUSTOM, ``festivals`` for SPRING_FESTIVAL. YEAR_TO_DATE takes the year of the
    period's last known day. The base of an unfinished period never runs on beyond its own end: 1–30
    March meet the whole of February, and so do 1–31.
    """
    current = cut_at(period, data_date)
    is_cut = current != period
    if kind is Kind.YEAR_TO_DATE:
        current = year_to_date(current.last_day)
    if kind in (Kind.YEAR_BEFORE, Kind.YEAR_TO_DATE):
        chosen = year_before(current)
    elif kind is Kind.PERIOD_BEFORE:
        if period.is_whole_months:
            chosen = shift_months(current, -period.month_count)
        else:
            chosen = _first_days(period_before(period), current.day_count)
    elif kind is Kind.SPRING_FESTIVAL:
        # The whole period says which festival it belongs to, however little of it is over.
        chosen = _first_days(spring_festival_before(period, festivals or {}), current.day_count)
    elif base is None:
        raise ValueError("a comparison with a period of choice needs that period")
    else:
        chosen = _first_days(base, current.day_count) if is_cut else base
    return PeriodPair(current, chosen, kind, is_cut)


def _first_days(period: Period, day_count: int) -> Period:
    last_day = period.first_day + timedelta(days=day_count - 1)
    return Period(period.first_day, min(last_day, period.last_day))


def _month_number(day: date) -> int:
    return day.year * 12 + day.month - 1
