"""Filters that pages about metrics share: metric, variant, period, region, agency, charge.

Belongs here: which values each may take in this snapshot, and their names. Keep out: other filters of a
page.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from dashboards.components.address_form import Choice
from dashboards.components.markup import Cell, anchor
from dashboards.components.metric_table import metric_name, written_figure
from dashboards.formats import EMPTY
from dashboards.metrics.book import MetricBook, MetricFigure, Registry, read_registry
from dashboards.view import View
from models.metrics.periods import Period
from models.metrics.small_cells import Mark
from pipelines.scoping import ReaderScope
from pipelines.snapshot import Snapshot


def open_book(view: View) -> MetricBook:
    """The registry of the view's version, remembered between readers, and the values in their scope."""
    return MetricBook(view, _read_registry(view.snapshot.version, view.reader.scope, view.snapshot))


@st.cache_resource(max_entries=8, show_spinner=False)
def _read_registry(version: str, scope: ReaderScope, _snapshot: Snapshot) -> Registry:
    return read_registry(_snapshot)


def read_begins(view: View, metric_ids: Sequence[str]) -> dict[str, date]:
    """The first month of each metric that can be compared; none for metrics without values."""
    found = view.ask("metric_begin", metric_ids=list(metric_ids))
    return {row["metric_id"]: row["first_month"].date() for row in found.to_dict("records")}


def metric_choice(
    view: View,
    book: MetricBook,
    usual: str,
    *,
    is_wanted: Callable[[dict[str, Any]], bool] = lambda _: True,
    width: float = 2.0,
) -> Choice:
    """Metrics with values, by stream and in the order of the registry."""
    with_values = {metric for metric, _ in book.variants}
    wanted = [
        metric_id
        for metric_id, row in sorted(
            book.metrics.items(), key=lambda item: str(item[1]["stream"])[0]
        )
        if metric_id in with_values and is_wanted(row)
    ]
    return Choice(
        "metric",
        view.text("statistics.metric"),
        wanted,
        lambda metric_id: metric_name(view, book.metrics[metric_id]),
        usual if usual in wanted else next(iter(wanted), None),
        width,
        clears=("variant", "region", "agency", "charge"),
    )


def code_choice(
    view: View, name: str, *, width: float = 1.0, known: Collection[str] = ()
) -> Choice:
    """Region, agency or charge: every code that has figures; ``known`` narrows them."""
    found = view.ask("report_choices")
    codes = found.loc[found["filter"] == name, "code"].tolist()
    labels = view.labels
    write = {"region": labels.region, "agency": labels.unit, "charge": labels.charge}[name]
    options = [code for code in codes if not known or code in known]
    return Choice(name, view.text(f"statistics.filter_{name}"), options, write, None, width)


def period_choice(
    view: View,
    *,
    grains: Collection[str] = ("month", "quarter", "year"),
    usual: str | None = None,
) -> Choice:
    """Months, quarters and years with data; without a usual one it is the last finished month."""
    periods = read_periods(view, grains)
    return Choice(
        "period",
        view.text("statistics.filter_period"),
        periods["period"].tolist(),
        usual=usual,
        empty=view.text("statistics.last_month"),
    )


def read_periods(
    view: View, grains: Collection[str] = ("month", "quarter", "year")
) -> pd.DataFrame:
    """Periods with data, the newest first."""
    periods = view.ask("report_periods")
    return periods[periods["grain"].isin(list(grains))]


def chosen_days(periods: pd.DataFrame, name: str | None) -> tuple[str, Period]:
    """The named period, else the last month that every agency has finished; with its days."""
    found = periods[periods["period"] == name]
    if found.empty:
        months = periods[periods["grain"] == "month"]
        finished = months[~months["is_unfinished"]]
        found = months if finished.empty else finished
    row = found.iloc[0]
    return str(row["period"]), Period(row["period_start"].date(), row["period_end"].date())


def linked_value(
    view: View,
    variant: dict[str, Any],
    figure: MetricFigure | None,
    period: Period,
    **scope: str | None,
) -> Cell:
    """A value that opens its cases; plain where nothing was counted, a dash where there is none."""
    if figure is None:
        return EMPTY
    value = written_figure(view, figure, variant)
    quantity = figure.quantity
    counted = figure.observation_count if quantity is None else quantity.numerator
    if figure.value is None or not counted or not view.reader.has_case_access:
        return value
    key = (str(variant["metric_id"]), str(variant["variant"]))
    return anchor(metric_cases_address(view, *key, period, **scope), value)


def linked_parts(
    view: View,
    variant: dict[str, Any],
    figure: MetricFigure,
    period: Period,
    **scope: str | None,
) -> Cell:
    """Numerator and denominator, each with its cases; of a quantile how many values it stands on."""
    number, quantity = view.formats.number, figure.quantity
    if figure.mark is not Mark.SHOWN:
        return EMPTY
    if quantity is None:
        return number(figure.observation_count)
    if quantity.denominator is None:
        return EMPTY
    # Per resident: people of the census are no cases.
    with_cases = ("numerator", "denominator") if variant["unit"] == "%" else ("numerator",)
    key = (str(variant["metric_id"]), str(variant["variant"]))
    ends = [
        anchor(metric_cases_address(view, *key, period, part=part, **scope), number(value))
        if value and part in with_cases and view.reader.has_case_access
        else number(value)
        for part, value in (
            ("numerator", quantity.numerator),
            ("denominator", quantity.denominator),
        )
    ]
    return Markup("{} / {}").format(*ends)


def metric_cases_address(
    view: View,
    metric_id: str,
    variant: str,
    period: Period,
    *,
    part: str = "numerator",
    **scope: str | None,
) -> str:
    """The address of the cases behind one part of a figure; empty for readers who may not see them."""
    if not view.reader.has_case_access:
        return ""
    return view.link(
        "metric_cases",
        metric=metric_id,
        variant=variant,
        part=part,
        to=period.last_day,
        **{"from": period.first_day},
        **scope,
    )
