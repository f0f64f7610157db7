"""Overview: how many cases there are, where they stand, how they move, how fresh the data is.

Belongs here: the figures of the first page. Keep out: lists (each figure links to its own).
"""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from dashboards import links
from dashboards.components.charts import follow_chart
from dashboards.components.figure import open_figure, show_number
from dashboards.components.flow_chart import STEPS, draw_flow
from dashboards.components.frame import show_heading
from dashboards.components.freshness import show_freshness
from dashboards.components.markup import Heading, anchor, badge, bars, show, table
from dashboards.components.notices import show_notice
from dashboards.figures.registry import FIGURES, Figure
from dashboards.stages import STAGES
from dashboards.view import View


def show_page(view: View) -> None:
    """The whole page."""
    text = view.text
    show_heading(
        view,
        text("overview.title"),
        text("overview.subtitle"),
        kicker=anchor(view.link(links.SCREEN), text("screen.title")),
    )
    if view.ask_sql(FIGURES["cases_known"].sql)["value"].iloc[0] == 0:
        show_notice(
            text("overview.no_cases"),
            text("overview.no_cases_hint"),
            action=(view.link("deliveries"), text("deliveries.title")),
        )
    _show_numbers(view)
    left, right = st.columns([2, 1])
    with left, open_figure(view, "case_flow") as figure:
        _show_flow(view, figure)
    with right, open_figure(view, "cases_by_stage") as figure:
        _show_stages(view, figure)
    show_freshness(view)


def _show_numbers(view: View) -> None:
    text = view.text
    with st.container(key="numbers"):
        known, opened, filed, judged, refused = st.columns(5)
    sealed = view.snapshot.sealed_count("dim_cases")
    note = text("overview.since_first")
    if sealed:
        note = text.count("overview.sealed", sealed, number=view.formats.number(sealed))
    with known:
        show_number(view, "cases_known", note=note)
    with opened:
        show_number(view, "cases_open", note=text("overview.not_ended"))
    for column, figure_id in ((filed, "cases_filed_in_month"), (judged, "cases_judged_in_month")):
        row = view.ask_sql(FIGURES[figure_id].sql).iloc[0]
        with column:
            show_number(
                view,
                figure_id,
                period=view.formats.month(row["first_day"]),
                note=text(
                    "overview.month_before", number=view.formats.number(row["previous_value"])
                ),
            )
    row = view.ask_sql(FIGURES["rows_refused"].sql).iloc[0]
    share = row["value"] / row["received"] if row["received"] else None
    with refused:
        show_number(
            view, "rows_refused", note=text("overview.of_received", share=view.formats.share(share))
        )


def _show_flow(view: View, figure: Figure) -> None:
    text, formats = view.text, view.formats
    flow = view.ask_sql(figure.sql)
    if flow.empty:
        show_notice(text("overview.no_flow"), text("overview.no_flow_hint"))
        return
    names = {step: text(f"step.{step}") for step in STEPS}
    chart = draw_flow(
        flow,
        names=names,
        unfinished=text("overview.unfinished"),
        unit=figure.unit_name(text),
        address=lambda row: view.link(figure.page, **figure.list_filters(row)),
    )
    follow_chart(chart, key="case_flow", description=figure.definition(text))
    with st.expander(text("overview.flow_table")):
        headings = [Heading(text("overview.month"), is_lead=True)]
        headings += [Heading(names[step], "number") for step in STEPS]
        rows = []
        for month, found in reversed(list(flow.groupby("first_day"))):
            by_step = {row["step"]: row for row in found.to_dict("records")}
            mark = badge(text("overview.unfinished")) if not found["is_finished"].all() else ""
            cells = [Markup("{} {}").format(formats.month(month), mark)]
            for step in STEPS:
                row = by_step.get(step)
                cells.append(_linked_number(view, figure, row) if row else formats.number(0))
            rows.append(cells)
        show(table(headings, rows, label=figure.title(text)))


def _linked_number(view: View, figure: Figure, row: dict[str, object]) -> Markup:
    address = view.link(figure.page, **figure.list_filters(row))
    return anchor(address, view.formats.number(row["value"]))


def _show_stages(view: View, figure: Figure) -> None:
    text = view.text
    counts = dict(view.ask_sql(figure.sql).itertuples(index=False))
    order = [*STAGES, *sorted(set(counts) - set(STAGES))]
    items = [
        (
            anchor(
                view.link(figure.page, **figure.list_filters({"stage": stage})),
                text.find(f"stage.{stage}") or stage,
            ),
            # Closed cases are those of all years: their bar would hide the others.
            None if stage == "closed" else float(counts.get(stage, 0)),
            _linked_number(view, figure, {"stage": stage, "value": counts.get(stage, 0)}),
        )
        for stage in order
    ]
    show(bars(items, label=figure.title(text)))
