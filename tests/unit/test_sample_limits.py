"""The sample city's own arithmetic of statutory periods, against the law's own examples."""

from __future__ import annotations

from datetime import date

import pytest

from data_samples.clock import DAY, HOUR, MINUTE, Clock
from data_samples.limits import LIMITS, Limit, last_day, last_moment

CLOCK = Clock(730)


def at(text: str, hour: int = 10, minute: int = 0) -> int:
    return date.fromisoformat(text).toordinal() * DAY + hour * HOUR + minute * MINUTE


def shown(day: int) -> str:
    return date.fromordinal(day).isoformat()


@pytest.mark.parametrize(
    ("start", "months", "of_courts", "of_others"),
    [
        ("2025-01-31", 1, "2025-02-28", "2025-02-28"),
        ("2025-02-28", 1, "2025-03-31", "2025-03-28"),
        ("2025-11-30", 2, "2026-01-31", "2026-01-30"),
        ("2024-01-30", 1, "2024-02-29", "2024-02-29"),
    ],
)
def test_months_end_as_the_table_says(
    start: str, months: int, of_courts: str, of_others: str
) -> None:
    """Courts go from month end to month end, others to the same-numbered day (解释 202)."""
    assert shown(last_day(CLOCK, Limit(months=months, is_court=True), at(start))) == of_courts
    assert shown(last_day(CLOCK, Limit(months=months), at(start))) == of_others


def test_extended_months_are_counted_from_the_start() -> None:
    """30 December and two months end on 28 February; with one more on 30 March, not on the 28th."""
    limit = LIMITS["investigation_custody"]
    assert shown(last_day(CLOCK, limit, at("2025-12-30"))) == "2026-02-28"
    assert shown(last_day(CLOCK, limit, at("2025-12-30"), months=1)) == "2026-03-30"


def test_a_month_and_fifteen_days_are_not_forty_five() -> None:
    limit = LIMITS["prosecution_review_ordinary"]
    assert shown(last_day(CLOCK, limit, at("2025-01-31"), days=15)) == "2025-03-15"


def test_hours_do_not_count_the_hour_of_the_trigger() -> None:
    assert last_moment(at("2025-03-03", 10, 20), 24) == at("2025-03-04", 11)
    assert last_moment(at("2025-03-03", 9), 24) == at("2025-03-04", 10)


def test_working_days_leave_out_days_off_and_keep_make_up_days() -> None:
    """The make-up Sunday of 29 September 2024 counts, the week of the National Day does not."""
    due = last_day(CLOCK, Limit(workdays=3), at("2024-09-27"))
    assert shown(due) == "2024-10-08"


def test_backward_terms_count_back() -> None:
    limit = LIMITS["investigation_custody_extension_request"]
    assert shown(last_day(CLOCK, limit, at("2025-05-10"))) == "2025-05-03"
