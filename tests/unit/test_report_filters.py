"""The filters of the statistics: an address gives the same report to everybody, or says why not."""

from __future__ import annotations

from datetime import date

from dashboards.report_filters import STREAMS, read_period
from models.metrics.periods import Period
from pipelines.metric_registry import load_registry


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
