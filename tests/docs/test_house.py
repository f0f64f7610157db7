"""The house is in order: layout, sizes, charters, nothing that belongs to one machine."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.docs.conftest import REPOSITORY

TOP_LEVEL = {
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "Makefile",
    "README.md",
    "README.zh-CN.md",
    "benchmarks",
    "dashboards",
    "data_samples",
    "dbt_project",
    "deploy",
    "docs",
    "models",
    "pipelines",
    "pyproject.toml",
    "tests",
}
# Written in pieces, so that this file does not find itself.
FOREIGN = [
    r"(^|[^A-Za-z0-9_.-])/(" + "|".join(["wor" + "k", "far" + "m", "ro" + "ot"]) + r")/",
    "python" + "hosted",
    r"pyp" + r"i\.org",
    r"npm" + r"js\.org",
    r"deb\." + "debian",
]
LEFTOVERS = [
    "TO" + "DO",
    "FIX" + "ME",
    "# no" + "qa",
    "type: " + "ignore",
    r"pytest\.mark\.(sk" + "ip|xf" + "ail)",
    r"pytest\.sk" + r"ip\(",
    "raise NotImplemented" + "Error",
]
MAX_LINES = {".py": 400, ".sql": 250}


def _texts(tracked: list[Path], *endings: str) -> dict[Path, str]:
    found = {}
    for path in tracked:
        if not endings or path.suffix in endings:
            try:
                found[path] = (REPOSITORY / path).read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue
    return found


def test_top_level_is_the_agreed_one(tracked: list[Path]) -> None:
    """People look for things where the design says that they are."""
    names = {path.parts[0] for path in tracked if not path.parts[0].startswith(".")}
    extra = {name for name in names - TOP_LEVEL if not re.fullmatch(r"requirements.*\.txt", name)}
    assert extra == set()


def test_no_machine_path_or_registry_host(tracked: list[Path]) -> None:
    """A path or mirror of one machine breaks every other one."""
    found = [
        f"{path}: {match[0]}"
        for path, text in _texts(tracked).items()
        for pattern in FOREIGN
        if (match := re.search(pattern, text, re.MULTILINE))
    ]
    assert found == []


def test_no_leftovers(tracked: list[Path]) -> None:
    """Work that is put off belongs into an issue, a silenced warning into a fix."""
    found = [
        f"{path}: {match[0]}"
        for path, text in _texts(tracked, ".py", ".sql", ".sh", "").items()
        for pattern in LEFTOVERS
        if (match := re.search(pattern, text))
    ]
    assert found == []


def test_files_hold_one_thing(tracked: list[Path]) -> None:
    """A file that is too long to read in one sitting holds more than one thing."""
    long = {
        str(path): count
        for path, text in _texts(tracked, *MAX_LINES).items()
        if (count := len(text.splitlines())) > MAX_LINES[path.suffix]
    }
    assert long == {}


def test_every_module_opens_with_its_charter(tracked: list[Path]) -> None:
    """A newcomer learns from the first lines what belongs into a file and what does not."""
    silent = [
        str(path)
        for path, text in _texts(tracked, ".py").items()
        if text.strip() and not ast.get_docstring(ast.parse(text))
    ]
    assert silent == []
    without_charter = [
        str(path)
        for path, text in _texts(tracked, ".py").items()
        if path.parts[0] in ("pipelines", "models", "data_samples")
        and path.name != "__init__.py"
        and "Keep out" not in (ast.get_docstring(ast.parse(text)) or "")
    ]
    assert without_charter == []


def test_lock_is_hash_pinned_and_complete() -> None:
    """An unpinned line would install something else tomorrow than what was tested today."""
    for name in ("requirements.txt", "requirements-uv.txt"):
        text = (REPOSITORY / name).read_text(encoding="utf-8")
        entries = re.split(r"\n(?=[a-zA-Z])", text.split("\n", 1)[1])
        assert entries, name
        for entry in entries:
            assert re.match(r"[a-zA-Z0-9._-]+(\[[a-z,-]+\])?==\S+", entry), f"{name}: {entry[:60]}"
            assert "--hash=sha256:" in entry, f"{name}: {entry[:60]}"
        assert not re.search(r"https?://|--(extra-)?index", text), name


def test_lock_holds_what_the_project_asks_for() -> None:
    """A dependency without its line in the lock is missing after a fresh `make setup`."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    lock = (REPOSITORY / "requirements.txt").read_text(encoding="utf-8")
    pinned = dict(re.findall(r"^([a-z0-9._-]+)(?:\[[a-z,-]+\])?==(\S+)", lock, re.MULTILINE))
    for requirement in map(Requirement, asked):
        version = pinned.get(canonicalize_name(requirement.name))
        assert version, requirement.name
        assert requirement.specifier.contains(version), f"{requirement} but [{version}] is locked"


def test_yaml_files_can_be_read(tracked: list[Path]) -> None:
    for path, text in _texts(tracked, ".yml", ".yaml").items():
        assert yaml.safe_load(text) is not None, path


def test_ci_runs_what_people_run() -> None:
    """Green on CI must mean what `make test` means at home."""
    text = (REPOSITORY / ".ci" / "run").read_text(encoding="utf-8")
    assert re.search(r"^exec make test\b", text, re.MULTILINE)
    assert "set -euo pipefail" in text
