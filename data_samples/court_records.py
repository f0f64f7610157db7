"""Parts of the courts' records: panels, defendants, documents.

Belongs here: how one act of a court becomes JSON. Keep out: the course of a trial (court.py,
second_instance.py).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from data_samples import rates
from data_samples.clock import DAY, HOUR, MINUTE, day_text
from data_samples.dirt import Written
from data_samples.matter import Suspect, Track
from data_samples.numbers import Number
from data_samples.records import Fields, Record
from data_samples.watch import Period
from data_samples.watching import watch_document
from data_samples.world import World

# By kind of case: what the court calls taking it in.
_ACCEPTED = {"刑终": "appeal_accepted", "发回重审": "remand_received"}
_FIRMS = [
    "江苏新天伦律师事务所",
    "江苏苏州正文律师事务所",
    "江苏百年东吴律师事务所",
    "江苏瀛元律师事务所",
    "北京盈科(苏州)律师事务所",
    "江苏益友天元律师事务所",
]


@dataclass(slots=True, eq=False)
class Accused:
    """One defendant and what became of them."""

    suspect: Suspect
    written: Written
    charge: str
    months: int
    probation: bool
    seq: int
    base: Fields = field(default_factory=dict)
    result: str = ""
    # The longest term that the prosecution recommended.
    expected_months: int = 0
    fine: int | None = None
    probation_months: int | None = None


@dataclass(slots=True, eq=False)
class CourtCase:
    """One court case number in progress; ``state`` holds the lists that grow."""

    track: Track
    record: Record
    number: Number
    court: str
    judge: str
    accused: list[Accused]
    filed: int
    mark: str
    hearings: list[Fields] = field(default_factory=list)
    documents: int = 0
    periods: list[Period] = field(default_factory=list)
    is_effect_noted: bool = True

    def stop(self, at: int) -> None:
        for period in self.periods:
            period.stop(at)


def open_case(
    world: World,
    track: Track,
    *,
    kind: str,
    court: str,
    court_no: str,
    unit: str,
    filed: int,
    accused: list[Accused],
    fields: Fields,
    marks: list[tuple[str, str]],
) -> CourtCase:
    """A new case number with its first version. ``kind`` is 刑初, 刑终 or 发回重审."""
    dice, clock = world.dice, world.clock
    word = "刑终" if kind == "刑终" else "刑初"
    year = day_text(filed // DAY)[:4]
    number = world.register.issue(filed, f"({year}){court_no}{word}", "号")
    judge = f"{court[2:]}J{dice.between(1, 12):02d}"
    favourite = world.favours.lawyer_for(judge) if kind == "刑初" else 0
    if favourite:
        accused[0].base["counsels"] = [_counsel(world, favourite, "10")]
    key = dice.hex_digits(32)
    shown, warning = world.clerk.court_number(number)
    if warning:
        marks = [*marks, ("caseNo", warning)]
    procedure = fields["procedure"]
    single = procedure == "30" or (procedure == "20" and dice.chance(0.8))
    panel = (
        [judge]
        if single
        else [judge, *(f"{court[2:]}J{dice.between(1, 12):02d}" for _ in range(2))]
    )
    assigned = clock.soon(dice, filed)
    record = world.book.open(
        "court.cases",
        key,
        assigned + dice.between(5, 60) * MINUTE,
        {
            "caseId": key,
            "caseNo": shown,
            "courtCode": court,
            "trialLevel": 2 if kind == "刑终" else 1,
            "caseKind": kind,
            "title": f"{accused[0].written.name}{'等' if len(accused) > 1 else ''}{track.matter.offence.name}",
            "filedAt": day_text(filed // DAY),
            "assignedAt": day_text(assigned // DAY),
            "judgeId": judge,
            "judgeName": world.people.official(judge),
            "panel": panel,
            "clerkId": f"{court[2:]}C{dice.between(1, 9)}",
            "unitCode": unit,
            **fields,
            "defendants": [person.base for person in accused],
        },
    )
    for column, code in marks:
        record.mark(code, column)
    personal = {
        mark
        for person in accused
        for mark in person.written.marks_at("name", "idNo", has_birth=True, has_type=True)
    }
    for column, code in sorted(personal):
        record.mark(code, f"defendants.{column}")
    world.truth.case("court", "cases", record, track.matter.number)
    for person in accused:
        world.truth.person(
            "court", "cases", record, person.suspect.human, "defendant", f"#{person.seq}",
            written=person.written,
        )  # fmt: skip
        world.truth.event(
            track.matter.number, person.suspect.human, _ACCEPTED.get(kind, "case_accepted"), "court",
            filed, told_by=record,
        )  # fmt: skip
    return CourtCase(track, record, number, court, judge, accused, filed, court_no)


def describe(world: World, person: Accused) -> None:
    """The defendant as at filing."""
    dice, suspect, written = world.dice, person.suspect, person.written
    custody = {"04": "10", "05": "10", "02": "20", "03": "30"}.get(suspect.measure_code, "40")
    person.base = {
        "seq": person.seq,
        "name": written.name,
        "alias": written.alias,
        "gender": written.sex,
        "birthDate": written.birth,
        "idType": written.id_type,
        "idNo": written.id_no,
        "custody": custody,
        "custodySince": day_text(suspect.custody_since // DAY) if custody == "10" else None,
        "pleaLeniency": suspect.has_plea,
        "charges": [
            {
                "code": person.charge,
                "name": world.charge_name(person.charge, rates.CHARGE_SHORT_NAME),
            }
        ],
    }
    if dice.chance(0.72):
        kind = "20" if dice.chance(rates.LEGAL_AID) else "10" if dice.chance(0.6) else "30"
        person.base["counsels"] = [_counsel(world, dice.between(1, 120), kind)]


def _counsel(world: World, place: int, kind: str) -> Fields:
    """The lawyer at this place of the city's list."""
    return {
        "name": world.people.official(f"律师{place}"),
        "licenseNo": licence_no(place),
        "lawFirm": _FIRMS[place % len(_FIRMS)],
        "type": kind,
    }


def licence_no(place: int) -> str:
    return f"1320520{10_0000_0000 + place * 7919:010d}"


def judged(person: Accused, result: str, organ: Fields | None = None) -> Fields:
    """The defendant with the sentence."""
    suspect = person.suspect
    done: Fields = {
        **person.base,
        "result": result,
        "prior": suspect.human.has_prior,
        "surrender": suspect.surrendered,
    }
    if suspect.amount:
        done["amount"] = round(suspect.amount, 2)
    if result in ("C10", "S10", "S20"):
        done["penalty"] = {
            "mainType": "M20" if person.months < 6 else "M30",
            "termMonths": person.months,
            "probationMonths": person.probation_months,
            "fineYuan": person.fine,
            "supplementary": ["X10"] if person.fine else [],
        }
    if organ:
        done["execution"] = organ
    return done


def add_document(
    world: World,
    case: CourtCase,
    document_type: str,
    at: int,
    *,
    seq: int | None = None,
    served: int = 0,
    serve_to: str | None = None,
) -> Number | None:
    """A court document; a judgment carries the case number. Returns its number, if it has one."""
    clock, dice = world.clock, world.dice
    if at >= clock.end:
        return None
    key = dice.hex_digits(32)
    word = world.document_words[document_type]
    year = day_text(at // DAY)[:4]
    number: Number | None = None
    if document_type in ("3025", "3032", "3033"):
        number = case.number
    elif word:
        number = world.register.issue(at, f"({year}){case.mark}{word}", "号")
    signed = at + dice.between(20, 300) * MINUTE
    entered = signed + dice.between(1, 60) * MINUTE
    shown = at - dice.between(3, 12) * DAY if dice.chance(rates.BACKDATED) else at
    fields: dict[str, Any] = {
        "docId": key,
        "docNo": number,
        "docType": document_type,
        "caseId": case.record.key,
        "caseNo": case.number,
        "defendantSeq": seq,
        "madeAt": clock.text(shown),
        "issuedAt": clock.text(signed - (at - shown)),
        "issuerName": world.people.official(case.judge),
        "enteredAt": clock.text(entered),
        "status": "01",
        "pages": dice.between(1, 14),
        "fileHash": dice.hex_digits(64),
    }
    record = world.book.open("court.documents", key, entered, fields)
    # A judgment carries the number of its case, which is no serial of documents.
    serial = number if number is not case.number else None
    watch_document(
        world, case.track.matter.number, serial,
        (at, shown, signed - (at - shown), entered), "court.documents", record,
    )  # fmt: skip
    if shown != at:
        world.truth.phenomenon(
            "backdated", "court.documents", record, case.track.matter.number, clock.text(at)
        )
    if served and not dice.chance(rates.MISSING_OPTIONAL_VALUE):
        moment = max(served, entered + 5 * MINUTE)
        record.put(
            moment + dice.between(1, 30) * HOUR,
            {
                "servedAt": clock.text(moment),
                "serveMethod": dice.pick(("10", "10", "20", "30", "50")),
                "serveTo": serve_to,
            },
        )
    return number
