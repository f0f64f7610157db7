"""What a grid shows: metrics, rows, columns, and what may be crossed with what.

Belongs here: the rules. Keep out: figures.

Agencies and regions stand in the order of their codes, whatever the figures say: nobody is ranked by
outcomes. Only where the registry allows it (`ranking` optional: use of the platform) may they stand in the
order of a value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from dashboards.charts.spec import ChartKind
from dashboards.metrics.book import OBSERVED

PLACES = ("region", "agency")
CODES = (*PLACES, "charge")
TIMES = ("month", "quarter", "year")
# No dimension: one row or column of everything.
NONE = "none"
# One row per metric.
METRIC = "metric"


class Order(Enum):
    """How the rows stand."""

    CODE = "code"
    VALUE = "value"


class GridError(ValueError):
    """These metrics, rows and columns do not go together; ``reason`` is a word of the catalogue."""

    def __init__(self, reason: str, **values: str) -> None:
        super().__init__(f"{reason} {values or ''}".strip())
        self.reason = reason
        self.values = values


@dataclass(frozen=True)
class Measure:
    """One variant of one metric."""

    metric_id: str
    variant: str

    def __str__(self) -> str:
        return f"{self.metric_id}.{self.variant}"


@dataclass(frozen=True)
class GridSpec:
    """Metrics by rows and columns. ``periods``: how many months, quarters or years a time axis has."""

    measures: tuple[Measure, ...]
    rows: str
    columns: str = NONE
    order: Order = Order.CODE
    chart: ChartKind | None = None
    periods: int = 13

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Rows and columns that cut the figures."""
        return tuple(name for name in (self.rows, self.columns) if name not in (NONE, METRIC))


def read_measure(text: str, variants: Mapping[tuple[str, str], Any]) -> Measure:
    """``metric`` or ``metric.variant``; without a variant the default one. Raises GridError."""
    metric_id, _, variant = text.partition(".")
    if not variant:
        variant = next(
            (
                name
                for (metric, name), row in variants.items()
                if metric == metric_id and row["is_default"]
            ),
            "",
        )
    if (metric_id, variant) not in variants:
        raise GridError("grid.unknown_metric", name=text)
    return Measure(metric_id, variant)


def dimensions_of(metric: Mapping[str, Any]) -> tuple[str, ...]:
    """What a metric may be cut by: times always, places, charges and breakdowns as the registry says."""
    slices = [name for name in str(metric["slices"]).split(";") if name not in ("", "all")]
    return (*TIMES, *slices)


def shared_dimensions(metrics: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """What all of these may be cut by, in the order of the first."""
    found = [dimensions_of(metric) for metric in metrics]
    return (
        tuple(name for name in found[0] if all(name in others for others in found)) if found else ()
    )


def may_rank(metrics: Iterable[Mapping[str, Any]]) -> bool:
    """Whether agencies may stand in the order of these values."""
    return all(str(metric["ranking"]) == "optional" for metric in metrics)


def check_spec(
    spec: GridSpec,
    metrics: Mapping[str, Mapping[str, Any]],
    variants: Mapping[tuple[str, str], Mapping[str, Any]],
) -> None:
    """Raises GridError where the parts do not go together."""
    if not spec.measures:
        raise GridError("grid.no_metric")
    chosen = [metrics[measure.metric_id] for measure in spec.measures]
    possible = shared_dimensions(chosen)
    for name in spec.dimensions:
        if name not in possible:
            raise GridError("grid.not_cut", dimension=name)
    if spec.rows == spec.columns and spec.rows not in (NONE,):
        raise GridError("grid.same_twice")
    breakdowns = [name for name in spec.dimensions if name not in (*CODES, *TIMES)]
    if len(breakdowns) > 1:
        raise GridError("grid.one_breakdown")
    has_quantile = any(
        variants[measure.metric_id, measure.variant]["formula"] in OBSERVED
        for measure in spec.measures
    )
    if breakdowns and has_quantile:
        raise GridError("grid.no_quantiles")
    if len(spec.measures) > 1 and spec.columns not in (NONE,):
        raise GridError("grid.one_metric")
    if is_ranking(spec) and not may_rank(chosen):
        raise GridError("grid.no_ranking")
    if spec.chart is ChartKind.FUNNEL:
        measure = spec.measures[0]
        if spec.rows not in PLACES or not variants[measure.metric_id, measure.variant]["is_share"]:
            raise GridError("grid.no_funnel")


def is_ranking(spec: GridSpec) -> bool:
    """Whether agencies or regions would stand in the order of a value."""
    return spec.order is Order.VALUE and bool(set(PLACES) & {spec.rows, spec.columns})
