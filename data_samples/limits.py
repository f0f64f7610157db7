"""Statutory periods as the invented city knows them: until which day something had to be done.

Belongs here: the arithmetic of 刑诉法 105 and of the few rules that the story keeps or breaks, written
down once more and on purpose: the truth must not come from the tables and the SQL that it checks.
Keep out: what happened (watch.py) and what follows from it (breaches.py).

Conventions: the trigger day does not count (hours: the clock-hour does not); months end on the same
day of a later month; a last day that is off moves to the next workday, except for custody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from data_samples.clock import DAY, HOUR, Clock, add_months

# Whether a last day on a holiday moves: always, never, or unless the person is in custody then.
ALWAYS, NEVER, AT_LARGE = "always", "never", "at_large"


@dataclass(frozen=True, slots=True)
class Limit:
    """``months`` are counted first, then ``days``; ``hours`` stands alone, ``workdays`` as well."""

    days: int = 0
    months: int = 0
    hours: int = 0
    workdays: int = 0
    moves: str = ALWAYS
    # Courts count from a month's last day to the next month's last day (解释 202).
    is_court: bool = False
    is_backward: bool = False


LIMITS: dict[str, Limit] = {
    # Extensions of the filing review are not delivered: the longest total that the law allows.
    "filing_review": Limit(days=30),
    "filing_review_economic": Limit(days=60),
    "filing_review_admin_transfer": Limit(days=3),
    "filing_review_economic_admin_transfer": Limit(days=60),
    "no_filing_notice_service": Limit(days=3),
    "filing_supervision_explain": Limit(days=7),
    "bail_max": Limit(months=12, moves=NEVER),
    "residential_surveillance_max": Limit(months=6, moves=NEVER),
    "detention_to_detention_center": Limit(hours=24),
    "detention_family_notice": Limit(hours=24),
    "detention_first_interrogation": Limit(hours=24),
    "detention_request_arrest": Limit(days=3, moves=NEVER),
    "arrest_review_detained": Limit(days=7, moves=NEVER),
    "arrest_review_not_detained": Limit(days=15),
    "arrest_refused_release": Limit(days=0, moves=NEVER),
    "arrest_family_notice": Limit(hours=24),
    "arrest_first_interrogation": Limit(hours=24),
    "investigation_custody": Limit(months=2, moves=NEVER),
    "investigation_custody_extension_request": Limit(days=7, moves=NEVER, is_backward=True),
    "supplementary_investigation": Limit(months=1, moves=AT_LARGE),
    "prosecution_review_ordinary": Limit(months=1, moves=AT_LARGE),
    "prosecution_review_fast_track": Limit(days=10, moves=AT_LARGE),
    "court_acceptance_review": Limit(days=7),
    "first_instance_ordinary": Limit(months=3, moves=AT_LARGE, is_court=True),
    "first_instance_summary": Limit(days=20, moves=AT_LARGE, is_court=True),
    "first_instance_fast_track": Limit(days=10, moves=AT_LARGE, is_court=True),
    "judgment_service": Limit(days=5),
    "second_instance": Limit(months=2, moves=AT_LARGE, is_court=True),
    "execution_documents": Limit(days=10),
    "cc_documents": Limit(days=10),
    "cc_report": Limit(days=10),
    "cc_investigation_assessment": Limit(workdays=10, moves=NEVER),
}


def last_day(clock: Clock, limit: Limit, start: int, *, months: int = 0, days: int = 0) -> int:
    """The last day (ordinal) of a period that began at this moment, holidays not yet considered.

    ``months`` and ``days`` are what extensions add to the whole term.
    """
    day = start // DAY
    if limit.is_backward:
        return day - limit.days
    if limit.workdays:
        for _ in range(limit.workdays):
            day = clock.workday(day + 1)
        return day
    total = limit.months + months
    if total:
        day = _court_months(day, total) if limit.is_court else add_months(day, total)
    return day + limit.days + days


def last_moment(start: int, hours: int) -> int:
    """The end of a period of hours: the clock-hour of the trigger does not count."""
    return (start // HOUR + 1 + hours) * HOUR


@lru_cache(maxsize=50_000)
def _court_months(day: int, months: int) -> int:
    first = date.fromordinal(day)
    is_month_end = (first + timedelta(days=1)).day == 1
    found = add_months(day, months)
    if not is_month_end:
        return found
    return add_months(date.fromordinal(found).replace(day=1).toordinal(), 1) - 1
