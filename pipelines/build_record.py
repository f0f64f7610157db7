"""What a build says about itself: every check with its outcome, every relation with what it is made of.

Belongs here: reading what dbt says of its last run, and of the project, into two published tables.
Keep out: running dbt (transform.py), and what a page makes of the account.

A check that must hold stops a build before it publishes; what stands here as failed are warnings. A home
whose dbt left no account publishes no checks.
"""

from __future__ import annotations

import json
from typing import Any

import duckdb
import pyarrow as pa

from pipelines.home import Home
from pipelines.manifest import read_manifest

CHECKS = pa.schema(
    [
        ("check_name", pa.string()),
        ("relation_name", pa.string()),
        ("status", pa.string()),
        ("failure_count", pa.int64()),
        ("description", pa.string()),
    ]
)
RELATIONS = pa.schema(
    [
        ("relation_name", pa.string()),
        ("layer", pa.string()),
        ("path", pa.string()),
        ("grain", pa.string()),
        ("depends_on", pa.list_(pa.string())),
    ]
)


def publish_build_record(connection: duckdb.DuckDBPyConnection, home: Home) -> None:
    """Write ``ops_checks`` and ``ops_relations`` into the attached ``snapshot``."""
    account = home.path / "dbt" / "target" / "run_results.json"
    results = json.loads(account.read_text(encoding="utf-8")) if account.exists() else {}
    manifest = read_manifest()
    tables = {
        "ops_checks": pa.Table.from_pylist(_checks(manifest, results), CHECKS),
        "ops_relations": pa.Table.from_pylist(_relations(manifest), RELATIONS),
    }
    for name, rows in tables.items():
        connection.register("build_record", rows)
        connection.execute(f"create table snapshot.marts.{name} as from build_record")
        connection.unregister("build_record")


def _checks(manifest: dict[str, Any], results: dict[str, Any]) -> list[dict[str, Any]]:
    """Grain: one data test; ``status`` is pass, warn, fail, error or skipped.

    What tests nothing but seeds was asked when they were loaded, and held: it would have stopped that build.
    """
    nodes = manifest.get("nodes", {})
    checks = []
    asked = results.get("results", [])
    ids = {result["unique_id"] for result in asked}
    kept = [
        {"unique_id": name, "status": "pass"}
        for name, node in nodes.items()
        if asked and name not in ids and _tests_seeds_only(node)
    ]
    for result in [*asked, *kept]:
        node = nodes.get(result["unique_id"])
        if node is None or node["resource_type"] != "test":
            continue
        attached = nodes.get(node.get("attached_node") or "", {})
        checks.append(
            {
                "check_name": node["name"],
                "relation_name": attached.get("name"),
                "status": result["status"],
                "failure_count": int(result.get("failures") or 0),
                "description": node.get("description", ""),
            }
        )
    return sorted(checks, key=lambda check: check["check_name"])


def _tests_seeds_only(node: dict[str, Any]) -> bool:
    parents = node.get("depends_on", {}).get("nodes", [])
    return node["resource_type"] == "test" and all(name.startswith("seed.") for name in parents)


def _relations(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    """Grain: one relation of the project; ``depends_on`` names the relations it is made of."""
    nodes, sources = manifest.get("nodes", {}), manifest.get("sources", {})

    def name_of(unique_id: str) -> str:
        if unique_id in sources:
            return f"{sources[unique_id]['source_name']}.{sources[unique_id]['name']}"
        return str(nodes[unique_id]["name"])

    return sorted(
        (
            {
                "relation_name": node["name"],
                "layer": node["schema"],
                "path": node["original_file_path"],
                "grain": node["config"].get("meta", {}).get("grain", ""),
                "depends_on": sorted(
                    name_of(parent)
                    for parent in node.get("depends_on", {}).get("nodes", [])
                    if parent in nodes or parent in sources
                ),
            }
            for node in nodes.values()
            if node["resource_type"] in ("model", "seed")
        ),
        key=lambda relation: relation["relation_name"],
    )
