"""References between tables that lead nowhere (W7), judged over the live records.

Belongs here: one set-based check per reference of the contracts. It looks at the state after all
files are folded, so that the order of arrival does not matter. Keep out: references inside dbt.
"""

from __future__ import annotations

import duckdb

from pipelines.column_meanings import mask_sql, meaning_of
from pipelines.contract import Contract, RawColumn, RawRelation, load_contracts
from pipelines.warehouse import fetch_value

# Numbers are compared by their letters and digits: brackets, blanks, 号 and zeros before a serial vary
# by hand (W4 notes it). Zeros go first, where a bracket still parts them from the year before them.
_LOOSE = (
    r"regexp_replace(regexp_replace(translate({0}, '０１２３４５６７８９（）', '0123456789()'), "
    r"'(^|[^0-9])0+([0-9])', '\1\2', 'g'), '[^\p{{L}}\p{{N}}]|号', '', 'g')"
)


def check_references(connection: duckdb.DuckDBPyConnection) -> None:
    """Replace ``ledger.reference_notes`` by the references of live records that are not found."""
    known: dict[str, str] = {}
    connection.execute("begin transaction")
    try:
        connection.execute("delete from ledger.reference_notes")
        for contract in load_contracts():
            for relation in contract.relations:
                for raw in relation.columns:
                    _check_column(connection, contract, relation, raw, known)
        connection.execute("commit")
    except BaseException:
        connection.execute("rollback")
        raise
    finally:
        for table in ("unmatched_references", *known.values()):
            connection.execute(f"drop table if exists {table}")


def _check_column(
    connection: duckdb.DuckDBPyConnection,
    contract: Contract,
    relation: RawRelation,
    raw: RawColumn,
    known: dict[str, str],
) -> None:
    """Note what one column names and nobody delivered; ``known``: target → its loosely written numbers."""
    target = raw.column.references
    numbers = _numbers_of(target)
    if target is None or numbers is None:
        return
    # Nearly every reference is found as it is written; only the rest is worth comparing loosely.
    connection.execute(_unmatched_statement(contract, relation, raw.name, numbers))
    if not fetch_value(connection, "select count(*) from unmatched_references"):
        return
    if target not in known:
        known[target] = f"known_numbers_{len(known)}"
        connection.execute(f"""
create or replace temp table {known[target]} as
select distinct {_LOOSE.format("number")} as number from ({numbers})""")
    masked = mask_sql(meaning_of(contract, raw.column), "referring.number")
    connection.execute(f"""
insert into ledger.reference_notes
select referring._delivery_id, '{contract.agency}', '{contract.table}', referring._source_file,
    referring._source_row, referring.record_key, 'W7', '{raw.column.path}', {masked}
from unmatched_references as referring
anti join {known[target]} as known on {_LOOSE.format("referring.number")} = known.number""")


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


def _numbers_of(references: str | None) -> str | None:
    """A query for the numbers (``number``) that a reference may name; None where the column refers to nothing."""
    target = _target(references)
    if target is None:
        return None
    relation, column = target
    numbers = f'select "{column}" as number from {relation.qualified_name}'
    if references == "procuratorate.prosecution_review.统一受案号":
        # 关联统一受案号 may name an arrest review as well (contract: description of the column).
        numbers += " union all select 统一受案号 from raw_procuratorate.arrest_review"
    return numbers


def _unmatched_statement(contract: Contract, relation: RawRelation, name: str, numbers: str) -> str:
    return f"""
create or replace temp table unmatched_references as
select referring._delivery_id, referring._source_file, referring._source_row,
    referring."{name}" as number, version.record_key
from {relation.qualified_name} as referring
anti join ({numbers}) as known on referring."{name}" = known.number
inner join ledger.record_versions as version
    on referring._delivery_id = version._delivery_id
    and referring._source_row = version._source_row
    and version.agency = '{contract.agency}' and version.source_table = '{contract.table}'
where referring."{name}" is not null and version.is_current and not version.is_deleted"""
