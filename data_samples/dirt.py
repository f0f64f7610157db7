"""How clerks write: numbers quoted by hand, people written down, names of units.

Belongs here: every fault of single values, each with the warning that it must raise.
Keep out: faults of rows and files (faults.py). How often is in rates.py.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from data_samples import names, rates
from data_samples.clock import day_text
from data_samples.dice import Dice
from data_samples.numbers import Number, Quote
from data_samples.people import Human

_FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
_OPENING, _CLOSING = "〔[(（", "〕])）"


@dataclass(slots=True, eq=False)
class Written:
    """A human as one agency wrote them down.

    ``marks`` holds (what, warning code): name, identity (seen in the number itself), misfit (the
    number and the birth date disagree), foreign (a warning only where no document type stands).
    """

    human: Human
    name: str
    alias: str | None
    birth: str | None
    id_type: str | None
    id_no: str | None
    marks: list[tuple[str, str]] = field(default_factory=list)
    # Kinds of faults, for the truth; is_lost: nothing that is delivered tells who this really is.
    dirt: list[str] = field(default_factory=list)
    is_lost: bool = False

    def marks_at(
        self, name: str, identity: str, *, has_birth: bool, has_type: bool
    ) -> set[tuple[str, str]]:
        """(column path, code) in a table with these columns, a birth date or not, a type or not."""
        columns = {"name": name, "identity": identity}
        if has_birth:
            columns["misfit"] = identity
        if not has_type:
            columns["foreign"] = identity
        return {(columns[what], code) for what, code in self.marks if what in columns}

    @property
    def sex_code(self) -> str:
        return "1" if self.human.is_male else "2"

    @property
    def sex(self) -> str:
        return "男" if self.human.is_male else "女"


class Clerk:
    """Writes down what somebody else said or printed."""

    __slots__ = ("_dice",)

    handoff_share = rates.HANDOFF_ON_PLATFORM
    unidentified_share = rates.SUSPECT_UNIDENTIFIED

    def __init__(self, dice: Dice) -> None:
        self._dice = dice

    def quote(
        self, number: Number | str, *, may_miss: bool = True
    ) -> tuple[Number | str | None, str]:
        """(the number as typed, the warning it must raise or empty).

        About 97 of 100 quotations lead to the right number once they are normalised.
        """
        draw = self._dice.random()
        if draw < rates.NUMBER_VARIANT:
            # Drawn now and not when the text is known: a draw then would depend on the writing order.
            kind, share = self._dice.between(0, 5), self._dice.random()
            return Quote(number, lambda text: vary_number(text, kind, share)), "W4"
        draw -= rates.NUMBER_VARIANT
        if draw < rates.NUMBER_WRONG_DIGIT:
            share = self._dice.random()
            return Quote(number, lambda text: wrong_serial(text, share)), ""
        draw -= rates.NUMBER_WRONG_DIGIT
        if may_miss and draw < rates.NUMBER_MISSING:
            return None, "W7"
        return number, ""

    def write_down(self, human: Human) -> Written:
        """The human as typed by a clerk who sees papers, or only hears."""
        dice = self._dice
        written = Written(
            human, human.name, human.alias, day_text(human.birth), human.id_type, human.id_no
        )
        draw = dice.random()
        if draw < rates.IDENTITY_MISSING:
            written.id_no, written.id_type = None, dice.pick((None, "999", "111"))
            written.marks.append(("identity", "W3"))
            written.dirt.append("identity_missing")
        elif human.id_type == "111":
            self._mistype_identity(written, draw - rates.IDENTITY_MISSING)
        self._mistype_name(written, misheard=rates.NAME_MISHEARD)
        draw = dice.random()
        if draw < rates.BIRTH_DATE_OFF:
            written.birth = day_text(human.birth + dice.pick((-365, -31, -10, -1, 1, 9, 30, 366)))
            written.dirt.append("birth_date_off")
            if written.id_no and human.id_type == "111":
                written.marks.append(("misfit", "W3"))
        elif draw < rates.BIRTH_DATE_OFF + rates.BIRTH_DATE_MISSING:
            written.birth = None
            written.dirt.append("birth_date_missing")
        if written.id_no and human.id_type != "111":
            written.marks.append(("foreign", "W3"))
        if " " in written.name:
            written.marks.append(("name", "W8"))
        return written

    def unknown(self, human: Human, place: int) -> Written:
        """Somebody who says nothing and carries no papers."""
        written = Written(human, f"无名氏{place}", None, None, "999", None)
        written.marks.append(("identity", "W3"))
        written.dirt.append("unidentified")
        return written

    def copy(self, source: Written) -> Written:
        """As another agency took it over: mostly by the wire, sometimes typed again from papers."""
        if self._dice.chance(rates.COPIED_FROM_OTHER_AGENCY):
            return source
        return self.write_down(source.human)

    def write_down_witness(self, human: Human) -> Written:
        """A victim or reporter; at the hard level they often come without papers."""
        return self.write_down(human)

    def pretend(self, human: Human, others: list[Human]) -> Written | None:
        """Papers of somebody else that this suspect shows; None: their own."""
        return None

    def mix_up(self, people: list[Written]) -> list[Written]:
        """A list of people as typed; at the hard level numbers slip into the next line."""
        return people

    def flow_number(self, number: Number | str | None) -> Number | str | None:
        """A case number as the platform's log holds it."""
        return number

    def is_identified_late(self) -> bool:
        """Whether an unknown suspect's name comes up only after the arrest review."""
        return False

    def _mistype_identity(self, written: Written, draw: float) -> None:
        dice, number = self._dice, written.id_no or ""
        if draw < rates.IDENTITY_WRONG_DIGIT:
            place = dice.between(6, 16)
            digit = str((int(number[place]) + dice.between(1, 9)) % 10)
            written.id_no = number[:place] + digit + number[place + 1 :]
            written.marks.append(("identity", "W3"))
            written.dirt.append("identity_wrong_digit")
            return
        draw -= rates.IDENTITY_WRONG_DIGIT
        if draw < rates.IDENTITY_FULL_WIDTH:
            written.id_no = number.translate(_FULL_WIDTH)
            written.marks.append(("identity", "W1"))
        elif draw < rates.IDENTITY_FULL_WIDTH + rates.IDENTITY_WITH_BLANK:
            written.id_no = f" {number}" if dice.chance(0.5) else f"{number} "
            written.marks.append(("identity", "W1"))
        elif number.endswith("X") and dice.chance(rates.IDENTITY_LOWER_CASE_X):
            written.id_no = number[:-1] + "x"
            written.marks.append(("identity", "W2"))

    def _mistype_name(self, written: Written, *, misheard: float) -> None:
        dice, human = self._dice, written.human
        if human.nicknames and dice.chance(rates.NAME_IS_NICKNAME):
            written.name, written.alias = human.nicknames[0], human.name
            written.dirt.append("nickname")
        elif human.alias and dice.chance(rates.NAME_IS_FORMER):
            written.name, written.alias = human.alias, human.name
            written.dirt.append("former_name")
        elif dice.chance(misheard):
            written.name = names.mishear(dice, human.name)
            written.dirt.append("name_misheard")
        elif dice.chance(rates.NAME_WITH_REMARK):
            written.name = f"{human.name}(绰号{names.invent_nickname(dice, human.name)})"
            written.marks.append(("name", "W8"))

    def unit_name(self, name: str, short_name: str) -> tuple[str, str]:
        """(the unit's name as typed, its warning or empty)."""
        draw = self._dice.random()
        if draw < rates.UNIT_NAME_SHORT:
            return short_name, "W1"
        if draw < rates.UNIT_NAME_SHORT + rates.UNIT_NAME_FULL_WIDTH:
            return f"{name}　", "W1"
        return name, ""

    def court_number(self, number: Number) -> tuple[Number, str]:
        """A court's own number as it stands in its own record."""
        if self._dice.chance(rates.COURT_NUMBER_FULL_WIDTH):
            return Quote(number, lambda text: text.replace("(", "（").replace(")", "）")), "W4"
        return number, ""

    def own_number(self, number: Number) -> tuple[Number, str]:
        """A document number as the office that made it typed it into its own system."""
        if self._dice.chance(rates.OWN_NUMBER_VARIANT):
            kind, share = self._dice.between(0, 3), self._dice.random()
            return Quote(number, lambda text: vary_number(text, kind, share)), "W4"
        return number, ""


def vary_number(text: str, kind: int, share: float) -> str:
    """One of the ways in which a printed number is typed differently and can be repaired."""
    if kind == 0 and "〔" in text:
        place = 1 + int(share * 3)
        return text.replace("〔", _OPENING[place]).replace("〕", _CLOSING[place])
    if kind == 0 or (kind == 4 and text.startswith("(")):
        return text.replace("(", "（").replace(")", "）")
    if kind == 1:
        return text.removesuffix("号")
    if kind in (2, 4):
        head, serial, tail = _split_serial(text)
        return f"{head}{serial.zfill(len(serial) + 1 + int(share * 2))}{tail}"
    head, serial, tail = _split_serial(text)
    if kind == 3:
        return f"{head} {serial}{tail}" if share < 0.6 else f"{head}{serial} {tail}"
    return f"{head.replace('〔', '[').replace('〕', ']')}{serial}"


def _split_serial(text: str) -> tuple[str, str, str]:
    """Head, closing serial, and what stands behind it."""
    tail = "号" if text.endswith("号") else ""
    body = text.removesuffix("号")
    head = body.rstrip("0123456789")
    return head, body[len(head) :], tail


def wrong_serial(text: str, share: float) -> str:
    """The number with one digit of its serial wrong: it names something else or nothing."""
    head, serial, tail = _split_serial(text)
    if not serial:
        return text
    place = int(share * len(serial))
    step = 1 + int(share * 997) % 8
    digit = (int(serial[place]) + step) % 10
    if place == 0 and digit == 0:
        digit = 9
    return f"{head}{serial[:place]}{digit}{serial[place + 1 :]}{tail}"
