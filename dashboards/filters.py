"""The filters of the case search: read from an address, checked, put back into one.

Belongs here: what a filter may be. Keep out: widgets (the page) and SQL (the query).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

from dashboards.components.flow_chart import STEPS
from dashboards.stages import STAGES
from models.linkage.numbers import normalize_number

PAGE_ROWS = 25
OPEN = "open"
SHORTEST_NUMBER = 3
# The last one that has a day after it.
_LAST_DAY = date(9999, 12, 30)


@dataclass(frozen=True)
class CaseFilters:
    """What is looked for; None: not set. ``basis`` says which date the period is about."""

    number: str | None = None
    charge: str | None = None
    region: str | None = None
    unit: str | None = None
    stage: str | None = None
    basis: str = STEPS[0]
    first_day: date | None = None
    last_day: date | None = None
    page: int = 1

    def address_values(self, *, page: int = 1) -> dict[str, str]:
        """The filters as values of an address; what is not set is left out."""
        values: dict[str, Any] = {
            "q": self.number,
            "charge": self.charge,
            "region": self.region,
            "unit": self.unit,
            "stage": self.stage,
            "basis": self.basis if self.has_period else None,
            "from": self.first_day,
            "to": self.last_day,
            "page": page if page > 1 else None,
        }
        return {name: str(value) for name, value in values.items() if value is not None}

    @property
    def has_period(self) -> bool:
        return self.first_day is not None or self.last_day is not None

    @property
    def is_set(self) -> bool:
        """Whether anything narrows the list."""
        passed_over = ("page", "basis")
        return any(
            getattr(self, f.name) is not None for f in fields(self) if f.name not in passed_over
        )

    def parameters(self) -> dict[str, Any]:
        """The parameters of the query ``case_search``, but for its page."""
        return {
            "number": normalize_number(self.number),
            "charge": self.charge,
            "region": self.region,
            "unit": self.unit,
            "stage": self.stage,
            "basis": self.basis,
            "has_period": self.has_period,
            "first_day": self.first_day or date.min,
            "end_day": min(self.last_day or _LAST_DAY, _LAST_DAY) + timedelta(days=1),
        }


def is_page_number(written: str) -> bool:
    """Whether an address names a page; thousands of digits are a number to Python and none to a reader."""
    is_number = written.isascii() and written.isdecimal() and len(written) <= 6
    return is_number and int(written) > 0


def read_case_filters(
    values: Mapping[str, str], choices: Mapping[str, Collection[str]]
) -> tuple[CaseFilters, tuple[str, ...]]:
    """The filters of an address and the names of those that cannot be understood.

    ``choices`` holds the codes that charge, region and unit may take.
    """
    broken: list[str] = []

    def one_of(name: str, allowed: Collection[str]) -> str | None:
        value = values.get(name) or None
        if value is not None and value not in allowed:
            broken.append(name)
            return None
        return value

    def day(name: str) -> date | None:
        value = values.get(name)
        try:
            return date.fromisoformat(value) if value else None
        except ValueError:
            broken.append(name)
            return None

    page = values.get("page") or "1"
    if not is_page_number(page):
        broken.append("page")
        page = "1"
    number = (values.get("q") or "").strip() or None
    if number is not None and len(normalize_number(number) or "") < SHORTEST_NUMBER:
        broken.append("q")
        number = None
    filters = CaseFilters(
        number=number,
        charge=one_of("charge", choices["charge"]),
        region=one_of("region", choices["region"]),
        unit=one_of("unit", choices["unit"]),
        stage=one_of("stage", (OPEN, *STAGES)),
        basis=one_of("basis", STEPS) or STEPS[0],
        first_day=day("from"),
        last_day=day("to"),
        page=int(page),
    )
    if filters.first_day and filters.last_day and filters.first_day > filters.last_day:
        broken.append("to")
    return filters, tuple(broken)
