"""The sentence that suits a suspect.

Belongs here: months, and whether they are suspended. Keep out: what is recommended and judged (prosecution.py,
court.py) and which courts lean (favours.py).
"""

from __future__ import annotations

import math

from data_samples import rates
from data_samples.matter import Suspect, Track
from data_samples.world import World


def suitable_sentence(world: World, suspect: Suspect, track: Track) -> tuple[int, bool]:
    """The sentence that suits: months, and whether it is suspended.

    Amounts, pleas and surrender count everywhere alike; a few courts lean to one side (favours.py).
    """
    dice, offence = world.dice, track.matter.offence
    term = dice.lognormal(offence.months, rates.SENTENCE_SPREAD)
    term *= 1.25 if suspect.human.has_prior else 1.0
    term *= 0.7 if suspect.is_minor or suspect.surrendered else 1.0
    term *= rates.PLEA_DISCOUNT if suspect.has_plea else 1.0
    if suspect.amount and offence.amount:
        term *= (suspect.amount / offence.amount) ** rates.SENTENCE_BY_AMOUNT
    term *= math.exp(world.leanings[track.case.area.court])
    whole = max(1, min(round(term), 180))
    share = offence.probation * (0.4 if suspect.human.has_prior else 1.0)
    suspended = whole <= 36 and dice.chance(share)
    return whole, suspended
