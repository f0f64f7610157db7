"""What happens more often than usual at a place or time: outbreaks, clusters, hot spots, repeats, shifts, waves.

Belongs here: what is planted, where, when and how large. Keep out: methods that should find it, series (series.py).

A phenomenon turns matters that come anyway into its own: their number and the time of their report stay. Its dice
are its own, and a city too small to show anything (or too short) has none, so that its bytes do not change.
"""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass, field
from typing import Any

from data_samples.clock import DAY, HOUR, MINUTE, day_text
from data_samples.dice import Dice
from data_samples.matter import Matter
from data_samples.offences import OFFENCES, Offence
from data_samples.places import Area, Places, Unit

LEAST_CASES, LEAST_DAYS = 8_000, 365
OUTBREAK, CLUSTER, HOT_SPOT, NEAR_REPEAT = "outbreak", "cluster", "hot_spot", "near_repeat"
SHIFT, GROWTH, WAVE = "level_shift", "local_growth", "wave"

_OFFENCES = {offence.name: offence for offence in OFFENCES.items}
_OUTBREAK_KINDS = ("盗窃电动自行车", "入室盗窃", "盗窃车内财物", "诈骗", "故意伤害", "电信网络诈骗")
_CLUSTER_KINDS = ("入室盗窃", "盗窃车内财物", "故意毁坏财物", "盗窃电动自行车", "故意伤害")
_OUTBREAK_SIZES, _CLUSTER_SIZES = (6, 8, 10, 12, 15, 20), (6, 8, 10, 12, 16, 20)
_CLUSTER_DAYS, _CLUSTER_METRES = 10, (120, 500)
_HOT_SPOTS, _HOT_SPOT_KINDS = 4, ("盗窃", "盗窃电动自行车")
_HOT_SPOT_YEARLY, _HOT_SPOT_METRES = (25, 45), 250
_REPEATED, _REPEAT_METRES, _REPEAT_DAYS = 0.15, 80, 7
# Kind, and by what its number is multiplied from a day on; the kinds of waves are others.
_SHIFTS = (("故意伤害", (1.4, 1.7)), ("诈骗", (1.5, 2.0)))
_GROWTH_KIND, _GROWTH = "电信网络诈骗", 1.9
# In some weeks the first kind is more frequent by this share, and two weeks later the second.
_WAVES, _WAVE_SHARE, _WAVE_SIZE, _WAVE_LAG = ("盗窃电动自行车", "盗窃车内财物"), 0.25, 0.8, 14
_MARGIN_DAYS = 91
_METRES_PER_DEGREE = 110_880.0


@dataclass(slots=True)
class Phenomenon:
    """``first_day`` and ``last_day`` are ordinals, both inside; ``size`` the matters planned for it."""

    number: str
    kind: str
    offence: Offence
    first_day: int
    last_day: int
    size: int = 0
    area: Area | None = None
    station: Unit | None = None
    centre: tuple[float, float] | None = None
    radius: float = 0.0
    ratio: float = 0.0
    note: str = ""

    def as_row(self) -> tuple[str, ...]:
        longitude, latitude = self.centre or (0.0, 0.0)
        return (
            self.number,
            self.kind,
            self.offence.category,
            self.offence.charge,
            self.area.code if self.area else "",
            self.station.code if self.station else "",
            day_text(self.first_day),
            day_text(self.last_day),
            f"{longitude:.6f}" if self.centre else "",
            f"{latitude:.6f}" if self.centre else "",
            f"{self.radius:.0f}" if self.centre else "",
            str(self.size),
            f"{self.ratio:g}" if self.ratio else "",
            self.note,
        )


@dataclass(order=True, slots=True)
class _Target:
    """The first matter reported from this moment on becomes one of the phenomenon."""

    moment: int
    place: int
    phenomenon: Phenomenon = field(compare=False)
    centre: tuple[float, float] | None = field(compare=False, default=None)
    area: Area | None = field(compare=False, default=None)


class PhenomenaPlan:
    """All phenomena of a city, and the matters that are still to become theirs, in order of time."""

    __slots__ = (
        "_count",
        "_daily",
        "_dice",
        "_first",
        "_last",
        "_places",
        "_repeats",
        "_targets",
        "found",
    )

    def __init__(
        self, dice: Dice, places: Places, *, first_day: int, last_day: int, cases: int
    ) -> None:
        self._dice = dice
        self._places = places
        self._first, self._last = first_day, last_day
        days = last_day - first_day + 1
        self._daily = cases / days
        self._count = 0
        self._targets: list[_Target] = []
        self._repeats: Phenomenon | None = None
        self.found: list[Phenomenon] = []
        if cases >= LEAST_CASES and days >= LEAST_DAYS:
            self._plan()

    def shape(self, matter: Matter) -> bool:
        """Turn the matter into one of a phenomenon whose time has come; False where none has."""
        if self._targets and self._targets[0].moment <= matter.accepted:
            self._turn(matter, heapq.heappop(self._targets))
            return True
        self._begin_repeat(matter)
        return False

    def _plan(self) -> None:
        dice = self._dice
        for size in _OUTBREAK_SIZES:
            self._plan_outbreak(_OFFENCES[dice.pick(_OUTBREAK_KINDS)], size)
        for size in _CLUSTER_SIZES:
            self._plan_cluster(_OFFENCES[dice.pick(_CLUSTER_KINDS)], size)
        for _ in range(_HOT_SPOTS):
            self._plan_hot_spot(_OFFENCES[dice.pick(_HOT_SPOT_KINDS)])
        for name, (low, high) in _SHIFTS:
            self._plan_shift(_OFFENCES[name], low + (high - low) * dice.random())
        if self._last - self._first >= 2 * 364:
            self._plan_growth(_OFFENCES[_GROWTH_KIND])
        self._plan_waves()
        self._repeats = self._add(
            NEAR_REPEAT, _OFFENCES["入室盗窃"], self._first, self._last, ratio=_REPEATED,
            note=f"{_REPEAT_METRES} m, {_REPEAT_DAYS} days",
        )  # fmt: skip

    def _add(self, kind: str, offence: Offence, first: int, last: int, **more: Any) -> Phenomenon:
        phenomenon = Phenomenon(f"P{len(self.found) + 1:03d}", kind, offence, first, last, **more)
        self.found.append(phenomenon)
        return phenomenon

    def _aim(
        self,
        phenomenon: Phenomenon,
        day: int,
        count: int = 1,
        centre: tuple[float, float] | None = None,
        area: Area | None = None,
    ) -> None:
        for _ in range(count):
            self._count += 1
            moment = day * DAY + self._dice.between(7 * HOUR, 23 * HOUR)
            heapq.heappush(self._targets, _Target(moment, self._count, phenomenon, centre, area))

    def _some_place(self) -> tuple[Area, Unit, tuple[float, float]]:
        dice = self._dice
        area = self._places.areas[dice.draw(self._places.by_weight)]
        station = dice.pick(area.stations)
        # Within the built-up surroundings of a station, as other matters are.
        return area, station, self._near((station.longitude, station.latitude), 900)

    def _near(self, centre: tuple[float, float], metres: float) -> tuple[float, float]:
        """Evenly spread over the circle."""
        reach = metres * math.sqrt(self._dice.random()) / _METRES_PER_DEGREE
        angle = 2 * math.pi * self._dice.random()
        stretch = math.cos(math.radians(centre[1]))
        return centre[0] + reach * math.cos(angle) / stretch, centre[1] + reach * math.sin(angle)

    def _day_of_last_year(self, length: int) -> int:
        earliest = max(self._last - 350, self._first + _MARGIN_DAYS)
        return self._dice.between(earliest, self._last - length - 14)

    def _plan_outbreak(self, offence: Offence, size: int) -> None:
        area, station, _ = self._some_place()
        length = 7 * self._dice.between(1, 3)
        first = self._day_of_last_year(length)
        made = self._add(
            OUTBREAK, offence, first, first + length - 1, size=size, area=area, station=station
        )
        for _ in range(size):
            self._aim(made, self._dice.between(first, made.last_day))

    def _plan_cluster(self, offence: Offence, size: int) -> None:
        area, station, centre = self._some_place()
        first = self._day_of_last_year(_CLUSTER_DAYS)
        made = self._add(
            CLUSTER, offence, first, first + _CLUSTER_DAYS - 1, size=size, area=area, station=station,
            centre=centre, radius=float(self._dice.between(*_CLUSTER_METRES)),
        )  # fmt: skip
        for _ in range(size):
            self._aim(made, self._dice.between(first, made.last_day), centre=centre)

    def _plan_hot_spot(self, offence: Offence) -> None:
        area, station, centre = self._some_place()
        years = (self._last - self._first + 1) / 365
        size = round(self._dice.between(*_HOT_SPOT_YEARLY) * years)
        made = self._add(
            HOT_SPOT, offence, self._first, self._last, size=size, area=area, station=station,
            centre=centre, radius=float(_HOT_SPOT_METRES),
        )  # fmt: skip
        for _ in range(size):
            self._aim(made, self._dice.between(self._first, self._last), centre=centre)

    def _daily_of(self, offence: Offence) -> float:
        return self._daily * offence.weight / sum(one.weight for one in OFFENCES.items)

    def _plan_shift(self, offence: Offence, ratio: float) -> None:
        first = self._dice.between(self._first + _MARGIN_DAYS, self._last - _MARGIN_DAYS)
        made = self._add(SHIFT, offence, first, self._last, ratio=round(ratio, 2))
        self._aim_daily(made, (ratio - 1) * self._daily_of(offence))

    def _plan_growth(self, offence: Offence) -> None:
        """One county has nearly twice as many in the last year as in the year before."""
        area = self._dice.pick(list(self._places.areas.values()))
        made = self._add(GROWTH, offence, self._last - 363, self._last, area=area, ratio=_GROWTH)
        share = self._places.shares[area.code]
        self._aim_daily(made, (_GROWTH - 1) * share * self._daily_of(offence))

    def _aim_daily(self, phenomenon: Phenomenon, rate: float) -> None:
        for day in range(phenomenon.first_day, phenomenon.last_day + 1):
            count = self._poisson(rate)
            phenomenon.size += count
            self._aim(phenomenon, day, count)

    def _poisson(self, mean: float) -> int:
        limit, product, count = math.exp(-mean), self._dice.random(), 0
        while product > limit:
            product *= self._dice.random()
            count += 1
        return count

    def _plan_waves(self) -> None:
        """Weeks with more of one kind, each followed by more of another: two series that go together."""
        monday = self._first + (7 - (self._first - 1) % 7) % 7
        for begin in range(monday, self._last - 6 - _WAVE_LAG, 7):
            if not self._dice.chance(_WAVE_SHARE):
                continue
            for name, day in zip(_WAVES, (begin, begin + _WAVE_LAG), strict=True):
                rate = _WAVE_SIZE * self._daily_of(_OFFENCES[name])
                made = self._add(WAVE, _OFFENCES[name], day, day + 6, ratio=1 + _WAVE_SIZE)
                self._aim_daily(made, rate)

    def _begin_repeat(self, matter: Matter) -> None:
        repeats = self._repeats
        if (
            repeats is None
            or matter.offence is not repeats.offence
            or not self._dice.chance(_REPEATED)
        ):
            return
        station = self._dice.pick(matter.area.stations)
        centre = self._near((station.longitude, station.latitude), 1_000)
        matter.position = centre
        day = matter.accepted // DAY + self._dice.between(1, _REPEAT_DAYS - 1)
        if day <= self._last:
            repeats.size += 1
            self._aim(repeats, day, centre=centre, area=matter.area)

    def _turn(self, matter: Matter, target: _Target) -> None:
        dice, phenomenon = self._dice, target.phenomenon
        offence = phenomenon.offence
        matter.phenomenon, matter.phenomenon_kind = phenomenon.number, phenomenon.kind
        matter.offence = offence
        matter.category = offence.category
        matter.amount = (
            round(dice.lognormal(offence.amount, 1.0) + 60, 2) if offence.amount else 0.0
        )
        matter.premises = dice.pick(offence.premises.split())
        matter.area = target.area or phenomenon.area or matter.area
        matter.unit = phenomenon.station
        if target.centre is not None and not offence.is_online:
            reach = phenomenon.radius or _REPEAT_METRES
            matter.position = self._near(target.centre, reach)
        matter.occurred = matter.accepted - dice.between(20, 600) * MINUTE
