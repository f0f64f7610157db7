"""Parquet: flat tables whose columns carry the contract's names.

Belongs here: columns → text rows. Keep out: what a value may contain.
"""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.home import Limits
from pipelines.intake.decode.outcome import FileOutcome, RefusalError
from pipelines.intake.decode.sink import ContractSink, as_text


def read_parquet(
    path: Path, sinks: list[ContractSink], outcome: FileOutcome, limits: Limits
) -> None:
    """Decode one Parquet file into the sink of its contract.

    Raises:
        RefusalError: F2 (cannot be read), F5 (column missing), F7 (limits).
    """
    sink = sinks[0]
    contract = sink.contract
    try:
        file = pq.ParquetFile(path)
        header = file.schema_arrow.names
        expanded = sum(
            file.metadata.row_group(group).total_byte_size
            for group in range(file.metadata.num_row_groups)
        )
        if expanded > limits.expanded_bytes:
            raise RefusalError("F7", f"the file expands to [{expanded}] bytes")
        missing = [c.name for c in contract.columns if c.required and c.name not in header]
        if missing:
            raise RefusalError(
                "F5", f"required column {missing} is missing", file.metadata.num_rows
            )
        for name in header:
            if all(column.name != name for column in contract.columns):
                outcome.note("W12", contract.table, name)
        names = [column.name for column in contract.relations[0].columns]
        for name in names:
            if name not in header:
                outcome.note("W16", contract.table, name)
        present = [name for name in names if name in header]
        seen: set[int] = set()
        number = 0
        for batch in file.iter_batches(batch_size=20_000, columns=present):
            columns = dict(zip(present, (_texts(column) for column in batch.columns), strict=True))
            nulls = [None] * batch.num_rows
            for values in zip(*(columns.get(name, nulls) for name in names), strict=True):
                number += 1
                digest = hash(values)
                sink.records.add((outcome.file_index, number, None, digest in seen, *values))
                seen.add(digest)
            sink.flush_if_full()
    except (pa.ArrowException, OSError) as error:
        raise RefusalError("F2", f"the Parquet file cannot be read ({error})") from error
    outcome.rows = number


def _texts(column: pa.Array) -> list[str | None]:
    if pa.types.is_temporal(column.type):
        return [None if value is None else str(value)[:19] for value in column.to_pylist()]
    return [as_text(value) if value is not None else None for value in column.to_pylist()]
