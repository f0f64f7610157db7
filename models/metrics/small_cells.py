"""Small cells: which counts of a table stay unsaid so that nobody can be made out.

Belongs here: one pure function over counts. Keep out: which tables are about persons (the caller says
so), how an unsaid cell looks, and whether a reader may see it.

A count from 1 to k - 1 is small (k = 5) and is written as "<5". Nought describes nobody and stays. Where
a total is published too, a lone small cell could be computed from the others: then further cells of its
line stay unsaid (the smallest first) until every small one can still take at least two values. A small
total is treated like a cell.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

SMALLEST_SHOWN = 5


class Mark(Enum):
    """What becomes of a cell."""

    SHOWN = ""
    SMALL = "small"
    HIDDEN = "hidden"


@dataclass(frozen=True)
class _Line:
    """Cells that add up: ``parts`` make the last one, ``total``."""

    parts: tuple[tuple[int, int], ...]
    total: tuple[int, int]

    @property
    def cells(self) -> tuple[tuple[int, int], ...]:
        return (*self.parts, self.total)


def mark_small_cells(
    counts: Sequence[Sequence[float | None]],
    *,
    k: int = SMALLEST_SHOWN,
    has_row_totals: bool = False,
    has_column_totals: bool = False,
) -> list[list[Mark]]:
    """A mark for every cell of ``counts`` (rows of equal length; None: no value, always shown).

    ``has_row_totals``: the last column is the sum of the others; ``has_column_totals``: so is the last
    row. A part of a line that is None counts as nought.
    """
    height, width = len(counts), len(counts[0]) if counts else 0
    marks = [
        [Mark.SMALL if value is not None and 0 < value < k else Mark.SHOWN for value in row]
        for row in counts
    ]
    lines = []
    if has_row_totals and width > 1:
        lines += [
            _Line(tuple((row, column) for column in range(width - 1)), (row, width - 1))
            for row in range(height)
        ]
    if has_column_totals and height > 1:
        lines += [
            _Line(tuple((row, column) for row in range(height - 1)), (height - 1, column))
            for column in range(width)
        ]
    while line := _first_open_line(counts, marks, lines, k):
        candidates = [cell for cell in line.cells if _is_shown(marks, cell)]
        # A cell with nobody in it protects nobody, unless there is nothing else.
        row, column = min(
            candidates, key=lambda cell: (not _value(counts, cell), _value(counts, cell), cell)
        )
        marks[row][column] = Mark.HIDDEN
    return marks


def _value(counts: Sequence[Sequence[float | None]], cell: tuple[int, int]) -> float:
    return counts[cell[0]][cell[1]] or 0.0


def _is_shown(marks: list[list[Mark]], cell: tuple[int, int]) -> bool:
    return marks[cell[0]][cell[1]] is Mark.SHOWN


def _first_open_line(
    counts: Sequence[Sequence[float | None]], marks: list[list[Mark]], lines: list[_Line], k: int
) -> _Line | None:
    """A line by which a small cell can be computed and that still has a cell to take back.

    Where all of the small cell's own lines are unsaid already, one of them can still be computed by
    way of another line: that one is taken.
    """
    ranges = _ranges(counts, marks, lines, k)
    known = {
        cell for cell, (low, high) in ranges.items() if low >= high and not _is_shown(marks, cell)
    }
    small = {cell for cell in known if marks[cell[0]][cell[1]] is Mark.SMALL}
    if not small:
        return None
    open_lines = [line for line in lines if any(_is_shown(marks, cell) for cell in line.cells)]
    for wanted in (small, known):
        for line in open_lines:
            if wanted.intersection(line.cells):
                return line
    return None


def _ranges(
    counts: Sequence[Sequence[float | None]], marks: list[list[Mark]], lines: list[_Line], k: int
) -> dict[tuple[int, int], tuple[float, float]]:
    """What a reader can work out about every cell from those that are shown and from the sums."""
    limits = {Mark.SMALL: (1.0, k - 1.0), Mark.HIDDEN: (0.0, math.inf)}
    ranges = {
        (row, column): limits.get(mark, (_value(counts, (row, column)),) * 2)
        for row, found in enumerate(marks)
        for column, mark in enumerate(found)
    }
    changed = True
    while changed:
        changed = False
        for line in lines:
            for cell in line.cells:
                narrowed = _narrow(ranges, line, cell)
                if narrowed != ranges[cell]:
                    ranges[cell] = narrowed
                    changed = True
    return ranges


def _narrow(
    ranges: dict[tuple[int, int], tuple[float, float]], line: _Line, cell: tuple[int, int]
) -> tuple[float, float]:
    low, high = ranges[cell]
    others = [ranges[part] for part in line.parts if part != cell]
    least, most = sum(part[0] for part in others), sum(part[1] for part in others)
    if cell == line.total:
        return max(low, least), min(high, most)
    total_low, total_high = ranges[line.total]
    return max(low, total_low - most), min(high, total_high - least)
