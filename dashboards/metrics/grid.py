"""Many figures at once: metrics over periods and places in one question to the cubes.

Belongs here: trends, maps, check-ups. Keep out: single figures (book.py), which mean the same; a test
holds the two together.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import pandas as pd

from dashboards.metrics.book import EVERYTHING, OBSERVED, WHOLE, MetricBook, MetricFigure, Scope
from models.metrics.periods import Period

# (metric, variant, place, number of the period)
Key = tuple[str, str, str, int]
BY_REGION, BY_AGENCY, BY_NOTHING = "region", "agency", ""


class Asker(Protocol):
    """What answers the questions of ``queries/`` by name (a view)."""

    def ask(self, query: str, /, **parameters: Any) -> pd.DataFrame:
        """The whole answer as a frame."""


def read_grid(
    asker: Asker,
    book: MetricBook,
    metric_ids: Sequence[str],
    periods: Sequence[Period],
    scope: Scope = EVERYTHING,
    *,
    by: str = BY_NOTHING,
) -> dict[Key, MetricFigure]:
    """Every variant of the metrics over each period, for each place that has anything.

    The place is ``""`` when ``by`` is. Periods must all be whole months, or all any days; then ``scope``
    may hold region and agency only. What has neither numerator nor denominator is a nought for counts
    and has no value else; without ``by`` every key is there.
    """
    asked: dict[str, Any] = {
        "metric_ids": list(metric_ids),
        "first_days": [period.first_day for period in periods],
        "last_days": [min(period.last_day, book.as_of) for period in periods],
        "by": by,
        "region": scope.region,
        "agency": scope.agency,
    }
    if all(_is_of_months(period, book) for period in periods):
        found = asker.ask(
            "metric_grid_months",
            **asked,
            charge=scope.charge,
            breakdown=scope.breakdown,
            member=scope.member,
        )
    elif scope.charge is None and scope.breakdown == WHOLE:
        found = asker.ask("metric_grid_days", **asked)
    else:
        raise ValueError("charges and breakdowns are known for whole months only")
    figures: dict[Key, MetricFigure] = {}
    for row in found[found["place"].notna()].to_dict("records"):
        period = periods[int(row["period_index"])]
        figures[_key(row)] = book.figure_of_parts(
            row["metric_id"], row["variant"], period, row["numerator"], row["denominator"]
        )
    if scope.breakdown == WHOLE:
        figures |= _read_observed(asker, book, periods, {**asked, "charge": scope.charge})
    if by == BY_NOTHING:
        for metric_id, name in book.variants:
            if metric_id in asked["metric_ids"]:
                for index, period in enumerate(periods):
                    key = (metric_id, name, "", index)
                    if key not in figures:
                        figures[key] = nothing(book, metric_id, name, period)
    return figures


def _read_observed(
    asker: Asker, book: MetricBook, periods: Sequence[Period], asked: dict[str, Any]
) -> dict[Key, MetricFigure]:
    found = asker.ask("metric_grid_observed", **asked)
    figures = {}
    for row in found[found["place"].notna()].to_dict("records"):
        variant = book.variants[row["metric_id"], row["variant"]]
        period = periods[int(row["period_index"])]
        value, count = float(row[f"{variant['formula']}_value"]), int(row["observation_count"])
        figures[_key(row)] = book.observed_figure(
            row["metric_id"], row["variant"], period, value, count
        )
    return figures


def nothing(book: MetricBook, metric_id: str, variant: str, period: Period) -> MetricFigure:
    """The figure of a place where nothing was counted."""
    if book.variants[metric_id, variant]["formula"] in OBSERVED:
        return book.observed_figure(metric_id, variant, period, None, 0)
    return book.figure_of_parts(metric_id, variant, period, 0.0, 0.0)


def _is_of_months(period: Period, book: MetricBook) -> bool:
    return period.is_whole_months or (period.last_day >= book.as_of and period.first_day.day == 1)


def _key(row: dict[str, Any]) -> Key:
    return row["metric_id"], row["variant"], str(row["place"]), int(row["period_index"])
