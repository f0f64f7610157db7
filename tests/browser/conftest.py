"""A real browser on real pages: fixtures, and the watch over what leaves the machine.

Belongs here: pages to look at. Keep out: servers (serving.py) and what a page should show.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from pipelines.home import Home
from pipelines.snapshot import Snapshot, open_snapshot
from tests.browser.serving import (
    ARGUMENTS,
    DESKTOP,
    PHONE,
    PHONE_AGENT,
    WAIT_MILLISECONDS,
    Site,
    find_browser,
    serve,
)


@pytest.fixture(scope="session")
def site(built_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The dashboards of the committed sample."""
    with serve(built_home.path, tmp_path_factory.mktemp("site") / "log") as served:
        yield served


@pytest.fixture(scope="session")
def published(built_home: Home) -> Iterator[Snapshot]:
    """What the site shows, asked directly."""
    snapshot = open_snapshot(built_home.path)
    yield snapshot
    snapshot.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    expect.set_options(timeout=WAIT_MILLISECONDS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Open pages that may talk to this machine alone and must not stumble over their own code."""
    contexts: list[BrowserContext] = []
    strangers: list[str] = []
    errors: list[str] = []

    def watch(address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme not in ("data", "blob") and parts.hostname != "localhost":
            strangers.append(address)

    def new_page(*, is_phone: bool = False) -> Page:
        context = chromium.new_context(
            viewport=PHONE if is_phone else DESKTOP,
            user_agent=PHONE_AGENT if is_phone else None,
            accept_downloads=True,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(WAIT_MILLISECONDS)
        page.on("request", lambda request: watch(request.url))
        page.on("websocket", lambda socket: watch(socket.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield new_page
    for context in contexts:
        context.close()
    assert strangers == [], "a page asked another machine for something"
    assert errors == [], "a page stumbled over its own code"


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """A page at desk width."""
    return open_page()
