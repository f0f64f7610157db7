"""One boundary, guarded: only staging reads sources, marts do not mix agencies' staging."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import pytest

from pipelines.manifest import read_manifest
from tests.graph.layering import find_breaches

REPOSITORY = Path(__file__).parents[2]
EXCEPTIONS = json.loads((Path(__file__).parent / "layering_exceptions.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def breaches() -> list[str]:
    return find_breaches(read_manifest())


def test_boundaries_hold(breaches: list[str]) -> None:
    """A mart that reads raw data shows rows that the ledger took back."""
    assert [breach for breach in breaches if breach not in EXCEPTIONS] == []


def test_exceptions_only_shrink(breaches: list[str]) -> None:
    """An exception that no longer applies must go, or the next breach hides behind it."""
    assert [exception for exception in EXCEPTIONS if exception not in breaches] == []
    assert all(reason for reason in EXCEPTIONS.values()), "each exception gives its reason"


def test_lint_sees_each_kind_of_breach() -> None:
    """A lint that finds nothing because it looks at nothing is worse than none."""

    def model(name: str, folder: list[str], *parents: str) -> dict[str, Any]:
        return {
            "resource_type": "model",
            "name": name,
            "fqn": ["caseloom", *folder, name],
            "depends_on": {"nodes": list(parents)},
        }

    manifest = {
        "sources": {"s": {"source_name": "raw_police", "name": "cases"}},
        "nodes": {
            "a": model("stg_police__cases", ["staging", "police"], "s"),
            "b": model("stg_court__cases", ["staging", "court"], "d"),
            "c": model("int_cases", ["intermediate"], "s"),
            "d": model("dim_cases", ["marts", "cases"], "a", "b"),
            "e": model("cases", ["marts", "cases"], "c"),
            "f": model("tmp_cases", ["scratch"]),
        },
    }
    assert find_breaches(manifest) == [
        "cases: has no prefix of marts",
        "dim_cases: reads the staging of court, police",
        "int_cases: reads the source raw_police.cases",
        "stg_court__cases: reads dim_cases of marts",
        "tmp_cases: stands in the unknown folder scratch",
    ]


def test_pages_read_through_the_snapshot_reader_only() -> None:
    """The reader is the choke point where sealed records are dropped; a way around it leaks them."""
    forbidden = ("pipelines.warehouse", "pipelines.intake", "dbt", "dagster")
    pages = sorted((REPOSITORY / "dashboards").rglob("*.py"))
    found = [
        f"{path.relative_to(REPOSITORY)}: {module}"
        for path in pages
        for module in _imports(path)
        if any(module == name or module.startswith(f"{name}.") for name in forbidden)
    ]
    # Its errors may be caught; connections are opened by the reader alone.
    found += [
        f"{path.relative_to(REPOSITORY)}: {use}"
        for path in pages
        for use in re.findall(r"duckdb\.(?!Error)\w+|from duckdb", path.read_text("utf-8"))
    ]
    assert found == []


def test_statistical_models_are_pure() -> None:
    """Frame in, frame out: a model that opens files or databases cannot be checked or reused."""
    forbidden = ("duckdb", "pipelines", "dagster", "dbt", "dashboards", "sqlite3", "sqlalchemy")
    found = [
        f"{path.relative_to(REPOSITORY)}: {module}"
        for path in sorted((REPOSITORY / "models").rglob("*.py"))
        for module in _imports(path)
        if module.split(".")[0] in forbidden
    ]
    assert found == []


def _imports(path: Path) -> list[str]:
    names = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.append(node.module)
    return names
