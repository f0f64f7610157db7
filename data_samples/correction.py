"""Community correction: assessments before the judgment, subjects, check-ins, sanctions, releases.

Belongs here: records of the justice bureau. Keep out: the workbook (encoders.py) and how its dates
are typed (faults.py).
"""

from __future__ import annotations

from dataclasses import dataclass

from data_samples import rates
from data_samples.clock import DAY, HOUR, add_months, day_text
from data_samples.court_records import Accused, CourtCase, add_document
from data_samples.dice import Weighted
from data_samples.dirt import Written
from data_samples.handoffs import send
from data_samples.names import mishear
from data_samples.numbers import Number
from data_samples.people import Human
from data_samples.places import Area
from data_samples.records import Record
from data_samples.world import World

_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_SANCTIONS = Weighted({"表扬": 30, "训诫": 40, "警告": 24, "提请治安处罚": 3})
_SANCTION_DOCUMENTS = {"训诫": "4008", "警告": "4009", "提请撤销缓刑": "4011"}
_REASONS = {
    "表扬": "遵守规定,积极参加公益活动",
    "训诫": "未按规定报告个人情况",
    "警告": "未经批准离开居住地",
    "提请治安处罚": "多次违反监督管理规定",
    "提请撤销缓刑": "受到警告后仍不改正",
}


@dataclass(frozen=True, slots=True)
class Term:
    """One person's correction term: where, since when, until which day, by which judgment."""

    case: CourtCase
    person: Accused
    area: Area
    office: tuple[str, str]
    effective: int
    received: int
    end: int
    judgment: Number | str | None
    warning: str


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
    done = clock.after(dice, received, 3, 6 if is_fast else 12)
    if dice.chance(rates.ASSESSMENT_LATE):
        done = clock.after(dice, received, 24, 35)
    quoted, letter_warning = world.clerk.quote(letter) if letter else (None, "")
    related, related_warning = world.clerk.quote(case.number)
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
            "拟适用类别": "缓刑",
            "委托日期": day_text(at // DAY),
            "收到日期": day_text(received // DAY),
            "是否速裁": "是" if is_fast else "否",
            "司法所代码": office[0],
        },
    )
    for column, code in (("委托文书号", letter_warning), ("关联案号", related_warning)):
        if code == "W4":
            record.mark(code, column)
    _type_identity(world, record, person.written, "被评估人", has_birth=False)
    finished = {"评估意见": "适合" if dice.chance(0.9) else "不适合"}
    matter = case.track.matter
    period = world.watch.start(
        "cc_investigation_assessment", matter.number, person.suspect, received,
        "justice.assessments", record,
    )  # fmt: skip
    period.end = done
    if not dice.chance(rates.MISSING_OPTIONAL_VALUE * 2):
        finished["完成日期"] = day_text(done // DAY)
    elif done < clock.end:
        # Nobody can tell when it came.
        world.watch.periods.remove(period)
    record.put(done, finished)
    world.truth.case("justice", "assessments", record, matter.number)
    world.truth.quotation("justice", "assessments", record, related, related_warning)
    world.truth.person(
        "justice", "assessments", record, person.suspect.human, "assessed", written=person.written
    )
    world.truth.event(
        matter.number,
        person.suspect.human,
        "commission_received",
        "justice",
        received,
        told_by=record,
    )
    world.truth.event(
        matter.number, person.suspect.human, "report_submitted", "justice", done,
        told_by=record, lost="" if "完成日期" in finished else "not_noted",
    )  # fmt: skip
    send(world, "B601", at, sender=case.court, sender_unit=f"{case.court}02", receiver=area.justice,
         src=case.number, doc=letter, person=person.written, accepted=received)  # fmt: skip
    send(world, "B603", done, sender=area.justice, receiver=case.court, src=case.number, dst=case.number,
         person=person.written)  # fmt: skip


def hand_over(world: World, case: CourtCase, person: Accused, effective: int, sent: int) -> None:
    """A probationer comes under correction: subject, check-in, what follows, release."""
    dice, clock = world.dice, world.clock
    if sent >= clock.end:
        return
    area, office = _office(world, person.suspect.human)
    notice = add_document(world, case, "3041", sent, seq=person.seq)
    received = clock.after(dice, sent, 0, 2)
    end = add_months(effective // DAY, person.probation_months or 12)
    quoted, warning = world.clerk.quote(case.number)
    term = Term(case, person, area, office, effective, received, end, quoted, warning)
    record = _register(world, term)
    send(world, "B604", sent, sender=case.court, sender_unit=f"{case.court}02", receiver=area.justice,
         src=case.number, doc=notice, person=person.written, accepted=received)  # fmt: skip
    # The justice bureau has no number that the platform knows; it quotes the court's.
    send(world, "B605", received + 24 * HOUR, sender=area.justice, receiver=case.court, src=case.number,
         dst=case.number, person=person.written)  # fmt: skip
    _serve_term(world, term, record)


def _register(world: World, term: Term) -> Record:
    """The subject's row in the register of the area where they live."""
    dice, person = world.dice, term.person
    year = day_text(term.received // DAY)[:4]
    number = world.register.issue(term.received, f"JZ{term.area.code}{year}", width=4)
    name = person.written.name
    record = world.book.open(
        "justice.subjects",
        number,
        term.received,
        {
            "矫正编号": number,
            "姓名": mishear(dice, name) if dice.chance(rates.NAME_MISHEARD) else name,
            "曾用名": person.written.alias,
            "性别": person.written.sex,
            "出生日期": person.written.birth,
            "矫正类别": "缓刑",
            "罪名": world.charge_name(person.charge, rates.CHARGE_SHORT_NAME * 3),
            "判决机关": world.places.agency_names[term.case.court],
            "判决书案号": term.judgment,
            "判决生效日期": day_text(term.effective // DAY),
            "文书接收日期": day_text(term.received // DAY),
            "矫正开始日期": day_text(term.effective // DAY),
            "矫正结束日期": day_text(term.end),
            "司法所代码": term.office[0],
            "司法所": term.office[1],
            "状态": "待报到",
        },
    )
    if term.warning:
        record.mark(term.warning, "判决书案号")
    _type_identity(world, record, person.written, "姓名", has_birth=True)
    matter = term.case.track.matter
    world.truth.case("justice", "subjects", record, matter.number)
    world.truth.quotation("justice", "subjects", record, term.judgment, term.warning)
    world.truth.person(
        "justice", "subjects", record, person.suspect.human, "convict", written=person.written
    )
    return record


def _serve_term(world: World, term: Term, record: Record) -> None:
    """Check-in, sanctions, release or recall."""
    dice, clock, area = world.dice, world.clock, term.area
    case, person = term.case, term.person
    matter = case.track.matter.number
    due = term.effective // DAY + 10
    is_late = dice.chance(rates.CHECK_IN_LATE)
    arrived = clock.by(dice, clock.after(dice, term.received, 0, 3), due)
    if is_late:
        arrived = clock.after(dice, due * DAY, 9, 30)
    arrived = max(arrived, term.effective + HOUR)
    year = day_text(term.received // DAY)[:4]
    key = world.register.issue(term.received, f"BD{area.code}{year}", width=4)
    check_in = world.book.open(
        "justice.check_ins",
        key,
        term.received,
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
    if dice.chance(rates.CHECKED_IN_TWICE):
        second = world.register.issue(arrived, f"BD{area.code}{year}", width=4)
        fields = {
            **check_in.versions[0][1],
            "报到编号": second,
            "实际报到日期": day_text(arrived // DAY),
        }
        twice = world.book.open("justice.check_ins", second, arrived, fields)
        world.truth.phenomenon("checked_in_twice", "justice.check_ins", twice, matter)
    if is_late:
        world.truth.phenomenon("check_in_late", "justice.check_ins", check_in, matter)
        send(world, "B606", clock.after(dice, due * DAY, 1, 2), sender=area.justice, receiver=area.police,
             src=case.number, person=person.written)  # fmt: skip
    record.put(arrived, {"状态": "在矫"})
    report = world.watch.start(
        "cc_report", matter, person.suspect, term.effective // DAY * DAY, "justice.subjects", record
    )
    report.end = arrived
    world.truth.event(
        matter, person.suspect.human, "reported", "justice", arrived, told_by=check_in
    )
    if dice.chance(rates.SANCTIONED):
        at = clock.after(dice, arrived, 20, max(30, (term.end - arrived // DAY) * 0.8))
        _sanction(world, record, area, dice.draw(_SANCTIONS), at)
    if dice.chance(rates.REVOCATION_REQUESTED):
        at = clock.after(dice, arrived, 40, 160)
        _sanction(world, record, area, "提请撤销缓刑", at)
        send(world, "B607", at, sender=area.justice, receiver=case.court, src=case.number,
             dst=case.number, person=person.written)  # fmt: skip
        _release(world, record, area, clock.after(dice, at, 15, 30), "收监执行", "收监")
        return
    moved = clock.after(dice, arrived, 30, 200)
    if dice.chance(rates.MOVED_AWAY) and moved // DAY < term.end - 20:
        _release(world, record, area, moved, "迁居变更", "解矫")
        _move(world, term, moved)
        return
    _release(world, record, area, term.end * DAY + 10 * HOUR, "期满解除", "解矫")


def _move(world: World, term: Term, at: int) -> None:
    """Somebody moves within the city: a second row of the same human in another area's register."""
    dice, clock = world.dice, world.clock
    received = clock.after(dice, at, 1, 5)
    if received >= clock.end:
        return
    area = dice.pick([area for area in world.places.areas.values() if area is not term.area])
    quoted, warning = world.clerk.quote(term.case.number)
    again = Term(
        term.case, term.person, area, dice.pick(area.offices), term.effective, received, term.end,
        quoted, warning,
    )  # fmt: skip
    record = _register(world, again)
    record.put(clock.after(dice, received, 0, 3), {"状态": "在矫"})
    _release(world, record, area, term.end * DAY + 10 * HOUR, "期满解除", "解矫")
    matter = term.case.track.matter.number
    world.truth.phenomenon("moved_within_city", "justice.subjects", record, matter)


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


def _type_identity(
    world: World, record: Record, written: Written, name_column: str, *, has_birth: bool
) -> None:
    """The identity number as it lands in a spreadsheet cell; sheets have no type of document."""
    number, dice = written.id_no, world.dice
    marks = written.marks_at(name_column, "身份证号", has_birth=has_birth, has_type=False)
    if number and dice.chance(rates.JUSTICE_IDENTITY_DIRTY):
        number = number.translate(_FULL_WIDTH) if dice.chance(0.4) else f"{number} "
        marks.add(("身份证号", "W1"))
    record.versions[0][1]["身份证号"] = number
    for column, code in sorted(marks):
        record.mark(code, column)
