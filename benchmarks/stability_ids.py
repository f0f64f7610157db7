"""How stable ids are: the same input twice, and one more day's delivery.

Run by hand: ``python -m benchmarks.stability_ids`` makes a city of 10,000 cases (``--cases``), builds it
without its last day, adds that day, and builds everything once more in an empty home. Prints how many
records kept their ``case_id`` and ``person_id``; the exit code is 1 when the two full builds differ or a
day changed more than one id in a thousand. ``--landing`` takes deliveries that are there already.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

import duckdb

from data_samples.city import generate
from pipelines.build import build
from pipelines.home import KEY_VARIABLE, Home
from pipelines.publish import current_version

LEAST_UNCHANGED = 0.999
_IDS = {
    "case_id": "select agency || '|' || source_table || '|' || source_record_id, case_id "
    "from snapshot.marts.bridge_case_records",
    "person_id": "select agency || '|' || source_table || '|' || source_record_id || '|' "
    "|| source_person_no, person_id from snapshot.marts.bridge_person_records",
}


def read_ids(home: Home) -> dict[str, dict[str, str]]:
    """Record to id in the published snapshot, per kind of id."""
    snapshot = home.snapshots / f"{current_version(home)}.duckdb"
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"attach '{snapshot}' as snapshot (read_only)")
        return {kind: dict(connection.execute(sql).fetchall()) for kind, sql in _IDS.items()}


def copy_days(source: Path, target: Path, *, last: str, only_last: bool) -> None:
    """Copy the folders of the last day, or all others."""
    for folder in sorted(source.glob("*/*")):
        if folder.is_dir() and (folder.name == last) == only_last:
            shutil.copytree(folder, target / folder.parent.name / folder.name)


def main(arguments: list[str] | None = None) -> int:
    """The command; returns the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--seed", type=int, default=77)
    parser.add_argument("--landing", type=Path, help="deliveries that are there already")
    options = parser.parse_args(arguments)
    # One key for all homes, else no id would be the same.
    os.environ.setdefault(KEY_VARIABLE, "0" * 63 + "1")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        source = options.landing
        if source is None:
            generate(out=folder / "city", cases=options.cases, days=options.days, seed=options.seed)
            source = folder / "city" / "landing"
        last = max(path.name for path in source.glob("*/*") if path.is_dir())
        growing, fresh = Home(folder / "growing"), Home(folder / "fresh")
        copy_days(source, folder / "landing", last=last, only_last=False)
        build(growing, landing=folder / "landing")
        before = read_ids(growing)
        copy_days(source, folder / "landing", last=last, only_last=True)
        build(growing, landing=folder / "landing")
        after = read_ids(growing)
        build(fresh, landing=source)
        again = read_ids(fresh)
    is_good = True
    for kind in _IDS:
        both = before[kind].keys() & after[kind].keys()
        kept = sum(before[kind][key] == after[kind][key] for key in both)
        is_same = after[kind] == again[kind]
        is_good &= is_same and kept >= LEAST_UNCHANGED * len(both)
        print(
            f"{kind:10} records {len(after[kind]):>9,}  the same in an empty home: "
            f"{'yes' if is_same else 'NO'}  unchanged by the day of {last}: {kept:,} of {len(both):,} "
            f"({kept / len(both):.5%})"
        )
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
