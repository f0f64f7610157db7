"""Community correction: assessments before the judgment, subjects, check-ins, sanctions, releases.

Belongs here: records of the justice bureau. Keep out: the workbook (encoders.py) and how its dates
are typed (faults.py).
"""

from __future__ import annotations

from data_samples import rates
from data_samples.clock import DAY, HOUR, add_months, day_text
from data_samples.court_records import Accused, CourtCase, add_document
from data_samples.dice import Weighted
from data_samples.handoffs import send
from data_samples.names import mishear
from data_samples.people import Human
from data_samples.places import Area
from data_samples.records import Record
from data_samples.world import World

_SANCTIONS = Weighted({"表扬": 30, "训诫": 40, "警告": 24, "提请治安处罚": 3})
_SANCTION_DOCUMENTS = {"训诫": "4008", "警告": "4009", "提请撤销缓刑": "4011"}
_REASONS = {
    "表扬": "遵守规定,积极参加公益活动",
    "训诫": "未按规定报告个人情况",
    "警告": "未经批准离开居住地",
    "提请治安处罚": "多次违反监督管理规定",
    "提请撤销缓刑": "受到警告后仍不改正",
}


def assess(world: World, case: CourtCase, person: Accused, is_fast: bool) -> None:
    """The court asks the justice bureau whether probation suits this defendant."""
    dice, clock = world.dice, world.clock
    at = clock.after(dice, case.filed, 0, 3)
    if at >= clock.end:
        return
    letter = add_document(world, case, "3024", at, seq=person.seq)
    area, office = _office(world, person.suspect.human)
    year = day_text(at // DAY)[:4]
    received = clock.after(dice, at, 1, 5)
    done = clock.after(dice, received, 4, 7 if is_fast else 14)
    quoted, _ = world.clerk.quote(letter) if letter else (None, "")
    related, _ = world.clerk.quote(case.number)
    key = world.register.issue(at, f"PG{area.code}{year}", width=4)
    name = world.places.agency_names[case.court]
    record = world.book.open(
        "justice.assessments",
        key,
        received,
        {
            "评估编号": key,
            "委托机关": name if dice.chance(0.85) else name.replace("苏州市", ""),
            "委托文书号": quoted,
            "关联案号": related,
            "被评估人": person.written.name,
            "身份证号": _identity(world, person),
            "拟适用类别": "缓刑",
            "委托日期": day_text(at // DAY),
            "收到日期": day_text(received // DAY),
            "是否速裁": "是" if is_fast else "否",
            "司法所代码": office[0],
        },
    )
    finished = {"评估意见": "适合" if dice.chance(0.9) else "不适合"}
    if not dice.chance(rates.MISSING_OPTIONAL_VALUE * 2):
        finished["完成日期"] = day_text(done // DAY)
    record.put(done, finished)
    matter = case.track.matter
    world.truth.case("justice", "assessments", record, matter.number)
    world.truth.person("justice", "assessments", record, person.suspect.human, "assessed")
    world.truth.event(
        matter.number, person.suspect.human, "entrustment_received", "justice", received
    )
    world.truth.event(matter.number, person.suspect.human, "report_submitted", "justice", done)
    send(world, "B601", at, sender=case.court, sender_unit=f"{case.court}02", receiver=area.justice,
         src=case.number, dst=key, doc=letter, person=person.written, accepted=received)  # fmt: skip
    send(world, "B603", done, sender=area.justice, receiver=case.court, src=key, dst=case.number,
         person=person.written)  # fmt: skip


def hand_over(world: World, case: CourtCase, person: Accused, effective: int, sent: int) -> None:
    """A probationer comes under correction: subject, check-in, what follows, release."""
    dice, clock = world.dice, world.clock
    if sent >= clock.end:
        return
    human = person.suspect.human
    area, office = _office(world, human)
    notice = add_document(world, case, "3041", sent, seq=person.seq)
    received = clock.after(dice, sent, 0, 4)
    year = day_text(received // DAY)[:4]
    number = world.register.issue(received, f"JZ{area.code}{year}", width=4)
    begin = effective // DAY
    end = add_months(begin, person.probation_months or 12)
    quoted, _ = world.clerk.quote(case.number)
    name = world.places.agency_names[case.court]
    record = world.book.open(
        "justice.subjects",
        number,
        received,
        {
            "矫正编号": number,
            "姓名": mishear(dice, person.written.name)
            if dice.chance(rates.NAME_MISHEARD)
            else person.written.name,
            "曾用名": person.written.alias,
            "性别": person.written.sex,
            "身份证号": _identity(world, person),
            "出生日期": person.written.birth,
            "矫正类别": "缓刑",
            "罪名": world.charge_name(person.charge, rates.CHARGE_SHORT_NAME * 3),
            "判决机关": name,
            "判决书案号": quoted,
            "判决生效日期": day_text(effective // DAY),
            "文书接收日期": day_text(received // DAY),
            "矫正开始日期": day_text(begin),
            "矫正结束日期": day_text(end),
            "司法所代码": office[0],
            "司法所": office[1],
            "状态": "待报到",
        },
    )
    matter = case.track.matter
    world.truth.case("justice", "subjects", record, matter.number)
    world.truth.person("justice", "subjects", record, human, "convict")
    send(world, "B604", sent, sender=case.court, sender_unit=f"{case.court}02", receiver=area.justice,
         src=case.number, dst=number, doc=notice, person=person.written, accepted=received)  # fmt: skip
    send(world, "B605", received + 24 * HOUR, sender=area.justice, receiver=case.court, src=number,
         dst=case.number, person=person.written)  # fmt: skip
    _serve_term(world, case, person, record, area, effective, received, end)


def _serve_term(
    world: World,
    case: CourtCase,
    person: Accused,
    record: Record,
    area: Area,
    effective: int,
    received: int,
    end: int,
) -> None:
    dice, clock, human = world.dice, world.clock, person.suspect.human
    matter = case.track.matter.number
    due = effective // DAY + 10
    is_late = dice.chance(rates.CHECK_IN_LATE)
    arrived = clock.after(dice, due * DAY, 2, 25) if is_late else clock.after(dice, received, 0, 5)
    year = day_text(received // DAY)[:4]
    key = world.register.issue(received, f"BD{area.code}{year}", width=4)
    check_in = world.book.open(
        "justice.check_ins",
        key,
        received,
        {
            "报到编号": key,
            "矫正编号": record.key,
            "应报到日期": day_text(due),
            "登记人": world.people.official(f"{area.justice}{dice.between(1, 9)}"),
        },
    )
    check_in.put(
        arrived, {"实际报到日期": day_text(arrived // DAY), "备注": "逾期报到" if is_late else None}
    )
    if is_late:
        world.truth.phenomenon("check_in_late", "justice.check_ins", check_in, matter)
        send(world, "B606", clock.after(dice, due * DAY, 1, 2), sender=area.justice, receiver=area.police,
             src=record.key, person=person.written)  # fmt: skip
    record.put(arrived, {"状态": "在矫"})
    world.truth.event(matter, human, "reported", "justice", arrived)
    if dice.chance(rates.SANCTIONED):
        at = clock.after(dice, arrived, 20, max(30, (end - arrived // DAY) * 0.8))
        _sanction(world, record, area, dice.draw(_SANCTIONS), at)
    if dice.chance(rates.REVOCATION_REQUESTED):
        at = clock.after(dice, arrived, 40, 160)
        _sanction(world, record, area, "提请撤销缓刑", at)
        send(world, "B607", at, sender=area.justice, receiver=case.court, src=record.key,
             dst=case.number, person=person.written)  # fmt: skip
        _release(world, record, area, clock.after(dice, at, 15, 30), "收监执行", "收监")
        return
    if dice.chance(rates.MOVED_AWAY):
        at = clock.after(dice, arrived, 30, 200)
        if at // DAY < end:
            _release(world, record, area, at, "迁居变更", "解矫")
            return
    _release(world, record, area, end * DAY + 10 * HOUR, "期满解除", "解矫")


def _sanction(world: World, record: Record, area: Area, kind: str, at: int) -> None:
    day = day_text(at // DAY)
    key = world.register.issue(at, f"JC{area.code}{day[:4]}", width=4)
    number = None
    if kind in _SANCTION_DOCUMENTS and not world.dice.chance(0.06):
        number = world.document_no(f"{area.short_name}司", _SANCTION_DOCUMENTS[kind], at, day[:4])
    fields = {
        "奖惩编号": key,
        "矫正编号": record.key,
        "类型": kind,
        "事由": _REASONS[kind],
        "日期": day,
        "文书号": number,
    }
    world.book.open("justice.sanctions", key, at, fields)


def _release(world: World, record: Record, area: Area, at: int, kind: str, state: str) -> None:
    day = day_text(at // DAY)
    key = world.register.issue(at, f"JJ{area.code}{day[:4]}", width=4)
    number = world.document_no(f"{area.short_name}司", "4018", at, day[:4])
    fields = {
        "解矫编号": key,
        "矫正编号": record.key,
        "解矫日期": day,
        "解矫类型": kind,
        "文书号": number,
    }
    world.book.open("justice.releases", key, at, fields)
    record.put(at, {"状态": state})


def _office(world: World, human: Human) -> tuple[Area, tuple[str, str]]:
    area = world.places.areas[human.home_area]
    return area, world.dice.pick(area.offices)


def _identity(world: World, person: Accused) -> str | None:
    """The identity number as it lands in a spreadsheet cell."""
    number = person.written.id_no
    if number and world.dice.chance(rates.JUSTICE_IDENTITY_DIRTY):
        return (
            number.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
            if world.dice.chance(0.4)
            else f"{number} "
        )
    return number
