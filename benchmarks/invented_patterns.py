"""Offences with planted phenomena, one seed at a time: what accuracy_patterns asks the methods about.

Belongs here: simulation at the level of series and points. Keep out: methods and tables. Seasons, feasts, rates
and sizes are written here and nowhere in models/patterns.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from models.patterns.panel import Series, yardstick
from models.patterns.surveillance import Panel
from models.patterns.weeks import festival_columns

TOWNSHIPS, KINDS = 118, 12
FESTIVALS = [
    pd.Timestamp(day)
    for day in ("2020-01-25", "2021-02-12", "2022-02-01", "2023-01-22", "2024-02-10", "2025-01-29")
]
LAST_MONDAY = pd.Timestamp("2025-06-23")
GROUPS = pd.DataFrame({"group_code": [f"kind{n}" for n in range(KINDS)], "parent_code": None})


@dataclass(frozen=True)
class Outbreak:
    """``excess`` more offences than usual in one series from ``first`` for ``length`` weeks."""

    series: int
    first: int
    length: int
    excess: int


def invent_series(
    seed: int, *, weeks: int, mean: float, outbreaks: tuple[int, ...], rows: int | None = None
) -> tuple[Series, list[Outbreak]]:
    """Weekly counts of townships and kinds with season, feast, growth and more spread than chance."""
    chance = np.random.default_rng(seed)
    mondays = pd.date_range(end=LAST_MONDAY, periods=weeks, freq="7D")
    angle = 2 * np.pi * np.arange(weeks) / 52.18
    feast = festival_columns(mondays, FESTIVALS)[:, 1]
    count = rows or TOWNSHIPS * KINDS
    kind = np.arange(count) % KINDS
    phase = chance.uniform(0, 2 * np.pi, KINDS)
    season = np.exp(0.25 * np.sin(angle[None] + phase[:, None]) - 0.6 * feast[None])
    growth = np.exp(chance.normal(0, 0.05, KINDS)[:, None] * np.arange(weeks) / 52)
    level = chance.gamma(2.0, mean / 2.0, count)
    means = level[:, None] * (season * growth)[kind]
    spread = 1.15
    counts = chance.negative_binomial(means / (spread - 1), 1 / spread).astype(float)
    planted = []
    for series, excess in zip(chance.permutation(count)[: len(outbreaks)], outbreaks, strict=True):
        first, length = int(chance.integers(weeks - 50, weeks - 5)), int(chance.integers(1, 4))
        for week in chance.integers(first, first + length, excess):
            counts[series, week] += 1
        planted.append(Outbreak(int(series), first, length, excess))
    whole = np.stack([counts[kind == k].sum(axis=0) for k in range(KINDS)])
    totals = yardstick(whole[kind] - counts) if rows is None else np.ones_like(counts)
    keys = pd.DataFrame(
        {
            "group_code": [f"kind{k}" for k in kind],
            "area_code": [f"town{n // KINDS}" for n in range(count)],
            "level": "township",
        }
    )
    return Series(keys, Panel(counts, mondays, totals, FESTIVALS)), planted


def invent_points(seed: int, count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Places (N×2 metres) and days (0…363) of one kind in a year, around sixty centres; the centres too."""
    chance = np.random.default_rng(seed)
    centres = chance.uniform(0, 45_000, (60, 2))
    weights = chance.gamma(1.5, 1.0, 60)
    chosen = chance.choice(60, count, p=weights / weights.sum())
    points = centres[chosen] + chance.normal(0, 1_000, (count, 2))
    return points, chance.integers(0, 364, count), centres


def plant_cluster(
    seed: int, points: np.ndarray, days: np.ndarray, *, size: int, radius: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray, int]:
    """``size`` more within ``radius`` metres and ten days; returns points, days, middle, first day."""
    chance = np.random.default_rng([seed, 7])
    middle = points[chance.integers(len(points))]
    first = int(chance.integers(30, 330))
    angle, reach = chance.uniform(0, 2 * np.pi, size), radius * np.sqrt(chance.uniform(0, 1, size))
    more = middle + np.stack([reach * np.cos(angle), reach * np.sin(angle)], axis=1)
    return (
        np.vstack([points, more]),
        np.concatenate([days, first + chance.integers(0, 10, size)]),
        middle,
        first,
    )
