"""Series: which offences of which areas are counted together.

Belongs here: from offences to counts per series and week. Keep out: judging counts.

A kind with parts (theft) counts all of them; an area with parts (a county, the city) too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from models.patterns.surveillance import Panel
from models.patterns.weeks import WEEK, count_matrix, week_starts

CITY = "city"
MOST_WEEKS = 261
# Weeks over which the rest of the city is averaged, and how many cases it needs to be a yardstick.
_SMOOTHED_WEEKS = 3
_LEAST_REST = 5.0
# A few cases of long ago do not make a history: it begins where this share of all lies before.
_EARLY_SHARE = 0.005


@dataclass(frozen=True)
class Series:
    """Counts of S series: ``keys`` has group_code, area_code, level (city, region, township)."""

    keys: pd.DataFrame
    panel: Panel


def history(offences: pd.DataFrame, last_day: pd.Timestamp) -> pd.DatetimeIndex:
    """Mondays of the complete weeks that are looked at: five years at most, up to ``last_day``."""
    days = offences["accepted_at"].dt.normalize()
    days = days[(days <= last_day) & (days > last_day - pd.Timedelta(days=WEEK * MOST_WEEKS))]
    if days.empty:
        return pd.DatetimeIndex([])
    first = days.sort_values().iloc[int(_EARLY_SHARE * len(days))]
    return week_starts(first, last_day)


def counted_in(group_codes: pd.Series, groups: pd.DataFrame) -> dict[str, np.ndarray]:
    """For each kind: which offences count in it (own and those of its parts)."""
    parents = groups.set_index("group_code")["parent_code"].fillna("")
    codes = group_codes.to_numpy()
    parent = group_codes.map(parents).to_numpy()
    return {code: (codes == code) | (parent == code) for code in groups["group_code"]}


def make_series(
    offences: pd.DataFrame,
    groups: pd.DataFrame,
    weeks: pd.DatetimeIndex,
    festivals: list[pd.Timestamp],
) -> Series:
    """One series per kind and area that has at least one offence in these weeks.

    Offences of an unknown township count for their county, those of an unknown county for the city.
    """
    inside = counted_in(offences["group_code"], groups)
    days = offences["accepted_at"]
    keys, counts, totals = [], [], []
    for code, is_counted in inside.items():
        chosen = offences[is_counted]
        if chosen.empty:
            continue
        city = count_matrix(np.zeros(len(chosen), int), days[is_counted], weeks, 1)
        for level, column in (
            (CITY, None),
            ("region", "region_code"),
            ("township", "township_code"),
        ):
            if column is None:
                names, matrix = np.array([CITY]), city
            else:
                places, found = pd.factorize(chosen[column], sort=True)
                names = np.asarray(found, dtype=object)
                matrix = count_matrix(places, days[is_counted], weeks, len(names))
            is_seen = matrix.sum(axis=1) > 0
            names, matrix = names[is_seen], matrix[is_seen]
            keys.append(pd.DataFrame({"group_code": code, "area_code": names, "level": level}))
            counts.append(matrix)
            totals.append(np.ones_like(matrix) if column is None else yardstick(city - matrix))
    frame = pd.concat(keys, ignore_index=True)
    return Series(frame, Panel(np.concatenate(counts), weeks, np.concatenate(totals), festivals))


def yardstick(rest: np.ndarray) -> np.ndarray:
    """The same offence elsewhere in the city, smoothed; nothing where it is too rare to measure with."""
    if not rest.size:
        return rest
    padded = np.concatenate([np.repeat(rest[:, :1], _SMOOTHED_WEEKS - 1, axis=1), rest], axis=1)
    smooth = np.lib.stride_tricks.sliding_window_view(padded, _SMOOTHED_WEEKS, axis=1).mean(axis=2)
    is_rare = rest.mean(axis=1) < _LEAST_REST
    return np.where(is_rare[:, None], 1.0, np.maximum(smooth, 0.5))
