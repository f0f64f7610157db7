"""Great Expectations beside the SQL pass: suites generated from the contracts, over new rows.

Belongs here: suites, and the process that validates frames. Keep out: Q and W codes (checks); a
batch that breaks a promise here means that the SQL pass let something through, and blocks
publication.

Runs as ``python -m pipelines.intake.expectations FOLDER``: the import alone takes seconds, so it
happens beside the intake, and never when there is nothing new. It validates the Parquet files in
FOLDER that the line on stdin announces and writes ``results.json`` there.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from pipelines.contract import Contract, RawRelation, code_values, find_contract, load_contracts
from pipelines.home import Home

FOLDER_NAME = "validation"
RESULT_NAME = "results.json"
_MOMENTS = {
    "date": r"^\d{4}-\d{2}-\d{2}$",
    "timestamp": r"^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$",
}


class ValidationError(RuntimeError):
    """Great Expectations could not be run, or rows that the contract forbids got through."""


def expectations_of(contract: Contract, relation: RawRelation) -> list[tuple[str, dict[str, Any]]]:
    """(expectation class, arguments) that accepted rows of one relation must meet."""
    suite: list[tuple[str, dict[str, Any]]] = [
        (
            "ExpectTableColumnsToMatchSet",
            {"column_set": [raw.name for raw in relation.columns], "exact_match": False},
        )
    ]
    for raw in relation.columns:
        column = raw.column
        if column.required and "__" not in raw.name:
            suite.append(("ExpectColumnValuesToNotBeNull", {"column": raw.name}))
        if column.is_key and column.pattern:
            suite.append(
                ("ExpectColumnValuesToMatchRegex", {"column": raw.name, "regex": column.pattern})
            )
        if column.kind in _MOMENTS:
            suite.append(
                (
                    "ExpectColumnValuesToMatchRegex",
                    {"column": raw.name, "regex": _MOMENTS[column.kind]},
                )
            )
        if column.code_list and column.is_closed:
            codes = sorted(code_values(column.code_list))
            suite.append(("ExpectColumnValuesToBeInSet", {"column": raw.name, "value_set": codes}))
    return suite


class ExpectationsProcess:
    """The validating process: started early, given its folder when the rows are in."""

    def __init__(self, home: Home) -> None:
        self._folder = home.work / FOLDER_NAME
        self._folder.mkdir(parents=True, exist_ok=True)
        self._log = (home.logs / "great_expectations.log").open("w", encoding="utf-8")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "pipelines.intake.expectations", str(self._folder)],
            stdin=subprocess.PIPE,
            stdout=self._log,
            stderr=self._log,
            text=True,
            env={**os.environ, "GX_ANALYTICS_ENABLED": "false"},
            cwd=Path(__file__).parents[2],
        )

    def begin(self, connection: duckdb.DuckDBPyConnection, delivery_ids: list[str]) -> None:
        """Hand over the accepted rows of these deliveries, one Parquet file per relation."""
        connection.execute(
            "create or replace temp table validated as select unnest(?) as delivery_id",
            [delivery_ids],
        )
        for contract in load_contracts():
            for position, relation in enumerate(contract.relations):
                columns = ", ".join(f'raw."{column.name}"' for column in relation.columns)
                target = self._folder / f"{contract.agency}~{contract.table}~{position}.parquet"
                connection.execute(f"""
copy (
    select {columns}, raw._source_file, raw._source_row
    from {relation.qualified_name} as raw
    inner join validated on raw._delivery_id = validated.delivery_id
) to '{target}' (format parquet)""")
        if self._process.stdin:
            self._process.stdin.write("begin\n")
            self._process.stdin.close()

    def finish(self) -> list[dict[str, Any]]:
        """Wait for the results: one dict per expectation (columns of ``ledger.validations``).

        Raises:
            ValidationError: the process failed; its log is named.
        """
        code = self._process.wait()
        self._log.close()
        results = self._folder / RESULT_NAME
        if code != 0 or not results.exists():
            raise ValidationError(
                f"Great Expectations ended with code [{code}]; see [{self._log.name}]"
            )
        return json.loads(results.read_text(encoding="utf-8"))

    def stop(self) -> None:
        """End the process when the build ends early; harmless when it is done."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self._log.close()


def failed_expectations(results: list[dict[str, Any]]) -> list[str]:
    """What failed, as sentences for the person who has to act."""
    return [
        f"{line['agency']}.{line['table_name']}: {line['expectation']} on "
        f"[{line['column_name']}] failed for [{line['unexpected_count']}] rows, {line['detail']}"
        for line in results
        if not line["is_success"]
    ]


def _validate_folder(folder: Path) -> list[dict[str, Any]]:
    import great_expectations as gx
    import pandas as pd
    from great_expectations.data_context.types.base import ProgressBarsConfig

    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    context = gx.get_context(mode="ephemeral")
    # Bars of a background process only fill its log.
    context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
    source = context.data_sources.add_pandas("accepted_rows")
    if sys.stdin.readline().strip() != "begin":
        raise SystemExit("the builder went away before the rows were in")
    results = []
    for path in sorted(folder.glob("*.parquet")):
        agency, table, position = path.stem.split("~")
        contract = find_contract(agency, table)
        relation = contract.relations[int(position)]
        frame = pd.read_parquet(path)
        if frame.empty:
            continue
        batch = (
            source.add_dataframe_asset(path.stem)
            .add_batch_definition_whole_dataframe("all")
            .get_batch({"dataframe": frame})
        )
        suite = gx.ExpectationSuite(
            name=path.stem,
            expectations=[
                getattr(gx.expectations, name)(**arguments)
                for name, arguments in expectations_of(contract, relation)
            ],
        )
        validated = batch.validate(
            suite, result_format={"result_format": "BASIC", "partial_unexpected_count": 3}
        )
        results += [_result_line(contract, relation, len(frame), r) for r in validated.results]
    return results


def _result_line(
    contract: Contract, relation: RawRelation, row_count: int, result: Any
) -> dict[str, Any]:
    config = result.expectation_config
    raised = (result.exception_info or {}).get("exception_message")
    return {
        "agency": contract.agency,
        "table_name": relation.name,
        "validated_at": datetime.now().replace(microsecond=0).isoformat(sep=" "),
        "row_count": row_count,
        "expectation": config.type,
        "column_name": config.kwargs.get("column"),
        "is_success": bool(result.success),
        "unexpected_count": (result.result or {}).get("unexpected_count"),
        # Values of personal columns must not reach logs or pages: rows are found by the file.
        "detail": str(raised)[:300] if raised else None,
    }


def main() -> None:
    folder = Path(sys.argv[1])
    results = _validate_folder(folder)
    (folder / RESULT_NAME).write_text(json.dumps(results), encoding="utf-8")


if __name__ == "__main__":
    main()
