"""dbt's unit tests of the clocks: month ends, holidays, hours, working days, backward terms."""

from __future__ import annotations

import subprocess
import sys

from pipelines.home import Home
from pipelines.transform import dbt_arguments, dbt_environment


def test_unit_tests_of_the_clocks_hold(built_home: Home) -> None:
    """They show where the arithmetic is wrong, which a wrong example does not."""
    command = [sys.executable, "-m", "dbt.cli.main", "--no-use-colors", "test"]
    selection = ["--select", "path:models/intermediate/clocks,test_type:unit"]
    done = subprocess.run(
        [*command, *selection, *dbt_arguments(built_home)],
        capture_output=True,
        text=True,
        env=dbt_environment(built_home),
    )
    assert "PASS=1" in done.stdout, done.stdout
