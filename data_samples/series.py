"""Series: matters that one group of people did one after another, in one way.

Belongs here: which matters belong together and what they share. Keep out: wordings (facts.py).

A series shapes matters that come anyway; their number and time of report stay. Clerks forget a feature now
and then, and some acts of a series are so small that only their sum is worth a filing.
"""

from __future__ import annotations

from dataclasses import dataclass

from data_samples.clock import DAY, HOUR, MINUTE
from data_samples.dice import Dice
from data_samples.facts import GOODS, PRETENCES, TOOLS
from data_samples.matter import Matter
from data_samples.places import Area, Unit

# Shares of matters of a kind that begin a series.
_BEGINS = 0.02
_PRETENCE_BEGINS = 0.02
_SMALL = 0.3
# How well a series keeps to itself, per feature.
_KEEPS = 0.88
# Degrees: some six hundred metres.
_WANDERS = 0.0045
_SMALL_YUAN = (280, 950)


@dataclass(slots=True)
class _Series:
    number: str
    name: str
    area: Area
    station: Unit
    centre: tuple[float, float]
    hour: int
    modus: tuple[str, ...]
    tools: tuple[str, ...]
    goods: tuple[str, ...]
    pretence: str
    premises: str
    category: str
    is_small: bool
    left: int
    next_at: int


class SeriesPlan:
    """The series that are going on while matters are reported in order of time."""

    __slots__ = ("_count", "_dice", "_running")

    def __init__(self, dice: Dice) -> None:
        self._dice = dice
        self._count = 0
        self._running: list[_Series] = []

    def shape(self, matter: Matter) -> None:
        """Make the matter an act of a running series, or the first of a new one, or leave it alone."""
        dice, name = self._dice, matter.offence.name
        if name not in TOOLS and name != "电信网络诈骗":
            return
        for series in self._running:
            if series.name == name and series.next_at <= matter.accepted:
                self._take_part(series, matter)
                break
        else:
            if dice.chance(_PRETENCE_BEGINS if matter.offence.is_online else _BEGINS):
                self._take_part(self._begin(matter), matter)

    def _begin(self, matter: Matter) -> _Series:
        dice, offence = self._dice, matter.offence
        self._count += 1
        is_small = not offence.is_online and dice.chance(_SMALL)
        station = dice.pick(matter.area.stations)
        codes = offence.modus.split()
        first = dice.pick(codes)
        modus = (first, dice.pick(codes)) if dice.chance(0.6) else (first,)
        family = offence.name if offence.name in TOOLS else ""
        series = _Series(
            number=f"S{self._count:05d}",
            name=offence.name,
            area=matter.area,
            station=station,
            centre=(
                station.longitude + 0.012 * dice.normal(),
                station.latitude + 0.012 * dice.normal(),
            ),
            hour=matter.occurred % DAY // HOUR,
            modus=tuple(sorted(set(modus))),
            tools=(dice.pick(TOOLS[family]),) if family and dice.chance(0.8) else (),
            goods=(dice.pick(GOODS[family]),) if family else (),
            pretence=f"{dice.pick(PRETENCES)[:2]}{dice.pick(PRETENCES)[2:]}"
            if offence.is_online
            else "",
            premises=matter.premises,
            category=matter.category,
            is_small=is_small,
            left=dice.between(3, 9),
            next_at=matter.accepted,
        )
        self._running.append(series)
        return series

    def _take_part(self, series: _Series, matter: Matter) -> None:
        dice = self._dice
        matter.series = series.number
        matter.is_small = series.is_small
        matter.modus = (
            tuple(code for code in series.modus if dice.chance(_KEEPS)) or series.modus[:1]
        )
        matter.tools = series.tools if dice.chance(_KEEPS) else ()
        matter.goods = series.goods if dice.chance(_KEEPS) else ()
        if series.goods and not matter.goods:
            matter.goods = (dice.pick(GOODS[series.name]),)
        matter.pretence = series.pretence
        if not matter.offence.is_online:
            matter.area = series.area
            matter.unit = series.station
            longitude, latitude = series.centre
            matter.position = (
                longitude + _WANDERS * dice.normal(),
                latitude + _WANDERS * dice.normal(),
            )
            if dice.chance(_KEEPS):
                matter.premises = series.premises
            if dice.chance(_KEEPS):
                matter.category = series.category
            if dice.chance(_KEEPS):
                hour = series.hour + round(1.2 * dice.normal())
                day = matter.accepted // DAY - (1 if dice.chance(0.3) else 0)
                occurred = day * DAY + hour * HOUR + dice.between(0, 59) * MINUTE
                if occurred <= matter.accepted - 10 * MINUTE:
                    matter.occurred = occurred
        if series.is_small:
            low, high = _SMALL_YUAN
            matter.amount = float(dice.between(low, high))
        series.left -= 1
        series.next_at = matter.accepted + int(dice.lognormal(3.0, 0.7) * DAY)
        if series.left == 0:
            self._running.remove(series)
