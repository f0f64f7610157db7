"""Foreign files damaged at random: whatever arrives, it is accounted for and harms nothing else.

Belongs here: mutations of delivered bytes and manifests, and what must hold for all of them. Keep
out: planted faults with a known reason (the stories). ``CASELOOM_PROVE=1`` runs many seeds over all
folders, else one seed runs over a few. When this fails, one bad byte stops a city's night.
"""

from __future__ import annotations

import os
import random
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.home import Home
from pipelines.intake.run import run_intake
from tests.foreign.city import make_city

PROVE = bool(os.environ.get("CASELOOM_PROVE"))
SEEDS = range(20) if PROVE else range(1)
FOLDERS = None if PROVE else 14
DAMAGED_SHARE = 0.4

Mutation = Callable[[bytes, random.Random], bytes]


def _cut(data: bytes, dice: random.Random) -> bytes:
    return data[: dice.randrange(len(data) + 1)]


def _flip(data: bytes, dice: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(dice.choice((1, 1, 5, 50)) if changed else 0):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def _insert(data: bytes, dice: random.Random) -> bytes:
    place = dice.randrange(len(data) + 1)
    piece = dice.choice((b"\0", b'"', b"\r", b"\n", b",", b"<", b"&", b"\xff\xfe", b"\x1a", b"\\"))
    return data[:place] + piece * dice.choice((1, 1, 3, 4096)) + data[place:]


def _swap_lines(data: bytes, dice: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    dice.shuffle(lines)
    return b"".join(lines)


def _repeat(data: bytes, dice: random.Random) -> bytes:
    return data * dice.choice((2, 3))


def _drop_piece(data: bytes, dice: random.Random) -> bytes:
    start = dice.randrange(len(data) + 1)
    return data[:start] + data[start + dice.randrange(1, 40) :]


def _zeros(data: bytes, dice: random.Random) -> bytes:
    """What a disk writes that ran full: the right length, and nothing in it."""
    place = dice.randrange(len(data) + 1)
    return data[:place] + b"\0" * (len(data) - place)


MUTATIONS: tuple[Mutation, ...] = (
    _cut,
    _flip,
    _insert,
    _swap_lines,
    _repeat,
    _drop_piece,
    _zeros,
)


def damage(landing: Path, dice: random.Random) -> set[tuple[str, str | None]]:
    """Damage some files in place; returns the (agency, file stem) that are touched by it."""
    touched = set()
    for path in sorted(path for path in landing.rglob("*") if path.is_file()):
        relative = path.relative_to(landing)
        if dice.random() > DAMAGED_SHARE or relative.name.startswith("."):
            continue
        path.write_bytes(dice.choice(MUTATIONS)(path.read_bytes(), dice))
        if relative.name == "_manifest.json":
            # It speaks of every file beside it.
            neighbours = [other.name.split("__")[0] for other in path.parent.iterdir()]
            touched |= {(relative.parts[0], stem) for stem in [*neighbours, None]}
        else:
            touched.add((relative.parts[0], relative.name.split("__")[0]))
    return touched


def take_in(landing: Path, home: Home) -> dict[str, list[tuple[Any, ...]]]:
    home.create()
    with home.builder_lock(wait_seconds=5):
        run_intake(home, landing=landing)
    with duckdb.connect(str(home.warehouse), read_only=True) as connection:
        return {
            name: connection.execute(sql).fetchall()
            for name, sql in {
                "deliveries": """
                    select file_name, agency, table_name, status, reason, rows_received,
                        rows_accepted, rows_quarantined, rows_superseded
                    from ledger.deliveries order by all""",
                "quarantine": "select file_name, reason_code from ledger.quarantine order by all",
                "versions": "select * from ledger.record_versions order by all",
            }.items()
        }


@pytest.mark.parametrize("seed", SEEDS)
def test_damaged_deliveries_are_accounted_for_and_harm_nothing_else(
    seed: int, tmp_path: Path
) -> None:
    dice = random.Random(f"mutations {seed}")
    whole, landing = tmp_path / "whole", tmp_path / "landing"
    city = make_city()
    if FOLDERS:
        city.folders = dice.sample(city.folders, FOLDERS)
    city.write(whole)
    shutil.copytree(whole, landing)
    touched = damage(landing, dice)
    before, after = (
        take_in(whole, Home(tmp_path / "before")),
        take_in(landing, Home(tmp_path / "after")),
    )

    present = {
        str(path.relative_to(landing))
        for path in landing.rglob("*")
        if path.is_file() and path.name != "_manifest.json" and not path.name.startswith(".")
    }
    assert {line[0] for line in after["deliveries"]} == present
    refused = Counter(name for name, code in after["quarantine"] if code.startswith("Q"))
    for name, _, _, status, reason, received, accepted, quarantined, superseded in after[
        "deliveries"
    ]:
        assert received == accepted + quarantined + superseded, name
        if status == "loaded":
            assert (reason, refused[name]) == (None, quarantined), name
        else:
            assert (accepted, bool(reason)) == (0, True), name

    for name in ("deliveries", "versions"):
        for state in (before, after):
            place = 1 if name == "deliveries" else 0
            state[name] = [
                line for line in state[name] if (line[place], _stem(line, place)) not in touched
            ]
        assert after[name] == before[name]


def _stem(line: tuple[Any, ...], agency: int) -> str | None:
    """The file stem of a line: the bureau's tables come in one workbook."""
    return "community_correction" if line[agency] == "justice" else line[agency + 1]
