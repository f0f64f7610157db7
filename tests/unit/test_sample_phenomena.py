"""Phenomena of place and time in the invented city: what the truth says was planted is what was planted."""

from __future__ import annotations

import math
from collections import defaultdict

from data_samples.clock import DAY
from data_samples.dice import Dice
from data_samples.matter import Matter
from data_samples.offences import OFFENCES
from data_samples.phenomena import PhenomenaPlan
from data_samples.places import Places


def test_phenomena_are_planted_in_full_and_never_in_a_small_city() -> None:
    """A method is measured against what the truth says was planted: place, time and number must be so."""
    dice, places = Dice(5, "phenomena"), Places()
    last = 739_000
    small = PhenomenaPlan(dice.fork("a"), places, first_day=last - 729, last_day=last, cases=500)
    assert small.found == []
    plan = PhenomenaPlan(dice.fork("b"), places, first_day=last - 729, last_day=last, cases=20_000)
    offence = next(one for one in OFFENCES.items if one.name == "赌博")
    area = next(iter(places.areas.values()))
    turned: dict[str, list[Matter]] = defaultdict(list)
    for moment in range((last - 729) * DAY, (last + 1) * DAY, 3_000):
        matter = Matter("", offence, area, moment, moment, 0.0, offence.category, "99")
        if plan.shape(matter):
            turned[matter.phenomenon].append(matter)
    assert {one.kind for one in plan.found} == {
        "outbreak", "cluster", "hot_spot", "near_repeat", "level_shift", "local_growth", "wave",
    }  # fmt: skip
    for planted in plan.found:
        matters = turned[planted.number]
        assert planted.size - 2 <= len(matters) <= planted.size
        days = [matter.accepted // DAY for matter in matters]
        assert planted.first_day <= min(days, default=planted.first_day)
        assert max(days, default=planted.last_day) <= planted.last_day + 1
        if planted.centre:
            apart = [math.dist(matter.position or (0, 0), planted.centre) for matter in matters]
            assert max(apart) * 110_880 <= planted.radius / math.cos(math.radians(32))
