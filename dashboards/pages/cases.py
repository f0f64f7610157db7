"""Case search: by any agency's number, charge, place, unit, period and stage.

Belongs here: the form, the list, its download. Keep out: searching for persons, which there is not.
"""

from __future__ import annotations

from typing import Any

import streamlit as st
from markupsafe import Markup

from dashboards import links
from dashboards.components.flow_chart import STEPS
from dashboards.components.frame import show_heading
from dashboards.components.markup import Heading, anchor, badge, lines, quiet, show, table
from dashboards.components.notices import show_notice
from dashboards.exports.csv_text import write_rows
from dashboards.exports.whole_list import read_whole
from dashboards.filters import OPEN, PAGE_ROWS, CaseFilters, read_case_filters
from dashboards.queries import load_query
from dashboards.stages import STAGES
from dashboards.view import View


def show_page(view: View) -> None:
    """The whole page."""
    text = view.text
    show_heading(view, text("search.title"), text("search.subtitle"))
    choices = _read_choices(view)
    filters, broken = read_case_filters(st.query_params.to_dict(), choices)
    _show_form(view, filters, choices)
    if broken:
        names = text("frame.list_separator").join(text(f"search.filter_{name}") for name in broken)
        show_notice(
            text("search.broken"),
            text("search.broken_hint", names=names),
            tone="warn",
            action=(view.link(links.CASE_SEARCH), text("search.clear")),
        )
        return
    _show_list(view, filters)


def _read_choices(view: View) -> dict[str, list[str]]:
    found = view.ask("search_choices")
    return {
        name: found.loc[found["filter"] == name, "code"].tolist()
        for name in ("charge", "region", "unit")
    }


def _show_form(view: View, filters: CaseFilters, choices: dict[str, list[str]]) -> None:
    text, labels = view.text, view.labels
    # Widgets remember their value under their key: another address must give other widgets.
    mark = f"{view.language}-{hash(filters)}"
    stages = [OPEN, *STAGES]
    with st.form(f"search-{mark}", border=True):
        first, second = st.columns([5, 1], vertical_alignment="bottom")
        number = first.text_input(
            text("search.filter_q"),
            value=filters.number or "",
            placeholder=text("search.number_example"),
            key=f"number-{mark}",
            icon=":material/search:",
        )
        submitted = second.form_submit_button(
            text("search.submit"), type="primary", width="stretch"
        )
        with st.container(key="search_filters"):
            row = st.columns([1.5, 1.1, 1.8, 1.3, 1.45, 1.6, 1.6])
        with row[0]:
            charge = _select(
                text("search.filter_charge"),
                choices["charge"],
                filters.charge,
                labels.charge,
                text,
                mark,
            )
        with row[1]:
            region = _select(
                text("search.filter_region"),
                choices["region"],
                filters.region,
                labels.region,
                text,
                mark,
            )
        with row[2]:
            unit = _select(
                text("search.filter_unit"), choices["unit"], filters.unit, labels.unit, text, mark
            )
        with row[3]:
            stage = _select(
                text("search.filter_stage"),
                stages,
                filters.stage,
                lambda code: text(f"stage.{code}"),
                text,
                mark,
            )
        basis = row[4].selectbox(
            text("search.filter_basis"),
            STEPS,
            index=STEPS.index(filters.basis),
            format_func=lambda step: text(f"step.{step}"),
            key=f"basis-{mark}",
        )
        first_day = row[5].date_input(
            text("search.filter_from"), filters.first_day, format="YYYY-MM-DD", key=f"from-{mark}"
        )
        last_day = row[6].date_input(
            text("search.filter_to"), filters.last_day, format="YYYY-MM-DD", key=f"to-{mark}"
        )
    if submitted:
        wanted = CaseFilters(
            number.strip() or None, charge, region, unit, stage, basis, first_day, last_day
        )
        _go_to(view, wanted)


def _select(
    label: str, codes: list[str], chosen: str | None, name: Any, text: Any, mark: str
) -> str | None:
    return st.selectbox(
        label,
        codes,
        index=codes.index(chosen) if chosen in codes else None,
        format_func=name,
        placeholder=text("search.any"),
        key=f"{label}-{mark}",
    )


def _go_to(view: View, filters: CaseFilters, *, page: int = 1) -> None:
    values = filters.address_values(page=page)
    if "lang" in st.query_params:
        values["lang"] = view.language
    st.query_params.from_dict(values)
    st.rerun()


def _show_list(view: View, filters: CaseFilters) -> None:
    text, formats = view.text, view.formats
    parameters = filters.parameters()
    offset = (filters.page - 1) * PAGE_ROWS
    found = view.ask("case_search", **parameters, row_limit=PAGE_ROWS, row_offset=offset)
    if found.empty and filters.page > 1:
        _go_to(view, filters)
    if found.empty:
        show_notice(
            text("search.nothing"),
            text("search.nothing_hint"),
            action=(view.link(links.CASE_SEARCH), text("search.clear")) if filters.is_set else None,
        )
        return
    total = int(found["total_count"].iloc[0])
    pages = -(-total // PAGE_ROWS)
    with st.container(
        horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"
    ):
        shown = text.count("search.found", total, number=formats.number(total))
        clear = anchor(view.link(links.CASE_SEARCH), text("search.clear")) if filters.is_set else ""
        show(Markup('<p class="cl-count" role="status"><b>{}</b> {}</p>').format(shown, clear))
        st.download_button(
            text("search.download"),
            data=lambda: _write_csv(view, parameters),
            file_name=f"caseloom-{view.as_of:%Y%m%d}.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
        )
    show(
        table(_headings(view), [_cells(view, row) for row in found.to_dict("records")], label=shown)
    )
    if pages > 1:
        _show_pages(view, filters, pages)


def _show_pages(view: View, filters: CaseFilters, pages: int) -> None:
    with st.container(horizontal=True, horizontal_alignment="center"):
        chosen = st.pagination(pages, default=filters.page, key=f"page-{hash(filters)}")
    if chosen != filters.page:
        _go_to(view, filters, page=chosen)


def _headings(view: View) -> list[Heading]:
    text = view.text
    return [
        Heading(text("search.case"), is_lead=True),
        Heading(text("search.filter_charge")),
        Heading(text("search.place")),
        Heading(text("step.filed"), "date"),
        Heading(text("search.filter_stage"), "mark"),
        Heading(text("search.persons"), "number"),
        Heading(text("search.agencies"), "number"),
        Heading(text("search.last_event"), "date"),
    ]


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
        lines(
            badge(
                view.text.find(f"stage.{row['stage']}") or formats.text(row["stage"]), _tone(row)
            ),
            quiet(view.text("search.since", date=formats.date(row["stage_since"]))),
        ),
        formats.number(row["person_count"]),
        formats.number(row["agency_count"]),
        formats.date(row["last_event_at"]),
    ]


def _tone(row: dict[str, Any]) -> str:
    return "neutral" if row["stage"] == "closed" else "accent"


def _write_csv(view: View, parameters: dict[str, Any]) -> bytes:
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
        text("search.stage_since"): lambda row: formats.date(row["stage_since"]),
        text("search.persons"): lambda row: row["person_count"],
        text("search.agencies"): lambda row: row["agency_count"],
        text("search.last_event"): lambda row: formats.time(row["last_event_at"]),
    }
    return write_rows(columns, read_whole(view.snapshot, load_query("case_search"), parameters))
