"""The agencies' file formats, written from the words of the contracts.

Belongs here: reading a contract's shape from its YAML and turning rows into bytes.
Keep out: what is in the rows, what becomes of them, and the project's own contract reader.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter
import yaml

CONTRACTS = Path(__file__).parents[2] / "pipelines" / "contracts"
WRITTEN_AT = datetime(2025, 4, 1, 2, 14)

Record = dict[str, Any]


@dataclass(frozen=True)
class Shape:
    """What a sender must know of one table to write it."""

    agency: str
    table: str
    file_name: str  # with <batch>
    key: str
    columns: tuple[str, ...]
    traits: dict[str, Any] = field(hash=False)

    @property
    def name(self) -> str:
        return f"{self.agency}.{self.table}"

    @property
    def stem(self) -> str:
        return self.file_name.split("__")[0]


@cache
def shape(name: str) -> Shape:
    """The shape of ``agency.table``."""
    agency, table = name.split(".")
    document = yaml.safe_load((CONTRACTS / agency / f"{table}.odcs.yaml").read_text("utf-8"))
    schema = document["schema"][0]
    properties = schema["properties"]
    traits = {p["property"]: p["value"] for p in schema["customProperties"]}
    return Shape(
        agency=agency,
        table=table,
        file_name=schema["physicalName"],
        key=next(p["name"] for p in properties if p.get("primaryKey")),
        columns=tuple(p["name"] for p in properties),
        traits={**traits, "items": dict(_item_names(properties))},
    )


def _item_names(properties: list[dict[str, Any]]) -> Iterable[tuple[str, str]]:
    """Pairs of a list's name and the name of its items' element, at every depth."""
    for entry in properties:
        for own in entry.get("customProperties", []):
            if own["property"] == "itemElement":
                yield entry["name"], own["value"]
        yield from _item_names(entry.get("properties", []))
        yield from _item_names(entry.get("items", {}).get("properties", []))


@dataclass(frozen=True)
class Verbatim:
    """A row that is written as it stands: a line of text, or the cells of a sheet."""

    content: Any


def encode_csv(table: Shape, rows: list[Any], header: tuple[str, ...] | None = None) -> bytes:
    """A CSV file; ``header`` may leave out, add or reorder columns."""
    header = header or table.columns
    ending = {"CRLF": "\r\n", "LF": "\n"}[table.traits["lineEnding"]]
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator=ending)
    writer.writerow(header)
    for row in rows:
        if isinstance(row, Verbatim):
            buffer.write(row.content + ending)
        else:
            writer.writerow([row.get(name) for name in header])
    return buffer.getvalue().encode(table.traits["encoding"])


def json_line(row: Any) -> str:
    if isinstance(row, Verbatim):
        return row.content
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def encode_jsonl(table: Shape, rows: list[Any], header: None = None) -> bytes:
    return gzip.compress("".join(json_line(row) + "\n" for row in rows).encode(), mtime=0)


def encode_xml(table: Shape, rows: list[Any], header: None = None) -> bytes:
    root, element = table.traits["rootElement"], table.traits["recordElement"]
    body = "\n".join(xml_element(element, row, table.traits["items"]) for row in rows)
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} 数据性质="合成数据">\n{body}\n</{root}>\n'
    )
    return text.encode()


def xml_element(name: str, value: Any, items: dict[str, str]) -> str:
    """One element; a dict has children, a list its items, None is an absent element."""
    if value is None:
        return ""
    if isinstance(value, Verbatim):
        return value.content
    if isinstance(value, dict):
        inner = "".join(xml_element(child, v, items) for child, v in value.items())
    elif isinstance(value, list):
        inner = "".join(xml_element(items[name], v, items) for v in value)
    else:
        inner = escape(str(value))
    return f"<{name}>{inner}</{name}>"


@dataclass(frozen=True)
class BareNumber:
    """An Excel number without a date format, where a date is asked."""

    value: float


@dataclass(frozen=True)
class Formula:
    """A formula with the result that the sending program stored beside it."""

    text: str
    stored: Any


def encode_xlsx(sheets: list[tuple[str, tuple[str, ...], list[Any]]]) -> bytes:
    """A workbook of (sheet name, header, rows); a row of None is blank."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "default_date_format": "yyyy-mm-dd"}
    with xlsxwriter.Workbook(buffer, options) as workbook:
        # The clock must not be in the bytes: a copy is a copy in the next second too.
        workbook.set_properties({"created": WRITTEN_AT})
        for name, header, rows in sheets:
            sheet = workbook.add_worksheet(name)
            sheet.write_row(0, 0, header)
            for line, row in enumerate(rows, start=1):
                for place, cell in enumerate(_cells(row, header)):
                    _write_cell(sheet, line, place, cell)
    return buffer.getvalue()


def _cells(row: Any, header: tuple[str, ...]) -> list[Any]:
    if isinstance(row, Verbatim):
        return list(row.content)
    return [row.get(name) for name in header]


def _write_cell(sheet: Any, line: int, place: int, cell: Any) -> None:
    if cell is None:
        return
    if isinstance(cell, Formula):
        sheet.write_formula(line, place, cell.text, None, cell.stored)
    elif isinstance(cell, BareNumber):
        sheet.write_number(line, place, cell.value)
    elif isinstance(cell, date):
        sheet.write_datetime(line, place, cell)
    elif isinstance(cell, bool):
        sheet.write_boolean(line, place, cell)
    elif isinstance(cell, int | float):
        sheet.write_number(line, place, cell)
    else:
        sheet.write_string(line, place, cell)


ENCODERS = {"csv": encode_csv, "jsonl": encode_jsonl, "xml": encode_xml}
