"""Linkage of the committed sample, measured as the card is; the big sizes are run by hand.

When this fails, cases are cut in two, strangers are joined, or a reviewer sees a name.
"""

from __future__ import annotations

import duckdb
import pytest

from models.linkage.accuracy import Score
from pipelines.accuracy import measure_accuracy
from pipelines.home import Home
from tests.conftest import SMALL_SAMPLE


@pytest.fixture(scope="module")
def scores(built_home: Home) -> dict[str, Score]:
    return {score.heading: score for score in measure_accuracy(built_home, SMALL_SAMPLE / "truth")}


@pytest.mark.parametrize(
    ("heading", "precision", "recall"),
    [
        ("cases: all pairs", 0.9995, 0.999),
        ("cases: hard pairs (exact numbers miss them)", 0.95, 0.95),
        ("persons, standard: all pairs", 0.9998, 0.998),
        ("persons, standard: hard pairs (no equal number)", 0.95, 0.95),
    ],
)
def test_the_sample_is_linked_as_the_card_says(
    scores: dict[str, Score], heading: str, precision: float, recall: float
) -> None:
    """The bounds are those of the issue; a sample this small has room for no mistake."""
    score = scores[heading]
    # A city of three hundred cases may plant no hard pair; the card has cities of fifty thousand.
    assert score.true_pairs > 0 or "hard" in heading
    if score.true_pairs:
        assert score.precision >= precision
        assert score.recall >= recall


def test_thresholds_bound_each_other(scores: dict[str, Score]) -> None:
    """A figure per person is shown between its bounds."""
    strict, standard, broad = (
        scores[f"persons, {name}: all pairs"] for name in ("strict", "standard", "broad")
    )
    assert strict.joined_pairs <= standard.joined_pairs <= broad.joined_pairs
    assert strict.precision >= broad.precision
    assert strict.recall <= broad.recall


def test_every_record_is_on_a_track_of_its_case(built_home: Home) -> None:
    """A record without a track would be missing from every branch's timeline."""
    with duckdb.connect(str(built_home.warehouse), read_only=True) as connection:
        lost = connection.sql("""
            select * from marts.bridge_case_records as records
            anti join marts.bridge_track_records as tracks
                using (agency, source_table, source_record_id, case_id)""").fetchall()
        split = connection.sql("""
            select count(*) from (
                select case_id from marts.bridge_track_records
                group by case_id having count(distinct track_id) > 1)""").fetchall()[0][0]
    assert lost == []
    assert split > 0, "the sample has split cases"


def test_reviewers_see_no_name_and_no_number(built_home: Home) -> None:
    """Side by side evidence is the outcome of comparisons, not what was compared."""
    with duckdb.connect(str(built_home.warehouse), read_only=True) as connection:
        shown = connection.sql("select * from review.rev_person_links").df()
        names = connection.sql("""
            select distinct name_normalized from intermediate.int_person_records
            where length(name_normalized) >= 3""").df()["name_normalized"]
        numbers = connection.sql("""
            select distinct identity_no_normalized from intermediate.int_person_records
            where identity_no_normalized is not null""").df()["identity_no_normalized"]
    assert len(shown)
    text = shown.to_csv()
    assert [word for word in (*names, *numbers) if word in text] == []
