"""Corrections, duplicates, deletes and snapshots end the same, whatever order they arrive in.

Each story is delivered in every order of its folders, one intake per folder; the ledger and the
live records must agree (contracts/README.md, section 2). When this fails, two cities with the same
files have different figures.
"""

from __future__ import annotations

import itertools
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from pipelines.contract import find_contract
from pipelines.home import Home
from pipelines.intake.run import run_intake
from tests.deliveries import Landing, make_record

CASES = find_contract("police", "cases")
SUBJECTS = find_contract("justice", "subjects")

LEDGER = """
    select file_name, status, reason, rows_received, rows_accepted, rows_quarantined,
        rows_superseded
    from ledger.deliveries order by all"""
LIVE = """
    select agency, source_table, record_key, _delivery_id, _source_row, version_number
    from ledger.record_versions where is_current and not is_deleted order by all"""
KNOWN = """
    select record_key, cast(known_from as varchar), cast(known_to as varchar)
    from ledger.record_versions where known_to is null or known_from < known_to order by all"""


def version(number: int, at: str, **changes: object) -> dict[str, object]:
    return make_record(CASES, number, GXSJ=at, **changes)


def tell_versions(landing: Landing) -> None:
    """A late older version, a delete, a return, and a tie decided by delivery."""
    landing.put(
        "police.cases",
        [version(1, "2024-03-01 08:00:00"), version(2, "2024-03-01 08:00:00")],
        day="20240301",
        manifest={},
    )
    landing.put(
        "police.cases",
        [version(1, "2024-03-03 08:00:00"), version(2, "2024-03-03 08:00:00", CZBS="D")],
        day="20240303",
        manifest={},
    )
    landing.put(
        "police.cases",
        [version(1, "2024-03-02 08:00:00"), version(3, "2024-03-03 08:00:00")],
        day="20240304",
        manifest={},
    )
    landing.put(
        "police.cases",
        [version(2, "2024-03-05 08:00:00"), version(3, "2024-03-03 08:00:00", AJMC="案后到")],
        day="20240305",
        manifest={},
    )


def tell_duplicates(landing: Landing) -> None:
    """The same bytes twice, and once more refused by a wrong hash."""
    records = [version(1, "2024-03-01 08:00:00")]
    landing.put("police.cases", records, day="20240301", manifest={})
    landing.put("police.cases", records, day="20240302", manifest={})
    landing.put("police.cases", records, day="20240303", manifest={"sha256": "1" * 64})


def tell_corrections(landing: Landing) -> None:
    """A correction that lacks a row, a refused correction, and the corrected bytes sent again."""
    landing.put(
        "police.cases",
        [version(1, "2024-03-01 08:00:00"), version(2, "2024-03-01 08:00:00")],
        day="20240301",
        manifest={},
    )
    landing.put(
        "police.cases",
        [version(1, "2024-03-01 08:00:00", AJMC="案改")],
        day="20240301",
        batch=2,
        manifest={"supersedes": "cases__01.csv"},
    )
    landing.put("police.cases", [version(5, "2024-03-02 08:00:00")], day="20240302", manifest={})
    landing.put(
        "police.cases",
        content=b"",
        day="20240302",
        batch=2,
        manifest={"supersedes": "cases__01.csv"},
    )
    landing.put(
        "police.cases",
        [version(1, "2024-03-01 08:00:00"), version(2, "2024-03-01 08:00:00")],
        day="20240303",
        manifest={},
    )


def tell_snapshots(landing: Landing) -> None:
    """Snapshots: a key that is gone, one that is quarantined, and a return to an earlier state."""
    first = [make_record(SUBJECTS, 1), make_record(SUBJECTS, 2), make_record(SUBJECTS, 3)]
    landing.put("justice.subjects", first, day="20240301", manifest={"rows": 3})
    landing.put(
        "justice.subjects",
        [make_record(SUBJECTS, 2), make_record(SUBJECTS, 3, 矫正开始日期="?")],
        day="20240401",
        manifest={"rows": 2},
    )
    landing.put("justice.subjects", first, day="20240501", manifest={"rows": 3})
    landing.put("justice.subjects", first, day="20240502", manifest={"rows": 3})
    landing.put(
        "justice.subjects",
        [make_record(SUBJECTS, 2), make_record(SUBJECTS, 3, 矫正开始日期="?")],
        day="20240601",
        manifest={"rows": 2},
    )


STORIES = {
    "versions": (
        tell_versions,
        {"A" + "1".zfill(22): 3, "A" + "2".zfill(22): 3, "A" + "3".zfill(22): 2},
    ),
    "duplicates": (tell_duplicates, {"A" + "1".zfill(22): 1}),
    "corrections": (
        tell_corrections,
        {"A" + "1".zfill(22): 2, "A" + "2".zfill(22): 1, "A" + "5".zfill(22): 1},
    ),
    "snapshots": (tell_snapshots, {"JZ" + "2".zfill(14): 4, "JZ" + "3".zfill(14): 2}),
}


def state_after(landing: Path, folders: tuple[Path, ...], home: Home) -> tuple[list, list, list]:
    """Ledger, live records and days of knowledge after the folders arrived one by one in this order."""
    arrived = home.path / "arrived"
    for folder in folders:
        shutil.copytree(folder, arrived / folder.relative_to(landing), dirs_exist_ok=True)
        with home.builder_lock(wait_seconds=5):
            run_intake(home, landing=arrived)
    with duckdb.connect(str(home.warehouse), read_only=True) as connection:
        ledger, live, known = (connection.execute(sql).fetchall() for sql in (LEDGER, LIVE, KNOWN))
        return ledger, live, known


@pytest.mark.parametrize("story", STORIES)
def test_every_order_of_arrival_ends_the_same(story: str, landing: Landing, tmp_path: Path) -> None:
    tell, versions = STORIES[story]
    tell(landing)
    folders = tuple(sorted(landing.path.glob("*/*")))
    in_order = state_after(landing.path, folders, Home(tmp_path / "in_order").create())
    assert {key: number for _, _, key, _, _, number in in_order[1]} == versions
    orders = list(itertools.permutations(folders))
    # All orders of the small stories; the reverse and a few spread out of the 120 of the longest.
    chosen = orders[1:] if len(orders) <= 6 else [orders[-1], *orders[5 :: len(orders) // 3]]
    for place, order in enumerate(chosen):
        home = Home(tmp_path / f"order{place}").create()
        assert state_after(landing.path, order, home) == in_order, [f.name for f in order]


def test_days_on_which_versions_were_in_force(
    landing: Landing, take_in: Callable, ask: Callable
) -> None:
    """A version holds until a greater one was delivered; one that came after it never held."""
    tell_versions(landing)
    take_in()
    first = "A" + "1".zfill(22)
    assert [row for row in ask(KNOWN) if row[0] == first] == [
        (first, "2024-03-01", "2024-03-03"),
        (first, "2024-03-03", None),
    ]


def test_days_on_which_a_snapshot_row_was_in_force(
    landing: Landing, take_in: Callable, ask: Callable
) -> None:
    """A key that is gone was known until then; a refused row leaves the last good one in force."""
    tell_snapshots(landing)
    take_in()
    gone, kept, refused = (f"JZ{number:014d}" for number in (1, 2, 3))
    assert ask(KNOWN) == [
        (gone, "2024-03-01", "2024-04-01"),
        (gone, "2024-05-01", "2024-06-01"),
        (kept, "2024-03-01", "2024-04-01"),
        (kept, "2024-04-01", "2024-05-01"),
        (kept, "2024-05-01", "2024-06-01"),
        (kept, "2024-06-01", None),
        (refused, "2024-03-01", "2024-05-01"),
        (refused, "2024-05-01", None),
    ]


def test_snapshots_that_say_the_same_again_are_one_telling(
    landing: Landing, take_in: Callable, ask: Callable
) -> None:
    """Of each stretch the history asks the last version; what was gone in between or differs is another."""
    tell_snapshots(landing)
    changed = make_record(SUBJECTS, 2, 矫正开始日期="2024-03-09")
    landing.put("justice.subjects", [changed], day="20240701", manifest={"rows": 1})
    take_in()
    gone, kept, refused = (f"JZ{number:014d}" for number in (1, 2, 3))
    assert ask("""
        select record_key, telling_number, cast(told_from as varchar), cast(known_to as varchar)
        from ledger.record_versions
        where not is_retold and (known_to is null or known_from < known_to) order by all""") == [
        (gone, 1, "2024-03-01", "2024-04-01"),
        (gone, 2, "2024-05-01", "2024-06-01"),
        (kept, 1, "2024-03-01", "2024-07-01"),
        (kept, 2, "2024-07-01", None),
        (refused, 1, "2024-03-01", "2024-07-01"),
    ]
    asked = ask("select record_key from ledger.earlier_versions order by all")
    assert asked == [
        (f"{gone}@1",),
        (f"{gone}@2",),
        (kept,),
        (f"{kept}@4",),
        (f"{refused}@2",),
    ]


def test_a_home_of_an_older_release_learns_the_days(
    home: Home, landing: Landing, take_in: Callable, ask: Callable
) -> None:
    """Without them a kept home would answer for no past day, or not at all."""
    tell_versions(landing)
    take_in()
    before = ask(LIVE), ask(KNOWN)
    with duckdb.connect(str(home.warehouse)) as connection:
        for view in ("versions_in_force", "earlier_versions", "live_versions"):
            connection.execute(f"drop view ledger.{view}")
        for column in ("is_retold", "has_content", "known_from", "known_to"):
            connection.execute(f"alter table ledger.record_versions drop {column}")
    take_in()
    assert (ask(LIVE), ask(KNOWN)) == before


def test_ledger_of_corrections_says_what_happened(
    landing: Landing, take_in: Callable, ask: Callable
) -> None:
    tell_corrections(landing)
    take_in()
    assert ask("select file_name, status, reason from ledger.deliveries order by all") == [
        ("police/20240301/cases__01.csv", "superseded", "S1"),
        ("police/20240301/cases__02.csv", "loaded", None),
        ("police/20240302/cases__01.csv", "loaded", None),
        ("police/20240302/cases__02.csv", "quarantined", "F5"),
        ("police/20240303/cases__01.csv", "loaded", None),
    ]
    assert ask("select reason_code, masked_value from ledger.file_notes") == [
        ("S1", "refused correction of cases__01.csv")
    ]


def test_reading_again_changes_nothing(landing: Landing, take_in: Callable, ask: Callable) -> None:
    tell_versions(landing)
    take_in()
    before = ask(LEDGER), ask(LIVE), ask("select count(*) from raw_police.cases")
    again = take_in()
    assert (again.new_files, again.changed) == (0, [])
    assert (ask(LEDGER), ask(LIVE), ask("select count(*) from raw_police.cases")) == before


def test_manifest_that_arrives_late_is_heard(
    landing: Landing, take_in: Callable, ask: Callable
) -> None:
    """Without its manifest a file is taken as it is; the manifest's hash may refuse it later."""
    name = landing.put("police.cases", [make_record(CASES, 1)])
    take_in()
    assert ask("select reason_code from ledger.warnings where reason_code = 'W13'") == [("W13",)]
    landing.add_entry(
        "police", "20240310", {"name": name.rsplit("/", 1)[-1], "rows": 1, "sha256": "0" * 64}
    )
    landing.add_entry("police", "20240310", {"name": "cases__07.csv", "rows": 1})
    take_in()
    assert ask("select status, reason from ledger.deliveries") == [("quarantined", "F1")]
    assert ask("select count(*) from ledger.record_versions") == [(0,)]
    assert ask("select reason_code, file_name from ledger.file_notes") == [
        ("W18", "police/20240310/cases__07.csv")
    ]


@pytest.mark.parametrize(
    "files", [["cases__01.csv"], {"cases__01.csv": {}}, [None], "cases__01.csv", None, [["name"]]]
)
def test_manifest_of_other_words_counts_as_absent(
    files: object, landing: Landing, take_in: Callable, ask: Callable
) -> None:
    """A list of names instead of entries must not stop the whole intake."""
    name = landing.put("police.cases", [make_record(CASES, 1)], manifest={})
    manifest = landing.path / "police" / "20240310" / "_manifest.json"
    document = {**json.loads(manifest.read_text(encoding="utf-8")), "files": files}
    manifest.write_text(json.dumps(document), encoding="utf-8")
    take_in()
    assert ask("select file_name, status from ledger.deliveries") == [(name, "loaded")]
    assert ask("select reason_code from ledger.warnings where reason_code = 'W13'") == [("W13",)]


def test_refused_files_correct_nothing_in_any_order(landing: Landing, tmp_path: Path) -> None:
    """02 is refused, so 01 stays; 03 corrects 02; 04 is refused, and corrected by 05."""
    good = [version(number, "2024-03-01 08:00:00") for number in range(6)]
    landing.put("police.cases", [good[1]], batch=1, manifest={})
    refused = {"content": b"", "manifest": {"rows": 1, "supersedes": "cases__01.csv"}}
    landing.put("police.cases", batch=2, **refused)
    landing.put("police.cases", [good[3]], batch=3, manifest={"supersedes": "cases__02.csv"})
    landing.put("police.cases", content=b"AJBH\r\n1\r\n", batch=4)
    landing.put("police.cases", [good[5]], batch=5, manifest={"supersedes": "cases__04.csv"})
    expected = [
        ("cases__01.csv", "loaded", None, 1),
        ("cases__02.csv", "quarantined", "F5", 0),
        ("cases__03.csv", "loaded", None, 1),
        ("cases__04.csv", "quarantined", "F5", 1),
        ("cases__05.csv", "loaded", None, 1),
    ]
    names = [name for name, *_ in expected]
    one_by_one = [[name] for name in names]
    for place, rounds in enumerate([[names], one_by_one, one_by_one[::-1]]):
        home = Home(tmp_path / f"home{place}").create()
        assert _statuses_after(landing, rounds, home) == expected


def _statuses_after(landing: Landing, rounds: list[list[str]], home: Home) -> list[tuple]:
    """Lines of the ledger after the files of one folder came in these rounds."""
    folder, arrived = landing.path / "police" / "20240310", home.path / "arrived"
    place = arrived / "police" / "20240310"
    place.mkdir(parents=True)
    for names in rounds:
        for name in ["_manifest.json", *names]:
            shutil.copy(folder / name, place / name)
        with home.builder_lock(wait_seconds=5):
            run_intake(home, landing=arrived)
    with duckdb.connect(str(home.warehouse), read_only=True) as connection:
        return connection.execute("""
            select split_part(file_name, '/', 3), status, reason, rows_received
            from ledger.deliveries order by all""").fetchall()


def test_a_copy_that_comes_later_is_counted(landing: Landing, take_in: Callable, ask: Callable):
    """Its rows are known from its twin, also when no manifest says how many they are."""
    records = [version(1, "2024-03-01 08:00:00"), version(2, "2024-03-01 08:00:00")]
    landing.put("police.cases", records, day="20240301")
    take_in()
    landing.put("police.cases", records, day="20240302")
    take_in()
    assert ask(
        "select reason, rows_received, rows_superseded from ledger.deliveries order by 1"
    ) == [
        ("D1", 2, 2),
        (None, 2, 0),
    ]


def test_duplicate_rows_of_one_file_count_once(
    landing: Landing, take_in: Callable, ask: Callable
) -> None:
    """W9 comes before the checks: of two equal bad rows one is quarantined, one superseded."""
    good, bad = make_record(CASES, 1), make_record(CASES, 2, AJMC="")
    landing.put("police.cases", [good, bad, good, bad], manifest={"rows": 9})
    take_in()
    assert ask(
        "select rows_received, rows_accepted, rows_quarantined, rows_superseded "
        "from ledger.deliveries"
    ) == [(4, 1, 1, 2)]
    assert ask(
        "select reason_code, row_number, masked_value from ledger.warnings "
        "where reason_code in ('W9', 'W14') order by all"
    ) == [("W14", None, "manifest 9, file 4"), ("W9", 3, None), ("W9", 4, None)]
