"""Several dbt runs over one warehouse, with changes to it in between, in one process.

Belongs here: rounds of change and run, for tests of what is kept from build to build. Keep out: which
changes. Importing dbt and reading the project cost more than such a run; they are paid once.

    python -m tests.dbt_rounds ROUNDS.json OPTION...

ROUNDS.json holds a list of {"changes": SQL, "arguments": [...]}; a round without arguments only changes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import duckdb

from pipelines.dbt_process import read_project
from pipelines.home import Home
from pipelines.transform import WAREHOUSE_VARIABLE, dbt_arguments, dbt_environment


def run_rounds(
    home: Home, warehouse: Path, rounds: Sequence[tuple[str, Sequence[str]]], *options: str
) -> None:
    """Change and run, round by round; in dbt's own words when a run fails.

    Args:
        home: whose key and dbt folder are used.
        warehouse: the file to change.
        rounds: SQL, and the dbt command that follows with its options (empty: none).
        options: of every command.
    """
    orders = warehouse.with_suffix(".rounds.json")
    orders.write_text(
        json.dumps([{"changes": sql, "arguments": list(arguments)} for sql, arguments in rounds])
    )
    done = subprocess.run(
        [sys.executable, "-m", "tests.dbt_rounds", str(orders), *options, *dbt_arguments(home)],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[1],
        env={**dbt_environment(home), WAREHOUSE_VARIABLE: str(warehouse)},
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]


def main() -> int:
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    orders, *options = sys.argv[1:]
    parsed = read_project(options)
    assert parsed.success, parsed.exception
    for one in json.loads(Path(orders).read_text()):
        with duckdb.connect(os.environ[WAREHOUSE_VARIABLE]) as connection:
            connection.execute(one["changes"])
        if one["arguments"]:
            outcome = dbtRunner(manifest=parsed.result).invoke([*one["arguments"], *options])
            # The file is free for the next changes when its last connection is gone.
            DuckDBConnectionManager.close_all_connections()
            if not outcome.success:
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
