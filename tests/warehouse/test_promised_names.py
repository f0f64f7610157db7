"""Relations and columns that users, other programs and the design lean on by name.

Belongs here: the names that may not go away. Keep out: what stands in them. When this fails, a query
that somebody wrote last year has stopped working: add columns freely, rename none of these.
"""

from __future__ import annotations

from collections import defaultdict

import duckdb
import pytest

from pipelines.home import Home
from pipelines.publish import current_version

SOURCE_ROW = "_source_file _source_row"
OPS_ROW = """delivery_id agency table_name file_name row_number record_key reason_code column_name
    masked_value"""
PROMISED = {
    "dim_cases": """case_id lead_charge_code region_code township_code filed_at stage is_closed""",
    "dim_persons": "person_id sex birth_year is_juvenile",
    "dim_units": "unit_code",
    "dim_charges": "charge_code",
    "dim_dates": "date_day",
    "bridge_case_records": """agency source_table source_record_id case_id link_method
        link_probability""",
    "bridge_person_records": """agency source_table source_record_id source_person_no person_id
        link_method link_probability""",
    "fct_case_persons": """case_id person_id role charge_code custody_status arrest_decision
        prosecution_decision verdict sentence_type sentence_months probation_months fine_yuan
        plea_leniency""",
    "fct_events": f"""event_id case_id person_id event_type agency unit_code occurred_at recorded_at
        attributes {SOURCE_ROW}""",
    "bridge_event_sources": f"event_id agency source_table source_record_id {SOURCE_ROW}",
    "bridge_document_sources": f"document_id agency source_table source_record_id {SOURCE_ROW}",
    "fct_documents": """document_id case_id document_type_code document_no issuing_unit_code made_at
        issued_at served_at is_withdrawn""",
    "fct_handoffs": """business_type from_unit to_unit sent_at received_at accepted_at returned_at
        channel is_single_track""",
    "fct_hearings": "case_id",
    "fct_property_items": "case_id",
    "fct_corrections": "case_id person_id",
    "fct_supervision_matters": "case_id",
    "ops_deliveries": """delivery_id agency table_name file_name sha256 received_at rows_received
        rows_accepted rows_quarantined rows_superseded status reason""",
    "ops_quarantine": OPS_ROW,
    "ops_warnings": OPS_ROW,
}


@pytest.fixture(scope="module")
def columns(built_home: Home) -> dict[str, set[str]]:
    found = defaultdict(set)
    path = built_home.snapshots / f"{current_version(built_home)}.duckdb"
    with duckdb.connect(str(path), read_only=True) as connection:
        for relation, column in connection.execute(
            "select table_name, column_name from duckdb_columns() where schema_name = 'marts'"
        ).fetchall():
            found[relation].add(column)
    return found


@pytest.mark.parametrize("relation", PROMISED)
def test_promised_relation_has_its_columns(relation: str, columns: dict[str, set[str]]) -> None:
    assert set(PROMISED[relation].split()) - columns[relation] == set()
