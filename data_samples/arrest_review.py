"""Review of a request for arrest: one nested element from acceptance to decision.

Belongs here: records of procuratorate.arrest_review. Keep out: executing the decision (custody.py).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from data_samples import rates
from data_samples.clock import DAY, HOUR, MINUTE, day_text
from data_samples.handoffs import send
from data_samples.matter import Matter, PoliceCase, Suspect
from data_samples.numbers import Number
from data_samples.procurators import (
    charge_fields,
    choose_desk,
    department_no,
    document_fields,
    mark_suspects,
    new_case_no,
    sending_unit,
    served_moment,
    suspect_fields,
)
from data_samples.supervision import supervise
from data_samples.world import World


@dataclass(frozen=True, slots=True)
class Outcome:
    """``decisions`` holds (suspect, decision code, moment, number of the decision document)."""

    case_no: Number
    decisions: list[tuple[Suspect, str, int, Number | None]]
    # When the decision document of each suspect reached the police.
    served: dict[Suspect, int] = field(default_factory=dict)


def review_arrest(
    world: World,
    matter: Matter,
    case: PoliceCase,
    suspects: list[Suspect],
    asked: int,
    request_no: Number,
) -> Outcome:
    """Tell one review; all its suspects are decided on the same day."""
    dice, clock = world.dice, world.clock
    desk = choose_desk(world, case.area.procuratorate)
    accepted = clock.soon(dice, asked)
    decided = clock.by(dice, clock.after(dice, accepted, 2.5, 6.4), accepted // DAY + 7)
    if dice.chance(rates.ARREST_REVIEW_LATE):
        decided = clock.after(dice, accepted, 9, 12)
    case_no = new_case_no(world, desk.agency, accepted)
    quoted, warning = world.clerk.quote(request_no)
    marks = [("提请批准逮捕书文号", warning)] if warning else []
    people = world.clerk.mix_up(
        [world.clerk.copy(suspect.written) for suspect in suspects if suspect.written]
    )
    fields: dict[str, Any] = {
        "统一受案号": case_no,
        "部门受案号": department_no(world, desk, "捕受", accepted),
        "案件名称": f"{people[0].name}{'等人' if len(people) > 1 else ''}涉嫌{matter.offence.name}案",
        "检察院代码": desk.agency,
        "承办部门代码": desk.unit,
        "承办检察官": desk.name,
        "承办检察官编号": desk.prosecutor,
        **sending_unit(world, case, marks),
        "提请批准逮捕书文号": quoted,
        "受理日期": day_text(accepted // DAY),
    }
    documents = [document_fields(world, desk, "2001", accepted)[0]]
    listed = [
        {
            **suspect_fields(written, place),
            "是否羁押": "是" if suspect.is_in_custody else "否",
            "拘留日期": day_text(suspect.custody_since // DAY) if suspect.custody_since else None,
            "罪名列表": [charge_fields(world, suspect.charge)],
        }
        for place, (suspect, written) in enumerate(zip(suspects, people, strict=True), start=1)
    ]
    record = world.book.open(
        "procuratorate.arrest_review",
        case_no,
        accepted + dice.between(10, 200) * MINUTE,
        {**fields, "嫌疑人列表": listed, "文书列表": documents},
    )
    for column, code in marks:
        record.mark(code, column)
    mark_suspects(record, people)
    world.truth.case("procuratorate", "arrest_review", record, matter.number)
    world.truth.quotation("procuratorate", "arrest_review", record, quoted, warning)
    for place, (suspect, written) in enumerate(zip(suspects, people, strict=True), start=1):
        world.truth.person(
            "procuratorate", "arrest_review", record, suspect.human, "suspect", f"#{place}",
            written=written,
        )  # fmt: skip
        world.truth.event(matter.number, suspect.human, "arrest_request_submitted", "police", asked)
    send(world, "B201", asked, sender=case.area.police, sender_unit=case.unit.code, user=case.officer[0],
         receiver=desk.agency, receiver_unit=desk.unit, src=case.number, dst=case_no, doc=request_no,
         accepted=accepted)  # fmt: skip
    decisions: list[tuple[Suspect, str, int, Number | None]] = []
    served: dict[Suspect, int] = {}
    for suspect in suspects:
        rule = "arrest_review_detained" if suspect.is_in_custody else "arrest_review_not_detained"
        period = world.watch.start(
            rule, matter.number, suspect, accepted, "procuratorate.arrest_review", record
        )
        period.end = decided
    closing, closed_documents = [], list(documents)
    for suspect, item in zip(suspects, listed, strict=True):
        decision = dice.draw(rates.ARREST_DECISIONS)
        served_on = world.places.agency_names[case.area.police]
        number: Number | None = None
        if decision != "A30":
            document, number = document_fields(
                world, desk, "2002" if decision == "A10" else "2003", decided, served_on
            )
            closed_documents.append(document)
            served[suspect] = served_moment(world, document, decided)
        closing.append(
            {
                **item,
                "审查决定": decision,
                "决定日期": day_text(decided // DAY),
                "决定文书号": number,
            }
        )
        decisions.append((suspect, decision, decided, number))
        world.truth.event(matter.number, suspect.human, "arrest_decision", "procuratorate", decided,
                          told_by=record)  # fmt: skip
    record.put(
        decided + dice.between(20, 300) * MINUTE,
        {"审结日期": day_text(decided // DAY), "嫌疑人列表": closing, "文书列表": closed_documents},
    )
    business = "B202" if any(decision == "A10" for _, decision, _, _ in decisions) else "B203"
    send(world, business, decided + HOUR, sender=desk.agency, sender_unit=desk.unit, user=desk.prosecutor,
         receiver=case.area.police, receiver_unit=case.unit.code, src=case_no, dst=case.number,
         doc=decisions[0][3])  # fmt: skip
    if business == "B202" and dice.chance(0.8):
        send(world, "B204", decided + 26 * HOUR, sender=case.area.police, sender_unit=case.unit.code,
             user=case.officer[0], receiver=desk.agency, receiver_unit=desk.unit, src=case.number,
             dst=case_no)  # fmt: skip
    if dice.chance(rates.SUPERVISION_PER_CASE):
        supervise(world, matter, desk, case, case_no, clock.after(dice, accepted, 1, 8))
    return Outcome(case_no, decisions, served)
