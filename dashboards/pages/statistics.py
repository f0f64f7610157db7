"""Table of metrics (指标总表): every metric of a stream, with definition, comparison and cases.

Belongs here: filters in the address, and one table per stream of the registry. Keep out: rankings of
agencies, which there are not, and definitions (the registry).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from dashboards import links
from dashboards.components.address_form import Choice, show_form
from dashboards.components.frame import show_heading
from dashboards.components.grid_form import festivals_of
from dashboards.components.markup import quiet, show
from dashboards.components.metric_choices import (
    chosen_days,
    code_choice,
    open_book,
    period_choice,
    read_begins,
)
from dashboards.components.metric_table import Line, member_name, metric_table
from dashboards.components.notices import show_notice
from dashboards.components.page_tools import open_tools
from dashboards.metrics.batch import Question, ask_all
from dashboards.metrics.book import MetricBook, MetricFigure
from dashboards.metrics.persons import hide_small, is_personal
from dashboards.report_filters import KINDS, STREAMS, ReportFilters
from dashboards.view import View
from models.metrics.comparison import SMALL_DENOMINATOR, Comparison, Quantity, compare
from models.metrics.periods import Period, PeriodPair, pair_periods

# Every metric may be cut by these; what else it has is a breakdown.
SHARED_SLICES = {"all", "region", "agency", "charge"}
Answers = Mapping[Question, MetricFigure | None]


def show_page(view: View) -> None:
    """The whole page."""
    text, formats = view.text, view.formats
    show_heading(view, text("statistics.title"), text("statistics.subtitle"))
    periods = view.ask("report_periods")
    if periods.empty:
        show_notice(text("overview.no_cases"), text("overview.no_cases_hint"))
        return
    choices = _choices(view)
    values = show_form(view, links.STATISTICS, choices, key="statistics")
    if values is None:
        return
    filters = ReportFilters(
        str(values["stream"]),
        values["period"],
        str(values["against"]),
        values["region"],
        values["agency"],
        values["charge"],
    )
    period = _days(periods, filters)
    tools = open_tools(view, links.STATISTICS, text("statistics.title"), (choices, values))
    report = _Report.of(view, filters, period)
    tools.count_on(*(str(metric["metric_id"]) for metric in report.metrics))
    days = [formats.date(day) for day in (period.first_day, period.last_day)]
    show(quiet(text("statistics.days", first=days[0], last=days[1])))
    headings, rows = metric_table(view, report.lines())
    tools.show_table(headings, rows, label=text(f"stream.{filters.stream}"))
    tools.close()


def _choices(view: View) -> list[Choice]:
    text, usual = view.text, ReportFilters()
    return [
        Choice(
            "stream",
            text("statistics.filter_stream"),
            list(STREAMS),
            lambda name: text(f"stream.{name}"),
            usual.stream,
            is_switch=True,
        ),
        period_choice(view),
        Choice(
            "against",
            text("statistics.filter_against"),
            [kind.value for kind in KINDS],
            lambda name: text(f"against.{name}"),
            usual.against,
            1.4,
        ),
        code_choice(view, "region", width=1.2),
        code_choice(view, "agency", width=1.8),
        code_choice(view, "charge", width=1.4),
    ]


def _days(periods: pd.DataFrame, filters: ReportFilters) -> Period:
    """The days of the chosen period; without one the last month that every agency has finished."""
    return chosen_days(periods, filters.period)[1]


@dataclass(frozen=True)
class _Report:
    """The metrics of one stream over the days asked for; all figures come from a few questions."""

    view: View
    book: MetricBook
    filters: ReportFilters
    period: Period
    festivals: Mapping[int, date]
    metrics: tuple[dict[str, Any], ...]
    begins: Mapping[str, date]

    @classmethod
    def of(cls, view: View, filters: ReportFilters, period: Period) -> _Report:
        book = open_book(view)
        metrics = [row for row in book.metrics.values() if row["stream"] in STREAMS[filters.stream]]
        begins = read_begins(view, [str(metric["metric_id"]) for metric in metrics])
        return cls(view, book, filters, period, festivals_of(view), tuple(metrics), begins)

    def lines(self) -> list[Line]:
        """One line per variant, official ratio and cohort beside each other; else the reason why none.

        A mix has one line more per member that occurs in either period.
        """
        asked: list[list[Line]] = []
        for metric in self.metrics:
            found = self._variants(metric)
            for place, (line, members) in enumerate(found):
                asked.append([replace(line, is_first=not place), *members])
        answers = ask_all(
            self.view, dict.fromkeys(one for group in asked for one in _questions(group)), self.book
        )
        return [line for group in asked for line in self._answered(group, answers)]

    def _variants(self, metric: dict[str, Any]) -> list[tuple[Line, list[Line]]]:
        metric_id = str(metric["metric_id"])
        variants = [row for (owner, _), row in self.book.variants.items() if owner == metric_id]
        if not variants:
            return [(Line(metric, reason=str(metric[f"reason_{self.view.language}"])), [])]
        found = []
        for variant in sorted(variants, key=lambda row: not row["is_default"]):
            line = self._line(metric, variant)
            found.append((line, self._members(line) if variant["is_mix"] else []))
        return found

    def _line(self, metric: dict[str, Any], variant: dict[str, Any]) -> Line:
        """What is asked of a variant, or why it cannot be."""
        text, metric_id = self.view.text, str(metric["metric_id"])
        known = str(metric["slices"]).split(";")
        for dimension in ("region", "agency", "charge"):
            if getattr(self.filters, dimension) and dimension not in known:
                cut = text(f"statistics.filter_{dimension}")
                return Line(metric, variant, reason=text("statistics.not_cut", dimension=cut))
        try:
            pair = pair_periods(
                self.period,
                self.filters.kind,
                data_date=self.book.data_date(metric_id),
                festivals=self.festivals,
            )
        except (LookupError, ValueError):
            return Line(metric, variant, reason=text("statistics.no_days"))
        return Line(metric, variant, periods=pair, scope=self.filters.scope)

    def _members(self, line: Line) -> list[Line]:
        if line.periods is None:
            return []
        further = set(str(line.metric["slices"]).split(";")) - SHARED_SLICES
        return [
            replace(
                line,
                scope=replace(self.filters.scope, breakdown=breakdown, member=member),
                is_first=False,
                member=member_name(self.view, breakdown, member),
            )
            for breakdown in sorted(further)
            for member in self.view.ask("breakdown_members", breakdown=breakdown)["member"]
        ]

    def _answered(self, group: list[Line], answers: Answers) -> list[Line]:
        """A line and its members with their figures."""
        whole, *members = group
        if whole.variant is None or whole.periods is None:
            return group
        found = [self._pair(line, answers) for line in group]
        if found[0][0] is None:
            reason = self.view.text("statistics.whole_months_only")
            return [replace(whole, periods=None, reason=reason)]
        kept = [
            place
            for place, (figure, base) in enumerate(found)
            if not place or (figure and figure.value) or (base and base.value)
        ]
        columns = [self._shown(group, [found[place][side] for place in kept]) for side in (0, 1)]
        return [
            replace(group[place], figure=figure, base=base, comparison=_compare(figure, base))
            for place, figure, base in zip(kept, *columns, strict=True)
        ]

    def _pair(
        self, line: Line, answers: Answers
    ) -> tuple[MetricFigure | None, MetricFigure | None]:
        now, *before = (answers[question] for question in _questions([line]))
        # Before the first data there is nothing to compare with; nought would read as a rise.
        begin = self.begins.get(str(line.metric["metric_id"]), date.max)
        is_known = line.periods is not None and line.periods.base.first_day >= begin
        return now, before[0] if is_known else None

    def _shown(
        self, group: list[Line], figures: list[MetricFigure | None]
    ) -> list[MetricFigure | None]:
        """Figures of a whole and its members, as this reader may see them."""
        whole = group[0]
        is_cut = len(group) > 1
        if self.view.reader.has_case_access or not is_personal(
            whole.metric, whole.scope, is_cut=is_cut
        ):
            return figures
        # The members add up to the whole, which stands last where sums are looked at.
        *members, total = hide_small([*figures[1:], figures[0]], has_total=is_cut)
        return [total, *members]


def _questions(group: list[Line]) -> list[Question]:
    """What is to be asked for these lines: the period and the one that it is compared with."""
    return [
        (str(line.metric["metric_id"]), str(line.variant["variant"]), days, line.scope)
        for line in group
        if line.variant is not None and line.periods is not None
        for days in _both(line.periods)
    ]


def _both(pair: PeriodPair) -> tuple[Period, Period]:
    return pair.current, pair.base


def _compare(figure: MetricFigure | None, base: MetricFigure | None) -> Comparison | None:
    if figure is None or base is None:
        return None
    if figure.quantity is not None and base.quantity is not None:
        return compare(figure.quantity, base.quantity)
    if figure.value is None or base.value is None:
        return None
    # Quantiles: the difference, and whether the base stands on few values.
    few = (base.observation_count or 0) < SMALL_DENOMINATOR
    now, before = Quantity(figure.value), Quantity(base.value)
    return Comparison(now, before, figure.value - base.value, None, few)
