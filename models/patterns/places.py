"""What is asked about where offences happened: clusters, hot spots, near repeats.

Belongs here: which method is asked about which offences of known place. Keep out: the methods (scan,
hotspots, near_repeat), and all that needs no place (assess).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from models.patterns import hotspots, near_repeat, scan
from models.patterns.panel import counted_in
from models.patterns.results import measure
from models.patterns.weeks import WEEK

# A year of weeks for clusters, hot spots and comparison.
YEAR_WEEKS = 52
LEAST_SCAN_WEEKS = 12
# Significance of a cluster: one year is scanned for every kind of offence.
CLUSTER_LEVEL = 0.01
SEED = 20_240_101


def place_offences(offences: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
    """Offences with a place: their own, else the middle of their township's, where that is known.

    ``is_exact`` tells which. Kinds that happen nowhere (online fraud) are left out.
    """
    has_place = groups.set_index("group_code")["has_place"].to_dict()
    chosen = offences[offences["group_code"].map(has_place).fillna(False).astype(bool)].copy()
    chosen["is_exact"] = chosen["x_metres"].notna() & chosen["y_metres"].notna()
    middle = chosen[chosen["is_exact"]].groupby("township_code")[["x_metres", "y_metres"]].median()
    for column in ("x_metres", "y_metres"):
        chosen[column] = chosen[column].fillna(chosen["township_code"].map(middle[column]))
    return chosen[chosen["x_metres"].notna() & chosen["y_metres"].notna()].reset_index(drop=True)


def _of_last_weeks(placed: pd.DataFrame, weeks: pd.DatetimeIndex, count: int) -> pd.DataFrame:
    """Offences that occurred in the last weeks, with ``week`` 0…count - 1."""
    first = weeks[-1] - pd.Timedelta(days=WEEK * (count - 1))
    number = (placed["occurred_at"].dt.normalize() - first).dt.days // WEEK
    is_inside = (number >= 0) & (number < count)
    return placed[is_inside].assign(week=number[is_inside].astype(int)).reset_index(drop=True)


def clusters_of(
    placed: pd.DataFrame,
    groups: pd.DataFrame,
    weeks: pd.DatetimeIndex,
    measures: list[dict[str, Any]],
) -> tuple[pd.DataFrame, pd.DataFrame]:
    count = min(len(weeks), YEAR_WEEKS)
    recent = _of_last_weeks(placed, weeks, count)
    first = weeks[-1] - pd.Timedelta(days=WEEK * (count - 1))
    rows, members = [], []
    taken: dict[str, list[scan.Cluster]] = {}
    for number, (code, is_counted) in enumerate(
        sorted(counted_in(recent["group_code"], groups).items(), key=_parts_first(groups))
    ):
        chosen = recent[is_counted].reset_index(drop=True)
        state = "ok"
        if count < LEAST_SCAN_WEEKS:
            state = "too_short"
        elif len(chosen) < hotspots.LEAST_CASES:
            state = "too_few"
        measures.append(measure("scan", "cases", float(len(chosen)), group_code=code, state=state))
        if state != "ok":
            continue
        found = scan.find_clusters(
            chosen["x_metres"].to_numpy(), chosen["y_metres"].to_numpy(), chosen["week"].to_numpy(),
            weeks=count, seed=SEED + number, level=CLUSTER_LEVEL,
        )  # fmt: skip
        parts = [one for part in parts_of(code, groups) for one in taken.get(part, [])]
        taken[code] = found
        for place, cluster in enumerate(found):
            if any(scan.overlap(cluster, other) for other in parts):
                continue
            begin = first + pd.Timedelta(days=WEEK * cluster.first_week)
            item_id = f"cluster-{code}-{begin:%Y%m%d}-{place + 1}"
            inside = chosen.iloc[cluster.members]
            rows.append(
                {
                    "item_kind": "cluster", "item_id": item_id, "group_code": code,
                    "area_code": _most_frequent(inside["township_code"]), "level": "township",
                    "first_day": inside["occurred_at"].min().normalize(),
                    "last_day": inside["occurred_at"].max().normalize(),
                    "observed": cluster.observed, "expected": cluster.expected,
                    "p_value": cluster.p_value, "x_metres": cluster.x, "y_metres": cluster.y,
                    "radius_metres": cluster.radius, "log_likelihood": cluster.log_likelihood,
                }
            )  # fmt: skip
            members.append(
                pd.DataFrame({"item_id": item_id, "police_case_no": inside["police_case_no"]})
            )
    return pd.DataFrame(rows), pd.concat(members) if members else pd.DataFrame()


def parts_of(code: str, groups: pd.DataFrame) -> list[str]:
    return groups.loc[groups["parent_code"] == code, "group_code"].tolist()


def _parts_first(groups: pd.DataFrame):
    """Kinds with parts come after their parts: what a part already shows is not shown twice."""
    places = {code: place for place, code in enumerate(groups["group_code"])}
    return lambda entry: (bool(parts_of(entry[0], groups)), places[entry[0]])


def _most_frequent(values: pd.Series) -> str | None:
    counted = values.dropna().value_counts(sort=False).sort_index()
    return None if counted.empty else str(counted.idxmax())


def hot_spots_of(
    placed: pd.DataFrame,
    groups: pd.DataFrame,
    weeks: pd.DatetimeIndex,
    measures: list[dict[str, Any]],
) -> pd.DataFrame:
    """Cells of the last year that Gi* calls hot, or that are among the densest of the kernel's map."""
    exact = placed[placed["is_exact"]].reset_index(drop=True)
    if len(exact) < hotspots.LEAST_CASES:
        measures.append(measure("hot_spots", "cases", float(len(exact)), state="no_places"))
        return pd.DataFrame()
    grid = hotspots.make_grid(exact["x_metres"].to_numpy(), exact["y_metres"].to_numpy())
    cells = grid.cells
    exact["cell"] = grid.place(exact["x_metres"].to_numpy(), exact["y_metres"].to_numpy())
    measures.append(
        measure("hot_spots", "area_km2", len(cells) * (hotspots.CELL_METRES / 1000) ** 2)
    )
    recent = _of_last_weeks(exact, weeks, min(len(weeks), YEAR_WEEKS))
    in_recent, in_all = (counted_in(part["group_code"], groups) for part in (recent, exact))
    last_day = weeks[-1] + pd.Timedelta(days=WEEK - 1)
    first_day = weeks[-1] - pd.Timedelta(days=WEEK * (min(len(weeks), YEAR_WEEKS) - 1))
    rows = []
    for code in groups["group_code"]:
        chosen = recent[in_recent[code]]
        state = "ok" if len(chosen) >= hotspots.LEAST_CASES else "too_few"
        measures.append(
            measure("hot_spots", "cases", float(len(chosen)), group_code=code, state=state)
        )
        if state != "ok":
            continue
        counts = grid.count(chosen["cell"].to_numpy())
        dense = grid.density(counts)
        z_values, q_values = hotspots.getis_ord(counts, grid.around)
        most = max(round(hotspots.HOT_SHARE * len(cells)), 1)
        edge = np.sort(dense)[::-1][most - 1]
        is_hot = (q_values <= hotspots.FALSE_DISCOVERY_SHARE) & (counts > 0)
        is_shown = (is_hot | ((dense >= edge) & (counts > 0))) & (dense > 0)
        shown = cells[is_shown]
        rows.append(
            pd.DataFrame(
                {
                    "item_kind": "hot_spot",
                    "item_id": [f"cell-{code}-{i}-{j}" for i, j in shown.itertuples(index=False)],
                    "group_code": code,
                    "area_code": None,
                    "level": "cell",
                    "first_day": first_day,
                    "last_day": last_day,
                    "observed": counts[is_shown].astype(int),
                    "expected": counts.mean(),
                    "q_value": q_values[is_shown],
                    "z_value": z_values[is_shown],
                    "density": dense[is_shown],
                    "is_hot": is_hot[is_shown],
                    "x_metres": (shown["column"] + 0.5) * hotspots.CELL_METRES,
                    "y_metres": (shown["row"] + 0.5) * hotspots.CELL_METRES,
                    "cell_column": shown["column"],
                    "cell_row": shown["row"],
                }
            )  # fmt: skip
        )
        whole = exact[in_all[code]]
        past = hotspots.track(
            grid, whole["cell"].to_numpy(), whole["occurred_at"].dt.normalize(), last_day
        )
        for month in past.to_dict("records"):
            measures += [
                measure(
                    "hot_spots",
                    name,
                    month[name],
                    group_code=code,
                    bucket=f"{month['month']:%Y-%m}",
                )
                for name in ("cases", "hit_rate", "pai", "pei", "pai_last")
            ]
    return pd.concat(rows, ignore_index=True) if rows else pd.DataFrame()


def near_repeats_of(
    placed: pd.DataFrame, groups: pd.DataFrame, weeks: pd.DatetimeIndex
) -> list[dict[str, Any]]:
    recent = _of_last_weeks(placed[placed["is_exact"]], weeks, min(len(weeks), YEAR_WEEKS))
    found = []
    for number, (code, is_counted) in enumerate(counted_in(recent["group_code"], groups).items()):
        chosen = recent[is_counted]
        days = (chosen["occurred_at"].dt.normalize() - weeks[0]).dt.days.to_numpy()
        table = near_repeat.knox_table(
            chosen["x_metres"].to_numpy(), chosen["y_metres"].to_numpy(), days, seed=SEED + number
        )
        state = "too_few" if table.empty else "ok"
        found.append(
            measure("near_repeat", "cases", float(len(chosen)), group_code=code, state=state)
        )
        found += [
            measure("near_repeat", "pairs", row["observed"], group_code=code,
                    bucket=f"{row['metres']:.0f}/{row['days']:.0f}", low=row["expected"],
                    high=row["ratio"], p_value=row["p_value"])
            for row in table.to_dict("records")
        ]  # fmt: skip
    return found
