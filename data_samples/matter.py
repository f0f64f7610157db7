"""The things a story is made of: matters, police cases, suspects.

Belongs here: what several agencies need to know about a matter. Keep out: what they do.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from data_samples.dirt import Written
from data_samples.numbers import Number
from data_samples.offences import Offence
from data_samples.people import Human
from data_samples.places import Area, Unit
from data_samples.records import Record

if TYPE_CHECKING:
    from data_samples.watch import Period


@dataclass(slots=True, eq=False)
class Suspect:
    """One suspect in one matter, and where they stand in the proceedings."""

    human: Human
    caught: int
    charge: str
    case: PoliceCase
    person_no: str = ""
    record: Record | None = None
    written: Written | None = None
    # Who an unknown suspect turned out to be, when the arrest review did not know it yet.
    found: Written | None = None
    measure: Record | None = None
    measure_code: str = ""
    measure_since: int = 0
    custody_since: int = 0
    arrested: int = 0
    serial: int = 0
    # When they were taken into the detention house, and whether they are still in detention or arrest.
    housed: int = 0
    running: dict[str, Period] = field(default_factory=dict)
    amount: float = 0.0
    has_plea: bool = False
    is_minor: bool = False
    surrendered: bool = False

    @property
    def is_in_custody(self) -> bool:
        return self.measure_code in ("04", "05")


@dataclass(slots=True, eq=False)
class PoliceCase:
    """One police case number."""

    number: str
    record: Record
    unit: Unit
    area: Area
    accepted: int
    matter_no: str = ""
    filing: Period | None = None
    filed: int = 0
    # Of the document made last: the printed date (0: withdrawn) and when it was served (0: not).
    printed: int = 0
    served: int = 0
    persons: int = 0
    documents: int = 0
    seizures: int = 0
    property_items: list[Record] = field(default_factory=list)
    officer: tuple[str, str] = ("", "")
    partner: str = ""


@dataclass(slots=True, eq=False)
class Matter:
    """One criminal matter across all agencies; ``number`` is the true case."""

    number: str
    offence: Offence
    area: Area
    accepted: int
    occurred: int
    amount: float
    category: str
    premises: str
    cases: list[PoliceCase] = field(default_factory=list)
    victims: list[Human] = field(default_factory=list)
    suspects: list[Suspect] = field(default_factory=list)
    # What a series lays down, and whether the act is too small to be filed alone.
    series: str = ""
    is_small: bool = False
    modus: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    goods: tuple[str, ...] = ()
    pretence: str = ""
    position: tuple[float, float] | None = None
    # The number and kind of the phenomenon of place and time that this matter is one of.
    phenomenon: str = ""
    phenomenon_kind: str = ""
    # The hard level sends the same people to the same unit with a second matter.
    unit: Unit | None = None
    returning: list[Human] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Track:
    """Suspects who go on together: one opinion for prosecution, one review, one trial."""

    matter: Matter
    case: PoliceCase
    suspects: list[Suspect]
    sent: int
    opinion_no: Number
    arrest_no: Number | None = None
