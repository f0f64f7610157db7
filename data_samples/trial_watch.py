"""Periods of trials and of execution: which step of a court begins which period for whom.

Belongs here: starting the periods that the courts must keep. Keep out: the course of a trial (court.py).
"""

from __future__ import annotations

from data_samples.clock import DAY
from data_samples.court_records import Accused, CourtCase
from data_samples.world import World

_RULES = {
    "10": "first_instance_ordinary",
    "20": "first_instance_summary",
    "30": "first_instance_fast_track",
    "40": "second_instance",
}
# More than a year to be expected: fifteen days of fast track (刑诉法 225).
_YEAR, _LONGER = 12, 15


def watch_trial(world: World, case: CourtCase, procedure: str, at: int) -> None:
    """A new period for every accused, in place of the one that ran before."""
    case.periods = []
    for person in case.accused:
        period = world.watch.start(
            _RULES[procedure],
            case.track.matter.number,
            person.suspect,
            at,
            "court.cases",
            case.record,
        )
        if procedure == "30" and person.expected_months > _YEAR:
            period.extensions.append((at, 0, _LONGER, True, True))
        case.periods.append(period)


def watch_service(world: World, case: CourtCase, at: int, served: int) -> None:
    """A judgment pronounced in court must be served within five days."""
    for person in case.accused:
        period = world.watch.start(
            "judgment_service",
            case.track.matter.number,
            person.suspect,
            at,
            "court.cases",
            case.record,
        )
        period.end = served


def watch_execution(
    world: World, case: CourtCase, person: Accused, effective: int, sent: int
) -> None:
    """Documents for execution, where anybody can see from when the ten days run."""
    if not case.is_effect_noted and not person.probation:
        return
    period = world.watch.start(
        "cc_documents" if person.probation else "execution_documents",
        case.track.matter.number, person.suspect, effective // DAY * DAY, "court.cases", case.record,
    )  # fmt: skip
    period.end = sent
