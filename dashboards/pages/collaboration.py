"""Collaboration (协同效率): hand-offs by business type, their time and returns, adoption against its targets.

Belongs here: the figures of a period. Keep out: outcomes of cases; only adoption of the platform is put in
an order (the registry says which metrics that may be done with).
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from markupsafe import Markup

from dashboards import links, palette
from dashboards.charts.spec import ChartKind, ChartSpec, Series
from dashboards.components.address_form import Choice, show_form
from dashboards.components.charts import base_layout, follow_chart
from dashboards.components.figure import open_card
from dashboards.components.frame import show_heading, show_section
from dashboards.components.markup import TALL, Cell, Heading, anchor, badge, lines, quiet, show
from dashboards.components.metric_choices import (
    chosen_days,
    code_choice,
    linked_parts,
    linked_value,
    metric_cases_address,
    metric_choice,
    open_book,
    period_choice,
    read_periods,
)
from dashboards.components.metric_table import definition_words, metric_name, plain, written
from dashboards.components.notices import show_notice
from dashboards.components.page_tools import PageTools, open_tools
from dashboards.components.set_cases import hand_agency, set_address
from dashboards.formats import EMPTY, is_empty
from dashboards.metrics.book import MetricBook, MetricFigure, Scope
from dashboards.metrics.case_sets import SetScope, count_facts
from dashboards.metrics.grid import BY_AGENCY, read_grid
from dashboards.metrics.targets import TARGETS
from dashboards.view import View
from models.metrics.comparison import compare_with_target
from models.metrics.periods import Period

OUTCOMES = ("received", "on_the_way", "returned")
_COLOURS = dict(zip(OUTCOMES, (palette.FORWARD, palette.EARLIER, palette.BACK), strict=True))
_SHOWN_BARS = 15
_GROUP = "business_type"


def show_page(view: View) -> None:
    """The whole page."""
    text = view.text
    show_heading(view, text("collaboration.title"), text("collaboration.subtitle"))
    periods = read_periods(view)
    if periods.empty:
        show_notice(text("overview.no_cases"), text("overview.no_cases_hint"))
        return
    book = open_book(view)
    agencies = [*view.labels.all_names("agency"), "detention"]

    def named(agency: str) -> str:
        return hand_agency(view, agency)

    choices = [
        period_choice(view),
        code_choice(view, "region"),
        Choice("sender", text("collaboration.sender"), agencies, named),
        Choice("receiver", text("collaboration.receiver"), agencies, named),
    ]
    values = show_form(view, links.COLLABORATION, choices, key="collaboration")
    if values is None:
        return
    name, period = chosen_days(periods, values["period"])
    tools = open_tools(view, links.COLLABORATION, text("collaboration.title"), (choices, values))
    tools.count_on(*TARGETS)
    _show_targets(view, book, name, period, values["region"])
    facts = count_facts(
        view,
        "handoffs",
        period,
        SetScope(values["region"]),
        by=[
            _GROUP,
            "sender_agency",
            "receiver_agency",
            "outcome",
            "online",
            "single_track",
            "dossier",
        ],
    )
    for end in ("sender", "receiver"):
        if values[end]:
            facts = facts[facts[f"{end}_agency"] == values[end]]
    if facts.empty:
        show_notice(text("collaboration.nothing"), text("search.nothing_hint"))
    else:
        _show_types(tools, name, period, values, facts)
    _show_adoption(tools, book, name, period)
    tools.close()


def _show_targets(
    view: View, book: MetricBook, name: str, period: Period, region: str | None
) -> None:
    """The adoption metrics, each beside its target."""
    text = view.text
    ids = [metric for metric in TARGETS if metric in book.metrics]
    grid = read_grid(view, book, ids, [period], Scope(region))
    with st.container(key="numbers"):
        columns = st.columns(len(ids) or 1)
    for column, metric_id in zip(columns, ids, strict=False):
        variant = book.variants[metric_id, str(book.default_variant(metric_id))]
        figure = grid[metric_id, str(variant["variant"]), "", 0]
        metric = book.metrics[metric_id]
        found = compare_with_target(
            figure.value, TARGETS[metric_id], direction=str(metric["direction"])
        )
        mark: Cell = EMPTY
        if found.gap is not None:
            word = "met" if found.is_met else "short"
            mark = badge(
                text(f"collaboration.{word}", gap=f"{abs(found.gap):.1f}"),
                "good" if found.is_met else "warn",
            )
        value = written(view, figure.value, variant)
        if figure.value is not None:
            address = metric_cases_address(
                view, metric_id, str(variant["variant"]), period, region=region
            )
            value = anchor(address, value)
        with (
            column,
            open_card(
                view,
                f"target_{metric_id}",
                metric_name(view, metric),
                definition_words(view, metric),
            ),
        ):
            show(
                Markup(
                    '<div class="cl-number">{}</div>{}<p class="cl-note">{} · {}</p><p>{}</p>'
                ).format(
                    value,
                    _gauge(view, metric_name(view, metric), figure.value, TARGETS[metric_id]),
                    name,
                    text("collaboration.target", target=f"{TARGETS[metric_id]:.0f}"),
                    mark,
                )
            )


def _gauge(view: View, name: str, value: float | None, target: float) -> Markup:
    """A bar of the value with a line at the target."""
    width = 0.0 if value is None else min(max(value, 0.0), 100.0)
    return Markup(
        '<div class="cl-gauge" role="img" aria-label="{}"><span style="width:{}%"></span>'
        '<i style="left:{}%"></i></div>'
    ).format(
        view.text("collaboration.gauge", name=name, value=f"{width:.1f}", target=f"{target:.0f}"),
        f"{width:.1f}",
        f"{target:.1f}",
    )


def _show_types(
    tools: PageTools, name: str, period: Period, values: dict[str, Any], facts: pd.DataFrame
) -> None:
    view = tools.view
    text, formats = view.text, view.formats
    outcomes = facts.pivot_table(
        index=_GROUP, columns="outcome", values="weight", aggfunc="sum", fill_value=0.0
    ).reindex(columns=list(OUTCOMES), fill_value=0.0)
    totals = outcomes.sum(axis=1).sort_values(ascending=False)
    outcomes = outcomes.loc[totals.index]
    fixed = {f"{end}_agency": values[end] for end in ("sender", "receiver") if values[end]}
    scope = SetScope(values["region"])

    def address(**further: str) -> str:
        return set_address(view, "handoffs", period, scope, **fixed, **further)

    sent, returned = totals.sum(), outcomes["returned"].sum()
    title = text(
        "collaboration.says",
        period=name,
        sent=formats.number(sent),
        returned=formats.share(returned / sent),
        waiting=formats.number(outcomes["on_the_way"].sum()),
    )
    with open_card(
        view, "handoffs", title, Markup("<p>{}</p>").format(text("collaboration.definition"))
    ):
        chart = _draw_types(view, outcomes.head(_SHOWN_BARS), address)
        described = text("frame.list_separator").join(
            f"{view.labels.name(_GROUP, kind)} {formats.number(count)}"
            for kind, count in totals.head(5).items()
        )
        follow_chart(chart, key="handoffs", description=f"{title} {described}")
        show(Markup('<p class="cl-note">{}</p>').format(
            text("collaboration.first_types", number=min(_SHOWN_BARS, len(totals)), total=len(totals))
        ))  # fmt: skip
    show_section(text("collaboration.by_type"), text("collaboration.by_type_note"))
    _show_types_table(tools, period, scope, fixed, facts, outcomes, address)


def _draw_types(view: View, outcomes: pd.DataFrame, address: Any) -> go.Figure:
    figure = go.Figure()
    names = [view.labels.name(_GROUP, kind) for kind in outcomes.index]
    for outcome in OUTCOMES:
        word = view.text(f"member.{outcome}")
        figure.add_bar(
            y=names,
            x=outcomes[outcome],
            orientation="h",
            name=word,
            marker={"color": _COLOURS[outcome]},
            customdata=[
                [f"{name}<br>{word} {count:,.0f}", address(business_type=kind, outcome=outcome)]
                for name, kind, count in zip(names, outcomes.index, outcomes[outcome], strict=True)
            ],
            hovertemplate="%{customdata[0]}<extra></extra>",
        )
    layout = base_layout(height=90 + 26 * len(outcomes))
    figure.update_layout(**layout, barmode="stack", bargap=0.28, hovermode="closest")
    figure.update_layout(legend_traceorder="normal")
    figure.update_yaxes(autorange="reversed", automargin=True, ticksuffix=" ")
    figure.update_xaxes(gridcolor=palette.LINE, tickformat=",d", zeroline=False)
    return figure


def _show_types_table(
    tools: PageTools,
    period: Period,
    scope: SetScope,
    fixed: dict[str, str],
    facts: pd.DataFrame,
    outcomes: pd.DataFrame,
    address: Any,
) -> None:
    view = tools.view
    text, formats = view.text, view.formats
    lags = count_facts(
        view,
        "handoffs",
        period,
        scope,
        by=[_GROUP, *fixed],
        further=["median_hours", "p90_hours"],
    )
    for column, value in fixed.items():
        lags = lags[lags[column] == value]
    hours = {row[_GROUP]: row for row in lags.to_dict("records")}
    headings = [
        Heading(text("collaboration.type"), is_lead=True),
        Heading(text("collaboration.sent"), "number"),
        *[Heading(text(f"member.{outcome}"), "number") for outcome in OUTCOMES],
        Heading(text("collaboration.online"), "number"),
        Heading(text("collaboration.single_track"), "number"),
        Heading(text("collaboration.dossier"), "number"),
        Heading(text("collaboration.hours"), "number", note=text("collaboration.hours_note")),
    ]
    rows: list[list[Cell]] = []
    for kind, row in outcomes.iterrows():
        of_type = facts[facts[_GROUP] == kind]
        sent = float(row.sum())
        due = float(of_type.loc[of_type["dossier"] != "not_due", "weight"].sum())
        cells: list[Cell] = [
            lines(view.labels.name(_GROUP, kind), quiet(kind)),
            anchor(address(business_type=kind), formats.number(sent)),
        ]
        for outcome in OUTCOMES:
            count = float(row[outcome])
            shown = formats.number(count)
            cells.append(
                anchor(address(business_type=kind, outcome=outcome), shown) if count else shown
            )
        for column, base in (("online", sent), ("single_track", sent), ("dossier", due)):
            count = float(of_type.loc[of_type[column] == "yes", "weight"].sum())
            shown = formats.share(count / base) if base else EMPTY
            cells.append(
                anchor(address(business_type=kind, **{column: "yes"}), shown) if count else shown
            )
        found = hours.get(kind, {})
        ends = [formats.number(found.get(end), decimals=1) for end in ("median_hours", "p90_hours")]
        shown = " / ".join(ends)
        is_known = not is_empty(found.get("median_hours"))
        accepted = address(business_type=kind, accepted="yes")
        cells.append(anchor(accepted, shown) if is_known else shown)
        rows.append(cells)
    chart = ChartSpec(
        ChartKind.STACKED,
        text("collaboration.by_type"),
        text("collaboration.sent"),
        tuple(view.labels.name(_GROUP, kind) for kind in outcomes.index),
        tuple(Series(text(f"member.{outcome}"), tuple(outcomes[outcome])) for outcome in OUTCOMES),
    )
    label = text("collaboration.by_type")
    tools.show_table(headings, rows, label=label, is_tall=len(rows) > TALL, chart=chart)


def _show_adoption(tools: PageTools, book: MetricBook, name: str, period: Period) -> None:
    """Agencies by adoption; only metrics of which the registry allows an order."""
    view, text = tools.view, tools.view.text
    choice = metric_choice(
        view,
        book,
        "e_dossier_rate",
        is_wanted=lambda row: row["ranking"] == "optional" and row["metric_id"] in TARGETS,
    )
    show_section(text("collaboration.adoption"), text("collaboration.adoption_note"))
    values = show_form(view, links.COLLABORATION, [choice], key="adoption")
    if values is None or values["metric"] is None:
        return
    metric_id = str(values["metric"])
    variant_name = str(book.default_variant(metric_id))
    variant = book.variants[metric_id, variant_name]
    grid = read_grid(view, book, [metric_id], [period], by=BY_AGENCY)
    found: list[tuple[str, MetricFigure]] = [
        (key[2], figure)
        for key, figure in grid.items()
        if key[1] == variant_name and figure.value is not None
    ]
    if not found:
        show_notice(text("collaboration.nothing"), text("search.nothing_hint"))
        return
    found.sort(key=lambda pair: (-(pair[1].value or 0), pair[0]))
    target = TARGETS[metric_id]
    headings = [
        Heading(text("statistics.filter_agency"), is_lead=True),
        Heading(plain(metric_name(view, book.metrics[metric_id])), "number"),
        Heading(text("collaboration.against_target"), "text"),
        Heading(text("statistics.parts"), "number"),
        Heading(text("statistics.marks"), "mark"),
    ]
    rows: list[list[Cell]] = []
    for agency, figure in found:
        quantity = figure.quantity
        is_small = quantity is not None and quantity.is_small
        rows.append(
            [
                view.labels.unit(agency),
                linked_value(view, variant, figure, period, agency=agency),
                _gauge(view, view.labels.unit(agency), figure.value, target),
                linked_parts(view, variant, figure, period, agency=agency),
                badge(text("statistics.small_base")) if is_small else EMPTY,
            ]
        )
    label = f"{text('collaboration.adoption')} {name}"
    tools.show_table(headings, rows, label=label, is_tall=len(rows) > TALL)
