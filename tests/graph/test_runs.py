"""Runs in process, without a daemon: what a build tells, and who may build."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
import pytest

from pipelines.contract import find_contract, load_contracts
from pipelines.definitions import build_defs
from pipelines.defs.jobs import BUILD_JOB
from pipelines.defs.published.assets import SNAPSHOT_KEY
from pipelines.defs.raw.assets import (
    BALANCE_CHECK,
    CONTRACT_CHECK,
    LEDGER_KEY,
    REFUSAL_CHECK,
    raw_key,
)
from pipelines.defs.resources import BuilderResource, PlaceResource
from pipelines.dictionary import load_dictionary
from pipelines.home import Home
from pipelines.intake.expectations import ValidationError
from pipelines.publish import current_publication
from pipelines.warehouse import open_warehouse
from tests.conftest import TEST_KEY
from tests.deliveries import Landing, encode_workbook, make_record, workbook_sheets

CASES = find_contract("police", "cases")
DAY = "20240310"


def _deliver(landing: Landing) -> None:
    """One record of every delivered table, and one refused row and file."""
    for contract in load_contracts():
        if contract.format != "xlsx":
            landing.put(contract.id, [make_record(contract, 1)], day=DAY, manifest={})
    sheets = {c.table: [make_record(c, 1)] for c in load_contracts() if c.format == "xlsx"}
    landing.put(
        "justice.subjects", day=DAY, content=encode_workbook(workbook_sheets(sheets)), manifest={}
    )
    unreadable = make_record(CASES, 2, SARQ="2024-13-45")
    landing.put("police.cases", [make_record(CASES, 3), unreadable], day=DAY, batch=2, manifest={})
    landing.put("court.cases", day=DAY, batch=2, content=b"not gzip", manifest={})


def _run(
    place: PlaceResource,
    instance: dg.DagsterInstance,
    *,
    job: str = BUILD_JOB,
    only_raw: bool = False,
) -> dg.ExecuteInProcessResult:
    """Run a job in process; ``only_raw`` leaves out dbt and publication."""
    builder = BuilderResource(place=place, wait_seconds=0.5)
    defs = build_defs(resource_overrides={"place": place, "builder": builder})
    raw = [raw_key(contract.agency, contract.table) for contract in load_contracts()]
    return defs.resolve_job_def(job).execute_in_process(
        instance=instance,
        raise_on_error=False,
        asset_selection=[*raw, LEDGER_KEY] if only_raw else None,
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[PlaceResource, Any]]:
    """One whole build of a tiny landing folder: (its place, Dagster's result)."""
    folder = tmp_path_factory.mktemp("built")
    landing = Landing(folder / "landing")
    landing.path.mkdir()
    _deliver(landing)
    place = PlaceResource(home=str(folder / "home"), landing=str(landing.path))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CASELOOM_KEY", TEST_KEY)
        with dg.DagsterInstance.ephemeral() as instance:
            yield place, _run(place, instance)


def _metadata(result: Any, key: dg.AssetKey) -> dict[str, Any]:
    for event in result.get_asset_materialization_events():
        if event.asset_key == key:
            return {
                name: getattr(value, "records", None) or value.value
                for name, value in event.materialization.metadata.items()
            }
    raise AssertionError(f"[{key}] was not materialized")


def _check(result: Any, key: dg.AssetKey, name: str) -> Any:
    return next(
        found
        for found in result.get_asset_check_evaluations()
        if (found.asset_key, found.check_name) == (key, name)
    )


def test_whole_graph_is_built_without_the_daemon(built: tuple[PlaceResource, Any]) -> None:
    """Everything that Dagster does must be possible from a test, or nobody dares to change it."""
    _, result = built
    assert result.success
    made = {event.asset_key for event in result.get_asset_materialization_events()}
    graph = build_defs().resolve_asset_graph()
    assert made == graph.materializable_asset_keys


def test_raw_tells_rows_files_and_time(built: tuple[PlaceResource, Any]) -> None:
    _, result = built
    metadata = _metadata(result, raw_key("police", "cases"))
    assert metadata["dagster/row_count"] == 2
    assert metadata["live records"] == 2
    assert metadata["files"] == 2
    assert metadata["seconds"] > 0
    ledger = _metadata(result, LEDGER_KEY)
    assert ledger["day of judgement"] == "2024-03-10"
    assert ledger["files quarantined"] == 1


def test_every_relation_tells_rows_and_time(built: tuple[PlaceResource, Any]) -> None:
    """A relation that is suddenly empty is seen by its row count, long before a page shows it."""
    place, result = built
    with duckdb.connect(str(Path(place.home) / "warehouse" / "warehouse.duckdb")) as connection:
        expected = connection.execute("select count(*) from marts.dim_cases").fetchall()[0][0]
    metadata = _metadata(result, dg.AssetKey(["marts", "dim_cases"]))
    assert metadata["dagster/row_count"] == expected
    assert "Execution Duration" in metadata


def test_documented_columns_are_the_real_ones(built: tuple[PlaceResource, Any]) -> None:
    """A dictionary that knows columns which are gone, or not those that came, misleads everybody."""
    place, _ = built
    with duckdb.connect(str(Path(place.home) / "warehouse" / "warehouse.duckdb")) as connection:
        found = connection.execute("""
            select schema_name || '.' || table_name, list(column_name order by column_name)
            from duckdb_columns() where not internal group by all""").fetchall()
    real = {name: columns for name, columns in found}
    wrong = {
        relation.name: (sorted(column.name for column in relation.columns), real.get(relation.name))
        for relation in load_dictionary()
        if relation.layer != "raw"
        and sorted(column.name for column in relation.columns) != real.get(relation.name)
    }
    assert wrong == {}


def test_refused_rows_and_files_are_shown_with_what_to_do(
    built: tuple[PlaceResource, Any],
) -> None:
    """The person on duty must see what to ask whom for, without opening the database."""
    _, result = built
    key = raw_key("police", "cases")
    found = _check(result, key, REFUSAL_CHECK)
    assert not found.passed
    assert found.severity == dg.AssetCheckSeverity.WARN
    [line] = [record.data for record in found.metadata["refused"].records]
    assert line["agency"] == "police"
    assert line["file"] == f"police/{DAY}/cases__02.csv"
    assert line["row"] == 2
    assert line["column"] == "SARQ"
    assert line["reason"].startswith("Q3 ")
    assert line["what to do"]
    refused_file = _metadata(result, raw_key("court", "cases"))["refused"][0].data
    assert (refused_file["row"], refused_file["reason"][:2]) == ("", "F2")


def test_blocking_checks_tell_the_accounts(built: tuple[PlaceResource, Any]) -> None:
    _, result = built
    key = raw_key("police", "cases")
    balance = _check(result, key, BALANCE_CHECK)
    assert balance.passed
    assert {name: balance.metadata[name].value for name in ("received", "accepted")} == {
        "received": 3,
        "accepted": 2,
    }
    assert _check(result, key, CONTRACT_CHECK).metadata["expectations"].value > 0


def test_second_build_publishes_nothing_new(
    built: tuple[PlaceResource, Any], instance: dg.DagsterInstance
) -> None:
    """Versions are kept in a small number: a run that changes nothing must not push one out."""
    place, first = built
    version = _metadata(first, SNAPSHOT_KEY)["version"]
    again = _run(place, instance)
    assert again.success
    metadata = _metadata(again, SNAPSHOT_KEY)
    assert (metadata["version"], metadata["is new"]) == (version, False)
    current = current_publication(Home(Path(place.home)))
    assert current is not None
    assert current.version == version


def test_backfill_reads_the_store_without_the_landing_folder(
    built: tuple[PlaceResource, Any], instance: dg.DagsterInstance
) -> None:
    """After a change of decoders the past is read again, although agencies' folders are gone."""
    place, _ = built
    nowhere = PlaceResource(home=place.home, landing=f"{place.landing}-nowhere")
    result = _run(nowhere, instance, job="backfill", only_raw=True)
    assert result.success
    assert _metadata(result, raw_key("police", "cases"))["dagster/row_count"] == 2
    assert _metadata(result, LEDGER_KEY)["files loaded"] > 10
    run = instance.get_run_by_id(result.run_id)
    assert run is not None
    assert run.tags["caseloom/delivery_day"] == "2024-03-10"


def test_refused_files_are_released_after_a_fix(
    place: PlaceResource,
    landing: Landing,
    instance: dg.DagsterInstance,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A file that a limit refused must not have to be delivered again."""
    landing.put("police.cases", [make_record(CASES, 1)])
    landing.put("platform.flows", [make_record(find_contract("platform", "flows"), 1)])
    monkeypatch.setenv("CASELOOM_LIMIT_FILE_BYTES", "10")
    refused = _run(place, instance, only_raw=True)
    assert not refused.success, "with nothing loaded there is nothing to publish"
    monkeypatch.delenv("CASELOOM_LIMIT_FILE_BYTES")
    released = _run(place, instance, job="release_refused", only_raw=True)
    assert released.success
    assert _metadata(released, LEDGER_KEY)["files loaded"] == 2
    assert _check(released, raw_key("police", "cases"), REFUSAL_CHECK).passed


def test_rows_against_the_contract_stop_the_run_before_dbt(
    place: PlaceResource,
    landing: Landing,
    instance: dg.DagsterInstance,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What the contract forbids must not reach a page, and the check must say what it is."""

    def fail(home: Home, _: Any) -> None:
        with open_warehouse(home) as connection:
            connection.execute("""
                insert into ledger.validations values (
                    'police', 'cases', timestamp '2024-03-11', 1,
                    'expect_column_values_to_not_be_null', 'AJBH', false, 1, null)""")
        raise ValidationError("1 row")

    monkeypatch.setattr("pipelines.defs.raw.assets.start_validation", lambda *_: None)
    monkeypatch.setattr("pipelines.defs.raw.assets.finish_validation", fail)
    landing.put("police.cases", [make_record(CASES, 1)])
    result = _run(place, instance)
    assert not result.success
    found = _check(result, raw_key("police", "cases"), CONTRACT_CHECK)
    assert not found.passed
    assert "AJBH" in found.metadata["failures"].value
    made = {event.asset_key for event in result.get_asset_materialization_events()}
    assert LEDGER_KEY in made
    assert not {key for key in made if key.path[0] in ("staging", "marts", "published")}


def test_second_builder_waits_and_ends_with_a_clear_message(
    place: PlaceResource, instance: dg.DagsterInstance
) -> None:
    """Two writers would destroy the warehouse; a stack trace would not say what to do."""
    with place.find().builder_lock():
        result = _run(place, instance)
    assert not result.success
    told = " ".join(
        event.event_specific_data.error.to_string()
        for event in result.all_events
        if getattr(event.event_specific_data, "error", None)
    )
    assert "another build is using the home" in told
    assert "wait for it, or stop it" in told
