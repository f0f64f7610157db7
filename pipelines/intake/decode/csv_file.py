"""CSV: RFC 4180 with a header row, in the encoding that the contract names.

Belongs here: bytes → fields. Keep out: what a field may contain.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path

from pipelines.contract import Contract
from pipelines.home import Limits
from pipelines.intake.decode.outcome import FileOutcome, RefusalError, repeated_columns
from pipelines.intake.decode.sink import NUL_MARK, ContractSink

BYTE_ORDER_MARKS = (codecs.BOM_UTF8, "\ufeff".encode("gb18030"))
CHUNK_BYTES = 1024 * 1024


def read_csv(path: Path, sinks: list[ContractSink], outcome: FileOutcome, limits: Limits) -> None:
    """Decode one CSV file into the sink of its contract.

    Raises:
        RefusalError: F2 (truncated), F3 (encoding), F5 (header), F7 (limits).
    """
    sink = sinks[0]
    contract = sink.contract
    encoding = contract.custom.get("encoding", "UTF-8")
    csv.field_size_limit(limits.field_bytes)
    mark = _byte_order_mark(path)
    if mark:
        outcome.note("W1", contract.table, "")
    try:
        _refuse_wrong_encoding(path, len(mark), encoding)
    except RefusalError as refusal:
        refusal.rows = _count_rows(path, len(mark)) if refusal.code == "F3" else None
        raise
    with path.open("rb") as raw:
        raw.seek(len(mark))
        text = io.TextIOWrapper(raw, encoding=encoding, errors="strict", newline="")
        _read_rows(_Lines(text), contract, sink, outcome)


class _Lines:
    """The lines of a text stream; remembers whether the reader ran into the end."""

    def __init__(self, text: Iterator[str]) -> None:
        self._text = text
        self.is_exhausted = False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        try:
            line = next(self._text)
        except StopIteration:
            self.is_exhausted = True
            raise
        return line.replace("\0", NUL_MARK) if "\0" in line else line


def _read_rows(lines: _Lines, contract: Contract, sink: ContractSink, outcome: FileOutcome) -> None:
    reader = csv.reader(lines, delimiter=contract.custom.get("delimiter", ","))
    records = _records(reader, lines)
    header = [name.strip() for name in next(records, [])]
    problem = _header_problem(header, contract, outcome)
    width = len(header)
    positions = {name: place for place, name in enumerate(header)}
    places = [positions.get(column.name, -1) for column in sink.contract.relations[0].columns]
    in_order = places == list(range(width))
    seen: set[int] = set()
    add, flush = sink.records.add, sink.records.flush_if_full
    index, number = outcome.file_index, 0
    for number, fields in enumerate(records, start=1):
        if problem:
            continue
        digest = hash(tuple(fields))
        is_duplicate = digest in seen
        seen.add(digest)
        fault = None
        if len(fields) != width:
            fault = "Q5"
            fields = (fields + [""] * width)[:width]
        values = fields if in_order else [fields[p] if p >= 0 else None for p in places]
        add((index, number, fault, is_duplicate, *values))
        if number % 10_000 == 0:
            flush()
    outcome.rows = number
    if problem:
        raise RefusalError("F5", problem, number)


def _records(reader: Iterator[list[str]], lines: _Lines) -> Iterator[list[str]]:
    """Records without blank lines; an unclosed quote at the end is a truncated file."""
    try:
        for fields in reader:
            if lines.is_exhausted:
                raise RefusalError("F2", "the file ends inside a quoted field")
            if not fields or (len(fields) == 1 and not fields[0].strip()):
                continue
            yield fields
    except csv.Error as error:
        raise RefusalError("F7", f"a field is too long ({error})") from error


def _header_problem(header: list[str], contract: Contract, outcome: FileOutcome) -> str:
    known = [column.name for column in contract.columns]
    if len(set(header)) != len(header):
        return repeated_columns(header, contract)
    missing = [c.name for c in contract.columns if c.required and c.name not in header]
    if missing:
        return f"required column {missing} is missing"
    for name in header:
        if name not in known:
            outcome.note("W12", contract.table, name)
    for name in known:
        if name not in header:
            outcome.note("W16", contract.table, name)
    return ""


def _byte_order_mark(path: Path) -> bytes:
    with path.open("rb") as handle:
        head = handle.read(4)
    return next((mark for mark in BYTE_ORDER_MARKS if head.startswith(mark)), b"")


def _refuse_wrong_encoding(path: Path, skip: int, encoding: str) -> None:
    """Read the file once through the codec: F3 for wrong bytes, F2 for a cut last character."""
    is_utf8_contract = encoding.upper().replace("-", "") == "UTF8"
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    as_utf8 = None if is_utf8_contract else codecs.getincrementaldecoder("utf-8")("strict")
    has_non_ascii = False
    with path.open("rb") as handle:
        handle.seek(skip)
        while True:
            chunk = handle.read(CHUNK_BYTES)
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                if not chunk and error.end == len(error.object):
                    raise RefusalError("F2", "the file ends inside a character") from error
                raise RefusalError("F3", f"bytes are not {encoding}") from error
            if as_utf8 is not None:
                has_non_ascii = has_non_ascii or not chunk.isascii()
                try:
                    as_utf8.decode(chunk, final=not chunk)
                except UnicodeDecodeError:
                    as_utf8 = None
            if not chunk:
                break
    if as_utf8 is not None and has_non_ascii:
        raise RefusalError("F3", f"the contract says {encoding} but the file is UTF-8")


def _count_rows(path: Path, skip: int) -> int | None:
    """Data rows of a file in a wrong encoding: delimiters are ASCII in all of them."""
    with path.open("rb") as raw:
        raw.seek(skip)
        lines = _Lines(io.TextIOWrapper(raw, encoding="latin-1", newline=""))
        try:
            return max(sum(1 for _ in _records(csv.reader(lines), lines)) - 1, 0)
        except RefusalError:
            return None
