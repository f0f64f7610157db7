"""Listings: rows of marts that a report shows as they are, narrowed to its days and scope.

Belongs here: one question per listing (``<name>.sql``), its columns (``listings.yml``) and reading both. Keep
out: metrics, which have a registry of their own, and anything about a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from dashboards.formats import is_empty
from dashboards.reports.blocks import Cell, Number, Sentence, Table
from dashboards.reports.desk import Desk, steady
from dashboards.reports.keys import figure_key
from models.metrics.small_cells import SMALLEST_SHOWN
from pipelines.accounts import load_reasons

_FOLDER = Path(__file__).parent
# How a cell is written: numbers carry a key, the others are words.
NUMBER_KINDS = ("count", "few", "share", "days", "hours", "decimal", "ratio")
_DECIMALS = {"hours": 1, "decimal": 1, "ratio": 2}
_CITY = "city"


@dataclass(frozen=True)
class Listing:
    """``columns`` maps a column of the question to its kind; one of ``key`` names the row."""

    id: str
    columns: dict[str, str]
    keys: tuple[str, ...] = ()

    @property
    def sql(self) -> str:
        return _read_sql(self.id)


@lru_cache(maxsize=1)
def load_listings() -> dict[str, Listing]:
    """All listings by name."""
    given = yaml.safe_load((_FOLDER / "listings.yml").read_text(encoding="utf-8"))
    return {
        name: Listing(name, entry["columns"], tuple(entry.get("keys", ())))
        for name, entry in given.items()
    }


@lru_cache(maxsize=64)
def _read_sql(name: str) -> str:
    return (_FOLDER / f"{name}.sql").read_text(encoding="utf-8")


def listing_rows(desk: Desk, name: str) -> list[dict[str, Any]]:
    """The rows of a listing within the report's days and scope, remembered by the desk."""
    found = desk.remember(
        ("listing", name),
        lambda: desk.source.query(load_listings()[name].sql, listing_parameters(desk, name)),
    )
    return found.to_dict("records")


def listing_parameters(desk: Desk, name: str) -> dict[str, Any]:
    """The parameters that a listing names, of those that every report has."""
    base = desk.base_period
    given = {
        "first_day": desk.period.first_day,
        "last_day": desk.period.last_day,
        "base_first_day": base.first_day,
        "base_last_day": base.last_day,
        # What limits the reader limits the report; none: the whole city.
        "places": [desk.scope.region] if desk.scope.region else list(desk.reader.scope.regions),
        "region": desk.scope.region,
        "agency": desk.scope.agency,
        "charge": desk.scope.charge,
    }
    sql = load_listings()[name].sql
    return {key: value for key, value in given.items() if f"${key}" in sql}


def listing_table(
    desk: Desk, name: str, table_id: str, caption: str, *, is_annex: bool = False
) -> Table:
    """The listing as a table of the report."""
    listing = load_listings()[name]
    heads = tuple(desk.text(f"report.column.{column}") for column in listing.columns)
    kinds = tuple("number" if kind in NUMBER_KINDS else "text" for kind in listing.columns.values())
    rows = tuple(
        tuple(_cell(desk, listing, row, column) for column in listing.columns)
        for row in listing_rows(desk, name)
    )
    return Table(table_id, caption, heads, kinds, rows, (), is_annex)


def tell_listing(desk: Desk, name: str) -> Sentence | None:
    """The sentence over a listing of one row: ``tell.<name>``, or ``tell.<name>.none`` where its first
    number is nought; None where there is no row, for then there is nothing to say."""
    listing = load_listings()[name]
    rows = listing_rows(desk, name)
    if not rows:
        return None
    row = rows[0]
    cells = {column: _cell(desk, listing, row, column) for column in listing.columns}
    numbers = {column: cell for column, cell in cells.items() if isinstance(cell, Number)}
    words = {
        column: cell.text if isinstance(cell, Number) else cell for column, cell in cells.items()
    }
    first = next(iter(numbers.values()))
    if not first.value:
        return Sentence(desk.text(f"tell.{name}.none", **words), (first,))
    return Sentence(desk.text(f"tell.{name}", **words), tuple(numbers.values()))


def _cell(desk: Desk, listing: Listing, row: dict[str, Any], column: str) -> Cell:
    kind, value, formats = listing.columns[column], row[column], desk.formats
    if kind not in NUMBER_KINDS:
        return _word(desk, kind, value)
    key = figure_key(listing.id, column, **{name: str(row[name]) for name in listing.keys})
    if is_empty(value):
        return Number(formats.number(None), None, key)
    if kind == "share":
        return Number(formats.share(value), steady(float(value)), key)
    if kind == "few" and 0 < value < SMALLEST_SHOWN:
        return Number(f"<{SMALLEST_SHOWN}", None, key, is_hidden=True)
    shown = formats.number(value, decimals=_DECIMALS.get(kind, 0))
    return Number(shown, steady(float(value)), key)


def _word(desk: Desk, kind: str, value: Any) -> str:
    formats, labels = desk.formats, desk.labels
    if kind == "day":
        return formats.date(value)
    if kind == "time":
        return formats.time(value)
    if kind == "yes":
        return desk.text("report.yes") if value else desk.text("report.no")
    if kind == "agency":
        # Also those who deliver nothing answer for limits.
        return desk.text.find(f"responsible.{value}") or labels.agency(value)
    if kind == "known":
        # What is not known is called so, as the sentences do.
        return desk.text("frame.unknown") if is_empty(value) or not value else str(value)
    if kind == "reason":
        found = load_reasons().get(str(value))
        meaning = getattr(found, f"meaning_{desk.language}", "")
        return f"{value} {meaning}".strip()
    if kind == "area":
        return _area(desk, value)
    if kind.startswith("code:"):
        return labels.name(kind.removeprefix("code:"), None if value == "-" else value)
    if kind.startswith("word:"):
        if is_empty(value):
            return formats.text(None)
        return desk.text.find(f"{kind.removeprefix('word:')}.{value}") or str(value)
    return formats.text(value)


def _area(desk: Desk, code: Any) -> str:
    """A township, a county, or the whole city."""
    if code == _CITY:
        return desk.text("patterns.city")
    if is_empty(code):
        return desk.text("frame.unknown")
    name = desk.labels.name("township", code)
    return name if name != code else desk.labels.region(code)
