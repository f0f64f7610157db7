"""The cubes against MetricFlow: a second engine reads the same semantic models and agrees.

Our cubes are written by a dbt macro from the project's semantic models; MetricFlow compiles those models
by itself. When this fails, a measure means one thing in our cubes and another to any tool that speaks
MetricFlow.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from pipelines.home import Home
from pipelines.manifest import prepare_manifest

PROVE = bool(os.environ.get("CASELOOM_PROVE"))
# Stocks, cohorts, hand-offs; all of them in `make prove`.
FEW = ("arrest_review_suspects", "handoffs", "trials")
SHARED = {
    "month_start": "metric_time__month",
    "region_code": "unit__region_code",
    "agency_code": "unit__agency_code",
}


class Compiler:
    """MetricFlow's engine over the parsed project; it never sees a database."""

    def __init__(self, manifest: Path) -> None:
        from metricflow.engine.metricflow_engine import MetricFlowEngine
        from metricflow.protocols.sql_client import SqlEngine
        from metricflow.sql.render.duckdb_renderer import DuckDbSqlPlanRenderer
        from metricflow_semantics.model.dbt_manifest_parser import (
            parse_manifest_from_dbt_generated_manifest,
        )
        from metricflow_semantics.model.semantic_manifest_lookup import SemanticManifestLookup

        class OnlyWords:
            sql_engine_type = SqlEngine.DUCKDB
            sql_plan_renderer = DuckDbSqlPlanRenderer()

        text = manifest.with_name("semantic_manifest.json").read_text(encoding="utf-8")
        self.manifest = parse_manifest_from_dbt_generated_manifest(manifest_json_string=text)
        self._engine = MetricFlowEngine(SemanticManifestLookup(self.manifest), OnlyWords())

    def semantic_models(self) -> dict[str, list[str]]:
        """Semantic model → its additive measures."""
        return {
            model.name: [measure.name for measure in model.measures if measure.agg.value == "sum"]
            for model in self.manifest.semantic_models
            if any(measure.agg.value == "sum" for measure in model.measures)
        }

    def sql(self, metrics: list[str], group_by: list[str]) -> str:
        """One question, as SQL."""
        from metricflow.engine.metricflow_engine import MetricFlowQueryRequest

        request = MetricFlowQueryRequest.create(metric_names=metrics, group_by_names=group_by)
        return self._engine.explain(request).sql_statement.sql


@pytest.fixture(scope="module")
def compiler() -> Compiler:
    return Compiler(prepare_manifest())


@pytest.fixture(scope="module")
def warehouse(built_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with duckdb.connect(str(built_home.warehouse), read_only=True) as connection:
        yield connection


def dimensions_of(name: str) -> dict[str, str]:
    """Column of the cube → name that MetricFlow gives it."""
    if name == "agency_freshness":
        return {"month_start": SHARED["month_start"]}
    if name == "region_populations":
        return {
            "month_start": SHARED["month_start"],
            "region_code": "region_populations_row__region_code",
        }
    return SHARED


def totals(frame: pd.DataFrame, columns: list[str]) -> dict[tuple[Any, ...], float]:
    """Nonzero values by measure, month, region and agency."""
    found = {}
    for row in frame.assign(month_start=frame["month_start"].dt.date).to_dict("records"):
        key = tuple(None if pd.isna(row[column]) else str(row[column]) for column in columns)
        if row["value"] and not pd.isna(row["value"]):
            found[key] = round(float(row["value"]), 4)
    return found


@pytest.mark.slow
def test_cubes_agree_with_metricflow(compiler: Compiler, warehouse: Any) -> None:
    """Every additive measure by month, region and agency: the same cells with the same numbers."""
    as_of = warehouse.execute("select as_of from ledger.build_parameters").fetchone()[0]
    compared = 0
    for name, measures in compiler.semantic_models().items():
        if not PROVE and name not in FEW:
            continue
        dimensions = dimensions_of(name)
        told = warehouse.execute(compiler.sql(measures, list(dimensions.values()))).df()
        long = told.melt(
            id_vars=list(dimensions.values()),
            value_vars=measures,
            var_name="measure_id",
            value_name="value",
        ).rename(columns={theirs: ours for ours, theirs in dimensions.items()})
        # MetricFlow knows no day of judgement; months after it, and the days of its own month, would differ.
        until = f"date_trunc('month', date '{as_of}')"
        columns = ["measure_id", *dimensions]
        expected = totals(long[long["month_start"] < pd.Timestamp(as_of.replace(day=1))], columns)
        cubes = warehouse.execute(
            f"select {', '.join(columns)}, sum(value) as value from marts.metric_cubes "
            f"where breakdown = 'all' and list_contains($measures, measure_id) and month_start < {until} "
            f"group by all",
            {"measures": measures},
        ).df()
        assert totals(cubes, columns) == expected, name
        compared += len(expected)
    assert compared > 200


def test_every_measure_is_a_metric_of_metricflow(compiler: Compiler) -> None:
    """Tools that speak MetricFlow find every measure under its own name."""
    metrics = {metric.name for metric in compiler.manifest.metrics}
    measures = {
        measure.name for model in compiler.manifest.semantic_models for measure in model.measures
    }
    assert measures <= metrics
