"""Addresses that nobody wrote on purpose, or on bad purpose: every page answers in words.

When this fails, a link cut in a mail, or an attacker, gets a traceback instead of a page.
"""

from __future__ import annotations

import os
import sys

import pytest
from streamlit.testing.v1 import AppTest

from dashboards.app import every_address
from dashboards.scope import ROLES_VARIABLE
from pipelines.appdb.database import URL_VARIABLE, open_app_database
from pipelines.home import HOME_VARIABLE, Home

PROVE = bool(os.environ.get("CASELOOM_PROVE"))
# Every name that some page reads from an address.
NAMES = [
    "q",
    "charge",
    "region",
    "unit",
    "agency",
    "stage",
    "basis",
    "from",
    "to",
    "page",
    "period",
    "against",
    "base",
    "days",
    "grain",
    "shape",
    "metric",
    "metrics",
    "rows",
    "columns",
    "chart",
    "order",
    "variant",
    "report",
    "stream",
    "as",
    "sender",
    "receiver",
    "route",
    "side",
    "group",
    "area",
    "in",
    "one",
    "two",
    "case_id",
    "clock",
    "item",
    "finding",
    "file",
    "row",
    "table",
    "set",
    "part",
    "breakdown",
    "member",
    "township",
    "state",
    "custody",
    "rule",
    "within",
    "over_from",
    "over_to",
    "tier",
    "risk",
    "severity",
    "entity",
    "doubt",
    "view",
    "refresh",
    "kind",
    "id",
    "events",
    "as_of",
    "business_type",
    "pair",
]
VALUES = (
    "9" * 5000,
    "'; drop table dim_cases; --",
    "<script>alert(1)</script>",
    "",
    "-1",
    "0001-01-01",
    "9999-12-31",
    "٣",
    "%",
    "criminal_case_filed_count.period",
)
# Pages that read numbers and days run always, the others when everything is proved.
OF_NUMBERS = (
    "case",
    "cases",
    "clocks",
    "deliveries",
    "findings",
    "gallery",
    "link_reviews",
    "metric_cases",
    "pivot",
    "towns",
    "trend",
)
PAGES = every_address() if PROVE else list(OF_NUMBERS)


@pytest.fixture(autouse=True)
def reader(
    built_home: Home, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A supervisor with a database of their own; ``__main__`` is given back after Streamlit's test run."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
    monkeypatch.setenv(HOME_VARIABLE, str(built_home.path))
    monkeypatch.setenv(ROLES_VARIABLE, "supervision")
    url = f"sqlite:///{tmp_path_factory.mktemp('odd') / 'application.db'}"
    monkeypatch.setenv(URL_VARIABLE, url)
    open_app_database(built_home).close()


@pytest.mark.parametrize("page", PAGES)
def test_odd_values_are_answered_in_words(page: str) -> None:
    place = PAGES.index(page)
    # A run of CI tries one value per page, not the same for neighbours.
    values = VALUES if PROVE else (VALUES[place % len(VALUES)],)
    for value in values:
        run = AppTest.from_string(
            f"""
            from dashboards.components.saved_views import open_saved_view
            from dashboards.pages import {page or "overview"}
            from dashboards.view import choose_language, open_view

            view = open_view(choose_language())
            open_saved_view(view, "{page}")
            {page or "overview"}.show_page(view)
            """,
            default_timeout=60,
        )
        for name in NAMES:
            run.query_params[name] = value
        run.run()
        assert not run.exception, (page, value[:40], run.exception)
