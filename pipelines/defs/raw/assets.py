"""Raw: one asset per delivered table and the ledger, all written by one intake.

Belongs here: running the intake and telling what it did. Keep out: decoding, judging, counting.

All tables come from one step because the fold looks at all files together (a workbook delivers five
tables, a correction may name any file). Two blocking checks per table stop a run before dbt.
"""

import time
from collections.abc import Iterator
from datetime import date
from typing import Literal

import dagster as dg
import duckdb

from pipelines import accounts
from pipelines.build import (
    finish_validation,
    set_day_of_judgement,
    start_validation,
    state_fingerprint,
)
from pipelines.contract import Contract, load_contracts
from pipelines.defs.landing.assets import landing_key
from pipelines.defs.landing.cadence import freshness_of
from pipelines.defs.resources import POOL, BuilderResource, log_progress
from pipelines.defs.tags import delivery_tags
from pipelines.home import Home
from pipelines.intake.expectations import ValidationError
from pipelines.intake.run import IntakeReport, run_intake
from pipelines.link_decisions import take_link_decisions
from pipelines.release import ReleaseRequest, release_deliveries
from pipelines.warehouse import open_warehouse

GROUP = "raw"
RAW_OP = "raw"
LEDGER_KEY = dg.AssetKey(["ledger"])
BALANCE_CHECK = "received_is_accepted_quarantined_superseded"
CONTRACT_CHECK = "accepted_rows_keep_the_contract"
REFUSAL_CHECK = "nothing_was_refused"
# Enough to see a pattern; the whole list stands in marts.ops_quarantine.
SHOWN_REFUSALS = 200


class RawConfig(dg.Config):
    """What to take in. ``reread`` reads stored files again: none, the refused ones (narrowed by
    ``agency``, ``reason``, ``file_name``; empty = any) or everything. ``as_of`` is the day of
    judgement YYYY-MM-DD; empty = the latest data date."""

    reread: Literal["nothing", "refused", "everything"] = "nothing"
    agency: str = ""
    reason: str = ""
    file_name: str = ""
    as_of: str = ""


def raw_key(agency: str, table: str) -> dg.AssetKey:
    return dg.AssetKey([f"raw_{agency}", table])


@dg.definitions
def raw_tables() -> dg.Definitions:
    """The multi-asset over all contracts in force."""
    contracts = load_contracts()

    @dg.multi_asset(
        name=RAW_OP,
        specs=[*(_table_spec(contract) for contract in contracts), _ledger_spec(contracts)],
        check_specs=[spec for contract in contracts for spec in _check_specs(contract)],
        pool=POOL,
    )
    def raw(
        context: dg.AssetExecutionContext, config: RawConfig, builder: BuilderResource
    ) -> Iterator[dg.MaterializeResult]:
        started = time.monotonic()
        _release(context, config, builder.home)
        report = run_intake(
            builder.home,
            landing=builder.place.find_landing(),
            report=log_progress(context.log.info),
        )
        judged_on = date.fromisoformat(config.as_of) if config.as_of else None
        judged_on = set_day_of_judgement(builder.home, judged_on)
        take_link_decisions(builder.home)
        builder.note_intake(state_fingerprint(builder.home, judged_on))
        _tag_run(context, builder.home, report)
        _validate(context, builder.home, report)
        seconds = round(time.monotonic() - started, 1)
        with open_warehouse(builder.home) as connection:
            for contract in contracts:
                yield _table_result(connection, contract, seconds)
        yield dg.MaterializeResult(
            LEDGER_KEY,
            metadata={
                "new files": report.new_files,
                "day of judgement": judged_on.isoformat(),
                "seconds": seconds,
                **{f"files {status}": count for status, count in report.statuses.items()},
            },
        )

    return dg.Definitions(assets=[raw])


def _table_spec(contract: Contract) -> dg.AssetSpec:
    return dg.AssetSpec(
        raw_key(contract.agency, contract.table),
        deps=[landing_key(contract.agency)],
        group_name=GROUP,
        description=f"{contract.label}. {contract.granularity}\n\n"
        f"{contract.description.get('limitations', '')}",
        kinds={"duckdb", contract.format},
        owners=["team:intake"],
        freshness_policy=freshness_of(contract),
        metadata={
            "dagster/column_schema": dg.TableSchema(
                columns=[
                    dg.TableColumn(column.name, "VARCHAR", description=column.column.label)
                    for column in contract.relations[0].columns
                ]
            )
        },
    )


def _ledger_spec(contracts: tuple[Contract, ...]) -> dg.AssetSpec:
    return dg.AssetSpec(
        LEDGER_KEY,
        deps=[landing_key(contract.agency) for contract in contracts],
        group_name=GROUP,
        description="What arrived and what became of it: deliveries, refusals, warnings, versions.",
        kinds={"duckdb"},
        owners=["team:intake"],
    )


def _check_specs(contract: Contract) -> list[dg.AssetCheckSpec]:
    key = raw_key(contract.agency, contract.table)
    return [
        dg.AssetCheckSpec(
            BALANCE_CHECK,
            asset=key,
            blocking=True,
            description="Every row of every file is accepted, quarantined or superseded; when this "
            "fails, rows got lost.",
        ),
        dg.AssetCheckSpec(
            CONTRACT_CHECK,
            asset=key,
            blocking=True,
            description="Great Expectations over the newly accepted rows; when this fails, a row "
            "that the contract forbids got past the row checks.",
        ),
        dg.AssetCheckSpec(
            REFUSAL_CHECK,
            asset=key,
            description="A warning while files or rows are in quarantine, with what to do.",
        ),
    ]


def _release(context: dg.AssetExecutionContext, config: RawConfig, home: Home) -> None:
    if config.reread == "nothing":
        return
    request = ReleaseRequest(
        agency=config.agency or None,
        reason=config.reason or None,
        file_name=config.file_name or None,
        is_everything=config.reread == "everything",
    )
    names = release_deliveries(home, request)
    context.log.info(f"{len(names)} stored files are read again")


def _tag_run(context: dg.AssetExecutionContext, home: Home, report: IntakeReport) -> None:
    """Let the run be found by the delivery days that it took in, whoever started it."""
    with open_warehouse(home) as connection:
        days = accounts.delivery_days(connection, report.loaded_delivery_ids)
    if days:
        context.instance.add_run_tags(context.run.run_id, delivery_tags(days))


def _validate(context: dg.AssetExecutionContext, home: Home, report: IntakeReport) -> None:
    """Run Great Expectations; failed expectations are told by the check, not by an exception."""
    validation = start_validation(home, report)
    try:
        finish_validation(home, validation)
    except ValidationError as error:
        with open_warehouse(home) as connection:
            summaries = [accounts.last_validation(connection, c) for c in load_contracts()]
        if not any(summary.failures for summary in summaries):
            raise
        context.log.error(str(error))
    finally:
        if validation is not None:
            validation.stop()


def _table_result(
    connection: duckdb.DuckDBPyConnection, contract: Contract, seconds: float
) -> dg.MaterializeResult:
    counts = accounts.count_files(connection, contract)
    rows, live = accounts.count_rows(connection, contract)
    validation = accounts.last_validation(connection, contract)
    refused, lines = accounts.refused_lines(connection, contract, limit=SHOWN_REFUSALS)
    refusals = _refusal_table(lines)
    key = raw_key(contract.agency, contract.table)
    return dg.MaterializeResult(
        key,
        metadata={
            "dagster/row_count": rows,
            "live records": live,
            "files": counts.files,
            "refused files and rows": refused,
            "refused": refusals,
            "seconds": seconds,
        },
        check_results=[
            dg.AssetCheckResult(
                passed=not counts.unbalanced,
                check_name=BALANCE_CHECK,
                asset_key=key,
                metadata={
                    "received": counts.rows_received,
                    "accepted": counts.rows_accepted,
                    "quarantined": counts.rows_quarantined,
                    "superseded": counts.rows_superseded,
                    "files that do not add up": ", ".join(counts.unbalanced) or "none",
                },
            ),
            dg.AssetCheckResult(
                passed=not validation.failures,
                check_name=CONTRACT_CHECK,
                asset_key=key,
                metadata={
                    "expectations": validation.expectations,
                    "rows": validation.rows,
                    "failures": "\n".join(validation.failures) or "none",
                },
            ),
            dg.AssetCheckResult(
                passed=refused == 0,
                check_name=REFUSAL_CHECK,
                asset_key=key,
                severity=dg.AssetCheckSeverity.WARN,
                metadata={"count": refused, "refused": refusals},
            ),
        ],
    )


def _refusal_table(lines: list[dict[str, str | int | None]]) -> dg.TableMetadataValue:
    names = ("agency", "file", "row", "column", "reason", "value", "what to do")
    return dg.MetadataValue.table(
        records=[
            dg.TableRecord({name: "" if line[name] is None else line[name] for name in names})
            for line in lines
        ],
        schema=dg.TableSchema(columns=[dg.TableColumn(name) for name in names]),
    )
