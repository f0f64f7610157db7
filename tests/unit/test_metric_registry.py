"""The registry of metrics is whole: every word there, every part a measure, every measure used."""

from __future__ import annotations

import csv
import os
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines.metric_guide import GUIDE, render_guide
from pipelines.metric_registry import Metric, load_registry
from tests.conftest import REPOSITORY
from tests.snapshots import UPDATE_VARIABLE

RELATIONS = REPOSITORY / "dbt_project" / "models" / "marts" / "metrics"
SHARED_SLICES = {"all", "region", "agency", "charge"}
OUTCOMES = (
    "A_police",
    "B_arrest",
    "C_prosecution",
    "D_trial",
    "E_clock",
    "G_execution",
    "H_property",
)
# Hand-offs in the three outcomes that a test of the build adds up; no metric of their own.
IN_IDENTITIES = {"handoffs_received", "handoffs_on_the_way"}


@pytest.fixture(scope="module")
def registry() -> dict[str, Metric]:
    return load_registry()


@pytest.fixture(scope="module")
def measures() -> dict[str, dict[str, Any]]:
    """Measure → its entry and the further dimensions of its semantic model."""
    found = {}
    for path in sorted(RELATIONS.glob("_semantic_*.yml")):
        for model in yaml.safe_load(path.read_text(encoding="utf-8"))["semantic_models"]:
            further = {d["name"] for d in model.get("dimensions", []) if d["type"] == "categorical"}
            for measure in model.get("measures", []):
                assert measure["name"] not in found, measure["name"]
                found[measure["name"]] = {**measure, "breakdowns": further}
    return found


def test_every_metric_is_there_once(registry: dict[str, Metric]) -> None:
    """99 metrics of the catalogue; dropping one, or writing one twice, changes what a city is shown."""
    assert len(registry) == 99
    with (REPOSITORY / "dbt_project/seeds/metrics/metrics.csv").open(encoding="utf-8") as handle:
        ids = [row["metric_id"] for row in csv.DictReader(handle)]
    assert len(ids) == len(set(ids))
    assert len({metric.name_zh for metric in registry.values()}) == 99
    assert len({metric.name_en for metric in registry.values()}) == 99


def test_every_metric_has_its_words(registry: dict[str, Metric]) -> None:
    """A number without definition, source and unit is quoted wrongly."""
    bare = [
        metric.metric_id
        for metric in registry.values()
        for name in (
            "name_zh",
            "name_en",
            "numerator_zh",
            "definition_en",
            "unit",
            "grain_zh",
            "official_source",
            "source_status",
            "dimensions",
            "direction",
            "owner_agency",
        )
        if not getattr(metric, name)
    ]
    assert bare == []


def test_a_metric_has_values_or_a_reason(registry: dict[str, Metric]) -> None:
    for metric in registry.values():
        assert bool(metric.variants) == metric.is_computed, metric.metric_id
        if metric.availability != "computed":
            assert metric.reason_zh, metric.metric_id
            assert metric.reason_en, metric.metric_id
        if metric.is_computed:
            assert sum(variant.is_default for variant in metric.variants) == 1, metric.metric_id


def test_parts_fit_their_formula(registry: dict[str, Metric], measures: dict[str, Any]) -> None:
    """A part that names no measure, or a median of a sum, would be an empty figure."""
    wrong = []
    for metric in registry.values():
        for variant in metric.variants:
            sides = {
                side: [p for p in variant.parts if p.part == side]
                for side in ("numerator", "denominator")
            }
            observed = variant.formula in ("median", "p90", "max")
            aggregations = {measures[part.measure_id]["agg"] for part in variant.parts}
            timings = {part.timing for part in variant.parts}
            is_right = (
                bool(sides["numerator"])
                and bool(sides["denominator"]) == (variant.formula == "ratio")
                and all(part.sign in (1, -1) for part in variant.parts)
                and (timings == {"observed"} if observed else "observed" not in timings)
                and (aggregations <= {"median", "max"} if observed else aggregations == {"sum"})
            )
            if not is_right:
                wrong.append((metric.metric_id, variant.variant))
    assert wrong == []


def test_ratios_of_two_groups_are_no_shares(registry: dict[str, Metric]) -> None:
    """An interval around closed-to-accepted would claim a precision that means nothing."""
    shares = {(v.metric_id, v.variant) for m in registry.values() for v in m.variants if v.is_share}
    assert ("non_arrest_rate", "approved") in shares
    assert ("clear_up_rate", "cohort") in shares
    for pair in (
        ("closing_to_intake_ratio", "period"),
        ("clear_up_rate", "period"),
        ("pre_prosecution_detention_rate", "period"),
        ("disposition_time", "period"),
        ("crime_rate_per_100k", "period"),
    ):
        assert pair not in shares


def test_every_measure_is_used(registry: dict[str, Metric], measures: dict[str, Any]) -> None:
    """A measure that no figure uses costs every build and misleads whoever finds it."""
    used = {p.measure_id for m in registry.values() for v in m.variants for p in v.parts}
    assert set(measures) - used == IN_IDENTITIES


def test_slices_are_dimensions_of_every_part(
    registry: dict[str, Metric], measures: dict[str, Any]
) -> None:
    """A breakdown that only the numerator knows shows shares of nothing."""
    wrong = []
    for metric in registry.values():
        slices = set(metric.slices.split(";"))
        assert "all" in slices
        for variant in metric.variants:
            for part in variant.parts:
                if part.timing == "average":
                    continue
                missing = slices - SHARED_SLICES - measures[part.measure_id]["breakdowns"]
                if missing:
                    wrong.append((metric.metric_id, variant.variant, part.measure_id, missing))
    assert wrong == []


def test_outcomes_of_justice_are_never_ranked(registry: dict[str, Metric]) -> None:
    """Ranking agencies by detention or conviction makes detentions and convictions (design, section 6)."""
    ranked = {metric.metric_id for metric in registry.values() if metric.may_rank}
    assert ranked
    assert [m for m in registry.values() if m.metric_id in ranked and m.stream in OUTCOMES] == []


def test_period_and_cohort_stand_side_by_side(registry: dict[str, Metric]) -> None:
    """The official ratio of two groups of people and the cohort of one differ; both are shown."""
    for metric_id in (
        "clear_up_rate",
        "pre_prosecution_detention_rate",
        "pre_prosecution_detention_cohort_rate",
        "recommendation_adoption_rate",
        "supervision_opinion_adoption_rate",
        "first_instance_reversal_remand_rate",
    ):
        bases = {variant.time_basis for variant in registry[metric_id].variants}
        assert {"period", "cohort"} <= bases, metric_id


@pytest.mark.snapshot
def test_guide_is_what_the_registry_says() -> None:
    """docs/metrics.md is read by people who never open a seed."""
    if os.environ.get(UPDATE_VARIABLE):
        Path(GUIDE).write_text(render_guide(), encoding="utf-8")
    assert GUIDE.read_text(encoding="utf-8") == render_guide(), (
        "docs/metrics.md is not what the registry says; run `python -m pipelines.metric_guide`"
    )
