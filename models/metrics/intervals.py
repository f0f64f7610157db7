"""How far a figure can be trusted: intervals of shares, limits of a funnel, what earlier years suggest.

Belongs here: the statistics. Keep out: words and drawing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist, fmean, stdev

CONFIDENCE = 0.95
# Fewer earlier years make no interval that anybody should lean on.
FEWEST_YEARS = 3
# The two lines of a funnel: about two and about three standard deviations (Spiegelhalter 2005).
FUNNEL_LEVELS = (0.95, 0.998)


@dataclass(frozen=True)
class Interval:
    """From ``lower`` to ``upper``, both included."""

    lower: float
    upper: float

    def __contains__(self, value: float) -> bool:
        return self.lower <= value <= self.upper


def wilson_interval(
    successes: float, trials: float, *, confidence: float = CONFIDENCE
) -> Interval | None:
    """The interval of a share by Wilson (1927), as shares of one; None without trials.

    It stays within 0 and 1 and is sound for small numbers and for shares near the ends, which the
    textbook interval is not. Raises ValueError where successes are no part of the trials.
    """
    if trials == 0:
        return None
    if not 0 <= successes <= trials:
        raise ValueError(f"[{successes}] is no part of [{trials}]")
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    share = successes / trials
    middle = (share + z * z / (2 * trials)) / (1 + z * z / trials)
    half = z * math.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    half /= 1 + z * z / trials
    lower = 0.0 if successes == 0 else max(0.0, middle - half)
    upper = 1.0 if successes == trials else min(1.0, middle + half)
    return Interval(lower, upper)


def funnel_limits(share: float, trials: int, *, level: float = FUNNEL_LEVELS[0]) -> Interval:
    """Where the share of a unit with so many trials lies by chance alone, if its true share is ``share``.

    Exact binomial limits: what lies outside them happens by chance at most as often as the level says,
    on either side. (Limits interpolated between whole numbers look smoother and break that promise.)
    """
    if trials < 1:
        raise ValueError(f"a funnel needs trials, not [{trials}]")
    tail = (1 - level) / 2
    lower, upper = (_binomial_quantile(at, trials, share) for at in (tail, 1 - tail))
    return Interval(lower / trials, upper / trials)


def _binomial_quantile(level: float, trials: int, share: float) -> int:
    """The smallest number of successes that as many or fewer are at least as likely as ``level``."""
    # All of scipy.stats takes seconds to load, these functions do not.
    from scipy.special import bdtr, bdtrik

    if share in (0.0, 1.0):
        return round(trials * share)
    found = max(0, math.ceil(bdtrik(level, trials, share)))
    # The inverse is no whole number and may lie a hair above one.
    return found - 1 if found and bdtr(found - 1, trials, share) >= level else found


def reference_interval(
    earlier_years: Sequence[float], *, confidence: float = CONFIDENCE, at_least: float = 0.0
) -> Interval | None:
    """Where the next year is expected if it is like the earlier ones; None for fewer than three.

    The prediction interval of one further value under a normal spread: with few years it is wide, and
    that is what few years can say.
    """
    count = len(earlier_years)
    if count < FEWEST_YEARS:
        return None
    from scipy.special import stdtrit

    factor = float(stdtrit(count - 1, 0.5 + confidence / 2)) * math.sqrt(1 + 1 / count)
    middle, half = fmean(earlier_years), factor * stdev(earlier_years)
    return Interval(max(at_least, middle - half), max(at_least, middle + half))
