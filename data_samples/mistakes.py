"""Records that were deleted: by mistake and brought back, or entered twice and removed.

Belongs here: deletions that touch records of any table once their story is told. Keep out: cases
that the police enter twice (investigation.py), because those have numbers and documents of their own.
"""

from __future__ import annotations

from data_samples import rates
from data_samples.clock import DAY, day_text
from data_samples.records import Record
from data_samples.world import World
from pipelines.contract import load_contracts

# Tables whose records are sometimes registered a second time: (the key, who numbers it).
_TWICE = {
    "procuratorate.arrest_review": "统一受案号",
    "procuratorate.prosecution_review": "统一受案号",
    "court.cases": "caseId",
}


def make_mistakes(world: World) -> None:
    """Delete some records for a few days, and register some twice for a few days."""
    dice = world.dice.fork("mistakes")
    for contract in load_contracts():
        if contract.delete_column is None:
            continue
        records = world.book.tables.get(contract.id, [])
        for record in records[:]:
            opened = record.versions[0][0]
            if opened >= world.clock.end - 20 * DAY:
                continue
            if dice.chance(rates.DELETED_AND_BACK) and not any(
                version[2] for version in record.versions
            ):
                gone = world.clock.after(dice, opened, 1, 12)
                record.delete(gone)
                record.put(world.clock.after(dice, gone, 1, 4), {})
                world.truth.phenomenon("deleted_and_back", contract.id, record, "")
            elif contract.id in _TWICE and dice.chance(rates.DOUBLE_ENTRY):
                gone = world.clock.after(dice, opened, 1, 6)
                _enter_again(world, contract.id, record, opened + dice.between(600, 90_000), gone)


def _enter_again(world: World, table: str, record: Record, at: int, gone: int) -> None:
    fields = dict(record.versions[0][1])
    name = _TWICE[table]
    if name == "caseId":
        key = fields[name][::-1]
    else:
        year = day_text(at // DAY)[:4]
        key = world.register.issue(at, f"{fields['检察院代码'][2:]}{year}", width=7)
    fields[name] = key
    again = world.book.open(table, key, at, fields)
    again.marks = [mark for mark in record.marks if mark[1] != "W7"]
    again.delete(max(gone, at + 60))
    world.truth.phenomenon("entered_twice", table, again, "")
