"""The monthly workbook of the justice bureau: every record as it stood at the end of the month.

Belongs here: sheets, rows, and the dirt of spreadsheets. Keep out: daily deliveries.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from data_samples import rates
from data_samples.clock import DAY, add_months
from data_samples.encoders import encode_workbook
from data_samples.exports import SOURCE
from data_samples.file_faults import FileDraft, refuse_file
from data_samples.firsts import Firsts
from data_samples.folders import Folders
from data_samples.records import Fields, Record
from data_samples.row_faults import soil_cell
from data_samples.world import World
from pipelines.contract import Contract, load_contracts

Sheets = dict[str, list[list[Any]]]


class Snapshots:
    """Monthly full snapshots."""

    __slots__ = ("_contracts", "_dice", "_firsts", "_folders", "_soiled", "_world")

    def __init__(self, world: World, folders: Folders) -> None:
        self._world = world
        self._folders = folders
        self._dice = world.dice.fork("snapshots")
        self._firsts = Firsts(self._dice)
        self._contracts = [contract for contract in load_contracts() if contract.is_snapshot]
        # A cell once typed as text stays text in every later snapshot.
        self._soiled: dict[tuple[int, str], tuple[Any, str] | None] = {}

    def write(self) -> None:
        """Write one folder a month, refused ones twice."""
        clock = self._world.clock
        start = date.fromordinal(clock.first_day).replace(day=1).toordinal()
        months = 1
        while (month_end := add_months(start, months) - 1) <= clock.last_day:
            months += 1
            if month_end < clock.first_day:
                continue
            planted: list[tuple[int, str, str, str]] = []
            sheets = self._sheets(month_end, planted)
            draft = self._draft(sheets, planted)
            if not draft.rows:
                continue
            is_refused = month_end < clock.last_day and self._dice.chance(rates.WORKBOOK_REFUSED)
            if is_refused:
                self._put(self._spoil(draft, sheets), month_end + 1, month_end)
            self._put(draft, month_end + (4 if is_refused else 1), month_end)

    def _put(self, draft: FileDraft, day: int, month_end: int) -> None:
        first = self._world.clock.first_day
        agency = self._contracts[0].agency
        self._folders.write(agency, day, kind="full", begin=first, end=month_end, drafts=[draft])

    def _spoil(self, draft: FileDraft, sheets: Sheets) -> FileDraft:
        """The same workbook with a fault for which it must be refused."""
        bad = FileDraft(draft.name, draft.table, draft.rows, draft.content)
        if self._dice.chance(0.4):
            missing = self._contracts[-1].custom["sheet"]
            kept = {name: lines for name, lines in sheets.items() if name != missing}
            bad.content, bad.rows = encode_workbook(kept), _count_rows(kept)
            bad.refuse("F5")
            return bad
        refuse_file(bad, self._contracts[0], self._dice, self._firsts)
        return bad

    def _draft(self, sheets: Sheets, planted: list[tuple[int, str, str, str]]) -> FileDraft:
        name = self._contracts[0].physical_name.replace("<batch>", "01")
        stem = self._contracts[0].file_stem
        return FileDraft(name, stem, _count_rows(sheets), encode_workbook(sheets), planted)

    def _sheets(self, month_end: int, planted: list[tuple[int, str, str, str]]) -> Sheets:
        return {
            contract.custom["sheet"]: self._lines(contract, (month_end + 1) * DAY, planted)
            for contract in self._contracts
        }

    def _lines(
        self, contract: Contract, before: int, planted: list[tuple[int, str, str, str]]
    ) -> list[list[Any]]:
        """Header and rows of one sheet, with totals and blank rows as people leave them."""
        names = [column.name for column in contract.columns]
        dates = [(place, c.name) for place, c in enumerate(contract.columns) if c.kind == "date"]
        lines: list[list[Any]] = [names]
        for record in self._world.book.tables.get(contract.id, []):
            if record.versions[0][0] >= before:
                continue
            fields = _state(record, before)
            record.arrive(before)
            fields[names[-1]] = SOURCE
            line = [fields.get(name) for name in names]
            for column, code, _, _ in record.marks:
                if fields.get(column) is not None or code in ("W3", "W7"):
                    planted.append((len(lines) + 1, contract.table, code, column))
            for place, name in dates:
                if line[place]:
                    line[place], code = self._type_date(record, name, line[place])
                    if code:
                        planted.append((len(lines) + 1, contract.table, code, name))
            if self._dice.chance(rates.SHEET_ROW_DUPLICATED):
                lines.append(line)
                planted.append((len(lines) + 1, contract.table, "W9", ""))
            lines.append(line)
        if len(lines) > 1:
            if self._dice.chance(rates.SHEET_BLANK_ROWS):
                lines += [[], []]
            if self._dice.chance(rates.SHEET_TOTAL_ROW):
                lines.append(["合计", len(lines) - 1])
        return lines

    def _type_date(self, record: Record, name: str, text: str) -> tuple[Any, str]:
        """A date cell, or the text that somebody typed in its place."""
        key = (id(record), name)
        if key not in self._soiled:
            is_text = self._dice.chance(rates.JUSTICE_DATE_AS_TEXT)
            self._soiled[key] = soil_cell(text, self._dice.random()) if is_text else None
        return self._soiled[key] or (date.fromisoformat(text), "")


def _count_rows(sheets: Sheets) -> int:
    """Data rows as the manifest counts them: no headers, blank rows or totals."""
    return sum(1 for lines in sheets.values() for line in lines[1:] if line and line[0] != "合计")


def _state(record: Record, before: int) -> Fields:
    fields: Fields = {}
    for at, changes, _ in sorted(record.versions, key=_moment):
        if at < before:
            fields.update(changes)
    return fields


def _moment(version: tuple[int, Fields, bool]) -> int:
    return version[0]
