"""Check-up (办案质效体检表): one unit in one month beside its own past year, never beside other units.

Belongs here: choosing unit and month, and what may be said about each metric. Keep out: comparisons between
units, scores and sums over metrics.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from markupsafe import Markup

from dashboards import links
from dashboards.components.address_form import show_form
from dashboards.components.frame import show_heading, show_section
from dashboards.components.markup import (
    Cell,
    Heading,
    badge,
    facts,
    lines,
    quiet,
    show,
)
from dashboards.components.metric_choices import (
    chosen_days,
    code_choice,
    linked_parts,
    linked_value,
    open_book,
    period_choice,
    read_begins,
    read_periods,
)
from dashboards.components.metric_table import definition, metric_name, plain, variant_name, written
from dashboards.components.notices import show_notice
from dashboards.components.page_tools import PageTools, open_tools
from dashboards.components.sparks import spark
from dashboards.formats import EMPTY
from dashboards.metrics.book import MetricBook, MetricFigure, Scope
from dashboards.metrics.grid import read_grid
from dashboards.report_filters import STREAMS
from dashboards.view import View
from models.metrics.comparison import SMALL_COUNT, SMALL_DENOMINATOR
from models.metrics.intervals import Interval, reference_interval
from models.metrics.periods import Period, shift_months

# Months before the one that is looked at; the unit's own past.
PAST_MONTHS = 12


class Sign(Enum):
    """What may be said about the month against the unit's own past."""

    ABOVE = "above"
    BELOW = "below"
    USUAL = "usual"
    SMALL = "small"
    OPEN = "open"
    SHORT = "short"


_JUDGED = (Sign.ABOVE, Sign.BELOW, Sign.USUAL)
_TONES = {Sign.ABOVE: "accent", Sign.BELOW: "accent"}


@dataclass(frozen=True)
class _Line:
    """One metric of the unit: the months from the oldest to the one looked at."""

    metric: dict[str, Any]
    variant: dict[str, Any]
    months: Sequence[MetricFigure]
    usual: Interval | None
    sign: Sign

    @property
    def now(self) -> MetricFigure:
        return self.months[-1]


def show_page(view: View) -> None:
    """The whole page."""
    text, formats = view.text, view.formats
    show_heading(view, text("checkup.title"), text("checkup.subtitle"))
    periods = read_periods(view, ("month",))
    agencies = code_choice(view, "agency", width=2)
    if periods.empty or not agencies.options:
        show_notice(text("overview.no_cases"), text("overview.no_cases_hint"))
        return
    usual = next((code for code in agencies.options if code.startswith("JC")), agencies.options[0])
    choices = [agencies.with_usual(usual), period_choice(view, grains=("month",))]
    values = show_form(view, links.CHECKUP, choices, key="checkup")
    if values is None:
        return
    agency = str(values["agency"])
    name, period = chosen_days(periods, values["period"])
    book = open_book(view)
    examined = _examine(view, book, agency, period)
    if not examined:
        show_notice(text("checkup.nothing"), text("search.nothing_hint"))
        return
    tools = open_tools(view, links.CHECKUP, text("checkup.title"), (choices, values))
    tools.count_on(*(str(line.metric["metric_id"]) for line in examined))
    outside = [line for line in examined if line.sign in (Sign.ABOVE, Sign.BELOW)]
    judged = [line for line in examined if line.sign in _JUDGED]
    show(
        facts(
            [
                (text("statistics.filter_agency"), view.labels.unit(agency)),
                (text("statistics.filter_period"), name),
                (text("checkup.examined"), formats.number(len(examined))),
                (text("checkup.judged"), formats.number(len(judged))),
                (text("checkup.outside"), formats.number(len(outside))),
            ]
        )
    )
    show(Markup('<p class="cl-note">{}</p>').format(text("checkup.how")))
    for stream, groups in STREAMS.items():
        of_stream = [line for line in examined if line.metric["stream"] in groups]
        if of_stream:
            show_section(text(f"stream.{stream}"))
            _show_lines(tools, of_stream, agency, period, text(f"stream.{stream}"))
    tools.close()


def _examine(view: View, book: MetricBook, agency: str, period: Period) -> list[_Line]:
    """Every metric that the unit has anything of in the year up to the month."""
    months = [shift_months(period, -back) for back in range(PAST_MONTHS, -1, -1)]
    ids = [
        metric_id
        for metric_id, row in book.metrics.items()
        if "agency" in str(row["slices"]).split(";")
    ]
    begins = read_begins(view, ids)
    grid = read_grid(view, book, ids, months, Scope(agency=agency))
    found = []
    for (metric_id, name), variant in book.variants.items():
        if metric_id not in ids or variant["is_mix"] or not variant["is_default"]:
            continue
        begin = begins.get(metric_id, period.first_day)
        figures = [
            grid[metric_id, name, "", index]
            for index, month in enumerate(months)
            if month.first_day >= begin
        ]
        if figures and any(_is_something(figure) for figure in figures):
            usual = _usual(
                figures[:-1], is_share=bool(variant["is_share"]) and variant["unit"] == "%"
            )
            found.append(
                _Line(book.metrics[metric_id], variant, figures, usual, _sign(figures[-1], usual))
            )
    return found


def _is_something(figure: MetricFigure) -> bool:
    if figure.quantity is None:
        return bool(figure.observation_count)
    return bool(figure.quantity.numerator or figure.quantity.denominator)


def _usual(past: Sequence[MetricFigure], *, is_share: bool) -> Interval | None:
    """Where one further month like the past ones would lie; months that will still change do not count."""
    values = [
        figure.value for figure in past if figure.value is not None and not figure.is_open_cohort
    ]
    found = reference_interval(values)
    if found is not None and is_share:
        # A share cannot exceed the whole, whatever a normal spread says.
        return Interval(min(found.lower, 100.0), min(found.upper, 100.0))
    return found


def _sign(figure: MetricFigure, usual: Interval | None) -> Sign:
    if figure.is_unfinished or figure.is_open_cohort:
        return Sign.OPEN
    if figure.value is None or usual is None:
        return Sign.SHORT
    quantity = figure.quantity
    if quantity is None:
        is_small = (figure.observation_count or 0) < SMALL_DENOMINATOR
    elif quantity.denominator is None:
        # One more than a range of nought to one is no news.
        is_small = max(figure.value, usual.upper) < SMALL_COUNT
    else:
        is_small = quantity.is_small
    if is_small:
        return Sign.SMALL
    if figure.value > usual.upper:
        return Sign.ABOVE
    return Sign.BELOW if figure.value < usual.lower else Sign.USUAL


def _show_lines(
    tools: PageTools, examined: Sequence[_Line], agency: str, period: Period, label: str
) -> None:
    view, text = tools.view, tools.view.text
    headings = [
        Heading(text("statistics.metric"), is_lead=True),
        Heading(text("checkup.this_month"), "number"),
        Heading(text("statistics.parts"), "number"),
        Heading(text("checkup.month_before"), "number"),
        Heading(text("checkup.year_before"), "number"),
        Heading(text("checkup.usual"), "number"),
        Heading(text("checkup.course"), "text"),
        Heading(text("checkup.sign"), "mark"),
    ]
    tools.show_table(
        headings, [_cells(view, line, agency, period) for line in examined], label=label
    )


def _cells(view: View, line: _Line, agency: str, period: Period) -> list[Cell]:
    text = view.text
    # The month of the year before is the oldest of the thirteen.
    year_ago = line.months[0] if len(line.months) == PAST_MONTHS + 1 else None

    def opening(figure: MetricFigure | None, months: int) -> Cell:
        days = shift_months(period, months)
        return linked_value(view, line.variant, figure, days, agency=agency)

    usual: Cell = EMPTY
    # Of few cases the range says nothing: it reaches from nought to a multiple of anything seen.
    if line.usual is not None and line.sign in _JUDGED:
        ends = (line.usual.lower, line.usual.upper)
        usual = "–".join(plain(written(view, end, line.variant)) for end in ends)
    course = [figure.value for figure in line.months]
    shown = text("frame.list_separator").join(
        plain(written(view, point, line.variant)) for point in course
    )
    return [
        lines(
            Markup("<b>{}</b>").format(metric_name(view, line.metric)),
            quiet(variant_name(view, line.variant)),
            definition(view, line.metric),
        ),
        opening(line.now, 0),
        linked_parts(view, line.variant, line.now, period, agency=agency),
        opening(line.months[-2] if len(line.months) > 1 else None, -1),
        opening(year_ago, -PAST_MONTHS),
        usual,
        spark(course, label=shown),
        badge(text(f"checkup.is_{line.sign.value}"), _TONES.get(line.sign, "neutral")),
    ]
