"""From a case to its like, and to what became of those accused. When this fails, a reader compares by hand."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from pipelines.snapshot import Snapshot
from tests.browser.acting import press
from tests.browser.serving import Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_case_to_similar_cases_to_sentences(site: Site, published: Snapshot, page: Page) -> None:
    asked = published.query("""
        select case_id from fct_case_profiles
        where document_no is not null and charge_code = (
            select charge_code from fct_case_profiles where document_no is not null
            group by charge_code order by count(*) desc, charge_code limit 1
        ) order by case_id limit 1""")["case_id"].iloc[0]
    page.goto(site.url(f"case?case_id={asked}"))
    press(page.get_by_role("link", name="查看类案"))
    expect(page.get_by_role("heading", name="类案")).to_be_visible()
    expect(page.get_by_text("处理结果分布").first).to_be_visible()
    expect(page.get_by_role("table", name="最接近的案件")).to_be_visible()
    expect(page.get_by_role("list", name="处理结果分布")).to_be_visible()
    # The sentences themselves: median, the middle half, and their histogram.
    sentences = page.locator(".st-key-similar_sentences")
    expect(sentences.get_by_text("刑期中位数")).to_be_visible()
    expect(sentences.locator(".js-plotly-plot")).to_be_visible()


def test_clues_about_handlers_are_closed_without_the_role(site: Site, page: Page) -> None:
    page.goto(site.url("restricted"))
    expect(page.get_by_text("仅供监督岗位查看").first).to_be_visible()
    expect(page.get_by_role("table")).to_have_count(0)
