"""The immutable store: received bytes under their SHA-256, written once.

Belongs here: copying in, finding a stored file. Keep out: what the bytes mean.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

CHUNK_BYTES = 1024 * 1024


def hash_file(path: Path) -> tuple[str, int]:
    """(SHA-256 as hex, size in bytes) of a file."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as handle:
        while chunk := handle.read(CHUNK_BYTES):
            digest.update(chunk)
            size += len(chunk)
    return digest.hexdigest(), size


def stored_path(store: Path, sha256: str) -> Path:
    """Where the bytes with this hash are (or will be) kept."""
    return store / sha256[:2] / sha256


def store_file(store: Path, source: Path, sha256: str) -> Path:
    """Copy ``source`` into the store unless it is there; returns the stored path.

    Raises:
        OSError: the copy could not be written.
        ValueError: the file changed between hashing and copying.
    """
    target = stored_path(store, sha256)
    if target.exists():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{sha256}-{os.getpid()}")
    digest = hashlib.sha256()
    with source.open("rb") as reader, draft.open("wb") as writer:
        while chunk := reader.read(CHUNK_BYTES):
            digest.update(chunk)
            writer.write(chunk)
    if digest.hexdigest() != sha256:
        draft.unlink()
        raise ValueError(f"file [{source}] changed while it was read; deliver it again")
    draft.chmod(0o444)
    draft.rename(target)
    return target
