"""The compiled SQL of `caseloom clocks` is what dbt makes of the models today."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipelines.clocks.bundle import FOLDER, compile_bundle, read_seeds, read_steps, write_bundle
from tests.snapshots import UPDATE_VARIABLE


@pytest.mark.snapshot
def test_bundle_is_what_dbt_compiles(tmp_path: Path) -> None:
    """Else the calculator and the warehouse would count differently; `make snapshots` mends it."""
    compiled = compile_bundle(tmp_path)
    if os.environ.get(UPDATE_VARIABLE):
        write_bundle(compiled)
    committed = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()}
    assert committed == compiled, "the clock models changed; run `make snapshots` and commit"


def test_bundle_reads_nothing_that_is_not_there() -> None:
    """A seed that moved would show only when somebody asks."""
    assert read_steps()
    assert [seed.name for seed in read_seeds() if not seed.path.exists()] == []
