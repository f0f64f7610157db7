"""What each agency delivers night by night, clean and spoilt, and what it delivers again.

Belongs here: choosing rows, batches, redeliveries, corrections, repetitions. Keep out: the look of a
row (exports.py), of a fault (row_faults.py, file_faults.py) and of a folder (folders.py).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from data_samples import rates
from data_samples.encoders import XmlEncoder, encode_csv, encode_json_lines, pack
from data_samples.exports import Row, TableExport
from data_samples.file_faults import FileDraft, add_mark, refuse_file
from data_samples.firsts import Firsts
from data_samples.folders import Folders
from data_samples.records import Fields
from data_samples.row_faults import RowFaults
from data_samples.world import World
from pipelines.contract import load_contracts

# A full delivery of a large city comes in several batches.
_MAX_ROWS = 40_000
_FILE_CODES = ("F1", "F2", "F3", "F4", "F5", "F6")
_ROW_CODES = {
    "csv": ("Q1", "Q2", "Q3", "Q4", "Q5"),
    "xml": ("Q1", "Q2", "Q3", "Q4"),
    "jsonl": ("Q1", "Q2", "Q3", "Q4", "Q6"),
}

Progress = Callable[[int, int, str], None]


class Deliveries:
    """Daily deliveries of the agencies that send increments."""

    __slots__ = (
        "_again",
        "_dice",
        "_exports",
        "_faults",
        "_firsts",
        "_folders",
        "_full_day",
        "_last",
        "_postponed",
        "_world",
        "_xml",
    )

    def __init__(self, world: World, folders: Folders, full_day: int) -> None:
        self._world = world
        self._folders = folders
        self._full_day = full_day
        self._dice = world.dice.fork("deliveries")
        contracts = [contract for contract in load_contracts() if not contract.is_snapshot]
        self._exports: dict[str, list[TableExport]] = {}
        for contract in contracts:
            export = TableExport(contract, world.clock, full_day)
            self._exports.setdefault(contract.agency, []).append(export)
        fault_dice = world.dice.fork("faults")
        self._firsts = Firsts(fault_dice)
        self._faults = {c.id: RowFaults(c, fault_dice, self._firsts) for c in contracts}
        self._xml = {c.id: XmlEncoder(c) for c in contracts if c.format == "xml"}
        # Rows of refused files, by the day on which they come again, each in a batch of its own.
        self._again: dict[tuple[str, int], list[tuple[TableExport, list[Row]]]] = {}
        self._last: dict[str, FileDraft] = {}
        self._postponed: dict[str, int] = {}

    def write(self, progress: Progress) -> None:
        """Write every folder, day by day."""
        world = self._world
        for exports in self._exports.values():
            for export in exports:
                export.schedule(world.book.tables.get(export.contract.id, []), self._dice)
        first, last = self._full_day + 1, world.clock.last_day + 1
        for done, day in enumerate(range(first, last + 1), start=1):
            for agency, exports in self._exports.items():
                self._write_day(agency, exports, day)
            progress(done, last - first + 1, "deliveries")

    def _write_day(self, agency: str, exports: list[TableExport], day: int) -> None:
        is_full = day == self._full_day + 1
        is_last = day == self._world.clock.last_day + 1
        begin = self._postponed.pop(agency, day - 1)
        if not is_full and not is_last and self._dice.chance(rates.FOLDER_LATE):
            # The night's export failed; its rows come with the next one.
            for export in exports:
                rows = export.days.pop(day, [])
                if rows:
                    later = export.days.setdefault(day + 1, [])
                    later[:0] = rows
            self._again.setdefault((agency, day + 1), []).extend(self._again.pop((agency, day), []))
            self._postponed[agency] = begin
            return
        drafts: list[FileDraft] = []
        for export in exports:
            rows = export.days.pop(day, [])
            parts = [rows[start : start + _MAX_ROWS] for start in range(0, len(rows), _MAX_ROWS)]
            if len(rows) > 3 and not is_full and self._dice.chance(rates.FOLDER_TWO_BATCHES):
                parts = [rows[: len(rows) // 2], rows[len(rows) // 2 :]]
            parts += [part for other, part in self._again.get((agency, day), []) if other is export]
            drafts += self._draft_table(export, parts, day, is_full=is_full, is_last=is_last)
        self._again.pop((agency, day), None)
        if drafts:
            self._folders.write(
                agency,
                day,
                kind="full" if is_full else "increment",
                begin=self._world.clock.first_day if is_full else begin,
                end=day - 1,
                drafts=drafts,
            )

    def _draft_table(
        self, export: TableExport, parts: list[list[Row]], day: int, *, is_full: bool, is_last: bool
    ) -> list[FileDraft]:
        """The day's files of one table."""
        dice, contract = self._dice, export.contract
        drafts: list[FileDraft] = []
        for part in parts:
            batch = len(drafts) + 1
            if not is_full and len(part) > 1 and self._firsts.chance("S1", rates.FILE_SUPERSEDED):
                self._firsts.planted("S1")
                # The sender notices that rows were missing and corrects the file the same night.
                wrong = self._draft(export, part[:-1], batch, day, is_clean=True)
                wrong.status, wrong.reason, wrong.planted = "superseded", "S1", []
                drafts.append(wrong)
                right = self._draft(export, part, batch + 1, day, is_clean=False)
                right.supersedes = wrong.name
                drafts.append(right)
                continue
            draft = self._draft(export, part, batch, day, is_clean=False)
            drafts.append(draft)
            if is_full or is_last:
                continue
            if self._firsts.any_chance(_FILE_CODES, rates.FILE_REFUSED):
                refuse_file(draft, contract, dice, self._firsts)
                if dice.chance(rates.REFUSED_FOR_GOOD):
                    self._lose(contract.id, part)
                else:
                    back = min(day + dice.between(1, 3), self._world.clock.last_day + 1)
                    self._again.setdefault((contract.agency, back), []).append((export, part))
            elif dice.chance(rates.FILE_WITH_BOM):
                add_mark(draft, contract)
        previous = self._last.get(contract.id)
        if previous and not is_full and self._firsts.chance("D1", rates.FILE_REPEATED):
            self._firsts.planted("D1")
            name = contract.physical_name.replace("<batch>", f"{len(drafts) + 1:02d}")
            drafts.append(
                FileDraft(
                    name, previous.table, previous.rows, previous.content, [], "duplicate", "D1"
                )
            )
        loaded = [draft for draft in drafts if draft.status == "loaded"]
        for row in (row for draft in loaded for row in draft.good_rows):
            row.record.arrive(row.at, row.is_deleted)
        if loaded:
            self._last[contract.id] = loaded[-1]
        return drafts

    def _draft(
        self, export: TableExport, rows: list[Row], batch: int, day: int, *, is_clean: bool
    ) -> FileDraft:
        """One file: every row through the faults of rows, then encoded."""
        contract = export.contract
        name = contract.physical_name.replace("<batch>", f"{batch:02d}")
        draft = FileDraft(name, contract.file_stem, 0, b"")
        lines: list[Any] = []
        for row in rows:
            fields = export.state(row)
            marks = export.marks(row, fields) if row.record.marks else []
            broken = None
            if not is_clean:
                if self._firsts.any_chance(_ROW_CODES[contract.format], rates.ROW_QUARANTINED):
                    broken = self._break(export, row, fields, day)
                else:
                    marks += self._faults[contract.id].soften(fields)
            if broken is not None:
                line, code, column = broken
                marks = [(code, column)]
            else:
                line = self._line(export, fields)
                draft.good_rows.append(row)
            lines.append(line)
            draft.planted += [(len(lines), contract.table, code, column) for code, column in marks]
            if broken is None and not is_clean and self._firsts.chance("W9", rates.ROW_DUPLICATED):
                self._firsts.planted("W9")
                lines.append(line)
                draft.planted.append((len(lines), contract.table, "W9", ""))
        draft.rows = len(lines)
        draft.content = self._encode(export, lines, draft, is_clean=is_clean)
        return draft

    def _break(
        self, export: TableExport, row: Row, fields: Fields, day: int
    ) -> tuple[Any, str, str] | None:
        """(line, code, column) of a row that must be quarantined; the good row follows later."""
        dice, contract = self._dice, export.contract
        last = self._world.clock.last_day + 1
        if day >= last:
            return None
        found: tuple[Any, str, str] | None = None
        kind = self._firsts.prefer(list(_ROW_CODES[contract.format]))
        if kind == "Q5":
            values = export.values(fields)
            wide = [*values, "多余"] if dice.chance(0.5) else values[:-2]
            found = wide, "Q5", ""
        elif kind == "Q6":
            line = encode_json_lines([fields])
            found = (
                line[: int(len(line) * 0.7)].decode("utf-8", "ignore").encode() + b"\n",
                "Q6",
                "",
            )
        else:
            fault = self._faults[contract.id].refuse(kind, fields)
            if fault is not None:
                found = self._line(export, fault[0]), fault[1], fault[2]
        if found:
            self._firsts.planted(found[1])
        if found and dice.chance(rates.QUARANTINED_FOR_GOOD):
            self._lose(contract.id, [row])
        elif found:
            export.days.setdefault(min(day + dice.between(1, 4), last), []).append(row)
        return found

    def _lose(self, table: str, rows: list[Row]) -> None:
        """Note rows that never arrive, where no later version tells the same."""
        end = self._world.clock.end
        for row in rows:
            if all(at >= end for at, _, _ in row.record.versions[row.index + 1 :]):
                self._world.watch.lost.append((table, row.record))

    def _line(self, export: TableExport, fields: Fields) -> Any:
        contract = export.contract
        if contract.format == "csv":
            return export.values(fields)
        if contract.format == "xml":
            return self._xml[contract.id].record(fields)
        return encode_json_lines([fields])

    def _encode(
        self, export: TableExport, lines: list[Any], draft: FileDraft, *, is_clean: bool
    ) -> bytes:
        contract, dice = export.contract, self._dice
        if contract.format == "xml":
            return self._xml[contract.id].file(lines)
        if contract.format == "jsonl":
            return pack(b"".join(lines))
        names = list(export.names)
        if is_clean:
            return encode_csv(contract, names, lines)
        is_regular = all(len(line) == len(names) for line in lines)
        if is_regular and self._firsts.chance("W12", rates.EXTRA_COLUMN):
            self._firsts.planted("W12")
            names.append("BZ1" if names[0].isupper() else "remark_1")
            lines = [[*line, ""] for line in lines]
            draft.planted.append((0, contract.table, "W12", names[-1]))
        elif is_regular and self._firsts.chance("W16", rates.OPTIONAL_COLUMN_MISSING):
            # Only a column in which this file says nothing, so that nothing true gets lost.
            empty = [
                place
                for place, column in enumerate(export.columns)
                if not column.required and all(line[place] in (None, "") for line in lines)
            ]
            if empty:
                place = dice.pick(empty)
                self._firsts.planted("W16")
                draft.planted.append((0, contract.table, "W16", names.pop(place)))
                lines = [[*line[:place], *line[place + 1 :]] for line in lines]
        elif is_regular and dice.chance(rates.COLUMNS_SHUFFLED):
            order = sorted(range(len(names)), key=lambda _: dice.random())
            names = [names[place] for place in order]
            lines = [[line[place] for place in order] for line in lines]
        return encode_csv(contract, names, lines)
