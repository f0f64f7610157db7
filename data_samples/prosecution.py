"""Review for prosecution: one nested element from acceptance over returns to decision and indictment.

Belongs here: records of procuratorate.prosecution_review. Keep out: the trial (court.py).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from data_samples import rates
from data_samples.clock import DAY, HOUR, MINUTE, add_months, day_text
from data_samples.custody import bail, end_measure
from data_samples.dirt import Written
from data_samples.handoffs import send
from data_samples.matter import Suspect, Track
from data_samples.numbers import Number
from data_samples.police import add_document
from data_samples.procurators import (
    Desk,
    charge_fields,
    choose_desk,
    department_no,
    document_fields,
    mark_suspects,
    new_case_no,
    sending_unit,
    suspect_fields,
)
from data_samples.records import Fields, Record
from data_samples.review import Review
from data_samples.sentencing import suitable_sentence
from data_samples.shirking import (
    borrow_by_return,
    hand_over_to_procuratorate,
    supplement,
    use_extension,
)
from data_samples.supervision import supervise
from data_samples.world import World


@dataclass(slots=True, eq=False)
class Indictment:
    """What the court gets: who is charged with what, under which number."""

    track: Track
    desk: Desk
    case_no: Number
    number: Number
    sent: int
    procedure: str
    record: Record
    expected_months: int
    suspects: list[tuple[Suspect, Written, str, int, bool, int]] = field(default_factory=list)


def review_prosecution(world: World, track: Track) -> Indictment | None:
    """Tell one review; returns the indictment when somebody is charged before the story ends."""
    dice, clock = world.dice, world.clock
    review = _accept(world, track)
    accepted = review.record.versions[0][0]
    at = _delay(world, review, accepted)
    review.stop(at)
    if dice.chance(rates.SUPERVISION_PER_CASE):
        supervise(
            world,
            track.matter,
            review.desk,
            track.case,
            review.case_no,
            clock.after(dice, accepted, 2, 20),
        )
    if at >= clock.end:
        return None
    return _decide(world, review, at)


def _accept(world: World, track: Track) -> Review:
    dice, clock, case = world.dice, world.clock, track.case
    desk = choose_desk(world, case.area.procuratorate)
    accepted = clock.soon(dice, track.sent)
    case_no = new_case_no(world, desk.agency, accepted)
    quoted, warning = world.clerk.quote(track.opinion_no)
    marks = [("起诉意见书文号", warning)] if warning else []
    for suspect in track.suspects:
        suspect.written = suspect.found or suspect.written
    people = world.clerk.mix_up(
        [world.clerk.copy(suspect.written) for suspect in track.suspects if suspect.written]
    )
    listed: list[Fields] = []
    for place, (suspect, written) in enumerate(zip(track.suspects, people, strict=True), start=1):
        listed.append(
            {
                **suspect_fields(written, place),
                "强制措施代码": suspect.measure_code or None,
                "羁押日期": day_text(suspect.custody_since // DAY)
                if suspect.is_in_custody
                else None,
                "未成年": "1" if suspect.is_minor else "0",
                "罪名列表": [charge_fields(world, suspect.charge, 类别="移送")],
            }
        )
    quotes_arrest = track.arrest_no is not None and dice.chance(rates.ARREST_CASE_NUMBER_QUOTED)
    fields: dict[str, Any] = {
        "统一受案号": case_no,
        "部门受案号": department_no(world, desk, "诉受", accepted),
        "案件名称": f"{people[0].name}{'等人' if len(people) > 1 else ''}{track.matter.offence.name}案",
        "检察院代码": desk.agency,
        "承办部门代码": desk.unit,
        "承办检察官": desk.name,
        "承办检察官编号": desk.prosecutor,
        **sending_unit(world, case, marks),
        "起诉意见书文号": quoted,
        "审查逮捕受案号": track.arrest_no if quotes_arrest else None,
        "受理日期": day_text(accepted // DAY),
    }
    documents = [document_fields(world, desk, "2015", accepted)[0]]
    record = world.book.open(
        "procuratorate.prosecution_review",
        case_no,
        accepted + dice.between(10, 200) * MINUTE,
        {**fields, "嫌疑人列表": listed, "文书列表": list(documents)},
    )
    for column, code in marks:
        record.mark(code, column)
    mark_suspects(record, people)
    matter = track.matter
    world.truth.case("procuratorate", "prosecution_review", record, matter.number)
    world.truth.quotation("procuratorate", "prosecution_review", record, quoted, warning)
    for place, (suspect, written) in enumerate(zip(track.suspects, people, strict=True), start=1):
        world.truth.person(
            "procuratorate", "prosecution_review", record, suspect.human, "suspect", f"#{place}",
            written=written,
        )  # fmt: skip
        world.truth.event(
            matter.number,
            suspect.human,
            "transfer_received",
            "procuratorate",
            accepted,
            told_by=record,
        )
    if len(matter.suspects) > len(track.suspects):
        world.truth.phenomenon(
            "split", "procuratorate.prosecution_review", record, matter.number, case.number
        )
    send(world, "B301", track.sent, sender=case.area.police, sender_unit=case.unit.code, user=case.officer[0],
         receiver=desk.agency, receiver_unit=desk.unit, src=case.number, dst=case_no, doc=track.opinion_no,
         accepted=accepted)  # fmt: skip
    if dice.chance(0.4):
        send(world, "B703", track.sent + HOUR, sender=case.area.police, sender_unit=case.unit.code,
             receiver=desk.agency, src=case.number, dst=case_no)  # fmt: skip
    for suspect in track.suspects:
        if suspect.is_in_custody:
            hand_over_to_procuratorate(world, track, suspect, record)
    review = Review(track, desk, case_no, record, people, listed, documents)
    review.is_fast = (
        len(track.suspects) == 1 and matter.offence.months <= 30 and dice.chance(rates.FAST_REVIEW)
    )
    review.watch(world, accepted)
    return review


def _delay(world: World, review: Review, accepted: int) -> int:
    """Extensions and returns for supplementary investigation; returns the moment of decision."""
    dice, clock, track = world.dice, world.clock, review.track
    if review.is_fast:
        at = clock.by(dice, clock.after(dice, accepted, 3, 9), accepted // DAY + 10)
        return at if not dice.chance(rates.REVIEW_LATE) else clock.after(dice, accepted, 14, 22)
    due = add_months(accepted // DAY, 1)
    if track.matter.offence.name == "危险驾驶" and len(track.suspects) == 1:
        return clock.by(dice, clock.after(dice, accepted, 4, 26), due)
    at = clock.by(dice, clock.after(dice, accepted, 12, 29), due)
    if dice.chance(rates.REVIEW_EXTENDED):
        at = clock.by(dice, clock.after(dice, accepted, 32, 44), due + 15)
        _extend(world, review, accepted, at)
        due += 15
    times = 0
    while times < 2 and dice.chance(rates.RETURNED_TWICE if times else rates.RETURNED_ONCE):
        times += 1
        is_for_nothing = dice.chance(rates.RETURNED_FOR_NOTHING)
        if is_for_nothing:
            # At the very end of the period, and then nothing is done with the time.
            at = max(at, clock.by(dice, due * DAY, due))
        if at >= clock.end:
            return at
        at, due = _return(world, review, at, due, times, is_for_nothing=is_for_nothing)
    if dice.chance(rates.REVIEW_LATE):
        at = clock.after(dice, at, 25, 45)
        world.truth.phenomenon(
            "review_late", "procuratorate.prosecution_review", review.record, track.matter.number
        )
    return at


def _extend(world: World, review: Review, accepted: int, until: int) -> None:
    due = add_months(accepted // DAY, 1)
    at = (due - world.dice.between(1, 4)) * DAY + 14 * HOUR
    for period in review.periods:
        period.extensions.append((at, 0, 15, False, True))
    review.documents.append(document_fields(world, review.desk, "2029", at)[0])
    review.extensions.append({"批准日期": day_text(at // DAY), "延长至": day_text(due + 15)})
    review.put(at + 2 * HOUR, {"延长审查起诉期限列表": list(review.extensions)})
    world.truth.event(
        review.track.matter.number,
        None,
        "extension_granted",
        "procuratorate",
        at,
        told_by=review.record,
    )
    use_extension(world, review, at, due, until)


def _return(
    world: World, review: Review, at: int, due: int, times: int, *, is_for_nothing: bool
) -> tuple[int, int]:
    """Return the case to the police for at most a month; returns the moment of the next decision and
    the day by which it is due."""
    dice, clock, track, desk = world.dice, world.clock, review.track, review.desk
    case = track.case
    document, number = document_fields(
        world, desk, "2026", at, world.places.agency_names[case.area.police]
    )
    review.documents.append(document)
    entry = {"次数": times, "退回日期": day_text(at // DAY), "文书号": number}
    review.returns.append(entry)
    review.put(at + HOUR, {"退回补充侦查列表": list(review.returns)})
    review.stop(at)
    arrived = send(world, "B302", at + HOUR, sender=desk.agency, sender_unit=desk.unit, user=desk.prosecutor,
         receiver=case.area.police, receiver_unit=case.unit.code, src=review.case_no, dst=case.number,
         doc=number)  # fmt: skip
    world.truth.event(
        review.track.matter.number, None, "returned_for_supplementary", "procuratorate", at,
        told_by=review.record,
    )  # fmt: skip
    due_before, due = due, add_months(at // DAY, 1)
    again = clock.by(dice, clock.after(dice, at, 14, 29), due)
    if dice.chance(rates.SUPPLEMENT_LATE):
        again = clock.after(dice, at, 36, 46)
    # A receipt that was typed before the return cannot be right; the day of the return counts then.
    begun = arrived if arrived >= at // DAY * DAY else at
    supplements = [
        world.watch.start(
            "supplementary_investigation", review.track.matter.number, suspect, begun,
            "procuratorate.prosecution_review", review.record,
        )
        for suspect in review.track.suspects
    ]  # fmt: skip
    if not is_for_nothing:
        supplement(world, track, at, again)
    if again >= clock.end:
        return again, due
    report_no = add_document(world, case, "1089", again)
    send(world, "B303", again, sender=case.area.police, sender_unit=case.unit.code, user=case.officer[0],
         receiver=desk.agency, receiver_unit=desk.unit, src=case.number, dst=review.case_no,
         doc=report_no)  # fmt: skip
    resumed = clock.soon(dice, again)
    review.returns[-1] = {**entry, "重报日期": day_text(resumed // DAY)}
    review.put(resumed + HOUR, {"退回补充侦查列表": list(review.returns)})
    world.truth.event(review.track.matter.number, None, "resubmitted", "police", again)
    for period in supplements:
        period.stop(resumed)
    if is_for_nothing and resumed + HOUR < clock.end:
        borrow_by_return(world, review, at, resumed, due_before)
    review.watch(world, resumed)
    due = add_months(resumed // DAY, 1)
    return clock.by(dice, clock.after(dice, resumed, 10, 29), due), due


def _decide(world: World, review: Review, at: int) -> Indictment | None:
    """Decide on every suspect, sign pleas, recommend sentences, indict."""
    dice, track, desk = world.dice, review.track, review.desk
    offence, case = track.matter.offence, track.case
    police_name = world.places.agency_names[case.area.police]
    decided: list[Fields] = []
    charged: list[tuple[Suspect, Written, str, int, bool, int]] = []
    for suspect, written, item in zip(track.suspects, review.people, review.listed, strict=True):
        weights = (
            rates.PROSECUTION_DECISIONS_MINOR if suspect.is_minor else rates.PROSECUTION_DECISIONS
        )
        decision = dice.draw(weights)
        if offence.months >= 100 or (suspect.arrested and dice.chance(rates.CHARGED_IF_ARRESTED)):
            decision = "P10"
        charge = suspect.charge
        if offence.other_charge and dice.chance(rates.CHARGE_CHANGED):
            charge = offence.other_charge
        suspect.has_plea = dice.chance(rates.PLEA_LENIENCY)
        entry = {
            **item,
            "罪名列表": [*item["罪名列表"], charge_fields(world, charge, 类别="认定")],
            "认罪认罚": None
            if dice.chance(rates.MISSING_OPTIONAL_VALUE * 2)
            else str(int(suspect.has_plea)),
            "审查结论": decision,
            "结论日期": day_text(at // DAY),
        }
        if suspect.has_plea:
            entry["具结书签署日期"] = day_text(at // DAY - dice.between(0, 4))
            lawyer = f"L{case.area.code[4:]}{dice.between(1, 30)}"
            entry["值班律师"] = world.people.official(lawyer)
            review.documents.append(document_fields(world, desk, "2020", at - 2 * HOUR)[0])
        months, probation = suitable_sentence(world, suspect, track)
        if decision == "P10":
            advice = _recommendation(world, months, probation, suspect, offence.amount)
            entry["量刑建议"] = advice
            review.expected_months = max(review.expected_months, advice["刑期上限月"])
            charged.append((suspect, written, charge, months, probation, len(charged) + 1))
        elif decision in ("P21", "P22", "P23", "P24"):
            kind = "2038" if decision == "P24" else "2037"
            document, number = document_fields(world, desk, kind, at, police_name)
            review.documents.append(document)
            entry["结论文书号"] = number
            business = "B306" if decision == "P24" else "B305"
            send(world, business, at + 2 * HOUR, sender=desk.agency, sender_unit=desk.unit, user=desk.prosecutor,
                 receiver=case.area.police, receiver_unit=case.unit.code, src=review.case_no,
                 dst=case.number, doc=number)  # fmt: skip
            if suspect.measure:
                end_measure(world, suspect, at + 3 * HOUR, "08")
            world.truth.event(
                track.matter.number, suspect.human,
                "conditional_decision" if decision == "P24" else "nonprosecution_decision",
                "procuratorate", at, told_by=review.record,
            )  # fmt: skip
        decided.append(entry)
    closing: Fields = {"审结日期": day_text(at // DAY), "嫌疑人列表": decided}
    if not charged:
        review.put(at + 90 * MINUTE, closing)
        return None
    return _indict(world, review, closing, charged, at)


def _indict(
    world: World,
    review: Review,
    closing: Fields,
    charged: list[tuple[Suspect, Written, str, int, bool, int]],
    at: int,
) -> Indictment:
    dice, clock, track, desk = world.dice, world.clock, review.track, review.desk
    case = track.case
    area = case.area
    document, number = document_fields(
        world, desk, "2036", at, world.places.agency_names[area.court]
    )
    assert number is not None
    review.documents.append(document)
    months = max(item[3] for item in charged)
    has_plea = all(item[0].has_plea for item in charged)
    procedure = "10"
    if review.is_fast and has_plea and months <= 36:
        procedure = "30"
        review.become_fast()
    elif has_plea and months <= 36 and len(charged) == 1 or months <= 36 and dice.chance(0.6):
        procedure = "20"
    sent = clock.soon(dice, at + HOUR)
    review.put(at + 90 * MINUTE, {**closing, "建议程序": procedure, "起诉书文号": number})
    review.put(sent, {"移送法院日期": day_text(sent // DAY), "移送法院代码": area.court})
    for suspect, *_ in charged:
        world.truth.event(
            track.matter.number, suspect.human, "prosecution_decision", "procuratorate", at,
            told_by=review.record,
        )  # fmt: skip
        # Bail that the police granted ends when the next organ decides anew.
        if suspect.measure_code == "02" and suspect.measure and dice.chance(0.25):
            end_measure(world, suspect, at, "09")
            bail(world, track.matter, suspect, at + HOUR)
    send(world, "B304", at + HOUR, sender=desk.agency, sender_unit=desk.unit, user=desk.prosecutor,
         receiver=area.police, receiver_unit=case.unit.code, src=review.case_no, dst=case.number,
         doc=number)  # fmt: skip
    return Indictment(
        track, desk, review.case_no, number, sent, procedure, review.record,
        review.expected_months, charged,
    )  # fmt: skip


def _recommendation(
    world: World, months: int, probation: bool, suspect: Suspect, amount: float
) -> Fields:
    dice = world.dice
    is_fixed = dice.chance(rates.DETERMINATE_RECOMMENDATION) and suspect.has_plea
    spread = 0 if is_fixed else max(1, months // 6)
    fine = max(1, round(amount * 0.2 / 1000)) * 1000 if amount else None
    return {
        "刑种代码": "M20" if months < 6 else "M30",
        "刑期下限月": months,
        "刑期上限月": months + spread,
        "建议缓刑": "1" if probation else "0",
        "罚金": fine,
    }
