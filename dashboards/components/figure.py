"""Figures of the registry on a page: a card with title, definition and the list behind it.

Belongs here: the look of a figure. Keep out: which figures there are (the registry).
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import streamlit as st
from markupsafe import Markup

from dashboards.components.markup import Cell, anchor, show
from dashboards.figures.registry import FIGURES, Figure
from dashboards.view import View


def show_number(
    view: View, figure_id: str, *, note: Cell = "", period: Cell = "", is_alarm: bool = False
) -> None:
    """A figure of one value as a card, linked to the list behind it; red when it is an alarm."""
    figure = FIGURES[figure_id]
    rows = view.ask_sql(figure.sql).to_dict("records")
    row = rows[0] if rows else {"value": 0}
    address = view.link(figure.page, **figure.list_filters(row))
    with _card(view, figure):
        show(
            Markup(
                '<div class="cl-number{}"><a href="{}" target="_self">{}</a><small>{}</small></div>'
                '<p class="cl-note">{}</p>'
            ).format(
                " cl-alarm" if is_alarm else "",
                address,
                view.formats.number(row["value"]),
                figure.unit_name(view.text),
                Markup(" · ").join(part for part in (period, note) if part),
            )
        )


@contextlib.contextmanager
def open_figure(view: View, figure_id: str) -> Iterator[Figure]:
    """A card for a chart or a list; what is drawn inside is the caller's."""
    figure = FIGURES[figure_id]
    with _card(view, figure):
        yield figure


@contextlib.contextmanager
def open_card(view: View, key: str, title: str, about: Cell = "") -> Iterator[None]:
    """A card whose title says what is seen; ``about`` (a definition) stands behind its mark."""
    with st.container(border=True, key=f"figure_{key}"):
        with st.container(horizontal=True, vertical_alignment="center", key=f"figure_head_{key}"):
            show(Markup('<h2 class="cl-figure">{}</h2>').format(title))
            if about:
                with st.popover(
                    "", icon=":material/info:", type="tertiary", help=view.text("frame.definition")
                ):
                    show(Markup('<div class="cl-definition">{}</div>').format(about))
        yield


@contextlib.contextmanager
def _card(view: View, figure: Figure) -> Iterator[None]:
    text = view.text
    with st.container(border=True, key=f"figure_{figure.id}", height="stretch"):
        with st.container(
            horizontal=True, vertical_alignment="center", key=f"figure_head_{figure.id}"
        ):
            show(Markup('<h2 class="cl-figure">{}</h2>').format(figure.title(text)))
            with st.popover(
                "", icon=":material/info:", type="tertiary", help=text("frame.definition")
            ):
                show(
                    Markup(
                        '<div class="cl-definition"><h3>{}</h3><p>{}</p><p><b>{}</b> {}</p>{}</div>'
                    ).format(
                        figure.title(text),
                        figure.definition(text),
                        text("frame.unit"),
                        figure.unit_name(text),
                        anchor(view.link(figure.page), text("frame.list_behind"))
                        if not figure.filters
                        else "",
                    )
                )
        yield
