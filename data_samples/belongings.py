"""Seized property: seized, returned, passed on with the case, disposed of after the judgment.

Belongs here: records of police.property. Keep out: when things are seized (investigation.py).
"""

from __future__ import annotations

from data_samples import rates
from data_samples.clock import HOUR
from data_samples.handoffs import send
from data_samples.matter import Matter, PoliceCase, Suspect
from data_samples.police import add_document
from data_samples.records import Record
from data_samples.world import World

_PASSED_ON, _RETURNED = "20", "30"
_DISPOSALS = ("40", "40", "50", "60")


def seize(world: World, matter: Matter, case: PoliceCase, suspect: Suspect) -> None:
    """Seize something when the suspect is caught; stolen goods may go back to the victim soon."""
    dice, clock = world.dice, world.clock
    at = suspect.caught + dice.between(1, 6) * HOUR
    if at >= clock.end:
        return
    item = add_property(world, case, suspect, at)
    if matter.victims and dice.chance(rates.PROPERTY_RETURNED_EARLY):
        back = clock.after(dice, at, 5, 60)
        if back < clock.end:
            world.watch.act(matter.number, back)
        item.put(clock.soon(dice, back), {"ZTDM": _RETURNED, "CZRQ": clock.text(back)})
        case.property_items.remove(item)


def pass_on(world: World, case: PoliceCase, at: int, court: str) -> None:
    """What is still in store goes to the court with the case, mostly."""
    for item in case.property_items:
        if item.versions[0][0] < at and world.dice.chance(rates.PROPERTY_PASSED_ON):
            sent = at + world.dice.between(2, 30) * HOUR
            fields = {"ZTDM": _PASSED_ON, "YSRQ": world.clock.text(sent), "JSDWDM": court}
            item.put(world.clock.soon(world.dice, sent), fields)
            send(world, "B705", sent, sender=case.area.police, sender_unit=case.unit.code, receiver=court,
                 src=case.number)  # fmt: skip


def dispose(world: World, case: PoliceCase, effective: int) -> None:
    """After the judgment: confiscated, destroyed, sold or forgotten."""
    dice, clock = world.dice, world.clock
    for item in case.property_items:
        if dice.chance(rates.PROPERTY_FORGOTTEN):
            world.truth.phenomenon("property_forgotten", "police.property", item, "")
            continue
        at = clock.after(dice, effective, 5, 50)
        item.put(clock.soon(dice, at), {"ZTDM": dice.pick(_DISPOSALS), "CZRQ": clock.text(at)})
    case.property_items.clear()


def add_property(world: World, case: PoliceCase, suspect: Suspect, at: int) -> Record:
    """One seized item with its seizure decision."""
    clock, dice = world.clock, world.dice
    seizure_no = add_document(world, case, "1057", at, person_no=suspect.person_no)
    case.seizures += 1
    key = f"P{case.number[1:]}{case.seizures:02d}"
    kind, name, unit, value = dice.pick(_PROPERTY)
    quoted, warning = world.clerk.quote(seizure_no) if seizure_no else (None, "")
    fields = {
        "CWBH": key,
        "AJBH": case.number,
        "RYBH": suspect.person_no,
        "CWMC": name,
        "CWLXDM": kind,
        "SL": dice.between(1, 4) if unit != "元" else round(dice.lognormal(3_000, 1.0)),
        "JLDW": unit,
        "GZ": f"{60 + dice.lognormal(value, 0.7):.2f}" if value and dice.chance(0.85) else None,
        "KYRQ": clock.text(at),
        "KYWSZH": quoted,
        "BGDD": f"{case.unit.short_name}涉案财物保管室",
        "ZTDM": "10",
    }
    record = world.book.open("police.property", key, clock.soon(dice, at), fields)
    if warning == "W4":
        record.mark(warning, "KYWSZH")
    case.property_items.append(record)
    return record


_PROPERTY = (
    ("01", "人民币现金", "元", 3_000),
    ("03", "苹果手机", "部", 2_800),
    ("03", "华为手机", "部", 2_200),
    ("04", "银行卡", "张", 0),
    ("05", "笔记本电脑", "台", 3_600),
    ("06", "螺丝刀、钳子", "套", 0),
    ("09", "电动自行车", "辆", 1_900),
    ("02", "小型汽车", "辆", 68_000),
    ("08", "黄金项链", "条", 9_800),
    ("99", "U盾", "个", 0),
)
