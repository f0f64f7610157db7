"""What lies in the landing folder: delivered files and manifests, by name only.

Belongs here: walking the folder, naming rules (agency / day / table__batch.ext), manifests.
Keep out: reading the content of data files.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pipelines.contract import Contract, load_contracts

MANIFEST_NAME = "_manifest.json"
# What a 64-bit column of the ledger can hold; a larger number of rows is no number of rows.
MAX_ROWS = 2**63 - 1
# A manifest is a short list; a larger one is treated as unreadable rather than parsed.
MAX_MANIFEST_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True)
class LandedFile:
    """One file as it lies in the landing folder. ``name`` is its path inside, with slashes.

    ``stem`` is the contract's file stem, ``batch`` its serial; both None when the name matches no
    contract (F6).
    """

    name: str
    path: Path
    agency: str
    delivered_on: date | None
    stem: str | None
    batch: int | None


@dataclass(frozen=True)
class LandedManifest:
    """One manifest file, not yet judged."""

    name: str
    agency: str
    day: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Landing:
    files: tuple[LandedFile, ...]
    manifests: tuple[LandedManifest, ...]


def scan_landing(folder: Path) -> Landing:
    """Everything under ``folder`` except names (files or folders) that start with a dot.

    Raises:
        FileNotFoundError: the folder does not exist.
    """
    if not folder.is_dir():
        raise FileNotFoundError(
            f"landing folder [{folder}] does not exist; name it with --landing or create it"
        )
    files, manifests = [], []
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if any(part.startswith(".") for part in relative.parts) or not path.is_file():
            continue
        if path.name == MANIFEST_NAME and len(relative.parts) == 3:
            agency, day, _ = relative.parts
            content = path.read_bytes() if path.stat().st_size <= MAX_MANIFEST_BYTES else b""
            manifests.append(LandedManifest(relative.as_posix(), agency, day, content))
        else:
            files.append(_name_file(relative, path))
    return Landing(tuple(files), tuple(manifests))


def _name_file(relative: Path, path: Path) -> LandedFile:
    parts = relative.parts
    agency = parts[0] if len(parts) > 1 else ""
    delivered_on = parse_day(parts[1]) if len(parts) > 2 else None
    stem, batch = None, None
    if len(parts) == 3 and delivered_on is not None:
        stem, batch = match_file_name(agency, parts[2])
    return LandedFile(relative.as_posix(), path, agency, delivered_on, stem, batch)


def match_file_name(agency: str, name: str) -> tuple[str | None, int | None]:
    """(stem, batch) of the contract of ``agency`` that the name matches, else (None, None)."""
    for contract in load_contracts():
        match = contract.file_pattern.fullmatch(name) if contract.agency == agency else None
        if match:
            return contract.file_stem, int(match["batch"])
    return None, None


def contracts_of_file(agency: str, stem: str) -> tuple[Contract, ...]:
    """The contracts that one file delivers: one, or the sheets of a workbook."""
    return tuple(
        contract
        for contract in load_contracts()
        if (contract.agency, contract.file_stem) == (agency, stem)
    )


def parse_day(text: str) -> date | None:
    """The date of a folder name YYYYMMDD, else None."""
    if len(text) != 8 or not text.isascii() or not text.isdigit():
        return None
    try:
        return datetime.strptime(text, "%Y%m%d").date()
    except ValueError:
        return None


@dataclass(frozen=True)
class ManifestEntry:
    """What a manifest says of one file; None where it says nothing usable."""

    name: str
    rows: int | None
    sha256: str | None
    supersedes: str | None


@dataclass(frozen=True)
class Manifest:
    """A manifest that can be believed: readable, of this day and of this agency."""

    agency: str
    delivered_on: date
    kind: str | None
    period_to: date | None
    entries: dict[str, ManifestEntry]


def read_manifest(agency: str, day: str, content: bytes) -> Manifest | None:
    """The manifest of one folder, or None when it counts as absent (contracts, section 1)."""
    delivered_on = parse_day(day)
    try:
        document = json.loads(content.decode("utf-8-sig"))
        named = date.fromisoformat(str(document["delivered_on"]))
        if delivered_on is None or named != delivered_on or document["agency"] != agency:
            return None
        entries = [_read_entry(entry) for entry in document["files"]]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return Manifest(
        agency=agency,
        delivered_on=delivered_on,
        kind=document.get("kind") if isinstance(document.get("kind"), str) else None,
        period_to=_read_period_end(document.get("period")),
        entries={entry.name: entry for entry in entries},
    )


def _read_entry(entry: dict[str, Any]) -> ManifestEntry:
    rows, sha256, supersedes = entry.get("rows"), entry.get("sha256"), entry.get("supersedes")
    return ManifestEntry(
        name=str(entry["name"]),
        rows=rows if type(rows) is int and 0 <= rows <= MAX_ROWS else None,
        sha256=sha256.strip().lower() if isinstance(sha256, str) and sha256.strip() else None,
        supersedes=supersedes if isinstance(supersedes, str) and supersedes else None,
    )


def _read_period_end(period: Any) -> date | None:
    try:
        return date.fromisoformat(str(period["to"]))
    except (TypeError, KeyError, ValueError):
        return None
