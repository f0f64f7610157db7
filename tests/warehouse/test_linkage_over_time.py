"""Ids from day to day: they last, and where they change it is on record; reviewers' words win.

When this fails, saved links lead nowhere, or a reviewer sees the same doubtful pair joined again.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest

from pipelines.appdb.database import open_app_database
from pipelines.appdb.link_reviews import record_link_decision
from pipelines.build import set_day_of_judgement
from pipelines.home import Home
from pipelines.intake.run import run_intake
from pipelines.link_decisions import take_link_decisions
from tests.conftest import SMALL_SAMPLE, TEST_KEY
from tests.warehouse.test_staging import run_dbt_command

RELATIONS = (
    "bridge_case_records", "bridge_person_records", "bridge_person_thresholds", "int_identity_states",
    "int_person_linked",
)  # fmt: skip


class State(NamedTuple):
    """What one build published: record → id, and every change of ids so far."""

    cases: dict[str, str]
    persons: dict[str, str]
    methods: dict[str, str]
    changes: set[tuple[str, str, str]]


def _build(home: Home) -> State:
    with home.builder_lock(wait_seconds=5):
        set_day_of_judgement(home, None)
        take_link_decisions(home)
    run_dbt_command(home, "run", "--quiet", "--select", *(f"+{name}" for name in RELATIONS))
    with duckdb.connect(str(home.warehouse), read_only=True) as connection:
        cases = connection.sql(
            "select record_key, case_id, bridge_case_records.link_method "
            "from intermediate.int_case_components "
            "inner join marts.bridge_case_records using (agency, source_table, source_record_id, case_id)"
        ).fetchall()
        persons = connection.sql(
            "select person_key, person_id from intermediate.int_person_components "
            "inner join marts.bridge_person_records "
            "using (agency, source_table, source_record_id, source_person_no, person_id)"
        ).fetchall()
        changes = connection.sql("""
            select entity, old_id, entity_id from (
                select *, lag(entity_id) over (partition by entity, record_key order by state_no)
                    as old_id
                from intermediate.int_identity_states)
            where old_id is not null""").fetchall()
    return State(
        {key: case for key, case, _ in cases},
        dict(persons),
        {key: method for key, _, method in cases},
        set(changes),
    )


def _decide(home: Home, *decisions: tuple[str, str, str, str]) -> None:
    database = open_app_database(home)
    for entity, one, other, decision in decisions:
        record_link_decision(
            database, entity=entity, records=(one, other), decision=decision, actor="reviewer"
        )


@pytest.fixture(scope="module")
def landing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("landing") / "landing"
    shutil.copytree(SMALL_SAMPLE / "landing", path)
    return path


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory, landing: Path) -> dict[str, State]:
    """The builds in order: before the last day, with it, under review, and without the decisions."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CASELOOM_KEY", TEST_KEY)
        home = Home(tmp_path_factory.mktemp("over_time") / "home").create()
        last = max(folder.name for folder in landing.glob("*/*") if folder.is_dir())
        held_back = {
            folder: folder.parent / f".{folder.name}" for folder in landing.glob(f"*/{last}")
        }
        for folder, hidden in held_back.items():
            folder.rename(landing.parent / f"{folder.parent.name}-{hidden.name}")
        with home.builder_lock(wait_seconds=5):
            run_intake(home, landing=landing)
        run_dbt_command(home, "seed", "--quiet")
        states = {"before": _build(home)}
        for folder, hidden in held_back.items():
            (landing.parent / f"{folder.parent.name}-{hidden.name}").rename(folder)
        with home.builder_lock(wait_seconds=5):
            run_intake(home, landing=landing)
        states["after"] = _build(home)
        _decide(home, *_decisions(states["after"]))
        states["reviewed"] = _build(home)
        _decide(home, *_taken_back(_decisions(states["after"])))
        states["taken back"] = _build(home)
    return states


def _decisions(state: State) -> list[tuple[str, str, str, str]]:
    """Join two strangers' police cases; part a review from its case, and two writings of one human."""
    alone = sorted(
        key
        for key, case in state.cases.items()
        if list(state.cases.values()).count(case) == 1 and "police.cases" in key
    )
    review = min(
        key
        for key, case in state.cases.items()
        if "prosecution_review" in key and list(state.cases.values()).count(case) == 2
    )
    parent = next(
        key for key, case in state.cases.items() if case == state.cases[review] and key != review
    )
    written = next(
        sorted(key for key, found in state.persons.items() if found == person)
        for person in sorted(state.persons.values())
        if list(state.persons.values()).count(person) == 2
    )
    return [
        ("case", alone[0], alone[1], "accept"),
        ("case", parent, review, "reject"),
        ("person", written[0], written[1], "reject"),
    ]


def _taken_back(
    decisions: list[tuple[str, str, str, str]],
) -> list[tuple[str, str, str, str]]:
    """The reviewer changes their mind about each pair; the last word counts."""
    other = {"accept": "reject", "reject": "accept"}
    return [(entity, one, two, other[word]) for entity, one, two, word in decisions]


def test_a_days_delivery_leaves_the_ids_alone(days: dict[str, State]) -> None:
    """At least 999 of 1,000 records keep their case and their human."""
    for before, after in (
        (days["before"].cases, days["after"].cases),
        (days["before"].persons, days["after"].persons),
    ):
        both = before.keys() & after.keys()
        changed = [key for key in both if before[key] != after[key]]
        assert len(both) > 500
        assert len(changed) <= len(both) / 1000


def test_the_same_input_gives_the_same_ids(days: dict[str, State]) -> None:
    """Also after every decision was turned round: the last word counts, nothing else sticks."""
    assert days["taken back"].cases == days["after"].cases
    assert days["taken back"].persons == days["after"].persons


def test_an_accepted_pair_is_one_case(days: dict[str, State]) -> None:
    (_, one, other, _), *_ = _decisions(days["after"])
    assert days["after"].cases[one] != days["after"].cases[other]
    assert days["reviewed"].cases[one] == days["reviewed"].cases[other]
    assert days["reviewed"].methods[other] == "reviewed"


def test_a_rejected_pair_is_two_cases(days: dict[str, State]) -> None:
    """The review leaves the case; it does not come back over a third record."""
    _, (_, parent, review, _), _ = _decisions(days["after"])
    assert days["after"].cases[parent] == days["after"].cases[review]
    assert days["reviewed"].cases[parent] != days["reviewed"].cases[review]
    assert days["reviewed"].cases[parent] == days["after"].cases[parent]


def test_a_rejected_pair_is_two_humans(days: dict[str, State]) -> None:
    *_, (_, one, other, _) = _decisions(days["after"])
    assert days["after"].persons[one] == days["after"].persons[other]
    assert days["reviewed"].persons[one] != days["reviewed"].persons[other]


def test_every_change_of_an_id_is_on_record(days: dict[str, State]) -> None:
    """Whoever saved the old id finds the new one."""
    (_, _, other, _), (_, _, review, _), (_, _, written, _) = _decisions(days["after"])
    after, reviewed = days["after"], days["reviewed"]
    expected = {
        ("case", after.cases[other], reviewed.cases[other]),
        ("case", after.cases[review], reviewed.cases[review]),
        ("person", after.persons[written], reviewed.persons[written]),
    }
    assert expected <= reviewed.changes
    assert {(entity, new, old) for entity, old, new in expected} <= days["taken back"].changes
