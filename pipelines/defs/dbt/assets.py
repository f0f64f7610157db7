"""Everything that dbt builds, as assets; its data tests, as checks.

Belongs here: one call of dbt, with row counts. Keep out: names (translator.py), meaning (dbt_project/).
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DbtCliResource, dbt_assets

from pipelines.defs.dbt.translator import CaseloomTranslator
from pipelines.defs.resources import POOL, BuilderResource
from pipelines.home import Home
from pipelines.manifest import prepare_manifest
from pipelines.transform import project_dir
from pipelines.warehouse import open_warehouse

# Rules are proved with `make test`; a production build does not repeat it.
_WITHOUT_UNIT_TESTS = "resource_type:unit_test"


def dbt_resource() -> DbtCliResource:
    """The dbt of this environment on the project in force."""
    project = str(project_dir())
    dbt = Path(sys.executable).parent / "dbt"
    return DbtCliResource(
        project_dir=project,
        profiles_dir=project,
        dbt_executable=str(dbt),
        global_config_flags=["--no-use-colors"],
    )


@dg.definitions
def dbt_relations() -> dg.Definitions:
    """The assets of the parsed project."""

    @dbt_assets(
        manifest=prepare_manifest(),
        name="dbt",
        exclude=_WITHOUT_UNIT_TESTS,
        dagster_dbt_translator=CaseloomTranslator(),
        pool=POOL,
    )
    def dbt(
        context: dg.AssetExecutionContext, dbt: DbtCliResource, builder: BuilderResource
    ) -> Iterator[Any]:
        invocation = dbt.cli(
            ["build"],
            context=context,
            target_path=builder.home.path / "dbt" / "dagster",
        )
        yield from _with_row_counts(context, builder.home, invocation.stream())
        if not context.is_subset:
            builder.note_marts()

    return dg.Definitions(assets=[dbt])


def _with_row_counts(
    context: dg.AssetExecutionContext, home: Home, events: Iterator[Any]
) -> Iterator[Any]:
    """The same events, relations with their row count.

    They wait for the end of dbt, which holds the warehouse until then; what came before an error is
    told before the error is.
    """
    collected: list[Any] = []
    failure = None
    try:
        collected.extend(events)
    except Exception as error:
        failure = error
    counts = _count_rows(home)
    for event in collected:
        if isinstance(event, dg.Output):
            key = context.asset_key_for_output(event.output_name)
            if key in counts:
                event = event.with_metadata({**event.metadata, "dagster/row_count": counts[key]})
        yield event
    if failure is not None:
        raise failure


def _count_rows(home: Home) -> dict[dg.AssetKey, int]:
    """Rows of every table in the warehouse, by asset key; views are not counted."""
    with open_warehouse(home) as connection:
        tables = connection.execute(
            "select schema_name, table_name from duckdb_tables() where database_name = "
            "current_database() and not starts_with(schema_name, 'raw_')"
        ).fetchall()
        return {
            dg.AssetKey([schema, name]): connection.execute(
                f'select count(*) from "{schema}"."{name}"'
            ).fetchall()[0][0]
            for schema, name in tables
        }
