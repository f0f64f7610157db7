"""Committed snapshots: what the house looks like, so that a change shows in the diff.

Belongs here: comparing with, and rewriting of, a committed JSON file. Keep out: what is compared.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

UPDATE_VARIABLE = "CASELOOM_UPDATE_SNAPSHOTS"


def check_snapshot(path: Path, value: Any) -> None:
    """Assert that ``value`` (plain JSON) is what the file says; `make snapshots` rewrites the file."""
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if os.environ.get(UPDATE_VARIABLE):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return
    written = path.read_text(encoding="utf-8") if path.exists() else ""
    assert text == written, (
        f"[{path.name}] no longer says what is there; if the change is meant, run `make snapshots` "
        "and commit the file"
    )
