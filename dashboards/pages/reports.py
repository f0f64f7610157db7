"""Reports (智能报告): choose one, its period and scope; look at it; take it along; see what was made before.

Belongs here: the form, the preview, the history. Keep out: making reports (dashboards/reports).
"""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from dashboards import links
from dashboards.components.frame import show_heading, show_section
from dashboards.components.markup import Heading, anchor, lines, quiet, show, table
from dashboards.components.notices import show_notice
from dashboards.metrics.book import MetricBook, Scope
from dashboards.reports.blocks import Document, from_json, to_json
from dashboards.reports.compose import choose_period, compose
from dashboards.reports.definition import Definition, load_definitions
from dashboards.reports.desk import DIMENSIONS
from dashboards.reports.drawing import draw_charts
from dashboards.reports.periods import PeriodError, period_name, period_of, read_period_name
from dashboards.reports.render import FORMATS, MEDIA_TYPES, file_name, render
from dashboards.reports.writers.page import make_imprint
from dashboards.view import View
from models.metrics.periods import ONE_DAY
from pipelines.appdb.report_history import ReportRun, keep_report, list_reports, read_content
from pipelines.appdb.user import current_user

PREVIEW_DOTS = 80
PREVIEW_PAGES = 6
PERIODS = 24
HISTORY_ROWS = 30
ICONS = {"docx": "description", "pdf": "picture_as_pdf", "xlsx": "table_view", "html": "code"}


def show_page(view: View) -> None:
    """The form, then the report that was asked for, then what was made before."""
    text = view.text
    show_heading(view, text("reports.title"), text("reports.subtitle"))
    if view.ask("report_periods").empty:
        show_notice(text("overview.no_cases"), text("overview.no_cases_hint"))
        return
    kept = st.query_params.get("content")
    if kept:
        _show_kept(view, kept)
    else:
        asked = _show_form(view)
        if asked is not None:
            _make(view, *asked)
        document = st.session_state.get(_key(view))
        if isinstance(document, Document):
            _show_document(view, document)
    _show_history(view)


def _key(view: View) -> str:
    return f"report-{view.snapshot.version}-{view.language}"


def _show_form(view: View) -> tuple[Definition, str, Scope] | None:
    """What is asked for once the button was pressed."""
    text, labels = view.text, view.labels
    definitions = load_definitions()
    with st.container(border=True, key="report_form"):
        first = st.columns([2, 1.4, 1.2, 1.8, 1.8])
        wanted = st.query_params.get("report", "")
        name = first[0].selectbox(
            text("reports.report"),
            list(definitions),
            index=list(definitions).index(
                wanted if wanted in definitions else "monthly_statistics"
            ),
            format_func=lambda one: text(f"report.{one}.name"),
        )
        definition = definitions[name]
        periods = _periods(view, definition)
        period = first[1].selectbox(
            text("statistics.filter_period"), periods, key=f"report-period-{definition.grain}"
        )
        choices = view.ask("report_choices")
        chosen: dict[str, str | None] = {}
        for column, (dimension, of_code) in zip(
            first[2:],
            {"region": labels.region, "agency": labels.unit, "charge": labels.charge}.items(),
            strict=True,
        ):
            codes = choices.loc[choices["filter"] == dimension, "code"].tolist()
            chosen[dimension] = column.selectbox(
                text(f"statistics.filter_{dimension}"),
                codes,
                index=None,
                format_func=of_code,
                placeholder=text("search.any"),
                key=f"report-{dimension}",
            )
        pressed = st.button(text("reports.make"), type="primary", icon=":material/edit_document:")
    if not pressed:
        return None
    if definition.needs_charge and chosen["charge"] is None:
        show_notice(text("reports.needs_charge"), tone="warn")
        return None
    return definition, period, Scope(**chosen)


def _periods(view: View, definition: Definition) -> list[str]:
    """The last finished periods of the report's grain, the newest first, as far back as there are data."""
    book = MetricBook(view.snapshot)
    period = choose_period(book, definition.grain, None)
    start = view.ask("report_data_start")["data_start"].iloc[0].date()
    found = []
    while len(found) < PERIODS and (not found or period.last_day >= start):
        found.append(period_name(period, definition.grain))
        period = period_of(period.first_day - ONE_DAY, definition.grain)
    return found


def _make(view: View, definition: Definition, period: str, scope: Scope) -> None:
    """Make a report, keep it, and remember it for this session."""
    text = view.text
    bar = st.progress(0.0, text=text("reports.making"))
    try:
        read_period_name(period, definition.grain)
        document = compose(
            view.snapshot,
            definition.id,
            period=period,
            scope=scope,
            language=view.language,
            snapshot=view.snapshot.version,
            reader=view.reader,
            progress=lambda done: bar.progress(0.9 * done, text=text("reports.making")),
        )
    except PeriodError:
        bar.empty()
        show_notice(text("reports.bad_period"), tone="warn")
        return
    keep_report(
        view.application,
        report=document.report,
        period=document.period,
        scope=document.scope,
        language=document.language,
        snapshot=document.snapshot,
        content_hash=document.content_hash,
        content=to_json(document),
        made_by=current_user(),
    )
    bar.empty()
    st.session_state[_key(view)] = document


def _show_document(view: View, document: Document) -> None:
    text = view.text
    show_section(document.title, document.subtitle)
    show(Markup('<p class="cl-note">{} · {} {}</p>').format(
        document.stamp, text("report.hash"), document.content_hash[:12]
    ))  # fmt: skip
    charts = _charts(document.content_hash, document)
    columns = st.columns(len(FORMATS))
    for column, format in zip(columns, FORMATS, strict=True):
        column.download_button(
            text(f"reports.download_{format}"),
            data=lambda format=format: render(document, format, charts),
            file_name=file_name(document, format),
            mime=MEDIA_TYPES[format],
            icon=f":material/{ICONS[format]}:",
            on_click="ignore",
            key=f"download-{document.content_hash}-{format}",
            width="stretch",
        )
    pages = _pages(document.content_hash, document, charts)
    shown = pages[:PREVIEW_PAGES]
    for start in range(0, len(shown), 2):
        row = st.columns(2)
        for column, (number, page) in zip(
            row, enumerate(shown[start : start + 2], start=start + 1), strict=False
        ):
            column.image(page, caption=text("reports.page", number=number, count=len(pages)))
    if len(pages) > PREVIEW_PAGES:
        show(
            Markup('<p class="cl-note">{}</p>').format(text("reports.more_pages", count=len(pages)))
        )


@st.cache_data(max_entries=8, show_spinner=False)
def _charts(content_hash: str, _document: Document) -> dict[str, bytes]:
    return draw_charts(_document)


@st.cache_data(max_entries=8, show_spinner=False)
def _pages(content_hash: str, _document: Document, _charts: dict[str, bytes]) -> list[bytes]:
    from dashboards.reports.writers.pdf import write_pages

    return write_pages(_document, make_imprint(_document), _charts, dots_per_inch=PREVIEW_DOTS)


def _show_kept(view: View, content_hash: str) -> None:
    """A report of the history, from its kept content."""
    text = view.text
    run = next((one for one in _history(view) if one.content_hash == content_hash), None)
    content = read_content(view.application, content_hash) if run else None
    show(anchor(view.link(links.REPORTS), text("reports.back")))
    if content is None:
        show_notice(text("reports.unknown"), tone="warn")
        return
    _show_document(view, from_json(content))


def _history(view: View) -> list[ReportRun]:
    """What this reader may see of what was made: a limited reader only what they made themselves."""
    runs = list_reports(view.application)
    if view.reader.scope.is_limited or not view.reader.has_case_access:
        return [run for run in runs if run.made_by == current_user()]
    return runs


def _show_history(view: View) -> None:
    text, formats = view.text, view.formats
    show_section(text("reports.history"), text("reports.history_note"))
    runs = _history(view)[:HISTORY_ROWS]
    if not runs:
        show_notice(text("reports.no_history"))
        return
    rows = [
        [
            anchor(
                view.link(links.REPORTS, content=run.content_hash),
                text(f"report.{run.report}.name"),
            ),
            run.period,
            _scope(view, run.scope),
            lines(run.snapshot, quiet(run.content_hash[:12])),
            run.made_by,
            formats.time(run.made_at),
        ]
        for run in runs
    ]
    headings = [
        Heading(text("reports.report"), is_lead=True),
        Heading(text("statistics.filter_period")),
        Heading(text("report.scope")),
        Heading(text("frame.version")),
        Heading(text("reports.made_by")),
        Heading(text("reports.made_at"), "date"),
    ]
    show(table(headings, rows, label=text("reports.history")))


def _scope(view: View, scope: dict[str, str]) -> str:
    labels = view.labels
    names = dict(zip(DIMENSIONS, (labels.region, labels.unit, labels.charge), strict=True))
    said = [names[dimension](code) for dimension, code in scope.items()]
    return view.text("report.scope_separator").join(said) or view.text("report.whole_city")
