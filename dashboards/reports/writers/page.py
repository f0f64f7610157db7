"""What the writers of pages share: measures of GB/T 9704-2012, the end of a document, widths of columns.

Belongs here: numbers that Word and PDF must agree on. Keep out: writing.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from dashboards.i18n import Texts
from dashboards.reports.blocks import Cell, Document, Number, Table

# Millimetres (GB/T 9704-2012, 5.2) and points (三号, 二号, 四号).
PAGE_MM = (210, 297)
TOP_MM, BINDING_MM, TYPE_WIDTH_MM, TYPE_HEIGHT_MM = 37, 28, 156, 225
RIGHT_MM = PAGE_MM[0] - BINDING_MM - TYPE_WIDTH_MM
BOTTOM_MM = PAGE_MM[1] - TOP_MM - TYPE_HEIGHT_MM
LINES, CHARACTERS = 22, 28
BODY_PT, TITLE_PT, PAGE_NUMBER_PT = 16, 22, 14
LINE_PT = TYPE_HEIGHT_MM / LINES * 72 / 25.4
CHARACTER_PT = TYPE_WIDTH_MM / CHARACTERS * 72 / 25.4
# 7 mm below the type area.
PAGE_NUMBER_DROP_MM = 7


@dataclass(frozen=True)
class Imprint:
    """The end of a document: who signs, the day of issue, and lines of small print."""

    signature: str
    day: str
    lines: list[str]


def make_imprint(document: Document) -> Imprint:
    """The day of issue is the day of judgement: the report says what was known then."""
    text = Texts(document.language)
    day = document.as_of
    return Imprint(
        document.issuer,
        text("report.issued_on", year=day.year, month=day.month, day=day.day),
        [
            document.stamp,
            text("report.traced", hash=document.content_hash[:12], snapshot=document.snapshot),
        ],
    )


def written(cell: Cell) -> str:
    """A cell as text."""
    return cell.text if isinstance(cell, Number) else cell


def column_shares(table: Table) -> list[float]:
    """How wide columns are beside each other: by their longest text, within limits."""
    shares = []
    for index, name in enumerate(table.columns):
        longest = max((text_width(written(row[index])) for row in table.rows), default=0)
        # Headings may break into two lines, numbers may not.
        shares.append(float(min(max(longest, text_width(name) / 2, 5), 26)))
    return shares


def text_width(text: str) -> int:
    """Half-width columns that a text takes."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
