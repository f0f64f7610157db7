"""The workbook: every table of a report, and the figures behind each sentence.

Belongs here: sheets. Keep out: choosing what is in them.
"""

from __future__ import annotations

import io
from typing import Any

from dashboards.i18n import Texts
from dashboards.reports.blocks import Cell, Document, Number, Paragraph, Table

# Excel allows 31 characters and none of these in the name of a sheet.
_FORBIDDEN = str.maketrans("", "", "[]:*?/\\")
_NAME_LENGTH = 31


def write_xlsx(document: Document) -> bytes:
    """The report's tables, one a sheet; the first sheet says what they are, the last traces the sentences."""
    import xlsxwriter

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    book.set_properties(
        {"title": document.title, "created": document.published_at, "comments": document.stamp}
    )
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    text = Texts(document.language)
    _write_cover(book, document, text, head)
    names: set[str] = set()
    for table in document.tables():
        _write_table(book, table, _sheet_name(table.caption, names), head)
    _write_trace(book, document, text, head)
    book.close()
    return target.getvalue()


def _sheet_name(caption: str, taken: set[str]) -> str:
    name = caption.translate(_FORBIDDEN)[:_NAME_LENGTH]
    while name in taken:
        name = f"{name[: _NAME_LENGTH - 1]}{len(taken)}"[:_NAME_LENGTH]
    taken.add(name)
    return name


def _write_cover(book: Any, document: Document, text: Texts, head: Any) -> None:
    sheet = book.add_worksheet(text("report.sheet_cover"))
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 70)
    lines = [
        (text("report.title_label"), document.title),
        (text("report.number_label"), document.number),
        (text("statistics.filter_period"), document.subtitle),
        (text("report.scope"), document.scope_name),
        (text("frame.version"), document.snapshot),
        (text("frame.data_date"), document.stamp),
        (text("report.hash"), document.content_hash),
        (text("report.link"), document.link),
    ]
    for row, (label, value) in enumerate(lines):
        sheet.write_string(row, 0, label, head)
        sheet.write_string(row, 1, value)
    for row, table in enumerate(document.tables(), start=len(lines) + 1):
        sheet.write_string(row, 1, table.caption)


def _write_table(book: Any, table: Table, name: str, head: Any) -> None:
    sheet = book.add_worksheet(name)
    sheet.write_string(0, 0, table.caption)
    for column, words in enumerate(table.columns):
        sheet.set_column(column, column, 28 if table.kinds[column] == "text" else 14)
        sheet.write_string(1, column, words, head)
    formats: dict[str, Any] = {}
    for row, cells in enumerate(table.rows, start=2):
        for column, cell in enumerate(cells):
            _write_cell(book, sheet, row, column, cell, formats)
    for row, note in enumerate(table.notes, start=len(table.rows) + 3):
        sheet.write_string(row, 0, note)
    sheet.freeze_panes(2, 1)


def _write_cell(
    book: Any, sheet: Any, row: int, column: int, cell: Cell, formats: dict[str, Any]
) -> None:
    """A number as a number, shown in the digits in which it is printed."""
    if not isinstance(cell, Number):
        sheet.write_string(row, column, cell)
        return
    if cell.value is None:
        sheet.write_string(row, column, cell.text)
        return
    pattern = _pattern(cell.text)
    if pattern not in formats:
        formats[pattern] = book.add_format({"num_format": pattern, "align": "right"})
    sheet.write_number(row, column, cell.value, formats[pattern])


def _pattern(printed: str) -> str:
    digits = printed.rstrip("%").partition(".")[2]
    pattern = "#,##0" + (f".{'0' * len(digits)}" if digits else "")
    pattern += "%" if printed.endswith("%") else ""
    return f"+{pattern};-{pattern};{pattern}" if printed.startswith("+") else pattern


def _write_trace(book: Any, document: Document, text: Texts, head: Any) -> None:
    """Every sentence with the figures it rests on."""
    sheet = book.add_worksheet(text("report.sheet_trace"))
    for column, (words, width) in enumerate(
        ((text("report.sentence"), 80), (text("report.figure"), 70), (text("statistics.value"), 14))
    ):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, words, head)
    row = 1
    for block in document.blocks:
        if not isinstance(block, Paragraph):
            continue
        for sentence in block.sentences:
            for number in sentence.numbers:
                sheet.write_string(row, 0, sentence.text)
                sheet.write_string(row, 1, number.key)
                sheet.write_string(row, 2, number.text)
                row += 1
