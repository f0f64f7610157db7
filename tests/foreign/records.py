"""Clean records of five agencies: what a careful sender would write, with nothing to remark.

Belongs here: one function per table; every field can be changed by name. Keep out: faults.
"""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from typing import Any

from tests.foreign.formats import Record

AREAS = ("320508", "320506", "320583")
SHORT = {"320508": "姑", "320506": "吴中", "320583": "昆"}
COURT = {"320508": "苏0508", "320506": "苏0506", "320583": "苏0583"}
COURT_NAME = {
    "320508": "苏州市姑苏区人民法院",
    "320506": "苏州市吴中区人民法院",
    "320583": "昆山市人民法院",
}
PLACE = {
    "320508": ("120.627580", "31.336080"),
    "320506": ("120.699280", "31.273040"),
    "320583": ("121.011440", "31.388910"),
}
FIRST = "2025-03-01 08:00:00"
SURNAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗"
GIVEN = "建国志强海涛晓明文军丽华秀英桂兰玉梅雪琴永康德胜长春东升家豪子轩"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def area(number: int) -> str:
    return AREAS[number % len(AREAS)]


def name(number: int) -> str:
    """A name of its own for each number below 400."""
    start = number // len(SURNAMES) * 2
    return SURNAMES[number % len(SURNAMES)] + GIVEN[start : start + 2]


def birth(number: int) -> str:
    return (date(1970, 1, 1) + timedelta(days=11 * number)).isoformat()


def identity(number: int, *, woman: bool = False) -> str:
    """An identity number of type 111 that fits birth date and sex."""
    serial = 2 * (number % 400) + (100 if woman else 101)
    body = "320501" + birth(number).replace("-", "") + f"{serial:03d}"
    rest = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True)) % 11
    return body + "10X98765432"[rest]


def hexid(text: str) -> str:
    return hashlib.md5(text.encode()).hexdigest()


# --- numbers that agencies quote -------------------------------------------------------------


def case_no(number: int) -> str:
    return f"A{area(number)}500100202501{number:04d}"


def person_no(number: int, serial: int = 1) -> str:
    return f"R{case_no(number)[1:]}{serial:02d}"


def request_no(number: int) -> str:
    return f"{SHORT[area(number)]}公(刑)提捕字〔2025〕{number}号"


def opinion_no(number: int) -> str:
    return f"{SHORT[area(number)]}公(刑)诉字〔2025〕{number}号"


def arrest_no(number: int) -> str:
    return f"{area(number)}2025{1_000_000 + number:07d}"


def prosecution_no(number: int) -> str:
    return f"{area(number)}2025{2_000_000 + number:07d}"


def indictment_no(number: int) -> str:
    return f"苏{SHORT[area(number)]}检刑诉〔2025〕{number}号"


def court_no(number: int) -> str:
    return f"(2025){COURT[area(number)]}刑初{number}号"


def subject_no(number: int) -> str:
    return f"JZ{area(number)}2025{number:04d}"


# --- police ----------------------------------------------------------------------------------


def police_case(number: int, **changes: Any) -> Record:
    longitude, latitude = PLACE[area(number)]
    return {
        "AJBH": case_no(number),
        "AJMC": f"{name(number)}盗窃案",
        "AJLBDM": "050200",
        "ZMDM": "264001",
        "AJLYDM": "01",
        "AJZTDM": "20",
        "FASJKS": "2025-01-03 21:00:00",
        "FASJJS": "2025-01-03 23:30:00",
        "FADXZQH": area(number),
        "FADD": "人民路100号",
        "FACSDM": "01",
        "JD": longitude,
        "WD": latitude,
        "BASJ": "2025-01-04 07:30:00",
        "SARQ": "2025-01-04 08:00:00",
        "LARQ": "2025-01-04 15:00:00",
        "PARQ": None,
        "ZCZJRQ": None,
        "CARQ": None,
        "ZASDDM": "M001",
        "JYAQ": "家中财物被盗。",
        "SAJE": "5600.00",
        "ZBDWDM": f"{area(number)}500100",
        "ZBDWMC": None,
        "ZBMJ": "050123",
        "ZBMJXM": "钱永康",
        "XBMJ": "050124",
        "BAAJBH": None,
        "YAJBH": None,
        "CZBS": "I",
        "GXSJ": FIRST,
        "SJLY": "SIM",
        **changes,
    }


def police_person(number: int, serial: int = 1, **changes: Any) -> Record:
    """The suspect (serial 1) or the victim (serial 2) of a case."""
    human = number if serial == 1 else number + 150
    suspect = serial == 1
    return {
        "RYBH": person_no(number, serial),
        "AJBH": case_no(number),
        "RYLXDM": "01" if suspect else "02",
        "XM": name(human),
        "CYM": None,
        "XBDM": "1" if suspect else "2",
        "CSRQ": birth(human),
        "ZJLXDM": "111",
        "ZJHM": identity(human, woman=not suspect),
        "GJDM": "CHN",
        "MZDM": "01",
        "HJDXZQH": "320501",
        "XZZXZQH": area(number),
        "XZZ": "人民路8号",
        "WHCDDM": "60",
        "DHHS": hashlib.sha256(f"phone{human}".encode()).hexdigest(),
        "RYZTDM": "10" if suspect else None,
        "DAFSDM": "01" if suspect else None,
        "DARQ": "2025-01-10 09:00:00" if suspect else None,
        "QKBS": "0" if suspect else None,
        "ZMDM": "264001" if suspect else None,
        "CZBS": "I",
        "GXSJ": FIRST,
        "SJLY": "SIM",
        **changes,
    }


def police_measure(number: int, serial: int = 1, **changes: Any) -> Record:
    return {
        "CSBH": f"Q{person_no(number)[1:]}{serial:02d}",
        "AJBH": case_no(number),
        "RYBH": person_no(number),
        "CSLXDM": "04",
        "KSSJ": "2025-01-10 10:00:00",
        "JLQXLX": "30",
        "YDJMRQ": "2025-02-09",
        "JSSJ": "2025-02-10 10:00:00",
        "JSYYDM": "01",
        "PZJGDM": f"GA{area(number)}",
        "PZWSZH": f"{SHORT[area(number)]}公(刑)拘字〔2025〕{number}号",
        "ZXSJ": "2025-01-10 10:00:00",
        "KSSDM": "KS320501",
        "RSSJ": "2025-01-10 20:00:00",
        "CSSJ": None,
        "BZFS": None,
        "BZJ": None,
        "ZBDWDM": f"{area(number)}500100",
        "CZBS": "I",
        "GXSJ": FIRST,
        "SJLY": "SIM",
        **changes,
    }


def police_document(number: int, serial: int = 1, **changes: Any) -> Record:
    """The request for arrest (serial 1) or the opinion for prosecution (serial 2)."""
    request = serial == 1
    at = "2025-02-03" if request else "2025-02-20"
    return {
        "WSBH": f"W{case_no(number)[1:]}{serial:04d}",
        "WSZH": request_no(number) if request else opinion_no(number),
        "WSLXDM": "1029" if request else "1088",
        "AJBH": case_no(number),
        "RYBH": person_no(number),
        "ZZSJ": f"{at} 09:00:00",
        "QFSJ": f"{at} 11:00:00",
        "QFR": "沈国平",
        "LRSJ": f"{at} 09:05:00",
        "SDSJ": f"{at} 15:00:00",
        "SDDWMC": "检察院",
        "WSZTDM": "01",
        "YWSBH": None,
        "XGYY": None,
        "HDKSSJ": None,
        "HDJSSJ": None,
        "HDDD": None,
        "BLR": "050123;050124",
        "YS": "3",
        "WJHX": hashlib.sha256(f"pdf{number}.{serial}".encode()).hexdigest(),
        "ZBDWDM": f"{area(number)}500100",
        "CZBS": "I",
        "GXSJ": FIRST,
        "SJLY": "SIM",
        **changes,
    }


def police_item(number: int, serial: int = 1, **changes: Any) -> Record:
    return {
        "CWBH": f"P{case_no(number)[1:]}{serial:02d}",
        "AJBH": case_no(number),
        "RYBH": person_no(number),
        "CWMC": "黑色手机",
        "CWLXDM": "03",
        "SL": "1",
        "JLDW": "部",
        "GZ": "1200.50",
        "KYRQ": "2025-01-10 12:00:00",
        "KYWSZH": f"{SHORT[area(number)]}公(刑)扣字〔2025〕{number}号",
        "BGDD": "物证室",
        "ZTDM": "10",
        "YSRQ": None,
        "JSDWDM": None,
        "CZRQ": None,
        "CZBS": "I",
        "GXSJ": FIRST,
        "SJLY": "SIM",
        **changes,
    }


def police_extension(number: int, **changes: Any) -> Record:
    return {
        "YCBH": f"Y{person_no(number)[1:]}01",
        "AJBH": case_no(number),
        "RYBH": person_no(number),
        "YCLXDM": "156",
        "QSRQ": "2025-03-10",
        "ZZRQ": "2025-04-10",
        "TQRQ": "2025-03-02",
        "PZRQ": "2025-03-08",
        "PZJGDM": f"JC{area(number)}",
        "PZWSZH": f"苏{SHORT[area(number)]}检延〔2025〕{number}号",
        "LY": "案情复杂",
        "CZBS": "I",
        "GXSJ": FIRST,
        "SJLY": "SIM",
        **changes,
    }


# --- procuratorate ---------------------------------------------------------------------------


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


# --- court -----------------------------------------------------------------------------------


def defendant(number: int, **changes: Any) -> Record:
    return {
        "seq": 1,
        "name": name(number),
        "alias": None,
        "gender": "男",
        "birthDate": birth(number),
        "idType": "111",
        "idNo": identity(number),
        "custody": "10",
        "custodySince": "2025-01-10",
        "pleaLeniency": True,
        "prior": False,
        "surrender": False,
        "amount": 5600.0,
        "charges": [{"code": "264001", "name": "盗窃罪"}],
        "counsels": [
            {
                "name": "丁卫东",
                "licenseNo": "13205201010123456",
                "lawFirm": "江苏平江律师事务所",
                "type": "20",
            }
        ],
        "result": "C10",
        "penalty": {
            "mainType": "M30",
            "termMonths": 8,
            "probationMonths": 12,
            "fineYuan": 2000.0,
            "supplementary": ["X10"],
        },
        "execution": {
            "organType": "30",
            "organCode": f"SF{area(number)}",
            "docSentAt": "2025-03-27",
        },
        **changes,
    }


def court_case(number: int, **changes: Any) -> Record:
    return {
        "caseId": hexid(f"case{number}"),
        "caseNo": court_no(number),
        "courtCode": f"FY{area(number)}",
        "trialLevel": 1,
        "caseKind": "刑初",
        "title": f"{name(number)}盗窃罪一审",
        "indictmentNo": indictment_no(number),
        "procuratorateCode": f"JC{area(number)}",
        "originCaseNo": None,
        "filedAt": "2025-02-27",
        "assignedAt": "2025-02-27",
        "judgeId": "FG0007",
        "judgeName": "陆志刚",
        "panel": ["FG0007"],
        "clerkId": "SJ0003",
        "unitCode": f"FY{area(number)}02",
        "procedure": "20",
        "procedureChanges": [],
        "termChanges": [],
        "hearings": [
            {
                "seq": 1,
                "courtroom": "第3法庭",
                "judgeId": "FG0007",
                "startAt": "2025-03-06 09:30:00",
                "endAt": "2025-03-06 10:20:00",
                "remote": False,
                "status": "已开庭",
            }
        ],
        "defendants": [defendant(number)],
        "pronouncedAt": "2025-03-06",
        "pronouncedInCourt": True,
        "servedAt": "2025-03-10",
        "effectiveAt": "2025-03-21",
        "closedAt": "2025-03-10",
        "closeType": "10",
        "appeals": None,
        "deleted": False,
        "updatedAt": "2025-03-22 08:00:00",
        "dataSource": "SIM",
        **changes,
    }


def court_document(number: int, **changes: Any) -> Record:
    return {
        "docId": hexid(f"document{number}"),
        "docNo": court_no(number),
        "docType": "3025",
        "caseId": hexid(f"case{number}"),
        "caseNo": court_no(number),
        "defendantSeq": 1,
        "madeAt": "2025-03-06 14:00:00",
        "issuedAt": "2025-03-06 16:00:00",
        "issuerName": "陆志刚",
        "enteredAt": "2025-03-06 14:05:00",
        "servedAt": "2025-03-10 10:00:00",
        "serveMethod": "10",
        "serveTo": "被告人",
        "status": "01",
        "replacesDocId": None,
        "pages": 6,
        "fileHash": hashlib.sha256(f"judgment{number}".encode()).hexdigest(),
        "deleted": False,
        "updatedAt": "2025-03-22 08:00:00",
        "dataSource": "SIM",
        **changes,
    }


# --- justice ---------------------------------------------------------------------------------


def subject(number: int, **changes: Any) -> Record:
    return {
        "矫正编号": subject_no(number),
        "姓名": name(number),
        "曾用名": None,
        "性别": "男",
        "身份证号": identity(number),
        "出生日期": date.fromisoformat(birth(number)),
        "矫正类别": "缓刑",
        "罪名": "盗窃罪",
        "判决机关": COURT_NAME[area(number)],
        "判决书案号": court_no(number),
        "判决生效日期": date(2025, 3, 21),
        "文书接收日期": date(2025, 3, 27),
        "矫正开始日期": date(2025, 3, 21),
        "矫正结束日期": date(2026, 3, 20),
        "司法所代码": f"SF{area(number)}01",
        "司法所": None,
        "状态": "在矫",
        "数据来源": "SIM",
        **changes,
    }


def check_in(number: int, **changes: Any) -> Record:
    return {
        "报到编号": f"BD{area(number)}2025{number:04d}",
        "矫正编号": subject_no(number),
        "应报到日期": date(2025, 3, 31),
        "实际报到日期": date(2025, 3, 28),
        "登记人": "吴秀英",
        "备注": None,
        "数据来源": "SIM",
        **changes,
    }


def assessment(number: int, **changes: Any) -> Record:
    return {
        "评估编号": f"PG{area(number)}2025{number:04d}",
        "委托机关": COURT_NAME[area(number)],
        "委托文书号": f"(2025){COURT[area(number)]}委{number}号",
        "关联案号": court_no(number),
        "被评估人": name(number),
        "身份证号": identity(number),
        "拟适用类别": "缓刑",
        "委托日期": date(2025, 2, 28),
        "收到日期": date(2025, 3, 1),
        "是否速裁": "否",
        "完成日期": date(2025, 3, 5),
        "评估意见": "适合",
        "司法所代码": f"SF{area(number)}01",
        "数据来源": "SIM",
        **changes,
    }


def sanction(number: int, **changes: Any) -> Record:
    return {
        "奖惩编号": f"JC{area(number)}2025{number:04d}",
        "矫正编号": subject_no(number),
        "类型": "训诫",
        "事由": "迟到",
        "日期": date(2025, 3, 29),
        "文书号": f"{SHORT[area(number)]}司矫训〔2025〕{number}号",
        "数据来源": "SIM",
        **changes,
    }


def release(number: int, **changes: Any) -> Record:
    return {
        "解矫编号": f"JJ{area(number)}2025{number:04d}",
        "矫正编号": subject_no(number),
        "解矫日期": date(2025, 3, 30),
        "解矫类型": "死亡",
        "文书号": f"{SHORT[area(number)]}司解矫〔2025〕{number}号",
        "数据来源": "SIM",
        **changes,
    }


# --- platform --------------------------------------------------------------------------------


def flow(number: int, **changes: Any) -> Record:
    """The police send the case for prosecution."""
    return {
        "flow_id": f"LZ20250220{number:08d}",
        "business_code": "B301",
        "src_case_no": case_no(number),
        "dst_case_no": prosecution_no(number),
        "related_doc_no": opinion_no(number),
        "person_name": name(number),
        "person_id_no": identity(number),
        "sender_agency": f"GA{area(number)}",
        "sender_unit": f"{area(number)}500100",
        "sender_user": "050123",
        "receiver_agency": f"JC{area(number)}",
        "receiver_unit": f"JC{area(number)}02",
        "sent_at": "2025-02-20 09:00:00",
        "received_at": "2025-02-20 09:30:00",
        "accepted_at": "2025-02-20 15:00:00",
        "returned_at": None,
        "return_reason": None,
        "resend_of": None,
        "channel": "online",
        "dossier_volumes": "2",
        "dossier_pages": "120",
        "single_track": "1",
        "status": "A",
        "updated_at": FIRST,
        "data_source": "SIM",
        **changes,
    }
