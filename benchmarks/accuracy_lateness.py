"""How well early warning would have warned in the last half-year of a built home: the figures of its card.

    python -m benchmarks.accuracy_lateness --home HOME [--plot models/lateness/calibration.svg]

Belongs here: asking models.lateness and printing. Keep out: the models, and any judgement of people.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import duckdb
import pandas as pd

from models.lateness.assess import TrackRecord, ask_on_later_days, measure
from pipelines.home import Home


def read_histories(home: Home) -> pd.DataFrame:
    with duckdb.connect(str(home.warehouse), read_only=True) as connection:
        clocks = connection.execute("select * from intermediate.int_clock_histories").df()
    return clocks.astype(dict.fromkeys(("started_at", "due_at", "ended_at"), "datetime64[ns]"))


def draw(record: TrackRecord, path: Path) -> None:
    """What was said against what happened, one point per bin, larger for more clocks."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "caseloom"
    from matplotlib import pyplot as plt

    table = record.calibration
    figure, axes = plt.subplots(figsize=(5, 5))
    axes.plot([0, 1], [0, 1], color="#9aa5b1", linewidth=1)
    sizes = 20 + 300 * table["question_count"] / table["question_count"].max()
    axes.scatter(table["said_share"], table["missed_share"], s=sizes, color="#1f5fa8", alpha=0.75)
    axes.set(xscale="symlog", yscale="symlog", xlim=(0, 1), ylim=(0, 1))
    axes.set(
        xlabel="said beforehand", ylabel="missed in fact", title="Calibration, held-out half-year"
    )
    figure.savefig(path, metadata={"Date": None})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--plot", type=Path)
    options = parser.parse_args()
    clocks = read_histories(Home(options.home))
    record = measure(ask_on_later_days(clocks, pd.Timestamp(clocks["asked_at"].max())))
    print(f"clocks of the history        {len(clocks)}")
    print(f"questions asked later        {record.question_count}")
    print(f"base rate                    {record.base_rate:.4f}")
    print(f"Brier score                  {record.brier:.4f}")
    print(f"Brier score of the base rate {record.brier_of_base_rate:.4f}")
    print(f"precision of the top 5 %     {record.top_precision:.3f}")
    print(f"median lead time, days       {record.median_lead_days:.0f}")
    print(record.bands.to_string(index=False))
    print(record.calibration.to_string(index=False))
    if options.plot:
        draw(record, options.plot)


if __name__ == "__main__":
    main()
