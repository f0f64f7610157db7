"""The clerk of the hard level: errors that exact numbers cannot see through.

Belongs here: how people and numbers are written at the hard level. Keep out: the people themselves
(hard_people.py), shares (hard_rates.py) and the default level (dirt.py).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from data_samples import hard_rates
from data_samples.clock import day_text
from data_samples.dirt import Clerk, Written, vary_number, wrong_serial
from data_samples.numbers import Number, Quote
from data_samples.people import Human, check_digit

_MIDDLE_DOTS = ("•", "・", "", ".")


class HardClerk(Clerk):
    """Hears badly, types blindly, and copies what the police got wrong."""

    __slots__ = ()

    handoff_share = hard_rates.HANDOFF_ON_PLATFORM
    unidentified_share = hard_rates.SUSPECT_UNIDENTIFIED

    def quote(
        self, number: Number | str, *, may_miss: bool = True
    ) -> tuple[Number | str | None, str]:
        dice = self._dice
        draw = dice.random()
        kind, share = dice.between(0, 5), dice.random()
        if draw < hard_rates.NUMBER_VARIANT:
            return Quote(number, lambda text: vary_number(text, kind, share)), "W4"
        draw -= hard_rates.NUMBER_VARIANT
        if draw < hard_rates.NUMBER_WRONG_DIGIT:
            if draw < hard_rates.NUMBER_WRONG_DIGIT * hard_rates.NUMBER_TRANSPOSED:
                return Quote(number, _transpose_serial), ""
            return Quote(number, lambda text: wrong_serial(text, share)), ""
        draw -= hard_rates.NUMBER_WRONG_DIGIT
        if may_miss and draw < hard_rates.NUMBER_MISSING:
            return None, "W7"
        return number, ""

    def flow_number(self, number: Number | str | None) -> Number | str | None:
        dice = self._dice
        draw, share = dice.random(), dice.random()
        if number is None or draw < hard_rates.FLOW_NUMBER_MISSING:
            return None
        if draw < hard_rates.FLOW_NUMBER_MISSING + hard_rates.FLOW_NUMBER_WRONG:
            return Quote(number, lambda text: wrong_serial(text, share))
        return number

    def write_down(self, human: Human) -> Written:
        dice = self._dice
        written = Written(
            human, human.name, human.alias, day_text(human.birth), human.id_type, human.id_no
        )
        if dice.random() < hard_rates.IDENTITY_MISSING:
            self._lose_identity(written)
        elif human.id_type == "111":
            self._mistype_number(written)
        elif dice.chance(hard_rates.PASSPORT_RENEWED):
            written.id_no = f"{written.id_no[0]}{dice.digits(8)}" if written.id_no else None
            written.dirt.append("passport_renewed")
        if human.nationality != "CHN" or "·" in human.name:
            self._spell_otherwise(written)
        else:
            self._mistype_name(written, misheard=hard_rates.NAME_MISHEARD)
        draw = dice.random()
        if draw < hard_rates.BIRTH_DATE_OFF:
            written.birth = day_text(human.birth + dice.pick((-365, -31, -10, -1, 1, 9, 30, 366)))
            written.dirt.append("birth_date_off")
            if written.id_no and human.id_type == "111":
                written.marks.append(("misfit", "W3"))
        elif draw < hard_rates.BIRTH_DATE_OFF + hard_rates.BIRTH_DATE_MISSING:
            written.birth = None
            written.dirt.append("birth_date_missing")
        if written.id_no and human.id_type != "111":
            written.marks.append(("foreign", "W3"))
        if " " in written.name:
            written.marks.append(("name", "W8"))
        return written

    def write_down_witness(self, human: Human) -> Written:
        written = self.write_down(human)
        if written.id_no and self._dice.chance(hard_rates.VICTIM_IDENTITY_MISSING):
            written.marks = [mark for mark in written.marks if mark[0] == "name"]
            self._lose_identity(written)
        return written

    def pretend(self, human: Human, others: list[Human]) -> Written | None:
        dice = self._dice
        if not dice.chance(hard_rates.GIVES_ANOTHERS_IDENTITY) or not others:
            return None
        owner = dice.pick(others)
        if owner is human or owner.is_male != human.is_male or owner.id_type != "111":
            return None
        birth = day_text(owner.birth)
        written = Written(human, owner.name, owner.alias, birth, owner.id_type, owner.id_no)
        # Nothing that is delivered tells the two apart.
        written.dirt.append("anothers_identity")
        written.is_lost = True
        return written

    def copy(self, source: Written) -> Written:
        if source.is_lost or self._dice.chance(hard_rates.COPIED_FROM_OTHER_AGENCY):
            return source
        return self.write_down(source.human)

    def mix_up(self, people: list[Written]) -> list[Written]:
        dice = self._dice
        if len(people) < 2 or not dice.chance(hard_rates.NUMBERS_SWAPPED):
            return people
        one, other = people[0], people[1]
        if not (one.id_no and other.id_no and one.id_type == other.id_type == "111"):
            return people
        swapped = [replace(one, id_no=other.id_no), replace(other, id_no=one.id_no)]
        for written in swapped:
            written.dirt = [*written.dirt, "numbers_swapped"]
            written.marks = [mark for mark in written.marks if mark[0] == "name"]
            written.marks.append(("misfit", "W3"))
        return [*swapped, *people[2:]]

    def is_identified_late(self) -> bool:
        return self._dice.chance(hard_rates.IDENTIFIED_AFTER_ARREST_REVIEW)

    def _lose_identity(self, written: Written) -> None:
        written.id_no, written.id_type = None, self._dice.pick((None, "999", "111"))
        written.marks.append(("identity", "W3"))
        written.dirt.append("identity_missing")

    def _mistype_number(self, written: Written) -> None:
        dice, number = self._dice, written.id_no or ""
        draw = dice.random()
        if draw < hard_rates.IDENTITY_WRONG_DIGIT:
            written.id_no = _change_digit(number, dice.between(6, 16), dice.between(1, 9))
            written.dirt.append("identity_wrong_digit")
        elif draw < hard_rates.IDENTITY_WRONG_DIGIT + hard_rates.IDENTITY_WRONG_BUT_VALID:
            wrong = _change_digit(number[:17], dice.between(6, 15), dice.between(1, 9))
            if not _is_day(wrong[6:14]):
                wrong = _change_digit(number[:17], 15, dice.between(1, 9))
            written.id_no = wrong + check_digit(wrong)
            written.dirt.append("identity_wrong_but_valid")
            if wrong[6:14] != number[6:14]:
                written.marks.append(("misfit", "W3"))
            return
        elif draw < (
            hard_rates.IDENTITY_WRONG_DIGIT
            + hard_rates.IDENTITY_WRONG_BUT_VALID
            + hard_rates.IDENTITY_TRANSPOSED
        ):
            places = [p for p in range(6, 16) if number[p] != number[p + 1]]
            place = dice.pick(places)
            written.id_no = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
            written.dirt.append("identity_transposed")
        else:
            return
        written.marks.append(("identity", "W3"))

    def _spell_otherwise(self, written: Written) -> None:
        """Foreign and ethnic-minority names: order, dots, cut after the first part."""
        dice, name = self._dice, written.human.name
        if not dice.chance(hard_rates.FOREIGN_NAME_VARIANT):
            return
        if "·" in name:
            written.name = name.replace("·", dice.pick(_MIDDLE_DOTS))
        elif " " in name:
            parts = name.split()
            written.name = dice.pick(
                (" ".join([*parts[1:], parts[0]]), name.title(), "".join(parts))
            )
        written.dirt.append("foreign_name_variant")


def _change_digit(number: str, place: int, step: int) -> str:
    return number[:place] + str((int(number[place]) + step) % 10) + number[place + 1 :]


def _is_day(text: str) -> bool:
    try:
        return 1925 <= date(int(text[:4]), int(text[4:6]), int(text[6:])).year <= 2012
    except ValueError:
        return False


def _transpose_serial(text: str) -> str:
    """The last two different neighbours of the serial change places; a single digit is doubled."""
    tail = "号" if text.endswith("号") else ""
    body = text.removesuffix("号")
    for place in range(len(body) - 1, 0, -1):
        pair = body[place - 1 : place + 1]
        if not pair.isdigit():
            return f"{body}{body[-1]}{tail}" if body[-1:].isdigit() else text
        if pair[0] != pair[1]:
            return f"{body[: place - 1]}{pair[1]}{pair[0]}{body[place + 1 :]}{tail}"
    return text
