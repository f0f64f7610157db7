"""The outbox: mails from planned over sending to accepted or failed, and every attempt.

Belongs here: the states of a mail and moving between them. Keep out: making mails and talking to servers
(pipelines/delivery).

A mail is written down with its Message-ID and its bytes before anybody tries to send it. ``sending`` is written
before the server hears a word: whoever finds a mail in that state after a crash sends the same bytes again, and a
server or reader that has them already knows by the Message-ID.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select

from pipelines.appdb.database import AppDatabase, now_in_beijing
from pipelines.appdb.tables import MAIL_STATES, mail_attempts, mails, reminded_clocks

# Minutes to wait after the first, second, … attempt; after the last one a mail has failed.
BACK_OFF_MINUTES = (1, 5, 15, 60, 240, 720)
KEPT_DAYS = 30
_COLUMNS = [column for column in mails.c if column.name != "message"]


@dataclass(frozen=True)
class PlannedMail:
    """What is to be sent: everything but its state. ``mail_id`` makes the Message-ID."""

    mail_id: str
    kind: str
    dedup_key: str
    recipient: str
    message_id: str
    subject: str
    message: bytes | None
    subscription_id: str | None = None
    report: str | None = None
    period: str | None = None
    scope: dict[str, str] | None = None
    language: str = "zh"
    snapshot: str | None = None
    content_hash: str | None = None


@dataclass(frozen=True)
class Mail:
    """One mail as it stands."""

    mail_id: str
    subscription_id: str | None
    kind: str
    dedup_key: str
    recipient: str
    message_id: str
    subject: str
    report: str | None
    period: str | None
    scope: dict[str, str]
    language: str
    snapshot: str | None
    content_hash: str | None
    state: str
    attempts: int
    planned_at: datetime
    next_attempt_at: datetime | None
    finished_at: datetime | None
    outcome: str | None
    detail: str | None


def new_mail_id() -> str:
    return uuid.uuid4().hex


def is_known(database: AppDatabase, dedup_key: str) -> bool:
    """Whether a mail of this key was ever planned."""
    with database.reading() as connection:
        found = connection.scalar(select(mails.c.mail_id).where(mails.c.dedup_key == dedup_key))
    return found is not None


def plan_mail(
    database: AppDatabase,
    mail: PlannedMail,
    *,
    reminded: list[tuple[str, int]] | None = None,
    failed_because: tuple[str, str] | None = None,
) -> bool:
    """Write a mail down; False where its key is taken. ``reminded`` are (clock, tier) that it names.

    ``failed_because`` (outcome, detail): it could not even be made, and is kept as failed.
    """
    now = now_in_beijing()
    outcome, detail = failed_because or (None, None)
    with database.changing() as connection:
        taken = select(mails.c.mail_id).where(mails.c.dedup_key == mail.dedup_key)
        if connection.scalar(taken) is not None:
            return False
        connection.execute(
            mails.insert().values(
                **{**vars(mail), "scope": mail.scope or {}},
                state="failed" if failed_because else "planned",
                attempts=0,
                planned_at=now,
                next_attempt_at=None if failed_because else now,
                finished_at=now if failed_because else None,
                outcome=outcome,
                detail=detail,
            )
        )
        for clock_id, tier in reminded or []:
            connection.execute(
                reminded_clocks.insert().values(
                    subscription_id=mail.subscription_id,
                    clock_id=clock_id,
                    tier=tier,
                    mail_id=mail.mail_id,
                )
            )
    return True


def reminded_of(database: AppDatabase, subscription_id: str) -> set[tuple[str, int]]:
    """(clock, tier) that a subscription was reminded of."""
    with database.reading() as connection:
        rows = connection.execute(
            select(reminded_clocks.c.clock_id, reminded_clocks.c.tier).where(
                reminded_clocks.c.subscription_id == subscription_id
            )
        )
        return {(row.clock_id, row.tier) for row in rows}


def claim_next(database: AppDatabase, *, at: datetime | None = None) -> tuple[Mail, bytes] | None:
    """The next mail to send, marked as being sent; None where none is due.

    The caller is the only sender: a mail that is being sent already was left by one that died.
    """
    now = at or now_in_beijing()
    with database.changing() as connection:
        row = connection.execute(
            select(mails)
            .where(
                or_(
                    mails.c.state == "sending",
                    (mails.c.state == "planned") & (mails.c.next_attempt_at <= now),
                )
            )
            .order_by(mails.c.next_attempt_at, mails.c.mail_id)
            .limit(1)
        ).first()
        if row is None:
            return None
        attempt = row.attempts + 1
        connection.execute(
            mails.update()
            .where(mails.c.mail_id == row.mail_id)
            .values(state="sending", attempts=attempt)
        )
        connection.execute(
            mail_attempts.insert().values(mail_id=row.mail_id, attempt_no=attempt, started_at=now)
        )
        values = {**row._mapping, "state": "sending", "attempts": attempt}
    message = values.pop("message")
    return Mail(**values), bytes(message)


def record_outcome(
    database: AppDatabase,
    mail: Mail,
    *,
    outcome: str,
    detail: str,
    is_accepted: bool,
    may_retry: bool,
    at: datetime | None = None,
) -> Mail:
    """What came of an attempt; a retry is planned while there is one left."""
    now = at or now_in_beijing()
    state = "accepted" if is_accepted else "failed"
    next_attempt = None
    if not is_accepted and may_retry and mail.attempts <= len(BACK_OFF_MINUTES):
        state = "planned"
        next_attempt = now + timedelta(minutes=BACK_OFF_MINUTES[mail.attempts - 1])
    changes = {
        "state": state,
        "next_attempt_at": next_attempt,
        "finished_at": None if state == "planned" else now,
        "outcome": outcome,
        "detail": detail,
    }
    with database.changing() as connection:
        connection.execute(mails.update().where(mails.c.mail_id == mail.mail_id).values(**changes))
        connection.execute(
            mail_attempts.update()
            .where(
                mail_attempts.c.mail_id == mail.mail_id,
                mail_attempts.c.attempt_no == mail.attempts,
            )
            .values(finished_at=now, outcome=outcome, detail=detail)
        )
    return Mail(**{**vars(mail), **changes})


def record_bounce(database: AppDatabase, message_id: str, detail: str) -> Mail | None:
    """A mail that a server accepted and sent back later; None for one that is not ours or known to have failed."""
    with database.changing() as connection:
        row = connection.execute(
            select(*_COLUMNS).where(mails.c.message_id == message_id, mails.c.outcome != "bounced")
        ).first()
        if row is None:
            return None
        changes: dict[str, Any] = {
            "state": "failed",
            "outcome": "bounced",
            "detail": detail,
            "finished_at": now_in_beijing(),
            "next_attempt_at": None,
        }
        connection.execute(mails.update().where(mails.c.mail_id == row.mail_id).values(**changes))
    return Mail(**{**row._mapping, **changes})


def list_mails(
    database: AppDatabase, *, states: tuple[str, ...] = MAIL_STATES, limit: int = 500
) -> list[Mail]:
    """Mails in these states, the newest first."""
    with database.reading() as connection:
        rows = connection.execute(
            select(*_COLUMNS)
            .where(mails.c.state.in_(states))
            .order_by(mails.c.planned_at.desc(), mails.c.mail_id)
            .limit(limit)
        ).all()
    return [Mail(**row._mapping) for row in rows]


def count_mails(database: AppDatabase) -> dict[str, int]:
    """How many mails are in each state."""
    with database.reading() as connection:
        rows = connection.execute(select(mails.c.state, func.count()).group_by(mails.c.state)).all()
    counted = dict(rows)
    return {state: counted.get(state, 0) for state in MAIL_STATES}


def read_message(database: AppDatabase, mail_id: str) -> bytes | None:
    """The bytes of a mail; None once they were let go."""
    with database.reading() as connection:
        found = connection.scalar(select(mails.c.message).where(mails.c.mail_id == mail_id))
    return None if found is None else bytes(found)


def list_attempts(database: AppDatabase, mail_id: str) -> list[dict[str, Any]]:
    """Every attempt at a mail, the first one first."""
    with database.reading() as connection:
        rows = connection.execute(
            select(mail_attempts)
            .where(mail_attempts.c.mail_id == mail_id)
            .order_by(mail_attempts.c.attempt_no)
        ).all()
    return [dict(row._mapping) for row in rows]


def retry_now(database: AppDatabase, mail_id: str) -> bool:
    """Plan a failed mail for one more attempt, with the same Message-ID; False where it cannot be."""
    with database.changing() as connection:
        changed = connection.execute(
            mails.update()
            .where(
                mails.c.mail_id == mail_id,
                mails.c.state == "failed",
                mails.c.message.is_not(None),
            )
            .values(state="planned", next_attempt_at=now_in_beijing(), finished_at=None)
        )
    return changed.rowcount == 1


def let_go_of_old_messages(database: AppDatabase, *, days: int = KEPT_DAYS) -> int:
    """Forget the bytes of mails accepted long ago; what was sent to whom stays, and so does the content."""
    before = now_in_beijing() - timedelta(days=days)
    with database.changing() as connection:
        changed = connection.execute(
            mails.update()
            .where(mails.c.state == "accepted", mails.c.finished_at < before)
            .where(mails.c.message.is_not(None))
            .values(message=None)
        )
    return changed.rowcount
