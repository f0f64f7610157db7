"""Running dbt: from raw and ledger to marts, in a process of its own.

Belongs here: the dbt command, its environment, its progress and its errors. Keep out: meaning.

dbt runs as a subprocess: it is then the one that holds the warehouse file, its memory is given back
when it ends, and neither it nor its imports cost anything when there is nothing new.
"""

from __future__ import annotations

import os
import re
from collections import deque
from pathlib import Path

from pipelines.code_files import code_digest
from pipelines.dbt_process import DbtProcess
from pipelines.home import HOME_VARIABLE, KEY_VARIABLE, Home
from pipelines.progress import Reporter, report_nothing
from pipelines.warehouse import fetch_value, open_warehouse

PROJECT_VARIABLE = "CASELOOM_DBT_PROJECT"
WAREHOUSE_VARIABLE = "CASELOOM_WAREHOUSE"
NODE_THREADS_VARIABLE = "CASELOOM_DUCKDB_THREADS"
# Cautious: a test goes only where all that it tests stays.
SEEDS_STAY = ["--exclude", "resource_type:seed", "--indirect-selection", "cautious"]
_REPOSITORY = Path(__file__).parents[1]
_PROGRESS_LINE = re.compile(r"\b(\d+) of (\d+) (?:OK|PASS|WARN|ERROR|FAIL|SKIP)")


class TransformError(RuntimeError):
    """dbt did not finish, or a test that must hold failed; nothing was published."""


def project_dir() -> Path:
    """The dbt project in force: ``$CASELOOM_DBT_PROJECT``, else the repository's own."""
    return Path(os.environ.get(PROJECT_VARIABLE) or _REPOSITORY / "dbt_project")


def dbt_environment(home: Home) -> dict[str, str]:
    """The environment in which dbt finds the warehouse, the key and the statistical models."""
    paths = [str(_REPOSITORY), os.environ.get("PYTHONPATH", "")]
    return {
        **os.environ,
        WAREHOUSE_VARIABLE: str(home.warehouse),
        HOME_VARIABLE: str(home.path),
        KEY_VARIABLE: home.identity_key(),
        "PYTHONPATH": os.pathsep.join(path for path in paths if path),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        # Nodes run side by side already. With threads of its own, OpenBLAS was seen to wait forever for one
        # of them when two nodes computed at once: the build did not end.
        "OPENBLAS_NUM_THREADS": "1",
    }


def dbt_arguments(home: Home) -> list[str]:
    """Options that every dbt call of this home shares."""
    return [
        "--project-dir",
        str(project_dir()),
        "--profiles-dir",
        str(project_dir()),
        "--target-path",
        str(home.path / "dbt" / "target"),
        "--log-path",
        str(home.logs / "dbt"),
    ]


def prepare_dbt(home: Home) -> DbtProcess:
    """A dbt for this home that can be started early and is run by ``run_dbt``.

    Three nodes share two cores, so each gets one thread: what threads of one node cost each other is saved.
    """
    environment = {NODE_THREADS_VARIABLE: "1", **dbt_environment(home)}
    return DbtProcess(dbt_arguments(home), environment)


def run_dbt(home: Home, dbt: DbtProcess, *, report: Reporter = report_nothing) -> None:
    """Build all seeds, relations and data tests; seeds and what tests only them, when they changed.

    The caller holds the builder's lock and has no connection open. Raises TransformError.
    """
    digest = code_digest([project_dir()])
    are_seeds_loaded = loaded_seeds(home) == digest
    command = [
        "--no-use-colors",
        # What stands on the screen; every statement in full is seldom read and costs a tenth of dbt.
        "--log-level-file",
        "info",
        "build",
        "--exclude-resource-type",
        "unit_test",
        *(SEEDS_STAY if are_seeds_loaded else []),
    ]
    if not are_seeds_loaded:
        note_loaded_seeds(home, None)
    last_lines: deque[str] = deque(maxlen=60)
    for line in dbt.run(command):
        last_lines.append(line.rstrip())
        match = _PROGRESS_LINE.search(line)
        if match:
            report("dbt", int(match[1]), int(match[2]))
    if dbt.wait() != 0:
        errors = [line for line in last_lines if re.search(r"error|fail", line, re.IGNORECASE)]
        raise TransformError(
            "dbt did not build the marts; the last published snapshot stays in force.\n"
            + "\n".join(errors or last_lines)
            + f"\nThe whole log is in [{home.logs / 'dbt'}]."
        )
    if not are_seeds_loaded:
        note_loaded_seeds(home, digest)


def loaded_seeds(home: Home) -> str | None:
    """The digest of the project whose seeds the warehouse holds; None while they are not known."""
    with open_warehouse(home) as connection:
        connection.execute("create table if not exists ledger.loaded_seeds (digest varchar)")
        return fetch_value(connection, "select max(digest) from ledger.loaded_seeds")


def note_loaded_seeds(home: Home, digest: str | None) -> None:
    """Remember which seeds are loaded; None while a load has begun and is not known to have ended."""
    with open_warehouse(home) as connection:
        connection.execute("delete from ledger.loaded_seeds")
        connection.execute("insert into ledger.loaded_seeds values (?)", [digest])
