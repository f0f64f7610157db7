"""Every kind of delivery fault at least once, however small the city.

Belongs here: remembering which kinds were planted. Keep out: planting.

At their rates some faults would not show up in a small sample, and its tests would miss them. So the
first of each kind comes early; from then on the rates decide.
"""

from __future__ import annotations

from data_samples import rates
from data_samples.dice import Dice


class Firsts:
    """Chances that are raised until a kind of fault has been planted once."""

    __slots__ = ("_dice", "_done")

    def __init__(self, dice: Dice) -> None:
        self._dice = dice
        self._done: set[str] = set()

    def chance(self, kind: str, rate: float) -> bool:
        """Whether to plant this kind now."""
        return self._dice.chance(rate if kind in self._done else max(rate, rates.FIRST_OF_ITS_KIND))

    def any_chance(self, kinds: tuple[str, ...], rate: float) -> bool:
        """Whether to plant one of these kinds now."""
        missing = not self._done.issuperset(kinds)
        return self._dice.chance(max(rate, rates.FIRST_OF_ITS_KIND) if missing else rate)

    def prefer(self, kinds: list[str]) -> str:
        """One of these kinds, those not yet planted first."""
        return self._dice.pick([kind for kind in kinds if kind not in self._done] or kinds)

    def planted(self, kind: str) -> None:
        self._done.add(kind)
