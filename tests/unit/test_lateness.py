"""Early warning: what the curves say of clocks whose fate is known, and what they never look at."""

from __future__ import annotations

import inspect

import numpy as np
import pandas as pd
import pytest

from models.lateness import assess, survival

LAST_DAY = pd.Timestamp("2025-07-01")
TERM = pd.Timedelta(days=30)


def invent_clocks(count: int, late_share: float, seed: int = 1) -> pd.DataFrame:
    """Clocks of one limit over two years: closed at a random age, some of them late."""
    chance = np.random.default_rng(seed)
    started = LAST_DAY - pd.to_timedelta(chance.uniform(0, 730, count), unit="D")
    is_late = chance.random(count) < late_share
    age = np.where(is_late, chance.uniform(1.05, 1.6, count), chance.uniform(0.2, 1.0, count))
    ended = started + pd.to_timedelta(age * 30, unit="D")
    frame = pd.DataFrame(
        {
            "clock_id": [f"K{n}" for n in range(count)],
            "case_id": [f"C{n // 2}" for n in range(count)],
            "rule_id": "supplementary_investigation",
            "charge_code": "264001",
            "started_at": started,
            "due_at": (started + TERM).floor("D"),
            "ended_at": ended,
        }
    )
    frame["ended_at"] = frame["ended_at"].where(frame["ended_at"] < LAST_DAY)
    return frame


def test_risk_grows_with_age_and_meets_what_happened() -> None:
    """A warning that does not grow as the end comes near warns of nothing."""
    clocks = invent_clocks(6000, 0.05)
    curves = survival.fit_curves(survival.history_until(clocks, LAST_DAY))
    curve = curves["supplementary_investigation", "264001"]
    risks = curve.risk(np.array([0.0, 0.5, 0.8, 0.95]))
    assert np.all(np.diff(risks) > 0)
    assert risks[0] == pytest.approx(0.05, abs=0.015)


def test_what_is_said_beforehand_agrees_with_what_happens() -> None:
    """Bands are shown with their track record; it must be better than saying the same of everything."""
    record = assess.measure(assess.ask_on_later_days(invent_clocks(8000, 0.08), LAST_DAY))
    assert record.question_count > 500
    assert record.brier < record.brier_of_base_rate
    assert record.top_precision > 2 * record.base_rate
    table = record.bands.set_index("band")
    assert table["missed_share"]["high"] > table["missed_share"].get("low", 0)


def test_nothing_of_later_days_is_known_beforehand() -> None:
    """A curve that has seen the end of the clocks it is asked about looks clever and is worthless."""
    clocks = invent_clocks(3000, 0.05)
    day = LAST_DAY - pd.Timedelta(days=182)
    known = survival.history_until(clocks, day)
    assert len(known) == (clocks["started_at"] < day).sum()
    later = clocks["started_at"].lt(day) & ~clocks["ended_at"].le(day)
    assert (~known["is_closed"]).sum() == later.sum()


def test_cases_are_judged_and_nobody_else() -> None:
    """Early warning is about cases, never about persons, units or agencies."""
    found = assess.assess_open_clocks(invent_clocks(4000, 0.05), LAST_DAY)
    assert not found.empty
    assert not found.duplicated(["case_id", "rule_id"]).any()
    assert not [name for name in found if "person" in name or "unit" in name or "agency" in name]
    for module in (assess, survival):
        assert "person_id" not in inspect.getsource(module)
        assert "unit_code" not in inspect.getsource(module)


def test_little_history_gives_no_risk() -> None:
    """Of a limit that was seen a few times nothing can be said, and an empty city has no risks."""
    young = invent_clocks(3000, 0.05)
    young["due_at"] = young["started_at"] + pd.Timedelta(days=731)
    assert assess.assess_open_clocks(young, LAST_DAY).empty, "none of them could have run out yet"
    few = invent_clocks(survival.MIN_OF_LIMIT - 1, 0.05)
    assert assess.assess_open_clocks(few, LAST_DAY).empty
    assert assess.assess_open_clocks(few.iloc[:0], LAST_DAY).empty
