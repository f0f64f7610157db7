"""The filters that fixed reports and the multidimensional analysis share, and what they ask for.

Belongs here: period, comparison, region, agency, charge, days of one's own. Keep out: which grid it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from dashboards.components.address_form import Choice, Values
from dashboards.components.metric_choices import code_choice, read_periods
from dashboards.grids.fill import Asked
from dashboards.metrics.book import Scope
from dashboards.reports.periods import read_period_name
from dashboards.view import View
from models.metrics.periods import Kind, Period, add_months, month_end

# The twelve months up to the last finished one.
LAST_YEAR = "12m"
NOTHING = "nothing"
_GRAINS = ("month", "quarter", "year")
FILTERS = ("region", "agency", "charge")


def form_choices(
    view: View, *, usual_kind: Kind | None, known: Iterable[str], is_trend: bool
) -> list[Choice]:
    """``known``: the dimensions that the metrics have; a filter they lack has no choices."""
    text, dimensions = view.text, set(known)
    names = read_periods(view)["period"].tolist()
    options = names if is_trend else [LAST_YEAR, *names]
    usual = last_finished_month(view) if is_trend else LAST_YEAR
    kinds = [NOTHING, *(kind.value for kind in Kind)]
    codes = [code_choice(view, name) for name in FILTERS]
    return [
        Choice(
            "period",
            text("statistics.filter_period"),
            options,
            lambda name: text("grid.last_year") if name == LAST_YEAR else name,
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


def asked_by(view: View, values: Values, base: str | None) -> Asked:
    """What the filters ask for."""
    kind = None if values["against"] in (None, NOTHING) else Kind(values["against"])
    return Asked(
        read_days(view, str(values["period"])),
        Scope(values["region"], values["agency"], values["charge"]),
        kind,
        read_days(view, base) if base and kind is Kind.CUSTOM else None,
    )


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
    kind = asked.kind.value if asked.kind else NOTHING
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
