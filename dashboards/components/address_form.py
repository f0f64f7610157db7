"""Filters that live in the address: read, checked, shown as widgets, put back.

Belongs here: the one way in which analysis pages take their filters. Keep out: which filters there are
(each page) and what they mean.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import streamlit as st

from dashboards.components.notices import show_notice
from dashboards.view import View
from models.metrics.periods import Period

Values = dict[str, str | None]


@dataclass(frozen=True)
class Choice:
    """One filter. ``usual`` holds where the address says nothing; None: no restriction.

    ``width`` is relative to the others of its row; a choice without ``usual`` shows ``empty``, where given,
    instead of the word for "any". ``clears`` names further values of the address that a change makes void.
    A switch shows its few options side by side, above the row.
    """

    name: str
    label: str
    options: Sequence[str]
    write: Callable[[str], str] = str
    usual: str | None = None
    width: float = 1.0
    empty: str = ""
    clears: tuple[str, ...] = ()
    is_switch: bool = False

    def with_usual(self, usual: str) -> Choice:
        """The same filter with a value where the address says nothing."""
        return replace(self, usual=usual)


def show_form(view: View, page: str, choices: Sequence[Choice], *, key: str) -> Values | None:
    """The filters as the address has them, shown as widgets of one row; None when one is unknown.

    A changed widget changes the address before the page is drawn from it. Other values of the address stay
    as they are.
    """
    text, given = view.text, st.query_params.to_dict()
    broken = [
        choice.label
        for choice in choices
        if given.get(choice.name) and given[choice.name] not in choice.options
    ]
    if broken:
        names = text("frame.list_separator").join(broken)
        show_notice(
            text("search.broken"),
            text("search.broken_hint", names=names),
            tone="warn",
            action=(view.link(page), text("search.clear")),
        )
        return None
    now: Values = {choice.name: given.get(choice.name) or choice.usual for choice in choices}
    # Widgets remember their value under their key: another address must give other widgets.
    mark = f"{view.language}-{hash(tuple(now.items()))}"
    for choice in choices:
        if choice.is_switch:
            widget = f"{choice.name}-{mark}"
            st.segmented_control(
                choice.label,
                list(choice.options),
                default=now[choice.name],
                required=True,
                format_func=choice.write,
                key=widget,
                on_change=_put_into_address,
                args=(choice, widget),
            )
    of_row = [choice for choice in choices if not choice.is_switch]
    with st.container(border=True, key=f"address_form_{key}"):
        columns = st.columns([choice.width for choice in of_row])
        for column, choice in zip(columns, of_row, strict=True):
            value = now[choice.name]
            options = list(choice.options)
            widget = f"{choice.name}-{mark}"
            column.selectbox(
                choice.label,
                options,
                index=options.index(value) if value in options else None,
                format_func=choice.write,
                placeholder=choice.empty or text("search.any"),
                key=widget,
                on_change=_put_into_address,
                args=(choice, widget),
            )
    return now


# The days of one's own in an address.
DAY_NAMES = ("from", "to")


def show_days(view: View, page: str, usual: Period, *, key: str) -> Period | None:
    """First and last day as the address has them, both included; None when they are no days."""
    text, given = view.text, st.query_params
    try:
        first, last = (
            date.fromisoformat(given[name]) if name in given else day
            for name, day in zip(DAY_NAMES, (usual.first_day, usual.last_day), strict=True)
        )
        days = Period(first, last)
    except ValueError:
        show_notice(
            text("search.broken"),
            text("search.broken_hint", names=text("grid.own_days")),
            tone="warn",
            action=(view.link(page), text("search.clear")),
        )
        return None
    with st.container(border=True, key=f"address_form_{key}"):
        columns = st.columns(4)
        for column, name, day in zip(columns, DAY_NAMES, (first, last), strict=False):
            widget = f"{name}-{view.language}-{first}-{last}"
            column.date_input(
                text(f"search.filter_{name}"),
                day,
                min_value=None if name == "from" else first,
                max_value=last if name == "from" else max(last, view.as_of),
                format="YYYY-MM-DD",
                key=widget,
                on_change=_put_day_into_address,
                args=(name, widget),
            )
    return days


def _put_day_into_address(name: str, widget: str) -> None:
    day = st.session_state[widget]
    if day is not None:
        st.query_params[name] = day.isoformat()


def _put_into_address(choice: Choice, widget: str) -> None:
    """Before the page is drawn: drawing it first and then anew from its address takes twice as long."""
    value = st.session_state[widget]
    kept = {
        name: given
        for name, given in st.query_params.to_dict().items()
        if name != choice.name and name not in choice.clears
    }
    if value is not None and value != choice.usual:
        kept[choice.name] = value
    st.query_params.from_dict(kept)
