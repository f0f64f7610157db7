"""Doubtful links on a page: what the words about a pair have come to.

When this fails, a reviewer believes that a decision was obeyed which was not, or waits for one that was.
"""

from __future__ import annotations

from datetime import datetime

import pytest

from dashboards.components.link_pairs import state_of
from dashboards.link_filters import LinkFilters, read_link_filters
from pipelines.appdb.link_reviews import LinkDecision


def word(decision: str | None) -> LinkDecision | None:
    if decision is None:
        return None
    return LinkDecision(1, "case", "a", "b", decision, "", "x", datetime(2026, 1, 1))


@pytest.mark.parametrize(
    ("built", "is_joined", "last", "state"),
    [
        (None, True, None, "undecided"),
        (None, True, "withdraw", "undecided"),
        (None, True, "reject", "pending"),
        ("reject", False, "withdraw", "pending"),
        ("reject", False, "accept", "pending"),
        ("reject", False, "reject", "obeyed"),
        ("accept", True, "accept", "obeyed"),
        ("accept", False, "accept", "not_obeyed"),
        ("reject", True, "reject", "not_obeyed"),
    ],
)
def test_a_decision_is_followed_until_it_is_obeyed(
    built: str | None, is_joined: bool, last: str | None, state: str
) -> None:
    assert state_of({"decision": built, "is_joined": is_joined}, word(last)) == state


def test_filters_come_back_from_their_address() -> None:
    filters = LinkFilters(state="decided", entity="case", doubt="barely_joined", agency="court")
    assert read_link_filters(filters.address_values(page=3)) == (
        LinkFilters("decided", "case", "barely_joined", "court", 3),
        (),
    )
    assert read_link_filters({"state": "x", "agency": "platform", "page": "0"})[1] == (
        "state", "agency", "page",
    )  # fmt: skip
