"""Police records: cases, persons, documents, measures, property.

Belongs here: how one act of the police becomes rows. Keep out: what happens next
(investigation.py, custody.py).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from data_samples import names, rates
from data_samples.clock import DAY, HOUR, MINUTE, day_text
from data_samples.dirt import Written
from data_samples.facts import tell_facts
from data_samples.matter import Matter, PoliceCase, Suspect
from data_samples.numbers import Number
from data_samples.people import Human
from data_samples.places import Unit
from data_samples.records import Record
from data_samples.watching import watch_document, watch_filing
from data_samples.world import World


def open_case(world: World, matter: Matter, unit: Unit, accepted: int) -> PoliceCase:
    """A case number with its first row and the form of acceptance."""
    clock, dice = world.clock, world.dice
    month = day_text(accepted // DAY)[:7].replace("-", "")
    serial = world.register.count(f"{unit.code}{month}")
    number = f"A{unit.code}{month}{serial:04d}"
    area = matter.area
    squad_size = 24
    first = dice.between(1, squad_size)
    officers = [f"{unit.code[2:6]}{(first + step) % squad_size:02d}" for step in (0, 7)]
    officer_name = world.people.official(officers[0])
    unit_name, warning = world.clerk.unit_name(unit.name, unit.short_name)
    entered = (
        clock.soon(dice, accepted) if dice.chance(0.3) else accepted + dice.between(5, 90) * MINUTE
    )
    fields: dict[str, Any] = {
        "AJBH": number,
        "AJLBDM": matter.category,
        "ZMDM": matter.offence.charge,
        "AJLYDM": dice.draw(rates.CASE_SOURCES),
        "AJZTDM": "10",
        "FADXZQH": area.code,
        "FACSDM": matter.premises,
        "SARQ": clock.text(accepted),
        "ZBDWDM": unit.code,
        "ZBDWMC": unit_name,
        "ZBMJ": officers[0],
        "ZBMJXM": officer_name,
        "XBMJ": officers[1],
        **_offence_fields(world, matter, unit, accepted),
    }
    record = world.book.open("police.cases", number, entered, fields)
    if warning:
        record.mark(warning, "ZBDWMC")
    _soil_case(world, record, fields, matter)
    case = PoliceCase(number, record, unit, area, accepted, officer=(officers[0], officer_name))
    case.partner = officers[1]
    case.matter_no = matter.number
    case.filing = watch_filing(world, matter, case, fields["AJLYDM"])
    matter.cases.append(case)
    world.truth.case("police", "cases", record, matter.number)
    if matter.series and len(matter.cases) == 1:
        kind = "small_series" if matter.is_small else "series"
        world.truth.phenomenon(kind, "police.cases", record, matter.number, matter.series)
    if matter.phenomenon and len(matter.cases) == 1:
        world.truth.phenomenon(
            matter.phenomenon_kind, "police.cases", record, matter.number, matter.phenomenon
        )
    world.truth.event(matter.number, None, "case_received", "police", accepted, told_by=record)
    add_document(world, case, "1001", accepted)
    return case


def _offence_fields(world: World, matter: Matter, unit: Unit, accepted: int) -> dict[str, Any]:
    clock, dice, offence = world.clock, world.dice, matter.offence
    start, end = matter.occurred, matter.occurred
    if dice.chance(0.45):
        end = min(start + dice.between(10, 900) * MINUTE, accepted - 5 * MINUTE)
    premises = "" if offence.is_online else matter.premises
    address = world.places.address(dice, matter.area, unit, premises)
    position: tuple[str | None, str | None] = (None, None)
    if not offence.is_online:
        position = world.places.position(dice, _station_near(world, matter, unit))
        if matter.position:
            position = (f"{matter.position[0]:.6f}", f"{matter.position[1]:.6f}")
    victim = f"{names.invent_name(dice, dice.chance(0.5), '01')[0]}某"
    day = day_text(start // DAY)
    title = f"{day[:4]}.{day[5:7]}.{day[8:]}{matter.area.name}{victim}被{offence.name}案"
    if offence.victims == 0:
        title = f"{matter.area.name}{day[:4]}{day[5:7]}{day[8:]}{offence.name}案"
    modus = offence.modus.split()
    chosen = (
        sorted({dice.pick(modus), dice.pick(modus)}) if dice.chance(0.3) else [dice.pick(modus)]
    )
    chosen = list(matter.modus) or chosen
    return {
        "AJMC": title,
        "FASJKS": clock.text(start),
        "FASJJS": clock.text(max(start, end)),
        "FADD": address,
        "JD": position[0],
        "WD": position[1],
        "BASJ": clock.text(max(end, accepted - dice.between(5, 600) * MINUTE)),
        "ZASDDM": ";".join(chosen),
        "JYAQ": tell_facts(world.facts, matter, address, chosen),
        "SAJE": f"{matter.amount:.2f}" if matter.amount else None,
    }


def _station_near(world: World, matter: Matter, unit: Unit) -> Unit:
    return unit if unit.kind == "派出所" else world.dice.pick(matter.area.stations)


def _soil_case(world: World, record: Record, fields: dict[str, Any], matter: Matter) -> None:
    """Faults of a case's own values."""
    dice = world.dice
    if fields["FASJKS"] < fields["FASJJS"] and dice.chance(rates.OFFENCE_TIMES_SWAPPED):
        fields["FASJKS"], fields["FASJJS"] = fields["FASJJS"], fields["FASJKS"]
        record.mark("W6", "FASJKS,FASJJS")
    if fields["JD"] is not None:
        draw = dice.random()
        if draw < rates.COORDINATES_ZERO:
            fields["JD"] = fields["WD"] = "0"
        elif draw < rates.COORDINATES_ZERO + rates.COORDINATES_SWAPPED:
            fields["JD"], fields["WD"] = fields["WD"], fields["JD"]
        elif draw < rates.COORDINATES_ZERO + rates.COORDINATES_SWAPPED + rates.COORDINATES_OUTSIDE:
            fields["JD"], fields["WD"] = "116.397000", "39.908000"
        else:
            return
        record.mark("W10", "JD")
        record.mark("W10", "WD")
    elif matter.amount and world.firsts.chance("W15", rates.AMOUNT_IN_TEN_THOUSANDS * 2):
        fields["SAJE"] = f"{matter.amount / 10_000:.2f}"
        if 0 < float(fields["SAJE"]) < 50:
            record.mark("W15", "SAJE")
            world.firsts.planted("W15")
    elif world.firsts.chance("W11", rates.UNKNOWN_OPEN_CODE):
        fields["ZMDM"] = "998001"
        record.mark("W11", "ZMDM")
        world.firsts.planted("W11")


def add_person(
    world: World,
    matter: Matter,
    case: PoliceCase,
    human: Human,
    role: str,
    at: int,
    *,
    written: Written | None = None,
) -> tuple[str, Record, Written]:
    """A row of police.persons; returns (person number, record, how they were written)."""
    case.persons += 1
    number = f"R{case.number[1:]}{case.persons:02d}"
    if written is None:
        is_accused = role == "01"
        write = world.clerk.write_down if is_accused else world.clerk.write_down_witness
        written = write(human)
    fields: dict[str, Any] = {
        "RYBH": number,
        "AJBH": case.number,
        "RYLXDM": role,
        "XM": written.name,
        "CYM": written.alias,
        "XBDM": written.sex_code,
        "CSRQ": written.birth,
        "ZJLXDM": written.id_type,
        "ZJHM": written.id_no,
        "GJDM": human.nationality,
        "MZDM": human.ethnicity or None,
        "HJDXZQH": human.household or None,
        "XZZXZQH": human.home_area,
        "XZZ": human.home,
        "WHCDDM": human.education,
        "DHHS": None if world.dice.chance(0.12) else human.phone,
    }
    if (
        not (written.id_no or written.birth or fields["DHHS"])
        and "unidentified" not in written.dirt
    ):
        # A name alone leads to nobody.
        written = replace(written, dirt=[*written.dirt, "nothing_but_a_name"], is_lost=True)
    record = world.book.open("police.persons", number, at, fields)
    for column, warning in sorted(written.marks_at("XM", "ZJHM", has_birth=True, has_type=True)):
        record.mark(warning, column)
    roles = {"01": "suspect", "02": "victim", "03": "reporter"}
    world.truth.person("police", "persons", record, human, roles[role], written=written)
    if written.name != human.name:
        world.truth.phenomenon("name_variant", "police.persons", record, matter.number)
    return number, record, written


def add_suspect(world: World, matter: Matter, suspect: Suspect, *, known: int = 0) -> None:
    """The suspect's row: when they are caught, or earlier when they are known and at large.

    ``known`` is the moment at which they were known, 0 when they are seen first when caught.
    """
    dice, clock = world.dice, world.clock
    entered = suspect.caught + dice.between(20, 240) * MINUTE
    is_unknown = not known and dice.chance(world.clerk.unidentified_share)
    written = world.clerk.pretend(suspect.human, world.people.offenders)
    if is_unknown:
        written = world.clerk.unknown(suspect.human, dice.between(1, 9))
    number, record, written = add_person(
        world, matter, suspect.case, suspect.human, "01", known or entered, written=written
    )
    suspect.person_no, suspect.record, suspect.written = number, record, written
    record.versions[0][1]["ZMDM"] = suspect.charge
    caught = {
        "RYZTDM": "30" if is_unknown else "10",
        "DAFSDM": "02" if suspect.surrendered else dice.pick(("01", "01", "01", "03", "03", "04")),
        "DARQ": clock.text(suspect.caught),
        "QKBS": "1" if suspect.human.has_prior else "0",
    }
    if not known:
        record.versions[0][1].update(caught)
    else:
        record.versions[0][1]["RYZTDM"] = "20"
        record.put(entered, caught)
        world.truth.phenomenon("at_large", "police.persons", record, matter.number)
    if is_unknown:
        _identify(world, matter, suspect, record, entered)


def _identify(world: World, matter: Matter, suspect: Suspect, record: Record, entered: int) -> None:
    """Find out who the unknown suspect is, mostly; every agency writes the true name from then on."""
    dice, clock = world.dice, world.clock
    world.truth.phenomenon("unidentified", "police.persons", record, matter.number)
    if not dice.chance(rates.IDENTITY_FOUND_OUT_LATER):
        return
    at = clock.after(dice, entered, 1, 6)
    found = world.clerk.write_down(suspect.human)
    if world.clerk.is_identified_late():
        suspect.found, at = found, at + 15 * DAY
    else:
        suspect.written = found
    if at < clock.end:
        world.truth.rewritten(record, found)
    record.marks = [(*mark[:3], at) for mark in record.marks]
    record.put(
        at,
        {
            "XM": found.name,
            "CYM": found.alias,
            "CSRQ": found.birth,
            "ZJLXDM": found.id_type,
            "ZJHM": found.id_no,
            "RYZTDM": "10",
        },
    )
    for column, code in sorted(found.marks_at("XM", "ZJHM", has_birth=True, has_type=True)):
        record.mark(code, column, since=at)


def add_document(
    world: World,
    case: PoliceCase,
    document_type: str,
    at: int,
    *,
    person_no: str | None = None,
    served_on: str | None = None,
    activity: tuple[int, int, str] | None = None,
    hours: tuple[int, int] = (1, 20),
) -> Number | None:
    """A document made at this moment; returns its printed number, if the type carries one.

    ``activity`` (start, end, place) is for records of questioning and searching; it is served within
    ``hours`` of its signature, mostly.
    """
    clock, dice = world.clock, world.dice
    case.printed = case.served = 0
    if at >= clock.end:
        return None
    case.documents += 1
    key = f"W{case.number[1:]}{case.documents:04d}"
    signed = at + dice.between(10, 200) * MINUTE
    entered = signed + dice.between(1, 60) * MINUTE
    printed, printed_at = signed, at
    number = world.document_no(
        f"{case.area.short_name}公({case.unit.mark})", document_type, at, day_text(at // DAY)[:4]
    )
    is_backdated = number is not None and dice.chance(rates.BACKDATED)
    if is_backdated:
        shift = dice.between(3, 14) * DAY
        printed, printed_at = signed - shift, at - shift
    elif number is not None and dice.chance(rates.ENTERED_LATE):
        # Written on paper and typed in days later: late, but nothing is wrong with its date.
        entered += dice.between(4, 12) * DAY
    elif number is not None and dice.chance(rates.POSTDATED):
        shift = dice.between(1, 3) * DAY
        printed, printed_at = signed + shift, at + shift
    own, warning = world.clerk.own_number(number) if number else (None, "")
    fields: dict[str, Any] = {
        "WSBH": key,
        "WSZH": own,
        "WSLXDM": document_type,
        "AJBH": case.number,
        "RYBH": person_no,
        "ZZSJ": clock.text(printed_at),
        "QFSJ": clock.text(printed),
        "QFR": world.people.official(f"{case.unit.code[2:6]}L{case.unit.code[6:8]}"),
        "LRSJ": clock.text(entered),
        "WSZTDM": "01",
        "BLR": f"{case.officer[0]};{case.partner}",
        "YS": dice.between(1, 6),
        "WJHX": dice.hex_digits(64),
        "ZBDWDM": case.unit.code,
    }
    if activity:
        start, end, place = activity
        fields |= {"HDKSSJ": clock.text(start), "HDJSSJ": clock.text(end), "HDDD": place}
    served, is_inverted = 0, False
    if served_on:
        fields["SDDWMC"] = served_on
        delay = (
            dice.between(4, 20) * DAY
            if dice.chance(rates.SERVED_LATE)
            else dice.between(*hours) * HOUR
        )
        served = max(signed, printed) + delay
        if dice.chance(rates.SERVED_BEFORE_SIGNED):
            served, is_inverted = signed - 3 * DAY, True
        if served <= entered:
            fields["SDSJ"] = clock.text(served)
    record = world.book.open("police.documents", key, entered, fields)
    if served_on and served > entered:
        record.put(served + dice.between(5, 120) * MINUTE, {"SDSJ": clock.text(served)})
    if entered < clock.end:
        # Nothing is made after it was entered, whatever date it bears.
        case.printed = min(printed, entered)
        if served_on and served + 2 * HOUR < clock.end:
            case.served = max(served, case.printed)
    watch_document(
        world,
        case.matter_no,
        number,
        (at, printed_at, printed, entered),
        "police.documents",
        record,
    )
    if warning:
        record.mark(warning, "WSZH")
    if is_inverted and not is_backdated and served < printed:
        record.mark("W6", "QFSJ,SDSJ")
    if is_backdated:
        world.truth.phenomenon("backdated", "police.documents", record, "", clock.text(at))
    elif number and dice.chance(rates.DOCUMENT_CORRECTED + rates.DOCUMENT_WITHDRAWN):
        _amend(world, case, record, fields, entered)
    return number


def _amend(
    world: World, case: PoliceCase, record: Record, fields: dict[str, Any], entered: int
) -> None:
    """Withdraw a document, or replace it by a corrected copy under the same number."""
    clock, dice = world.clock, world.dice
    at = clock.after(dice, entered, 1, 6)
    share = rates.DOCUMENT_WITHDRAWN / (rates.DOCUMENT_CORRECTED + rates.DOCUMENT_WITHDRAWN)
    if dice.chance(share):
        record.put(at, {"WSZTDM": "02", "XGYY": "审批撤回"})
        if at < clock.end:
            case.printed = case.served = 0
            world.watch.clue("document_withdrawn", case.matter_no, None, "police.documents", record)
        world.truth.phenomenon("document_withdrawn", "police.documents", record, "")
        return
    record.put(at, {"WSZTDM": "03", "XGYY": "文字错误"})
    case.documents += 1
    key = f"W{case.number[1:]}{case.documents:04d}"
    copy = {
        **fields,
        "WSBH": key,
        "YWSBH": record.key,
        "ZZSJ": clock.text(at - 90 * MINUTE),
        "QFSJ": clock.text(at - 40 * MINUTE),
        "LRSJ": clock.text(at),
        "XGYY": "文字错误",
        "WJHX": dice.hex_digits(64),
    }
    copy.pop("SDSJ", None)
    corrected = world.book.open("police.documents", key, at, copy)
    corrected.marks = list(record.marks)
    world.truth.phenomenon("document_corrected", "police.documents", corrected, "")
    if at < clock.end:
        world.watch.clue("document_replaced", case.matter_no, None, "police.documents", corrected)


def question(world: World, case: PoliceCase, at: int, suspect: Suspect, place: str) -> None:
    """A record of questioning of one to three hours."""
    end = at + world.dice.between(40, 190) * MINUTE
    add_document(world, case, "1042", end, person_no=suspect.person_no, activity=(at, end, place))
