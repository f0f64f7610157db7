"""The committed person model, names as they sound, and pairs as they are counted."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from models.linkage.accuracy import label_pairs, score, score_by_tables, score_by_weakness
from models.linkage.person_model import (
    COMPARISONS,
    FEATURES,
    comparisons,
    list_levels,
    read_model,
)
from models.linkage.sounds import sound_of
from pipelines.person_links import code_version
from pipelines.person_pairs import score_writings

LABELS = (
    Path(__file__).parents[2] / "dbt_project" / "seeds" / "linkage" / "person_comparison_labels.csv"
)


def test_the_model_is_the_one_that_was_trained() -> None:
    """A weight that somebody edits by hand would go under an old version's name."""
    model = read_model()
    version = model.pop("caseloom_version")
    text = json.dumps(model, sort_keys=True)
    assert version == hashlib.sha256(text.encode()).hexdigest()[:12]


def test_the_model_has_the_comparisons_of_the_code() -> None:
    """Comparisons that changed without training have no weights."""
    trained = [
        [level["sql_condition"] for level in comparison["comparison_levels"]]
        for comparison in read_model()["comparisons"]
    ]
    expected = [
        [level["sql_condition"] for level in comparison["comparison_levels"]]
        for comparison in comparisons()
    ]
    assert trained == expected


def test_every_level_has_words_for_reviewers() -> None:
    with LABELS.open(encoding="utf-8", newline="") as handle:
        labelled = {(row["comparison"], int(row["level"])) for row in csv.DictReader(handle)}
    levels = list_levels()
    missing = {(name, -1) for name in COMPARISONS}
    contexts = {("same_case", 1), ("only_choice", 1)}
    weighed = set(zip(levels["comparison"], levels["level"], strict=True))
    assert labelled == weighed | missing | contexts


def test_better_agreement_weighs_more() -> None:
    """The same number says more than a number with a wrong digit, that more than another one."""
    levels = list_levels().set_index(["comparison", "level"])["weight_bits"]
    for comparison in COMPARISONS:
        best = levels[comparison].index.max()
        assert levels[comparison, best] == max(levels[comparison])
        assert levels[comparison, 0] < 0


@pytest.mark.parametrize(
    ("one", "other"),
    [("张伟", "张玮"), ("NGUYENVANMINH", "VANMINHNGUYEN"), ("买买提·艾力", "买买提艾力")],
)
def test_names_that_sound_alike(one: str, other: str) -> None:
    """What is heard is written in more than one way."""
    assert sound_of(one) == sound_of(other)


def test_names_that_do_not() -> None:
    assert sound_of("张伟") != sound_of("李伟")


def _features(*rows: dict[str, object]) -> pd.DataFrame:
    empty = dict.fromkeys(FEATURES) | {"is_resident_no": False, "is_resident_no_valid": False}
    frame = pd.DataFrame([empty | row for row in rows])
    for column in ("birth_date", "number_birth_date"):
        frame[column] = pd.to_datetime(frame[column]).astype("datetime64[us]")
    texts = [name for name in FEATURES if not name.startswith("is_") and "date" not in name]
    return frame.astype(dict.fromkeys(texts, "string"))


def test_pairs_written_alike_are_scored_once() -> None:
    """Agencies copy from each other: each pair of writings is paid for once, whoever bears them."""
    known = {"name_sound": "zhang wei", "birth_date": "1990-01-02", "sex_code": "1"}
    people = _features(
        {"feature_hash": "a", "written_name": "张伟", **known},
        {"feature_hash": "b", "written_name": "张玮", **known},
        {"feature_hash": "b", "written_name": "张玮", **known},
    )
    with duckdb.connect() as session:
        session.register("features", people)
        session.execute(
            "create table candidates as "
            "from (values ('a', 'b'), ('b', 'a'), ('b', 'b')) t(left_hash, right_hash)"
        )

        def run() -> dict[tuple[str, str], float]:
            scored = score_writings(
                session,
                candidates=session.table("candidates"),
                features=session.table("features"),
            )
            rows = scored.project("one_hash, other_hash, match_weight").fetchall()
            assert len(set(rows)) == len(rows)
            return {(one, other): weight for one, other, weight in rows}

        scores = run()
        assert scores.keys() == {("a", "b"), ("b", "b")}
        assert scores["b", "b"] > scores["a", "b"]
        session.execute("delete from candidates")
        assert run() == {}


def test_the_version_tells_installations_apart() -> None:
    """Links that were kept under another key have ids that no other record of the home has."""
    assert code_version(key="one") == code_version(key="one") != code_version(key="other")


def test_pairs_are_counted_on_both_sides() -> None:
    """Precision and recall that a mistake in counting made would be published on the card."""
    records = pd.DataFrame(
        {
            "key": ["a", "b", "c", "d"],
            "truth": ["1", "1", "1", "2"],
            "found": ["x", "x", "y", "y"],
            "table": ["p", "q", "p", "q"],
        }
    )
    pairs = label_pairs(records, columns=("table",))
    counted = score("all", pairs)
    assert (counted.true_pairs, counted.joined_pairs, counted.right_pairs) == (3, 2, 1)
    assert (counted.precision, counted.recall) == (0.5, pytest.approx(1 / 3))
    assert {one.heading: one.true_pairs for one in score_by_tables(pairs)} == {
        "p × p": 1,
        "p × q": 2,
    }
    weak = score_by_weakness(pairs, pd.DataFrame({"key": ["d"], "kind": ["typo"]}))
    assert (weak[0].true_pairs, weak[0].joined_pairs) == (0, 1)
