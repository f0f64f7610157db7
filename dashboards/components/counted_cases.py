"""The cases behind a figure as a list: each with how much it counts, sealed ones left out and counted.

Belongs here: the look of such a list. Keep out: finding the cases (dashboards/metrics).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st
from markupsafe import Markup

from dashboards import links
from dashboards.components.export_menu import absolute
from dashboards.components.markup import Cell, Heading, anchor, badge, lines, quiet, show, table
from dashboards.components.notices import show_notice
from dashboards.exports.csv_text import write_rows
from dashboards.exports.whole_list import read_whole
from dashboards.filters import is_page_number
from dashboards.formats import is_empty
from dashboards.metrics.case_pages import CasePage, CaseQuestion, page_sql, read_page
from dashboards.view import View

PAGE_ROWS = 25


@dataclass(frozen=True)
class OpenedCases:
    """A list behind a figure, and the page of it that the address asks for."""

    question: CaseQuestion
    number: int
    page: CasePage


def open_cases(view: View, question: CaseQuestion) -> OpenedCases:
    """The page of the address, or the last one where the list is shorter."""
    given = st.query_params.get("page", "")
    number = int(given) if is_page_number(given) else 1
    page = _read(view, question, number)
    last = max(1, -(-page.case_count // PAGE_ROWS))
    if number > last:
        number, page = last, _read(view, question, last)
    return OpenedCases(question, number, page)


def _read(view: View, question: CaseQuestion, number: int) -> CasePage:
    return read_page(view, question, row_limit=PAGE_ROWS, row_offset=(number - 1) * PAGE_ROWS)


def count_facts_of(view: View, found: OpenedCases) -> list[tuple[str, Cell]]:
    """What the list says about itself: counted = listed + sealed + without a case."""
    text, number, page = view.text, view.formats.number, found.page
    return [
        (text("metric_cases.counted"), number(page.counted, decimals=2)),
        (text("metric_cases.listed"), number(page.listed, decimals=2)),
        (text("metric_cases.sealed"), number(page.sealed, decimals=2)),
        (text("metric_cases.without_case"), number(page.without_case, decimals=2)),
    ]


def show_counted_cases(view: View, found: OpenedCases) -> None:
    """The list, page by page, and whole as a file."""
    text, page = view.text, found.page
    if page.rows.empty:
        show_notice(text("search.nothing"), text("metric_cases.none_hint"))
        return
    pages = -(-page.case_count // PAGE_ROWS)
    headings = [
        Heading(text("search.case"), is_lead=True),
        Heading(text("search.filter_charge")),
        Heading(text("search.place")),
        Heading(text("step.filed"), "date"),
        Heading(text("search.filter_stage"), "mark"),
        Heading(text("metric_cases.weight"), "number"),
    ]
    label = text.count("search.found", page.case_count, number=view.formats.number(page.case_count))
    with st.container(
        horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"
    ):
        show(Markup('<p class="cl-count" role="status"><b>{}</b></p>').format(label))
        st.download_button(
            text("search.download"),
            data=lambda: _write_csv(view, found.question),
            file_name=f"caseloom-behind-{view.as_of:%Y%m%d}.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
        )
    rows = page.rows.to_dict("records")
    show(table(headings, [_cells(view, row) for row in rows], label=label))
    if pages > 1:
        # The key holds the address: another figure begins with its own first page.
        key = f"page-{hash((found.number, *sorted(st.query_params.to_dict().items())))}"
        with st.container(horizontal=True, horizontal_alignment="center"):
            chosen = st.pagination(pages, default=found.number, key=key)
        if chosen != found.number:
            st.query_params["page"] = str(chosen)
            st.rerun()


def _write_csv(view: View, question: CaseQuestion) -> bytes:
    """The whole list, with names beside codes."""
    text, formats, labels = view.text, view.formats, view.labels
    columns = {
        text("search.case_no"): lambda row: row["case_no"],
        text("search.case"): lambda row: row["case_title"],
        text("search.filter_charge"): lambda row: labels.charge(row["lead_charge_code"]),
        text("search.filter_region"): lambda row: labels.region(row["region_code"]),
        text("search.filter_unit"): lambda row: labels.unit(row["lead_unit_code"]),
        text("step.filed"): lambda row: formats.date(row["filed_at"]),
        text("search.filter_stage"): lambda row: (
            text.find(f"stage.{row['stage']}") or formats.text(row["stage"])
        ),
        text("metric_cases.weight"): lambda row: row["weight"],
        text("export.address"): lambda row: absolute(view.link(links.CASE, case_id=row["case_id"])),
    }
    rows = read_whole(view.snapshot, page_sql(question), question.parameters)
    return write_rows(columns, (row for row in rows if not is_empty(row["case_id"])))


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
