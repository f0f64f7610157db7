"""Loading: from decoded Parquet to raw rows and ledger lines, in one transaction.

Belongs here: running the checks over what the workers decoded, and committing rows, faults and file
lines together. Keep out: the SQL of the checks, and which files count (fold).

Files are committed in groups: all rows of a file and its ledger line stand in the same transaction,
several small files may share one (docs/decisions: a commit per file costs more than its rows).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd

from pipelines.contract import Contract, RawRelation, code_labels
from pipelines.intake.checks import check_statement
from pipelines.intake.decode.outcome import FileOutcome
from pipelines.intake.decode.sink import decoded_schema
from pipelines.warehouse import fetch_value


@dataclass(frozen=True)
class IncomingFile:
    """One file of a group on its way into raw."""

    file_index: int
    delivery_id: str
    file_name: str
    outcome: FileOutcome


def prepare_codes(connection: duckdb.DuckDBPyConnection, contracts: tuple[Contract, ...]) -> None:
    """Fill the temp table ``code_values(list, code, name)`` with every list the contracts use."""
    lists = {c.code_list for contract in contracts for c in contract.all_columns if c.code_list}
    frame = pd.DataFrame(
        [(name, *label) for name in sorted(lists | {"units"}) for label in code_labels(name)],
        columns=["list", "code", "name"],
    )
    connection.register("code_frame", frame)
    connection.execute("create or replace temp table code_values as select * from code_frame")
    connection.unregister("code_frame")


def load_group(
    connection: duckdb.DuckDBPyConnection,
    *,
    contracts: tuple[Contract, ...],
    files: list[IncomingFile],
    folder: Path,
    chunk_names: list[str],
) -> None:
    """Check and commit the files of one stem that the given chunks decoded."""
    _register_incoming(connection, files)
    for contract in contracts:
        _check_contract(connection, contract, folder, chunk_names)
    connection.execute("begin transaction")
    try:
        # A re-read after a release or a flipped verdict replaces what stood under the same ids.
        for contract in contracts:
            _delete_earlier(connection, contract)
            _insert_rows(connection, contract)
            _insert_notes(connection, contract)
        _insert_file_level_notes(connection, files)
        _update_file_lines(connection, contracts)
        connection.execute("commit")
    except BaseException:
        connection.execute("rollback")
        raise


def _register_incoming(connection: duckdb.DuckDBPyConnection, files: list[IncomingFile]) -> None:
    frame = pd.DataFrame(
        {
            "_file_index": [file.file_index for file in files],
            "delivery_id": [file.delivery_id for file in files],
            "file_name": [file.file_name for file in files],
            "is_loadable": [file.outcome.code is None for file in files],
            "row_count": pd.array([file.outcome.rows for file in files], dtype="Int64"),
            "content_code": [file.outcome.code for file in files],
            "content_detail": [file.outcome.detail or None for file in files],
        }
    )
    connection.register("incoming_frame", frame)
    connection.execute("create or replace temp table incoming as select * from incoming_frame")
    connection.unregister("incoming_frame")


def _temp(contract: Contract, position: int) -> str:
    return f'"checked_{contract.table}_{position}"'


def _check_contract(
    connection: duckdb.DuckDBPyConnection,
    contract: Contract,
    folder: Path,
    chunk_names: list[str],
) -> None:
    for position, relation in enumerate(contract.relations):
        paths = [
            str(path)
            for name in chunk_names
            if (path := folder / f"{contract.table}~{position}~{name}.parquet").exists()
        ]
        source = _decoded_source(contract, relation, paths)
        connection.execute(
            check_statement(contract, relation, source=source, target=_temp(contract, position))
        )
    violations = " union all ".join(
        f"select _file_index, _source_row, _violation from {_temp(contract, position)} "
        f"where _violation is not null and _source_row >= 0"
        for position in range(len(contract.relations))
    )
    records = _temp(contract, 0)
    connection.execute(f"""
create or replace temp table "faulty_{contract.table}" as
with repeats as (select _file_index, _source_row from {records} where _is_duplicate),
found as (
    {violations}
    union all
    select _file_index, _source_row, concat_ws(chr(31), '000', _fault, '', '')
    from {records} where _fault is not null
)
select found._file_index, found._source_row, min(found._violation) as violation
from found
anti join repeats
    on found._file_index = repeats._file_index and found._source_row = repeats._source_row
group by found._file_index, found._source_row""")
    connection.execute(f"""
create or replace temp table "excluded_{contract.table}" as
select _file_index, _source_row from {records} where _is_duplicate
union
select _file_index, _source_row from "faulty_{contract.table}\"""")


def _decoded_source(contract: Contract, relation: RawRelation, paths: list[str]) -> str:
    if paths:
        names = ", ".join("'" + path.replace("'", "''") + "'" for path in paths)
        return f"read_parquet([{names}])"
    kinds = {"string": "varchar", "int64": "bigint", "int32": "integer", "bool": "boolean"}
    columns = ", ".join(
        f'cast(null as {kinds[str(field.type)]}) as "{field.name}"'
        for field in decoded_schema(contract, relation)
    )
    return f"(select {columns} where false)"


def _delete_earlier(connection: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    if not fetch_value(
        connection,
        "select count(*) from ledger.files inner join incoming using (delivery_id) where is_decoded",
    ):
        return
    ids = "(select delivery_id from incoming)"
    for relation in contract.relations:
        connection.execute(f"delete from {relation.qualified_name} where _delivery_id in {ids}")
    connection.execute(
        f"delete from ledger.row_notes where delivery_id in {ids} and table_name = ?",
        [contract.table],
    )


def _insert_rows(connection: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    for position, relation in enumerate(contract.relations):
        columns = [f'"{column.name}"' for column in relation.columns]
        items = [f'"{name}"' for name in relation.item_columns]
        names = [*columns, "_as_received", "_delivery_id", "_source_file", "_source_row", *items]
        connection.execute(f"""
insert into {relation.qualified_name} ({", ".join(names)})
select {", ".join(f"checked.{column}" for column in columns)}, checked._as_received,
    incoming.delivery_id, incoming.file_name, checked._source_row
    {"".join(f", checked.{item}" for item in items)}
from {_temp(contract, position)} as checked
inner join incoming on checked._file_index = incoming._file_index
anti join "excluded_{contract.table}" as excluded
    on checked._file_index = excluded._file_index and checked._source_row = excluded._source_row""")


def _insert_notes(connection: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    """Quarantine lines and warnings of the rows of one contract."""
    key = f'records."{contract.key.name}"'
    connection.execute(f"""
insert into ledger.row_notes
select incoming.delivery_id, '{contract.table}', faulty._source_row, {key},
    string_split(faulty.violation, chr(31))[2],
    nullif(string_split(faulty.violation, chr(31))[3], ''),
    nullif(string_split(faulty.violation, chr(31))[4], '')
from "faulty_{contract.table}" as faulty
inner join incoming on faulty._file_index = incoming._file_index
inner join {_temp(contract, 0)} as records
    on faulty._file_index = records._file_index and faulty._source_row = records._source_row""")
    connection.execute(f"""
insert into ledger.row_notes
select incoming.delivery_id, '{contract.table}', records._source_row, {key}, 'W9', null, null
from {_temp(contract, 0)} as records
inner join incoming on records._file_index = incoming._file_index
where records._is_duplicate""")
    for position in range(len(contract.relations)):
        connection.execute(f"""
insert into ledger.row_notes
with pieces as (
    select _file_index, _source_row,
        string_split(unnest(string_split(_warnings, chr(30))), chr(31)) as piece
    from {_temp(contract, position)}
    where _warnings <> ''
)
select distinct incoming.delivery_id, '{contract.table}', pieces._source_row, {key},
    pieces.piece[1], nullif(pieces.piece[2], ''), nullif(pieces.piece[3], '')
from pieces
inner join incoming on pieces._file_index = incoming._file_index
inner join {_temp(contract, 0)} as records
    on pieces._file_index = records._file_index and pieces._source_row = records._source_row
anti join "excluded_{contract.table}" as excluded
    on pieces._file_index = excluded._file_index and pieces._source_row = excluded._source_row""")


def _insert_file_level_notes(
    connection: duckdb.DuckDBPyConnection, files: list[IncomingFile]
) -> None:
    """Notes that decoding made about whole files: byte order mark, extra and missing columns."""
    rows = [
        (file.delivery_id, table, code, column or None)
        for file in files
        for code, table, column in file.outcome.notes
        if file.outcome.code is None
    ]
    if rows:
        connection.executemany(
            "insert into ledger.row_notes values (?, ?, null, null, ?, ?, null)", rows
        )


def _update_file_lines(
    connection: duckdb.DuckDBPyConnection, contracts: tuple[Contract, ...]
) -> None:
    faulty = " union all ".join(
        f'select _file_index from "faulty_{contract.table}"' for contract in contracts
    )
    repeats = " union all ".join(
        f"select _file_index from {_temp(contract, 0)} where _is_duplicate"
        for contract in contracts
    )
    connection.execute(f"""
update ledger.files set
    content_code = counted.content_code,
    content_detail = counted.content_detail,
    row_count = counted.row_count,
    is_decoded = true,
    has_rows = counted.is_loadable,
    rows_quarantined = counted.faulty,
    rows_duplicate = counted.repeated
from (
    select incoming.*, coalesce(faulty.total, 0) as faulty, coalesce(repeats.total, 0) as repeated
    from incoming
    left join (select _file_index, count(*) as total from ({faulty}) group by _file_index) as faulty
        on incoming._file_index = faulty._file_index
    left join (
        select _file_index, count(*) as total from ({repeats}) group by _file_index
    ) as repeats
        on incoming._file_index = repeats._file_index
) as counted
where files.delivery_id = counted.delivery_id""")


def tell_twins(connection: duckdb.DuckDBPyConnection) -> None:
    """What is known of a file holds for files of the same bytes, whichever of them came first.

    A twin need not be decoded to be judged and counted.
    """
    connection.execute("""
update ledger.files set
    content_code = twin.content_code, content_detail = twin.content_detail,
    row_count = twin.row_count
from (
    select agency, stem, sha256, any_value(content_code) as content_code,
        any_value(content_detail) as content_detail, any_value(row_count) as row_count
    from ledger.files where is_decoded group by agency, stem, sha256
) as twin
where files.agency = twin.agency and files.stem = twin.stem and files.sha256 = twin.sha256
    and not files.is_decoded and files.row_count is null and files.content_code is null
    and (twin.row_count is not null or twin.content_code is not null)""")
