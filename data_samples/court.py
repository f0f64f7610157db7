"""The trial of first instance: filing, hearings, changes of procedure and term, judgment, effect.

Belongs here: the course of a first-instance case and of a retrial after remand. Keep out: appeals
(second_instance.py) and the execution outside prison (correction.py).
"""

from __future__ import annotations

from data_samples import rates
from data_samples.belongings import dispose, pass_on
from data_samples.clock import DAY, HOUR, MINUTE, add_months, day_text
from data_samples.correction import assess, hand_over
from data_samples.court_records import Accused, CourtCase, add_document, describe, judged, open_case
from data_samples.custody import end_measure
from data_samples.handoffs import send
from data_samples.prosecution import Indictment
from data_samples.records import Fields
from data_samples.second_instance import appeal, open_retrial
from data_samples.shirking import hand_over_to_court
from data_samples.trial_watch import watch_execution, watch_service, watch_trial
from data_samples.world import World

# Days from filing to the judgment: (shortest, longest), and the legal limit, per procedure.
_PACE = {"30": (4, 10, 10), "20": (8, 20, 20), "10": (22, 85, 90)}

# Half hours of the day at which hearings begin.
_HEARING_TIMES = (18, 18, 19, 20, 21, 28, 28, 29, 30, 31, 32)


def try_case(world: World, indictment: Indictment) -> None:
    """Tell the trial of one indictment to its end, appeals and execution included."""
    dice, clock, track = world.dice, world.clock, indictment.track
    area = track.case.area
    filed = clock.after(dice, indictment.sent, 0, 5)
    if dice.chance(rates.ACCEPTED_LATE):
        filed = clock.after(dice, indictment.sent, 12, 20)
    if filed >= clock.end:
        return
    accused = [
        Accused(suspect, world.clerk.copy(written), charge, months, probation, seq)
        for suspect, written, charge, months, probation, seq in indictment.suspects
    ]
    for person in accused:
        person.expected_months = indictment.expected_months
        describe(world, person)
    quoted, warning = world.clerk.quote(indictment.number)
    case = open_case(
        world,
        track,
        kind="刑初",
        court=area.court,
        court_no=area.court_no,
        unit=f"{area.court}02",
        filed=filed,
        accused=accused,
        fields={
            "indictmentNo": quoted,
            "procuratorateCode": indictment.desk.agency,
            "procedure": indictment.procedure,
        },
        marks=[("indictmentNo", warning)] if warning else [],
    )
    world.truth.quotation("court", "cases", case.record, quoted, warning)
    arrived = send(world, "B401", indictment.sent, sender=indictment.desk.agency, sender_unit=indictment.desk.unit,
         user=indictment.desk.prosecutor, receiver=area.court, receiver_unit=f"{area.court}01",
         src=indictment.case_no, dst=case.number, doc=indictment.number, accepted=filed)  # fmt: skip
    acceptance = world.watch.start(
        "court_acceptance_review", track.matter.number, None, min(arrived or indictment.sent, filed),
        "court.cases", case.record,
    )  # fmt: skip
    acceptance.end = filed
    for person in accused:
        if person.suspect.is_in_custody:
            hand_over_to_court(world, case, person, indictment.desk.agency, indictment.case_no)
    pass_on(world, track.case, indictment.sent, area.court)
    if dice.chance(0.35):
        send(world, "B403", indictment.sent + HOUR, sender=indictment.desk.agency, receiver=area.court,
             src=indictment.case_no, dst=case.number)  # fmt: skip
    if indictment.procedure == "30" and dice.chance(0.3):
        send(world, "B404", indictment.sent + HOUR, sender=indictment.desk.agency, receiver=area.court,
             src=indictment.case_no, dst=case.number)  # fmt: skip
    if dice.chance(0.18):
        send(world, "B706", filed + 5 * HOUR, sender=area.court, receiver=area.justice, src=case.number,
             person=accused[0].written)  # fmt: skip
    if dice.chance(0.5):
        send(world, "B402", filed + 2 * HOUR, sender=area.court, sender_unit=f"{area.court}01",
             receiver=indictment.desk.agency, src=case.number, dst=indictment.case_no)  # fmt: skip
    hear_and_judge(world, indictment, case, indictment.procedure)


def hear_and_judge(world: World, indictment: Indictment, case: CourtCase, procedure: str) -> None:
    """Hearings and judgment of a case of first instance or a retrial."""
    dice, clock = world.dice, world.clock
    low, high, limit = _PACE[procedure]
    watch_trial(world, case, procedure, case.filed)
    if procedure in ("20", "30"):
        add_document(world, case, "3009" if procedure == "20" else "3010", case.filed + 4 * HOUR)
    for person in case.accused:
        wanted = rates.ASSESSED_BEFORE_PROBATION if person.probation else rates.ASSESSED_IN_VAIN
        if dice.chance(wanted):
            assess(world, case, person, procedure == "30")
    judged_at = clock.by(dice, clock.after(dice, case.filed, low, high), case.filed // DAY + limit)
    if procedure != "10" and dice.chance(rates.CONVERTED_TO_ORDINARY):
        judged_at = _convert(world, case, procedure, judged_at)
    elif dice.chance(rates.TRIAL_LATE):
        judged_at = clock.after(dice, case.filed, limit + 9, limit + 40)
        world.truth.phenomenon("trial_late", "court.cases", case.record, case.track.matter.number)
    elif procedure == "10":
        judged_at = _change_term(world, case, judged_at)
    in_court = procedure != "10" and not dice.chance(0.35)
    hearing = judged_at
    if not in_court:
        hearing = min(clock.after(dice, case.filed, low * 0.5, low * 0.95), judged_at - DAY)
    held = _hear(world, case, hearing)
    if not held:
        again = clock.by(dice, clock.after(dice, hearing, 2, 6), case.filed // DAY + limit)
        held = _hear(world, case, max(again, hearing), is_certain=True)
    if not in_court and judged_at - held > 6 * DAY and dice.chance(rates.SECOND_HEARING):
        held = _hear(world, case, clock.after(dice, held, 3, 5), is_certain=True)
    judged_at = held + dice.between(5, 40) * MINUTE if in_court else max(judged_at, held + 2 * HOUR)
    if judged_at >= clock.end:
        return
    if dice.chance(rates.PROSECUTION_WITHDRAWN):
        fields: Fields = {"closedAt": day_text(judged_at // DAY), "closeType": "30"}
        fields["defendants"] = [judged(person, "C30") for person in case.accused]
        case.record.put(judged_at + HOUR, fields)
        case.stop(judged_at)
        add_document(world, case, "3028", judged_at)
        send(world, "B414", judged_at - 2 * DAY, sender=indictment.desk.agency, receiver=case.court,
             src=indictment.case_no, dst=case.number)  # fmt: skip
        return
    _judge(world, indictment, case, judged_at, in_court)


def _hear(world: World, case: CourtCase, day_of: int, *, is_certain: bool = False) -> int:
    """One hearing on the day of this moment: scheduled, then held; returns its end, 0 if cancelled."""
    dice, clock = world.dice, world.clock
    court_name = world.places.agency_names[case.court].replace("苏州市", "").replace("人民", "")
    at = clock.workday(day_of // DAY) * DAY + dice.pick(_HEARING_TIMES) * (HOUR // 2)
    at = max(at, case.filed - case.filed % HOUR + HOUR)
    entry: Fields = {
        "seq": len(case.hearings) + 1,
        "courtroom": f"{court_name}第{dice.between(1, 9)}法庭",
        "judgeId": case.judge,
        "startAt": clock.text(at),
        "remote": dice.chance(rates.HEARING_REMOTE),
        "status": "排期",
    }
    case.hearings.append(entry)
    scheduled = max(case.filed + 6 * HOUR, at - dice.between(3, 9) * DAY)
    if scheduled < at:
        case.record.put(scheduled, {"hearings": list(case.hearings)})
    if dice.chance(0.5):
        send(world, "B405", max(scheduled, case.filed + 7 * HOUR), sender=case.court,
             sender_unit=f"{case.court}02", receiver=case.track.case.area.procuratorate, src=case.number)  # fmt: skip
    if any(person.suspect.is_in_custody for person in case.accused) and dice.chance(0.4):
        send(world, "B406", max(scheduled, case.filed + 7 * HOUR), sender=case.court,
             receiver=case.track.case.area.detention, src=case.number,
             person=case.accused[0].written)  # fmt: skip
    if not is_certain and dice.chance(rates.HEARING_CANCELLED):
        case.hearings[-1] = {**entry, "status": "取消"}
        case.record.put(at - HOUR, {"hearings": list(case.hearings)})
        return 0
    end = at + dice.between(15, 50) * MINUTE + (len(case.accused) - 1) * 40 * MINUTE
    held: Fields = {**entry, "status": "已开庭"}
    if not dice.chance(rates.MISSING_OPTIONAL_VALUE):
        held["endAt"] = clock.text(end)
    case.hearings[-1] = held
    case.record.put(end + dice.between(10, 90) * MINUTE, {"hearings": list(case.hearings)})
    world.truth.event(
        case.track.matter.number, None, "hearing_date", "court", at, told_by=case.record
    )
    return end


def _convert(world: World, case: CourtCase, procedure: str, at: int) -> int:
    """Change to ordinary procedure; the term starts again. Returns the new day of judgment."""
    dice, clock = world.dice, world.clock
    changed = clock.after(dice, case.filed, 3, 9)
    change = {"from": procedure, "to": "10", "date": day_text(changed // DAY)}
    add_document(world, case, "3011", changed)
    changes = [] if dice.chance(rates.PROCEDURE_CHANGE_NOT_NOTED) else [change]
    case.record.put(changed + HOUR, {"procedure": "10", "procedureChanges": changes})
    world.truth.event(
        case.track.matter.number, None, "converted_to_ordinary", "court", changed,
        told_by=case.record, lost="" if changes else "not_noted",
    )  # fmt: skip
    case.stop(changed)
    watch_trial(world, case, "10", changed)
    return clock.after(dice, at, 15, 60)


def _change_term(world: World, case: CourtCase, at: int) -> int:
    """Excluded, extended or suspended time; returns the day of judgment that follows from it."""
    dice, clock = world.dice, world.clock
    draw = dice.random()
    start = clock.after(dice, case.filed, 20, 50)
    if draw < rates.TERM_EXTENDED:
        due = add_months(case.filed // DAY, 3)
        approved = (due - dice.between(2, 8)) * DAY + 10 * HOUR
        number = add_document(world, case, "3012", approved)
        change: Fields = {
            "type": "20", "reason": dice.pick(("201", "203")), "startDate": day_text(due),
            "endDate": day_text(add_months(due, 3)), "approvedBy": "FY320500", "docNo": number,
        }  # fmt: skip
        case.record.put(approved + 6 * HOUR, {"termChanges": [change]})
        world.truth.event(
            case.track.matter.number,
            None,
            "extension_granted",
            "court",
            approved,
            told_by=case.record,
        )
        for period in case.periods:
            period.extensions.append((approved, 3, 0, False, True))
        return clock.after(dice, case.filed, 92, 160)
    if draw < rates.TERM_EXTENDED + rates.TERM_EXCLUDED:
        end = clock.after(dice, start, 20, 30)
        change = {
            "type": "10",
            "reason": dice.pick(("101", "102")),
            "startDate": day_text(start // DAY),
        }
    elif draw < rates.TERM_EXTENDED + rates.TERM_EXCLUDED + rates.TRIAL_SUSPENDED:
        end = clock.after(dice, start, 30, 120)
        add_document(world, case, "3013", start)
        change = {
            "type": "30",
            "reason": dice.pick(("301", "302")),
            "startDate": day_text(start // DAY),
        }
    else:
        return at
    for period in case.periods:
        period.pauses.append((start, end))
    # A supplementary investigation stops the clock and starts a new one; the rest only excludes time.
    if change["type"] == "10" and change["reason"] == "101":
        for period in case.periods:
            period.pauses.pop()
        case.stop(start)
        watch_trial(world, case, "10", end)
    case.record.put(start + 2 * HOUR, {"termChanges": [change]})
    case.record.put(end + 2 * HOUR, {"termChanges": [{**change, "endDate": day_text(end // DAY)}]})
    return max(at, clock.after(dice, end, 10, 30))


def _judge(world: World, indictment: Indictment, case: CourtCase, at: int, in_court: bool) -> None:
    """Pronounce, serve, and either take effect or go to the second instance."""
    dice, clock, track = world.dice, world.clock, case.track
    for person in case.accused:
        person.result = "C20" if dice.chance(rates.ACQUITTED) else "C10"
        if not dice.chance(rates.RECOMMENDATION_ADOPTED):
            person.months = max(1, person.months + dice.pick((-3, -2, -1, 1, 2, 4, 6)))
            person.probation = person.probation and person.months <= 36
        if person.probation:
            person.probation_months = max(2, min(round(person.months * 1.6), 60))
        if track.matter.offence.amount or track.matter.offence.charge == "133101":
            person.fine = max(1, round(max(person.suspect.amount, 10_000) * 0.15 / 1000)) * 1000
    shown = [judged(person, person.result) for person in case.accused]
    case.record.put(
        at + dice.between(30, 240) * MINUTE,
        {
            "defendants": shown,
            "pronouncedAt": day_text(at // DAY),
            "pronouncedInCourt": in_court,
            "closedAt": day_text(at // DAY),
            "closeType": "10",
        },
    )
    case.stop(at)
    served = clock.after(dice, at, 0, 1 if in_court and dice.chance(0.5) else 5)
    if dice.chance(rates.JUDGMENT_SERVED_LATE):
        served = clock.after(dice, at, 14, 25)
    if in_court:
        watch_service(world, case, at, served)
    add_document(world, case, "3025", at, served=served, serve_to="被告人、人民检察院")
    case.record.put(served + 3 * HOUR, {"servedAt": day_text(served // DAY)})
    for person in case.accused:
        world.truth.event(
            track.matter.number, person.suspect.human, "judgment_pronounced", "court", at,
            told_by=case.record,
        )  # fmt: skip
        world.truth.event(
            track.matter.number, person.suspect.human, "judgment_served", "court", served,
            told_by=case.record,
        )  # fmt: skip
        if person.suspect.is_in_custody and (person.probation or person.result == "C20"):
            end_measure(world, person.suspect, at + 2 * HOUR, "07")
    send(world, "B409", served, sender=case.court, sender_unit=f"{case.court}02",
         receiver=indictment.desk.agency, src=case.number, dst=indictment.case_no)  # fmt: skip
    if dice.chance(0.8):
        send(world, "B410", served, sender=case.court, receiver=track.case.area.police,
             src=case.number, dst=track.case.number)  # fmt: skip
    appealed = appeal(world, indictment, case, served)
    if appealed is not None:
        if appealed.effective and appealed.effective < clock.end:
            take_effect(world, appealed.case, appealed.effective)
        elif appealed.remanded:
            again = open_retrial(world, indictment, case, appealed.remanded)
            if again is not None:
                hear_and_judge(world, indictment, again, "10")
        return
    effective = served + 11 * DAY
    if effective < clock.end:
        is_noted = case.is_effect_noted = not dice.chance(rates.EFFECTIVE_DATE_MISSING)
        if case.is_effect_noted:
            case.record.put(effective + 9 * HOUR, {"effectiveAt": day_text(effective // DAY)})
        take_effect(world, case, effective, is_noted=is_noted)


def take_effect(world: World, case: CourtCase, effective: int, *, is_noted: bool = True) -> None:
    """Hand the convicts over for execution: prison, detention house or community correction."""
    dice, clock, area = world.dice, world.clock, case.track.case.area
    add_document(world, case, "3039", clock.soon(dice, effective))
    dispose(world, case.track.case, effective)
    shown = []
    sent = clock.after(dice, effective, 1, 5)
    if dice.chance(rates.EXECUTION_LATE):
        sent = clock.after(dice, effective, 19, 45)
    for person in case.accused:
        convicted = person.result in ("C10", "S10", "S20")
        organ: Fields | None = None
        if convicted:
            kind, code = "20", "JY320001"
            if person.probation:
                kind, code = "30", area.justice
            elif person.months <= 8:
                kind, code = "10", area.detention
            organ = {"organType": kind, "organCode": code, "docSentAt": day_text(sent // DAY)}
            watch_execution(world, case, person, effective, sent)
            if kind == "10":
                send(world, "B501", sent, sender=case.court, receiver=area.detention, src=case.number,
                     person=person.written)  # fmt: skip
            if kind == "30":
                hand_over(world, case, person, effective, sent)
        shown.append(judged(person, person.result, organ))
        if person.suspect.measure:
            end_measure(world, person.suspect, effective + 10 * HOUR, "07")
        world.truth.event(
            case.track.matter.number, person.suspect.human, "judgment_effective", "court", effective,
            told_by=case.record, lost="" if is_noted else "not_noted",
        )  # fmt: skip
    if sent < clock.end:
        case.record.put(sent + 4 * HOUR, {"defendants": shown})
