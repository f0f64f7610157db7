"""The dashboards: navigation, language, and one page at a time.

Belongs here: which pages there are, and what is said when none can be shown. Keep out: pages, and
starting the server (server.py).
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import streamlit as st

from dashboards import links
from dashboards.components.frame import (
    show_data_date,
    show_frame,
    show_heading,
    show_navigation,
    show_title,
)
from dashboards.components.notices import show_notice
from dashboards.components.saved_views import open_saved_view
from dashboards.components.trust import close_trust_strip, open_trust_strip
from dashboards.i18n import Texts
from dashboards.pages import (
    alerts,
    associations,
    calculator,
    case,
    cases,
    checkup,
    clocks,
    collaboration,
    consistency,
    crime_map,
    deliveries,
    findings,
    gallery,
    item,
    items,
    link_review,
    link_reviews,
    metric_cases,
    outbox,
    overdue,
    overview,
    pattern_cases,
    pivot,
    process,
    reconciliation,
    regions,
    reports,
    restricted,
    screen,
    season,
    series,
    similar,
    source_row,
    statistics,
    subscriptions,
    towns,
    trend,
)
from dashboards.view import View, choose_language, open_view
from pipelines.appdb.database import AppDatabaseError
from pipelines.snapshot import NoSnapshotError

_ICON = Path(__file__).parent / "static" / "icon.svg"
_LOGGER = logging.getLogger("caseloom.dashboards")


def _show_page(place: _Place, text: Texts) -> None:
    """One page of the version in force, or the reason why there is none."""
    try:
        view = open_view(text.language)
        show_data_date(view)
        strip = open_trust_strip(view)
        if place.needs_case_access and not view.reader.has_case_access:
            show_heading(view, text(place.title))
            show_notice(text("frame.no_case_access"), text("frame.no_case_access_hint"))
        else:
            open_saved_view(view, place.address)
            place.show(view)
        close_trust_strip(view, strip)
    except NoSnapshotError:
        show_title(text(place.title))
        show_notice(text("frame.no_snapshot"), text("frame.no_snapshot_hint"), tone="warn")
    except AppDatabaseError:
        # Names of servers and users are for the log.
        _LOGGER.exception("the application database could not be used")
        show_notice(text("frame.no_application"), text("frame.no_application_hint"), tone="bad")
    except duckdb.Error:
        # The reader gets a sentence, the log the statement: it may name columns and values.
        _LOGGER.exception("a question of the page could not be answered")
        show_notice(text("frame.broken_snapshot"), text("frame.broken_snapshot_hint"), tone="bad")


# Pages that list cases or show one.
_CASE_PAGES = frozenset(
    (
        links.CASE_SEARCH,
        links.CASE,
        links.SOURCE_ROW,
        links.OVERDUE,
        links.CLOCKS,
        links.FINDINGS,
        links.ITEMS,
        links.ITEM,
        links.METRIC_CASES,
        links.PATTERN_CASES,
        # Mails name cases too.
        links.OUTBOX,
        links.SERIES,
        links.SIMILAR,
        links.CONSISTENCY,
        links.RESTRICTED,
    )
)


@dataclass(frozen=True)
class _Place:
    """One page of the navigation; ``title`` is a key of the catalogue."""

    show: Callable[[View], None]
    address: str
    title: str
    icon: str
    is_listed: bool = True

    @property
    def needs_case_access(self) -> bool:
        return self.address in _CASE_PAGES

    def page(self, text: Texts) -> st.Page:
        return st.Page(
            functools.partial(_show_page, self, text),
            title=text(self.title),
            icon=f":material/{self.icon}:",
            url_path=self.address,
            default=self.address == links.OVERVIEW,
            visibility="visible" if self.is_listed else "hidden",
        )


_SECTIONS = {
    "overview": (
        _Place(overview.show_page, links.OVERVIEW, "overview.title", "dashboard"),
        _Place(screen.show_page, links.SCREEN, "screen.title", "tv"),
    ),
    "cases": (
        _Place(cases.show_page, links.CASE_SEARCH, "search.title", "search"),
        _Place(similar.show_page, links.SIMILAR, "similar.title", "difference", is_listed=False),
        _Place(case.show_page, links.CASE, "case.title", "timeline", is_listed=False),
        _Place(
            source_row.show_page, links.SOURCE_ROW, "source.title", "table_rows", is_listed=False
        ),
    ),
    "supervision": (
        _Place(overdue.show_page, links.OVERDUE, "overdue.title", "alarm"),
        _Place(clocks.show_page, links.CLOCKS, "clocks.title", "list_alt"),
        _Place(findings.show_page, links.FINDINGS, "findings.title", "flag"),
        _Place(restricted.show_page, links.RESTRICTED, "restricted.title", "lock"),
        _Place(items.show_page, links.ITEMS, "items.title", "assignment"),
        _Place(item.show_page, links.ITEM, "items.item", "assignment", is_listed=False),
        _Place(calculator.show_page, links.CALCULATOR, "calculator.title", "calculate"),
    ),
    "analysis": (
        _Place(gallery.show_page, links.GALLERY, "gallery.title", "bar_chart"),
        _Place(pivot.show_page, links.PIVOT, "pivot.title", "pivot_table_chart"),
        _Place(statistics.show_page, links.STATISTICS, "statistics.title", "table_chart"),
        _Place(trend.show_page, links.TREND, "trend.title", "show_chart"),
        _Place(regions.show_page, links.REGIONS, "regions.title", "map"),
        _Place(consistency.show_page, links.CONSISTENCY, "consistency.title", "balance"),
        _Place(
            metric_cases.show_page,
            links.METRIC_CASES,
            "metric_cases.title",
            "list",
            is_listed=False,
        ),
    ),
    "patterns": (
        _Place(alerts.show_page, links.ALERTS, "alerts.title", "notifications_active"),
        _Place(crime_map.show_page, links.CRIME_MAP, "crime_map.title", "pin_drop"),
        _Place(season.show_page, links.SEASON, "season.title", "calendar_month"),
        _Place(towns.show_page, links.TOWNS, "towns.title", "location_city"),
        _Place(series.show_page, links.SERIES, "series.title", "workspaces"),
        _Place(associations.show_page, links.ASSOCIATIONS, "associations.title", "hub"),
        _Place(
            pattern_cases.show_page,
            links.PATTERN_CASES,
            "pattern_cases.title",
            "list",
            is_listed=False,
        ),
    ),
    "flow": (
        _Place(process.show_page, links.PROCESS, "process.title", "account_tree"),
        _Place(collaboration.show_page, links.COLLABORATION, "collaboration.title", "swap_horiz"),
        _Place(checkup.show_page, links.CHECKUP, "checkup.title", "monitor_heart"),
    ),
    "reports": (
        _Place(reports.show_page, links.REPORTS, "reports.title", "article"),
        _Place(subscriptions.show_page, links.SUBSCRIPTIONS, "subscriptions.title", "mail"),
        _Place(outbox.show_page, links.OUTBOX, "outbox.title", "outbox"),
    ),
    "data": (
        _Place(deliveries.show_page, links.DELIVERIES, "deliveries.title", "inbox"),
        _Place(reconciliation.show_page, links.RECONCILIATION, "reconciliation.title", "balance"),
        _Place(link_reviews.show_page, links.LINK_REVIEWS, "link_reviews.title", "join_inner"),
        _Place(
            link_review.show_page,
            links.LINK_REVIEW,
            "link_review.title",
            "join_inner",
            is_listed=False,
        ),
    ),
}


def every_address() -> list[str]:
    """The addresses of all pages, listed or not."""
    return [place.address for places in _SECTIONS.values() for place in places]


def main() -> None:
    """Draw the frame and the page of the address."""
    text = Texts(choose_language())
    st.set_page_config(page_title=text("frame.product"), page_icon=_ICON, layout="wide")
    sections = {
        text(f"section.{section}"): [(place, place.page(text)) for place in places]
        for section, places in _SECTIONS.items()
    }
    # Streamlit's own list of pages folds itself and is no list to a screen reader; ours is.
    chosen = st.navigation(
        [page for places in sections.values() for _, page in places], position="hidden"
    )
    show_navigation(
        {
            section: [page for place, page in places if place.is_listed]
            for section, places in sections.items()
        },
    )
    show_frame(text)
    chosen.run()


if __name__ == "__main__":
    main()
