"""From delivered files to patterns: what was planted in a city is found, and the tables say so.

With CASELOOM_PROVE=1 a whole city is told, delivered, taken in and judged; without, the committed sample, in which
nothing is planted, must not raise a single alarm.
"""

from __future__ import annotations

import os
from pathlib import Path

from benchmarks.accuracy_patterns import as_markdown, summarise, tell_rows
from benchmarks.built_cities import Row, ask_city, compare
from pipelines.home import Home
from tests.conftest import SMALL_SAMPLE


def test_planted_phenomena_are_found_from_files(built_home: Home, tmp_path: Path) -> None:
    """A method that works on invented panels only is of no use to anybody who has files."""
    if not os.environ.get("CASELOOM_PROVE"):
        rows = compare(built_home, SMALL_SAMPLE / "truth")
        assert [row for row in rows if row.get("false_per_year")] == []
        return
    table = summarise([row for seed in (1, 2) for row in ask_city(seed, tmp_path / "city")])
    assert table.loc["city: early warning, outbreak of 15 to 20", "found"] >= 0.75
    assert table.loc["city: space-time scan, cluster of 15 to 20", "found"] >= 0.75
    assert table.loc["city: hot spots (Gi*), 25 to 45 a year", "found"] >= 0.75
    assert table.loc["city: early warning", "false_per_year"] <= 10
    assert table.loc["city: space-time scan", "false_per_year"] <= 1


def test_table_weighs_shares_and_takes_medians_of_errors() -> None:
    """Twenty cities with two courts each must not count like twenty with one."""
    rows: list[Row] = [
        {"method": "a", "found": True, "delay_days": 3.0},
        {"method": "a", "found": False},
        {"method": "a", "found": 0.5, "count": 2, "delay_days": 30.0},
        {"method": "b", "false_per_year": 1.5},
    ]
    table = summarise(rows)
    assert table.loc["a", "found"] == 0.5
    assert table.loc["a", "delay_days"] == 16.5
    assert as_markdown(table).splitlines()[-1] == "| b |  |  |  | 1.50 |"


def test_told_city_speaks_of_every_method() -> None:
    """A method without a line in the table is one that nobody measured."""
    names = {
        "series_found", "series", "false_groups", "groups", "true_pairs", "sums_found", "sums", "leaning_named",
        "leaning", "straight_named", "straight", "courts_covered", "courts", "matches_found", "matches",
        "matches_false", *(f"{part}_{ratio}" for part in ("right", "pairs") for ratio in (3.0, 4.0, 5.0)),
    }  # fmt: skip
    table = summarise(tell_rows({"years": 1.0, **dict.fromkeys(names, 1.0)}))
    for word in ("series", "sums", "consistency", "lawyer"):
        assert table.index.str.contains(word).any()
