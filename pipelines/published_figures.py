"""Published figures, computed again by the registry's own formulas.

Belongs here: reading a file of published figures and saying which of them come out. Keep out: the
formula (models/metrics/formula.py) and the multiplier of a metric (the registry).

    python -m pipelines.published_figures [FILE.csv]

The file has the columns metric_id, scope, numerator, denominator, published_pct, reproduces (others are
passed through in order); without one the committed figures are taken. Written to stdout: the same rows
with ``computed``, ``printed`` and ``verdict``. The exit code is 1 when a row marked ``yes`` does not
come out in its printed digits, 2 when the file cannot be read.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from models.metrics.formula import Verdict, reproduce, round_as_printed
from pipelines.metric_registry import Metric, load_registry
from pipelines.transform import project_dir

REQUIRED = ("metric_id", "numerator", "denominator", "published_pct")
ADDED = ("computed", "printed", "verdict")


class UnknownFigureError(ValueError):
    """A row names a metric that the registry does not have, or a column is missing."""


def committed_figures() -> Path:
    """The figures that are committed with the registry."""
    return project_dir() / "seeds" / "metrics" / "published_figures.csv"


def check_figures(
    rows: Iterable[Mapping[str, str]], registry: Mapping[str, Metric]
) -> Iterator[dict[str, str]]:
    """Each row with ``computed`` (four decimals), ``printed`` and ``verdict``.

    Raises UnknownFigureError for a metric or column that is not known.
    """
    for number, row in enumerate(rows, start=1):
        missing = [name for name in REQUIRED if name not in row]
        if missing:
            raise UnknownFigureError(f"row {number} lacks the columns {missing}")
        metric = registry.get(row["metric_id"])
        if metric is None:
            raise UnknownFigureError(
                f"row {number} names [{row['metric_id']}], which is not in the registry"
            )
        variant = metric.default
        found = reproduce(
            row["numerator"],
            row["denominator"],
            row["published_pct"] or "",
            multiplier=100 if variant is None or variant.formula != "ratio" else variant.multiplier,
        )
        added = dict.fromkeys(ADDED, "")
        if found is not None:
            computed = round_as_printed(found.computed, 4)
            added = dict(
                zip(ADDED, (str(computed), found.printed, found.verdict.value), strict=True)
            )
        yield {**row, **added}


def main(arguments: list[str]) -> int:
    """The command line; see above."""
    path = Path(arguments[0]) if arguments else committed_figures()
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            checked = list(check_figures(csv.DictReader(handle), load_registry()))
    except (OSError, UnicodeDecodeError, ArithmeticError, UnknownFigureError) as error:
        print(f"cannot read the figures in [{path}]: {error}", file=sys.stderr)
        return 2
    if checked:
        writer = csv.DictWriter(sys.stdout, fieldnames=list(checked[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(checked)
    broken = [
        row
        for row in checked
        if (row.get("reproduces") or "").strip().lower() == "yes"
        and row["verdict"] != Verdict.REPRODUCED.value
    ]
    print(f"{len(checked)} figures, {len(broken)} marked yes do not come out", file=sys.stderr)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
