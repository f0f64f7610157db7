"""The filters of the review list of doubtful links: read from an address, put back into one.

Belongs here: what a filter may be. Keep out: widgets (the page) and SQL (the query).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from dashboards.filters import is_page_number

OPEN, DECIDED = "open", "decided"
STATES = (OPEN, DECIDED)
ENTITIES = ("case", "person")
# Why a pair is in the list, cases first.
DOUBTS = (
    "barely_joined", "several_fit", "number_without_support", "facts_without_number", "standard",
    "broad", "twins", "anothers_number", "two_valid_numbers", "decided",
)  # fmt: skip
AGENCIES = ("police", "procuratorate", "court", "justice")
_WORDS = {"state": STATES, "entity": ENTITIES, "doubt": DOUBTS, "agency": AGENCIES}


@dataclass(frozen=True)
class LinkFilters:
    """What is looked for; None: not set. Pairs about which nobody has spoken come first."""

    state: str = OPEN
    entity: str | None = None
    doubt: str | None = None
    agency: str | None = None
    page: int = 1

    @property
    def is_set(self) -> bool:
        """Whether anything but the state narrows the list."""
        return any((self.entity, self.doubt, self.agency))

    def address_values(self, *, page: int = 1) -> dict[str, str]:
        """The filters as values of an address; what is not set is left out."""
        values: dict[str, Any] = {field.name: getattr(self, field.name) for field in fields(self)}
        values["state"] = None if self.state == OPEN else self.state
        values["page"] = page if page > 1 else None
        return {name: str(value) for name, value in values.items() if value is not None}


def read_link_filters(values: Mapping[str, str]) -> tuple[LinkFilters, tuple[str, ...]]:
    """The filters of an address and the names of those that cannot be understood."""
    found: dict[str, Any] = {}
    broken: list[str] = []
    for name, allowed in _WORDS.items():
        value = values.get(name) or None
        if value is not None and value not in allowed:
            broken.append(name)
        elif value is not None:
            found[name] = value
    page = values.get("page") or "1"
    if is_page_number(page):
        found["page"] = int(page)
    else:
        broken.append("page")
    return LinkFilters(**found), tuple(broken)
