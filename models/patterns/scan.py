"""Space-time clusters: Kulldorff's space-time permutation scan.

Belongs here: cylinders, their likelihood, Monte-Carlo significance. Keep out: which offences (assess.py).

No well-kept Python package does the permutation scan, so it is written here, in Numba, and checked against a
plain count of every cylinder and against SaTScan's formula. Only what happens more often than place and time
alone explain is a cluster: a busy place or a busy week is none.

Source: M. Kulldorff et al., A space-time permutation scan statistic for disease outbreak detection, PLoS
Medicine 2 (2005); Gumbel p-values: A. Abrams et al., Int. J. Health Geographics 9 (2010); stopping early:
J. Besag and P. Clifford, Biometrika 78 (1991).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit, prange
from scipy import stats
from scipy.spatial import cKDTree

CELL_METRES = 250.0
MOST_METRES = 1_500.0
MOST_WEEKS = 8
LEAST_CASES = 4
MOST_REPLICATES = 99
# Replicates come in growing batches: most kinds have no cluster, and few replicates tell.
_FIRST_BATCH, _LARGEST_BATCH = 4, 32
_MOST_CLUSTERS = 15


@dataclass(frozen=True)
class Cluster:
    """Cases of a cylinder: centre and radius in metres, weeks first…last (both inside).

    ``members``: positions of its cases in what was handed in; ``p_value`` adjusted for all cylinders.
    """

    x: float
    y: float
    radius: float
    first_week: int
    last_week: int
    observed: int
    expected: float
    log_likelihood: float
    p_value: float
    members: np.ndarray


@dataclass(frozen=True)
class _Grid:
    cells: np.ndarray
    xs: np.ndarray
    ys: np.ndarray
    starts: np.ndarray
    neighbours: np.ndarray
    bounds: np.ndarray
    order: np.ndarray


def find_clusters(
    x: np.ndarray,
    y: np.ndarray,
    week: np.ndarray,
    *,
    weeks: int,
    seed: int,
    level: float = 0.05,
    cell: float = CELL_METRES,
    most_metres: float = MOST_METRES,
    replicates: int = MOST_REPLICATES,
) -> list[Cluster]:
    """Clusters up to ``level``, the most unusual first, none overlapping a stronger one.

    Args:
        x, y: metres; week: number 0…``weeks`` - 1 of each case.
    """
    if len(x) < 2 * LEAST_CASES or weeks < 4:
        return []
    grid = _make_grid(x, y, cell, most_metres)
    longest = min(MOST_WEEKS, weeks // 2)
    week = week.astype(np.int64)
    ordered = week[grid.order]
    best = _scan_all(ordered, grid.bounds, weeks, longest, grid.starts, grid.neighbours)
    top = float(best[:, 0].max())
    if top <= 0:
        return []
    maxima = _replicate(grid, ordered, weeks, longest, top, seed, replicates, level)
    found: list[Cluster] = []
    for centre in np.argsort(-best[:, 0], kind="stable"):
        score = float(best[centre, 0])
        p_value = monte_carlo_p(score, maxima)
        if score <= 0 or p_value > level or len(found) == _MOST_CLUSTERS:
            break
        cluster = _describe(x, y, week, grid, int(centre), best[centre], weeks, p_value)
        if not any(overlap(cluster, other) for other in found):
            found.append(cluster)
    return found


def monte_carlo_p(score: float, maxima: np.ndarray) -> float:
    """Rank of the score among replicates; where none reaches it, the tail of a Gumbel fitted to them."""
    above = int((maxima >= score).sum())
    ranked = (above + 1) / (len(maxima) + 1)
    if above or len(maxima) < 50:
        return ranked
    scale = float(maxima.std(ddof=1)) * np.sqrt(6) / np.pi
    location = float(maxima.mean()) - np.euler_gamma * scale
    return float(min(ranked, stats.gumbel_r.sf(score, location, scale)))


def _make_grid(x: np.ndarray, y: np.ndarray, cell: float, most_metres: float) -> _Grid:
    """Cases of one cell share its middle; circles grow cell by cell, nearest first."""
    keys = np.stack([np.floor(x / cell), np.floor(y / cell)], axis=1).astype(np.int64)
    _, cells, sizes = np.unique(keys, axis=0, return_inverse=True, return_counts=True)
    cells = cells.reshape(-1)
    xs = np.bincount(cells, x) / sizes
    ys = np.bincount(cells, y) / sizes
    points = np.stack([xs, ys], axis=1)
    near = cKDTree(points).query_ball_point(points, most_metres)
    starts = np.zeros(len(points) + 1, np.int64)
    ordered = []
    for number, members in enumerate(near):
        members = np.array(members, np.int64)
        distance = np.hypot(xs[members] - xs[number], ys[members] - ys[number])
        members = members[np.lexsort((members, distance))]
        # A circle never holds more than half of all cases.
        kept = np.cumsum(sizes[members]) <= max(len(x) // 2, 1)
        ordered.append(members[kept] if kept.any() else members[:1])
        starts[number + 1] = starts[number] + len(ordered[-1])
    bounds = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    order = np.argsort(cells, kind="stable")
    return _Grid(cells, xs, ys, starts, np.concatenate(ordered), bounds, order)


def _replicate(
    grid: _Grid,
    ordered: np.ndarray,
    weeks: int,
    longest: int,
    top: float,
    seed: int,
    replicates: int,
    level: float,
) -> np.ndarray:
    """Maxima of shuffled cities; fewer than asked for once so many reach the observed that it is no cluster."""
    maxima: list[np.ndarray] = []
    done = above = 0
    batch = _FIRST_BATCH
    while done < replicates and (above + 1) / (replicates + 1) <= level:
        count = min(batch, replicates - done)
        seeds = (np.arange(done, done + count) + 1_000_003 * (seed + 1)) % (2**31)
        found = _scan_permuted(
            ordered, grid.bounds, weeks, longest, grid.starts, grid.neighbours, seeds
        )
        maxima.append(found)
        above += int((found >= top).sum())
        done += count
        batch = min(2 * batch, _LARGEST_BATCH)
    return np.concatenate(maxima)


def _describe(
    x: np.ndarray,
    y: np.ndarray,
    week: np.ndarray,
    grid: _Grid,
    centre: int,
    best: np.ndarray,
    weeks: int,
    p_value: float,
) -> Cluster:
    count, first, last = int(best[1]), int(best[2]), int(best[3])
    circle = grid.neighbours[grid.starts[centre] : grid.starts[centre] + count]
    in_circle = np.isin(grid.cells, circle)
    in_weeks = (week >= first) & (week <= last)
    members = np.flatnonzero(in_circle & in_weeks)
    middle = np.array([np.median(x[members]), np.median(y[members])])
    distance = np.hypot(x[members] - middle[0], y[members] - middle[1])
    expected = in_circle.sum() * in_weeks.sum() / len(x)
    return Cluster(
        x=float(middle[0]),
        y=float(middle[1]),
        radius=float(distance.max()),
        first_week=int(week[members].min()),
        last_week=int(week[members].max()),
        observed=len(members),
        expected=float(expected),
        log_likelihood=float(best[0]),
        p_value=p_value,
        members=members,
    )


def overlap(one: Cluster, other: Cluster) -> bool:
    in_time = one.first_week <= other.last_week and other.first_week <= one.last_week
    return in_time and np.hypot(one.x - other.x, one.y - other.y) < one.radius + other.radius


@njit(cache=True)
def likelihood_ratio(count: float, expected: float, total: float) -> float:
    """Log likelihood ratio of a cylinder, 0 where there are not more cases than expected."""
    if count <= expected or expected <= 0.0:
        return 0.0
    inside = count * np.log(count / expected)
    if count >= total:
        return inside
    return inside + (total - count) * np.log((total - count) / (total - expected))


@njit(cache=True)
def _tighten(limits, count, expected):
    """So many cases, or fewer, are no better than the best from this expected number on."""
    while count >= 0 and limits[count] > expected:
        limits[count] = expected
        count -= 1


@njit(cache=True)
def _scan_centre(
    centre,
    cases,
    bounds,
    per_week,
    weeks,
    longest,
    starts,
    neighbours,
    total,
    room,
    limits,
    floor,
    found,
):
    """The best cylinder around one cell above ``floor``; its numbers go into ``found``.

    Only windows with a case of the cell added last can be better than those of the smaller circle, and the
    best window begins and ends with a case. ``room`` (3 × weeks) is room to work in. ``limits``: per count the
    expected number from which on it is known to be no better than the best so far: the likelihood ratio falls
    with the expected and rises with the count, so that nearly all windows cost no logarithm.
    """
    here, ahead, stamps = room[0], room[1], room[2]
    here[:] = 0
    ahead[:] = 0
    stamps[:] = -1
    inside = 0
    for place in range(starts[centre], starts[centre + 1]):
        cell = neighbours[place]
        begin, end = bounds[cell], bounds[cell + 1]
        inside += end - begin
        for number in range(begin, end):
            new = cases[number]
            here[new] += 1
            for first in range(max(new - longest + 1, 0), new + 1):
                ahead[first] += 1
        if inside < LEAST_CASES:
            continue
        share = inside / total
        for number in range(begin, end):
            new = cases[number]
            if stamps[new] == place:
                continue
            stamps[new] = place
            before = 0
            for first in range(max(new - longest + 1, 0), new):
                before += here[first]
            for first in range(max(new - longest + 1, 0), new + 1):
                count = before
                before -= here[first]
                most, least = ahead[first], share * (per_week[new + 1] - per_week[first])
                if here[first] == 0 or most < LEAST_CASES or least >= limits[most]:
                    continue
                # All cases of the longest window in the shortest one: where that is nothing, nothing is.
                if likelihood_ratio(most, least, total) <= floor:
                    _tighten(limits, most, least)
                    continue
                for last in range(new, min(first + longest, weeks)):
                    if here[last] == 0:
                        continue
                    count += here[last]
                    if count < LEAST_CASES:
                        continue
                    expected = share * (per_week[last + 1] - per_week[first])
                    if expected >= limits[count]:
                        continue
                    value = likelihood_ratio(count, expected, total)
                    if value > floor:
                        floor = value
                        found[0] = value
                        found[1] = place - starts[centre] + 1
                        found[2] = first
                        found[3] = last
                    _tighten(limits, count, expected)
    return floor


@njit(cache=True)
def _sum_weeks(cases, weeks):
    per_week = np.zeros(weeks + 1)
    for number in range(len(cases)):
        per_week[cases[number] + 1] += 1
    for t in range(weeks):
        per_week[t + 1] += per_week[t]
    return per_week


@njit(cache=True, parallel=True)
def _scan_all(cases, bounds, weeks, longest, starts, neighbours):
    cell_count = len(bounds) - 1
    per_week = _sum_weeks(cases, weeks)
    found = np.zeros((cell_count, 4))
    total = float(len(cases))
    for centre in prange(cell_count):
        inside = 0
        for place in range(starts[centre], starts[centre + 1]):
            inside += bounds[neighbours[place] + 1] - bounds[neighbours[place]]
        _scan_centre(
            centre, cases, bounds, per_week, weeks, longest, starts, neighbours, total,
            np.zeros((3, weeks), np.int64), np.full(inside + 1, np.inf), 0.0, found[centre],
        )  # fmt: skip
    return found


@njit(cache=True, parallel=True)
def _scan_permuted(cases, bounds, weeks, longest, starts, neighbours, seeds):
    cell_count = len(bounds) - 1
    maxima = np.zeros(len(seeds))
    total = float(len(cases))
    per_week = _sum_weeks(cases, weeks)
    for number in prange(len(seeds)):
        np.random.seed(seeds[number])
        shuffled = np.random.permutation(cases)
        room = np.zeros((3, weeks), np.int64)
        limits = np.full(len(cases) + 1, np.inf)
        found = np.zeros(4)
        floor = 0.0
        for centre in range(cell_count):
            floor = _scan_centre(
                centre, shuffled, bounds, per_week, weeks, longest, starts, neighbours, total,
                room, limits, floor, found,
            )  # fmt: skip
        maxima[number] = floor
    return maxima
