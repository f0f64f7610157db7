"""Clocks: the list behind every figure of supervision, narrowed by the address.

Belongs here: the filters, the list, its download. Keep out: persons (the case page says who is
meant) and an order by agency or unit.
"""

from __future__ import annotations

from typing import Any

import streamlit as st
from markupsafe import Markup

from dashboards import links
from dashboards.clock_filters import (
    CLOCK_STAGES,
    STATES,
    UNKNOWN,
    ClockFilters,
    read_clock_filters,
)
from dashboards.components.clock_tables import clocks_table, reason_text, responsible_name
from dashboards.components.frame import show_heading
from dashboards.components.markup import anchor, show
from dashboards.components.notices import show_notice
from dashboards.exports.csv_text import write_rows
from dashboards.exports.whole_list import read_whole
from dashboards.queries import load_query
from dashboards.view import View

PAGE_ROWS = 25


def show_page(view: View) -> None:
    """The whole page."""
    text = view.text
    show_heading(
        view,
        text("clocks.title"),
        text("clocks.subtitle"),
        kicker=anchor(view.link(links.OVERDUE), text("overdue.title")),
    )
    choices = _read_choices(view)
    filters, broken = read_clock_filters(st.query_params.to_dict(), choices)
    clear = (view.link(links.CLOCKS), text("search.clear"))
    if broken:
        names = text("frame.list_separator").join(text(f"clocks.filter_{name}") for name in broken)
        show_notice(
            text("search.broken"),
            text("search.broken_hint", names=names),
            tone="warn",
            action=clear,
        )
        return
    _show_filters(view, filters, choices)
    _show_list(view, filters)


def _read_choices(view: View) -> dict[str, list[str]]:
    found = view.ask("clock_choices")
    return {
        name: found.loc[found["filter"] == name, "code"].fillna(UNKNOWN).tolist()
        for name in ("agency", "unit", "region", "rule")
    }


def _show_filters(view: View, filters: ClockFilters, choices: dict[str, list[str]]) -> None:
    text, labels = view.text, view.labels
    # Widgets remember their value under their key: another address must give other widgets.
    mark = f"{view.language}-{hash(filters)}"
    names: dict[str, tuple[list[str], Any]] = {
        "state": (list(STATES), lambda code: text(f"clocks.state_{code}")),
        "stage": (list(CLOCK_STAGES), lambda code: text(f"clock_stage.{code}")),
        "rule": (choices["rule"], labels.clock_rule),
        "agency": (choices["agency"], lambda code: responsible_name(view, code)),
        "unit": (choices["unit"], labels.unit),
        "region": (choices["region"], labels.region),
    }
    with st.container(border=True, key="clock_filters"):
        columns = st.columns([1.4, 1.1, 1.7, 1, 1.7, 1])
        chosen: dict[str, Any] = {}
        for column, (name, (codes, label)) in zip(columns, names.items(), strict=True):
            before = getattr(filters, name)
            chosen[name] = column.selectbox(
                text(f"clocks.filter_{name}"),
                codes,
                index=codes.index(before) if before in codes else None,
                format_func=lambda code, label=label: (
                    text("frame.unknown") if code == UNKNOWN else label(code)
                ),
                placeholder=text("search.any"),
                key=f"{name}-{mark}",
            )
        _show_chips(view, filters)
    if any(chosen[name] != getattr(filters, name) for name in chosen):
        kept = {name: getattr(filters, name) for name in ("custody", "within", "tier", "risk")}
        bands = {"over_from": filters.over_from, "over_to": filters.over_to}
        _go_to(view, ClockFilters(**chosen, **kept, **bands))


def _show_chips(view: View, filters: ClockFilters) -> None:
    """Filters that have no widget: they come with a figure's link."""
    text, number = view.text, view.formats.number
    chips = []
    if filters.custody is not None:
        only, none = text("clocks.only_custody"), text("clocks.no_custody")
        chips.append(only if filters.custody else none)
    if filters.within is not None:
        chips.append(text("clocks.within", number=number(filters.within)))
    if filters.tier:
        chips.append(text(f"tier.{filters.tier}"))
    if filters.risk:
        chips.append(text("clocks.risk", band=text(f"risk_band.{filters.risk}")))
    if filters.over_from is not None and filters.over_to is not None:
        chips.append(
            text("overdue.band", first=number(filters.over_from), last=number(filters.over_to))
        )
    elif filters.over_from is not None:
        chips.append(text("overdue.band_open", first=number(filters.over_from)))
    if chips:
        shown = Markup(" ").join(
            Markup('<span class="cl-chip"><b>{}</b></span>').format(chip) for chip in chips
        )
        show(Markup('<div class="cl-chips">{}</div>').format(shown))


def _go_to(view: View, filters: ClockFilters, *, page: int = 1) -> None:
    values = filters.address_values(page=page)
    if "lang" in st.query_params:
        values["lang"] = view.language
    st.query_params.from_dict(values)
    st.rerun()


def _show_list(view: View, filters: ClockFilters) -> None:
    text, formats = view.text, view.formats
    found = view.ask(
        "clock_search",
        **filters.parameters(),
        row_limit=PAGE_ROWS,
        row_offset=(filters.page - 1) * PAGE_ROWS,
    )
    if found.empty and filters.page > 1:
        _go_to(view, filters)
    if found.empty:
        show_notice(
            text("clocks.nothing"),
            text("search.nothing_hint"),
            action=(view.link(links.CLOCKS), text("search.clear")) if filters.is_set else None,
        )
        return
    total = int(found["total_count"].iloc[0])
    shown = text.count("clocks.found", total, number=formats.number(total))
    with st.container(
        horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"
    ):
        clear = anchor(view.link(links.CLOCKS), text("search.clear")) if filters.is_set else ""
        show(Markup('<p class="cl-count" role="status"><b>{}</b> {}</p>').format(shown, clear))
        st.download_button(
            text("search.download"),
            data=lambda: _write_csv(view, filters),
            file_name=f"caseloom-clocks-{view.as_of:%Y%m%d}.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
        )
    show(clocks_table(view, found.to_dict("records"), label=shown))
    pages = -(-total // PAGE_ROWS)
    if pages > 1:
        with st.container(horizontal=True, horizontal_alignment="center"):
            chosen = st.pagination(pages, default=filters.page, key=f"page-{hash(filters)}")
        if chosen != filters.page:
            _go_to(view, filters, page=chosen)


def _write_csv(view: View, filters: ClockFilters) -> bytes:
    """The whole list, with names beside codes."""
    text, formats, labels = view.text, view.formats, view.labels
    columns = {
        text("search.case_no"): lambda row: row["case_no"],
        text("search.case"): lambda row: row["case_title"],
        text("clock.rule"): lambda row: labels.clock_rule(row["rule_id"]),
        text("clock.article"): lambda row: row["article"],
        text("overview.agency"): lambda row: responsible_name(view, row["responsible_agency"]),
        text("search.filter_unit"): lambda row: labels.unit(row["unit_code"]),
        text("search.filter_region"): lambda row: labels.region(row["region_code"]),
        text("clock.started"): lambda row: formats.time(row["started_at"]),
        text("clock.due"): lambda row: formats.time(row["due_at"]),
        text("clock.ended"): lambda row: formats.time(row["ended_at"]),
        text("overview.state"): lambda row: text(f"clock.status_{row['status']}"),
        text("clock.over_column"): lambda row: formats.number(row["days_over"]),
        text("clock.reason"): lambda row: reason_text(view, row),
    }
    return write_rows(
        columns, read_whole(view.snapshot, load_query("clock_search"), filters.parameters())
    )
