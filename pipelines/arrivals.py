"""What has arrived and is not in the ledger yet, and whether it is still being copied.

Belongs here: comparing the landing folder with the ledger by name, size and time, hashing only what
could have changed. Keep out: taking files in (intake) and asking for runs (defs/landing).
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import duckdb

from pipelines.home import Home
from pipelines.intake.landing import scan_landing
from pipelines.intake.store import hash_file


@dataclass(frozen=True)
class Arrivals:
    """New files and manifests. ``signature`` changes with every size, time and name among them."""

    names: tuple[str, ...]
    days: tuple[date, ...]
    agencies: tuple[str, ...]
    signature: str


@dataclass(frozen=True)
class Watch:
    """What a watcher remembers between two looks: the last signature, since when, and if asked.

    Times are seconds since the epoch; ``requested_at`` is 0 before a run was asked for.
    """

    signature: str = ""
    since: float = 0.0
    requested_at: float = 0.0

    @classmethod
    def read(cls, text: str | None) -> Watch:
        """The watch written by ``write``; a fresh one where there is none."""
        return cls(**json.loads(text)) if text else cls()

    def write(self) -> str:
        return json.dumps(asdict(self))

    def look(self, signature: str, now: float) -> Watch:
        """The same watch while nothing moves; a new one from the moment that something did."""
        return self if signature == self.signature else Watch(signature, now)

    def is_quiet(self, now: float, *, quiet_seconds: float) -> bool:
        """Whether nothing has moved for ``quiet_seconds``."""
        return now - self.since >= quiet_seconds


def find_arrivals(home: Home, landing: Path) -> Arrivals:
    """Files and manifests in ``landing`` that the ledger does not know as they are.

    The caller holds the builder's lock: the ledger has one user at a time. Known files whose size
    and time say that they are what was read are not hashed again.
    """
    known_files, known_manifests = _read_ledger(home)
    folder = scan_landing(landing)
    new: dict[str, Path] = {}
    for file in folder.files:
        status = file.path.stat()
        lines = known_files.get(file.name, [])
        untouched = any(
            size == status.st_size and received >= status.st_mtime for size, received, _ in lines
        )
        if not untouched and not _is_known(file.path, {sha256 for _, _, sha256 in lines}):
            new[file.name] = file.path
    for manifest in folder.manifests:
        if known_manifests.get(manifest.name) != manifest.sha256:
            new[manifest.name] = landing / manifest.name
    days = {file.delivered_on for file in folder.files if file.name in new and file.delivered_on}
    return Arrivals(
        names=tuple(new),
        days=tuple(sorted(days)),
        agencies=tuple(sorted({name.split("/")[0] for name in new})),
        signature=_sign(new),
    )


def _is_known(path: Path, hashes: set[str]) -> bool:
    return bool(hashes) and hash_file(path)[0] in hashes


def _sign(files: dict[str, Path]) -> str:
    digest = hashlib.sha256()
    for name, path in sorted(files.items()):
        status = path.stat()
        digest.update(f"{name}\n{status.st_size}\n{status.st_mtime_ns}\n".encode())
    return digest.hexdigest() if files else ""


def _read_ledger(home: Home) -> tuple[dict[str, list[tuple[int, float, str]]], dict[str, str]]:
    """(name → (size, received at, sha256) of each version, manifest name → newest sha256)."""
    if not home.warehouse.exists():
        return {}, {}
    with duckdb.connect(str(home.warehouse), read_only=True) as connection:
        tables = connection.execute(
            "select table_name from duckdb_tables() where schema_name = 'ledger'"
        ).fetchall()
        if ("files",) not in tables or ("manifests",) not in tables:
            return {}, {}
        files: dict[str, list[tuple[int, float, str]]] = {}
        for name, size, received_at, sha256 in connection.execute(
            "select file_name, byte_count, received_at, sha256 from ledger.files"
        ).fetchall():
            files.setdefault(name, []).append((size, received_at.timestamp(), sha256))
        manifests = connection.execute(
            "select file_name, arg_max(sha256, seen_order) from ledger.manifests group by file_name"
        ).fetchall()
    return files, dict(manifests)
