"""Supervision items, link decisions and the audit log.

Belongs here: the tables of the first version and the triggers that keep logs as they are written.
Keep out: later changes (they get a module of their own).
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_APPEND_ONLY = ("audit_log", "link_decisions", "supervision_notes")
_MESSAGE = "rows of {table} are never changed or deleted"


def upgrade() -> None:
    _create_supervision()
    _create_link_decisions()
    _create_audit_log()
    for table in _APPEND_ONLY:
        _forbid_changes(table)


def _create_supervision() -> None:
    op.create_table(
        "supervision_items",
        sa.Column("item_id", sa.String(32), nullable=False),
        sa.Column("subject_kind", sa.String(16), nullable=False),
        sa.Column("subject_id", sa.String(128), nullable=False),
        sa.Column("case_id", sa.String(64), nullable=False),
        sa.Column("rule_id", sa.String(64), nullable=False),
        sa.Column("unit_code", sa.String(32)),
        sa.Column("evidence", sa.JSON, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("assigned_unit", sa.String(32)),
        sa.Column("conclusion", sa.String(16)),
        sa.Column("opened_by", sa.String(64), nullable=False),
        sa.Column("opened_at", sa.DateTime, nullable=False),
        sa.Column("changed_at", sa.DateTime, nullable=False),
        sa.Column("closed_at", sa.DateTime),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("item_id", name="pk_supervision_items"),
        _check("supervision_items", "subject_kind", "subject_kind in ('clock', 'finding')"),
        _check("supervision_items", "state", "state in ('open', 'assigned', 'replied', 'closed')"),
        _check(
            "supervision_items",
            "conclusion",
            "conclusion in ('corrected', 'explained', 'wrong_data', 'no_action')",
        ),
        _check("supervision_items", "closed_at", "(state = 'closed') = (closed_at is not null)"),
        _check("supervision_items", "closed_why", "(state = 'closed') = (conclusion is not null)"),
        _check(
            "supervision_items",
            "assigned_unit",
            "state not in ('assigned', 'replied') or assigned_unit is not null",
        ),
    )
    op.create_index("ix_supervision_items_state", "supervision_items", ["state", "changed_at"])
    is_open = sa.text("state <> 'closed'")
    op.create_index(
        "uq_supervision_items_open_subject",
        "supervision_items",
        ["subject_kind", "subject_id"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    op.create_table(
        "supervision_notes",
        sa.Column("item_id", sa.String(32), nullable=False),
        sa.Column("note_no", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("unit_code", sa.String(32)),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("written_by", sa.String(64), nullable=False),
        sa.Column("written_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("item_id", "note_no", name="pk_supervision_notes"),
        sa.ForeignKeyConstraint(
            ["item_id"], ["supervision_items.item_id"], name="fk_supervision_notes_item_id"
        ),
        _check("supervision_notes", "kind", "kind in ('note', 'reply')"),
    )


def _create_link_decisions() -> None:
    op.create_table(
        "link_decisions",
        sa.Column("decision_no", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("entity", sa.String(8), nullable=False),
        sa.Column("record_a", sa.String(256), nullable=False),
        sa.Column("record_b", sa.String(256), nullable=False),
        sa.Column("decision", sa.String(8), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("decided_by", sa.String(64), nullable=False),
        sa.Column("decided_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("decision_no", name="pk_link_decisions"),
        _check("link_decisions", "entity", "entity in ('case', 'person')"),
        _check("link_decisions", "decision", "decision in ('accept', 'reject')"),
        _check("link_decisions", "two_records", "record_a <> record_b"),
    )
    op.create_index(
        "ix_link_decisions_pair",
        "link_decisions",
        ["entity", "record_a", "record_b", "decision_no"],
    )


def _create_audit_log() -> None:
    op.create_table(
        "audit_log",
        sa.Column("entry_no", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("recorded_at", sa.DateTime, nullable=False),
        sa.Column("actor", sa.String(64), nullable=False),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("subject_kind", sa.String(32), nullable=False),
        sa.Column("subject_id", sa.String(640), nullable=False),
        sa.Column("before_json", sa.Text),
        sa.Column("after_json", sa.Text, nullable=False),
        sa.Column("previous_hash", sa.String(64), nullable=False),
        sa.Column("entry_hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("entry_no", name="pk_audit_log"),
    )
    op.create_index("ix_audit_log_subject", "audit_log", ["subject_kind", "subject_id", "entry_no"])


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    # op.f(): the name is whole, the naming convention of the tables must not be put before it.
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _forbid_changes(table: str) -> None:
    message = _MESSAGE.format(table=table)
    if op.get_bind().dialect.name == "sqlite":
        for change in ("update", "delete"):
            op.execute(
                f"create trigger {table}_no_{change} before {change} on {table} "
                f"begin select raise(abort, '{message}'); end"
            )
        return
    op.execute(
        f"create function {table}_stays() returns trigger language plpgsql as "
        f"$$ begin raise exception '{message}'; end $$"
    )
    op.execute(
        f"create trigger {table}_stays before update or delete or truncate on {table} "
        f"for each statement execute function {table}_stays()"
    )
