"""The cases behind a figure that is no metric: moves between stages, stays, hand-offs.

Belongs here: reading such a figure out of the address, and its list. Keep out: what the sets are
(dashboards/metrics/case_sets.py).
"""

from __future__ import annotations

import streamlit as st

from dashboards import links
from dashboards.components.counted_cases import count_facts_of, open_cases, show_counted_cases
from dashboards.components.frame import show_heading
from dashboards.components.markup import facts, show
from dashboards.components.notices import show_notice
from dashboards.metrics.case_sets import CASE_SETS, SetScope, ask_set
from dashboards.report_filters import read_period
from dashboards.view import View
from models.metrics.periods import Period


def set_address(
    view: View, set_id: str, period: Period, scope: SetScope, /, **fixed: str | None
) -> str:
    """The address of the cases behind one figure of a set."""
    return view.link(
        links.METRIC_CASES,
        set=set_id,
        region=scope.region,
        charge=scope.charge,
        to=period.last_day,
        **{"from": period.first_day},
        **fixed,
    )


def member_of_set(view: View, dimension: str, member: str) -> str:
    """The name of one member of a dimension of a set."""
    if dimension == "place":
        return view.text("frame.unknown") if member == "unknown" else view.labels.region(member)
    if dimension in ("stage", "from_stage", "to_stage"):
        return view.text.find(f"stage.{member}") or member
    if dimension == "business_type":
        return view.labels.name("business_type", member)
    if dimension in ("sender_agency", "receiver_agency"):
        return hand_agency(view, member)
    return view.text.find(f"member.{member}") or member


def hand_agency(view: View, agency: str) -> str:
    """The name of an agency; a detention house takes part in hand-offs and delivers nothing itself."""
    return view.text.find(f"agency.{agency}") or view.labels.agency(agency)


def show_set_cases(view: View) -> None:
    """The whole page for the figure that the address names."""
    text, given = view.text, st.query_params.to_dict()
    set_id, period = given.get("set", ""), read_period(given)
    if set_id not in CASE_SETS or period is None:
        show_heading(view, text("metric_cases.title"))
        show_notice(
            text("metric_cases.unknown"),
            text("metric_cases.unknown_hint"),
            tone="warn",
            action=(view.link(links.OVERVIEW), text("overview.title")),
        )
        return
    fixed = {name: given[name] for name in CASE_SETS[set_id] if given.get(name)}
    scope = SetScope(given.get("region"), given.get("charge"))
    names = [
        f"{text(f'set_dimension.{name}')} {member_of_set(view, name, member)}"
        for name, member in fixed.items()
    ]
    show_heading(view, text(f"set.{set_id}"), " · ".join(names), kicker=text("metric_cases.title"))
    found = open_cases(view, ask_set(set_id, period, scope, fixed=fixed))
    formats = view.formats
    days = text(
        "statistics.days", first=formats.date(period.first_day), last=formats.date(period.last_day)
    )
    about = [(text("statistics.days_of"), days)]
    if scope.region:
        about.append((text("statistics.filter_region"), view.labels.region(scope.region)))
    if scope.charge:
        about.append((text("statistics.filter_charge"), view.labels.charge(scope.charge)))
    show(facts([*about, *count_facts_of(view, found)]))
    show_counted_cases(view, found)
