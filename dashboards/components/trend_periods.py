"""A trend period by period: the chart with its year before and range of earlier years, and its table.

Belongs here: this shape of a trend. Keep out: years beside each other (trend_years.py).
"""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from dashboards.charts.spec import ChartKind, ChartSpec, Series
from dashboards.components.charts import follow_chart
from dashboards.components.figure import open_card
from dashboards.components.markup import TALL, Cell, Heading, badge, show
from dashboards.components.metric_table import (
    change_text,
    definition_words,
    metric_name,
    plain,
    written,
    written_figure,
)
from dashboards.components.notices import show_notice
from dashboards.components.page_tools import PageTools
from dashboards.components.trend_asked import TrendAsked, cases_address, linked_value, parts_of
from dashboards.components.trend_chart import Mark, draw_trend
from dashboards.formats import EMPTY
from dashboards.metrics.book import MetricBook
from dashboards.metrics.trend import (
    Step,
    compare_figures,
    read_trend,
    trend_periods,
)
from dashboards.view import View
from models.metrics.comparison import compare_with_target
from models.metrics.formula import round_as_printed
from models.metrics.periods import Period, year_to_date


def show_periods(tools: PageTools, book: MetricBook, asked: TrendAsked) -> None:
    """The chart and the table of a trend period by period."""
    view = tools.view
    text, formats = view.text, view.formats
    periods = trend_periods(asked.grain, asked.first_day, book.data_date(asked.key[0]), asked.days)
    if asked.grain == "week" and asked.scope.charge:
        show_notice(text("trend.no_days"), text("statistics.whole_months_only"), tone="warn")
        return
    steps = read_trend(
        view,
        book,
        *asked.key,
        periods,
        asked.scope,
        first_day=asked.first_day,
        hides_small=not view.reader.has_case_access,
    )
    if not steps:
        show_notice(text("trend.nothing"), text("trend.nothing_hint"))
        return
    marks = [_mark(view, asked, step) for step in steps]
    finished = [step for step in steps if not step.is_open] or steps
    last = finished[-1]
    title = text(
        "trend.says",
        metric=metric_name(view, asked.metric),
        period=_period_name(view, last.period, asked.grain),
        value=plain(written_figure(view, last.figure, asked.variant)),
        change=_change_words(view, last, asked.variant),
    )
    has_range = any(mark.lower is not None for mark in marks)
    with open_card(view, "trend", title, definition_words(view, asked.metric)):
        follow_chart(
            draw_trend(
                marks,
                name=metric_name(view, asked.metric),
                earlier=text("against.year_before"),
                expected=text("trend.expected"),
                unfinished=text("trend.open_point"),
                target=asked.target,
                target_name=text("against.target"),
            ),
            key="trend",
            description=text(
                "trend.alt",
                metric=metric_name(view, asked.metric),
                first=_period_name(view, steps[0].period, asked.grain),
                last=_period_name(view, steps[-1].period, asked.grain),
                figures=text("frame.list_separator").join(
                    mark.detail.replace("<br>", " ") for mark in marks[-3:]
                ),
            ),
        )
        show(Markup('<p class="cl-note">{} {}</p>').format(
            text("trend.click"), "" if has_range else text("trend.no_range")
        ))  # fmt: skip
    headings = [
        Heading(text("statistics.filter_period"), is_lead=True),
        Heading(text("statistics.value"), "number"),
        Heading(text("statistics.parts"), "number"),
        Heading(text("against.year_before"), "number"),
        Heading(text("against.period_before"), "number"),
        Heading(text("trend.to_date"), "number"),
        Heading(text("trend.expected"), "number"),
        *([Heading(text("grid.gap"), "number")] if asked.target is not None else []),
        Heading(text("statistics.marks"), "mark"),
    ]
    rows = [_row(view, asked, step) for step in reversed(steps)]
    chart = ChartSpec(
        ChartKind.LINE,
        title,
        view.text.find(f"metric_unit.{asked.variant['unit']}") or str(asked.variant["unit"]),
        tuple(mark.at for mark in marks),
        (
            Series(
                metric_name(view, asked.metric),
                tuple(mark.value for mark in marks),
                tuple(mark.is_open for mark in marks),
            ),
            Series(text("against.year_before"), tuple(mark.earlier for mark in marks)),
            *(
                [Series(text("against.target"), (asked.target,) * len(marks))]
                if asked.target is not None
                else []
            ),
        ),
        int(asked.variant["decimals"]),
        unfinished_label=text("trend.open_point"),
    )
    tools.show_table(headings, rows, label=title, is_tall=len(rows) > TALL, chart=chart)
    show(Markup('<p class="cl-note">{}</p>').format(
        text("trend.known_until", date=formats.date(book.data_date(asked.key[0])))
    ))  # fmt: skip


def _mark(view: View, asked: TrendAsked, step: Step) -> Mark:
    name = _period_name(view, step.period, asked.grain)
    value = plain(written_figure(view, step.figure, asked.variant))
    detail = f"<b>{name}</b><br>{value}"
    if step.is_open:
        detail += f"<br>{view.text('trend.open_point')}"
    earlier = step.year_before.value if step.year_before else None
    if step.is_cut:
        earlier = None
    interval = step.expected
    return Mark(
        name,
        step.figure.value,
        detail,
        cases_address(view, asked, step.period),
        step.is_open,
        earlier,
        interval.lower if interval else None,
        interval.upper if interval else None,
    )


def _row(view: View, asked: TrendAsked, step: Step) -> list[Cell]:
    text = view.text
    marks = []
    if step.is_cut or step.figure.is_unfinished:
        marks.append(badge(text("statistics.unfinished"), "warn"))
    if step.figure.is_open_cohort:
        marks.append(badge(text("statistics.open_cohort"), "warn"))
    if step.figure.quantity is not None and step.figure.quantity.is_small:
        marks.append(badge(text("statistics.small_base")))
    last_day = min(step.period.last_day, view.as_of)
    expected: Cell = EMPTY
    if step.expected is not None:
        expected = "–".join(
            plain(written(view, end, asked.variant))
            for end in (step.expected.lower, step.expected.upper)
        )
    return [
        _period_name(view, step.period, asked.grain),
        linked_value(view, asked, step.figure, step.period),
        parts_of(view, asked, step.figure, step.period),
        change_text(view, compare_figures(step.current, step.year_before), asked.variant),
        change_text(view, compare_figures(step.current, step.before), asked.variant),
        linked_value(view, asked, step.to_date, year_to_date(last_day)) if step.to_date else EMPTY,
        expected,
        *([_gap(view, asked, step)] if asked.target is not None else []),
        Markup(" ").join(marks) or EMPTY,
    ]


def _gap(view: View, asked: TrendAsked, step: Step) -> Cell:
    """How far the value is from what was agreed."""
    target, direction = asked.target or 0.0, str(asked.metric["direction"])
    found = compare_with_target(step.figure.value, target, direction=direction)
    if found.gap is None:
        return EMPTY
    said = f"{round_as_printed(found.gap, int(asked.variant['decimals'])):+,f}"
    return view.text("statistics.points", change=said) if asked.variant["unit"] == "%" else said


def _period_name(view: View, period: Period, grain: str) -> str:
    if grain == "month":
        return view.formats.month(period.first_day)
    if grain == "quarter":
        return f"{period.first_day.year}Q{(period.first_day.month + 2) // 3}"
    year, week, _ = period.first_day.isocalendar()
    return f"{year}-W{week:02}"


def _change_words(view: View, step: Step, variant: dict[str, Any]) -> str:
    found = change_text(
        view, compare_figures(step.current, step.year_before), variant, is_plain=True
    )
    if found == EMPTY:
        return view.text("trend.no_year_before")
    return view.text("trend.year_before_says", change=found)
