"""The city's calendar: moments as whole seconds, days as ordinals, and how both are written.

Belongs here: arithmetic and text of times, workdays, office hours. Keep out: statutory periods as
rules (the warehouse computes those); the story only needs plausible dates.

A moment is an integer of seconds (day ordinal × 86,400 + second of the day), wall time of
Asia/Shanghai. The machine's clock is never read.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from chinese_calendar import is_workday

from data_samples.dice import Dice

DAY = 86_400
HOUR = 3_600
MINUTE = 60
# The last day that any agency reports; every other date is counted back from here.
LAST_DATA_DAY = date(2025, 6, 30)
# The calendar package knows no later year; beyond it weekends decide.
_LAST_KNOWN_YEAR = 2025


class Clock:
    """The invented time span and its calendar."""

    __slots__ = ("_clock_texts", "_workday_after", "end", "first_day", "last_day")

    def __init__(self, days: int) -> None:
        self.last_day = LAST_DATA_DAY.toordinal()
        self.first_day = self.last_day - days + 1
        self.end = (self.last_day + 1) * DAY
        self._clock_texts = [
            f" {second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"
            for second in range(DAY)
        ]
        self._workday_after: dict[int, int] = {}

    def text(self, moment: int) -> str:
        """``2024-03-05 10:20:30``"""
        return day_text(moment // DAY) + self._clock_texts[moment % DAY]

    def workday(self, day: int) -> int:
        """This day if people work on it, else the next one on which they do."""
        found = self._workday_after.get(day)
        if found is None:
            found = day
            while not _is_workday(found):
                found += 1
            self._workday_after[day] = found
        return found

    def office(self, dice: Dice, day: int) -> int:
        """A moment in office hours of this day or the next workday."""
        return self.workday(day) * DAY + 9 * HOUR + int(dice.random() * 8 * HOUR)

    def soon(self, dice: Dice, moment: int) -> int:
        """Office time within a working day after this moment (typing it in, sending it on)."""
        later = moment + 10 * MINUTE + int(dice.random() * 3 * HOUR)
        if 8 * HOUR <= later % DAY <= 18 * HOUR and self.workday(later // DAY) == later // DAY:
            return later
        return max(self.office(dice, later // DAY + 1), later)

    def by(self, dice: Dice, moment: int, day: int) -> int:
        """This moment, or office time on the last workday up to that day if it is later."""
        if moment // DAY <= day:
            return moment
        while self.workday(day) != day:
            day -= 1
        return day * DAY + 9 * HOUR + int(dice.random() * 8 * HOUR)

    def after(self, dice: Dice, moment: int, low: float, high: float) -> int:
        """Office time between low and high days later; never earlier than the moment."""
        day = moment // DAY + int(low + dice.random() * (high - low) + 0.5)
        found = self.office(dice, day)
        return found if found > moment else moment + 5 * MINUTE


@lru_cache(maxsize=200_000)
def day_text(day: int) -> str:
    """``2024-03-05``"""
    return date.fromordinal(day).isoformat()


def moment_day_text(moment: int) -> str:
    return day_text(moment // DAY)


@lru_cache(maxsize=50_000)
def add_months(day: int, months: int) -> int:
    """The same day of a later (or earlier) month, or that month's last day."""
    start = date.fromordinal(day)
    month = start.month - 1 + months
    first = date(start.year + month // 12, month % 12 + 1, 1)
    month_end = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return min(first.toordinal() + start.day - 1, month_end.toordinal())


def year_of(moment: int) -> int:
    return int(day_text(moment // DAY)[:4])


@lru_cache(maxsize=50_000)
def _is_workday(day: int) -> bool:
    found = date.fromordinal(day)
    return is_workday(found) if found.year <= _LAST_KNOWN_YEAR else found.weekday() < 5
