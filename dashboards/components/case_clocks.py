"""The clocks of one case: on its time axis, and each with article, arithmetic and source rows.

Belongs here: which of many clocks are shown first, and one line per clock. Keep out: asking for them
(the case page does) and drawing the axis (clock_axis.py).
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from dashboards import links
from dashboards.components.charts import show_chart
from dashboards.components.clock_axis import MOST_ROWS, draw_clocks
from dashboards.components.clock_reason import explanation
from dashboards.components.clock_tables import days_text, moment, reason_text, status_badge
from dashboards.components.markup import Cell, Heading, anchor, badge, lines, quiet, show, table
from dashboards.components.sources import read_source, source_links
from dashboards.formats import is_empty
from dashboards.view import View

# What is looked at first: what has run out, stands still, or runs out next.
_ATTENTION = ("overdue", "completed_late", "due_soon", "suspended")


def show_case_clocks(
    view: View,
    clocks: pd.DataFrame,
    sources: pd.DataFrame,
    *,
    chosen: str | None,
    span: tuple[pd.Timestamp, pd.Timestamp],
    is_narrow: bool,
) -> None:
    """A choice, the axis and the list; ``chosen`` is the clock that the reader came for."""
    text = view.text
    shown = _choose(view, clocks, chosen)
    label = [_row_label(view, row) for row in shown.to_dict("records")]
    detail = [_hover(view, row) for row in shown.to_dict("records")]
    drawn = shown.assign(
        label=label, detail=detail, stopped_at=shown["ended_at"].fillna(shown["judged_at"])
    )
    first, last = span
    with st.container(border=True, key="case_clocks"):
        show_chart(
            draw_clocks(
                drawn,
                first=min(first, drawn["started_at"].min()),
                last=last,
                is_narrow=is_narrow,
            ),
            key=f"clocks-{len(shown)}-{chosen}-{view.language}",
            description=text("clock.axis_note"),
        )
        if len(shown) > MOST_ROWS:
            show(
                Markup('<p class="cl-note">{}</p>').format(
                    text("clock.axis_first", number=view.formats.number(MOST_ROWS))
                )
            )
    show(_clocks_table(view, shown, _by_clock(sources)))


def _choose(view: View, clocks: pd.DataFrame, chosen: str | None) -> pd.DataFrame:
    """The clocks of the view that the reader picked, attention first."""
    text, number = view.text, view.formats.number
    views = {
        "chosen": clocks[clocks["clock_id"] == chosen],
        "attention": clocks[clocks["status"].isin(_ATTENTION)],
        "running": clocks[clocks["ended_at"].isna()],
        "all": clocks,
    }
    offered = [name for name, found in views.items() if len(found)]
    picked = st.segmented_control(
        text("clock.shown"),
        offered,
        default=offered[0],
        required=True,
        format_func=lambda name: f"{text(f'clock.shown_{name}')} {number(len(views[name]))}",
        key=f"clocks_shown-{chosen}-{view.language}",
        label_visibility="collapsed",
        wrap=True,
    )
    return views[picked or offered[0]]


def _by_clock(sources: pd.DataFrame) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in sources.to_dict("records"):
        found[row["clock_id"]].append(row)
    return found


def _row_label(view: View, row: dict[str, Any]) -> str:
    name = view.labels.clock_rule(row["rule_id"])
    return name if is_empty(row["masked_name"]) else f"{name} {row['masked_name']}"


def _hover(view: View, row: dict[str, Any]) -> str:
    term = f"{moment(view, row, 'started_at')} – {moment(view, row, 'due_at')}"
    status = row["status"]
    parts = [
        f"<b>{_row_label(view, row)}</b>",
        f"{view.text(f'clock.status_{status}')} {term}",
        view.formats.text(row["article"]),
    ]
    return "<br>".join(parts)


def _clocks_table(
    view: View, clocks: pd.DataFrame, sources: dict[str, list[dict[str, Any]]]
) -> Markup:
    text = view.text
    headings = [
        Heading(text("clock.rule"), is_lead=True),
        Heading(text("clock.started"), "date"),
        Heading(text("clock.due"), "date"),
        Heading(text("overview.state"), "mark"),
        Heading(text("clock.reason")),
        Heading(text("case.source")),
        Heading(text("items.title"), "mark"),
    ]
    rows = [
        _cells(view, row, sources.get(row["clock_id"], [])) for row in clocks.to_dict("records")
    ]
    return table(headings, rows, label=text("clock.title"))


def _cells(view: View, row: dict[str, Any], sources: list[dict[str, Any]]) -> list[Cell]:
    text, formats, labels = view.text, view.formats, view.labels
    custody = badge(text("clock.custody"), "bad") if row["is_custody"] else ""
    cycle = text("clock.cycle", number=int(row["cycle_no"])) if row["cycle_no"] > 1 else ""
    ended = ""
    if not is_empty(row["ended_at"]):
        ended = text("clock.ended_on", date=moment(view, row, "ended_at"))
    return [
        lines(
            Markup("{} {}").format(labels.clock_rule(row["rule_id"]), custody),
            quiet(formats.text(row["masked_name"])),
            quiet(cycle),
        ),
        moment(view, row, "started_at"),
        lines(
            moment(view, row, "due_at"),
            quiet(text("clock.provisional") if row["is_provisional"] else ""),
        ),
        lines(status_badge(view, row["status"]), days_text(view, row), quiet(ended)),
        lines(
            Markup('<b class="cl-article">{}</b>').format(formats.text(row["article"])),
            Markup('<span class="cl-reason">{}</span>').format(reason_text(view, row)),
            explanation(view, row),
        ),
        _sources(view, sources),
        anchor(view.link(links.ITEM, clock=row["clock_id"]), text("items.open_short")),
    ]


def _sources(view: View, sources: list[dict[str, Any]]) -> Cell:
    """The delivered rows of each event that the clock was computed from."""
    by_event: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in sources:
        by_event[row["part"], row["event_id"]].append(row)
    parts = []
    for (part, _), rows in by_event.items():
        name = f"{view.text(f'clock.part_{part}')} · {view.labels.event(rows[0]['event_type'])}"
        parts.append(lines(quiet(name), source_links(view, [read_source(row) for row in rows])))
    return lines(*parts)
