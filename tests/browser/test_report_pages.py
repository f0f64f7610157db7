"""Reports and mail in the browser: a report is chosen, looked at and taken along; a subscription is added; a mail is seen.

When one of these fails, a leader waits for a document that nobody can make, or for a mail that nobody can find.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Page, expect

from dashboards.metrics.book import MetricBook
from pipelines.appdb.database import open_app_database
from pipelines.appdb.subscriptions import add_subscription, list_subscriptions
from pipelines.delivery.run import run_mail
from pipelines.home import Home
from pipelines.snapshot import Snapshot
from tests.browser.acting import press, write
from tests.browser.serving import Site, serve
from tests.browser.test_servers import copy_version

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

ADDRESS = "leader@localhost.localdomain"


@pytest.fixture(scope="module")
def mail_home(published: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home of its own, in whose mailbox one mail has arrived."""
    home = Home(tmp_path_factory.mktemp("reports") / "home")
    copy_version(home, published, "20990101-000000-mailed")
    database = open_app_database(home)
    add_subscription(
        database,
        kind="report",
        owner="甲",
        address=ADDRESS,
        report="weekly_briefing",
        formats=("xlsx",),
        send_hour=0,
    )
    database.close()
    assert run_mail(home).sent.accepted == 1
    return home


@pytest.fixture(scope="module")
def reporting(mail_home: Home) -> Iterator[Site]:
    with serve(mail_home.path, Path(mail_home.path.parent / "log")) as site:
        yield site


def test_a_report_is_chosen_looked_at_and_taken_along(
    page: Page, reporting: Site, published: Snapshot
) -> None:
    """What is downloaded is what was looked at, and can be had again from the history."""
    page.goto(reporting.url("reports?report=weekly_briefing"))
    press(page.get_by_role("button", name="生成报告"))
    preview = page.locator("[data-testid=stImage] img")
    expect(preview.first).to_be_visible()
    expect(page.get_by_text("第1页，共")).to_be_visible()
    with page.expect_download() as waiting:
        press(page.get_by_role("button", name="下载 Word"))
    content = Path(waiting.value.path()).read_bytes()
    words = "".join(paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs)
    assert "一周动态" in words
    assert waiting.value.suggested_filename.startswith("weekly_briefing-2025-W")
    book = MetricBook(published)
    assert str(book.as_of.year) in words
    made = page.locator("table.cl-table tbody tr").filter(has_text="一周动态")
    # By the mail, and by us: of the same content.
    expect(made).to_have_count(2)
    fingerprint = page.locator(".cl-note", has_text="内容指纹").inner_text()[-12:]
    expect(made.first).to_contain_text(fingerprint)
    press(made.first.get_by_role("link"))
    expect(page.get_by_role("button", name="生成报告")).to_have_count(0)
    expect(page.locator(".cl-note", has_text=fingerprint)).to_be_visible()
    expect(preview.first).to_be_visible()


def test_a_subscription_is_added_and_stopped(page: Page, reporting: Site, mail_home: Home) -> None:
    page.goto(reporting.url("subscriptions"))
    press(page.get_by_text("新增订阅"))
    write(page.get_by_label("收件地址"), "nobody")
    press(page.get_by_role("button", name="添加", exact=True))
    expect(page.locator(".cl-notice")).to_be_visible()
    write(page.get_by_label("收件地址"), "second@localhost.localdomain")
    press(page.get_by_role("button", name="添加", exact=True))
    row = page.locator("table.cl-table tbody tr").filter(has_text="second@localhost.localdomain")
    expect(row).to_contain_text("生效")
    press(page.get_by_label("选一项停用或恢复"))
    press(page.get_by_role("option").filter(has_text="second@localhost.localdomain"))
    press(page.get_by_role("button", name="停用"))
    expect(row).to_contain_text("已停")
    database = open_app_database(mail_home)
    kept = {one.address: one.is_active for one in list_subscriptions(database)}
    database.close()
    assert kept == {ADDRESS: True, "second@localhost.localdomain": False}


def test_a_delivered_mail_is_seen(page: Page, reporting: Site) -> None:
    page.goto(reporting.url("outbox"))
    row = page.locator("table.cl-table tbody tr").filter(has_text=ADDRESS)
    expect(row).to_contain_text("已接收")
    press(row.get_by_role("link"))
    expect(page.get_by_text("Message-ID", exact=True)).to_be_visible()
    mail = page.frame_locator("iframe[data-testid=stIFrame]")
    expect(mail.get_by_text("一周办案")).to_be_visible()
    expect(mail.locator("img").first).to_be_visible()
    with page.expect_download() as waiting:
        press(page.get_by_role("button", name="附件"))
    assert waiting.value.suggested_filename.endswith(".xlsx")
