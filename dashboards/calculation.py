"""A question to the limit calculator: read from an address, checked, put back into one.

Belongs here: rule, person, day of judgement and events as an address carries them. Keep out: widgets
(the page) and computing (``pipelines/clocks.py``).

Events are a JSON list as ``caseloom clocks`` reads it: ``type``, ``ts``, and where needed ``person``
and ``attrs``.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

# An address is no place for a whole case file; the command line takes those.
MOST_EVENTS = 60


@dataclass(frozen=True)
class TypedEvent:
    """One event that somebody typed in; ``person`` empty: everybody in the case."""

    type: str
    at: datetime
    person: str = ""
    attributes: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        found: dict[str, Any] = {"type": self.type, "ts": write_moment(self.at)}
        if self.person:
            found["person"] = self.person
        if self.attributes:
            found["attrs"] = dict(self.attributes)
        return found


@dataclass(frozen=True)
class Question:
    """What is to be computed; ``rule`` None: every clock that the events start."""

    rule: str | None
    person: str
    as_of: datetime
    events: tuple[TypedEvent, ...]

    @property
    def events_json(self) -> str:
        return json.dumps(
            [event.as_json() for event in self.events], ensure_ascii=False, separators=(",", ":")
        )

    def address_values(self) -> dict[str, str]:
        """The question as values of an address; what is not set is left out."""
        values = {
            "rule": self.rule or "",
            "person": self.person,
            "as_of": write_moment(self.as_of),
            "events": self.events_json if self.events else "",
        }
        return {name: value for name, value in values.items() if value}


def read_question(
    values: Mapping[str, str], *, rules: Collection[str], event_types: Collection[str], today: date
) -> tuple[Question, tuple[str, ...]]:
    """The question of an address, and what of it cannot be understood.

    Broken parts are names of filters (``rule``, ``as_of``, ``events``) or ``event <n>``.
    """
    broken: list[str] = []
    rule = values.get("rule") or None
    if rule is not None and rule not in rules:
        broken.append("rule")
        rule = None
    as_of = datetime.combine(today, datetime.min.time())
    if values.get("as_of"):
        try:
            as_of = read_moment(values["as_of"])
        except ValueError:
            broken.append("as_of")
    events: list[TypedEvent] = []
    try:
        listed = json.loads(values.get("events") or "[]")
        if not isinstance(listed, list) or len(listed) > MOST_EVENTS:
            raise ValueError
    except ValueError:
        broken.append("events")
        listed = []
    for number, given in enumerate(listed, start=1):
        event = _read_event(given, event_types)
        if event is None:
            broken.append(f"event {number}")
        else:
            events.append(event)
    return Question(rule, values.get("person", "").strip(), as_of, tuple(events)), tuple(broken)


def read_moment(given: str) -> datetime:
    """A day or a day with a time, as wall time; raises ValueError."""
    moment = datetime.fromisoformat(given)
    if moment.tzinfo is not None:
        raise ValueError(f"[{given}] carries a zone; give wall time of Asia/Shanghai")
    return moment


def write_moment(at: datetime) -> str:
    """The reverse of ``read_moment``; a midnight is a day whose time nobody gave."""
    if at.time() == datetime.min.time():
        return f"{at:%Y-%m-%d}"
    return at.isoformat(timespec="minutes")


def _read_event(given: Any, event_types: Collection[str]) -> TypedEvent | None:
    if not isinstance(given, dict):
        return None
    attributes, kind = given.get("attrs") or {}, given.get("type")
    try:
        at = read_moment(str(given.get("ts")))
    except ValueError:
        return None
    if kind not in event_types or not isinstance(attributes, dict):
        return None
    return TypedEvent(str(kind), at, str(given.get("person") or "").strip(), attributes)


def read_pair(pair: str) -> tuple[str, Any]:
    """``name=word`` as an attribute: true, false and whole numbers are what they look like."""
    name, _, word = pair.partition("=")
    word = word.strip()
    if word in ("true", "false"):
        return name.strip(), word == "true"
    return name.strip(), int(word) if word.isascii() and word.isdecimal() else word


def write_pair(name: str, value: Any) -> str:
    """The reverse of ``read_pair``."""
    return f"{name}={str(value).lower() if isinstance(value, bool) else value}"
