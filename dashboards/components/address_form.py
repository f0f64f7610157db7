"""Filters that live in the address: read, checked, shown as widgets, put back.

Belongs here: the one way in which analysis pages take their filters. Keep out: which filters there are
(each page) and what they mean.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import streamlit as st

from dashboards.components.notices import show_notice
from dashboards.view import View

Values = dict[str, str | None]


@dataclass(frozen=True)
class Choice:
    """One filter. ``usual`` holds where the address says nothing; None: no restriction.

    ``width`` is relative to the others of its row; a choice without ``usual`` shows ``empty``, where given,
    instead of the word for "any". ``clears`` names further values of the address that a change makes void.
    """

    name: str
    label: str
    options: Sequence[str]
    write: Callable[[str], str] = str
    usual: str | None = None
    width: float = 1.0
    empty: str = ""
    clears: tuple[str, ...] = ()

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
    with st.container(border=True, key=f"address_form_{key}"):
        columns = st.columns([choice.width for choice in choices])
        for column, choice in zip(columns, choices, strict=True):
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
