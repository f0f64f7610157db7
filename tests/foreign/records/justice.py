"""Clean records of the justice bureau. Belongs here: one function per table. Keep out: faults."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.foreign.formats import Record
from tests.foreign.records.numbers import (
    COURT,
    COURT_NAME,
    SHORT,
    area,
    birth,
    court_no,
    identity,
    name,
    subject_no,
)


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
