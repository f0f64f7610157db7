"""The audit log: who changed what, when, from what to what, in a chain of hashes.

Belongs here: writing entries within the transaction of a change, reading them, checking the chain.
Keep out: deciding whether a change is allowed.

The log shows tampering by whoever can write to the database; it cannot prevent it. Whoever holds the
hash of a last entry elsewhere (a printout, a mail) can prove what came before it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select

from pipelines.appdb.database import AppDatabase
from pipelines.appdb.tables import audit_log, link_decisions, supervision_items, supervision_notes

_FIRST_HASH = "0" * 64


@dataclass(frozen=True)
class AuditEntry:
    """One change. ``before`` is None where something began."""

    entry_no: int
    recorded_at: datetime
    actor: str
    action: str
    subject_kind: str
    subject_id: str
    before: dict[str, Any] | None
    after: dict[str, Any]


def write_entry(
    connection: Connection,
    *,
    at: datetime,
    actor: str,
    action: str,
    subject: tuple[str, str],
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any],
) -> None:
    """Append an entry; ``connection`` is that of ``AppDatabase.changing``, so nobody is between."""
    last = connection.execute(
        select(audit_log.c.entry_no, audit_log.c.entry_hash)
        .order_by(audit_log.c.entry_no.desc())
        .limit(1)
    ).first()
    entry = {
        "entry_no": last.entry_no + 1 if last else 1,
        "recorded_at": at,
        "actor": actor,
        "action": action,
        "subject_kind": subject[0],
        "subject_id": subject[1],
        "before_json": None if before is None else canonical_json(before),
        "after_json": canonical_json(after),
        "previous_hash": last.entry_hash if last else _FIRST_HASH,
    }
    connection.execute(audit_log.insert().values(**entry, entry_hash=_hash(entry)))


def read_entries(database: AppDatabase, subject_kind: str, subject_id: str) -> list[AuditEntry]:
    """All changes of one subject, oldest first."""
    with database.reading() as connection:
        rows = connection.execute(
            select(audit_log)
            .where(audit_log.c.subject_kind == subject_kind, audit_log.c.subject_id == subject_id)
            .order_by(audit_log.c.entry_no)
        ).all()
    return [_entry(row) for row in rows]


def find_breaks(database: AppDatabase) -> list[str]:
    """What is wrong with the log and with what it tells of, as sentences; empty when all is whole."""
    problems = []
    with database.reading() as connection:
        previous = _FIRST_HASH
        entries = connection.execute(select(audit_log).order_by(audit_log.c.entry_no))
        for number, row in enumerate(entries, start=1):
            values = dict(row._mapping)
            is_chained = values["previous_hash"] == previous and values["entry_no"] == number
            if not is_chained or _hash(values) != values["entry_hash"]:
                problems.append(
                    f"entry [{values['entry_no']}] of the audit log is not what was written; "
                    "entries from there on are no proof"
                )
                break
            previous = values["entry_hash"]
        problems += _find_unlogged_items(connection)
        problems += _find_unlogged_rows(connection)
    return problems


def canonical_json(values: Mapping[str, Any]) -> str:
    """The one text of a state: sorted keys, no blanks, times as ISO text."""
    return json.dumps(
        values, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain
    )


def _plain(value: Any) -> str:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    raise TypeError(f"[{type(value).__name__}] has no place in the audit log")


def _hash(entry: Mapping[str, Any]) -> str:
    signed = {name: value for name, value in entry.items() if name != "entry_hash"}
    return hashlib.sha256(canonical_json(signed).encode()).hexdigest()


def _entry(row: Row[Any]) -> AuditEntry:
    return AuditEntry(
        row.entry_no,
        row.recorded_at,
        row.actor,
        row.action,
        row.subject_kind,
        row.subject_id,
        None if row.before_json is None else json.loads(row.before_json),
        json.loads(row.after_json),
    )


def _find_unlogged_items(connection: Connection) -> list[str]:
    """Items whose state is not the one that their last entry left."""
    newest = (
        select(func.max(audit_log.c.entry_no))
        .where(audit_log.c.subject_kind == "item")
        .group_by(audit_log.c.subject_id)
    )
    told = {
        row.subject_id: json.loads(row.after_json)
        for row in connection.execute(
            select(audit_log.c.subject_id, audit_log.c.after_json).where(
                audit_log.c.entry_no.in_(newest)
            )
        )
    }
    problems = []
    for row in connection.execute(select(supervision_items)):
        state = json.loads(canonical_json(dict(row._mapping)))
        after = told.pop(row.item_id, {})
        after.pop("note", None)
        if after != state:
            problems.append(f"supervision item [{row.item_id}] was changed without the audit log")
    return problems + [f"supervision item [{item_id}] was deleted" for item_id in sorted(told)]


def _find_unlogged_rows(connection: Connection) -> list[str]:
    """Notes and decisions: as many as the log tells of."""
    counted = {
        "notes": (
            select(func.count()).select_from(supervision_notes),
            select(func.count())
            .select_from(audit_log)
            .where(audit_log.c.subject_kind == "item", audit_log.c.after_json.contains('"note":{')),
        ),
        "link decisions": (
            select(func.count()).select_from(link_decisions),
            select(func.count()).select_from(audit_log).where(audit_log.c.subject_kind == "link"),
        ),
    }
    problems = []
    for name, (kept, told) in counted.items():
        found, wanted = connection.scalar(kept), connection.scalar(told)
        if found != wanted:
            problems.append(f"there are [{found}] {name}, the audit log tells of [{wanted}]")
    return problems
