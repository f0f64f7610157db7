"""Time and memory of the whole pattern step on an invented city, five years, a million cases by default.

    python -m benchmarks.bench_patterns [--cases 1000000] [--days 1826]

Belongs here: making offences and timing models.patterns.assess. Keep out: dbt and deliveries. Two of three cases are
of an allow-listed kind, as in the sample city.
"""

from __future__ import annotations

import argparse
import resource
import time
from pathlib import Path

import numpy as np
import pandas as pd

from models.patterns.assess import assess

_SEEDS = Path(__file__).parents[1] / "dbt_project" / "seeds"
LISTED_SHARE = 0.66
LAST_DAY = pd.Timestamp("2025-06-29")


def invent_offences(
    count: int, days: int, townships: pd.DataFrame, groups: pd.DataFrame
) -> pd.DataFrame:
    """Offences around the middles of all townships; a third online, without a place."""
    chance = np.random.default_rng(1)
    middles = chance.uniform(0, 80_000, (len(townships), 2))
    weights = chance.gamma(1.5, 1.0, len(townships))
    town = chance.choice(len(townships), count, p=weights / weights.sum())
    leaves = groups.loc[
        ~groups["group_code"].isin(groups["parent_code"].dropna()), "group_code"
    ].to_numpy()
    shares = np.where(leaves == "telecom_fraud", 10.0, chance.gamma(2.0, 1.0, len(leaves)))
    kind = chance.choice(leaves, count, p=shares / shares.sum())
    accepted = (
        LAST_DAY
        + pd.Timedelta(hours=20)
        - pd.to_timedelta(chance.integers(0, days, count), unit="D")
    )
    places = middles[town] + chance.normal(0, 1_000, (count, 2))
    places[kind == "telecom_fraud"] = np.nan
    return pd.DataFrame(
        {
            "police_case_no": np.char.add("A", np.arange(count).astype(str)),
            "group_code": kind,
            "township_code": townships["township_code"].to_numpy()[town],
            "region_code": townships["region_code"].to_numpy()[town],
            "x_metres": places[:, 0],
            "y_metres": places[:, 1],
            "accepted_at": accepted,
            "occurred_at": accepted - pd.Timedelta(hours=11),
        }
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--days", type=int, default=1_826)
    options = parser.parse_args()
    groups = pd.read_csv(_SEEDS / "patterns" / "pattern_groups.csv")
    townships = pd.read_csv(_SEEDS / "domain" / "townships.csv", dtype=str)
    people = pd.read_csv(_SEEDS / "domain" / "region_populations.csv", dtype={"region_code": str})
    feasts = pd.read_csv(_SEEDS / "metrics" / "spring_festivals.csv", parse_dates=["first_day"])
    offences = invent_offences(int(options.cases * LISTED_SHARE), options.days, townships, groups)
    begun, cpu = time.monotonic(), time.process_time()
    results = assess(offences, groups, townships, people, feasts["first_day"].tolist(), LAST_DAY)
    print(f"cases            {options.cases}, of them looked at {len(offences)}")
    print(f"rows of results  {len(results)}")
    print(
        f"seconds          {time.monotonic() - begun:.1f} (processor: {time.process_time() - cpu:.1f})"
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(f"peak memory      {peak:.2f} GiB")


if __name__ == "__main__":
    main()
