"""The history of reports: what was generated, by whom, from which snapshot, and its content.

Belongs here: keeping and finding. Keep out: making reports.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from pipelines.appdb.database import AppDatabase, now_in_beijing
from pipelines.appdb.tables import report_contents, report_runs


@dataclass(frozen=True)
class ReportRun:
    """One report as it was made."""

    run_id: str
    report: str
    period: str
    scope: dict[str, str]
    language: str
    snapshot: str
    content_hash: str
    made_by: str
    made_at: datetime


def keep_report(
    database: AppDatabase,
    *,
    report: str,
    period: str,
    scope: dict[str, str],
    language: str,
    snapshot: str,
    content_hash: str,
    content: str,
    made_by: str,
) -> ReportRun:
    """Keep a report; its content (JSON of the tree) is written once per fingerprint."""
    run = ReportRun(
        uuid.uuid4().hex,
        report,
        period,
        dict(scope),
        language,
        snapshot,
        content_hash,
        made_by,
        now_in_beijing(),
    )
    with database.changing() as connection:
        known = connection.scalar(
            select(report_contents.c.content_hash).where(
                report_contents.c.content_hash == content_hash
            )
        )
        if known is None:
            connection.execute(
                report_contents.insert().values(content_hash=content_hash, content=content)
            )
        connection.execute(report_runs.insert().values(**vars(run)))
    return run


def list_reports(database: AppDatabase, *, limit: int = 100) -> list[ReportRun]:
    """What was made, the newest first."""
    with database.reading() as connection:
        rows = connection.execute(
            select(report_runs)
            .order_by(report_runs.c.made_at.desc(), report_runs.c.run_id)
            .limit(limit)
        ).all()
    return [ReportRun(**row._mapping) for row in rows]


def read_content(database: AppDatabase, content_hash: str) -> str | None:
    """The content of a fingerprint."""
    with database.reading() as connection:
        return connection.scalar(
            select(report_contents.c.content).where(report_contents.c.content_hash == content_hash)
        )
