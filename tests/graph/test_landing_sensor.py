"""The sensor asks for a build when new files have come to rest, and never for known ones."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import Any

import dagster as dg
import pytest

from pipelines.arrivals import Watch
from pipelines.contract import find_contract
from pipelines.defs.jobs import BUILD_JOB
from pipelines.defs.landing.sensors import QUIET_VARIABLE, landing_sensor
from pipelines.defs.resources import PlaceResource
from pipelines.home import Home
from tests.deliveries import Landing, make_record

CONTRACT = find_contract("police", "cases")
Look = Callable[..., dg.SensorResult]


@pytest.fixture
def look(place: PlaceResource, instance: dg.DagsterInstance) -> Look:
    """One look of the sensor; always as a SensorResult."""

    def run(cursor: str | None = None) -> dg.SensorResult:
        context = dg.build_sensor_context(
            instance=instance,
            cursor=cursor,
            resources={"place": place},
        )
        result = landing_sensor(context)
        if isinstance(result, dg.SkipReason):
            return dg.SensorResult(skip_reason=result)
        return result

    return run


def _rested(cursor: str | None, *, seconds: float = 61.0) -> str:
    """The cursor as it were had the watch begun earlier."""
    watch = Watch.read(cursor)
    return Watch(watch.signature, watch.since - seconds, watch.requested_at).write()


def _reason(result: dg.SensorResult) -> str:
    return result.skip_reason.skip_message or "" if result.skip_reason else ""


def test_waits_until_size_and_time_stand_still(landing: Landing, look: Look) -> None:
    """A file taken in while it is copied would be quarantined as truncated."""
    landing.put("police.cases", [make_record(CONTRACT, 1)])
    first = look()
    assert first.run_requests in (None, [])
    assert "not yet still for 60 s" in _reason(first)

    landing.put("police.cases", [make_record(CONTRACT, n) for n in range(20)])
    grown = look(_rested(first.cursor))
    assert grown.run_requests in (None, []), "it grew, so the wait begins anew"

    still = look(_rested(grown.cursor))
    assert len(still.run_requests or []) == 1


def test_quiet_time_can_be_set(
    landing: Landing, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(QUIET_VARIABLE, "0")
    landing.put("police.cases", [make_record(CONTRACT, 1)])
    assert len(look().run_requests or []) == 1


def test_request_names_days_and_agencies_and_has_no_run_key(
    landing: Landing, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Runs are found by delivery day; a run key would shut out the same name with new content."""
    monkeypatch.setenv(QUIET_VARIABLE, "0")
    landing.put("police.cases", [make_record(CONTRACT, 1)], day="20240310")
    landing.put("court.documents", [], day="20240312", manifest={})
    result = look()
    request = (result.run_requests or [])[0]
    assert request.run_key is None
    assert request.tags["caseloom/agencies"] == "court,police"
    assert request.tags["caseloom/delivery_day"] == "2024-03-10..2024-03-12"
    assert request.tags["caseloom/delivery_days"] == "2"
    events = {event.asset_key.to_user_string(): event.metadata for event in result.asset_events}
    assert sorted(events) == ["landing/court", "landing/police"]
    assert events["landing/court"]["files"].value == 2, "the manifest is an arrival too"


def test_ledger_decides_what_is_new(
    landing: Landing,
    look: Look,
    take_in: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What was read is not asked for again; new bytes under an old name are."""
    monkeypatch.setenv(QUIET_VARIABLE, "0")
    name = landing.put("police.cases", [make_record(CONTRACT, 1)], manifest={})
    take_in()
    assert _reason(look()) == "nothing new"

    path = landing.path / name
    os.utime(path, (time.time() + 5, time.time() + 5))
    assert _reason(look()) == "nothing new", "touched, but the same bytes"

    landing.put("police.cases", [make_record(CONTRACT, 2)])
    os.utime(path, (time.time() + 5, time.time() + 5))
    assert len(look().run_requests or []) == 1


def test_asks_once_for_the_same_files(
    landing: Landing, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build that fails before its intake must not be started every few seconds."""
    monkeypatch.setenv(QUIET_VARIABLE, "0")
    landing.put("police.cases", [make_record(CONTRACT, 1)])
    asked = look()
    again = look(asked.cursor)
    assert again.run_requests in (None, [])
    assert "did not take them in" in _reason(again)


def test_keeps_quiet_while_another_builder_holds_the_home(
    landing: Landing, look: Look, home: Home
) -> None:
    """Reading the ledger beside the builder would make the builder fail."""
    landing.put("police.cases", [make_record(CONTRACT, 1)])
    with home.builder_lock():
        assert "a build holds the home" in _reason(look())


def test_keeps_quiet_while_a_build_runs(
    landing: Landing, look: Look, instance: dg.DagsterInstance
) -> None:
    landing.put("police.cases", [make_record(CONTRACT, 1)])
    instance.add_run(
        dg.DagsterRun(
            job_name=BUILD_JOB,
            run_id="00000000-0000-4000-8000-000000000001",
            status=dg.DagsterRunStatus.STARTED,
        )
    )
    assert "already asked for" in _reason(look())


def test_missing_landing_folder_is_said(place: PlaceResource, instance: Any) -> None:
    nowhere = PlaceResource(home=place.home, landing=f"{place.landing}-nowhere")
    context = dg.build_sensor_context(instance=instance, resources={"place": nowhere})
    result = landing_sensor(context)
    assert isinstance(result, dg.SkipReason)
    assert "there is no landing folder" in (result.skip_message or "")
