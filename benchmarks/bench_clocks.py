"""How long the clocks take: a million cases in one build, and one day's increment.

Run by hand (``python -m benchmarks.bench_clocks``): invents published events in
the proportions of the sample city, then lets dbt build the clock relations alone: everything, nothing
new, and a day on which half a per cent of the cases got a new event. Prints model time (the sum that dbt
reports for relations, and wall time of the run) and the peak memory of dbt; and, as explanations are put
into words when clocks are published, what writing them out takes. Never part of the tests.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb

from benchmarks.bench_build import MEBIBYTE, _watch_memory
from pipelines.clocks.bundle import PROJECT

EVENTS_SQL = Path(__file__).parent / "clock_events.sql"
LAST_DAY = date(2025, 6, 30)
SELECT = [
    "path:models/intermediate/clocks",
    "path:models/marts/clocks",
    "path:seeds/law",
    "calendar",
    "event_types",
    "agency_cadences",
]


@dataclass(frozen=True)
class Run:
    """One dbt run: seconds that its relations took, seconds from the first to the last, peak MiB.

    ``cpu_seconds`` is that of the whole process with dbt's start and parsing: on a machine that others use
    it says more than wall time.
    """

    step: str
    model_seconds: float
    span_seconds: float
    cpu_seconds: float
    peak_mebibytes: float


def make_warehouse(path: Path, cases: int) -> None:
    """A warehouse with invented events and whatever else the clock relations read."""
    with duckdb.connect(str(path)) as connection:
        connection.execute("set preserve_insertion_order = false; set memory_limit = '6GB'")
        connection.execute(f"set variable case_count = {cases}")
        connection.execute(EVENTS_SQL.read_text(encoding="utf-8"))
        connection.execute("create schema ledger; create schema if not exists marts")
        connection.execute(
            "create table ledger.build_parameters as select ?::date as as_of", [LAST_DAY]
        )
        connection.execute(
            "create table ledger.data_dates as select unnest(['police', 'procuratorate', 'court', "
            "'justice', 'platform']) as agency, ?::date as data_date",
            [LAST_DAY],
        )
        connection.execute(
            """
            create table intermediate.int_clock_events as
            select event_id, case_id, person_id, event_type, occurred_at, attributes, agency,
                cast(null as varchar) as only_rules, cast(null as varchar) as record_scope
            from intermediate.int_events_merged;
            create table intermediate.int_case_units as
            select distinct case_id, 'A' as police_unit_code, 'B' as procuratorate_unit_code,
                'C' as court_unit_code, 'D' as justice_unit_code from intermediate.int_events_merged;
            create table marts.dim_cases as
            select case_id, '320505' as region_code from intermediate.int_case_units"""
        )


def next_day(path: Path) -> int:
    """One day later: 0.5 % of the cases have one more event; returns how many."""
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "update ledger.build_parameters set as_of = as_of + 1; "
            "update ledger.data_dates set data_date = data_date + 1"
        )
        return connection.execute(
            """
            insert into intermediate.int_clock_events
            select 'N' || left(md5(event_id), 19), case_id, person_id, 'transfer_received',
                cast((select as_of from ledger.build_parameters) as timestamp), '{"in_custody":true}',
                'procuratorate', null, null
            from intermediate.int_clock_events
            where event_type = 'case_received' and hash(case_id) % 200 = 0"""
        ).fetchall()[0][0]


def run_dbt(step: str, warehouse: Path, target: Path) -> Run:
    """Build the clock relations; raises SystemExit with dbt's words when that fails."""
    command = [sys.executable, "-m", "dbt.cli.main", "--no-use-colors"]
    command += ["build", "--exclude-resource-type", "test", "--exclude-resource-type", "unit_test"]
    command += ["--exclude", "int_clock_events"]
    command += ["--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT)]
    command += ["--target-path", str(target), "--log-path", str(target), "--select", *SELECT]
    environment = {**os.environ, "CASELOOM_WAREHOUSE": str(warehouse), "CASELOOM_DBT_MEMORY": "6GB"}
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    peak, used_before = [0.0], _cpu_of_children()
    watcher = threading.Thread(target=_watch_memory, args=(process, peak), daemon=True)
    watcher.start()
    output, _ = process.communicate()
    watcher.join()
    if process.returncode != 0:
        raise SystemExit(f"{step} failed:\n{output[-4000:]}")
    results = json.loads((target / "run_results.json").read_text(encoding="utf-8"))["results"]
    models = [result for result in results if result["unique_id"].startswith("model.")]
    moments = [
        stamp[key]
        for result in models
        for stamp in result["timing"]
        for key in ("started_at", "completed_at")
        if stamp["name"] == "execute"
    ]
    return Run(
        step,
        sum(result["execution_time"] for result in models),
        _seconds(min(moments), max(moments)),
        _cpu_of_children() - used_before,
        peak[0] / MEBIBYTE,
    )


def publish_clocks(warehouse: Path, draft: Path) -> str:
    """Writes ``fct_clocks`` out as publication does, every explanation in words; says what it took."""
    started, used_before = time.perf_counter(), time.process_time()
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("set memory_limit = '4GB'; set threads = 2")
        connection.execute("set preserve_insertion_order = false")
        connection.execute(f"attach '{draft}' as draft")
        connection.execute("create table draft.fct_clocks as from marts.fct_clocks")
    draft.unlink()
    return (
        f"fct_clocks with its words written out in {time.perf_counter() - started:.1f} s, "
        f"CPU {time.process_time() - used_before:.1f} s"
    )


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _seconds(first: str, last: str) -> float:
    return (datetime.fromisoformat(last) - datetime.fromisoformat(first)).total_seconds()


def slowest(target: Path, count: int = 6) -> list[str]:
    """The relations that took longest in the last run."""
    results = json.loads((target / "run_results.json").read_text(encoding="utf-8"))["results"]
    ranked = sorted(results, key=lambda result: -result["execution_time"])[:count]
    return [f"{r['unique_id'].rsplit('.', 1)[1]} {r['execution_time']:.1f}" for r in ranked]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3, help="increments to take the median of")
    parser.add_argument("--folder", type=Path, help="keep the warehouse here")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.folder or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        warehouse, target = folder / "clocks.duckdb", folder / "target"
        warehouse.unlink(missing_ok=True)
        started = time.perf_counter()
        make_warehouse(warehouse, options.cases)
        print(f"events made in {time.perf_counter() - started:.0f} s", flush=True)
        _report(run_dbt("all cases", warehouse, target), target, warehouse)
        print(publish_clocks(warehouse, folder / "draft.duckdb"), flush=True)
        _report(run_dbt("nothing new", warehouse, target), target, warehouse)
        days: list[Run] = []
        for _ in range(options.rounds):
            changed = next_day(warehouse)
            days.append(run_dbt(f"one more day, {changed} cases", warehouse, target))
            _report(days[-1], target, warehouse)
        print(
            f"median of {len(days)} days: {_median(days, lambda run: run.model_seconds):.1f} s of model time"
        )


def _median(runs: list[Run], figure: Callable[[Run], float]) -> float:
    return statistics.median(figure(run) for run in runs)


def _report(run: Run, target: Path, warehouse: Path) -> None:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        clocks, open_clocks = connection.execute(
            "select count(*), count(*) filter (where ended_at is null) from intermediate.int_clocks_labelled"
        ).fetchall()[0]
    print(
        f"{run.step:28} model time {run.model_seconds:6.1f} s, span {run.span_seconds:6.1f} s, "
        f"CPU {run.cpu_seconds:6.1f} s, "
        f"{run.peak_mebibytes:6.0f} MiB; {clocks} clocks, {open_clocks} open; "
        f"slowest: {', '.join(slowest(target))}",
        flush=True,
    )


if __name__ == "__main__":
    main()
