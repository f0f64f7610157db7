"""The truth behind the deliveries: who is who, what belongs together, what was planted.

Belongs here: collecting and writing `out/truth/`. Keep out: inventing.

The files are CSV (UTF-8, LF): case_records, person_records, weaknesses, events, phenomena, patterns, planted,
deliveries. README.md describes their columns. Events and people carry whether they are lost in principle.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from data_samples.clock import Clock
from data_samples.dirt import Written
from data_samples.numbers import Number, Quote
from data_samples.people import Human
from data_samples.phenomena import Phenomenon
from data_samples.records import Record

_WEAKNESSES = "agency source_table source_record_id source_person_no kind is_lost"
_PATTERNS = (
    "number kind category_code charge_code region_code unit_code first_day last_day "
    "longitude latitude radius_metres cases ratio note"
)


class Truth:
    """What really happened, told only as far as the agencies delivered it."""

    __slots__ = (
        "cases",
        "_clock",
        "_deliveries",
        "events",
        "patterns",
        "_persons",
        "phenomena",
        "planted",
        "_quotations",
        "_written",
    )

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.cases: list[tuple[str, str, Record, str]] = []
        self._persons: list[tuple[str, str, Record, str, str, str]] = []
        # (identity of the record, place) -> (agency, table, record, place, as written at last)
        self._written: dict[tuple[int, str], tuple[str, str, Record, str, Written]] = {}
        self._quotations: list[tuple[str, str, Record, str]] = []
        # (matter, human or empty, event type, agency, moment, record that tells of it, why it is lost)
        self.events: list[tuple[str, str, str, str, int, Record | None, str]] = []
        self.phenomena: list[tuple[str, str, Record, str, str]] = []
        self.patterns: list[Phenomenon] = []
        # (file_name, row_number or 0 for the whole file, table, reason code, column path)
        self.planted: list[tuple[str, int, str, str, str]] = []
        self._deliveries: list[tuple[str, str, str, int, str, str]] = []

    def case(self, agency: str, table: str, record: Record, matter: str) -> None:
        self.cases.append((agency, table, record, matter))

    def person(
        self, agency: str, table: str, record: Record, human: Human, role: str, place: str = "",
        *, written: Written,
    ) -> None:  # fmt: skip
        """``place`` is what follows the record key in source_person_no, e.g. ``#1``."""
        self._persons.append((agency, table, record, place, human.number, role))
        self._written[id(record), place] = (agency, table, record, place, written)

    def rewritten(self, record: Record, written: Written) -> None:
        """The police found out who this is: their last word is written otherwise."""
        agency, table, _, place, _ = self._written[id(record), ""]
        self._written[id(record), ""] = (agency, table, record, place, written)

    def quotation(
        self, agency: str, table: str, record: Record, quoted: Number | str | None, warning: str
    ) -> None:
        """How the record quotes the number by which it hangs together with its predecessor."""
        if quoted is None:
            self._quotations.append((agency, table, record, "number_missing"))
        elif isinstance(quoted, Quote):
            kind = "number_variant" if warning else "number_wrong"
            self._quotations.append((agency, table, record, kind))

    def event(
        self,
        matter: str,
        human: Human | None,
        kind: str,
        agency: str,
        at: int,
        *,
        told_by: Record | None = None,
        lost: str = "",
    ) -> None:
        """``told_by``: the record without which nobody can know of it; ``lost``: why nobody can."""
        if at < self._clock.end:
            number = human.number if human else ""
            self.events.append((matter, number, kind, agency, at, told_by, lost))

    def phenomenon(
        self, kind: str, table: str, record: Record, matter: str, note: str = ""
    ) -> None:
        """Something planted in the story that an analysis should find."""
        self.phenomena.append((kind, table, record, matter, note))

    def delivery(
        self, name: str, agency: str, table: str, rows: int, status: str, reason: str
    ) -> None:
        """One file as written, and what must become of it."""
        self._deliveries.append((name, agency, table, rows, status, reason))

    def write(
        self,
        folder: Path,
        findings: Iterable[Sequence[Any]] = (),
        lost: Iterable[Sequence[Any]] = (),
        leanings: Iterable[Sequence[Any]] = (),
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder, "lost", "source_table record_key case_key", lost)
        columns = "rule_id limit_rule true_case true_person source_table record_key due_at"
        _write(folder, "findings", columns, findings)
        cases = (
            (agency, table, str(record.key), matter)
            for agency, table, record, matter in self.cases
            if self._is_delivered(record)
        )
        _write(folder, "case_records", "agency source_table record_key true_case", cases)
        persons = (
            (agency, table, str(record.key), f"{record.key}{place}", human, role)
            for agency, table, record, place, human, role in self._persons
            if self._is_delivered(record)
        )
        columns = "agency source_table source_record_id source_person_no true_person role"
        _write(folder, "person_records", columns, persons)
        _write(folder, "weaknesses", _WEAKNESSES, self._weaknesses())
        events = (
            (matter, human, kind, agency, self._clock.text(at), lost or _loss(told_by, at))
            for matter, human, kind, agency, at, told_by, lost in self.events
        )
        columns = "true_case true_person event_type agency occurred_at lost"
        _write(folder, "events", columns, events)
        phenomena = (
            (kind, table, str(record.key), matter, note)
            for kind, table, record, matter, note in self.phenomena
            if self._is_delivered(record)
        )
        _write(folder, "phenomena", "kind source_table record_key true_case note", phenomena)
        _write(folder, "leanings", "kind court_code judge licence_no ratio", leanings)
        _write(folder, "patterns", _PATTERNS, (pattern.as_row() for pattern in self.patterns))
        columns = "file_name row_number table_name reason_code column_name"
        _write(folder, "planted", columns, sorted(self.planted))
        columns = "file_name agency table_name rows status reason"
        _write(folder, "deliveries", columns, sorted(self._deliveries))

    def _weaknesses(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        for agency, table, record, kind in self._quotations:
            if self._is_delivered(record):
                yield agency, table, str(record.key), "", kind, 0
        for agency, table, record, place, written in self._written.values():
            if self._is_delivered(record):
                for kind in written.dirt:
                    # Somebody whom nobody ever names cannot be found again in another case.
                    is_lost = written.is_lost or kind == "unidentified"
                    yield agency, table, str(record.key), f"{record.key}{place}", kind, int(is_lost)

    def _is_delivered(self, record: Record) -> bool:
        return record.versions[0][0] < self._clock.end


def _loss(record: Record | None, at: int) -> str:
    """Why no delivery tells of an event: its record, or the version that told of it, never came."""
    if record is None:
        return ""
    if record.arrived is None:
        return "not_delivered"
    arrived, is_deleted = record.arrived
    if is_deleted:
        return "deleted"
    telling = min((moment for moment, *_ in record.versions if moment >= at), default=at)
    return "not_delivered" if arrived < telling else ""


def _write(folder: Path, name: str, columns: str, rows: Iterable[Sequence[Any]]) -> None:
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(columns.split())
        writer.writerows(rows)
