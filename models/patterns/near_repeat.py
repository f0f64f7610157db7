"""Near repeats: after an offence, are more of its kind near it soon after than chance explains? (Knox)

Belongs here: pairs by distance and days, against the same places with the days shuffled. Keep out: single
places and their victims; the answer is about a kind of offence, and how long and how far it holds.

Source: G. Knox, Applied Statistics 13 (1964); S. Johnson et al., J. Quant. Criminology 23 (2007).
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numba import njit, prange
from scipy.spatial import cKDTree

BAND_METRES = (100.0, 250.0, 500.0, 1_000.0)
BAND_DAYS = (7, 14, 21, 28)
REPLICATES = 199
LEAST_CASES = 30
# Pairs grow with the square of cases: of more, the newest are looked at.
MOST_CASES = 12_000


def knox_table(x: np.ndarray, y: np.ndarray, day: np.ndarray, *, seed: int) -> pd.DataFrame:
    """Pairs per band of distance and of days.

    Args:
        x, y: metres; day: whole days (any origin).

    Returns:
        ``metres`` and ``days`` (upper ends of the bands), ``observed``, ``expected`` (mean of the
        shuffles), ``ratio``, ``p_value`` (one-sided); empty with too few cases.
    """
    columns = ["metres", "days", "observed", "expected", "ratio", "p_value"]
    if len(x) < LEAST_CASES:
        return pd.DataFrame(columns=columns)
    if len(x) > MOST_CASES:
        newest = np.sort(np.argsort(day, kind="stable")[-MOST_CASES:])
        x, y, day = x[newest], y[newest], day[newest]
    points = np.stack([x, y], axis=1)
    pairs = cKDTree(points).query_pairs(BAND_METRES[-1], output_type="ndarray")
    distance = np.hypot(*(points[pairs[:, 0]] - points[pairs[:, 1]]).T)
    band = np.searchsorted(BAND_METRES, distance, side="left").astype(np.int64)
    days = day.astype(np.int64)
    observed = _table(pairs, band, days)
    seeds = (np.arange(REPLICATES) + 1_000_003 * (seed + 1)) % (2**31)
    shuffled = _shuffled_tables(pairs, band, days, seeds)
    expected = shuffled.mean(axis=0)
    p_values = ((shuffled >= observed).sum(axis=0) + 1) / (REPLICATES + 1)
    return pd.DataFrame(
        {
            "metres": np.repeat(BAND_METRES, len(BAND_DAYS)),
            "days": np.tile(BAND_DAYS, len(BAND_METRES)),
            "observed": observed.ravel().astype(int),
            "expected": expected.ravel(),
            "ratio": np.where(expected > 0, observed / np.maximum(expected, 1e-9), np.nan).ravel(),
            "p_value": p_values.ravel(),
        },
        columns=columns,
    )


@njit(cache=True)
def _table(pairs, band, day):
    found = np.zeros((4, 4))
    for number in range(len(pairs)):
        apart = abs(day[pairs[number, 0]] - day[pairs[number, 1]])
        if apart < 28:
            found[band[number], apart // 7] += 1
    return found


@njit(cache=True, parallel=True)
def _shuffled_tables(pairs, band, day, seeds):
    found = np.zeros((len(seeds), 4, 4))
    for number in prange(len(seeds)):
        np.random.seed(seeds[number])
        found[number] = _table(pairs, band, np.random.permutation(day))
    return found
