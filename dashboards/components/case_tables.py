"""The lists of a case page: persons, events, documents, hand-offs, hearings, property.

Belongs here: one table per kind of line. Keep out: asking for the lines (the page does).
"""

from __future__ import annotations

from typing import Any

import pandas as pd
from markupsafe import Markup

from dashboards.components.link_pairs import likelihood
from dashboards.components.markup import Cell, Heading, badge, lines, quiet, table
from dashboards.components.sources import (
    SourceLinks,
    SourceRow,
    read_source,
    short_source_links,
    source_links,
)
from dashboards.formats import EMPTY, is_empty
from dashboards.view import View

_IN_CUSTODY = "10"


def _own_source(view: View, row: dict[str, Any]) -> Cell:
    return source_links(view, [read_source(row)])


def events_table(view: View, events: pd.DataFrame, sources: SourceLinks) -> Markup:
    """One line per event, with all delivered rows behind it."""
    text, formats, labels = view.text, view.formats, view.labels
    headings = [
        Heading(text("case.when"), "date", is_lead=True),
        Heading(text("case.event")),
        Heading(text("overview.agency"), "mark"),
        Heading(text("case.person")),
        Heading(text("search.filter_unit")),
        Heading(text("case.recorded_at"), "date"),
        Heading(text("case.source")),
    ]
    rows = [
        [
            Markup("{} {}").format(
                formats.time(row["occurred_at"]), _later(view, row["occurred_at"])
            ),
            labels.event(row["event_type"]),
            badge(labels.agency(row["agency"]), row["agency"]),
            formats.text(row["masked_name"]),
            labels.unit(row["unit_code"]),
            quiet(formats.time(row["recorded_at"])),
            source_links(view, sources.get(row["event_id"], [])),
        ]
        for row in events.to_dict("records")
    ]
    return table(headings, rows, label=text("case.events"))


def _later(view: View, moment: Any) -> Cell:
    """A mark on what happened after the day of judgement: it is shown and counted nowhere."""
    if is_empty(moment) or moment.date() <= view.as_of:
        return ""
    return badge(view.text("case.later"), "warn")


def persons_table(view: View, persons: pd.DataFrame, sources: SourceLinks) -> Markup:
    """One line per person and role: where each stands in this case."""
    text = view.text
    headings = [
        Heading(text("case.person"), is_lead=True),
        Heading(text("search.filter_charge")),
        Heading(text("case.custody"), "mark"),
        Heading(text("case.arrest")),
        Heading(text("case.prosecution")),
        Heading(text("case.verdict")),
        Heading(text("case.source")),
    ]
    rows = [_person_cells(view, row, sources) for row in persons.to_dict("records")]
    return table(headings, rows, label=text("case.persons"))


def _person_cells(view: View, row: dict[str, Any], sources: SourceLinks) -> list[Cell]:
    text, formats, labels = view.text, view.formats, view.labels
    age = (
        "" if is_empty(row["age_at_offence"]) else text("case.age", age=int(row["age_at_offence"]))
    )
    return [
        lines(
            Markup("<b>{}</b> {}").format(
                formats.text(row["masked_name"]), badge(_role(view, row["role"]))
            ),
            quiet(age),
        ),
        labels.charge(row["charge_code"]),
        _custody(view, row["custody_status"]),
        labels.name("decision", row["arrest_decision"]),
        labels.name("decision", row["prosecution_decision"]),
        lines(labels.name("decision", row["verdict"]), quiet(_sentence(view, row))),
        short_source_links(view, sources.get(row["person_id"], [])),
    ]


def _role(view: View, role: str) -> str:
    return view.text.find(f"role.{role}") or role


def _custody(view: View, status: Any) -> Cell:
    if is_empty(status):
        return EMPTY
    return badge(
        view.labels.name("custody", status), "warn" if status == _IN_CUSTODY else "neutral"
    )


def _sentence(view: View, row: dict[str, Any]) -> str:
    text, formats = view.text, view.formats
    parts = []
    if not is_empty(row["sentence_type"]):
        parts.append(view.labels.name("sentence_type", row["sentence_type"]))
    if not is_empty(row["sentence_months"]):
        months = int(row["sentence_months"])
        parts.append(text.count("unit.months_count", months, number=formats.number(months)))
    if not is_empty(row["probation_months"]):
        months = int(row["probation_months"])
        parts.append(text.count("case.probation", months, number=formats.number(months)))
    if not is_empty(row["fine_yuan"]):
        parts.append(text("case.fine", amount=formats.yuan(row["fine_yuan"])))
    return text("frame.list_separator").join(parts)


def documents_table(view: View, documents: pd.DataFrame, sources: SourceLinks) -> Markup:
    """One line per document, with its way from the making to the service."""
    text, formats, labels = view.text, view.formats, view.labels
    headings = [
        Heading(text("case.document"), is_lead=True),
        Heading(text("case.issuing_unit")),
        Heading(text("case.made"), "date"),
        Heading(text("case.issued"), "date"),
        Heading(text("case.sent"), "date"),
        Heading(text("case.received"), "date"),
        Heading(text("case.served"), "date"),
        Heading(text("case.source")),
    ]
    rows = []
    for row in documents.to_dict("records"):
        ended: Cell = ""
        if row["is_withdrawn"]:
            when = quiet(formats.time(row["withdrawn_at"]))
            ended = Markup("{} {}").format(badge(text("case.withdrawn"), "bad"), when)
        elif row["is_superseded"]:
            when = quiet(formats.time(row["replaced_at"]))
            ended = Markup("{} {}").format(badge(text("case.superseded"), "warn"), when)
        received: Cell = formats.time(row["received_at"])
        if not is_empty(row["received_by_agency"]):
            received = lines(received, quiet(labels.agency(row["received_by_agency"])))
        rows.append(
            [
                lines(
                    Markup("{} {}").format(
                        labels.name("document_type", row["document_type_code"]), ended
                    ),
                    quiet(formats.text(row["document_no"])),
                ),
                labels.unit(row["issuing_unit_code"]),
                formats.time(row["made_at"]),
                formats.time(row["issued_at"]),
                formats.time(row["sent_at"]),
                received,
                formats.time(row["served_at"]),
                source_links(view, sources.get(row["document_id"], [])),
            ]
        )
    return table(headings, rows, label=text("case.documents"))


def handoffs_table(view: View, handoffs: pd.DataFrame) -> Markup:
    """One line per transfer between agencies."""
    text, formats, labels = view.text, view.formats, view.labels
    headings = [
        Heading(text("case.business"), is_lead=True),
        Heading(text("case.from_unit")),
        Heading(text("case.to_unit")),
        Heading(text("case.sent"), "date"),
        Heading(text("case.received"), "date"),
        Heading(text("case.outcome")),
        Heading(text("case.source")),
    ]
    rows = []
    for row in handoffs.to_dict("records"):
        outcome: Cell = EMPTY
        if not is_empty(row["returned_at"]):
            outcome = lines(badge(text("case.returned"), "bad"), formats.time(row["returned_at"]))
        elif not is_empty(row["accepted_at"]):
            outcome = lines(badge(text("case.accepted"), "good"), formats.time(row["accepted_at"]))
        rows.append(
            [
                labels.name("business_type", row["business_type"]),
                labels.unit(row["from_unit"]),
                labels.unit(row["to_unit"]),
                formats.time(row["sent_at"]),
                formats.time(row["received_at"]),
                outcome,
                _own_source(view, row),
            ]
        )
    return table(headings, rows, label=text("case.handoffs"))


def hearings_table(view: View, hearings: pd.DataFrame) -> Markup:
    """One line per hearing."""
    text, formats, labels = view.text, view.formats, view.labels
    headings = [
        Heading(text("case.when"), "date", is_lead=True),
        Heading(text("case.until"), "date"),
        Heading(text("case.courtroom")),
        Heading(text("case.manner")),
        Heading(text("overview.state")),
        Heading(text("case.source")),
    ]
    rows = [
        [
            formats.time(row["started_at"]),
            formats.time(row["ended_at"]),
            formats.text(row["courtroom_name"]),
            text("case.remote") if row["is_remote"] else text("case.in_person"),
            labels.name("hearing_status", row["hearing_status"]),
            _own_source(view, row),
        ]
        for row in hearings.to_dict("records")
    ]
    return table(headings, rows, label=text("case.hearings"))


def property_table(view: View, items: pd.DataFrame) -> Markup:
    """One line per seized thing."""
    text, formats, labels = view.text, view.formats, view.labels
    headings = [
        Heading(text("case.thing"), is_lead=True),
        Heading(text("case.quantity"), "number"),
        Heading(text("case.value"), "number"),
        Heading(text("case.seized"), "date"),
        Heading(text("overview.state")),
        Heading(text("case.source")),
    ]
    rows = []
    for row in items.to_dict("records"):
        unit = "" if is_empty(row["quantity_unit"]) else row["quantity_unit"]
        rows.append(
            [
                labels.name("property_type", row["property_type_code"]),
                f"{formats.number(row['quantity'], decimals=3)} {unit}",
                formats.yuan(row["value_yuan"]),
                formats.time(row["seized_at"]),
                labels.name("property_status", row["property_status_code"]),
                _own_source(view, row),
            ]
        )
    return table(headings, rows, label=text("case.property"))


def links_table(view: View, found: pd.DataFrame) -> Markup:
    """Why the records of agencies are one case: one line per link."""
    text, formats = view.text, view.formats
    headings = [
        Heading(text("case.link_record"), is_lead=True),
        Heading(text("case.link_from")),
        Heading(text("case.link_reason")),
        Heading(text("case.link_probability"), "number"),
    ]
    rows: list[list[Cell]] = []
    for row in found.to_dict("records"):
        reasons = formats.text(row[f"reason_{'en' if view.language == 'en' else 'zh'}"])
        is_reviewed = row["link_method"] == "reviewed"
        rows.append(
            [
                _linked_record(view, row, "child"),
                _linked_record(view, row, "parent"),
                lines(badge(text("case.link_reviewed"), "good"), reasons)
                if is_reviewed
                else lines(reasons),
                EMPTY if is_reviewed else likelihood(view, row),
            ]
        )
    return table(headings, rows, label=text("case.links"))


def _linked_record(view: View, row: dict[str, Any], side: str) -> Cell:
    source = SourceRow(
        row[f"{side}_table"], row[f"{side}_source_file"], int(row[f"{side}_source_row"])
    )
    return lines(
        Markup("{} {}").format(
            badge(view.labels.agency(row[f"{side}_agency"]), row[f"{side}_agency"]),
            view.formats.text(row[f"{side}_case_no"]),
        ),
        source_links(view, [source]),
    )
