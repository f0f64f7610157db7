"""The engine and a slow reference agree on random histories.

The reference (reference.py) walks events one by one and counts days one by one; the engine is set-based
SQL. Where they differ one of them misreads the law.
"""

from __future__ import annotations

import os
from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pipelines.clocks.engine import ClockEngine, Event, Question
from tests.clocks.reference import Reference
from tests.clocks.reference_state import Rules, Verdict

IS_PROOF = bool(os.environ.get("CASELOOM_PROVE"))
EXAMPLES = 150 if IS_PROOF else 6
HISTORIES = 60
RULES = Rules()
FIRST_MOMENT = datetime(2025, 6, 2)
GROUNDS = ("158", "civil", "death", "gang", "multiple", "roaming", "serious")


def _vocabulary() -> dict[str, list[str]]:
    """Rule → the events that can matter to it, starts first."""
    found: dict[str, list[str]] = defaultdict(list)
    for rule_id, versions in RULES.rules.items():
        found[rule_id] += [versions[0]["trigger_event"], versions[0]["end_event"]]
    for row in RULES.events:
        found[row["rule_id"]].append(row["event_type"])
    for row in RULES.suspensions:
        found[row["rule_id"]] += [row["start_event"], row["end_event"]] * 2
    for row in RULES.extensions:
        found[row["rule_id"]] += ["extension_granted"] * 2
    for rule_id, versions in RULES.rules.items():
        if versions[0]["holiday_policy"] == "if_not_in_custody":
            found[rule_id] += ["arrested", "bail_started"]
    return found


VOCABULARY = _vocabulary()
INTRICATE = sorted(
    {row["rule_id"] for row in [*RULES.events, *RULES.suspensions, *RULES.extensions]}
)


@st.composite
def _attributes(draw: st.DrawFn, rule_id: str, event_type: str, moment: datetime) -> dict[str, Any]:
    rule = RULES.rules[rule_id][0]
    attributes: dict[str, Any] = {}
    if event_type == "extension_granted":
        kinds = [row for row in RULES.extensions if row["rule_id"] == rule_id]
        row = draw(st.sampled_from(kinds)) if kinds else {"kind": "plus_15", "approvers": ""}
        attributes["kind"] = row["kind"]
        approvers = row["approvers"].split("|") if row["approvers"] else []
        attributes["approver"] = draw(st.sampled_from([*approvers * 4, "any", "unit_head"]))
        if draw(st.booleans()):
            attributes["ground"] = draw(st.sampled_from(GROUNDS))
        if draw(st.integers(0, 9)):
            attributes["days"] = draw(st.integers(1, 5))
            attributes["months"] = draw(st.integers(1, 4))
        attributes["gt10y"] = draw(st.booleans())
    elif event_type == rule["trigger_event"]:
        for row in RULES.conditions:
            if row["rule_id"] == rule_id and draw(st.integers(0, 3)):
                attributes[row["attribute"]] = row["accepted_values"].split("|")[0]
        for name in ("expected_gt1y", "expected_gt3y"):
            if draw(st.integers(0, 3)) == 0:
                attributes[name] = True
        if draw(st.integers(0, 1)):
            attributes["in_custody"] = draw(st.booleans())
        if rule["direction"] == "backward":
            ahead = timedelta(days=draw(st.integers(0, 40)))
            attributes["date"] = (moment + ahead).date().isoformat()
    return attributes


@st.composite
def _question(draw: st.DrawFn, number: int) -> Question:
    pool = INTRICATE if draw(st.integers(0, 3)) else sorted(RULES.rules)
    rule_id = draw(st.sampled_from(pool))
    rule = RULES.rules[rule_id][0]
    events = []
    is_identity_unknown = draw(st.integers(0, 3)) == 0
    moment = FIRST_MOMENT + timedelta(days=draw(st.integers(0, 500)))
    gap = 2 if rule["unit"] in ("hour", "duration_hour") else draw(st.sampled_from([4, 15, 45]))
    for place in range(draw(st.integers(1, 11))):
        event_type = (
            rule["trigger_event"]
            if place == 0 and draw(st.integers(0, 9))
            else draw(st.sampled_from(VOCABULARY[rule_id]))
        )
        attributes = draw(_attributes(rule_id, event_type, moment))
        if event_type == "arrested" and is_identity_unknown:
            attributes["identity_unknown"] = True
        has_time = draw(st.integers(0, 7)) > 0
        person = draw(st.sampled_from([None, None, "甲", "乙"]))
        at = moment if has_time else datetime(moment.year, moment.month, moment.day)
        events.append(Event(event_type, at, person, attributes, has_time))
        moment += timedelta(days=draw(st.integers(0, gap)), minutes=draw(st.integers(1, 1400)))
    judged = FIRST_MOMENT + timedelta(days=draw(st.integers(0, 700)), minutes=1439, seconds=59)
    if draw(st.booleans()):
        judged = moment.replace(hour=23, minute=59, second=59)
    return Question(
        key=f"{number:05}",
        events=events,
        judged_at=judged,
        rule_id=rule_id,
        person=draw(st.sampled_from([None, "甲"])),
    )


@st.composite
def _questions(draw: st.DrawFn) -> list[Question]:
    """Many at once: the engine answers sixty as fast as one."""
    questions = [draw(_question(number)) for number in range(HISTORIES)]
    # Nobody asked for: everything concerns one person, else there were several clocks to compare.
    return [
        question
        if question.person
        else Question(
            question.key,
            [
                Event(e.event_type, e.occurred_at, None, e.attributes, e.has_time)
                for e in question.events
            ],
            question.judged_at,
            question.rule_id,
        )
        for question in questions
    ]


@pytest.mark.slow
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=not IS_PROOF,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)
@given(_questions())
def test_engine_agrees_with_the_day_by_day_reference(questions: list[Question]) -> None:
    """A difference is a wrong due date that somebody could be held to."""
    engine = _engine()
    found = {
        clock.key: Verdict(clock.due_text, clock.status, clock.days_over)
        for clock in engine.judge(questions)
        if clock.is_latest_cycle
    }
    wrong = []
    for question in questions:
        expected = Reference(RULES, question).verdict()
        if found.get(question.key) != expected:
            wrong.append(
                f"\n{question.rule_id} for [{question.person}] on {question.judged_at}: engine says "
                f"{found.get(question.key)}, reference {expected}"
                + "".join(
                    f"\n  {e.occurred_at} {e.has_time} {e.event_type} {e.person} {e.attributes}"
                    for e in question.events
                )
            )
    assert not wrong, f"{len(wrong)} differ:{wrong[0]}"


_ENGINES: list[ClockEngine] = []


def _engine() -> ClockEngine:
    if not _ENGINES:
        _ENGINES.append(ClockEngine())
    return _ENGINES[0]
