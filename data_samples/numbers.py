"""Numbers that agencies give: serials in the order in which things really happened.

Belongs here: series, serials, and the numbers' printed form. Keep out: how others misquote them
(dirt.py).

A matter is told from beginning to end before the next one starts, so its numbers are issued out of
order. A ``Number`` is therefore a promise; ``Register.close`` gives the serials of each series in
order of time, and from then on ``str(number)`` is the printed number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable


class Number:
    """One number of a series; its text is known once the register is closed."""

    __slots__ = ("at", "text")

    def __init__(self, at: int) -> None:
        self.at = at
        self.text = ""

    def __str__(self) -> str:
        return self.text


class Quote(Number):
    """A number as somebody else wrote it down: the printed number put through ``change``."""

    __slots__ = ("_change", "_number")

    def __init__(self, number: Number | str, change: Callable[[str], str]) -> None:
        self._number = number
        self._change = change
        self.text = ""

    def __str__(self) -> str:
        # Worked out once: a quote stays as it was typed in every version of its record.
        if not self.text:
            self.text = self._change(str(self._number))
        return self.text


class Register:
    """All series of the city."""

    __slots__ = ("_counters", "series")

    def __init__(self) -> None:
        # By (prefix, width of the serial, suffix).
        self.series: dict[tuple[str, int, str], list[Number]] = defaultdict(list)
        self._counters: dict[str, int] = defaultdict(int)

    def issue(self, at: int, prefix: str, suffix: str = "", width: int = 0) -> Number:
        """The next number of the series ``prefix…suffix``, as of the moment ``at``."""
        number = Number(at)
        self.series[prefix, width, suffix].append(number)
        return number

    def count(self, series: str) -> int:
        """A plain counter, for internal numbers whose order means nothing."""
        self._counters[series] += 1
        return self._counters[series]

    def close(self) -> None:
        """Give every issued number its serial."""
        for (prefix, width, suffix), numbers in self.series.items():
            numbers.sort(key=_moment)
            for serial, number in enumerate(numbers, start=1):
                number.text = f"{prefix}{str(serial).zfill(width)}{suffix}"


def _moment(number: Number) -> int:
    return number.at
