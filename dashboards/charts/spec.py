"""A chart as data: the same one goes to a page, a picture, a document, a mail and a native Excel chart.

Belongs here: what a chart shows and how it reads aloud. Keep out: drawing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from models.metrics.formula import round_as_printed


class ChartKind(Enum):
    """How the series stand."""

    BAR = "bar"  # bars side by side, from left to right
    ROWS = "rows"  # horizontal bars, for long names
    STACKED = "stacked"
    SHARE = "share"  # stacked to 100 %
    LINE = "line"
    FUNNEL = "funnel"


@dataclass(frozen=True)
class Series:
    """One line or kind of bar: a value per category, None where there is none or it is unsaid.

    ``unfinished`` marks categories that are not over; ``addresses`` lead from each to its cases.
    """

    name: str
    values: tuple[float | None, ...]
    unfinished: tuple[bool, ...] = ()
    addresses: tuple[str, ...] = ()

    def is_unfinished(self, place: int) -> bool:
        return bool(self.unfinished) and self.unfinished[place]


@dataclass(frozen=True)
class FunnelPoint:
    """One agency of a funnel: ``value`` over ``trials``; ``is_outside``: further off than chance."""

    name: str
    trials: int
    value: float
    is_outside: bool
    address: str = ""


@dataclass(frozen=True)
class Funnel:
    """The whole, and by number of trials where a share lies by chance: (trials, lower, upper)."""

    points: tuple[FunnelPoint, ...]
    whole: float
    inner: tuple[tuple[int, float, float], ...]
    outer: tuple[tuple[int, float, float], ...]


@dataclass(frozen=True)
class ChartSpec:
    """One chart. ``title`` says what is seen; ``unit`` stands beside values, in ``decimals`` digits.

    A funnel has ``funnel`` instead of categories and series. ``axis`` names the horizontal axis of a
    funnel, ``unfinished_label`` what dotted or pale parts mean.
    """

    kind: ChartKind
    title: str
    unit: str
    categories: tuple[str, ...] = ()
    series: tuple[Series, ...] = ()
    decimals: int = 0
    funnel: Funnel | None = None
    axis: str = ""
    unfinished_label: str = ""

    @property
    def is_empty(self) -> bool:
        if self.funnel is not None:
            return not self.funnel.points
        return not any(value is not None for one in self.series for value in one.values)

    def written(self, value: float | None) -> str:
        """A value in its digits, without unit; a dash where there is none."""
        return "—" if value is None else f"{round_as_printed(value, self.decimals):,f}"

    def describe(self, limit: int = 60) -> str:
        """The chart in words and figures, for those who do not see it."""
        if self.funnel is not None:
            said = [
                f"{point.name} {self.written(point.value)} {self.unit} ({point.trials:,})"
                for point in self.funnel.points
            ]
        else:
            said = [
                f"{one.name} {category} {self.written(value)}"
                for one in self.series
                for category, value in zip(self.categories, one.values, strict=True)
            ]
        more = f" … +{len(said) - limit}" if len(said) > limit else ""
        return f"{self.title} ({self.unit}): " + "; ".join(said[:limit]) + more


def shares_of(series: Sequence[Series]) -> tuple[Series, ...]:
    """Values as per cent of the sum of their category."""
    sums = [
        sum(value or 0.0 for value in values)
        for values in zip(*(one.values for one in series), strict=True)
    ]
    return tuple(
        Series(
            one.name,
            tuple(
                None if value is None or not total else 100 * value / total
                for value, total in zip(one.values, sums, strict=True)
            ),
            one.unfinished,
            one.addresses,
        )
        for one in series
    )
