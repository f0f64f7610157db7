"""From acts of the story to what the law watches: which act begins or ends which period.

Belongs here: the few rules by which an act of one agency starts a period. Keep out: the notes
themselves (watch.py) and judgement (breaches.py).
"""

from __future__ import annotations

from data_samples.clock import DAY
from data_samples.matter import Matter, PoliceCase, Suspect
from data_samples.numbers import Number
from data_samples.records import Record
from data_samples.watch import Paper, Period
from data_samples.world import World

# Printed before it was entered by more than this: entered late, for whatever reason.
LATE_ENTRY = 3 * DAY
# Records and opinions that add to the evidence.
_EVIDENCE = frozenset(("1042", "1043", "1048", "1055", "1072", "1073"))
_HANDED_OVER = "05"
# Offences against the economic order: articles 140 to 231 of the Criminal Law.
_ECONOMIC = range(140, 232)


def watch_filing(world: World, matter: Matter, case: PoliceCase, source: str) -> Period:
    """The review of a report, by who reported and what."""
    rule = "filing_review"
    if int(matter.offence.charge[:3]) in _ECONOMIC:
        rule = "filing_review_economic"
    if source == _HANDED_OVER:
        rule = rule.replace("_economic", "") + "_admin_transfer"
        if int(matter.offence.charge[:3]) in _ECONOMIC:
            rule = "filing_review_economic_admin_transfer"
    return world.watch.start(rule, matter.number, None, case.accepted, "police.cases", case.record)


def watch_document(
    world: World,
    matter: str,
    number: Number | None,
    moments: tuple[int, int, int, int],
    table: str,
    record: Record,
) -> None:
    """``moments``: really made, made as printed, signed as printed, entered."""
    made, printed_made, printed, entered = moments
    world.watch.act(matter, made)
    if record.versions[0][1].get("WSLXDM") in _EVIDENCE:
        world.watch.evidence[matter].append(printed_made)
    if entered >= world.clock.end:
        return
    if entered - printed > LATE_ENTRY:
        world.watch.clue("document_entered_late", matter, None, table, record)
    if printed_made > entered:
        world.watch.clue("document_dated_after_entry", matter, None, table, record)
    if number is not None:
        world.watch.papers.append(Paper(number, made, printed_made, entered, matter, table, record))


def start(
    world: World, rule: str, matter: Matter, suspect: Suspect, at: int, *, known: bool = True
) -> None:
    """A period of this suspect that stands in the running measure's record."""
    if suspect.measure is None or not known:
        return
    suspect.running[rule] = world.watch.start(
        rule, matter.number, suspect, at, "police.measures", suspect.measure
    )


def stop(suspect: Suspect, at: int, *rules: str) -> None:
    """These periods end, as far as they run."""
    for rule in rules:
        period = suspect.running.pop(rule, None)
        if period is not None:
            period.stop(at)
