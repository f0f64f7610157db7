"""Records of the agencies' systems: what stood in them at which time, and what was dirty in them.

Belongs here: versions of records and the book of all records. Keep out: files and days of delivery.
"""

from __future__ import annotations

from typing import Any

Fields = dict[str, Any]
FOR_EVER = 1 << 62


class Record:
    """One record of one delivered table, with all its versions.

    ``versions`` holds (moment, changed fields, is_deleted); the state of a version is everything
    put up to its moment. ``marks`` holds (column path, warning code, since, until): what is planted
    in it. ``arrived`` is the greatest version that was delivered and not refused: (moment, is_deleted).
    """

    __slots__ = ("arrived", "key", "marks", "versions")

    def __init__(self, key: Any) -> None:
        self.key = key
        self.versions: list[tuple[int, Fields, bool]] = []
        self.marks: list[tuple[str, str, int, int]] = []
        self.arrived: tuple[int, bool] | None = None

    def put(self, at: int, fields: Fields) -> None:
        """Enter or change fields at this moment; nothing is changed before it was entered, or with it: of
        two versions of one second nobody could tell which is in force."""
        self.versions.append((max(at, self.versions[0][0] + 1), fields, False))

    def delete(self, at: int) -> None:
        self.versions.append((max(at, self.versions[0][0]), {}, True))

    def arrive(self, at: int, is_deleted: bool = False) -> None:
        """Note that the version of this moment reached the warehouse."""
        if self.arrived is None or at >= self.arrived[0]:
            self.arrived = (at, is_deleted)

    def mark(self, code: str, column: str, *, since: int = 0, until: int = FOR_EVER) -> None:
        """Note that the column carries a fault of this code on purpose from one moment to another."""
        self.marks.append((column, code, since, until))


class Book:
    """All records of all agencies, by ``agency.table``."""

    __slots__ = ("tables",)

    def __init__(self) -> None:
        self.tables: dict[str, list[Record]] = {}

    def open(self, table: str, key: Any, at: int, fields: Fields) -> Record:
        """A new record with its first version."""
        record = Record(key)
        record.versions.append((at, fields, False))
        self.tables.setdefault(table, []).append(record)
        return record
