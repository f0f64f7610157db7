"""Figures of supervision and the lists behind them, and every overdue clock with its reasons.

When one of these fails, a supervisor is told a number that the list does not bear out, or a clock
accuses a unit without saying by which article, which arithmetic and which delivered rows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from dashboards import links
from dashboards.clock_filters import ClockFilters, read_clock_filters
from dashboards.components.clock_reason import arithmetic, explanation
from dashboards.components.clock_tables import BREAKDOWN
from dashboards.figures.registry import FIGURES, Figure
from dashboards.queries import load_query
from dashboards.view import View
from pipelines.home import Home
from pipelines.snapshot import Snapshot, open_snapshot

CLOCK_FIGURES = [figure for figure in FIGURES.values() if figure.page == links.CLOCKS]


@pytest.fixture(scope="module")
def snapshot(built_home: Home) -> Iterator[Snapshot]:
    opened = open_snapshot(built_home.path)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def choices(snapshot: Snapshot) -> dict[str, list[str]]:
    found = snapshot.query(load_query("clock_choices"))
    return {
        name: found.loc[found["filter"] == name, "code"].tolist() for name in set(found["filter"])
    }


def count_listed(snapshot: Snapshot, filters: ClockFilters) -> int:
    """What the page says above the list."""
    listed = snapshot.query(
        load_query("clock_search"), {**filters.parameters(), "row_limit": 1, "row_offset": 0}
    )
    return int(listed["total_count"].iloc[0]) if len(listed) else 0


def follow(
    figure: Figure, row: dict[str, Any], more: dict[str, str], choices: dict[str, list[str]]
) -> ClockFilters:
    """The filters that the link of one figure's row carries, read as the page reads them."""
    given = {name: value for name, value in figure.list_filters(row).items() if value}
    filters, broken = read_clock_filters({**given, **more}, choices)
    assert broken == ()
    return filters


@pytest.mark.parametrize("figure", CLOCK_FIGURES, ids=lambda figure: figure.id)
def test_every_number_is_as_long_as_its_list(
    snapshot: Snapshot, choices: dict[str, list[str]], figure: Figure
) -> None:
    rows = snapshot.query(figure.sql).to_dict("records")
    assert rows
    for row in rows:
        assert count_listed(snapshot, follow(figure, row, {}, choices)) == row["value"]
        for column, more in BREAKDOWN.items():
            if column in row:
                assert count_listed(snapshot, follow(figure, row, more, choices)) == row[column]


def test_pages_of_the_list_have_each_clock_once(snapshot: Snapshot) -> None:
    everything = ClockFilters().parameters()
    listed = snapshot.query(
        load_query("clock_search"), {**everything, "row_limit": 10**6, "row_offset": 0}
    )
    assert listed["clock_id"].is_unique
    assert len(listed) == listed["total_count"].iloc[0]
    second = snapshot.query(
        load_query("clock_search"), {**everything, "row_limit": 25, "row_offset": 25}
    )
    assert second["clock_id"].tolist() == listed["clock_id"].tolist()[25:50]


def test_breakdowns_add_up_to_the_whole(snapshot: Snapshot) -> None:
    """A clock without a unit or region is counted under "unknown", not left out."""
    whole = sum(
        int(snapshot.query(FIGURES[name].sql)["value"].iloc[0])
        for name in ("clocks_overdue_custody", "clocks_overdue_other")
    )
    assert whole > 0
    for name in ("stage", "agency", "region", "rule", "unit"):
        assert snapshot.query(FIGURES[f"clocks_by_{name}"].sql)["value"].sum() == whole
    assert snapshot.query(FIGURES["clocks_ageing"].sql)["value"].sum() == whole


def test_findings_are_as_many_as_their_list(snapshot: Snapshot) -> None:
    nothing = dict.fromkeys(("rule", "severity", "agency", "unit", "region"))
    page = {"row_limit": 10**6, "row_offset": 0}
    for row in snapshot.query(FIGURES["findings_by_rule"].sql).to_dict("records"):
        listed = snapshot.query(
            load_query("finding_search"), {**nothing, **page, "rule": row["code"]}
        )
        assert len(listed) == row["value"]
        assert listed["suspicion_zh"].notna().all()
        assert listed["innocent_zh"].notna().all()


def test_every_overdue_clock_says_why(snapshot: Snapshot) -> None:
    """Article, arithmetic and delivered rows, for each of them, in both languages."""
    late = snapshot.query(
        """
        select clocks.*, count(sources._source_row) as source_count
        from fct_clocks as clocks
        left join bridge_clock_events as bridge on clocks.clock_id = bridge.clock_id
        left join bridge_event_sources as sources on bridge.event_id = sources.event_id
        where clocks.status in ('overdue', 'completed_late')
        group by all"""
    )
    assert len(late) > 10
    for language in ("zh", "en"):
        view = View(snapshot, language)
        for row in late.to_dict("records"):
            steps = arithmetic(view, json.loads(row["reason_detail"]))
            assert len(steps) >= 2, row["clock_id"]
            assert all(name and value for name, value in steps), row["clock_id"]
            assert str(explanation(view, row)).count("<li>") == len(steps)
            assert row["article"] and row["source_count"] > 0, row["clock_id"]
            assert len(row["reason"]) > 10 and len(row["reason_en"]) > 10
