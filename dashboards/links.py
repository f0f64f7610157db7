"""Addresses of pages: every list, case and source row has one that can be sent to somebody.

Belongs here: putting addresses together. Keep out: reading them (each page reads its own).
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from dashboards.i18n import DEFAULT_LANGUAGE

OVERVIEW = ""
CASE_SEARCH = "cases"
CASE = "case"
SOURCE_ROW = "source_row"
DELIVERIES = "deliveries"
OVERDUE = "overdue"
CLOCKS = "clocks"
CALCULATOR = "calculator"
FINDINGS = "findings"
LINK_REVIEWS = "link_reviews"
LINK_REVIEW = "link_review"
ITEMS = "items"
ITEM = "item"
STATISTICS = "statistics"
METRIC_CASES = "metric_cases"
SCREEN = "screen"
TREND = "trend"
REGIONS = "regions"
GALLERY = "gallery"
PIVOT = "pivot"
PROCESS = "process"
COLLABORATION = "collaboration"
CHECKUP = "checkup"
RECONCILIATION = "reconciliation"
REPORTS = "reports"
SUBSCRIPTIONS = "subscriptions"
OUTBOX = "outbox"
ALERTS = "alerts"
CRIME_MAP = "crime_map"
SEASON = "season"
TOWNS = "towns"
ASSOCIATIONS = "associations"
PATTERN_CASES = "pattern_cases"
SERIES = "series"
SIMILAR = "similar"
CONSISTENCY = "consistency"
RESTRICTED = "restricted"


def link(page: str, language: str, /, **values: Any) -> str:
    """A relative address: pages live side by side, wherever the server is mounted.

    Empty values are left out, and the language when it is the default one.
    """
    if language != DEFAULT_LANGUAGE:
        values["lang"] = language
    chosen = {name: value for name, value in values.items() if value not in (None, "")}
    # "./" is the overview: an empty address would be the page that shows the link.
    return f"{page or './'}{'?' if chosen else ''}{urlencode(chosen)}"
