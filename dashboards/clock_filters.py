"""The filters of the list of clocks: read from an address, checked, put back into one.

Belongs here: what a filter may be. Keep out: widgets (the page) and SQL (the query).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

# The stages of the catalogue of limits, in the order of a procedure.
CLOCK_STAGES = (
    "filing",
    "coercive_measures",
    "investigation",
    "custody_handover",
    "supervision_commission",
    "arrest_review",
    "prosecution_review",
    "first_instance",
    "second_instance",
    "retrial",
    "execution_handover",
    "community_correction_intake",
    "supervision",
)
STATES = ("overdue", "due", "late", "suspended")
TIERS = ("over_3_months", "over_6_months", "held_5_years", "held_8_years")
# Bands of early warning, the lowest first (models/lateness).
RISKS = ("low", "raised", "high")
# Days within which a clock falls due, as on the page of supervision.
WINDOWS = (3, 7, 15)
UNKNOWN = "-"
_CODES = ("agency", "unit", "region", "rule")
_PLACES = {"custody": {"yes": True, "no": False}}


@dataclass(frozen=True)
class ClockFilters:
    """What is looked for; None: not set. ``within`` counts days left, the others days over."""

    state: str | None = None
    custody: bool | None = None
    agency: str | None = None
    unit: str | None = None
    region: str | None = None
    rule: str | None = None
    stage: str | None = None
    within: int | None = None
    over_from: int | None = None
    over_to: int | None = None
    tier: str | None = None
    risk: str | None = None
    page: int = 1

    @property
    def is_set(self) -> bool:
        """Whether anything narrows the list."""
        return replace(self, page=1) != ClockFilters()

    def address_values(self, *, page: int = 1) -> dict[str, str]:
        """The filters as values of an address; what is not set is left out."""
        values: dict[str, Any] = {field.name: getattr(self, field.name) for field in fields(self)}
        values["custody"] = {True: "yes", False: "no", None: None}[self.custody]
        values["page"] = page if page > 1 else None
        return {name: str(value) for name, value in values.items() if value is not None}

    def parameters(self) -> dict[str, Any]:
        """The parameters of the query ``clock_search``, but for its page."""
        return {
            field.name: getattr(self, field.name) for field in fields(self) if field.name != "page"
        }


def read_clock_filters(
    values: Mapping[str, str], choices: Mapping[str, Collection[str]]
) -> tuple[ClockFilters, tuple[str, ...]]:
    """The filters of an address and the names of those that cannot be understood.

    ``choices`` holds the codes that agency, unit, region and rule may take.
    """
    found: dict[str, Any] = {}
    broken: list[str] = []
    words: dict[str, Collection[str]] = {
        "state": STATES,
        "custody": _PLACES["custody"],
        "stage": CLOCK_STAGES,
        "tier": TIERS,
        "risk": RISKS,
        **{name: {*choices[name], UNKNOWN} for name in _CODES},
    }
    for name, allowed in words.items():
        value = values.get(name) or None
        if value is None:
            continue
        if value not in allowed:
            broken.append(name)
        else:
            found[name] = _PLACES.get(name, {}).get(value, value)
    for name in ("within", "over_from", "over_to", "page"):
        value = values.get(name) or None
        if value is None:
            continue
        is_number = value.isascii() and value.isdecimal() and len(value) <= 6
        if not is_number or (name == "page" and int(value) < 1):
            broken.append(name)
        else:
            found[name] = int(value)
    return ClockFilters(**found), tuple(broken)
