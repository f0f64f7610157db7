"""The limit calculator: what is typed in, what comes out, what is said when it cannot be.

When one of these fails, somebody trusts a due day that the warehouse would count otherwise, or types in
vain.
"""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from playwright.sync_api import Locator, Page, expect

from dashboards.calculator_examples import EXAMPLES
from tests.browser.acting import press, write
from tests.browser.serving import Site
from tests.browser.test_supervision import heading

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def type_event(page: Page, number: int, *, kind: str, day: str, time: str = "") -> None:
    row = page.locator(f".st-key-calculator_event_{number}")
    box = row.get_by_label(f"事件 {number}", exact=True)
    press(box)
    write(box, kind)
    press(page.get_by_role("option", name=kind, exact=True))
    type_day(row, day)
    if time:
        write(row.get_by_label("时间"), time)


def type_day(place: Locator, day: str) -> None:
    """Into the three parts of a date field."""
    parts = place.get_by_role("spinbutton")
    for part, text in zip((0, 1, 2), day.split("-"), strict=True):
        press(parts.nth(part))
        parts.nth(part).press_sequentially(text)


def test_calculator_answers_what_was_typed(page: Page, site: Site) -> None:
    """拘留后3日提请批捕: from Monday 3 March, due on the 6th, four days over on the 10th."""
    page.goto(site.url("calculator?rule=detention_request_arrest&as_of=2025-03-10"))
    assert heading(page) == "期限计算器"
    press(page.get_by_role("button", name="计算", exact=True))
    expect(page.get_by_text("请至少录入一个事件")).to_be_visible()
    type_event(page, 1, kind="刑事拘留", day="2025-03-03", time="10:00")
    press(page.get_by_role("button", name="计算", exact=True))
    answer = page.locator(".stMain table.cl-table tbody tr")
    expect(answer).to_have_count(1)
    expect(answer).to_contain_text("2025-03-06")
    expect(answer).to_contain_text("超 4 日")
    expect(answer).to_contain_text("刑诉法(2018)第91条")
    press(page.get_by_role("button", name="添加事件"))
    type_event(page, 2, kind="提请批准逮捕", day="2025-03-06", time="17:00")
    press(page.get_by_role("button", name="计算", exact=True))
    expect(answer).to_contain_text("未超期")
    press(answer.locator("summary"))
    expect(answer.locator(".cl-steps")).to_contain_text("3 天")
    # The address holds the question: whoever gets the link gets the answer.
    page.goto(page.url)
    expect(answer).to_contain_text("未超期")


def test_calculator_finds_every_limit_that_follows(page: Page, site: Site) -> None:
    page.goto(site.url("calculator"))
    press(page.get_by_role("link", name="全部适用的期限"))
    answer = page.locator(".stMain table.cl-table tbody tr")
    expect(answer.first).to_be_visible()
    assert answer.count() > 5
    shown = page.locator(".stMain table.cl-table").inner_text()
    for name in ("拘留后提请批准逮捕", "拘留通知家属", "刑事案件立案审查"):
        assert name in shown
    press(page.get_by_test_id("stSidebar").get_by_text("English"))
    expect(page.locator(".cl-head h1")).to_have_text("Limit calculator")
    expect(answer.first).to_contain_text("from 2025-03-01")


def test_an_extension_is_chosen_by_what_it_does(page: Page, site: Site) -> None:
    page.goto(site.url("calculator?" + urlencode(EXAMPLES["detention"].address_values())))
    answer = page.locator(".stMain table.cl-table tbody tr")
    expect(answer).to_contain_text("2025-03-10")
    second = page.locator(".st-key-calculator_event_2")
    press(second.get_by_label("批准机关"))
    press(page.get_by_role("option", name="本院院长"))
    press(page.get_by_role("button", name="计算", exact=True))
    expect(answer).to_contain_text("批准机关无权批准")
    expect(answer).to_contain_text("2025-03-06")


def test_an_impossible_order_is_said(page: Page, site: Site) -> None:
    events = (
        '[{"type":"arrest_request_submitted","ts":"2025-03-01"},'
        '{"type":"detained","ts":"2025-03-03"}]'
    )
    address = urlencode(
        {"rule": "detention_request_arrest", "as_of": "2025-03-10", "events": events}
    )
    page.goto(site.url(f"calculator?{address}"))
    expect(page.locator(".cl-notice").first).to_contain_text("顺序有误")
    page.goto(site.url(f"calculator?{address}&lang=en"))
    expect(page.locator(".cl-notice").first).to_contain_text("out of order")
