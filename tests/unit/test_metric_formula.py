"""Values and rounding of figures: what authorities printed comes out digit by digit."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.metrics.formula import Verdict, compute_value, reproduce, round_as_printed
from pipelines.metric_registry import load_registry
from pipelines.published_figures import check_figures, committed_figures


def committed_rows() -> list[dict[str, str]]:
    with committed_figures().open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.mark.parametrize(
    "row", committed_rows(), ids=lambda row: f"{row['metric_id']} {row['scope']}"
)
def test_published_figures_come_out_as_marked(row: dict[str, str]) -> None:
    """A figure that an authority published and we compute differently is argued about in public."""
    (checked,) = check_figures([row], load_registry())
    assert checked["verdict"] == row["reproduces"]
    assert abs(Decimal(checked["computed"]) - Decimal(row["computed_pct"])) <= Decimal("0.0051")


def test_committed_figures_hold_drift_and_agreement() -> None:
    """The rows that do not come out document how definitions drifted; they must not be dropped."""
    marks = [row["reproduces"] for row in committed_rows()]
    assert marks.count("yes") >= 18
    assert marks.count("NO") >= 6
    assert all(row["note"] for row in committed_rows() if row["reproduces"] == "NO")


def run_figures(path: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipelines.published_figures", str(path)]
    return subprocess.run(command, capture_output=True, text=True)


def test_command_line_reads_foreign_rows(tmp_path: Path) -> None:
    """Whoever has a bulletin of their own checks it without writing code."""
    path = tmp_path / "figures.csv"
    path.write_text(
        "metric_id,scope,numerator,denominator,published_pct,reproduces\n"
        "acquittal_rate,全国,894,1715922,5.21,yes\n"
        "crime_rate_per_100k,某市,1234,2000000,61.70,yes\n"
        "non_arrest_rate,某县,1,3,33.33,yes\n"
        "non_arrest_rate,无人,0,0,,\n",
        encoding="utf-8-sig",
    )
    done = run_figures(path)
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [row["verdict"] for row in rows] == ["yes", "yes", "yes", ""]
    path.write_text(path.read_text("utf-8-sig").replace("33.33", "33.34"), encoding="utf-8")
    assert run_figures(path).returncode == 1
    path.write_text("metric_id,numerator,denominator,published_pct\nno_such,1,2,50\n", "utf-8")
    refused = run_figures(path)
    assert refused.returncode == 2
    assert "no_such" in refused.stderr


@pytest.mark.parametrize(
    ("value", "decimals", "printed"),
    [
        (Decimal("0.125"), 2, "0.13"),
        (Decimal("2.5"), 0, "3"),
        # 2.675 is a little less in binary; the printed digit must not depend on it.
        (2.675, 2, "2.68"),
        (Decimal("99.995"), 2, "100.00"),
        (Decimal("-0.125"), 2, "-0.13"),
    ],
)
def test_rounding_is_that_of_bulletins(value: Decimal, decimals: int, printed: str) -> None:
    assert str(round_as_printed(value, decimals)) == printed


def test_nothing_divided_by_nothing_is_no_value() -> None:
    """0 % of nobody would read as a good result."""
    assert compute_value(0, 0) is None
    assert reproduce(0, 0, "0.0") is None
    assert compute_value(0, 7) == 0
    with pytest.raises(ValueError, match="median"):
        compute_value(1, 2, formula="median")


@given(
    numerator=st.integers(0, 10**7),
    denominator=st.integers(1, 10**7),
    decimals=st.integers(0, 4),
)
def test_what_we_print_we_reproduce(numerator: int, denominator: int, decimals: int) -> None:
    """A figure printed by this code is reproduced by it, and one unit off is seen as such."""
    value = compute_value(numerator, denominator)
    assert value is not None
    printed = round_as_printed(value, decimals)
    found = reproduce(numerator, denominator, f"{printed:f}")
    assert found is not None
    assert found.verdict is Verdict.REPRODUCED
    moved = printed + Decimal(1).scaleb(-decimals)
    found = reproduce(numerator, denominator, f"{moved:f}")
    assert found is not None
    assert found.verdict is Verdict.LAST_DIGIT
