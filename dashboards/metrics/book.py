"""The book of metrics of one snapshot: what there is, and the value of each for days and a scope.

Belongs here: from (metric, variant, days, scope) to a figure with its parts. Keep out: SQL (queries/),
formulas (models/metrics/formula.py), words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Protocol

import pandas as pd

from dashboards.queries import load_query
from models.metrics.comparison import Quantity
from models.metrics.periods import Period, add_months
from models.metrics.small_cells import Mark

OBSERVED = ("median", "p90", "max")
WHOLE = "all"


class Source(Protocol):
    """What answers questions: a snapshot, or a view over one."""

    def query(self, sql: str, parameters: Any = ()) -> pd.DataFrame:
        """The whole result as a frame."""


class UnknownScopeError(ValueError):
    """The cubes cannot answer for these days and this scope together."""


@dataclass(frozen=True)
class Scope:
    """Which facts count; None and ``all``: every one. A breakdown has one member at a time."""

    region: str | None = None
    agency: str | None = None
    charge: str | None = None
    breakdown: str = WHOLE
    member: str = ""


EVERYTHING = Scope()


@dataclass(frozen=True)
class MetricFigure:
    """One value. ``quantity`` holds the parts, or None for a quantile of ``observation_count`` values.

    One that stays unsaid has a ``mark`` and neither value nor parts.
    """

    value: float | None
    quantity: Quantity | None
    observation_count: int | None
    is_unfinished: bool
    is_open_cohort: bool
    mark: Mark = Mark.SHOWN


@dataclass(frozen=True)
class Registry:
    """What a snapshot knows of its metrics, read once.

    ``metrics`` by id, also those without values; ``variants`` by metric and name; ``as_of`` the day of
    judgement; ``data_dates`` how far the data of each agency reach, never beyond that day.
    """

    metrics: dict[str, dict[str, Any]]
    variants: dict[tuple[str, str], dict[str, Any]]
    as_of: date
    data_dates: dict[str, date]


def read_registry(source: Source) -> Registry:
    """The registry as published."""
    metrics = _records(source.query("select * from dim_metrics"))
    variants = _records(source.query("select * from dim_metric_variants"))
    as_of = source.query("select as_of from ops_snapshot")["as_of"].iloc[0].date()
    freshness = source.query("select agency, data_date from ops_freshness")
    return Registry(
        {str(row["metric_id"]): row for row in metrics},
        {(str(row["metric_id"]), str(row["variant"])): row for row in variants},
        as_of,
        {
            row["agency"]: min(as_of, row["data_date"].date())
            for row in _records(freshness)
            if not pd.isna(row["data_date"])
        },
    )


class MetricBook:
    """The registry as published, and the values behind it. A registry read before can be given."""

    def __init__(self, source: Source, registry: Registry | None = None) -> None:
        self._source = source
        self._given = registry

    @cached_property
    def _registry(self) -> Registry:
        return self._given or read_registry(self._source)

    @property
    def metrics(self) -> dict[str, dict[str, Any]]:
        """Every metric by id, also those without values."""
        return self._registry.metrics

    @property
    def variants(self) -> dict[tuple[str, str], dict[str, Any]]:
        """Every variant by metric and name."""
        return self._registry.variants

    @property
    def as_of(self) -> date:
        """The day of judgement."""
        return self._registry.as_of

    @property
    def data_dates(self) -> dict[str, date]:
        """How far the data of each agency reach, never beyond the day of judgement."""
        return self._registry.data_dates

    def default_variant(self, metric_id: str) -> str | None:
        """The variant that is shown first; None for a metric without values."""
        return next(
            (
                name
                for (metric, name), row in self.variants.items()
                if metric == metric_id and row["is_default"]
            ),
            None,
        )

    def data_date(self, metric_id: str) -> date:
        """The day up to which a metric is known: that of the agency that owns it."""
        return self.data_dates.get(str(self.metrics[metric_id]["owner_agency"]), self.as_of)

    def figure(
        self, metric_id: str, variant: str, period: Period, scope: Scope = EVERYTHING
    ) -> MetricFigure:
        """The value of a variant over the days of ``period`` within ``scope``.

        Raises:
            KeyError: the registry has no such variant.
            UnknownScopeError: a charge or breakdown over days that are no whole months, or a breakdown
            of a quantile; the cubes do not hold that.
        """
        row = self.variants[metric_id, variant]
        asked: dict[str, Any] = {
            "metric_id": metric_id,
            "variant": variant,
            "first_day": period.first_day,
            "last_day": period.last_day,
            "region": scope.region,
            "agency": scope.agency,
        }
        question = self.question(metric_id, variant, period, scope)
        if question == "metric_observed":
            found = self._source.query(load_query(question), {**asked, "charge": scope.charge})
            count = int(found["observation_count"].iloc[0])
            value = float(found[f"{row['formula']}_value"].iloc[0]) if count else None
            return self.observed_figure(metric_id, variant, period, value, count)
        if question == "metric_parts_by_month":
            asked |= {
                "charge": scope.charge,
                "breakdown": scope.breakdown,
                "member": scope.member,
                "is_mix": bool(row["is_mix"]),
            }
        found = self._source.query(load_query(question), asked)
        parts = (float(found["numerator"].iloc[0]), float(found["denominator"].iloc[0]))
        return self.figure_of_parts(metric_id, variant, period, *parts)

    def question(
        self, metric_id: str, variant: str, period: Period, scope: Scope = EVERYTHING
    ) -> str:
        """The query that answers for these days and this scope.

        Raises:
            UnknownScopeError: the cubes do not hold that (see ``figure``).
        """
        row = self.variants[metric_id, variant]
        if row["formula"] in OBSERVED:
            if scope.breakdown != WHOLE:
                raise UnknownScopeError(f"quantiles of [{metric_id}] have no breakdown")
            return "metric_observed"
        if period.is_whole_months or period.last_day >= self.as_of and period.first_day.day == 1:
            return "metric_parts_by_month"
        if scope.charge is None and scope.breakdown == WHOLE:
            return "metric_parts_by_day"
        raise UnknownScopeError(
            f"[{metric_id}] by charge or [{scope.breakdown}] is known for whole months, "
            f"not from [{period.first_day}] to [{period.last_day}]"
        )

    def figure_of_parts(
        self, metric_id: str, variant: str, period: Period, numerator: float, denominator: float
    ) -> MetricFigure:
        """The figure that these counted parts make."""
        row = self.variants[metric_id, variant]
        last_day = min(period.last_day, self.as_of)
        quantity = Quantity(
            numerator=numerator,
            denominator=None if row["formula"] == "count" else denominator,
            multiplier=float(row["multiplier"]),
            days=(last_day - period.first_day).days + 1 if row["is_per_day"] else 1,
            is_part=bool(row["is_share"]),
        )
        return MetricFigure(quantity.value, quantity, None, **self._marks(metric_id, row, period))

    def observed_figure(
        self, metric_id: str, variant: str, period: Period, value: float | None, count: int
    ) -> MetricFigure:
        """The figure that a quantile of so many observations is."""
        marks = self._marks(metric_id, self.variants[metric_id, variant], period)
        return MetricFigure(value, None, count, **marks)

    def _marks(self, metric_id: str, row: dict[str, Any], period: Period) -> dict[str, bool]:
        return {
            "is_unfinished": period.last_day > self.data_date(metric_id),
            "is_open_cohort": row["time_basis"] == "cohort"
            and add_months(period.last_day, int(row["observation_months"])) > self.as_of,
        }


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return frame.to_dict("records")
