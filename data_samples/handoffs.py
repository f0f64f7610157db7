"""The platform's log: one record per hand-off between agencies.

Belongs here: how a hand-off is sent, received, accepted, returned, sent again. Keep out: why.
"""

from __future__ import annotations

from typing import Any

from data_samples import rates
from data_samples.clock import DAY, HOUR, MINUTE, day_text
from data_samples.dirt import Written
from data_samples.numbers import Number
from data_samples.world import World

_RETURN_REASONS = ("材料不齐", "管辖错误", "文书缺少签章", "卷宗目录与内容不符", "电子卷宗无法打开")
_WITH_DOSSIER = frozenset(("B201", "B301", "B303", "B401", "B411", "B703"))


def send(
    world: World,
    business: str,
    at: int,
    *,
    sender: str,
    receiver: str,
    sender_unit: str | None = None,
    receiver_unit: str | None = None,
    user: str | None = None,
    src: Number | str | None = None,
    dst: Number | str | None = None,
    doc: Number | None = None,
    person: Written | None = None,
    accepted: int = 0,
) -> int:
    """One hand-off sent at this moment; ``accepted`` is when the receiver took the case, if known.

    Returns when it was received by what the platform says, 0 if the platform does not know.
    """
    dice = world.dice
    if at >= world.clock.end or not dice.chance(world.clerk.handoff_share):
        return 0
    quoted, warning = world.clerk.quote(doc) if doc else (None, "")
    fields: dict[str, Any] = {
        "business_code": business,
        "src_case_no": world.clerk.flow_number(src),
        "related_doc_no": quoted,
        "person_name": person.name if person else None,
        "person_id_no": person.id_no if person else None,
        "sender_agency": sender,
        "sender_unit": sender_unit,
        "sender_user": user,
        "receiver_agency": receiver,
        "receiver_unit": receiver_unit,
        "channel": "paper" if dice.chance(rates.HANDOFF_ON_PAPER) else "online",
        "single_track": "1" if dice.chance(rates.SINGLE_TRACK) else "0",
    }
    if business in _WITH_DOSSIER:
        volumes = dice.between(1, 4)
        fields |= {"dossier_volumes": volumes, "dossier_pages": volumes * dice.between(60, 190)}
    marks = [("related_doc_no", warning)] if warning == "W4" else []
    if person:
        marks += sorted(
            person.marks_at("person_name", "person_id_no", has_birth=False, has_type=False)
        )
    if dice.chance(rates.HANDOFF_RETURNED):
        first = _log(world, fields, marks, at)
        back = world.clock.after(dice, at, 0, 2)
        first.put(
            max(back, first.versions[0][0]),
            {
                "status": "B",
                "received_at": world.clock.text(max(at + 5 * MINUTE, back - 2 * HOUR)),
                "returned_at": world.clock.text(back),
                "return_reason": dice.pick(_RETURN_REASONS),
            },
        )
        fields["resend_of"] = first.key
        at = world.clock.after(dice, back, 0, 2)
        if at >= world.clock.end:
            return 0
    record = _log(world, fields, marks, at)
    # Paper hand-offs are entered afterwards, some days late, with everything that happened since.
    entered = record.versions[0][0]
    if dice.chance(0.004):
        record.put(max(at + 5 * DAY, entered), {"status": "T"})
        return 0
    received = max(world.clock.soon(dice, at), at + 10 * MINUTE)
    taken = max(accepted, received + dice.between(5, 200) * MINUTE)
    typed = received
    if fields["channel"] == "paper" and dice.chance(rates.RECEIVED_BEFORE_SENT):
        typed = at - dice.between(1, 20) * HOUR
        record.mark("W6", "sent_at,received_at", since=max(received, entered))
    record.put(max(received, entered), {"status": "R", "received_at": world.clock.text(typed)})
    dst = world.clerk.flow_number(dst)
    known = dst if dice.chance(rates.RECEIVER_NUMBER_FILLED) else None
    record.put(
        max(taken, entered),
        {"status": "A", "accepted_at": world.clock.text(taken), "dst_case_no": known},
    )
    return typed if max(received, entered) < world.clock.end else 0


def _log(world: World, fields: dict[str, Any], marks: list[tuple[str, str]], at: int) -> Any:
    day = day_text(at // DAY).replace("-", "")
    key = f"LZ{day}{world.register.count(f'flow{day}'):08d}"
    entered = at
    if fields["channel"] == "paper":
        entered = world.clock.after(world.dice, at, 0, 4)
    first = {"flow_id": key, **fields, "sent_at": world.clock.text(at), "status": "S"}
    record = world.book.open("platform.flows", key, entered, first)
    for column, code in marks:
        record.mark(code, column)
    return record
