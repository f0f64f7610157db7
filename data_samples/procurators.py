"""What both reviews of the procuratorate have in common: officials, suspects, documents.

Belongs here: parts of the nested XML elements. Keep out: the reviews' course.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from data_samples import rates
from data_samples.clock import DAY, HOUR, MINUTE, day_text
from data_samples.dirt import Written
from data_samples.matter import PoliceCase
from data_samples.numbers import Number
from data_samples.records import Record
from data_samples.world import World


@dataclass(frozen=True, slots=True)
class Desk:
    """A procuratorate's department, the prosecutor in charge, and the mark of its numbers."""

    agency: str
    unit: str
    prosecutor: str
    name: str
    mark: str


def choose_desk(world: World, agency: str) -> Desk:
    unit = f"{agency}0{world.dice.between(1, 3)}"
    prosecutor = f"{unit[2:]}{world.dice.between(1, 6):02d}"
    return Desk(
        agency,
        unit,
        prosecutor,
        world.people.official(prosecutor),
        world.places.prosecution_marks[agency],
    )


def new_case_no(world: World, agency: str, at: int) -> Number:
    """A 统一受案号: area (6) + year (4) + serial (7)."""
    return world.register.issue(at, f"{agency[2:]}{day_text(at // DAY)[:4]}", width=7)


def department_no(world: World, desk: Desk, word: str, at: int) -> Number:
    return world.register.issue(at, f"{desk.mark[1:]}{word}〔{day_text(at // DAY)[:4]}〕", "号")


def sending_unit(world: World, case: PoliceCase, marks: list[tuple[str, str]]) -> dict[str, Any]:
    """Who sent the case, and its number as far as somebody typed it in."""
    name, warning = world.clerk.unit_name(case.unit.name, case.unit.short_name)
    if warning:
        marks.append(("移送单位名称", warning))
    is_quoted = world.dice.chance(rates.POLICE_CASE_NUMBER_QUOTED)
    return {
        "移送单位代码": case.unit.code,
        "移送单位名称": name,
        "侦查机关案件编号": case.number if is_quoted else None,
    }


def suspect_fields(written: Written, place: int) -> dict[str, Any]:
    return {
        "序号": place,
        "姓名": written.name,
        "曾用名": written.alias,
        "性别": written.sex,
        "出生日期": written.birth,
        "证件类型": written.id_type,
        "证件号码": written.id_no,
    }


def mark_suspects(record: Record, everybody: list[Written]) -> None:
    marks = {
        mark
        for written in everybody
        for mark in written.marks_at("姓名", "证件号码", has_birth=True, has_type=True)
    }
    for column, warning in sorted(marks):
        record.mark(warning, f"嫌疑人列表.{column}")


def charge_fields(world: World, code: str, **kind: str) -> dict[str, Any]:
    return {
        **kind,
        "罪名代码": code,
        "罪名名称": world.charge_name(code, rates.CHARGE_SHORT_NAME),
        "主罪": "1",
    }


def document_fields(
    world: World, desk: Desk, document_type: str, at: int, served_on: str | None = None
) -> tuple[dict[str, Any], Number | None]:
    """One item of 文书列表 and its number."""
    dice, clock = world.dice, world.clock
    year = day_text(at // DAY)[:4]
    number = world.document_no(desk.mark, document_type, at, year)
    signed = at + dice.between(10, 200) * MINUTE
    serial = world.register.count(f"doc{desk.agency}{year}")
    fields: dict[str, Any] = {
        "文书编号": f"{desk.agency[2:]}{year}{serial:09d}",
        "文书类型代码": document_type,
        "文书号": number,
        "制作时间": clock.text(at),
        "签发时间": clock.text(signed),
        "录入时间": clock.text(signed + dice.between(1, 40) * MINUTE),
    }
    if served_on:
        fields |= {
            "送达时间": clock.text(signed + dice.between(1, 30) * HOUR),
            "送达对象": served_on,
        }
    return fields, number


def served_moment(world: World, fields: dict[str, Any], at: int) -> int:
    """When an item of 文书列表 made at this moment was served, as written in it."""
    day, _, text = fields["送达时间"].partition(" ")
    hours, minutes, seconds = (int(part) for part in text.split(":"))
    found = at // DAY
    while day_text(found) != day:
        found += 1
    return found * DAY + hours * HOUR + minutes * MINUTE + seconds
