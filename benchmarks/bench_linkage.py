"""How long linking a million written persons takes, how much memory it needs, and what a day adds.

Run by hand: ``python -m benchmarks.bench_linkage --home HOME``, with a home that was built from a
sample city (50,000 cases: copies of a small one would all be namesakes). Its persons are multiplied
into as many strangers as wanted (births, numbers, phones and cases shifted, so that copies are other
humans), the relations of person linkage are built from them with dbt as in every build, then once more
after one day's share of records came with their persons, cases and candidates. The project is parsed before,
as it is once per checkout. What dbt itself takes to start, which a build pays once for all its relations, is
measured beside. Never part of the tests: times belong to the machine they were taken on; processor time
depends less on what else it does.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import tempfile
import threading
import time
from datetime import date, timedelta
from pathlib import Path

import duckdb

from benchmarks.bench_build import MEBIBYTE, Measurement, _tree_bytes
from data_samples.people import check_digit
from pipelines.home import Home
from pipelines.manifest import prepare_manifest
from pipelines.transform import prepare_dbt

# What person linkage reads, with the columns that name records (and cases); and what it makes.
INPUTS = {
    "int_person_records": ("record_key",),
    "int_case_components": ("record_key", "case_id"),
    "int_case_link_candidates": ("left_key", "right_key"),
    "int_case_links": ("left_key", "right_key"),
}
MADE = (
    "int_name_sounds", "int_person_model_levels", "int_person_changes", "int_person_features",
    "int_person_common_names", "int_person_blocks", "int_person_crowded_blocks", "int_person_compared",
    "int_person_pair_candidates", "int_person_pair_scores", "int_person_pairs", "int_link_decisions",
    "int_person_touched", "int_person_list_places", "int_person_pair_contexts",
    "int_person_case_links", "int_person_links", "int_person_clusters",
    "int_person_components", "int_person_linked",
)  # fmt: skip
# As a build calls dbt (pipelines.transform).
QUIETLY = ("--no-use-colors", "--quiet", "--log-level-file", "info")
DAYS_PER_CITY = 730
# Between two copies of one human: no multiple of a year, so that copies do not share birthdays.
DAYS_BETWEEN_COPIES = 1_001


def multiply(connection: duckdb.DuckDBPyConnection, copies: int) -> int:
    """Make ``copies`` cities out of one in the attached home; returns the number of persons."""
    connection.execute("create schema if not exists intermediate")
    connection.create_function(
        "other_number",
        _other_number,
        ["varchar", "integer"],
        "varchar",
        null_handling="special",
    )
    numbers = ", ".join(f"({copy})" for copy in range(copies))
    for table, columns in INPUTS.items():
        changed = ", ".join(f"{name} || '/' || copy as {name}" for name in columns)
        if table == "int_person_records":
            changed += f""",
                person_key || '/' || copy as person_key,
                other_number(identity_no_normalized, copy * {DAYS_BETWEEN_COPIES}) as identity_no_normalized,
                birth_date + cast(copy * {DAYS_BETWEEN_COPIES} as integer) as birth_date,
                written_birth_date + cast(copy * {DAYS_BETWEEN_COPIES} as integer) as written_birth_date,
                md5(phone_hash || copy) as phone_hash"""
        connection.execute(
            f"create or replace table all_{table} as select * replace ({changed}) "
            f"from city.intermediate.{table}, (values {numbers}) t(copy)"
        )
    counted = connection.execute("select count(*) from all_int_person_records").fetchall()
    return int(counted[0][0])


def deliver(connection: duckdb.DuckDBPyConnection, *, with_last_day: bool) -> None:
    """Give person linkage its inputs: records, their persons, cases and candidates, as delivered so far."""
    for table, columns in INPUTS.items():
        of_the_day = " or ".join(
            f"hash({name}) % {DAYS_PER_CITY} = 0" for name in columns if name != "case_id"
        )
        connection.execute(
            f"create or replace table intermediate.{table} as from all_{table} "
            f"where {with_last_day} or not ({of_the_day})"
        )


def _other_number(number: str | None, days: int) -> str | None:
    """The resident number of somebody born so many days later; other numbers get a mark."""
    if number is None or days == 0:
        return number
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
        later = born + timedelta(days=days)
    except (ValueError, OverflowError):
        return f"{number}{days}"
    if len(number) != 18:
        return f"{number}{days}"
    moved = f"{number[:6]}{later:%Y%m%d}{number[14:17]}"
    was_valid = number[:17].isdigit() and check_digit(number[:17]) == number[17]
    return moved + (check_digit(moved) if was_valid else number[17])


def run_dbt(home: Home, step: str, relations: tuple[str, ...] = MADE) -> tuple[Measurement, float]:
    """Build relations; how long that takes, and the seconds of processor time that it took.

    Memory is the sum over the process tree.
    """
    before = _cpu_seconds()
    started = time.perf_counter()
    with prepare_dbt(home) as dbt:
        number = dbt.start().pid
        ended = threading.Event()
        peak = [0.0]

        def watch() -> None:
            while not ended.wait(0.2):
                peak[0] = max(peak[0], _tree_bytes(number))

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        lines = list(dbt.run([*QUIETLY, "run", "--select", *relations]))
        code = dbt.wait()
        ended.set()
        watcher.join()
    if code != 0:
        raise SystemExit("\n".join((f"{step} failed; see [{home.logs / 'dbt'}]", *lines[-20:])))
    elapsed = time.perf_counter() - started
    return Measurement(step, elapsed, peak[0] / MEBIBYTE), _cpu_seconds() - before


def _cpu_seconds() -> float:
    """Of all processes that ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def relation_seconds(home: Home) -> dict[str, float]:
    """Seconds of each relation in the last run."""
    results = json.loads((home.path / "dbt" / "target" / "run_results.json").read_text("utf-8"))
    return {
        row["unique_id"].rsplit(".", 1)[1]: float(row["execution_time"])
        for row in results["results"]
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True, help="a home built from a sample city")
    parser.add_argument("--records", type=int, default=1_000_000)
    options = parser.parse_args()
    prepare_manifest()
    with tempfile.TemporaryDirectory() as scratch:
        home = Home(Path(scratch) / "home").create()
        source = options.home / "warehouse" / "warehouse.duckdb"
        with duckdb.connect(str(home.warehouse)) as connection:
            connection.execute(f"attach '{source}' as city (read_only)")
            size = connection.execute(
                "select count(*) from city.intermediate.int_person_records"
            ).fetchall()[0][0]
            count = multiply(connection, -(-options.records // size))
            connection.execute(
                "create schema ledger; create table ledger.link_decisions as "
                "from city.ledger.link_decisions"
            )
            deliver(connection, with_last_day=False)
        full = run_dbt(home, f"{count:,} written persons, nothing scored before")
        first = relation_seconds(home)
        with duckdb.connect(str(home.warehouse)) as connection:
            deliver(connection, with_last_day=True)
        day = run_dbt(home, f"one more day of {DAYS_PER_CITY}")
        second = relation_seconds(home)
        idle = run_dbt(home, "dbt alone, with one relation of no rows", ("int_link_decisions",))
        with duckdb.connect(str(home.warehouse), read_only=True) as connection:
            pairs = connection.execute(
                "select count(*) from intermediate.int_person_pairs"
            ).fetchall()[0][0]
        shutil.rmtree(home.path, ignore_errors=True)
    print(f"{pairs:,} pairs")
    for one, cpu_seconds in (full, day, idle):
        print(
            f"{one.step:52} {one.seconds:8.1f} s {cpu_seconds:8.1f} s of processor time"
            f" {one.peak_mebibytes:9.0f} MiB"
        )
    print(
        f"one more day costs {day[1] / full[1]:.1%} of the processor time, "
        f"without dbt itself {(day[1] - idle[1]) / (full[1] - idle[1]):.1%}"
    )
    for name in MADE:
        print(f"  {name:50} {first.get(name, 0):8.1f} s {second.get(name, 0):8.1f} s")


if __name__ == "__main__":
    main()
