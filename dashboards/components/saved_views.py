"""Saved views: keeping the filters of a page under a name, opening them again, passing them on.

Belongs here: the button and the opening of a link. Keep out: storing (pipelines/appdb/saved_views.py).
"""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from dashboards.components.markup import anchor, quiet, show
from dashboards.components.notices import show_notice
from dashboards.view import View
from pipelines.appdb.saved_views import NAME_LENGTH, find_view, remove_view, save_view, views_of

ADDRESS_KEY = "view"


def open_saved_view(view: View, page: str) -> None:
    """Put the filters of the view that the address names in its place; say so when there is none."""
    view_id = st.query_params.get(ADDRESS_KEY)
    if not view_id:
        return
    saved = find_view(view.application, view_id)
    if saved is None or saved.page != page:
        show_notice(view.text("saved.unknown"), view.text("saved.unknown_hint"), tone="warn")
        return
    kept = {"lang": st.query_params["lang"]} if "lang" in st.query_params else {}
    st.query_params.from_dict({**kept, **saved.filters})
    st.rerun()


def show_saved_views(view: View, page: str, filters: dict[str, str]) -> None:
    """A button with the reader's views of this page, and the way to keep the present one."""
    text, owner = view.text, view.reader.name
    with st.popover(text("saved.title"), icon=":material/bookmark:", type="tertiary"):
        mine = [saved for saved in views_of(view.application, owner) if saved.page == page]
        if not mine:
            show(quiet(text("saved.none")))
        for saved in mine:
            with st.container(horizontal=True, vertical_alignment="center"):
                address = view.link(page, **{ADDRESS_KEY: saved.view_id})
                show(Markup("<p>{}</p>").format(anchor(address, saved.name)))
                if st.button(
                    text("saved.remove"),
                    key=f"remove-{saved.view_id}",
                    type="tertiary",
                    icon=":material/delete:",
                ):
                    remove_view(view.application, owner=owner, view_id=saved.view_id)
                    st.rerun()
        with st.form(f"save-{page}", border=False):
            name = st.text_input(text("saved.name"), max_chars=NAME_LENGTH)
            if st.form_submit_button(text("saved.save")) and name.strip():
                save_view(view.application, owner=owner, name=name, page=page, filters=filters)
                st.rerun()
        show(quiet(text("saved.hint")))
