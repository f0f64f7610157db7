"""Many figures in few questions: a report asks a thousand, a page a hundred.

Belongs here: gathering what is asked and asking it at once. Keep out: what a figure is (book.py), whose
parts and marks are used here, so that one asked alone and one asked among many are the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import pandas as pd

from dashboards.metrics.book import MetricBook, MetricFigure, Scope, Source, UnknownScopeError
from dashboards.queries import load_query
from models.metrics.periods import Period

Question = tuple[str, str, Period, Scope]
_OF_MANY = {
    "metric_parts_by_month": "metric_parts_of_many",
    "metric_observed": "metric_observed_of_many",
}


class MetricBatch:
    """Figures of one snapshot, remembered. ``figure`` of something not yet known is None and is noted
    down; ``ask`` then gets everything noted. What the cubes cannot answer stays an UnknownScopeError.
    """

    def __init__(self, source: Source, book: MetricBook | None = None) -> None:
        self._source = source
        self.book = book or MetricBook(source)
        self._known: dict[Question, MetricFigure] = {}
        self._wanted: dict[Question, str] = {}

    def figure(
        self, metric_id: str, variant: str, period: Period, scope: Scope
    ) -> MetricFigure | None:
        """The figure, or None until it was asked.

        Raises:
            KeyError, UnknownScopeError: as ``MetricBook.figure``.
        """
        question = (metric_id, variant, period, scope)
        found = self._known.get(question)
        if found is None:
            self._wanted[question] = self.book.question(*question)
        return found

    @property
    def is_waiting(self) -> bool:
        """Whether something was noted down and not asked."""
        return bool(self._wanted)

    def ask(self) -> None:
        """Get everything that was noted down."""
        wanted, self._wanted = self._wanted, {}
        for query, many in _OF_MANY.items():
            questions = [one for one, by in wanted.items() if by == query]
            if questions:
                self._ask_many(many, questions)
        for question, query in wanted.items():
            if query not in _OF_MANY:
                self._known[question] = self.book.figure(*question)

    def _ask_many(self, query: str, questions: list[Question]) -> None:
        asked = json.dumps([self._told(no, *one) for no, one in enumerate(questions)])
        found = self._source.query(load_query(query), {"asked": asked})
        rows = {int(row["question_no"]): row for row in _records(found)}
        for number, question in enumerate(questions):
            metric_id, variant, period, _ = question
            row = rows.get(number, {})
            if query == "metric_observed_of_many":
                formula = str(self.book.variants[metric_id, variant]["formula"])
                count = int(row.get("observation_count", 0))
                value = float(row[f"{formula}_value"]) if count else None
                figure = self.book.observed_figure(metric_id, variant, period, value, count)
            else:
                parts = (float(row.get("numerator", 0)), float(row.get("denominator", 0)))
                figure = self.book.figure_of_parts(metric_id, variant, period, *parts)
            self._known[question] = figure

    def _told(
        self, number: int, metric_id: str, variant: str, period: Period, scope: Scope
    ) -> dict[str, Any]:
        return {
            "question_no": number,
            "metric_id": metric_id,
            "variant": variant,
            "first_day": period.first_day.isoformat(),
            "last_day": period.last_day.isoformat(),
            "region": scope.region,
            "agency": scope.agency,
            "charge": scope.charge,
            "breakdown": scope.breakdown,
            "member": scope.member,
            "is_mix": bool(self.book.variants[metric_id, variant]["is_mix"]),
        }


def ask_all(
    source: Source, questions: Iterable[Question], book: MetricBook | None = None
) -> dict[Question, MetricFigure | None]:
    """The figures of these questions; None for what the cubes cannot answer."""
    batch, listed = MetricBatch(source, book), list(questions)
    for is_last in (False, True):
        found = {}
        for question in listed:
            try:
                found[question] = batch.figure(*question)
            except UnknownScopeError:
                found[question] = None
        if not is_last:
            batch.ask()
    return found


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return frame.to_dict("records")
