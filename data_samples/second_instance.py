"""Appeals and protests, the second instance at the city's court, and remand.

Belongs here: what follows a judgment that is not accepted. Keep out: the first trial (court.py).
"""

from __future__ import annotations

from dataclasses import dataclass

from data_samples import rates
from data_samples.clock import DAY, HOUR, MINUTE, day_text
from data_samples.court_records import Accused, CourtCase, add_document, describe, judged, open_case
from data_samples.handoffs import send
from data_samples.people import Human
from data_samples.places import CITY_COURT, CITY_PROCURATORATE
from data_samples.prosecution import Indictment
from data_samples.records import Fields
from data_samples.trial_watch import watch_trial
from data_samples.world import World


@dataclass(frozen=True, slots=True)
class Appealed:
    """What came of an appeal: the case whose judgment stands and since when (0: not yet), or when
    the matter was sent back (0: it was not)."""

    case: CourtCase
    effective: int
    remanded: int = 0


def appeal(world: World, indictment: Indictment, case: CourtCase, served: int) -> Appealed | None:
    """Tell the second instance if anybody appeals or protests; None when nobody does."""
    dice, clock = world.dice, world.clock
    entries: list[Fields] = []
    told: list[tuple[str, Human | None, int]] = []
    for person in case.accused:
        rate = rates.APPEAL_AFTER_PLEA if person.suspect.has_plea else rates.APPEAL_WITHOUT_PLEA
        if dice.chance(rate):
            at = served + dice.between(1, 10) * DAY
            entries.append({"type": "10", "defendantSeq": person.seq, "date": day_text(at // DAY)})
            told.append(("appeal_filed", person.suspect.human, at))
    last = served + 10 * DAY
    protest: Fields | None = None
    if dice.chance(rates.PROTEST):
        at = clock.after(dice, served, 3, 9)
        year = day_text(at // DAY)[:4]
        number = world.document_no(indictment.desk.mark, "2050", at, year)
        entries.append({"type": "20", "date": day_text(at // DAY), "docNo": number})
        told.append(("protest_filed", None, at))
        protest = {"抗诉书文号": number, "抗诉日期": day_text(at // DAY), "理由": "量刑畸轻"}
        indictment.record.put(at + HOUR, {"抗诉列表": [protest]})
        send(world, "B412", at + HOUR, sender=indictment.desk.agency, receiver=case.court,
             src=indictment.case_no, dst=case.number, doc=number)  # fmt: skip
    if not entries:
        return None
    case.record.put(clock.soon(dice, last), {"appeals": entries})
    for kind, human, at in told:
        world.truth.event(
            case.track.matter.number, human, kind, "court", at,
            told_by=None if protest and human is None else case.record,
        )  # fmt: skip
    return _hear_appeal(world, indictment, case, last, protest)


def _hear_appeal(
    world: World, indictment: Indictment, case: CourtCase, last: int, protest: Fields | None
) -> Appealed:
    dice, clock, track = world.dice, world.clock, case.track
    sent = clock.after(dice, last, 2, 6)
    filed = clock.after(dice, sent, 2, 12)
    if filed >= clock.end:
        return Appealed(case, 0)
    accused = [
        Accused(
            person.suspect, person.written, person.charge, person.months, person.probation,
            person.seq, fine=person.fine, probation_months=person.probation_months,
        )
        for person in case.accused
    ]  # fmt: skip
    for person in accused:
        describe(world, person)
    quoted, warning = world.clerk.quote(case.number, may_miss=False)
    marks = [("originCaseNo", warning)] if warning else []
    quotes_indictment = dice.chance(rates.INDICTMENT_QUOTED_ON_APPEAL)
    if not quotes_indictment:
        marks.append(("indictmentNo", "W7"))
    second = open_case(
        world,
        track,
        kind="刑终",
        court=CITY_COURT,
        court_no="苏05",
        unit=f"{CITY_COURT}0{dice.between(2, 3)}",
        filed=filed,
        accused=accused,
        fields={
            "procedure": "40",
            "originCaseNo": quoted,
            "procuratorateCode": CITY_PROCURATORATE,
            "indictmentNo": indictment.number if quotes_indictment else None,
        },
        marks=marks,
    )
    world.truth.quotation("court", "cases", second.record, quoted, warning)
    world.truth.phenomenon("second_instance", "court.cases", second.record, track.matter.number)
    send(world, "B411", sent, sender=case.court, sender_unit=f"{case.court}01", receiver=CITY_COURT,
         receiver_unit=f"{CITY_COURT}01", src=case.number, dst=second.number, accepted=filed)  # fmt: skip
    watch_trial(world, second, "40", filed)
    at = clock.after(dice, filed, 20, 56)
    if dice.chance(rates.SECOND_INSTANCE_LATE):
        at = clock.after(dice, filed, 72, 95)
    second.stop(at)
    if at >= clock.end:
        return Appealed(second, 0)
    result = dice.draw(rates.SECOND_INSTANCE_RESULTS)
    if protest is not None and result == "S40":
        result = "S20"
    for person in accused:
        person.result = result
        if result == "S20":
            person.months = max(1, round(person.months * 0.8))
            person.probation = person.probation and person.months <= 36
    close = {"S10": "20", "S20": "10", "S30": "50", "S40": "30"}[result]
    shown = [judged(person, result) for person in accused]
    effective = at if result != "S30" else 0
    second.record.put(
        at + dice.between(20, 200) * MINUTE,
        {
            "defendants": shown,
            "pronouncedAt": day_text(at // DAY),
            "pronouncedInCourt": False,
            "closedAt": day_text(at // DAY),
            "closeType": close,
            "effectiveAt": day_text(effective // DAY) if effective else None,
        },
    )
    served = clock.after(dice, at, 2, 8)
    add_document(
        world,
        second,
        "3032" if result == "S20" else "3033",
        at,
        served=served,
        serve_to="当事人、检察院",
    )
    second.record.put(served + HOUR, {"servedAt": day_text(served // DAY)})
    for person in accused:
        world.truth.event(
            track.matter.number, person.suspect.human, "judgment_served", "court", served,
            told_by=second.record,
        )  # fmt: skip
    send(world, "B413", served, sender=CITY_COURT, sender_unit=f"{CITY_COURT}02", receiver=case.court,
         src=second.number, dst=case.number)  # fmt: skip
    if protest is not None:
        outcome = {"S20": "K10", "S30": "K10"}.get(result, "K20")
        indictment.record.put(
            clock.soon(dice, served), {"抗诉列表": [{**protest, "结果": outcome}]}
        )
    if result == "S30":
        return Appealed(second, 0, remanded=served)
    if result == "S40":
        # The appeal is withdrawn: the first judgment takes effect.
        case.record.put(clock.soon(dice, served), {"effectiveAt": day_text(effective // DAY)})
        return Appealed(case, effective)
    return Appealed(second, effective)


def open_retrial(
    world: World, indictment: Indictment, case: CourtCase, sent_back: int
) -> CourtCase | None:
    """A retrial after remand: a new number at the same court; None when the story ends before."""
    dice, clock, track = world.dice, world.clock, case.track
    filed = clock.after(dice, sent_back, 2, 10)
    if filed >= clock.end:
        return None
    accused = [
        Accused(
            person.suspect,
            person.written,
            person.charge,
            person.months,
            person.probation,
            person.seq,
        )
        for person in case.accused
    ]
    for person in accused:
        describe(world, person)
    quoted, warning = world.clerk.quote(case.number, may_miss=False)
    again = open_case(
        world,
        track,
        kind="发回重审",
        court=case.court,
        court_no=case.mark,
        unit=f"{case.court}02",
        filed=filed,
        accused=accused,
        fields={
            "procedure": "50",
            "originCaseNo": quoted,
            "procuratorateCode": indictment.desk.agency,
            "indictmentNo": indictment.number,
        },
        marks=[("originCaseNo", warning)] if warning else [],
    )
    world.truth.quotation("court", "cases", again.record, quoted, warning)
    world.truth.phenomenon("remanded", "court.cases", again.record, track.matter.number)
    return again
