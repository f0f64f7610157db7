"""The decision whether a report becomes a case.

Belongs here: filing, refusing to file, and the period in which that must be decided. Keep out: what
follows (investigation.py).
"""

from __future__ import annotations

from data_samples import rates
from data_samples.clock import DAY, HOUR
from data_samples.handoffs import send
from data_samples.matter import Matter, PoliceCase
from data_samples.police import add_document
from data_samples.world import World


def decide_filing(world: World, matter: Matter, case: PoliceCase) -> bool:
    """The filing decision; False when the matter is not filed."""
    dice, clock = world.dice, world.clock
    draw = dice.random()
    delay = dice.between(1, 20) * HOUR
    if draw > 0.72:
        delay = dice.between(1, 6) * DAY if draw < 0.97 else dice.between(7, 34) * DAY
    at = case.accepted + delay
    if dice.chance(rates.SMALL_NOT_FILED if matter.is_small else rates.NOT_FILED):
        add_document(world, case, "1004", at, served_on="控告人")
        _watch_refusal(world, matter, case, at)
        case.record.put(clock.soon(dice, at), {"AJZTDM": "21"})
        world.truth.event(
            matter.number, None, "no_filing_decision", "police", at, told_by=case.record
        )
        return False
    add_document(world, case, "1003", at)
    case.filed = at
    end_filing(case, at)
    typed = at
    if dice.chance(rates.FILING_DATE_BEFORE_ACCEPTANCE):
        typed = at - dice.between(40, 60) * DAY
        case.record.mark("W6", "SARQ,LARQ", since=at)
    case.record.put(clock.soon(dice, at), {"AJZTDM": "20", "LARQ": clock.text(typed)})
    world.truth.event(
        matter.number, None, "filing_decision", "police", at,
        told_by=case.record, lost="misdated" if typed != at else "",
    )  # fmt: skip
    send(world, "B101", at, sender=case.area.police, sender_unit=case.unit.code, user=case.officer[0],
         receiver=case.area.procuratorate, src=case.number)  # fmt: skip
    return True


def end_filing(case: PoliceCase, at: int) -> None:
    if case.filing:
        case.filing.stop(at)


def _watch_refusal(world: World, matter: Matter, case: PoliceCase, at: int) -> None:
    # A refusal cannot come before the report, whatever date it bears.
    refused = max(case.printed, case.accepted) if case.printed else at
    end_filing(case, refused)
    if case.printed:
        notice = world.watch.start(
            "no_filing_notice_service",
            matter.number,
            None,
            refused,
            "police.cases",
            case.record,
        )
        if case.served:
            notice.stop(case.served)
