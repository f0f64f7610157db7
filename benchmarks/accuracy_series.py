"""How well series, sums of small acts, courts' offsets and matched lawyers are found: many invented cities.

    python -m benchmarks.accuracy_series [--seeds 20] [--cases 4000] [--days 365]

Belongs here: telling cities, asking the models, comparing with what was planted, and writing the table into
docs/similarity-accuracy.md. Keep out: models, and any judgement of people. A city is told, not built: the features
are those of the warehouse (``benchmarks.told_cases``), without delivery faults.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.told_cases import read_seed, state_of, tell_cases
from data_samples.court_records import licence_no
from data_samples.world import World
from models.series.groups import sum_acts
from models.series.link import link_series
from models.similarity.consistency import fit_consistency, offsets_of
from models.supervision.matches import FEWEST_SHARED, find_matches

FIRST_SEED = 201
RATIOS = (3.0, 4.0, 5.0)
PAGE = Path(__file__).parents[1] / "docs" / "similarity-accuracy.md"


def measure_city(seed: int, cases: int, days: int) -> dict[str, float]:
    """Counts of one city; sums over cities are divided at the end."""
    world, acts, truth = tell_cases(cases=cases, days=days, seed=seed)
    counts: dict[str, float] = defaultdict(float)
    counts["years"] = days / 365
    _measure_series(acts, truth, counts)
    sentences = read_sentences(world)
    _measure_offsets(world, sentences, counts)
    _measure_matches(world, counts)
    return counts


def _measure_series(acts: pd.DataFrame, truth: pd.DataFrame, counts: dict[str, float]) -> None:
    found = link_series(acts, show_at=min(RATIOS))
    series = truth.set_index("case_id")["series"]
    sizes = truth.groupby("series")["case_id"].size()
    counts["true_pairs"] += float((sizes * (sizes - 1) / 2).sum())
    one, other = found.pairs["case_id"].map(series), found.pairs["other_case_id"].map(series)
    same = (one == other) & one.notna()
    for ratio in RATIOS:
        shown = found.pairs["log10_ratio"] >= ratio
        counts[f"pairs_{ratio}"] += float(shown.sum())
        counts[f"right_{ratio}"] += float((shown & same).sum())
    members = found.members.assign(series=found.members["case_id"].map(series))
    top = members.groupby("group_key")["series"].agg(
        lambda names: names.value_counts().iloc[0] if names.notna().any() else 0
    )
    counts["groups"] += len(top)
    counts["false_groups"] += float((top < 2).sum())
    several = set(sizes[sizes >= 2].index)
    met = members.dropna().groupby(["series", "group_key"]).size()
    caught = set(met[met >= 2].index.get_level_values("series"))
    counts["series"] += len(several)
    counts["series_found"] += len(several & caught)
    _measure_sums(acts, truth, members, counts)


def _measure_sums(
    acts: pd.DataFrame, truth: pd.DataFrame, members: pd.DataFrame, counts: dict[str, float]
) -> None:
    charges = {"theft": "264001", "fraud": "266001"}
    limits = {
        row["charge_code"]: (float(row["threshold_yuan"]), float(row["sum_days"] or "nan"))
        for row in read_seed("similarity/filing_thresholds")
    }
    priced = acts.assign(
        threshold_yuan=[
            limits.get(charges.get(f, ""), (np.nan, np.nan))[0] for f in acts["family"]
        ],
        sum_days=[limits.get(charges.get(f, ""), (np.nan, np.nan))[1] for f in acts["family"]],
    )
    small = truth[truth["is_small"]].rename(columns={"series": "group_key"})
    wanted = sum_acts(priced.merge(small[["case_id", "group_key"]], on="case_id"))
    found = sum_acts(priced.merge(members[["case_id", "group_key"]], on="case_id"))
    told = members.merge(found[["group_key"]], on="group_key")
    counts["sums"] += len(wanted)
    counts["sums_found"] += wanted["group_key"].isin(set(told["series"])).sum()


def read_sentences(world: World) -> pd.DataFrame:
    """Fixed terms of first judgments in the columns of ``fit_consistency``."""
    rows = []
    for record in world.book.tables.get("court.cases", ()):
        state = state_of(world, record)
        if state is None or state["trialLevel"] != 1 or "pronouncedAt" not in state:
            continue
        for person in state["defendants"]:
            if person.get("result") == "C10" and person.get("penalty"):
                rows.append(
                    {
                        "court_code": state["courtCode"],
                        "charge_code": person["charges"][0]["code"],
                        "court_case_id": str(record.key),
                        "pronounced_date": state["pronouncedAt"],
                        "sentence_months": person["penalty"]["termMonths"],
                        "amount_yuan": person.get("amount"),
                        "has_plea_leniency": person.get("pleaLeniency"),
                        "has_surrendered": person.get("surrender"),
                        "accused_count": len(state["defendants"]),
                    }
                )
    return pd.DataFrame(rows)


def _measure_offsets(world: World, sentences: pd.DataFrame, counts: dict[str, float]) -> None:
    offsets = offsets_of(fit_consistency(sentences), "court")
    truth = offsets["court_code"].map(world.leanings)
    truth = truth - np.average(truth, weights=offsets["sentence_count"])
    low = offsets["effect"] - 1.96 * offsets["error"]
    high = offsets["effect"] + 1.96 * offsets["error"]
    leaning = offsets["court_code"].map(world.leanings) != 0
    # A court is named when its interval leaves nought; measured against the city's mean, as the model does.
    named = (low > 0) | (high < 0)
    counts["courts"] += len(offsets)
    counts["courts_covered"] += float(((truth >= low) & (truth <= high)).sum())
    counts["leaning"] += float(leaning.sum())
    counts["leaning_named"] += float(
        (leaning & named & (np.sign(offsets["effect"]) == np.sign(truth))).sum()
    )
    counts["straight"] += float((~leaning).sum())
    counts["straight_named"] += float((~leaning & named).sum())
    counts["square_error"] += float(((offsets["effect"] - truth) ** 2).sum())
    counts["square_raw_error"] += float(((offsets["raw"] - truth) ** 2).sum())


def _measure_matches(world: World, counts: dict[str, float]) -> None:
    rows: list[dict[str, Any]] = []
    for record in world.book.tables.get("court.cases", ()):
        state = state_of(world, record)
        if state is None or state["trialLevel"] != 1:
            continue
        half = f"{state['courtCode']}|{state['filedAt'][:4]}|{int(state['filedAt'][5:7]) <= 6}"
        for person in state["defendants"]:
            for counsel in person.get("counsels", ()):
                if counsel["type"] in ("10", "20"):
                    rows.append(
                        {
                            "kind": "judge", "stratum": f"{half}|{counsel['type']}",
                            "official": state["judgeId"], "counsel": counsel["licenseNo"],
                            "matter": str(record.key),
                        }
                    )  # fmt: skip
    meetings = pd.DataFrame(rows).drop_duplicates(["official", "counsel", "matter"])
    found = find_matches(meetings)
    shared = meetings.groupby(["official", "counsel"]).size()
    planted = {
        (judge, licence_no(place))
        for judge, place in world.favours.pairs().items()
        if shared.get((judge, licence_no(place)), 0) >= FEWEST_SHARED
    }
    named = set(zip(found["official"], found["counsel"], strict=True))
    counts["matches"] += len(planted)
    counts["matches_found"] += len(planted & named)
    counts["matches_false"] += len(named - planted)
    counts["pairs_tested"] += len(shared)


def table(total: dict[str, float]) -> list[tuple[str, str]]:
    """What is said of all cities together: (measure, value)."""

    def share(part: str, whole: str) -> str:
        return f"{total[part] / total[whole]:.1%}" if total[whole] else "—"

    rows = []
    for ratio in RATIOS:
        size = f"10^{ratio:.0f}"
        rows.append(
            (
                f"pairs at a likelihood ratio of {size}: precision",
                share(f"right_{ratio}", f"pairs_{ratio}"),
            )
        )
        rows.append(
            (
                f"pairs at {size}: recall (of all pairs of a series)",
                share(f"right_{ratio}", "true_pairs"),
            )
        )
    rows += [
        ("series of two and more of which at least two acts are together", share("series_found", "series")),
        ("groups that hold no two acts of one series, per city and year", f"{total['false_groups'] / total['years']:.1f}"),
        ("groups in all, per city and year", f"{total['groups'] / total['years']:.1f}"),
        ("sums of small acts over the threshold: recall", share("sums_found", "sums")),
        ("courts whose true offset lies in the 95 % interval", share("courts_covered", "courts")),
        ("courts that lean by 28 %: named by an interval without nought", share("leaning_named", "leaning")),
        (
            "mean error of courts' offsets: before and after shrinkage (log)",
            f"{(total['square_raw_error'] / total['courts']) ** 0.5:.3f}, {(total['square_error'] / total['courts']) ** 0.5:.3f}",
        ),
        (f"judge and favoured lawyer with {FEWEST_SHARED} and more shared cases: found", f"{share('matches_found', 'matches')} of {total['matches']:.0f}"),
        ("judge and lawyer named by chance, of all pairs that met", f"{total['matches_false']:.0f} of {total['pairs_tested']:,.0f}"),
    ]  # fmt: skip
    return rows


def write_page(rows: list[tuple[str, str]], *, seeds: int, cases: int, days: int) -> None:
    """Put the table between the marks of the page; the words around it stay."""
    lines = [
        "| measure | value |",
        "|---|---:|",
        *(f"| {name} | {value} |" for name, value in rows),
    ]
    head = (
        f"{seeds} invented cities of {cases:,} cases over {days} days (seeds {FIRST_SEED} and on), "
        f"`python -m benchmarks.accuracy_series --seeds {seeds} --cases {cases} --days {days}`:"
    )
    begin, end = "<!-- series: begin -->", "<!-- series: end -->"
    page = PAGE.read_text(encoding="utf-8")
    before, after = page.split(begin)[0], page.split(end)[1]
    PAGE.write_text(
        f"{before}{begin}\n{head}\n\n" + "\n".join(lines) + f"\n{end}{after}", encoding="utf-8"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--cases", type=int, default=4_000)
    parser.add_argument("--days", type=int, default=365)
    options = parser.parse_args()
    total: dict[str, float] = defaultdict(float)
    for seed in range(FIRST_SEED, FIRST_SEED + options.seeds):
        started = time.perf_counter()
        for name, value in measure_city(seed, options.cases, options.days).items():
            total[name] += value
        print(f"seed {seed}: {time.perf_counter() - started:.1f} s", flush=True)
    rows = table(total)
    for name, value in rows:
        print(f"{name:70} {value}")
    write_page(rows, seeds=options.seeds, cases=options.cases, days=options.days)


if __name__ == "__main__":
    main()
