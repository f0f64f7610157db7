"""Clocks for a frame of events: what the calculator page shows.

Belongs here: frames in, frames out. Keep out: the page (dashboards), the command (command.py).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from pipelines.clocks.engine import Clock, ClockEngine, Event, Question, end_of
from pipelines.clocks.order import OrderCheck
from pipelines.clocks.questions import QuestionError, find_alike, read_moment

if TYPE_CHECKING:
    import pandas as pd

EVENT_COLUMNS = ("type", "ts", "person", "attrs")


@dataclass(frozen=True)
class Calculation:
    """``clocks``: one row per cycle, columns as in `engine.Clock` without its key, and due_text.

    ``messages``: what is odd about the events (impossible orders), one sentence each.
    """

    clocks: pd.DataFrame
    messages: tuple[str, ...]


def calculate_clocks(
    events: pd.DataFrame,
    *,
    as_of: date | datetime,
    rule_id: str | None = None,
    person: str | None = None,
    engine: ClockEngine | None = None,
    language: str = "zh",
) -> Calculation:
    """Every clock that the events start, or those of one rule or person, latest cycle first.

    ``events`` has the columns type and ts, and may have person and attrs (dicts). Pass an ``engine`` to
    keep it between calls. ``language`` (zh or en) is that of the messages. Raises QuestionError with the
    row of the frame that cannot be read.
    """
    import pandas as pd

    engine = engine or ClockEngine()
    rules = engine.rules()
    if rule_id is not None and rule_id not in rules:
        raise QuestionError(f"unknown rule_id [{rule_id}]{find_alike(rule_id, rules)}")
    known = engine.event_labels()
    question = Question(
        key="0",
        events=[_read_event(number, row, known) for number, row in enumerate(_rows(events), 1)],
        judged_at=as_of if isinstance(as_of, datetime) else end_of(as_of),
        rule_id=rule_id,
        person=person,
    )
    clocks = engine.judge([question])
    check = OrderCheck(engine)
    messages = {
        sentence
        for rule in {clock.rule_id for clock in clocks} | ({rule_id} if rule_id else set())
        for sentence in check.find(
            question, rule, is_backward=rules[rule]["direction"] == "backward", language=language
        )
    }
    names = [name for name in Clock.__dataclass_fields__ if name != "key"]
    frame = pd.DataFrame(
        [{**asdict(clock), "due_text": clock.due_text} for clock in clocks],
        columns=[*names, "due_text"],
    )
    frame = frame.sort_values(
        ["is_latest_cycle", "due_at", "rule_id", "cycle_no"], ascending=[False, True, True, True]
    )
    return Calculation(frame.reset_index(drop=True), tuple(sorted(messages)))


def _rows(events: pd.DataFrame) -> list[dict]:
    import pandas as pd

    missing = [name for name in ("type", "ts") if name not in events.columns]
    if missing:
        raise QuestionError(f"the frame of events has no column {', '.join(missing)}")
    kept = [name for name in EVENT_COLUMNS if name in events.columns]
    return [
        {key: value for key, value in row.items() if isinstance(value, dict) or not pd.isna(value)}
        for row in events[kept].to_dict("records")
    ]


def _read_event(number: int, row: dict, known: dict[str, tuple[str, str]]) -> Event:
    event_type, moment = row.get("type"), row.get("ts")
    if event_type not in known:
        hint = find_alike(str(event_type), known)
        raise QuestionError(f"event {number}: unknown event type [{event_type}]{hint}")
    if isinstance(moment, datetime):
        occurred_at, has_time = moment.replace(tzinfo=None), True
    elif isinstance(moment, date):
        occurred_at, has_time = datetime(moment.year, moment.month, moment.day), False
    else:
        occurred_at, has_time = read_moment(str(moment), what=f"event {number} [{event_type}]: ts")
    return Event(
        event_type=str(event_type),
        occurred_at=occurred_at,
        person=str(row["person"]) if row.get("person") else None,
        attributes=dict(row.get("attrs") or {}),
        has_time=has_time,
    )
