"""When and where matters come to the police: seasons, weekdays, hours, areas.

Belongs here: the stream of reported matters, in order of acceptance. Keep out: what becomes of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np

from data_samples.clock import DAY, HOUR, MINUTE
from data_samples.dice import Weighted
from data_samples.matter import Matter
from data_samples.offences import OFFENCES, Offence
from data_samples.phenomena import PhenomenaPlan
from data_samples.world import World

# First days of the lunar new year; around them the city empties and burglars and drinkers do not.
_SPRING_FESTIVALS = tuple(
    date(*day).toordinal()
    for day in ((2021, 2, 12), (2022, 2, 1), (2023, 1, 22), (2024, 2, 10), (2025, 1, 29))
)
_WEEKDAY_WEIGHTS = (1.08, 1.02, 1.0, 1.0, 1.05, 0.95, 0.90)
_MONTH_WEIGHTS = (0.92, 0.85, 0.98, 1.0, 1.03, 1.04, 1.06, 1.07, 1.04, 1.0, 1.0, 1.01)
_HOURS = {
    "any": Weighted({range(0, 6): 14, range(6, 12): 24, range(12, 18): 30, range(18, 24): 32}),
    "day": Weighted({range(8, 12): 42, range(12, 18): 46, range(18, 22): 12}),
    "evening": Weighted({range(0, 3): 22, range(11, 14): 8, range(18, 24): 70}),
    "night": Weighted({range(0, 5): 60, range(20, 24): 30, range(5, 20): 10}),
}


def plan_matters(world: World, count: int) -> Iterator[Matter]:
    """``count`` matters spread over the span, in order of acceptance."""
    dice, clock = world.dice, world.clock
    days = np.arange(clock.first_day, clock.last_day + 1)
    weights = np.array([_day_weight(int(day)) for day in days])
    bounds = np.cumsum(weights) / weights.sum()
    draws = sorted(dice.random() for _ in range(count))
    accepted_days = days[np.minimum(np.searchsorted(bounds, draws), len(days) - 1)].tolist()
    seconds = [dice.between(7 * HOUR, 24 * HOUR - 30 * MINUTE) for _ in range(count)]
    moments = sorted(day * DAY + second for day, second in zip(accepted_days, seconds, strict=True))
    phenomena = PhenomenaPlan(
        dice.fork("phenomena"),
        world.places,
        first_day=clock.first_day,
        last_day=clock.last_day,
        cases=count,
    )
    world.truth.patterns = phenomena.found
    for place, accepted in enumerate(moments, start=1):
        matter = _invent(world, f"M{place:07d}", accepted)
        if not phenomena.shape(matter):
            world.series.shape(matter)
        yield matter


def _invent(world: World, number: str, accepted: int) -> Matter:
    dice = world.dice
    offence = dice.draw(OFFENCES)
    while not dice.chance(_fit(offence, accepted // DAY)):
        offence = dice.draw(OFFENCES)
    area = world.places.areas[dice.draw(world.places.by_weight)]
    hour = dice.pick(dice.draw(_HOURS[offence.hours]))
    lag = int(dice.lognormal(0.6, 1.3)) if offence.amount else 0
    occurred = (accepted // DAY - lag) * DAY + hour * HOUR + dice.between(0, 59) * MINUTE
    if occurred > accepted - 10 * MINUTE:
        occurred = accepted - dice.between(20, 400) * MINUTE
    category = offence.category
    if offence.variants and dice.chance(0.35):
        category = dice.pick(offence.variants)
    amount = round(dice.lognormal(offence.amount, 1.0) + 60, 2) if offence.amount else 0.0
    premises = dice.pick(offence.premises.split())
    return Matter(number, offence, area, accepted, occurred, amount, category, premises)


def _day_weight(day: int) -> float:
    found = date.fromordinal(day)
    weight = _WEEKDAY_WEIGHTS[found.weekday()] * _MONTH_WEIGHTS[found.month - 1]
    distance = min(abs(day - festival) for festival in _SPRING_FESTIVALS)
    return weight * (0.55 if distance <= 6 else 1.0)


def _fit(offence: Offence, day: int) -> float:
    """How well this kind fits the season, at most 1."""
    found = date.fromordinal(day)
    if offence.season == "fishing":
        return 1.0 if 3 <= found.month <= 6 else 0.25
    if offence.season == "festival":
        return 1.0 if found.month in (1, 2, 12) else 0.8
    if offence.season == "theft":
        return 1.0 if found.month in (6, 7, 8, 12) else 0.85
    return 0.9
