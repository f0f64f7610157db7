"""Findings in which an official or a lawyer takes part: for the role of supervision alone.

Belongs here: the list in the order of time, in pseudonyms. Keep out: any order by person, exports, mails.
"""

from __future__ import annotations

import pandas as pd
import streamlit as st
from markupsafe import Markup

from dashboards import links
from dashboards.components.frame import show_heading
from dashboards.components.markup import Heading, anchor, lines, quiet, show, table
from dashboards.components.notices import show_notice
from dashboards.components.patterns import show_method
from dashboards.view import View

PAGE_ROWS = 25
RULES = ("handler_in_two_places", "counsel_match")


def show_page(view: View) -> None:
    """The whole page; without the role nothing is asked."""
    text, number = view.text, view.formats.number
    show_heading(view, text("restricted.title"), text("restricted.subtitle"))
    if not view.reader.is_supervisor:
        show_notice(text("restricted.closed"), text("restricted.closed_hint"), tone="warn")
        return
    show_method(view, "matches")
    rule = st.selectbox(
        text("finding.rule"), list(RULES), index=None, placeholder=text("search.any"),
        format_func=lambda code: view.labels.name("finding_rule", code),
    )  # fmt: skip
    page = int(st.session_state.get("restricted_page", 1))
    found = view.ask(
        "restricted_findings", rule=rule, row_limit=PAGE_ROWS, row_offset=(page - 1) * PAGE_ROWS
    )
    if found.empty:
        st.session_state.pop("restricted_page", None)
        show_notice(text("findings.nothing"), text("search.nothing_hint"))
        return
    total = int(found["total_count"].iloc[0])
    label = text.count("findings.found", total, number=number(total))
    show(Markup('<p class="cl-count" role="status"><b>{}</b></p>').format(label))
    show(_table(view, found, label))
    pages = -(-total // PAGE_ROWS)
    if pages > 1:
        with st.container(horizontal=True, horizontal_alignment="center"):
            st.pagination(pages, default=page, key="restricted_page")


def _table(view: View, found: pd.DataFrame, label: str) -> Markup:
    text, formats, labels = view.text, view.formats, view.labels
    ending = "en" if view.language == "en" else "zh"
    headings = [
        Heading(text("finding.rule"), is_lead=True),
        Heading(text("search.case")),
        Heading(text("finding.reason")),
        Heading(text("finding.suspicion")),
        Heading(text("finding.innocent")),
    ]
    rows = [
        [
            lines(labels.name("finding_rule", row["rule_id"]), quiet(formats.text(row["article"]))),
            lines(
                anchor(
                    view.link(links.CASE, case_id=row["case_id"]), formats.text(row["case_title"])
                ),
                quiet(formats.text(row["case_no"])),
                quiet(text("finding.seen_on", date=formats.date(row["first_seen_at"]))),
            ),
            Markup('<span class="cl-reason">{}</span>').format(row[f"reason_{ending}"]),
            formats.text(row[f"suspicion_{ending}"]),
            formats.text(row[f"innocent_{ending}"]),
        ]
        for row in found.to_dict("records")
    ]
    return table(headings, rows, label=label)
