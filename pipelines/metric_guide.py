"""The guide to metrics, written from the registry: docs/metrics.md.

Belongs here: laying the registry out for readers. Keep out: any word about a metric (seeds/metrics).

    python -m pipelines.metric_guide [OUT.md]
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from pipelines.metric_registry import Metric, Part, Variant, load_registry
from pipelines.published_figures import check_figures, committed_figures

GUIDE = Path(__file__).parents[1] / "docs" / "metrics.md"
STREAMS = {
    "A_police": "公安 Police",
    "B_arrest": "审查逮捕 Arrest review",
    "C_prosecution": "审查起诉 Prosecution",
    "D_trial": "审判 Trial",
    "E_clock": "期限 Limits",
    "F_flow": "协同 Hand-offs",
    "G_execution": "执行 Execution",
    "H_property": "财物 Property",
    "I_quality": "数据 Data",
}
_TIMING = {
    "at_start": " at the start",
    "at_end": " at the end",
    "average": " (average)",
    "observed": "",
}
_INTRODUCTION = """# Metrics

Written by `python -m pipelines.metric_guide` from the registry (`dbt_project/seeds/metrics`); a test compares.
What a measure is (relation, time column, condition) stands in the semantic models of the dbt project
(`dbt_project/models/marts/metrics/_semantic_*.yml`) and is published as `dim_metric_measures`.

| to find | ask |
|---|---|
| what a metric means, its source, whether it has values and why not | `dim_metrics` |
| its switches, formula, unit and decimals | `dim_metric_variants` |
| which measures make it up | `bridge_metric_parts`, `dim_metric_measures` |
| its values by month, quarter, year, region, agency, charge, breakdown | `metric_values` |
| additive counts for any other cut | `metric_cubes` (months), `metric_days` (days) |
| what is behind a median | `metric_observations` |

How to read a value:

- **period** metrics count what happened in the period; **cohort** metrics follow those who began in it;
  **stock** metrics count who stood there on its last day, as entries minus exits.
- `is_unfinished`: the data of the owning agency end before the period does. `is_open_cohort`: the time in which
  a cohort settles had not passed, the value can still move.
- A ratio whose denominator is nought has no value; that is not nought.
- Where an official period ratio and a cohort of persons both exist, both are variants of the metric.
- Agencies are not ranked by metrics with ranking *no*; a funnel shows who differs by more than chance.
- Published figures are computed again with `python -m pipelines.published_figures FILE.csv`.
"""


def render_guide() -> str:
    """The whole guide as Markdown."""
    registry = load_registry()
    lines = [_INTRODUCTION]
    for stream, title in STREAMS.items():
        lines += [f"## {title}", ""]
        for metric in registry.values():
            if metric.stream == stream:
                lines += _entry(metric)
    return "\n".join([*lines, *_published()]) + "\n"


def _entry(metric: Metric) -> list[str]:
    lines = [
        f"### {metric.name_zh} {metric.name_en}",
        "",
        f"`{metric.metric_id}` · {metric.time_basis} · {metric.grain_zh} · version {metric.metric_version} · "
        f"ranking {metric.ranking} · {metric.direction} · {metric.official_source} ({metric.source_status})",
        "",
        metric.definition_en,
        "",
        f"分子:{metric.numerator_zh}"
        + (f";分母:{metric.denominator_zh}" if metric.denominator_zh else ""),
        "",
    ]
    if metric.reason_zh:
        head = "No value" if not metric.is_computed else "In part"
        lines += [f"**{head}:** {metric.reason_zh} — {metric.reason_en}.", ""]
    lines += [_variant(variant) for variant in metric.variants]
    if metric.variants:
        lines.append("")
    return lines


def _variant(variant: Variant) -> str:
    mark = " (default)" if variant.is_default else ""
    formula = "" if variant.formula in ("count", "ratio") else f"{variant.formula} of "
    text = f"- `{variant.variant}`{mark} {variant.label_zh} {variant.label_en}: {formula}"
    text += _sum([part for part in variant.parts if part.part == "numerator"])
    below = [part for part in variant.parts if part.part == "denominator"]
    if below:
        text += " ÷ " + (f"({_sum(below)})" if len(below) > 1 else _sum(below))
    if variant.is_per_day:
        text += " × days"
    settled = (
        f", settled after {variant.observation_months} months" if variant.observation_months else ""
    )
    return f"{text} · {variant.unit}{settled}"


def _sum(parts: list[Part]) -> str:
    text = ""
    for part in parts:
        sign = " − " if part.sign < 0 else " + " if text else ""
        text += f"{sign}`{part.measure_id}`{_TIMING.get(part.timing, '')}"
    return text


def _published() -> list[str]:
    lines = [
        "## Published figures",
        "",
        "Computed again from their published parts. Where the printed digits do not come out, the definition",
        "behind the figure is another one than it says.",
        "",
        "| metric | scope | published | computed | comes out | note |",
        "|---|---|---|---|---|---|",
    ]
    with committed_figures().open(encoding="utf-8", newline="") as handle:
        for row in check_figures(csv.DictReader(handle), load_registry()):
            verdict = row["verdict"] or "—"
            lines.append(
                f"| `{row['metric_id']}` | {row['scope']} | {row['published_pct'] or '—'} | "
                f"{row['computed']} | {verdict} | {row['note']} |"
            )
    return lines


def main(arguments: list[str]) -> int:
    """Write the guide to the given file, else to its place in the repository."""
    (Path(arguments[0]) if arguments else GUIDE).write_text(render_guide(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
