"""References between tables that lead nowhere (W7), judged over the live records.

Belongs here: one set-based check per reference of the contracts. It looks at the state after all
files are folded, so that the order of arrival does not matter. Keep out: references inside dbt.
"""

from __future__ import annotations

import duckdb

from pipelines.column_meanings import mask_sql, meaning_of
from pipelines.contract import Column, Contract, RawRelation, load_contracts

# Numbers are compared by their letters and digits: brackets, blanks, 号 and zeros before a serial vary
# by hand (W4 notes it). Zeros go first, where a bracket still parts them from the year before them.
_LOOSE = (
    r"regexp_replace(regexp_replace(translate({0}, '０１２３４５６７８９（）', '0123456789()'), "
    r"'(^|[^0-9])0+([0-9])', '\1\2', 'g'), '[^\p{{L}}\p{{N}}]|号', '', 'g')"
)


def check_references(connection: duckdb.DuckDBPyConnection) -> None:
    """Replace ``ledger.reference_notes`` by the references of live records that are not found."""
    connection.execute("begin transaction")
    try:
        connection.execute("delete from ledger.reference_notes")
        for contract in load_contracts():
            for relation in contract.relations:
                for raw in relation.columns:
                    statement = _statement(contract, relation, raw.column, raw.name)
                    if statement:
                        connection.execute(statement)
        connection.execute("commit")
    except BaseException:
        connection.execute("rollback")
        raise


def _target(references: str | None) -> tuple[RawRelation, str] | None:
    parts = (references or "").split(".")
    if len(parts) != 3:
        return None
    agency, table, column = parts
    for contract in load_contracts():
        if (contract.agency, contract.table) == (agency, table):
            relation = contract.relations[0]
            if any(raw.name == column for raw in relation.columns):
                return relation, column
    return None


def _statement(contract: Contract, relation: RawRelation, column: Column, name: str) -> str | None:
    target = _target(column.references)
    if target is None:
        return None
    target_relation, target_column = target
    masked = mask_sql(meaning_of(contract, column), "referring.number")
    known = (
        f'select target."{target_column}" as number from {target_relation.qualified_name} as target'
    )
    if column.references == "procuratorate.prosecution_review.统一受案号":
        # 关联统一受案号 may name an arrest review as well (contract: description of the column).
        known += " union all select 统一受案号 from raw_procuratorate.arrest_review"
    # Nearly every reference is found as it is written; only the rest is worth comparing loosely.
    return f"""
insert into ledger.reference_notes
with known as materialized ({known}),
referring as materialized (
    select referring._delivery_id, referring._source_file, referring._source_row,
        referring."{name}" as number, version.record_key
    from {relation.qualified_name} as referring
    anti join known on referring."{name}" = known.number
    inner join ledger.record_versions as version
        on referring._delivery_id = version._delivery_id
        and referring._source_row = version._source_row
        and version.agency = '{contract.agency}' and version.source_table = '{contract.table}'
    where referring."{name}" is not null and version.is_current and not version.is_deleted
)
select referring._delivery_id, '{contract.agency}', '{contract.table}', referring._source_file,
    referring._source_row, referring.record_key, 'W7', '{column.path}', {masked}
from referring
anti join (
    select {_LOOSE.format("known.number")} as number from known
    where exists (select 1 from referring)
) as loosely_known on {_LOOSE.format("referring.number")} = loosely_known.number"""
