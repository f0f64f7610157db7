"""One figure beside another: change, whether the base carries it, target, earlier years.

Belongs here: what may be said about a difference. Keep out: which days are compared (periods.py) and
how it is drawn. Agencies are not ranked here or anywhere: a funnel says who differs by more than chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from models.metrics.formula import Number, compute_value
from models.metrics.intervals import (
    FUNNEL_LEVELS,
    Interval,
    funnel_limits,
    reference_interval,
    wilson_interval,
)

# Below these a percentage says less than the two numbers themselves.
SMALL_COUNT = 10
SMALL_DENOMINATOR = 30


class Place(Enum):
    """Where a value lies against an interval."""

    BELOW = "below"
    WITHIN = "within"
    ABOVE = "above"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Quantity:
    """A figure with its parts. ``denominator`` None: a count.

    ``is_part``: whether the registry says that the numerator is a part of the denominator. Cases closed
    are no part of cases accepted, however the two numbers stand to each other.
    """

    numerator: float
    denominator: float | None = None
    multiplier: float = 1.0
    days: int = 1
    is_part: bool = True

    @property
    def is_count(self) -> bool:
        return self.denominator is None

    @property
    def value(self) -> float | None:
        """The value in its unit; None where the denominator is nought."""
        found = compute_value(
            self.numerator,
            self.denominator,
            formula="count" if self.is_count else "ratio",
            multiplier=self.multiplier,
            days=self.days,
        )
        return None if found is None else float(found)

    @property
    def is_small(self) -> bool:
        """Whether the figure stands on so few that one more or less changes its look."""
        if self.denominator is None:
            return abs(self.numerator) < SMALL_COUNT
        return self.denominator < SMALL_DENOMINATOR

    @property
    def is_share(self) -> bool:
        """Whether the numerator is a part of the denominator, so that an interval makes sense."""
        return (
            self.is_part
            and self.denominator is not None
            and self.days == 1
            and 0 <= self.numerator <= self.denominator
        )

    @property
    def interval(self) -> Interval | None:
        """The Wilson interval in the unit of the value; None for counts and ratios that are no shares."""
        if not self.is_share or self.denominator is None:
            return None
        found = wilson_interval(self.numerator, self.denominator)
        if found is None:
            return None
        return Interval(found.lower * self.multiplier, found.upper * self.multiplier)


@dataclass(frozen=True)
class Comparison:
    """Two figures and their difference.

    ``change`` is in the unit of the value (percentage points for shares); ``relative_change`` is the
    change as a share of the base and exists for counts with a base only, because a per cent of a per
    cent is read wrongly. ``is_small_base`` asks to show the numbers instead of a percentage.
    """

    current: Quantity
    base: Quantity
    change: float | None
    relative_change: float | None
    is_small_base: bool


@dataclass(frozen=True)
class TargetComparison:
    """A figure beside what was agreed: ``gap`` is value minus target."""

    gap: float | None
    is_met: bool | None


def compare(current: Quantity, base: Quantity) -> Comparison:
    """The difference of two figures of one metric; raises ValueError for two kinds of figures."""
    if current.is_count != base.is_count or current.multiplier != base.multiplier:
        raise ValueError("figures of two kinds cannot be compared")
    now, before = current.value, base.value
    change = None if now is None or before is None else now - before
    relative = None
    if change is not None and current.is_count and before:
        relative = change / before
    return Comparison(current, base, change, relative, base.is_small)


def compare_with_target(value: float | None, target: Number, *, direction: str) -> TargetComparison:
    """A figure beside its target; without a direction a target cannot be met or missed."""
    if value is None:
        return TargetComparison(None, None)
    gap = value - float(target)
    if direction == "higher_better":
        return TargetComparison(gap, gap >= 0)
    if direction == "lower_better":
        return TargetComparison(gap, gap <= 0)
    return TargetComparison(gap, None)


def place_among_years(value: float | None, earlier_years: Sequence[float]) -> Place:
    """Whether a value lies where the same days of earlier years suggest."""
    return _place(value, reference_interval(earlier_years))


def place_in_funnel(
    successes: int, trials: int, share: float, *, level: float = FUNNEL_LEVELS[1]
) -> Place:
    """Whether a unit differs from the whole by more than chance; UNKNOWN without trials."""
    if trials == 0:
        return Place.UNKNOWN
    return _place(successes / trials, funnel_limits(share, trials, level=level))


def _place(value: float | None, interval: Interval | None) -> Place:
    if value is None or interval is None:
        return Place.UNKNOWN
    if value < interval.lower:
        return Place.BELOW
    return Place.ABOVE if value > interval.upper else Place.WITHIN
