"""Bands of risk and their track record: how often clocks of a band were really missed, on later data.

Belongs here: bands, rolling evaluation, the measures of the card. Keep out: curves (survival.py).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from models.lateness.survival import fit_curves, history_until, risks_on, term_end

# Upper bounds of the bands; what is above the last is high.
BANDS = (("low", 0.02), ("raised", 0.10), ("high", 1.0))
HELD_OUT_DAYS = 182
_STEP_DAYS = 14
_TOP_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """Measures on a held-out half-year; ``bands`` and ``calibration`` are tables."""

    question_count: int
    base_rate: float
    brier: float
    brier_of_base_rate: float
    top_precision: float
    median_lead_days: float
    bands: pd.DataFrame
    calibration: pd.DataFrame


def band_of(probabilities: pd.Series) -> pd.Series:
    """The band of each probability."""
    edges = [0.0, *(bound for _, bound in BANDS)]
    names = [name for name, _ in BANDS]
    return pd.cut(probabilities, edges, labels=names, include_lowest=True).astype(str)


def ask_on_later_days(clocks: pd.DataFrame, last_day: pd.Timestamp) -> pd.DataFrame:
    """What curves of the time before would have said, every fortnight, in the half-year up to ``last_day``.

    Only clocks whose fate is known by ``last_day`` are asked about. Returns the rows of ``risks_on`` with
    ``asked_on`` and ``is_missed``.
    """
    begin = last_day - pd.Timedelta(days=HELD_OUT_DAYS)
    curves = fit_curves(history_until(clocks, begin))
    asked = []
    for step in range(0, HELD_OUT_DAYS, _STEP_DAYS):
        day = begin + pd.Timedelta(days=step)
        found = risks_on(clocks, curves, day)
        ends = term_end(found["due_at"])
        is_known = (ends <= last_day) | (found["ended_at"] <= last_day)
        found = found[is_known].copy()
        found["is_missed"] = found["ended_at"].isna() | (found["ended_at"] >= ends[is_known])
        found["asked_on"] = day
        asked.append(found)
    return pd.concat(asked, ignore_index=True)


def measure(asked: pd.DataFrame) -> TrackRecord:
    """The measures of the card."""
    missed = asked["is_missed"].to_numpy(float)
    said = asked["probability"].to_numpy(float)
    base = float(missed.mean()) if len(missed) else 0.0
    top = asked.nlargest(max(1, int(len(asked) * _TOP_SHARE)), "probability")
    caught = top[top["is_missed"]]
    first = caught.groupby("clock_id", observed=True)["asked_on"].min()
    due = caught.groupby("clock_id", observed=True)["due_at"].first()
    lead = (due.dt.normalize() - first).dt.days
    table = asked.assign(band=band_of(asked["probability"]))
    return TrackRecord(
        question_count=len(asked),
        base_rate=base,
        brier=float(np.mean((said - missed) ** 2)) if len(missed) else 0.0,
        brier_of_base_rate=base * (1 - base),
        top_precision=float(top["is_missed"].mean()) if len(top) else 0.0,
        median_lead_days=float(lead.median()) if len(lead) else 0.0,
        bands=_observed(table, "band"),
        calibration=_observed(
            asked.assign(
                bin=pd.cut(asked["probability"], [0, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 1.0])
            ),
            "bin",
        ),
    )


def _observed(asked: pd.DataFrame, column: str) -> pd.DataFrame:
    """Per group: how many were asked about, what was said and what happened."""
    return (
        asked.groupby(column, observed=True)
        .agg(
            question_count=("is_missed", "size"),
            said_share=("probability", "mean"),
            missed_share=("is_missed", "mean"),
        )
        .reset_index()
    )


def assess_open_clocks(clocks: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """Risk bands of cases: the open clocks of one limit in one case, by the worst of them.

    Args:
        clocks: ``clock_id``, ``case_id``, ``rule_id``, ``charge_code``, ``started_at``, ``due_at``,
            ``ended_at`` (NaT: open) of every clock with a due date.
        as_of: the end of the day of judgement.

    Returns:
        ``case_id``, ``rule_id``, ``probability``, ``band``, ``open_clock_count``, ``due_at`` (earliest),
        ``learnt_from_count``, ``band_question_count``, ``band_said_share``, ``band_missed_share`` (the
        band's track record: what was said on average, and what happened).
    """
    clocks = clocks.astype(dict.fromkeys(("started_at", "due_at", "ended_at"), "datetime64[ns]"))
    found = risks_on(clocks, fit_curves(history_until(clocks, as_of)), as_of)
    found["band"] = band_of(found["probability"])
    record = measure(ask_on_later_days(clocks, as_of)).bands.set_index("band")
    cases = (
        found.sort_values(["probability", "clock_id"], ascending=False)
        .groupby(["case_id", "rule_id"], observed=True, sort=True)
        .agg(
            probability=("probability", "max"),
            band=("band", "first"),
            open_clock_count=("clock_id", "size"),
            due_at=("due_at", "min"),
            learnt_from_count=("learnt_from", "first"),
        )
        .reset_index()
    )
    counts, shares = record["question_count"].to_dict(), record["missed_share"].to_dict()
    said = record["said_share"].to_dict()
    cases["band_question_count"] = [int(counts.get(band, 0)) for band in cases["band"]]
    cases["band_said_share"] = [float(said.get(band, float("nan"))) for band in cases["band"]]
    cases["band_missed_share"] = [float(shares.get(band, float("nan"))) for band in cases["band"]]
    return cases.astype(
        {
            "case_id": "object",
            "rule_id": "object",
            "band": "object",
            "probability": "float64",
            "open_clock_count": "int64",
            "learnt_from_count": "int64",
            "band_question_count": "int64",
            "band_said_share": "float64",
            "band_missed_share": "float64",
            "due_at": "datetime64[ns]",
        }
    )
