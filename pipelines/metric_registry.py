"""The registry of metrics, read from the seeds of the dbt project.

Belongs here: metrics, their variants and parts as objects, for checks, documents and command lines that
need no warehouse. Keep out: values (marts), words of pages (the catalogue). Pages read the published
copies (`dim_metrics` and the rest), so that they show what their snapshot was built from.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from pipelines.transform import project_dir

COMPUTED = ("computed", "partly")


@dataclass(frozen=True)
class Part:
    """One measure in the numerator or denominator of a variant."""

    metric_id: str
    variant: str
    part: str
    measure_id: str
    sign: int
    timing: str


@dataclass(frozen=True)
class Variant:
    """One way to compute a metric: a switch of its definition, or a quantile."""

    metric_id: str
    variant: str
    is_default: bool
    label_zh: str
    label_en: str
    time_basis: str
    formula: str
    multiplier: float
    unit: str
    decimals: int
    observation_months: int
    is_mix: bool
    is_share: bool
    is_per_day: bool
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Metric:
    """One metric; ``variants`` are empty where it has no value, and ``reason_*`` say why."""

    metric_id: str
    metric_version: int
    stream: str
    name_zh: str
    name_en: str
    numerator_zh: str
    denominator_zh: str
    definition_en: str
    unit: str
    grain_zh: str
    time_basis: str
    owner_agency: str
    official_source: str
    source_status: str
    dimensions: str
    slices: str
    direction: str
    ranking: str
    confidence: str
    availability: str
    reason_zh: str
    reason_en: str
    notes: str
    variants: tuple[Variant, ...] = ()

    @property
    def is_computed(self) -> bool:
        return self.availability in COMPUTED

    @property
    def may_rank(self) -> bool:
        """Whether agencies may be ranked by it; outcomes of justice never are."""
        return self.ranking == "optional"

    @property
    def default(self) -> Variant | None:
        return next((variant for variant in self.variants if variant.is_default), None)


def load_registry(folder: Path | None = None) -> dict[str, Metric]:
    """Every metric by id, in the order of the registry."""
    place = folder or project_dir() / "seeds" / "metrics"
    parts: dict[tuple[str, str], list[Part]] = {}
    for row in _rows(place / "metric_parts.csv"):
        part = Part(**_typed(Part, row))
        parts.setdefault((part.metric_id, part.variant), []).append(part)
    variants: dict[str, list[Variant]] = {}
    for row in _rows(place / "metric_variants.csv"):
        key = (row["metric_id"], row["variant"])
        variants.setdefault(key[0], []).append(
            Variant(**_typed(Variant, row), parts=tuple(parts.get(key, ())))
        )
    return {
        row["metric_id"]: Metric(
            **_typed(Metric, row), variants=tuple(variants.get(row["metric_id"], ()))
        )
        for row in _rows(place / "metrics.csv")
    }


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def _typed(kind: type, row: dict[str, str]) -> dict[str, Any]:
    """The cells of a row as the types that the fields ask for."""
    readers = {"bool": lambda text: text == "true", "int": int, "float": float, "str": str}
    types = {field.name: str(field.type) for field in fields(kind)}
    return {name: readers[types[name]](text) for name, text in row.items()}
