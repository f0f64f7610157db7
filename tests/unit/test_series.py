"""Series: pairs, groups, sums. When this fails, somebody reads cases together that have nothing in common."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from models.series.candidates import find_candidates
from models.series.groups import group_pairs, sum_acts
from models.series.link import link_series


def make_acts(number: int, seed: int) -> pd.DataFrame:
    """Unrelated thefts, and five (S0 to S4) that a series left behind."""
    dice = np.random.default_rng(seed)
    start = pd.Timestamp("2025-01-01")
    acts = pd.DataFrame(
        {
            "case_id": [f"C{place:05d}" for place in range(number)],
            "family": "theft",
            "kind": dice.choice(["burglary", "other_theft", "bicycle_theft"], number),
            "longitude": 120.6 + 0.06 * dice.standard_normal(number),
            "latitude": 31.3 + 0.06 * dice.standard_normal(number),
            "offended_at": start + pd.to_timedelta(dice.uniform(0, 300, number), unit="D"),
            "interval_hours": 1.0,
            "premises": dice.choice(list("ABCDEF"), number),
            "amount_yuan": np.exp(dice.normal(7.5, 1.0, number)).round(2),
            "modus": [[code] for code in dice.choice([f"M{n:03d}" for n in range(14)], number)],
            "tools": [[tool] for tool in dice.choice([f"T{n}" for n in range(10)], number)],
            "goods": [[thing] for thing in dice.choice([f"G{n}" for n in range(9)], number)],
            "marks": [[] for _ in range(number)],
            "identifiers": [[] for _ in range(number)],
            "terms": [list(dice.choice([f"w{n}" for n in range(120)], 8)) for _ in range(number)],
        }
    )
    for place in range(5):
        row = number // 2 + place
        acts.loc[row, ["case_id", "kind", "premises"]] = [f"S{place}", "burglary", "A"]
        acts.loc[row, ["longitude", "latitude"]] = [120.7 + 0.002 * place, 31.35]
        acts.loc[row, "offended_at"] = start + pd.Timedelta(days=100 + 3 * place, hours=2)
        for name, thing in (("modus", "M013"), ("tools", "T9"), ("goods", "G8")):
            acts.at[row, name] = [thing]
    return acts


def test_a_series_is_found_and_its_reasons_add_up() -> None:
    found = link_series(make_acts(900, seed=3))
    together = found.members.groupby("group_key")["case_id"].agg(set)
    assert max(together, key=lambda ids: len({i for i in ids if i[0] == "S"})) >= {"S0", "S1", "S2"}
    parts = found.pairs.drop(columns="log10_ratio").select_dtypes("number")
    parts = parts.drop(columns=["distance_m", "days_apart", "text_likeness"])
    assert np.allclose(parts.sum(axis=1), found.pairs["log10_ratio"], atol=0.01)


def test_the_order_of_cases_changes_nothing() -> None:
    """Deliveries arrive in any order; series must not depend on it."""
    acts = make_acts(400, seed=5)
    first = link_series(acts)
    second = link_series(acts.sample(frac=1.0, random_state=1))
    columns = ["case_id", "other_case_id"]
    pd.testing.assert_frame_equal(
        first.pairs.sort_values(columns, ignore_index=True),
        second.pairs.sort_values(columns, ignore_index=True),
    )


def test_pairs_far_apart_are_not_compared() -> None:
    acts = make_acts(300, seed=7)
    one, other = find_candidates(acts)
    days = (
        acts["offended_at"].to_numpy()[one] - acts["offended_at"].to_numpy()[other]
    ) / np.timedelta64(1, "D")
    assert len(one) and np.abs(days).max() <= 45
    assert (one < other).all()


def test_peoples_words_overrule() -> None:
    """A reviewer who parted two cases must not meet them together after the next build."""
    acts = make_acts(900, seed=3)
    words = pd.DataFrame(
        [("S0", "S1", "reject"), ("S0", "S2", "reject"), ("S0", "S3", "reject"), ("S0", "S4", "reject")],
        columns=["case_id", "other_case_id", "decision"],
    )  # fmt: skip
    groups = link_series(acts, words).members.set_index("case_id")["group_key"]
    assert groups.get("S0") != groups.get("S2")


def test_a_chain_is_no_series() -> None:
    """Neighbours of neighbours that are unlike each other stay apart."""
    pairs = pd.DataFrame(
        [("a", "b", 4.0), ("b", "c", 4.0), ("c", "d", 4.0), ("a", "c", -3.0), ("b", "d", -3.0), ("a", "d", -5.0)],
        columns=["case_id", "other_case_id", "log10_ratio"],
    ).assign(decision=None)  # fmt: skip
    members = group_pairs(pairs, link_at=3.0, hold_at=2.0)
    assert members.groupby("group_key").size().max() == 2


@pytest.mark.parametrize(("days", "expected"), [(730, 3), (20, None)])
def test_small_acts_add_up_within_the_days_of_the_law(days: int, expected: int | None) -> None:
    acts = pd.DataFrame(
        {
            "group_key": "g",
            "case_id": list("abcd"),
            "offended_at": pd.to_datetime(["2025-01-01", "2025-02-01", "2025-03-01", "2025-03-02"]),
            "amount_yuan": [900.0, 900.0, 900.0, 5000.0],
            "threshold_yuan": 2000.0,
            "sum_days": days,
        }
    )
    found = sum_acts(acts)
    assert (None if found.empty else int(found["small_count"].iloc[0])) == expected


@pytest.mark.parametrize("number", [0, 1, 2, 6])
def test_a_village_has_no_series(number: int) -> None:
    """A home with few cases, or none, must build."""
    acts = make_acts(60, seed=1).iloc[:number]
    found = link_series(acts)
    assert found.members.empty and list(found.pairs["group_key"].dropna()) == []
