"""Reading the fixed reports.

Belongs here: one entry as an object. Keep out: which reports there are (reports.yaml).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from dashboards.charts.spec import ChartKind
from dashboards.grids.spec import NONE, TIMES, GridSpec, Order, read_measure
from models.metrics.periods import Kind

FILE = Path(__file__).with_name("reports.yaml")
STREAMS = ("information", "process", "management", "supervision")


@dataclass(frozen=True)
class FixedReport:
    """One report; ``metrics`` as written. ``title`` in the reader's language."""

    id: str
    stream: str
    titles: Mapping[str, str]
    metrics: tuple[str, ...]
    rows: str
    columns: str
    chart: ChartKind | None
    compare: Kind | None
    order: Order

    def title(self, language: str) -> str:
        return self.titles[language]

    @property
    def is_trend(self) -> bool:
        """Whether it runs over periods: then it needs no long period of its own."""
        return self.rows in TIMES or self.columns in TIMES

    def spec(self, variants: Mapping[tuple[str, str], Any]) -> GridSpec:
        """The grid, with the variants of a snapshot; raises GridError."""
        return GridSpec(
            tuple(read_measure(metric, variants) for metric in self.metrics),
            self.rows,
            self.columns,
            self.order,
            self.chart,
        )


@lru_cache(maxsize=1)
def fixed_reports() -> Mapping[str, FixedReport]:
    """All reports by id, in the order of the file."""
    entries = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {entry["id"]: _read(entry) for entry in entries}


def _read(entry: Mapping[str, Any]) -> FixedReport:
    known = {"id", "stream", "zh", "en", "metrics", "rows", "columns", "chart", "compare", "order"}
    if unknown := set(entry) - known:
        raise ValueError(f"report [{entry.get('id')}] has unknown keys {sorted(unknown)}")
    return FixedReport(
        id=entry["id"],
        stream=entry["stream"],
        titles={"zh": entry["zh"], "en": entry["en"]},
        metrics=tuple(entry["metrics"]),
        rows=entry["rows"],
        columns=entry.get("columns", NONE),
        chart=ChartKind(entry["chart"]) if "chart" in entry else None,
        compare=Kind(entry["compare"]) if "compare" in entry else None,
        order=Order(entry.get("order", Order.CODE.value)),
    )
