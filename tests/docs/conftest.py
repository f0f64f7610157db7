"""Fixtures of the documentation's tests: tracked files and texts."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def tracked() -> list[Path]:
    """Every tracked file that exists, relative to the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, text=True, check=True
    ).stdout
    return [Path(name) for name in listed.split("\0") if name and (REPOSITORY / name).exists()]


@pytest.fixture(scope="session")
def guides() -> dict[str, str]:
    """The Markdown that people read, by path: root files and docs/."""
    paths = [*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md")]
    return {str(p.relative_to(REPOSITORY)): p.read_text(encoding="utf-8") for p in sorted(paths)}
