"""Small cells: counts of persons so few that a reader may know whom they mean.

Belongs here: which cells of a column are hidden, and what is hidden beside them so that nobody can
subtract. Keep out: looks; the mark is text like any other.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from dashboards.reports.blocks import Cell, Number
from dashboards.reports.desk import Desk, Measured

SMALLEST = 5
# Cuts that say something of a person. Places and agencies are cut by their work, not by who was in it.
PERSONAL_CUTS = ("charge", "breakdown")


def hide_small(column: Sequence[Cell], found: Measured, cut: str, desk: Desk) -> list[Cell]:
    """The column with person counts of 1 to 4 as ``<5``, and a second cell hidden where one alone would
    follow from the total."""
    is_personal = cut.partition(":")[0] in PERSONAL_CUTS
    if not is_personal or found.variant["unit"] not in _person_units():
        return list(column)
    shown = list(column)
    small = [at for at, cell in enumerate(shown) if _is_small(cell)]
    if len(small) == 1:
        others = [
            (cell.value, at)
            for at, cell in enumerate(shown)
            if isinstance(cell, Number) and cell.value and at not in small
        ]
        small += [min(others)[1]] if others else []
    for at in small:
        cell = shown[at]
        assert isinstance(cell, Number)
        mark = f"<{SMALLEST}" if _is_small(cell) else desk.text("report.hidden")
        shown[at] = replace(cell, text=mark, value=None, is_hidden=True)
    return shown


@lru_cache(maxsize=1)
def _person_units() -> frozenset[str]:
    """The units of the registry that count persons."""
    return frozenset(json.loads(Path(__file__).with_name("person_units.json").read_text("utf-8")))


def _is_small(cell: Cell) -> bool:
    return isinstance(cell, Number) and cell.value is not None and 0 < cell.value < SMALLEST
