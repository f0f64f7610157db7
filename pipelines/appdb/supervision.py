"""Supervision items: opened on a clock or a finding, assigned, noted, replied to, closed.

Belongs here: which step may follow which, and writing each one with its entry in the audit log.
Keep out: choosing what deserves an item (people do) and words for readers (the pages' catalogue).
"""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from pipelines.appdb.audit import write_entry
from pipelines.appdb.database import AppDatabase, now_in_beijing
from pipelines.appdb.tables import (
    CONCLUSIONS,
    STATES,
    SUBJECT_KINDS,
    supervision_items,
    supervision_notes,
)

LONGEST_NOTE = 4000
# From which state a step leads to which; what is not here is not allowed.
STEPS: Mapping[str, Mapping[str, str]] = {
    "assign": {"open": "assigned", "assigned": "assigned", "replied": "assigned"},
    "note": {"open": "open", "assigned": "assigned", "replied": "replied"},
    "reply": {"assigned": "replied", "replied": "replied"},
    "close": {"open": "closed", "assigned": "closed", "replied": "closed"},
    "reopen": {"closed": "open"},
}
# 18-digit identity numbers and mobile numbers: items are about cases and units, never about persons.
_PERSONAL_NUMBER = re.compile(r"(?<!\d)(?:\d{17}[\dXx]|1[3-9]\d{9})(?!\d)")


class ItemRefusedError(RuntimeError):
    """A step that is not allowed; ``code`` is for whoever translates it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Subject:
    """What an item is about, as published on the day of opening.

    ``subject_id`` is ``clock_id`` or ``finding_id``; ``evidence`` is what stays readable when a later
    build knows better (plain values only).
    """

    kind: str
    subject_id: str
    case_id: str
    rule_id: str
    unit_code: str | None
    evidence: Mapping[str, Any]


@dataclass(frozen=True)
class SupervisionItem:
    """One item as it stands; ``version`` counts its changes."""

    item_id: str
    subject_kind: str
    subject_id: str
    case_id: str
    rule_id: str
    unit_code: str | None
    evidence: dict[str, Any]
    state: str
    assigned_unit: str | None
    conclusion: str | None
    opened_by: str
    opened_at: datetime
    changed_at: datetime
    closed_at: datetime | None
    version: int

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps that its state allows."""
        return tuple(step for step, moves in STEPS.items() if self.state in moves)


@dataclass(frozen=True)
class SupervisionNote:
    """A note of the supervisors or a reply of a unit."""

    note_no: int
    kind: str
    unit_code: str | None
    body: str
    written_by: str
    written_at: datetime


def open_item(
    database: AppDatabase, subject: Subject, *, actor: str, note: str = ""
) -> SupervisionItem:
    """Open an item; raises ItemRefusedError when one is open on the subject."""
    if subject.kind not in SUBJECT_KINDS:
        raise ItemRefusedError("unknown_subject", f"[{subject.kind}] is neither clock nor finding")
    body = checked_text(note)
    now = now_in_beijing()
    row = {
        "item_id": uuid.uuid4().hex,
        "subject_kind": subject.kind,
        "subject_id": subject.subject_id,
        "case_id": subject.case_id,
        "rule_id": subject.rule_id,
        "unit_code": subject.unit_code,
        "evidence": dict(subject.evidence),
        "state": "open",
        "assigned_unit": None,
        "conclusion": None,
        "opened_by": actor,
        "opened_at": now,
        "changed_at": now,
        "closed_at": None,
        "version": 1,
    }
    with database.changing() as connection:
        _refuse_second_item(connection, subject.kind, subject.subject_id)
        connection.execute(supervision_items.insert().values(**row))
        written = _write_note(connection, row, kind="note", body=body, unit_code=None, actor=actor)
        _log(connection, "open", actor=actor, before=None, after=row, note=written)
    return _item(row)


def assign_item(
    database: AppDatabase, item: SupervisionItem, *, unit_code: str, actor: str, note: str = ""
) -> SupervisionItem:
    """Hand the item to a unit, which is to answer."""
    if not unit_code:
        raise ItemRefusedError("no_unit", "say which unit is to answer")
    return _take_step(
        database, item, "assign", actor=actor, note=note, changes={"assigned_unit": unit_code}
    )


def add_note(
    database: AppDatabase, item: SupervisionItem, *, note: str, actor: str
) -> SupervisionItem:
    """Write something down; the state stays."""
    return _take_step(database, item, "note", actor=actor, note=note, is_note_needed=True)


def reply_to_item(
    database: AppDatabase, item: SupervisionItem, *, reply: str, actor: str
) -> SupervisionItem:
    """The answer of the unit that the item is assigned to."""
    return _take_step(database, item, "reply", actor=actor, note=reply, is_note_needed=True)


def close_item(
    database: AppDatabase, item: SupervisionItem, *, conclusion: str, actor: str, note: str = ""
) -> SupervisionItem:
    """End the item with a conclusion of ``CONCLUSIONS``."""
    if conclusion not in CONCLUSIONS:
        raise ItemRefusedError("no_conclusion", f"[{conclusion}] is no conclusion")
    return _take_step(
        database, item, "close", actor=actor, note=note, changes={"conclusion": conclusion}
    )


def reopen_item(
    database: AppDatabase, item: SupervisionItem, *, note: str, actor: str
) -> SupervisionItem:
    """Take a closed item up again, for a reason; it has to be assigned anew."""
    return _take_step(
        database,
        item,
        "reopen",
        actor=actor,
        note=note,
        changes={"conclusion": None, "assigned_unit": None},
        is_note_needed=True,
    )


def find_item(database: AppDatabase, item_id: str) -> SupervisionItem | None:
    """The item of this id."""
    with database.reading() as connection:
        row = connection.execute(
            select(supervision_items).where(supervision_items.c.item_id == item_id)
        ).first()
    return _item(row._mapping) if row else None


def find_open_item(
    database: AppDatabase, subject_kind: str, subject_id: str
) -> SupervisionItem | None:
    """The item that is open on a subject; there is at most one."""
    with database.reading() as connection:
        row = connection.execute(
            select(supervision_items).where(
                supervision_items.c.subject_kind == subject_kind,
                supervision_items.c.subject_id == subject_id,
                supervision_items.c.state != "closed",
            )
        ).first()
    return _item(row._mapping) if row else None


def list_items(database: AppDatabase, *, states: Sequence[str] = STATES) -> list[SupervisionItem]:
    """Items in these states, last changed first."""
    question = select(supervision_items).where(supervision_items.c.state.in_(states))
    with database.reading() as connection:
        rows = connection.execute(
            question.order_by(supervision_items.c.changed_at.desc(), supervision_items.c.item_id)
        ).all()
    return [_item(row._mapping) for row in rows]


def read_notes(database: AppDatabase, item_id: str) -> list[SupervisionNote]:
    """What was written on an item, oldest first."""
    notes = supervision_notes.c
    with database.reading() as connection:
        rows = connection.execute(
            select(
                notes.note_no,
                notes.kind,
                notes.unit_code,
                notes.body,
                notes.written_by,
                notes.written_at,
            )
            .where(notes.item_id == item_id)
            .order_by(notes.note_no)
        ).all()
    return [SupervisionNote(*row) for row in rows]


def _take_step(
    database: AppDatabase,
    seen: SupervisionItem,
    step: str,
    *,
    actor: str,
    note: str,
    changes: Mapping[str, Any] | None = None,
    is_note_needed: bool = False,
) -> SupervisionItem:
    """Change an item that the actor has seen; note, state and log entry in one transaction."""
    body = checked_text(note)
    if is_note_needed and not body:
        raise ItemRefusedError("no_text", "write down what this is about")
    now = now_in_beijing()
    with database.changing() as connection:
        found = connection.execute(
            select(supervision_items).where(supervision_items.c.item_id == seen.item_id)
        ).first()
        if found is None:
            raise ItemRefusedError("unknown_item", f"there is no item [{seen.item_id}]")
        before = dict(found._mapping)
        if before["version"] != seen.version:
            raise ItemRefusedError(
                "changed_meanwhile",
                f"item [{seen.item_id}] was changed by somebody else meanwhile; look at it again",
            )
        if before["state"] not in STEPS[step]:
            raise ItemRefusedError(
                "not_now", f"[{step}] is not possible while the item is [{before['state']}]"
            )
        state = STEPS[step][before["state"]]
        if step == "reopen":
            _refuse_second_item(connection, before["subject_kind"], before["subject_id"])
        after = {
            **before,
            **(changes or {}),
            "state": state,
            "changed_at": now,
            "closed_at": now if state == "closed" else None,
            "version": before["version"] + 1,
        }
        connection.execute(
            supervision_items.update()
            .where(supervision_items.c.item_id == seen.item_id)
            .values(**after)
        )
        written = _write_note(
            connection,
            after,
            kind="reply" if step == "reply" else "note",
            body=body,
            unit_code=before["assigned_unit"] if step == "reply" else None,
            actor=actor,
        )
        _log(connection, step, actor=actor, before=before, after=after, note=written)
    return _item(after)


def _refuse_second_item(connection: Connection, kind: str, subject_id: str) -> None:
    found = connection.scalar(
        select(supervision_items.c.item_id).where(
            supervision_items.c.subject_kind == kind,
            supervision_items.c.subject_id == subject_id,
            supervision_items.c.state != "closed",
        )
    )
    if found:
        raise ItemRefusedError("already_open", f"item [{found}] is open on this {kind}")


def checked_text(given: str) -> str:
    """A note as it is kept; raises ItemRefusedError when it is too long or names somebody's number."""
    # PostgreSQL keeps no NUL in a text; nobody types one on purpose.
    body = given.replace("\0", "").strip()
    if len(body) > LONGEST_NOTE:
        raise ItemRefusedError("too_long", f"a note has at most [{LONGEST_NOTE}] characters")
    if _PERSONAL_NUMBER.search(unicodedata.normalize("NFKC", body)):
        raise ItemRefusedError(
            "personal_number", "leave out identity and phone numbers; the case says who is meant"
        )
    return body


def _write_note(
    connection: Connection,
    row: Mapping[str, Any],
    *,
    kind: str,
    body: str,
    unit_code: str | None,
    actor: str,
) -> dict[str, Any] | None:
    if not body:
        return None
    last = connection.scalar(
        select(func.max(supervision_notes.c.note_no)).where(
            supervision_notes.c.item_id == row["item_id"]
        )
    )
    note = {
        "note_no": (last or 0) + 1,
        "kind": kind,
        "unit_code": unit_code,
        "body": body,
    }
    connection.execute(
        supervision_notes.insert().values(
            **note, item_id=row["item_id"], written_by=actor, written_at=row["changed_at"]
        )
    )
    return note


def _log(
    connection: Connection,
    action: str,
    *,
    actor: str,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any],
    note: Mapping[str, Any] | None,
) -> None:
    write_entry(
        connection,
        at=after["changed_at"],
        actor=actor,
        action=action,
        subject=("item", after["item_id"]),
        before=before,
        after={**after, "note": note} if note else after,
    )


def _item(row: Mapping[str, Any]) -> SupervisionItem:
    return SupervisionItem(**{field.name: row[field.name] for field in fields(SupervisionItem)})
