"""Who and what the clean records are about, and the numbers that agencies give and quote.

Belongs here: names, births, identity and document numbers, all made from one serial.
Keep out: records.
"""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

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
GIVEN = "建国志强海涛晓明文军丽华秀英桂兰玉梅雪琴永康德胜长春东升家豪子轩凤霞国庆云飞天佑"
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
