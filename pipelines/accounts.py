"""What the ledger says of each delivered table: counts, refusals, validation, in plain objects.

Belongs here: reading the ledger for people (Dagster's metadata, tables of refused files and rows).
Keep out: judging (intake) and how it is shown.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb

from pipelines.contract import Contract
from pipelines.home import Home
from pipelines.warehouse import fetch_value, open_warehouse

REASONS_FILE = Path(__file__).parent / "reasons.csv"


@dataclass(frozen=True)
class Reason:
    """One code of the contracts (F1 … F7, Q1 … Q6, W1 …): what it means and what to do."""

    code: str
    meaning_zh: str
    meaning_en: str
    action_zh: str
    action_en: str


@lru_cache(maxsize=1)
def load_reasons() -> dict[str, Reason]:
    """All reason codes, by code."""
    with REASONS_FILE.open(encoding="utf-8", newline="") as handle:
        return {row["code"]: Reason(**row) for row in csv.DictReader(handle)}


@dataclass(frozen=True)
class FileCounts:
    """Rows of the files of one table; ``unbalanced`` names files whose rows do not add up."""

    files: int
    rows_received: int
    rows_accepted: int
    rows_quarantined: int
    rows_superseded: int
    unbalanced: tuple[str, ...]


@dataclass(frozen=True)
class ValidationSummary:
    """The last results of Great Expectations for one table; zero expectations: never run."""

    expectations: int
    rows: int
    failures: tuple[str, ...]


def count_files(connection: duckdb.DuckDBPyConnection, contract: Contract) -> FileCounts:
    """Accounts of the files that deliver a table (for a workbook: those of all its sheets)."""
    totals = connection.execute(
        """
        select count(*), coalesce(sum(rows_received), 0), coalesce(sum(rows_accepted), 0),
            coalesce(sum(rows_quarantined), 0), coalesce(sum(rows_superseded), 0)
        from ledger.deliveries where agency = ? and table_name = ?""",
        [contract.agency, contract.file_stem],
    ).fetchall()[0]
    wrong = connection.execute(
        """
        select file_name from ledger.deliveries
        where agency = ? and table_name = ?
            and rows_received <> rows_accepted + rows_quarantined + rows_superseded
        order by file_name""",
        [contract.agency, contract.file_stem],
    ).fetchall()
    return FileCounts(*(int(total) for total in totals), tuple(row[0] for row in wrong))


def count_rows(connection: duckdb.DuckDBPyConnection, contract: Contract) -> tuple[int, int]:
    """(rows in raw, live records) of one table."""
    raw = connection.execute(
        f"select count(*) from {contract.relations[0].qualified_name}"
    ).fetchall()[0][0]
    live = connection.execute(
        """
        select count(*) from ledger.record_versions
        where agency = ? and source_table = ? and is_current and not is_deleted""",
        [contract.agency, contract.table],
    ).fetchall()[0][0]
    return raw, live


def refused_lines(
    connection: duckdb.DuckDBPyConnection, contract: Contract, *, limit: int
) -> tuple[int, list[dict[str, Any]]]:
    """(how many, the newest ``limit``) refused files and rows of one table, with what to do.

    A refused workbook is shown with each of its sheets' tables. Values are masked in the ledger.
    """
    where = "agency = ? and (table_name = ? or (table_name = ? and row_number is null))"
    parameters = [contract.agency, contract.table, contract.file_stem]
    total = connection.execute(
        f"select count(*) from ledger.quarantine where {where}", parameters
    ).fetchall()[0][0]
    rows = connection.execute(
        f"""
        select file_name, row_number, column_name, reason_code, masked_value
        from ledger.quarantine where {where}
        order by file_name desc, row_number nulls first limit ?""",
        [*parameters, limit],
    ).fetchall()
    return total, [_with_advice(contract.agency, row) for row in rows]


def _with_advice(agency: str, row: Iterable[Any]) -> dict[str, Any]:
    file_name, row_number, column_name, code, masked_value = row
    reason = load_reasons()[code]
    return {
        "agency": agency,
        "file": file_name,
        "row": row_number,
        "column": column_name,
        "reason": f"{code} {reason.meaning_en}",
        "value": masked_value,
        "what to do": reason.action_en,
    }


def delivery_days(connection: duckdb.DuckDBPyConnection, delivery_ids: list[str]) -> list[date]:
    """The folder days of these deliveries, in order."""
    rows = connection.execute(
        """
        select distinct delivered_on from ledger.files
        where list_contains(?, delivery_id) and delivered_on is not null
        order by delivered_on""",
        [delivery_ids],
    ).fetchall()
    return [row[0] for row in rows]


def day_of_judgement(home: Home) -> date:
    """The day that the last intake set; the caller holds the builder's lock."""
    with open_warehouse(home) as connection:
        return fetch_value(connection, "select as_of from ledger.build_parameters")


def last_validation(connection: duckdb.DuckDBPyConnection, contract: Contract) -> ValidationSummary:
    """The newest results of a table's suite, its nested lists included."""
    rows = connection.execute(
        """
        select table_name, row_count, expectation, column_name, is_success, unexpected_count
        from ledger.validations
        where agency = ? and (table_name = ? or starts_with(table_name, ? || '__'))
        qualify validated_at = max(validated_at) over ()
        order by all""",
        [contract.agency, contract.table, contract.table],
    ).fetchall()
    failures = tuple(
        f"{table}: {expectation} on [{column}] failed for [{unexpected}] rows"
        for table, _, expectation, column, is_success, unexpected in rows
        if not is_success
    )
    checked = max((row[1] for row in rows if row[0] == contract.table), default=0)
    return ValidationSummary(len(rows), checked, failures)
