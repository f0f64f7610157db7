"""Who reads, and what they may see: the one point through which everything is asked.

Belongs here: the reader of this process or mail, their scope, and opening a snapshot under it. Keep out:
how a scope narrows a snapshot (pipelines/scoping.py) and logging in, which is not there yet.

Pages, exports, links, reports and mails get their data from a snapshot opened here, so that nothing can
be asked outside a scope. A link or a saved view carries filters, never a scope: whoever opens it sees
what they may see themselves.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from pipelines.appdb.user import current_user
from pipelines.scoping import EVERYTHING, ReaderScope
from pipelines.snapshot import Snapshot, open_snapshot

REGIONS_VARIABLE = "CASELOOM_USER_REGIONS"
AGENCIES_VARIABLE = "CASELOOM_USER_AGENCIES"
ROLES_VARIABLE = "CASELOOM_USER_ROLES"
CASE_ACCESS_VARIABLE = "CASELOOM_USER_CASE_ACCESS"


@dataclass(frozen=True)
class Reader:
    """One reader. Without case access there are figures only, and small cells are suppressed."""

    name: str
    scope: ReaderScope = EVERYTHING
    has_case_access: bool = True
    # Findings in which officials take part are for this role alone.
    is_supervisor: bool = False


def current_reader() -> Reader:
    """The local development user, as the environment describes them; log-in replaces this function."""
    return Reader(
        current_user(),
        ReaderScope(_codes(REGIONS_VARIABLE), _codes(AGENCIES_VARIABLE)),
        os.environ.get(CASE_ACCESS_VARIABLE, "").strip().lower() not in ("no", "false", "0"),
        "supervision" in _codes(ROLES_VARIABLE),
    )


def open_for(reader: Reader, home: Path, version: str | None = None) -> Snapshot:
    """The snapshot of a home as this reader may see it; raises NoSnapshotError."""
    return open_snapshot(home, version, scope=reader.scope)


def _codes(variable: str) -> tuple[str, ...]:
    given = os.environ.get(variable, "")
    return tuple(sorted({code.strip() for code in given.split(",") if code.strip()}))
