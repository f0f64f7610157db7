"""How right the linkage is, against a known truth: precision and recall over pairs of records.

Belongs here: counting pairs. Keep out: where records and truth come from (``pipelines.accuracy``).

A pair is two records that are one case (one person) in truth, in the result, or in both. Precision:
of the joined pairs, the true ones; recall: of the true pairs, the joined ones.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Score:
    """Counts of pairs under one heading."""

    heading: str
    true_pairs: int
    joined_pairs: int
    right_pairs: int

    @property
    def precision(self) -> float:
        return self.right_pairs / self.joined_pairs if self.joined_pairs else 1.0

    @property
    def recall(self) -> float:
        return self.right_pairs / self.true_pairs if self.true_pairs else 1.0


def label_pairs(records: pd.DataFrame, *, columns: tuple[str, ...] = ()) -> pd.DataFrame:
    """Every pair that is one in truth or in the result.

    Args:
        records: ``key`` (unique), ``truth``, ``found`` and the named further columns.
        columns: carried on for both sides, with ``_left`` and ``_right``.

    Returns:
        ``left``, ``right`` (keys, left < right), ``is_true``, ``is_joined`` and the columns.
    """
    pairs = pd.concat([_pairs_of(records, "truth"), _pairs_of(records, "found")])
    pairs = pairs.drop_duplicates(ignore_index=True)
    for side in ("left", "right"):
        carried = records[["key", "truth", "found", *columns]].add_suffix(f"_{side}")
        pairs = pairs.merge(carried, left_on=side, right_on=f"key_{side}").drop(
            columns=f"key_{side}"
        )
    pairs["is_true"] = pairs["truth_left"] == pairs["truth_right"]
    pairs["is_joined"] = pairs["found_left"] == pairs["found_right"]
    return pairs.drop(columns=["truth_left", "truth_right", "found_left", "found_right"])


def _pairs_of(records: pd.DataFrame, column: str) -> pd.DataFrame:
    keys = records[["key", column]]
    pairs = keys.merge(keys, on=column, suffixes=("_left", "_right"))
    pairs = pairs[pairs["key_left"] < pairs["key_right"]]
    return pairs.rename(columns={"key_left": "left", "key_right": "right"})[["left", "right"]]


def score(heading: str, pairs: pd.DataFrame) -> Score:
    """Count the pairs of ``label_pairs``."""
    is_right = pairs["is_true"] & pairs["is_joined"]
    return Score(
        heading, int(pairs["is_true"].sum()), int(pairs["is_joined"].sum()), int(is_right.sum())
    )


def score_by_tables(pairs: pd.DataFrame) -> list[Score]:
    """One score per unordered pair of source tables; needs ``table_left`` and ``table_right``."""
    first = pairs[["table_left", "table_right"]].min(axis=1)
    second = pairs[["table_left", "table_right"]].max(axis=1)
    return [
        score(str(heading), group)
        for heading, group in pairs.groupby(first + " × " + second, sort=True)
    ]


def score_by_weakness(pairs: pd.DataFrame, weaknesses: pd.DataFrame) -> list[Score]:
    """One score per kind of fault over the pairs of which a side has it.

    ``weaknesses`` has ``key`` and ``kind``.
    """
    scores = []
    for kind, keys in weaknesses.groupby("kind", sort=True)["key"]:
        touched = pairs["left"].isin(set(keys)) | pairs["right"].isin(set(keys))
        scores.append(score(str(kind), pairs[touched]))
    return scores
