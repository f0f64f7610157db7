"""Names of what a grid shows: dimensions, members, measures, addresses of cases.

Belongs here: from code to word for rows and columns. Keep out: figures.
"""

from __future__ import annotations

from dashboards import links
from dashboards.grids.fill import TOTAL, Cell
from dashboards.grids.spec import METRIC, NONE, TIMES, Measure
from dashboards.metrics.book import WHOLE, MetricBook
from dashboards.reports.members import member_label
from dashboards.view import View


def dimension_name(view: View, dimension: str) -> str:
    """The word for what rows or columns are."""
    return view.text(f"dimension.{dimension}")


def member_name(view: View, book: MetricBook, dimension: str, member: str) -> str:
    """The name of one row or column."""
    if member == TOTAL:
        return view.text("grid.total")
    if dimension == METRIC:
        return measure_name(view, book, Measure(*member.split(".", 1)))
    if dimension in TIMES or dimension == NONE:
        return member
    if dimension == "region":
        return view.labels.region(member)
    if dimension == "agency":
        return view.labels.unit(member)
    if dimension == "charge":
        return view.labels.charge(member)
    return member_label(view.labels, view.text, dimension, member)


def measure_name(view: View, book: MetricBook, measure: Measure) -> str:
    """The metric, and its variant where it has several."""
    metric = str(book.metrics[measure.metric_id][f"name_{view.language}"])
    variant = book.variants[measure.metric_id, measure.variant]
    several = sum(1 for metric_id, _ in book.variants if metric_id == measure.metric_id) > 1
    if not several:
        return metric
    return view.text("grid.variant", metric=metric, variant=variant[f"label_{view.language}"])


def unit_name(view: View, book: MetricBook, measure: Measure) -> str:
    """The unit of a measure."""
    unit = str(book.variants[measure.metric_id, measure.variant]["unit"])
    return view.text.find(f"metric_unit.{unit}") or unit


def cases_address(view: View, cell: Cell, *, part: str = "numerator", is_base: bool = False) -> str:
    """Where the cases behind a figure, or behind what it is compared with, are listed.

    Empty for readers who may not see them.
    """
    if not view.reader.has_case_access:
        return ""
    days, scope = cell.pair.base if is_base else cell.pair.current, cell.scope
    return view.link(
        links.METRIC_CASES,
        metric=cell.measure.metric_id,
        variant=cell.measure.variant,
        part=part,
        region=scope.region,
        agency=scope.agency,
        charge=scope.charge,
        breakdown=scope.breakdown if scope.breakdown != WHOLE else None,
        member=scope.member,
        to=days.last_day,
        **{"from": days.first_day},
    )
