"""Reconciliation (对账): what one agency says it sent and the next says it received, down to delivered rows.

Belongs here: the two sides of a period and the list of what differs. Keep out: explanations: a difference is
a question to both agencies, not a finding against one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from dashboards import links
from dashboards.components.address_form import Choice, show_form
from dashboards.components.export_menu import absolute
from dashboards.components.frame import show_heading, show_section
from dashboards.components.markup import Cell, Heading, anchor, badge, lines, quiet, show, table
from dashboards.components.metric_choices import (
    chosen_days,
    code_choice,
    period_choice,
    read_periods,
)
from dashboards.components.notices import show_notice
from dashboards.components.page_tools import PageTools, open_tools
from dashboards.components.set_cases import hand_agency, set_address
from dashboards.components.sources import read_source, source_links
from dashboards.exports.package import Column, ExportTable
from dashboards.formats import EMPTY
from dashboards.metrics.case_sets import SetScope, count_facts
from dashboards.view import View
from models.metrics.periods import Period

PAGE_ROWS = 25
# Business types that make the receiver open a record of its own.
ROUTES = ("B201", "B301", "B401")
SIDES = ("sent_only", "record_only")
_QUERIES = {"sent_only": "unmatched_handoffs", "record_only": "unmatched_records"}


@dataclass(frozen=True)
class _Asked:
    """What the address asks for."""

    name: str
    period: Period
    region: str | None
    route: str | None
    side: str

    @property
    def scope(self) -> SetScope:
        return SetScope(self.region)


def show_page(view: View) -> None:
    """The whole page."""
    text = view.text
    show_heading(view, text("reconciliation.title"), text("reconciliation.subtitle"))
    periods = read_periods(view)
    if periods.empty:
        show_notice(text("overview.no_cases"), text("overview.no_cases_hint"))
        return
    choices = [
        period_choice(view),
        code_choice(view, "region"),
        Choice(
            "route",
            text("collaboration.type"),
            ROUTES,
            lambda code: view.labels.name("business_type", code),
            width=1.4,
        ),
        Choice(
            "side",
            text("reconciliation.side"),
            SIDES,
            lambda side: text(f"reconciliation.{side}"),
            SIDES[0],
            1.8,
        ),
    ]
    values = show_form(view, links.RECONCILIATION, choices, key="reconciliation")
    if values is None:
        return
    name, period = chosen_days(periods, values["period"])
    asked = _Asked(name, period, values["region"], values["route"], str(values["side"]))
    tools = open_tools(view, links.RECONCILIATION, text("reconciliation.title"), (choices, values))
    tools.count_on("handover_reconciliation_gap")
    _show_routes(tools, asked)
    _show_differences(tools, asked)
    _show_ways(tools, asked)
    tools.close()


def _show_routes(tools: PageTools, asked: _Asked) -> None:
    """Both sides of the routes that must agree."""
    view = tools.view
    text, number = view.text, view.formats.number
    sent = count_facts(
        view, "handoffs", asked.period, asked.scope, by=["business_type", "outcome", "record"]
    )
    records = count_facts(
        view, "records", asked.period, asked.scope, by=["business_type", "handoff"]
    )
    headings = [
        Heading(text("collaboration.type"), is_lead=True),
        Heading(text("reconciliation.sent"), "number"),
        Heading(text("reconciliation.with_record"), "number"),
        Heading(text("reconciliation.sent_only"), "number"),
        Heading(text("reconciliation.records"), "number"),
        Heading(text("reconciliation.with_handoff"), "number"),
        Heading(text("reconciliation.record_only"), "number"),
    ]

    def linked(set_id: str, count: float, **fixed: str) -> Cell:
        shown = number(count)
        address = set_address(view, set_id, asked.period, asked.scope, **fixed)
        return anchor(address, shown) if count else shown

    rows: list[list[Cell]] = []
    for route in ROUTES if asked.route is None else (asked.route,):
        of_route = sent[(sent["business_type"] == route) & (sent["record"] != "not_due")]
        opened = records[records["business_type"] == route]
        matched, missing = (
            float(of_route.loc[of_route["record"] == word, "weight"].sum())
            for word in ("yes", "no")
        )
        known, unknown = (
            float(opened.loc[opened["handoff"] == word, "weight"].sum()) for word in ("yes", "no")
        )
        rows.append(
            [
                lines(
                    view.labels.name("business_type", route), quiet(text(f"reconciliation.{route}"))
                ),
                linked("handoffs", matched + missing, business_type=route, record_due="yes"),
                linked("handoffs", matched, business_type=route, record="yes"),
                linked("handoffs", missing, business_type=route, record="no"),
                linked("records", known + unknown, business_type=route),
                linked("records", known, business_type=route, handoff="yes"),
                linked("records", unknown, business_type=route, handoff="no"),
            ]
        )
    show_section(
        text("reconciliation.routes", period=asked.name), text("reconciliation.routes_note")
    )
    tools.show_table(headings, rows, label=text("reconciliation.routes", period=asked.name))


def _show_differences(tools: PageTools, asked: _Asked) -> None:
    """The difference as a list, each line with its delivered row."""
    view = tools.view
    text, number = view.text, view.formats.number
    show_section(text(f"reconciliation.list_{asked.side}"), text("reconciliation.list_note"))
    mark = f"differences-{hash(asked)}"
    page = int(st.session_state.get(mark, 1))
    whole = view.ask(
        _QUERIES[asked.side],
        first_day=asked.period.first_day,
        last_day=asked.period.last_day,
        region=asked.region,
        business_type=asked.route,
    )
    found = whole.iloc[(page - 1) * PAGE_ROWS : page * PAGE_ROWS]
    if found.empty:
        show_notice(text("reconciliation.none"), text("reconciliation.none_hint"))
        return
    total = len(whole)
    label = text.count("reconciliation.found", total, number=number(total))
    show(Markup('<p class="cl-count" role="status"><b>{}</b></p>').format(label))
    headings = [
        Heading(text("reconciliation.record_no"), is_lead=True),
        Heading(text("collaboration.type")),
        Heading(text("search.case")),
        Heading(text("reconciliation.units")),
        Heading(text("reconciliation.day"), "date"),
        Heading(text("case.source")),
    ]
    show(table(headings, [_cells(view, row) for row in found.to_dict("records")], label=label))
    tools.tables.append(_whole_list(view, whole, text(f"reconciliation.list_{asked.side}")))
    pages = -(-total // PAGE_ROWS)
    if pages > 1:
        with st.container(horizontal=True, horizontal_alignment="center"):
            st.pagination(pages, key=mark)


def _whole_list(view: View, whole: pd.DataFrame, title: str) -> ExportTable:
    """The list for a file: every line, not the page that is shown."""
    text, labels, formats = view.text, view.labels, view.formats
    columns = ("record_no", "business_type", "case_title", "from_unit", "to_unit", "happened_at")
    write = (
        formats.text,
        lambda code: labels.name("business_type", code),
        formats.text,
        labels.unit,
        labels.unit,
        formats.time,
    )
    rows = [
        (*(form(value) for form, value in zip(write, row[:6], strict=True)), f"{row[6]} #{row[7]}")
        for row in whole[[*columns, "_source_file", "_source_row"]].itertuples(
            index=False, name=None
        )
    ]
    addresses = {
        (place, 2): absolute(view.link(links.CASE, case_id=case_id))
        for place, case_id in enumerate(whole["case_id"])
        if not pd.isna(case_id)
    }
    headings = (
        text("reconciliation.record_no"),
        text("collaboration.type"),
        text("search.case"),
        text("collaboration.sender"),
        text("collaboration.receiver"),
        text("reconciliation.day"),
        text("case.source"),
    )
    return ExportTable(
        title, tuple(Column(heading) for heading in headings), tuple(rows), addresses
    )


def _cells(view: View, row: dict[str, Any]) -> list[Cell]:
    formats, labels = view.formats, view.labels
    case: Cell = view.text("metric_cases.without_case")
    if not pd.isna(row["case_id"]):
        case = anchor(
            view.link(links.CASE, case_id=row["case_id"]), formats.text(row["case_title"])
        )
    units = [labels.unit(row[end]) for end in ("from_unit", "to_unit") if not pd.isna(row[end])]
    return [
        formats.text(row["record_no"]),
        labels.name("business_type", row["business_type"]),
        case,
        lines(*units),
        formats.time(row["happened_at"]),
        source_links(view, [read_source(row)]),
    ]


def _show_ways(tools: PageTools, asked: _Asked) -> None:
    """Every hand-off of the period from agency to agency: sent = received + on the way + returned."""
    view = tools.view
    text, number = view.text, view.formats.number
    counted = count_facts(
        view,
        "handoffs",
        asked.period,
        asked.scope,
        by=["sender_agency", "receiver_agency", "outcome"],
    )
    show_section(text("reconciliation.ways"), text("reconciliation.ways_note"))
    if counted.empty:
        show_notice(text("collaboration.nothing"), text("search.nothing_hint"))
        return
    outcomes = ("received", "on_the_way", "returned")
    headings = [
        Heading(text("collaboration.sender"), is_lead=True),
        Heading(text("collaboration.receiver")),
        Heading(text("collaboration.sent"), "number"),
        *[Heading(text(f"member.{outcome}"), "number") for outcome in outcomes],
        Heading(text("reconciliation.adds_up"), "mark"),
    ]
    rows: list[list[Cell]] = []
    for (sender, receiver), group in counted.groupby(["sender_agency", "receiver_agency"]):
        fixed = {"sender_agency": str(sender), "receiver_agency": str(receiver)}
        parts = {
            outcome: float(group.loc[group["outcome"] == outcome, "weight"].sum())
            for outcome in outcomes
        }
        sent = float(group["weight"].sum())
        is_whole = sent == sum(parts.values())
        cells: list[Cell] = [hand_agency(view, str(end)) for end in (sender, receiver)]
        cells.append(
            anchor(set_address(view, "handoffs", asked.period, asked.scope, **fixed), number(sent))
        )
        for outcome, count in parts.items():
            address = set_address(
                view, "handoffs", asked.period, asked.scope, **fixed, outcome=outcome
            )
            cells.append(anchor(address, number(count)) if count else number(count))
        mark = "yes" if is_whole else "no"
        cells.append(badge(text(f"reconciliation.adds_{mark}"), "good" if is_whole else "bad"))
        rows.append([cell if cell else EMPTY for cell in cells])
    tools.show_table(headings, rows, label=text("reconciliation.ways"))
