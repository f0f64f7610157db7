"""How long something takes while some of it still goes on.

Belongs here: medians in which what is still open counts for as long as it was watched. Keep out: where the
durations come from.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def median_with_open(
    days: Sequence[float], is_open: Sequence[bool], weights: Sequence[float] | None = None
) -> float | None:
    """The median by Kaplan and Meier (1958); None while less than half has ended.

    ``days`` are whole durations of what ended and durations so far of what is open; ``weights`` say how
    many each row stands for. Dropping what is open would call a slow stage fast.
    """
    given = np.asarray(days, dtype=float)
    counts = np.ones(len(given)) if weights is None else np.asarray(weights, dtype=float)
    ended = np.where(np.asarray(is_open, dtype=bool), 0.0, counts)
    moments, place = np.unique(given, return_inverse=True)
    leaving = np.bincount(place, counts, len(moments))
    ends = np.bincount(place, ended, len(moments))
    at_risk = leaving[::-1].cumsum()[::-1]
    if not len(moments):
        return None
    still = np.cumprod(1 - ends / at_risk)
    # A share that is one half but for rounding is one half.
    reached = np.flatnonzero(still <= 0.5 + 1e-12)
    return float(moments[reached[0]]) if len(reached) else None
