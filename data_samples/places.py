"""Where things happen and who is responsible there: areas, units, townships, addresses, positions.

Belongs here: what the code lists and the townships seed say of places, and inventing addresses.
Keep out: people and events.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from data_samples.dice import Dice, Weighted
from pipelines.contract import contracts_dir

_TOWNSHIPS = (
    Path(__file__).resolve().parents[1] / "dbt_project" / "seeds" / "domain" / "townships.csv"
)
CITY = "320500"
CITY_COURT = "FY320500"
CITY_PROCURATORATE = "JC320500"
# Degrees; about one kilometre around the station.
_SCATTER = 0.009
_ROADS = [
    "人民路",
    "解放路",
    "中山路",
    "建设路",
    "团结路",
    "长江路",
    "太湖路",
    "东方大道",
    "和平路",
    "文昌路",
    "金枫路",
    "盘门路",
    "学士街",
    "前进路",
    "新华路",
    "景德路",
    "竹辉路",
    "干将路",
    "三香路",
    "玉山路",
    "花园路",
    "工业大道",
    "创业路",
    "科技路",
    "商城路",
    "滨河路",
    "塔园路",
    "星湖街",
]
_ESTATES = [
    "阳光花园",
    "翠湖雅居",
    "锦绣江南",
    "湖畔名邸",
    "新城花园",
    "东方明珠",
    "金色家园",
    "御景湾",
    "水岸清华",
    "世纪华庭",
    "桃源新村",
    "梅花新苑",
    "荷塘月色",
    "怡景花园",
    "香樟园",
    "玲珑湾",
    "枫桥新村",
    "彩虹苑",
    "浪琴湾",
    "师惠坊",
]
PREMISES_NAMES = {
    "01": "室",
    "02": "商铺",
    "03": "路口",
    "04": "停车场",
    "05": "厂区",
    "06": "公交站",
    "07": "(网络)",
    "08": "KTV",
    "09": "学校",
    "10": "宾馆",
    "11": "银行网点",
    "99": "附近",
}
_SHORT_SQUADS = {
    "刑事侦查大队": "刑",
    "经济犯罪侦查大队": "经",
    "交通警察大队": "交",
    "禁毒大队": "禁",
    "法制大队": "法",
    "网络安全保卫大队": "网",
    "治安管理大队": "治",
}


@dataclass(frozen=True, slots=True)
class Unit:
    """A police unit. ``mark`` is what stands in the brackets of its document numbers."""

    code: str
    name: str
    short_name: str
    kind: str
    area: str
    mark: str
    longitude: float
    latitude: float


@dataclass(frozen=True, slots=True)
class Area:
    """One county-level area with its agencies and units."""

    code: str
    name: str
    short_name: str
    court_no: str
    townships: tuple[str, ...]
    stations: tuple[Unit, ...]
    squads: dict[str, Unit]
    offices: tuple[tuple[str, str], ...]
    detention: str

    @property
    def police(self) -> str:
        return f"GA{self.code}"

    @property
    def procuratorate(self) -> str:
        return f"JC{self.code}"

    @property
    def court(self) -> str:
        return f"FY{self.code}"

    @property
    def justice(self) -> str:
        return f"SF{self.code}"


class Places:
    """The whole city."""

    __slots__ = (
        "_township_by_station",
        "agency_names",
        "areas",
        "by_weight",
        "prosecution_marks",
        "shares",
    )

    def __init__(self) -> None:
        agencies = _read("agencies")
        units = _read("units")
        self.agency_names = {row["agency_code"]: row["name"] for row in agencies}
        self.prosecution_marks = {
            row["agency_code"]: row["short_name"]
            if row["short_name"].startswith("苏检")
            else f"苏{row['short_name']}"
            for row in agencies
            if row["agency_type"] == "procuratorate"
        }
        houses = {
            row["area_code"]: row["agency_code"]
            for row in agencies
            if row["agency_type"] == "detention"
        }
        with _TOWNSHIPS.open(encoding="utf-8-sig", newline="") as handle:
            townships = [tuple(row.values())[:3] for row in csv.DictReader(handle)]
        self.areas: dict[str, Area] = {}
        weights: dict[str, float] = {}
        for row in _read("areas"):
            code = row["area_code"]
            if row["level"] != "county":
                continue
            weights[code] = float(row["crime_weight"])
            own = [unit for unit in units if unit["area_code"] == code]
            police = [_police_unit(unit) for unit in own if unit["agency_type"] == "police"]
            self.areas[code] = Area(
                code=code,
                name=row["name"],
                short_name=row["short_name"],
                court_no=row["court_no_code"],
                townships=tuple(name for _, name, area in townships if area == code),
                stations=tuple(unit for unit in police if unit.kind == "派出所"),
                squads={unit.kind: unit for unit in police if unit.kind != "派出所"},
                offices=tuple(
                    (unit["unit_code"], unit["name"])
                    for unit in own
                    if unit["unit_kind"] == "司法所"
                ),
                detention=houses.get(code, f"KS32050{1 + int(code) % 3}"),
            )
        self.by_weight = Weighted(weights)
        self.shares = {code: weight / sum(weights.values()) for code, weight in weights.items()}
        self._township_by_station = {
            unit.code: next(
                (name for name in area.townships if name.startswith(unit.mark)), area.townships[0]
            )
            for area in self.areas.values()
            for unit in area.stations
        }

    def address(self, dice: Dice, area: Area, station: Unit, premises: str) -> str:
        """Free text of an address near the station."""
        prefix = (
            f"苏州市{area.name}"
            if area.name.endswith("区") and "苏州" not in area.name
            else area.name
        )
        place = self._township_by_station.get(station.code) or dice.pick(area.townships)
        if dice.chance(0.12):
            place = dice.pick(area.townships)
        street = f"{dice.pick(_ROADS)}{dice.between(1, 680)}号"
        if premises == "01":
            street = (
                f"{dice.pick(_ESTATES)}{dice.between(1, 60)}幢"
                f"{dice.between(1, 24)}0{dice.between(1, 4)}"
            )
        return f"{prefix}{place}{street}{PREMISES_NAMES.get(premises, '')}"

    def home(self, dice: Dice, area: Area) -> str:
        return self.address(dice, area, dice.pick(area.stations), "01")

    @staticmethod
    def position(dice: Dice, station: Unit) -> tuple[str, str]:
        """Longitude and latitude near the station, six decimals."""
        return (
            f"{station.longitude + _SCATTER * dice.normal():.6f}",
            f"{station.latitude + _SCATTER * dice.normal():.6f}",
        )


def _police_unit(row: dict[str, str]) -> Unit:
    kind = row["unit_kind"]
    short = row["name"].replace("苏州市公安局", "").replace("市公安局", "")
    tail = short.split("分局")[-1].replace("苏州工业园区", "")
    mark = _SHORT_SQUADS.get(kind) or _station_name(row["name"])
    return Unit(
        code=row["unit_code"],
        name=row["name"],
        short_name=tail,
        kind=kind,
        area=row["area_code"],
        mark=mark,
        longitude=float(row["lon"] or 0),
        latitude=float(row["lat"] or 0),
    )


def _station_name(name: str) -> str:
    return name.split("分局")[-1].split("公安局")[-1].removesuffix("派出所")


def _read(code_list: str) -> list[dict[str, str]]:
    path = contracts_dir() / "codes" / f"{code_list}.csv"
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))
