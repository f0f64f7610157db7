"""The cases behind a figure: exactly those that make it up, from any number of the statistics.

Belongs here: reading the figure out of the address, and the list. Keep out: finding the cases
(dashboards/metrics/cases.py).
"""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from dashboards import links
from dashboards.components.counted_cases import count_facts_of, open_cases, show_counted_cases
from dashboards.components.frame import show_heading
from dashboards.components.markup import facts, show
from dashboards.components.metric_choices import open_book
from dashboards.components.metric_table import definition, metric_name, variant_name, written
from dashboards.components.notices import show_notice
from dashboards.components.set_cases import show_set_cases
from dashboards.metrics.book import WHOLE, MetricBook, Scope, UnknownScopeError
from dashboards.metrics.cases import NoCasesError, ask_cases
from dashboards.report_filters import read_period
from dashboards.view import View
from models.metrics.periods import Period

PARTS = ("numerator", "denominator")


@dataclass(frozen=True)
class _Asked:
    """One part of one figure, as its address names it."""

    metric_id: str
    variant: str
    part: str
    period: Period
    scope: Scope
    township: str | None


def show_page(view: View) -> None:
    """The whole page."""
    text = view.text
    if st.query_params.get("set"):
        show_set_cases(view)
        return
    book = open_book(view)
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
        key = (asked.metric_id, asked.variant, asked.part)
        question = ask_cases(view, book, key, asked.period, asked.scope, township=asked.township)
    except (NoCasesError, UnknownScopeError):
        show_notice(text("metric_cases.none"), text("metric_cases.none_hint"))
        return
    found = open_cases(view, question)
    township = view.labels.township(asked.township) if asked.township else ""
    about = [(text("statistics.days_of"), _days(view, asked.period))]
    if asked.township:
        about.append((text("regions.township"), township))
    else:
        about.insert(0, (text("statistics.value"), written(view, figure.value, variant)))
    show(facts([*about, *count_facts_of(view, found)]))
    show(definition(view, metric))
    show_counted_cases(view, found)


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
    return _Asked(metric_id, variant, part, period, scope, given.get("township"))


def _days(view: View, period: Period) -> str:
    formats = view.formats
    return view.text(
        "statistics.days",
        first=formats.date(period.first_day),
        last=formats.date(period.last_day),
    )
