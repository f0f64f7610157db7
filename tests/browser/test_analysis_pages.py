"""Points, bars and areas of charts open exactly the cases that were counted.

When one of these fails, a reader clicks on a number and is shown other cases, or nothing happens.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from pipelines.snapshot import Snapshot
from tests.browser.acting import press
from tests.browser.serving import Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def listed(page: Page) -> float:
    """Listed, sealed and unjoined of the page behind a figure."""
    facts = page.locator("dl.cl-facts")
    expect(facts).to_be_visible()
    found = dict(
        zip(
            facts.locator("dt").all_inner_texts(),
            facts.locator("dd").all_inner_texts(),
            strict=True,
        )
    )
    counts = {
        name: float(value.replace(",", ""))
        for name, value in found.items()
        if re.fullmatch(r"[\d,.]+", value)
    }
    assert counts["列出"] + counts["封存"] + counts["未关联到案件"] == counts["计入数"]
    return counts["计入数"]


def number(place: Locator) -> float:
    expect(place).to_be_visible()
    return float(re.sub(r"[^\d.]", "", place.text_content() or ""))


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("trend", "tbody tr td:nth-child(2) a"),
        ("trend?metric=non_arrest_rate&grain=quarter", "tbody tr td:nth-child(3) a"),
        ("regions?period=2025", "tbody tr td:nth-child(2) a"),
        ("process", "tbody tr td:nth-child(2) a"),
        ("collaboration?period=2025", 'table[aria-label="按业务类型"] tbody td:nth-child(2) a'),
        ("reconciliation?period=2025", "tbody tr td:nth-child(3) a"),
        ("checkup", "tbody tr td:nth-child(2) a"),
        (
            "gallery?report=filed_by_region&period=own&from=2025-01-07&to=2025-03-19",
            "tbody tr td:nth-child(2) a",
        ),
        ("pivot?metrics=criminal_detention_persons&rows=agency&columns=is_juvenile", "tbody a"),
    ],
)
def test_numbers_of_tables_open_their_cases(
    page: Page, site: Site, address: str, link: str
) -> None:
    page.goto(site.url(address))
    place = page.locator(link).first
    value = number(place)
    press(place)
    expect(page).to_have_url(re.compile("metric_cases"))
    assert listed(page) == value


def test_an_area_of_the_map_opens_its_cases(page: Page, site: Site) -> None:
    """Anywhere within the outline, not only on the name."""
    page.goto(site.url("regions?period=2025"))
    chart = page.locator(".st-key-figure_regions .js-plotly-plot")
    expect(chart.locator(".scatterlayer .trace").first).to_be_attached()
    areas = chart.locator(".scatterlayer .trace path.point")
    expect(areas.first).to_be_attached()
    box = areas.first.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page).to_have_url(re.compile("metric_cases.*region=|region=.*metric_cases"))
    assert listed(page) > 0


def test_a_number_on_an_arrow_opens_its_cases(page: Page, site: Site) -> None:
    page.goto(site.url("process"))
    chart = page.locator(".st-key-figure_process_map .js-plotly-plot")
    label = chart.locator(".scatterlayer .trace text").first
    expect(label).to_be_visible()
    value = number(label)
    press(label, force=True)
    expect(page).to_have_url(re.compile("set=moves"))
    assert listed(page) == value
    page.go_back()
    expect(page.locator(".cl-head h1")).to_have_text("办案流程")


def test_a_bar_of_a_report_opens_its_cases(page: Page, site: Site) -> None:
    page.goto(site.url("gallery?report=filed_by_region"))
    chart = page.locator(".st-key-figure_gallery_filed_by_region .js-plotly-plot")
    bar = chart.locator(".barlayer .point path").first
    expect(bar).to_be_visible()
    value = number(page.locator("tbody tr td:nth-child(2) a").first)
    box = bar.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page).to_have_url(re.compile("metric_cases.*region=|region=.*metric_cases"))
    assert listed(page) == value


def test_the_trust_strip_says_where_figures_come_from(
    page: Page, site: Site, published: Snapshot
) -> None:
    """The day of each agency's data as published; behind the button the definition and the question."""
    page.goto(site.url("trend"))
    strip = page.locator(".cl-trust")
    days = published.query("select strftime(data_date, '%Y-%m-%d') as day from ops_freshness")
    for day in days["day"].dropna():
        expect(strip).to_contain_text(day)
    refused = published.query("select sum(rows_quarantined) as n from ops_deliveries")
    expect(strip.get_by_role("link")).to_contain_text(f"{int(refused['n'].iloc[0]):,}")
    press(page.get_by_role("button", name="口径与来源"))
    expect(page.locator(".cl-trust-words dt").first).to_be_visible()
    press(page.get_by_role("combobox", name="查询"))
    press(page.get_by_role("option").first)
    expect(page.get_by_test_id("stCode")).to_contain_text("select")


def test_the_screen_asks_nothing_by_itself(page: Page, site: Site) -> None:
    """A forgotten wall must not ask the warehouse for days, unless somebody turned that on."""
    page.goto(site.url("screen"))
    expect(page.locator(".cl-screen-head")).to_contain_text("不自动刷新")
    press(page.get_by_role("link", name="开启刷新"))
    expect(page.locator(".cl-screen-head")).to_contain_text("每 60 秒刷新")


def test_an_unknown_filter_is_named(page: Page, site: Site) -> None:
    page.goto(site.url("trend?metric=nothing"))
    expect(page.locator(".cl-notice")).to_contain_text("指标")
    press(page.locator(".cl-notice a"))
    expect(page.locator(".st-key-figure_trend")).to_be_visible()
