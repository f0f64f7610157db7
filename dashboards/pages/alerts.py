"""Alerts (发案预警): areas with more offences of a kind than their past lets expect, and how often that was right.

Belongs here: the list and its track record. Keep out: advice who should be where, and persons.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
from markupsafe import Markup

from dashboards import links
from dashboards.components.address_form import show_form
from dashboards.components.frame import show_heading, show_section
from dashboards.components.markup import Cell, Heading, facts, lines, quiet, show, table
from dashboards.components.notices import show_notice
from dashboards.components.patterns import (
    area_name,
    cases_link,
    days_of,
    group_choice,
    group_name,
    measures,
    outcome_mark,
    show_method,
    show_span,
    what_and_where,
)
from dashboards.view import View

# An alert is news for so many days after its last day.
_NEWS_DAYS = 21


def show_page(view: View) -> None:
    """The whole page."""
    text = view.text
    show_heading(view, text("alerts.title"), text("alerts.subtitle"))
    if not show_span(view):
        return
    show_method(view, "surveillance")
    record = measures(view, "surveillance").set_index("measure")
    if "too_short" in set(record["state"]):
        show_notice(text("patterns.too_short"), text("alerts.too_short_hint"))
        return
    _show_record(view, record["value"])
    found = view.ask("pattern_items", kinds=["alert"], group_code=None)
    if found.empty:
        show_notice(text("alerts.none"), text("alerts.none_hint"))
        return
    chosen = show_form(
        view,
        links.ALERTS,
        [group_choice(view, found["group_code"].unique().tolist())],
        key="alerts",
    )
    if chosen is None:
        return
    if chosen["group"]:
        found = found[found["group_code"] == chosen["group"]]
    leads = found[found["within"].fillna("") == ""]
    parts = found[found["within"].fillna("") != ""]
    last = view.ask("pattern_span")["last_week_end"].iloc[0]
    is_new = leads["last_day"] > last - pd.Timedelta(days=_NEWS_DAYS)
    for title, rows in (("alerts.now", leads[is_new]), ("alerts.earlier", leads[~is_new])):
        show_section(text(title), text("alerts.count", number=view.formats.number(len(rows))))
        if rows.empty:
            show(quiet(text("alerts.none_here")))
        else:
            show(_table(view, rows, parts, label=text(title)))


def _show_record(view: View, record: pd.Series) -> None:
    text, number = view.text, view.formats.number
    shown: list[tuple[str, Cell]] = [
        (text(f"alerts.record_{name}"), number(record[name]))
        for name in ("series", "weeks", "alerts", "continued", "subsided", "open")
        if name in record
    ]
    if record.get("alerts"):
        shown.append(
            (
                text("alerts.record_false"),
                number(record["false_expected"], decimals=1, is_fixed=True),
            ),
        )
    show_section(text("alerts.record"), text("alerts.record_note"))
    show(facts(shown))


def _table(view: View, rows: pd.DataFrame, parts: pd.DataFrame, *, label: str) -> Markup:
    text = view.text
    headings = [
        Heading(text("alerts.what"), is_lead=True),
        Heading(text("alerts.when"), "date"),
        Heading(text("alerts.observed"), "number"),
        Heading(text("alerts.expected"), "number", note=text("alerts.range")),
        Heading(text("alerts.excess"), "number"),
        Heading(text("alerts.chance"), "number"),
        Heading(text("alerts.outcome"), "mark"),
        Heading(text("alerts.parts")),
    ]
    return table(
        headings, [_cells(view, row, parts) for row in rows.to_dict("records")], label=label
    )


def _cells(view: View, row: dict[str, Any], parts: pd.DataFrame) -> list[Cell]:
    text, formats = view.text, view.formats
    others = parts[parts["within"] == row["item_id"]].head(3).to_dict("records")
    return [
        what_and_where(view, row),
        lines(days_of(view, row), quiet(text("alerts.window", weeks=row["window_weeks"]))),
        Markup("<b>{}</b>").format(
            cases_link(view, row["item_id"], formats.number(row["observed"]))
        ),
        lines(
            formats.number(row["expected"], decimals=1, is_fixed=True),
            quiet(text("alerts.up_to", number=formats.number(row["upper"]))),
        ),
        formats.signed(row["observed"] - row["expected"], decimals=1),
        formats.chance(row["p_value"]),
        outcome_mark(view, row["outcome"]),
        lines(
            *(
                cases_link(
                    view,
                    other["item_id"],
                    f"{group_name(view, other['group_code'])} · "
                    f"{area_name(view, other['area_code'])}",
                )
                for other in others
            )
        ),
    ]
