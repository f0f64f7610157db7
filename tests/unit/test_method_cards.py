"""Cards of methods on pages: their figures are those of the docs, and the whole card is one click away.

When this fails, a page promises an accuracy that nobody measured.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dashboards.components.patterns import read_card
from dashboards.i18n import LANGUAGES, Texts

REPOSITORY = Path(__file__).parents[2]
METHODS = (
    "surveillance", "scan", "hot_spots", "near_repeat", "season", "towns", "association", "series",
    "similar", "consistency", "matches",
)  # fmt: skip
# What was planted or asked for, not what came of it: levels of intervals, sizes of courts' leaning, shares of area.
ASKED_FOR = {"5", "28"}


def measured() -> set[str]:
    """Shares in the tables of the docs."""
    pages = ("patterns.md", "similarity-accuracy.md")
    text = "".join((REPOSITORY / "docs" / page).read_text("utf-8") for page in pages)
    rows = "\n".join(line for line in text.splitlines() if line.startswith("|"))
    return set(re.findall(r"([\d.]+) ?%", rows))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("method", METHODS)
def test_accuracy_on_pages_is_that_of_the_docs(method: str, language: str) -> None:
    said = set(re.findall(r"([\d.]+) ?%", Texts(language)(f"method.{method}.accuracy")))
    unknown = said - measured() - ASKED_FOR
    assert not unknown, f"[{method}] speaks of {unknown} %, which no table of docs/ has"


@pytest.mark.parametrize("folder", ["patterns", "series", "similarity", "supervision"])
def test_whole_card_is_readable_on_its_page(folder: str) -> None:
    card = read_card(folder)
    assert "**Purpose.**" in card
    assert "**Limits.**" in card
    assert "](" not in card, "a link of the repository leads nowhere on a page"
