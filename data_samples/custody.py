"""Coercive measures of one suspect during the investigation, and extensions of custody.

Belongs here: detention, bail, arrest, their documents and ends. Keep out: the decision of the
procuratorate (arrest_review.py) and when the investigation ends (investigation.py).
"""

from __future__ import annotations

from typing import Any

from data_samples import rates
from data_samples.clock import DAY, HOUR, MINUTE, add_months, day_text
from data_samples.handoffs import send
from data_samples.matter import Matter, Suspect
from data_samples.numbers import Number
from data_samples.places import CITY_PROCURATORATE
from data_samples.police import add_document, question
from data_samples.records import Record
from data_samples.watching import start, stop
from data_samples.world import World

_STAYS = {"02": "bail_max", "03": "residential_surveillance_max"}
_DETENTION_LIMITS = (("3", 3), ("7", 7), ("30", 30))


def detain(world: World, matter: Matter, suspect: Suspect, at: int) -> int:
    """Detain at this moment; returns the day (ordinal) by which arrest must be requested."""
    dice, clock, case = world.dice, world.clock, suspect.case
    limit, days = _DETENTION_LIMITS[int(dice.random() ** 0.8 * 3)]
    warrant = add_document(
        world, case, "1026", at, person_no=suspect.person_no, served_on=suspect.human.name
    )
    hours = dice.between(26, 60) if dice.chance(rates.DETENTION_HOUSE_LATE) else dice.between(3, 21)
    entered_house = suspect.housed = at + hours * HOUR
    _open_measure(
        world,
        suspect,
        "04",
        at,
        {
            "JLQXLX": limit,
            "YDJMRQ": day_text(at // DAY + days),
            "PZJGDM": case.area.police,
            "PZWSZH": warrant,
            "KSSDM": case.area.detention,
            "RSSJ": clock.text(entered_house),
        },
        entered_house,
    )
    suspect.custody_since = at
    world.watch.take_in(matter.number, suspect.human.number, at)
    for rule in (
        "detention_to_detention_center",
        "detention_first_interrogation",
        "detention_family_notice",
    ):
        start(world, rule, matter, suspect, at)
    start(world, "detention_request_arrest", matter, suspect, at)
    if days > 3:
        suspect.running["detention_request_arrest"].extensions.append((at, 0, days, True, True))
    if entered_house + 5 * HOUR < clock.end:
        stop(suspect, entered_house, "detention_to_detention_center")
    asked = at + dice.between(1, 5) * HOUR
    question(world, case, asked, suspect, f"{case.unit.short_name}办案区")
    if case.printed:
        stop(suspect, asked, "detention_first_interrogation")
    _notify_family(world, suspect, "1027", "detention_family_notice", at)
    if days > 3:
        add_document(
            world,
            case,
            "1028",
            at + 2 * DAY,
            person_no=suspect.person_no,
            served_on=suspect.human.name,
        )
        world.truth.event(matter.number, suspect.human, "extension_granted", "police", at + 2 * DAY)
    world.truth.event(
        matter.number, suspect.human, "detained", "police", at, told_by=suspect.measure
    )
    world.truth.event(
        matter.number,
        suspect.human,
        "delivered_to_kss",
        "police",
        entered_house,
        told_by=suspect.measure,
    )
    if hours > 24 and suspect.measure:
        world.truth.phenomenon(
            "late_to_detention_house", "police.measures", suspect.measure, matter.number
        )
    return at // DAY + days


def _notify_family(world: World, suspect: Suspect, document: str, rule: str, at: int) -> None:
    """The family is told within a day, mostly; some never are, as far as the records show."""
    dice, case = world.dice, suspect.case
    if not dice.chance(rates.FAMILY_NOTIFIED):
        return
    add_document(
        world, case, document, at + dice.between(1, 4) * HOUR, person_no=suspect.person_no,
        served_on="家属", hours=(1, 10),
    )  # fmt: skip
    if case.printed and case.served:
        stop(suspect, case.served, rule)


def release_refused(
    world: World, matter: Matter, suspect: Suspect, decided: int, served: int
) -> int:
    """When a suspect whose arrest was refused is let go: the same day, or kept too long."""
    dice = world.dice
    if not dice.chance(rates.REFUSED_BUT_HELD):
        return decided + dice.between(1, 3) * HOUR
    start(world, "arrest_refused_release", matter, suspect, served, known=suspect.is_in_custody)
    return served + dice.between(26, 80) * HOUR


def bail(world: World, matter: Matter, suspect: Suspect, at: int, *, code: str = "02") -> None:
    """Bail (02) or residential surveillance (03) from this moment."""
    dice, case = world.dice, suspect.case
    decision = add_document(
        world,
        case,
        "1014" if code == "02" else "1023",
        at,
        person_no=suspect.person_no,
        served_on=suspect.human.name,
    )
    months = 12 if code == "02" else 6
    fields: dict[str, Any] = {
        "YDJMRQ": day_text(add_months(at // DAY, months)),
        "PZJGDM": case.area.police,
        "PZWSZH": decision,
    }
    if code == "02":
        has_deposit = dice.chance(rates.BAIL_WITH_DEPOSIT)
        fields["BZFS"] = "2" if has_deposit else "1"
        fields["BZJ"] = (
            str(dice.pick((1000, 2000, 3000, 5000, 10000, 20000))) if has_deposit else None
        )
    _open_measure(world, suspect, code, at, fields, at + dice.between(1, 9) * HOUR)
    world.watch.let_out(matter.number, suspect.human.number, at)
    start(world, _STAYS[code], matter, suspect, at)
    kind = "bail_started" if code == "02" else "rs_decision_executed"
    world.truth.event(matter.number, suspect.human, kind, "police", at, told_by=suspect.measure)


def arrest(
    world: World, matter: Matter, suspect: Suspect, at: int, decision_no: Number | None
) -> None:
    """Execute an arrest that was approved."""
    dice, clock, case = world.dice, world.clock, suspect.case
    add_document(world, case, "1030", at, person_no=suspect.person_no, served_on=suspect.human.name)
    end_measure(world, suspect, at, "01", stays_inside=True)
    quoted, warning = world.clerk.quote(decision_no) if decision_no else (None, "")
    entered_house = suspect.housed or at + dice.between(3, 20) * HOUR
    fields = {
        "YDJMRQ": day_text(add_months(at // DAY, 2)),
        "PZJGDM": case.area.procuratorate,
        "PZWSZH": quoted,
        "KSSDM": case.area.detention,
        "RSSJ": clock.text(entered_house),
    }
    _open_measure(world, suspect, "05", at, fields, at + dice.between(1, 9) * HOUR)
    if warning == "W4" and suspect.measure:
        suspect.measure.mark("W4", "PZWSZH")
    if not suspect.custody_since:
        world.truth.event(
            matter.number,
            suspect.human,
            "delivered_to_kss",
            "police",
            entered_house,
            told_by=suspect.measure,
        )
    suspect.arrested = at
    suspect.custody_since = suspect.custody_since or at
    world.watch.take_in(matter.number, suspect.human.number, at)
    for rule in ("investigation_custody", "arrest_family_notice", "arrest_first_interrogation"):
        start(world, rule, matter, suspect, at)
    _notify_family(world, suspect, "1031", "arrest_family_notice", at)
    if dice.chance(rates.QUESTIONED_AFTER_ARREST):
        asked = at + dice.between(2, 20) * HOUR
        question(world, case, asked, suspect, "看守所讯问室")
        if case.printed:
            stop(suspect, asked, "arrest_first_interrogation")
    world.truth.event(
        matter.number, suspect.human, "arrested", "police", at, told_by=suspect.measure
    )


def end_measure(
    world: World, suspect: Suspect, at: int, reason: str, *, stays_inside: bool = False
) -> None:
    """End the running measure; sometimes nobody notes that it ended."""
    record, dice = suspect.measure, world.dice
    if record is None:
        return
    was_custody = suspect.is_in_custody
    suspect.measure, suspect.measure_code = None, ""
    if at <= record.versions[0][0]:
        at = record.versions[0][0] + 5 * MINUTE
    stop(suspect, at, *_STAYS.values())
    if was_custody and not stays_inside:
        stop(suspect, at, "investigation_custody")
        world.watch.let_out(_matter_of(suspect), suspect.human.number, at)
    if dice.chance(rates.CUSTODY_FORGOTTEN_TO_CLOSE):
        world.truth.phenomenon(
            "measure_end_forgotten", "police.measures", record, "", world.clock.text(at)
        )
        return
    fields = {"JSSJ": world.clock.text(at), "JSYYDM": reason}
    if dice.chance(rates.MEASURE_END_BEFORE_START):
        # The year typed wrong, as happens in January.
        fields["JSSJ"] = world.clock.text(at - 366 * DAY)
        record.mark("W6", "KSSJ,JSSJ", since=at)
    if was_custody and not stays_inside:
        fields["CSSJ"] = world.clock.text(at + dice.between(10, 240) * MINUTE)
    record.put(world.clock.soon(dice, at), fields)


def _matter_of(suspect: Suspect) -> str:
    return suspect.case.matter_no


def extend(world: World, matter: Matter, suspect: Suspect, until: int) -> None:
    """Custody after arrest lasts to ``until``: enter the extensions that this takes, if any.

    A small share of suspects stays inside longer than any extension allows; that is planted.
    """
    dice = world.dice
    due = add_months(suspect.arrested // DAY, 2)
    for kind, months, doc in (("156", 1, "1035"), ("158", 2, "1035"), ("159", 2, "1035")):
        if until // DAY <= due:
            return
        if dice.chance(rates.CUSTODY_OVERDUE * 4) and suspect.measure:
            world.truth.phenomenon(
                "custody_overdue", "police.measures", suspect.measure, matter.number, day_text(due)
            )
            return
        new_due = add_months(due, months)
        _add_extension(world, matter, suspect, kind, due, new_due, doc)
        due = new_due


def restart(world: World, matter: Matter, suspect: Suspect, at: int) -> None:
    """A further serious offence is found: the period starts again (Article 160)."""
    _add_extension(world, matter, suspect, "160", at // DAY, add_months(at // DAY, 2), "1036")


def _add_extension(
    world: World, matter: Matter, suspect: Suspect, kind: str, begin: int, end: int, doc: str
) -> None:
    dice, clock, case = world.dice, world.clock, suspect.case
    early = (
        dice.between(7, 12) if not dice.chance(rates.EXTENSION_ASKED_LATE) else dice.between(1, 5)
    )
    asked = (begin - early) * DAY + 10 * HOUR
    is_late = dice.chance(rates.EXTENSION_APPROVED_LATE)
    approved = (
        begin + dice.between(1, 4) if is_late else begin - dice.between(0, 4)
    ) * DAY + 15 * HOUR
    approved = max(approved, asked + 5 * HOUR)
    if kind == "160":
        asked, approved = begin * DAY + 10 * HOUR, (begin + dice.between(0, 3)) * DAY + 11 * HOUR
    if approved >= clock.end:
        return
    if kind != "160":
        add_document(
            world, case, "1034", asked, person_no=suspect.person_no, served_on="人民检察院"
        )
    # 156 needs the next higher procuratorate, 158 and 159 that of the province.
    approving = {"160": case.area.police, "156": CITY_PROCURATORATE}.get(kind, "JC320000")
    is_rightful = not (kind == "156" and dice.chance(rates.EXTENSION_BY_WRONG_ORGAN))
    if not is_rightful:
        approving = case.area.procuratorate
    notice = add_document(
        world, case, doc, approved, person_no=suspect.person_no, served_on=suspect.human.name
    )
    approval: Any = notice
    if kind != "160":
        mark = world.places.prosecution_marks.get(approving, "苏检")
        approval = world.document_no(mark, "2009", approved, day_text(approved // DAY)[:4])
    quoted, warning = world.clerk.quote(approval) if approval else (None, "")
    suspect.serial += 1
    key = f"Y{suspect.person_no[1:]}{suspect.serial:02d}"
    reasons = {
        "156": "案情复杂、期限届满不能终结",
        "158": "犯罪涉及面广,取证困难",
        "159": "可能判处十年以上有期徒刑",
        "160": "发现另有重要罪行",
    }
    if kind != "160":
        send(world, "B207", asked, sender=case.area.police, sender_unit=case.unit.code,
             receiver=case.area.procuratorate, src=case.number, person=suspect.written)  # fmt: skip
        send(world, "B208", approved, sender=case.area.procuratorate, receiver=case.area.police,
             receiver_unit=case.unit.code, dst=case.number, doc=approval)  # fmt: skip
    else:
        send(world, "B209", approved, sender=case.area.police, sender_unit=case.unit.code,
             receiver=case.area.procuratorate, src=case.number, doc=approval)  # fmt: skip
    record = world.book.open(
        "police.extensions",
        key,
        clock.soon(dice, approved),
        {
            "YCBH": key,
            "AJBH": case.number,
            "RYBH": suspect.person_no,
            "YCLXDM": kind,
            "QSRQ": day_text(begin),
            "ZZRQ": day_text(end),
            "TQRQ": day_text(asked // DAY) if kind != "160" else None,
            "PZRQ": day_text(approved // DAY),
            "PZJGDM": approving,
            "PZWSZH": quoted,
            "LY": reasons[kind],
        },
    )
    if warning == "W4":
        record.mark("W4", "PZWSZH")
    _watch_extension(world, suspect, kind, (begin, asked, approved), record, is_rightful)
    if suspect.measure:
        suspect.measure.put(clock.soon(dice, approved), {"YDJMRQ": day_text(end)})
    if is_late and kind != "160":
        world.truth.phenomenon(
            "extension_approved_late", "police.extensions", record, matter.number
        )
    if kind == "160":
        world.truth.event(
            matter.number, suspect.human, "new_serious_crime_found", "police", asked, told_by=record
        )
    else:
        world.truth.event(
            matter.number, suspect.human, "extension_granted", "police", approved, told_by=record
        )


def _watch_extension(
    world: World,
    suspect: Suspect,
    kind: str,
    moments: tuple[int, int, int],
    record: Record,
    is_rightful: bool,
) -> None:
    """``moments``: the day before which the term ended (ordinal), request, approval."""
    start_day, asked, approved = moments
    period = suspect.running.get("investigation_custody")
    if period is None:
        return
    if kind == "160":
        period.extensions.append((start_day * DAY, 0, 0, True, True))
        return
    period.extensions.append((approved, {"156": 1}.get(kind, 2), 0, False, is_rightful))
    request = world.watch.start(
        "investigation_custody_extension_request", _matter_of(suspect), suspect,
        start_day * DAY, "police.extensions", record,
    )  # fmt: skip
    request.end = asked


def _open_measure(
    world: World, suspect: Suspect, code: str, at: int, fields: dict[str, Any], known: int
) -> None:
    clock, dice = world.clock, world.dice
    suspect.serial += 1
    key = f"Q{suspect.person_no[1:]}{suspect.serial:02d}"
    # What is known only later (taken into the detention house) comes with a second version.
    later = {name: fields.pop(name) for name in ("RSSJ",) if name in fields}
    entered = clock.soon(dice, at) if dice.chance(0.25) else at + dice.between(20, 300) * MINUTE
    base = {
        "CSBH": key,
        "AJBH": suspect.case.number,
        "RYBH": suspect.person_no,
        "CSLXDM": code,
        "KSSJ": clock.text(at),
        "ZXSJ": clock.text(at),
        "ZBDWDM": suspect.case.unit.code,
        **fields,
    }
    if later and known <= entered:
        base |= later
    record = world.book.open("police.measures", key, entered, base)
    if later and known > entered:
        record.put(known + dice.between(5, 300) * MINUTE, later)
    suspect.measure, suspect.measure_code, suspect.measure_since = record, code, at
