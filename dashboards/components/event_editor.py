"""The events of the calculator as rows that people fill in: what, when, whom, with which attributes.

Belongs here: the widgets of a row and what they hold. Keep out: computing and addresses.

Real fields instead of a grid on a canvas: they have labels for screen readers and room on a phone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

import streamlit as st

from dashboards.calculation import TypedEvent, read_pair, write_pair
from dashboards.view import View
from pipelines.clock_vocabulary import (
    EXTENSION_EVENT,
    EXTENSION_FIELDS,
    ClockVocabulary,
    ExtensionKind,
)


class UnfinishedEventError(ValueError):
    """A row that cannot be used yet; ``number`` counts from 1, ``field`` is when or time."""

    def __init__(self, number: int, field: str) -> None:
        super().__init__(number, field)
        self.number = number
        self.field = field


def edit_events(
    view: View,
    vocabulary: ClockVocabulary,
    given: Sequence[TypedEvent],
    *,
    rule: str | None,
    mark: str,
) -> list[dict[str, Any]]:
    """Rows for the events of the address and those that were added; returns what they hold.

    ``mark`` stands for the address: another one begins with its own events.
    """
    text = view.text
    key = f"calculator_rows-{mark}"
    rows: list[int] = st.session_state.setdefault(key, list(range(max(len(given), 1))))
    options = list(vocabulary.events_for(rule))
    held = []
    for number, row in enumerate(rows, start=1):
        event = given[row] if row < len(given) else None
        with st.container(border=True, key=f"calculator_event_{number}"):
            fields, end = st.columns([9, 1.1], vertical_alignment="bottom")
            with fields:
                held.append(
                    _edit_event(view, vocabulary, event, options, rule, f"{mark}-{row}", number)
                )
            if len(rows) > 1:
                end.button(
                    text("calculator.remove", number=number),
                    key=f"remove-{mark}-{row}",
                    icon=":material/delete:",
                    type="tertiary",
                    on_click=rows.remove,
                    args=(row,),
                )
    # A row that was removed does not come back with another one's number.
    next_row = max([*rows, len(given) - 1]) + 1
    st.button(
        text("calculator.add"),
        key=f"add-{mark}",
        icon=":material/add:",
        on_click=rows.append,
        args=(next_row,),
    )
    return held


def read_events(held: Sequence[dict[str, Any]]) -> tuple[TypedEvent, ...]:
    """The rows as events; empty rows are left out. Raises UnfinishedEventError."""
    events = []
    for number, row in enumerate(held, start=1):
        if row["type"] is None:
            continue
        if row["day"] is None:
            raise UnfinishedEventError(number, "when")
        try:
            at = time.fromisoformat(row["time"].strip()) if row["time"].strip() else time.min
        except ValueError as error:
            raise UnfinishedEventError(number, "time") from error
        attributes = {n: v for n, v in row["fields"].items() if v not in (None, "")}
        for pair in row["pairs"]:
            name, value = read_pair(pair)
            attributes[name] = value
        moment = datetime.combine(row["day"], at)
        events.append(TypedEvent(row["type"], moment, row["person"].strip(), attributes))
    return tuple(events)


def _edit_event(
    view: View,
    vocabulary: ClockVocabulary,
    event: TypedEvent | None,
    options: list[str],
    rule: str | None,
    mark: str,
    number: int,
) -> dict[str, Any]:
    text, labels = view.text, view.labels
    attributes = dict(event.attributes) if event else {}
    what, when, hour, whom, more = st.columns([3, 1.6, 1, 1, 3])
    known = event.type if event else None
    offered = options if known is None or known in options else [known, *options]
    kind = what.selectbox(
        text("calculator.event", number=number),
        offered,
        index=offered.index(known) if known else None,
        format_func=labels.event,
        placeholder=text("calculator.choose_event"),
        key=f"type-{mark}",
    )
    day = when.date_input(
        text("calculator.day"),
        event.at.date() if event else None,
        min_value=date(1990, 1, 1),
        max_value=date(2100, 12, 31),
        format="YYYY-MM-DD",
        key=f"day-{mark}",
    )
    has_time = event is not None and event.at.time() != time.min
    clock = hour.text_input(
        text("calculator.time"),
        f"{event.at:%H:%M}" if event and has_time else "",
        placeholder="HH:MM",
        max_chars=5,
        key=f"time-{mark}",
    )
    person = whom.text_input(
        text("calculator.person"),
        event.person if event else "",
        placeholder=text("calculator.everybody"),
        max_chars=20,
        key=f"person-{mark}",
    )
    is_extension = kind == EXTENSION_EVENT
    own = EXTENSION_FIELDS if is_extension else ()
    chosen = [write_pair(name, value) for name, value in attributes.items() if name not in own]
    pairs = more.multiselect(
        text("calculator.attributes"),
        list(dict.fromkeys([*chosen, *_pairs(vocabulary)])),
        default=chosen,
        format_func=lambda pair: _pair_label(view, pair),
        placeholder=text("calculator.no_attributes"),
        accept_new_options=True,
        key=f"pairs-{mark}",
    )
    fields = _edit_extension(view, vocabulary, attributes, rule, mark) if is_extension else {}
    return {
        "type": kind,
        "day": day,
        "time": clock,
        "person": person,
        "pairs": pairs,
        "fields": fields,
    }


def _pairs(vocabulary: ClockVocabulary) -> list[str]:
    return [f"{name}={word}" for name, words in vocabulary.attributes.items() for word in words]


def _pair_label(view: View, pair: str) -> str:
    name, _, word = pair.partition("=")
    shown = view.text.find(f"attribute.{name}") or name
    value = view.text.find(f"attribute_value.{word}") or word
    return f"{shown}: {value}"


def _edit_extension(
    view: View,
    vocabulary: ClockVocabulary,
    attributes: dict[str, Any],
    rule: str | None,
    mark: str,
) -> dict[str, Any]:
    text = view.text
    kinds = vocabulary.kinds_of(rule)
    is_english = view.language == "en"
    first, second, third, fourth = st.columns([3, 2.6, 1, 1])
    kind = _choose(
        first,
        text("calculator.kind"),
        list(kinds),
        attributes.get("kind"),
        lambda code: _kind_label(view, kinds.get(code), code),
        f"kind-{mark}",
    )
    approver = _choose(
        second,
        text("calculator.approver"),
        list(vocabulary.approvers),
        attributes.get("approver"),
        lambda code: vocabulary.approvers.get(code, (code, code))[is_english],
        f"approver-{mark}",
    )
    lengths = {}
    for column, name in ((third, "days"), (fourth, "months")):
        before = attributes.get(name)
        lengths[name] = column.number_input(
            text(f"calculator.{name}"),
            min_value=1,
            max_value=60,
            value=int(before) if before else None,
            key=f"{name}-{mark}",
        )
    return {"kind": kind, "approver": approver, **lengths}


def _choose(
    place: Any, label: str, codes: list[str], before: str | None, name: Any, key: str
) -> str | None:
    offered = codes if before is None or before in codes else [before, *codes]
    return place.selectbox(
        label,
        offered,
        index=offered.index(before) if before else None,
        format_func=name,
        placeholder="",
        key=key,
    )


def _kind_label(view: View, kind: ExtensionKind | None, code: str) -> str:
    """What a kind does, from its data: "延长 1 个月（刑诉法156）"."""
    text, number = view.text, view.formats.number
    if kind is None:
        return code
    if kind.length_attribute:
        unit = "months" if kind.length_attribute == "months" else "days"
        length = text(
            f"calculator.between_{unit}", first=number(kind.shortest), last=number(kind.longest)
        )
    else:
        parts = [
            text.count(f"unit.{unit}_count", amount, number=number(amount))
            for unit, amount in (
                ("months", kind.months),
                ("days", kind.days),
                ("hours", kind.hours),
            )
            if amount
        ]
        length = "".join(parts) if view.language == "zh" else " ".join(parts)
    if not length:
        return code
    form = text("calculator.total" if kind.effect == "total" else "calculator.adds", length=length)
    return f"{form} · {kind.article}"
