"""How numbers, dates and empty values look, on every page and in every download.

Belongs here: forms. Keep out: words (the catalogue) and colours (the palette).

Dates are ISO in both languages, because files, e-mails and talk between agencies use them so.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import Any

import pandas as pd
from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

EMPTY = "—"
_LOCALES = {"zh": "zh_CN", "en": "en_US"}


def is_empty(value: Any) -> bool:
    """None, NaN, NaT and texts of nothing."""
    return bool(pd.isna(value)) or value == ""


_LEAST_CHANCE = 0.0001


class Formats:
    """The forms of one language."""

    def __init__(self, language: str) -> None:
        self._locale = _read_locale(_LOCALES[language])

    def number(self, value: Any, *, decimals: int = 0, is_fixed: bool = False) -> str:
        """``12,345`` or, with decimals, ``12,345.5``; fixed for columns: ``12,345.50``."""
        if is_empty(value):
            return EMPTY
        digit = "0" if is_fixed else "#"
        pattern = "#,##0" + (f".{digit * decimals}" if decimals else "")
        return format_decimal(value, format=pattern, locale=self._locale)

    def chance(self, value: Any) -> str:
        """A probability of chance: ``0.0031``, and ``<0.0001`` below what anybody should tell apart."""
        if is_empty(value):
            return EMPTY
        if value < _LEAST_CHANCE:
            return f"<{_LEAST_CHANCE:.4f}"
        return self.number(value, decimals=4, is_fixed=True)

    def signed(self, value: Any, *, decimals: int = 0) -> str:
        """A difference: ``+3.2``, ``−1.5`` with a true minus, and no sign before nought."""
        if is_empty(value):
            return EMPTY
        amount = round(float(value), decimals)
        sign = "+" if amount > 0 else "\N{MINUS SIGN}" if amount < 0 else ""
        return f"{sign}{self.number(abs(amount), decimals=decimals, is_fixed=True)}"

    def share(self, value: Any) -> str:
        """A share from 0 to 1 as ``12.3%``."""
        if is_empty(value):
            return EMPTY
        return format_percent(value, format="0.0%", locale=self._locale)

    def yuan(self, value: Any) -> str:
        """``¥3,200`` or ``¥3,200.50``: with both digits where there is anything but whole yuan."""
        if is_empty(value):
            return EMPTY
        amount = round(float(value), 2)
        decimals = 0 if amount.is_integer() else 2
        return f"¥{self.number(amount, decimals=decimals, is_fixed=True)}"

    def date(self, value: Any) -> str:
        """``2025-10-30``."""
        return EMPTY if is_empty(value) else f"{_timestamp(value):%Y-%m-%d}"

    def month(self, value: Any) -> str:
        """``2025-10``."""
        return EMPTY if is_empty(value) else f"{_timestamp(value):%Y-%m}"

    def month_of_year(self, month: int) -> str:
        """``3月`` or ``Mar``."""
        return format_date(date(2000, month, 1), format="MMM", locale=self._locale)

    def short_number(self, value: Any) -> str:
        """``8,765``, ``1.2万``, ``3.4亿``: for headlines; tables show every digit. English: ``12.3K``."""
        if is_empty(value):
            return EMPTY
        steps = (("M", 1e6), ("K", 1e4))
        if self._locale.language == "zh":
            steps = (("亿", 1e8), ("万", 1e4))
        for unit, size in steps:
            if abs(value) >= size:
                base = 1e3 if unit == "K" else size
                return f"{self.number(round(value / base, 1), decimals=1)}{unit}"
        return self.number(value)

    def time(self, value: Any) -> str:
        """``2025-10-30 14:05``; a midnight is a date whose time nobody wrote."""
        if is_empty(value):
            return EMPTY
        moment = _timestamp(value)
        if moment == moment.normalize():
            return f"{moment:%Y-%m-%d}"
        return f"{moment:%Y-%m-%d %H:%M}"

    def text(self, value: Any) -> str:
        """Any text; a dash where there is none."""
        return EMPTY if is_empty(value) else str(value)


@lru_cache(maxsize=4)
def _read_locale(name: str) -> Locale:
    """By its name alone Babel looks a locale up among a thousand, at every number."""
    return Locale.parse(name)


def _timestamp(value: str | date | datetime | pd.Timestamp) -> pd.Timestamp:
    return pd.Timestamp(value)
