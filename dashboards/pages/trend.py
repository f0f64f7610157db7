"""Trends (趋势分析): one metric by week, month or quarter, beside earlier years; every point opens its cases.

Belongs here: filters in the address, the chart, the same numbers as a table. Keep out: which days are
compared (dashboards/metrics/trend.py) and drawing (components/trend_chart.py).
"""

from __future__ import annotations

from dashboards import links
from dashboards.components.address_form import Choice, show_days, show_form
from dashboards.components.frame import show_heading
from dashboards.components.grid_form import OWN_DAYS
from dashboards.components.metric_choices import (
    code_choice,
    metric_choice,
    open_book,
    read_begins,
)
from dashboards.components.metric_table import (
    variant_name,
)
from dashboards.components.notices import show_notice
from dashboards.components.page_tools import open_tools
from dashboards.components.trend_asked import TrendAsked
from dashboards.components.trend_periods import show_periods
from dashboards.components.trend_years import show_festival, show_to_date
from dashboards.formats import EMPTY
from dashboards.metrics.book import MetricBook, Scope
from dashboards.metrics.trend import (
    SHOWN,
)
from dashboards.view import View
from models.metrics.periods import Period, add_months

USUAL_METRIC = "criminal_case_filed_count"
SHAPES = ("plain", "to_date", "festival")


def show_page(view: View) -> None:
    """The whole page."""
    text = view.text
    show_heading(view, text("trend.title"), text("trend.subtitle"))
    book = open_book(view)
    periods = view.ask("report_periods")
    if periods.empty:
        show_notice(text("overview.no_cases"), text("overview.no_cases_hint"))
        return
    choices = _choices(view, book)
    values = show_form(view, links.TREND, choices, key="trend")
    if values is None:
        return
    metric_id = str(values["metric"])
    metric = book.metrics[metric_id]
    of_metric = _variant_choices(view, book, metric_id)
    further = show_form(view, links.TREND, of_metric, key="trend_of")
    if further is None:
        return
    days = None
    if values["days"] == OWN_DAYS:
        data_date = book.data_date(metric_id)
        days = show_days(
            view, links.TREND, Period(add_months(data_date, -12), data_date), key="trend_days"
        )
        if days is None:
            return
    asked = TrendAsked(
        metric,
        book.variants[metric_id, str(further["variant"])],
        Scope(further["region"], further["agency"], further["charge"]),
        str(values["grain"]),
        read_begins(view, [metric_id]).get(metric_id, periods["period_start"].min().date()),
        days,
    )
    tools = open_tools(
        view, links.TREND, text("trend.title"), (choices, values), (of_metric, further)
    )
    tools.count_on(metric_id)
    draw = {"plain": show_periods, "to_date": show_to_date, "festival": show_festival}
    draw[str(values["shape"])](tools, book, asked)
    tools.close()


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
        Choice(
            "days",
            text("trend.days"),
            [OWN_DAYS],
            lambda _: text("grid.own_days"),
            empty=text("trend.last_periods"),
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
