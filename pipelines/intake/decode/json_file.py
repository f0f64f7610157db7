"""JSON Lines, gzipped or plain: one object per line.

Belongs here: bytes → objects. Keep out: what an object may contain.
"""

from __future__ import annotations

import codecs
import zlib
from collections.abc import Iterator
from pathlib import Path

import orjson

from pipelines.home import Limits
from pipelines.intake.decode.outcome import FileOutcome, RefusalError
from pipelines.intake.decode.sink import ContractSink, RecordFlattener

CHUNK_BYTES = 256 * 1024
GZIP_WINDOW = 31
# Below this many brackets a line cannot be nested deeply enough to hurt; counting is then enough.
HARMLESS_BRACKETS = 200


def read_json_lines(
    path: Path, sinks: list[ContractSink], outcome: FileOutcome, limits: Limits
) -> None:
    """Decode one JSON Lines file into the sink of its contract.

    Raises:
        RefusalError: F2 (gzip), F3 (encoding), F7 (limits).
    """
    sink = sinks[0]
    is_gzip = sink.contract.custom.get("compression") == "gzip"
    _check_container(path, outcome, limits, is_gzip=is_gzip)
    flattener = RecordFlattener(sink, outcome)
    seen: set[int] = set()
    nothing = (None,) * (len(sink.records.schema) - 4)
    number = 0
    for line in _lines(path, limits, is_gzip=is_gzip):
        text = line.strip(b" \t\r\n\x0b\x0c\xef\xbb\xbf") if number == 0 else line.strip()
        if not text:
            continue
        if number == 0 and line.startswith(codecs.BOM_UTF8):
            outcome.note("W1", sink.contract.table, "")
        number += 1
        digest = hash(text)
        is_duplicate = digest in seen
        seen.add(digest)
        record = _parse(text, limits)
        if record is None:
            sink.records.add((outcome.file_index, number, "Q6", is_duplicate, *nothing))
        else:
            flattener.add(row_number=number, record=record, is_duplicate=is_duplicate)
        if number % 5_000 == 0:
            sink.flush_if_full()
    outcome.rows = number


def _parse(text: bytes, limits: Limits) -> dict | None:
    brackets = text.count(b"{") + text.count(b"[")
    if brackets > HARMLESS_BRACKETS and _depth(text) > limits.nesting:
        raise RefusalError("F7", f"objects are nested deeper than [{limits.nesting}]")
    try:
        record = orjson.loads(text)
    except orjson.JSONDecodeError:
        return None
    return record if isinstance(record, dict) else None


def _depth(text: bytes) -> int:
    """The deepest nesting of brackets outside strings."""
    depth = deepest = 0
    in_string = is_escaped = False
    for byte in text:
        if in_string:
            if is_escaped:
                is_escaped = False
            elif byte == 0x5C:
                is_escaped = True
            elif byte == 0x22:
                in_string = False
        elif byte == 0x22:
            in_string = True
        elif byte in b"{[":
            depth += 1
            deepest = max(deepest, depth)
        elif byte in b"}]":
            depth -= 1
    return deepest


def _check_container(path: Path, outcome: FileOutcome, limits: Limits, *, is_gzip: bool) -> None:
    """One pass over the bytes before rows are made, so that F2 comes before F3 (contracts, 3)."""
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    wrong_encoding, lines, has_text = "", 0, False
    for chunk in _chunks(path, limits, is_gzip=is_gzip):
        pieces = chunk.split(b"\n")
        for piece in pieces[:-1]:
            lines += 1 if has_text or piece.strip() else 0
            has_text = False
        has_text = has_text or bool(pieces[-1].strip())
        if not wrong_encoding:
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                wrong_encoding = f"bytes are not UTF-8 ({error.reason})"
    lines += 1 if has_text else 0
    if wrong_encoding:
        raise RefusalError("F3", wrong_encoding, lines)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise RefusalError("F2", "the file ends inside a character") from error


def _lines(path: Path, limits: Limits, *, is_gzip: bool) -> Iterator[bytes]:
    rest = b""
    for chunk in _chunks(path, limits, is_gzip=is_gzip):
        pieces = (rest + chunk).split(b"\n")
        rest = pieces.pop()
        if len(rest) > limits.field_bytes:
            raise RefusalError("F7", f"a line is longer than [{limits.field_bytes}] bytes")
        yield from pieces
    if rest:
        yield rest


def _chunks(path: Path, limits: Limits, *, is_gzip: bool) -> Iterator[bytes]:
    """Decompressed bytes under the limits of expansion; exactly one gzip stream is allowed."""
    if not is_gzip:
        with path.open("rb") as handle:
            while chunk := handle.read(CHUNK_BYTES):
                yield chunk
        return
    packed = path.stat().st_size
    allowed = min(limits.expanded_bytes, max(packed * limits.expansion_ratio, 64 * 1024 * 1024))
    stream, expanded = zlib.decompressobj(GZIP_WINDOW), 0
    try:
        with path.open("rb") as handle:
            while data := handle.read(CHUNK_BYTES):
                if stream.eof:
                    raise RefusalError("F2", "bytes stand behind the gzip stream")
                while data and not stream.eof:
                    chunk = stream.decompress(data, 4 * 1024 * 1024)
                    expanded += len(chunk)
                    if expanded > allowed:
                        raise RefusalError(
                            "F7", f"[{packed}] bytes expand to more than [{allowed}]"
                        )
                    if chunk:
                        yield chunk
                    data = stream.unconsumed_tail
                if stream.unused_data:
                    raise RefusalError("F2", "bytes stand behind the gzip stream")
            yield stream.flush()
    except zlib.error as error:
        raise RefusalError("F2", f"gzip cannot be read ({error})") from error
    if not stream.eof:
        raise RefusalError("F2", "the gzip stream is cut off")
