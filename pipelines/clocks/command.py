"""`caseloom clocks`: a file of questions in, one line per question out.

Belongs here: which clock answers a row, rows that cannot be answered, CSV and JSON. Keep out: counting
(engine.py), reading (questions.py).

A row that names a rule has exactly one answer: the latest cycle of that clock. If the row names nobody and
the events start clocks of several persons, the most pressing one answers, and its reason says so. A row
without a rule has one answer per rule and person for which the events start a clock.
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TextIO

from pipelines.clocks.engine import Clock, ClockEngine, Question
from pipelines.clocks.order import OrderCheck
from pipelines.clocks.questions import Asked, iterate_problems, read_questions

FORMATS = ("csv", "json")
# The most pressing first: what is over, what ends soon, what runs, what stands, what is done.
_PRESSING = ("overdue", "due_soon", "on_time", "suspended", "completed_late")


@dataclass(frozen=True)
class Answer:
    """One line of the output; all texts, empty where there is nothing to say."""

    case_id: str
    rule_id: str
    person: str
    due_at: str
    status: str
    days_over: str
    article: str
    reason: str


def answer_file(path: Path, *, format: str, output: TextIO, complain: Callable[[str], None]) -> int:
    """Write the answers to ``output``; returns how many rows could not be answered.

    ``complain`` is told of each of them. Raises QuestionError when the file is of no use.
    """
    engine = ClockEngine()
    rules = engine.rules()
    asked = read_questions(path, rules=rules, event_types=engine.event_labels())
    problems = list(iterate_problems(asked))
    for number, problem in problems:
        complain(f"row {number}: {problem}")
    write_answers(Answers(engine, rules).to(asked), format=format, output=output)
    return len(problems)


def write_answers(answers: list[Answer], *, format: str, output: TextIO) -> None:
    """CSV with a header, or a JSON list of objects with null for what is empty."""
    if format == "json":
        rows = [{key: value or None for key, value in asdict(a).items()} for a in answers]
        for row in rows:
            row["days_over"] = int(row["days_over"]) if row["days_over"] else None
        output.write(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
        return
    writer = csv.writer(output, lineterminator="\n")
    writer.writerow(Answer.__dataclass_fields__)
    writer.writerows(asdict(answer).values() for answer in answers)


class Answers:
    """From clocks to the lines that answer questions."""

    def __init__(self, engine: ClockEngine, rules: dict[str, dict[str, Any]]) -> None:
        self._engine = engine
        self._rules = rules
        self._labels = {name: zh for name, (zh, _) in engine.event_labels().items()}
        self._order = OrderCheck(engine)

    def to(self, asked: list[Asked]) -> list[Answer]:
        """The answers, in the order of the questions; a problem answers with itself."""
        clocks: dict[str, list[Clock]] = defaultdict(list)
        for clock in self._engine.judge(entry.question for entry in asked if entry.question):
            if clock.is_latest_cycle:
                clocks[clock.key].append(clock)
        answers: list[Answer] = []
        for entry in asked:
            if entry.question is None:
                problem = f"无法计算：{entry.problem}"
                answers.append(
                    Answer(entry.case_id, entry.rule_id, entry.person, "", "", "", "", problem)
                )
            elif entry.rule_id:
                answers.append(self._one(entry, entry.question, clocks[entry.question.key]))
            else:
                answers += self._every(entry, entry.question, clocks[entry.question.key])
        return answers

    def _one(self, entry: Asked, question: Question, clocks: list[Clock]) -> Answer:
        if not clocks:
            rule = self._rules[entry.rule_id]
            reason = self._why_not_started(question, rule) + self._notes(question, entry.rule_id)
            # The clock does not run: of the five states of a clock this is the one that says so.
            return Answer(
                entry.case_id, entry.rule_id, entry.person, "", "suspended", "0",
                rule["article"], reason,
            )  # fmt: skip
        clock = min(clocks, key=_pressure)
        answer = self._line(entry, question, clock, person=entry.person)
        if len(clocks) == 1:
            return answer
        several = f"涉及{len(clocks)}人，此为{clock.person}的期限（最紧迫）：{answer.reason}"
        return Answer(**{**asdict(answer), "reason": several})

    def _every(self, entry: Asked, question: Question, clocks: list[Clock]) -> list[Answer]:
        if not clocks:
            reason = "截至判断日，这些事件没有起算任何期限。"
            return [Answer(entry.case_id, "", entry.person, "", "", "", "", reason)]
        return [
            self._line(entry, question, clock, person=entry.person or clock.person or "")
            for clock in clocks
        ]

    def _line(self, entry: Asked, question: Question, clock: Clock, *, person: str) -> Answer:
        return Answer(
            case_id=entry.case_id,
            rule_id=clock.rule_id,
            person=person,
            due_at=clock.due_text,
            status=clock.status,
            days_over=str(clock.days_over),
            article=clock.article,
            reason=clock.reason + self._notes(question, clock.rule_id),
        )

    def _notes(self, question: Question, rule_id: str) -> str:
        is_backward = self._rules[rule_id]["direction"] == "backward"
        found = self._order.find(question, rule_id, is_backward=is_backward)
        return f"注意：{'；'.join(found)}。" if found else ""

    def _why_not_started(self, question: Question, rule: dict[str, Any]) -> str:
        trigger = rule["trigger_event"]
        label = self._labels[trigger]
        told = [event for event in question.events if event.event_type == trigger]
        if not told:
            return f"未起算：没有“{label}”（{trigger}）事件。"
        first = min(event.occurred_at for event in told)
        if first > question.judged_at:
            return f"未起算：“{label}”（{trigger}）发生于{first:%Y-%m-%d}，在判断日之后。"
        whose = f"对{question.person}" if question.person else ""
        condition = f"（{rule['applies_when']}）" if rule["applies_when"] else ""
        return f"未起算：“{label}”（{trigger}）{whose}不符合本期限的适用条件{condition}。"


def _pressure(clock: Clock) -> tuple[int, int, str, str]:
    """Smaller is more pressing; of what is over the longest, of what runs the earliest end."""
    is_done = clock.ended_at is not None
    rank = len(_PRESSING) + is_done if is_done else _PRESSING.index(clock.status)
    return (rank, -clock.days_over, clock.due_text or "9999", clock.person or "")
