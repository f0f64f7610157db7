"""A trend with one line per year: year to date, or weeks around the Spring Festival.

Belongs here: these shapes of a trend. Keep out: single periods (trend_periods.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from markupsafe import Markup

from dashboards.charts.spec import ChartKind, ChartSpec, Series
from dashboards.components.charts import follow_chart
from dashboards.components.figure import open_card
from dashboards.components.markup import TALL, Cell, Heading, show
from dashboards.components.metric_table import (
    definition_words,
    metric_name,
    plain,
    written_figure,
)
from dashboards.components.notices import show_notice
from dashboards.components.page_tools import PageTools
from dashboards.components.trend_asked import TrendAsked, cases_address, linked_value
from dashboards.components.trend_chart import Mark, draw_years
from dashboards.formats import EMPTY
from dashboards.metrics.book import MetricBook, MetricFigure
from dashboards.metrics.persons import is_personal
from dashboards.metrics.trend import (
    festival_weeks,
    read_figures,
    years_to_date,
)
from dashboards.view import View
from models.metrics.periods import Period, cut_at


def show_to_date(tools: PageTools, book: MetricBook, asked: TrendAsked) -> None:
    """累计: each year from New Year's Day on, month by month."""
    view = tools.view
    if not view.reader.has_case_access and is_personal(asked.metric, asked.scope):
        # The difference of two sums is the month between them.
        text = view.text
        show_notice(text("trend.no_sums"), text("trend.no_sums_hint"))
        return
    data_date = book.data_date(asked.key[0])
    years = years_to_date(asked.first_day.year, data_date)
    # A year that is not known from its first month has no sum to date.
    whole = {year: days for year, days in years.items() if date(year, 1, 1) >= asked.first_day}
    years = whole or years
    years = {year: days for year, days in years.items() if asked.holds_year(year)}
    periods = [period for year in years.values() for period in year]
    figures = read_figures(view, book, *asked.key, periods, asked.scope)
    places = [view.formats.month_of_year(month) for month in range(1, 13)]
    chosen = {
        year: {places[period.last_day.month - 1]: period for period in of_year}
        for year, of_year in years.items()
    }
    _show_years(tools, asked, chosen, figures, places, "to_date")


def show_festival(tools: PageTools, book: MetricBook, asked: TrendAsked) -> None:
    """Weeks by their distance from the Spring Festival, year by year."""
    view = tools.view
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
        if weeks and asked.holds_year(year):
            chosen[year] = weeks
    periods = [period for weeks in chosen.values() for period in weeks.values()]
    figures = read_figures(view, book, *asked.key, periods, asked.scope)
    places = [_week_name(view, week) for week in festival_weeks(date(2000, 2, 5))]
    _show_years(tools, asked, chosen, figures, places, "festival")


def _show_years(
    tools: PageTools,
    asked: TrendAsked,
    years: Mapping[int, Mapping[str, Period]],
    figures: Mapping[Period, MetricFigure],
    places: list[str],
    shape: str,
) -> None:
    """One line per year over the same places, and the same as a table."""
    view, text = tools.view, tools.view.text
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
            cells.append(linked_value(view, asked, found, period) if found and period else EMPTY)
        rows.append(cells)
    chart = ChartSpec(
        ChartKind.LINE,
        title,
        view.text.find(f"metric_unit.{asked.variant['unit']}") or str(asked.variant["unit"]),
        tuple(places),
        tuple(
            Series(
                str(year),
                tuple(
                    figures[periods[place]].value if periods.get(place) in figures else None
                    for place in places
                ),
            )
            for year, periods in sorted(years.items())
        ),
        int(asked.variant["decimals"]),
    )
    tools.show_table(headings, rows, label=title, is_tall=len(rows) > TALL, chart=chart)


def _year_mark(
    view: View, asked: TrendAsked, place: str, period: Period, figure: MetricFigure
) -> Mark:
    formats = view.formats
    days = view.text(
        "statistics.days", first=formats.date(period.first_day), last=formats.date(period.last_day)
    )
    value = plain(written_figure(view, figure, asked.variant))
    is_open = figure.is_unfinished or figure.is_open_cohort
    is_open = is_open or (period.day_count < 7 and period.first_day.month == period.last_day.month)
    return Mark(
        place,
        figure.value,
        f"<b>{days}</b><br>{value}",
        cases_address(view, asked, period),
        is_open,
    )


def _week_name(view: View, week: int) -> str:
    if week == 0:
        return view.text("trend.festival_week")
    return view.text("trend.weeks_away", week=f"{week:+}")
