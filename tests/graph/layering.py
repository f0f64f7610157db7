"""The boundaries of the dbt project, as a function over its manifest.

Belongs here: what may read what. Keep out: exceptions (layering_exceptions.json).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

# Folder of a relation → prefixes of its name.
PREFIXES = {
    "staging": ("stg_",),
    "intermediate": ("int_",),
    "marts": ("dim_", "fct_", "bridge_", "history_", "metric_"),
    "review": ("rev_",),
    "ops": ("ops_",),
}
# Folder of a relation → folders that it may read.
MAY_READ = {
    "staging": {"staging", "seeds"},
    "intermediate": {"staging", "intermediate", "seeds"},
    # Figures about the data themselves (how late, how complete) are made of published operations.
    "marts": {"staging", "intermediate", "marts", "ops", "seeds"},
    "review": {"staging", "intermediate", "marts", "review", "seeds"},
    "ops": {"staging", "intermediate", "marts", "ops", "seeds"},
}
# The ledger is ours, not an agency's: relations about deliveries read it as it is.
READS_LEDGER = {"staging", "ops"}
# What a build is given beside the deliveries: the day of judgement, the days up to which agencies have
# reported, reviewers' words on links.
PARAMETERS = {"build_parameters", "data_dates", "link_decisions"}
# The history asks what earlier versions of a record told, so it reads which versions there were.
VERSIONS = {"record_versions", "versions_in_force", "live_versions", "earlier_versions"}


def find_breaches(manifest: dict[str, Any]) -> list[str]:
    """Sentences `relation: what it does`, sorted; empty when every boundary holds."""
    return sorted(set(_walk(manifest)))


def _walk(manifest: dict[str, Any]) -> Iterator[str]:
    for node in manifest["nodes"].values():
        if node["resource_type"] != "model":
            continue
        folder, name = _folder(node), node["name"]
        if folder not in PREFIXES:
            yield f"{name}: stands in the unknown folder {folder}"
            continue
        if not name.startswith(PREFIXES[folder]):
            yield f"{name}: has no prefix of {folder}"
        yield from _reads(manifest, node, folder)


def _reads(manifest: dict[str, Any], node: dict[str, Any], folder: str) -> Iterator[str]:
    name, agencies = node["name"], set()
    for parent_id in node["depends_on"]["nodes"]:
        source = manifest["sources"].get(parent_id)
        if source is not None:
            is_ledger = source["source_name"] == "ledger"
            is_fine = folder in READS_LEDGER or source["name"] in PARAMETERS
            is_fine |= "history" in node["fqn"] and source["name"] in VERSIONS
            if folder != "staging" and not (is_ledger and is_fine):
                yield f"{name}: reads the source {source['source_name']}.{source['name']}"
            continue
        parent = manifest["nodes"][parent_id]
        parent_folder = _folder(parent)
        if parent_folder not in MAY_READ[folder]:
            yield f"{name}: reads {parent['name']} of {parent_folder}"
        if parent_folder == "staging" and len(parent["fqn"]) > 3:
            agencies.add(parent["fqn"][2])
    if folder == "marts" and len(agencies) > 1:
        yield f"{name}: reads the staging of {', '.join(sorted(agencies))}"


def _folder(node: dict[str, Any]) -> str:
    """The folder under models/; operations stand in a room of the marts with rules of their own."""
    if node["resource_type"] == "seed":
        return "seeds"
    return "ops" if "ops" in node["fqn"][1:-1] else node["fqn"][1]
