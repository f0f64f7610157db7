"""The sample's deliveries: the same bytes for the same seed, and a truth that intake confirms.

When one of these fails, the committed sample is stale or the truth says something that the files do
not; every test and benchmark that leans on the truth would then be wrong.
"""

from __future__ import annotations

import csv
import hashlib
import json
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from data_samples.city import generate
from pipelines.contract import load_contracts
from pipelines.home import Home
from pipelines.intake.run import run_intake

SMALL = Path(__file__).resolve().parents[2] / "data_samples" / "small"
# How the committed sample was made; data_samples/README.md says the same.
SMALL_ARGUMENTS = {"cases": 300, "days": 222, "seed": 18}


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def read_truth(name: str, folder: Path = SMALL) -> list[dict[str, str]]:
    with (folder / "truth" / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_same_seed_gives_the_same_bytes_and_another_does_not(tmp_path: Path) -> None:
    for name, seed in (("first", 3), ("second", 3), ("other", 4)):
        generate(out=tmp_path / name, cases=120, days=150, seed=seed)
    first, second, other = (digests(tmp_path / name) for name in ("first", "second", "other"))
    assert first == second
    assert first.keys() != other.keys() or first != other


def test_committed_sample_is_what_the_generator_makes(tmp_path: Path) -> None:
    """`caseloom sample` with the arguments above, into an emptied data_samples/small, mends it."""
    generate(out=tmp_path, **SMALL_ARGUMENTS)
    made, committed = digests(tmp_path), digests(SMALL)
    assert made.keys() == committed.keys()
    for name in made:
        if made[name] != committed[name]:
            # Another zlib packs the same content into other bytes.
            assert unpacked(tmp_path / name) == unpacked(SMALL / name), name


def unpacked(path: Path) -> object:
    """What a packed file or a manifest says, whatever the packer; other files as they are."""
    content = path.read_bytes()
    if path.name.endswith(".gz"):
        # A file that was cut off on purpose is compared by its beginning.
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(content, 200)
    if path.suffix == ".xlsx" and zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    if path.suffix == ".xlsx":
        return "cut off"
    if path.name == "_manifest.json" and content.endswith(b"}"):
        manifest = json.loads(content)
        for entry in manifest["files"]:
            if entry["name"].endswith((".gz", ".xlsx")):
                del entry["sha256"], entry["bytes"]
        return manifest
    return content


def test_committed_sample_stays_small() -> None:
    files = [path for path in SMALL.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 4_000_000
    assert len(files) < 700


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "landing").mkdir()
    (tmp_path / "landing" / "mine.txt").write_text("x", encoding="utf-8")
    with pytest.raises(FileExistsError, match="not empty"):
        generate(out=tmp_path, cases=10, days=60, seed=1)


def test_progress_is_told(tmp_path: Path) -> None:
    calls: list[tuple[int, int, str]] = []
    generate(out=tmp_path, cases=30, days=60, seed=1, progress=lambda *call: calls.append(call))
    assert {text for _, _, text in calls} == {"matters", "deliveries"}
    assert all(0 < done <= total for done, total, _ in calls)


def test_every_agency_starts_full_and_ends_on_the_last_day() -> None:
    for agency in {contract.agency for contract in load_contracts()}:
        manifests = [
            json.loads(path.read_text(encoding="utf-8"))
            for path in sorted((SMALL / "landing" / agency).glob("*/_manifest.json"))
            if path.read_text(encoding="utf-8").endswith("}")
        ]
        assert manifests[0]["kind"] == "full"
        assert all(manifest["synthetic"] is True for manifest in manifests)
        assert manifests[-1]["period"]["to"] == "2025-06-30"


def test_every_kind_of_fault_is_in_the_committed_sample() -> None:
    planted = {row["reason_code"] for row in read_truth("planted")}
    expected = {f"F{n}" for n in range(1, 7)} | {f"Q{n}" for n in range(1, 7)}
    expected |= {f"W{n}" for n in range(1, 19)}
    assert planted == expected
    assert {row["reason"] for row in read_truth("deliveries")} >= {"D1", "S1"}


@pytest.fixture(scope="module")
def taken_in(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], list[tuple]]:
    """A query over the warehouse into which the committed sample was taken."""
    import duckdb

    home = Home(tmp_path_factory.mktemp("sample") / "home").create()
    with home.builder_lock(wait_seconds=5):
        run_intake(home, landing=SMALL / "landing")

    def ask(sql: str) -> list[tuple]:
        with duckdb.connect(str(home.warehouse), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    return ask


def test_every_file_meets_its_fate(taken_in: Callable[[str], list[tuple]]) -> None:
    found = taken_in(
        "select file_name, status, coalesce(reason, ''), rows_received from ledger.deliveries"
    )
    expected = [
        (row["file_name"], row["status"], row["reason"], int(row["rows"]))
        for row in read_truth("deliveries")
    ]
    assert sorted(found) == sorted(expected)


def test_every_planted_fault_is_found_with_its_code(
    taken_in: Callable[[str], list[tuple]],
) -> None:
    query = (
        "select file_name, coalesce(row_number, 0), reason_code, coalesce(column_name, '') from "
    )
    found = set(taken_in(f"{query} ledger.warnings") + taken_in(f"{query} ledger.quarantine"))
    places = {(file, row, code) for file, row, code, _ in found}
    missing = [
        row
        for row in read_truth("planted")
        if (row["file_name"], int(row["row_number"]), row["reason_code"]) not in places
        or (
            row["column_name"]
            and (row["file_name"], int(row["row_number"]), row["reason_code"], row["column_name"])
            not in found
        )
    ]
    assert missing == []


def test_rows_are_refused_only_where_it_was_planted(
    taken_in: Callable[[str], list[tuple]],
) -> None:
    found = taken_in(
        "select file_name, row_number, reason_code from ledger.quarantine where row_number is not null"
    )
    planted = [
        (row["file_name"], int(row["row_number"]), row["reason_code"])
        for row in read_truth("planted")
        if row["reason_code"].startswith("Q")
    ]
    assert Counter(found) == Counter(planted)


def test_readme_names_every_truth_file_and_phenomenon() -> None:
    text = (SMALL.parent / "README.md").read_text(encoding="utf-8")
    names = {path.stem for path in (SMALL / "truth").iterdir()}
    names |= {row["kind"] for row in read_truth("phenomena")}
    assert {name for name in names if f"`{name}`" not in text} == set()
    made = " ".join(f"--{name} {value}" for name, value in SMALL_ARGUMENTS.items())
    assert made in text


def test_truth_names_every_live_record(taken_in: Callable[[str], list[tuple]]) -> None:
    """A live record that the truth does not know could not be judged by linkage's tests."""
    known = {(r["agency"], r["source_table"], r["record_key"]) for r in read_truth("case_records")}
    tables = sorted({(agency, table) for agency, table, _ in known})
    listed = ", ".join(f"('{agency}', '{table}')" for agency, table in tables)
    live = taken_in(
        "select agency, source_table, record_key from ledger.record_versions "
        f"where is_current and not is_deleted and (agency, source_table) in ({listed})"
    )
    assert len(live) > 400
    assert set(live) - known == set()
    # What is missing was deleted, or its only rows were refused for good.
    assert len(known - set(live)) <= 0.03 * len(known)
