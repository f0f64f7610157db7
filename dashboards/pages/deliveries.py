"""Deliveries: what arrived, what was refused and why, and what to do about it.

Belongs here: the ledger for readers. Keep out: letting refused rows in again (`caseloom release`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from dashboards import links
from dashboards.components.delivery_tables import (
    days_table,
    files_table,
    quarantine_table,
    reasons_table,
)
from dashboards.components.frame import show_heading, show_section
from dashboards.components.freshness import show_freshness
from dashboards.components.markup import facts, show
from dashboards.components.notices import show_notice
from dashboards.view import View

PAGE_ROWS = 25
SHOWN_DAYS = 21
STATUSES = ("quarantined", "loaded", "duplicate", "superseded", "pending")


@dataclass(frozen=True)
class _Filters:
    agency: str | None
    first_day: date | None
    last_day: date | None

    def parameters(self) -> dict[str, Any]:
        return {"agency": self.agency, "first_day": self.first_day, "last_day": self.last_day}


def show_page(view: View) -> None:
    """The whole page."""
    text = view.text
    show_heading(view, text("deliveries.title"), text("deliveries.subtitle"))
    span = view.ask("delivery_span").to_dict("records")[0]
    if pd.isna(span["first_day"]):
        show_notice(text("deliveries.none"), text("deliveries.none_hint"))
        return
    filters = _read_filters(view, span)
    if filters is None:
        show_notice(
            text("search.broken"),
            text("deliveries.broken_hint"),
            tone="warn",
            action=(view.link(links.DELIVERIES), text("search.clear")),
        )
        return
    totals = view.ask("delivery_totals", **filters.parameters()).to_dict("records")[0]
    if not totals["file_count"]:
        show_notice(text("deliveries.nothing"), text("search.nothing_hint"))
        return
    _show_totals(view, totals)
    _show_reasons(view, filters)
    show_freshness(view)
    quarantine, days, files = st.tabs(
        [text("deliveries.rows_tab"), text("deliveries.days_tab"), text("deliveries.files_tab")]
    )
    with quarantine:
        _show_quarantine(view, filters)
    with days:
        _show_days(view, filters)
    with files:
        _show_files(view, filters)


def _read_filters(view: View, span: dict[str, Any]) -> _Filters | None:
    """The filters of the address, shown as widgets; None when they make no sense."""
    text = view.text
    given = st.query_params
    delivered = set(span["agencies"])
    agencies = [code for code in view.labels.all_names("agency") if code in delivered]
    try:
        first_day, last_day = (
            date.fromisoformat(given[name]) if given.get(name) else None for name in ("from", "to")
        )
    except ValueError:
        return None
    named = given.get("agency") or None
    if named and named not in agencies:
        return None
    mark = f"{view.language}-{named}-{first_day}-{last_day}"
    with st.container(border=True, key="delivery_filters"):
        columns = st.columns([2, 1, 1])
        agency = columns[0].segmented_control(
            text("overview.agency"),
            agencies,
            default=named,
            format_func=view.labels.agency,
            key=f"agency-{mark}",
            wrap=True,
        )
        chosen_first = columns[1].date_input(
            text("search.filter_from"), first_day, format="YYYY-MM-DD", key=f"first-{mark}"
        )
        chosen_last = columns[2].date_input(
            text("search.filter_to"), last_day, format="YYYY-MM-DD", key=f"last-{mark}"
        )
    chosen = _Filters(agency, chosen_first, chosen_last)
    if chosen != _Filters(named, first_day, last_day):
        values = {"agency": agency, "from": chosen_first, "to": chosen_last}
        kept = {"lang": view.language} if "lang" in given else {}
        given.from_dict({**kept, **{name: str(v) for name, v in values.items() if v is not None}})
        st.rerun()
    if first_day and last_day and first_day > last_day:
        return None
    return chosen


def _show_totals(view: View, totals: dict[str, Any]) -> None:
    text, number = view.text, view.formats.number
    rows = ("rows_received", "rows_accepted", "rows_quarantined", "rows_superseded")
    files = ("loaded_count", "refused_count", "passed_over_count")
    with st.container(border=True, key="delivery_totals"):
        show(
            facts([(text(f"deliveries.{name}"), number(totals[name])) for name in (*files, *rows)])
        )
    is_balanced = totals["rows_received"] == sum(int(totals[name]) for name in rows[1:])
    if not is_balanced:
        show_notice(text("deliveries.unbalanced"), text("deliveries.unbalanced_hint"), tone="bad")


def _show_reasons(view: View, filters: _Filters) -> None:
    text = view.text
    show_section(text("deliveries.reasons"), text("deliveries.reasons_note"))
    found = view.ask("refusal_reasons", **filters.parameters())
    refused = found[found["kind"] != "warning"]
    if refused.empty:
        show_notice(text("deliveries.no_refusals"), text("deliveries.no_refusals_hint"))
    else:
        show(reasons_table(view, refused))
    warnings = found[found["kind"] == "warning"]
    if not warnings.empty:
        label = text("deliveries.warnings", number=view.formats.number(warnings["value"].sum()))
        with st.expander(label):
            show(reasons_table(view, warnings))


def _page_of(view: View, key: str, query: str, **parameters: Any) -> tuple[pd.DataFrame, int, int]:
    """One page of a list, its total, and the number of pages."""
    page = int(st.session_state.get(key, 1))
    found = view.ask(query, **parameters, row_limit=PAGE_ROWS, row_offset=(page - 1) * PAGE_ROWS)
    total = int(found["total_count"].iloc[0]) if len(found) else 0
    return found, total, -(-total // PAGE_ROWS)


def _show_pages(key: str, pages: int) -> None:
    if pages > 1:
        with st.container(horizontal=True, horizontal_alignment="center"):
            st.pagination(pages, key=key)


def _show_quarantine(view: View, filters: _Filters) -> None:
    text = view.text
    found = view.ask("refusal_reasons", **filters.parameters())
    codes = found.loc[found["kind"] == "row", "code"].tolist()
    if not codes:
        show_notice(text("deliveries.no_refused_rows"), text("deliveries.no_refusals_hint"))
        return
    mark = f"{filters.agency}-{filters.first_day}-{filters.last_day}"
    reason = st.pills(text("deliveries.reason"), codes, key=f"reason-{mark}")
    key = f"quarantine-{mark}-{reason}"
    rows, total, pages = _page_of(
        view, key, "quarantined_rows", **filters.parameters(), reason=reason
    )
    count = text.count("deliveries.refused_rows", total, number=view.formats.number(total))
    show(Markup('<p class="cl-count"><b>{}</b></p>').format(count))
    show(quarantine_table(view, rows))
    _show_pages(key, pages)


def _show_days(view: View, filters: _Filters) -> None:
    days = view.ask("delivery_days", **filters.parameters())
    shown = days[days["delivered_on"].isin(days["delivered_on"].drop_duplicates()[:SHOWN_DAYS])]
    show(days_table(view, shown))


def _show_files(view: View, filters: _Filters) -> None:
    text = view.text
    mark = f"{filters.agency}-{filters.first_day}-{filters.last_day}"
    status = st.pills(
        text("overview.state"),
        STATUSES,
        format_func=lambda code: text(f"status.{code}"),
        key=f"status-{mark}",
    )
    key = f"files-{mark}-{status}"
    files, total, pages = _page_of(
        view, key, "delivery_files", **filters.parameters(), status=status
    )
    if files.empty:
        show_notice(text("deliveries.nothing"), text("search.nothing_hint"))
        return
    count = text.count("deliveries.files", total, number=view.formats.number(total))
    show(Markup('<p class="cl-count"><b>{}</b></p>').format(count))
    show(files_table(view, files))
    _show_pages(key, pages)
