"""Which version of a record is current (section 2, rules 1-4, 10 and 11).

Belongs here: versions, deletes, ties, late rows and folders of the increment agencies.
Keep out: snapshots, corrections of files.
"""

from __future__ import annotations

from tests.foreign import records as r
from tests.foreign.deliveries import City, Fate, Folder

WINS, HISTORY = Fate.WINS, Fate.HISTORY


def tell(city: City) -> None:
    days = {
        day: city.folder("police", f"202504{day:02d}", kind="full" if day == 6 else "increment")
        for day in (2, 3, 4, 5, 6)
    }
    _police_versions(days)
    _late_folder(city)
    _whole_elements(city)
    _whole_objects(city)
    _flows(city)


def _police_versions(days: dict[int, Folder]) -> None:
    first = {day: folder.file("cases", 1) for day, folder in days.items()}
    second = {day: days[day].file("cases", 2) for day in (3, 4)}

    def tell_case(number: int, *versions: tuple) -> None:
        """Each version: day (a negative one means batch 02), time, fate, changes."""
        for day, at, fate, changes in versions:
            file = first[day] if day > 0 else second[-day]
            options = {"refused": fate} if isinstance(fate, str) else {"fate": fate}
            record = r.police_case(number, **{"GXSJ": at, **changes})
            file.row("police.cases", record, key=r.case_no(number), **options)

    gone = {"CZBS": "D"}
    again = {"CZBS": "U", "AJZTDM": "30"}
    # The greatest version time wins, whichever day it came.
    tell_case(101, (2, "2025-04-01 08:00:00", HISTORY, {}), (3, "2025-04-02 08:00:00", WINS, again))
    tell_case(102, (3, "2025-04-02 09:00:00", WINS, again), (4, "2025-04-02 08:59:59", HISTORY, {}))
    # Equal times: the later day, batch, position.
    tell_case(103, (3, "2025-04-02 08:00:00", HISTORY, {}), (4, "2025-04-02 08:00:00", WINS, again))
    tell_case(
        104, (3, "2025-04-02 08:00:00", HISTORY, {}), (-3, "2025-04-02 08:00:00", WINS, again)
    )
    tell_case(105, (3, "2025-04-02 08:00:00", HISTORY, {}), (3, "2025-04-02 08:00:00", WINS, again))
    # A day counts more than a batch.
    tell_case(
        106, (-3, "2025-04-02 08:00:00", HISTORY, {}), (4, "2025-04-02 08:00:00", WINS, again)
    )
    # Deletes: newer, older, at the same time; and a return.
    tell_case(
        107,
        (2, "2025-04-01 08:00:00", HISTORY, {}),
        (3, "2025-04-02 08:00:00", HISTORY, gone),
        (4, "2025-04-03 08:00:00", WINS, again),
    )
    tell_case(108, (3, "2025-04-02 10:00:00", WINS, {}), (4, "2025-04-02 09:00:00", HISTORY, gone))
    tell_case(
        109, (3, "2025-04-02 10:00:00", HISTORY, {}), (4, "2025-04-02 10:00:00", HISTORY, gone)
    )
    tell_case(110, (3, "2025-04-02 10:00:00", HISTORY, gone), (4, "2025-04-02 10:00:00", WINS, {}))
    # U and D for keys that nobody knows.
    tell_case(111, (3, "2025-04-02 10:00:00", WINS, again))
    tell_case(112, (3, "2025-04-02 10:00:00", HISTORY, gone))
    # A deleted record of the base, and one that a late older version cannot bring back.
    tell_case(
        113,
        (2, "2025-04-01 08:00:00", HISTORY, {}),
        (3, "2025-04-02 08:00:00", HISTORY, gone),
        (4, "2025-04-01 20:00:00", HISTORY, again),
    )
    # A date where a time is asked is midnight, so these two are equal; and a form is no reason.
    tell_case(
        114,
        (3, "2025-4-3", HISTORY, {}),
        (4, "2025-04-03 00:00:00", WINS, again),
        (5, "2025年4月2日 23:59", HISTORY, {}),
    )
    # A time by its value, not by its text: 9 April is before 10 April.
    tell_case(115, (3, "2025-4-10", WINS, again), (4, "2025-4-9", HISTORY, {}))
    # Quarantined rows take no part, also when they delete.
    tell_case(
        116,
        (3, "2025-04-02 08:00:00", WINS, {}),
        (4, "2025-04-03 08:00:00", "Q3 SARQ", {"SARQ": "昨天"}),
    )
    tell_case(
        117,
        (3, "2025-04-02 08:00:00", WINS, {}),
        (4, "2025-04-03 08:00:00", "Q1 AJMC", {**gone, "AJMC": ""}),
    )
    tell_case(118, (3, "2025-04-02 08:00:00", "Q3 GXSJ", {"GXSJ": "2025-04-02T08:00:00"}))
    # The key is stored folded, so both are one record; so is the code that deletes.
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in r.case_no(119))
    tell_case(
        119,
        (3, "2025-04-02 08:00:00", HISTORY, {}),
        (4, "2025-04-03 08:00:00", WINS, {**again, "AJBH": wide}),
    )
    tell_case(
        120,
        (3, "2025-04-02 08:00:00", HISTORY, {}),
        (4, "2025-04-03 08:00:00", HISTORY, {"AJBH": f" {r.case_no(120)} ", "CZBS": "Ｄ"}),
    )
    # A later full delivery lacks nearly all, and deletes nothing; its old rows lose.
    tell_case(121, (2, "2025-04-01 08:00:00", HISTORY, {}), (6, "2025-04-05 08:00:00", WINS, again))
    tell_case(
        122, (3, "2025-04-02 08:00:00", HISTORY, gone), (6, "2025-04-01 08:00:00", HISTORY, {})
    )


def _late_folder(city: City) -> None:
    """A folder of a day before the first full delivery, which arrives when it likes."""
    file = city.folder("police", "20250320").file("cases")
    newer = r.police_case(124, GXSJ="2025-03-19 08:00:00", AJZTDM="30")
    file.row("police.cases", r.police_case(123, AJMC="较早的一版"), HISTORY)
    file.row("police.cases", newer, WINS)
    # Rows of the same versions in a later folder: equal time, later day; older time.
    later = city.folder("police", "20250321").file("cases")
    later.row("police.cases", r.police_case(123), WINS)
    later.row("police.cases", r.police_case(124), HISTORY)


def _whole_elements(city: City) -> None:
    """XML: the whole case each time; nested lists of the winning version replace earlier ones."""
    table = "procuratorate.arrest_review"
    first = city.folder("procuratorate", "20250402").file("arrest_review")
    second = city.folder("procuratorate", "20250403").file("arrest_review")

    def arrest(number: int, at: str, **changes: object) -> dict[str, object]:
        alone = {"提请批准逮捕书文号": None, "侦查机关案件编号": None}
        return r.arrest_review(number, 更新时间=at, **{**alone, **changes})

    suspects = r.arrest_review(101)["嫌疑人列表"]
    partner = {**r.arrest_review(140)["嫌疑人列表"][0], "序号": "2"}
    first.row(table, arrest(101, "2025-04-01 08:00:00", 嫌疑人列表=[*suspects, partner]), HISTORY)
    second.row(table, arrest(101, "2025-04-02 08:00:00"), WINS)
    first.row(table, arrest(102, "2025-04-01 08:00:00"), HISTORY)
    second.row(table, arrest(102, "2025-04-02 08:00:00", 删除标志="1"), HISTORY)
    # The newer version lost its suspects, so it is refused and the older one stays.
    first.row(table, arrest(103, "2025-04-01 08:00:00"), WINS)
    second.row(table, arrest(103, "2025-04-02 08:00:00", 嫌疑人列表=None), refused="Q1 嫌疑人列表")
    # Deleted and brought back within one file, by position: the times are equal.
    second.row(table, arrest(104, "2025-04-02 08:00:00", 删除标志="1"), HISTORY)
    second.row(table, arrest(104, "2025-04-02 08:00:00"), WINS)


def _whole_objects(city: City) -> None:
    table = "court.cases"
    first = city.folder("court", "20250402").file("cases")
    second = city.folder("court", "20250403").file("cases")

    def case(number: int, at: str, **changes: object) -> dict[str, object]:
        return r.court_case(number, updatedAt=at, indictmentNo=None, **changes)

    hearing = r.court_case(101)["hearings"][0]
    more = [hearing, {**hearing, "seq": 2, "startAt": "2025-03-20 09:30:00", "endAt": None}]
    first.row(table, case(101, "2025-04-01 08:00:00", hearings=more), HISTORY)
    second.row(table, case(101, "2025-04-02 08:00:00"), WINS)
    second.row(table, case(102, "2025-04-02 08:00:00", deleted=True), HISTORY)
    first.row(table, case(102, "2025-04-01 08:00:00"), HISTORY)
    first.row(table, case(103, "2025-04-01 08:00:00", deleted=True), HISTORY)
    second.row(table, case(103, "2025-04-01 08:00:01"), WINS)


def _flows(city: City) -> None:
    """The platform's table has no delete column; versions alone decide."""
    first = city.folder("platform", "20250402").file("flows")
    second = city.folder("platform", "20250403").file("flows")
    alone = {"src_case_no": None, "dst_case_no": None, "related_doc_no": None}
    first.row("platform.flows", r.flow(101, **alone, status="S", accepted_at=None), HISTORY)
    second.row("platform.flows", r.flow(101, **alone, updated_at="2025-03-01 08:00:01"), WINS)
