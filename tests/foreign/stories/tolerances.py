"""What is taken in although it is written differently, and the warning that says so (section 3).

Belongs here: tables of (changes in a clean record, warnings), files of unusual but rightful form.
Keep out: what is refused.
"""

from __future__ import annotations

import gzip
from typing import Any

from tests.foreign import records as r
from tests.foreign.deliveries import City, Fate
from tests.foreign.formats import Verbatim, shape, xml_element

Forms = list[tuple[dict[str, Any], tuple[str, ...], dict[str, str]]]


def wide(text: str) -> str:
    """The text in full-width characters."""
    return "".join("　" if c == " " else chr(ord(c) + 0xFEE0) for c in text)


DAY = {"SARQ": "2025-01-04 00:00:00"}
TIME = {"SARQ": "2025-01-04 08:00:00"}
FILED = {"LARQ": "2025-01-04 00:00:00"}
AMOUNT = {"SAJE": "5600.5"}
LINES = '一行,"引号"\r\n二行\n\n三行'

# What is changed in a clean record, the warnings, and what is read.
CASES: Forms = [
    ({"SARQ": "2025-1-4", "LARQ": "2025/01/04"}, ("W5 SARQ", "W5 LARQ"), DAY | FILED),
    ({"SARQ": "2025.1.4 08:00", "LARQ": "2025年1月4日"}, ("W5 SARQ", "W5 LARQ"), TIME | FILED),
    ({"SARQ": "20250104", "LARQ": "2025年1月4日 00:00:00"}, ("W5 SARQ", "W5 LARQ"), DAY | FILED),
    ({"SARQ": "20250104 08:00:00"}, ("W5 SARQ",), TIME),
    ({"SARQ": "2025/1/4 08:00"}, ("W5 SARQ",), TIME),
    ({"SARQ": " 2025-01-04 08:00:00　"}, (), TIME),
    ({"SARQ": wide("2025-01-04 08:00:00")}, ("W1 SARQ",), TIME),
    ({"SARQ": wide("2025/1/4")}, ("W5 SARQ",), DAY),
    ({"FASJKS": "1900-01-01"}, (), {"FASJKS": "1900-01-01 00:00:00"}),
    ({"CARQ": "2100-12-31"}, (), {"CARQ": "2100-12-31 00:00:00"}),
    ({"FASJKS": "2024-02-29"}, (), {"FASJKS": "2024-02-29 00:00:00"}),
    ({"SAJE": "+5600.50"}, (), AMOUNT),
    ({"SAJE": wide("5600.50")}, ("W1 SAJE",), AMOUNT),
    ({"SAJE": " 5600.5 "}, (), AMOUNT),
    ({"SAJE": "0005600.5"}, (), AMOUNT),
    ({"AJLBDM": wide("050200")}, ("W1 AJLBDM",), {"AJLBDM": "050200"}),
    ({"ZBDWDM": " 320508500100 "}, (), {"ZBDWDM": "320508500100"}),
    ({"ZMDM": "999999"}, ("W11 ZMDM",), {}),
    ({"FADXZQH": "110101"}, ("W11 FADXZQH",), {}),
    ({"ZASDDM": "M001;M002"}, (), {}),
    ({"ZASDDM": "M001;M998"}, ("W11 ZASDDM",), {}),
    ({"JD": "0", "WD": "0"}, ("W10",), {}),
    ({"JD": "31.336080", "WD": "120.627580"}, ("W10",), {}),
    ({"JD": "116.400000", "WD": "39.900000"}, ("W10",), {}),
    ({"JD": None, "WD": None, "FACSDM": "07"}, (), {}),
    ({"FASJKS": "2025-01-03 23:30:00", "FASJJS": "2025-01-03 21:00:00"}, ("W6",), {}),
    ({"LARQ": "2025-01-03 23:00:00"}, ("W6",), {}),
    ({"AJMC": "长" * 201}, ("W17 AJMC",), {}),
    ({"JYAQ": "详" * 150_000}, ("W17 JYAQ",), {}),
    ({"AJMC": "𠮷某、㐂某盗窃案"}, (), {}),
    ({"AJMC": "NULL"}, (), {"AJMC": "NULL"}),
    ({"AJMC": "\\N"}, (), {"AJMC": "\\N"}),
    ({"AJMC": "=HYPERLINK(1)"}, (), {}),
    ({"JYAQ": LINES}, (), {"JYAQ": LINES}),
    ({"JYAQ": "前\0后"}, ("W1 JYAQ",), {"JYAQ": "前\ufffd后"}),
    ({"LARQ": None, "ZMDM": "  "}, (), {}),
    ({"BAAJBH": "A3205085001002025019999", "AJZTDM": "70"}, ("W7 BAAJBH",), {}),
]
PERSONS: list[tuple[dict[str, Any], tuple[str, ...]]] = [
    ({"ZJHM": r.identity(1)[:-1] + ("0" if r.identity(1)[-1] != "0" else "1")}, ("W3 ZJHM",)),
    ({"ZJHM": None}, ("W3 ZJHM",)),
    ({"XBDM": "2"}, ("W3 ZJHM",)),
    ({"CSRQ": "1999-09-09"}, ("W3 ZJHM",)),
    ({"ZJHM": wide(r.identity(304))}, ("W1 ZJHM",)),
    ({"AJBH": "A3205085001002025019999"}, ("W7 AJBH",)),
    ({"DHHS": "13800000000"}, ("W17 DHHS",)),
    ({"ZJLXDM": "414", "ZJHM": "E12345678"}, ()),
]


def tell(city: City) -> None:
    _police(city)
    _headers(city)
    _platform(city)
    _procuratorate(city)
    _court(city)


def _police(city: City) -> None:
    folder = city.folder("police", "20250424")
    cases, persons = folder.file("cases"), folder.file("persons")
    for number, (changes, warns, reads) in enumerate(CASES, start=250):
        record = r.police_case(number, **changes)
        cases.row("police.cases", record, warns=warns, reads=reads)
    for number, (changes, warns) in enumerate(PERSONS, start=300):
        record = r.police_person(number, **{"AJBH": r.case_no(250), **changes})
        persons.row("police.persons", record, warns=warns)
    last_x = next(n for n in range(310, 400) if r.identity(n).endswith("X"))
    lower = r.identity(last_x)[:-1] + "x"
    persons.row(
        "police.persons",
        r.police_person(last_x, ZJHM=lower, AJBH=r.case_no(250)),
        warns=("W2 ZJHM",),
    )
    measures, documents = folder.file("measures"), folder.file("documents")
    measures.row("police.measures", r.police_measure(250, JSSJ="2025-01-09"), warns=("W6",))
    for serial, (changes, warns) in enumerate(
        [
            ({"QFSJ": "2025-02-02 11:00:00"}, ("W6",)),
            ({"SDSJ": "2025-02-02 11:00:00"}, ("W6",)),
            ({"YS": "3.0"}, ()),
            ({"YS": "+3"}, ()),
        ],
        start=11,
    ):
        record = r.police_document(250, serial, WSZH=None, **changes)
        documents.row("police.documents", record, warns=warns)


def _headers(city: City) -> None:
    """Columns in another order, too many, too few; a BOM; no line break at the end."""
    table = "police.cases"
    names = shape(table).columns
    folder = city.folder("police", "20250425", kind="full")
    more = folder.file("cases", 1, header=("经办人", *reversed(names)), warnings={"W12 经办人"})
    more.row(table, {**r.police_case(290), "经办人": "某"})
    fewer = folder.file(
        "cases",
        2,
        header=tuple(n for n in names if n not in ("JD", "WD")),
        warnings={"W16 JD", "W16 WD"},
    )
    fewer.row(table, r.police_case(291))
    marked = folder.file("cases", 3, bend=lambda data: b"\x84\x31\x95\x33" + data, warnings={"W1"})
    marked.row(table, r.police_case(292))
    bare = folder.file("cases", 4, bend=lambda data: b"\r\n" + data.rstrip(b"\r\n"))
    bare.row(table, r.police_case(293))
    unix = folder.file("cases", 5, bend=lambda data: data.replace(b"\r\n", b"\n"))
    unix.row(table, r.police_case(294)).row(table, r.police_case(295))
    # A last line that is only a quoted field, closed by the end of the file.
    quoted = folder.file("measures", bend=lambda data: data.replace(b"SIM\r\n", b'"SIM"'))
    quoted.row("police.measures", r.police_measure(290))


def _platform(city: City) -> None:
    folder = city.folder("platform", "20250424")
    alone = {"src_case_no": None, "dst_case_no": None, "related_doc_no": None}
    marked = folder.file("flows", 1, bend=lambda data: b"\xef\xbb\xbf" + data, warnings={"W1"})
    marked.row("platform.flows", r.flow(250, **alone, dossier_pages="120.0"))
    marked.row(
        "platform.flows",
        r.flow(251, **alone, sender_unit="320508999999"),
        warns=("W11 sender_unit",),
    )
    marked.row(
        "platform.flows",
        r.flow(252, **alone, received_at="2025-02-19 09:30:00"),
        warns=("W6",),
    )
    marked.row(
        "platform.flows",
        r.flow(253, **alone, resend_of="LZ2025010199999999"),
        warns=("W7 resend_of",),
    )
    windows = folder.file("flows", 2, bend=lambda data: data.replace(b"\n", b"\r\n"))
    windows.row("platform.flows", r.flow(254, **alone, return_reason="两行\n原因"))
    windows.row("platform.flows", r.flow(255, **alone))


def _procuratorate(city: City) -> None:
    """The same record in other well-formed words."""
    table = "procuratorate.arrest_review"
    items = shape(table).traits["items"]
    alone = {"提请批准逮捕书文号": None, "侦查机关案件编号": None}

    def written(number: int, **changes: Any) -> str:
        return xml_element("案件", r.arrest_review(number, **{**alone, **changes}), items)

    def put(file: Any, number: int, text: str, *warns: str, **reads: str) -> None:
        file.row(table, Verbatim(text), key=r.arrest_no(number), warns=warns, reads=reads)

    folder = city.folder("procuratorate", "20250427")
    file = folder.file("arrest_review", 1)
    put(file, 250, written(250).replace("><", ">\n  <"))
    put(file, 251, written(251).replace("<案件>", '<案件 版本="2"><!-- 补 --><?x y?>'))
    named = written(252).replace("盗窃案</案件名称>", "<![CDATA[<盗窃> & 案]]></案件名称>")
    put(file, 252, named, 案件名称=f"{r.name(252)}<盗窃> & 案")
    put(file, 253, written(253, 案件名称="A & B <C>"), 案件名称="A & B <C>")
    put(file, 254, written(254).replace("<审结日期>2025-02-10</审结日期>", "<审结日期/>"))
    put(file, 255, written(255).replace("</案件>", "<备注>新</备注></案件>"))
    file.warnings.add("W12 备注")
    put(
        file,
        256,
        written(256, 受理日期="2025年2月3日", 删除标志=wide("0")),
        "W5 受理日期",
        受理日期="2025-02-03",
    )
    put(file, 257, written(257, 统一受案号=f"\n {wide(r.arrest_no(257))} "))
    put(file, 258, written(258, 文书列表=[]))
    put(file, 259, written(259, 文书列表=None, 审结日期=None))
    twice = written(260)
    put(file, 260, twice)
    file.row(table, Verbatim(twice), Fate.REPEATED)
    marked = folder.file(
        "arrest_review", 2, bend=lambda data: b"\xef\xbb\xbf" + data, warnings={"W1"}
    )
    put(marked, 261, written(261))
    bare = folder.file("arrest_review", 3, bend=lambda data: data.split(b"\n", 1)[1])
    put(bare, 262, written(262))


def _court(city: City) -> None:
    table = "court.cases"
    folder = city.folder("court", "20250427")

    def inside(change: Any) -> Any:
        return lambda data: gzip.compress(change(gzip.decompress(data)), mtime=0)

    file = folder.file("cases", 1)
    alone = {"indictmentNo": None}
    file.row(
        table,
        r.court_case(250, **alone, trialLevel="１", filedAt="2025/2/27"),
        warns=("W5 filedAt",),
    )
    file.row(table, r.court_case(251, **alone, trialLevel=1.0, panel=None, hearings=None))
    few = {
        name: value
        for name, value in r.court_case(252, **alone).items()
        if value not in (None, []) and name not in ("panel", "hearings", "clerkId")
    }
    file.row(table, few)
    file.row(table, {**r.court_case(253, **alone), "remark": {"a": [1, 2]}})
    file.warnings.add("W12 remark")
    file.row(
        table,
        r.court_case(254, **alone, procuratorateCode="JC999999"),
        warns=("W11 procuratorateCode",),
    )
    file.row(table, r.court_case(255, **alone, title="题" * 201), warns=("W17 title",))
    little = [r.defendant(261, amount=0.00005)]
    file.row(table, r.court_case(261, **alone, defendants=little))
    file.row(table, r.court_case(256, **alone, title='第一行\n第二行\t"引"'))
    twice = r.court_case(257, **alone)
    file.row(table, twice).row(table, twice, Fate.REPEATED)
    marked = folder.file(
        "cases",
        2,
        bend=inside(lambda data: b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n")),
        warnings={"W1"},
    )
    marked.row(table, r.court_case(258, **alone)).row(table, r.court_case(259, **alone))
    bare = folder.file("cases", 3, bend=inside(lambda data: data.rstrip(b"\n")))
    bare.row(table, r.court_case(260, **alone))
    documents = folder.file("documents")
    caseless = {"caseId": r.hexid("case250"), "docNo": None, "caseNo": None}
    documents.row("court.documents", r.court_document(250, **caseless, pages="6.0"))
    documents.row(
        "court.documents",
        r.court_document(251, **{**caseless, "caseId": "f" * 32}),
        warns=("W7 caseId",),
    )
    documents.row("court.documents", r.court_document(252, **caseless, issuedAt="2025-03-05"))
