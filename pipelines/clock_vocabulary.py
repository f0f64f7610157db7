"""The words in which events are told to the clocks: rules, kinds of extension, organs, attributes.

Belongs here: reading them from the seeds of the law, for pages that let people choose. Keep out: what
they mean for a clock (the relations in ``models/intermediate/clocks``) and words for readers, but for
those that stand in the seeds.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pipelines.transform import project_dir

EXTENSION_EVENT = "extension_granted"
# These have fields of their own on an extension; the others are pairs of a name and a word.
EXTENSION_FIELDS = ("kind", "approver", "days", "months")


@dataclass(frozen=True)
class ExtensionKind:
    """One way to lengthen a term. ``effect``: ``total`` sets a new length, ``add`` adds to it.

    The length is fixed, or an attribute from ``shortest`` to ``longest`` says it.
    """

    kind: str
    effect: str
    months: int
    days: int
    hours: int
    length_attribute: str
    shortest: int | None
    longest: int | None
    article: str


@dataclass(frozen=True)
class ClockVocabulary:
    """All words; ``kinds`` and ``events`` by rule, in the order of the seeds."""

    rules: tuple[str, ...]
    kinds: dict[str, dict[str, ExtensionKind]]
    events: dict[str, tuple[str, ...]]
    approvers: dict[str, tuple[str, str]]
    attributes: dict[str, tuple[str, ...]]

    def kinds_of(self, rule_id: str | None) -> dict[str, ExtensionKind]:
        """The kinds of one rule, or the first of each name over all of them."""
        if rule_id is not None:
            return self.kinds.get(rule_id, {})
        found: dict[str, ExtensionKind] = {}
        for kinds in self.kinds.values():
            found = {**kinds, **found}
        return found

    def events_for(self, rule_id: str | None) -> tuple[str, ...]:
        """Event types that a rule listens to, those of the given rule first."""
        first = self.events.get(rule_id or "", ())
        others = (event for events in self.events.values() for event in events)
        return tuple(dict.fromkeys([*first, *others]))


@lru_cache(maxsize=1)
def load_vocabulary() -> ClockVocabulary:
    """The words of the project in force."""
    rules = list(_read("clock_rules"))
    kinds: dict[str, dict[str, ExtensionKind]] = defaultdict(dict)
    events: dict[str, list[str]] = defaultdict(list)
    attributes: dict[str, set[str]] = defaultdict(set)
    for row in rules:
        events[row["rule_id"]] += _words(row["trigger_event"]) + _words(row["end_event"])
    for row in _read("clock_rule_events"):
        events[row["rule_id"]].append(row["event_type"])
    for row in _read("clock_suspensions"):
        events[row["rule_id"]] += [row["start_event"], row["end_event"]]
    for row in _read("clock_extensions"):
        kinds[row["rule_id"]][row["kind"]] = _kind(row)
        events[row["rule_id"]].append(EXTENSION_EVENT)
        if row["condition_attribute"]:
            attributes[row["condition_attribute"]] |= set(_words(row["condition_values"]))
    for name in ("clock_conditions", "clock_totals"):
        for row in _read(name):
            attributes[row["attribute"]] |= set(_words(row["accepted_values"]))
    return ClockVocabulary(
        rules=tuple(dict.fromkeys(row["rule_id"] for row in rules)),
        kinds=dict(kinds),
        events={rule: tuple(dict.fromkeys(found)) for rule, found in events.items()},
        approvers={
            row["approver"]: (row["label_zh"], row["label_en"]) for row in _read("clock_approvers")
        },
        attributes={name: tuple(sorted(words)) for name, words in sorted(attributes.items())},
    )


def _read(seed: str) -> Iterator[dict[str, str]]:
    path = project_dir() / "seeds" / "law" / f"{seed}.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        yield from csv.DictReader(handle)


def _words(listed: str) -> list[str]:
    return [word.strip() for word in listed.split("|") if word.strip()]


def _kind(row: dict[str, str]) -> ExtensionKind:
    return ExtensionKind(
        kind=row["kind"],
        effect=row["effect"],
        months=int(row["months"] or 0),
        days=int(row["days"] or 0),
        hours=int(row["hours"] or 0),
        length_attribute=row["length_attribute"],
        shortest=int(row["min_length"]) if row["min_length"] else None,
        longest=int(row["max_length"]) if row["max_length"] else None,
        article=row["article"],
    )
