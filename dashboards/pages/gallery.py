"""Statistical reports (统计报表): the gallery of fixed reports, and one report with its filters.

Belongs here: the list by stream, and a report of the address. Keep out: which reports there are
(dashboards/gallery) and drawing (dashboards/grids).
"""

from __future__ import annotations

from dataclasses import replace

import streamlit as st
from markupsafe import Markup

from dashboards import links
from dashboards.components.export_menu import absolute, show_export
from dashboards.components.frame import show_heading
from dashboards.components.grid_form import ask_grid, festivals_of, filter_words
from dashboards.components.grid_view import show_grid
from dashboards.components.markup import anchor, badge, quiet, show
from dashboards.components.metric_choices import open_book
from dashboards.components.notices import show_notice
from dashboards.components.saved_views import show_saved_views
from dashboards.exports.fill import fill_package
from dashboards.exports.package import ExportPackage, ExportTable
from dashboards.gallery.registry import STREAMS, FixedReport, fixed_reports
from dashboards.grids.draw import Drawing
from dashboards.grids.fill import fill_grid
from dashboards.grids.names import dimension_name
from dashboards.grids.spec import METRIC, NONE, GridError
from dashboards.metrics.book import MetricBook
from dashboards.view import View

REPORT_KEY = "report"


def show_page(view: View) -> None:
    """The whole page."""
    text, reports = view.text, fixed_reports()
    if view.ask("report_periods").empty:
        show_heading(view, text("gallery.title"), text("gallery.subtitle"))
        show_notice(text("overview.no_cases"), text("overview.no_cases_hint"))
        return
    wanted = st.query_params.get(REPORT_KEY)
    if wanted in reports:
        _show_report(view, reports[wanted])
        return
    show_heading(view, text("gallery.title"), text("gallery.subtitle"))
    if wanted:
        show_notice(text("gallery.unknown"), text("gallery.unknown_hint"), tone="warn")
    _show_list(view)


def _show_list(view: View) -> None:
    text = view.text
    reports = fixed_reports().values()
    show(quiet(text("gallery.count", number=str(len(reports)))))
    for stream in STREAMS:
        chosen = [report for report in reports if report.stream == stream]
        show(
            Markup(
                '<h2 class="cl-section">{} <small>{}</small></h2><ul class="cl-gallery">{}</ul>'
            ).format(
                text(f"gallery.stream_{stream}"),
                text.count("gallery.reports", len(chosen), number=str(len(chosen))),
                Markup("").join(_card(view, report) for report in chosen),
            )
        )


def _card(view: View, report: FixedReport) -> Markup:
    text = view.text
    kind = report.chart.value if report.chart else "table"
    cut = [
        dimension_name(view, name)
        for name in (report.rows, report.columns)
        if name not in (NONE, METRIC)
    ]
    return Markup("<li>{}<p>{} {}</p></li>").format(
        anchor(view.link(links.GALLERY, report=report.id), report.title(view.language)),
        badge(text(f"chart.{kind}")),
        quiet(" × ".join(cut) or text("dimension.metric")),
    )


def _show_report(view: View, report: FixedReport) -> None:
    text = view.text
    title = report.title(view.language)
    back = anchor(view.link(links.GALLERY), text("gallery.title"))
    show_heading(view, title, text(f"gallery.stream_{report.stream}"), kicker=back)
    book = open_book(view)
    try:
        spec = report.spec(book.variants)
    except GridError:
        show_notice(text("gallery.not_here"), text("gallery.not_here_hint"), tone="warn")
        return
    answered = ask_grid(view, links.GALLERY, book, spec, usual_kind=report.compare, key="gallery")
    if answered is None:
        return
    spec, asked = answered
    grid = fill_grid(view, book, spec, asked, festivals_of(view))
    drawing = Drawing.of(view, book, grid, title)
    place = st.container(horizontal=True, horizontal_alignment="right", key="grid_tools")
    table = show_grid(view, drawing, key=f"gallery_{report.id}")
    with place:
        _show_tools(view, report, book, drawing, table)


def _show_tools(
    view: View, report: FixedReport, book: MetricBook, drawing: Drawing, table: ExportTable
) -> None:
    filters = {name: value for name, value in st.query_params.to_dict().items() if name != "lang"}
    address = absolute(view.link(links.GALLERY, **filters))

    def make_package() -> ExportPackage:
        links_of = {at: absolute(one) for at, one in table.addresses.items()}
        return fill_package(
            view,
            name=report.id,
            title=drawing.title,
            filters=filter_words(view, drawing.grid.asked),
            tables=[replace(table, addresses=links_of)],
            metric_ids=[measure.metric_id for measure in drawing.grid.spec.measures],
            address=address,
        )

    show_saved_views(view, links.GALLERY, filters)
    show_export(view, make_package, name=report.id)
