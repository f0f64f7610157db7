"""What accuracy_patterns asks models.patterns about invented series and points, one seed at a time.

Belongs here: planting, asking, comparing. Keep out: methods (models.patterns), simulation (invented_patterns), tables.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from benchmarks import invented_patterns as invented
from models.patterns import alerts, association, hotspots, near_repeat, scan, season
from models.patterns.places import CLUSTER_LEVEL

Row = dict[str, Any]
# How long after a shift it is asked about every two weeks.
_SHIFT_WEEKS = 40


def ask_alerts(seed: int) -> list[Row]:
    """Two years, 1,416 series of about 0.4 a week: gamma-Poisson beside the rest of the city."""
    return _ask_alerts("early warning, two years, 0.4 a week", seed, weeks=104, mean=0.4, rows=None)


def ask_farrington(seed: int) -> list[Row]:
    """Five years, 120 series of about four a week."""
    return _ask_alerts("early warning, five years, 4 a week", seed, weeks=260, mean=4.0, rows=120)


def _ask_alerts(name: str, seed: int, *, weeks: int, mean: float, rows: int | None) -> list[Row]:
    sizes = (6, 6, 6, 6, 10, 10, 10, 10, 15, 15, 15, 15)
    sizes = sizes if mean < 1 else tuple(3 * size for size in sizes)
    series, planted = invented.invent_series(
        seed, weeks=weeks, mean=mean, outbreaks=sizes, rows=rows
    )
    found, _ = alerts.find_alerts(series, invented.GROUPS, {})
    mondays = series.panel.weeks
    is_true = np.zeros(len(found), bool)
    out = []
    for outbreak in planted:
        key = series.keys.iloc[outbreak.series]
        begin = mondays[outbreak.first]
        end = mondays[outbreak.first + outbreak.length - 1] + pd.Timedelta(days=27)
        hits = (
            (found["group_code"] == key["group_code"])
            & (found["area_code"] == key["area_code"])
            & (found["last_day"] >= begin)
            & (found["first_day"] <= end)
        ).to_numpy()
        is_true |= hits
        row: Row = {"method": f"{name}, +{outbreak.excess}", "found": bool(hits.any())}
        if hits.any():
            hit = found[hits].iloc[0]
            told = pd.Timestamp(hit["first_day"]) + pd.Timedelta(days=7 * hit["window_weeks"])
            row["delay_days"] = max((told - begin).days, 0)
            row["size_error"] = (hit["observed"] - hit["expected"]) / outbreak.excess - 1
        out.append(row)
    wrong = int((~is_true & (found["within"] == "").to_numpy()).sum())
    return [*out, {"method": name, "false_per_year": wrong}]


def ask_scan(seed: int) -> list[Row]:
    """1,500 offences of a kind in a year; clusters of ten days."""
    out = []
    points, days, _ = invented.invent_points(seed, 1_500)

    def find(points: np.ndarray, days: np.ndarray, weeks: int = 52) -> list[scan.Cluster]:
        week = np.minimum(days // 7, 51)
        known = week < weeks
        return scan.find_clusters(
            points[known, 0],
            points[known, 1],
            week[known],
            weeks=weeks,
            seed=seed,
            level=CLUSTER_LEVEL,
        )

    def hits(clusters: list[scan.Cluster], middle: np.ndarray, first: int) -> list[scan.Cluster]:
        return [
            cluster
            for cluster in clusters
            if np.hypot(cluster.x - middle[0], cluster.y - middle[1]) < 1_000
            and cluster.first_week <= (first + 9) // 7
            and cluster.last_week >= first // 7
        ]

    out.append({"method": "space-time scan", "false_per_year": len(find(points, days))})
    for size, radius in ((6, 200.0), (10, 300.0), (15, 500.0)):
        more, later, middle, first = invented.plant_cluster(
            seed, points, days, size=size, radius=radius
        )
        row: Row = {"method": f"space-time scan, {size} within {radius:.0f} m", "found": False}
        for cluster in hits(find(more, later), middle, first)[:1]:
            row |= {
                "found": True,
                "place_error_m": float(np.hypot(cluster.x - middle[0], cluster.y - middle[1])),
                "radius_error_m": cluster.radius - radius,
                "date_error_days": abs(7 * cluster.first_week - first),
                "size_error": (cluster.observed - cluster.expected) / size - 1,
            }
            # Asked every week anew, as the warehouse does: when is it told for the first time?
            for week in range(first // 7 + 1, min(first // 7 + 9, 53)):
                if hits(find(more, later, week), middle, first):
                    row["delay_days"] = 7 * week - first
                    break
        out.append(row)
    return out


def ask_shifts(seed: int) -> list[Row]:
    """Series of twelve a week, two and five years, with and without a shift."""
    out = []
    for weeks in (104, 260):
        series, _ = invented.invent_series(seed, weeks=weeks, mean=12.0, outbreaks=(), rows=12)
        chance = np.random.default_rng([seed, weeks])
        name = f"level shift, {weeks // 52} years"
        wrong = 0
        for counts in series.panel.counts:
            if season.state_of(counts) == season.TOO_FEW:
                continue
            fitted = season.explain(counts, series.panel.weeks, invented.FESTIVALS)
            wrong += len(fitted.shifts)
            at = int(chance.integers(20, weeks - 20))
            for ratio in (1.3, 1.6):
                more = counts.copy()
                more[at:] += chance.poisson(
                    (ratio - 1) * np.maximum(counts[at:].mean(), 0.1), weeks - at
                )
                fitted = season.explain(more, series.panel.weeks, invented.FESTIVALS)
                near = [shift for shift in fitted.shifts if abs(shift.week - at) <= 8]
                row: Row = {"method": f"{name}, × {ratio}", "found": bool(near)}
                if near:
                    best = min(near, key=lambda shift: abs(shift.week - at))
                    row["date_error_days"] = 7 * abs(best.week - at)
                    row["size_error"] = best.ratio / ratio - 1
                    row["delay_days"] = _shift_delay(more, series.panel.weeks, at)
                out.append(row)
        out.append({"method": name, "false_per_year": wrong / 12 / (weeks / 52)})
        past = season.calibrate(series.panel.counts[0], series.panel.weeks, invented.FESTIVALS)
        if len(past):
            inside = (past["observed"] >= past["low"]) & (past["observed"] <= past["high"])
            out.append(
                {"method": f"forecast, {weeks // 52} years", "covered": float(inside.mean())}
            )
    return out


def _shift_delay(counts: np.ndarray, weeks: pd.DatetimeIndex, at: int) -> float | None:
    """Days from a shift to the first of the following weeks in which it would have been told."""
    for end in range(at + 8, min(at + _SHIFT_WEEKS, len(counts)), 2):
        fitted = season.explain(counts[:end], weeks[:end], invented.FESTIVALS)
        if any(abs(shift.week - at) <= 8 for shift in fitted.shifts):
            return 7.0 * (end - at)
    return None


def ask_near_repeats(seed: int) -> list[Row]:
    """A tenth of the offences repeated within 80 m and a week."""
    points, days, _ = invented.invent_points(seed, 1_200)
    chance = np.random.default_rng([seed, 3])
    nothing = near_repeat.knox_table(points[:, 0], points[:, 1], days, seed=seed)
    again = chance.choice(1_200, 120, replace=False)
    more = np.vstack([points, points[again] + chance.uniform(-55, 55, (120, 2))])
    later = np.concatenate([days, days[again] + chance.integers(0, 7, 120)])
    found = near_repeat.knox_table(more[:, 0], more[:, 1], later, seed=seed)
    return [
        {"method": "near repeats, one in ten", "found": bool(found["p_value"].iloc[0] <= 0.01)},
        {"method": "near repeats", "false_share": float((nothing["p_value"] <= 0.01).mean())},
    ]


def ask_hot_spots(seed: int) -> list[Row]:
    """Ten cells with thirty offences more than their surroundings in each of two years."""
    points, days, _ = invented.invent_points(seed, 2_400)
    chance = np.random.default_rng([seed, 5])
    days = chance.integers(0, 728, len(days))
    spots = points[chance.choice(len(points), 10, replace=False)]
    more = np.repeat(spots, 60, axis=0) + chance.normal(0, 150, (600, 2))
    points = np.vstack([points, more])
    days = np.concatenate([days, chance.integers(0, 728, 600)])
    grid = hotspots.make_grid(points[:, 0], points[:, 1])
    places = grid.place(points[:, 0], points[:, 1])
    recent = days >= 364
    counts = grid.count(places[recent])
    _, q_values = hotspots.getis_ord(counts, grid.around)
    hot = np.flatnonzero(q_values <= hotspots.FALSE_DISCOVERY_SHARE)
    of_spots = grid.place(spots[:, 0], spots[:, 1])
    day = pd.Series(pd.Timestamp("2023-07-03") + pd.to_timedelta(days, unit="D"))
    past = hotspots.track(grid, places, day, pd.Timestamp("2025-06-29"))
    return [
        *({"method": "hot spots (Gi*)", "found": bool(np.isin(spot, hot))} for spot in of_spots),
        {"method": "hot spots (density), 5 % of area", "pai": past["pai"].mean(), "pei": past["pei"].mean()},
        {"method": "hot spots (counts), 5 % of area", "pai": past["pai_last"].mean()},
    ]  # fmt: skip


def ask_associations(seed: int) -> list[Row]:
    """Two years; the second follows the first by three weeks with half of its deviations, or not at all."""
    chance = np.random.default_rng([seed, 11])
    out = []
    for _ in range(10):
        one, other = chance.poisson(20, (2, 104)).astype(float)
        usual = np.full(104, 20.0)
        nothing = association.associate(one, usual, other, usual, seed=seed)
        follows = other.copy()
        follows[3:] = chance.poisson(np.maximum(20 + 0.7 * (one[:-3] - 20), 1))
        found = association.associate(one, usual, follows, usual, seed=seed)
        assert nothing is not None and found is not None
        out.append({"method": "association", "false_share": float(nothing.p_value <= 0.05)})
        is_found = found.p_value <= 0.05 and found.best_lag == 3
        out.append({"method": "association, half of the deviations", "found": is_found})
    return out


ASKED: tuple[Callable[[int], list[Row]], ...] = (
    ask_alerts, ask_farrington, ask_scan, ask_shifts, ask_near_repeats, ask_hot_spots, ask_associations,
)  # fmt: skip
