"""Time and memory of series, similar cases and consistency at a million cases over five years.

    python -m benchmarks.bench_similar [--cases 1000000] [--years 5] [--questions 60]

Belongs here: making many cases out of a few told ones, and clocks. Keep out: accuracy. A told city of some thousand
cases is copied over the span with other places, times and amounts, its words mixed; the relations asked are made by
the very SQL of the marts.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from benchmarks.accuracy_series import read_sentences
from benchmarks.accuracy_similar import PAGE, write_between
from benchmarks.told_cases import load_words, tell_cases
from dashboards.queries import load_query
from data_samples.world import World
from models.series.link import link_series
from models.similarity.consistency import fit_consistency
from models.similarity.words import Text, read_texts

_DECIDED = 0.4
_SERIES_SHARE = 0.55


def multiply(
    acts: pd.DataFrame, number: int, years: float, dice: np.random.Generator
) -> pd.DataFrame:
    """``number`` acts over ``years``: told ones with other times, places and amounts, and words of two."""
    place = dice.integers(0, len(acts), number)
    other = dice.integers(0, len(acts), number)
    many = acts.iloc[place].reset_index(drop=True)
    many["case_id"] = [f"C{at:08d}" for at in range(number)]
    many["longitude"] += 0.05 * dice.standard_normal(number)
    many["latitude"] += 0.05 * dice.standard_normal(number)
    start = np.datetime64("2020-07-01T00:00:00")
    many["offended_at"] = start + (dice.uniform(0, years * 365.25, number) * 86_400).astype(
        "timedelta64[s]"
    )
    many["amount_yuan"] *= np.exp(0.7 * dice.standard_normal(number))
    terms = acts["terms"].tolist()
    many["terms"] = [
        [*terms[one][:6], *terms[two][:6]] for one, two in zip(place, other, strict=True)
    ]
    many["marks"] = [
        [f"{mark}{at % 997}" for mark in marks] for at, marks in enumerate(many["marks"])
    ]
    return many


def fill(
    connection: duckdb.DuckDBPyConnection, many: pd.DataFrame, dice: np.random.Generator
) -> None:
    """fct_case_profiles and fct_case_terms as the marts make them."""
    frame = pd.DataFrame(
        {
            "case_id": many["case_id"],
            "charge_code": dice.choice(["264001", "266001", "133101", "287201", "234001", "293001"], len(many),
                                       p=[0.35, 0.3, 0.15, 0.1, 0.06, 0.04]),
            "region_code": "320505", "accepted_year": many["offended_at"].dt.year,
            "premises_code": many["premises"], "amount_yuan": many["amount_yuan"],
            "modus_codes": [";".join(codes) for codes in many["modus"]],
            "facts_masked": [f"{case}，{'、'.join(terms)}。" * 3 for case, terms in zip(many["case_id"], many["terms"], strict=True)],
            "accused_count": 1, "has_plea": True, "has_surrendered": False,
            "is_decided": dice.random(len(many)) < _DECIDED,
        }
    )  # fmt: skip
    frame["terms"] = many["terms"]
    connection.register("frame", frame)
    connection.execute("""
        create table fct_case_profiles as
        select *, case when is_decided then row_number() over (partition by is_decided order by case_id) end
            ::integer as document_no
        from frame;
        create table dim_cases as select case_id, case_id as case_no, '案' as case_title from frame""")
    sql = (
        Path(__file__).parents[1] / "dbt_project/models/marts/similarity/fct_case_terms.sql"
    ).read_text("utf-8")
    sql = sql.replace("{{ ref('fct_case_profiles') }}", "fct_case_profiles")
    sql = sql.replace("{{ list_length('terms') }}", "len(terms)").replace(
        "{{ exploded('terms') }}", "unnest(terms)"
    )
    connection.execute(f"create table fct_case_terms as {sql}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--years", type=float, default=5.0)
    parser.add_argument("--questions", type=int, default=60)
    parser.add_argument("--questions-only", action="store_true", help="no series, no consistency")
    options = parser.parse_args()
    dice = np.random.default_rng(7)
    world, acts, _ = tell_cases(cases=6_000, days=365, seed=1)
    rows: list[tuple[str, str]] = []

    def note(name: str, seconds: float) -> None:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        rows.append((name, f"{seconds:.1f} s (peak so far {peak:.1f} GiB)"))
        print(*rows[-1], flush=True)

    texts = {
        str(at): Text(f"{at}{'、'.join(words)}", (), "")
        for at, words in enumerate(acts["terms"] * 4)
    }
    begun = time.perf_counter()
    read_texts(texts, load_words())
    per_second = len(texts) / (time.perf_counter() - begun)
    rows.append(("texts read per second and process (only new ones)", f"{per_second:,.0f}"))
    if not options.questions_only:
        _time_models(world, acts, options, dice, note)
    many = multiply(acts, options.cases, options.years, dice)
    with tempfile.TemporaryDirectory(prefix="caseloom-similar-") as folder:
        file = Path(folder) / "snapshot.duckdb"
        with duckdb.connect(str(file)) as connection:
            connection.execute("set threads = 2; set memory_limit = '4GB'")
            begun = time.perf_counter()
            fill(connection, many, dice)
            note("profiles and words written", time.perf_counter() - begun)
        size = file.stat().st_size / 2**20
        rows.append(("size of both in the snapshot", f"{size:,.0f} MiB"))
        _ask(file, options.questions, rows)
    lines = [
        f"{options.cases:,} cases over {options.years:g} years on two shared cores, "
        f"`python -m benchmarks.bench_similar --cases {options.cases} --years {options.years:g}"
        f"{' --questions-only' if options.questions_only else ''}`:", "",
        "| step | value |", "|---|---:|", *(f"| {name} | {value} |" for name, value in rows),
    ]  # fmt: skip
    write_between(PAGE, "time", "\n".join(lines))


def _time_models(
    world: World,
    acts: pd.DataFrame,
    options: argparse.Namespace,
    dice: np.random.Generator,
    note: Callable[[str, float], None],
) -> None:
    many = multiply(acts, int(options.cases * _SERIES_SHARE), options.years, dice)
    begun = time.perf_counter()
    found = link_series(many)
    note(
        f"series: {len(many):,} acts, {found.compared_count:,} pairs compared",
        time.perf_counter() - begun,
    )
    del found
    sentences = read_sentences(world)
    sentences = sentences.iloc[
        dice.integers(0, len(sentences), int(options.cases * 0.3))
    ].reset_index(drop=True)
    begun = time.perf_counter()
    fit_consistency(sentences)
    note(f"consistency: {len(sentences):,} sentences", time.perf_counter() - begun)


def _ask(file: Path, questions: int, rows: list[tuple[str, str]]) -> None:
    """The page's own question, over a read-only file as pages open it."""
    with duckdb.connect(str(file), read_only=True) as connection:
        connection.execute("set threads = 2; set memory_limit = '1GB'")
        asked = connection.execute(
            "select case_id, charge_code from fct_case_profiles using sample reservoir(? rows) repeatable (3)".replace(
                "?", str(questions)
            )
        ).fetchall()
        times, cpu_times = [], []
        for case_id, charge in asked:
            begun, cpu = time.perf_counter(), time.process_time()
            connection.execute(
                load_query("similar_cases"),
                {"case_id": case_id, "charge": charge, "region": None, "since": None, "low": None, "high": None, "row_limit": 50},
            ).df()  # fmt: skip
            times.append(1000 * (time.perf_counter() - begun))
            cpu_times.append(1000 * (time.process_time() - cpu))
    for name, values in (("clock", times), ("processor", cpu_times)):
        shown = (*np.percentile(values, [50, 95]), max(values))
        text = ", ".join(f"{value:.0f} ms" for value in shown)
        rows.append((f"one question, {name}: median, 95 in 100, slowest", text))
        print(*rows[-1])


if __name__ == "__main__":
    main()
