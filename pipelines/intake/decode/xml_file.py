"""XML: records under one root, lists as ``X列表`` elements, read element by element.

Belongs here: bytes → records. Entities are never expanded and nothing is fetched.
Keep out: what a field may contain.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from pipelines.contract import Column, Contract
from pipelines.home import Limits
from pipelines.intake.decode.outcome import FileOutcome, RefusalError
from pipelines.intake.decode.sink import ContractSink, RecordFlattener

CHUNK_BYTES = 1024 * 1024
PROLOG_BYTES = 1024 * 1024
_SKIPPED_IN_PROLOG = re.compile(rb"\A(?:\s+|<\?.*?\?>|<!--.*?-->)+", re.DOTALL)
_LIMIT_MESSAGES = ("excessive depth", "huge text", "huge input", "buffer overflow", "too big")


def read_xml(path: Path, sinks: list[ContractSink], outcome: FileOutcome, limits: Limits) -> None:
    """Decode one XML file into the sink of its contract.

    Raises:
        RefusalError: F2 (not well-formed), F3 (encoding), F4 (DOCTYPE), F5 (root), F7 (limits).
    """
    sink = sinks[0]
    contract = sink.contract
    if _check_encoding(path):
        outcome.note("W1", contract.table, "")
    if _has_doctype(path):
        raise RefusalError("F4", "the document has a DOCTYPE", _count_records(path, contract))
    flattener = RecordFlattener(sink, outcome)
    reader = _RecordReader(contract.columns)
    seen: set[int] = set()
    number = 0
    try:
        for element in _records(path, contract, limits):
            number += 1
            digest = hash(etree.tostring(element, with_tail=False))
            flattener.add(
                row_number=number, record=reader.read(element), is_duplicate=digest in seen
            )
            seen.add(digest)
            if number % 5_000 == 0:
                sink.flush_if_full()
    except etree.XMLSyntaxError as error:
        message = str(error)
        is_limit = any(text in message.lower() for text in _LIMIT_MESSAGES)
        raise RefusalError("F7" if is_limit else "F2", f"not well-formed: {message}") from error
    outcome.rows = number


class _RecordReader:
    """Turns an element into a dict guided by the contract; unknown children keep their text."""

    def __init__(self, columns: tuple[Column, ...]) -> None:
        self._columns = {
            column.name: (column.kind, column.item_element, _RecordReader(column.children))
            for column in columns
            if not column.is_scalar
        }

    def read(self, element: etree._Element) -> dict[str, Any]:
        record: dict[str, Any] = {}
        for child in element:
            tag = child.tag
            if not isinstance(tag, str) or tag in record:
                continue
            nested = self._columns.get(tag)
            if nested is None:
                record[tag] = child.text if not len(child) else "".join(child.itertext())
                continue
            kind, item_element, reader = nested
            if kind == "object":
                record[tag] = reader.read(child)
            elif kind == "values":
                record[tag] = [item.text for item in child.iterchildren(item_element)]
            else:
                record[tag] = [reader.read(item) for item in child.iterchildren(item_element)]
        return record


def _records(path: Path, contract: Contract, limits: Limits) -> Iterator[etree._Element]:
    root_name = contract.custom.get("rootElement")
    record_name = contract.custom["recordElement"]
    events = etree.iterparse(
        str(path),
        events=("start", "end"),
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
    )
    depth = 0
    for event, element in events:
        if event == "start":
            depth += 1
            if depth > limits.nesting:
                raise RefusalError("F7", f"elements are nested deeper than [{limits.nesting}]")
            if depth == 1 and element.getroottree().docinfo.internalDTD is not None:
                # Behind a prolog so long that the look at its bytes did not reach it.
                raise RefusalError(
                    "F4", "the document has a DOCTYPE", _count_records(path, contract)
                )
            if depth == 1 and root_name and element.tag != root_name:
                _refuse_root(path, contract, element.tag)
            continue
        depth -= 1
        if depth == 1 and element.tag == record_name:
            yield element
        if depth == 1:
            # Free what was read: the element itself and everything before it.
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]


def _refuse_root(path: Path, contract: Contract, root: str) -> None:
    """F5, or F2 where the document cannot be read to its end: that comes first (contracts, 3)."""
    count = _count_records(path, contract)
    if count is None:
        raise RefusalError("F2", f"not well-formed; its root element is [{root}]")
    expected = contract.custom["rootElement"]
    raise RefusalError("F5", f"the root element is [{root}], not [{expected}]", count)


def _check_encoding(path: Path) -> bool:
    """Refuse what is not UTF-8; returns whether a byte order mark stands in front."""
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    has_mark = False
    with path.open("rb") as handle:
        is_first = True
        while True:
            chunk = handle.read(CHUNK_BYTES)
            if is_first:
                has_mark, is_first = chunk.startswith(codecs.BOM_UTF8), False
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                if not chunk:
                    raise RefusalError("F2", "the file ends inside a character") from error
                raise RefusalError("F3", f"bytes are not UTF-8 ({error.reason})") from error
            if not chunk:
                return has_mark


def _has_doctype(path: Path) -> bool:
    with path.open("rb") as handle:
        prolog = handle.read(PROLOG_BYTES).removeprefix(codecs.BOM_UTF8)
    skipped = _SKIPPED_IN_PROLOG.match(prolog)
    return prolog[skipped.end() if skipped else 0 :].startswith(b"<!DOCTYPE")


def _count_records(path: Path, contract: Contract) -> int | None:
    """Record elements of a refused document, counted without building or expanding anything."""
    counter = _RecordCounter(contract.custom["recordElement"])
    parser = etree.XMLParser(
        target=counter, resolve_entities=False, load_dtd=False, no_network=True, encoding="utf-8"
    )
    try:
        with path.open("rb") as handle:
            while chunk := handle.read(CHUNK_BYTES):
                parser.feed(chunk)
        return parser.close()
    except etree.XMLSyntaxError:
        return None


class _RecordCounter:
    """A parser target that counts record elements directly under the root."""

    def __init__(self, record_name: str) -> None:
        self._record_name = record_name
        self._depth = 0
        self._count = 0

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        self._depth += 1
        self._count += self._depth == 2 and tag == self._record_name

    def end(self, _tag: str) -> None:
        self._depth -= 1

    def close(self) -> int:
        return self._count
