"""XLSX: one workbook with one sheet per contract.

Belongs here: cells → text rows, blank and 合计 rows left out, the workbook's size checked first.
Keep out: what a cell may contain. Formulas are never computed: the value stored beside one counts.
"""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

import fastexcel

from pipelines.contract import Contract
from pipelines.home import Limits
from pipelines.intake.decode.outcome import FileOutcome, RefusalError, repeated_columns
from pipelines.intake.decode.sink import NUL_MARK, ContractSink
from pipelines.intake.decode.xlsx_cells import SheetCells

TOTAL_ROW = "合计"
MIDNIGHT = " 00:00:00"
CHUNK_BYTES = 1024 * 1024


def read_xlsx(path: Path, sinks: list[ContractSink], outcome: FileOutcome, limits: Limits) -> None:
    """Decode one workbook into the sinks of the contracts whose sheets it carries.

    ``_source_row`` is the row of the sheet, the header being row 1.

    Raises:
        RefusalError: F2 (broken zip or workbook), F5 (sheet or column missing), F7 (limits).
    """
    _check_container(path, limits)
    try:
        workbook = fastexcel.read_excel(str(path))
    except fastexcel.FastExcelError as error:
        raise RefusalError("F2", f"the workbook cannot be read ({error})") from error
    names = workbook.sheet_names
    problems = []
    outcome.rows = 0
    expected = {sink.contract.custom["sheet"] for sink in sinks}
    for sink in sinks:
        sheet = sink.contract.custom["sheet"]
        if sheet not in names:
            problems.append(f"sheet [{sheet}] is missing")
            continue
        rows = _load_sheet(workbook, sheet)
        problem = _read_sheet(rows, SheetCells(path, sheet), sink, outcome)
        if problem:
            problems.append(f"sheet [{sheet}]: {problem}")
    for name in names:
        if name not in expected:
            outcome.note("W12", sinks[0].contract.file_stem, name)
    if problems:
        raise RefusalError("F5", "; ".join(problems), outcome.rows)


def _load_sheet(workbook: fastexcel.ExcelReader, sheet: str) -> list[tuple[str | None, ...]]:
    try:
        batch = workbook.load_sheet(sheet, header_row=None, dtypes="string").to_arrow()
    except fastexcel.FastExcelError as error:
        raise RefusalError("F2", f"sheet [{sheet}] cannot be read ({error})") from error
    return list(zip(*(column.to_pylist() for column in batch.columns), strict=True))


def _read_sheet(
    rows: list[tuple[str | None, ...]],
    sheet: SheetCells,
    sink: ContractSink,
    outcome: FileOutcome,
) -> str:
    """Add the rows of one sheet; returns what is wrong with its header, if anything."""
    contract = sink.contract
    header = [(name or "").strip() for name in rows[0]] if rows else []
    problem = _header_problem([name for name in header if name], contract, outcome)
    positions = {name: place for place, name in enumerate(header) if name}
    places = [positions.get(column.name, -1) for column in contract.relations[0].columns]
    dates = [
        column.column.kind in ("date", "timestamp") for column in contract.relations[0].columns
    ]
    date_places = [place for place, is_date in zip(places, dates, strict=True) if is_date]
    bare_numbers = _bare_numbers(rows, date_places, sheet)
    seen: set[tuple[str | None, ...]] = set()
    for number, cells in enumerate(rows[1:], start=sheet.first_row() + 1):
        if all(cell is None or not cell.strip() for cell in cells):
            continue
        if (cells[0] or "").strip() == TOTAL_ROW:
            continue
        outcome.rows = (outcome.rows or 0) + 1
        if problem:
            continue
        values = [
            _cell_text(cells[place], is_date=is_date) if place >= 0 else None
            for place, is_date in zip(places, dates, strict=True)
        ]
        for column, place in enumerate(places):
            if (number, place) in bare_numbers:
                # Written as the number that it is, so that the checks do not take it for a date.
                values[column] = f"{cells[place]}.0"
        sink.records.add((outcome.file_index, number, None, cells in seen, *values))
        seen.add(cells)
    sink.flush_if_full()
    return problem


def _bare_numbers(
    rows: list[tuple[str | None, ...]], date_places: list[int], sheet: SheetCells
) -> set[tuple[int, int]]:
    """(row, place) of cells in date columns that look like 20250305 and are numbers, not text."""
    suspects = any(
        len(cell) == 8 and cell.isdigit()
        for cells in rows[1:]
        for place in date_places
        if place >= 0 and (cell := cells[place])
    )
    if not suspects:
        return set()
    return {spot for spot in sheet.bare_numbers() if spot[1] in date_places}


def _cell_text(cell: str | None, *, is_date: bool) -> str | None:
    """A date cell comes as a timestamp at midnight; it is a date like any other."""
    if cell is None:
        return None
    return cell.removesuffix(MIDNIGHT) if is_date else cell.replace("\0", NUL_MARK)


def _header_problem(header: list[str], contract: Contract, outcome: FileOutcome) -> str:
    if len(set(header)) != len(header):
        return repeated_columns(header, contract)
    missing = [c.name for c in contract.columns if c.required and c.name not in header]
    if missing:
        return f"required column {missing} is missing"
    known = {column.name for column in contract.columns}
    for name in header:
        if name not in known:
            outcome.note("W12", contract.table, name)
    for column in contract.columns:
        if column.name not in header:
            outcome.note("W16", contract.table, column.name)
    return ""


def _check_container(path: Path, limits: Limits) -> None:
    """Read the zip through once under limits: calamine itself would expand without bound."""
    packed = max(path.stat().st_size, 1)
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            expanded = sum(member.file_size for member in members)
            allowed = max(packed * limits.expansion_ratio, 16 * 1024 * 1024)
            if expanded > min(limits.workbook_bytes, allowed):
                raise RefusalError(
                    "F7", f"[{packed}] bytes would expand to [{expanded}]; a zip bomb is refused"
                )
            for member in members:
                with archive.open(member) as handle:
                    while handle.read(CHUNK_BYTES):
                        pass
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise RefusalError("F2", f"the zip container cannot be read ({error})") from error
