"""What goes into a decoder and what comes out: tasks, outcomes and refusals.

Belongs here: the small objects that cross the process border. Keep out: decoding itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pipelines.contract import Contract


class RefusalError(Exception):
    """The whole file is refused. ``code`` is F2–F5 or F7, ``rows`` what could still be counted."""

    def __init__(self, code: str, detail: str, rows: int | None = None) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail
        self.rows = rows


def repeated_columns(header: list[str], contract: Contract) -> str:
    """What to say of a header with a name twice.

    Only the contract's names are spelled out: where the header is missing, its place holds a
    record, and a person's name must not come out this way.
    """
    known = {column.name for column in contract.columns}
    twice = {name for name in header if header.count(name) > 1}
    named = sorted(twice & known)
    return (
        f"column {named} stands twice in the header"
        if named
        else f"[{len(twice)}] columns that the contract does not know stand twice in the header"
    )


@dataclass(frozen=True)
class FileTask:
    """One stored file to decode; ``count_only`` wants the number of rows, not the rows."""

    file_index: int
    path: str
    count_only: bool = False


@dataclass
class FileOutcome:
    """What decoding found. ``code`` is None when the file can be loaded.

    ``rows`` are countable data rows (None: cannot be counted), ``duplicates`` exact repeats among
    them (W9), ``notes`` file-level warnings as (code, table, column).
    """

    file_index: int
    code: str | None = None
    detail: str = ""
    rows: int | None = None
    notes: list[tuple[str, str, str]] = field(default_factory=list)

    def note(self, code: str, table: str, column: str) -> None:
        if (code, table, column) not in self.notes:
            self.notes.append((code, table, column))
