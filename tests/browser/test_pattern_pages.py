"""Crime patterns in the browser: an alert and a cluster lead to exactly their cases.

When one of these fails, a reader gets a warning that cannot be borne out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import Page, expect

from pipelines.home import Home
from pipelines.snapshot import Snapshot
from tests.browser.acting import press
from tests.browser.serving import Site, serve
from tests.browser.test_servers import copy_version

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

# The committed sample is too small for an alert and for sentences to compare; some of each are put into a copy of it,
# with real cases.
PLANTED = """
insert into marts.fct_pattern_items by name
select
    kind || '-planted' as item_id, kind as item_kind, 'theft' as group_code, '320583' as area_code,
    'region' as level, 'bayes' as method, date '2025-06-02' as first_day, date '2025-06-29' as last_day,
    4 as window_weeks, 7 as observed, 1.5 as expected, 4.0 as upper, 0.0001 as p_value, 0.01 as q_value,
    'open' as outcome, '' as within, 120.98 as longitude, 31.38 as latitude, 400.0 as radius_metres
from (values ('alert'), ('cluster')) as kinds (kind);
insert into marts.bridge_pattern_cases by name
select kind || '-planted' as item_id, cases.case_id, 'A' || cases.case_id as police_case_no
from (select case_id from marts.dim_cases where not is_sealed order by case_id limit 7) as cases
cross join (values ('alert'), ('cluster')) as kinds (kind);
insert into marts.fct_sentence_fits by name
select
    'planted-' || case_id as court_case_id, 1 as defendant_seq, case_id, courts.code as court_code,
    '264001' as charge_code, date '2025-06-02' as pronounced_date, 30 as sentence_months,
    9.5 as expected_months, -2.5 as unusualness, 60 as charge_sentence_count
from (select case_id from marts.dim_cases where not is_sealed order by case_id limit 30) as cases
cross join (values ('FY320583'), ('FY320505')) as courts (code);
insert into marts.fct_sentence_offsets by name
select
    'court' as level, code as court_code, 30 as sentence_count, 0.1 as raw_share, 0.05 as offset_share,
    -0.02 as low_share, 0.12 as high_share, 0.4 as residual_sd
from (values ('FY320583'), ('FY320505')) as courts (code)
"""


@pytest.fixture(scope="module")
def planted(published: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("patterns")
    target = copy_version(Home(folder / "home"), published, "20990101-000000-planted")
    target.chmod(0o644)
    with duckdb.connect(str(target)) as connection:
        connection.execute(PLANTED)
    target.chmod(0o444)
    with serve(folder / "home", Path(folder / "log")) as site:
        yield site


@pytest.mark.parametrize(
    ("page_name", "item"), [("alerts", "alert"), ("crime_map?group=theft", "cluster")]
)
def test_item_opens_its_cases(
    open_page: Callable[..., Page], planted: Site, page_name: str, item: str
) -> None:
    page = open_page()
    page.goto(planted.url(page_name))
    link = page.locator(f'table a[href*="item={item}-planted"]').first
    expect(link).to_be_visible()
    press(link)
    expect(page).to_have_url(re.compile(rf"/pattern_cases\?item={item}-planted"))
    expect(page.locator(".cl-count b").first).to_have_text(re.compile(r"7"))
    case = page.locator('table a[href*="case?case_id="]').first
    expect(case).to_be_visible()
    press(case)
    expect(page).to_have_url(re.compile(r"/case\?case_id="))


def test_a_cluster_on_the_map_opens_its_cases(
    open_page: Callable[..., Page], planted: Site
) -> None:
    """Its mark on the map, as its line in the table; nothing that lies below it answers instead."""
    page = open_page()
    page.goto(planted.url("crime_map?group=theft"))
    chart = page.locator(".st-key-crime_map_chart .js-plotly-plot")
    mark = chart.locator(".scatterlayer .trace").last.locator("path.point")
    expect(mark).to_be_visible()
    box = mark.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page).to_have_url(re.compile(r"/pattern_cases\?item=cluster-planted"))


def test_count_of_a_town_opens_its_cases(open_page: Callable[..., Page], planted: Site) -> None:
    """A figure in the comparison that cannot be opened is one that has to be believed."""
    page = open_page()
    page.goto(planted.url("towns?group=theft"))
    count = page.locator('table a[href*="pattern_cases?group=theft"]').first
    expect(count).to_be_visible()
    number = count.inner_text()
    press(count)
    expect(page).to_have_url(re.compile(r"/pattern_cases\?group=theft&area=\d{6}&first="))
    expect(page.locator("dl").first).to_contain_text(number)
    expect(page.locator('table a[href*="case?case_id="]').first).to_be_visible()


def test_sentences_of_a_court_without_a_pointer(
    open_page: Callable[..., Page], planted: Site
) -> None:
    """Points of the funnel cannot be reached with a keyboard, and hardly with a thumb."""
    page = open_page()
    page.goto(planted.url("consistency?court=FY320583"))
    # Of both courts there are 60; no list ends where its first page does.
    expect(page.locator(".cl-count b")).to_have_text("共 30 份判决")
    expect(page.get_by_role("table").locator("tbody tr")).to_have_count(25)
    expect(page.locator(".stPagination, [data-testid='stPagination']").first).to_be_visible()


def test_unknown_item_is_said(open_page: Callable[..., Page], planted: Site) -> None:
    page = open_page()
    page.goto(planted.url("pattern_cases?item=nothing"))
    expect(page.locator(".cl-notice")).to_contain_text("没有这一项")


@pytest.mark.parametrize("name", ["season", "towns", "associations"])
def test_page_answers(open_page: Callable[..., Page], planted: Site, name: str) -> None:
    page = open_page()
    page.goto(planted.url(name))
    expect(page.locator(".cl-head h1")).to_be_visible()
    expect(page.locator(".cl-notice-bad")).to_have_count(0)
