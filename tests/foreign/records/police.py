"""Clean records of the police. Belongs here: one function per table. Keep out: faults."""

from __future__ import annotations

import hashlib
from typing import Any

from tests.foreign.formats import Record
from tests.foreign.records.numbers import (
    FIRST,
    PLACE,
    SHORT,
    area,
    birth,
    case_no,
    identity,
    name,
    opinion_no,
    person_no,
    request_no,
)


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
