"""Faults of whole files and manifests: what is refused, repeated, corrected, or merely odd.

Belongs here: spoiling the bytes, name or manifest entry of one file. Keep out: when it is delivered
again (deliveries.py).
"""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass, field
from typing import Any

from data_samples.dice import Dice
from data_samples.exports import Row
from data_samples.firsts import Firsts
from pipelines.contract import Contract

_DOCTYPE = '<!DOCTYPE 案件集 [<!ENTITY 备注 "合成数据">]>\n'


@dataclass(slots=True, eq=False)
class FileDraft:
    """One file before it is written. ``planted`` holds (row number, table, code, column path),
    ``good_rows`` what of it is not refused.
    """

    name: str
    table: str
    rows: int
    content: bytes
    planted: list[tuple[int, str, str, str]] = field(default_factory=list)
    status: str = "loaded"
    reason: str = ""
    supersedes: str = ""
    has_entry: bool = True
    entry_changes: dict[str, Any] = field(default_factory=dict)
    good_rows: list[Row] = field(default_factory=list)

    def entry(self) -> dict[str, Any]:
        """The file's line in the manifest."""
        found: dict[str, Any] = {
            "name": self.name,
            "table": self.table,
            "rows": self.rows,
            "sha256": hashlib.sha256(self.content).hexdigest(),
            "bytes": len(self.content),
        }
        if self.supersedes:
            found["supersedes"] = self.supersedes
        return {**found, **self.entry_changes}

    def refuse(self, reason: str) -> None:
        """It will be refused as a whole; faults inside it are never looked at."""
        self.status, self.reason = "quarantined", reason
        self.planted = [(0, self.table, reason, "")]


def refuse_file(draft: FileDraft, contract: Contract, dice: Dice, firsts: Firsts) -> None:
    """Give the file one fault for which it must be refused."""
    makers = _MAKERS[contract.format]
    kind = firsts.prefer(list(makers))
    dice.pick(makers[kind])(draft, contract, dice)
    firsts.planted(draft.reason)


def _wrong_hash(draft: FileDraft, contract: Contract, dice: Dice) -> None:
    draft.entry_changes["sha256"] = dice.hex_digits(64)
    draft.refuse("F1")


def _cut_off(draft: FileDraft, contract: Contract, dice: Dice) -> None:
    draft.content = draft.content[: int(len(draft.content) * (0.4 + 0.5 * dice.random()))]
    if contract.format == "xml":
        # Cut between characters, so that the reason is the document and not its encoding.
        draft.content = draft.content.decode("utf-8", "ignore").encode()
    draft.refuse("F2")


def _cut_off_quote(draft: FileDraft, contract: Contract, dice: Dice) -> None:
    draft.content += b'"abc'
    draft.refuse("F2")


def _tail(draft: FileDraft, contract: Contract, dice: Dice) -> None:
    draft.content += b"tail"
    draft.refuse("F2")


def _wrong_encoding(draft: FileDraft, contract: Contract, dice: Dice) -> None:
    """UTF-8 in place of GB18030, or GB18030 in place of UTF-8; needs a character outside ASCII."""
    encoding = contract.custom["encoding"]
    text = draft.content.decode(encoding)
    other = "UTF-8" if encoding.startswith("GB") else "GB18030"
    content = text.encode(other)
    if other == "GB18030" and not _fails_as_utf8(content):
        _wrong_hash(draft, contract, dice)
        return
    if text.isascii():
        _wrong_hash(draft, contract, dice)
        return
    draft.content = content
    draft.refuse("F3")


def _fails_as_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        # A fault at the very end would be read as a file cut off.
        return error.end < len(content) - 4
    return False


def _doctype(draft: FileDraft, contract: Contract, dice: Dice) -> None:
    head, body = draft.content.split(b"?>\n", 1)
    draft.content = head + b"?>\n" + _DOCTYPE.encode() + body
    draft.refuse("F4")


def _wrong_root(draft: FileDraft, contract: Contract, dice: Dice) -> None:
    root = contract.custom["rootElement"].encode()
    draft.content = draft.content.replace(root, "数据集".encode())
    draft.refuse("F5")


def _missing_column(draft: FileDraft, contract: Contract, dice: Dice) -> None:
    """The header of a required column is misspelt, which is how columns get lost."""
    required = [column.name for column in contract.columns if column.required]
    name = dice.pick(required)
    header, body = draft.content.split(b"\n", 1)
    names = header.rstrip(b"\r").split(b",")
    names[names.index(name.encode())] = f"{name}_1".encode()
    ending = b"\r\n" if header.endswith(b"\r") else b"\n"
    draft.content = b",".join(names) + ending + body
    draft.refuse("F5")


def _wrong_name(draft: FileDraft, contract: Contract, dice: Dice) -> None:
    draft.name = dice.pick(
        (draft.name.replace("__", "_"), f"new_{draft.name}", draft.name.replace("__0", "__"))
    )
    draft.refuse("F6")


_MAKERS = {
    "csv": {
        "F1": (_wrong_hash,),
        "F2": (_cut_off_quote,),
        "F3": (_wrong_encoding,),
        "F5": (_missing_column,),
        "F6": (_wrong_name,),
    },
    "xml": {
        "F1": (_wrong_hash,),
        "F2": (_cut_off,),
        "F3": (_wrong_encoding,),
        "F4": (_doctype,),
        "F5": (_wrong_root,),
        "F6": (_wrong_name,),
    },
    "jsonl": {"F1": (_wrong_hash,), "F2": (_cut_off, _tail), "F6": (_wrong_name,)},
    "xlsx": {"F1": (_wrong_hash,), "F2": (_cut_off,)},
}


def add_mark(draft: FileDraft, contract: Contract) -> bool:
    """Put a byte order mark in front; False where the format has none."""
    if contract.custom.get("encoding") != "UTF-8":
        return False
    mark = b"\xef\xbb\xbf"
    if contract.custom.get("compression"):
        draft.content = gzip.compress(mark + gzip.decompress(draft.content), 5, mtime=0)
    else:
        draft.content = mark + draft.content
    draft.planted.append((0, contract.table, "W1", ""))
    return True
