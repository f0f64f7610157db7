"""Contracts as Python objects: the delivered tables, read from the ODCS files.

Belongs here: reading ``contracts/**.odcs.yaml`` and ``contracts/codes/*.csv`` into immutable objects,
and the derived facts that everybody needs (raw relations, file names, code values).
Keep out: anything that touches a delivery, a database or Great Expectations.

Everything that knows columns (raw tables, row checks, expectation suites, dbt sources, the data
dictionary, the sample generator) reads them from here, so that a column is defined once.
"""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import yaml

CONTRACTS_DIR = Path(__file__).parent / "contracts"
CONTRACTS_DIR_VARIABLE = "CASELOOM_CONTRACTS"

# pyyaml's C loader is ten times faster; the pure one is the fallback of a build without libyaml.
_YAML_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class ContractError(ValueError):
    """A contract file cannot be understood; the message names the file and what to mend."""


@dataclass(frozen=True)
class Column:
    """One property of a contract.

    ``kind`` is string, integer, number, date, timestamp, boolean, object (flattened), list (a child
    relation) or values (a list of plain values, also a child relation). ``path`` is the dotted way
    from the record, lists included; ``position`` counts columns in contract order within the parent.
    """

    name: str
    label: str
    kind: str
    path: str
    position: int
    required: bool
    is_key: bool
    pattern: str | None
    max_length: int | None
    code_list: str | None
    is_closed: bool
    references: str | None
    item_element: str | None
    physical_type: str
    description: str
    examples: tuple[str, ...]
    children: tuple[Column, ...]

    @property
    def is_scalar(self) -> bool:
        return self.kind not in ("object", "list", "values")

    @property
    def is_list(self) -> bool:
        return self.kind in ("list", "values")


@dataclass(frozen=True)
class RawColumn:
    """One text column of a raw relation; ``name`` joins flattened objects with two underscores."""

    name: str
    column: Column


@dataclass(frozen=True)
class RawRelation:
    """One raw table: the record itself (depth 0) or one of its nested lists (depth 1, 2, …).

    ``list_path`` holds the names of the lists that lead here. Rows are identified by
    ``_delivery_id``, ``_source_row`` and ``_item_1`` … ``_item_<depth>`` (1-based places in the lists).
    """

    schema: str
    name: str
    list_path: tuple[str, ...]
    columns: tuple[RawColumn, ...]
    column: Column | None

    @property
    def depth(self) -> int:
        return len(self.list_path)

    @property
    def item_columns(self) -> tuple[str, ...]:
        return tuple(f"_item_{level}" for level in range(1, self.depth + 1))

    @property
    def qualified_name(self) -> str:
        return f'"{self.schema}"."{self.name}"'


@dataclass(frozen=True)
class QualityRule:
    """A ``quality`` rule of type sql: ``query`` counts rows that break it (always a warning)."""

    name: str
    query: str


@dataclass(frozen=True)
class Contract:
    """One delivered table."""

    agency: str
    table: str
    label: str
    path: Path
    format: str
    physical_name: str
    custom: dict[str, str]
    columns: tuple[Column, ...]
    quality: tuple[QualityRule, ...]
    description: dict[str, str]
    granularity: str

    @property
    def id(self) -> str:
        return f"{self.agency}.{self.table}"

    @property
    def file_stem(self) -> str:
        """What stands before ``__<batch>`` in a file name; sheets of one workbook share it."""
        return self.physical_name.split("__", 1)[0]

    @cached_property
    def file_pattern(self) -> re.Pattern[str]:
        """Matches the names of this contract's files; group ``batch`` is the serial."""
        return re.compile(
            re.escape(self.physical_name).replace(re.escape("<batch>"), r"(?P<batch>\d{2,})")
        )

    @property
    def key(self) -> Column:
        return next(column for column in self.columns if column.is_key)

    @property
    def version_column(self) -> str | None:
        return self.custom.get("versionColumn")

    @property
    def delete_column(self) -> str | None:
        return self.custom.get("deleteColumn")

    @property
    def delete_value(self) -> str | None:
        return self.custom.get("deleteValue")

    @property
    def is_snapshot(self) -> bool:
        return self.custom.get("combine") == "snapshot"

    @property
    def is_nested(self) -> bool:
        return any(not column.is_scalar for column in self.columns)

    @cached_property
    def relations(self) -> tuple[RawRelation, ...]:
        """The raw tables of this contract, the record's own first, then its lists in order."""
        return tuple(_walk_relations(f"raw_{self.agency}", self.table, (), self.columns, None))

    @property
    def all_columns(self) -> Iterator[Column]:
        """Every column, nested ones in place."""
        yield from _walk_columns(self.columns)


def _walk_columns(columns: tuple[Column, ...]) -> Iterator[Column]:
    for column in columns:
        yield column
        yield from _walk_columns(column.children)


def _flatten(columns: tuple[Column, ...], prefix: str) -> Iterator[tuple[str, Column]]:
    """Scalars and lists of one level; objects are flattened into their parent."""
    for column in columns:
        name = f"{prefix}{column.name}"
        if column.kind == "object":
            yield from _flatten(column.children, f"{name}__")
        else:
            yield name, column


def _walk_relations(
    schema: str,
    name: str,
    list_path: tuple[str, ...],
    columns: tuple[Column, ...],
    owner: Column | None,
) -> Iterator[RawRelation]:
    flat = list(_flatten(columns, ""))
    yield RawRelation(
        schema=schema,
        name=name,
        list_path=list_path,
        columns=tuple(RawColumn(name=n, column=c) for n, c in flat if c.is_scalar),
        column=owner,
    )
    for child_name, child in flat:
        if child.is_list:
            yield from _walk_relations(
                schema, f"{name}__{child_name}", (*list_path, child_name), child.children, child
            )


def contracts_dir() -> Path:
    """The folder of contracts in force: ``$CASELOOM_CONTRACTS``, else the project's own."""
    return Path(os.environ.get(CONTRACTS_DIR_VARIABLE) or CONTRACTS_DIR)


def load_contracts(directory: Path | None = None) -> tuple[Contract, ...]:
    """All contracts under ``directory`` (default: those in force), ordered by agency and file.

    Raises:
        ContractError: a file is not a contract that Caseloom understands.
    """
    return _load_contracts(directory or contracts_dir())


@lru_cache(maxsize=8)
def _load_contracts(root: Path) -> tuple[Contract, ...]:
    return tuple(
        contract
        for path in sorted(root.glob("*/*.odcs.yaml"))
        for contract in _read_contract_file(path)
    )


def find_contract(agency: str, table: str) -> Contract:
    """The contract of one table; raises ContractError when there is none."""
    for contract in load_contracts():
        if (contract.agency, contract.table) == (agency, table):
            return contract
    raise ContractError(f"no contract for [{agency}.{table}] in [{contracts_dir()}]")


def _custom(node: dict[str, Any]) -> dict[str, Any]:
    return {entry["property"]: entry["value"] for entry in node.get("customProperties", [])}


def _read_contract_file(path: Path) -> Iterator[Contract]:
    document = yaml.load(path.read_text(encoding="utf-8"), Loader=_YAML_LOADER)
    try:
        for schema in document["schema"]:
            custom = {name: str(value) for name, value in _custom(schema).items()}
            yield Contract(
                agency=path.parent.name,
                table=schema["name"],
                label=schema.get("businessName", schema["name"]),
                path=path,
                format=custom["format"],
                physical_name=schema["physicalName"],
                custom=custom,
                columns=_read_columns(schema["properties"], ""),
                quality=tuple(
                    QualityRule(name=rule["name"], query=rule["query"])
                    for rule in schema.get("quality", [])
                    if rule.get("type") == "sql"
                ),
                description=document.get("description", {}),
                granularity=schema.get("dataGranularityDescription", ""),
            )
    except (KeyError, TypeError) as error:
        raise ContractError(f"contract [{path}] lacks {error}; see the ODCS v3 standard") from error


def _read_columns(properties: list[dict[str, Any]], prefix: str) -> tuple[Column, ...]:
    return tuple(
        _read_column(node, position, prefix) for position, node in enumerate(properties, start=1)
    )


def _read_column(node: dict[str, Any], position: int, prefix: str) -> Column:
    custom = _custom(node)
    options = node.get("logicalTypeOptions", {})
    path = f"{prefix}{node['name']}"
    kind = _kind(node)
    children: tuple[Column, ...] = ()
    if kind == "object":
        children = _read_columns(node["properties"], f"{path}.")
    elif kind == "list":
        children = _read_columns(node["items"]["properties"], f"{path}.")
    elif kind == "values":
        # A list of plain values becomes a child relation with the one column `value`.
        children = _read_columns([{**node["items"], "name": "value"}], f"{path}.")
    return Column(
        name=node["name"],
        label=node.get("businessName", node["name"]),
        kind=kind,
        path=path,
        position=position,
        required=bool(node.get("required", False)),
        is_key=bool(node.get("primaryKey", False)),
        pattern=options.get("pattern"),
        max_length=options.get("maxLength"),
        code_list=custom.get("codeList"),
        is_closed=bool(custom.get("codeListClosed", False)),
        references=custom.get("references"),
        item_element=custom.get("itemElement"),
        physical_type=node.get("physicalType", "VARCHAR"),
        description=node.get("description", ""),
        examples=tuple(str(example) for example in node.get("examples", [])),
        children=children,
    )


def _kind(node: dict[str, Any]) -> str:
    logical = node.get("logicalType", "string")
    if logical == "array":
        return "list" if node["items"].get("logicalType") == "object" else "values"
    if logical == "date":
        return "timestamp" if node.get("physicalType") == "TIMESTAMP" else "date"
    return logical


def code_values(code_list: str, directory: Path | None = None) -> frozenset[str]:
    """The codes of one list: ``charges`` (first column of the file) or ``common:<list>``.

    Raises:
        ContractError: the list does not exist.
    """
    return frozenset(code for code, _ in code_labels(code_list, directory))


def code_labels(code_list: str, directory: Path | None = None) -> tuple[tuple[str, str], ...]:
    """(code, Chinese name) of one list, in the order of the file."""
    return _code_labels(code_list, directory or contracts_dir())


@lru_cache(maxsize=256)
def _code_labels(code_list: str, directory: Path) -> tuple[tuple[str, str], ...]:
    root = directory / "codes"
    name, _, sub_list = code_list.partition(":")
    file = root / f"{name}.csv"
    if not file.exists():
        raise ContractError(f"code list [{code_list}] has no file [{file}]")
    with file.open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    if sub_list:
        labels = tuple((row["code"], row["name"]) for row in rows if row["list"] == sub_list)
        if not labels:
            raise ContractError(f"code list [{code_list}] is empty or not in [{file}]")
        return labels
    code_column = next(iter(rows[0]))
    return tuple((row[code_column], row.get("name", row[code_column])) for row in rows)
