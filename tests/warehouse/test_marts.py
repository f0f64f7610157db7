"""The marts of the committed sample: documented, private, traceable and true to the generator."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from pipelines.home import Home
from pipelines.snapshot import Snapshot, open_snapshot
from tests.conftest import REPOSITORY, SMALL_SAMPLE
from tests.snapshots import check_snapshot
from tests.warehouse.test_staging import run_dbt_command

MARTS = REPOSITORY / "dbt_project" / "models" / "marts"
IDENTITY_NO = re.compile(r"(?<![0-9A-Za-z])[1-9]\d{5}(19|20)\d{9}[\dXx](?![0-9A-Za-z])")


@pytest.fixture(scope="module")
def snapshot(built_home: Home) -> Iterator[Snapshot]:
    opened = open_snapshot(built_home.path)
    yield opened
    opened.close()


def read_truth(name: str) -> list[dict[str, str]]:
    with (SMALL_SAMPLE / "truth" / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def documented_columns() -> dict[str, list[str]]:
    models = [
        model
        for path in sorted(MARTS.rglob("*.yml"))
        for model in yaml.safe_load(Path(path).read_text(encoding="utf-8")).get("models", [])
    ]
    return {model["name"]: [column["name"] for column in model["columns"]] for model in models}


def test_documented_columns_are_the_published_ones(snapshot: Snapshot) -> None:
    """The dictionary must not describe what is gone, nor hide what is there."""
    columns = snapshot.query(
        "select table_name, column_name from duckdb_columns() "
        "where database_name = 'snapshot' and schema_name = 'marts' "
        "and table_name not in ('ops_snapshot', 'ops_checks', 'ops_relations') order by table_name, column_index"
    )
    published = columns.groupby("table_name")["column_name"].apply(list).to_dict()
    assert documented_columns() == published


def test_unit_tests_of_marts_hold(built_home: Home) -> None:
    """dbt's unit tests carry the arithmetic of the marts themselves."""
    declared = sum(
        len(yaml.safe_load(path.read_text(encoding="utf-8")).get("unit_tests", []))
        for path in MARTS.rglob("*.yml")
    )
    printed = run_dbt_command(
        built_home, "test", "--select", "marts,test_type:unit", "--log-format", "text"
    )
    assert declared > 0
    assert f"PASS={declared}" in printed, printed


@pytest.mark.snapshot
def test_row_counts_are_on_record(snapshot: Snapshot) -> None:
    """A change of the sample's figures shows in the diff."""
    names = sorted(documented_columns())
    counts = {n: int(snapshot.query(f"select count(*) as n from {n}")["n"][0]) for n in names}
    check_snapshot(Path(__file__).parent / "row_counts.json", counts)


def test_no_identity_number_or_full_name_is_published(snapshot: Snapshot) -> None:
    """Names, identity numbers and phones never leave raw in clear (design, section 6)."""
    texts = snapshot.query(
        "select schema_name, table_name, column_name from duckdb_columns() "
        "where database_name = 'snapshot' and schema_name in ('marts', 'source') "
        "and data_type = 'VARCHAR'"
    )
    found = []
    for row in texts.itertuples():
        values = snapshot.query(
            f'select distinct "{row.column_name}" as value from '
            f'snapshot.{row.schema_name}."{row.table_name}" where "{row.column_name}" is not null'
        )["value"]
        if any(IDENTITY_NO.search(value) for value in values):
            found.append((row.schema_name, row.table_name, row.column_name))
    assert found == []
    names = snapshot.query("select distinct masked_name from fct_case_persons")["masked_name"]
    assert all(name == "无名氏" or name.endswith("某") for name in names)


def test_every_event_leads_to_a_source_row(snapshot: Snapshot) -> None:
    """From any line of the case page to the delivered row."""
    rows = snapshot.query("""
        select distinct bridge.agency, bridge.source_table, bridge._source_file, bridge._source_row
        from bridge_event_sources as bridge""")
    missing = []
    for (agency, table), group in rows.groupby(["agency", "source_table"]):
        known = snapshot.query(
            f'select distinct _source_file, _source_row from snapshot.source."{agency}__{table}"'
        )
        pairs = set(known.itertuples(index=False, name=None))
        wanted = set(group[["_source_file", "_source_row"]].itertuples(index=False, name=None))
        missing += sorted(wanted - pairs)[:3]
    assert missing == []


def pair_counts(groups: list[tuple[str, str]]) -> tuple[int, int, int]:
    """(pairs together in truth and found, in truth, found) of (true, found) labels."""

    def pairs(counter: Counter) -> int:
        return sum(n * (n - 1) // 2 for n in counter.values())

    both = pairs(Counter(groups))
    return both, pairs(Counter(t for t, _ in groups)), pairs(Counter(f for _, f in groups))


def test_exact_linkage_of_cases_against_the_truth(snapshot: Snapshot) -> None:
    """Exact linkage finds nearly all that numbers can tell, and joins hardly any strangers."""
    truth = {
        (row["agency"], row["source_table"], row["record_key"]): row["true_case"]
        for row in read_truth("case_records")
    }
    bridge = snapshot.query(
        "select agency, source_table, source_record_id, case_id from bridge_case_records"
    )
    labels = [
        (truth[key], row[3])
        for row in bridge.itertuples(index=False, name=None)
        if (key := row[:3]) in truth
    ]
    assert len(labels) >= 0.99 * len(bridge)
    both, in_truth, found = pair_counts(labels)
    precision, recall = both / found, both / in_truth
    assert precision >= 0.98, f"precision {precision:.4f}"
    assert recall >= 0.90, f"recall {recall:.4f}"


def test_ledger_of_the_sample_adds_up(snapshot: Snapshot) -> None:
    wrong = snapshot.query("""
        select file_name from ops_deliveries
        where rows_received <> rows_accepted + rows_quarantined + rows_superseded""")
    assert wrong.empty
    lines = snapshot.query("""
        select file_name from ops_deliveries
        left join (
            select delivery_id, count(row_number) as line_count from ops_quarantine group by all
        ) as lines using (delivery_id)
        where status = 'loaded' and rows_quarantined <> coalesce(line_count, 0)""")
    assert lines.empty


@pytest.mark.parametrize(
    "bridge", ["bridge_case_records", "bridge_case_links", "bridge_person_records"]
)
def test_every_link_names_what_judged_it(snapshot: Snapshot, bridge: str) -> None:
    """Else nobody can tell whether two snapshots disagree about a link because data or because rules changed."""
    versions = snapshot.query(f"select distinct link_version from {bridge}")["link_version"]
    assert len(versions) == 1
    assert re.fullmatch("[0-9a-f]{32}", versions[0])


def test_every_joined_record_says_why(snapshot: Snapshot) -> None:
    """A case of several records hangs together by published links, each with what speaks for it."""
    unsaid = snapshot.query("""
        with ends as (
            select case_id, parent_agency as agency, parent_table as source_table,
                parent_record_id as source_record_id from bridge_case_links
            union
            select case_id, child_agency, child_table, child_record_id from bridge_case_links)
        select records.* from bridge_case_records as records
        left join ends using (case_id, agency, source_table, source_record_id)
        where (records.link_method = 'single') <> (ends.case_id is null)""")
    assert unsaid.empty
    links = snapshot.query("""
        select count(*) as links,
            count(case when reason_zh <> '' and reason_en <> '' and evidence <> '' then 1 end) as said
        from bridge_case_links where link_method <> 'reviewed'""").iloc[0]
    assert links["links"] > 0
    assert links["said"] == links["links"]
