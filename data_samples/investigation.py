"""The investigation of one matter: from the report to the opinion for prosecution.

Belongs here: filing, catching, measures, concluding, merging, transferring, splitting.
Keep out: what other agencies decide (their own modules) and the look of rows (police.py).
"""

from __future__ import annotations

from data_samples import rates
from data_samples.arrest_review import review_arrest
from data_samples.belongings import seize
from data_samples.clock import DAY, HOUR, MINUTE
from data_samples.custody import (
    arrest,
    bail,
    detain,
    end_measure,
    extend,
    release_refused,
    restart,
)
from data_samples.filing import decide_filing, end_filing
from data_samples.matter import Matter, PoliceCase, Suspect, Track
from data_samples.numbers import Number
from data_samples.offences import Offence
from data_samples.places import Area, Unit
from data_samples.police import (
    add_document,
    add_person,
    add_suspect,
    open_case,
    question,
)
from data_samples.watching import stop
from data_samples.world import World


def investigate(world: World, matter: Matter) -> list[Track]:
    """Tell the investigation; returns the tracks that went to the procuratorate."""
    dice, clock = world.dice, world.clock
    unit = matter.unit or _choose_unit(world, matter.offence, matter.area)
    case = open_case(world, matter, unit, matter.accepted)
    _add_victims(world, matter, case)
    if not decide_filing(world, matter, case):
        return []
    case = _move_about(world, matter, case)
    if dice.chance(rates.WITHDRAWN_AFTER_FILING):
        at = clock.after(dice, case.filed, 10, 120)
        add_document(world, case, "1090", at)
        case.record.put(clock.soon(dice, at), {"AJZTDM": "50", "CARQ": clock.text(at)})
        return []
    if not dice.chance(matter.offence.solved):
        if dice.chance(rates.AT_LARGE_WHEN_UNSOLVED):
            human = world.people.offender(
                matter.area, matter.accepted // DAY, matter.offence.band, matter.offence.male
            )
            suspect = Suspect(human, clock.end, matter.offence.charge, case)
            add_suspect(world, matter, suspect, known=clock.after(dice, case.filed, 3, 60))
        if matter.offence.victims and dice.chance(0.3):
            add_document(world, case, "1048", case.accepted + 2 * HOUR)
        return []
    waves = _catch(world, matter, case)
    return [track for wave in waves for track in _pursue(world, matter, case, wave)]


def _choose_unit(world: World, offence: Offence, area: Area) -> Unit:
    if offence.squad and world.dice.chance(0.72):
        return area.squads[offence.squad]
    return world.dice.pick(area.stations)


def _add_victims(world: World, matter: Matter, case: PoliceCase) -> None:
    dice = world.dice
    count = int(matter.offence.victims + dice.random())
    if matter.offence.victims >= 2:
        count = dice.between(2, 6)
    for _ in range(count):
        human = world.people.victim(matter.area, matter.accepted // DAY)
        matter.victims.append(human)
        at = case.accepted + dice.between(30, 300) * MINUTE
        number, _, _ = add_person(world, matter, case, human, "02", at)
        place = f"{case.unit.short_name}询问室"
        add_document(
            world, case, "1043", at + HOUR, person_no=number, activity=(at, at + HOUR, place)
        )


def _move_about(world: World, matter: Matter, case: PoliceCase) -> PoliceCase:
    """Transfer to another unit, double registration, merging; returns the case that goes on."""
    dice, clock = world.dice, world.clock
    if dice.chance(rates.TRANSFERRED_TO_ANOTHER_UNIT):
        at = clock.after(dice, case.filed, 2, 25)
        add_document(world, case, "1008", at, served_on="有管辖权的公安机关")
        case.record.put(clock.soon(dice, at), {"AJZTDM": "60"})
        if dice.chance(0.5):
            matter.area = world.places.areas[dice.draw(world.places.by_weight)]
        unit = dice.pick([unit for unit in matter.area.stations if unit is not case.unit])
        follower = open_case(world, matter, unit, at + dice.between(4, 30) * HOUR)
        follower.record.versions[0][1]["YAJBH"] = case.number
        follower.filed = follower.accepted + dice.between(1, 30) * HOUR
        end_filing(follower, follower.filed)
        add_document(world, follower, "1003", follower.filed)
        follower.record.put(
            clock.soon(dice, follower.filed), {"AJZTDM": "20", "LARQ": clock.text(follower.filed)}
        )
        world.truth.event(
            matter.number,
            None,
            "filing_decision",
            "police",
            follower.filed,
            told_by=follower.record,
        )
        world.truth.phenomenon(
            "transferred", "police.cases", follower.record, matter.number, case.number
        )
        return follower
    if dice.chance(rates.ENTERED_BY_MISTAKE):
        wrong = open_case(world, matter, case.unit, case.accepted + dice.between(1, 9) * HOUR)
        gone = clock.after(dice, wrong.accepted, 0, 9)
        wrong.record.delete(gone)
        world.watch.forget(wrong.filing)
        world.truth.phenomenon("entered_by_mistake", "police.cases", wrong.record, matter.number)
    if dice.chance(rates.REGISTERED_TWICE):
        other = open_case(
            world,
            matter,
            dice.pick(matter.area.stations),
            case.accepted + dice.between(2, 40) * HOUR,
        )
        at = clock.after(dice, other.accepted, 1, 9)
        end_filing(other, at)
        if dice.chance(0.5):
            other.record.delete(at)
            world.watch.forget(other.filing)
        else:
            other.record.put(at, {"AJZTDM": "70", "BAAJBH": case.number})
        world.truth.phenomenon(
            "registered_twice", "police.cases", other.record, matter.number, case.number
        )
    return case


def merge(world: World, matter: Matter, main: PoliceCase, at: int) -> None:
    """Further reports turn out to be the same doers': their cases are merged into the main one."""
    dice, clock = world.dice, world.clock
    for _ in range(1 + int(dice.random() ** 2 * 4)):
        accepted = max(
            main.accepted - dice.between(-10, 40) * DAY, clock.first_day * DAY + 9 * HOUR
        )
        if accepted >= at - DAY:
            continue
        other = open_case(world, matter, dice.pick(matter.area.stations), accepted)
        _add_victims(world, matter, other)
        other.filed = accepted + dice.between(1, 20) * HOUR
        end_filing(other, other.filed)
        add_document(world, other, "1003", other.filed)
        other.record.put(
            clock.soon(dice, other.filed), {"AJZTDM": "20", "LARQ": clock.text(other.filed)}
        )
        world.truth.event(
            matter.number, None, "filing_decision", "police", other.filed, told_by=other.record
        )
        merged = clock.after(dice, at, 0, 4)
        other.record.put(merged, {"AJZTDM": "70", "BAAJBH": main.number})
        if merged < clock.end:
            world.watch.act(matter.number, merged)
        world.truth.phenomenon("merged", "police.cases", other.record, matter.number, main.number)


def _catch(world: World, matter: Matter, case: PoliceCase) -> list[list[Suspect]]:
    """Suspects in waves: most are caught together, some later."""
    dice, clock, offence = world.dice, world.clock, matter.offence
    day = matter.accepted // DAY
    count = 1
    draw = dice.random() * sum(offence.people)
    for size, weight in enumerate(offence.people, start=1):
        draw -= weight
        if draw <= 0:
            count = size if size < 4 else size + int(dice.random() ** 2 * 6)
            break
    days = dice.lognormal(offence.days, 1.0) if offence.days else dice.random() * 0.3
    first = max(case.filed, case.accepted) + int(days * DAY) + dice.between(10, 300) * MINUTE
    waves: list[list[Suspect]] = [[]]
    for _ in range(count):
        if matter.returning:
            human = matter.returning.pop()
        else:
            human = world.people.offender(matter.area, day, offence.band, offence.male)
            while any(human is suspect.human for suspect in matter.suspects):
                human = world.people.offender(matter.area, day, offence.band, offence.male)
        caught = first + dice.between(0, 90) * MINUTE
        suspect = Suspect(human, caught, offence.charge, case)
        suspect.is_minor = human.age_on(matter.occurred // DAY) < 18
        suspect.surrendered = dice.chance(0.16)
        suspect.amount = matter.amount * (0.5 + 0.5 * dice.random())
        if waves[0] and dice.chance(rates.SUSPECT_CAUGHT_LATER):
            suspect.caught += dice.between(15, 150) * DAY
            waves.append([suspect])
        else:
            waves[0].append(suspect)
        matter.suspects.append(suspect)
    if first < clock.end:
        case.record.put(
            first + dice.between(60, 600) * MINUTE, {"AJZTDM": "30", "PARQ": clock.text(first)}
        )
    return waves


def _pursue(world: World, matter: Matter, case: PoliceCase, wave: list[Suspect]) -> list[Track]:
    """Measures, arrest review and end of the investigation for suspects caught together."""
    dice, clock, offence = world.dice, world.clock, matter.offence
    caught = min(suspect.caught for suspect in wave)
    if caught >= clock.end:
        return []
    to_request: list[Suspect] = []
    request_day = 0
    known = 0
    if wave[0] is not matter.suspects[0] and dice.chance(rates.AT_LARGE_BEFORE_CAUGHT):
        known = matter.suspects[0].caught + dice.between(1, 12) * DAY
    for suspect in wave:
        add_suspect(world, matter, suspect, known=known)
        if not dice.chance(offence.detained * (0.6 if suspect.is_minor else 1.0)):
            if dice.chance(0.86):
                code = "03" if dice.chance(rates.RESIDENTIAL_SURVEILLANCE) else "02"
                bail(world, matter, suspect, suspect.caught + dice.between(3, 20) * HOUR, code=code)
            else:
                question(
                    world, case, suspect.caught + 3 * HOUR, suspect, f"{case.unit.short_name}办案区"
                )
            continue
        due = detain(world, matter, suspect, suspect.caught + dice.between(1, 10) * HOUR)
        if dice.chance(offence.requested):
            to_request.append(suspect)
            request_day = min(request_day, due) if request_day else due
        else:
            at = clock.after(
                dice, suspect.measure_since, 1, max(due - suspect.measure_since // DAY - 1, 1)
            )
            end_measure(world, suspect, at, "02")
            bail(world, matter, suspect, at)
            stop(suspect, at, "detention_request_arrest")
    if (
        len(matter.suspects) == len(wave)
        and offence.amount
        and dice.chance(rates.MERGED_INTO_ANOTHER * 2)
    ):
        merge(world, matter, case, clock.after(dice, caught, 1, 8))
    for suspect in wave[:2]:
        if offence.amount and dice.chance(0.55):
            seize(world, matter, case, suspect)
    arrest_no = (
        _request_arrest(world, matter, case, to_request, request_day) if to_request else None
    )
    return _conclude(world, matter, case, wave, arrest_no)


def _request_arrest(
    world: World, matter: Matter, case: PoliceCase, suspects: list[Suspect], due: int
) -> Number | None:
    """Request, review and what follows from it; returns the procuratorate's case number."""
    dice, clock = world.dice, world.clock
    first = min(suspect.measure_since for suspect in suspects)
    left = max(due - first // DAY, 1)
    at = first + int((0.55 + 0.42 * dice.random()) * left * DAY)
    if dice.chance(rates.ARREST_REQUEST_LATE):
        at = (due + dice.between(1, 3)) * DAY + 11 * HOUR
        late = next(suspect.measure for suspect in suspects if suspect.measure)
        world.truth.phenomenon("arrest_request_late", "police.measures", late, matter.number)
    at = max(at, max(suspect.caught for suspect in suspects) + 12 * HOUR)
    request_no = add_document(
        world, case, "1029", at, served_on=world.places.agency_names[case.area.procuratorate]
    )
    if request_no is None:
        return None
    for suspect in suspects:
        # Nobody believes a request that is dated before the detention.
        is_credible = case.printed >= suspect.measure_since
        stop(suspect, case.printed if is_credible else at, "detention_request_arrest")
    outcome = review_arrest(world, matter, case, suspects, at, request_no)
    for suspect, decision, decided, decision_no in outcome.decisions:
        executed = decided + dice.between(1, 9) * HOUR
        if decision != "A10" and decision_no is not None:
            executed = release_refused(world, matter, suspect, decided, outcome.served[suspect])
        if executed >= clock.end:
            continue
        if decision == "A10":
            arrest(world, matter, suspect, executed, decision_no)
            continue
        stop(suspect, executed, "arrest_refused_release")
        add_document(world, case, "1039", executed, person_no=suspect.person_no, served_on="看守所")
        end_measure(world, suspect, executed, "04")
        if decision == "A21":
            continue
        bail(world, matter, suspect, executed + 30 * MINUTE)
    return outcome.case_no


def _conclude(
    world: World, matter: Matter, case: PoliceCase, wave: list[Suspect], arrest_no: Number | None
) -> list[Track]:
    """End of the investigation: opinions for prosecution, or nothing yet."""
    dice, clock, offence = world.dice, world.clock, matter.offence
    arrested = [suspect for suspect in wave if suspect.arrested]
    caught = max(suspect.caught for suspect in wave)
    if arrested:
        begin = max(suspect.arrested for suspect in arrested)
        at = clock.after(dice, begin, 18, 60)
        if dice.chance(rates.EXTENSION_156 * (2.2 if len(wave) > 2 else 1.0)):
            at = clock.after(dice, begin, 62, 88)
            if dice.chance(rates.EXTENSION_158):
                at = clock.after(dice, begin, 95, 145)
                if dice.chance(rates.EXTENSION_159):
                    at = clock.after(dice, begin, 155, 205)
    elif offence.name == "危险驾驶":
        at = clock.after(dice, caught, 4, 26)
    else:
        at = clock.after(dice, caught, 25, 25 + dice.lognormal(60, 0.6))
    for suspect in arrested:
        if dice.chance(rates.RESTART_160):
            middle = suspect.arrested + int((at - suspect.arrested) * 0.6)
            restart(world, matter, suspect, middle)
        else:
            extend(world, matter, suspect, at)
        if dice.chance(0.5):
            question(world, case, suspect.arrested + 12 * DAY, suspect, "看守所讯问室")
    if at >= clock.end or dice.chance(rates.NEVER_CONCLUDED):
        world.watch.stalled.extend((matter.number, suspect) for suspect in wave)
        return []
    groups = [wave]
    if len(wave) > 1 and dice.chance(rates.SPLIT_CASE):
        cut = dice.between(1, len(wave) - 1)
        groups = [wave[:cut], wave[cut:]]
    elif wave[0] is not matter.suspects[0]:
        groups = [wave]
    tracks = []
    for group in groups:
        opinion_no = add_document(
            world, case, "1088", at, served_on=world.places.agency_names[case.area.procuratorate]
        )
        if opinion_no is None:
            continue
        for suspect in group:
            is_credible = case.printed >= suspect.arrested
            stop(
                suspect,
                case.printed if is_credible and case.printed else at,
                "investigation_custody",
            )
            world.watch.transferred.add((matter.number, suspect.human.number))
        tracks.append(Track(matter, case, group, at, opinion_no, arrest_no))
        at += dice.between(0, 3) * DAY + 30 * MINUTE
    if wave[0] is matter.suspects[0] and tracks:
        sent = tracks[0].sent
        case.record.put(clock.soon(dice, sent), {"AJZTDM": "40", "ZCZJRQ": clock.text(sent)})
        world.truth.event(
            matter.number, None, "investigation_concluded", "police", sent, told_by=case.record
        )
    return tracks
