"""What goes into a file: tables, charts, filters, freshness, notes and definitions, as data.

Belongs here: the one shape that all writers take. Keep out: file formats.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from dashboards.charts.spec import ChartSpec
from models.metrics.small_cells import SMALLEST_SHOWN, Mark

# What begins with one of these is a formula to a spreadsheet.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True)
class Unsaid:
    """A figure that stays unsaid, as it is written."""

    written: str


Value = str | int | float | date | Unsaid | None

SMALL = Unsaid(f"<{SMALLEST_SHOWN}")
HIDDEN = Unsaid("*")


def say(value: float | None, mark: Mark) -> Value:
    """A figure, or what stands in its place."""
    return {Mark.SHOWN: value, Mark.SMALL: SMALL, Mark.HIDDEN: HIDDEN}[mark]


@dataclass(frozen=True)
class Column:
    """One column: texts, or numbers with so many decimals and a unit."""

    label: str
    is_number: bool = False
    decimals: int = 0
    unit: str = ""

    @property
    def heading(self) -> str:
        return f"{self.label} ({self.unit})" if self.unit else self.label


@dataclass(frozen=True)
class ExportTable:
    """One table, whole. ``addresses`` lead from a cell (row, column) to its cases; ``digits`` are the
    decimals of cells whose column holds figures of several units."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    addresses: Mapping[tuple[int, int], str] = field(default_factory=dict)
    chart: ChartSpec | None = None
    digits: Mapping[tuple[int, int], int] = field(default_factory=dict)

    def decimals(self, row: int, column: int) -> int:
        """How many digits after the point a cell has."""
        return self.digits.get((row, column), self.columns[column].decimals)


@dataclass(frozen=True)
class Definition:
    """What a metric of the file means."""

    name: str
    words: str
    source: str
    owner: str


@dataclass(frozen=True)
class Words:
    """Names of sheets and headings in the reader's language."""

    about: str
    definitions: str
    metric: str
    definition: str
    source: str
    owner: str
    chart_data: str


@dataclass(frozen=True)
class ExportPackage:
    """A file's content. ``facts`` are (label, value): filters, data dates, version, address;
    ``notes`` are sentences: small cells, sealed cases, unfinished periods."""

    name: str
    title: str
    facts: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    tables: tuple[ExportTable, ...]
    definitions: tuple[Definition, ...]
    words: Words


def neutralise(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
