"""Which metrics count persons, as the registry writes it, and which counts stand behind a figure.

Belongs here: reading the registry's grain, and the counts that small cells are judged by. Keep out: which tables
are about persons, and what becomes of a small cell (models/metrics/small_cells.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboards.metrics.book import MetricFigure
from models.metrics.small_cells import SMALLEST_SHOWN

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
