"""What a trend is asked for, and how its values open their cases.

Belongs here: what both shapes of a trend share. Keep out: charts and periods.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboards.components.markup import Cell, anchor, lines, quiet
from dashboards.components.metric_choices import linked_parts, metric_cases_address
from dashboards.components.metric_table import written_figure
from dashboards.metrics.book import MetricFigure, Scope
from dashboards.metrics.targets import TARGETS
from dashboards.view import View
from models.metrics.periods import Period


@dataclass(frozen=True)
class TrendAsked:
    """What the address asks for. ``first_day``: of the data; ``days``: those of one's own."""

    metric: dict[str, Any]
    variant: dict[str, Any]
    scope: Scope
    grain: str
    first_day: date
    days: Period | None = None

    @property
    def key(self) -> tuple[str, str]:
        return str(self.variant["metric_id"]), str(self.variant["variant"])

    @property
    def target(self) -> float | None:
        """What was agreed for the metric, in its unit."""
        return TARGETS.get(str(self.variant["metric_id"]))

    def holds_year(self, year: int) -> bool:
        """Whether the chosen days touch a year."""
        return self.days is None or self.days.first_day.year <= year <= self.days.last_day.year


def parts_of(view: View, asked: TrendAsked, figure: MetricFigure, period: Period) -> Cell:
    """Numerator and denominator, each with its cases."""
    scope = asked.scope
    return linked_parts(
        view,
        asked.variant,
        figure,
        period,
        region=scope.region,
        agency=scope.agency,
        charge=scope.charge,
    )


def linked_value(view: View, asked: TrendAsked, figure: MetricFigure, period: Period) -> Cell:
    """A value that opens its cases; plain where nothing was counted."""
    value = written_figure(view, figure, asked.variant)
    if (
        not view.reader.has_case_access
        or figure.value is None
        or (figure.quantity is not None and not figure.quantity.numerator)
    ):
        return value
    mark = quiet(view.text("statistics.unfinished")) if figure.is_unfinished else ""
    return lines(anchor(cases_address(view, asked, period), value), mark)


def cases_address(view: View, asked: TrendAsked, period: Period) -> str:
    """The address of the cases behind the value of a period."""
    return metric_cases_address(
        view,
        *asked.key,
        period,
        region=asked.scope.region,
        agency=asked.scope.agency,
        charge=asked.scope.charge,
    )
