"""The way of a supervisor: what is overdue, why, from which delivered row; an item until it is closed.

When one of these fails, a count cannot be borne out, a clock accuses somebody without saying why, or
what a supervisor wrote is gone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from playwright.sync_api import Locator, Page, expect

from dashboards.calculator_examples import EXAMPLES
from pipelines.appdb.audit import find_breaks, read_entries
from pipelines.appdb.database import URL_VARIABLE, open_app_database
from pipelines.appdb.supervision import Subject, list_items, open_item
from pipelines.home import Home
from pipelines.snapshot import Snapshot
from tests.browser.acting import press, wait_for_rest, write
from tests.browser.serving import PHONE, Site, serve
from tests.browser.test_servers import copy_version

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

# One of each look; tests/warehouse/test_supervision_figures.py holds every figure to its list.
NUMBERS = ("clocks_overdue_custody", "clocks_due_15")
BREAKDOWNS = ("clocks_by_stage", "clocks_ageing", "clocks_by_unit")


def heading(page: Page) -> str:
    found = page.locator(".cl-head h1")
    expect(found).to_be_visible()
    return found.inner_text()


def to_number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def follow_number(page: Page, number: Locator) -> None:
    """A click on a number leads to a list of exactly so many."""
    # A page that is still being drawn puts a new link where the click was going to land.
    wait_for_rest(page)
    expect(number).to_be_visible()
    value = to_number(number.inner_text())
    press(number)
    expect(page).to_have_url(re.compile(r"/clocks\?"))
    if value:
        expect(page.locator(".cl-count b").first).to_have_text(re.compile(rf"共 {value:,} 项"))
    else:
        expect(page.locator(".cl-notice")).to_contain_text("没有符合条件的期限")


@pytest.fixture(scope="module")
def overdue(published: Snapshot) -> dict[str, str]:
    """An overdue clock, the one that the list shows first."""
    found = published.query(
        """
        select clock_id, case_id, rule_id, article, reason, unit_code
        from fct_clocks
        where status = 'overdue' and is_latest_cycle and is_duty
        order by is_custody desc, days_over desc, due_at, clock_id
        limit 1"""
    )
    assert len(found), "the sample has no overdue clock to look at"
    return found.to_dict("records")[0]


@pytest.mark.parametrize("figure", NUMBERS)
def test_numbers_lead_to_lists_that_bear_them_out(page: Page, site: Site, figure: str) -> None:
    page.goto(site.url("overdue"))
    assert heading(page) == "超期监督"
    follow_number(page, page.locator(f".st-key-figure_{figure} .cl-number a"))


@pytest.mark.parametrize("figure", BREAKDOWNS)
def test_breakdowns_lead_to_lists_that_bear_them_out(page: Page, site: Site, figure: str) -> None:
    page.goto(site.url("overdue"))
    card = page.locator(f".st-key-figure_{figure}")
    number = card.locator(".cl-red a, .cl-bar-value a").filter(has_text=re.compile(r"^[1-9]"))
    follow_number(page, number.first)


def test_agencies_stand_in_official_order(page: Page, site: Site, published: Snapshot) -> None:
    """Sorted by count the page would be a ranking."""
    official = published.query("select name_zh from dim_agencies order by sort_order")
    page.goto(site.url("overdue"))
    card = page.locator(".st-key-figure_clocks_by_agency tbody td.cl-lead")
    expect(card.first).to_be_visible()
    shown = card.all_inner_texts()
    agencies = [name for name in official["name_zh"] if name in shown]
    others = [name for name in shown if name not in agencies]
    assert len(agencies) > 1
    # Whoever is responsible and is no agency that delivers (a party, a prison) comes last.
    assert shown == agencies + others


def test_from_the_list_to_the_case_to_the_source_row(
    page: Page, site: Site, published: Snapshot, overdue: dict[str, str]
) -> None:
    page.goto(site.url("clocks?state=overdue"))
    first = page.locator(".cl-table tbody tr").first
    expect(first).to_contain_text(overdue["article"])
    expect(first).to_contain_text(overdue["reason"])
    press(first.locator("td.cl-lead a"))
    expect(page).to_have_url(re.compile(f"case_id={overdue['case_id']}"))
    expect(page.locator(".st-key-case_clocks .js-plotly-plot .trace").first).to_be_visible()
    row = page.locator('table[aria-label="法定期限"] tbody tr')
    expect(row).to_have_count(1)
    expect(row).to_contain_text(overdue["article"])
    expect(row).to_contain_text(overdue["reason"])
    press(row.locator("summary"))
    expect(row.locator(".cl-steps li").first).to_be_visible()
    expect(row.locator(".cl-steps li").first).to_contain_text("起算")
    link = row.locator("a", has=page.locator(".cl-source")).first
    file = link.get_attribute("title") or ""
    sources = published.query(
        """
        select sources._source_file
        from bridge_clock_events as bridge
        inner join bridge_event_sources as sources on bridge.event_id = sources.event_id
        where bridge.clock_id = ?""",
        [overdue["clock_id"]],
    )
    assert file in set(sources["_source_file"])
    press(link)
    expect(page).to_have_url(re.compile("source_row"))
    expect(page.locator(".st-key-source_delivery")).to_contain_text(file)


def test_every_overdue_clock_of_a_case_says_why(
    page: Page, site: Site, published: Snapshot
) -> None:
    found = published.query(
        """
        select case_id, count(*) as n
        from fct_clocks
        where status in ('overdue', 'completed_late', 'due_soon', 'suspended')
        group by case_id
        order by n desc, case_id
        limit 1"""
    )
    page.goto(site.url(f"case?case_id={found['case_id'].iloc[0]}"))
    rows = page.locator('table[aria-label="法定期限"] tbody tr')
    expect(rows).to_have_count(int(found["n"].iloc[0]))
    for number in range(rows.count()):
        row = rows.nth(number)
        assert len(row.locator(".cl-article").inner_text()) > 3
        assert len(row.locator(".cl-reason").inner_text()) > 10
        assert row.locator(".cl-steps li").count() >= 2
        assert row.locator(".cl-source").count() >= 1
    press(page.get_by_role("radio", name=re.compile("全部")))
    everything = published.query(
        "select count(*) as n from fct_clocks where case_id = ?", [found["case_id"].iloc[0]]
    )
    expect(rows).to_have_count(int(everything["n"].iloc[0]))


def take_step(page: Page, name: str) -> None:
    press(page.get_by_test_id("stForm").get_by_role("button", name=name, exact=True))


def open_step(page: Page, name: str) -> None:
    """Unfold the form of a step."""
    press(page.locator("summary").filter(has_text=re.compile(f"{name}$")))


def test_an_item_is_opened_answered_and_closed(
    page: Page, site: Site, built_home: Home, overdue: dict[str, str]
) -> None:
    page.goto(site.url(f"clocks?state=overdue&rule={overdue['rule_id']}"))
    press(page.locator(".cl-table tbody tr").first.get_by_role("link", name="监督事项"))
    expect(page.locator(".cl-head h1")).to_contain_text("开立监督事项")
    write(page.get_by_label("备注（可不填）"), "请核实，电话13800138000")
    take_step(page, "开立监督事项")
    expect(page.get_by_text("请删去身份证号码和电话号码")).to_be_visible()
    write(page.get_by_label("备注（可不填）"), "请核实羁押手续")
    take_step(page, "开立监督事项")
    log = page.locator('table[aria-label="变更记录"] tbody tr')
    expect(log).to_have_count(1)
    expect(page.locator(".cl-notes")).to_contain_text("请核实羁押手续")
    take_step(page, "分派")
    expect(log).to_have_count(2)
    write(page.get_by_label(re.compile("的答复$")), "已补录延长手续")
    take_step(page, "答复")
    expect(log).to_have_count(3)
    expect(page.locator(".cl-note-reply")).to_contain_text("已补录延长手续")
    take_step(page, "办结")
    expect(page.get_by_text("请选择办理结论")).to_be_visible()
    press(page.get_by_label("办理结论"))
    press(page.get_by_role("option", name="数据有误"))
    take_step(page, "办结")
    expect(log).to_have_count(4)
    expect(page.locator(".cl-head")).to_contain_text("已办结")
    expect(page.locator(".cl-head")).to_contain_text("数据有误")
    item_id = re.search(r"id=([0-9a-f]+)", page.url)
    assert item_id
    page.goto(site.url("items?state=closed"))
    expect(page.locator(f'.cl-table a[href*="{item_id[1]}"]')).to_be_visible()
    press(page.locator(f'.cl-table a[href*="{item_id[1]}"]'))
    expect(log).to_have_count(4)
    database = open_app_database(built_home)
    entries = read_entries(database, "item", item_id[1])
    assert [entry.action for entry in entries] == ["open", "assign", "reply", "close"]
    assert find_breaks(database) == []
    database.close()


@pytest.fixture
def own_site(tmp_path: Path, published: Snapshot) -> Home:
    """A home of its own with the published snapshot: items of one test are no other's."""
    home = Home(tmp_path / "home")
    copy_version(home, published, "v1")
    return home


def subject_of(clock: dict[str, str]) -> Subject:
    return Subject(
        "clock",
        clock["clock_id"],
        clock["case_id"],
        clock["rule_id"],
        clock["unit_code"],
        {"status": "overdue", "reason": clock["reason"], "article": clock["article"]},
    )


def test_two_supervisors_do_not_overwrite_each_other(
    open_page: Callable[..., Page], tmp_path: Path, own_site: Home, overdue: dict[str, str]
) -> None:
    database = open_app_database(own_site)
    item = open_item(database, subject_of(overdue), actor="甲")
    with serve(own_site.path, tmp_path / "log") as site:
        first, second = open_page(), open_page()
        for page in (first, second):
            page.goto(site.url(f"item?id={item.item_id}"))
            expect(page.locator(".cl-section").first).to_be_visible()
        take_step(first, "分派")
        expect(first.locator('table[aria-label="变更记录"] tbody tr')).to_have_count(2)
        open_step(second, "备注")
        write(second.get_by_label("备注", exact=True), "我也看到了")
        take_step(second, "备注")
        expect(second.get_by_text("该事项刚被他人更改")).to_be_visible()
        expect(second.get_by_label("备注", exact=True)).to_have_count(1)
        expect(second.get_by_label("备注", exact=True)).to_have_value("我也看到了")
        take_step(second, "备注")
        expect(second.locator(".cl-notes")).to_contain_text("我也看到了")
    assert list_items(database)[0].version == 3
    database.close()


def test_an_item_outlives_its_clock(
    page: Page, tmp_path: Path, own_site: Home, overdue: dict[str, str]
) -> None:
    """A build that knows better ends the clock; what the unit was asked must stay readable."""
    database = open_app_database(own_site)
    gone = {**overdue, "clock_id": "gone", "reason": "自某日起计算，已超期"}
    item = open_item(database, subject_of(gone), actor="甲")
    database.close()
    with serve(own_site.path, tmp_path / "log") as site:
        page.goto(site.url(f"item?id={item.item_id}"))
        expect(page.locator(".cl-notice")).to_contain_text("已不在现有数据中")
        expect(page.get_by_test_id("stExpander").first).to_contain_text("自某日起计算，已超期")


def test_pages_go_on_without_the_application_database(
    page: Page, tmp_path: Path, own_site: Home
) -> None:
    settings = {URL_VARIABLE: "postgresql://nobody:secret@127.0.0.1:1/nothing"}
    with serve(own_site.path, tmp_path / "log", settings=settings) as site:
        page.goto(site.url("items"))
        notice = page.locator(".cl-notice")
        expect(notice).to_contain_text("监督事项库暂时无法使用")
        expect(page.get_by_text("secret")).to_have_count(0)
        page.goto(site.url("overdue"))
        assert heading(page) == "超期监督"


EVENTS = '[{{"type":"{0}","ts":"{1}"}}]'


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("clocks?state=dead", "筛选条件无法识别"),
        ("clocks?unit=" + quote("' or 1=1"), "筛选条件无法识别"),
        ("clocks?state=overdue&over_from=99999", "没有符合条件的期限"),
        ("items?state=dead", "筛选条件无法识别"),
        ("findings?rule=dead", "筛选条件无法识别"),
        ("item", "尚未选择监督事项"),
        ("item?id=nothing", "找不到该事项"),
        ("item?clock=nothing", "现有数据中没有该期限或线索"),
        ("calculator?rule=dead", "地址中的内容无法识别"),
        ("calculator?events=" + quote(EVENTS.format("born", "2025-01-01")), "第 1 个事件"),
        ("calculator?events=" + quote(EVENTS.format("detained", "soon")), "第 1 个事件"),
        ("calculator?events=" + quote(EVENTS.format("hearing_date", "2025-01-01")) + "&rule=bail_max", "这些事件没有引起任何期限"),
    ],
)  # fmt: skip
def test_errors_are_said_in_words(page: Page, site: Site, path: str, said: str) -> None:
    page.goto(site.url(path))
    expect(page.locator(".cl-notice").first).to_contain_text(said)


@pytest.mark.parametrize(
    "path",
    [
        "overdue",
        "clocks?state=overdue",
        "findings",
        "items",
        "calculator?" + urlencode(EXAMPLES["detention"].address_values()),
    ],
    ids=lambda path: path.split("?")[0],
)
def test_phone_width_is_enough(open_page: Callable[..., Page], site: Site, path: str) -> None:
    page = open_page(is_phone=True)
    page.goto(site.url(path))
    heading(page)
    page.wait_for_timeout(1500)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= PHONE["width"]
    too_wide = page.evaluate(
        """() => [...document.querySelectorAll('.stMain .cl-table, .stMain .cl-head, .stMain .cl-tiles, .stMain .stForm')]
            .filter(part => part.getBoundingClientRect().right > window.innerWidth + 1).length"""
    )
    assert too_wide == 0


def test_an_item_can_be_opened_on_a_finding(page: Page, site: Site, published: Snapshot) -> None:
    """Both explanations stand beside each other before anybody is asked anything."""
    finding = published.query(
        """
        select findings.finding_id, findings.rule_id, findings.reason_zh, rules.innocent_zh
        from fct_findings as findings
        inner join dim_finding_rules as rules on findings.rule_id = rules.rule_id
        order by
            case findings.severity when 'high' then 1 when 'medium' then 2 else 3 end,
            findings.first_seen_at desc, findings.finding_id
        limit 1"""
    ).iloc[0]
    page.goto(site.url(f"findings?rule={finding['rule_id']}"))
    row = page.locator(".cl-table tbody tr", has_text=finding["reason_zh"]).first
    expect(row).to_contain_text(finding["innocent_zh"])
    expect(row.locator(".cl-source").first).to_be_visible()
    press(row.get_by_role("link", name="监督事项"))
    expect(page.locator(".cl-head h1")).to_contain_text("开立监督事项")
    take_step(page, "开立监督事项")
    expect(page.locator('table[aria-label="变更记录"] tbody tr')).to_have_count(1)
    expect(page.locator(".cl-why").first).to_contain_text(finding["reason_zh"])
