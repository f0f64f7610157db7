"""The home: where one installation keeps its store, warehouse, snapshots, key and lock.

Belongs here: paths, the identity key, the one-builder lock and the limits of intake.
Keep out: what is written into those places.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

from filelock import FileLock, Timeout

HOME_VARIABLE = "CASELOOM_HOME"
KEY_VARIABLE = "CASELOOM_KEY"
LANDING_VARIABLE = "CASELOOM_LANDING"
LIMIT_PREFIX = "CASELOOM_LIMIT_"
MEBIBYTE = 1024 * 1024


class HomeBusyError(RuntimeError):
    """Another builder holds the home; the message says who to wait for and what to do."""


@dataclass(frozen=True)
class Home:
    """The folder of one installation and the fixed places in it."""

    path: Path

    @property
    def landing(self) -> Path:
        """Where agencies drop files: ``$CASELOOM_LANDING`` (a share, say), else in the home."""
        return Path(os.environ.get(LANDING_VARIABLE) or self.path / "landing")

    @property
    def store(self) -> Path:
        return self.path / "store"

    @property
    def warehouse(self) -> Path:
        return self.path / "warehouse" / "warehouse.duckdb"

    @property
    def work(self) -> Path:
        return self.path / "work"

    @property
    def snapshots(self) -> Path:
        return self.path / "snapshots"

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def key_file(self) -> Path:
        return self.path / "key"

    @property
    def lock_file(self) -> Path:
        return self.path / "builder.lock"

    def create(self) -> Home:
        """Make the folders that are missing and the identity key; returns self."""
        for folder in (self.store, self.warehouse.parent, self.work, self.snapshots, self.logs):
            folder.mkdir(parents=True, exist_ok=True)
        self.identity_key()
        return self

    def identity_key(self) -> str:
        """The key of the pseudonyms: ``$CASELOOM_KEY``, else made once in the home.

        A lost key gives every case and person a new id, so it is never overwritten.
        """
        from_environment = os.environ.get(KEY_VARIABLE)
        if from_environment:
            return from_environment
        if not self.key_file.exists():
            draft = self.path / f".key-{os.getpid()}"
            draft.write_text(secrets.token_hex(32), encoding="ascii")
            draft.chmod(0o600)
            # link() refuses to replace, so that two first builders agree on one key.
            with contextlib.suppress(FileExistsError):
                os.link(draft, self.key_file)
            draft.unlink()
        return self.key_file.read_text(encoding="ascii").strip()

    @contextlib.contextmanager
    def builder_lock(self, *, wait_seconds: float = 600.0) -> Iterator[None]:
        """Hold the home as its one builder; the kernel frees the lock of a killed process.

        Raises:
            HomeBusyError: another builder did not finish within ``wait_seconds``.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.lock_file, timeout=wait_seconds)
        try:
            lock.acquire()
        except Timeout as error:
            raise HomeBusyError(
                f"another build is using the home [{self.path}] and did not finish within "
                f"[{wait_seconds:.0f}] s; wait for it, or stop it, and start again"
            ) from error
        try:
            yield
        finally:
            lock.release()


def find_home(path: Path | None = None) -> Home:
    """The home at ``path``, else at ``$CASELOOM_HOME``, else ``./var``."""
    return Home((path or Path(os.environ.get(HOME_VARIABLE) or "var")).absolute())


@dataclass(frozen=True)
class Limits:
    """What one delivered file may cost; beyond it the file is refused with F7.

    Each field can be set by ``CASELOOM_LIMIT_<FIELD>`` (upper case), an integer.
    """

    file_bytes: int = 2048 * MEBIBYTE
    expanded_bytes: int = 8192 * MEBIBYTE
    workbook_bytes: int = 512 * MEBIBYTE
    expansion_ratio: int = 400
    field_bytes: int = 16 * MEBIBYTE
    nesting: int = 32
    seconds: int = 600
    worker_bytes: int = 6144 * MEBIBYTE
    workers: int = 2


def find_limits() -> Limits:
    """The limits in force; raises ValueError for a setting that is not an integer."""
    chosen = {}
    for field in fields(Limits):
        text = os.environ.get(f"{LIMIT_PREFIX}{field.name.upper()}")
        if text:
            try:
                chosen[field.name] = int(text)
            except ValueError as error:
                raise ValueError(
                    f"[{LIMIT_PREFIX}{field.name.upper()}={text}] is not a whole number"
                ) from error
    return Limits(**chosen)
