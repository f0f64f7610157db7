"""Trends (趋势分析): one metric by week, month or quarter, beside earlier years; every point opens its cases.

Belongs here: filters in the address, the chart, the same numbers as a table. Keep out: which days are
compared (dashboards/metrics/trend.py) and drawing (components/trend_chart.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup

from dashboards import links
from dashboards.components.address_form import Choice, show_form
from dashboards.components.charts import follow_chart
from dashboards.components.figure import open_card
from dashboards.components.frame import show_heading
from dashboards.components.markup import Cell, Heading, anchor, badge, lines, quiet, show, table
from dashboards.components.metric_choices import (
    code_choice,
    metric_cases_address,
    metric_choice,
    open_book,
    read_begins,
)
from dashboards.components.metric_table import (
    change_text,
    definition_words,
    metric_name,
    plain,
    variant_name,
    written,
)
from dashboards.components.notices import show_notice
from dashboards.components.trend_chart import Mark, draw_trend, draw_years
from dashboards.formats import EMPTY
from dashboards.metrics.book import MetricBook, MetricFigure, Scope
from dashboards.metrics.trend import (
    SHOWN,
    Step,
    compare_figures,
    festival_weeks,
    read_figures,
    read_trend,
    trend_periods,
    years_to_date,
)
from dashboards.view import View
from models.metrics.periods import Period, cut_at

USUAL_METRIC = "criminal_case_filed_count"
SHAPES = ("plain", "to_date", "festival")


@dataclass(frozen=True)
class _Asked:
    """What the address asks for."""

    metric: dict[str, Any]
    variant: dict[str, Any]
    scope: Scope
    grain: str
    first_day: date

    @property
    def key(self) -> tuple[str, str]:
        return str(self.variant["metric_id"]), str(self.variant["variant"])


def show_page(view: View) -> None:
    """The whole page."""
    text = view.text
    show_heading(view, text("trend.title"), text("trend.subtitle"))
    book = open_book(view)
    periods = view.ask("report_periods")
    if periods.empty:
        show_notice(text("overview.no_cases"), text("overview.no_cases_hint"))
        return
    values = show_form(view, links.TREND, _choices(view, book), key="trend")
    if values is None:
        return
    metric_id = str(values["metric"])
    metric = book.metrics[metric_id]
    further = show_form(view, links.TREND, _variant_choices(view, book, metric_id), key="trend_of")
    if further is None:
        return
    asked = _Asked(
        metric,
        book.variants[metric_id, str(further["variant"])],
        Scope(further["region"], further["agency"], further["charge"]),
        str(values["grain"]),
        read_begins(view, [metric_id]).get(metric_id, periods["period_start"].min().date()),
    )
    draw = {"plain": _show_plain, "to_date": _show_to_date, "festival": _show_festival}
    draw[str(values["shape"])](view, book, asked)


def _choices(view: View, book: MetricBook) -> list[Choice]:
    text = view.text
    return [
        metric_choice(view, book, USUAL_METRIC, width=2.4),
        Choice(
            "grain", text("trend.grain"), list(SHOWN), lambda name: text(f"grain.{name}"), "month"
        ),
        Choice(
            "shape",
            text("trend.shape"),
            SHAPES,
            lambda name: text(f"trend.shape_{name}"),
            SHAPES[0],
            1.6,
        ),
    ]


def _variant_choices(view: View, book: MetricBook, metric_id: str) -> list[Choice]:
    slices = str(book.metrics[metric_id]["slices"]).split(";")
    names = {
        name: variant_name(view, row)
        for (owner, name), row in book.variants.items()
        if owner == metric_id and not row["is_mix"]
    }
    names = names or {
        name: variant_name(view, row)
        for (owner, name), row in book.variants.items()
        if owner == metric_id
    }
    usual = book.default_variant(metric_id)
    variant = Choice(
        "variant",
        view.text("trend.variant"),
        list(names),
        names.__getitem__,
        usual if usual in names else next(iter(names)),
        1.2,
    )
    codes = [code_choice(view, name) for name in ("region", "agency", "charge")]
    # A filter that the metric does not know could only mislead; one in the address is named as unknown.
    return [
        variant,
        *(
            choice if choice.name in slices else Choice(choice.name, choice.label, [], empty=EMPTY)
            for choice in codes
        ),
    ]


def _show_plain(view: View, book: MetricBook, asked: _Asked) -> None:
    text, formats = view.text, view.formats
    periods = trend_periods(asked.grain, asked.first_day, book.data_date(asked.key[0]))
    if asked.grain == "week" and asked.scope.charge:
        show_notice(text("trend.no_days"), text("statistics.whole_months_only"), tone="warn")
        return
    steps = read_trend(view, book, *asked.key, periods, asked.scope, first_day=asked.first_day)
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
        value=plain(written(view, last.figure.value, asked.variant)),
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
        Heading(text("statistics.marks"), "mark"),
    ]
    rows = [_row(view, asked, step) for step in reversed(steps)]
    show(table(headings, rows, label=title, is_tall=True))
    show(Markup('<p class="cl-note">{}</p>').format(
        text("trend.known_until", date=formats.date(book.data_date(asked.key[0])))
    ))  # fmt: skip


def _mark(view: View, asked: _Asked, step: Step) -> Mark:
    name = _period_name(view, step.period, asked.grain)
    value = plain(written(view, step.figure.value, asked.variant))
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
        _address(view, asked, step.period),
        step.is_open,
        earlier,
        interval.lower if interval else None,
        interval.upper if interval else None,
    )


def _row(view: View, asked: _Asked, step: Step) -> list[Cell]:
    text = view.text
    marks = []
    if step.is_cut or step.figure.is_unfinished:
        marks.append(badge(text("statistics.unfinished"), "warn"))
    if step.figure.is_open_cohort:
        marks.append(badge(text("statistics.open_cohort"), "warn"))
    if step.figure.quantity is not None and step.figure.quantity.is_small:
        marks.append(badge(text("statistics.small_base")))
    expected: Cell = EMPTY
    if step.expected is not None:
        expected = "–".join(
            plain(written(view, end, asked.variant))
            for end in (step.expected.lower, step.expected.upper)
        )
    return [
        _period_name(view, step.period, asked.grain),
        _linked_value(view, asked, step.figure, step.period),
        parts_of(view, asked.key, asked.scope, step.figure, step.period),
        change_text(view, compare_figures(step.current, step.year_before), asked.variant),
        change_text(view, compare_figures(step.current, step.before), asked.variant),
        written(view, step.to_date.value, asked.variant) if step.to_date else EMPTY,
        expected,
        Markup(" ").join(marks) or EMPTY,
    ]


def parts_of(
    view: View, key: tuple[str, str], scope: Scope, figure: MetricFigure, period: Period
) -> Cell:
    """Numerator and denominator, each with its cases."""
    number = view.formats.number
    if figure.quantity is None:
        return number(figure.observation_count)
    if figure.quantity.denominator is None:
        return EMPTY
    ends = [
        anchor(
            metric_cases_address(
                view,
                *key,
                period,
                part=part,
                region=scope.region,
                agency=scope.agency,
                charge=scope.charge,
            ),
            number(value),
        )
        if value
        else number(0)
        for part, value in (
            ("numerator", figure.quantity.numerator),
            ("denominator", figure.quantity.denominator),
        )
    ]
    return Markup("{} / {}").format(*ends)


def _show_to_date(view: View, book: MetricBook, asked: _Asked) -> None:
    data_date = book.data_date(asked.key[0])
    years = years_to_date(asked.first_day.year, data_date)
    periods = [period for year in years.values() for period in year]
    figures = read_figures(view, book, *asked.key, periods, asked.scope)
    places = [view.formats.month_of_year(month) for month in range(1, 13)]
    chosen = {
        year: {places[period.last_day.month - 1]: period for period in of_year}
        for year, of_year in years.items()
    }
    _show_years(view, asked, chosen, figures, places, "to_date")


def _show_festival(view: View, book: MetricBook, asked: _Asked) -> None:
    text = view.text
    if asked.scope.charge:
        show_notice(text("trend.no_days"), text("statistics.whole_months_only"), tone="warn")
        return
    data_date = book.data_date(asked.key[0])
    festivals = {
        int(row["year_number"]): row["first_day"].date()
        for row in view.ask("spring_festivals").to_dict("records")
    }
    chosen = {}
    for year, festival in festivals.items():
        weeks = {
            _week_name(view, week): cut_at(period, data_date)
            for week, period in festival_weeks(festival).items()
            if asked.first_day <= period.first_day <= data_date
        }
        if weeks:
            chosen[year] = weeks
    periods = [period for weeks in chosen.values() for period in weeks.values()]
    figures = read_figures(view, book, *asked.key, periods, asked.scope)
    places = [_week_name(view, week) for week in festival_weeks(date(2000, 2, 5))]
    _show_years(view, asked, chosen, figures, places, "festival")


def _show_years(
    view: View,
    asked: _Asked,
    years: Mapping[int, Mapping[str, Period]],
    figures: Mapping[Period, MetricFigure],
    places: list[str],
    shape: str,
) -> None:
    """One line per year over the same places, and the same as a table."""
    text = view.text
    if not figures:
        show_notice(text("trend.nothing"), text("trend.nothing_hint"))
        return
    name = metric_name(view, asked.metric)
    marks = {
        year: [
            _year_mark(view, asked, place, period, figures[period])
            for place, period in periods.items()
            if period in figures
        ]
        for year, periods in years.items()
    }
    shown = text("frame.list_separator").join(str(year) for year in sorted(years))
    title = text(f"trend.says_{shape}", metric=name, years=shown)
    with open_card(view, "trend", title, definition_words(view, asked.metric)):
        last = [
            mark.detail.replace("<br>", " ") for of_year in marks.values() for mark in of_year[-1:]
        ]
        follow_chart(
            draw_years(marks, places=places),
            key=f"trend_{shape}",
            description=f"{title} {text('frame.list_separator').join(last)}",
        )
        show(Markup('<p class="cl-note">{}</p>').format(text("trend.click")))
    headings = [Heading(text(f"trend.place_{shape}"), is_lead=True)]
    headings += [Heading(str(year), "number") for year in sorted(years)]
    rows: list[list[Cell]] = []
    for place in places:
        cells: list[Cell] = [place]
        for year in sorted(years):
            period = years[year].get(place)
            found = figures.get(period) if period else None
            cells.append(_linked_value(view, asked, found, period) if found and period else EMPTY)
        rows.append(cells)
    show(table(headings, rows, label=title, is_tall=True))


def _year_mark(view: View, asked: _Asked, place: str, period: Period, figure: MetricFigure) -> Mark:
    formats = view.formats
    days = view.text(
        "statistics.days", first=formats.date(period.first_day), last=formats.date(period.last_day)
    )
    value = plain(written(view, figure.value, asked.variant))
    is_open = figure.is_unfinished or figure.is_open_cohort
    is_open = is_open or (period.day_count < 7 and period.first_day.month == period.last_day.month)
    return Mark(
        place, figure.value, f"<b>{days}</b><br>{value}", _address(view, asked, period), is_open
    )


def _linked_value(view: View, asked: _Asked, figure: MetricFigure, period: Period) -> Cell:
    value = written(view, figure.value, asked.variant)
    if figure.value is None or (figure.quantity is not None and not figure.quantity.numerator):
        return value
    mark = quiet(view.text("statistics.unfinished")) if figure.is_unfinished else ""
    return lines(anchor(_address(view, asked, period), value), mark)


def _address(view: View, asked: _Asked, period: Period) -> str:
    return metric_cases_address(
        view,
        *asked.key,
        period,
        region=asked.scope.region,
        agency=asked.scope.agency,
        charge=asked.scope.charge,
    )


def _period_name(view: View, period: Period, grain: str) -> str:
    if grain == "month":
        return view.formats.month(period.first_day)
    if grain == "quarter":
        return f"{period.first_day.year}Q{(period.first_day.month + 2) // 3}"
    year, week, _ = period.first_day.isocalendar()
    return f"{year}-W{week:02}"


def _week_name(view: View, week: int) -> str:
    if week == 0:
        return view.text("trend.festival_week")
    return view.text("trend.weeks_away", week=f"{week:+}")


def _change_words(view: View, step: Step, variant: dict[str, Any]) -> str:
    found = change_text(
        view, compare_figures(step.current, step.year_before), variant, is_plain=True
    )
    if found == EMPTY:
        return view.text("trend.no_year_before")
    return view.text("trend.year_before_says", change=found)
