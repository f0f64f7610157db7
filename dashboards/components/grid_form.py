"""The filters that fixed reports and the multidimensional analysis share, and what they ask for.

Belongs here: period, comparison, region, agency, charge, days of one's own. Keep out: which grid it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from dashboards.components.address_form import Choice, Values, show_days, show_form
from dashboards.components.metric_choices import code_choice, read_periods
from dashboards.grids.fill import MONTHS, Asked, Beside
from dashboards.grids.spec import TIMES, GridSpec, shared_dimensions
from dashboards.metrics.book import MetricBook, Scope
from dashboards.metrics.targets import TARGETS
from dashboards.reports.periods import read_period_name
from dashboards.view import View
from models.metrics.periods import Kind, Period, add_months, month_end

# The twelve months up to the last finished one.
LAST_YEAR = "12m"
NOTHING = "nothing"
_GRAINS = ("month", "quarter", "year")
FILTERS = ("region", "agency", "charge")
# Days of one's own, from the address too.
OWN_DAYS = "own"
# A longer time axis is read by nobody.
MOST_PERIODS = 120


def ask_grid(
    view: View, page: str, book: MetricBook, spec: GridSpec, *, usual_kind: Kind | None, key: str
) -> tuple[GridSpec, Asked] | None:
    """Show the filters of a grid; returns what they ask for, None when the address says something else.

    With days of one's own a time axis has the periods that these days touch.
    """
    known = shared_dimensions([book.metrics[measure.metric_id] for measure in spec.measures])
    axis = next((name for name in (spec.rows, spec.columns) if name in TIMES), None)
    choices = form_choices(
        view,
        usual_kind=usual_kind,
        known=known,
        is_trend=axis is not None,
        has_target=any(measure.metric_id in TARGETS for measure in spec.measures),
    )
    values = show_form(view, page, choices, key=key)
    if values is None:
        return None
    base, days = None, None
    if values["period"] == OWN_DAYS:
        days = show_days(view, page, _usual_days(view), key=f"{key}_days")
        if days is None:
            return None
    if values["against"] == Kind.CUSTOM.value:
        further = show_form(view, page, [base_choice(view)], key=f"{key}_base")
        base = further["base"] if further else None
    if days is not None and axis is not None:
        count = -(-days.month_count // MONTHS[axis])
        spec = replace(spec, periods=max(1, min(MOST_PERIODS, count)))
    return spec, asked_by(view, values, base, days)


def form_choices(
    view: View,
    *,
    usual_kind: Kind | None,
    known: Iterable[str],
    is_trend: bool,
    has_target: bool = False,
) -> list[Choice]:
    """``known``: the dimensions that the metrics have; a filter they lack has no choices."""
    text, dimensions = view.text, set(known)
    names = read_periods(view)["period"].tolist()
    options = [OWN_DAYS, *names] if is_trend else [LAST_YEAR, OWN_DAYS, *names]
    usual = last_finished_month(view) if is_trend else LAST_YEAR
    kinds = [NOTHING, *(kind.value for kind in Kind), Beside.EARLIER_YEARS.value]
    kinds += [Beside.TARGET.value] if has_target else []
    named = {LAST_YEAR: text("grid.last_year"), OWN_DAYS: text("grid.own_days")}
    codes = [code_choice(view, name) for name in FILTERS]
    return [
        Choice(
            "period",
            text("statistics.filter_period"),
            options,
            lambda name: named.get(name, name),
            usual if usual in options else next(iter(options), None),
        ),
        Choice(
            "against",
            text("statistics.filter_against"),
            kinds,
            lambda name: text(f"against.{name}"),
            usual_kind.value if usual_kind else NOTHING,
            1.4,
        ),
        *(
            choice if choice.name in dimensions else Choice(choice.name, choice.label, [])
            for choice in codes
        ),
    ]


def base_choice(view: View) -> Choice:
    """The period of choice to compare with."""
    names = read_periods(view)["period"].tolist()
    return Choice("base", view.text("grid.base_period"), names, usual=names[-1] if names else None)


def asked_by(view: View, values: Values, base: str | None, days: Period | None = None) -> Asked:
    """What the filters ask for; ``days`` are those of one's own."""
    against = values["against"]
    beside = Beside(against) if against in [one.value for one in Beside] else None
    kind = None if beside or against in (None, NOTHING) else Kind(against)
    return Asked(
        days or read_days(view, str(values["period"])),
        Scope(values["region"], values["agency"], values["charge"]),
        kind,
        read_days(view, base) if base and kind is Kind.CUSTOM else None,
        beside,
    )


def _usual_days(view: View) -> Period:
    return read_days(view, LAST_YEAR)


def last_finished_month(view: View) -> str:
    """The name of the last month that every agency has finished."""
    periods = read_periods(view, ("month",))
    finished = periods[~periods["is_unfinished"]]
    found = periods if finished.empty else finished
    return str(found["period"].iloc[0])


def read_days(view: View, name: str) -> Period:
    """The days of a period's name."""
    if name == LAST_YEAR:
        last = read_period_name(last_finished_month(view), "month")
        return Period(add_months(last.first_day, -11), month_end(last.last_day))
    grain = "quarter" if "Q" in name else "month" if "-" in name else "year"
    return read_period_name(name, grain)


def festivals_of(view: View) -> dict[int, date]:
    """First days of the Spring Festivals by year."""
    return {
        int(row["year_number"]): row["first_day"].date()
        for row in view.ask("spring_festivals").to_dict("records")
    }


def filter_words(view: View, asked: Asked) -> list[tuple[str, str]]:
    """The filters as they are written into a file."""
    text, labels, formats = view.text, view.labels, view.formats
    days = text(
        "statistics.days",
        first=formats.date(asked.period.first_day),
        last=formats.date(asked.period.last_day),
    )
    everything = text("search.any")
    against = asked.kind or asked.beside
    kind = against.value if against else NOTHING
    scope = asked.scope
    return [
        (text("statistics.filter_period"), days),
        (text("statistics.filter_against"), text(f"against.{kind}")),
        (
            text("statistics.filter_region"),
            labels.region(scope.region) if scope.region else everything,
        ),
        (
            text("statistics.filter_agency"),
            labels.unit(scope.agency) if scope.agency else everything,
        ),
        (
            text("statistics.filter_charge"),
            labels.charge(scope.charge) if scope.charge else everything,
        ),
    ]
