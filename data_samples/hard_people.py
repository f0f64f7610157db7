"""The people of the hard level: namesakes, twins, families, foreigners, and those who come back.

Belongs here: who they are and that they return. Keep out: how they are written (hard_clerk.py) and
shares (hard_rates.py).
"""

from __future__ import annotations

from collections.abc import Iterator

from data_samples import hard_rates, names
from data_samples.clock import day_text
from data_samples.dice import Dice
from data_samples.matter import Matter
from data_samples.people import Human, People, check_digit
from data_samples.places import Area


class HardPeople(People):
    """People who are easily taken for each other."""

    __slots__ = ()

    def offender(self, area: Area, day: int, band: str, male_share: float) -> Human:
        dice = self._dice
        if self._victims and dice.chance(hard_rates.VICTIM_BECOMES_OFFENDER):
            human = dice.pick(self._victims)
            if human.age_on(day) >= 14:
                self._offenders.append(human)
                return human
        if self._offenders and dice.chance(hard_rates.OFFENDER_RETURNS):
            human = dice.pick(self._offenders[-4000:])
            if human.age_on(day) >= 14:
                human.has_prior = True
                return human
        return super().offender(area, day, band, male_share)

    def victim(self, area: Area, day: int) -> Human:
        if self._victims and self._dice.chance(hard_rates.VICTIM_RETURNS):
            return self._dice.pick(self._victims[-4000:])
        return super().victim(area, day)

    def _invent(self, area: Area, day: int, band: str, male_share: float) -> Human:
        dice = self._dice
        human = super()._invent(area, day, band, male_share)
        known = self._offenders or self._victims
        if human.nationality != "CHN":
            return human
        if dice.chance(hard_rates.IS_FOREIGNER):
            human.nationality, human.name = dice.pick(names.FOREIGN_NAMES)
            human.id_type, human.id_no = "414", f"{human.nationality[0]}{dice.digits(8)}"
            human.household = human.ethnicity = ""
            human.alias, human.nicknames = None, []
            return human
        if human.id_type != "111" or not known:
            return human
        model = dice.pick(known[-4000:])
        if model.id_type != "111" or model.age_on(day) < 14:
            return human
        if dice.chance(hard_rates.NAMESAKE_WITH_SAME_BIRTH):
            human.name, human.birth, human.is_male = model.name, model.birth, model.is_male
            human.ethnicity, human.alias, human.nicknames = model.ethnicity, None, []
            human.id_no = self._identity_number(human.household, human.birth, human.is_male)
        elif dice.chance(hard_rates.IS_TWIN) and len(model.name) > 1:
            self._make_twin(human, model)
        elif dice.chance(hard_rates.SHARES_A_FAMILY_PHONE):
            human.phone, human.home, human.home_area = model.phone, model.home, model.home_area
            human.name = model.name[0] + human.name[1:]
            human.alias, human.nicknames = None, []
        return human

    def _make_twin(self, human: Human, model: Human) -> None:
        """Same birth, home and phone; names of one generation; the next number of the same office."""
        human.is_male, human.birth, human.ethnicity = model.is_male, model.birth, model.ethnicity
        human.household, human.home, human.home_area = (
            model.household,
            model.home,
            model.home_area,
        )
        human.phone, human.alias, human.nicknames = model.phone, None, []
        human.name = model.name[:-1] + names.invent_name(self._dice, human.is_male, "01")[-1]
        if human.name == model.name:
            human.name += "华"
        head = f"{model.household}{day_text(model.birth).replace('-', '')}"
        serial = int(model.id_no[14:17])
        while True:
            serial = (serial + 2) % 1000
            seventeen = f"{head}{serial:03d}"
            if seventeen not in self._taken:
                self._taken.add(seventeen)
                human.id_no = seventeen + check_digit(seventeen)
                return


def send_people_twice(dice: Dice, matters: Iterator[Matter]) -> Iterator[Matter]:
    """Some matters are followed by another one of the same people at the same unit, days later."""
    earlier: Matter | None = None
    for matter in matters:
        if earlier is not None and earlier.suspects:
            matter.area, matter.unit = earlier.area, earlier.cases[-1].unit
            matter.returning = [suspect.human for suspect in earlier.suspects[:2]]
        yield matter
        # The story of this matter was told before the next one is asked for.
        earlier = matter if dice.chance(hard_rates.PARALLEL_CASE) else None
