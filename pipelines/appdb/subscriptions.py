"""Subscriptions: who is to be mailed what, for which scope, in which language and formats.

Belongs here: writing them down, each change with its entry in the audit log. Keep out: what is due when
(pipelines/delivery) and words.
"""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import select

from pipelines.appdb.audit import write_entry
from pipelines.appdb.database import AppDatabase, now_in_beijing
from pipelines.appdb.tables import SUBSCRIPTION_KINDS
from pipelines.appdb.tables import subscriptions as table

# One address, without a display name; the server decides about everything finer.
ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]]{1,64}@[A-Za-z0-9.-]{1,189}")
CONDITIONS = ("above", "below", "rose", "fell")


class SubscriptionRefusedError(ValueError):
    """A subscription that makes no sense; ``code`` is for whoever translates it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Subscription:
    """One subscription. ``scope`` has region, agency, charge; ``reader`` is what its reader may see
    (regions, agencies, has_case_access; empty: everything). ``condition`` (alerts) has metric, variant,
    comparison of ``CONDITIONS`` and threshold."""

    subscription_id: str
    kind: str
    owner: str
    owner_address: str
    address: str
    report: str | None
    scope: dict[str, str]
    reader: dict[str, Any]
    language: str
    formats: list[str]
    condition: dict[str, Any] | None
    send_hour: int
    is_active: bool
    created_at: datetime
    changed_at: datetime
    version: int


def add_subscription(
    database: AppDatabase,
    *,
    kind: str,
    owner: str,
    address: str,
    owner_address: str = "",
    report: str | None = None,
    scope: dict[str, str] | None = None,
    reader: dict[str, Any] | None = None,
    language: str = "zh",
    formats: tuple[str, ...] = ("pdf",),
    condition: dict[str, Any] | None = None,
    send_hour: int = 7,
) -> Subscription:
    """Write a subscription down; raises SubscriptionRefusedError."""
    if kind not in SUBSCRIPTION_KINDS:
        raise SubscriptionRefusedError("kind", f"[{kind}] is none of {SUBSCRIPTION_KINDS}")
    for one in (address, owner_address or address):
        if not ADDRESS.fullmatch(one):
            raise SubscriptionRefusedError("address", f"[{one}] is no mail address")
    if kind == "alert" and not _is_condition(condition):
        raise SubscriptionRefusedError("condition", "an alert needs metric, comparison, threshold")
    if kind == "report" and not report:
        raise SubscriptionRefusedError("report", "say which report")
    now = now_in_beijing()
    made = Subscription(
        uuid.uuid4().hex,
        kind,
        owner,
        owner_address or address,
        address,
        report if kind == "report" else None,
        dict(scope or {}),
        dict(reader or {}),
        language,
        list(formats),
        condition if kind == "alert" else None,
        send_hour,
        True,
        now,
        now,
        1,
    )
    with database.changing() as connection:
        connection.execute(table.insert().values(**vars(made)))
        _log(connection, "subscribe", owner, None, made)
    return made


def set_active(
    database: AppDatabase, seen: Subscription, *, is_active: bool, actor: str
) -> Subscription:
    """Stop or resume; raises SubscriptionRefusedError when somebody changed it meanwhile."""
    with database.changing() as connection:
        row = connection.execute(
            select(table).where(table.c.subscription_id == seen.subscription_id)
        ).first()
        if row is None or row.version != seen.version:
            raise SubscriptionRefusedError("changed_meanwhile", "it was changed meanwhile")
        before = Subscription(**row._mapping)
        changed = {
            **vars(before),
            "is_active": is_active,
            "changed_at": now_in_beijing(),
            "version": before.version + 1,
        }
        after = Subscription(**changed)
        connection.execute(
            table.update()
            .where(table.c.subscription_id == seen.subscription_id)
            .values(**vars(after))
        )
        _log(connection, "resume" if is_active else "stop", actor, before, after)
    return after


def list_subscriptions(database: AppDatabase, *, only_active: bool = False) -> list[Subscription]:
    """All subscriptions, the oldest first."""
    question = select(table).order_by(table.c.created_at, table.c.subscription_id)
    if only_active:
        question = question.where(table.c.is_active)
    with database.reading() as connection:
        rows = connection.execute(question).all()
    names = [field.name for field in fields(Subscription)]
    return [Subscription(**{name: getattr(row, name) for name in names}) for row in rows]


def _is_condition(condition: dict[str, Any] | None) -> bool:
    if not condition or condition.get("comparison") not in CONDITIONS:
        return False
    return bool(condition.get("metric")) and isinstance(condition.get("threshold"), (int, float))


def _log(
    connection: Any, action: str, actor: str, before: Subscription | None, after: Subscription
) -> None:
    write_entry(
        connection,
        at=after.changed_at,
        actor=actor,
        action=action,
        subject=("subscription", after.subscription_id),
        before=vars(before) if before else None,
        after=vars(after),
    )
