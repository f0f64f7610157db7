"""What the writers of pages share: measures of GB/T 9704-2012, the end of a document, widths of columns.

Belongs here: numbers that Word and PDF must agree on. Keep out: writing.
"""

from __future__ import annotations

import re
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
# Of tables: half-width characters of 五号 in a line, the gap between columns, and the widest column.
_LINE_CHARACTERS = TYPE_WIDTH_MM / 25.4 * 72 / (10.5 / 2)
_GAP = 1.5
_WIDEST = 26
_RUN = re.compile(r"[\x21-\x5e\x60-\x7e]+")


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
    """How wide columns are beside each other, in half-width characters.

    What cannot break (numbers, codes) gets its width; the rest is shared by what columns would like.
    """
    least, liked = [], []
    for index, name in enumerate(table.columns):
        texts = [written(row[index]) for row in table.rows]
        hard = max((_unbroken(text) for text in [name, *texts]), default=0) * 1.1 + _GAP
        # Headings may break into two lines.
        soft = max((text_width(text) for text in texts), default=0) + _GAP
        hard = max(hard, 4 + _GAP)
        least.append(hard)
        liked.append(max(hard, text_width(name) / 2 + _GAP, min(soft, _WIDEST)))
    room = _LINE_CHARACTERS - sum(least)
    wish = sum(liked) - sum(least)
    if wish <= room or room <= 0 or not wish:
        return liked if wish <= room else least
    return [low + (high - low) * room / wish for low, high in zip(least, liked, strict=True)]


def _unbroken(text: str) -> int:
    """The longest run of letters and digits of a text, which no line breaks."""
    return max((len(run) for run in _RUN.findall(text)), default=0)


def text_width(text: str) -> int:
    """Half-width columns that a text takes."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
