"""Which pairs of cases are compared at all: near in place and time, or sharing something rare.

Belongs here: finding pairs without comparing everything with everything. Keep out: what a likeness is worth.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

# Metres per degree of latitude; of longitude at the latitude of the case.
_METRES = 111_320.0
_FAR_PAST = np.datetime64("1970-01-01")
# A thing that more cases share finds no pairs: they would be too many, and it says nothing.
LARGEST_BLOCK = 150


def project(cases: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Metres east and north of the middle of all; NaN where the place is unknown."""
    longitude, latitude = (cases[name].to_numpy(float) for name in ("longitude", "latitude"))
    middle = np.nanmean(latitude) if np.isfinite(latitude).any() else 0.0
    return longitude * _METRES * np.cos(np.radians(middle)), latitude * _METRES


def days_of(cases: pd.DataFrame) -> np.ndarray:
    """Days since 1970 of the middle of the offence; NaN where nobody knows."""
    at = cases["offended_at"].to_numpy("datetime64[s]")
    days = (at - _FAR_PAST) / np.timedelta64(1, "D")
    return np.where(np.isnat(at), np.nan, days)


def find_candidates(
    cases: pd.DataFrame, *, metres: float = 3_000.0, days: float = 45.0, far_days: float = 120.0
) -> tuple[np.ndarray, np.ndarray]:
    """Positions (first < second) of all pairs to compare, each once, sorted.

    ``cases`` has family, longitude, latitude, offended_at and the lists marks, identifiers, tools.
    Pairs are of one family, and within ``metres`` and ``days``, or share a rare mark, identifier or tool
    within ``far_days``.
    """
    if len(cases) < 2:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    family = pd.factorize(cases["family"], sort=True)[0]
    when = days_of(cases)
    found = [_near(family, *project(cases), when, metres, days)]
    for column in ("marks", "identifiers", "tools"):
        found.append(_sharing(family, cases[column], when, far_days if column != "tools" else days))
    first = np.concatenate([pair[0] for pair in found])
    second = np.concatenate([pair[1] for pair in found])
    first, second = np.minimum(first, second), np.maximum(first, second)
    key = np.unique(first * np.int64(len(cases)) + second)
    return key // len(cases), key % len(cases)


def _near(
    family: np.ndarray,
    east: np.ndarray,
    north: np.ndarray,
    when: np.ndarray,
    metres: float,
    days: float,
) -> tuple[np.ndarray, np.ndarray]:
    known = np.flatnonzero(np.isfinite(east) & np.isfinite(north) & np.isfinite(when))
    column = np.floor(east[known] / metres).astype(np.int64)
    row = np.floor(north[known] / metres).astype(np.int64)
    if not len(known):
        return known, known
    column -= column.min() - 1
    row -= row.min() - 1
    width = row.max() + 3
    cell = (family[known].astype(np.int64) * (column.max() + 3) + column) * width + row
    moment = when[known] - when[known].min()
    span = moment.max() + days + 1.0
    order = np.argsort(cell * span + moment, kind="stable")
    sorted_key = (cell * span + moment)[order]
    firsts, seconds = [], []
    # The cell itself and half of its neighbours: every pair of cells once.
    for step in (0, 1, width - 1, width, width + 1):
        wanted = (cell[order] + step) * span + moment[order]
        low = np.searchsorted(sorted_key, wanted - days, "left")
        high = np.searchsorted(sorted_key, wanted + days, "right")
        if step == 0:
            low = np.arange(len(order)) + 1
        for one, other in _ranges(low, np.maximum(high, low)):
            one, other = known[order[one]], known[order[other]]
            keep = (east[one] - east[other]) ** 2 + (north[one] - north[other]) ** 2 <= metres**2
            keep &= (family[one] == family[other]) & (np.abs(when[one] - when[other]) <= days)
            firsts.append(one[keep])
            seconds.append(other[keep])
    return np.concatenate(firsts), np.concatenate(seconds)


def _ranges(low: np.ndarray, high: np.ndarray, *, at_once: int = 5_000_000):
    """Pairs (place, partner) with partner in [low, high) of the place, some millions at a time."""
    sizes = high - low
    ends = np.cumsum(sizes)
    start = 0
    while start < len(sizes):
        before = ends[start - 1] if start else 0
        stop = max(int(np.searchsorted(ends, before + at_once, "right")), start + 1)
        part = sizes[start:stop]
        place = np.repeat(np.arange(start, stop), part)
        offset = np.arange(part.sum()) - np.repeat(np.cumsum(part) - part, part)
        yield place, np.repeat(low[start:stop], part) + offset
        start = stop


def _sharing(
    family: np.ndarray, lists: pd.Series, when: np.ndarray, days: float
) -> tuple[np.ndarray, np.ndarray]:
    place, thing = explode(lists)
    if not len(place):
        return place, place
    known = np.isfinite(when[place])
    place, thing = place[known], thing[known]
    block = pd.factorize(pd.Series(thing) + "\x1f" + pd.Series(family[place].astype(str)))[0]
    counts = np.bincount(block) if len(block) else np.zeros(1, int)
    rare = counts[block] <= LARGEST_BLOCK
    place, block = place[rare], block[rare]
    order = np.lexsort((when[place], block))
    place, block = place[order], block[order]
    high = np.searchsorted(block, block, "right")
    firsts, seconds = [place[:0]], [place[:0]]
    for one, other in _ranges(
        np.arange(len(place)) + 1, np.maximum(high, np.arange(len(place)) + 1)
    ):
        one, other = place[one], place[other]
        keep = (np.abs(when[one] - when[other]) <= days) & (one != other)
        firsts.append(one[keep])
        seconds.append(other[keep])
    return np.concatenate(firsts), np.concatenate(seconds)


def explode(lists: Sequence[Sequence[str]] | pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """Position and thing of every entry of the lists."""
    sizes = np.array([0 if entry is None else len(entry) for entry in lists], dtype=np.int64)
    place = np.repeat(np.arange(len(sizes), dtype=np.int64), sizes)
    things = [thing for entry in lists if entry is not None for thing in entry]
    return place, np.array(things, dtype=object)
