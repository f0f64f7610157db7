"""Figures that are no metrics of the registry, and the cases behind each: one definition for both.

Belongs here: moves between stages, stays, hand-offs by what became of them. Keep out: metrics (book.py),
drawing. A set is a question of ``queries/facts_<id>.sql`` with one row per fact, its case and its
dimensions; a figure groups these rows and a list filters them, so that the two cannot differ.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import pandas as pd

from dashboards.metrics.case_pages import CaseQuestion
from dashboards.queries import load_query
from models.metrics.periods import Period


class SqlAsker(Protocol):
    """What answers SQL that is data (a view)."""

    def ask_sql(self, sql: str, /, **parameters: Any) -> pd.DataFrame:
        """The whole answer as a frame."""


@dataclass(frozen=True)
class SetScope:
    """Which facts count; None: every one."""

    region: str | None = None
    charge: str | None = None


# Sets by id, with the dimensions that an address may fix.
CASE_SETS: dict[str, tuple[str, ...]] = {
    "moves": ("from_stage", "to_stage"),
    "stays": ("stage",),
    "begun": ("stage", "still"),
    "located": ("place", "found_by"),
    "handoffs": (
        "business_type",
        "sender_agency",
        "receiver_agency",
        "outcome",
        "online",
        "single_track",
        "dossier",
        "record",
        "record_due",
        "accepted",
    ),
    "records": ("business_type", "handoff"),
}
ALL_FACTS = SetScope()
# What may be asked of a group besides its size.
QUANTILES = {
    "median_days": "median(duration_days)",
    "median_hours": "median(hours_to_acceptance)",
    "p90_hours": "quantile_cont(hours_to_acceptance, 0.9)",
}


def count_facts(
    asker: SqlAsker,
    set_id: str,
    period: Period,
    scope: SetScope = ALL_FACTS,
    *,
    by: Sequence[str],
    further: Sequence[str] = (),
) -> pd.DataFrame:
    """One row per combination of the dimensions ``by``, with ``weight``: the number of facts.

    ``further`` names more columns of a group (QUANTILES).
    """
    names = _known(set_id, by)
    columns = [*names, "cast(sum(weight) as double) as weight"]
    columns += [f"{QUANTILES[name]} as {name}" for name in further]
    sql = f"select {', '.join(columns)} from ({_facts(set_id)}) as facts group by all order by all"
    return asker.ask_sql(sql, **_parameters(period, scope))


def ask_set(
    set_id: str, period: Period, scope: SetScope = ALL_FACTS, *, fixed: Mapping[str, str]
) -> CaseQuestion:
    """The question for the cases behind one figure of a set, sealed ones among them.

    Raises KeyError for a set or dimension that there is not.
    """
    names = _known(set_id, list(fixed))
    where = " and ".join(f"{name} = ${name}" for name in names) or "true"
    sql = (
        f"select case_id, cast(sum(weight) as double) as weight from ({_facts(set_id)}) as facts "
        f"where {where} group by case_id"
    )
    return CaseQuestion(sql, {**_parameters(period, scope), **fixed})


def _facts(set_id: str) -> str:
    return load_query(f"facts_{set_id}")


def _known(set_id: str, names: Sequence[str]) -> list[str]:
    """The names, which stand in SQL and so must be ours."""
    unknown = set(names) - set(CASE_SETS[set_id])
    if unknown:
        raise KeyError(f"set [{set_id}] has no dimension {sorted(unknown)}")
    return list(names)


def _parameters(period: Period, scope: SetScope) -> dict[str, Any]:
    return {
        "first_day": period.first_day,
        "last_day": period.last_day,
        "region": scope.region,
        "charge": scope.charge,
    }
