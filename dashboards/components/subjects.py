"""What a supervision item is about: a clock or a finding, as published now and as it was then.

Belongs here: reading a subject and saying what it is in a few facts. Keep out: the steps of an item.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from dashboards import links
from dashboards.components.clock_tables import days_text, moment, reason_text, status_badge
from dashboards.components.markup import Cell, anchor, facts, lines, quiet
from dashboards.formats import is_empty
from dashboards.view import View
from pipelines.appdb.supervision import Subject, SupervisionItem

# Per kind: the relation, its key, and what an item keeps of it (plain values).
_RELATIONS = {"clock": ("fct_clocks", "clock_id"), "finding": ("fct_findings", "finding_id")}
_KEPT = {
    "clock": (
        "status", "started_at", "due_at", "ended_at", "days_over", "days_left", "article",
        "reason", "reason_en",
    ),
    "finding": ("severity", "first_seen_at", "reason_zh", "reason_en"),
}  # fmt: skip


@dataclass(frozen=True)
class ShownSubject:
    """A subject as it is published now; ``row`` has all its columns and those of its case."""

    kind: str
    subject_id: str
    row: dict[str, Any]


def find_subject(view: View, kind: str, subject_id: str) -> ShownSubject | None:
    """The subject in the version in force; None when it is not there, or sealed."""
    found = view.ask(f"{kind}_subject", subject_id=subject_id).to_dict("records")
    return ShownSubject(kind, subject_id, found[0]) if found else None


def is_sealed(view: View, item: SupervisionItem) -> bool:
    """Whether what the item is about may not be shown any more."""
    relation, key = _RELATIONS[item.subject_kind]
    return view.snapshot.is_left_out(
        "dim_cases", case_id=item.case_id
    ) or view.snapshot.is_left_out(relation, **{key: item.subject_id})


def subject_to_open(view: View, shown: ShownSubject) -> Subject:
    """What an item keeps of the subject on its first day."""
    row = shown.row
    evidence = {
        name: None if is_empty(row[name]) else _plain(row[name]) for name in _KEPT[shown.kind]
    }
    return Subject(
        shown.kind,
        shown.subject_id,
        row["case_id"],
        row["rule_id"],
        None if is_empty(row["unit_code"]) else row["unit_code"],
        {**evidence, "snapshot": view.snapshot.version},
    )


def _plain(value: Any) -> str | int | float | bool:
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value.item() if hasattr(value, "item") else value


def rule_name(view: View, kind: str, rule_id: str) -> str:
    """The name of the rule of either kind."""
    return view.labels.name(f"{kind}_rule", rule_id)


def subject_facts(view: View, shown: ShownSubject) -> Markup:
    """The subject as published now: its case, its state, why, and who is to act."""
    text, formats, labels = view.text, view.formats, view.labels
    row = shown.row
    pairs: list[tuple[str, Cell]] = [
        (
            text("search.case"),
            lines(
                anchor(
                    view.link(links.CASE, case_id=row["case_id"], clock=row.get("clock_id")),
                    formats.text(row["case_title"]),
                ),
                quiet(formats.text(row["case_no"])),
            ),
        ),
        (text("items.unit"), labels.unit(row["unit_code"])),
    ]
    if shown.kind == "clock":
        pairs += [
            (text("clock.due"), moment(view, row, "due_at")),
            (
                text("overview.state"),
                lines(status_badge(view, row["status"]), days_text(view, row)),
            ),
        ]
        reason, source = reason_text(view, row), formats.text(row["article"])
    else:
        pairs.append((text("finding.first_seen"), formats.date(row["first_seen_at"])))
        reason, source = finding_reason(view, row), ""
    return Markup('{}<p class="cl-why"><b>{}</b> {}</p>').format(facts(pairs), source, reason)


def kept_facts(view: View, item: SupervisionItem) -> Markup:
    """What the item was opened on, as published then."""
    text, formats = view.text, view.formats
    kept = item.evidence
    pairs: list[tuple[str, Cell]] = [(text("items.snapshot"), formats.text(kept.get("snapshot")))]
    if item.subject_kind == "clock":
        pairs += [
            (text("clock.due"), formats.time(kept.get("due_at"))),
            (text("overview.state"), status_badge(view, str(kept.get("status")))),
            (text("clock.over_column"), formats.number(kept.get("days_over"))),
        ]
        reason = reason_text(view, {"reason": None, "reason_en": None, **kept})
    else:
        reason = finding_reason(view, {"reason_zh": None, "reason_en": None, **kept})
    return Markup('{}<p class="cl-why"><b>{}</b> {}</p>').format(
        facts(pairs), formats.text(kept.get("article")), reason
    )


def finding_reason(view: View, row: dict[str, Any]) -> str:
    """Why a finding was made, in the reader's language."""
    wanted = row["reason_en"] if view.language == "en" else row["reason_zh"]
    return view.formats.text(row["reason_zh"] if is_empty(wanted) else wanted)
