"""Shuffled deliveries with repeats, and builds killed at random moments, end in identical marts, and
what people decided stays as it was.

A hash per relation is compared, wall-clock columns left out (they are listed in one place). The
small size runs in ``make test``; ``CASELOOM_PROVE=1`` kills ten builds. When this fails, a power cut
changes the city's figures.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from pipelines.appdb.database import open_app_database
from pipelines.appdb.link_reviews import link_decisions, record_link_decision
from pipelines.home import Home
from pipelines.publish import current_version
from tests.conftest import TEST_KEY

REPOSITORY = Path(__file__).parents[2]
SAMPLE = REPOSITORY / "data_samples" / "small" / "landing"
WALL_CLOCK = json.loads((REPOSITORY / "tests" / "wall_clock_columns.json").read_text())
KILLS = 10 if os.environ.get("CASELOOM_PROVE") else 2
# Kills fall within this share of a whole build.
LATEST_KILL = 0.9 if KILLS > 2 else 0.5
SEED = 20260


def run_build(home: Home, landing: Path, *, kill_after: float | None = None) -> int:
    """One ``caseloom build`` in its own process group; killed with -9 after ``kill_after`` s."""
    command = [sys.executable, "-m", "pipelines.cli", "build"]
    command += ["--home", str(home.path), "--landing", str(landing)]
    environment = {**os.environ, "CASELOOM_KEY": TEST_KEY}
    process = subprocess.Popen(
        command,
        cwd=REPOSITORY,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    if kill_after is not None:
        try:
            process.wait(timeout=kill_after)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
    _, errors = process.communicate()
    if kill_after is None:
        assert process.returncode == 0, errors[-3000:]
    return process.returncode


def hash_marts(home: Home) -> dict[str, str]:
    """One hash per published relation: order of rows and wall-clock columns do not count."""
    version = current_version(home)
    hashes = {}
    with duckdb.connect(str(home.snapshots / f"{version}.duckdb"), read_only=True) as reader:
        relations = reader.execute(
            "select schema_name, table_name from duckdb_tables() order by all"
        ).fetchall()
        for schema, name in relations:
            skipped = WALL_CLOCK.get(name, [])
            columns = [
                row[0]
                for row in reader.execute(
                    "select column_name from duckdb_columns() "
                    "where schema_name = ? and table_name = ? order by column_name",
                    [schema, name],
                ).fetchall()
                if row[0] not in skipped
            ]
            if not columns:
                # What a home remembers of its own builds is not the same in two homes.
                continue
            body = ", ".join(f'"{column}"' for column in columns)
            rows = reader.execute(
                f'select count(*), sum(hash(row({body}))::hugeint) from {schema}."{name}"'
            ).fetchall()
            hashes[f"{schema}.{name}"] = str(rows[0])
    return hashes


def deliver(folders: list[Path], landing: Path) -> None:
    for folder in folders:
        shutil.copytree(folder, landing / folder.relative_to(SAMPLE), dirs_exist_ok=True)


@dataclass(frozen=True)
class WholeBuild:
    """A build that nobody disturbed: what it published, and the seconds it took."""

    marts: dict[str, str]
    seconds: float


@pytest.fixture(scope="module")
def in_order(tmp_path_factory: pytest.TempPathFactory) -> WholeBuild:
    home = Home(tmp_path_factory.mktemp("in_order") / "home")
    started = time.monotonic()
    run_build(home, SAMPLE)
    seconds = time.monotonic() - started
    return WholeBuild(hash_marts(home), seconds)


def test_shuffled_and_repeated_deliveries_end_in_identical_marts(
    in_order: WholeBuild, tmp_path: Path
) -> None:
    home, landing = Home(tmp_path / "home"), tmp_path / "landing"
    folders = sorted(path for path in SAMPLE.glob("*/*") if path.is_dir())
    random.Random(SEED).shuffle(folders)
    thirds = [folders[start::3] for start in range(3)]
    for arrived in thirds:
        # Deliveries of earlier rounds lie there still: a repeat of every known file.
        deliver(arrived, landing)
        run_build(home, landing)
    assert hash_marts(home) == in_order.marts


def test_killed_builds_end_in_identical_marts(in_order: WholeBuild, tmp_path: Path) -> None:
    moments = random.Random(SEED)
    killed, latest, attempt = 0, in_order.seconds * LATEST_KILL, 0
    # A machine is not always equally busy: where every build was done before its signal came, they come earlier.
    while not killed:
        home = Home(tmp_path / f"home{attempt}")
        database = open_app_database(home)
        decided = record_link_decision(
            database, entity="case", records=("a", "b"), decision="reject", actor="x"
        )
        for _ in range(KILLS):
            code = run_build(home, SAMPLE, kill_after=moments.uniform(0.5, latest))
            killed += code == -signal.SIGKILL
        latest, attempt = latest / 2, attempt + 1
    run_build(home, SAMPLE)
    marts = hash_marts(home)
    # The snapshot's own line tells of a decision that the other home does not have.
    del marts["marts.ops_snapshot"]
    assert marts.items() <= in_order.marts.items()
    assert len(marts) == len(in_order.marts) - 1
    assert link_decisions(database) == [decided]
    database.close()
    problems = subprocess.run(
        [sys.executable, "-m", "pipelines.cli", "verify", "--home", str(home.path)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (problems.returncode, problems.stdout) == (0, "")
