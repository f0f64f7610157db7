"""The filters of the list of clocks and the question of the calculator, as addresses carry them.

When this fails, a link sent to a colleague shows other clocks than the sender saw.
"""

from __future__ import annotations

from datetime import date, datetime

import pytest

from dashboards.calculation import (
    MOST_EVENTS,
    Question,
    TypedEvent,
    read_pair,
    read_question,
    write_pair,
)
from dashboards.calculator_examples import EXAMPLES
from dashboards.clock_filters import ClockFilters, read_clock_filters
from pipelines.clock_vocabulary import load_vocabulary

CHOICES = {
    "agency": ["police"],
    "unit": ["320508500100"],
    "region": ["320508"],
    "rule": ["bail_max"],
}
ADDRESS = {
    "state": "overdue",
    "custody": "no",
    "agency": "police",
    "unit": "-",
    "region": "320508",
    "rule": "bail_max",
    "stage": "coercive_measures",
    "within": "3",
    "over_from": "1",
    "over_to": "15",
    "tier": "held_5_years",
    "risk": "high",
    "page": "2",
}


def test_an_address_comes_back_as_it_was() -> None:
    filters, broken = read_clock_filters(ADDRESS, CHOICES)
    assert broken == ()
    assert filters.address_values(page=filters.page) == ADDRESS
    assert filters.parameters() == {
        "state": "overdue",
        "custody": False,
        "agency": "police",
        "unit": "-",
        "region": "320508",
        "rule": "bail_max",
        "stage": "coercive_measures",
        "within": 3,
        "over_from": 1,
        "over_to": 15,
        "tier": "held_5_years",
        "risk": "high",
    }


def test_no_filter_is_all_clocks() -> None:
    filters, broken = read_clock_filters({"lang": "en", "page": "4"}, CHOICES)
    assert (filters, broken) == (ClockFilters(page=4), ())
    assert not filters.is_set


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("state", "dead"),
        ("custody", "perhaps"),
        ("unit", "'; drop table fct_clocks"),
        ("rule", "no_such_rule"),
        ("stage", "nowhere"),
        ("tier", "over_1_day"),
        ("within", "-1"),
        ("within", "٣"),
        ("over_from", "many"),
        ("over_to", "9999999"),
        ("page", "0"),
    ],
)
def test_what_makes_no_sense_is_named(name: str, value: str) -> None:
    filters, broken = read_clock_filters({name: value}, CHOICES)
    assert broken == (name,)
    assert filters == ClockFilters()


def ask(**values: str) -> tuple[Question, tuple[str, ...]]:
    return read_question(
        values,
        rules=("bail_max",),
        event_types=("detained", "bail_started"),
        today=date(2025, 6, 30),
    )


def test_a_question_comes_back_as_it_was() -> None:
    question = Question(
        "bail_max",
        "A",
        datetime(2025, 3, 1, 9, 30),
        (
            TypedEvent("detained", datetime(2025, 2, 1), "A"),
            TypedEvent("bail_started", datetime(2025, 2, 3, 10, 5), "", {"in_custody": False}),
        ),
    )
    assert ask(**question.address_values()) == (question, ())


@pytest.mark.parametrize(
    ("values", "broken"),
    [
        ({"rule": "nothing"}, ("rule",)),
        ({"as_of": "yesterday"}, ("as_of",)),
        ({"as_of": "2025-03-01T00:00+08:00"}, ("as_of",)),
        ({"events": "{"}, ("events",)),
        ({"events": "{}"}, ("events",)),
        ({"events": "[" + ",".join(["{}"] * (MOST_EVENTS + 1)) + "]"}, ("events",)),
        ({"events": '["detained"]'}, ("event 1",)),
        ({"events": '[{"type": "born", "ts": "2025-01-01"}]'}, ("event 1",)),
        ({"events": '[{"type": "detained", "ts": "soon"}]'}, ("event 1",)),
        ({"events": '[{"type": "detained", "ts": "2025-01-01", "attrs": 3}]'}, ("event 1",)),
    ],
)
def test_a_broken_question_names_what_is_broken(
    values: dict[str, str], broken: tuple[str, ...]
) -> None:
    question, found = ask(**values)
    assert found == broken
    assert question.events == ()


def test_attributes_keep_their_kind() -> None:
    for name, value in (("in_custody", True), ("days", 4), ("ground", "158a"), ("what", "")):
        assert read_pair(write_pair(name, value)) == (name, value)


def test_examples_speak_the_vocabulary() -> None:
    """An example that the calculator refuses teaches that the calculator is broken."""
    vocabulary = load_vocabulary()
    for example in EXAMPLES.values():
        assert example.rule is None or example.rule in vocabulary.rules
        for event in example.events:
            assert event.type in vocabulary.events_for(example.rule)
            kind = event.attributes.get("kind")
            assert kind is None or kind in vocabulary.kinds_of(example.rule)


def test_every_kind_says_how_long() -> None:
    vocabulary = load_vocabulary()
    assert vocabulary.kinds
    for kinds in vocabulary.kinds.values():
        for kind in kinds.values():
            has_length = any((kind.months, kind.days, kind.hours))
            is_chosen = kind.length_attribute in ("days", "months")
            assert has_length or is_chosen or kind.effect == "none"
            assert not is_chosen or kind.shortest <= kind.longest
