"""Serving the dashboards of a home, and the browser that looks at them.

Belongs here: starting and stopping both. Keep out: fixtures (conftest.py) and what a page shows.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipelines.appdb.database import URL_VARIABLE
from pipelines.appdb.user import USER_VARIABLE
from pipelines.home import HOME_VARIABLE
from pipelines.serve import dashboard_command

REPOSITORY = Path(__file__).parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
PHONE_AGENT = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"
START_SECONDS = 60
# A page drawn from a cold server on a busy machine; a warm one answers within a second.
WAIT_MILLISECONDS = 30_000


@dataclass(frozen=True)
class Site:
    """Served dashboards: ``address`` without a closing slash."""

    address: str

    def url(self, path: str = "") -> str:
        return f"{self.address}/{path}"


def find_browser() -> str:
    """The browser of the system; a test that needs one fails without it, it is never skipped."""
    for name in BROWSERS:
        path = shutil.which(name)
        if path:
            return path
    pytest.fail(
        "the browser tests need Chromium: run `make browser` as root, or install the package "
        "[chromium] of your distribution so that `chromium` is on the PATH",
        pytrace=False,
    )


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("localhost", 0))
        return listener.getsockname()[1]


@contextlib.contextmanager
def serve(home: Path, log: Path, *, settings: dict[str, str] | None = None) -> Iterator[Site]:
    """The dashboards of one home on a free port; the server ends with the block.

    ``settings`` are environment variables; those of whoever runs the tests do not reach decisions
    of people that are theirs.
    """
    port = _free_port()
    environment = {**os.environ, HOME_VARIABLE: str(home)}
    for name in (URL_VARIABLE, USER_VARIABLE):
        environment.pop(name, None)
    environment.update(settings or {})
    with log.open("wb") as output:
        server = subprocess.Popen(
            dashboard_command(port),
            cwd=REPOSITORY,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        site = Site(f"http://localhost:{port}")
        _wait_until_healthy(site, server, log)
        yield site
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_until_healthy(site: Site, server: subprocess.Popen, log: Path) -> None:
    last_moment = time.monotonic() + START_SECONDS
    while time.monotonic() < last_moment and server.poll() is None:
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            urllib.request.urlopen(site.url("_stcore/health"), timeout=2).close()
            return
        time.sleep(0.2)
    pytest.fail(f"the dashboards did not start:\n{log.read_text(encoding='utf-8')[-4000:]}")
