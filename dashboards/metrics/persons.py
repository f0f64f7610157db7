"""Which metrics count persons, which counts stand behind a figure, and figures that stay unsaid.

Belongs here: reading the registry's grain, the counts that small cells are judged by, and hiding figures of one line
or column. Keep out: tables of two dimensions (grids/privacy.py) and the arithmetic (models/metrics/small_cells.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from dashboards.metrics.book import WHOLE, MetricFigure, Scope
from models.metrics.small_cells import SMALLEST_SHOWN, Mark, mark_small_cells

# 人, 人次, 人/人日, 件/人.
_PERSON = "人"


def counts_persons(metric: Mapping[str, Any]) -> bool:
    """Whether one more in the numerator is one more person."""
    return _PERSON in str(metric["grain_zh"])


def numerator_of(figure: MetricFigure | None) -> float | None:
    """The persons that a figure tells of; of a median those it rests on, where they are few."""
    if figure is None:
        return None
    if figure.quantity is None:
        # A median of few is the value of one of them.
        few = figure.observation_count or 0
        return few if few < SMALLEST_SHOWN else None
    return figure.quantity.numerator


def denominator_of(figure: MetricFigure | None) -> float | None:
    """The persons among whom a share is taken."""
    if figure is None or figure.quantity is None:
        return None
    return figure.quantity.denominator


# A figure stays unsaid when either of its counts does.
COUNTS = (numerator_of, denominator_of)


def is_personal(metric: Mapping[str, Any], scope: Scope, *, is_cut: bool = False) -> bool:
    """Whether a figure counts persons by what they did or are: by charge or any breakdown."""
    is_cut = is_cut or scope.charge is not None or scope.breakdown != WHOLE
    return is_cut and counts_persons(metric)


def hide_small(
    figures: Sequence[MetricFigure | None], *, has_total: bool = False
) -> list[MetricFigure | None]:
    """Figures about persons, without the small ones; with a total (the last) none can be worked out."""
    marks = [Mark.SHOWN] * len(figures)
    for count in COUNTS:
        counts = [[count(figure)] for figure in figures]
        found = mark_small_cells(counts, has_column_totals=has_total)
        # Of a share the parts may be hidden for one reason or the other; small is said first.
        marks = [
            old if old is Mark.SMALL or new is Mark.SHOWN else new
            for old, (new,) in zip(marks, found, strict=True)
        ]
    return [_hidden(figure, mark) for figure, mark in zip(figures, marks, strict=True)]


def _hidden(figure: MetricFigure | None, mark: Mark) -> MetricFigure | None:
    if figure is None or mark is Mark.SHOWN:
        return figure
    return replace(figure, value=None, quantity=None, observation_count=None, mark=mark)
