"""Hot spots: where offences lie close together for months, and what such a map is worth a month later.

Belongs here: cells, kernel density, Getis-Ord Gi*, local Moran, and the PAI and PEI of past maps. Keep out:
short clusters (scan.py), and any advice who should be where: a map informs prevention (lighting, locks).

Sources: A. Getis and J. Ord, Geographical Analysis 27 (1995); L. Anselin, ibid.; S. Chainey et al., Security
Journal 21 (2008) for PAI; J. Hunt, PhD thesis, CUNY (2016) for PEI. Local Moran by esda and libpysal.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
from scipy import sparse, stats

from models.patterns.surveillance import false_discovery

CELL_METRES = 500.0
# Standard deviation of the kernel: the reach over which an offence speaks for its surroundings.
BANDWIDTH_METRES = 500.0
# Density is looked for this many cells around.
_REACH = 3
# The share of the area that a map calls hot, and below which number of cases no map is drawn.
HOT_SHARE = 0.05
LEAST_CASES = 50
FALSE_DISCOVERY_SHARE = 0.05
_PERMUTATIONS = 999


@dataclass(frozen=True)
class Grid:
    """The cells of the study area: every cell with an offence of any kind, and those that touch one.

    ``cells``: ``column``, ``row`` (the middle of a cell lies at (n + 0.5) × CELL_METRES). ``around``: ones for
    the eight cells around each cell and for itself; ``kernel``: Gaussian weights (both N×N, sparse).
    """

    cells: pd.DataFrame
    around: sparse.csr_array
    kernel: sparse.csr_array

    def place(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """The number of the cell of each point, -1 outside."""
        index = pd.MultiIndex.from_frame(self.cells)
        return index.get_indexer(pd.MultiIndex.from_arrays(_cell_numbers(x, y).T))

    def count(self, places: np.ndarray) -> np.ndarray:
        """Points per cell, from what ``place`` said of them."""
        return np.bincount(places[places >= 0], minlength=len(self.cells)).astype(float)

    def density(self, counts: np.ndarray) -> np.ndarray:
        """Gaussian kernel density of the counts, cases per square kilometre, bandwidth as stated."""
        return np.asarray(self.kernel @ counts)


def make_grid(x: np.ndarray, y: np.ndarray) -> Grid:
    """The grid over all points (metres)."""
    keys = np.unique(_cell_numbers(x, y), axis=0)
    steps = np.array([(i, j) for i in (-1, 0, 1) for j in (-1, 0, 1)])
    keys = np.unique((keys[:, None, :] + steps[None]).reshape(-1, 2), axis=0)
    cells = pd.DataFrame({"column": keys[:, 0], "row": keys[:, 1]})
    scale = 1.0 / (2 * np.pi * (BANDWIDTH_METRES / 1000) ** 2)
    ratio = (CELL_METRES / BANDWIDTH_METRES) ** 2
    return Grid(
        cells,
        _neighbours(cells, 1, lambda square: 1.0),
        _neighbours(cells, _REACH, lambda square: scale * np.exp(-0.5 * square * ratio)),
    )


def _cell_numbers(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    return np.stack([np.floor(x / CELL_METRES), np.floor(y / CELL_METRES)], axis=1).astype(np.int64)


def _neighbours(cells: pd.DataFrame, reach: int, weigh: Callable[[int], float]) -> sparse.csr_array:
    index = pd.MultiIndex.from_frame(cells)
    rows, columns, weights = [], [], []
    for i in range(-reach, reach + 1):
        for j in range(-reach, reach + 1):
            near = index.get_indexer(
                pd.MultiIndex.from_arrays([cells["column"] + i, cells["row"] + j])
            )
            rows.append(np.flatnonzero(near >= 0))
            columns.append(near[near >= 0])
            weights.append(np.full(len(columns[-1]), weigh(i * i + j * j)))
    where = (np.concatenate(rows), np.concatenate(columns))
    return sparse.csr_array((np.concatenate(weights), where), shape=(len(cells),) * 2)


def getis_ord(values: np.ndarray, weights: sparse.csr_array) -> tuple[np.ndarray, np.ndarray]:
    """Gi* of every place with its neighbours, normal z, and one-sided p corrected for all places (q).

    The formula of esda's ``G_Local(star=True)``, which a test holds it to, on a sparse matrix: building
    libpysal's weights for ten thousand cells costs more than the whole step.
    """
    size = len(values)
    spread = values.std()
    if spread == 0:
        return np.zeros(size), np.ones(size)
    sums = weights @ np.ones(size)
    squares = weights.power(2) @ np.ones(size)
    error = spread * np.sqrt(np.maximum(size * squares - sums**2, 1e-12) / (size - 1))
    z_values = (weights @ values - values.mean() * sums) / error
    return z_values, false_discovery(stats.norm.sf(z_values))


def local_moran(
    values: np.ndarray, xs: np.ndarray, ys: np.ndarray, *, seed: int, nearest: int = 5
) -> pd.DataFrame:
    """Moran's I of places and of each place (999 conditional permutations, two-sided).

    Returns:
        ``local_i``, ``quadrant`` (high_high, low_high, low_low, high_low), ``p_value``, ``q_value``, and
        the whole statistic in ``attrs``: ``moran_i``, ``moran_p``.
    """
    from esda.moran import Moran, Moran_Local
    from libpysal.weights import KNN

    count = min(nearest, len(xs) - 1)
    weights = KNN.from_array(np.stack([xs, ys], axis=1), k=count, silence_warnings=True)
    weights.transform = "r"
    whole = Moran(values, weights, permutations=0)
    local = Moran_Local(values, weights, permutations=0)
    p_values = _conditional_p(values, np.asarray(local.Is), count, seed)
    names = np.array(["", "high_high", "low_high", "low_low", "high_low"])
    frame = pd.DataFrame(
        {
            "local_i": local.Is,
            "quadrant": names[local.q],
            "p_value": p_values,
            "q_value": false_discovery(p_values),
        }
    )
    frame.attrs.update(moran_i=float(whole.I), moran_p=float(whole.p_rand))
    return frame


def _conditional_p(values: np.ndarray, local: np.ndarray, nearest: int, seed: int) -> np.ndarray:
    """Two-sided p of local Moran: each place keeps its value, its neighbours are drawn from the others.

    esda's own is compiled anew in every process (half a minute); places here are a hundred.
    """
    z = values - values.mean()
    scale = (z @ z) / len(z)
    found = np.empty(len(z))
    for place, draws in enumerate(_drawn_neighbours(len(z), nearest, seed)):
        lags = np.delete(z, place)[draws].mean(axis=1)
        # esda scales by n - 1 values; the sign is all that matters, and that both are scaled alike.
        simulated = z[place] * lags / scale
        above = int((simulated >= local[place] * len(z) / (len(z) - 1)).sum())
        found[place] = (min(above, _PERMUTATIONS - above) + 1) / (_PERMUTATIONS + 1)
    return np.minimum(2 * found, 1.0)


@lru_cache(maxsize=4)
def _drawn_neighbours(places: int, nearest: int, seed: int) -> np.ndarray:
    """For each place, which of the others are its neighbours in every draw: the same for all kinds of offences."""
    chance = np.random.default_rng(seed)
    draws = [
        chance.random((_PERMUTATIONS, places - 1)).argpartition(nearest - 1, axis=1)[:, :nearest]
        for _ in range(places)
    ]
    return np.array(draws, dtype=np.int32)


def accuracy(
    score: np.ndarray, later: np.ndarray, share: float = HOT_SHARE
) -> tuple[float, float, float]:
    """Hit rate, PAI and PEI of calling the highest ``share`` of cells hot.

    ``later``: offences per cell in the month after. PAI: share of offences caught over share of area;
    PEI: that PAI over the best that any choice of as many cells could have reached.
    """
    total = later.sum()
    count = max(round(share * len(score)), 1)
    if total == 0:
        return np.nan, np.nan, np.nan
    chosen = np.argsort(-score, kind="stable")[:count]
    caught = later[chosen].sum() / total
    best = np.sort(later)[::-1][:count].sum() / total
    return float(caught), float(caught / (count / len(score))), float(caught / best)


def track(grid: Grid, places: np.ndarray, day: pd.Series, last_day: pd.Timestamp) -> pd.DataFrame:
    """Maps of up to twelve past months, each from the year before it, judged by the month after.

    ``places``: cells of the offences; ``day``: their days.

    Returns:
        ``month`` (first day), ``cases`` of the month, ``hit_rate``, ``pai``, ``pei``; and ``pai_last`` of
        the plainest rival: the cells with most cases in the year.
    """
    rows = []
    first = day.min()
    end = (last_day + pd.Timedelta(days=1)).to_period("M").to_timestamp()
    for back in range(12, 0, -1):
        month = end - pd.DateOffset(months=back)
        after = month + pd.DateOffset(months=1)
        before = max(month - pd.DateOffset(months=12), first)
        if (month - before).days < 85:
            continue
        is_past = ((day >= before) & (day < month)).to_numpy()
        is_later = ((day >= month) & (day < after)).to_numpy()
        if is_past.sum() < LEAST_CASES or not is_later.any():
            continue
        past, later = grid.count(places[is_past]), grid.count(places[is_later])
        hit_rate, pai, pei = accuracy(grid.density(past), later)
        rows.append(
            {
                "month": month,
                "cases": int(is_later.sum()),
                "hit_rate": hit_rate,
                "pai": pai,
                "pei": pei,
                "pai_last": accuracy(past, later)[1],
            }
        )
    return pd.DataFrame(rows, columns=["month", "cases", "hit_rate", "pai", "pei", "pai_last"])
