"""A metric over time: its periods, what each is compared with, and the values of all of them.

Belongs here: which days a trend needs. Keep out: drawing and words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dashboards.metrics.book import EVERYTHING, MetricBook, MetricFigure, Scope
from dashboards.metrics.grid import Asker, read_grid
from dashboards.metrics.persons import hide_small, is_personal
from models.metrics.comparison import Comparison, Quantity, compare
from models.metrics.intervals import Interval, reference_interval
from models.metrics.periods import (
    Kind,
    Period,
    PeriodPair,
    add_months,
    cut_at,
    month_end,
    pair_periods,
    shift_months,
)

SHOWN = {"week": 53, "month": 24, "quarter": 12}
_MONTHS = {"month": 1, "quarter": 3}
_FEWEST_DAYS = {"week": 7, "month": 28, "quarter": 90}
# Weeks before and after the first day of the Spring Festival.
FESTIVAL_WEEKS = range(-8, 13)
# More earlier years than this say little about the present.
_REFERENCE_YEARS = 5

Figures = dict[Period, MetricFigure]


@dataclass(frozen=True)
class Step:
    """One period of a trend. Comparisons are None where there is no base.

    ``year_before`` and ``before`` are the bases (the same days of an unfinished period), ``expected`` where
    earlier years say that the value should lie (from three years on).
    """

    period: Period
    figure: MetricFigure
    current: MetricFigure
    year_before: MetricFigure | None
    before: MetricFigure | None
    to_date: MetricFigure | None
    expected: Interval | None
    is_cut: bool

    @property
    def is_open(self) -> bool:
        """Whether the value will still change: it must not be drawn as a fall."""
        return self.figure.is_unfinished or self.figure.is_open_cohort or self.is_cut


def trend_periods(
    grain: str, first_day: date, as_of: date, days: Period | None = None
) -> list[Period]:
    """The periods of a grain with data, the oldest first; the last one may be unfinished.

    Those that ``days`` touch, else the last ones.
    """
    count = SHOWN[grain]
    if days is not None:
        as_of = min(as_of, days.last_day)
        first_day = max(first_day, days.first_day)
        count = max(1, (as_of - first_day).days // _FEWEST_DAYS[grain] + 2)
    if grain == "week":
        start = as_of - timedelta(days=as_of.weekday())
        starts = [start - timedelta(weeks=back) for back in range(count)]
        periods = [Period(day, day + timedelta(days=6)) for day in starts]
    else:
        months = _MONTHS[grain]
        start = as_of.replace(day=1)
        start = add_months(start, -((start.month - 1) % months))
        starts = [add_months(start, -months * back) for back in range(count)]
        periods = [Period(day, month_end(add_months(day, months - 1))) for day in starts]
    return sorted(period for period in periods if period.last_day >= first_day)


def read_figures(
    asker: Asker,
    book: MetricBook,
    metric_id: str,
    variant: str,
    periods: Sequence[Period],
    scope: Scope = EVERYTHING,
    *,
    hides_small: bool = False,
) -> Figures:
    """The values over each period; those that the cubes cannot tell (charges by day) are left out.

    Where small counts of persons are to be hidden, sums to date must not be shown beside them.
    """
    of_months = sorted({p for p in periods if p.is_whole_months or _runs(p, book)})
    of_days = [] if scope.charge else sorted(set(periods) - set(of_months))
    found: Figures = {}
    for chosen in (of_months, of_days):
        if chosen:
            grid = read_grid(asker, book, [metric_id], chosen, scope)
            found |= {
                period: grid[metric_id, variant, "", index] for index, period in enumerate(chosen)
            }
    if hides_small and is_personal(book.metrics[metric_id], scope):
        shown = hide_small(list(found.values()))
        return {days: one for days, one in zip(found, shown, strict=True) if one is not None}
    return found


def read_trend(
    asker: Asker,
    book: MetricBook,
    metric_id: str,
    variant: str,
    periods: Sequence[Period],
    scope: Scope = EVERYTHING,
    *,
    first_day: date,
    hides_small: bool = False,
) -> list[Step]:
    """The steps of a trend; nothing is compared with days before ``first_day``, of which none is known.

    With small counts hidden there are no sums to date: their differences would tell.
    """
    data_date = book.data_date(metric_id)
    known = [period for period in periods if period.first_day <= data_date]
    pairs = {
        (period, kind): pair_periods(period, kind, data_date=data_date)
        for period in known
        for kind in (Kind.YEAR_BEFORE, Kind.PERIOD_BEFORE, Kind.YEAR_TO_DATE)
    }
    earlier = {
        period: [
            shift_months(cut_at(period, data_date), -12 * years)
            for years in range(1, _REFERENCE_YEARS + 1)
        ]
        for period in known
    }
    asked = {
        *known,
        *(days for years in earlier.values() for days in years if _is_known(days, first_day)),
    }
    for pair in pairs.values():
        asked |= {pair.current, *([pair.base] if _is_known(pair.base, first_day) else [])}
    figures = read_figures(
        asker, book, metric_id, variant, sorted(asked), scope, hides_small=hides_small
    )
    steps = [
        _step(
            period, pairs, figures, [figures[days] for days in earlier[period] if days in figures]
        )
        for period in known
        if period in figures
    ]
    if hides_small and is_personal(book.metrics[metric_id], scope):
        return [replace(step, to_date=None) for step in steps]
    return steps


def compare_figures(figure: MetricFigure, base: MetricFigure | None) -> Comparison | None:
    """What may be said about two values of one metric; None where one of them is missing."""
    if base is None or figure.value is None or base.value is None:
        return None
    if figure.quantity is not None and base.quantity is not None:
        return compare(figure.quantity, base.quantity)
    plain = compare(Quantity(figure.value), Quantity(base.value))
    few = (base.observation_count or 0) < 30
    return replace(plain, relative_change=None, is_small_base=few)


def festival_weeks(festival: date) -> dict[int, Period]:
    """Weeks by their distance from the first day of a Spring Festival."""
    return {
        week: Period(festival + timedelta(weeks=week), festival + timedelta(weeks=week, days=6))
        for week in FESTIVAL_WEEKS
    }


def years_to_date(first_year: int, as_of: date) -> dict[int, list[Period]]:
    """累计: for each year the periods from New Year's Day to the end of each month that has begun."""
    return {
        year: [
            Period(date(year, 1, 1), month_end(date(year, month, 1)))
            for month in range(1, 13)
            if date(year, month, 1) <= as_of
        ]
        for year in range(first_year, as_of.year + 1)
    }


def _step(
    period: Period,
    pairs: Mapping[tuple[Period, Kind], PeriodPair],
    figures: Figures,
    earlier: Sequence[MetricFigure],
) -> Step:
    pair = pairs[period, Kind.YEAR_BEFORE]
    values = [figure.value for figure in earlier if figure.value is not None]
    return Step(
        period=period,
        figure=figures[period],
        current=figures.get(pair.current, figures[period]),
        year_before=figures.get(pair.base),
        before=figures.get(pairs[period, Kind.PERIOD_BEFORE].base),
        to_date=figures.get(pairs[period, Kind.YEAR_TO_DATE].current),
        expected=reference_interval(values) if not pair.is_cut else None,
        is_cut=pair.is_cut,
    )


def _is_known(period: Period, first_day: date) -> bool:
    return period.first_day >= first_day


def _runs(period: Period, book: MetricBook) -> bool:
    """Whether the cubes of months hold a period that is not over: it ends with what is known."""
    return period.last_day >= book.as_of and period.first_day.day == 1
