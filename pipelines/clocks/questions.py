"""Questions about clocks, read from a file and checked before anything is counted.

Belongs here: the columns case_id, rule_id, person, as_of, events_json; what is wrong with a row, in words
that say what to do. Keep out: counting (engine.py), answers (command.py).
"""

from __future__ import annotations

import codecs
import csv
import difflib
import io
import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from pipelines.clocks.engine import Event, Question, end_of

COLUMNS = ("case_id", "rule_id", "person", "as_of", "events_json")
_CHINA = timezone(timedelta(hours=8))
# A field of the file: one case with every event of years must fit.
_FIELD_LIMIT = 64 * 1024 * 1024
# What a spreadsheet makes of 2025-03-10 when it saves the file again: 2025/3/10, 2025/3/10 9:05.
_SPREADSHEET_DAY = re.compile(r"^(\d{4})/(\d{1,2})/(\d{1,2})(?: (\d{1,2})(?=:))?")


class QuestionError(ValueError):
    """A row, or the file, cannot be read as a question; the message says what to change."""


@dataclass(frozen=True)
class Asked:
    """One row of the file: its words, and either the question in it or what is wrong with it."""

    case_id: str
    rule_id: str
    person: str
    question: Question | None
    problem: str = ""


def read_questions(
    path: Path, *, rules: Collection[str], event_types: Collection[str]
) -> list[Asked]:
    """One entry per row, in order. Raises QuestionError when the file itself is of no use."""
    csv.field_size_limit(_FIELD_LIMIT)
    try:
        reader = csv.DictReader(io.StringIO(_decode(path.read_bytes()), newline=""))
        names = [(name or "").strip() for name in reader.fieldnames or []]
        missing = [name for name in COLUMNS if name not in names]
        if missing:
            raise QuestionError(
                f"[{path}] has no column {', '.join(missing)}; needed are {', '.join(COLUMNS)}"
            )
        reader.fieldnames = names
        return [_read_row(number, row, rules, event_types) for number, row in enumerate(reader)]
    except (UnicodeDecodeError, csv.Error) as error:
        raise QuestionError(
            f"[{path}] is not a CSV file in UTF-8 or GB18030 (as Excel saves it): {error}"
        ) from error


def _decode(content: bytes) -> str:
    """UTF-8 with or without a mark, UTF-16 with one, else what Excel writes on a Chinese desktop."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def read_events(value: Any, *, event_types: Collection[str]) -> list[Event]:
    """Events from decoded JSON: a list of objects with type, ts and, if need be, person and attrs.

    Raises QuestionError.
    """
    if not isinstance(value, list):
        raise QuestionError("events_json must be a list of events [{type, ts, person?, attrs?}]")
    return [_read_event(place, entry, event_types) for place, entry in enumerate(value, start=1)]


def read_moment(text: str, *, what: str) -> tuple[datetime, bool]:
    """A moment in Asia/Shanghai wall time, and whether a time of day was written. Raises QuestionError."""
    written = _SPREADSHEET_DAY.sub(_with_dashes, text.strip())
    try:
        if len(written) == len("2025-03-10"):
            day = date.fromisoformat(written)
            return datetime(day.year, day.month, day.day), False
        moment = datetime.fromisoformat(written)
    except ValueError as error:
        raise QuestionError(
            f"{what} [{text}] is not a date YYYY-MM-DD or a time YYYY-MM-DDTHH:MM"
        ) from error
    if moment.tzinfo:
        moment = moment.astimezone(_CHINA).replace(tzinfo=None)
    return moment, True


def find_alike(name: str, known: Collection[str]) -> str:
    """A hint at what may have been meant, or nothing."""
    alike = difflib.get_close_matches(name, known, n=1, cutoff=0.75)
    return f"; did you mean [{alike[0]}]?" if alike else ""


def _with_dashes(found: re.Match[str]) -> str:
    year, month, day, hour = found.groups()
    return f"{year}-{int(month):02}-{int(day):02}" + (f"T{int(hour):02}" if hour else "")


def _read_row(
    number: int, row: dict[str, str], rules: Collection[str], event_types: Collection[str]
) -> Asked:
    words = {name: (row.get(name) or "").strip() for name in COLUMNS}
    case_id, rule_id, person = words["case_id"], words["rule_id"], words["person"]
    try:
        if rule_id and rule_id not in rules:
            raise QuestionError(f"unknown rule_id [{rule_id}]{find_alike(rule_id, rules)}")
        try:
            value = json.loads(words["events_json"] or "[]")
        except json.JSONDecodeError as error:
            raise QuestionError(f"events_json is not JSON: {error}") from error
        except RecursionError as error:
            raise QuestionError("events_json is nested too deeply") from error
        events = read_events(value, event_types=event_types)
        question = Question(
            key=f"{number:08}",
            events=events,
            judged_at=_day_of_judgement(words["as_of"], events),
            rule_id=rule_id or None,
            person=person or None,
        )
    except QuestionError as error:
        return Asked(case_id, rule_id, person, None, str(error))
    return Asked(case_id, rule_id, person, question)


def _day_of_judgement(text: str, events: list[Event]) -> datetime:
    """As given; where nothing is given the day of the last event, never the machine's clock."""
    if text:
        moment, has_time = read_moment(text, what="as_of")
        return moment if has_time else end_of(moment)
    if not events:
        raise QuestionError("as_of is empty and there are no events to judge by; give a date")
    return end_of(max(event.occurred_at for event in events))


def _read_event(place: int, entry: Any, event_types: Collection[str]) -> Event:
    name = f"event {place}"
    if not isinstance(entry, dict):
        raise QuestionError(f"{name} is not an object with type and ts")
    event_type, moment = entry.get("type"), entry.get("ts")
    if not isinstance(event_type, str) or not event_type:
        raise QuestionError(f"{name} has no type")
    if event_type not in event_types:
        hint = find_alike(event_type, event_types)
        raise QuestionError(f"{name}: unknown event type [{event_type}]{hint}")
    if not isinstance(moment, str) or not moment:
        raise QuestionError(f"{name} [{event_type}] has no ts")
    attributes = entry.get("attrs") or {}
    if not isinstance(attributes, dict):
        raise QuestionError(f"{name} [{event_type}]: attrs must be an object")
    occurred_at, has_time = read_moment(moment, what=f"{name} [{event_type}]: ts")
    person = entry.get("person")
    return Event(
        event_type=event_type,
        occurred_at=occurred_at,
        person=str(person) if person not in (None, "") else None,
        attributes={str(key): value for key, value in attributes.items()},
        has_time=has_time,
    )


def iterate_problems(asked: list[Asked]) -> Iterator[tuple[int, str]]:
    """(row number in the file, what is wrong) of the rows that cannot be answered."""
    for number, entry in enumerate(asked, start=2):
        if entry.problem:
            yield number, f"[{entry.case_id}] {entry.problem}"
