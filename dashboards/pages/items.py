"""Supervision items: what was opened, where it stands, who is to answer.

Belongs here: the list and its filters. Keep out: changing an item (it has a page of its own).
"""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from dashboards import links
from dashboards.components.frame import show_heading
from dashboards.components.item_tables import items_table
from dashboards.components.markup import show
from dashboards.components.notices import show_notice
from dashboards.view import View
from pipelines.appdb.supervision import SupervisionItem, list_items
from pipelines.appdb.tables import STATES

PAGE_ROWS = 25
# What is shown first: everything that somebody still has to do something about.
UNFINISHED = "unfinished"
_VIEWS = {UNFINISHED: STATES[:-1], **{state: (state,) for state in STATES}}


def show_page(view: View) -> None:
    """The whole page."""
    text = view.text
    show_heading(view, text("items.title"), text("items.subtitle"))
    wanted = st.query_params.get("state") or UNFINISHED
    unit = st.query_params.get("unit")
    if wanted not in _VIEWS:
        show_notice(
            text("search.broken"),
            text("search.broken_hint", names=text("overview.state")),
            tone="warn",
            action=(view.link(links.ITEMS), text("search.clear")),
        )
        return
    items = list_items(view.application)
    if not items:
        show_notice(
            text("items.none"),
            text("items.none_hint"),
            action=(view.link(links.OVERDUE), text("overdue.title")),
        )
        return
    state, unit = _show_filters(view, items, wanted, unit)
    found = [
        item
        for item in items
        if item.state in _VIEWS[state] and (unit is None or item.assigned_unit == unit)
    ]
    _show_list(view, found, f"{state}-{unit}")


def _show_filters(
    view: View, items: list[SupervisionItem], state: str, unit: str | None
) -> tuple[str, str | None]:
    """The filters of the address as widgets; a change goes into the address."""
    text, labels = view.text, view.labels
    counts = {name: sum(item.state in states for item in items) for name, states in _VIEWS.items()}
    present = {item.assigned_unit for item in items}
    units = [code for code in labels.all_names("unit") if code in present]
    mark = f"{view.language}-{state}-{unit}"
    with st.container(border=True, key="item_filters"):
        first, second = st.columns([3, 2])
        chosen = first.segmented_control(
            text("overview.state"),
            list(_VIEWS),
            default=state,
            required=True,
            format_func=lambda name: (
                f"{text(f'item_state.{name}')} {view.formats.number(counts[name])}"
            ),
            key=f"state-{mark}",
            wrap=True,
        )
        chosen_unit = second.selectbox(
            text("items.assigned_unit"),
            units,
            index=units.index(unit) if unit in units else None,
            format_func=labels.unit,
            placeholder=text("search.any"),
            key=f"unit-{mark}",
        )
    if (chosen, chosen_unit) != (state, unit if unit in units else None):
        values = {"state": None if chosen == UNFINISHED else chosen, "unit": chosen_unit}
        kept = {"lang": view.language} if "lang" in st.query_params else {}
        st.query_params.from_dict({**kept, **{n: v for n, v in values.items() if v is not None}})
        st.rerun()
    return state, unit if unit in units else None


def _show_list(view: View, items: list[SupervisionItem], mark: str) -> None:
    text, number = view.text, view.formats.number
    if not items:
        show_notice(text("items.nothing"), text("search.nothing_hint"))
        return
    label = text.count("items.found", len(items), number=number(len(items)))
    show(Markup('<p class="cl-count" role="status"><b>{}</b></p>').format(label))
    pages = -(-len(items) // PAGE_ROWS)
    key = f"items-page-{mark}"
    page = min(int(st.session_state.get(key, 1)), pages)
    shown = items[(page - 1) * PAGE_ROWS : page * PAGE_ROWS]
    found = view.ask("item_cases", case_ids=sorted({item.case_id for item in shown}))
    cases = {row["case_id"]: row for row in found.to_dict("records")}
    show(items_table(view, shown, cases, label=label))
    if pages > 1:
        with st.container(horizontal=True, horizontal_alignment="center"):
            st.pagination(pages, key=key)
