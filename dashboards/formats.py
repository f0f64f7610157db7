"""How numbers, dates and empty values look, on every page and in every download.

Belongs here: forms. Keep out: words (the catalogue) and colours (the palette).

Dates are ISO in both languages, because files, e-mails and talk between agencies use them so.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pandas as pd
from babel.numbers import format_decimal, format_percent

EMPTY = "—"
_LOCALES = {"zh": "zh_CN", "en": "en_US"}


def is_empty(value: Any) -> bool:
    """None, NaN, NaT and texts of nothing."""
    return bool(pd.isna(value)) or value == ""


class Formats:
    """The forms of one language."""

    def __init__(self, language: str) -> None:
        self._locale = _LOCALES[language]

    def number(self, value: Any, *, decimals: int = 0) -> str:
        """``12,345`` or, with decimals, ``12,345.5``."""
        if is_empty(value):
            return EMPTY
        pattern = "#,##0" + (f".{'#' * decimals}" if decimals else "")
        return format_decimal(value, format=pattern, locale=self._locale)

    def share(self, value: Any) -> str:
        """A share from 0 to 1 as ``12.3%``."""
        if is_empty(value):
            return EMPTY
        return format_percent(value, format="0.0%", locale=self._locale)

    def yuan(self, value: Any) -> str:
        """``¥3,200`` or ``¥3,200.50``."""
        return EMPTY if is_empty(value) else f"¥{self.number(float(value), decimals=2)}"

    def date(self, value: Any) -> str:
        """``2025-10-30``."""
        return EMPTY if is_empty(value) else f"{_timestamp(value):%Y-%m-%d}"

    def month(self, value: Any) -> str:
        """``2025-10``."""
        return EMPTY if is_empty(value) else f"{_timestamp(value):%Y-%m}"

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


def _timestamp(value: str | date | datetime | pd.Timestamp) -> pd.Timestamp:
    return pd.Timestamp(value)
