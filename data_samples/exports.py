"""Nightly exports: which version of which record leaves its agency on which day.

Belongs here: turning records into rows of one table, day by day. Keep out: bytes (encoders.py) and
folders (deliveries.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from data_samples import rates
from data_samples.clock import DAY, Clock
from data_samples.dice import Dice
from data_samples.records import Fields, Record
from pipelines.contract import Contract

SOURCE = "SIM"


@dataclass(slots=True, eq=False)
class Row:
    """One version of one record as it will be written; ``index`` is the version's place."""

    record: Record
    index: int
    at: int

    @property
    def is_deleted(self) -> bool:
        return self.record.versions[self.index][2]


class TableExport:
    """One delivered table: its columns in contract order and its rows by day of delivery."""

    __slots__ = (
        "_clock",
        "_live_value",
        "columns",
        "contract",
        "days",
        "names",
        "source_column",
        "full_day",
    )

    def __init__(self, contract: Contract, clock: Clock, full_day: int) -> None:
        self.contract = contract
        self.columns = contract.columns
        self.names = [column.name for column in contract.columns]
        # The last column of every contract names the source system.
        self.source_column = self.names[-1]
        self.full_day = full_day
        self.days: dict[int, list[Row]] = {}
        self._clock = clock
        self._live_value: Any = {"1": "0", "true": False}.get(contract.delete_value or "")

    def schedule(self, records: list[Record], dice: Dice) -> None:
        """Give every version of every record its day of delivery (the day after it was made)."""
        keeps_every_version = self.contract.agency == "police"
        end, full_end = self._clock.end, (self.full_day + 1) * DAY
        for record in records:
            versions = record.versions
            versions.sort(key=_moment)
            last_before_full = -1
            previous: Row | None = None
            for index, (at, _, is_deleted) in enumerate(versions):
                if at >= end:
                    break
                if at < full_end:
                    last_before_full = -1 if is_deleted else index
                    continue
                row = Row(record, index, at)
                if (
                    not keeps_every_version
                    and previous is not None
                    and previous.at // DAY == at // DAY
                ):
                    # An export at night shows how the record stood at the end of the day.
                    previous.index, previous.at = index, at
                    continue
                previous = row
                day = at // DAY + 1
                if dice.chance(rates.ROW_LATE):
                    day = min(day + dice.between(1, 12), self._clock.last_day + 1)
                self.days.setdefault(day, []).append(row)
            if last_before_full >= 0:
                row = Row(record, last_before_full, versions[last_before_full][0])
                self.days.setdefault(self.full_day + 1, []).append(row)
        for rows in self.days.values():
            rows.sort(key=_row_moment)

    def state(self, row: Row) -> Fields:
        """All fields of this version, with version time, delete mark and source."""
        versions = row.record.versions
        fields = dict(versions[0][1])
        for _, changes, _ in versions[1 : row.index + 1]:
            fields.update(changes)
        contract = self.contract
        if contract.version_column:
            fields[contract.version_column] = self._clock.text(row.at)
        if contract.delete_column:
            fields[contract.delete_column] = self._delete_value(row)
        fields[self.source_column] = SOURCE
        return fields

    def _delete_value(self, row: Row) -> Any:
        value = self.contract.delete_value
        if row.is_deleted:
            return True if value == "true" else value
        if self._live_value is not None:
            return self._live_value
        return "I" if row.index == 0 else "U"

    def values(self, fields: Fields) -> list[Any]:
        """The fields in contract order."""
        return [fields.get(name) for name in self.names]

    def marks(self, row: Row, fields: Fields) -> list[tuple[str, str]]:
        """(reason code, column path) of everything planted in this version."""
        found = []
        for path, code, since, until in row.record.marks:
            top = path.split(".", 1)[0].split(",", 1)[0]
            if since <= row.at < until and (fields.get(top) is not None or code in ("W3", "W7")):
                found.append((code, path))
        return found


def _moment(version: tuple[int, Fields, bool]) -> int:
    return version[0]


def _row_moment(row: Row) -> int:
    return row.at
