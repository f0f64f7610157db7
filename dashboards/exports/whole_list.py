"""Whole lists as files: every row of a question that pages ask page by page.

Belongs here: reading such a list in parts, so that a million rows do not stand in memory twice. Keep out: which
columns a file has (the page).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dashboards.metrics.book import Source

PART_ROWS = 100_000


def read_whole(source: Source, sql: str, parameters: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The rows of a question with ``$row_limit`` and ``$row_offset``, to the last one.

    ``source`` is a snapshot: what a view answers is remembered, and whole lists are too large for that.
    """
    offset = 0
    while True:
        part = source.query(sql, {**parameters, "row_limit": PART_ROWS, "row_offset": offset})
        yield from part.to_dict("records")
        if len(part) < PART_ROWS:
            return
        offset += PART_ROWS
