"""The filters of the statistics: read from an address, checked, put back into one.

Belongs here: what a filter may be, and the days it stands for. Keep out: widgets (the page) and values.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
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

    def address_values(self) -> dict[str, str]:
        """The filters as values of an address; what is as usual is left out."""
        usual = ReportFilters()
        return {
            field.name: getattr(self, field.name)
            for field in fields(self)
            if getattr(self, field.name) not in (None, getattr(usual, field.name))
        }


def read_report_filters(
    values: Mapping[str, str], choices: Mapping[str, Collection[str]]
) -> tuple[ReportFilters, tuple[str, ...]]:
    """The filters of an address and the names of those that cannot be understood.

    ``choices`` holds the values that period, region, agency and charge may take.
    """
    usual = ReportFilters()
    allowed: dict[str, Collection[str]] = {
        "stream": STREAMS,
        "against": [kind.value for kind in KINDS],
        **{name: choices[name] for name in ("period", "region", "agency", "charge")},
    }
    chosen: dict[str, str] = {}
    broken: list[str] = []
    for name, accepted in allowed.items():
        value = values.get(name)
        if value and value in accepted:
            chosen[name] = value
        elif value:
            broken.append(name)
    return ReportFilters(**{**_as_values(usual), **chosen}), tuple(broken)


def read_period(values: Mapping[str, str]) -> Period | None:
    """The days ``from`` … ``to`` of an address; None where they are no days or in the wrong order."""
    try:
        return Period(date.fromisoformat(values["from"]), date.fromisoformat(values["to"]))
    except (KeyError, ValueError):
        return None


def _as_values(filters: ReportFilters) -> dict[str, str | None]:
    return {field.name: getattr(filters, field.name) for field in fields(filters)}
