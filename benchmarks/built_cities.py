"""Whole small cities for accuracy_patterns: told, delivered, taken in, staged, judged, compared with their truth.

Belongs here: one city from its files to its results, and what became of every phenomenon that was planted. Keep out:
methods, tables. Only the police's deliveries are taken in: patterns read nothing else.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from data_samples.city import generate
from models.patterns import association
from pipelines.build import set_day_of_judgement, take_link_decisions
from pipelines.home import Home
from pipelines.intake.run import run_intake
from pipelines.transform import dbt_arguments, dbt_environment

Row = dict[str, Any]
CASES, DAYS, FIRST_SEED = 12_000, 730, 301
_SEEDS = Path(__file__).parents[1] / "dbt_project" / "seeds"
_WANTED = (
    "fct_pattern_items",
    "fct_pattern_measures",
    "fct_pattern_weeks",
    "fct_pattern_towns",
)
# Kinds for false associations: nothing that goes together is planted in them.
_UNRELATED = ("telecom_fraud", "other_theft", "burglary", "injury", "other_fraud", "road_accident")
_NEAR_DAYS = 56
_READ = (
    "select * from marts.fct_pattern_items",
    "select * from marts.fct_pattern_measures",
    "select * from marts.fct_pattern_weeks",
    "select * from marts.fct_pattern_towns",
    "select * from intermediate.int_offence_versions",
    "select payload->>'item_id' as item_id, payload->>'police_case_no' as record "
    "from intermediate.int_pattern_results where kind = 'member'",
)


def ask_city(seed: int, folder: Path, *, cases: int = CASES, days: int = DAYS) -> list[Row]:
    """Everything that is said of one city; ``folder`` is emptied before and after."""
    shutil.rmtree(folder, ignore_errors=True)
    generate(out=folder, cases=cases, days=days, seed=FIRST_SEED + seed)
    for agency in (folder / "landing").iterdir():
        if agency.name != "police":
            shutil.rmtree(agency)
    home = build_patterns(folder)
    rows = compare(home, folder / "truth")
    shutil.rmtree(folder, ignore_errors=True)
    return rows


def build_patterns(folder: Path) -> Home:
    """A home with the marts of patterns, out of ``folder/landing``."""
    home = Home(folder / "home")
    home.create()
    run_intake(home, landing=folder / "landing")
    set_day_of_judgement(home, None)
    take_link_decisions(home)
    command = [
        sys.executable, "-W", "ignore", "-m", "dbt.cli.main", "--quiet", "build", "--select", *(f"+{name}" for name in _WANTED),
        "--exclude-resource-type", "unit_test", "test", *dbt_arguments(home),
    ]  # fmt: skip
    subprocess.run(command, env=dbt_environment(home), check=True)
    return home


class _City:
    """What was planted, what was found, and which records are behind both."""

    def __init__(self, home: Home, truth: Path) -> None:
        groups = pd.read_csv(_SEEDS / "patterns" / "pattern_groups.csv")
        self.parents = groups.set_index("group_code")["parent_code"].dropna().to_dict()
        offences = pd.read_csv(_SEEDS / "patterns" / "pattern_offences.csv", dtype=str)
        by_category = offences[offences["code_list"] == "category"].set_index("code")["group_code"]
        self.planted = pd.read_csv(
            truth / "patterns.csv", dtype={"category_code": str, "region_code": str},
            parse_dates=["first_day", "last_day"],
        )  # fmt: skip
        self.planted["group_code"] = self.planted["category_code"].map(by_category)
        told = pd.read_csv(truth / "phenomena.csv", dtype=str)
        kinds = {*self.planted["kind"], "series", "small_series"}
        told = told[told["kind"].isin(kinds) & (told["source_table"] == "police.cases")]
        self.number_of = told.set_index("record_key")["note"]
        with duckdb.connect(str(home.warehouse), read_only=True) as connection:
            self.items, self.measures, self.weeks, self.towns, self.offences, members = (
                connection.execute(sql).df() for sql in _READ
            )
        self.offences["number"] = self.offences["police_case_no"].map(self.number_of)
        self._members = members.groupby("item_id")["record"].agg(set)

    def records(self, item: Row) -> set[str]:
        """The records behind an alert or a cluster."""
        if item["item_kind"] == "cluster":
            return set(self._members[item["item_id"]])
        offences = self.offences
        kinds = offences["group_code"]
        chosen = (kinds == item["group_code"]) | (kinds.map(self.parents) == item["group_code"])
        if item["level"] != "city":
            chosen &= offences[f"{item['level']}_code"] == item["area_code"]
        end = item["last_day"] + pd.Timedelta(days=1)
        chosen &= (offences["accepted_at"] >= item["first_day"]) & (offences["accepted_at"] < end)
        return set(offences.loc[chosen, "police_case_no"])

    def behind(self, item: Row) -> pd.Series:
        """How many records of each planted phenomenon or series are behind the item."""
        numbers = self.number_of.reindex(sorted(self.records(item))).dropna()
        return numbers.value_counts()

    def size_of(self, number: str) -> int:
        """How many records of a phenomenon came as far as to be counted."""
        return int((self.offences["number"] == number).sum())


def compare(home: Home, truth: Path) -> list[Row]:
    """One row per phenomenon, and per count of false ones."""
    city = _City(home, truth)
    return [
        *_compare_alerts(city), *_compare_clusters(city), *_compare_hot_spots(city), *_compare_near_repeats(city),
        *_compare_shifts(city), *_compare_growth(city), *_compare_waves(city),
    ]  # fmt: skip


def _is_explained(behind: pd.Series, item: Row) -> bool:
    """Most of what is too much was planted, by one phenomenon or by several together."""
    excess = item["observed"] - item["expected"]
    return bool(behind.sum() >= max(2, 0.5 * excess))


def _size_name(size: int) -> str:
    return "6 to 8" if size <= 8 else "10 to 12" if size <= 12 else "15 to 20"


def _compare_alerts(city: _City) -> list[Row]:
    alerts = city.items[city.items["item_kind"] == "alert"].to_dict("records")
    behind = [city.behind(alert) for alert in alerts]
    rows: list[Row] = []
    for planted in city.planted[city.planted["kind"] == "outbreak"].to_dict("records"):
        size = city.size_of(planted["number"])
        row: Row = {
            "method": f"city: early warning, outbreak of {_size_name(planted['cases'])}",
            "found": False,
        }
        hits = [
            alert for alert, found in zip(alerts, behind, strict=True)
            if found.get(planted["number"], 0) >= max(3, 0.4 * size)
        ]  # fmt: skip
        if hits:
            told = [hit["first_day"] + pd.Timedelta(days=7 * hit["window_weeks"]) for hit in hits]
            # The narrowest of those that hold it says how large it is.
            best = min(hits, key=lambda hit: ("township", "region", "city").index(hit["level"]))
            row |= {
                "found": True,
                "delay_days": max((min(told) - planted["first_day"]).days, 0),
                "size_error": (best["observed"] - best["expected"]) / size - 1,
            }
        rows.append(row)
    wrong = sum(
        alert["within"] == "" and not _is_explained(found, alert) and not _is_of_shift(city, alert)
        for alert, found in zip(alerts, behind, strict=True)
    )
    told = sum(alert["within"] == "" for alert in alerts)
    record = city.measures[city.measures["method"] == "surveillance"].set_index("measure")["value"]
    weeks = record["weeks"]
    return [
        *rows,
        {"method": "city: early warning", "false_per_year": 52 * wrong / weeks, "false_share": wrong / told if told else None},
    ]  # fmt: skip


def _is_of_shift(city: _City, alert: Row) -> bool:
    """The level has risen for good: until that is the past, its weeks are too many."""
    shifts = city.planted[city.planted["kind"].isin(["level_shift", "local_growth"])]
    kinds = {alert["group_code"]} | {k for k, p in city.parents.items() if p == alert["group_code"]}
    since = alert["last_day"] - shifts["first_day"]
    is_then = (since >= pd.Timedelta(0)) & (since <= pd.Timedelta(days=182))
    return bool((shifts["group_code"].isin(kinds) & is_then).any())


def _compare_clusters(city: _City) -> list[Row]:
    clusters = city.items[city.items["item_kind"] == "cluster"].to_dict("records")
    behind = [city.behind(cluster) for cluster in clusters]
    rows: list[Row] = []
    for planted in city.planted[city.planted["kind"] == "cluster"].to_dict("records"):
        size = city.size_of(planted["number"])
        row: Row = {
            "method": f"city: space-time scan, cluster of {_size_name(planted['cases'])}",
            "found": False,
        }
        counts = [found.get(planted["number"], 0) for found in behind]
        if counts and max(counts) >= max(3, 0.4 * size):
            best = clusters[int(np.argmax(counts))]
            row |= {
                "found": True,
                "place_error_m": _metres(best, planted),
                "radius_error_m": best["radius_metres"] - planted["radius_metres"],
                "date_error_days": abs((best["first_day"] - planted["first_day"]).days),
                "size_error": (best["observed"] - best["expected"]) / size - 1,
            }
        rows.append(row)
    wrong = sum(not _is_explained(found, one) for found, one in zip(behind, clusters, strict=True))
    return [*rows, {"method": "city: space-time scan", "false_per_year": wrong}]


def _metres(one: Row, other: Row) -> float:
    east = (one["longitude"] - other["longitude"]) * np.cos(np.radians(one["latitude"]))
    return float(np.hypot(east, one["latitude"] - other["latitude"]) * 110_880)


def _compare_hot_spots(city: _City) -> list[Row]:
    cells = city.items[(city.items["item_kind"] == "hot_spot") & city.items["is_hot"].eq(True)]
    rows: list[Row] = []
    for planted in city.planted[city.planted["kind"] == "hot_spot"].to_dict("records"):
        own = cells[cells["group_code"] == planted["group_code"]].to_dict("records")
        apart = min((_metres(cell, planted) for cell in own), default=np.inf)
        row: Row = {"method": "city: hot spots (Gi*), 25 to 45 a year", "found": apart <= 750}
        if apart <= 750:
            row["place_error_m"] = apart
        rows.append(row)
    tracked = city.measures[
        (city.measures["method"] == "hot_spots") & (city.measures["group_code"] == "theft")
    ]
    means = tracked[tracked["bucket"].notna()].groupby("measure")["value"].mean()
    if len(means):
        rows += [
            {"method": "city: hot spots (density) of theft, 5 % of area", "pai": means["pai"], "pei": means["pei"]},
            {"method": "city: hot spots (counts) of theft, 5 % of area", "pai": means["pai_last"]},
        ]  # fmt: skip
    return rows


def _compare_near_repeats(city: _City) -> list[Row]:
    pairs = city.measures[
        (city.measures["method"] == "near_repeat") & (city.measures["measure"] == "pairs")
    ]
    first = pairs[pairs["bucket"] == "100/7"].set_index("group_code")["p_value"]
    # Road accidents come alone: no repeat, cluster or series is planted in them.
    nothing = pairs[pairs["group_code"] == "road_accident"]["p_value"]
    return [
        {"method": "city: near repeats, one in seven", "found": bool(first.get("burglary", 1.0) <= 0.01)},
        {"method": "city: near repeats", "false_share": float((nothing <= 0.01).mean()) if len(nothing) else None},
    ]  # fmt: skip


def _compare_shifts(city: _City) -> list[Row]:
    shifts = city.items[city.items["item_kind"] == "shift"]
    planted = city.planted[city.planted["kind"] == "level_shift"]
    rows: list[Row] = []
    for one in planted.to_dict("records"):
        own = shifts[(shifts["group_code"] == one["group_code"]) & (shifts["level"] == "city")]
        apart = (own["shifted_on"] - one["first_day"]).abs().dt.days
        row: Row = {
            "method": "city: level shift, × 1.4 to 2",
            "found": bool((apart <= _NEAR_DAYS).any()),
        }
        if row["found"]:
            best = own.loc[apart.idxmin()]
            row |= {
                "date_error_days": int(apart.min()),
                "size_error": best["ratio"] / one["ratio"] - 1,
            }
        rows.append(row)
    moved = {
        *planted["group_code"],
        *city.planted.loc[city.planted["kind"].isin(["wave", "local_growth"]), "group_code"],
    }
    moved |= {city.parents.get(code, code) for code in moved}
    wrong = shifts[~shifts["group_code"].isin(moved) & (shifts["level"] == "city")]
    kept = city.weeks[(city.weeks["area_code"] == "city") & ~city.weeks["group_code"].isin(moved)]
    series, years = (
        kept["group_code"].nunique(),
        kept.loc[~kept["is_forecast"], "week_start"].nunique() / 52,
    )
    covered = city.measures[
        (city.measures["method"] == "forecast") & (city.measures["measure"] == "covered")
    ]
    return [
        *rows,
        {"method": "city: level shift, per series", "false_per_year": len(wrong) / max(series * years, 1)},
        {"method": "city: forecast, 13 weeks", "covered": covered["value"].mean()},
    ]  # fmt: skip


def _compare_growth(city: _City) -> list[Row]:
    towns = city.towns[(city.towns["level"] == "region")].copy()
    towns["is_told"] = (
        (towns["p_value"] <= 0.05) & (towns["local_part"] > 0) & (towns["ratio_low"] > 1)
    )
    rows: list[Row] = []
    for one in city.planted[city.planted["kind"] == "local_growth"].to_dict("records"):
        own = towns[(towns["group_code"] == one["group_code"])].set_index("area_code")
        row: Row = {
            "method": "city: town comparison, one county × 1.9",
            "found": bool(own["is_told"].get(one["region_code"], False)),
        }
        if row["found"]:
            row["size_error"] = (
                own["local_part"][one["region_code"]] / city.size_of(one["number"]) - 1
            )
        others = own.drop(index=one["region_code"])
        rows += [
            row,
            {
                "method": "city: town comparison, other counties",
                "false_share": float(others["is_told"].mean()),
            },
        ]
    return rows


def _compare_waves(city: _City) -> list[Row]:
    weeks = city.weeks[(city.weeks["area_code"] == "city") & ~city.weeks["is_forecast"]]
    series = {code: part.sort_values("week_start") for code, part in weeks.groupby("group_code")}

    def associate(one: str, two: str) -> association.Association | None:
        columns = [
            series[code][name].to_numpy(float)
            for code in (one, two)
            for name in ("observed", "expected")
        ]
        return association.associate(*columns, seed=1)

    rows: list[Row] = []
    if {"bicycle_theft", "car_break_in"} <= series.keys():
        found = associate("bicycle_theft", "car_break_in")
        if found is not None:
            rows.append(
                {
                    "method": "city: association, two weeks later",
                    "found": found.p_value <= 0.05 and found.best_lag == 2,
                }
            )
    known = [code for code in _UNRELATED if code in series]
    for place, one in enumerate(known):
        for two in known[place + 1 :]:
            nothing = associate(one, two)
            if nothing is not None:
                rows.append(
                    {"method": "city: association", "false_share": float(nothing.p_value <= 0.05)}
                )
    return rows
