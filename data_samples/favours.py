"""What should be alike and is not: courts that lean, and a judge whose cases one lawyer gets.

Belongs here: who leans and whom that favours. Keep out: sentences (prosecution.py) and records of courts.
"""

from __future__ import annotations

from data_samples.dice import Dice
from data_samples.places import Places

# Shares of courts; a leaning is the logarithm of a factor on months.
_COURT_LEANS = 0.3
_LEANING = 0.28
_COURT_HAS_A_FAVOURITE = 0.5
_FAVOURED = 0.4


def lean(dice: Dice, places: Places) -> dict[str, float]:
    """For every court, by how much its sentences differ from like ones elsewhere; mostly nothing."""
    return {
        area.court: (_LEANING if dice.chance(0.5) else -_LEANING)
        if dice.chance(_COURT_LEANS)
        else 0.0
        for area in places.areas.values()
    }


class Favours:
    """In some courts one judge meets one lawyer far more often than cases fall by chance."""

    __slots__ = ("_dice", "_lawyers")

    def __init__(self, dice: Dice, places: Places) -> None:
        self._dice = dice
        # judge → place of the lawyer in the city's list
        self._lawyers = {
            f"{area.court[2:]}J{dice.between(1, 12):02d}": dice.between(1, 120)
            for area in places.areas.values()
            if dice.chance(_COURT_HAS_A_FAVOURITE)
        }

    def lawyer_for(self, judge: str) -> int:
        """The lawyer who gets this case of the judge; 0: whoever comes."""
        place = self._lawyers.get(judge, 0)
        return place if place and self._dice.chance(_FAVOURED) else 0

    def pairs(self) -> dict[str, int]:
        return self._lawyers
