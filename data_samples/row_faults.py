"""Faults of single rows, made from the contract alone: forms that are tolerated, and refusals.

Belongs here: spoiling the fields of one row. Keep out: which rows (deliveries.py) and files
(file_faults.py).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from data_samples import rates
from data_samples.dice import Dice
from data_samples.firsts import Firsts
from data_samples.records import Fields
from pipelines.contract import Column, Contract

_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
# Values that no list, calendar or number system knows.
_UNKNOWN_CODE = "ZZ"
_BAD_MOMENTS = ("2024-02-30", "昨天", "2024-13-01", "45356", "2024-05-04T10:00:00+08:00")
_BAD_NUMBERS = ("3万", "1,000.00", "约500")

# A fault of one row: the fields as sent, the code, the column path.
Fault = tuple[Fields, str, str]


def date_forms(text: str) -> tuple[str, ...]:
    """Other ways of typing ``YYYY-MM-DD[ HH:MM:SS]`` that must be understood."""
    day, _, clock = text.partition(" ")
    year, month, date = day.split("-")
    tail = f" {clock}" if clock else ""
    forms = [
        f"{year}/{month}/{date}{tail}",
        f"{year}.{int(month)}.{int(date)}{tail}",
        f"{year}年{int(month)}月{int(date)}日{tail}",
        f"{year}-{int(month)}-{int(date)}{tail}"
        if month[0] == "0"
        else f"{year}/{month}/{date}{tail}",
    ]
    if not clock:
        forms.append(f"{year}{month}{date}")
    return tuple(forms)


class RowFaults:
    """Spoils rows of one contract."""

    __slots__ = (
        "_codes",
        "_contract",
        "_dice",
        "_firsts",
        "_moments",
        "_numbers",
        "_required",
        "_texts",
    )

    def __init__(self, contract: Contract, dice: Dice, firsts: Firsts) -> None:
        self._contract = contract
        self._firsts = firsts
        self._dice = dice
        own = {contract.version_column, contract.delete_column}
        plain = [column for column in contract.columns if column.is_scalar]
        self._codes = [c for c in plain if c.code_list and c.is_closed and c.name not in own]
        self._moments = [c for c in plain if c.kind in ("date", "timestamp")]
        self._numbers = [c for c in plain if c.kind in ("number", "integer")]
        self._required = [c for c in plain if c.required]
        self._texts = [
            c
            for c in plain
            if c.kind == "string" and (c.max_length or 0) >= 100 and not c.code_list and not c.is_key
            and not c.pattern and not c.references and c.name not in own
        ]  # fmt: skip

    def soften(self, fields: Fields) -> list[tuple[str, str]]:
        """Change forms in place in ways that must be understood; returns (code, column) of each."""
        dice = self._dice
        found = []
        if self._firsts.chance("W1 code", rates.FULL_WIDTH_CODE) and (
            column := self._filled(self._codes, fields)
        ):
            code = str(fields[column.name])
            fields[column.name] = code.translate(_FULL_WIDTH)
            if fields[column.name] != code:
                found.append(("W1", column.name))
                self._firsts.planted("W1 code")
        if self._firsts.chance("W5", rates.DATE_FORM_ODD) and (
            column := self._filled(self._moments, fields)
        ):
            fields[column.name] = dice.pick(date_forms(fields[column.name]))
            found.append(("W5", column.name))
            self._firsts.planted("W5")
        if self._firsts.chance("W17", rates.TOO_LONG_TEXT) and (
            column := self._filled(self._texts, fields)
        ):
            filler = str(fields[column.name]) + "多"
            fields[column.name] = (filler * (column.max_length or 1))[
                : (column.max_length or 1) + 3
            ]
            found.append(("W17", column.name))
            self._firsts.planted("W17")
        return found

    def refuse(self, kind: str, fields: Fields) -> Fault | None:
        """The fields with a fault of this kind (Q1 … Q4), or None if the row has no place for it."""
        makers: dict[str, Callable[[Fields], Fault | None]] = {
            "Q1": self._empty,
            "Q2": self._break_key,
            "Q3": self._break_moment,
            "Q4": self._break_code,
        }
        if self._contract.is_nested and self._dice.chance(0.3):
            return self._break_nested(dict(fields))
        return makers[kind](dict(fields))

    def _filled(self, columns: list[Column], fields: Fields) -> Column | None:
        filled = [column for column in columns if fields.get(column.name) not in (None, "")]
        return self._dice.pick(filled) if filled else None

    def _empty(self, fields: Fields) -> Fault | None:
        column = self._filled(self._required, fields)
        if column is None:
            return None
        fields[column.name] = None
        return fields, "Q1", column.name

    def _break_key(self, fields: Fields) -> Fault:
        key = self._contract.key.name
        text = str(fields[key])
        fields[key] = self._dice.pick((text[:-1], f"{text}0", f"{text[:6]} {text[7:]}"))
        return fields, "Q2", key

    def _break_moment(self, fields: Fields) -> Fault | None:
        if self._numbers and self._dice.chance(0.3):
            column = self._filled(self._numbers, fields)
            if column is not None:
                fields[column.name] = self._dice.pick(_BAD_NUMBERS)
                return fields, "Q3", column.name
        column = self._filled(self._moments, fields)
        if column is None:
            return None
        fields[column.name] = self._dice.pick(_BAD_MOMENTS)
        return fields, "Q3", column.name

    def _break_code(self, fields: Fields) -> Fault | None:
        column = self._filled(self._codes, fields)
        if column is None:
            return None
        fields[column.name] = _UNKNOWN_CODE
        return fields, "Q4", column.name

    def _break_nested(self, fields: Fields) -> Fault | None:
        """Empty or miscode one field of the last item of a list."""
        lists = [c for c in self._contract.columns if c.kind == "list" and fields.get(c.name)]
        if not lists:
            return None
        owner = self._dice.pick(lists)
        items: list[Fields] = [dict(item) for item in fields[owner.name]]
        item = items[-1]
        fields[owner.name] = items
        coded = [c for c in owner.children if c.is_closed and item.get(c.name) is not None]
        if coded and self._dice.chance(0.5):
            column, code, value = self._dice.pick(coded), "Q4", _UNKNOWN_CODE
        else:
            required = [c for c in owner.children if c.required and c.is_scalar]
            if not required:
                return None
            column, code, value = self._dice.pick(required), "Q1", None
        item[column.name] = value
        return fields, code, f"{owner.name}.{column.name}"


def soil_cell(value: Any, share: float) -> tuple[Any, str]:
    """A date of a workbook as text in one of the forms in use, and its warning or empty."""
    forms = (value, *date_forms(value))
    text = forms[int(share * len(forms))]
    return text, "" if text == value else "W5"
