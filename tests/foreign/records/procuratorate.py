"""Clean records of the procuratorate. Belongs here: one function per table. Keep out: faults."""

from __future__ import annotations

from typing import Any

from tests.foreign.formats import Record
from tests.foreign.records.numbers import (
    FIRST,
    SHORT,
    area,
    arrest_no,
    birth,
    case_no,
    identity,
    indictment_no,
    name,
    opinion_no,
    prosecution_no,
    request_no,
)


def suspect(number: int, **changes: Any) -> Record:
    return {
        "序号": "1",
        "姓名": name(number),
        "曾用名": None,
        "性别": "男",
        "出生日期": birth(number),
        "证件类型": "111",
        "证件号码": identity(number),
        **changes,
    }


def _procuratorate_document(number: int, kind: str, document_no: str, at: str) -> Record:
    return {
        "文书编号": f"WS{number:06d}{kind}",
        "文书类型代码": kind,
        "文书号": document_no,
        "制作时间": f"{at} 09:00:00",
        "签发时间": f"{at} 10:00:00",
        "录入时间": f"{at} 09:10:00",
        "送达时间": f"{at} 16:00:00",
        "送达对象": "公安机关",
    }


def arrest_review(number: int, **changes: Any) -> Record:
    decision = f"苏{SHORT[area(number)]}检批捕〔2025〕{number}号"
    return {
        "统一受案号": arrest_no(number),
        "部门受案号": f"{SHORT[area(number)]}检捕受〔2025〕{number}号",
        "案件名称": f"{name(number)}盗窃案",
        "检察院代码": f"JC{area(number)}",
        "承办部门代码": f"JC{area(number)}01",
        "承办检察官": "顾文华",
        "承办检察官编号": "JC0012",
        "移送单位代码": f"{area(number)}500100",
        "移送单位名称": None,
        "提请批准逮捕书文号": request_no(number),
        "侦查机关案件编号": case_no(number),
        "受理日期": "2025-02-03",
        "审结日期": "2025-02-10",
        "嫌疑人列表": [
            suspect(
                number,
                是否羁押="是",
                拘留日期="2025-01-10",
                罪名列表=[{"罪名代码": "264001", "罪名名称": "盗窃罪", "主罪": "1"}],
                审查决定="A10",
                决定日期="2025-02-10",
                决定文书号=decision,
            )
        ],
        "文书列表": [_procuratorate_document(number, "2002", decision, "2025-02-10")],
        "删除标志": "0",
        "更新时间": FIRST,
        "数据来源": "SIM",
        **changes,
    }


def prosecution_review(number: int, **changes: Any) -> Record:
    return {
        "统一受案号": prosecution_no(number),
        "部门受案号": f"{SHORT[area(number)]}检诉受〔2025〕{number}号",
        "案件名称": f"{name(number)}盗窃案",
        "检察院代码": f"JC{area(number)}",
        "承办部门代码": f"JC{area(number)}02",
        "承办检察官": "顾文华",
        "承办检察官编号": "JC0012",
        "移送单位代码": f"{area(number)}500100",
        "移送单位名称": None,
        "起诉意见书文号": opinion_no(number),
        "侦查机关案件编号": case_no(number),
        "审查逮捕受案号": arrest_no(number),
        "受理日期": "2025-02-20",
        "审结日期": "2025-02-25",
        "移送法院日期": "2025-02-26",
        "移送法院代码": f"FY{area(number)}",
        "建议程序": "20",
        "起诉书文号": indictment_no(number),
        "嫌疑人列表": [
            suspect(
                number,
                强制措施代码="05",
                羁押日期="2025-01-10",
                未成年="0",
                罪名列表=[
                    {"类别": "移送", "罪名代码": "264001", "罪名名称": "盗窃罪", "主罪": "1"},
                    {"类别": "认定", "罪名代码": "264001", "罪名名称": "盗窃罪", "主罪": "1"},
                ],
                认罪认罚="1",
                具结书签署日期="2025-02-24",
                值班律师="丁卫东",
                审查结论="P10",
                结论日期="2025-02-25",
                量刑建议={
                    "刑种代码": "M30",
                    "刑期下限月": "8",
                    "刑期上限月": "10",
                    "建议缓刑": "1",
                    "罚金": "2000.00",
                },
            )
        ],
        "文书列表": [_procuratorate_document(number, "2036", indictment_no(number), "2025-02-25")],
        "删除标志": "0",
        "更新时间": FIRST,
        "数据来源": "SIM",
        **changes,
    }


def supervision(number: int, **changes: Any) -> Record:
    return {
        "监督编号": f"JD{area(number)}2025{number:07d}",
        "监督类型": "50",
        "检察院代码": f"JC{area(number)}",
        "承办检察官": "顾文华",
        "被监督单位代码": f"{area(number)}500100",
        "被监督单位名称": None,
        "关联统一受案号": prosecution_no(number),
        "侦查机关案件编号": case_no(number),
        "违法情形": "04",
        "文书号": f"苏{SHORT[area(number)]}检纠违〔2025〕{number}号",
        "发出日期": "2025-02-12",
        "回复日期": "2025-02-20",
        "是否采纳": "1",
        "删除标志": "0",
        "更新时间": FIRST,
        "数据来源": "SIM",
        **changes,
    }
