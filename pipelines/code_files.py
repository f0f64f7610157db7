"""The files that say what a build does, in one order, and their digest.

Belongs here: what counts as code of the build. Keep out: when a digest matters (build, transform).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

_ENDINGS = (".sql", ".yml", ".yaml", ".csv", ".py", ".json")
_SKIPPED = frozenset({"target", "logs", "__pycache__", "tests"})


def code_files(folders: Iterable[Path]) -> list[Path]:
    """Models, macros, seeds, rules and programs under these folders, sorted folder by folder."""
    return [
        Path(folder) / name
        for root in folders
        for folder, folders_inside, names in os.walk(root)
        if not (folders_inside.sort() or _SKIPPED.intersection(Path(folder).parts))
        for name in sorted(names)
        if name.endswith(_ENDINGS)
    ]


def code_digest(folders: Iterable[Path]) -> str:
    """SHA-256 over names and bytes of the files of these folders."""
    digest = hashlib.sha256()
    for path in code_files(folders):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
