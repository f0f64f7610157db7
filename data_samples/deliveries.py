"""Folders of delivered files with their manifests, as the agencies put them into the landing folder.

Belongs here: days, batches, manifests, writing. Keep out: what stands in a row (exports.py) and
what is spoilt on purpose (faults.py).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from data_samples.clock import DAY, add_months, day_text
from data_samples.encoders import XmlEncoder, encode_csv, encode_json_lines, encode_workbook, pack
from data_samples.exports import SOURCE, Row, TableExport
from data_samples.world import World
from pipelines.contract import Contract, load_contracts

# A full delivery of a large city comes in several batches.
_MAX_ROWS = 40_000

Progress = Callable[[int, int, str], None]


class Deliveries:
    """Writes everything that the agencies deliver."""

    __slots__ = ("_daily", "_dice", "_full_day", "_landing", "_monthly", "_world", "_xml")

    def __init__(self, world: World, landing: Path, full_day: int) -> None:
        self._world = world
        self._landing = landing
        self._full_day = full_day
        self._dice = world.dice.fork("deliveries")
        contracts = load_contracts()
        self._monthly = [contract for contract in contracts if contract.is_snapshot]
        self._daily: dict[str, list[TableExport]] = {}
        for contract in contracts:
            if not contract.is_snapshot:
                export = TableExport(contract, world.clock, full_day)
                self._daily.setdefault(contract.agency, []).append(export)
        self._xml = {c.id: XmlEncoder(c) for c in contracts if c.format == "xml"}

    def write(self, progress: Progress) -> None:
        """Write every folder, agency by agency and day by day."""
        world = self._world
        for exports in self._daily.values():
            for export in exports:
                export.schedule(world.book.tables.get(export.contract.id, []), self._dice)
        first, last = self._full_day + 1, world.clock.last_day + 1
        total = last - first + 1
        for done, day in enumerate(range(first, last + 1), start=1):
            for agency, exports in self._daily.items():
                self._write_day(agency, exports, day)
            progress(done, total, "deliveries")
        self._write_snapshots()

    def _write_day(self, agency: str, exports: list[TableExport], day: int) -> None:
        files: list[tuple[str, str, int, bytes]] = []
        for export in exports:
            rows = export.days.pop(day, [])
            for batch, start in enumerate(range(0, len(rows), _MAX_ROWS), start=1):
                part = rows[start : start + _MAX_ROWS]
                name = export.contract.physical_name.replace("<batch>", f"{batch:02d}")
                content = self._encode(export, part, f"{agency}/{_folder(day)}/{name}")
                files.append((name, export.contract.file_stem, len(part), content))
        if files:
            is_full = day == self._full_day + 1
            begin = self._world.clock.first_day if is_full else day - 1
            self._write_folder(
                agency, day, "full" if is_full else "increment", begin, day - 1, files
            )

    def _encode(self, export: TableExport, rows: list[Row], file_name: str) -> bytes:
        contract = export.contract
        states = [export.state(row) for row in rows]
        planted = self._world.truth.planted
        for number, (row, fields) in enumerate(zip(rows, states, strict=True), start=1):
            if row.record.marks:
                for code, column in export.marks(row, fields):
                    planted.append((file_name, number, contract.table, code, column))
        if contract.format == "csv":
            return encode_csv(contract, export.names, map(export.values, states))
        if contract.format == "xml":
            encoder = self._xml[contract.id]
            return encoder.file(map(encoder.record, states))
        return pack(encode_json_lines(states))

    def _write_snapshots(self) -> None:
        """One workbook a month: how every record stood at the end of the month."""
        clock = self._world.clock
        start = date.fromordinal(clock.first_day).replace(day=1).toordinal()
        months = 1
        while (month_end := add_months(start, months) - 1) <= clock.last_day:
            sheets, rows = {}, 0
            for contract in self._monthly:
                lines = self._snapshot_rows(contract, (month_end + 1) * DAY)
                sheets[contract.custom["sheet"]] = lines
                rows += len(lines) - 1
            months += 1
            if not rows:
                continue
            content = encode_workbook(sheets)
            stem = self._monthly[0].file_stem
            name = self._monthly[0].physical_name.replace("<batch>", "01")
            self._write_folder(
                self._monthly[0].agency, month_end + 1, "full", clock.first_day, month_end,
                [(name, stem, rows, content)],
            )  # fmt: skip

    def _snapshot_rows(self, contract: Contract, before: int) -> list[list[Any]]:
        names = [column.name for column in contract.columns]
        is_date = {column.name for column in contract.columns if column.kind == "date"}
        lines: list[list[Any]] = [names]
        for record in self._world.book.tables.get(contract.id, []):
            if record.versions[0][0] >= before:
                continue
            fields: dict[str, Any] = {}
            for at, changes, _ in record.versions:
                if at < before:
                    fields.update(changes)
            fields[names[-1]] = SOURCE
            line = [fields.get(name) for name in names]
            for place, name in enumerate(names):
                if name in is_date and line[place]:
                    line[place] = date.fromisoformat(line[place])
            lines.append(line)
        return lines

    def _write_folder(
        self,
        agency: str,
        day: int,
        kind: str,
        begin: int,
        end: int,
        files: list[tuple[str, str, int, bytes]],
    ) -> None:
        folder = self._landing / agency / _folder(day)
        folder.mkdir(parents=True, exist_ok=True)
        entries = []
        for name, table, rows, content in files:
            (folder / name).write_bytes(content)
            entries.append(
                {
                    "name": name,
                    "table": table,
                    "rows": rows,
                    "sha256": hashlib.sha256(content).hexdigest(),
                    "bytes": len(content),
                }
            )
        manifest = {
            "agency": agency,
            "delivered_on": day_text(day),
            "produced_at": f"{day_text(day)} 02:14:00",
            "kind": kind,
            "period": {"from": day_text(begin), "to": day_text(end)},
            "synthetic": True,
            "files": entries,
        }
        text = json.dumps(manifest, ensure_ascii=False, indent=1)
        (folder / "_manifest.json").write_text(text, encoding="utf-8")


def _folder(day: int) -> str:
    return day_text(day).replace("-", "")
