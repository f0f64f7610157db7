"""Seized property on its way: returned, passed on with the case, disposed of after the judgment.

Belongs here: changes of police.property after the seizure. Keep out: the seizure itself (police.py).
"""

from __future__ import annotations

from data_samples import rates
from data_samples.clock import HOUR
from data_samples.handoffs import send
from data_samples.matter import Matter, PoliceCase, Suspect
from data_samples.police import add_property
from data_samples.world import World

_PASSED_ON, _RETURNED = "20", "30"
_DISPOSALS = ("40", "40", "50", "60")


def seize(world: World, matter: Matter, case: PoliceCase, suspect: Suspect) -> None:
    """Seize something when the suspect is caught; stolen goods may go back to the victim soon."""
    dice, clock = world.dice, world.clock
    at = suspect.caught + dice.between(1, 6) * HOUR
    if at >= clock.end:
        return
    item = add_property(world, case, suspect, at)
    if matter.victims and dice.chance(rates.PROPERTY_RETURNED_EARLY):
        back = clock.after(dice, at, 5, 60)
        item.put(clock.soon(dice, back), {"ZTDM": _RETURNED, "CZRQ": clock.text(back)})
        case.property_items.remove(item)


def pass_on(world: World, case: PoliceCase, at: int, court: str) -> None:
    """What is still in store goes to the court with the case, mostly."""
    for item in case.property_items:
        if item.versions[0][0] < at and world.dice.chance(rates.PROPERTY_PASSED_ON):
            sent = at + world.dice.between(2, 30) * HOUR
            fields = {"ZTDM": _PASSED_ON, "YSRQ": world.clock.text(sent), "JSDWDM": court}
            item.put(world.clock.soon(world.dice, sent), fields)
            send(world, "B705", sent, sender=case.area.police, sender_unit=case.unit.code, receiver=court,
                 src=case.number)  # fmt: skip


def dispose(world: World, case: PoliceCase, effective: int) -> None:
    """After the judgment: confiscated, destroyed, sold or forgotten."""
    dice, clock = world.dice, world.clock
    for item in case.property_items:
        if dice.chance(rates.PROPERTY_FORGOTTEN):
            world.truth.phenomenon("property_forgotten", "police.property", item, "")
            continue
        at = clock.after(dice, effective, 5, 50)
        item.put(clock.soon(dice, at), {"ZTDM": dice.pick(_DISPOSALS), "CZRQ": clock.text(at)})
    case.property_items.clear()
