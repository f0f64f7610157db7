"""The filters of the statistics, and the days that an address names.

Belongs here: what a filter may be. Keep out: widgets (the page) and values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dashboards.metrics.book import Scope
from models.metrics.periods import Kind, Period

# The four streams of the platform, and which groups of the registry each holds.
STREAMS: dict[str, tuple[str, ...]] = {
    "investigation": ("A_police",),
    "arrest": ("B_arrest",),
    "prosecution": ("C_prosecution",),
    "trial": ("D_trial",),
    "execution": ("G_execution", "H_property"),
    "supervision": ("E_clock",),
    "collaboration": ("F_flow", "I_quality"),
}
KINDS = (Kind.YEAR_BEFORE, Kind.PERIOD_BEFORE, Kind.YEAR_TO_DATE, Kind.SPRING_FESTIVAL)


@dataclass(frozen=True)
class ReportFilters:
    """What is reported; None: not set. ``period`` is a name such as 2025-03, 2025Q1 or 2025."""

    stream: str = next(iter(STREAMS))
    period: str | None = None
    against: str = Kind.YEAR_BEFORE.value
    region: str | None = None
    agency: str | None = None
    charge: str | None = None

    @property
    def scope(self) -> Scope:
        return Scope(self.region, self.agency, self.charge)

    @property
    def kind(self) -> Kind:
        return Kind(self.against)


def read_period(values: Mapping[str, str]) -> Period | None:
    """The days ``from`` … ``to`` of an address; None where they are no days or in the wrong order."""
    try:
        return Period(date.fromisoformat(values["from"]), date.fromisoformat(values["to"]))
    except (KeyError, ValueError):
        return None
