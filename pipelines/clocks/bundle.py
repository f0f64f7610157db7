"""The SQL of the clocks, compiled once: dbt's own output, kept beside the code that runs it.

Belongs here: writing the bundle from the dbt models, reading it. Keep out: running it (engine.py).

`caseloom clocks` must answer without a dbt start. So `make snapshots` compiles the relations of
models/intermediate/clocks, and the result is committed; a test compares both. The files are numbered in
the order in which they run; ``seeds.json`` says which seeds they read, with the types of the columns.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.transform import WAREHOUSE_VARIABLE

FOLDER = Path(__file__).parent / "sql"
SEEDS_NAME = "seeds.json"
PROJECT = Path(__file__).parents[2] / "dbt_project"
# What the warehouse tells the engine; a question brings its own events and is never counted in part.
INPUTS = ("int_clock_events", "int_clock_horizons", "int_clock_cases", "int_clock_inputs")
RESULT = "int_clock_explanations"
_MODEL, _SEED = "model.caseloom.", "seed.caseloom."


class BundleError(RuntimeError):
    """dbt could not compile the relations; the message carries what it said."""


@dataclass(frozen=True)
class Step:
    """One relation: its name and the query that makes it."""

    relation: str
    sql: str


@dataclass(frozen=True)
class Seed:
    """One seed: its file and the types of its columns, in order."""

    name: str
    path: Path
    columns: dict[str, str]


def read_steps() -> tuple[Step, ...]:
    """The committed queries in the order in which they run."""
    return tuple(
        Step(path.stem.split("_", 1)[1], path.read_text(encoding="utf-8"))
        for path in sorted(FOLDER.glob("*.sql"))
    )


def read_seeds() -> tuple[Seed, ...]:
    """The seeds that the queries read."""
    described = json.loads((FOLDER / SEEDS_NAME).read_text(encoding="utf-8"))
    return tuple(
        Seed(name, PROJECT / seed["path"], seed["columns"]) for name, seed in described.items()
    )


def compile_bundle(target: Path) -> dict[str, str]:
    """File name → content, compiled anew from the dbt project; dbt writes into ``target``.

    Raises BundleError.
    """
    options = {
        "--project-dir": PROJECT,
        "--profiles-dir": PROJECT,
        "--target-path": target,
        "--log-path": target,
        "--select": f"+{RESULT},path:models/intermediate/clocks",
    }
    arguments = [str(part) for option in options.items() for part in option]
    done = subprocess.run(
        [sys.executable, "-m", "dbt.cli.main", "--no-use-colors", "compile", *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, WAREHOUSE_VARIABLE: ":memory:"},
    )
    if done.returncode != 0:
        raise BundleError(f"dbt cannot compile the clocks:\n{done.stdout[-4000:]}")
    manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    return _render(manifest["nodes"])


def write_bundle(files: dict[str, str]) -> None:
    """Replace the committed files."""
    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.iterdir():
        path.unlink()
    for name, text in files.items():
        (FOLDER / name).write_text(text, encoding="utf-8")


def _render(nodes: dict[str, Any]) -> dict[str, str]:
    order = _in_order(nodes, _MODEL + RESULT)
    files = {}
    for number, key in enumerate(order, start=1):
        files[f"{number:02}_{nodes[key]['name']}.sql"] = _without_database(
            nodes[key]["compiled_code"]
        )
    seeds = sorted(
        {
            parent
            for key in order
            for parent in nodes[key]["depends_on"]["nodes"]
            if parent.startswith(_SEED)
        }
    )
    described = {
        nodes[key]["name"]: {
            "path": nodes[key]["original_file_path"],
            "columns": nodes[key]["config"]["column_types"],
        }
        for key in seeds
    }
    files[SEEDS_NAME] = json.dumps(described, ensure_ascii=False, indent=1) + "\n"
    return files


def _in_order(nodes: dict[str, Any], wanted: str) -> list[str]:
    """The relations behind one, parents first; of several ready ones by name."""
    order: list[str] = []

    def visit(key: str) -> None:
        if key in order or not key.startswith(_MODEL) or nodes[key]["name"] in INPUTS:
            return
        for parent in sorted(nodes[key]["depends_on"]["nodes"]):
            visit(parent)
        order.append(key)

    visit(wanted)
    return order


def _without_database(sql: str) -> str:
    """Names as `schema.relation`, without empty lines (templates leave many)."""
    named = re.sub(r'"\w+"\."(\w+)"\."(\w+)"', r"\1.\2", sql)
    lines = [line.rstrip() for line in named.splitlines()]
    return "\n".join(line for line in lines if line) + "\n"
