"""Rows that are quarantined alone: Q1 to Q6, and which column is named (section 3).

Belongs here: tables of (code and column, what is changed in a clean record), per format.
Keep out: what is tolerated.
"""

from __future__ import annotations

import json
from typing import Any

from tests.foreign import records as r
from tests.foreign.deliveries import City, Fate
from tests.foreign.formats import Verbatim, shape

Faults = list[tuple[str, dict[str, Any]]]

BAD_DATES = (
    "2025-02-30",
    "2025-13-01",
    "2025-00-10",
    "2023-02-29",
    "1899-12-31",
    "2101-01-01",
    "2025-01/04",
    "2025/01.04",
    "2025年1月4",
    "2025年1-4",
    "25-01-04",
    "01-04-2025",
    "2025-01-04 24:00",
    "2025-01-04 08:60",
    "2025-01-04 08:00:00+08:00",
    "2025-01-04 08:00:00Z",
    "2025-01-04 08:00:00.5",
    "2025-01-04T08:00:00",
    "2025-01",
    "202514",
    "45661",
    "1月4日",
    "0000-00-00",
    "2025–01–04",
    "不详",
)
BAD_NUMBERS = (
    "5,600.00",
    "5600元",
    "3万",
    "1e3",
    "NaN",
    "inf",
    "5 600",
    "--5",
    "五千",
    "0x10",
    "5.6.0",
)

POLICE: Faults = [
    ("Q1 AJBH", {"AJBH": ""}),
    ("Q1 AJBH", {"AJBH": " 　 "}),
    ("Q1 AJBH", {"AJBH": "", "AJMC": "", "SARQ": "?"}),
    ("Q2 AJBH", {"AJBH": "A320508500100202501017"}),
    ("Q2 AJBH", {"AJBH": "a3205085001002025010171"}),
    ("Q2 AJBH", {"AJBH": "A3205085001002025010 171"}),
    ("Q2 AJBH", {"AJBH": "A3205085001002025010171\0"}),
    ("Q2 AJBH", {"AJBH": "A32050850010020250101715"}),
    ("Q1 AJMC", {"AJMC": "　"}),
    ("Q1 AJMC", {"AJMC": "", "AJLBDM": "0000", "SARQ": ""}),
    ("Q4 AJLBDM", {"AJLBDM": "0502"}),
    ("Q4 AJLBDM", {"AJLBDM": "0502", "SARQ": "?", "CZBS": ""}),
    ("Q4 AJLBDM", {"AJLBDM": "盗窃案"}),
    ("Q4 AJLYDM", {"AJLYDM": "1"}),
    ("Q4 AJZTDM", {"AJZTDM": "99"}),
    ("Q3 JD", {"JD": "E120.6", "SARQ": ""}),
    ("Q1 SARQ", {"SARQ": ""}),
    ("Q3 PARQ", {"PARQ": "待定"}),
    ("Q3 SAJE", {"SAJE": "3万", "ZBDWDM": ""}),
    ("Q4 ZBDWDM", {"ZBDWDM": "320508500199"}),
    ("Q4 CZBS", {"CZBS": "i"}),
    ("Q4 AJZTDM", {"AJZTDM": "20\0"}),
    ("Q1 CZBS", {"CZBS": ""}),
    ("Q1 GXSJ", {"GXSJ": ""}),
    ("Q1 SJLY", {"SJLY": ""}),
    *[("Q3 SARQ", {"SARQ": text}) for text in BAD_DATES],
    *[("Q3 SAJE", {"SAJE": text}) for text in BAD_NUMBERS],
]
DOCUMENTS: Faults = [
    ("Q3 YS", {"YS": "3.5"}),
    ("Q3 YS", {"YS": "三"}),
    ("Q3 HDJSSJ", {"HDJSSJ": "10:30", "YS": "x"}),
    ("Q4 WSLXDM", {"WSLXDM": "9999", "AJBH": ""}),
    ("Q1 AJBH", {"AJBH": "", "ZZSJ": "?"}),
]


def _suspects(*changes: dict[str, Any]) -> dict[str, Any]:
    """As many suspects as changes."""
    one = r.arrest_review(1)["嫌疑人列表"][0]
    return {"嫌疑人列表": [{**one, "序号": str(n), **c} for n, c in enumerate(changes, start=1)]}


_CHARGE = {"罪名代码": "264001", "罪名名称": "盗窃罪", "主罪": "1"}
_DOCUMENT = r.arrest_review(1)["文书列表"][0]

ARRESTS: Faults = [
    ("Q2 统一受案号", {"统一受案号": "3205082025100017"}),
    ("Q1 统一受案号", {"统一受案号": None}),
    ("Q1 部门受案号", {"部门受案号": None}),
    ("Q1 部门受案号", {"部门受案号": "\n  "}),
    ("Q4 承办部门代码", {"承办部门代码": "JC99"}),
    ("Q3 受理日期", {"受理日期": "2月3日", **_suspects({"姓名": None})}),
    ("Q1 嫌疑人列表", {"嫌疑人列表": None}),
    ("Q1 嫌疑人列表", {"嫌疑人列表": []}),
    ("Q1 嫌疑人列表.姓名", _suspects({"姓名": None})),
    ("Q1 嫌疑人列表.姓名", _suspects({}, {"姓名": " "})),
    ("Q1 嫌疑人列表.姓名", {**_suspects({"姓名": None}), "删除标志": "9"}),
    ("Q3 嫌疑人列表.序号", _suspects({"序号": "一", "姓名": None})),
    ("Q3 嫌疑人列表.出生日期", _suspects({"出生日期": "1990-02-31"})),
    ("Q4 嫌疑人列表.证件类型", _suspects({"证件类型": "110"})),
    # Item by item: the first suspect's last column comes before the second one's first.
    ("Q4 嫌疑人列表.审查决定", _suspects({"审查决定": "Z"}, {"序号": None})),
    # Nested columns in place: before the list, in it, behind it.
    ("Q3 嫌疑人列表.拘留日期", _suspects({"拘留日期": "?", "罪名列表": None})),
    ("Q1 嫌疑人列表.罪名列表", _suspects({"罪名列表": None, "审查决定": "Z"})),
    ("Q1 嫌疑人列表.罪名列表", _suspects({"罪名列表": []})),
    ("Q1 嫌疑人列表.罪名列表.罪名代码", _suspects({"罪名列表": [{**_CHARGE, "罪名代码": None}]})),
    (
        "Q4 嫌疑人列表.罪名列表.罪名代码",
        _suspects({}, {"罪名列表": [_CHARGE, {**_CHARGE, "罪名代码": "盗窃"}]}),
    ),
    ("Q1 文书列表.文书编号", {"文书列表": [_DOCUMENT, {**_DOCUMENT, "文书编号": None}]}),
    ("Q3 文书列表.送达时间", {"文书列表": [{**_DOCUMENT, "送达时间": "当日"}], "删除标志": None}),
    ("Q1 删除标志", {"删除标志": None}),
    ("Q4 删除标志", {"删除标志": "2"}),
    ("Q3 更新时间", {"更新时间": "2025-04-20 8点"}),
]


def _prosecuted(**changes: Any) -> dict[str, Any]:
    return {"嫌疑人列表": [{**r.prosecution_review(1)["嫌疑人列表"][0], **changes}]}


PROSECUTIONS: Faults = [
    ("Q3 嫌疑人列表.量刑建议.刑期下限月", _prosecuted(量刑建议={"刑期下限月": "8.5"})),
    ("Q4 嫌疑人列表.量刑建议.刑种代码", _prosecuted(量刑建议={"刑种代码": "M3", "罚金": "x"})),
    ("Q1 退回补充侦查列表.退回日期", {"退回补充侦查列表": [{"次数": "1"}]}),
    ("Q3 退回补充侦查列表.次数", {"退回补充侦查列表": [{"次数": "第一次"}]}),
    (
        "Q3 延长审查起诉期限列表.延长至",
        {"延长审查起诉期限列表": [{"批准日期": "2025-03-01", "延长至": "半个月"}]},
    ),
    ("Q1 抗诉列表.抗诉书文号", {"抗诉列表": [{"抗诉日期": "2025-03-01"}]}),
]


def _defendant(**changes: Any) -> dict[str, Any]:
    return {"defendants": [r.defendant(1, **changes)]}


def _hearing(**changes: Any) -> dict[str, Any]:
    return {"hearings": [{**r.court_case(1)["hearings"][0], **changes}]}


COURT: Faults = [
    ("Q1 caseId", {"caseId": None}),
    ("Q2 caseId", {"caseId": "A" * 32}),
    ("Q1 caseNo", {"caseNo": "", "courtCode": "?"}),
    ("Q3 trialLevel", {"trialLevel": 1.5}),
    ("Q3 trialLevel", {"trialLevel": "一审"}),
    ("Q3 trialLevel", {"trialLevel": True}),
    ("Q3 filedAt", {"filedAt": "2025-02-27T00:00:00"}),
    ("Q4 procedure", {"procedure": "99", "hearings": [{}]}),
    ("Q1 procedureChanges.date", {"procedureChanges": [{"from": "20", "to": "10"}]}),
    ("Q4 termChanges.type", {"termChanges": [{"type": "40", "startDate": None}]}),
    ("Q1 hearings.startAt", _hearing(startAt=None)),
    ("Q3 hearings.remote", _hearing(remote="否")),
    ("Q3 hearings.remote", _hearing(remote=0)),
    ("Q1 defendants", {"defendants": None}),
    ("Q1 defendants", {"defendants": []}),
    ("Q1 defendants.name", _defendant(name=None)),
    ("Q3 defendants.amount", _defendant(amount="约5000")),
    ("Q1 defendants.charges", _defendant(charges=[])),
    ("Q4 defendants.charges.code", _defendant(charges=[{"code": "盗窃"}], result="Z")),
    ("Q1 defendants.counsels.name", _defendant(counsels=[{"type": "10"}])),
    ("Q4 defendants.result", _defendant(result="Z")),
    ("Q3 defendants.penalty.termMonths", _defendant(penalty={"termMonths": "8个月"})),
    ("Q3 defendants.execution.docSentAt", _defendant(execution={"docSentAt": "3/27"})),
    ("Q3 pronouncedInCourt", {"pronouncedInCourt": "true"}),
    ("Q1 appeals.date", {"appeals": [{"type": "10"}]}),
    ("Q1 deleted", {"deleted": None}),
    ("Q3 deleted", {"deleted": "false"}),
    ("Q3 deleted", {"deleted": 0}),
    ("Q1 updatedAt", {"updatedAt": None}),
]
NO_OBJECTS = (
    '{"caseId": "abc"',
    '{"caseId": "abc",}',
    "{'caseId': 'abc'}",
    '{"pages": NaN}',
    '{"deleted": false} {"deleted": false}',
    "[1, 2]",
    '"text"',
    "17",
    "null",
    "caseId,caseNo",
)
FLOWS: Faults = [
    ("Q2 flow_id", {"flow_id": "LZ2025022000000"}),
    ("Q4 business_code", {"business_code": "B999", "sent_at": ""}),
    ("Q4 channel", {"channel": "Online"}),
    ("Q1 sent_at", {"sent_at": "\t"}),
    ("Q3 dossier_pages", {"dossier_pages": "1,200"}),
    ("Q3 dossier_pages", {"dossier_pages": "120.5"}),
]


def tell(city: City) -> None:
    _by_table(city)
    _widths(city)
    _lines(city)


def _by_table(city: City) -> None:
    """Each fault in a file of its table, beside a good row."""
    for name, clean, faults in (
        ("police.cases", r.police_case, POLICE),
        ("police.documents", r.police_document, DOCUMENTS),
        ("procuratorate.arrest_review", r.arrest_review, ARRESTS),
        ("procuratorate.prosecution_review", r.prosecution_review, PROSECUTIONS),
        ("court.cases", r.court_case, COURT),
        ("platform.flows", r.flow, FLOWS),
    ):
        agency, table = name.split(".")
        folder = next(
            (f for f in city.folders if (f.agency, f.day) == (agency, "20250421")), None
        ) or city.folder(agency, "20250421")
        file = folder.file(table)
        for number, (fault, changes) in enumerate(faults, start=170):
            file.row(name, clean(number, **changes), refused=fault)
        # Equal rows are taken out before the checks: one refused, one repeated.
        file.row(name, clean(170, **faults[0][1]), Fate.REPEATED)
        file.row(name, clean(169, **_UNQUOTED.get(name, {})))


# Nothing that the good row could be linked by.
_UNQUOTED: dict[str, dict[str, Any]] = {
    "procuratorate.arrest_review": {"提请批准逮捕书文号": None, "侦查机关案件编号": None},
    "procuratorate.prosecution_review": {
        "起诉意见书文号": None,
        "侦查机关案件编号": None,
        "审查逮捕受案号": None,
        "起诉书文号": None,
    },
    "court.cases": {"indictmentNo": None},
    "platform.flows": {"src_case_no": None, "dst_case_no": None, "related_doc_no": None},
}


def _widths(city: City) -> None:
    """Q5 comes before all others; records are counted, not lines; blank lines are nothing."""
    table = "police.cases"
    file = city.folder("police", "20250422").file("cases")
    broken_lines = '他说:"拿走,\r\n全部"\r\n\r\n然后离开。'
    columns = shape(table).columns
    clean = ["" if v is None else str(v) for v in r.police_case(201).values()]
    file.row(table, r.police_case(200, JYAQ=broken_lines))
    file.row(table, Verbatim(""), Fate.IGNORED)
    file.row(table, Verbatim(",".join(clean[:-1])), refused="Q5")
    file.row(table, Verbatim(",".join([*clean, ""])), refused="Q5")
    file.row(table, Verbatim(",".join([*clean, ""])), Fate.REPEATED)
    file.row(table, Verbatim(",".join(["", "", *clean[:4]])), refused="Q5")
    file.row(table, Verbatim("," * (len(columns) - 1)), refused="Q1 AJBH")
    file.row(table, Verbatim("合计"), refused="Q5")
    file.row(table, Verbatim(""), Fate.IGNORED)
    file.row(table, r.police_case(202))
    # Equal fields, differently quoted, are equal rows.
    quoted = ['""' if v is None else f'"{v}"' for v in r.police_case(202).values()]
    file.row(table, Verbatim(",".join(quoted)), Fate.REPEATED)
    # The first failing column is that of the contract, not of the file.
    turned = city.folder("police", "20250423").file("cases", header=tuple(reversed(columns)))
    turned.row(table, r.police_case(203, AJLBDM="x", SARQ="x"), refused="Q4 AJLBDM")
    turned.row(table, r.police_case(204))


def _lines(city: City) -> None:
    """Q6: lines that are no object; the lines around them are taken."""
    table = "court.cases"
    file = city.folder("court", "20250422").file("cases")
    file.row(table, r.court_case(200, indictmentNo=None))
    for text in NO_OBJECTS:
        file.row(table, Verbatim(text), refused="Q6")
        file.row(table, Verbatim(""), Fate.IGNORED)
    file.row(table, Verbatim(NO_OBJECTS[0]), Fate.REPEATED)
    file.row(table, Verbatim("{}"), refused="Q1 caseId")
    absent = r.court_case(201)
    del absent["defendants"]
    file.row(table, absent, refused="Q1 defendants")
    # Other order of fields, same content: another line, so a further version.
    record = r.court_case(202, indictmentNo=None)
    file.row(table, record, Fate.HISTORY)
    turned = json.dumps(dict(reversed(record.items())), ensure_ascii=False)
    file.row(table, Verbatim(turned), key=record["caseId"])
