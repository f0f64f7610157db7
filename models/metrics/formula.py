"""From numerator and denominator to the value of a metric, and to its printed form.

Belongs here: the one rule of every formula and of rounding. Keep out: which measures make up a part
(registry). The dbt macro `metric_value` states the same rule in SQL; a test holds both together.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum

Number = int | float | str | Decimal


class Verdict(Enum):
    """What comes of computing a published figure again from its published parts."""

    REPRODUCED = "yes"
    LAST_DIGIT = "last digit differs"
    DRIFT = "NO"
    UNPUBLISHED = ""


@dataclass(frozen=True)
class Reproduction:
    """A published figure computed again: ``computed`` in full, ``printed`` in the published digits."""

    computed: Decimal
    printed: str
    verdict: Verdict


def compute_value(
    numerator: Number,
    denominator: Number | None,
    *,
    formula: str = "ratio",
    multiplier: Number = 100,
    days: int = 1,
) -> Decimal | None:
    """The value of a count or ratio in its unit, in full precision; None where it has none.

    ``days`` is the length of the period for metrics per day pending, else 1.
    """
    top = Decimal(str(numerator))
    if formula == "count":
        return top
    if formula != "ratio":
        raise ValueError(f"formula [{formula}] has no parts to divide; use its observations")
    if denominator is None or Decimal(str(denominator)) == 0:
        return None
    return top * Decimal(str(multiplier)) * days / Decimal(str(denominator))


def round_as_printed(value: Number, decimals: int) -> Decimal:
    """Rounded half up (四舍五入), as Chinese bulletins print; binary fractions never decide a digit."""
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    return exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def printed_decimals(published: str) -> int:
    """Digits after the point in a figure as printed: ``22.2`` has one, ``67`` none."""
    _, _, digits = published.strip().rstrip("%").partition(".")
    return len(digits)


def reproduce(
    numerator: Number, denominator: Number, published: str, *, multiplier: Number = 100
) -> Reproduction | None:
    """Compute a published figure again and say whether its printed digits come out.

    An empty ``published`` asks for the value alone, in two decimals. None: the denominator is nought.
    """
    computed = compute_value(numerator, denominator, multiplier=multiplier)
    if computed is None:
        return None
    text = published.strip().rstrip("%")
    if not text:
        return Reproduction(computed, str(round_as_printed(computed, 2)), Verdict.UNPUBLISHED)
    decimals = printed_decimals(text)
    printed = round_as_printed(computed, decimals)
    difference = abs(printed - Decimal(text))
    if difference == 0:
        verdict = Verdict.REPRODUCED
    elif difference == Decimal(1).scaleb(-decimals):
        verdict = Verdict.LAST_DIGIT
    else:
        verdict = Verdict.DRIFT
    return Reproduction(computed, str(printed), verdict)
