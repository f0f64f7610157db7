"""Weeks: counts per complete week, and what the calendar says of a week.

Belongs here: grids of weeks, season and Spring Festival as columns. Keep out: models.

Weeks run from Monday to Sunday; only complete ones are ever counted.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

WEEK = 7
DAYS_OF_YEAR = 365.25
# Days before and after the first day of the lunar year that are unlike others: leaving, feasting, returning.
FESTIVAL_PARTS = {"before": (-10, -2), "feast": (-1, 6), "after": (7, 15)}
# Within so many days of a boundary a calendar without the neighbouring year would say nothing.
_SEASON_WAVES = 3


def week_starts(first_day: pd.Timestamp, last_day: pd.Timestamp) -> pd.DatetimeIndex:
    """Mondays of the complete weeks within the days (both included)."""
    first = first_day.normalize()
    first += pd.Timedelta(days=-first.weekday() % WEEK)
    last = last_day.normalize() - pd.Timedelta(days=WEEK - 1)
    return pd.date_range(first, last, freq="7D") if last >= first else pd.DatetimeIndex([])


def count_matrix(
    places: np.ndarray, days: pd.Series, weeks: pd.DatetimeIndex, size: int
) -> np.ndarray:
    """Counts (size×weeks) of things with a place number (0…size-1) on a day; others are left out."""
    numbers = ((days - weeks[0]) // pd.Timedelta(days=WEEK)).to_numpy()
    is_inside = (numbers >= 0) & (numbers < len(weeks)) & (places >= 0)
    flat = places[is_inside].astype(np.int64) * len(weeks) + numbers[is_inside].astype(np.int64)
    return np.bincount(flat, minlength=size * len(weeks)).reshape(size, len(weeks)).astype(float)


def festival_columns(weeks: pd.DatetimeIndex, festivals: Sequence[pd.Timestamp]) -> np.ndarray:
    """Share of each week's days that lie before, in and after a Spring Festival (weeks×3)."""
    days = weeks.to_numpy()[:, None] + np.arange(WEEK).astype("timedelta64[D]")
    columns = np.zeros((len(weeks), len(FESTIVAL_PARTS)))
    for festival in festivals:
        distance = (days - np.datetime64(festival, "D")) / np.timedelta64(1, "D")
        for place, (first, last) in enumerate(FESTIVAL_PARTS.values()):
            columns[:, place] += ((distance >= first) & (distance <= last)).mean(axis=1)
    return columns


def season_columns(weeks: pd.DatetimeIndex, waves: int = _SEASON_WAVES) -> np.ndarray:
    """Sine and cosine waves of the year at the middle of each week (weeks×2·waves)."""
    middle = (weeks + pd.Timedelta(days=3)).day_of_year.to_numpy() / DAYS_OF_YEAR
    angles = 2 * np.pi * middle[:, None] * np.arange(1, waves + 1)
    return np.concatenate([np.sin(angles), np.cos(angles)], axis=1)
