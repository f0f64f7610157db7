"""The way of a reviewer: a doubtful link, its evidence in masked form, a word about it, and taking it back.

When one of these fails, a wrong link stays for ever, nobody knows who parted two cases, or a reviewer sees
a name or a number.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from pipelines.appdb.audit import find_breaks, read_entries
from pipelines.appdb.database import open_app_database
from pipelines.appdb.link_reviews import link_decisions, record_link_decision
from pipelines.home import Home
from pipelines.snapshot import Snapshot
from tests.browser.acting import press, write
from tests.browser.serving import PHONE, Site, serve
from tests.browser.test_servers import copy_version

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture(scope="module")
def pair(published: Snapshot) -> dict[str, str]:
    """A pair of written persons, the first of the list."""
    found = published.query(
        "select * from rev_person_links where is_joined order by weight_bits, pair_id limit 1"
    )
    assert len(found), "the sample has no doubtful person"
    return found.to_dict("records")[0]


@pytest.fixture(scope="module")
def own_site(tmp_path_factory: pytest.TempPathFactory, published: Snapshot) -> tuple[Site, Home]:
    """A home of its own with the published snapshot: decisions of these tests are nobody else's."""
    folder = tmp_path_factory.mktemp("reviews")
    home = Home(folder / "home")
    copy_version(home, published, "v1")
    with serve(home.path, folder / "log") as served:
        yield served, home


def decide(page: Page, word: str, *, reviewer: str = "王审核") -> None:
    press(page.get_by_text(word, exact=True))
    write(page.get_by_role("textbox", name="复核人"), reviewer)
    press(page.get_by_role("button", name="登记决定"))


def test_a_link_is_rejected_and_the_word_taken_back(
    page: Page, own_site: tuple[Site, Home], pair: dict[str, str]
) -> None:
    site, home = own_site
    page.goto(site.url("link_reviews?entity=person"))
    count = page.locator(".cl-count b")
    expect(count).to_contain_text("对记录")
    press(page.locator(f'.cl-table a[href*="{pair["pair_id"]}"]'))
    log = page.locator('table[aria-label="复核记录"] tbody tr')
    expect(page.locator('table[aria-label="比对结果"] tbody tr').first).to_be_visible()
    expect(page.locator('table[aria-label="两条记录"]')).to_contain_text(pair["masked_name_a"])
    press(page.get_by_role("button", name="登记决定"))
    expect(page.get_by_text("请选择决定")).to_be_visible()
    write(page.get_by_label("理由（可不填）"), "两人籍贯不同")
    decide(page, "不是同一人")
    expect(log).to_have_count(1)
    expect(log).to_contain_text("王审核")
    expect(log).to_contain_text("两人籍贯不同")
    expect(page.locator(".cl-notice")).to_contain_text("下次构建后生效")
    page.goto(site.url("link_reviews?state=decided"))
    row = page.locator(".cl-table").first.locator("tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("待生效")
    expect(row).to_contain_text("王审核")
    press(row.locator("td.cl-lead a"))
    decide(page, "撤回决定，交由模型判断", reviewer="李复核")
    expect(log).to_have_count(2)
    expect(page.locator(".cl-head")).to_contain_text("待复核")
    database = open_app_database(home)
    subject = f"person:{pair['record_a']}|{pair['record_b']}"
    entries = read_entries(database, "link", subject)
    assert [(entry.action, entry.actor) for entry in entries] == [
        ("reject", "王审核"),
        ("withdraw", "李复核"),
    ]
    assert link_decisions(database) == []
    assert find_breaks(database) == []
    database.close()


def test_two_reviewers_do_not_overwrite_each_other(
    page: Page, own_site: tuple[Site, Home], published: Snapshot
) -> None:
    """The second one is told that somebody decided while they looked."""
    site, home = own_site
    found = published.query(
        "select * from rev_person_links order by weight_bits desc, pair_id limit 1"
    )
    assert len(found), "the sample has no doubtful person"
    doubt = found.to_dict("records")[0]
    page.goto(site.url(f"link_review?pair={doubt['pair_id']}"))
    expect(page.get_by_role("textbox", name="复核人")).to_be_visible()
    database = open_app_database(home)
    records = (doubt["record_a"], doubt["record_b"])
    record_link_decision(database, entity="person", records=records, decision="accept", actor="甲")
    database.close()
    decide(page, "不是同一人")
    expect(page.get_by_text("他人刚刚作出决定")).to_be_visible()
    expect(page.locator('table[aria-label="复核记录"] tbody tr')).to_have_count(1)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("link_reviews?doubt=dead", "筛选条件无法识别"),
        ("link_reviews?page=0", "筛选条件无法识别"),
        ("link_review", "尚未选择疑似关联"),
        ("link_review?pair=nothing", "找不到该疑似关联"),
    ],
)
def test_errors_are_said_in_words(
    page: Page, own_site: tuple[Site, Home], path: str, said: str
) -> None:
    page.goto(own_site[0].url(path))
    expect(page.locator(".cl-notice").first).to_contain_text(said)


def test_phone_width_is_enough(
    open_page: Callable[..., Page], own_site: tuple[Site, Home], pair: dict[str, str]
) -> None:
    page = open_page(is_phone=True)
    for path in ("link_reviews", f"link_review?pair={pair['pair_id']}"):
        page.goto(own_site[0].url(path))
        expect(page.locator(".cl-table").first).to_be_visible()
        assert page.evaluate("document.scrollingElement.scrollWidth") <= PHONE["width"]
