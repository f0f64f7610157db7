"""Small deliveries for tests: valid records made from the contracts, written in their formats.

Belongs here: making and writing files of any contract. Keep out: what a test expects.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter

from pipelines.contract import Column, Contract, code_labels, find_contract, load_contracts

Record = dict[str, Any]


def make_key(contract: Contract, number: int) -> str:
    """A valid primary key: the pattern of the contract filled with ``number``."""
    pattern = contract.key.pattern or ""
    shape = re.fullmatch(r"\^([A-Z]*)\\d\{(\d+)\}\$", pattern)
    if shape:
        return shape[1] + str(number).zfill(int(shape[2]))
    return hashlib.md5(str(number).encode()).hexdigest()


def make_record(contract: Contract, number: int, **changes: Any) -> Record:
    """A record that the contract accepts without a warning about its form."""
    record = _make_fields(contract.columns, number)
    record[contract.key.name] = make_key(contract, number)
    if contract.delete_column:
        kept = {"D": "I", "1": "0", "true": False}
        record[contract.delete_column] = kept[contract.delete_value or ""]
    return {**record, **changes}


def _make_fields(columns: tuple[Column, ...], number: int) -> Record:
    return {column.name: _make_value(column, number) for column in columns}


def _make_value(column: Column, number: int) -> Any:
    if column.kind == "object":
        return _make_fields(column.children, number)
    if column.kind == "list":
        return [_make_fields(column.children, number)]
    if column.kind == "values":
        return ["J001"]
    if column.code_list:
        return code_labels(column.code_list)[0][0]
    simple = {
        "integer": 1,
        "number": 1234.5,
        "boolean": False,
        "date": "2024-03-05",
        "timestamp": "2024-03-05 10:20:30",
    }
    if column.kind in simple:
        return simple[column.kind]
    return f"案{number}"[: column.max_length or 60]


def encode_file(contract: Contract, records: list[Record]) -> bytes:
    """The bytes of one file of this contract (for a workbook: its five sheets, others empty)."""
    return _ENCODERS[contract.format](contract, records)


def _encode_csv(contract: Contract, records: list[Record]) -> bytes:
    buffer = io.StringIO()
    ending = "\n" if contract.custom.get("lineEnding") == "LF" else "\r\n"
    writer = csv.writer(buffer, lineterminator=ending)
    names = [column.name for column in contract.columns]
    writer.writerow(names)
    writer.writerows([record.get(name) for name in names] for record in records)
    return buffer.getvalue().encode(contract.custom.get("encoding", "UTF-8"))


def _encode_json(contract: Contract, records: list[Record]) -> bytes:
    lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()
    return gzip.compress(lines, mtime=0) if contract.custom.get("compression") else lines


def _encode_xml(contract: Contract, records: list[Record]) -> bytes:
    root, element = contract.custom["rootElement"], contract.custom["recordElement"]
    body = "".join(_xml_record(element, contract.columns, record) for record in records)
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} 数据性质="合成数据">\n'
    return f"{head}{body}</{root}>\n".encode()


def _xml_record(tag: str, columns: tuple[Column, ...], record: Record) -> str:
    return f"<{tag}>{''.join(_xml_field(c, record.get(c.name)) for c in columns)}</{tag}>\n"


def _xml_field(column: Column, value: Any) -> str:
    if value is None:
        return ""
    if column.kind == "object":
        return _xml_record(column.name, column.children, value)
    if column.kind == "list":
        items = "".join(_xml_record(column.item_element or "", column.children, v) for v in value)
        return f"<{column.name}>{items}</{column.name}>"
    return f"<{column.name}>{escape(str(value))}</{column.name}>"


def encode_workbook(sheets: dict[str, tuple[list[str], list[list[Any]]]]) -> bytes:
    """An XLSX of the given sheets: name → (header, rows)."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as workbook:
        for name, (header, rows) in sheets.items():
            sheet = workbook.add_worksheet(name)
            for number, row in enumerate([header, *rows]):
                sheet.write_row(number, 0, row)
    return buffer.getvalue()


def workbook_sheets(
    records: dict[str, list[Record]], agency: str = "justice"
) -> dict[str, tuple[list[str], list[list[Any]]]]:
    """All sheets of the agency's workbook; tables without records have a header only."""
    sheets = {}
    for contract in load_contracts():
        if contract.agency == agency and contract.format == "xlsx":
            names = [column.name for column in contract.columns]
            rows = [[r.get(name) for name in names] for r in records.get(contract.table, [])]
            sheets[contract.custom["sheet"]] = (names, rows)
    return sheets


def _encode_xlsx(contract: Contract, records: list[Record]) -> bytes:
    return encode_workbook(workbook_sheets({contract.table: records}, contract.agency))


_ENCODERS = {
    "csv": _encode_csv,
    "jsonl": _encode_json,
    "xml": _encode_xml,
    "xlsx": _encode_xlsx,
}


@dataclass(frozen=True)
class Landing:
    """A landing folder under construction."""

    path: Path

    def put(
        self,
        table: str,
        records: list[Record] | None = None,
        *,
        day: str = "20240310",
        batch: int = 1,
        content: bytes | None = None,
        manifest: dict[str, Any] | None = None,
    ) -> str:
        """Write one file of ``agency.table``; returns its path inside the landing folder.

        ``manifest`` adds an entry with these fields over the true ones; None leaves it out.
        """
        contract = find_contract(*table.split("."))
        data = encode_file(contract, records or []) if content is None else content
        name = contract.physical_name.replace("<batch>", f"{batch:02d}")
        folder = self.path / contract.agency / day
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
        if manifest is not None:
            entry = {
                "name": name,
                "table": contract.file_stem,
                "rows": len(records or []),
                "sha256": hashlib.sha256(data).hexdigest(),
                "bytes": len(data),
                **manifest,
            }
            self.add_entry(contract.agency, day, entry)
        return f"{contract.agency}/{day}/{name}"

    def add_entry(self, agency: str, day: str, entry: dict[str, Any]) -> None:
        """Add one entry to the manifest of a folder, making the manifest when there is none."""
        path = self.path / agency / day / "_manifest.json"
        iso_day = f"{day[:4]}-{day[4:6]}-{day[6:]}"
        document = {
            "agency": agency,
            "delivered_on": iso_day,
            "produced_at": f"{iso_day} 02:00:00",
            "kind": "increment",
            "period": {"from": iso_day, "to": iso_day},
            "synthetic": True,
            "files": [],
        }
        if path.exists():
            document = json.loads(path.read_text(encoding="utf-8"))
        document["files"].append(entry)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
