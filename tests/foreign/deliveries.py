"""Folders, files and rows of a foreign delivery, each with the fate that the contract gives it.

Belongs here: gathering rows into files and files into folders, writing them, and adding up what a
right intake must report. Keep out: the stories (which row, which fault), and any rule that decides
a fate: every fate is declared by the story that plants it.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum
from pathlib import Path
from typing import Any

from tests.foreign.formats import ENCODERS, Shape, encode_xlsx, shape

# Table → the list that its persons are in and their serial; None: the record is the person.
PEOPLE = {
    "police.persons": (None, None),
    "procuratorate.arrest_review": ("嫌疑人列表", "序号"),
    "procuratorate.prosecution_review": ("嫌疑人列表", "序号"),
    "court.cases": ("defendants", "seq"),
    "justice.subjects": (None, None),
    "justice.assessments": (None, None),
}
SHEETS = ("subjects", "check_ins", "assessments", "sanctions", "releases")


class Fate(Enum):
    """What becomes of one row of a file that is loaded."""

    WINS = "accepted, and the current version in the end"
    HISTORY = "accepted, but not current in the end: older, deleted or gone"
    REFUSED = "quarantined"
    REPEATED = "an exact duplicate of an earlier row (W9)"
    IGNORED = "not a record: blank, or a total"


@dataclass(frozen=True)
class Row:
    table: Shape
    content: Any
    fate: Fate
    code: str = ""
    column: str | None = None
    warnings: tuple[tuple[str, str | None], ...] = ()
    key: str = ""
    matter: str | None = None
    reads: dict[str, str] = field(default_factory=dict, hash=False)


@dataclass
class File:
    """One delivered file: its rows, how it is bent out of shape, and its fate."""

    folder: Folder
    name: str
    stem: str
    rows: list[Row] = field(default_factory=list)
    header: tuple[str, ...] | dict[str, tuple[str, ...]] | None = None
    bend: Callable[[bytes], bytes] = bytes
    entry: dict[str, Any] | None = field(default_factory=dict)
    warnings: set[str] = field(default_factory=set)
    status: str = "loaded"
    reason: str | None = None
    countable: int | None = None
    sheets: tuple[str, ...] = SHEETS

    @property
    def path(self) -> str:
        return f"{self.folder.agency}/{self.folder.day}/{self.name}"

    def row(
        self,
        table: str,
        content: Any,
        fate: Fate = Fate.WINS,
        *,
        refused: str | None = None,
        warns: tuple[str, ...] = (),
        key: str | None = None,
        matter: str | None = None,
        reads: dict[str, str] | None = None,
    ) -> File:
        """Add a row. ``refused`` is "code" or "code column"; ``warns`` are such pairs too."""
        of = shape(table)
        code, column = _split(refused or "")
        own_key = key or (content.get(of.key) if isinstance(content, dict) else None) or ""
        self.rows.append(
            Row(
                table=of,
                content=content,
                fate=Fate.REFUSED if refused else fate,
                code=code,
                column=column,
                warnings=tuple(_split(warning) for warning in warns),
                key=own_key,
                matter=matter,
                reads=reads or {},
            )
        )
        return self

    def becomes(self, status: str, reason: str | None = None, *, countable: int | None = None):
        """Declare the file's fate when it is not loaded; ``countable`` when its rows differ."""
        self.status, self.reason, self.countable = status, reason, countable
        return self

    def encode(self) -> bytes:
        if self.name.endswith(".xlsx"):
            return self.bend(encode_xlsx([self._sheet(table) for table in self.sheets]))
        of = self.rows[0].table if self.rows else shape(f"{self.folder.agency}.{self.stem}")
        content = [row.content for row in self.rows]
        return self.bend(ENCODERS[of.traits["format"]](of, content, self.header))

    def _sheet(self, table: str) -> tuple[str, tuple[str, ...], list[Any]]:
        of = shape(f"{self.folder.agency}.{table}")
        header = (self.header or {}).get(table, of.columns)
        return of.traits["sheet"], header, [r.content for r in self.rows if r.table == of]

    def numbered(self) -> Iterator[tuple[int, Row]]:
        """Rows with their numbers: data records from 1, rows of a sheet as Excel shows them."""
        seen: Counter[str] = Counter({name: 1 for name in SHEETS} if self.is_workbook else {})
        for row in self.rows:
            if row.fate is Fate.IGNORED and not self.is_workbook:
                continue
            place = row.table.table if self.is_workbook else ""
            seen[place] += 1
            yield seen[place], row

    @property
    def is_workbook(self) -> bool:
        return self.name.endswith(".xlsx")

    def counts(self) -> tuple[int, int, int, int]:
        """(received, accepted, quarantined, superseded)."""
        records = [row for row in self.rows if row.fate is not Fate.IGNORED]
        received = len(records) if self.countable is None else self.countable
        if self.status == "quarantined":
            return received, 0, received, 0
        if self.status in ("duplicate", "superseded"):
            return received, 0, 0, received
        refused = sum(row.fate is Fate.REFUSED for row in records)
        repeated = sum(row.fate is Fate.REPEATED for row in records)
        return received, received - refused - repeated, refused, repeated


@dataclass
class Folder:
    """One day's folder of one agency, with its manifest or what stands in its place."""

    agency: str
    day: str
    kind: str = "increment"
    until: str | None = None
    files: list[File] = field(default_factory=list)
    changes: dict[str, Any] = field(default_factory=dict)
    bend: Callable[[bytes], bytes] | None = bytes
    missing_files: list[str] = field(default_factory=list)
    litter: dict[str, bytes] = field(default_factory=dict)

    def file(self, table: str, batch: int = 1, *, name: str | None = None, **options: Any) -> File:
        """A file of ``table`` (``community_correction`` for the workbook), under its right name."""
        of = shape("justice.subjects" if self.agency == "justice" else f"{self.agency}.{table}")
        own_name = name or of.file_name.replace("<batch>", f"{batch:02d}")
        made = File(folder=self, name=own_name, stem=of.stem, **options)
        self.files.append(made)
        return made

    def manifest(self, contents: dict[str, bytes]) -> bytes | None:
        """The bytes of the manifest; None when the sender makes none."""
        if self.bend is None:
            return None
        day = date.fromisoformat(f"{self.day[:4]}-{self.day[4:6]}-{self.day[6:]}")
        before = (day - timedelta(days=1)).isoformat()
        until = self.until or before
        document = {
            "agency": self.agency,
            "delivered_on": day.isoformat(),
            "produced_at": f"{day.isoformat()} 02:14:00",
            "kind": self.kind,
            "period": {"from": "2024-01-01" if self.kind == "full" else until, "to": until},
            "synthetic": True,
            "files": list(self._entries(contents)),
            **self.changes,
        }
        return self.bend(json.dumps(document, ensure_ascii=False, indent=1).encode())

    def _entries(self, contents: dict[str, bytes]) -> Iterator[dict[str, Any]]:
        for file in self.files:
            if file.entry is not None:
                entry = {
                    "name": file.name,
                    "table": file.stem,
                    "rows": sum(row.fate is not Fate.IGNORED for row in file.rows),
                    "sha256": hashlib.sha256(contents[file.name]).hexdigest(),
                    "bytes": len(contents[file.name]),
                    **file.entry,
                }
                yield {name: value for name, value in entry.items() if value is not None}
        for name in self.missing_files:
            yield {"name": name, "table": name.split("__")[0], "rows": 3, "sha256": "0" * 64}

    def write(self, root: Path) -> None:
        place = root / self.agency / self.day
        place.mkdir(parents=True, exist_ok=True)
        contents = {file.name: file.encode() for file in self.files}
        manifest = self.manifest(contents)
        extra = {} if manifest is None else {"_manifest.json": manifest}
        for name, data in {**contents, **self.litter, **extra}.items():
            (place / name).write_bytes(data)


@dataclass
class City:
    """All folders that the five agencies sent, and what must be known after taking them in."""

    folders: list[Folder] = field(default_factory=list)
    data_dates: dict[str, str] = field(default_factory=dict)
    # Files outside an agency's day, path → bytes: nothing of them can be taken, nothing overlooked.
    strays: dict[str, bytes] = field(default_factory=dict)

    def folder(self, agency: str, day: str, **options: Any) -> Folder:
        if any((folder.agency, folder.day) == (agency, day) for folder in self.folders):
            raise ValueError(f"two stories use the folder [{agency}/{day}]; give one another day")
        made = Folder(agency, day, **options)
        self.folders.append(made)
        return made

    def write(self, root: Path) -> None:
        for folder in self.folders:
            folder.write(root)
        for path, content in self.strays.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(content)

    @property
    def files(self) -> list[File]:
        return [file for folder in self.folders for file in folder.files]

    def deliveries(self) -> dict[str, tuple[Any, ...]]:
        """File → status, reason, received, accepted, quarantined, superseded."""
        strays = dict.fromkeys(self.strays, ("quarantined", "F6", 0, 0, 0, 0))
        return strays | {
            file.path: (file.status, file.reason, *file.counts()) for file in self.files
        }

    def quarantine(self) -> set[tuple[Any, ...]]:
        """(table, file, row or None, code, column or None)."""
        refused_files = {
            (file.path, None, file.reason, None)
            for file in self.files
            if file.status == "quarantined"
        }
        strays = {(path, None, "F6", None) for path in self.strays}
        return (
            strays
            | refused_files
            | {
                (file.path, number, row.code, row.column)
                for file in self._loaded()
                for number, row in file.numbered()
                if row.fate is Fate.REFUSED
            }
        )

    def warnings(self) -> set[tuple[Any, ...]]:
        """(file, table, row, code, column) of the warnings of rows; W9 rows are among them."""
        return {
            (file.path, row.table.table, number, *warning)
            for file in self._loaded()
            for number, row in file.numbered()
            for warning in (
                *row.warnings,
                *([("W9", None)] if row.fate is Fate.REPEATED else []),
            )
        }

    def file_warnings(self) -> set[tuple[str, str, str | None]]:
        """(file, code, column) of what is said of whole files."""
        return {(file.path, *_split(warning)) for file in self.files for warning in file.warnings}

    def live(self) -> dict[tuple[str, str], tuple[str, int]]:
        """(table, key) → the file and row of the current version."""
        found: dict[tuple[str, str], tuple[str, int]] = {}
        for file in self._loaded():
            for number, row in file.numbered():
                if row.fate is Fate.WINS:
                    place = (row.table.name, row.key)
                    if place in found:
                        raise AssertionError(f"[{place}] wins twice: {found[place]}, {file.path}")
                    found[place] = (file.path, number)
        return found

    def matters(self) -> dict[tuple[str, str], str]:
        """(table, key) → the criminal matter it belongs to, where a story says so."""
        return {
            (row.table.name, row.key): row.matter
            for file in self._loaded()
            for row in file.rows
            if row.fate is Fate.WINS and row.matter
        }

    def people(self) -> set[tuple[str, str, str]]:
        """(table, record, person as that agency numbers it) of everybody in the live records."""
        found = set()
        for file in self._loaded():
            for row in file.rows:
                name, key = row.table.name, row.key
                if row.fate is Fate.WINS and name in PEOPLE:
                    people, number = PEOPLE[name]
                    # A row written verbatim holds one person, as clean records do.
                    listed = row.content[people] if isinstance(row.content, dict) and people else []
                    numbers = [f"{key}#{person[number]}" for person in listed] or [f"{key}#1"]
                    found |= {(name, key, n) for n in (numbers if people else [key])}
        return found

    def readings(self) -> set[tuple[str, str, str, str]]:
        """(table, key, column, value) of values that are typed in one way and mean another."""
        return {
            (row.table.name, row.key, column, value)
            for file in self._loaded()
            for row in file.rows
            if row.fate is Fate.WINS
            for column, value in row.reads.items()
        }

    def _loaded(self) -> list[File]:
        return [file for file in self.files if file.status == "loaded"]


def _split(text: str) -> tuple[str, str | None]:
    code, _, column = text.partition(" ")
    return code, column or None
