"""Small cells: nobody can work out what stays unsaid.

When this fails, a reader without access to cases learns that the one juvenile of a county did it.
"""

from __future__ import annotations

import random
from itertools import product

from models.metrics.small_cells import Mark, mark_small_cells

TABLES = 80
# What an attacker tries for a cell that is hidden without being small.
MOST = 41


def possible_values(
    counts: list[list[int]], marks: list[list[Mark]]
) -> dict[tuple[int, int], set[int]] | None:
    """All values of unsaid inner cells that fit the shown ones and the sums; None: too many to try."""
    height, width = len(counts) - 1, len(counts[0]) - 1
    unsaid = [
        (row, column)
        for row in range(height)
        for column in range(width)
        if marks[row][column] is not Mark.SHOWN
    ]
    choices = [
        range(1, 5) if marks[row][column] is Mark.SMALL else range(MOST) for row, column in unsaid
    ]
    size = 1
    for choice in choices:
        size *= len(choice)
    if size > 30_000:
        return None
    found: dict[tuple[int, int], set[int]] = {cell: set() for cell in unsaid}
    for guess in product(*choices):
        table = [row[:width] for row in counts[:height]]
        for (row, column), value in zip(unsaid, guess, strict=True):
            table[row][column] = value
        full = [[*row, sum(row)] for row in table]
        full.append([sum(column) for column in zip(*full, strict=True)])
        if all(
            _fits(full[row][column], counts[row][column], marks[row][column])
            for row in range(height + 1)
            for column in range(width + 1)
        ):
            for cell, value in zip(unsaid, guess, strict=True):
                found[cell].add(value)
    return found


def _fits(guessed: int, true: int, mark: Mark) -> bool:
    if mark is Mark.SHOWN:
        return guessed == true
    return mark is Mark.HIDDEN or 1 <= guessed <= 4


def test_no_small_cell_can_be_worked_out() -> None:
    """Every table is attacked by trying all values that fit."""
    generator = random.Random(5)
    attacked = 0
    while attacked < TABLES:
        height, width = generator.randint(1, 3), generator.randint(2, 3)
        inner = [
            [generator.choice([0, 1, 2, 3, 4, 5, 7, 12, 20]) for _ in range(width)]
            for _ in range(height)
        ]
        counts = [[*row, sum(row)] for row in inner]
        counts.append([sum(column) for column in zip(*counts, strict=True)])
        marks = mark_small_cells(counts, has_row_totals=True, has_column_totals=True)
        assert all(
            (mark is Mark.SMALL) == (0 < value < 5)
            for row, of_row in zip(counts, marks, strict=True)
            for value, mark in zip(row, of_row, strict=True)
        )
        values = possible_values(counts, marks)
        if values is None:
            continue
        attacked += 1
        known = {
            cell
            for cell, found in values.items()
            if marks[cell[0]][cell[1]] is Mark.SMALL and len(found) < 2
        }
        # Where everything is unsaid nothing more can be taken back.
        assert not known or all(Mark.SHOWN not in row for row in marks), (counts, marks)


def test_a_lone_small_cell_takes_the_smallest_beside_it() -> None:
    marks = mark_small_cells([[3, 10, 20, 33]], has_row_totals=True)
    assert marks == [[Mark.SMALL, Mark.HIDDEN, Mark.SHOWN, Mark.SHOWN]]


def test_without_totals_small_cells_alone_are_unsaid() -> None:
    assert mark_small_cells([[3, 0, 20]]) == [[Mark.SMALL, Mark.SHOWN, Mark.SHOWN]]


def test_two_small_cells_of_the_least_sum_are_no_shelter() -> None:
    """1 + 1 = 2: the total would say both."""
    marks = mark_small_cells([[1, 1, 20, 22]], has_row_totals=True)
    assert marks[0].count(Mark.SHOWN) == 1
