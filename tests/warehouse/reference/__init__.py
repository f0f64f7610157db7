"""The independent computation of every metric: plain SQL over published marts.

Belongs here: each variant written down a second time from the catalogue's words, stocks counted one by
one on their day. Keep out: cubes, measures, parts — nothing of the metric layer is used.
"""

from tests.warehouse.reference import investigation, limits, trial
from tests.warehouse.reference.counting import Asked
from tests.warehouse.reference.observed import observed_sql

# (metric, variant) → numerator, denominator (None: a count).
RATIOS = {**investigation.RATIOS, **limits.RATIOS, **trial.RATIOS}

__all__ = ["RATIOS", "Asked", "observed_sql"]
