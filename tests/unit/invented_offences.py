"""Offences of an invented city of 24 townships, for the tests of pattern methods. Keep out: records of agencies."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

_SEEDS = Path(__file__).parents[2] / "dbt_project" / "seeds"
GROUPS = pd.read_csv(_SEEDS / "patterns" / "pattern_groups.csv")
TOWNSHIPS = (
    pd.read_csv(_SEEDS / "domain" / "townships.csv", dtype=str).groupby("region_code").head(3)
).reset_index(drop=True)
POPULATIONS = pd.read_csv(_SEEDS / "domain" / "region_populations.csv", dtype={"region_code": str})
LAST_DAY = pd.Timestamp("2025-06-29")
_KINDS = {
    "burglary": 16, "bicycle_theft": 18, "other_theft": 24, "telecom_fraud": 20, "injury": 14, "robbery": 2,
}  # fmt: skip


def invent_offences(*, seed: int, count: int = 4_000, is_planted: bool) -> pd.DataFrame:
    """Offences of two years; planted: 14 injuries in a township in May, 10 burglaries near (9 km, 9 km) in March."""
    chance = np.random.default_rng(seed)
    middles = np.stack(np.divmod(np.arange(len(TOWNSHIPS)), 6), axis=1) * 5_000.0 + 4_000.0
    town = chance.integers(0, len(TOWNSHIPS), count)
    shares = np.array(list(_KINDS.values()), float)
    kind = chance.choice(list(_KINDS), count, p=shares / shares.sum())
    day = LAST_DAY - pd.to_timedelta(chance.integers(0, 728, count), unit="D")
    place = middles[town] + chance.normal(0, 900, (count, 2))
    frame = _frame(kind, town, day, place)
    if is_planted:
        may = pd.Timestamp("2025-05-12") + pd.to_timedelta(chance.integers(0, 10, 14), unit="D")
        injuries = _frame(
            np.repeat("injury", 14),
            np.repeat(3, 14),
            may,
            middles[[3] * 14] + chance.normal(0, 900, (14, 2)),
        )
        march = pd.Timestamp("2025-03-12") + pd.to_timedelta(chance.integers(0, 10, 10), unit="D")
        burglaries = _frame(
            np.repeat("burglary", 10),
            np.repeat(7, 10),
            march,
            9_000 + chance.normal(0, 120, (10, 2)),
        )
        frame = pd.concat([frame, injuries, burglaries], ignore_index=True)
    frame["police_case_no"] = [f"A{number:08d}" for number in range(len(frame))]
    return frame


def _frame(
    kind: np.ndarray, town: np.ndarray, day: pd.DatetimeIndex, place: np.ndarray
) -> pd.DataFrame:
    has_place = kind != "telecom_fraud"
    return pd.DataFrame(
        {
            "group_code": kind,
            "township_code": TOWNSHIPS["township_code"].to_numpy()[town],
            "region_code": TOWNSHIPS["region_code"].to_numpy()[town],
            "x_metres": np.where(has_place, place[:, 0], np.nan),
            "y_metres": np.where(has_place, place[:, 1], np.nan),
            "accepted_at": day + pd.Timedelta(hours=20),
            "occurred_at": day + pd.Timedelta(hours=9),
        }
    )
