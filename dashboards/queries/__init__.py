"""The questions that pages ask of a snapshot, one SQL file each.

Belongs here: SQL files and reading them. Keep out: figures (they have a registry of their own) and
SQL put together in Python: a filter that is not set is a parameter that is NULL.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

_FOLDER = Path(__file__).parent


@lru_cache(maxsize=64)
def load_query(name: str) -> str:
    """The SQL of one question."""
    return (_FOLDER / f"{name}.sql").read_text(encoding="utf-8")
