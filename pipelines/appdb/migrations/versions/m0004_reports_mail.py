"""Subscriptions, the outbox, reminders and the history of reports.

Belongs here: the tables of the fourth version. Keep out: later changes (they get a module of their own).
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    _create_subscriptions()
    _create_outbox()
    _create_history()


def _create_subscriptions() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("subscription_id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("owner_address", sa.String(254), nullable=False),
        sa.Column("address", sa.String(254), nullable=False),
        sa.Column("report", sa.String(64)),
        sa.Column("scope", sa.JSON, nullable=False),
        sa.Column("reader", sa.JSON, nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("formats", sa.JSON, nullable=False),
        sa.Column("condition", sa.JSON),
        sa.Column("send_hour", sa.Integer, nullable=False),
        sa.Column("is_active", sa.Boolean, nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("changed_at", sa.DateTime, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("subscription_id", name="pk_subscriptions"),
        _check("subscriptions", "kind", "kind in ('report', 'alert', 'reminder')"),
        _check("subscriptions", "report", "(kind = 'report') = (report is not null)"),
        _check("subscriptions", "condition", "(kind = 'alert') = (condition is not null)"),
        _check("subscriptions", "send_hour", "send_hour between 0 and 23"),
    )
    op.create_index("ix_subscriptions_active", "subscriptions", ["is_active", "kind"])


def _create_outbox() -> None:
    op.create_table(
        "mails",
        sa.Column("mail_id", sa.String(32), nullable=False),
        sa.Column("subscription_id", sa.String(32)),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("dedup_key", sa.String(64), nullable=False),
        sa.Column("recipient", sa.String(254), nullable=False),
        sa.Column("message_id", sa.String(128), nullable=False),
        sa.Column("subject", sa.String(256), nullable=False),
        sa.Column("report", sa.String(64)),
        sa.Column("period", sa.String(16)),
        sa.Column("scope", sa.JSON, nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("snapshot", sa.String(64)),
        sa.Column("content_hash", sa.String(64)),
        sa.Column("message", sa.LargeBinary),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("planned_at", sa.DateTime, nullable=False),
        sa.Column("next_attempt_at", sa.DateTime),
        sa.Column("finished_at", sa.DateTime),
        sa.Column("outcome", sa.String(32)),
        sa.Column("detail", sa.Text),
        sa.PrimaryKeyConstraint("mail_id", name="pk_mails"),
        sa.UniqueConstraint("dedup_key", name="uq_mails_dedup_key"),
        sa.UniqueConstraint("message_id", name="uq_mails_message_id"),
        _subscription("mails"),
        _check("mails", "kind", "kind in ('report', 'alert', 'reminder', 'failure')"),
        _check("mails", "state", "state in ('planned', 'sending', 'accepted', 'failed')"),
    )
    op.create_index("ix_mails_state", "mails", ["state", "next_attempt_at"])
    op.create_table(
        "mail_attempts",
        sa.Column("mail_id", sa.String(32), nullable=False),
        sa.Column("attempt_no", sa.Integer, nullable=False),
        sa.Column("started_at", sa.DateTime, nullable=False),
        sa.Column("finished_at", sa.DateTime),
        sa.Column("outcome", sa.String(32)),
        sa.Column("detail", sa.Text),
        sa.PrimaryKeyConstraint("mail_id", "attempt_no", name="pk_mail_attempts"),
        _mail("mail_attempts"),
    )
    op.create_table(
        "reminded_clocks",
        sa.Column("subscription_id", sa.String(32), nullable=False),
        sa.Column("clock_id", sa.String(128), nullable=False),
        sa.Column("tier", sa.Integer, nullable=False),
        sa.Column("mail_id", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("subscription_id", "clock_id", "tier", name="pk_reminded_clocks"),
        _subscription("reminded_clocks"),
        _mail("reminded_clocks"),
    )


def _create_history() -> None:
    op.create_table(
        "report_contents",
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("content_hash", name="pk_report_contents"),
    )
    op.create_table(
        "report_runs",
        sa.Column("run_id", sa.String(32), nullable=False),
        sa.Column("report", sa.String(64), nullable=False),
        sa.Column("period", sa.String(16), nullable=False),
        sa.Column("scope", sa.JSON, nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("snapshot", sa.String(64), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("made_by", sa.String(64), nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("run_id", name="pk_report_runs"),
        sa.ForeignKeyConstraint(
            ["content_hash"],
            ["report_contents.content_hash"],
            name="fk_report_runs_content_hash",
        ),
    )
    op.create_index("ix_report_runs_made_at", "report_runs", ["made_at"])


def _subscription(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["subscription_id"],
        ["subscriptions.subscription_id"],
        name=f"fk_{table}_subscription_id",
    )


def _mail(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["mail_id"], ["mails.mail_id"], name=f"fk_{table}_mail_id")


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))
