"""Servers with little behind them, or something new: what the first reader meets.

When one of these fails, a fresh installation shows an empty window or a stack trace, or a page keeps
showing yesterday's data.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import Page, expect

from pipelines.home import Home
from pipelines.publish import POINTER_NAME
from pipelines.snapshot import Snapshot
from tests.browser.serving import serve

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def copy_version(home: Home, published: Snapshot, version: str) -> Path:
    """Put the published snapshot into another home under a new version's name and point to it."""
    home.snapshots.mkdir(parents=True, exist_ok=True)
    return point_to(home, published, version)


def point_to(home: Home, published: Snapshot, version: str) -> Path:
    target = home.snapshots / f"{version}.duckdb"
    source = published.query("select path from duckdb_databases() where database_name = 'snapshot'")
    shutil.copyfile(source["path"].iloc[0], target)
    (home.snapshots / POINTER_NAME).write_text(version + "\n", encoding="ascii")
    return target


def test_nothing_published_yet_is_said(page: Page, tmp_path: Path) -> None:
    with serve(tmp_path / "empty", tmp_path / "log") as site:
        for path in ("", "cases", "deliveries"):
            page.goto(site.url(path))
            expect(page.locator(".cl-notice")).to_contain_text("尚未发布任何数据")
            expect(page.locator(".cl-notice")).to_contain_text("caseloom build")
        page.goto(site.url("?lang=en"))
        expect(page.locator(".cl-notice")).to_contain_text("Nothing has been published yet")


def test_a_foreign_snapshot_is_no_stack_trace(page: Page, tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.snapshots.mkdir(parents=True)
    with duckdb.connect(str(home.snapshots / "v1.duckdb")) as writer:
        writer.execute("create schema marts; create table marts.something as select 1 as one")
    (home.snapshots / POINTER_NAME).write_text("v1\n", encoding="ascii")
    with serve(home.path, tmp_path / "log") as site:
        page.goto(site.url())
        expect(page.locator(".cl-notice")).to_contain_text("本页数据暂时无法读取")
        expect(page.get_by_text("Traceback")).to_have_count(0)


@pytest.mark.parametrize("path", ["case?case_id={case_id}", "cases?stage=closed"])
def test_a_link_may_be_the_first_request_of_a_server(
    page: Page, tmp_path: Path, published: Snapshot, path: str
) -> None:
    """Streamlit takes files of ``pages`` for apps until the navigation was declared once."""
    home = Home(tmp_path / "home")
    copy_version(home, published, "v1")
    case_id = published.query("select min(case_id) as case_id from dim_cases")["case_id"].iloc[0]
    with serve(home.path, tmp_path / "log") as site:
        page.goto(site.url(path.format(case_id=case_id)))
        expect(page.locator(".cl-section, .cl-count").first).to_be_visible()
        expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_new_version_is_shown_without_a_restart(
    page: Page, tmp_path: Path, published: Snapshot
) -> None:
    home = Home(tmp_path / "home")
    copy_version(home, published, "v1")
    with serve(home.path, tmp_path / "log") as site:
        page.goto(site.url())
        expect(page.locator(".cl-head h1")).to_have_text("总览")
        newest = point_to(home, published, "v2")
        with duckdb.connect(str(newest)) as writer:
            writer.execute("update marts.ops_snapshot set snapshot_version = 'v2'")
            writer.execute("update marts.ops_snapshot set as_of = date '2030-01-02'")
        page.reload()
        expect(page.locator(".cl-asof")).to_contain_text(re.compile("2030-01-02.*v2", re.DOTALL))
