"""Linkage against a truth: what ``caseloom accuracy`` prints.

Belongs here: reading the warehouse and a truth folder (``data_samples/README.md`` describes it), and
the order of the report. Keep out: counting (``models.linkage.accuracy``).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pandas as pd

from models.linkage.accuracy import (
    Score,
    label_pairs,
    score,
    score_by_tables,
    score_by_weakness,
)
from models.linkage.components import connected_components
from pipelines.home import Home

THRESHOLDS = ("strict", "standard", "broad")

_CASES = """
    select record_key as key, agency || '.' || source_table as "table", source_record_id, case_id as found
    from intermediate.int_case_components"""
_PERSONS = """
    select
        components.person_key as key,
        components.agency || '.' || components.source_table as "table",
        components.source_person_no,
        components.person_id_strict as strict,
        components.person_id as standard,
        components.person_id_broad as broad,
        records.identity_key
    from intermediate.int_person_components as components
    inner join intermediate.int_person_records as records using (person_key)"""
_EXACT_NUMBERS = """
    select one_key as left_key, other_key as right_key from intermediate.int_case_mentions"""


def measure_accuracy(home: Home, truth: Path) -> Iterator[Score]:
    """All scores of one home against one truth folder, the most important first.

    Raises:
        duckdb.Error: the home has no linkage yet, or a build holds the warehouse.
        FileNotFoundError: the folder has no ``case_records.csv`` or ``person_records.csv``.
    """
    for name in ("case_records.csv", "person_records.csv"):
        if not (truth / name).exists():
            raise FileNotFoundError(
                f"[{truth / name}] is not there; name the truth folder of a sample"
            )
    with duckdb.connect(str(home.warehouse), read_only=True) as connection:
        cases = connection.sql(_CASES).df()
        persons = connection.sql(_PERSONS).df()
        numbers = connection.sql(_EXACT_NUMBERS).df()
    weaknesses = _read_weaknesses(truth)
    yield from _score_cases(cases, numbers, truth, weaknesses)
    yield from _score_persons(persons, truth, weaknesses)


def _score_cases(
    cases: pd.DataFrame, numbers: pd.DataFrame, truth: Path, weaknesses: pd.DataFrame
) -> Iterator[Score]:
    known = pd.read_csv(truth / "case_records.csv", dtype=str)
    known["table"] = known["agency"] + "." + known["source_table"]
    known = known.rename(columns={"record_key": "source_record_id", "true_case": "truth"})
    records = cases.merge(known[["table", "source_record_id", "truth"]])
    records["exact"] = _exact_groups(records, numbers)
    pairs = label_pairs(records, columns=("table", "exact"))
    yield score("cases: all pairs", pairs)
    is_hard = pairs["exact_left"] != pairs["exact_right"]
    yield score("cases: hard pairs (exact numbers miss them)", pairs[is_hard])
    yield from _headed("cases", score_by_tables(pairs))
    faults = weaknesses[weaknesses["source_person_no"].isna()].merge(
        records[["table", "source_record_id", "key"]]
    )
    yield from _headed("cases", score_by_weakness(pairs, faults))


def _exact_groups(records: pd.DataFrame, numbers: pd.DataFrame) -> pd.Series:
    """Components of the right exact references alone: what numbers by themselves would find."""
    truth = records.set_index("key")["truth"]
    is_right = numbers["left_key"].map(truth) == numbers["right_key"].map(truth)
    nodes = records[["key"]].rename(columns={"key": "record_key"})
    groups = connected_components(numbers[is_right], nodes).set_index("record_key")["component"]
    return records["key"].map(groups)


def _score_persons(persons: pd.DataFrame, truth: Path, weaknesses: pd.DataFrame) -> Iterator[Score]:
    known = pd.read_csv(truth / "person_records.csv", dtype=str)
    known["table"] = known["agency"] + "." + known["source_table"]
    known = known.rename(columns={"true_person": "truth"})
    records = persons.merge(known[["table", "source_person_no", "truth"]])
    faults = weaknesses.merge(records[["table", "source_person_no", "key"]])
    lost = set(faults.loc[faults["is_lost"] == "1", "key"])
    for threshold in THRESHOLDS:
        labelled = records.assign(found=records[threshold])
        pairs = label_pairs(labelled, columns=("table", "identity_key"))
        is_lost = pairs["left"].isin(lost) | pairs["right"].isin(lost)
        findable = pairs[~is_lost]
        yield score(f"persons, {threshold}: all pairs", findable)
        is_exact = findable["identity_key_left"] == findable["identity_key_right"]
        yield score(f"persons, {threshold}: hard pairs (no equal number)", findable[~is_exact])
        yield score(f"persons, {threshold}: lost in principle, scored apart", pairs[is_lost])
        if threshold == "standard":
            yield from _headed("persons", score_by_tables(findable))
            yield from _headed("persons", score_by_weakness(findable, faults))


def _read_weaknesses(truth: Path) -> pd.DataFrame:
    path = truth / "weaknesses.csv"
    columns = ["agency", "source_table", "source_record_id", "source_person_no", "kind", "is_lost"]
    frame = pd.read_csv(path, dtype=str) if path.exists() else pd.DataFrame(columns=columns)
    frame["table"] = frame["agency"] + "." + frame["source_table"]
    return frame


def _headed(what: str, scores: list[Score]) -> list[Score]:
    return [
        Score(f"{what}: {one.heading}", one.true_pairs, one.joined_pairs, one.right_pairs)
        for one in scores
    ]
