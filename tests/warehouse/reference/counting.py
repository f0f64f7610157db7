"""The independent computation of every metric: plain SQL over published marts.

Belongs here: counting facts in a period or standing on a day, within a scope. Keep out: cubes, measures,
parts — nothing of the metric layer is used.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from dashboards.metrics.book import Scope
from models.metrics.periods import Period

# Relation → SQL of the acting unit and of the charge (None: the lead charge of the case).
WHERE: dict[str, tuple[str | None, str | None]] = {
    "fct_police_cases": ("unit_code", "charge_code"),
    "fct_measures": ("unit_code", "charge_code"),
    "fct_arrest_review_suspects": ("procuratorate_code", "charge_code"),
    "fct_prosecution_reviews": ("procuratorate_code", "charge_code"),
    "fct_prosecution_review_suspects": ("procuratorate_code", "charge_code"),
    "fct_supervision_matters": ("procuratorate_code", None),
    "fct_trials": ("court_code", "charge_code"),
    "fct_trial_defendants": ("court_code", "charge_code"),
    "fct_sentence_comparisons": ("court_code", "charge_code"),
    "fct_handoffs": ("sender_agency_code", None),
    "fct_corrections": ("unit_code", None),
    "fct_property_items": ("unit_code", None),
    "fct_documents": ("issuing_unit_code", None),
    "fct_handler_conflicts": ("unit_code", None),
    "fct_clocks": ("unit_code", None),
}


@dataclass(frozen=True)
class Asked:
    """What a reference is asked for."""

    period: Period
    scope: Scope
    as_of: date


Sql = Callable[[Asked], str]


def _day(day: date) -> str:
    return f"date '{day.isoformat()}'"


def _scoped(
    relation: str, condition: str, asked: Asked, value: str = "1", aggregate: str = "sum"
) -> str:
    unit, charge = WHERE[relation]
    scope = asked.scope
    conditions = ["true"]
    if scope.region is not None:
        conditions.append(f"units.region_code = '{scope.region}'")
    if scope.agency is not None:
        conditions.append(f"units.agency_code = '{scope.agency}'")
    if scope.charge is not None:
        known = (
            f"coalesce(chosen.{charge}, cases.lead_charge_code)"
            if charge
            else "cases.lead_charge_code"
        )
        conditions.append(f"{known} = '{scope.charge}'")
    if scope.breakdown != "all":
        expression = BREAKDOWNS.get(scope.breakdown, f"chosen.{scope.breakdown}")
        conditions.append(f"coalesce(cast({expression} as varchar), 'unknown') = '{scope.member}'")
    return f"""(
        select {aggregate}(chosen.counted)
        from (
            select facts.*, {value} as counted from snapshot.marts.{relation} as facts where {condition}
        ) as chosen
        left join snapshot.marts.dim_units as units on chosen.{unit} = units.unit_code
        left join snapshot.marts.dim_cases as cases on chosen.case_id = cases.case_id
        where {" and ".join(conditions)}
    )"""


BREAKDOWNS = {
    "time_anomaly": "case when chosen.served_at < chosen.issued_at then 'served_before_signed' "
    "when date_diff('day', chosen.issued_at, chosen.entered_at) > 1 then 'entered_after_signed' else 'none' end"
}


def happened(
    relation: str, column: str, condition: str = "true", value: str = "1", aggregate: str = "sum"
) -> Sql:
    """Facts whose day lies in the period, counted or with their values."""

    def sql(asked: Asked) -> str:
        last = min(asked.period.last_day, asked.as_of)
        within = (
            f"cast(facts.{column} as date) >= {_day(asked.period.first_day)} "
            f"and cast(facts.{column} as date) <= {_day(last)}"
        )
        return _scoped(relation, f"{within} and ({condition})", asked, value, aggregate)

    return sql


def standing(relation: str, condition: str, value: str = "1", *, at_start: bool = False) -> Sql:
    """Facts that stand on a day, one by one; ``condition`` names the day as ``{day}``."""

    def sql(asked: Asked) -> str:
        day = asked.period.first_day - timedelta(days=1) if at_start else asked.period.last_day
        return _scoped(relation, condition.format(day=_day(min(day, asked.as_of))), asked, value)

    return sql


def plus(*parts: Sql) -> Sql:
    return lambda asked: "(" + " + ".join(f"coalesce({part(asked)}, 0)" for part in parts) + ")"


def residents(asked: Asked) -> str:
    """People of the census; every charge and agency has the same."""
    where = f"where region_code = '{asked.scope.region}'" if asked.scope.region else ""
    return f"(select coalesce(sum(resident_population), 0) from snapshot.marts.dim_regions {where})"


def whole(part: Sql) -> Sql:
    """The same without the member of a breakdown: what a mix is a share of."""

    def sql(asked: Asked) -> str:
        scope = Scope(asked.scope.region, asked.scope.agency, asked.scope.charge)
        return part(Asked(asked.period, scope, asked.as_of))

    return sql


OVER = (
    "facts.{column} <= {{day}} and (facts.{until} is null or cast(facts.{until} as date) > {{day}})"
)


def over(relation: str, column: str, until: str, value: str = "1") -> Sql:
    return standing(relation, OVER.format(column=column, until=until), value)
