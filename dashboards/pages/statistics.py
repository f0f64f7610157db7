"""Statistics (统计报表): the fixed reports of each stream, with definition, comparison and cases.

Belongs here: filters in the address, and one report per stream of the registry. Keep out: rankings of
agencies, which there are not, and definitions (the registry).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from dashboards import links
from dashboards.components.frame import show_heading
from dashboards.components.markup import quiet, show
from dashboards.components.metric_choices import read_begins
from dashboards.components.metric_table import Line, member_name, metric_table
from dashboards.components.notices import show_notice
from dashboards.metrics.book import MetricBook, MetricFigure, UnknownScopeError
from dashboards.report_filters import KINDS, STREAMS, ReportFilters, read_report_filters
from dashboards.view import View
from models.metrics.comparison import SMALL_DENOMINATOR, Comparison, Quantity, compare
from models.metrics.periods import Period, pair_periods

# Every metric may be cut by these; what else it has is a breakdown.
SHARED_SLICES = {"all", "region", "agency", "charge"}


def show_page(view: View) -> None:
    """The whole page."""
    text = view.text
    show_heading(view, text("statistics.title"), text("statistics.subtitle"))
    periods = view.ask("report_periods")
    if periods.empty:
        show_notice(text("overview.no_cases"), text("overview.no_cases_hint"))
        return
    choices = _read_choices(view, periods)
    filters, broken = read_report_filters(st.query_params.to_dict(), choices)
    if broken:
        names = text("frame.list_separator").join(
            text(f"statistics.filter_{name}") for name in broken
        )
        show_notice(
            text("search.broken"),
            text("search.broken_hint", names=names),
            tone="warn",
            action=(view.link(links.STATISTICS), text("search.clear")),
        )
        return
    chosen = _show_form(view, filters, choices)
    if chosen != filters:
        kept = {"lang": view.language} if "lang" in st.query_params else {}
        st.query_params.from_dict({**kept, **chosen.address_values()})
        st.rerun()
    _show_report(view, filters, _days(periods, filters))


class _Remembered:
    """A source that remembers its answers for one version."""

    def __init__(self, view: View) -> None:
        self._view = view

    def query(self, sql: str, parameters: Any = ()) -> pd.DataFrame:
        return self._view.ask_sql(sql, **dict(parameters))


def _read_choices(view: View, periods: pd.DataFrame) -> dict[str, list[str]]:
    found = view.ask("report_choices")
    return {
        "period": periods["period"].tolist(),
        **{
            name: found.loc[found["filter"] == name, "code"].tolist()
            for name in ("region", "agency", "charge")
        },
    }


def _show_form(view: View, filters: ReportFilters, choices: dict[str, list[str]]) -> ReportFilters:
    """The filters as widgets; returns what they say."""
    text, labels = view.text, view.labels
    # Widgets remember their value under their key: another address must give other widgets.
    mark = f"{view.language}-{hash(filters)}"
    stream = st.segmented_control(
        text("statistics.filter_stream"),
        list(STREAMS),
        default=filters.stream,
        required=True,
        format_func=lambda name: text(f"stream.{name}"),
        key=f"stream-{mark}",
    )
    with st.container(border=True, key="statistics_filters"):
        row = st.columns([1, 1.4, 1.2, 1.8, 1.4])
    period = row[0].selectbox(
        text("statistics.filter_period"),
        choices["period"],
        index=choices["period"].index(filters.period) if filters.period else None,
        placeholder=text("statistics.last_month"),
        key=f"period-{mark}",
    )
    against = row[1].selectbox(
        text("statistics.filter_against"),
        [kind.value for kind in KINDS],
        index=[kind.value for kind in KINDS].index(filters.against),
        format_func=lambda name: text(f"against.{name}"),
        key=f"against-{mark}",
    )
    others = {}
    for column, (name, of_code) in zip(
        row[2:],
        {"region": labels.region, "agency": labels.unit, "charge": labels.charge}.items(),
        strict=True,
    ):
        current = getattr(filters, name)
        others[name] = column.selectbox(
            text(f"statistics.filter_{name}"),
            choices[name],
            index=choices[name].index(current) if current else None,
            format_func=of_code,
            placeholder=text("search.any"),
            key=f"{name}-{mark}",
        )
    return ReportFilters(stream or filters.stream, period, against, **others)


def _days(periods: pd.DataFrame, filters: ReportFilters) -> Period:
    """The days of the chosen period; without one the last month that every agency has finished."""
    found = periods[periods["period"] == filters.period]
    if found.empty:
        months = periods[periods["grain"] == "month"]
        finished = months[~months["is_unfinished"]]
        found = months if finished.empty else finished
    row = found.iloc[0]
    return Period(row["period_start"].date(), row["period_end"].date())


def _show_report(view: View, filters: ReportFilters, period: Period) -> None:
    text, formats = view.text, view.formats
    book = MetricBook(_Remembered(view))
    festivals = {
        int(row["year_number"]): row["first_day"].date()
        for row in view.ask("spring_festivals").to_dict("records")
    }
    metrics = [row for row in book.metrics.values() if row["stream"] in STREAMS[filters.stream]]
    report = [
        line
        for metric in metrics
        for line in _lines(view, book, metric, filters, period, festivals)
    ]
    label = text(f"stream.{filters.stream}")
    days = [formats.date(day) for day in (period.first_day, period.last_day)]
    show(quiet(text("statistics.days", first=days[0], last=days[1])))
    show(metric_table(view, report, label=label))


def _lines(
    view: View,
    book: MetricBook,
    metric: dict[str, Any],
    filters: ReportFilters,
    period: Period,
    festivals: dict[int, date],
) -> list[Line]:
    """One line per variant, official ratio and cohort beside each other; else the reason why none."""
    metric_id = str(metric["metric_id"])
    variants = [row for (owner, _), row in book.variants.items() if owner == metric_id]
    if not variants:
        return [Line(metric, reason=str(metric[f"reason_{view.language}"]))]
    found = []
    for variant in sorted(variants, key=lambda row: not row["is_default"]):
        line = _line(view, book, metric, variant, filters, period, festivals)
        found.append(replace(line, is_first=not found))
        if variant["is_mix"]:
            found += _members(view, book, line, filters)
    return found


def _members(view: View, book: MetricBook, line: Line, filters: ReportFilters) -> list[Line]:
    """The shares of a mix, one line per member that occurs in either period."""
    if line.variant is None or line.periods is None:
        return []
    further = set(str(line.metric["slices"]).split(";")) - SHARED_SLICES
    found = []
    for breakdown in sorted(further):
        for member in view.ask("breakdown_members", breakdown=breakdown)["member"]:
            scope = replace(filters.scope, breakdown=breakdown, member=member)
            key = (str(line.metric["metric_id"]), str(line.variant["variant"]))
            figure = book.figure(*key, line.periods.current, scope)
            base = book.figure(*key, line.periods.base, scope) if line.base else None
            if figure.value or (base and base.value):
                name = member_name(view, breakdown, member)
                compared = _compare(figure, base)
                found.append(
                    replace(
                        line,
                        figure=figure,
                        base=base,
                        comparison=compared,
                        scope=scope,
                        is_first=False,
                        member=name,
                    )
                )
    return found


def _line(
    view: View,
    book: MetricBook,
    metric: dict[str, Any],
    variant: dict[str, Any],
    filters: ReportFilters,
    period: Period,
    festivals: dict[int, date],
) -> Line:
    metric_id, name = str(metric["metric_id"]), str(variant["variant"])
    known = str(metric["slices"]).split(";")
    for dimension in ("region", "agency", "charge"):
        if getattr(filters, dimension) and dimension not in known:
            cut = view.text(f"statistics.filter_{dimension}")
            return Line(metric, variant, reason=view.text("statistics.not_cut", dimension=cut))
    try:
        pair = pair_periods(
            period, filters.kind, data_date=book.data_date(metric_id), festivals=festivals
        )
        figure = book.figure(metric_id, name, pair.current, filters.scope)
        # Before the first data there is nothing to compare with; nought would read as a rise.
        begin = read_begins(view, list(book.metrics)).get(metric_id, date.max)
        base = None
        if pair.base.first_day >= begin:
            base = book.figure(metric_id, name, pair.base, filters.scope)
    except UnknownScopeError:
        return Line(metric, variant, reason=view.text("statistics.whole_months_only"))
    except (LookupError, ValueError):
        return Line(metric, variant, reason=view.text("statistics.no_days"))
    return Line(metric, variant, figure, base, _compare(figure, base), pair, filters.scope)


def _compare(figure: MetricFigure, base: MetricFigure | None) -> Comparison | None:
    if base is None:
        return None
    if figure.quantity is not None and base.quantity is not None:
        return compare(figure.quantity, base.quantity)
    if figure.value is None or base.value is None:
        return None
    # Quantiles: the difference, and whether the base stands on few values.
    few = (base.observation_count or 0) < SMALL_DENOMINATOR
    now, before = Quantity(figure.value), Quantity(base.value)
    return Comparison(now, before, figure.value - base.value, None, few)
