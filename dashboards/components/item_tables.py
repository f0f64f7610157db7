"""Supervision items in lists, their notes and the log of their changes.

Belongs here: tables and marks of items. Keep out: changing them (the page of an item does).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup

from dashboards import links
from dashboards.components.markup import Cell, Heading, anchor, badge, lines, quiet, table
from dashboards.components.subjects import rule_name
from dashboards.formats import EMPTY
from dashboards.view import View
from pipelines.appdb.audit import AuditEntry
from pipelines.appdb.supervision import SupervisionItem, SupervisionNote

_TONES = {"open": "bad", "assigned": "warn", "replied": "accent", "closed": "good"}
# What of an item's state the log shows when it changes; the rest follows from it.
_SHOWN_CHANGES = ("state", "assigned_unit", "conclusion")


def state_badge(view: View, state: str) -> Markup:
    """The state of an item as a mark."""
    return badge(view.text(f"item_state.{state}"), _TONES.get(state, "neutral"))


def items_table(
    view: View, items: Iterable[SupervisionItem], cases: Mapping[str, dict[str, Any]], *, label: str
) -> Markup:
    """One line per item; of a case that is not shown any more nothing but its item."""
    text, formats, labels = view.text, view.formats, view.labels
    headings = [
        Heading(text("items.item"), is_lead=True),
        Heading(text("search.case")),
        Heading(text("overview.state"), "mark"),
        Heading(text("items.assigned_unit")),
        Heading(text("items.opened"), "date"),
        Heading(text("items.changed"), "date"),
    ]
    rows: list[list[Cell]] = []
    for item in items:
        case = cases.get(item.case_id)
        conclusion = text(f"conclusion.{item.conclusion}") if item.conclusion else ""
        rows.append(
            [
                lines(
                    anchor(
                        view.link(links.ITEM, id=item.item_id),
                        rule_name(view, item.subject_kind, item.rule_id),
                    ),
                    quiet(text(f"items.kind_{item.subject_kind}")),
                ),
                lines(formats.text(case["case_title"]), quiet(formats.text(case["case_no"])))
                if case
                else quiet(text("items.case_not_shown")),
                lines(state_badge(view, item.state), quiet(conclusion)),
                labels.unit(item.assigned_unit),
                lines(formats.time(item.opened_at), quiet(item.opened_by)),
                formats.time(item.changed_at),
            ]
        )
    return table(headings, rows, label=label)


def notes_list(view: View, notes: Iterable[SupervisionNote]) -> Markup:
    """Notes and replies, oldest first."""
    text, formats, labels = view.text, view.formats, view.labels
    shown = Markup("").join(
        Markup(
            '<li class="cl-note-{}"><p>{} <span class="cl-quiet">{}</span></p><p>{}</p></li>'
        ).format(
            note.kind,
            badge(text(f"items.{note.kind}"), "accent" if note.kind == "reply" else "neutral"),
            Markup(" · ").join(
                part
                for part in (
                    labels.unit(note.unit_code) if note.unit_code else "",
                    note.written_by,
                    formats.time(note.written_at),
                )
                if part
            ),
            Markup("<br>").join(note.body.splitlines()),
        )
        for note in notes
    )
    return Markup('<ol class="cl-notes" aria-label="{}">{}</ol>').format(text("items.notes"), shown)


def log_table(view: View, entries: Iterable[AuditEntry]) -> Markup:
    """Every change: when, who, what, from what to what."""
    text, formats = view.text, view.formats
    headings = [
        Heading(text("items.when"), "date", is_lead=True),
        Heading(text("items.who")),
        Heading(text("items.what"), "mark"),
        Heading(text("items.change")),
    ]
    rows: list[list[Cell]] = [
        [
            formats.time(entry.recorded_at),
            entry.actor,
            text(f"item_step.{entry.action}"),
            _changes(view, entry),
        ]
        for entry in entries
    ]
    return table(headings, rows, label=text("items.log"))


def _changes(view: View, entry: AuditEntry) -> Cell:
    before = entry.before or {}
    parts: list[Cell] = []
    for name in _SHOWN_CHANGES:
        old, new = before.get(name), entry.after.get(name)
        if old != new:
            parts.append(
                Markup("{}: {} → {}").format(
                    view.text(f"items.{name}"), _value(view, name, old), _value(view, name, new)
                )
            )
    note = entry.after.get("note")
    if note:
        parts.append(quiet(note["body"]))
    return lines(*parts)


def _value(view: View, name: str, value: str | None) -> str:
    if value is None:
        return EMPTY
    if name == "assigned_unit":
        return view.labels.unit(value)
    return view.text(f"item_state.{value}" if name == "state" else f"conclusion.{value}")
