"""The humans of the city: who they are, and that some of them come back.

Belongs here: inventing humans, valid identity numbers, recurrence. Keep out: how a clerk writes
them down (dirt.py) and what they did.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date

from data_samples import names, rates
from data_samples.clock import day_text
from data_samples.dice import Dice, Weighted
from data_samples.places import Area, Places

_CHECK_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
# The salt stands for the one that all agencies share; the numbers behind it are invented as well.
_PHONE_SALT = b"caseloom-synthetic"
# Household areas: the city's own, and counties elsewhere from which people come to work.
_HOME_AREAS = Weighted(
    {
        "320508": 6, "320583": 6, "320581": 6, "320582": 5, "320585": 4, "320509": 6, "320506": 5,
        "321322": 5, "321323": 4, "320921": 4, "320382": 3, "341222": 6, "341225": 5, "342222": 4,
        "341522": 4, "411722": 6, "411621": 5, "412728": 4, "410182": 3, "371722": 3, "371311": 2,
        "422801": 3, "430523": 3, "511623": 4, "513436": 2, "520502": 4, "522427": 3, "532128": 4,
        "612501": 3, "622627": 2, "650102": 1, "653125": 1, "150502": 1, "220104": 1, "230102": 1,
        "361121": 3, "330382": 2, "350182": 1, "440982": 1, "450881": 2,
    }
)  # fmt: skip
_BANDS = {
    "young": Weighted({(14, 17): 5, (18, 24): 40, (25, 34): 35, (35, 49): 18, (50, 64): 2}),
    "any": Weighted({(14, 17): 2, (18, 24): 18, (25, 34): 33, (35, 49): 31, (50, 64): 14, (65, 78): 2}),
    "older": Weighted({(25, 34): 25, (35, 49): 45, (50, 64): 27, (65, 75): 3}),
}  # fmt: skip


@dataclass(slots=True, eq=False)
class Human:
    """One human being; ``number`` is the true person of the truth tables."""

    number: str
    name: str
    alias: str | None
    is_male: bool
    birth: int
    id_type: str
    id_no: str
    nationality: str
    ethnicity: str
    household: str
    home_area: str
    home: str
    education: str
    phone: str
    has_prior: bool
    nicknames: list[str] = field(default_factory=list)

    @property
    def birth_text(self) -> str:
        return day_text(self.birth)

    def age_on(self, day: int) -> int:
        born, on = date.fromordinal(self.birth), date.fromordinal(day)
        return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def check_digit(seventeen: str) -> str:
    """The closing digit of GB 11643 for the first seventeen."""
    total = sum(
        int(digit) * weight for digit, weight in zip(seventeen, _CHECK_WEIGHTS, strict=True)
    )
    return _CHECK_DIGITS[total % 11]


class People:
    """Everybody invented so far. Offenders may come back, and victims sometimes too."""

    __slots__ = ("_dice", "_officials", "_offenders", "_places", "_taken", "_victims", "count")

    def __init__(self, dice: Dice, places: Places) -> None:
        self._dice = dice
        self._places = places
        self._offenders: list[Human] = []
        self._victims: list[Human] = []
        self._taken: set[str] = set()
        self._officials: dict[str, str] = {}
        self.count = 0

    def offender(self, area: Area, day: int, band: str, male_share: float) -> Human:
        """A new or known offender, old enough (14) on this day."""
        dice = self._dice
        if self._offenders and dice.chance(rates.OFFENDER_RETURNS):
            # Old acquaintances: those of the last months come back most.
            place = len(self._offenders) - 1 - int(dice.random() ** 2 * len(self._offenders))
            human = self._offenders[place]
            if human.age_on(day) >= 14:
                human.has_prior = True
                return human
        human = self._invent(area, day, band, male_share)
        self._offenders.append(human)
        return human

    def victim(self, area: Area, day: int) -> Human:
        dice = self._dice
        if self._victims and dice.chance(rates.VICTIM_RETURNS):
            return dice.pick(self._victims)
        if self._offenders and dice.chance(rates.VICTIM_IS_KNOWN_OFFENDER):
            return dice.pick(self._offenders)
        human = self._invent(area, day, "any", 0.52)
        self._victims.append(human)
        return human

    @property
    def offenders(self) -> list[Human]:
        """Everybody who was ever suspected, in order of appearance."""
        return self._offenders

    def official(self, number: str) -> str:
        """The name of the officer, prosecutor or judge with this number."""
        name = self._officials.get(number)
        if name is None:
            name = names.invent_name(self._dice, self._dice.chance(0.72), "01")
            self._officials[number] = name
        return name

    def _invent(self, area: Area, day: int, band: str, male_share: float) -> Human:
        dice = self._dice
        self.count += 1
        low, high = dice.draw(_BANDS[band])
        birth = day - int((low + dice.random() * (high - low + 0.99)) * 365.25) - 4
        is_male = dice.chance(male_share)
        household = dice.draw(_HOME_AREAS)
        ethnicity = dice.draw(rates.ETHNICITIES)
        name = names.invent_name(dice, is_male, ethnicity)
        id_type, nationality = "111", "CHN"
        id_no = self._identity_number(household, birth, is_male)
        if dice.chance(rates.IS_FOREIGNER):
            nationality, name = dice.pick(names.FOREIGN_NAMES)
            id_type, id_no, household, ethnicity = (
                "414",
                f"{nationality[0]}{dice.digits(8)}",
                "",
                "",
            )
        elif dice.chance(rates.IS_FROM_TAIWAN_OR_HONG_KONG):
            id_type = dice.pick(("511", "516"))
            id_no = dice.digits(8) if id_type == "511" else f"H{dice.digits(8)}"
            household = "710000" if id_type == "511" else "810000"
        alias = (
            names.invent_name(dice, is_male, "01") if dice.chance(rates.HAS_FORMER_NAME) else None
        )
        human = Human(
            number=f"H{self.count:07d}",
            name=name,
            alias=alias,
            is_male=is_male,
            birth=birth,
            id_type=id_type,
            id_no=id_no,
            nationality=nationality,
            ethnicity=ethnicity,
            household=household,
            home_area=area.code,
            home=self._places.home(dice, area),
            education=dice.draw(rates.EDUCATIONS),
            phone=_hash_phone(f"1{dice.pick('3578')}{dice.digits(9)}"),
            has_prior=dice.chance(rates.HAS_PRIOR),
        )
        if dice.chance(rates.HAS_NICKNAME) and nationality == "CHN":
            human.nicknames.append(names.invent_nickname(dice, name))
        return human

    def _identity_number(self, household: str, birth: int, is_male: bool) -> str:
        dice = self._dice
        while True:
            serial = dice.between(0, 499) * 2 + (1 if is_male else 0)
            seventeen = f"{household}{day_text(birth).replace('-', '')}{serial:03d}"
            # No two humans share a number; in a city of ten thousands chance would make it happen.
            if seventeen not in self._taken:
                self._taken.add(seventeen)
                return seventeen + check_digit(seventeen)


def _hash_phone(number: str) -> str:
    return hashlib.sha256(_PHONE_SALT + number.encode()).hexdigest()
