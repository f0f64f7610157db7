"""The parsed dbt project: made when the project changed, read by whoever needs its graph.

Belongs here: keeping one up-to-date `manifest.json`. Keep out: running dbt (transform.py) and what
readers make of the manifest.

Dagster's definitions, the data dictionary and the layering lint all lean on it. Parsing takes
seconds, so it happens only when a file of the project is not the one that was parsed.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from filelock import FileLock

from pipelines.transform import project_dir

_PARTS = ("models", "macros", "seeds", "tests", "snapshots", "analyses")
_STAMP = "fingerprint"


class ManifestError(RuntimeError):
    """dbt could not parse the project; the message carries what it said."""


def prepare_manifest() -> Path:
    """The path of a manifest that fits the dbt project as it stands; raises ManifestError."""
    project = project_dir()
    target = project / "target" / "parsed"
    target.mkdir(parents=True, exist_ok=True)
    # Several processes ask at once (tests, Dagster's servers); one parses, the others wait.
    with FileLock(target / ".lock", timeout=300):
        manifest, stamp = target / "manifest.json", target / _STAMP
        fingerprint = _project_fingerprint(project)
        known = stamp.read_text(encoding="ascii") if stamp.exists() else ""
        if not manifest.exists() or known != fingerprint:
            stamp.unlink(missing_ok=True)
            _parse(project, target)
            stamp.write_text(fingerprint, encoding="ascii")
    return manifest


def read_manifest() -> dict[str, Any]:
    """The manifest as dbt writes it: `nodes`, `sources`, `docs`, `child_map`, …"""
    return json.loads(prepare_manifest().read_text(encoding="utf-8"))


def _project_fingerprint(project: Path) -> str:
    digest = hashlib.sha256()
    files = [project / "dbt_project.yml", project / "profiles.yml"]
    for part in _PARTS:
        files += sorted(path for path in (project / part).rglob("*") if path.is_file())
    for path in files:
        if "__pycache__" not in path.parts:
            digest.update(f"{path.relative_to(project)}\n".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _parse(project: Path, target: Path) -> None:
    command = [sys.executable, "-m", "dbt.cli.main", "--no-use-colors", "parse"]
    options = {
        "--project-dir": project,
        "--profiles-dir": project,
        "--target-path": target,
        "--log-path": target,
    }
    arguments = [str(part) for option in options.items() for part in option]
    done = subprocess.run(
        [*command, *arguments], capture_output=True, text=True, cwd=project.parent
    )
    if done.returncode != 0:
        raise ManifestError(
            f"dbt cannot parse [{project}]:\n{done.stdout[-4000:]}{done.stderr[-2000:]}"
        )
