"""A reviewer may take a decision about a link back: the word ``withdraw``.

Belongs here: the wider constraint. Keep out: everything else about link decisions (0001).
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_TABLE = "link_decisions"
_WORDS = "decision in ('accept', 'reject', 'withdraw')"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _make_table_anew()
        return
    op.drop_constraint(op.f("ck_link_decisions_decision"), _TABLE, type_="check")
    op.create_check_constraint(op.f("ck_link_decisions_decision"), _TABLE, sa.text(_WORDS))


def _make_table_anew() -> None:
    """SQLite cannot change a constraint: the rows move into a table that has the new one."""
    op.drop_index("ix_link_decisions_pair", table_name=_TABLE)
    op.rename_table(_TABLE, "link_decisions_before")
    op.create_table(
        _TABLE,
        sa.Column("decision_no", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("entity", sa.String(8), nullable=False),
        sa.Column("record_a", sa.String(256), nullable=False),
        sa.Column("record_b", sa.String(256), nullable=False),
        sa.Column("decision", sa.String(8), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("decided_by", sa.String(64), nullable=False),
        sa.Column("decided_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("decision_no", name="pk_link_decisions"),
        sa.CheckConstraint("entity in ('case', 'person')", name=op.f("ck_link_decisions_entity")),
        sa.CheckConstraint(_WORDS, name=op.f("ck_link_decisions_decision")),
        sa.CheckConstraint("record_a <> record_b", name=op.f("ck_link_decisions_two_records")),
    )
    op.execute(f"insert into {_TABLE} select * from link_decisions_before")
    op.drop_table("link_decisions_before")
    op.create_index(
        "ix_link_decisions_pair", _TABLE, ["entity", "record_a", "record_b", "decision_no"]
    )
    for change in ("update", "delete"):
        op.execute(
            f"create trigger {_TABLE}_no_{change} before {change} on {_TABLE} "
            f"begin select raise(abort, 'rows of {_TABLE} are never changed or deleted'); end"
        )
