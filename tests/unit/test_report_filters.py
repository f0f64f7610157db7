"""The filters of the statistics: an address gives the same report to everybody, or says why not."""

from __future__ import annotations

from datetime import date

import pytest

from dashboards.metrics.book import Scope
from dashboards.report_filters import STREAMS, ReportFilters, read_period, read_report_filters
from models.metrics.periods import Kind, Period
from pipelines.metric_registry import load_registry

CHOICES = {
    "period": ["2025-03", "2025Q1", "2025"],
    "region": ["320508"],
    "agency": ["FY320508"],
    "charge": ["264001"],
}
ADDRESS = {
    "stream": "trial",
    "period": "2025Q1",
    "against": "period_before",
    "region": "320508",
    "agency": "FY320508",
    "charge": "264001",
}


def test_an_address_comes_back_as_it_was() -> None:
    filters, broken = read_report_filters({**ADDRESS, "lang": "en"}, CHOICES)
    assert broken == ()
    assert filters.address_values() == ADDRESS
    assert filters.kind is Kind.PERIOD_BEFORE
    assert filters.scope == Scope("320508", "FY320508", "264001")


def test_what_is_as_usual_is_left_out() -> None:
    filters, broken = read_report_filters({}, CHOICES)
    assert (filters, broken) == (ReportFilters(), ())
    assert filters.address_values() == {}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("stream", "persons"),
        ("period", "2031"),
        ("against", "custom"),
        ("region", "'; drop table dim_cases"),
        ("agency", "x"),
        ("charge", "0"),
    ],
)
def test_broken_filters_are_named(name: str, value: str) -> None:
    _, broken = read_report_filters({name: value}, CHOICES)
    assert broken == (name,)


def test_days_of_an_address() -> None:
    assert read_period({"from": "2025-01-01", "to": "2025-01-31"}) == Period(
        date(2025, 1, 1), date(2025, 1, 31)
    )
    for broken in ({}, {"from": "2025-02-01", "to": "2025-01-01"}, {"from": "x", "to": "y"}):
        assert read_period(broken) is None


def test_every_group_of_the_registry_has_its_report() -> None:
    """A metric outside every stream is on no page."""
    groups = [group for groups in STREAMS.values() for group in groups]
    assert len(groups) == len(set(groups))
    assert {metric.stream for metric in load_registry().values()} == set(groups)
