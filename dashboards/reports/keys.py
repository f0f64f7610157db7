"""Keys of figures: which figure a printed number is, in one line of text.

Belongs here: writing a key and reading it back, so that a number can be asked for again. Keep out: values.

    criminal_case_filed_count/period@2025-05-01..2025-05-31?region=320583#value
    figure:clocks_by_agency?code=court#value
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, urlencode

from dashboards.metrics.book import WHOLE, Scope
from models.metrics.periods import Period

FIGURE = "figure:"


@dataclass(frozen=True)
class MetricKey:
    """One part of one metric figure. ``part``: value, numerator, denominator, count, lower, upper."""

    metric_id: str
    variant: str
    period: Period
    scope: Scope = Scope()
    part: str = "value"

    def __str__(self) -> str:
        scope = self.scope
        cut = {
            "region": scope.region,
            "agency": scope.agency,
            "charge": scope.charge,
            "breakdown": scope.breakdown if scope.breakdown != WHOLE else None,
            "member": scope.member if scope.breakdown != WHOLE else None,
        }
        chosen = urlencode({name: value for name, value in cut.items() if value is not None})
        days = f"{self.period.first_day}..{self.period.last_day}"
        return f"{self.metric_id}/{self.variant}@{days}{'?' if chosen else ''}{chosen}#{self.part}"


def read_metric_key(key: str) -> MetricKey:
    """The figure that a key names; raises ValueError for another kind of key."""
    name, _, rest = key.partition("@")
    metric_id, _, variant = name.partition("/")
    address, _, part = rest.partition("#")
    days, _, cut = address.partition("?")
    first, _, last = days.partition("..")
    if not (variant and part and last):
        raise ValueError(f"[{key}] is no key of a metric")
    values = dict(parse_qsl(cut, keep_blank_values=True))
    period = Period(date.fromisoformat(first), date.fromisoformat(last))
    return MetricKey(metric_id, variant, period, Scope(**values), part)


def figure_key(figure_id: str, column: str, /, **row: str) -> str:
    """The key of one column in the row of a registered figure that has these values."""
    chosen = urlencode({name: value for name, value in row.items() if value})
    return f"{FIGURE}{figure_id}{'?' if chosen else ''}{chosen}#{column}"
