"""Sealed juvenile records (刑诉法 286) are left out where pages, exports and mails read.

When this fails, a page shows what the law has sealed.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date

import duckdb
import pytest

from pipelines.history import CODE_LISTS
from pipelines.home import Home
from pipelines.publish import POINTER_NAME
from pipelines.query import run_query
from pipelines.snapshot import Snapshot, open_snapshot

# Case A: one sealed person beside another one. Case B: sealed as a whole. Case C: nothing sealed.
MARTS = """
create schema marts; create schema review; create schema source;
create table marts.dim_cases as
    from (values ('A', false), ('B', true), ('C', false)) t(case_id, is_sealed);
create table marts.fct_case_persons as
    from (values ('A', 'p1', true), ('A', 'p2', false), ('B', 'p1', true), ('C', 'p1', false))
    t(case_id, person_id, is_sealed);
create table marts.fct_events as
    from (values
        ('e1', 'A', 'p1', true), ('e2', 'A', 'p2', false), ('e3', 'B', null, false),
        ('e4', 'C', 'p1', null))
    t(event_id, case_id, person_id, is_sealed);
create table marts.bridge_event_sources as
    from (values ('e1', 'f', 1), ('e2', 'f', 2), ('e3', 'f', 3), ('e4', 'f', 4))
    t(event_id, _source_file, _source_row);
create table marts.fct_documents as
    from (values ('d1', 'A', 'p1'), ('d2', 'A', null), ('d3', 'B', null)) t(document_id, case_id, person_id);
create table marts.bridge_document_sources as
    from (values ('d1', 'f', 5), ('d2', 'f', 6), ('d3', 'f', 7)) t(document_id, _source_file, _source_row);
create table marts.bridge_person_records as
    from (values ('A', 'p1', 'f', 8), ('A', 'p2', 'f', 9), ('C', 'p1', 'f', 10))
    t(case_id, person_id, _source_file, _source_row);
create table marts.history_cases as
    from (values
        ('A', 'trial', date '2024-03-01', date '2024-03-09'), ('A', 'closed', date '2024-03-09', null),
        ('B', 'trial', date '2024-03-01', null))
    t(case_id, stage, known_from, known_to);
create table marts.history_events as
    from (values
        ('e1', 'A', 'p1', date '2024-03-01'), ('e2', 'A', 'p2', date '2024-03-01'),
        ('e3', 'B', null, date '2024-03-01'), ('e4', 'C', 'p1', date '2024-03-05'))
    t(event_id, case_id, person_id, known_from) cross join (select cast(null as date) as known_to);
create table marts.history_documents as
    from (values ('d1', 'A', 'p1'), ('d2', 'A', null), ('d3', 'B', null)) t(document_id, case_id, person_id)
    cross join (select date '2024-03-01' as known_from, cast(null as date) as known_to);
create table review.rev_event_contradictions as
    from (values ('k1', 'A', 'p1'), ('k2', 'A', 'p2'), ('k3', 'B', null))
    t(contradiction_id, case_id, person_id);
create table source.police__persons as
    select 'f' as _source_file, range as _source_row, 'x' as "XM" from range(1, 12);
"""


@pytest.fixture
def snapshot(home: Home) -> Iterator[Snapshot]:
    with duckdb.connect(str(home.snapshots / "v1.duckdb")) as writer:
        writer.execute(MARTS)
        for name in CODE_LISTS:
            writer.execute(f"create table marts.{name} as select 1 as code")
    (home.snapshots / POINTER_NAME).write_text("v1\n", encoding="ascii")
    opened = open_snapshot(home.path)
    yield opened
    opened.close()


def column(snapshot: Snapshot, sql: str) -> list:
    return snapshot.query(sql).iloc[:, 0].tolist()


def test_sealed_rows_are_left_out_and_counted(snapshot: Snapshot) -> None:
    assert column(snapshot, "select case_id from dim_cases order by 1") == ["A", "C"]
    assert column(snapshot, "select event_id from fct_events order by 1") == ["e2", "e4"]
    assert column(snapshot, "select document_id from fct_documents order by 1") == ["d2"]
    persons = "select case_id || person_id from bridge_person_records order by 1"
    assert column(snapshot, persons) == ["Ap2", "Cp1"]
    assert snapshot.sealed_count("dim_cases") == 1
    assert snapshot.sealed_count("fct_case_persons", case_id="A") == 1
    assert snapshot.sealed_count("fct_case_persons", case_id="C") == 0
    assert snapshot.sealed_count("fct_documents") == 0


def test_delivered_rows_of_sealed_records_are_left_out(snapshot: Snapshot) -> None:
    """By event, by document, by person; another case of the same human stays."""
    shown = column(snapshot, 'select _source_row from memory.source."police__persons" order by 1')
    assert shown == [2, 4, 6, 9, 10, 11]
    assert column(snapshot, "select count(*) from sealed_source_rows") == [5]


def test_review_relations_leave_out_sealed_rows(snapshot: Snapshot) -> None:
    """A contradiction about a sealed juvenile is as sealed as the events that it is about."""
    sql = "select contradiction_id from rev_event_contradictions order by 1"
    assert column(snapshot, sql) == ["k2"]


@pytest.mark.parametrize(
    ("sql", "answer"),
    [
        ("select event_id from fct_events order by 1", "event_id\ne2\n"),
        ("select stage from dim_cases order by 1", "stage\ntrial\n"),
        ("select document_id from fct_documents order by 1", "document_id\nd2\n"),
        ("select distinct case_id from history_cases", "case_id\nA\n"),
    ],
)
@pytest.mark.usefixtures("snapshot")
def test_a_past_day_leaves_out_sealed_rows(home: Home, sql: str, answer: str) -> None:
    """Sealed today is sealed for every day; the way through the history is no way around."""
    output = io.StringIO()
    run_query(home, sql, format="csv", output=output, as_known_at=date(2024, 3, 2))
    assert output.getvalue() == answer


def test_sealed_and_absent_are_told_apart(snapshot: Snapshot) -> None:
    """An item about a sealed case must fall silent; one whose clock is gone must not."""
    assert snapshot.is_left_out("dim_cases", case_id="B")
    assert not snapshot.is_left_out("dim_cases", case_id="A")
    assert not snapshot.is_left_out("dim_cases", case_id="nobody")
    assert snapshot.is_left_out("fct_events", event_id="e1")
    assert not snapshot.is_left_out("fct_events", event_id="e2")
