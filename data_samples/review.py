"""A review for prosecution in progress: its record, the state of its lists, its period.

Belongs here: what every step of a review reads and changes. Keep out: the steps (prosecution.py,
shirking.py).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from data_samples.dirt import Written
from data_samples.matter import Track
from data_samples.numbers import Number
from data_samples.procurators import Desk
from data_samples.records import Fields, Record
from data_samples.watch import Period
from data_samples.world import World

# Fast track: ten days, fifteen when more than a year is to be expected (刑诉法 172).
_YEAR, _LONGER = 12, 15


@dataclass(slots=True, eq=False)
class Review:
    """A review in progress: the record and the state of its lists."""

    track: Track
    desk: Desk
    case_no: Number
    record: Record
    people: list[Written]
    listed: list[Fields]
    documents: list[Fields]
    returns: list[Fields] = field(default_factory=list)
    extensions: list[Fields] = field(default_factory=list)
    periods: list[Period] = field(default_factory=list)
    is_fast: bool = False
    expected_months: int = 0

    def put(self, at: int, fields: Fields) -> None:
        self.record.put(at, {**fields, "文书列表": list(self.documents)})

    def watch(self, world: World, at: int) -> None:
        """A new period begins for every suspect: at acceptance, and again when the case comes back."""
        self.periods = [
            world.watch.start(
                "prosecution_review_ordinary", self.track.matter.number, suspect, at,
                "procuratorate.prosecution_review", self.record,
            )
            for suspect in self.track.suspects
        ]  # fmt: skip

    def stop(self, at: int) -> None:
        for period in self.periods:
            period.stop(at)

    def become_fast(self) -> None:
        """The suggestion of fast track tells that the shorter period was the right one."""
        for period in self.periods:
            period.rule = "prosecution_review_fast_track"
            if self.expected_months > _YEAR:
                period.extensions = [(period.start, 0, _LONGER, True, True)]
