"""How well every method of patterns, series and supervision finds what was planted, and how often it cries wolf.

    python -m benchmarks.accuracy_patterns [--seeds 20] [--processes 2] [--keep DIR]

One command, three ways of asking, one set of tables in docs/patterns.md: invented series and points (asked_patterns),
whole small cities from their files to their results (built_cities), and told cities for series, courts and lawyers
(accuracy_series). What is kept in DIR is not asked again, so a run that was stopped goes on.

Belongs here: running, summing up, writing the tables. Keep out: asking, and the methods.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.accuracy_series import FIRST_SEED, measure_city
from benchmarks.asked_patterns import ASKED
from benchmarks.built_cities import CASES, DAYS, ask_city

DOCUMENT = Path(__file__).parents[1] / "docs" / "patterns.md"
BEGIN, END = "<!-- accuracy: begin -->", "<!-- accuracy: end -->"
Row = dict[str, Any]

TOLD_CASES, TOLD_DAYS = 4_000, 365
PARTS = {
    "city": f"Whole cities of {CASES:,} cases in {DAYS // 365} years, from delivered files through staging to results "
    "(only offences of the last year can be alerts and clusters)",
    "told": f"Series, sums, courts and lawyers: told cities of {TOLD_CASES:,} cases in a year",
    "invented": "Invented series and points",
}
_MEDIANS = ("delay_days", "date_error_days", "place_error_m", "radius_error_m", "size_error")
_SHARES = ("found", "false_share", "covered")
_HEADS = {
    "found": "found", "count": "planted", "delay_days": "delay, days", "date_error_days": "error of the date, days",
    "place_error_m": "error of the place, m", "radius_error_m": "error of the radius, m",
    "size_error": "error of the size", "false_per_year": "false alarms a year",
    "false_share": "false share", "covered": "covered by 95 %", "pai": "PAI", "pei": "PEI",
}  # fmt: skip


def ask(part: str, seed: int, folder: Path) -> list[Row]:
    """All rows of one part and seed."""
    if part == "invented":
        return [row for one in ASKED for row in one(seed)]
    if part == "city":
        return ask_city(seed, folder / f"city-{seed}")
    return tell_rows(measure_city(FIRST_SEED + seed - 1, TOLD_CASES, TOLD_DAYS))


def kept_in(keep: Path, part: str, seed: int) -> Path:
    return keep / f"{part}-{seed}.json"


def _run(part: str, seed: int, keep: Path) -> None:
    command = [sys.executable, "-m", "benchmarks.accuracy_patterns", "--only", part, str(seed)]
    subprocess.run([*command, "--keep", str(keep)], check=True)


def tell_rows(counts: dict[str, float]) -> list[Row]:
    """What one told city says of series, sums, courts and lawyers."""
    years = counts["years"]

    def share(method: str, part: str, whole: str, name: str = "found") -> Row:
        return {
            "method": method,
            name: counts[part] / max(counts[whole], 1),
            "count": counts[whole],
        }

    return [
        share("series: two acts and more together", "series_found", "series"),
        {"method": "series: groups that are none", "false_per_year": counts["false_groups"] / years,
         "false_share": counts["false_groups"] / max(counts["groups"], 1)},
        *(share(f"series: pairs at a likelihood ratio of 10^{ratio:.0f}", f"right_{ratio}", "true_pairs") for ratio in (3.0, 4.0, 5.0)),
        *(
            {"method": f"series: pairs at 10^{ratio:.0f} that are none",
             "false_share": 1 - counts[f"right_{ratio}"] / max(counts[f"pairs_{ratio}"], 1), "count": counts[f"pairs_{ratio}"]}
            for ratio in (3.0, 4.0, 5.0)
        ),
        share("series: sums of small acts over the threshold", "sums_found", "sums"),
        share("consistency: courts that lean by 28 %", "leaning_named", "leaning"),
        share("consistency: courts that do not lean", "straight_named", "straight", "false_share"),
        share("consistency: true offset in its interval", "courts_covered", "courts", "covered"),
        share("one judge, one lawyer: favoured, 6 and more shared", "matches_found", "matches"),
        {"method": "one judge, one lawyer: by chance", "false_per_year": counts["matches_false"] / years},
    ]  # fmt: skip


def summarise(rows: list[Row]) -> pd.DataFrame:
    """One line per method and size: shares of all that was planted, medians of errors, means of the rest."""
    frame = pd.DataFrame(rows)
    frame["count"] = frame["count"].fillna(1.0) if "count" in frame else 1.0
    lines = []
    for method, part in frame.groupby("method", sort=False):
        line: Row = {"method": method}
        for name in (name for name in _HEADS if name in part and name != "count"):
            known = part[part[name].notna()]
            values, weights = known[name].astype(float), known["count"]
            if known.empty:
                continue
            if name in _SHARES:
                line[name] = np.average(values, weights=weights) if weights.sum() else np.nan
            else:
                line[name] = values.median() if name in _MEDIANS else values.mean()
            if name == "found":
                line["count"] = weights.sum()
        lines.append(line)
    return pd.DataFrame(lines).set_index("method")


def as_markdown(table: pd.DataFrame) -> str:
    columns = [name for name in _HEADS if name in table and table[name].notna().any()]
    text = "| method, planted | " + " | ".join(_HEADS[name] for name in columns) + " |\n"
    text += "|---|" + "---:|" * len(columns) + "\n"
    for method, row in table.iterrows():
        text += (
            f"| {method} | " + " | ".join(_written(name, row[name]) for name in columns) + " |\n"
        )
    return text


def _written(name: str, value: float) -> str:
    if pd.isna(value):
        return ""
    if name in _SHARES:
        return f"{100 * value:.0f} %" if value in (0, 1) or value >= 0.1 else f"{100 * value:.1f} %"
    if name == "size_error":
        return f"{100 * value:+.0f} %"
    if name == "count":
        return f"{value:,.0f}"
    return f"{value:.2f}" if abs(value) < 10 else f"{value:.0f}"


def gather(
    seeds: int, processes: int, keep: Path, parts: list[str]
) -> dict[str, dict[int, list[Row]]]:
    """Rows per part and seed, asked in so many processes (0: none is asked); each is kept as soon as it is known."""
    keep.mkdir(parents=True, exist_ok=True)
    found: dict[str, dict[int, list[Row]]] = {part: {} for part in parts}
    begun = time.monotonic()
    wanted = [(part, seed) for seed in range(1, seeds + 1) for part in parts]
    with ThreadPoolExecutor(max(processes, 1)) as pool:
        # A process of its own for every question, so that no memory is left over.
        asked = {
            pool.submit(_run, part, seed, keep): (part, seed)
            for part, seed in wanted
            if processes and not kept_in(keep, part, seed).exists()
        }
        for future in as_completed(asked):
            future.result()
            part, seed = asked[future]
            print(f"{part}, seed {seed}: {time.monotonic() - begun:.0f} s", flush=True)
    for part, seed in wanted:
        if kept_in(keep, part, seed).exists():
            found[part][seed] = json.loads(kept_in(keep, part, seed).read_text(encoding="utf-8"))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="folder for what is known; default: a new one")
    parser.add_argument("--kept", action="store_true", help="ask nothing, tell what DIR knows")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--document", type=Path, default=DOCUMENT)
    parser.add_argument(
        "--only", nargs=2, metavar=("PART", "SEED"), help="one question, kept in DIR"
    )
    options = parser.parse_args()
    if options.only:
        part, seed = options.only[0], int(options.only[1])
        rows = ask(part, seed, options.keep)
        kept_in(options.keep, part, seed).write_text(json.dumps(rows, default=float), "utf-8")
        return
    keep = options.keep or Path(tempfile.mkdtemp(prefix="caseloom-accuracy-"))
    processes = 0 if options.kept else options.processes
    found = gather(options.seeds, processes, keep, options.parts)
    text = "Medians of errors and delays, means of the rest.\n"
    for part in options.parts:
        rows = [row for seed in sorted(found[part]) for row in found[part][seed]]
        title = f"**{PARTS[part]}** ({len(found[part])} seeds)"
        text += f"\n{title}\n\n{as_markdown(summarise(rows))}"
    print(text)
    document = options.document.read_text(encoding="utf-8")
    head, _, rest = document.partition(BEGIN)
    _, _, tail = rest.partition(END)
    options.document.write_text(f"{head}{BEGIN}\n{text}{END}{tail}", encoding="utf-8")


if __name__ == "__main__":
    main()
