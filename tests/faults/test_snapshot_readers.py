"""Readers during publication: no error, no waiting, and never two versions in one answer.

Four reading processes open the current snapshot in a loop while a builder publishes twenty times.
When this fails, an analyst sees an error page or figures of two days side by side.
"""

from __future__ import annotations

import multiprocessing
from datetime import date
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event

import duckdb
import pytest

from pipelines.home import Home
from pipelines.intake import ledger
from pipelines.publish import KEPT_VERSIONS, current_publication, publish_snapshot
from pipelines.query import QueryError, run_query
from pipelines.snapshot import open_snapshot
from pipelines.warehouse import open_warehouse

READERS = 4
PUBLICATIONS = 20


def write_marts(home: Home, number: int) -> None:
    """Two relations that carry the number of the build: a reader must see it equal in both."""
    with open_warehouse(home) as connection:
        ledger.create_tables(connection)
        connection.execute("create schema if not exists marts")
        for name in ("dim_first", "dim_second"):
            connection.execute(f"create or replace table marts.{name} as select {number} as build")


def read_in_loop(home: Home, stop: Event, answers: Queue) -> None:
    """Open, read two relations, close, again; report versions and anything that went wrong."""
    seen, wrong, reads = set(), [], 0
    while not stop.is_set():
        try:
            snapshot = open_snapshot(home.path)
            first = snapshot.query("select build from dim_first")["build"].tolist()
            second = snapshot.query("select build from dim_second")["build"].tolist()
            inside = snapshot.query("select snapshot_version from ops_snapshot")
            if first != second or inside["snapshot_version"].tolist() != [snapshot.version]:
                wrong.append(f"mixed: {first} {second}")
            seen.add(snapshot.version)
            reads += 1
            snapshot.close()
        except Exception as error:  # whatever a reader meets is a failure of the promise
            wrong.append(repr(error))
    answers.put((seen, wrong, reads))


def test_readers_never_wait_fail_or_mix_versions(home: Home) -> None:
    write_marts(home, 0)
    publish_snapshot(home, as_of=date(2025, 1, 1), fingerprint="0")
    context = multiprocessing.get_context("spawn")
    stop, answers = context.Event(), context.Queue()
    readers = [
        context.Process(target=read_in_loop, args=(home, stop, answers)) for _ in range(READERS)
    ]
    for reader in readers:
        reader.start()
    for number in range(1, PUBLICATIONS + 1):
        write_marts(home, number)
        publish_snapshot(home, as_of=date(2025, 1, 1), fingerprint=str(number))
    stop.set()
    results = [answers.get(timeout=60) for _ in readers]
    for reader in readers:
        reader.join(timeout=60)
    assert [wrong for _, wrong, _ in results if wrong] == []
    assert all(reads >= 2 for _, _, reads in results)
    assert len(list(home.snapshots.glob("*.duckdb"))) == KEPT_VERSIONS


def test_reader_keeps_the_version_it_opened(home: Home) -> None:
    write_marts(home, 1)
    publish_snapshot(home, as_of=date(2025, 1, 1), fingerprint="1")
    snapshot = open_snapshot(home.path)
    for number in range(2, 2 + KEPT_VERSIONS + 1):
        write_marts(home, number)
        publish_snapshot(home, as_of=date(2025, 1, 1), fingerprint=str(number))
    assert snapshot.query("select build from dim_first")["build"].tolist() == [1]
    snapshot.close()


def test_interrupted_publication_leaves_the_last_one_in_force(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_marts(home, 1)
    first = publish_snapshot(home, as_of=date(2025, 1, 1), fingerprint="1")
    write_marts(home, 2)

    def fail(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr("pipelines.publish._point_to", fail)
    with pytest.raises(OSError, match="no space"):
        publish_snapshot(home, as_of=date(2025, 1, 2), fingerprint="2")
    assert current_publication(home) == first


def test_query_prints_data_only_and_whole(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    write_marts(home, 7)
    with open_warehouse(home) as connection:
        connection.execute(
            "create table marts.texts as select * from (values (1, null, '案,\"件'), "
            "(2, date '2024-03-05', repeat('长', 500))) as t(number, day, words)"
        )
    publish_snapshot(home, as_of=date(2025, 1, 1), fingerprint="1")
    import sys

    run_query(home, "select * from texts order by number", format="csv", output=sys.stdout)
    output = capsys.readouterr().out
    assert output == f'number,day,words\n1,,"案,""件"\n2,2024-03-05,{"长" * 500}\n'
    run_query(home, "select * from texts where number = 2", format="json", output=sys.stdout)
    assert '"day": "2024-03-05"' in capsys.readouterr().out


@pytest.mark.parametrize(
    "statement",
    [
        "create table marts.more as select 1",
        "delete from dim_first",
        "select * from read_csv('/etc/hostname')",
        "attach '/tmp/other.duckdb'",
        "select nothing from nowhere",
    ],
)
def test_query_refuses_what_is_not_reading(home: Home, statement: str) -> None:
    import sys

    write_marts(home, 7)
    publish_snapshot(home, as_of=date(2025, 1, 1), fingerprint="1")
    with pytest.raises(QueryError):
        run_query(home, statement, format="table", output=sys.stdout)


def test_query_without_a_snapshot_says_what_to_do(home: Home) -> None:
    import sys

    with pytest.raises(QueryError, match="caseloom build"):
        run_query(home, "select 1", format="table", output=sys.stdout)


def test_source_rows_are_masked(home: Home) -> None:
    """A page shows a delivered row; names, numbers and free text must not leave raw in clear."""
    from pipelines.contract import find_contract
    from pipelines.intake.run import run_intake
    from tests.deliveries import Landing, make_record

    persons = find_contract("police", "persons")
    record = make_record(persons, 1, XM="张三丰", ZJHM="320501199001011234", XZZ="人民路1号")
    folder = home.path / "landing"
    Landing(folder).put("police.persons", [record])
    with home.builder_lock(wait_seconds=5):
        run_intake(home, landing=folder)
        write_marts(home, 1)
        version = publish_snapshot(home, as_of=date(2025, 1, 1), fingerprint="1").version
    with duckdb.connect(str(home.snapshots / f"{version}.duckdb"), read_only=True) as reader:
        row = reader.execute(
            "select XM, ZJHM, XZZ, MZDM, RYBH, _source_row from source.police__persons"
        ).fetchall()
    assert row == [("张***", "32***4", "***", "***", record["RYBH"], 1)]
