"""Custody handed over or not, time used or only borrowed: the irregularities around a review.

Belongs here: exchanges of custody (换押), and what is done in the time of a return or an extension.
Keep out: when a case is returned or a period extended (prosecution.py).
"""

from __future__ import annotations

from data_samples import rates
from data_samples.clock import DAY, HOUR
from data_samples.court_records import Accused, CourtCase
from data_samples.court_records import add_document as add_court_document
from data_samples.handoffs import send
from data_samples.matter import Suspect, Track
from data_samples.numbers import Number
from data_samples.police import add_document, question
from data_samples.procurators import document_fields
from data_samples.records import Record
from data_samples.review import Review
from data_samples.world import World

# The last days of a period.
BRINK_DAYS = 3
_EXCHANGE, _EXCHANGE_OF_COURT = "1038", "3022"
# What adds to the evidence: questioning of a suspect, of a witness; an appraisal.
_NEW_EVIDENCE = ("1042", "1043", "1072")
# Questioning by the prosecutor, hearing of opinions, a demand for evidence.
_WORK_OF_PROSECUTOR = ("2035", "2034", "2028")


def hand_over_to_procuratorate(
    world: World, track: Track, suspect: Suspect, review: Record
) -> None:
    """The exchange of custody when a case goes on: online, else on paper, sometimes not at all."""
    case, at = track.case, track.sent + HOUR
    missing = (
        "custody_handover_missing", track.matter.number, suspect, "procuratorate.prosecution_review", review,
    )  # fmt: skip
    if world.dice.chance(rates.CUSTODY_NOT_HANDED_OVER):
        world.watch.clue(*missing)
        return
    received = send(world, "B701", at, sender=case.area.police, sender_unit=case.unit.code,
                    receiver=case.area.detention, src=case.number, person=suspect.written)  # fmt: skip
    if not received:
        case.printed = at
        add_document(world, case, _EXCHANGE, at, person_no=suspect.person_no, served_on="看守所")
        # A certificate that was withdrawn hands nobody over.
        if not case.printed:
            world.watch.clue(*missing)


def hand_over_to_court(
    world: World, case: CourtCase, person: Accused, sender: str, source: Number
) -> None:
    """The same when an indicted person's case comes to the court."""
    area, matter = case.track.case.area, case.track.matter
    if world.dice.chance(rates.CUSTODY_NOT_HANDED_OVER):
        world.watch.clue(
            "custody_handover_missing", matter.number, person.suspect, "court.cases", case.record
        )
        return
    received = send(world, "B702", case.filed, sender=sender, receiver=area.detention, src=source,
                    person=person.written)  # fmt: skip
    if not received:
        at = case.filed + 2 * HOUR
        add_court_document(world, case, _EXCHANGE_OF_COURT, at, seq=person.seq)


def supplement(world: World, track: Track, returned: int, again: int) -> None:
    """What the police do with a returned case before they send it again."""
    dice, case = world.dice, track.case
    suspect = dice.pick(track.suspects)
    for _ in range(dice.between(1, 3)):
        at = returned + DAY + int(dice.random() * max(again - returned - 2 * DAY, HOUR))
        kind = dice.pick(_NEW_EVIDENCE)
        if kind == "1042":
            question(world, case, at, suspect, f"{case.unit.short_name}办案区")
        else:
            add_document(world, case, kind, at, person_no=suspect.person_no)


def borrow_by_return(world: World, review: Review, returned: int, resumed: int, due: int) -> None:
    """A return in the last days of the period, after which nothing new was done."""
    track = review.track
    for suspect in track.suspects:
        last = due
        if not world.watch.is_inside(track.matter.number, suspect.human.number, due * DAY):
            last = world.clock.workday(due)
        if last - returned // DAY <= BRINK_DAYS:
            world.watch.clue(
                "borrowed_time_return", track.matter.number, suspect,
                "procuratorate.prosecution_review", review.record,
                (returned, resumed),
            )  # fmt: skip


def use_extension(world: World, review: Review, granted: int, due: int, until: int) -> None:
    """What the prosecutor does in the longer time, or does not."""
    dice, track = world.dice, review.track
    if dice.chance(rates.EXTENDED_FOR_NOTHING):
        if due - granted // DAY > BRINK_DAYS:
            return
        for suspect in track.suspects:
            world.watch.clue(
                "borrowed_time_extension", track.matter.number, suspect,
                "procuratorate.prosecution_review", review.record, (granted, until),
            )  # fmt: skip
        return
    for at in sorted(
        granted + DAY + int(dice.random() * max(until - granted - 2 * DAY, HOUR))
        for _ in range(dice.between(1, 2))
    ):
        if at >= world.clock.end:
            return
        review.documents.append(
            document_fields(world, review.desk, dice.pick(_WORK_OF_PROSECUTOR), at)[0]
        )
        review.put(at + 4 * HOUR, {})
