"""The tree of a report: what it says, in an order, without a look.

Belongs here: the kinds of blocks, and the tree as JSON and back. Keep out: how a block comes about
(``compose.py``) and how it is written (``writers/``).

Every number carries the key of its figure (``keys.py``), so that each sentence and cell can be traced.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class Number:
    """One figure as printed. ``value`` is None where there is none or where it may not be told.

    ``text`` has no unit; ``key`` names the figure; ``is_hidden``: suppressed as a small cell.
    """

    text: str
    value: float | None
    key: str
    is_hidden: bool = False


Cell = str | Number


@dataclass(frozen=True)
class Sentence:
    """A sentence and the figures it rests on, in the order in which it names them."""

    text: str
    numbers: tuple[Number, ...] = ()


@dataclass(frozen=True)
class Heading:
    """``level`` 1 is 一、, 2 is (一); the number is part of the text."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """Sentences that follow each other. ``is_note``: small print."""

    sentences: tuple[Sentence, ...]
    is_note: bool = False

    @property
    def text(self) -> str:
        return "".join(sentence.text for sentence in self.sentences)


@dataclass(frozen=True)
class Table:
    """Rows under columns. ``kinds`` is text or number per column; ``is_annex``: in the workbook only."""

    id: str
    caption: str
    columns: tuple[str, ...]
    kinds: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    is_annex: bool = False


@dataclass(frozen=True)
class Series:
    """One line or row of bars; None where there is no value."""

    name: str
    numbers: tuple[Number, ...]


@dataclass(frozen=True)
class Chart:
    """``kind`` is line or bars; ``alt`` states the numbers in words."""

    id: str
    caption: str
    kind: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str
    alt: str


Block = Heading | Paragraph | Table | Chart
_KINDS = {"heading": Heading, "paragraph": Paragraph, "table": Table, "chart": Chart}


@dataclass(frozen=True)
class Document:
    """A whole report. ``number`` is the 发文字号 (without an issuer where none is set)."""

    report: str
    language: str
    title: str
    subtitle: str
    number: str
    issuer: str
    period: str
    first_day: date
    last_day: date
    scope: dict[str, str]
    scope_name: str
    as_of: date
    published_at: datetime
    snapshot: str
    link: str
    stamp: str
    blocks: tuple[Block, ...] = field(default=())

    def tables(self) -> list[Table]:
        return [block for block in self.blocks if isinstance(block, Table)]

    def charts(self) -> list[Chart]:
        return [block for block in self.blocks if isinstance(block, Chart)]

    def numbers(self) -> Iterator[Number]:
        """Every number of the report, in order."""
        for block in self.blocks:
            if isinstance(block, Paragraph):
                for sentence in block.sentences:
                    yield from sentence.numbers
            elif isinstance(block, Table):
                for row in block.rows:
                    yield from (cell for cell in row if isinstance(cell, Number))
            elif isinstance(block, Chart):
                for series in block.series:
                    yield from series.numbers

    @property
    def content_hash(self) -> str:
        """The same content has the same hash, whoever makes it and when."""
        return hashlib.sha256(to_json(self).encode()).hexdigest()


def to_json(document: Document) -> str:
    """The tree as one line of JSON; the same tree gives the same text."""
    plain = asdict(document)
    names = {kind: name for name, kind in _KINDS.items()}
    plain["blocks"] = [
        {"block": names[type(block)], **values}
        for block, values in zip(document.blocks, plain["blocks"], strict=True)
    ]
    return json.dumps(
        plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_text
    )


def from_json(text: str) -> Document:
    """The tree that ``to_json`` wrote."""
    plain = json.loads(text)
    plain["blocks"] = tuple(_block(values) for values in plain["blocks"])
    for name in ("first_day", "last_day", "as_of"):
        plain[name] = date.fromisoformat(plain[name])
    plain["published_at"] = datetime.fromisoformat(plain["published_at"])
    return Document(**plain)


def _block(values: dict[str, Any]) -> Block:
    kind = _KINDS[values.pop("block")]
    if kind is Paragraph:
        values["sentences"] = tuple(
            Sentence(said["text"], tuple(Number(**n) for n in said["numbers"]))
            for said in values["sentences"]
        )
    elif kind is Table:
        values["rows"] = tuple(
            tuple(cell if isinstance(cell, str) else Number(**cell) for cell in row)
            for row in values["rows"]
        )
    elif kind is Chart:
        values["series"] = tuple(
            Series(one["name"], tuple(Number(**n) for n in one["numbers"]))
            for one in values["series"]
        )
    return kind(**{name: tuple(v) if isinstance(v, list) else v for name, v in values.items()})


def _text(value: date | datetime) -> str:
    return value.isoformat()
