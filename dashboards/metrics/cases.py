"""The cases behind a figure: which cases make up a numerator or denominator, and how much each.

Belongs here: turning the published definitions of measures into the question for their facts. Keep out:
figures (book.py) and how the list looks.

SQL is put together here because measures are data: every name and expression in it comes from the
snapshot's own `dim_metric_measures`; what a reader chooses goes in as parameters. The weights of all cases
add up to the figure, sealed cases included; their list leaves the sealed ones out and says how many.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboards.metrics.book import EVERYTHING, OBSERVED, WHOLE, MetricBook, Scope, Source
from dashboards.metrics.case_pages import CaseList, CaseQuestion, read_list
from models.metrics.periods import Period

_DAYS = {
    "in_period": "facts.occurred_on between asked.first_day and asked.last_day",
    "observed": "facts.occurred_on between asked.first_day and asked.last_day",
    "at_end": "facts.occurred_on <= asked.last_day",
    "at_start": "facts.occurred_on < asked.first_day",
}


class NoCasesError(LookupError):
    """There are no cases behind this part of the figure: residents, or how late data are."""


def find_cases(
    source: Source,
    book: MetricBook,
    metric_id: str,
    variant: str,
    period: Period,
    scope: Scope = EVERYTHING,
    *,
    part: str = "numerator",
    township: str | None = None,
) -> CaseList:
    """The cases behind one part of a figure, heaviest first; of one township, where given.

    For quantiles the weight of a case is the number of its observations. Raises KeyError for an unknown
    variant and NoCasesError where a part has no cases.
    """
    key = (metric_id, variant, part)
    return read_list(source, ask_cases(source, book, key, period, scope, township=township))


def count_by_township(
    source: Source,
    book: MetricBook,
    metric_id: str,
    variant: str,
    period: Period,
    scope: Scope = EVERYTHING,
) -> pd.DataFrame:
    """What each township adds to the numerator of a figure: township_code and weight.

    Townships are those of the cases; a fact of a case without one, or without a case, is ``unknown``.
    Raises NoCasesError where no cases stand behind the metric.
    """
    key = (metric_id, variant, "numerator")
    question = ask_cases(source, book, key, period, scope, by="township_code")
    return source.query(f"{question.sql} order by weight desc, township_code", question.parameters)


def ask_cases(
    source: Source,
    book: MetricBook,
    key: tuple[str, str, str],
    period: Period,
    scope: Scope,
    *,
    by: str = "case_id",
    township: str | None = None,
) -> CaseQuestion:
    """The question for the facts of one part of a figure, added up by case or township.

    ``key`` is metric, variant and part. Raises as ``find_cases``.
    """
    metric_id, variant, part = key
    row = book.variants[metric_id, variant]
    parts = source.query(
        """
        select parts.*, measures.* exclude (measure_id)
        from bridge_metric_parts as parts
        inner join dim_metric_measures as measures on parts.measure_id = measures.measure_id
        where parts.metric_id = $metric_id and parts.variant = $variant
            and parts.part = $part and measures.case_column <> ''
        order by parts.measure_id, parts.timing""",
        {"metric_id": metric_id, "variant": variant, "part": part},
    )
    if parts.empty:
        raise NoCasesError(f"no cases stand behind the {part} of [{metric_id}]")
    is_whole = part == "denominator" and bool(row["is_mix"])
    breakdown, member = (WHOLE, "") if is_whole else (scope.breakdown, scope.member)
    counted = " union all ".join(
        _facts_sql(part_row, breakdown, is_observed=row["formula"] in OBSERVED)
        for part_row in parts.to_dict("records")
    )
    return CaseQuestion(
        f"""
        with asked as (
            select
                cast($first_day as date) as first_day,
                cast($last_day as date) as last_day,
                cast($region as varchar) as region,
                cast($agency as varchar) as agency,
                cast($charge as varchar) as charge,
                cast($member as varchar) as member,
                cast($township as varchar) as township
        ),
        facts as ({counted})
        select {by}, sum(weight) as weight
        from facts
        group by {by}
        having sum(weight) <> 0""",
        {
            "first_day": period.first_day,
            "last_day": min(period.last_day, book.as_of),
            "region": scope.region,
            "agency": scope.agency,
            "charge": scope.charge,
            "member": member,
            "township": township,
        },
    )


def _facts_sql(part: dict[str, Any], breakdown: str, *, is_observed: bool) -> str:
    """The facts of one measure with their case and signed weight.

    Facts come from the marts themselves, not from the views without sealed rows: the list must add up
    to the figure before it may say how many it leaves out.
    """
    charge = part["charge_column"] or "null"
    member = "''" if breakdown == WHOLE else f"coalesce(cast({breakdown} as varchar), 'unknown')"
    weight = (
        f"case when ({part['expression']}) is not null then 1 end"
        if is_observed
        else f"{int(part['sign'])} * ({part['expression']})"
    )
    return f"""
        select
            facts.case_id,
            coalesce(cases.township_code, 'unknown') as township_code,
            cast(facts.weight as double) as weight
        from (
            select
                cast({part["time_column"]} as date) as occurred_on,
                {part["unit_column"]} as unit_code,
                {part["case_column"]} as case_id,
                {charge} as charge_code,
                {member} as member,
                {weight} as weight
            from snapshot.marts.{part["relation_name"]}
        ) as facts
        cross join asked
        left join snapshot.marts.dim_units as units on facts.unit_code = units.unit_code
        left join snapshot.marts.dim_cases as cases on facts.case_id = cases.case_id
        where {_DAYS[part["timing"]]}
            and facts.weight <> 0
            and (asked.region is null or units.region_code = asked.region)
            and (asked.agency is null or units.agency_code = asked.agency)
            and (
                (select not is_limited from reader_scope)
                or facts.unit_code in (select reader_units.unit_code from reader_units)
            )
            and (asked.charge is null or coalesce(facts.charge_code, cases.lead_charge_code) = asked.charge)
            and (asked.township is null or coalesce(cases.township_code, 'unknown') = asked.township)
            and facts.member = asked.member"""
