"""Definitions of reports: data in ``definitions/*.yml``, read and checked.

Belongs here: what a definition may say. Keep out: figures (registries) and words (the catalogue, under
``report.<id>.title`` and ``report.part.<part>``).

A part has a heading and blocks. A block is one of
    say: [metric, metric:variant, …]     sentences; drivers: true adds which charges drive a change
    tell: listing                        a sentence over the one row of a listing
    table: id, metrics: […]              a line per metric beside its bases
    table: id, metrics: […], months: n   a line per month
    table: id, metrics: […], by: cut     a line per region, agency, charge or member of a breakdown
    table: id, listing: name             the rows of a listing; annex: true puts it in the workbook only,
                                         needs_rows: true leaves it out where it has none,
                                         printed: n prints so many rows and puts all into the workbook
    chart: id, metrics: […], months: n   lines
    chart: id, metrics: [one], by: cut   bars
    chart: id, listing: name, label: column, value: column
``needs: relation`` shows a block or part only where the snapshot has that relation; ``is_of_places: true`` says of a
part that it is not cut by agency or charge.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from dashboards.reports.periods import GRAINS

_FOLDER = Path(__file__).parent / "definitions"
_BLOCKS = ("say", "tell", "table", "chart")
_OPTIONS = {
    "say": {"drivers"},
    "tell": set(),
    "table": {"metrics", "months", "by", "top", "listing", "annex", "needs_rows", "printed"},
    "chart": {"metrics", "months", "by", "top", "listing", "label", "value"},
}


class DefinitionError(ValueError):
    """A definition that says what it may not; the message names it."""


@dataclass(frozen=True)
class BlockDefinition:
    """One block: ``kind`` of say, tell, table, chart; ``subject`` its list, listing or id."""

    kind: str
    subject: Any
    options: dict[str, Any] = field(default_factory=dict)
    needs: str = ""

    @property
    def metrics(self) -> list[str]:
        """The metrics that it names, each ``id`` or ``id:variant``."""
        found = self.subject if self.kind == "say" else self.options.get("metrics", [])
        return [str(name) for name in found]

    @property
    def listing(self) -> str | None:
        """The listing that it draws from."""
        return self.subject if self.kind == "tell" else self.options.get("listing")


@dataclass(frozen=True)
class Part:
    """A heading (``report.part.<heading>``) and its blocks; ``level`` 1 or 2."""

    heading: str
    blocks: tuple[BlockDefinition, ...]
    level: int = 1
    needs: str = ""
    is_of_places: bool = False


@dataclass(frozen=True)
class Definition:
    """One report. ``page`` is where its numbers can be looked at; ``needs_charge``: it is about one."""

    id: str
    grain: str
    page: str
    parts: tuple[Part, ...]
    needs_charge: bool = False

    @property
    def metrics(self) -> set[str]:
        return {name for part in self.parts for block in part.blocks for name in block.metrics}

    @property
    def listings(self) -> set[str]:
        return {b.listing for part in self.parts for b in part.blocks if b.listing}


@lru_cache(maxsize=1)
def load_definitions() -> dict[str, Definition]:
    """Every report by id, in the order of their grain, then of their name."""
    found = [_read(path) for path in _FOLDER.glob("*.yml")]
    found.sort(key=lambda one: (GRAINS.index(one.grain), one.id))
    return {one.id: one for one in found}


def _read(path: Path) -> Definition:
    given = yaml.safe_load(path.read_text(encoding="utf-8"))
    try:
        if given["grain"] not in GRAINS:
            raise DefinitionError(f"[{path.name}] has a grain that is none of {GRAINS}")
        parts = tuple(_part(path.name, part) for part in given["parts"])
        charge = bool(given.get("needs_charge", False))
        return Definition(path.stem, given["grain"], given["page"], parts, charge)
    except (KeyError, TypeError) as error:
        raise DefinitionError(f"[{path.name}] lacks {error}") from error


def _part(file: str, given: dict[str, Any]) -> Part:
    blocks = tuple(_block(file, block) for block in given["blocks"])
    return Part(
        given["heading"],
        blocks,
        int(given.get("level", 1)),
        given.get("needs", ""),
        bool(given.get("is_of_places", False)),
    )


def _block(file: str, given: dict[str, Any]) -> BlockDefinition:
    kinds = [kind for kind in _BLOCKS if kind in given]
    if len(kinds) != 1:
        raise DefinitionError(f"a block of [{file}] is not one of {_BLOCKS}: {given}")
    kind = kinds[0]
    options = {name: value for name, value in given.items() if name not in (kind, "needs")}
    if wrong := set(options) - _OPTIONS[kind]:
        raise DefinitionError(f"a {kind} of [{file}] does not know {sorted(wrong)}")
    return BlockDefinition(kind, given[kind], options, given.get("needs", ""))
