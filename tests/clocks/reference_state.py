"""What the day-by-day reference knows and keeps: the seeds, and the state of one clock.

Belongs here: reading seeds, holding state, walking over months. Keep out: what events do (reference.py).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

SEEDS = Path(__file__).parents[2] / "dbt_project" / "seeds"

DAY = timedelta(days=1)


def read_seed(folder: str, name: str) -> list[dict[str, str]]:
    with (SEEDS / folder / f"{name}.csv").open(encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


@dataclass(frozen=True)
class Verdict:
    """What the latest cycle comes to; ``due`` None: the clock does not run."""

    due: str
    status: str
    days_over: int


@dataclass
class Hold:
    """Time that does not count, from the day of the order to the day before the resumption."""

    since: date
    ends_with: str
    last_possible: date | None
    until: date | None = None

    def covers(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


@dataclass
class Cycle:
    """One run of the clock."""

    start: datetime
    has_time: bool
    months: int
    days: int
    hours: int
    is_pending: bool = False
    added_months: int = 0
    added_days: int = 0
    granted: list[str] = field(default_factory=list)
    holds: list[Hold] = field(default_factory=list)
    stopped_on: date | None = None
    stopped_late: bool = False
    closed_at: datetime | None = None
    closed_has_time: bool = True


class Rules:
    """The seeds as the reference reads them."""

    def __init__(self) -> None:
        self.rules = {}
        for row in read_seed("law", "clock_rules"):
            self.rules.setdefault(row["rule_id"], []).append(row)
        self.events = read_seed("law", "clock_rule_events")
        self.extensions = read_seed("law", "clock_extensions")
        self.suspensions = read_seed("law", "clock_suspensions")
        self.conditions = read_seed("law", "clock_conditions")
        self.totals = read_seed("law", "clock_totals")
        self.custody = {
            row["event_type"]: row["is_in_custody"] == "true"
            for row in read_seed("law", "clock_custody_events")
        }
        self.days_off, self.last_known = set(), None
        for row in read_seed("domain", "calendar"):
            day = date.fromisoformat(row["date_day"])
            self.last_known = max(self.last_known or day, day)
            if row["is_workday"] == "false":
                self.days_off.add(day)

    def is_off(self, day: date) -> bool:
        return day in self.days_off if day <= self.last_known else day.weekday() >= 5


def months_later(start: date, months: int, mode: str) -> date:
    """Walk to the month, then to the same-numbered day, or stop at the month's end."""
    day, passed = start, 0
    while passed < months:
        day += DAY
        passed += day.day == 1
    starts_at_month_end = (start + DAY).day == 1
    while (day + DAY).day != 1 and (
        day.day < start.day or (mode == "spc202" and starts_at_month_end)
    ):
        day += DAY
    return day


def state_of(due: str, is_closed: bool, over: int, left: float) -> Verdict:
    if is_closed:
        return Verdict(due, "completed_late" if over else "on_time", over)
    if over:
        return Verdict(due, "overdue", over)
    return Verdict(due, "due_soon" if left <= 3 else "on_time", 0)
