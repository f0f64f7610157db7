"""Chance: one seeded stream of random numbers, cheap enough to be asked millions of times.

Belongs here: drawing. Keep out: what is drawn for (rates.py says how often things happen).
"""

from __future__ import annotations

import math
import zlib
from bisect import bisect
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import Any, Generic, TypeVar

import numpy as np

_BLOCK = 8192

T = TypeVar("T")


class Weighted(Generic[T]):
    """Things to draw from by weight; weights need not add up to one."""

    __slots__ = ("_bounds", "_last", "items")

    def __init__(self, weights: dict[T, float]) -> None:
        self.items: list[T] = list(weights)
        bounds = list(accumulate(weights.values()))
        self._bounds = [bound / bounds[-1] for bound in bounds]
        self._last = len(self.items) - 1

    def at(self, share: float) -> T:
        """The thing at this share (0–1) of the total weight."""
        return self.items[min(bisect(self._bounds, share), self._last)]


class Dice:
    """Draws from one numpy Generator in blocks: a scalar draw of numpy costs ten times as much."""

    __slots__ = ("_normal", "_seed", "random")

    def __init__(self, seed: int, purpose: str = "") -> None:
        self._seed = seed
        entropy = [seed, zlib.crc32(purpose.encode())]
        uniform, normal = (np.random.default_rng([*entropy, part]) for part in (0, 1))
        self.random: Callable[[], float] = _blocks(uniform.random).__next__
        self._normal: Callable[[], float] = _blocks(normal.standard_normal).__next__

    def fork(self, purpose: str) -> Dice:
        """Independent dice, so that more draws for one purpose change nothing for the others."""
        return Dice(self._seed, purpose)

    def chance(self, probability: float) -> bool:
        return self.random() < probability

    def between(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int(self.random() * (high - low + 1))

    def pick(self, things: Sequence[T]) -> T:
        return things[int(self.random() * len(things))]

    def draw(self, weighted: Weighted[T]) -> T:
        return weighted.at(self.random())

    def normal(self) -> float:
        return self._normal()

    def lognormal(self, median: float, sigma: float) -> float:
        return median * math.exp(sigma * self._normal())

    def digits(self, count: int) -> str:
        return str(int(self.random() * 10**count)).zfill(count)

    def hex_digits(self, count: int) -> str:
        """Up to 64 hexadecimal digits, as of a hash."""
        parts = (count + 12) // 13
        text = "".join(f"{int(self.random() * (1 << 52)):013x}" for _ in range(parts))
        return text[:count]


def _blocks(draw: Callable[[int], Any]) -> Iterator[float]:
    while True:
        yield from draw(_BLOCK).tolist()
