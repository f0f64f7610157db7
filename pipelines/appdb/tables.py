"""The tables of the application database, and the words that their columns may hold.

Belongs here: columns, keys and constraints, the same for SQLite and PostgreSQL. Keep out: how a
database comes to have them (``migrations/``; a test holds the two together) and what may change when.

Times are wall time of Asia/Shanghai, as everywhere. Nothing here names a person of a case.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

SUBJECT_KINDS = ("clock", "finding")
STATES = ("open", "assigned", "replied", "closed")
NOTE_KINDS = ("note", "reply")
# Why an item was closed. ``explained``: the innocent explanation held.
CONCLUSIONS = ("corrected", "explained", "wrong_data", "no_action")
ENTITIES = ("case", "person")
# ``withdraw`` takes the word before it back: the model decides again.
DECISIONS = ("accept", "reject", "withdraw")
SUBSCRIPTION_KINDS = ("report", "alert", "reminder")
MAIL_KINDS = (*SUBSCRIPTION_KINDS, "failure")
MAIL_STATES = ("planned", "sending", "accepted", "failed")
# Rows of these are never changed and never deleted; triggers of the migration hold it.
APPEND_ONLY = ("audit_log", "link_decisions", "series_decisions", "supervision_notes")

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _one_of(column: str, words: tuple[str, ...]) -> CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} in ({listed})", name=column)


# One matter of supervision about one clock or finding, by its stable id. What the subject said on the
# day of opening is kept in ``evidence``: a later build may know better, the item must stay readable.
supervision_items = Table(
    "supervision_items",
    metadata,
    Column("item_id", String(32), primary_key=True),
    Column("subject_kind", String(16), nullable=False),
    Column("subject_id", String(128), nullable=False),
    Column("case_id", String(64), nullable=False),
    Column("rule_id", String(64), nullable=False),
    Column("unit_code", String(32)),
    Column("evidence", JSON, nullable=False),
    Column("state", String(16), nullable=False),
    Column("assigned_unit", String(32)),
    Column("conclusion", String(16)),
    Column("opened_by", String(64), nullable=False),
    Column("opened_at", DateTime, nullable=False),
    Column("changed_at", DateTime, nullable=False),
    Column("closed_at", DateTime),
    # Counts changes: whoever changes says which one they saw.
    Column("version", Integer, nullable=False),
    _one_of("subject_kind", SUBJECT_KINDS),
    _one_of("state", STATES),
    _one_of("conclusion", CONCLUSIONS),
    CheckConstraint("(state = 'closed') = (closed_at is not null)", name="closed_at"),
    CheckConstraint("(state = 'closed') = (conclusion is not null)", name="closed_why"),
    CheckConstraint(
        "state not in ('assigned', 'replied') or assigned_unit is not null", name="assigned_unit"
    ),
    Index("ix_supervision_items_state", "state", "changed_at"),
    # Two open items on one subject would be answered by two people.
    Index(
        "uq_supervision_items_open_subject",
        "subject_kind",
        "subject_id",
        unique=True,
        sqlite_where=text("state <> 'closed'"),
        postgresql_where=text("state <> 'closed'"),
    ),
)

supervision_notes = Table(
    "supervision_notes",
    metadata,
    Column("item_id", ForeignKey("supervision_items.item_id"), nullable=False),
    Column("note_no", Integer, nullable=False),
    Column("kind", String(8), nullable=False),
    Column("unit_code", String(32)),
    Column("body", Text, nullable=False),
    Column("written_by", String(64), nullable=False),
    Column("written_at", DateTime, nullable=False),
    PrimaryKeyConstraint("item_id", "note_no"),
    _one_of("kind", NOTE_KINDS),
)

# What people said about two records being one case or one person. The latest word about a pair
# counts; ``record_a`` is the smaller key.
link_decisions = Table(
    "link_decisions",
    metadata,
    Column("decision_no", Integer, primary_key=True, autoincrement=False),
    Column("entity", String(8), nullable=False),
    Column("record_a", String(256), nullable=False),
    Column("record_b", String(256), nullable=False),
    Column("decision", String(8), nullable=False),
    Column("note", Text, nullable=False),
    Column("decided_by", String(64), nullable=False),
    Column("decided_at", DateTime, nullable=False),
    _one_of("entity", ENTITIES),
    _one_of("decision", DECISIONS),
    CheckConstraint("record_a <> record_b", name="two_records"),
    Index("ix_link_decisions_pair", "entity", "record_a", "record_b", "decision_no"),
)

# What people said about two cases being of one series. The latest word about a pair counts; ``case_a`` is the
# smaller id.
series_decisions = Table(
    "series_decisions",
    metadata,
    Column("decision_no", Integer, primary_key=True, autoincrement=False),
    Column("case_a", String(64), nullable=False),
    Column("case_b", String(64), nullable=False),
    Column("decision", String(8), nullable=False),
    Column("note", Text, nullable=False),
    Column("decided_by", String(64), nullable=False),
    Column("decided_at", DateTime, nullable=False),
    CheckConstraint("decision in ('accept', 'reject')", name="decision"),
    CheckConstraint("case_a <> case_b", name="two_cases"),
    Index("ix_series_decisions_pair", "case_a", "case_b", "decision_no"),
)

# Filters under a name. What is kept is an address without language; whoever opens it asks under their own
# scope. A link carries the id, so a view may be renamed.
saved_views = Table(
    "saved_views",
    metadata,
    Column("view_id", String(32), primary_key=True),
    Column("owner", String(64), nullable=False),
    Column("name", String(128), nullable=False),
    Column("page", String(64), nullable=False),
    Column("filters", JSON, nullable=False),
    Column("saved_at", DateTime, nullable=False),
    Index("uq_saved_views_owner_name", "owner", "name", unique=True),
)

# Every change, with the state before and after it as canonical JSON. Each entry carries the hash of
# the one before it, so that an entry taken out or rewritten shows.
audit_log = Table(
    "audit_log",
    metadata,
    Column("entry_no", Integer, primary_key=True, autoincrement=False),
    Column("recorded_at", DateTime, nullable=False),
    Column("actor", String(64), nullable=False),
    Column("action", String(32), nullable=False),
    Column("subject_kind", String(32), nullable=False),
    Column("subject_id", String(640), nullable=False),
    Column("before_json", Text),
    Column("after_json", Text, nullable=False),
    Column("previous_hash", String(64), nullable=False),
    Column("entry_hash", String(64), nullable=False),
    Index("ix_audit_log_subject", "subject_kind", "subject_id", "entry_no"),
)

# Who is to be mailed what. ``scope`` has region, agency, charge; ``reader`` is what the reader may see (regions,
# agencies, has_case_access), whatever was asked; ``condition`` is that of an alert.
subscriptions = Table(
    "subscriptions",
    metadata,
    Column("subscription_id", String(32), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("owner", String(64), nullable=False),
    # Who is told when a report cannot be made or delivered.
    Column("owner_address", String(254), nullable=False),
    Column("address", String(254), nullable=False),
    Column("report", String(64)),
    Column("scope", JSON, nullable=False),
    Column("reader", JSON, nullable=False),
    Column("language", String(8), nullable=False),
    Column("formats", JSON, nullable=False),
    Column("condition", JSON(none_as_null=True)),
    Column("send_hour", Integer, nullable=False),
    Column("is_active", Boolean, nullable=False),
    Column("created_at", DateTime, nullable=False),
    Column("changed_at", DateTime, nullable=False),
    Column("version", Integer, nullable=False),
    _one_of("kind", SUBSCRIPTION_KINDS),
    CheckConstraint("(kind = 'report') = (report is not null)", name="report"),
    CheckConstraint("(kind = 'alert') = (condition is not null)", name="condition"),
    CheckConstraint("send_hour between 0 and 23", name="send_hour"),
    Index("ix_subscriptions_active", "is_active", "kind"),
)

# The outbox. ``dedup_key`` says for whom, what and which period: there is one mail per key, ever. Message-ID and
# bytes are fixed when a mail is planned, so that a repeat is the same mail.
mails = Table(
    "mails",
    metadata,
    Column("mail_id", String(32), primary_key=True),
    Column("subscription_id", ForeignKey("subscriptions.subscription_id")),
    Column("kind", String(16), nullable=False),
    Column("dedup_key", String(64), nullable=False),
    Column("recipient", String(254), nullable=False),
    Column("message_id", String(128), nullable=False),
    Column("subject", String(256), nullable=False),
    Column("report", String(64)),
    Column("period", String(16)),
    Column("scope", JSON, nullable=False),
    Column("language", String(8), nullable=False),
    Column("snapshot", String(64)),
    Column("content_hash", String(64)),
    Column("message", LargeBinary),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("planned_at", DateTime, nullable=False),
    Column("next_attempt_at", DateTime),
    Column("finished_at", DateTime),
    # Why it is where it is: a word of ``pipelines/delivery/outcome.py`` and the server's own words.
    Column("outcome", String(32)),
    Column("detail", Text),
    UniqueConstraint("dedup_key"),
    UniqueConstraint("message_id"),
    _one_of("kind", MAIL_KINDS),
    _one_of("state", MAIL_STATES),
    Index("ix_mails_state", "state", "next_attempt_at"),
)

mail_attempts = Table(
    "mail_attempts",
    metadata,
    Column("mail_id", ForeignKey("mails.mail_id"), nullable=False),
    Column("attempt_no", Integer, nullable=False),
    Column("started_at", DateTime, nullable=False),
    Column("finished_at", DateTime),
    Column("outcome", String(32)),
    Column("detail", Text),
    PrimaryKeyConstraint("mail_id", "attempt_no"),
)

# Which clock was named to which subscription at which distance (7, 3, 0 days): never twice.
reminded_clocks = Table(
    "reminded_clocks",
    metadata,
    Column("subscription_id", ForeignKey("subscriptions.subscription_id"), nullable=False),
    Column("clock_id", String(128), nullable=False),
    Column("tier", Integer, nullable=False),
    Column("mail_id", ForeignKey("mails.mail_id"), nullable=False),
    PrimaryKeyConstraint("subscription_id", "clock_id", "tier"),
)

# What was generated from which snapshot. The content is kept once per fingerprint: any format can be made of
# it again, also when the snapshot is gone.
report_contents = Table(
    "report_contents",
    metadata,
    Column("content_hash", String(64), primary_key=True),
    Column("content", Text, nullable=False),
)

report_runs = Table(
    "report_runs",
    metadata,
    Column("run_id", String(32), primary_key=True),
    Column("report", String(64), nullable=False),
    Column("period", String(16), nullable=False),
    Column("scope", JSON, nullable=False),
    Column("language", String(8), nullable=False),
    Column("snapshot", String(64), nullable=False),
    Column("content_hash", ForeignKey("report_contents.content_hash"), nullable=False),
    Column("made_by", String(64), nullable=False),
    Column("made_at", DateTime, nullable=False),
    Index("ix_report_runs_made_at", "made_at"),
)
