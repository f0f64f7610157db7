"""Series, similar cases and findings with officials, as they are published."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest

from dashboards.queries import load_query
from pipelines.appdb.database import open_app_database
from pipelines.appdb.series_reviews import record_series_decisions, series_decisions
from pipelines.home import Home
from pipelines.snapshot import Snapshot, open_snapshot


@pytest.fixture(scope="module")
def snapshot(built_home: Home) -> Iterator[Snapshot]:
    opened = open_snapshot(built_home.path)
    yield opened
    opened.close()


def test_only_victim_reported_offences_are_linked(snapshot: Snapshot) -> None:
    """A series over offences that arise from police initiative would direct policing (design rule 6)."""
    wrong = snapshot.query("""
        select pairs.* from fct_series_pairs as pairs
        inner join fct_case_profiles as profiles on pairs.case_id = profiles.case_id
        left join dim_cases as cases on pairs.case_id = cases.case_id
        where cases.case_category_code not like '05%' and cases.case_category_code not like '04%'
            and cases.case_category_code not like '0206%'""")
    assert wrong.empty


def test_published_facts_carry_no_name_and_no_number(built_home: Home, snapshot: Snapshot) -> None:
    """A name in a text is a name on every page that shows it."""
    texts = snapshot.query(
        "select case_id, facts_masked from fct_case_profiles where facts_masked is not null"
    )
    assert len(texts) > 200
    assert not texts["facts_masked"].str.contains(r"1[3-9]\d{9}").any()
    import duckdb

    with duckdb.connect(str(built_home.warehouse), read_only=True) as connection:
        names = connection.execute(
            "select case_id, person_names from intermediate.int_case_facts where person_names is not null"
        ).fetchall()
    shown = dict(zip(texts["case_id"], texts["facts_masked"], strict=True))
    leaks = [
        name
        for case_id, known in names
        for name in known.split(", ")
        if len(name) > 1 and name in shown.get(case_id, "")
    ]
    assert leaks == []


def test_cases_with_sealed_juveniles_have_no_text(snapshot: Snapshot) -> None:
    found = snapshot.query("""
        select count(*) as n from snapshot.marts.fct_case_profiles as profiles
        inner join snapshot.marts.dim_cases as cases on profiles.case_id = cases.case_id
        where cases.has_sealed_records
            and (profiles.facts_masked is not null or profiles.document_no is not null)""")
    assert int(found["n"].iloc[0]) == 0


def test_the_likest_cases_share_the_charge_and_come_in_order(snapshot: Snapshot) -> None:
    asked = snapshot.query("""
        select case_id, charge_code from fct_case_profiles
        where document_no is not null order by charge_code = '264001' desc, case_id limit 1""").iloc[
        0
    ]
    found = snapshot.query(
        load_query("similar_cases"),
        {"case_id": asked["case_id"], "charge": asked["charge_code"], "region": None, "since": None,
         "low": None, "high": None, "row_limit": 20},
    )  # fmt: skip
    assert len(found) and asked["case_id"] not in set(found["case_id"])
    assert found["likeness"].is_monotonic_decreasing and found["likeness"].between(0, 1).all()


def test_findings_with_officials_are_apart_and_in_pseudonyms(snapshot: Snapshot) -> None:
    """They are for supervision alone; in the common relation every mail and figure would read them."""
    common = snapshot.query("""
        select count(*) as n from fct_findings as findings
        inner join dim_finding_rules as rules on findings.rule_id = rules.rule_id
        where rules.is_restricted""")
    assert int(common["n"].iloc[0]) == 0
    for evidence in snapshot.query("select evidence from fct_restricted_findings")["evidence"]:
        told = json.loads(evidence)
        for side in ("official", "counsel"):
            assert side not in told or re.fullmatch("[OA][0-9a-f]{20}", told[side])


def test_a_word_about_a_series_is_kept_and_the_last_one_counts(home: Home) -> None:
    database = open_app_database(home)
    try:
        for decision in ("accept", "reject"):
            record_series_decisions(
                database, pairs=[("C2", "C1")], decision=decision, actor="tester"
            )
        kept = series_decisions(database)
        assert [(one.case_a, one.case_b, one.decision) for one in kept] == [("C1", "C2", "reject")]
        with pytest.raises(ValueError, match="two different cases"):
            record_series_decisions(
                database, pairs=[("C1", "C1")], decision="accept", actor="tester"
            )
    finally:
        database.close()
