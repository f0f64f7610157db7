"""Short reports that are not in a file: an alert over one metric, a reminder of limits.

Belongs here: making their trees. Keep out: when they are sent (pipelines/delivery).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dashboards import links
from dashboards.metrics.book import Scope, Source
from dashboards.reports.blocks import Document, Paragraph, Sentence
from dashboards.reports.compose import ReportError, compose_definition
from dashboards.reports.definition import BlockDefinition, Definition, Part
from dashboards.reports.desk import EVERYBODY, Desk
from dashboards.reports.keys import figure_key
from dashboards.reports.listings import listing_rows
from dashboards.scope import Reader
from models.metrics.periods import Kind, Period

# Days before a limit runs out at which a reader is reminded.
TIERS = (0, 3, 7)
ALERT, REMINDER = "alert", "reminder"


def alert_definition(metric: str, *, grain: str = "month") -> Definition:
    """An alert says everything that a report says of a metric."""
    said = BlockDefinition("say", [metric], {"drivers": True})
    table = BlockDefinition("table", "alert", {"metrics": [metric]})
    return Definition(ALERT, grain, links.STATISTICS, (Part("alert", (said, table)),))


def alert_value(desk: Desk, metric: str, comparison: str) -> float | None:
    """What an alert looks at: the value, or its change in per cent (counts) or points (shares)."""
    for is_asked in (False, True):
        found = desk.measure(metric)
        if not is_asked:
            desk.batch.ask()
    if found.reason or found.figure is None or found.figure.value is None or found.is_cut:
        return None
    if comparison in ("above", "below"):
        return found.figure.value
    kind = Kind.PERIOD_BEFORE if Kind.PERIOD_BEFORE in desk.kinds else Kind.YEAR_BEFORE
    base = (found.bases or {}).get(kind)
    if base is None or base[1].value is None:
        return None
    change = found.figure.value - base[1].value
    if found.variant["unit"] != "%":
        if not base[1].value:
            return None
        change = change / base[1].value * 100
    return change if comparison == "rose" else -change


def is_condition_met(value: float | None, comparison: str, threshold: float) -> bool:
    """Whether an alert is due; a missing value alerts nobody."""
    if value is None:
        return False
    return value < threshold if comparison == "below" else value > threshold


def reminder(
    source: Source,
    *,
    scope: Scope,
    language: str,
    snapshot: str,
    known: set[tuple[str, int]],
    reader: Reader = EVERYBODY,
) -> tuple[Document, list[tuple[str, int]]]:
    """The clocks that come within 7, 3 or 0 days and were not named at that distance before.

    Returns the report and the (clock, tier) that it names; none: nothing to send.
    """
    block = BlockDefinition("table", "due_clocks", {"listing": "due_clocks"})
    if not reader.has_case_access:
        raise ReportError("reminders name cases; their reader has no access to cases")
    definition = Definition(REMINDER, "day", links.CLOCKS, (Part("due", (block,)),))
    document = compose_definition(
        source, definition, scope=scope, language=language, snapshot=snapshot, reader=reader
    )
    days = Period(document.first_day, document.last_day)
    desk = Desk(source, definition, period=days, scope=scope, language=language)
    rows = listing_rows(desk, "due_clocks")
    chosen = [(row, tier) for row in rows if (tier := tier_of(row)) is not None]
    fresh = [
        (str(row["clock_id"]), tier) for row, tier in chosen if (row["clock_id"], tier) not in known
    ]
    wanted = {figure_key("due_clocks", "days_left", clock_id=clock_id) for clock_id, _ in fresh}
    table = document.tables()[0]
    column = 4
    kept = tuple(row for row in table.rows if getattr(row[column], "key", "") in wanted)
    said = Sentence(desk.text("report.reminder.count", count=desk.formats.number(len(kept))))
    blocks = (document.blocks[0], Paragraph((said,)), replace(table, rows=kept))
    return replace(document, blocks=blocks), fresh


def tier_of(row: dict[str, Any]) -> int | None:
    """The distance at which a clock is named: 0, 3 or 7 days."""
    return next((tier for tier in TIERS if row["days_left"] <= tier), None)
