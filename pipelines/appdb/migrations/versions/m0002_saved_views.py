"""Saved views: filters under a name.

Belongs here: the table of the second version. Keep out: later changes (they get a module of their own).
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "saved_views",
        sa.Column("view_id", sa.String(32), nullable=False),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("name", sa.String(128), nullable=False),
        sa.Column("page", sa.String(64), nullable=False),
        sa.Column("filters", sa.JSON, nullable=False),
        sa.Column("saved_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("view_id", name="pk_saved_views"),
    )
    op.create_index("uq_saved_views_owner_name", "saved_views", ["owner", "name"], unique=True)


def downgrade() -> None:
    op.drop_table("saved_views")
