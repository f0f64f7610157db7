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
from data_samples.police import add_document, question
from data_samples.world import World

_DETENTION_LIMITS = (("3", 3), ("7", 7), ("30", 30))


def detain(world: World, matter: Matter, suspect: Suspect, at: int) -> int:
    """Detain at this moment; returns the day (ordinal) by which arrest must be requested."""
    dice, clock, case = world.dice, world.clock, suspect.case
    limit, days = _DETENTION_LIMITS[int(dice.random() ** 0.8 * 3)]
    warrant = add_document(
        world, case, "1026", at, person_no=suspect.person_no, served_on=suspect.human.name
    )
    hours = dice.between(26, 60) if dice.chance(rates.DETENTION_HOUSE_LATE) else dice.between(3, 21)
    entered_house = at + hours * HOUR
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
    question(world, case, at + dice.between(1, 5) * HOUR, suspect, f"{case.unit.short_name}办案区")
    if dice.chance(0.6):
        add_document(
            world, case, "1027", at + 8 * HOUR, person_no=suspect.person_no, served_on="家属"
        )
    if days > 3:
        add_document(
            world,
            case,
            "1028",
            at + 2 * DAY,
            person_no=suspect.person_no,
            served_on=suspect.human.name,
        )
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
    entered_house = suspect.custody_since + dice.between(4, 20) * HOUR if suspect.custody_since else (
        at + dice.between(3, 20) * HOUR
    )  # fmt: skip
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
    if dice.chance(0.7):
        question(world, case, at + dice.between(2, 20) * HOUR, suspect, "看守所讯问室")
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
    world: World, matter: Matter, suspect: Suspect, kind: str, start: int, end: int, doc: str
) -> None:
    dice, clock, case = world.dice, world.clock, suspect.case
    asked = (start - dice.between(7, 12)) * DAY + 10 * HOUR
    is_late = dice.chance(rates.EXTENSION_APPROVED_LATE)
    approved = (
        start + dice.between(1, 4) if is_late else start - dice.between(0, 4)
    ) * DAY + 15 * HOUR
    if kind == "160":
        asked, approved = start * DAY + 10 * HOUR, (start + dice.between(0, 3)) * DAY + 11 * HOUR
    if approved >= clock.end:
        return
    if kind != "160":
        add_document(
            world, case, "1034", asked, person_no=suspect.person_no, served_on="人民检察院"
        )
    approving = case.area.procuratorate if kind == "156" else "JC320500"
    approving = {"160": case.area.police, "159": "JC320000"}.get(kind, approving)
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
            "QSRQ": day_text(start),
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
