"""Multidimensional analysis (多维分析): metrics, rows, columns and filters of the registry, as one likes.

Belongs here: choosing, all in the address, and saying why something does not go together. Keep out: what may
be crossed with what (dashboards/grids/spec.py) and drawing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboards import links
from dashboards.charts.spec import ChartKind
from dashboards.components.export_menu import absolute, show_export
from dashboards.components.frame import show_heading
from dashboards.components.grid_form import ask_grid, festivals_of, filter_words
from dashboards.components.grid_view import show_grid
from dashboards.components.metric_choices import open_book
from dashboards.components.notices import show_notice
from dashboards.components.saved_views import show_saved_views
from dashboards.exports.fill import fill_package
from dashboards.exports.package import ExportPackage, ExportTable
from dashboards.grids.draw import Drawing
from dashboards.grids.fill import fill_grid
from dashboards.grids.names import dimension_name, measure_name
from dashboards.grids.spec import (
    NONE,
    TIMES,
    GridError,
    GridSpec,
    Measure,
    Order,
    check_spec,
    may_rank,
    read_measure,
    shared_dimensions,
)
from dashboards.metrics.book import MetricBook
from dashboards.view import View

USUAL_METRIC = "criminal_case_filed_count"
MOST_METRICS = 6
NO_CHART = "table"


@dataclass(frozen=True)
class _Chosen:
    """What the address asks for, as written."""

    metrics: tuple[str, ...]
    rows: str
    columns: str
    chart: str
    order: str

    def spec(self, book: MetricBook) -> GridSpec:
        """The grid, checked; raises GridError."""
        try:
            spec = GridSpec(
                tuple(read_measure(name, book.variants) for name in self.metrics),
                self.rows,
                self.columns,
                Order(self.order),
                None if self.chart == NO_CHART else ChartKind(self.chart),
            )
        except GridError:
            raise
        except ValueError as error:
            raise GridError("grid.unknown_choice") from error
        check_spec(spec, book.metrics, book.variants)
        return spec


def show_page(view: View) -> None:
    """The whole page."""
    text = view.text
    show_heading(view, text("pivot.title"), text("pivot.subtitle"))
    if view.ask("report_periods").empty:
        show_notice(text("overview.no_cases"), text("overview.no_cases_hint"))
        return
    book = open_book(view)
    chosen = _read()
    _show_form(view, book, chosen)
    try:
        spec = chosen.spec(book)
    except GridError as error:
        show_notice(text("pivot.impossible"), _reason(view, error), tone="warn")
        return
    _show_grid(view, book, spec)


def _read() -> _Chosen:
    given = st.query_params
    return _Chosen(
        tuple(name for name in given.get("metrics", USUAL_METRIC).split(",") if name),
        given.get("rows", "region"),
        given.get("columns", NONE),
        given.get("chart", ChartKind.BAR.value),
        given.get("order", Order.CODE.value),
    )


def _reason(view: View, error: GridError) -> str:
    values = dict(error.values)
    if "dimension" in values:
        values["dimension"] = (
            view.text.find(f"dimension.{values['dimension']}") or values["dimension"]
        )
    return view.text(error.reason, **values)


def _show_form(view: View, book: MetricBook, chosen: _Chosen) -> None:
    """The choices as widgets; a changed one changes the address before the page is drawn from it."""
    text = view.text
    measures = [Measure(*key) for key in book.variants]
    known = {str(measure): measure_name(view, book, measure) for measure in measures}
    # An address may leave the variant out.
    metrics = [_whole(name, book) for name in chosen.metrics]
    mark = f"{view.language}-{hash(chosen)}"
    with st.container(border=True, key="address_form_pivot_grid"):
        picked = st.multiselect(
            text("pivot.metrics"),
            list(known),
            default=[name for name in metrics if name in known],
            format_func=known.__getitem__,
            max_selections=MOST_METRICS,
            placeholder=text("pivot.pick"),
            **_into_address("metrics", mark),
        )
        rows = book.metrics
        possible = (
            shared_dimensions(
                [rows[name.split(".", 1)[0]] for name in picked or metrics if name in known]
            )
            or TIMES
        )
        first = st.columns([1.2, 1.2, 1, 1])
        _select(view, first[0], "rows", possible, chosen.rows, mark)
        _select(view, first[1], "columns", (NONE, *possible), chosen.columns, mark)
        kinds = [NO_CHART, *(kind.value for kind in ChartKind)]
        first[2].selectbox(
            text("pivot.chart"),
            kinds,
            index=kinds.index(chosen.chart) if chosen.chart in kinds else None,
            placeholder=text("pivot.pick"),
            format_func=lambda name: text(f"chart.{name}"),
            **_into_address("chart", mark),
        )
        # Agencies stand in the order of their codes, unless the registry lets them be ranked.
        may = bool(picked) and may_rank([rows[name.split(".", 1)[0]] for name in picked])
        is_free = may or not {"region", "agency"} & {chosen.rows, chosen.columns}
        orders = [order.value for order in (Order if is_free else [Order.CODE])]
        first[3].selectbox(
            text("pivot.order"),
            orders,
            index=orders.index(chosen.order) if chosen.order in orders else None,
            placeholder=text("pivot.pick"),
            format_func=lambda name: text(f"order.{name}"),
            help=None if is_free else text("grid.no_ranking"),
            **_into_address("order", mark),
        )


def _into_address(name: str, mark: str) -> dict[str, Any]:
    """Key and callback of a widget whose value goes into the address before the page is drawn."""
    key = f"pivot-{name}-{mark}"
    return {"key": key, "on_change": _put_into_address, "args": (name, key)}


def _put_into_address(name: str, key: str) -> None:
    value = st.session_state[key]
    if value is None:
        return
    kept = st.query_params.to_dict()
    if name not in ("chart", "order"):
        # What could be put in order may not be so any more: agencies are ranked by few metrics.
        kept.pop("order", None)
    st.query_params.from_dict({**kept, name: ",".join(value) if isinstance(value, list) else value})


def _whole(name: str, book: MetricBook) -> str:
    try:
        return str(read_measure(name, book.variants))
    except GridError:
        return name


def _select(
    view: View,
    place: DeltaGenerator,
    name: str,
    options: tuple[str, ...],
    value: str,
    mark: str,
) -> None:
    listed = list(options)
    place.selectbox(
        view.text(f"pivot.{name}"),
        listed,
        index=listed.index(value) if value in listed else None,
        format_func=lambda dimension: dimension_name(view, dimension),
        placeholder=view.text("pivot.pick"),
        **_into_address(name, mark),
    )


def _show_grid(view: View, book: MetricBook, spec: GridSpec) -> None:
    text = view.text
    answered = ask_grid(view, links.PIVOT, book, spec, usual_kind=None, key="pivot")
    if answered is None:
        return
    spec, asked = answered
    grid = fill_grid(view, book, spec, asked, festivals_of(view))
    names = text("frame.list_separator").join(
        dict.fromkeys(measure_name(view, book, measure) for measure in spec.measures)
    )
    drawing = Drawing.of(view, book, grid, names)
    tools = st.container(horizontal=True, horizontal_alignment="right", key="grid_tools")
    table = show_grid(view, drawing, key="pivot")
    with tools:
        _show_tools(view, drawing, table)


def _show_tools(view: View, drawing: Drawing, table: ExportTable) -> None:
    filters = {name: value for name, value in st.query_params.to_dict().items() if name != "lang"}
    address = absolute(view.link(links.PIVOT, **filters))

    def make_package() -> ExportPackage:
        return fill_package(
            view,
            name="pivot",
            title=drawing.title,
            filters=filter_words(view, drawing.grid.asked),
            tables=[
                replace(table, addresses={at: absolute(one) for at, one in table.addresses.items()})
            ],
            metric_ids=[measure.metric_id for measure in drawing.grid.spec.measures],
            address=address,
        )

    show_saved_views(view, links.PIVOT, filters)
    show_export(view, make_package, name="pivot")
