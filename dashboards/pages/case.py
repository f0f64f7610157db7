"""Case page: the whole process of one case on one axis, and every line with its delivered row.

Belongs here: the order of the parts. Keep out: persons beyond their part in this case.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from dashboards import links
from dashboards.components.case_clocks import show_case_clocks
from dashboards.components.case_tables import (
    documents_table,
    events_table,
    handoffs_table,
    hearings_table,
    links_table,
    persons_table,
    property_table,
)
from dashboards.components.charts import show_chart
from dashboards.components.frame import show_heading, show_section
from dashboards.components.markup import anchor, badge, facts, lines, quiet, show
from dashboards.components.notices import show_notice
from dashboards.components.process import read_process
from dashboards.components.sources import SourceLinks, read_sources
from dashboards.components.timeline import Process, axis_span, draw_timeline
from dashboards.view import View

_CHART_KEY = "timeline"


def show_page(view: View) -> None:
    """The whole page of the case in the address."""
    text = view.text
    case_id = st.query_params.get("case_id")
    back = (view.link(links.CASE_SEARCH), text("case.to_search"))
    if not case_id:
        show_heading(view, text("case.title"))
        show_notice(text("case.none_chosen"), text("case.none_chosen_hint"), action=back)
        return
    header = view.ask("case_header", case_id=case_id)
    if header.empty:
        show_heading(view, text("case.title"))
        show_notice(
            text("case.unknown"),
            text("case.unknown_hint", case_id=case_id),
            tone="warn",
            action=back,
        )
        return
    case = header.to_dict("records")[0]
    _show_header(view, case)
    events = view.ask("case_events", case_id=case_id)
    sources = read_sources(view, "case_event_sources", "event_id", case_id)
    process = read_process(view, case, events)
    _show_timeline(view, case, process, events, sources)
    _show_clocks(view, case_id, process)
    show_section(text("case.persons"), text("case.persons_note"))
    persons = view.ask("case_persons", case_id=case_id)
    person_sources = read_sources(view, "case_person_sources", "person_id", case_id)
    _show_persons(view, case_id, persons, person_sources)
    _show_lists(view, case_id, events, sources)


def _show_header(view: View, case: dict[str, Any]) -> None:
    text, formats, labels = view.text, view.formats, view.labels
    stage = badge(
        text.find(f"stage.{case['stage']}") or formats.text(case["stage"]),
        "neutral" if case["is_closed"] else "accent",
    )
    show_heading(
        view,
        formats.text(case["case_title"]),
        Markup("{} {}").format(stage, text("search.since", date=formats.date(case["stage_since"]))),
        kicker=Markup("{} / {}").format(
            anchor(view.link(links.CASE_SEARCH), text("search.title")),
            formats.text(case["case_no"]),
        ),
    )
    first, last = case["first_event_at"], case["last_event_at"]
    days = (last - first).days if pd.notna(first) and pd.notna(last) else None
    length = text.count("unit.days_count", days, number=formats.number(days)) if days else ""
    with st.container(border=True, key="case_facts"):
        show(
            facts(
                [
                    (text("search.filter_charge"), labels.charge(case["lead_charge_code"])),
                    (text("search.filter_region"), labels.region(case["region_code"])),
                    (text("case.lead_unit"), labels.unit(case["lead_unit_code"])),
                    (text("step.filed"), formats.date(case["filed_at"])),
                    (text("search.persons"), formats.number(case["person_count"])),
                    (text("case.first_event"), formats.date(first)),
                    (text("search.last_event"), lines(formats.date(last), quiet(length))),
                ]
            )
        )
        numbers = view.ask("case_numbers", case_id=case["case_id"])
        chips = Markup(" ").join(
            Markup('<span class="cl-chip"><i class="cl-dot cl-{}"></i>{} <b>{}</b></span>').format(
                row["agency"],
                text.find(f"number.{row['agency']}.{row['number_kind']}") or row["number_kind"],
                row["number"],
            )
            for row in numbers.to_dict("records")
        )
        show(Markup('<div class="cl-chips">{}</div>').format(chips))
        _show_likes(view, case["case_id"])


def _show_likes(view: View, case_id: str) -> None:
    """Ways to cases that are like this one, or of one series with it."""
    text = view.text
    ways = [anchor(view.link(links.SIMILAR, case_id=case_id), text("similar.open"))]
    for row in view.ask("case_series", case_id=case_id).to_dict("records"):
        hint = text("series.case_hint", number=view.formats.number(row["case_count"]))
        ways.append(anchor(view.link(links.SERIES, series_id=row["series_id"]), hint))
    show(Markup('<p class="cl-note">{}</p>').format(Markup(" · ").join(ways)))


def _show_timeline(
    view: View,
    case: dict[str, Any],
    process: Process,
    events: pd.DataFrame,
    sources: SourceLinks,
) -> None:
    text = view.text
    show_section(text("case.process"), text("case.process_note"))
    if process.events.empty:
        show_notice(text("case.no_events"), text("case.no_events_hint"))
        return
    with st.container(border=True, key="process"):
        chosen = show_chart(
            draw_timeline(process, is_narrow=_is_narrow()),
            key=f"{_CHART_KEY}-{case['case_id']}-{view.language}",
            description=text("case.process_note"),
            is_selectable=True,
        )
        if chosen:
            wanted = {event_id for point in chosen for event_id in str(point[1]).split(" ")}
            show(events_table(view, events[events["event_id"].isin(wanted)], sources))


def _is_narrow() -> bool:
    return "Mobi" in (st.context.headers.get("User-Agent") or "")


def _show_clocks(view: View, case_id: str, process: Process) -> None:
    text = view.text
    clocks = view.ask("case_clocks", case_id=case_id)
    show_section(text("clock.title"), text("clock.note"))
    if clocks.empty:
        show_notice(text("clock.none"), text("clock.none_hint"))
        return
    show_case_clocks(
        view,
        clocks,
        view.ask("case_clock_sources", case_id=case_id),
        chosen=st.query_params.get("clock"),
        span=axis_span(process) if not process.events.empty else (process.now, process.now),
        is_narrow=_is_narrow(),
    )


def _show_persons(view: View, case_id: str, persons: pd.DataFrame, sources: SourceLinks) -> None:
    text = view.text
    if persons.empty:
        show_notice(text("case.no_persons"), text("case.nothing_hint"))
    else:
        show(persons_table(view, persons, sources))
    sealed = view.snapshot.sealed_count("fct_case_persons", case_id=case_id)
    if sealed:
        note = text.count("case.sealed_persons", sealed, number=view.formats.number(sealed))
        show(Markup('<p class="cl-note">{}</p>').format(note))


def _show_lists(view: View, case_id: str, events: pd.DataFrame, sources: SourceLinks) -> None:
    text, number = view.text, view.formats.number
    documents = view.ask("case_documents", case_id=case_id)
    handoffs = view.ask("case_handoffs", case_id=case_id)
    hearings = view.ask("case_hearings", case_id=case_id)
    items = view.ask("case_property", case_id=case_id)
    joined = view.ask("case_links", case_id=case_id)
    document_sources = read_sources(view, "case_document_sources", "document_id", case_id)
    parts = [
        ("case.events", events, lambda: events_table(view, events, sources)),
        ("case.documents", documents, lambda: documents_table(view, documents, document_sources)),
        ("case.handoffs", handoffs, lambda: handoffs_table(view, handoffs)),
        ("case.hearings", hearings, lambda: hearings_table(view, hearings)),
        ("case.property", items, lambda: property_table(view, items)),
        ("case.links", joined, lambda: links_table(view, joined)),
    ]
    nothing = (text("case.nothing"), text("case.nothing_hint"))
    alone = (text("case.no_links"), text("case.no_links_hint"))
    tabs = st.tabs([f"{text(key)} {number(len(frame))}" for key, frame, _ in parts])
    for tab, (key, frame, draw) in zip(tabs, parts, strict=True):
        with tab:
            if frame.empty:
                show_notice(*(alone if key == "case.links" else nothing))
            else:
                show(draw())
