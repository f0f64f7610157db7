"""One build: intake of what is new, validation, dbt, publication.

Belongs here: the order of the steps and what makes a build unnecessary. Keep out: the steps.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb

from pipelines.code_files import code_digest
from pipelines.contract import contracts_dir
from pipelines.home import Home
from pipelines.intake import ledger
from pipelines.intake.expectations import (
    ExpectationsProcess,
    ValidationError,
    failed_expectations,
)
from pipelines.intake.run import IntakeReport, run_intake
from pipelines.link_decisions import take_link_decisions
from pipelines.progress import Reporter, report_nothing
from pipelines.publish import Publication, current_publication, publish_snapshot
from pipelines.transform import prepare_dbt, project_dir, run_dbt
from pipelines.warehouse import fetch_value, open_warehouse


class BuildError(RuntimeError):
    """Nothing was published; the message says why and what to do."""


@dataclass
class BuildResult:
    """What one build did. ``is_new`` is False when the current snapshot already said it all."""

    publication: Publication
    is_new: bool
    intake: IntakeReport = field(default_factory=IntakeReport)


def build(
    home: Home,
    *,
    landing: Path | None,
    as_of: date | None = None,
    report: Reporter = report_nothing,
    wait_seconds: float = 600.0,
) -> BuildResult:
    """Take in what is new and publish a snapshot that reflects it.

    ``as_of`` is the day of judgement, by default the latest data date of any agency.

    Raises:
        HomeBusyError, IntakeError, ValidationError, TransformError, BuildError: nothing was
        published, the last snapshot stays in force.
    """
    with home.builder_lock(wait_seconds=wait_seconds), prepare_dbt(home) as dbt:
        home.create()
        # dbt reads its project while the files are read: neither needs the other.
        intake = run_intake(home, landing=landing, report=report, on_news=dbt.start)
        judged_on = set_day_of_judgement(home, as_of)
        take_link_decisions(home)
        fingerprint = state_fingerprint(home, judged_on)
        current = current_publication(home)
        if current is not None and current.fingerprint == fingerprint:
            return BuildResult(current, False, intake)
        validation = start_validation(home, intake)
        try:
            run_dbt(home, dbt, report=report)
            finish_validation(home, validation)
        finally:
            if validation is not None:
                validation.stop()
        publication = publish_snapshot(
            home, as_of=judged_on, fingerprint=fingerprint, report=report
        )
        return BuildResult(publication, True, intake)


def set_day_of_judgement(home: Home, as_of: date | None) -> date:
    """Write the day of judgement where dbt reads it, and return it."""
    with open_warehouse(home) as connection:
        day = as_of or fetch_value(connection, "select max(data_date) from ledger.data_dates")
        if day is None:
            raise BuildError(
                "nothing was loaded yet, so there is nothing to publish; put deliveries into the "
                "landing folder (see `caseloom build --help`) and look at what was refused with "
                "`caseloom verify`"
            )
        connection.execute("delete from ledger.build_parameters")
        connection.execute("insert into ledger.build_parameters values (?)", [day])
        return day


def state_fingerprint(home: Home, as_of: date) -> str:
    """A hash of all that the marts depend on: the ledger, the day, the code and the key."""
    digest = hashlib.sha256(f"{as_of}\n{home.identity_key()}\n".encode())
    with open_warehouse(home) as connection:
        for query in (
            "select * from ledger.combined order by all",
            "select delivery_id, status, reason, rows_received, rows_accepted, rows_quarantined, "
            "rows_superseded from ledger.deliveries order by all",
            "select * from ledger.data_dates order by all",
            "select entity, record_a, record_b, decision from ledger.link_decisions order by all",
            "select delivery_id, file_name, reason_code, column_name, masked_value "
            "from ledger.file_notes order by all",
        ):
            for row in connection.execute(query).fetchall():
                digest.update(repr(row).encode())
    repository = Path(__file__).parents[1]
    digest.update(code_digest([project_dir(), contracts_dir(), repository / "models"]).encode())
    return digest.hexdigest()


def start_validation(home: Home, intake: IntakeReport) -> ExpectationsProcess | None:
    """Begin the check of newly accepted rows beside dbt; None when no row is new.

    Rows that an earlier, interrupted build took in unchecked are included.
    """
    with open_warehouse(home) as connection:
        waiting = unvalidated_deliveries(connection)
        if not waiting:
            return None
        validation = ExpectationsProcess(home)
        validation.begin(connection, waiting)
    return validation


def unvalidated_deliveries(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Loaded deliveries whose rows Great Expectations has not seen."""
    rows = connection.execute("""
        select delivery_id from ledger.deliveries
        where status = 'loaded'
            and delivery_id not in (select delivery_id from ledger.validated_deliveries)
        order by delivery_id""").fetchall()
    return [row[0] for row in rows]


def finish_validation(home: Home, validation: ExpectationsProcess | None) -> None:
    """Wait for the results, put them into the ledger, and stop the build on a failure."""
    if validation is None:
        return
    results = validation.finish()
    with open_warehouse(home) as connection:
        ledger.insert_frame(connection, "validations", results)
        failures = failed_expectations(results)
        if failures:
            raise ValidationError(
                "rows that the contract forbids got past the row checks; nothing was published:\n"
                + "\n".join(failures[:20])
            )
        connection.execute("""
            insert into ledger.validated_deliveries
            select delivery_id from ledger.deliveries
            where status = 'loaded'
                and delivery_id not in (select delivery_id from ledger.validated_deliveries)""")
