"""What the law watches in the story: periods that began, were extended, paused and ended, and acts.

Belongs here: noting, while the story is told, what the agencies write down about it. Keep out: whether
it was in time (breaches.py).

Moments are those that are written down: where a document is all that tells of an act, its printed date
counts, for nobody who reads the records can know better.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from data_samples.matter import Suspect
from data_samples.numbers import Number
from data_samples.records import Record


@dataclass(slots=True, eq=False)
class Period:
    """One running period: of a person (``human`` their true number) or of a record (empty)."""

    rule: str
    matter: str
    human: str
    start: int
    table: str
    record: Record
    end: int = 0
    # Extensions: (moment, months, days, is it a new total, was it granted by the right organ).
    extensions: list[tuple[int, int, int, bool, bool]] = field(default_factory=list)
    # Time that does not count: (from, to; 0: not over).
    pauses: list[tuple[int, int]] = field(default_factory=list)

    def stop(self, at: int) -> None:
        """The first end counts."""
        if not self.end:
            self.end = max(at, self.start)


@dataclass(frozen=True, slots=True)
class Clue:
    """One irregularity that is no period: what an analysis should find."""

    rule: str
    matter: str
    human: str
    table: str
    record: Record
    # The time in which nothing new was done, for time that was only borrowed.
    window: tuple[int, int] = (0, 0)


class Watch:
    """Everything noted, by kind."""

    __slots__ = (
        "_custody",
        "clues",
        "evidence",
        "forgotten",
        "last_acts",
        "lost",
        "papers",
        "periods",
        "stalled",
        "transferred",
    )

    def __init__(self) -> None:
        self.periods: list[Period] = []
        self.clues: list[Clue] = []
        # Rows that never arrive, as nobody delivers them again: (table, record).
        self.lost: list[tuple[str, Record]] = []
        # (matter, human) → [from, to], to = 0 while inside.
        self._custody: dict[tuple[str, str], list[list[int]]] = defaultdict(list)
        self.papers: list[Paper] = []
        # (matter) → when new evidence was written down.
        self.evidence: dict[str, list[int]] = defaultdict(list)
        self.forgotten: set[str] = set()
        self.last_acts: dict[str, int] = {}
        # Suspects whose investigation came to nothing, with their matter.
        self.stalled: list[tuple[str, Suspect]] = []
        self.transferred: set[tuple[str, str]] = set()

    def start(
        self, rule: str, matter: str, suspect: Suspect | None, at: int, table: str, record: Record
    ) -> Period:
        human = suspect.human.number if suspect else ""
        period = Period(rule, matter, human, at, table, record)
        self.periods.append(period)
        return period

    def forget(self, period: Period | None) -> None:
        """The record in which the period stands was entered by mistake."""
        if period is not None:
            self.periods.remove(period)
            self.forgotten.add(str(period.record.key))

    def is_forgotten(self, record: Record) -> bool:
        """Whether a record of the police belongs to a case that was deleted."""
        return record.versions[0][1].get("AJBH") in self.forgotten

    def clue(
        self,
        rule: str,
        matter: str,
        suspect: Suspect | None,
        table: str,
        record: Record,
        window: tuple[int, int] = (0, 0),
    ) -> None:
        human = suspect.human.number if suspect else ""
        self.clues.append(Clue(rule, matter, human, table, record, window))

    def act(self, matter: str, at: int) -> None:
        """Something was done in this matter."""
        if at > self.last_acts.get(matter, 0):
            self.last_acts[matter] = at

    def take_in(self, matter: str, human: str, at: int) -> None:
        spans = self._custody[matter, human]
        if not spans or spans[-1][1]:
            spans.append([at, 0])

    def let_out(self, matter: str, human: str, at: int) -> None:
        spans = self._custody.get((matter, human))
        if spans and not spans[-1][1]:
            spans[-1][1] = at

    def is_inside(self, matter: str, human: str, at: int) -> bool:
        return any(
            since <= at and (not until or at < until)
            for since, until in self._custody.get((matter, human), ())
        )


@dataclass(frozen=True, slots=True)
class Paper:
    """One document: its number, when it was really made, printed and entered."""

    number: Number | None
    made: int
    printed: int
    entered: int
    matter: str
    table: str
    record: Record
