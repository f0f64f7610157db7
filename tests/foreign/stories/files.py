"""Duplicate files and corrections (section 2, rules 6 and 7).

Belongs here: D1 and S1 with their corners, for increment agencies. Keep out: snapshots.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from typing import Any

from tests.foreign import records as r
from tests.foreign.deliveries import City, Fate, File, Folder

WINS, HISTORY = Fate.WINS, Fate.HISTORY
UNCLOSED = b'"never closed'


def tell(city: City) -> None:
    days = {day: city.folder("police", f"202504{day:02d}") for day in (7, 8, 9, 10, 11, 12)}
    _duplicates(days)
    _refused_is_not_loaded(days)
    _corrections(days)
    _chains(days[9])
    _corners(days)
    _platform(city)
    _empty_files(city)


def copy_of(file: File, folder: Folder, batch: int, **entry: Any) -> File:
    """The same bytes once more, elsewhere or under another name."""
    again = folder.file(file.stem, batch, entry=entry, bend=file.bend, header=file.header)
    again.rows = list(file.rows)
    again.sheets = file.sheets
    return again


def _put(
    folder: Folder, table: str, batch: int, make: Callable[..., dict], *versions: tuple, **entry
) -> File:
    """A police file; each version is (number, fate) with, if need be, changes."""
    file = folder.file(table, batch, entry=entry)
    for number, fate, *changes in versions:
        options = {"refused": fate} if isinstance(fate, str) else {"fate": fate}
        file.row(f"police.{table}", make(number, **(changes[0] if changes else {})), **options)
    return file


def _duplicates(days: dict[int, Folder]) -> None:
    """Under another name, in another folder: loaded once."""
    original = _put(days[7], "cases", 1, r.police_case, (130, WINS), (131, HISTORY))
    copy_of(original, days[7], 2).becomes("duplicate", "D1")
    copy_of(original, days[8], 1).becomes("duplicate", "D1")
    # The copy of a later day does not bring back what was deleted in between.
    _put(days[7], "cases", 3, r.police_case, (131, HISTORY, {"CZBS": "D"}))


def _refused_is_not_loaded(days: dict[int, Folder]) -> None:
    """A quarantined file was not loaded, so its bytes are taken when they come rightly."""
    refused = _put(days[8], "extensions", 1, r.police_extension, (132, WINS), sha256="0" * 64)
    refused.becomes("quarantined", "F1")
    copy_of(refused, days[9], 1)
    # The hash is looked at before the duplicate.
    copy_of(refused, days[10], 1, sha256="f" * 64).becomes("quarantined", "F1")


def _corrections(days: dict[int, Folder]) -> None:
    new = {"GXSJ": "2025-04-08 08:00:00"}
    _put(days[8], "cases", 2, r.police_case, (134, WINS))
    wrong = _put(
        days[9],
        "cases",
        1,
        r.police_case,
        (133, HISTORY, new),
        (134, HISTORY, new),
        (135, HISTORY, new),
    )
    wrong.becomes("superseded", "S1")
    # 134 falls back to its earlier version; 135 was never delivered.
    _put(
        days[9],
        "cases",
        2,
        r.police_case,
        (133, WINS, {**new, "AJZTDM": "30"}),
        supersedes="cases__01.csv",
    )
    # What was refused stays refused when it is corrected: its fault was real, its rows never in.
    broken = _put(days[12], "cases", 1, r.police_case, (139, HISTORY))
    broken.bend = lambda data: data + UNCLOSED
    broken.becomes("quarantined", "F2")
    _put(days[12], "cases", 2, r.police_case, (139, WINS), supersedes="cases__01.csv")
    # A correction is loaded also when some of its rows are refused.
    first = _put(days[10], "cases", 1, r.police_case, (136, HISTORY), (137, HISTORY))
    first.becomes("superseded", "S1")
    _put(
        days[10],
        "cases",
        2,
        r.police_case,
        (136, "Q4 AJLBDM", {"AJLBDM": "999999"}),
        (137, WINS, {"AJZTDM": "30"}),
        supersedes="cases__01.csv",
    )


def _chains(folder: Folder) -> None:
    # 03 corrects 02 corrects 01: only 03 counts.
    _put(folder, "property", 1, r.police_item, (140, HISTORY)).becomes("superseded", "S1")
    _put(
        folder,
        "property",
        2,
        r.police_item,
        (140, HISTORY, {"CWMC": "白色手机"}),
        (141, HISTORY),
        supersedes="property__01.csv",
    ).becomes("superseded", "S1")
    _put(
        folder,
        "property",
        3,
        r.police_item,
        (140, WINS, {"CWMC": "红色手机"}),
        supersedes="property__02.csv",
    )
    # The last of the chain is refused: the one before it stays, the first stays corrected.
    _put(folder, "persons", 1, r.police_person, (142, HISTORY)).becomes("superseded", "S1")
    _put(
        folder,
        "persons",
        2,
        r.police_person,
        (142, WINS, {"QKBS": "1"}),
        supersedes="persons__01.csv",
    )
    last = _put(folder, "persons", 3, r.police_person, (142, HISTORY), supersedes="persons__02.csv")
    last.bend = lambda data: data + UNCLOSED
    last.becomes("quarantined", "F2")
    # The middle of the chain is refused: it took no effect, so the first stays.
    _put(folder, "documents", 1, r.police_document, (143, WINS))
    middle = _put(
        folder, "documents", 2, r.police_document, (143, HISTORY), supersedes="documents__01.csv"
    )
    middle.header = tuple(n for n in r.police_document(1) if n != "ZZSJ")
    middle.becomes("quarantined", "F5")
    _put(folder, "documents", 3, r.police_document, (144, WINS), supersedes="documents__02.csv")


def _corners(days: dict[int, Folder]) -> None:
    # It names nothing that is there, or a file of another day: it is loaded like any other.
    _put(days[10], "measures", 1, r.police_measure, (145, WINS), supersedes="measures__09.csv")
    _put(days[10], "property", 4, r.police_item, (146, WINS), supersedes="property__03.csv")
    # A lower batch may correct a higher one.
    _put(
        days[11],
        "cases",
        1,
        r.police_case,
        (138, WINS, {"AJZTDM": "30"}),
        supersedes="cases__02.csv",
    )
    _put(
        days[11], "cases", 2, r.police_case, (138, HISTORY, {"GXSJ": "2025-04-10 08:00:00"})
    ).becomes("superseded", "S1")
    # Two files correct the same one.
    _put(days[11], "persons", 1, r.police_person, (147, HISTORY), (148, HISTORY)).becomes(
        "superseded", "S1"
    )
    _put(days[11], "persons", 2, r.police_person, (147, WINS), supersedes="persons__01.csv")
    _put(
        days[11],
        "persons",
        3,
        r.police_person,
        (149, WINS, {"QKBS": "1"}),
        supersedes="persons__01.csv",
    )
    # What was superseded was never delivered: the same bytes are new on another day.
    taken_back = _put(days[11], "extensions", 1, r.police_extension, (135, WINS))
    taken_back.becomes("superseded", "S1")
    _put(
        days[11], "extensions", 2, r.police_extension, (136, WINS), supersedes="extensions__01.csv"
    )
    copy_of(taken_back, days[12], 1)


def _platform(city: City) -> None:
    """Corrections that are refused for their hash, or skipped because their bytes are known."""
    alone = {"src_case_no": None, "dst_case_no": None, "related_doc_no": None}
    first, second = city.folder("platform", "20250407"), city.folder("platform", "20250408")
    known = first.file("flows", 1).row("platform.flows", r.flow(102, **alone))
    first.file("flows", 2, entry={"supersedes": "flows__01.csv", "sha256": "0" * 64}).row(
        "platform.flows", r.flow(103, **alone)
    ).becomes("quarantined", "F1")
    second.file("flows", 1).row("platform.flows", r.flow(104, **alone))
    copy_of(known, second, 2, supersedes="flows__01.csv").becomes("duplicate", "D1")


def _empty_files(city: City) -> None:
    """Nothing inside is no fault; equal bytes of another table are no duplicate."""
    first, second = city.folder("court", "20250407"), city.folder("court", "20250408")
    empty = first.file("cases")
    first.file("documents")
    copy_of(empty, second, 1).becomes("duplicate", "D1")
    # Nothing but blank lines is also nothing.
    second.file("documents", 2, bend=lambda data: gzip.compress(b"\n\n \n", mtime=0))
    city.folder("procuratorate", "20250407").file("supervision")
    city.folder("platform", "20250409").file("flows")
