"""Lists of cases behind figures: whole, or one page with its sums.

Belongs here: turning a question for cases and weights into a list. Keep out: which cases stand behind a figure
(cases.py, case_sets.py) and how the list looks.

A page is cut and its sums are made where the data are: of a million cases no more than a page leaves the snapshot.
SQL is put together here because questions are data; what a reader chooses goes in as parameters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboards.metrics.book import Source


@dataclass(frozen=True)
class CaseQuestion:
    """``sql`` has one row per case: case_id (NULL: facts that lead to no case) and weight."""

    sql: str
    parameters: Mapping[str, Any]


@dataclass(frozen=True)
class CaseList:
    """``cases`` has case_id and weight; facts that lead to no case are counted in ``without_case``."""

    cases: pd.DataFrame
    without_case: float

    @property
    def total(self) -> float:
        """The figure that the list explains."""
        return float(self.cases["weight"].sum()) + self.without_case


@dataclass(frozen=True)
class CasePage:
    """Some rows of a list, heaviest first; counted = listed + sealed + without a case, of the whole list."""

    rows: pd.DataFrame
    case_count: int
    counted: float
    listed: float
    without_case: float

    @property
    def sealed(self) -> float:
        return self.counted - self.listed - self.without_case


def read_list(source: Source, question: CaseQuestion) -> CaseList:
    """The whole list, sealed cases among it."""
    found = source.query(
        f"select case_id, weight from ({question.sql}) as weighed order by weight desc, case_id",
        question.parameters,
    )
    known = found["case_id"].notna()
    return CaseList(found[known].reset_index(drop=True), float(found.loc[~known, "weight"].sum()))


def page_sql(question: CaseQuestion) -> str:
    """One page of what may be shown, with the sums of everything on every row; no case where there is none."""
    return f"""
        with weighed as materialized ({question.sql}),
        listed as materialized (
            select weighed.case_id, weighed.weight
            from weighed
            inner join dim_cases as cases on weighed.case_id = cases.case_id
        ),
        shown as (
            select case_id, weight from listed order by weight desc, case_id
            limit $row_limit offset $row_offset
        ),
        sums as (
            select
                (select count(*) from listed) as case_count,
                (select coalesce(sum(weight), 0) from weighed) as counted,
                (select coalesce(sum(weight), 0) from listed) as listed,
                (select coalesce(sum(weight), 0) from weighed where case_id is null) as without_case
        )
        select
            sums.*, shown.case_id, shown.weight, cases.case_no, cases.case_title, cases.lead_charge_code,
            cases.region_code, cases.lead_unit_code, cases.filed_at, cases.stage, cases.stage_since
        from sums
        left join shown on true
        left join dim_cases as cases on shown.case_id = cases.case_id
        order by shown.weight desc, shown.case_id"""


def read_page(
    source: Source, question: CaseQuestion, *, row_limit: int, row_offset: int = 0
) -> CasePage:
    """One page of what may be shown, and the sums of everything."""
    found = source.query(
        page_sql(question),
        {**question.parameters, "row_limit": row_limit, "row_offset": row_offset},
    )
    sums = found.iloc[0]
    return CasePage(
        found[found["case_id"].notna()],
        int(sums["case_count"]),
        float(sums["counted"]),
        float(sums["listed"]),
        float(sums["without_case"]),
    )
