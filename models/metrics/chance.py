"""Whether two figures differ by more than chance.

Belongs here: tests of two counts and of two shares. Keep out: words, and causes, which no test gives.
"""

from __future__ import annotations

import math

from models.metrics.comparison import Quantity
from models.metrics.intervals import CONFIDENCE, wilson_interval


def is_beyond_chance(
    current: Quantity, base: Quantity, *, days: tuple[int, int], confidence: float = CONFIDENCE
) -> bool | None:
    """Whether the difference exceeds chance at this level; None where no test fits.

    Counts over ``days`` (current, base): given their sum, the share of the current one is binomial if
    nothing changed (Przyborowski and Wilenski 1940). Shares: Newcombe's interval of the difference (1998).
    Neither holds for stocks, whose days are not independent; the caller leaves those out.
    """
    if current.is_count and base.is_count:
        return _counts_differ(current.numerator, base.numerator, days, confidence)
    if current.is_share and base.is_share:
        return _shares_differ(current, base, confidence)
    return None


def _counts_differ(
    now: float, before: float, days: tuple[int, int], confidence: float
) -> bool | None:
    total = now + before
    if total == 0 or now != int(now) or before != int(before) or now < 0 or before < 0:
        return None
    # All of scipy.stats takes seconds to load, the distribution function of the binomial does not.
    from scipy.special import bdtr

    share = days[0] / sum(days)
    below = float(bdtr(now, int(total), share))
    above = 1.0 - float(bdtr(now - 1, int(total), share)) if now else 1.0
    return 2 * min(below, above) < 1 - confidence


def _shares_differ(current: Quantity, base: Quantity, confidence: float) -> bool | None:
    if not current.denominator or not base.denominator:
        return None
    now, before = (
        wilson_interval(one.numerator, one.denominator, confidence=confidence)
        for one in (current, base)
    )
    if now is None or before is None:
        return None
    share = current.numerator / current.denominator
    other = base.numerator / base.denominator
    gap = share - other
    lower = gap - math.hypot(share - now.lower, before.upper - other)
    upper = gap + math.hypot(now.upper - share, other - before.lower)
    return lower > 0 or upper < 0
