"""Reviews of links: what people decided about two records being one case or one person.

Belongs here: writing decisions down and reading those in force. Keep out: obeying them, which is the
linkage build's part: it reads them as data and lets them win over the model.

Records are named by the keys that linkage knows them under. A decision is never changed; a later one
about the same pair replaces it, and ``withdraw`` leaves the pair to the model again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from pipelines.appdb.audit import write_entry
from pipelines.appdb.database import AppDatabase, now_in_beijing
from pipelines.appdb.supervision import checked_text
from pipelines.appdb.tables import DECISIONS, ENTITIES
from pipelines.appdb.tables import link_decisions as decisions

WITHDRAWN = "withdraw"


class DecisionRefusedError(RuntimeError):
    """A decision that is not taken down; ``code`` is for whoever translates it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class LinkDecision:
    """One word about one pair: ``record_a`` is the smaller key."""

    decision_no: int
    entity: str
    record_a: str
    record_b: str
    decision: str
    note: str
    decided_by: str
    decided_at: datetime


def record_link_decision(
    database: AppDatabase,
    *,
    entity: str,
    records: tuple[str, str],
    decision: str,
    actor: str,
    note: str = "",
    seen_no: int | None = None,
) -> LinkDecision:
    """Write a decision down; it replaces an earlier one about the same pair, in any order.

    Args:
        seen_no: number of the decision that the reviewer had before their eyes, 0 for none; None:
            nobody looked (a script).

    Raises:
        ValueError: no such entity or decision, or not two different records.
        DecisionRefusedError: somebody else decided meanwhile, nothing is there to take back.
        ItemRefusedError: a note that is too long or names a person's number.
    """
    if entity not in ENTITIES:
        raise ValueError(f"[{entity}] cannot be linked; one of {list(ENTITIES)}")
    if decision not in DECISIONS:
        raise ValueError(f"[{decision}] is no decision; one of {list(DECISIONS)}")
    record_a, record_b = sorted(records)
    if not record_a or record_a == record_b:
        raise ValueError(f"a link has two different records, not {list(records)}")
    body = checked_text(note)
    with database.changing() as connection:
        before = _last_decision(connection, entity, record_a, record_b)
        if seen_no is not None and seen_no != (before.decision_no if before else 0):
            raise DecisionRefusedError("changed_meanwhile", "somebody else decided meanwhile")
        if decision == WITHDRAWN and (before is None or before.decision == WITHDRAWN):
            raise DecisionRefusedError("nothing_to_withdraw", "no decision is in force")
        last = connection.scalar(select(func.max(decisions.c.decision_no)))
        decided = LinkDecision(
            (last or 0) + 1,
            entity,
            record_a,
            record_b,
            decision,
            body,
            actor,
            now_in_beijing(),
        )
        connection.execute(decisions.insert().values(**vars(decided)))
        write_entry(
            connection,
            at=decided.decided_at,
            actor=actor,
            action=decision,
            subject=("link", f"{entity}:{record_a}|{record_b}"),
            before=vars(before) if before else None,
            after=vars(decided),
        )
    return decided


def link_decisions(database: AppDatabase, *, entity: str | None = None) -> list[LinkDecision]:
    """The decisions in force, one per pair, in the order in which they were made."""
    return [one for one in last_decisions(database, entity=entity) if one.decision != WITHDRAWN]


def last_decisions(database: AppDatabase, *, entity: str | None = None) -> list[LinkDecision]:
    """The last word about each pair, words that were taken back too, in the order of making."""
    newest = select(func.max(decisions.c.decision_no)).group_by(
        decisions.c.entity, decisions.c.record_a, decisions.c.record_b
    )
    question = select(decisions).where(decisions.c.decision_no.in_(newest))
    if entity is not None:
        question = question.where(decisions.c.entity == entity)
    with database.reading() as connection:
        rows = connection.execute(question.order_by(decisions.c.decision_no)).all()
    return [LinkDecision(**row._mapping) for row in rows]


def read_decisions(
    database: AppDatabase, entity: str, records: tuple[str, str]
) -> list[LinkDecision]:
    """Everything that was ever decided about one pair, oldest first."""
    record_a, record_b = sorted(records)
    question = select(decisions).where(
        decisions.c.entity == entity,
        decisions.c.record_a == record_a,
        decisions.c.record_b == record_b,
    )
    with database.reading() as connection:
        rows = connection.execute(question.order_by(decisions.c.decision_no)).all()
    return [LinkDecision(**row._mapping) for row in rows]


def _last_decision(
    connection: Connection, entity: str, record_a: str, record_b: str
) -> LinkDecision | None:
    row = connection.execute(
        select(decisions)
        .where(
            decisions.c.entity == entity,
            decisions.c.record_a == record_a,
            decisions.c.record_b == record_b,
        )
        .order_by(decisions.c.decision_no.desc())
        .limit(1)
    ).first()
    return LinkDecision(**row._mapping) if row else None
