"""The justice bureau's monthly workbooks (section 2, rules 5, 6, 7 and 11; section 4, XLSX).

Belongs here: the whole row of snapshots from the first to the newest, and the newest one's dirt.
Keep out: workbooks that are refused for their form alone (refused_files).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from tests.foreign import records as r
from tests.foreign.deliveries import City, Fate, File
from tests.foreign.formats import BareNumber, Formula, Verbatim, shape
from tests.foreign.stories.clean_city import add_subjects
from tests.foreign.stories.files import copy_of

WINS, HISTORY, IGNORED = Fate.WINS, Fate.HISTORY, Fate.IGNORED
BOOK = "community_correction"
UNREADABLE = {"矫正开始日期": "不详"}


def tell(city: City) -> None:
    first = _first(city)
    _second(city)
    _return_to_the_first(city, first)
    _corrected(city)
    newest = _newest(city)
    _after_the_newest(city, newest)


def put(
    file: File,
    number: int,
    fate: Fate | str,
    reads: dict[str, str] | None = None,
    **changes: Any,
) -> None:
    """A subject without a judgment, so that it is a matter of its own."""
    record = r.subject(number, 判决书案号=None, **changes)
    options = {"refused": fate} if isinstance(fate, str) else {"fate": fate}
    file.row("justice.subjects", record, key=r.subject_no(number), reads=reads, **options)


def _first(city: City) -> File:
    folder = city.folder("justice", "20250405", kind="full", until="2025-03-31")
    file = folder.file(BOOK)
    add_subjects(file, HISTORY)
    for number in (101, 102, 103, 105):
        put(file, number, HISTORY)
    return file


def _second(city: City) -> None:
    """102 and 105 are gone; 103 cannot be read; a second batch of the day is newer still."""
    folder = city.folder("justice", "20250415", kind="full", until="2025-04-10")
    early, late = folder.file(BOOK, 1), folder.file(BOOK, 2)
    for file in (early, late):
        add_subjects(file, HISTORY)
        put(file, 103, "Q3 矫正开始日期", **UNREADABLE)
        put(file, 104, "Q3 矫正开始日期", **UNREADABLE)
    put(late, 106, HISTORY)


def _return_to_the_first(city: City, first: File) -> None:
    """The first workbook's bytes again: not a duplicate, since another one was newest."""
    back = city.folder("justice", "20250425", kind="full", until="2025-04-20")
    newest_of_105 = copy_of(first, back, 1)
    newest_of_105.rows = [
        replace(row, fate=WINS) if row.key == r.subject_no(105) else row for row in first.rows
    ]
    again = city.folder("justice", "20250426", kind="full", until="2025-04-25")
    copy_of(first, again, 1).becomes("duplicate", "D1")


def _corrected(city: City) -> None:
    folder = city.folder("justice", "20250505", kind="full", until="2025-04-30")
    wrong = folder.file(BOOK, 1)
    add_subjects(wrong, HISTORY)
    put(wrong, 107, HISTORY)
    wrong.becomes("superseded", "S1")
    right = folder.file(BOOK, 2, entry={"supersedes": f"{BOOK}__01.xlsx"})
    add_subjects(right, HISTORY)
    for number in (101, 110):
        put(right, number, HISTORY)
    # The last time that 103 can be read; it must stay live with this row.
    put(right, 103, WINS, 状态="收监")
    put(right, 111, "Q3 矫正开始日期", **UNREADABLE)


def _newest(city: City) -> File:
    folder = city.folder("justice", "20250515", kind="full", until="2025-05-10")
    # The order of sheets and columns means nothing; one column is new, one is not there.
    file = folder.file(
        BOOK,
        sheets=("releases", "sanctions", "subjects", "assessments", "check_ins"),
        header={
            "subjects": (*shape("justice.subjects").columns, "经办人"),
            "assessments": tuple(reversed(shape("justice.assessments").columns)),
            "releases": tuple(n for n in shape("justice.releases").columns if n != "文书号"),
        },
        warnings={"W12 经办人", "W16 文书号"},
    )
    add_subjects(file, WINS)
    put(file, 103, "Q3 矫正开始日期", **UNREADABLE)
    put(file, 104, "Q3 矫正开始日期", **UNREADABLE)
    # Gone since the corrected workbook, unreadable now: its last accepted row counts again.
    put(file, 105, "Q3 矫正开始日期", **UNREADABLE)
    # Delivered only in the workbook that was corrected, which counts as never delivered.
    put(file, 107, "Q3 矫正开始日期", **UNREADABLE)
    # One row of the key can be read: that one counts.
    put(file, 108, "Q4 状态", 状态="在押")
    put(file, 108, WINS)
    put(file, 109, HISTORY, 状态="待报到")
    put(file, 109, WINS)
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in r.subject_no(110))
    put(file, 110, WINS, 矫正编号=wide)
    _forms(file)
    return file


def _forms(file: File) -> None:
    """What people type into a workbook."""
    width = len(shape("justice.subjects").columns)
    blank, spaces = Verbatim([None] * width), Verbatim(["  "] + [None] * (width - 1))
    read = {"矫正开始日期": "2025-03-05", "矫正结束日期": "2025-03-05"}
    put(file, 120, WINS, read, 矫正开始日期="2025-3-5", 矫正结束日期="2025/03/05")
    file.row("justice.subjects", blank, IGNORED)
    put(file, 121, WINS, read, 矫正开始日期="2025年3月5日", 矫正结束日期="20250305")
    put(
        file,
        122,
        WINS,
        read,
        矫正开始日期=datetime(2025, 3, 5, 9, 30),
        矫正结束日期="2025.3.5 09:30",
    )
    put(file, 123, "Q3 矫正开始日期", 矫正开始日期=BareNumber(45721))
    put(file, 131, "Q3 矫正开始日期", 矫正开始日期=BareNumber(20250305))
    put(file, 132, "Q3 矫正开始日期", 矫正开始日期=BareNumber(45721.5))
    put(
        file,
        124,
        WINS,
        姓名=Formula('=HYPERLINK("http://127.0.0.1/","x")', "王建国"),
        reads={"姓名": "王建国"},
    )
    put(file, 125, "Q1 姓名", 姓名="　")
    put(file, 126, "Q4 矫正类别", 矫正类别="拘役", 司法所代码="SF99999999")
    put(file, 127, "Q4 司法所代码", 司法所代码="SF99999999")
    file.row("justice.subjects", spaces, IGNORED)
    put(file, 128, WINS, 状态=" 在矫 ")
    put(file, 128, Fate.REPEATED, 状态=" 在矫 ")
    put(file, 129, WINS, 出生日期=datetime(2000, 1, 1), 身份证号=None)
    file.row("justice.subjects", Verbatim(["合计", 24]), IGNORED)
    # Rows behind the total are rows.
    put(file, 130, WINS)
    file.row(
        "justice.check_ins",
        r.check_in(120, 应报到日期=date(2025, 3, 31), 备注=5, 实际报到日期="2025.03.28"),
        WINS,
    )
    file.row(
        "justice.sanctions",
        r.sanction(120, 日期=None),
        refused="Q1 日期",
    )
    file.row("justice.sanctions", r.sanction(121, 奖惩编号="JC12"), refused="Q2 奖惩编号")
    file.row("justice.sanctions", Verbatim(["合计"]), IGNORED)


def _after_the_newest(city: City, newest: File) -> None:
    """Refused and repeated workbooks change nothing, and give no data date."""
    cut = city.folder("justice", "20250516", kind="full", until="2025-05-15").file(BOOK)
    add_subjects(cut, HISTORY)
    cut.bend = lambda data: data[: len(data) // 2]
    cut.becomes("quarantined", "F2")
    lacking = city.folder("justice", "20250517", kind="full", until="2025-05-16").file(BOOK)
    add_subjects(lacking, HISTORY)
    lacking.sheets = ("subjects", "check_ins", "assessments", "sanctions")
    lacking.rows = [row for row in lacking.rows if row.table.table != "releases"]
    lacking.becomes("quarantined", "F5")
    repeated = city.folder("justice", "20250518", kind="full", until="2025-05-17")
    copy_of(newest, repeated, 1).becomes("duplicate", "D1")
