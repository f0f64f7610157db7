"""Running the bundle: events in, clocks out.

Belongs here: the in-memory database, its seeds and the run of the compiled queries. Keep out: reading
files (questions.py), what is answered to whom (command.py, calculator.py).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import duckdb

from pipelines.clocks.bundle import RESULT, read_seeds, read_steps

_EVENT_COLUMNS = (
    "event_id varchar, case_id varchar, person_id varchar, event_type varchar, "
    "occurred_at timestamp, attributes varchar, agency varchar, only_rules varchar, record_scope varchar"
)
_HORIZON_COLUMNS = "agency varchar, case_id varchar, asked_rule_id varchar, is_lenient boolean, judged_at timestamp"
# Do not depend on a question: made once per engine.
_CONSTANT = ("int_clock_calendar", "int_clock_roles")


@dataclass(frozen=True)
class Event:
    """One thing that happened. ``has_time``: the time of day is known, midnight included."""

    event_type: str
    occurred_at: datetime
    person: str | None = None
    attributes: dict[str, Any] = field(default_factory=dict)
    has_time: bool = True


@dataclass(frozen=True)
class Question:
    """Events of one case, and what is asked of them.

    No ``rule_id``: every rule that the events start. No ``person``: everybody. ``judged_at``: the moment
    of judgement, for a day its last second.
    """

    key: str
    events: Sequence[Event]
    judged_at: datetime
    rule_id: str | None = None
    person: str | None = None


@dataclass(frozen=True)
class Clock:
    """One cycle of one clock, as the marts tell of it. ``person`` None: the case as a whole."""

    key: str
    rule_id: str
    person: str | None
    cycle_no: int
    is_latest_cycle: bool
    started_at: datetime
    due_at: datetime | None
    has_hours: bool
    ended_at: datetime | None
    status: str
    days_over: int
    days_left: int | None
    article: str
    breach_type: str
    name_zh: str
    name_en: str
    is_custody: bool
    is_provisional: bool
    reason: str
    reason_en: str
    reason_detail: str

    @property
    def due_text(self) -> str:
        """YYYY-MM-DD, for terms of hours YYYY-MM-DDTHH:MM, empty while the clock does not run."""
        if self.due_at is None:
            return ""
        return self.due_at.strftime("%Y-%m-%dT%H:%M" if self.has_hours else "%Y-%m-%d")


class ClockEngine:
    """The compiled queries on a database in memory. Not for several threads at once."""

    def __init__(self) -> None:
        self._connection = duckdb.connect()
        # One statement is a few rows here; threads would cost more than they bring.
        self._connection.execute("set threads = 1")
        self._connection.execute("create schema intermediate")
        self._connection.execute("create schema codes")
        for seed in read_seeds():
            self._connection.execute(
                f"create table codes.{seed.name} as from read_csv(?, header = true, nullstr = '', "
                "quote = '\"', escape = '\"', strict_mode = true, columns = ?)",
                [str(seed.path), seed.columns],
            )
        self._steps = read_steps()
        for step in self._steps:
            if step.relation in _CONSTANT:
                self._make(step.relation, step.sql)

    def rules(self) -> dict[str, dict[str, Any]]:
        """The rules by id, the newest version of each, columns as in the seed."""
        cursor = self._connection.execute("from codes.clock_rules order by valid_from")
        names = [column[0] for column in cursor.description]
        return {row[0]: dict(zip(names, row, strict=True)) for row in cursor.fetchall()}

    def event_labels(self) -> dict[str, tuple[str, str]]:
        """Event type → Chinese and English label."""
        rows = self._connection.execute(
            "select event_type, label_zh, label_en from codes.event_types"
        ).fetchall()
        return {name: (label_zh, label_en) for name, label_zh, label_en in rows}

    def roles(self) -> list[tuple[str, str, str]]:
        """(rule_id, event_type, role): which event plays which part in which rule."""
        return self._connection.execute(
            "select distinct rule_id, event_type, role from intermediate.int_clock_roles order by all"
        ).fetchall()

    def suspensions(self) -> list[tuple[str, str, str]]:
        """(rule_id, event that suspends, event that resumes)."""
        return self._connection.execute(
            "select rule_id, start_event, end_event from codes.clock_suspensions order by all"
        ).fetchall()

    def judge(self, questions: Iterable[Question]) -> list[Clock]:
        """Every cycle of every clock that the questions' events start, by key, rule, person, cycle.

        Of a question that names a rule only the clocks of that rule. Keys must differ.
        """
        asked = {question.key: question for question in questions}
        self._load(list(asked.values()))
        for step in self._steps:
            if step.relation not in _CONSTANT:
                self._make(step.relation, step.sql)
        rows = self._connection.execute(
            f"""
            select
                case_id, rule_id, nullif(person_key, ''), cycle_no, is_latest_cycle, started_at, due_at,
                is_counted_in_hours, ended_at, status, days_over, days_left, article, breach_type, name_zh,
                name_en, is_custody, is_provisional, reason, reason_en, reason_detail
            from intermediate.{RESULT}
            order by case_id, rule_id, person_key, cycle_no"""
        ).fetchall()
        clocks = (Clock(*row) for row in rows)
        return [clock for clock in clocks if asked[clock.key].rule_id in (None, clock.rule_id)]

    def _make(self, relation: str, sql: str) -> None:
        self._connection.execute(f"create or replace table intermediate.{relation} as {sql}")

    def _load(self, questions: Sequence[Question]) -> None:
        events: list[tuple[Any, ...]] = []
        for question in questions:
            for number, event in enumerate(question.events):
                if question.person and event.person not in (None, question.person):
                    continue
                attributes = dict(event.attributes)
                if event.has_time:
                    attributes["has_time"] = True
                events.append(
                    (
                        f"{question.key}#{number:05}",
                        question.key,
                        # Asked about one person, everything that is left concerns that person.
                        None if question.person else event.person,
                        event.event_type,
                        event.occurred_at,
                        json.dumps(attributes, ensure_ascii=False, separators=(",", ":")),
                        "asked",
                        # A question does not narrow its events to rules or records.
                        None,
                        None,
                    )
                )
        horizons = [
            ("asked", question.key, question.rule_id, True, question.judged_at)
            for question in questions
        ]
        self._fill("int_clock_events", _EVENT_COLUMNS, events)
        self._fill("int_clock_horizons", _HORIZON_COLUMNS, horizons)

    def _fill(self, relation: str, columns: str, rows: Sequence[tuple[Any, ...]]) -> None:
        self._connection.execute(f"create or replace table intermediate.{relation} ({columns})")
        if rows:
            values = [list(column) for column in zip(*rows, strict=True)]
            types = [column.split()[1] for column in columns.split(", ")]
            unnested = ", ".join(f"unnest(cast(? as {name}[]))" for name in types)
            self._connection.execute(
                f"insert into intermediate.{relation} select {unnested}", values
            )


def end_of(day: date) -> datetime:
    """The last second of a day: a day of judgement counts whole."""
    return datetime(day.year, day.month, day.day, 23, 59, 59)
