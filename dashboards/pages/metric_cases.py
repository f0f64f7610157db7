"""The cases behind a figure: exactly those that make it up, from any number of the statistics.

Belongs here: reading the figure out of the address, and the list. Keep out: finding the cases
(dashboards/metrics/cases.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from dashboards import links
from dashboards.components.frame import show_heading
from dashboards.components.markup import Heading, anchor, badge, facts, lines, quiet, show, table
from dashboards.components.metric_table import definition, metric_name, variant_name, written
from dashboards.components.notices import show_notice
from dashboards.metrics.book import WHOLE, MetricBook, Scope, UnknownScopeError
from dashboards.metrics.cases import NoCasesError, find_cases
from dashboards.report_filters import read_period
from dashboards.view import View
from models.metrics.periods import Period

PAGE_ROWS = 25
PARTS = ("numerator", "denominator")


@dataclass(frozen=True)
class _Asked:
    """One part of one figure, as its address names it."""

    metric_id: str
    variant: str
    part: str
    period: Period
    scope: Scope


def show_page(view: View) -> None:
    """The whole page."""
    text = view.text
    book = MetricBook(view.snapshot)
    asked = _read_address(book)
    if asked is None:
        show_heading(view, text("metric_cases.title"))
        show_notice(
            text("metric_cases.unknown"),
            text("metric_cases.unknown_hint"),
            tone="warn",
            action=(view.link(links.STATISTICS), text("statistics.title")),
        )
        return
    metric = book.metrics[asked.metric_id]
    variant = book.variants[asked.metric_id, asked.variant]
    show_heading(
        view,
        metric_name(view, metric),
        f"{variant_name(view, variant)} · {text(f'metric_cases.{asked.part}')}",
        kicker=text("metric_cases.title"),
    )
    try:
        figure = book.figure(asked.metric_id, asked.variant, asked.period, asked.scope)
        found = find_cases(
            view.snapshot,
            book,
            asked.metric_id,
            asked.variant,
            asked.period,
            asked.scope,
            part=asked.part,
        )
    except (NoCasesError, UnknownScopeError):
        show_notice(text("metric_cases.none"), text("metric_cases.none_hint"))
        return
    shown = _open_cases(view, found.cases)
    sealed = found.cases[~found.cases["case_id"].isin(shown["case_id"])]
    formats = view.formats
    show(
        facts(
            [
                (text("statistics.value"), written(view, figure.value, variant)),
                (text("statistics.days_of"), _days(view, asked.period)),
                (text("metric_cases.counted"), formats.number(found.total)),
                (text("metric_cases.listed"), formats.number(shown["weight"].sum())),
                (text("metric_cases.sealed"), formats.number(sealed["weight"].sum())),
                (text("metric_cases.without_case"), formats.number(found.without_case)),
            ]
        )
    )
    show(definition(view, metric))
    _show_list(view, shown)


def _read_address(book: MetricBook) -> _Asked | None:
    """The figure that the address names; None where it names none."""
    given = st.query_params
    metric_id, variant = given.get("metric", ""), given.get("variant", "")
    period, part = read_period(given.to_dict()), given.get("part", PARTS[0])
    if (metric_id, variant) not in book.variants or part not in PARTS or period is None:
        return None
    breakdown = given.get("breakdown", WHOLE)
    if breakdown != WHOLE and breakdown not in str(book.metrics[metric_id]["slices"]).split(";"):
        return None
    scope = Scope(
        given.get("region"),
        given.get("agency"),
        given.get("charge"),
        breakdown,
        given.get("member", ""),
    )
    return _Asked(metric_id, variant, part, period, scope)


def _open_cases(view: View, cases: pd.DataFrame) -> pd.DataFrame:
    """The cases that may be shown, heaviest first."""
    found = view.ask("metric_case_page", case_ids=cases["case_id"].tolist())
    return cases.merge(found, on="case_id", how="inner")


def _days(view: View, period: Period) -> str:
    formats = view.formats
    return view.text(
        "statistics.days",
        first=formats.date(period.first_day),
        last=formats.date(period.last_day),
    )


def _show_list(view: View, cases: pd.DataFrame) -> None:
    text = view.text
    if cases.empty:
        show_notice(text("search.nothing"), text("metric_cases.none_hint"))
        return
    pages = -(-len(cases) // PAGE_ROWS)
    page = min(int(st.session_state.get("metric_cases_page", 1)), pages)
    rows = cases.iloc[(page - 1) * PAGE_ROWS : page * PAGE_ROWS].to_dict("records")
    headings = [
        Heading(text("search.case"), is_lead=True),
        Heading(text("search.filter_charge")),
        Heading(text("search.place")),
        Heading(text("step.filed"), "date"),
        Heading(text("search.filter_stage"), "mark"),
        Heading(text("metric_cases.weight"), "number"),
    ]
    label = text.count("search.found", len(cases), number=view.formats.number(len(cases)))
    show(Markup('<p class="cl-count" role="status"><b>{}</b></p>').format(label))
    show(table(headings, [_cells(view, row) for row in rows], label=label))
    if pages > 1:
        with st.container(horizontal=True, horizontal_alignment="center"):
            st.pagination(pages, key="metric_cases_page")


def _cells(view: View, row: dict[str, Any]) -> list[str | Markup]:
    formats, labels = view.formats, view.labels
    return [
        lines(
            anchor(view.link(links.CASE, case_id=row["case_id"]), formats.text(row["case_title"])),
            quiet(formats.text(row["case_no"])),
        ),
        labels.charge(row["lead_charge_code"]),
        lines(labels.region(row["region_code"]), quiet(labels.unit(row["lead_unit_code"]))),
        formats.date(row["filed_at"]),
        badge(view.text.find(f"stage.{row['stage']}") or formats.text(row["stage"])),
        formats.number(row["weight"], decimals=2),
    ]
