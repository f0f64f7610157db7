"""Periods of reports: a day, a week, a month, a quarter, a year, by the names that addresses carry.

Belongs here: names and what was last finished. Keep out: comparing (models/metrics/periods.py).

    2025-06-30   2025-W26   2025-06   2025Q2   2025
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from models.metrics.periods import ONE_DAY, Period, add_months, month_end

GRAINS = ("day", "week", "month", "quarter", "year")
_NAMES = {
    "day": re.compile(r"(\d{4})-(\d{2})-(\d{2})"),
    "week": re.compile(r"(\d{4})-W(\d{2})"),
    "month": re.compile(r"(\d{4})-(\d{2})"),
    "quarter": re.compile(r"(\d{4})Q([1-4])"),
    "year": re.compile(r"(\d{4})"),
}


class PeriodError(ValueError):
    """The name of a period that there is not, or not for this report."""


def read_period_name(name: str, grain: str) -> Period:
    """The days of a name of this grain; raises PeriodError."""
    found = _NAMES[grain].fullmatch(name.strip())
    try:
        if found is None:
            raise ValueError(name)
        numbers = [int(part) for part in found.groups()]
        if grain == "day":
            return Period(date(*numbers), date(*numbers))
        if grain == "week":
            first = date.fromisocalendar(*numbers, 1)
            return Period(first, first + timedelta(days=6))
        year = numbers[0]
        if grain == "month":
            first, months = date(year, numbers[1], 1), 1
        elif grain == "quarter":
            first, months = date(year, numbers[1] * 3 - 2, 1), 3
        else:
            first, months = date(year, 1, 1), 12
        return Period(first, month_end(add_months(first, months - 1)))
    except ValueError as error:
        examples = {"day": "2025-06-30", "week": "2025-W26", "month": "2025-06",
                    "quarter": "2025Q2", "year": "2025"}  # fmt: skip
        raise PeriodError(f"[{name}] is no {grain}; write it like [{examples[grain]}]") from error


def period_name(period: Period, grain: str) -> str:
    """The name of the period of this grain that begins with these days."""
    first = period.first_day
    if grain == "day":
        return first.isoformat()
    if grain == "week":
        year, week, _ = first.isocalendar()
        return f"{year}-W{week:02d}"
    if grain == "month":
        return f"{first:%Y-%m}"
    return f"{first.year}Q{(first.month + 2) // 3}" if grain == "quarter" else str(first.year)


def period_of(day: date, grain: str) -> Period:
    """The period of this grain that a day lies in."""
    if grain == "week":
        first = day - timedelta(days=day.weekday())
        return Period(first, first + timedelta(days=6))
    if grain == "day":
        return Period(day, day)
    starts = {"month": day.month, "quarter": (day.month - 1) // 3 * 3 + 1, "year": 1}
    months = {"month": 1, "quarter": 3, "year": 12}
    first = date(day.year, starts[grain], 1)
    return Period(first, month_end(add_months(first, months[grain] - 1)))


def last_finished(known_until: date, grain: str) -> Period:
    """The last period of this grain that is over on that day."""
    found = period_of(known_until, grain)
    if found.last_day <= known_until:
        return found
    return period_of(found.first_day - ONE_DAY, grain)


def ordinal(period: Period, grain: str) -> int:
    """Which one of its year a period is: the serial of a document number."""
    first = period.first_day
    return {
        "day": first.timetuple().tm_yday,
        "week": first.isocalendar().week,
        "month": first.month,
        "quarter": (first.month + 2) // 3,
        "year": 1,
    }[grain]
