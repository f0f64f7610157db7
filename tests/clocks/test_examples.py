"""The worked examples: every due date, status and count of days as a lawyer worked it out."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from pipelines.clocks import answer_file

# Those that came with the rules, and more that were worked out without looking at the engine.
EXAMPLES = [
    Path(__file__).parent / name for name in ("time_limit_examples.csv", "more_examples.csv")
]
WORKED = [row for path in EXAMPLES for row in csv.DictReader(path.open(encoding="utf-8"))]


@pytest.fixture(scope="module")
def answers() -> list[dict[str, str]]:
    found = []
    for path in EXAMPLES:
        output = io.StringIO()
        unanswered = answer_file(path, format="csv", output=output, complain=pytest.fail)
        assert unanswered == 0
        found += csv.DictReader(io.StringIO(output.getvalue()))
    return found


def test_one_answer_per_question_in_order(answers: list[dict[str, str]]) -> None:
    """Who joins answers to questions by place must not be off by one."""
    asked = [(row["case_id"], row["rule_id"], row["person"]) for row in WORKED]
    assert [(row["case_id"], row["rule_id"], row["person"]) for row in answers] == asked


@pytest.mark.parametrize("place", range(len(WORKED)), ids=[row["case_id"] for row in WORKED])
def test_worked_example(answers: list[dict[str, str]], place: int) -> None:
    """A wrong day here is a person held too long, or an officer blamed for nothing."""
    worked, answer = WORKED[place], answers[place]
    assert (answer["due_at"], answer["status"], answer["days_over"]) == (
        worked["expected_due"],
        worked["expected_status"],
        worked["expected_days_over"],
    ), f"{worked['reasoning']} ({worked['basis']}); engine: {answer['reason']}"
    assert answer["article"]
    assert answer["reason"].endswith("。")
