"""Files of the five formats, written from the contracts: columns, order and names come from there.

Belongs here: rows in, bytes out. Keep out: which rows (deliveries.py) and spoiling files (faults.py).
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any
from xml.sax.saxutils import escape

import orjson
import xlsxwriter

from data_samples.records import Fields
from pipelines.contract import Column, Contract

# Fixed, so that the same seed gives the same bytes.
_WORKBOOK_CREATED = datetime(2024, 1, 1)


def encode_csv(contract: Contract, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Header and rows in the contract's encoding and line ending."""
    buffer = io.StringIO()
    ending = "\n" if contract.custom.get("lineEnding") == "LF" else "\r\n"
    writer = csv.writer(buffer, lineterminator=ending)
    writer.writerow(names)
    writer.writerows(rows)
    return buffer.getvalue().encode(contract.custom.get("encoding", "UTF-8"))


def encode_json_lines(records: Iterable[Fields]) -> bytes:
    """One object per line, without absent fields."""
    return b"".join(
        orjson.dumps(record, default=str, option=orjson.OPT_APPEND_NEWLINE) for record in records
    )


def pack(content: bytes) -> bytes:
    """gzip with no time in its header, so that the same content gives the same bytes."""
    return gzip.compress(content, compresslevel=5, mtime=0)


class XmlEncoder:
    """Elements of one contract; the nested columns are walked once and kept as functions."""

    __slots__ = ("_record", "contract")

    def __init__(self, contract: Contract) -> None:
        self.contract = contract
        self._record = _element(contract.custom["recordElement"], contract.columns)

    def record(self, fields: Fields) -> str:
        return self._record(fields)

    def file(self, elements: Iterable[str]) -> bytes:
        root = self.contract.custom["rootElement"]
        head = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} 数据性质="合成数据">\n'
        return f"{head}{''.join(elements)}</{root}>\n".encode()


def _element(tag: str, columns: tuple[Column, ...]) -> Callable[[Fields], str]:
    parts = [(column.name, _child(column)) for column in columns]

    def write(fields: Fields) -> str:
        inside = [child(value) for name, child in parts if (value := fields.get(name)) is not None]
        return f"<{tag}>{''.join(inside)}</{tag}>\n"

    return write


def _child(column: Column) -> Callable[[Any], str]:
    if column.kind == "object":
        return _element(column.name, column.children)
    if column.kind == "list":
        item = _element(column.item_element or column.name, column.children)
        return lambda values: f"<{column.name}>{''.join(map(item, values))}</{column.name}>"
    return lambda value: f"<{column.name}>{_text(value)}</{column.name}>"


def _text(value: Any) -> str:
    text = str(value)
    return escape(text) if "&" in text or "<" in text or ">" in text else text


def encode_workbook(sheets: dict[str, list[list[Any]]]) -> bytes:
    """An XLSX of the given sheets; rows include the header, a ``date`` becomes a real date cell."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "constant_memory": True}
    with xlsxwriter.Workbook(buffer, options) as workbook:
        workbook.set_properties({"title": "合成数据", "created": _WORKBOOK_CREATED})
        day_format = workbook.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for number, row in enumerate(rows):
                for place, value in enumerate(row):
                    if value is None:
                        continue
                    if isinstance(value, date):
                        sheet.write_datetime(number, place, value, day_format)
                    elif isinstance(value, (int, float)):
                        sheet.write_number(number, place, value)
                    else:
                        sheet.write_string(number, place, str(value))
    return buffer.getvalue()
