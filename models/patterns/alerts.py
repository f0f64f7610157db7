"""Alerts: unusual weeks of all series, told as stories: one alert from its first to its last week.

Belongs here: walking through the weeks, joining what belongs together, what became of past alerts.
Keep out: the arithmetic of one week (surveillance.py).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from models.patterns import surveillance
from models.patterns.panel import CITY, Series
from models.patterns.weeks import WEEK

TRACKED_WEEKS = 52
# False alarms of a series in a year by its cases a week, as measured on invented cities (docs/patterns.md): the bound
# on false discoveries holds within one week, and 52 weeks are looked at. A rare offence can hardly surprise.
_CASES_A_WEEK = (0.2, 2.0)
_FALSE_PER_SERIES_YEAR = np.array([0.0005, 0.006, 0.014])
# Farrington's season needs some cases in most weeks; rarer series are judged by their last year.
_LEAST_FOR_FARRINGTON = 1.0
# Unusual weeks so close to each other are one alert.
_GAP_WEEKS = 3

COLUMNS = [
    "item_id", "group_code", "area_code", "level", "method", "first_day", "last_day", "window_weeks",
    "observed", "expected", "upper", "p_value", "q_value", "outcome", "within", "alert_weeks",
]  # fmt: skip


def find_alerts(
    series: Series, groups: pd.DataFrame, township_regions: dict[str, str]
) -> tuple[pd.DataFrame, dict[str, float]]:
    """Alerts of the last year, each judged with nothing but what was known by then.

    Returns:
        Alerts (``COLUMNS``; the figures are those of the most unusual week; ``within``: the item_id of a
        stronger alert about the same time in a part or whole of the same area and kind, else empty), and
        the track record: weeks, series, alerts, continued, subsided, open, false_expected.
    """
    panel = series.panel
    weeks = len(panel.weeks)
    judged = [
        week
        for week in range(max(weeks - TRACKED_WEEKS, 0), weeks)
        if surveillance.method_for(week) != surveillance.TOO_SHORT
    ]
    found = [_judge_week(series, week) for week in judged]
    unusual = pd.concat(found, ignore_index=True) if found else pd.DataFrame()
    record = {"weeks": float(len(judged)), "series": float(len(series.keys))}
    if unusual.empty:
        return pd.DataFrame(columns=COLUMNS), {**record, "alerts": 0.0}
    alerts = _tell(unusual, series)
    alerts["within"] = _within(alerts, groups, township_regions)
    leads = alerts[alerts["within"] == ""]
    record |= {
        "alerts": float(len(leads)),
        **{
            name: float((leads["outcome"] == name).sum())
            for name in ("continued", "subsided", "open")
        },
        "false_expected": _false_in_a_year(panel.counts) * len(judged) / 52,
    }
    return alerts[COLUMNS], record


def _false_in_a_year(counts: np.ndarray) -> float:
    """How many false alarms these series give in a year, going by what was measured."""
    kinds = np.searchsorted(_CASES_A_WEEK, counts.mean(axis=1), side="right")
    return float(_FALSE_PER_SERIES_YEAR[kinds].sum())


def _judge_week(series: Series, week: int) -> pd.DataFrame:
    panel, keys = series.panel, series.keys
    is_known = panel.counts[:, : week + 1].sum(axis=1) > 0
    expected = surveillance.expect(panel, week, surveillance.BAYES)
    method = np.full(len(keys), surveillance.BAYES, dtype=object)
    if surveillance.method_for(week) == surveillance.FARRINGTON:
        is_dense = panel.counts[:, :week].mean(axis=1) >= _LEAST_FOR_FARRINGTON
        if is_dense.any():
            part = surveillance.Panel(
                panel.counts[is_dense], panel.weeks, panel.totals[is_dense], panel.festivals
            )
            seasonal = surveillance.expect(part, week, surveillance.FARRINGTON)
            for name in ("means", "variances", "later_means", "later_variances"):
                # What the season and what the last year let expect: the higher of both, so that neither a
                # trend carried half a year ahead nor the height of a season is an alarm.
                whole = getattr(expected, name)
                whole[is_dense] = np.maximum(whole[is_dense], getattr(seasonal, name))
            method[is_dense] = surveillance.FARRINGTON
    rows = np.flatnonzero(is_known)
    known = surveillance.Panel(panel.counts[rows], panel.weeks, panel.totals[rows])
    of_known = surveillance.Expectation(
        *(
            getattr(expected, name)[rows]
            for name in ("means", "variances", "later_means", "later_variances")
        )
    )
    judged = surveillance.judge(known, week, of_known)
    judged = judged[judged["is_alert"]].copy()
    judged["outcome"] = [
        surveillance.outcome(known, week, int(row), of_known) for row in judged["series"]
    ]
    judged["series"] = rows[judged["series"].to_numpy()]
    judged["method"] = method[judged["series"].to_numpy()]
    judged["week"] = week
    return judged


def _tell(unusual: pd.DataFrame, series: Series) -> pd.DataFrame:
    """Unusual weeks of one series that follow each other become one alert."""
    unusual = unusual.sort_values(["series", "week"])
    is_new = (unusual["series"] != unusual["series"].shift()) | (
        unusual["week"] - unusual["week"].shift() > _GAP_WEEKS
    )
    rows = []
    for _, part in unusual.groupby(is_new.cumsum()):
        worst = part.loc[part["p_value"].idxmin()].to_dict()
        key = series.keys.iloc[int(worst["series"])]
        begin = int((part["week"] - part["window_weeks"] + 1).iloc[0])
        first = series.panel.weeks[max(begin, 0)]
        last = series.panel.weeks[int(part["week"].max())] + pd.Timedelta(days=WEEK - 1)
        outcomes = set(part["outcome"])
        is_long = part["week"].max() - part["week"].min() >= surveillance.OUTCOME_WEEKS
        result = "continued" if is_long or "continued" in outcomes else part["outcome"].iloc[-1]
        rows.append(
            {
                **worst,
                **key.to_dict(),
                "item_id": f"alert-{key['group_code']}-{key['area_code']}-{first:%Y%m%d}",
                "first_day": first,
                "last_day": last,
                "outcome": result,
                "alert_weeks": len(part),
            }
        )
    return pd.DataFrame(rows)


def _within(
    alerts: pd.DataFrame, groups: pd.DataFrame, township_regions: dict[str, str]
) -> list[str]:
    parents = groups.set_index("group_code")["parent_code"].fillna("").to_dict()
    lines = {
        place: (
            {row["group_code"], parents.get(row["group_code"], "")} - {""},
            {row["area_code"], township_regions.get(row["area_code"], row["area_code"]), CITY},
        )
        for place, row in alerts.iterrows()
    }
    found = pd.Series("", index=alerts.index)
    leads: list[int] = []
    for place in alerts["p_value"].sort_values(kind="stable").index:
        row = alerts.loc[place]
        for lead in leads:
            other = alerts.loc[lead]
            is_same_time = (
                row["first_day"] <= other["last_day"] and other["first_day"] <= row["last_day"]
            )
            is_same_kind = (
                row["group_code"] in lines[lead][0] or other["group_code"] in lines[place][0]
            )
            is_same_area = (
                row["area_code"] in lines[lead][1] or other["area_code"] in lines[place][1]
            )
            if is_same_time and is_same_kind and is_same_area:
                found[place] = other["item_id"]
                break
        else:
            leads.append(place)
    return found.tolist()
