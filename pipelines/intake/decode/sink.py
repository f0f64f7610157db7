"""Where decoders put rows: one Parquet file per raw relation, written in bounded batches.

Belongs here: the columns of the decoded Parquet files and flattening of nested records.
Keep out: anything that knows a file format.

Columns of a decoded relation: ``_file_index``, ``_source_row``, for records ``_fault`` (Q5, Q6 or
NULL) and ``_is_duplicate``, for list items ``_item_1`` …, one ``#<list>`` count per nested list, and
the contract's columns as text.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.contract import Contract, RawRelation
from pipelines.intake.decode.outcome import FileOutcome

BATCH_ROWS = 40_000
# Stands where a NUL stood: no tool behind us carries a NUL safely, and one that were dropped in
# silence would turn a broken key into somebody else's.
NUL_MARK = "\ufffd"


def list_count_name(list_name: str) -> str:
    """The decoded column that holds how many items a nested list had."""
    return f"#{list_name}"


def list_names(contract: Contract, relation: RawRelation) -> list[str]:
    """The nested lists directly under a relation, in contract order, as raw names."""
    return [
        child.list_path[-1]
        for child in contract.relations
        if child.depth == relation.depth + 1 and child.list_path[:-1] == relation.list_path
    ]


def decoded_schema(contract: Contract, relation: RawRelation) -> pa.Schema:
    """The Arrow schema of one decoded relation."""
    fields = [pa.field("_file_index", pa.int32()), pa.field("_source_row", pa.int64())]
    if relation.depth == 0:
        fields += [pa.field("_fault", pa.string()), pa.field("_is_duplicate", pa.bool_())]
    fields += [pa.field(name, pa.int32()) for name in relation.item_columns]
    fields += [
        pa.field(list_count_name(name), pa.int32()) for name in list_names(contract, relation)
    ]
    fields += [pa.field(column.name, pa.string()) for column in relation.columns]
    return pa.schema(fields)


class RelationSink:
    """Collects rows (tuples in the order of the schema) of one relation and writes them."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self.schema = schema
        self._path = path
        self._rows: list[tuple[Any, ...]] = []
        self._writer: pq.ParquetWriter | None = None
        self.add = self._rows.append

    def flush_if_full(self) -> None:
        if len(self._rows) >= BATCH_ROWS:
            self.flush()

    def flush(self) -> None:
        if not self._rows:
            return
        arrays = [
            pa.array(column, type=field.type)
            for column, field in zip(zip(*self._rows, strict=True), self.schema, strict=True)
        ]
        if self._writer is None:
            self._writer = pq.ParquetWriter(
                self._path, self.schema, compression="zstd", compression_level=1
            )
        self._writer.write_table(pa.Table.from_arrays(arrays, schema=self.schema))
        self._rows.clear()

    def close(self) -> None:
        self.flush()
        if self._writer is not None:
            self._writer.close()


class ContractSink:
    """The sinks of all relations of one contract."""

    def __init__(self, contract: Contract, folder: Path, chunk: str) -> None:
        self.contract = contract
        self.relations = {
            relation.list_path: RelationSink(
                folder / f"{contract.table}~{position}~{chunk}.parquet",
                decoded_schema(contract, relation),
            )
            for position, relation in enumerate(contract.relations)
        }
        self.records = self.relations[()]

    def flush_if_full(self) -> None:
        for sink in self.relations.values():
            sink.flush_if_full()

    def close(self) -> None:
        for sink in self.relations.values():
            sink.close()


def as_text(value: Any) -> str | None:
    """A JSON scalar as the text that stands in raw; structures become JSON text."""
    if value is None:
        return None
    if isinstance(value, str):
        return value.replace("\0", NUL_MARK) if "\0" in value else value
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, (int, float)):
        text = repr(value)
        # 0.00005 reads 5e-05 in Python; the sender wrote digits, and digits are a number.
        return f"{Decimal(text):f}" if "e" in text else text
    return orjson.dumps(value).decode()


def as_boolean_text(value: Any) -> str | None:
    """Like as_text, but a string keeps its quotes: only JSON true and false are booleans."""
    if isinstance(value, str) and value.strip():
        return orjson.dumps(value).decode()
    return as_text(value)


class RecordFlattener:
    """Turns nested records (dicts as the contract names them) into rows of the relations."""

    def __init__(self, sink: ContractSink, outcome: FileOutcome) -> None:
        contract = sink.contract
        self._outcome = outcome
        self._table = contract.table
        self._sink = sink
        self._levels = {
            relation.list_path: _Level(contract, relation) for relation in contract.relations
        }

    def add(self, *, row_number: int, record: dict[str, Any], is_duplicate: bool) -> None:
        """Add one record and its lists; unknown names are noted once per file (W12)."""
        index = self._outcome.file_index
        self._walk((), record, (index, row_number, None, is_duplicate), (index, row_number))

    def _walk(
        self,
        list_path: tuple[str, ...],
        record: dict[str, Any],
        head: tuple[Any, ...],
        item_head: tuple[Any, ...],
    ) -> None:
        level = self._levels[list_path]
        unknown = record.keys() - level.known
        if unknown:
            for name in unknown:
                self._outcome.note("W12", self._table, ".".join((*list_path, name)))
        counts = []
        for name, keys, is_values in level.lists:
            items = _get(record, keys)
            items = items if isinstance(items, list) else []
            counts.append(len(items))
            for place, item in enumerate(items, start=1):
                child_head = (*item_head, place)
                child = {"value": item} if is_values else item
                self._walk(
                    (*list_path, name),
                    child if isinstance(child, dict) else {},
                    child_head,
                    child_head,
                )
        self._sink.relations[list_path].add(
            (*head, *counts, *[convert(_get(record, keys)) for keys, convert in level.scalars])
        )


class _Level:
    """How to read one relation out of a record: compiled once per file."""

    def __init__(self, contract: Contract, relation: RawRelation) -> None:
        self.scalars: list[tuple[tuple[str, ...], Callable[[Any], str | None]]] = [
            (
                tuple(column.name.split("__")),
                as_boolean_text if column.column.kind == "boolean" else as_text,
            )
            for column in relation.columns
        ]
        self.lists = []
        for child in contract.relations:
            if child.depth == relation.depth + 1 and child.list_path[:-1] == relation.list_path:
                name = child.list_path[-1]
                self.lists.append((name, tuple(name.split("__")), child.column.kind == "values"))
        self.known = {keys[0] for keys, _ in self.scalars} | {keys[0] for _, keys, _ in self.lists}


def _get(record: dict[str, Any], keys: tuple[str, ...]) -> Any:
    value: Any = record
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value
