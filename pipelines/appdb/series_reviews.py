"""Reviews of series: what people decided about two cases being of one series.

Belongs here: writing decisions down and reading those in force. Keep out: obeying them (``models.series``).

A decision is never changed; a later one about the same two cases replaces it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from pipelines.appdb.audit import write_entry
from pipelines.appdb.database import AppDatabase, now_in_beijing
from pipelines.appdb.tables import series_decisions as decisions

# A series is accepted or rejected, whatever other words links may know.
DECISIONS = ("accept", "reject")


@dataclass(frozen=True)
class SeriesDecision:
    """One word about two cases: ``case_a`` is the smaller id."""

    decision_no: int
    case_a: str
    case_b: str
    decision: str
    note: str
    decided_by: str
    decided_at: datetime


def record_series_decisions(
    database: AppDatabase,
    *,
    pairs: Iterable[tuple[str, str]],
    decision: str,
    actor: str,
    note: str = "",
) -> list[SeriesDecision]:
    """Write one decision about several pairs of cases down, all or none.

    Raises:
        ValueError: no such decision, or a pair that is not two different cases.
    """
    if decision not in DECISIONS:
        raise ValueError(f"[{decision}] is no decision; one of {list(DECISIONS)}")
    sorted_pairs = sorted({tuple(sorted(pair)) for pair in pairs})
    for case_a, case_b in sorted_pairs:
        if not case_a or case_a == case_b:
            raise ValueError(f"a pair has two different cases, not {[case_a, case_b]}")
    made = []
    with database.changing() as connection:
        for case_a, case_b in sorted_pairs:
            last = connection.scalar(select(func.max(decisions.c.decision_no)))
            at = now_in_beijing()
            decided = SeriesDecision(
                (last or 0) + 1, case_a, case_b, decision, note.strip(), actor, at
            )
            connection.execute(decisions.insert().values(**vars(decided)))
            write_entry(
                connection,
                at=at,
                actor=actor,
                action=decision,
                subject=("series", f"{case_a}|{case_b}"),
                before=None,
                after=vars(decided),
            )
            made.append(decided)
    return made


def series_decisions(database: AppDatabase) -> list[SeriesDecision]:
    """The decisions in force, one per pair, in the order in which they were made."""
    newest = select(func.max(decisions.c.decision_no)).group_by(
        decisions.c.case_a, decisions.c.case_b
    )
    question = select(decisions).where(decisions.c.decision_no.in_(newest))
    with database.reading() as connection:
        rows = connection.execute(question.order_by(decisions.c.decision_no)).all()
    return [SeriesDecision(**row._mapping) for row in rows]
