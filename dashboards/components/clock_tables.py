"""Clocks in lists: how a state looks, how counts by place or rule look, one line per clock.

Belongs here: tables and marks of clocks. Keep out: asking for them (the pages do), the axis
(clock_axis.py) and the arithmetic of one clock (clock_reason.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd
from markupsafe import Markup

from dashboards import links
from dashboards.components.clock_reason import explanation
from dashboards.components.markup import Cell, Heading, anchor, badge, lines, quiet, table
from dashboards.figures.registry import Figure
from dashboards.formats import EMPTY, is_empty
from dashboards.view import View

TONES = {
    "on_time": "good",
    "due_soon": "warn",
    "overdue": "bad",
    "completed_late": "warn",
    "suspended": "neutral",
}
# Columns of the breakdowns, with the filters that turn a figure's list into that of the column.
BREAKDOWN: dict[str, dict[str, str]] = {
    "custody_overdue": {"state": "overdue", "custody": "yes"},
    "other_overdue": {"state": "overdue", "custody": "no"},
    "due_3": {"state": "due", "within": "3"},
    "due_15": {"state": "due", "within": "15"},
}


def status_badge(view: View, status: str) -> Markup:
    """The state of a clock as a mark."""
    return badge(view.text(f"clock.status_{status}"), TONES.get(status, "neutral"))


def moment(view: View, row: dict[str, Any], column: str) -> str:
    """A time of a clock: limits in hours show hours, the others days alone."""
    value = row[column]
    if is_empty(value):
        return EMPTY
    has_hours = row.get("is_counted_in_hours") or row.get("has_hours")
    return view.formats.time(value) if has_hours else view.formats.date(value)


def days_text(view: View, row: dict[str, Any]) -> Cell:
    """How many days over or left; empty for what ended in time."""
    text, number = view.text, view.formats.number
    if not is_empty(row["days_over"]) and row["days_over"] > 0:
        days = int(row["days_over"])
        return Markup('<b class="cl-over">{}</b>').format(
            text.count("clock.days_over", days, number=number(days))
        )
    if is_empty(row["ended_at"]) and not is_empty(row["days_left"]):
        days = int(row["days_left"])
        return text.count("clock.days_left", days, number=number(days))
    return ""


def breakdown_table(
    view: View,
    figure: Figure,
    rows: pd.DataFrame,
    *,
    heading: str,
    name: Callable[[dict[str, Any]], Cell],
    is_tall: bool = False,
) -> Markup:
    """Counts by one thing, in the order given; each count leads to the list of these clocks."""
    text = view.text
    headings = [
        Heading(heading, is_lead=True),
        *[Heading(text(f"overdue.{column}"), "number") for column in BREAKDOWN],
    ]
    cells = [
        [name(row), *[_count(view, figure, row, column) for column in BREAKDOWN]]
        for row in rows.to_dict("records")
    ]
    return table(headings, cells, label=figure.title(text), is_tall=is_tall)


def _count(view: View, figure: Figure, row: dict[str, Any], column: str) -> Cell:
    value = int(row[column])
    if not value:
        return quiet(view.formats.number(0))
    address = view.link(figure.page, **{**figure.list_filters(row), **BREAKDOWN[column]})
    is_red = column in ("custody_overdue", "other_overdue")
    return Markup('<span class="{}">{}</span>').format(
        "cl-red" if is_red else "", anchor(address, view.formats.number(value))
    )


def clocks_table(view: View, rows: Iterable[dict[str, Any]], *, label: str) -> Markup:
    """One line per clock: its case, rule, who is to act, days, and why."""
    text = view.text
    headings = [
        Heading(text("search.case"), is_lead=True),
        Heading(text("clock.rule")),
        Heading(text("clock.responsible")),
        Heading(text("clock.due"), "date"),
        Heading(text("overview.state"), "mark"),
        Heading(text("clock.reason")),
        Heading(text("items.title"), "mark"),
    ]
    return table(headings, [_clock_cells(view, row) for row in rows], label=label)


def _clock_cells(view: View, row: dict[str, Any]) -> list[Cell]:
    text, formats, labels = view.text, view.formats, view.labels
    custody = badge(text("clock.custody"), "bad") if row["is_custody"] else ""
    held = ""
    if not is_empty(row["held_since"]):
        held = text("clock.held_since", date=formats.date(row["held_since"]))
    provisional = text("clock.provisional") if row["is_provisional"] else ""
    return [
        lines(
            anchor(
                view.link(links.CASE, case_id=row["case_id"], clock=row["clock_id"]),
                formats.text(row["case_title"]),
            ),
            quiet(formats.text(row["case_no"])),
        ),
        lines(
            Markup("{} {}").format(labels.clock_rule(row["rule_id"]), custody),
            quiet(formats.text(row["article"])),
        ),
        lines(
            labels.unit(row["unit_code"]), quiet(responsible_name(view, row["responsible_agency"]))
        ),
        lines(moment(view, row, "due_at"), quiet(provisional)),
        lines(status_badge(view, row["status"]), days_text(view, row), quiet(held)),
        Markup('<span class="cl-reason">{}</span>').format(reason_text(view, row)),
        anchor(view.link(links.ITEM, clock=row["clock_id"]), text("items.open_short")),
    ]


def answer_table(view: View, rows: Iterable[dict[str, Any]], *, label: str) -> Markup:
    """Clocks of the calculator: no case, no unit, the arithmetic open."""
    text, formats, labels = view.text, view.formats, view.labels
    headings = [
        Heading(text("clock.rule"), is_lead=True),
        Heading(text("calculator.person")),
        Heading(text("clock.started"), "date"),
        Heading(text("clock.due"), "date"),
        Heading(text("overview.state"), "mark"),
        Heading(text("clock.reason")),
    ]
    cells: list[list[Cell]] = []
    for row in rows:
        custody = badge(text("clock.custody"), "bad") if row["is_custody"] else ""
        is_earlier = not row["is_latest_cycle"]
        cells.append(
            [
                lines(
                    Markup("{} {}").format(labels.clock_rule(row["rule_id"]), custody),
                    quiet(text("clock.earlier_cycle") if is_earlier else ""),
                ),
                formats.text(row["person"]),
                moment(view, row, "started_at"),
                lines(
                    moment(view, row, "due_at"),
                    quiet(text("clock.provisional") if row["is_provisional"] else ""),
                ),
                lines(status_badge(view, row["status"]), days_text(view, row)),
                lines(
                    Markup('<b class="cl-article">{}</b>').format(formats.text(row["article"])),
                    Markup('<span class="cl-reason">{}</span>').format(reason_text(view, row)),
                    explanation(view, row),
                ),
            ]
        )
    return table(headings, cells, label=label)


def responsible_name(view: View, code: Any) -> str:
    """Who has to keep a limit: an agency, or somebody who delivers nothing (a party, a prison)."""
    if is_empty(code):
        return EMPTY
    return view.text.find(f"responsible.{code}") or view.labels.agency(code)


def reason_text(view: View, row: dict[str, Any]) -> str:
    """The explanation in the reader's language."""
    wanted = row["reason_en"] if view.language == "en" else row["reason"]
    return view.formats.text(row["reason"] if is_empty(wanted) else wanted)
