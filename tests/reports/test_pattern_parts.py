"""What reports say of patterns of offences: alerts with their range and track record, clusters, what is usual.

When this fails, a leader reads a warning that nothing bears out, or none where there was one.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import duckdb
import pytest

from dashboards.metrics.book import Scope
from dashboards.reports.blocks import Document, Paragraph, Table
from dashboards.reports.compose import compose
from dashboards.scope import Reader, open_for
from pipelines.home import Home
from pipelines.scoping import ReaderScope
from pipelines.snapshot import Snapshot, open_snapshot

# The committed sample is too small for alerts: some are put into a copy of it.
PLANTED = """
delete from marts.fct_pattern_measures where method = 'surveillance';
delete from marts.fct_pattern_items where item_kind in ('alert', 'cluster');
insert into marts.fct_pattern_measures by name
select 'surveillance' as method, measure, value, 'ok' as state
from (values ('alerts', 5), ('weeks', 52), ('series', 40), ('continued', 3), ('subsided', 1), ('open', 1),
    ('false_expected', 0.4)) as told (measure, value);
insert into marts.fct_pattern_items by name
select
    item_id, kind as item_kind, 'theft' as group_code, area_code, 'region' as level, 'bayes' as method,
    cast(first_day as date) as first_day, cast(last_day as date) as last_day, 4 as window_weeks, observed,
    1.5 as expected, 4 as upper, 0.0001 as p_value, 'open' as outcome, within, 400.0 as radius_metres
from (values
    ('lead', 'alert', '320583', '2025-06-02', '2025-06-29', 17, ''),
    ('part', 'alert', '320583101', '2025-06-02', '2025-06-29', 9, 'lead'),
    ('other', 'alert', '320505', '2025-06-02', '2025-06-29', 3, ''),
    ('past', 'alert', '320505', '2025-05-05', '2025-06-01', 8, ''),
    ('near', 'cluster', '320583101', '2025-06-20', '2025-06-25', 12, '')
) as told (item_id, kind, area_code, first_day, last_day, observed, within)
"""


@pytest.fixture(scope="module")
def planted_home(snapshot: Snapshot, built_home: Home, tmp_path_factory) -> Home:
    home = Home(tmp_path_factory.mktemp("patterns") / "home").create()
    version = "20990101-000000-planted"
    target = home.snapshots / f"{version}.duckdb"
    shutil.copy(built_home.snapshots / f"{snapshot.version}.duckdb", target)
    target.chmod(0o644)
    with duckdb.connect(str(target)) as connection:
        connection.execute(PLANTED)
    (home.snapshots / "current").write_text(version)
    return home


@pytest.fixture(scope="module")
def planted(planted_home: Home) -> Iterator[Snapshot]:
    opened = open_snapshot(planted_home.path)
    yield opened
    opened.close()


def table_of(document: Document, name: str) -> Table | None:
    return next((table for table in document.tables() if table.id == name), None)


def told(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def cells(table: Table) -> list[list[str]]:
    return [[getattr(cell, "text", cell) for cell in row] for row in table.rows]


def test_alerts_of_the_week_with_range_and_record(planted: Snapshot) -> None:
    document = compose(planted, "weekly_briefing", period="2025-W26", snapshot="v")
    assert cells(table_of(document, "pattern_alerts")) == [
        ["盗窃（全部）", "虎丘区", "2025-06-02", "2025-06-29", "<5", "1.5", "4", "待观察"],
        ["盗窃（全部）", "昆山市", "2025-06-02", "2025-06-29", "17", "1.5", "4", "待观察"],
    ]
    words = told(document)
    assert any("发案预警2条，涉及2个区域，其中2条尚待观察" in one for one in words)
    [record] = [one for one in words if "回看52周" in one]
    for figure in ("40个序列", "预警5条", "仍偏多3条", "回落1条", "尚未满四周1条", "误报约0.4条"):
        assert figure in record


def test_alerts_are_those_of_the_scope(planted: Snapshot, planted_home: Home) -> None:
    """A region gets its own, and a reader of one region no other, whatever they ask for."""
    asked = compose(
        planted, "weekly_briefing", period="2025-W26", scope=Scope(region="320583"), snapshot="v"
    )
    opened = open_for(Reader("x", ReaderScope(regions=("320583",))), planted_home.path)
    try:
        reader = Reader("x", ReaderScope(regions=("320583",)))
        limited = compose(opened, "weekly_briefing", period="2025-W26", reader=reader, snapshot="v")
    finally:
        opened.close()
    for document in (asked, limited):
        assert [row[1] for row in cells(table_of(document, "pattern_alerts"))] == ["昆山市"]
        usual = table_of(document, "pattern_usual")
        assert usual is None or {row[1] for row in usual.rows} == {"昆山市"}


def test_other_cuts_have_no_patterns(planted: Snapshot) -> None:
    document = compose(
        planted, "weekly_briefing", scope=Scope(charge="264001"), period="2025-W26", snapshot="v"
    )
    assert not [table for table in document.tables() if table.id.startswith("pattern_")]
    assert any("不按机关或者罪名细分" in one for one in told(document))


def test_clusters_of_the_quarter(planted: Snapshot) -> None:
    document = compose(planted, "town_comparison", period="2025Q2", snapshot="v")
    [row] = cells(table_of(document, "pattern_clusters"))
    assert row[2:] == ["2025-06-20", "2025-06-25", "12", "1.5", "400"]
    assert any("时空聚集1处" in one for one in told(document))


def test_days_that_nobody_judged_are_not_called_quiet(planted: Snapshot) -> None:
    """No alert before the first week that was judged is no news."""
    document = compose(planted, "weekly_briefing", period="2023-W26", snapshot="v")
    assert not any("没有区域和案件类型达到预警标准" in one for one in told(document))


def test_few_offences_are_not_told(planted: Snapshot) -> None:
    for name in ("weekly_briefing", "town_comparison", "annual_analysis"):
        for table in compose(planted, name, snapshot="v").tables():
            if table.id in ("pattern_alerts", "pattern_clusters", "pattern_usual"):
                at = table.columns.index("实际")
                for row in table.rows:
                    assert row[at].is_hidden == (row[at].text == "<5")
                    assert not (row[at].value and row[at].value < 5)
