"""Supervision matters: notices to the police and how they were answered.

Belongs here: records of procuratorate.supervision and their hand-offs. Keep out: the reviews that
give rise to them.
"""

from __future__ import annotations

from data_samples import rates
from data_samples.clock import DAY, MINUTE, day_text
from data_samples.dice import Weighted
from data_samples.handoffs import send
from data_samples.matter import Matter, PoliceCase
from data_samples.numbers import Number
from data_samples.procurators import Desk
from data_samples.world import World

_KINDS = Weighted({"60": 44, "50": 24, "70": 12, "10": 8, "30": 4, "20": 5, "40": 3})
_DOCUMENTS = {
    "10": "2052",
    "20": "2053",
    "30": "2054",
    "40": "2055",
    "50": "2056",
    "60": "2057",
    "70": "2059",
}
_BUSINESS = {"10": "B102", "20": "B104", "30": "B106", "40": "B107", "50": "B108", "60": "B110"}
# The police must give their reasons within seven days.
_EXPLAINED = ("10", "20")
_ANSWERS = {"10": "B103", "20": "B105", "50": "B109"}
_VIOLATIONS = Weighted({"03": 30, "04": 26, "02": 12, "05": 12, "01": 4, "99": 16})


def supervise(
    world: World,
    matter: Matter,
    desk: Desk,
    case: PoliceCase,
    review_no: Number | None,
    at: int,
) -> None:
    """One notice sent at this moment, answered or not."""
    dice, clock = world.dice, world.clock
    if at >= clock.end:
        return
    world.watch.act(matter.number, at)
    year = day_text(at // DAY)[:4]
    kind = dice.draw(_KINDS)
    number = world.register.issue(at, f"JD{desk.agency[2:]}{year}", width=7)
    document_no = world.document_no(desk.mark, _DOCUMENTS[kind], at, year)
    unit_name, warning = world.clerk.unit_name(case.unit.name, case.unit.short_name)
    violation = {"10": "06", "30": "06", "20": "99", "40": "99"}.get(kind) or dice.draw(_VIOLATIONS)
    fields = {
        "监督编号": number,
        "监督类型": kind,
        "检察院代码": desk.agency,
        "承办检察官": desk.name,
        "被监督单位代码": case.unit.code,
        "被监督单位名称": unit_name,
        "关联统一受案号": review_no,
        "侦查机关案件编号": case.number if review_no is None or dice.chance(0.4) else None,
        "违法情形": violation,
        "文书号": document_no,
        "发出日期": day_text(at // DAY),
    }
    record = world.book.open("procuratorate.supervision", number, at + 20 * MINUTE, fields)
    if warning:
        record.mark(warning, "被监督单位名称")
    if kind in _BUSINESS:
        send(world, _BUSINESS[kind], at, sender=desk.agency, sender_unit=desk.unit, user=desk.prosecutor,
             receiver=case.area.police, receiver_unit=case.unit.code, src=review_no, dst=case.number,
             doc=document_no)  # fmt: skip
    period = None
    if kind in _EXPLAINED:
        period = world.watch.start(
            "filing_supervision_explain",
            matter.number,
            None,
            at,
            "procuratorate.supervision",
            record,
        )
    if dice.chance(rates.ANSWER_FORGOTTEN):
        world.truth.phenomenon(
            "supervision_unanswered", "procuratorate.supervision", record, matter.number
        )
        return
    answered = clock.after(dice, at, 3, 16)
    if period:
        is_late = dice.chance(rates.EXPLANATION_LATE)
        answered = clock.after(dice, at, 16, 24) if is_late else clock.after(dice, at, 2, 6)
        period.end = answered
    if answered < clock.end:
        world.watch.act(matter.number, answered)
    record.put(
        answered,
        {"回复日期": day_text(answered // DAY), "是否采纳": "1" if dice.chance(0.93) else "0"},
    )
    if kind in _ANSWERS:
        send(world, _ANSWERS[kind], answered, sender=case.area.police, sender_unit=case.unit.code,
             user=case.officer[0], receiver=desk.agency, receiver_unit=desk.unit, src=case.number,
             dst=review_no)  # fmt: skip
    world.truth.event(matter.number, None, "supervision_replied", "procuratorate", answered,
                      told_by=record)  # fmt: skip
