"""What reviewers decided about links, handed to a build.

Belongs here: copying the decisions in force to where dbt reads them. Keep out: making decisions (the
application database), obeying them (``models.linkage`` and the relations of linkage).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from pipelines.home import Home
from pipelines.warehouse import open_warehouse


class Decision(NamedTuple):
    """One word about one pair of record keys of linkage."""

    entity: str
    record_a: str
    record_b: str
    decision: str
    decided_by: str
    decided_at: datetime


def set_link_decisions(home: Home, decisions: Iterable[Decision]) -> None:
    """Replace the decisions that the next build obeys; the caller holds the builder's lock."""
    with open_warehouse(home) as connection:
        connection.execute("begin")
        connection.execute("delete from ledger.link_decisions")
        rows = sorted(decisions)
        if rows:
            connection.executemany(
                "insert into ledger.link_decisions values (?, ?, ?, ?, ?, ?)", rows
            )
        connection.execute("commit")
