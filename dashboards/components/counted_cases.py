"""The cases behind a figure as a list: each with how much it counts, sealed ones left out and counted.

Belongs here: the look of such a list. Keep out: finding the cases (dashboards/metrics).
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from dashboards import links
from dashboards.components.markup import Cell, Heading, anchor, badge, lines, quiet, show, table
from dashboards.components.notices import show_notice
from dashboards.metrics.cases import CaseList
from dashboards.view import View

PAGE_ROWS = 25


def open_cases(view: View, cases: pd.DataFrame) -> pd.DataFrame:
    """The cases that may be shown, heaviest first."""
    found = view.ask("metric_case_page", case_ids=cases["case_id"].tolist())
    return cases.merge(found, on="case_id", how="inner")


def count_facts_of(view: View, found: CaseList, shown: pd.DataFrame) -> list[tuple[str, Cell]]:
    """What the list says about itself: counted = listed + sealed + without a case."""
    text, number = view.text, view.formats.number
    sealed = found.cases[~found.cases["case_id"].isin(shown["case_id"])]
    return [
        (text("metric_cases.counted"), number(found.total, decimals=2)),
        (text("metric_cases.listed"), number(shown["weight"].sum(), decimals=2)),
        (text("metric_cases.sealed"), number(sealed["weight"].sum(), decimals=2)),
        (text("metric_cases.without_case"), number(found.without_case, decimals=2)),
    ]


def show_counted_cases(view: View, cases: pd.DataFrame) -> None:
    """The list, page by page."""
    text = view.text
    if cases.empty:
        show_notice(text("search.nothing"), text("metric_cases.none_hint"))
        return
    pages = -(-len(cases) // PAGE_ROWS)
    page = min(int(st.session_state.get("metric_cases_page", 1)), pages)
    rows = cases.iloc[(page - 1) * PAGE_ROWS : page * PAGE_ROWS].to_dict("records")
    headings = [
        Heading(text("search.case"), is_lead=True),
        Heading(text("search.filter_charge")),
        Heading(text("search.place")),
        Heading(text("step.filed"), "date"),
        Heading(text("search.filter_stage"), "mark"),
        Heading(text("metric_cases.weight"), "number"),
    ]
    label = text.count("search.found", len(cases), number=view.formats.number(len(cases)))
    show(Markup('<p class="cl-count" role="status"><b>{}</b></p>').format(label))
    show(table(headings, [_cells(view, row) for row in rows], label=label))
    if pages > 1:
        with st.container(horizontal=True, horizontal_alignment="center"):
            st.pagination(pages, key="metric_cases_page")


def _cells(view: View, row: dict[str, Any]) -> list[str | Markup]:
    formats, labels = view.formats, view.labels
    return [
        lines(
            anchor(view.link(links.CASE, case_id=row["case_id"]), formats.text(row["case_title"])),
            quiet(formats.text(row["case_no"])),
        ),
        labels.charge(row["lead_charge_code"]),
        lines(labels.region(row["region_code"]), quiet(labels.unit(row["lead_unit_code"]))),
        formats.date(row["filed_at"]),
        badge(view.text.find(f"stage.{row['stage']}") or formats.text(row["stage"])),
        formats.number(row["weight"], decimals=2),
    ]
