"""Acting on a page as a person does: once it has come to rest.

Belongs here: clicks and typing for all browser tests. Keep out: what a page should show.
"""

from __future__ import annotations

import itertools

from playwright.sync_api import Locator, Page

# While a run is going on, elements of the run before stand beside their successors: a label is found
# twice, or the one that is clicked is gone before the click arrives. A run that asks for another one
# leaves a short gap between both, which is why rest has to last.
REST_MILLISECONDS = 150
_AT_REST = """([call, rest]) => {
    const app = document.querySelector('.stApp');
    const calm = app !== null
        && app.dataset.testScriptState === 'notRunning'
        && document.querySelector('[data-stale="true"]') === null;
    if (!calm || window.restCall !== call) {
        window.restCall = call;
        window.restSince = performance.now();
        return false;
    }
    return performance.now() - window.restSince >= rest;
}"""
_calls = itertools.count()


def wait_for_rest(page: Page) -> None:
    """The page's script has ended and nothing of an earlier run is left."""
    page.wait_for_function(_AT_REST, arg=[next(_calls), REST_MILLISECONDS])


def press(target: Locator, *, force: bool = False) -> None:
    """Click on ``target``; ``force`` for shapes that others partly cover."""
    wait_for_rest(target.page)
    target.click(force=force)


def write(target: Locator, text: str) -> None:
    """Put ``text`` in the place of what a field holds."""
    wait_for_rest(target.page)
    target.fill(text)
