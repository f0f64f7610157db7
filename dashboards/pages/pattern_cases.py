"""The cases behind an item of the patterns (an alert, a cluster, a hot cell, a shift), or behind a count of a period.

Belongs here: the item and its list. Keep out: finding items, and persons.
"""

from __future__ import annotations

from datetime import date

import streamlit as st

from dashboards import links
from dashboards.components.counted_cases import open_cases, show_counted_cases
from dashboards.components.frame import show_heading
from dashboards.components.markup import Cell, anchor, facts, quiet, show
from dashboards.components.notices import show_notice
from dashboards.components.patterns import CITY, area_name, days_of, group_name
from dashboards.formats import is_empty
from dashboards.metrics.case_pages import CaseQuestion
from dashboards.queries import load_query
from dashboards.view import View

_PAGES = {
    "alert": links.ALERTS,
    "cluster": links.CRIME_MAP,
    "hot_spot": links.CRIME_MAP,
    "shift": links.SEASON,
}


def show_page(view: View) -> None:
    """The whole page."""
    text, formats = view.text, view.formats
    if st.query_params.get("group"):
        _show_period(view)
        return
    found = view.ask("pattern_item", item_id=st.query_params.get("item", ""))
    if found.empty:
        show_heading(view, text("pattern_cases.title"))
        show_notice(
            text("pattern_cases.unknown"),
            text("pattern_cases.unknown_hint"),
            tone="warn",
            action=(view.link(links.ALERTS), text("alerts.title")),
        )
        return
    row = found.iloc[0].to_dict()
    kind = str(row["item_kind"])
    where = area_name(view, row["area_code"]) if not is_empty(row["area_code"]) else ""
    show_heading(
        view,
        f"{group_name(view, row['group_code'])}{' · ' if where else ''}{where}",
        text(f"pattern_cases.{kind}"),
        kicker=anchor(view.link(_PAGES[kind]), text(f"patterns.{kind}")),
    )
    question = CaseQuestion(load_query("pattern_item_cases"), {"item_id": row["item_id"]})
    shown = open_cases(view, question)
    pairs: list[tuple[str, Cell]] = [(text("alerts.when"), days_of(view, row))]
    if kind == "shift":
        ratio = (
            formats.number(row[name], decimals=2, is_fixed=True)
            for name in ("ratio", "ratio_low", "ratio_high")
        )
        pairs.append(
            (
                text("season.ratio"),
                text(
                    "season.ratio_value", **dict(zip(("ratio", "low", "high"), ratio, strict=True))
                ),
            )
        )
    else:
        pairs.append((text("alerts.observed"), formats.number(row["observed"])))
        if not is_empty(row["expected"]):
            expected = formats.number(row["expected"], decimals=1, is_fixed=True)
            pairs.append((text("alerts.expected"), expected))
    if kind == "cluster":
        pairs.append(
            (
                text("crime_map.radius"),
                text("crime_map.metres", number=formats.number(row["radius_metres"])),
            )
        )
    pairs.append((text("metric_cases.listed"), formats.number(shown.page.listed)))
    show(facts(pairs))
    show(quiet(text("pattern_cases.note")))
    show_counted_cases(view, shown)


def _show_period(view: View) -> None:
    """A kind of offence in an area from the first to the last day of the address."""
    text, formats, asked = view.text, view.formats, st.query_params
    group, area = asked["group"], asked.get("area", CITY)
    try:
        first, last = (date.fromisoformat(asked.get(name, "")) for name in ("first", "last"))
    except ValueError:
        show_heading(view, text("pattern_cases.title"))
        show_notice(text("pattern_cases.unknown"), text("pattern_cases.unknown_hint"), tone="warn")
        return
    show_heading(
        view,
        f"{group_name(view, group)} · {area_name(view, area)}",
        text("pattern_cases.period"),
        kicker=anchor(view.link(links.SEASON, group=group), text("season.title")),
    )
    question = CaseQuestion(
        load_query("pattern_period_cases"),
        {"group_code": group, "area_code": area, "first": first, "last": last},
    )
    shown = open_cases(view, question)
    show(
        facts(
            [
                (
                    text("alerts.when"),
                    text("statistics.days", first=formats.date(first), last=formats.date(last)),
                ),
                (text("alerts.observed"), formats.number(shown.page.counted)),
                (text("metric_cases.listed"), formats.number(shown.page.listed)),
            ]
        )
    )
    show(quiet(text("pattern_cases.note")))
    show_counted_cases(view, shown)
