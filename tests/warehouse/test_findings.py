"""Findings against the truth of the city, and what a reader may rely on."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.accuracy_findings import measure, totals
from data_samples.city import generate
from pipelines.build import build
from pipelines.home import Home
from pipelines.snapshot import Snapshot, open_snapshot
from tests.conftest import SMALL_SAMPLE


@pytest.fixture(scope="module")
def snapshot(built_home: Home) -> Iterator[Snapshot]:
    opened = open_snapshot(built_home.path)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def city(built_home: Home, tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, Path]:
    """The committed sample; with CASELOOM_PROVE=1 a city of the size of the issue."""
    if not os.environ.get("CASELOOM_PROVE"):
        return built_home, SMALL_SAMPLE / "truth"
    folder = tmp_path_factory.mktemp("city")
    generate(out=folder / "city", cases=20_000, days=730, seed=20240101)
    home = Home(folder / "home").create()
    build(home, landing=folder / "city" / "landing")
    return home, folder / "city" / "truth"


def test_every_rule_finds_what_was_planted_and_little_else(city: tuple[Home, Path]) -> None:
    """A rule that misses breaches is useless, one that cries wolf is worse: nobody reads it again."""
    scores = totals(measure(*city))
    assert sum(score.planted for score in scores.values()) > 40
    low = {
        rule: (round(score.recall, 4), round(score.precision, 4))
        for rule, score in scores.items()
        if min(score.recall, score.precision) < 0.99
    }
    assert low == {}


def test_every_finding_shows_its_rule_its_evidence_and_its_rows(snapshot: Snapshot) -> None:
    """A suspicion that cannot be checked must not be shown."""
    bare = snapshot.query("""
        select findings.finding_id
        from fct_findings as findings
        left join dim_finding_rules as rules using (rule_id)
        left join bridge_finding_sources as sources using (finding_id)
        where rules.innocent_zh is null or findings.reason_zh is null or findings.reason_en is null
            or sources._source_file is null""")
    assert bare.empty
    evidence = snapshot.query("select evidence from fct_findings")["evidence"]
    assert all(json.loads(text) for text in evidence)


def test_broken_limits_lead_to_their_clock(snapshot: Snapshot) -> None:
    """The page shows the arithmetic of the law beside the suspicion."""
    wrong = snapshot.query("""
        select findings.finding_id
        from fct_findings as findings
        left join fct_clocks as clocks using (clock_id)
        where findings.limit_rule_id is not null and (
            clocks.clock_id is null or clocks.status not in ('overdue', 'completed_late')
            or clocks.rule_id <> findings.limit_rule_id)""")
    assert wrong.empty


def test_tiers_are_told_for_overdue_custody_alone(snapshot: Snapshot) -> None:
    tiers = snapshot.query("""
        select rule_id = 'overdue_custody' as is_custody, overdue_custody_tier is not null as has_tier,
            count(*) as findings
        from fct_findings group by all""")
    assert set(zip(tiers["is_custody"], tiers["has_tier"], strict=True)) <= {
        (True, True),
        (False, False),
    }


def test_documents_of_the_truth_are_in_the_sample() -> None:
    """The committed sample has something of most rules, or the tests above look at nothing."""
    with (SMALL_SAMPLE / "truth" / "findings.csv").open(encoding="utf-8", newline="") as handle:
        rules = {row["rule_id"] for row in csv.DictReader(handle)}
    assert len(rules) >= 8, sorted(rules)
