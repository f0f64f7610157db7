"""The frame around every page: style, heading, side bar, date of the data.

Belongs here: what all pages have in common. Keep out: content.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import streamlit as st
from markupsafe import Markup
from streamlit.navigation.page import Page

from dashboards.components.markup import Cell, show
from dashboards.i18n import LANGUAGES, Texts
from dashboards.view import View, set_language

_STYLE = Path(__file__).with_name("style.css")
_LOGO = Path(__file__).parents[1] / "static" / "logo.svg"
_ICON = Path(__file__).parents[1] / "static" / "icon.svg"
_SWITCH_KEY = "language_switch"


def show_frame(text: Texts) -> None:
    """Style, logo and the language switch; before anything of the page."""
    st.html(_STYLE)
    st.logo(str(_LOGO), size="large", icon_image=str(_ICON))
    with st.sidebar:
        st.segmented_control(
            text("frame.language"),
            options=list(LANGUAGES),
            format_func=LANGUAGES.__getitem__,
            default=text.language,
            required=True,
            key=_SWITCH_KEY,
            on_change=_switch_language,
            label_visibility="collapsed",
        )


def show_navigation(sections: Mapping[str, Sequence[Page]]) -> None:
    """The pages in the side bar, by section."""
    with st.sidebar, st.container(key="navigation", gap="xsmall"):
        for section, pages in sections.items():
            show(Markup('<p class="cl-nav-section">{}</p>').format(section))
            for page in pages:
                st.page_link(page)


def show_data_date(view: View) -> None:
    """In the side bar: which day's data this is, and which published version."""
    text, formats = view.text, view.formats
    with st.sidebar:
        show(
            Markup('<div class="cl-version"><b>{} {}</b><br>{} {}<br>{} {}</div>').format(
                text("frame.data_date"),
                formats.date(view.as_of),
                text("frame.version"),
                view.snapshot.version,
                text("frame.published_at"),
                formats.time(view.published_at),
            )
        )


def show_heading(view: View, title: Cell, subtitle: Cell = "", *, kicker: Cell = "") -> None:
    """The heading of a page with the date of its data."""
    date = Markup('<div class="cl-asof">{} <b>{}</b><span>{} {}</span></div>').format(
        view.text("frame.data_date"),
        view.formats.date(view.as_of),
        view.text("frame.version"),
        view.snapshot.version,
    )
    show(
        Markup('<header class="cl-head"><div>{}<h1>{}</h1><p>{}</p></div>{}</header>').format(
            Markup('<p class="cl-kicker">{}</p>').format(kicker) if kicker else "",
            title,
            subtitle,
            date,
        )
    )


def show_title(title: str) -> None:
    """The heading of a page that has no data to be as of any day."""
    show(Markup('<header class="cl-head"><div><h1>{}</h1></div></header>').format(title))


def show_section(title: str, note: str = "") -> None:
    """The heading of a part of a page."""
    show(Markup('<h2 class="cl-section">{} <small>{}</small></h2>').format(title, note))


def _switch_language() -> None:
    set_language(st.session_state[_SWITCH_KEY])
