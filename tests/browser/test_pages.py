"""The way of a reader: open, switch language, find a case by any number, follow a line to its row.

When one of these fails, somebody sits before a page that shows nothing, the wrong case, or a number
that the list behind it does not bear out.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlsplit

import pytest
from playwright.sync_api import Page, expect

from pipelines.contract import find_contract
from pipelines.snapshot import Snapshot
from tests.browser.acting import press, wait_for_rest, write
from tests.browser.serving import PHONE, Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

FULL_WIDTH = str.maketrans("0123456789()", "０１２３４５６７８９（）")
NUMBERS = (
    ("police", "case_no"),
    ("procuratorate", "case_no"),
    ("procuratorate", "indictment_no"),
    ("court", "case_no"),
    ("justice", "case_no"),
    ("police", "document_no"),
)
PAGES = (
    "",
    "cases",
    "statistics",
    "deliveries",
    "overdue",
    "clocks",
    "findings",
    "items",
    "calculator",
)


def heading(page: Page) -> str:
    """The heading of the page, when it has one."""
    found = page.locator(".cl-head h1")
    expect(found).to_be_visible()
    return found.inner_text()


def count_shown(page: Page) -> int:
    """The number that the search says it found."""
    shown = page.locator(".cl-count b").first
    expect(shown).to_be_visible()
    return int(re.sub(r"\D", "", shown.inner_text()))


@pytest.fixture(scope="module")
def long_case(published: Snapshot) -> str:
    """The case with most events that every agency had a hand in."""
    found = published.query(
        """
        select events.case_id
        from fct_events as events
        inner join dim_cases as cases on events.case_id = cases.case_id
        where cases.agency_count = (select max(agency_count) from dim_cases)
        group by events.case_id
        order by count(*) desc, events.case_id
        limit 1"""
    )
    return found["case_id"].iloc[0]


def test_overview_shows_the_city(page: Page, site: Site, published: Snapshot) -> None:
    page.goto(site.url())
    assert heading(page) == "总览"
    cases = published.query(
        "select count(*) as n, max(as_of) as as_of from dim_cases, ops_snapshot"
    )
    expect(page.locator(".st-key-figure_cases_known .cl-number a")).to_have_text(
        f"{cases['n'].iloc[0]:,}"
    )
    expect(page.locator(".cl-asof")).to_contain_text(f"{cases['as_of'].iloc[0]:%Y-%m-%d}")
    expect(page.locator(".cl-asof")).to_contain_text(published.version)
    expect(page.locator(".st-key-figure_case_flow .js-plotly-plot .trace").first).to_be_visible()
    expect(page.locator(".st-key-figure_cases_by_stage li")).to_have_count(9)
    agencies = published.query("select * from ops_freshness")
    expect(page.locator(".st-key-figure_data_freshness tbody tr")).to_have_count(len(agencies))


def test_every_figure_says_what_it_means(page: Page, site: Site) -> None:
    page.goto(site.url())
    heading(page)
    card = page.locator(".st-key-figure_cases_known")
    press(card.get_by_test_id("stPopoverButton").filter(visible=True).first)
    definition = page.locator(".cl-definition")
    expect(definition).to_contain_text("全案")
    expect(definition).to_contain_text("单位")


@pytest.mark.parametrize("figure", ["cases_open", "cases_filed_in_month", "cases_judged_in_month"])
def test_the_list_bears_the_figure_out(page: Page, site: Site, figure: str) -> None:
    page.goto(site.url())
    number = page.locator(f".st-key-figure_{figure} .cl-number a")
    expect(number).to_be_visible()
    value = int(number.inner_text().replace(",", ""))
    press(number)
    expect(page).to_have_url(re.compile(r"/cases\?"))
    if value:
        assert count_shown(page) == value
    else:
        expect(page.locator(".cl-notice")).to_contain_text("没有符合条件的案件")


def test_language_is_switched_and_stays(page: Page, site: Site) -> None:
    page.goto(site.url())
    assert heading(page) == "总览"
    press(page.get_by_test_id("stSidebar").get_by_text("English"))
    expect(page.locator(".cl-head h1")).to_have_text("Overview")
    expect(page).to_have_url(re.compile("lang=en"))
    press(page.get_by_test_id("stSidebar").get_by_text("Case search"))
    expect(page.locator(".cl-head h1")).to_have_text("Case search")
    press(page.locator(".cl-table td.cl-lead a").first)
    expect(page.locator(".cl-section").first).to_contain_text("The whole process")
    press(page.get_by_test_id("stSidebar").get_by_text("中文"))
    expect(page.locator(".cl-section").first).to_contain_text("全流程时间轴")
    expect(page).not_to_have_url(re.compile("lang="))


@pytest.mark.parametrize(("agency", "kind"), NUMBERS)
def test_case_is_found_by_every_number(
    page: Page, site: Site, published: Snapshot, agency: str, kind: str
) -> None:
    """Typed as people type: full width, with blanks, without 号."""
    found = published.query(
        """
        select number, min(case_id) as case_id
        from bridge_case_numbers
        where agency = $agency and number_kind = $kind and length(number) > 5
            and case_id in (select case_id from dim_cases)
        group by number
        having count(distinct case_id) = 1
        order by number
        limit 1""",
        {"agency": agency, "kind": kind},
    )
    number, case_id = found.iloc[0]
    page.goto(site.url("cases"))
    assert heading(page) == "案件检索"
    box = page.get_by_label("案件编号、案号、受案号、矫正编号或文书号")
    write(box, f" {number.removesuffix('号').translate(FULL_WIDTH)} ")
    box.press("Enter")
    link = page.locator(f'.cl-table td.cl-lead a[href*="{case_id}"]')
    expect(link).to_have_count(1)
    assert count_shown(page) == 1
    press(link)
    expect(page).to_have_url(re.compile(f"case_id={case_id}"))
    expect(page.locator(".cl-kicker")).to_be_visible()
    if kind != "document_no":
        expect(page.locator(".cl-chips")).to_contain_text(number)


def test_case_page_tells_the_whole_process(
    page: Page, site: Site, published: Snapshot, long_case: str
) -> None:
    page.goto(site.url(f"case?case_id={long_case}"))
    title = published.query("select case_title from dim_cases where case_id = ?", [long_case])
    assert heading(page) == title["case_title"].iloc[0]
    chart = page.locator(".st-key-process .js-plotly-plot")
    expect(chart.locator(".scatterlayer .trace").first).to_be_visible()
    lanes = published.query(
        "select count(distinct agency) as n from fct_events where case_id = ?", [long_case]
    )
    expect(chart.locator(".scatterlayer .trace")).to_have_count(int(lanes["n"].iloc[0]))
    events = published.query("select * from fct_events where case_id = ?", [long_case])
    rows = page.locator('table[aria-label="事件"] tbody tr')
    expect(rows).to_have_count(len(events))
    persons = published.query("select * from fct_case_persons where case_id = ?", [long_case])
    expect(page.locator('table[aria-label="涉案人"] tbody tr')).to_have_count(len(persons))
    press(page.get_by_role("tab", name="文书"))
    expect(page.locator('table[aria-label="文书"]')).to_be_visible()
    press(page.get_by_role("tab", name="流转"))
    expect(page.locator('table[aria-label="流转"]')).to_be_visible()
    press(page.get_by_role("tab", name="案卷关联"))
    found = published.query("select * from bridge_case_links where case_id = ?", [long_case])
    why = page.locator('table[aria-label="案卷关联"] tbody tr')
    expect(why).to_have_count(len(found))
    for reason in found["reason_zh"]:
        expect(why.filter(has_text=reason).first).to_be_visible()


def test_an_event_leads_to_its_delivered_row(page: Page, site: Site, long_case: str) -> None:
    page.goto(site.url(f"case?case_id={long_case}"))
    link = page.locator('table[aria-label="事件"] tbody td:last-child a').first
    expect(link).to_be_visible()
    file = link.get_attribute("title") or ""
    row = re.search(r"row=(\d+)", link.get_attribute("href") or "")
    assert row
    press(link)
    expect(page).to_have_url(re.compile("source_row"))
    facts = page.locator(".st-key-source_delivery")
    expect(facts).to_contain_text(file)
    expect(facts).to_contain_text(f"{int(row[1]):,}")
    agency, _, name = file.split("/")
    table = page.locator(".cl-table").first
    stem = name.split("__")[0]
    if agency != "justice":
        contract = find_contract(agency, stem)
        expect(table).to_contain_text(contract.key.label)
        expect(table.locator("tbody tr")).to_have_count(len(contract.relations[0].columns))


def test_a_point_of_the_axis_can_be_chosen(page: Page, site: Site, long_case: str) -> None:
    page.goto(site.url(f"case?case_id={long_case}"))
    points = page.locator(".st-key-process .scatterlayer .trace .point")
    expect(points.first).to_be_visible()
    press(points.last, force=True)
    expect(page.locator(".st-key-process .cl-table tbody tr").first).to_be_visible()


def test_filters_stand_in_the_address(page: Page, site: Site, published: Snapshot) -> None:
    charge = published.query(
        "select lead_charge_code as code, count(*) as n from dim_cases "
        "where lead_charge_code is not null group by 1 order by 2 desc, 1 limit 1"
    )
    page.goto(site.url(f"cases?charge={charge['code'].iloc[0]}"))
    assert count_shown(page) == charge["n"].iloc[0]
    press(page.get_by_label("阶段"))
    press(page.get_by_role("option", name="终结", exact=True))
    press(page.get_by_role("button", name="检索"))
    expect(page).to_have_url(re.compile("stage=closed"))
    closed = published.query(
        "select count(*) as n from dim_cases where lead_charge_code = ? and stage = 'closed'",
        [charge["code"].iloc[0]],
    )
    expect(page.locator(".cl-count b")).to_have_text(f"共 {closed['n'].iloc[0]:,} 件")
    # The address changes before the run that follows it ends, and with that run the button is new.
    wait_for_rest(page)
    with page.expect_download() as downloading:
        press(page.get_by_role("button", name="下载 CSV"))
    content = Path(downloading.value.path()).read_text(encoding="utf-8-sig")
    assert len(list(csv.DictReader(io.StringIO(content)))) == closed["n"].iloc[0]


def test_lists_are_turned_page_by_page(page: Page, site: Site, published: Snapshot) -> None:
    total = int(published.query("select count(*) as n from dim_cases")["n"].iloc[0])
    assert total > 25
    page.goto(site.url("cases?page=2"))
    expect(page.locator(".cl-table tbody tr")).to_have_count(min(25, total - 25))
    page.goto(site.url("cases?page=99999"))
    expect(page.locator(".cl-table tbody tr")).to_have_count(25)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("cases?stage=nowhere", "筛选条件无法识别"),
        ("cases?from=2024-99-99", "筛选条件无法识别"),
        ("cases?q=" + quote("没有这样的编号"), "没有符合条件的案件"),
        ("case", "尚未选择案件"),
        ("case?case_id=" + quote("' or 1=1 --"), "找不到该案件"),
        ("source_row?file=../../etc/passwd&row=1", "无法确定源数据行"),
        ("source_row?file=police/20240101/cases__01.csv&row=999999999", "该行当前没有生效数据"),
        ("deliveries?agency=nobody", "筛选条件无法识别"),
    ],
)
def test_errors_are_said_in_words(page: Page, site: Site, path: str, said: str) -> None:
    page.goto(site.url(path))
    expect(page.locator(".cl-notice").first).to_contain_text(said)


def test_markup_in_an_address_stays_text(page: Page, site: Site) -> None:
    page.goto(site.url("case?case_id=" + quote("<img src=x onerror=alert(1)>")))
    notice = page.locator(".cl-notice")
    expect(notice).to_contain_text("<img src=x onerror=alert(1)>")
    expect(notice.locator("img")).to_have_count(0)


def test_deliveries_tell_what_was_refused(page: Page, site: Site, published: Snapshot) -> None:
    page.goto(site.url("deliveries"))
    assert heading(page) == "数据交付"
    totals = published.query(
        "select sum(rows_received) as received, sum(rows_quarantined) as refused from ops_deliveries"
    )
    facts = page.locator(".st-key-delivery_totals")
    expect(facts).to_contain_text(f"{int(totals['received'].iloc[0]):,}")
    expect(facts).to_contain_text(f"{int(totals['refused'].iloc[0]):,}")
    refused = published.query("select * from ops_quarantine where row_number is not null")
    if len(refused):
        first = page.locator('table[aria-label="被隔离的行"] tbody tr').first
        expect(first).to_contain_text(re.compile(r"Q\d"))
    press(page.get_by_role("tab", name="按日"))
    expect(page.locator('table[aria-label="按日"] tbody tr').first).to_be_visible()
    press(page.get_by_role("tab", name="文件", exact=True))
    expect(page.locator('table[aria-label="文件"] tbody tr').first).to_be_visible()


@pytest.mark.parametrize("path", ["", "cases", "deliveries", "case", "source_row"])
def test_phone_width_is_enough(
    open_page: Callable[..., Page], site: Site, long_case: str, path: str
) -> None:
    """Nothing is wider than the screen, and no text too small to read."""
    page = open_page(is_phone=True)
    address = {
        "case": f"case?case_id={long_case}",
        "source_row": "source_row?file=police/20240101/cases__01.csv&row=1",
    }.get(path, path)
    page.goto(site.url(address))
    heading(page)
    page.wait_for_timeout(1500)
    width = page.evaluate("document.scrollingElement.scrollWidth")
    assert width <= PHONE["width"]
    too_wide = page.evaluate(
        """() => [...document.querySelectorAll('.stMain .cl-table, .stMain .cl-head, .stMain .cl-facts')]
            .filter(part => part.getBoundingClientRect().right > window.innerWidth + 1).length"""
    )
    assert too_wide == 0


def test_our_own_font_is_shown(page: Page, site: Site) -> None:
    page.goto(site.url())
    heading(page)
    # What is drawn a moment later may ask for another part of the font; a font that never comes times out.
    page.wait_for_function('document.fonts.check("16px Noto Sans SC", "总览")')
    family = page.evaluate("getComputedStyle(document.querySelector('.cl-head h1')).fontFamily")
    assert "Noto Sans SC" in family


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_asked_of_the_internet(page: Page, site: Site, path: str) -> None:
    """The fixture of the page holds it for every test; here pages are left alone long enough."""
    page.goto(site.url(path))
    heading(page)
    page.wait_for_load_state("networkidle")


def test_a_figure_of_the_statistics_opens_its_cases(
    page: Page, site: Site, published: Snapshot
) -> None:
    """From a number to exactly the cases that make it up, and on to one of them."""
    page.goto(site.url("statistics?stream=prosecution"))
    assert heading(page) == "指标总表"
    link = page.locator(".cl-table td.cl-number a").first
    expect(link).to_be_visible()
    number = link.inner_text().removesuffix("件").strip()
    press(link)
    expect(page).to_have_url(re.compile("metric_cases"))
    counted = page.locator(".cl-facts div", has_text="计入数").locator("dd")
    expect(counted).to_have_text(number)
    press(page.locator(".cl-table td.cl-lead a").first)
    expect(page.locator(".cl-section").first).to_contain_text("全流程时间轴")


def test_a_point_of_the_flow_opens_its_own_month(
    page: Page, site: Site, published: Snapshot
) -> None:
    """Points of several steps stand above each other: the one that is clicked counts."""
    page.goto(site.url())
    heading(page)
    wait_for_rest(page)
    point = page.locator('[class*="figure_case_flow"] .scatterlayer .trace').first.locator(".point")
    box = point.nth(2).bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page).to_have_url(re.compile(r"cases\?basis=filed"))
    found = dict(parse_qsl(urlsplit(page.url).query))
    count = published.query(
        "select count(*) as n from dim_cases where filed_at >= cast(? as date) "
        "and filed_at < cast(? as date) + 1",
        [found["from"], found["to"]],
    )["n"].iloc[0]
    expect(page.locator(".cl-count b").first).to_contain_text(f"{count:,}")
