"""Whoever opens a page, a link, a view or a file sees what lies in their own scope, and nothing else.

When one of these fails, a county's analyst reads the cases or figures of another one.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboards.exports.csv_text import write_csv
from dashboards.exports.fill import fill_package
from dashboards.gallery.registry import fixed_reports
from dashboards.grids.draw import Drawing
from dashboards.grids.fill import Asked, fill_grid
from dashboards.grids.spec import PLACES
from dashboards.metrics.book import MetricBook
from dashboards.scope import AGENCIES_VARIABLE, REGIONS_VARIABLE, Reader
from dashboards.view import View
from models.metrics.periods import Kind, Period, add_months, month_end
from pipelines.appdb.database import URL_VARIABLE, open_app_database
from pipelines.appdb.saved_views import save_view
from pipelines.home import HOME_VARIABLE, Home
from pipelines.scoping import ReaderScope
from pipelines.snapshot import Snapshot, open_snapshot

OWN, OTHER = "320506", "320507"
SCOPES = {
    "region": ReaderScope(regions=(OWN,)),
    "agency": ReaderScope(agencies=(f"GA{OWN}",)),
    "both": ReaderScope(regions=(OWN,), agencies=(f"GA{OWN}", f"JC{OWN}")),
}
# Names of codes are open to everybody, and so is how far the data of an agency reach.
OPEN = ("dim_", "ops_", "metric_periods")
# What the pages of figures show under a scope; the outlines of a map name every county.
PAGES = {
    "overview": {},
    "screen": {},
    "gallery": {"report": "filed_by_region"},
    "pivot": {"rows": "agency"},
    "statistics": {},
    "trend": {},
    "process": {},
    "collaboration": {},
    "checkup": {},
    "reconciliation": {},
    "cases": {},
    "findings": {},
    "clocks": {},
}
# A case in scope is read as a whole, also where another county had a hand in it.
OF_CASES = ("cases", "findings", "clocks", "regions", "overdue")
# What the other pages show; one kind of scope is enough for what they are made of.
MORE_PAGES = (
    "alerts",
    "associations",
    "consistency",
    "crime_map",
    "deliveries",
    "items",
    "link_reviews",
    "overdue",
    "regions",
    "season",
    "series",
    "towns",
)


@pytest.fixture(autouse=True)
def own_main(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamlit's test run takes the place of ``__main__``; processes started later would begin with its page."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])


@pytest.fixture(params=SCOPES.values(), ids=SCOPES.keys())
def scope(request: pytest.FixtureRequest) -> ReaderScope:
    return request.param


@pytest.fixture
def limited(built_home: Home, scope: ReaderScope) -> Iterator[Snapshot]:
    opened = open_snapshot(built_home.path, scope=scope)
    yield opened
    opened.close()


@pytest.fixture
def strangers(limited: Snapshot) -> set[str]:
    """The names of counties and agencies outside the scope."""
    return names_outside(limited)


def names_outside(limited: Snapshot) -> set[str]:
    """The same, of any opened snapshot."""
    names = limited.query(
        "select region_name as name from dim_regions where region_code not in "
        "(select region_code from reader_units) "
        "union select unit_name from dim_units where agency_code not in "
        "(select agency_code from reader_units)"
    )
    return set(names["name"].astype(str))


def test_no_relation_holds_what_lies_outside(limited: Snapshot) -> None:
    """Every column of every published relation, whatever it is called: also those that come later."""
    relations = limited.query(
        "select table_name as name, list(column_name) as columns from duckdb_columns() "
        "where database_name = 'snapshot' and schema_name in ('marts', 'review') "
        "and data_type = 'VARCHAR' group by all order by all"
    )
    places = (
        "select region_code from dim_regions union select township_code from dim_townships "
        "union select unit_code from dim_units union select agency_code from dim_units"
    )
    seen = (
        "select region_code from reader_units union select unit_code from reader_units "
        "union select agency_code from reader_units union select township_code from dim_townships "
        "where region_code in (select region_code from reader_units)"
    )
    leaking, limits = [], 0
    for name, columns in zip(relations["name"], relations["columns"], strict=True):
        if name.startswith(OPEN):
            continue
        for column in columns:
            if "case_id" in columns:
                # A case in scope is read as a whole, wherever it went.
                if column not in ("case_id", "other_case_id"):
                    continue
                outside = "not in (select case_id from reader_cases)"
            else:
                outside = f"in ({places}) and shown.{column} not in ({seen})"
            found = limited.query(
                f'select count(*) as n from "{name}" as shown where shown."{column}" {outside}'
            )["n"].iloc[0]
            limits += 1
            if found:
                leaking.append((name, column, int(found)))
    assert leaking == []
    assert limits > 100


def test_books_about_deliveries_name_no_record(limited: Snapshot) -> None:
    for relation in ("ops_quarantine", "ops_warnings"):
        rows = limited.query(f"select record_key, masked_value from {relation}")
        assert len(rows) and rows.isna().all(axis=None), relation


def test_files_hold_the_scope(limited: Snapshot, scope: ReaderScope, strangers: set[str]) -> None:
    """Every fixed report by place, as a file: its rows are places of the reader."""
    view = View(limited, "zh", Reader("li", scope))
    book = MetricBook(limited)
    last = month_end(add_months(book.as_of, -1))
    asked = Asked(Period(add_months(last.replace(day=1), -11), last), kind=Kind.YEAR_BEFORE)
    checked = 0
    for report in fixed_reports().values():
        spec = report.spec(book.variants)
        if not {spec.rows, spec.columns} & set(PLACES):
            continue
        title = report.title("zh")
        drawing = Drawing.of(view, book, fill_grid(limited, book, spec, asked), title)
        package = fill_package(
            view,
            name=report.id,
            title=title,
            filters=[],
            tables=[drawing.table()],
            metric_ids=[measure.metric_id for measure in spec.measures],
            address="",
        )
        written = re.split(r'[",\r\n]+', write_csv(package).decode("utf-8-sig"))
        assert not set(written) & strangers, report.id
        checked += 1
    assert checked > 10


@pytest.mark.parametrize("page", PAGES)
def test_pages_hold_the_scope(
    built_home: Home,
    limited: Snapshot,
    scope: ReaderScope,
    page: str,
    strangers: set[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(built_home.path))
    monkeypatch.setenv(REGIONS_VARIABLE, ",".join(scope.regions))
    monkeypatch.setenv(AGENCIES_VARIABLE, ",".join(scope.agencies))
    expected = places_of_cases(limited) if page in OF_CASES else set()
    assert not draw(page, PAGES[page]) & (strangers - expected)


@pytest.mark.parametrize("page", MORE_PAGES)
def test_more_pages_hold_the_scope(
    built_home: Home, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(built_home.path))
    monkeypatch.setenv(REGIONS_VARIABLE, OWN)
    opened = open_snapshot(built_home.path, scope=SCOPES["region"])
    expected = places_of_cases(opened) if page in OF_CASES else set()
    foreign = names_outside(opened) - expected
    opened.close()
    assert not draw(page, {}) & foreign


def test_a_view_of_another_shows_ones_own_scope(
    built_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A link that names another county leads to nothing of that county."""
    monkeypatch.setenv(HOME_VARIABLE, str(built_home.path))
    monkeypatch.setenv(URL_VARIABLE, f"sqlite:///{tmp_path / 'application.db'}")
    database = open_app_database(built_home)
    address = {"report": "filed_by_region", "period": "2025"}
    shared = save_view(database, owner="wang", name="全市", page="gallery", filters=address)
    foreign = save_view(
        database, owner="wang", name="外区", page="gallery", filters={**address, "region": OTHER}
    )
    everything = draw("gallery", {"view": shared.view_id})
    monkeypatch.setenv(REGIONS_VARIABLE, OWN)
    own = draw("gallery", {"view": shared.view_id})
    labels = {code: region_name(built_home, code) for code in (OWN, OTHER)}
    assert {labels[OWN], labels[OTHER]} <= everything
    assert labels[OWN] in own and labels[OTHER] not in own
    assert not {labels[OWN], labels[OTHER]} & draw("gallery", {"view": foreign.view_id})


def places_of_cases(limited: Snapshot) -> set[str]:
    """The counties and units of the cases in scope."""
    found = limited.query(
        "select region_name as name from dim_regions where region_code in "
        "(select region_code from dim_cases union select region_code from fct_clocks) "
        "union select unit_name from dim_units where unit_code in "
        "(select lead_unit_code from dim_cases union select unit_code from fct_clocks "
        "union select unit_code from fct_findings)"
    )
    return set(found["name"].astype(str))


def region_name(home: Home, code: str) -> str:
    opened = open_snapshot(home.path)
    try:
        found = opened.query("select region_name from dim_regions where region_code = ?", [code])
        return str(found["region_name"].iloc[0])
    finally:
        opened.close()


def draw(page: str, address: dict[str, str]) -> set[str]:
    """The texts that a page shows and the choices that it offers, as the reader of the environment."""
    run = AppTest.from_string(
        f"""
        from dashboards.components.saved_views import open_saved_view
        from dashboards.components.trust import open_trust_strip
        from dashboards.pages import {page}
        from dashboards.view import open_view

        view = open_view("zh")
        open_trust_strip(view)
        open_saved_view(view, "{page}")
        {page}.show_page(view)
        """,
        default_timeout=30,
    )
    for name, value in address.items():
        run.query_params[name] = value
    run.run()
    assert not run.exception, run.exception
    texts = " ".join(element.proto.body for element in run.get("html"))
    choices = {option for box in run.selectbox for option in box.options}
    return choices | {part.strip() for part in re.split(r"<[^>]*>", texts)}
