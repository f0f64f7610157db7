"""Medians with open cases: the textbook's arithmetic, and what dropping open cases would have said.

When one of these fails, a stage looks faster than it is because its slow cases are still in it.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import CensoredData, ecdf

from models.metrics.durations import median_with_open


def test_open_cases_are_not_dropped() -> None:
    days, is_open = [1, 2, 3, 100, 100, 100], [False, False, False, True, True, True]
    assert median_with_open(days, is_open) == 3
    assert median_with_open([*days, 100], [*is_open, True]) is None
    assert median_with_open(days[:3], is_open[:3]) == 2


def test_nothing_has_no_median() -> None:
    assert median_with_open([], []) is None


@pytest.mark.parametrize("seed", range(20))
def test_like_an_independent_implementation(seed: int) -> None:
    random = np.random.default_rng(seed)
    days = random.integers(0, 90, 200).astype(float)
    is_open = random.random(200) < random.random()
    still = ecdf(CensoredData(uncensored=days[~is_open], right=days[is_open])).sf
    reached = still.quantiles[still.probabilities <= 0.5 + 1e-12]
    found = median_with_open(days, is_open)
    assert found == (reached[0] if len(reached) else None)
    grouped, counts = np.unique(np.column_stack([days, is_open]), axis=0, return_counts=True)
    assert median_with_open(grouped[:, 0], grouped[:, 1].astype(bool), counts) == found
