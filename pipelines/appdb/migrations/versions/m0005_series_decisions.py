"""Decisions about series: two cases are, or are not, of one series.

Belongs here: the table of this version and the triggers that keep it as it is written. Keep out: later
changes (they get a module of their own).
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_TABLE = "series_decisions"
_MESSAGE = f"rows of {_TABLE} are never changed or deleted"


def upgrade() -> None:
    op.create_table(
        _TABLE,
        sa.Column("decision_no", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("case_a", sa.String(64), nullable=False),
        sa.Column("case_b", sa.String(64), nullable=False),
        sa.Column("decision", sa.String(8), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("decided_by", sa.String(64), nullable=False),
        sa.Column("decided_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("decision_no", name=f"pk_{_TABLE}"),
        _check("decision", "decision in ('accept', 'reject')"),
        _check("two_cases", "case_a <> case_b"),
    )
    op.create_index(f"ix_{_TABLE}_pair", _TABLE, ["case_a", "case_b", "decision_no"])
    if op.get_bind().dialect.name == "sqlite":
        for change in ("update", "delete"):
            op.execute(
                f"create trigger {_TABLE}_no_{change} before {change} on {_TABLE} "
                f"begin select raise(abort, '{_MESSAGE}'); end"
            )
        return
    op.execute(
        f"create function {_TABLE}_stays() returns trigger language plpgsql as "
        f"$$ begin raise exception '{_MESSAGE}'; end $$"
    )
    op.execute(
        f"create trigger {_TABLE}_stays before update or delete or truncate on {_TABLE} "
        f"for each statement execute function {_TABLE}_stays()"
    )


def _check(name: str, condition: str) -> sa.CheckConstraint:
    # op.f(): the name is whole, the naming convention of the tables must not be put before it.
    return sa.CheckConstraint(condition, name=op.f(f"ck_{_TABLE}_{name}"))
