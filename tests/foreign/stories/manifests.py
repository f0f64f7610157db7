"""Manifests in all their states (section 1) and the agencies' data dates (section 2, rule 9).

Belongs here: manifests that are absent, unreadable, foreign, incomplete or wrong. Keep out: wrong
hashes and corrections, which stories.files tells.
"""

from __future__ import annotations

from tests.foreign import records as r
from tests.foreign.deliveries import City, Fate, Folder

WINS = Fate.WINS
ALONE = {"src_case_no": None, "dst_case_no": None, "related_doc_no": None}


def tell(city: City) -> None:
    _absent(city)
    _entries(city)
    _numbers(city)
    _data_dates(city)


def _taken_as_it_is(folder: Folder, table: str, content: dict, **entry: object) -> None:
    file = folder.file(table.split(".")[1], entry=entry, warnings={"W13"})
    file.row(table, content, WINS)


def _absent(city: City) -> None:
    """No manifest, or one that counts as none: what it says of hashes is not heard either."""
    none = city.folder("police", "20250413", bend=None)
    _taken_as_it_is(none, "police.cases", r.police_case(150))
    broken = city.folder("police", "20250414", bend=lambda data: data[:-30])
    _taken_as_it_is(broken, "police.cases", r.police_case(151), sha256="0" * 64)
    other_day = city.folder(
        "police", "20250415", changes={"delivered_on": "2025-04-14"}, until="2025-06-30"
    )
    _taken_as_it_is(other_day, "police.cases", r.police_case(152), sha256="0" * 64, rows=77)
    # Nor what it says of corrections.
    other_day.file("cases", 2, entry={"supersedes": "cases__01.csv"}, warnings={"W13"}).row(
        "police.cases", r.police_case(153), WINS
    )
    other_agency = city.folder(
        "police", "20250416", changes={"agency": "court"}, until="2025-06-30"
    )
    _taken_as_it_is(other_agency, "police.cases", r.police_case(154), sha256="0" * 64)
    a_list = city.folder("procuratorate", "20250413", bend=lambda data: b"[" + data + b"]")
    alone = {"提请批准逮捕书文号": None, "侦查机关案件编号": None}
    _taken_as_it_is(
        a_list, "procuratorate.arrest_review", r.arrest_review(150, **alone), sha256="0" * 64
    )
    other_encoding = city.folder(
        "court",
        "20250413",
        changes={"note": "补报"},
        bend=lambda data: data.decode().encode("gb18030"),
    )
    _taken_as_it_is(
        other_encoding, "court.cases", r.court_case(150, indictmentNo=None), sha256="0" * 64
    )

    words = city.folder("procuratorate", "20250414", changes={"files": ["supervision__01.xml"]})
    matter = r.supervision(150, 关联统一受案号=None, 侦查机关案件编号=None)
    _taken_as_it_is(words, "procuratorate.supervision", matter)
    nothing = city.folder("procuratorate", "20250415", bend=lambda data: b"")
    matter = r.supervision(151, 关联统一受案号=None, 侦查机关案件编号=None)
    _taken_as_it_is(nothing, "procuratorate.supervision", matter)


def _entries(city: City) -> None:
    """A file without an entry, an entry without a file, names with a dot, further words."""
    folder = city.folder("police", "20250417", changes={"note": "系统切换,部分表未导出"})
    folder.file("cases", entry=None, warnings={"W13"}).row("police.cases", r.police_case(155))
    folder.file("measures").row("police.measures", r.police_measure(155))
    folder.missing_files = ["documents__01.csv"]
    folder.litter = {
        ".DS_Store": b"\0\0\0\1Bud1",
        ".cases__02.csv.part": b"AJBH,AJMC\r\n",
        ".persons__01.csv": b"",
    }
    # Nothing but a manifest that promises something.
    city.folder("court", "20250414", missing_files=["cases__01.jsonl.gz"])


def _numbers(city: City) -> None:
    """A wrong number of rows is said, not punished; an entry may say little."""
    folder = city.folder("platform", "20250410")
    file = folder.file("flows", 1, entry={"rows": 5}, warnings={"W14"})
    file.row("platform.flows", r.flow(110, **ALONE), WINS)
    file.row("platform.flows", r.flow(111, **ALONE), WINS)
    # Duplicates and rows that are quarantined later are counted: this manifest is right.
    true = folder.file("flows", 2, entry={"rows": 3})
    true.row("platform.flows", r.flow(112, **ALONE), WINS)
    true.row("platform.flows", r.flow(112, **ALONE), Fate.REPEATED)
    true.row("platform.flows", r.flow(113, **ALONE, status="Z"), refused="Q4 status")
    short = {"rows": None, "sha256": None, "bytes": None}
    folder.file("flows", 3, entry=short).row("platform.flows", r.flow(114, **ALONE), WINS)


def _data_dates(city: City) -> None:
    """The greatest ``period.to`` of a folder with a loaded file; without manifest, day − 1."""
    # A known file without a manifest has its rows counted all the same.
    known = next(f for f in city.files if f.path == "police/20250413/cases__01.csv")
    unlisted = city.folder("police", "20250426", bend=None).file("cases", warnings={"W13"})
    unlisted.rows = list(known.rows)
    unlisted.becomes("duplicate", "D1")
    # Only a refused file, only a known one: these folders give no date.
    refused = city.folder("police", "20250620", until="2025-06-19").file("cases")
    refused.row("police.cases", r.police_case(156), WINS)
    refused.bend = lambda data: data[:-1].replace(b"\r\n", b'\r\n"', 1)
    refused.becomes("quarantined", "F2")
    again = city.folder("police", "20250621", until="2025-06-20").file("cases")
    again.rows = list(known.rows)
    again.becomes("duplicate", "D1")
    last = city.folder("police", "20250430", until="2025-04-28").file("cases")
    last.row("police.cases", r.police_case(157), WINS)
    # A correction that is in force makes the date, though the corrected file does not count.
    none = city.folder("platform", "20250502", bend=None)
    none.file("flows", warnings={"W13"}).row("platform.flows", r.flow(115, **ALONE), WINS)
    city.data_dates = {
        "police": "2025-04-28",
        "procuratorate": "2025-04-26",
        "court": "2025-04-26",
        "justice": "2025-05-10",
        "platform": "2025-05-01",
    }
