"""The desk at which a report is written: snapshot, reader's scope, words, and every figure asked for.

Belongs here: what all parts of a report need. Keep out: sentences, tables, charts and their order.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from dashboards.formats import EMPTY, Formats
from dashboards.i18n import Texts
from dashboards.labels import Labels
from dashboards.metrics.batch import MetricBatch
from dashboards.metrics.book import MetricBook, MetricFigure, Scope, Source, UnknownScopeError
from dashboards.queries import load_query
from dashboards.reports.blocks import Number
from dashboards.reports.definition import Definition
from dashboards.reports.keys import MetricKey
from dashboards.scope import Reader
from models.metrics.formula import round_as_printed
from models.metrics.periods import (
    Kind,
    Period,
    cut_at,
    pair_periods,
    period_before,
    year_before,
)

# Without a reader of its own a report sees what the snapshot that it is given shows.
EVERYBODY = Reader("")
DIMENSIONS = ("region", "agency", "charge")


@dataclass(frozen=True)
class Measured:
    """One metric over the period, beside its bases (by kind of comparison).

    ``reason``: why there is no figure. A base is None where its days lie before the data.
    """

    metric: dict[str, Any]
    variant: dict[str, Any]
    scope: Scope
    period: Period
    figure: MetricFigure | None = None
    bases: dict[Kind, tuple[Period, MetricFigure] | None] | None = None
    is_cut: bool = False
    reason: str = ""

    @property
    def metric_id(self) -> str:
        return str(self.metric["metric_id"])

    @property
    def variant_name(self) -> str:
        return str(self.variant["variant"])

    def key(self, part: str = "value", period: Period | None = None) -> str:
        """The key of one part of the figure, or of that of another period."""
        return str(
            MetricKey(self.metric_id, self.variant_name, period or self.period, self.scope, part)
        )


class Desk:
    """One report in the making: of one snapshot, one period, one scope, in one language."""

    def __init__(
        self,
        source: Source,
        definition: Definition,
        *,
        period: Period,
        scope: Scope,
        language: str,
        reader: Reader = EVERYBODY,
        batch: MetricBatch | None = None,
    ) -> None:
        self.source = source
        self.reader = reader
        self.definition = definition
        self.period = period
        self.scope = scope
        self.language = language
        self.text = Texts(language)
        self.formats = Formats(language)
        self.batch = batch or MetricBatch(source)
        self._answers: dict[tuple[str, str], pd.DataFrame] = {}

    @property
    def book(self) -> MetricBook:
        return self.batch.book

    @property
    def grain(self) -> str:
        return self.definition.grain

    @cached_property
    def labels(self) -> Labels:
        return Labels(self.ask("labels"), self.language)

    @cached_property
    def data_start(self) -> date:
        """The first day of the first month with data; before it nothing can be compared."""
        found = self.ask("report_data_start")["data_start"].iloc[0]
        return self.book.as_of if pd.isna(found) else found.date()

    @cached_property
    def relations(self) -> frozenset[str]:
        """The published relations: what is not there (yet) has no part in a report."""
        return frozenset(self.ask("published_relations")["relation"])

    def ask(self, query: str, /, **parameters: Any) -> pd.DataFrame:
        """The answer to a question of ``queries/``, remembered for this report."""
        key = (query, repr(sorted(parameters.items())))
        if key not in self._answers:
            self._answers[key] = self.source.query(load_query(query), parameters)
        return self._answers[key]

    def remember(self, key: tuple[str, str], answer: Callable[[], pd.DataFrame]) -> pd.DataFrame:
        """An answer got once for this report."""
        if key not in self._answers:
            self._answers[key] = answer()
        return self._answers[key]

    @property
    def base_period(self) -> Period:
        """The same days of the year before."""
        return year_before(self.period)

    @cached_property
    def all_kinds(self) -> tuple[Kind, ...]:
        """What a report of this grain is compared with: the year before and, but for years, the one before."""
        if self.grain == "year":
            return (Kind.YEAR_BEFORE,)
        return (Kind.YEAR_BEFORE, Kind.PERIOD_BEFORE)

    @cached_property
    def kinds(self) -> tuple[Kind, ...]:
        """Those of them for whose days there are data."""
        bases = {Kind.YEAR_BEFORE: year_before, Kind.PERIOD_BEFORE: period_before}
        return tuple(
            kind for kind in self.all_kinds if bases[kind](self.period).first_day >= self.data_start
        )

    def variant_of(self, name: str) -> tuple[dict[str, Any], dict[str, Any] | None]:
        """Metric and variant of ``id`` or ``id:variant``; None for a metric without values."""
        metric_id, _, variant = name.partition(":")
        chosen = variant or self.book.default_variant(metric_id)
        metric = self.book.metrics[metric_id]
        return metric, self.book.variants[metric_id, chosen] if chosen else None

    def measure(
        self, name: str, scope: Scope | None = None, period: Period | None = None
    ) -> Measured:
        """A metric over the report's period (or another) with its bases."""
        metric, variant = self.variant_of(name)
        scope, period = scope or self.scope, period or self.period
        if variant is None:
            reason = str(metric[f"reason_{self.language}"])
            return Measured(metric, {}, scope, period, reason=reason)
        found = Measured(metric, variant, scope, period)
        if missing := self._missing_cut(metric, scope):
            return replace(found, reason=self.text("statistics.not_cut", dimension=missing))
        data_date = self.book.data_date(found.metric_id)
        try:
            pairs = {kind: pair_periods(period, kind, data_date=data_date) for kind in self.kinds}
            current = cut_at(period, data_date)
            figure = self._figure(found, current)
            bases = {kind: self._base(found, pair.base) for kind, pair in pairs.items()}
        except UnknownScopeError:
            return replace(found, reason=self.text("statistics.whole_months_only"))
        except ValueError:
            return replace(found, reason=self.text("statistics.no_days"))
        return replace(found, period=current, figure=figure, bases=bases, is_cut=current != period)

    def figure(self, measured: Measured, period: Period) -> MetricFigure | None:
        """The figure of the same metric and scope over other days; None where there are no data."""
        try:
            return self._figure(measured, period)
        except UnknownScopeError:
            return None

    def number(self, value: float | None, variant: dict[str, Any], key: str) -> Number:
        """A value in the digits of its variant."""
        if value is None:
            return Number(EMPTY, None, key)
        rounded = round_as_printed(value, int(variant["decimals"]))
        # Minus nought is nought.
        return Number(f"{rounded if rounded else abs(rounded):,f}", steady(value), key)

    def unit(self, variant: dict[str, Any]) -> str:
        """The unit as it stands behind a number."""
        unit = str(variant["unit"])
        found = self.text.find(f"metric_unit.{unit}") or unit
        return found if self.language == "zh" or unit == "%" else f" {found}"

    def name(self, metric: dict[str, Any], variant: dict[str, Any] | None = None) -> str:
        """The name of a metric, with its variant where there are several."""
        base = str(metric[f"name_{self.language}"])
        if variant is None or not variant:
            return base
        metric_id = str(metric["metric_id"])
        own = self.text.find(f"metric_name.{metric_id}.{variant['variant']}")
        if own:
            return own
        siblings = [one for one in self.book.variants if one[0] == metric_id]
        label = str(variant[f"label_{self.language}"])
        if len(siblings) == 1 or label == str(variant["unit"]):
            return base
        return self.text("say.name_with_variant", name=base, variant=label)

    def _missing_cut(self, metric: dict[str, Any], scope: Scope) -> str:
        known = str(metric["slices"]).split(";")
        for dimension in DIMENSIONS:
            if getattr(scope, dimension) and dimension not in known:
                return self.text(f"statistics.filter_{dimension}")
        return ""

    def _figure(self, found: Measured, period: Period) -> MetricFigure | None:
        return self.batch.figure(found.metric_id, found.variant_name, period, found.scope)

    def _base(self, found: Measured, base: Period) -> tuple[Period, MetricFigure] | None:
        if base.first_day < self.data_start:
            return None
        figure = self._figure(found, base)
        return None if figure is None else (base, figure)


def steady(value: float) -> float:
    """A value without its last binary digits: sums of amounts come in any order, reports are the same."""
    return float(f"{value:.12g}")
