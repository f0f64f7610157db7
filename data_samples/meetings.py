"""Who met whom, judged over the whole story: officers in two places, judges and their lawyers.

Belongs here: the second arithmetic for findings of supervision, out of the records as they stand at the end.
Keep out: what is planted (favours.py).
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from data_samples.court_records import licence_no
from data_samples.records import Record
from data_samples.world import World

# Below so many cases nobody can tell a favourite from chance.
_FEWEST_SHARED = 6

# rule_id, limit_rule, true_case, true_person, source_table, record_key, due_at
Finding = tuple[str, str, str, str, str, str, str]


def find_meetings(world: World) -> Iterator[Finding]:
    """Documents that put an officer into two places, and cases in which a judge met the favourite."""
    yield from _in_two_places(world)
    yield from _favourites(world)


def _state(world: World, record: Record) -> dict[str, Any] | None:
    """The record as it stands at the end; None when it is deleted or did not exist yet."""
    state: dict[str, Any] = {}
    is_there = False
    for at, fields, is_deleted in sorted(record.versions, key=lambda version: version[0]):
        if at < world.clock.end:
            state |= fields
            is_there = not is_deleted
    return state if is_there else None


def _in_two_places(world: World) -> Iterator[Finding]:
    days = defaultdict(list)
    for record in world.book.tables.get("police.documents", ()):
        if "HDKSSJ" not in record.versions[0][1] or world.watch.is_forgotten(record):
            continue
        state = _state(world, record)
        if state is None or state.get("WSZTDM") in ("02", "04") or not state.get("HDDD"):
            continue
        place = unicodedata.normalize("NFKC", state["HDDD"]).strip()
        start, end = state["HDKSSJ"], state["HDJSSJ"]
        if (
            "远程" in place
            or not end
            or not start < end
            or start >= world.clock.text(world.clock.end)
        ):
            continue
        for officer in (state.get("BLR") or "").split(";"):
            if officer:
                days[officer, start[:10]].append((start, end, place, record))
    seen = set()
    for acts in days.values():
        for one in acts:
            if id(one[3]) not in seen and any(
                one[0] < other[1] and other[0] < one[1] and one[2] != other[2] for other in acts
            ):
                seen.add(id(one[3]))
                yield (
                    "handler_in_two_places", "", "", "", "police.documents", str(one[3].key), "",
                )  # fmt: skip


def _favourites(world: World) -> Iterator[Finding]:
    pairs = {judge: licence_no(place) for judge, place in world.favours.pairs().items()}
    matters = {
        str(record.key): matter
        for agency, table, record, matter in world.truth.cases
        if (agency, table) == ("court", "cases")
    }
    shared = defaultdict(list)
    for record in world.book.tables.get("court.cases", ()):
        state = _state(world, record)
        if state is None or state["trialLevel"] != 1 or state["judgeId"] not in pairs:
            continue
        lawyers = {
            counsel["licenseNo"]
            for person in state["defendants"]
            for counsel in person.get("counsels", ())
            if counsel["type"] == "10"
        }
        if pairs[state["judgeId"]] in lawyers:
            shared[state["judgeId"]].append(record)
    for records in shared.values():
        if len(records) >= _FEWEST_SHARED:
            for record in records:
                yield (
                    "counsel_match", "", matters[str(record.key)], "", "court.cases",
                    str(record.key), "",
                )  # fmt: skip
