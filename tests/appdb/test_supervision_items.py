"""Supervision items: only steps that make sense, each one on record, nobody's change lost.

When one of these fails, two people answer the same matter, a reply disappears, or nobody can tell who
closed an item and why.
"""

from __future__ import annotations

import itertools

import pytest
from sqlalchemy import text

from pipelines.appdb.audit import find_breaks, read_entries
from pipelines.appdb.database import AppDatabase
from pipelines.appdb.link_reviews import (
    DecisionRefusedError,
    last_decisions,
    link_decisions,
    read_decisions,
    record_link_decision,
)
from pipelines.appdb.supervision import (
    STEPS,
    ItemRefusedError,
    Subject,
    SupervisionItem,
    add_note,
    assign_item,
    close_item,
    find_item,
    list_items,
    open_item,
    read_notes,
    reopen_item,
    reply_to_item,
)
from pipelines.appdb.tables import STATES

SUBJECT = Subject(
    "clock",
    "clock-1",
    "case-1",
    "detention_request_arrest",
    "320505500100",
    {"due_at": "2025-03-06", "days_over": 4, "article": "刑诉法91"},
)
TAKE = {
    "assign": lambda database, item: assign_item(database, item, unit_code="U1", actor="甲"),
    "note": lambda database, item: add_note(database, item, note="已电话核实", actor="甲"),
    "reply": lambda database, item: reply_to_item(database, item, reply="已变更措施", actor="乙"),
    "close": lambda database, item: close_item(database, item, conclusion="corrected", actor="甲"),
    "reopen": lambda database, item: reopen_item(database, item, note="仍未纠正", actor="甲"),
}
WAYS = {
    "open": (),
    "assigned": ("assign",),
    "replied": ("assign", "reply"),
    "closed": ("close",),
}


def open_one(database: AppDatabase, *, note: str = "") -> SupervisionItem:
    return open_item(database, SUBJECT, actor="甲", note=note)


def bring_to(database: AppDatabase, state: str) -> SupervisionItem:
    item = open_one(database)
    for step in WAYS[state]:
        item = TAKE[step](database, item)
    assert item.state == state
    return item


def test_an_item_goes_its_way_and_every_step_is_on_record(database: AppDatabase) -> None:
    item = open_one(database, note="请核实羁押手续")
    for step in ("assign", "note", "reply", "close", "reopen", "assign", "close"):
        item = TAKE[step](database, item)
    assert find_item(database, item.item_id) == item
    assert (item.state, item.conclusion, item.version) == ("closed", "corrected", 8)
    assert item.evidence == SUBJECT.evidence
    notes = read_notes(database, item.item_id)
    assert [(note.kind, note.unit_code, note.body) for note in notes] == [
        ("note", None, "请核实羁押手续"),
        ("note", None, "已电话核实"),
        ("reply", "U1", "已变更措施"),
        ("note", None, "仍未纠正"),
    ]
    entries = read_entries(database, "item", item.item_id)
    assert [entry.action for entry in entries] == [
        "open", "assign", "note", "reply", "close", "reopen", "assign", "close",
    ]  # fmt: skip
    assert [entry.actor for entry in entries] == ["甲", "甲", "甲", "乙", "甲", "甲", "甲", "甲"]
    assert entries[0].before is None
    for earlier, later in itertools.pairwise(entries):
        assert later.before == {k: v for k, v in earlier.after.items() if k != "note"}
    assert find_breaks(database) == []


@pytest.mark.parametrize(("state", "step"), list(itertools.product(STATES, STEPS)))
def test_only_steps_that_make_sense_are_taken(database: AppDatabase, state: str, step: str) -> None:
    item = bring_to(database, state)
    if state in STEPS[step]:
        assert step in item.steps
        assert TAKE[step](database, item).state == STEPS[step][state]
        return
    assert step not in item.steps
    entries = len(read_entries(database, "item", item.item_id))
    with pytest.raises(ItemRefusedError) as caught:
        TAKE[step](database, item)
    assert caught.value.code == "not_now"
    assert find_item(database, item.item_id) == item
    assert len(read_entries(database, "item", item.item_id)) == entries


def test_one_open_item_per_subject(database: AppDatabase) -> None:
    first = open_one(database)
    with pytest.raises(ItemRefusedError) as caught:
        open_one(database)
    assert caught.value.code == "already_open"
    closed = TAKE["close"](database, first)
    second = open_one(database)
    assert second.item_id != first.item_id
    with pytest.raises(ItemRefusedError) as caught:
        TAKE["reopen"](database, closed)
    assert caught.value.code == "already_open"
    assert [item.item_id for item in list_items(database, states=("open",))] == [second.item_id]


def test_a_change_that_somebody_else_made_is_not_overwritten(database: AppDatabase) -> None:
    seen = open_one(database)
    TAKE["assign"](database, seen)
    with pytest.raises(ItemRefusedError) as caught:
        TAKE["close"](database, seen)
    assert caught.value.code == "changed_meanwhile"


@pytest.mark.parametrize(
    ("note", "code"),
    [
        ("  \n", "no_text"),
        ("身份证 110101199003070016 的人", "personal_number"),
        ("身份证 １１０１０１１９９００３０７００１６", "personal_number"),
        ("电话13800138000", "personal_number"),
        ("长" * 4001, "too_long"),
    ],
)
def test_a_note_says_something_and_nothing_personal(
    database: AppDatabase, note: str, code: str
) -> None:
    item = open_one(database)
    with pytest.raises(ItemRefusedError) as caught:
        add_note(database, item, note=note, actor="甲")
    assert caught.value.code == code


def test_document_numbers_are_no_personal_numbers(database: AppDatabase) -> None:
    item = add_note(
        database, open_one(database), note="苏公(虎)提捕字〔2025〕1380号, A3205055001002025010012", actor="甲"
    )  # fmt: skip
    assert read_notes(database, item.item_id)


def test_a_conclusion_and_a_unit_are_needed(database: AppDatabase) -> None:
    item = open_one(database)
    with pytest.raises(ItemRefusedError, match="no conclusion"):
        close_item(database, item, conclusion="whatever", actor="甲")
    with pytest.raises(ItemRefusedError, match="which unit"):
        assign_item(database, item, unit_code="", actor="甲")


TAMPERING = {
    "an item changed by hand": (
        "update supervision_items set state = 'open', assigned_unit = null, version = 7",
        "changed without the audit log",
    ),
    "an item deleted": ("delete from supervision_items", "was deleted"),
}


@pytest.mark.parametrize("kind", TAMPERING)
def test_a_change_past_the_log_shows(database: AppDatabase, kind: str) -> None:
    bring_to(database, "assigned")
    statement, said = TAMPERING[kind]
    with database.changing() as connection:
        connection.execute(text(statement))
    [problem] = find_breaks(database)
    assert said in problem


def test_an_entry_rewritten_shows(database: AppDatabase) -> None:
    """Whoever may drop triggers can rewrite an entry, but not the chain unseen."""
    bring_to(database, "replied")
    with database.changing() as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(text("drop trigger audit_log_no_update"))
        else:
            connection.execute(text("alter table audit_log disable trigger all"))
        connection.execute(text("update audit_log set actor = '丙' where entry_no = 2"))
    [problem] = find_breaks(database)
    assert "entry [2]" in problem


def test_the_latest_word_about_a_pair_counts(database: AppDatabase) -> None:
    """The linkage build obeys one decision per pair, whichever record is named first."""
    decide = {"entity": "person", "actor": "甲"}
    record_link_decision(database, records=("b", "a"), decision="accept", **decide)
    record_link_decision(database, records=("c", "a"), decision="reject", **decide)
    last = record_link_decision(
        database, records=("a", "b"), decision="reject", note="两个不同的人", **decide
    )
    found = link_decisions(database, entity="person")
    assert [(d.record_a, d.record_b, d.decision) for d in found] == [
        ("a", "c", "reject"),
        ("a", "b", "reject"),
    ]
    assert found[-1] == last
    assert link_decisions(database, entity="case") == []
    entries = read_entries(database, "link", "person:a|b")
    assert [entry.action for entry in entries] == ["accept", "reject"]
    assert entries[1].before == entries[0].after
    assert find_breaks(database) == []


def test_a_word_can_be_taken_back_once(database: AppDatabase) -> None:
    """The model decides again, and the log still says what was decided before."""
    decide = {"entity": "case", "records": ("a", "b"), "actor": "甲"}
    with pytest.raises(DecisionRefusedError, match="in force"):
        record_link_decision(database, decision="withdraw", **decide)
    first = record_link_decision(database, decision="reject", seen_no=0, **decide)
    with pytest.raises(DecisionRefusedError, match="meanwhile"):
        record_link_decision(database, decision="accept", seen_no=0, **decide)
    record_link_decision(database, decision="withdraw", seen_no=first.decision_no, **decide)
    with pytest.raises(DecisionRefusedError, match="in force"):
        record_link_decision(database, decision="withdraw", **decide)
    assert link_decisions(database) == []
    assert [one.decision for one in last_decisions(database)] == ["withdraw"]
    assert [one.decision for one in read_decisions(database, "case", ("b", "a"))] == [
        "reject",
        "withdraw",
    ]
    assert find_breaks(database) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"entity": "horse"},
        {"decision": "perhaps"},
        {"records": ("a", "a")},
        {"records": ("", "a")},
    ],
)
def test_a_decision_that_means_nothing_is_refused(database: AppDatabase, wrong: dict) -> None:
    right = {"entity": "case", "records": ("a", "b"), "decision": "accept", "actor": "甲"}
    with pytest.raises(ValueError, match=r"\["):
        record_link_decision(database, **{**right, **wrong})
    assert link_decisions(database) == []
