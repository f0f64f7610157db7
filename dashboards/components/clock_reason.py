"""The arithmetic of one clock, step by step, from the reason that came with it.

Belongs here: turning ``reason_detail`` into lines. Keep out: computing anything; the sentence that the
engine wrote (``reason``) says the same in one breath.
"""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from dashboards.components.markup import Cell, badge
from dashboards.formats import is_empty
from dashboards.view import View


def explanation(view: View, row: dict[str, Any]) -> Markup:
    """A part that opens: every step of the arithmetic, in order; nothing where there is none."""
    if is_empty(row.get("reason_detail")):
        return Markup("")
    steps = Markup("").join(
        Markup("<li><span>{}</span> {}</li>").format(name, value)
        for name, value in arithmetic(view, json.loads(row["reason_detail"]))
    )
    return Markup('<details class="cl-steps"><summary>{}</summary><ol>{}</ol></details>').format(
        view.text("clock.arithmetic"), steps
    )


def arithmetic(view: View, detail: dict[str, Any]) -> list[tuple[str, Cell]]:
    """Steps (what, value): start, term, each change, total, last day, due, end."""
    text, labels = view.text, view.labels
    start, end, total = (detail.get(name) or {} for name in ("start", "end", "total"))
    steps: list[tuple[str, Cell]] = [
        (
            text("clock.step_start"),
            _joined(start.get("from"), labels.event(start.get("event_type"))),
        ),
        (text("clock.step_term"), length(view, detail.get("term") or {})),
    ]
    steps += [_change(view, change) for change in detail.get("changes") or []]
    held = int(total.get("days_held") or 0)
    if detail.get("changes"):
        whole = length(view, total)
        steps.append((text("clock.step_total"), _joined(whole, _held(view, held) if held else "")))
    if detail.get("end_day"):
        steps.append((text("clock.step_end_day"), detail["end_day"]))
    if detail.get("due") and str(detail["due"])[:10] != str(detail.get("end_day"))[:10]:
        steps.append((text("clock.step_postponed"), detail["due"]))
    if detail.get("in_custody") is not None:
        is_held, is_free = text("clock.step_held"), text("clock.step_free")
        steps.append((text("clock.step_custody"), is_held if detail["in_custody"] else is_free))
    if end.get("at"):
        steps.append(
            (text("clock.step_end"), _joined(end["at"], labels.event(end.get("event_type"))))
        )
    return steps


def length(view: View, term: dict[str, Any]) -> str:
    """``2 个月 15 天``."""
    text, number = view.text, view.formats.number
    parts = [
        text.count(f"unit.{unit}_count", int(term[unit]), number=number(term[unit]))
        for unit in ("months", "days", "hours")
        if term.get(unit)
    ]
    return " ".join(parts) or text("clock.no_length")


def _change(view: View, change: dict[str, Any]) -> tuple[str, Cell]:
    """An extension, suspension or restart; a void one says why."""
    text, labels = view.text, view.labels
    kind = text.find(f"clock.change_{change.get('kind')}") or str(change.get("kind"))
    until, held = change.get("until"), int(change.get("days_held") or 0)
    period = f"{change.get('from')} – {until}" if until else change.get("from")
    parts: list[Cell] = [
        str(period or ""),
        labels.event(change.get("event_type")),
        str(change.get("extension") or ""),
        _held(view, held) if held else "",
        str(change.get("article") or ""),
    ]
    if change.get("is_valid") is False:
        why = text.find(f"clock.void_{change.get('void_reason')}") or change.get("void_reason")
        parts.append(Markup("{} {}").format(badge(text("clock.void"), "bad"), why or ""))
    return kind, _joined(*parts)


def _held(view: View, days: int) -> str:
    return view.text.count("clock.days_held", days, number=view.formats.number(days))


def _joined(*parts: Cell | None) -> Markup:
    return Markup(" · ").join(part for part in parts if part)
