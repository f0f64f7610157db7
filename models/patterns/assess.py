"""The whole step: offences in, all results out.

Belongs here: which method is asked about which offences, and what is said where one cannot be. Keep out:
the methods (their own modules), databases and texts.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from models.patterns import alerts, hotspots, season, towns
from models.patterns.panel import CITY, Series, counted_in, history, make_series
from models.patterns.places import (
    SEED,
    YEAR_WEEKS,
    clusters_of,
    hot_spots_of,
    near_repeats_of,
    parts_of,
    place_offences,
)
from models.patterns.results import as_rows, measure
from models.patterns.weeks import WEEK

# A change needs nearly two years of weeks.
LEAST_CHANGE_WEEKS = 48


def assess(
    offences: pd.DataFrame,
    groups: pd.DataFrame,
    townships: pd.DataFrame,
    populations: pd.DataFrame,
    festivals: list[pd.Timestamp],
    last_day: pd.Timestamp,
) -> pd.DataFrame:
    """All results as of the last complete week.

    Args:
        offences: ``police_case_no``, ``group_code``, ``region_code``, ``township_code``, ``x_metres``,
            ``y_metres`` (missing: NaN), ``accepted_at``, ``occurred_at``; of allow-listed kinds only.
        groups: the seed ``pattern_groups``; townships: ``township_code``, ``region_code``.
        populations: ``region_code``, ``resident_population``.
        last_day: Sunday of the last complete week.

    Returns:
        ``kind`` (week, item, member, town, measure) and ``payload`` (JSON).
    """
    offences = offences.sort_values("police_case_no").reset_index(drop=True)
    weeks = history(offences, last_day) if len(offences) else pd.DatetimeIndex([])
    measures: list[dict[str, Any]] = [measure("history", "weeks", float(len(weeks)))]
    offences = (
        offences[
            (offences["accepted_at"] >= weeks[0])
            & (offences["accepted_at"] < weeks[-1] + pd.Timedelta(days=WEEK))
        ].reset_index(drop=True)
        if len(weeks)
        else offences.iloc[:0]
    )
    if offences.empty:
        nothing = measure("history", "weeks", 0.0, state="too_short")
        return as_rows("measure", pd.DataFrame([nothing]))
    measures += _coverage(offences)
    series = make_series(offences, groups, weeks, festivals)
    week_rows, shift_rows = _seasons(series, festivals, measures)
    measures += _weekdays(offences, groups)
    found, record = alerts.find_alerts(
        series, groups, dict(zip(townships["township_code"], townships["region_code"], strict=True))
    )
    state = "ok" if record["weeks"] else "too_short"
    measures += [
        measure("surveillance", name, value, state=state) for name, value in record.items()
    ]
    items = [found.assign(item_kind="alert"), shift_rows]
    placed = place_offences(offences, groups)
    clusters, members = clusters_of(placed, groups, weeks, measures)
    items += [clusters, hot_spots_of(placed, groups, weeks, measures)]
    measures += near_repeats_of(placed, groups, weeks)
    town_rows = _towns(series, groups, townships, populations, placed, measures)
    parts = {
        "week": week_rows,
        "item": pd.concat([part for part in items if len(part)], ignore_index=True)
        if any(len(part) for part in items)
        else pd.DataFrame(),
        "member": members,
        "town": town_rows,
        "measure": pd.DataFrame(measures),
    }
    return pd.concat([as_rows(kind, frame) for kind, frame in parts.items()], ignore_index=True)


def _coverage(offences: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        measure("coverage", name, float(offences[column].notna().mean()))
        for name, column in (
            ("township", "township_code"),
            ("region", "region_code"),
            ("coordinates", "x_metres"),
        )
    ]


def _seasons(
    series: Series, festivals: list[pd.Timestamp], measures: list[dict[str, Any]]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Every kind in the city and in each county; a county has the city's season, not one of its own."""
    weeks, counts = series.panel.weeks, series.panel.counts
    later = pd.date_range(
        weeks[-1] + pd.Timedelta(days=WEEK), periods=season.FORECAST_WEEKS, freq="7D"
    )
    horizon = weeks.append(later)
    rows, shifts, usual, widenings = [], [], {}, {}
    places = series.keys[series.keys["level"] != "township"]
    for place, key in places.sort_values(["level", "group_code", "area_code"]).iterrows():
        group, area = key["group_code"], key["area_code"]
        observed = counts[place]
        state = season.state_of(observed)
        measures.append(
            measure("season", "state", None, group_code=group, area_code=area, state=state)
        )
        if state in (season.TOO_SHORT, season.TOO_FEW):
            continue
        if area == CITY:
            widenings[group] = _backtest(observed, weeks, festivals, group, measures)
        elif group not in usual:
            continue
        fitted = season.explain(
            observed, weeks, festivals, usual=None if area == CITY else usual[group],
            widening=widenings[group],
        )  # fmt: skip
        if area == CITY:
            usual[group] = fitted.season * fitted.festival
        measures.append(
            measure("forecast", "total", fitted.total, group_code=group, area_code=area,
                    low=fitted.total_low, high=fitted.total_high)
        )  # fmt: skip
        rows.append(
            pd.DataFrame(
                {
                    "group_code": group,
                    "area_code": area,
                    "week_start": horizon,
                    "observed": list(observed.astype(int)) + [None] * len(later),
                    "expected": fitted.expected,
                    "low": fitted.low,
                    "high": fitted.high,
                    "level_count": fitted.level,
                    "season": fitted.season,
                    "festival": fitted.festival,
                    "is_forecast": horizon > weeks[-1],
                }
            )  # fmt: skip
        )
        shifts += [
            {
                "item_kind": "shift",
                "item_id": f"shift-{group}-{area}-{weeks[shift.week]:%Y%m%d}",
                "group_code": group, "area_code": area, "level": key["level"],
                "shifted_on": weeks[shift.week],
                "first_day": weeks[shift.first_week],
                "last_day": weeks[shift.last_week] + pd.Timedelta(days=WEEK - 1),
                "ratio": shift.ratio, "ratio_low": shift.ratio_low, "ratio_high": shift.ratio_high,
                "log_likelihood": shift.statistic / 2,
            }
            for shift in fitted.shifts
        ]  # fmt: skip
    return pd.concat(rows, ignore_index=True) if rows else pd.DataFrame(), pd.DataFrame(shifts)


def _backtest(
    observed: np.ndarray,
    weeks: pd.DatetimeIndex,
    festivals: list[pd.Timestamp],
    group: str,
    measures: list[dict[str, Any]],
) -> float:
    """How past forecasts fared; returns by what their variance has to be widened."""
    past = season.calibrate(observed, weeks, festivals)
    if past.empty:
        return 1.0
    error = np.abs(past["observed"] - past["expected"]).sum() / max(past["observed"].sum(), 1.0)
    naive = past.dropna(subset="naive")
    rival = np.abs(naive["observed"] - naive["naive"]).sum() / max(naive["observed"].sum(), 1.0)
    covered = ((past["observed"] >= past["low"]) & (past["observed"] <= past["high"])).mean()
    figures = {"error": error, "naive_error": rival if len(naive) else None, "covered": covered}
    measures += [
        measure("forecast", name, value, group_code=group, area_code=CITY)
        for name, value in figures.items()
    ]
    return float(np.clip(past["surprise"].mean(), 1.0, 9.0))


def _weekdays(offences: pd.DataFrame, groups: pd.DataFrame) -> list[dict[str, Any]]:
    """Offences per weekday of their occurrence, 1 being an average day."""
    found = []
    weekday = offences["occurred_at"].dt.day_of_week.to_numpy()
    for code, is_counted in counted_in(offences["group_code"], groups).items():
        counts = np.bincount(weekday[is_counted], minlength=7).astype(float)
        if counts.sum() < hotspots.LEAST_CASES:
            continue
        index, error = 7 * counts / counts.sum(), 1.96 / np.sqrt(np.maximum(counts, 1))
        found += [
            measure("season", "weekday", index[day], group_code=code, area_code=CITY, bucket=str(day + 1),
                    low=index[day] * np.exp(-error[day]), high=index[day] * np.exp(error[day]))
            for day in range(7)
        ]  # fmt: skip
    return found


def _towns(
    series: Series,
    groups: pd.DataFrame,
    townships: pd.DataFrame,
    populations: pd.DataFrame,
    placed: pd.DataFrame,
    measures: list[dict[str, Any]],
) -> pd.DataFrame:
    """The last year of counties and townships beside the year before."""
    keys, counts = series.keys, series.panel.counts
    weeks = counts.shape[1]
    span = (
        min(YEAR_WEEKS, weeks // 2) if weeks // 2 >= LEAST_CHANGE_WEEKS else min(YEAR_WEEKS, weeks)
    )
    has_change = weeks // 2 >= LEAST_CHANGE_WEEKS
    measures.append(
        measure("towns", "weeks", float(span), state="ok" if has_change else "too_short")
    )
    now = counts[:, weeks - span :].sum(axis=1)
    before = counts[:, weeks - 2 * span : weeks - span].sum(axis=1) if has_change else now * np.nan
    table = keys.assign(now=now, before=before)
    leaves = groups.loc[~groups["group_code"].isin(groups["parent_code"].dropna()), "group_code"]
    people = populations.set_index("region_code")["resident_population"]
    found = []
    for level in ("region", "township"):
        part = table[table["level"] == level]
        if part.empty:
            continue
        wide = {
            name: part.pivot_table(
                index="area_code", columns="group_code", values=name, aggfunc="sum"
            )
            .reindex(columns=groups["group_code"])
            .fillna(0.0)
            for name in ("now", "before")
        }
        expected = towns.expected_by_mix(wide["now"][leaves].to_numpy())
        city, mix, local = towns.shift_share(
            wide["now"][leaves].to_numpy(), wide["before"][leaves].to_numpy()
        )
        places = {code: number for number, code in enumerate(leaves)}
        for code in groups["group_code"]:
            inside = [places[leaf] for leaf in [code, *parts_of(code, groups)] if leaf in places]
            frame = pd.DataFrame(
                {
                    "level": level, "area_code": wide["now"].index, "group_code": code,
                    "now": wide["now"][code].to_numpy(),
                    "expected_by_mix": expected[:, inside].sum(axis=1),
                }
            )  # fmt: skip
            if has_change:
                ratios = towns.change(wide["now"][code].to_numpy(), wide["before"][code].to_numpy())
                frame = pd.concat([frame, ratios], axis=1).assign(
                    before=wide["before"][code].to_numpy(),
                    city_part=city[:, inside].sum(axis=1),
                    mix_part=mix[:, inside].sum(axis=1),
                    local_part=local[:, inside].sum(axis=1),
                )
            if level == "region":
                frame = _with_rates(frame, people)
            else:
                frame = _with_neighbours(frame, placed, code, measures)
            found.append(frame)
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame()


def _with_rates(frame: pd.DataFrame, people: pd.Series) -> pd.DataFrame:
    frame = frame.assign(population=frame["area_code"].map(people))
    is_known = frame["population"].notna()
    if is_known.sum() >= 3:
        known = frame[is_known]
        rates = towns.empirical_bayes(known["now"].to_numpy(), known["population"].to_numpy(float))
        rates.index = known.index
        for name in rates:
            frame[f"rate_{name}" if name != "rate" else name] = rates[name]
    return frame


def _with_neighbours(
    frame: pd.DataFrame, placed: pd.DataFrame, code: str, measures: list[dict[str, Any]]
) -> pd.DataFrame:
    """Whether a township and its neighbours are high or low together (local Moran of their counts)."""
    middle = placed.groupby("township_code")[["x_metres", "y_metres"]].median()
    x = frame["area_code"].map(middle["x_metres"])
    y = frame["area_code"].map(middle["y_metres"])
    is_known = (x.notna() & y.notna()).to_numpy()
    values = np.sqrt(frame.loc[is_known, "now"].to_numpy(float))
    if is_known.sum() < 12 or frame["now"].sum() < hotspots.LEAST_CASES or values.std() == 0:
        return frame
    local = hotspots.local_moran(values, x[is_known].to_numpy(), y[is_known].to_numpy(), seed=SEED)
    measures.append(
        measure("local_moran", "moran_i", local.attrs["moran_i"], group_code=code,
                p_value=local.attrs["moran_p"])
    )  # fmt: skip
    frame.loc[is_known, "quadrant"] = np.where(
        local["q_value"] <= hotspots.FALSE_DISCOVERY_SHARE, local["quadrant"], None
    )
    return frame
