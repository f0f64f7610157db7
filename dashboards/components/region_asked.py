"""What the page of regions is asked for, and one county of its answer.

Belongs here: these two shapes. Keep out: reading and drawing (the page).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dashboards.metrics.book import MetricFigure
from models.metrics.comparison import Place
from models.metrics.periods import Period

PER_RESIDENTS = 100_000


@dataclass(frozen=True)
class RegionsAsked:
    """What the address asks for."""

    metric: dict[str, Any]
    variant: dict[str, Any]
    period: Period
    period_name: str
    charge: str | None
    is_rate: bool

    @property
    def key(self) -> tuple[str, str]:
        return str(self.variant["metric_id"]), str(self.variant["variant"])


@dataclass(frozen=True)
class County:
    """One county: its figure, residents (None without a census) and how it stands against the city."""

    code: str
    figure: MetricFigure
    residents: float | None
    standing: Place | None

    @property
    def rate(self) -> float | None:
        if not self.residents or self.figure.value is None:
            return None
        return self.figure.value * PER_RESIDENTS / self.residents
