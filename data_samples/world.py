"""What every agency of the invented city shares while its story is told.

Belongs here: the collaborators in one place. Keep out: the story itself.
"""

from __future__ import annotations

import csv

from data_samples.clock import Clock
from data_samples.dice import Dice
from data_samples.dirt import Clerk
from data_samples.favours import Favours, lean
from data_samples.firsts import Firsts
from data_samples.hard_clerk import HardClerk
from data_samples.hard_people import HardPeople
from data_samples.numbers import Number, Register
from data_samples.people import People
from data_samples.places import Places
from data_samples.records import Book
from data_samples.series import SeriesPlan
from data_samples.truth import Truth
from data_samples.watch import Watch
from pipelines.contract import code_labels, contracts_dir

DEFAULT_LEVEL, HARD_LEVEL = LEVELS = ("default", "hard")


class World:
    """Clock, chance, numbers, places, people, records, clerks, truth, watch."""

    __slots__ = (
        "book", "charge_aliases", "charge_names", "clerk", "clock", "dice", "document_words",
        "facts", "favours", "firsts", "leanings", "level", "people", "places", "register", "series",
        "truth", "watch",
    )  # fmt: skip

    def __init__(self, *, days: int, seed: int, level: str = DEFAULT_LEVEL) -> None:
        if level not in LEVELS:
            raise ValueError(f"[{level}] is no level of the sample city; take one of {LEVELS}")
        is_hard = level == HARD_LEVEL
        self.level = level
        self.clock = Clock(days)
        self.dice = Dice(seed, "story")
        self.register = Register()
        self.places = Places()
        self.people = (HardPeople if is_hard else People)(self.dice.fork("people"), self.places)
        self.book = Book()
        self.clerk = (HardClerk if is_hard else Clerk)(self.dice.fork("clerks"))
        self.truth = Truth(self.clock)
        self.watch = Watch()
        self.firsts = Firsts(self.dice.fork("firsts"))
        # Dice and plans of their own: a change of theirs moves nothing else.
        self.facts = self.dice.fork("facts")
        self.series = SeriesPlan(self.dice.fork("series"))
        self.leanings = lean(self.dice.fork("leanings"), self.places)
        self.favours = Favours(self.dice.fork("favours"), self.places)
        self.charge_names = dict(code_labels("charges"))
        self.charge_aliases = _read_aliases()
        self.document_words = _read_words()

    def charge_name(self, code: str, short_share: float) -> str:
        """The charge as typed: its name, sometimes a short one."""
        aliases = self.charge_aliases.get(code)
        if aliases and self.dice.chance(short_share):
            return self.dice.pick(aliases)
        return self.charge_names[code]

    def document_no(self, mark: str, document_type: str, at: int, year: str) -> Number | None:
        """The printed number of a document, or None for one that carries none."""
        word = self.document_words[document_type]
        # Only the police put 字 before the year.
        tail = "字" if document_type.startswith("1") else ""
        return self.register.issue(at, f"{mark}{word}{tail}〔{year}〕", "号") if word else None


def _read_words() -> dict[str, str]:
    path = contracts_dir() / "codes" / "document_types.csv"
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return {row["doc_type_code"]: row["number_word"] for row in csv.DictReader(handle)}


def _read_aliases() -> dict[str, tuple[str, ...]]:
    path = contracts_dir() / "codes" / "charges.csv"
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return {
            row["charge_code"]: tuple(row["aliases"].split("|"))
            for row in csv.DictReader(handle)
            if row["aliases"]
        }
