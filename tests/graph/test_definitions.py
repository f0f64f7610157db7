"""The graph as a whole: it loads, reads left to right, and shows its changes in the diff."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import dagster as dg
import pytest

from pipelines.contract import load_contracts
from pipelines.definitions import build_defs
from pipelines.defs.raw.assets import BALANCE_CHECK, CONTRACT_CHECK, raw_key
from pipelines.defs.resources import PlaceResource
from pipelines.manifest import read_manifest
from tests.snapshots import check_snapshot

SNAPSHOT = Path(__file__).parent / "snapshots" / "assets.json"
LEFT_TO_RIGHT = [
    "landing",
    "raw",
    "seeds",
    "staging",
    "linkage",
    "intermediate",
    "marts",
    "ops",
    "review",
    "published",
    "mail",
]
# Linkage works on the records that intermediate prepares, and intermediate on linked cases: between
# those two the arrows go both ways, relation by relation.
_SAME_RANK = {"linkage": "intermediate", "ops": "marts"}


def _rank(group: str) -> int:
    return LEFT_TO_RIGHT.index(_SAME_RANK.get(group, group))


def test_definitions_are_whole(default_defs: dg.Definitions) -> None:
    """A key that nobody makes or a job that selects nothing would show only in production."""
    dg.Definitions.validate_loadable(default_defs)


@pytest.mark.snapshot
def test_asset_keys_and_groups_are_the_committed_ones(default_defs: dg.Definitions) -> None:
    """Bookmarks, alerts and freshness policies of an installation hang on keys."""
    graph = default_defs.resolve_asset_graph()
    groups: dict[str, list[str]] = {}
    for key in sorted(graph.get_all_asset_keys()):
        groups.setdefault(graph.get(key).group_name, []).append(key.to_user_string())
    repository = default_defs.get_repository_def()
    check_snapshot(
        SNAPSHOT,
        {
            "groups": groups,
            "jobs": sorted(job for job in repository.job_names if not job.startswith("__")),
            "sensors": sorted(sensor.name for sensor in repository.sensor_defs),
            "schedules": sorted(schedule.name for schedule in repository.schedule_defs),
        },
    )


def test_arrows_point_from_left_to_right(default_defs: dg.Definitions) -> None:
    """A reader of the picture must never find a mart that feeds raw data."""
    graph = default_defs.resolve_asset_graph()
    backwards = [
        f"{parent.to_user_string()} -> {key.to_user_string()}"
        for key in graph.get_all_asset_keys()
        for parent in graph.get(key).parent_keys
        if _rank(graph.get(parent).group_name) > _rank(graph.get(key).group_name)
    ]
    assert backwards == []


def test_every_asset_says_what_it_is_and_whose(default_defs: dg.Definitions) -> None:
    """Somebody woken at night must see what failed and whom to ask."""
    graph = default_defs.resolve_asset_graph()
    silent = [
        key.to_user_string()
        for key in graph.get_all_asset_keys()
        if not graph.get(key).description or not graph.get(key).owners or not graph.get(key).kinds
    ]
    assert silent == []


def test_every_delivered_table_has_its_blocking_checks(default_defs: dg.Definitions) -> None:
    """Without them a file that lost rows would flow on into published figures."""
    graph = default_defs.resolve_asset_graph()
    for contract in load_contracts():
        key = raw_key(contract.agency, contract.table)
        for name in (BALANCE_CHECK, CONTRACT_CHECK):
            assert graph.get_check_spec(dg.AssetCheckKey(key, name)).blocking, (key, name)


def test_every_data_test_is_a_check_of_its_relation(default_defs: dg.Definitions) -> None:
    """A promise that is broken at night must show on the relation that broke it.

    A singular test over several relations names one in its config: meta.dagster.ref.
    """
    specs = default_defs.resolve_asset_graph().asset_check_keys
    shown = {key.name for key in specs}
    tests = {
        node["name"]
        for node in read_manifest()["nodes"].values()
        if node["resource_type"] == "test"
    }
    assert tests - shown == set()


def test_delivered_tables_have_a_freshness_policy(default_defs: dg.Definitions) -> None:
    """An agency that stops delivering must not go unnoticed."""
    graph = default_defs.resolve_asset_graph()
    for contract in load_contracts():
        for key in (
            raw_key(contract.agency, contract.table),
            dg.AssetKey(["landing", contract.agency]),
        ):
            assert graph.get(key).freshness_policy is not None, key


def test_resources_can_be_replaced(tmp_path: Path) -> None:
    """Tests and other installations stand on their own home without patching modules."""
    place = PlaceResource(home=str(tmp_path), landing=str(tmp_path / "landing"))
    resources = build_defs(resource_overrides={"place": place}).resources
    assert resources is not None
    assert resources["place"] is place
    assert resources["builder"].place is place


def test_loading_imports_nothing_heavy() -> None:
    """Dagster reloads definitions all the time; Great Expectations alone costs seconds."""
    script = (
        "import sys; from pipelines.definitions import build_defs; build_defs(); "
        "print([name for name in ('great_expectations', 'streamlit', 'sqlfluff', 'scipy') "
        "if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=300
    )
    assert done.stdout.strip().splitlines()[-1] == "[]"
