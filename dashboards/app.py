"""The dashboards: navigation, language, and one page at a time.

Belongs here: which pages there are, and what is said when none can be shown. Keep out: pages, and
starting the server (server.py).
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from pathlib import Path

import duckdb
import streamlit as st

from dashboards import links
from dashboards.components.frame import show_data_date, show_frame
from dashboards.components.notices import show_notice
from dashboards.i18n import Texts
from dashboards.pages import (
    case,
    cases,
    deliveries,
    metric_cases,
    overview,
    source_row,
    statistics,
)
from dashboards.view import View, choose_language, open_view
from pipelines.snapshot import NoSnapshotError

_ICON = Path(__file__).parent / "static" / "icon.svg"
_LOGGER = logging.getLogger("caseloom.dashboards")


def _show_page(show: Callable[[View], None], text: Texts) -> None:
    """One page of the version in force, or the reason why there is none."""
    try:
        view = open_view(text.language)
        show_data_date(view)
        show(view)
    except NoSnapshotError:
        show_notice(text("frame.no_snapshot"), text("frame.no_snapshot_hint"), tone="warn")
    except duckdb.Error:
        # The reader gets a sentence, the log the statement: it may name columns and values.
        _LOGGER.exception("a question of the page could not be answered")
        show_notice(text("frame.broken_snapshot"), text("frame.broken_snapshot_hint"), tone="bad")


def _page(
    show: Callable[[View], None], address: str, title: str, icon: str, text: Texts, *, listed: bool
) -> st.Page:
    return st.Page(
        functools.partial(_show_page, show, text),
        title=title,
        icon=f":material/{icon}:",
        url_path=address,
        default=address == links.OVERVIEW,
        visibility="visible" if listed else "hidden",
    )


def main() -> None:
    """Draw the frame and the page of the address."""
    text = Texts(choose_language())
    st.set_page_config(page_title=text("frame.product"), page_icon=_ICON, layout="wide")
    about_cases = [
        _page(
            overview.show_page,
            links.OVERVIEW,
            text("overview.title"),
            "dashboard",
            text,
            listed=True,
        ),
        _page(
            cases.show_page,
            links.CASE_SEARCH,
            text("search.title"),
            "search",
            text,
            listed=True,
        ),
        _page(case.show_page, links.CASE, text("case.title"), "timeline", text, listed=False),
        _page(
            source_row.show_page,
            links.SOURCE_ROW,
            text("source.title"),
            "table_rows",
            text,
            listed=False,
        ),
    ]
    about_figures = [
        _page(
            statistics.show_page,
            links.STATISTICS,
            text("statistics.title"),
            "table_chart",
            text,
            listed=True,
        ),
        _page(
            metric_cases.show_page,
            links.METRIC_CASES,
            text("metric_cases.title"),
            "list",
            text,
            listed=False,
        ),
    ]
    about_data = [
        _page(
            deliveries.show_page,
            links.DELIVERIES,
            text("deliveries.title"),
            "inbox",
            text,
            listed=True,
        ),
    ]
    chosen = st.navigation(
        {
            text("frame.cases"): about_cases,
            text("frame.analysis"): about_figures,
            text("frame.data"): about_data,
        }
    )
    show_frame(text)
    chosen.run()


if __name__ == "__main__":
    main()
