"""Patterns on invented offences: what was planted is found, what was not is not, and little is no reason to fail."""

from __future__ import annotations

import inspect
import json
import pkgutil

import numpy as np
import pandas as pd
import pytest

import models.patterns
from models.patterns import association, hotspots, panel, season, surveillance, weeks
from models.patterns.assess import assess
from tests.unit.invented_offences import GROUPS, LAST_DAY, POPULATIONS, TOWNSHIPS, invent_offences

FESTIVALS = [pd.Timestamp(day) for day in ("2024-02-10", "2025-01-29")]


def answer(offences: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Results by kind."""
    rows = assess(offences, GROUPS, TOWNSHIPS, POPULATIONS, FESTIVALS, LAST_DAY)
    return {
        str(kind): pd.DataFrame([json.loads(payload) for payload in part["payload"]])
        for kind, part in rows.groupby("kind")
    }


@pytest.fixture(scope="module")
def found() -> dict[str, pd.DataFrame]:
    """Two years with an outbreak of injuries in one township and a cluster of burglaries in another."""
    return answer(invent_offences(seed=3, is_planted=True))


def test_outbreak_is_an_alert_of_its_township(found: dict[str, pd.DataFrame]) -> None:
    items = found["item"]
    alerts = items[
        (items["item_kind"] == "alert") & (items["area_code"] == TOWNSHIPS["township_code"][3])
    ]
    assert "injury" in set(alerts["group_code"])
    row = alerts[alerts["group_code"] == "injury"].iloc[0]
    assert row["observed"] > row["upper"] > row["expected"]
    assert "2025-04-28" <= row["first_day"] <= "2025-05-26"


def test_cluster_has_its_place_and_its_cases(found: dict[str, pd.DataFrame]) -> None:
    clusters = found["item"].query("item_kind == 'cluster' and group_code == 'burglary'")
    assert len(clusters) == 1
    cluster = clusters.iloc[0]
    assert np.hypot(cluster["x_metres"] - 9_000, cluster["y_metres"] - 9_000) < 300
    assert "2025-03-10" <= cluster["first_day"] <= cluster["last_day"] <= "2025-03-30"
    members = found["member"].query("item_id == @cluster.item_id")
    assert len(members) == cluster["observed"] >= 8


def test_no_item_where_nothing_was_planted() -> None:
    """False alarms cost the trust of those who read them."""
    items = answer(invent_offences(seed=4, is_planted=False)).get("item", pd.DataFrame())
    kinds = items["item_kind"].value_counts().to_dict() if len(items) else {}
    assert kinds.get("cluster", 0) == 0
    assert kinds.get("shift", 0) == 0
    leads = items[(items["item_kind"] == "alert") & (items["within"] == "")]
    assert len(leads) <= 5


def test_results_do_not_depend_on_the_order_of_rows(found: dict[str, pd.DataFrame]) -> None:
    """Deliveries come in any order; the marts must not tell in which."""
    shuffled = invent_offences(seed=3, is_planted=True).sample(frac=1.0, random_state=1)
    again = answer(shuffled.reset_index(drop=True))
    assert set(again) == set(found)
    for kind, frame in found.items():
        pd.testing.assert_frame_equal(again[kind], frame)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("nothing", lambda frame: frame.iloc[:0]),
        ("one case", lambda frame: frame.iloc[:1]),
        ("ten weeks", lambda frame: frame[frame["accepted_at"] > LAST_DAY - pd.Timedelta(days=69)]),
        ("one year", lambda frame: frame[frame["accepted_at"] > LAST_DAY - pd.Timedelta(days=364)]),
        ("no coordinates", lambda frame: frame.assign(x_metres=np.nan, y_metres=np.nan)),
        ("no places at all", lambda frame: frame.assign(
            x_metres=np.nan, y_metres=np.nan, township_code=None, region_code=None)),
        ("one kind", lambda frame: frame[frame["group_code"] == "telecom_fraud"]),
    ],
)  # fmt: skip
def test_little_is_said_of_little(name: str, change) -> None:
    """A young city, one without coordinates or without townships gets states, not an error."""
    frame = change(invent_offences(seed=5, count=1_500, is_planted=False))
    measures = answer(frame.reset_index(drop=True))["measure"]
    states = set(measures["state"].dropna())
    if name in ("nothing", "one case", "ten weeks"):
        assert states & {"too_short", "too_few"}
    if name == "one year":
        assert set(measures.query("method == 'towns'")["state"]) == {"too_short"}
        assert "season_unknown" in states
    if name.startswith("no "):
        assert "no_places" in states


def test_level_shift_is_dated_and_sized() -> None:
    chance = np.random.default_rng(1)
    mondays = weeks.week_starts(pd.Timestamp("2023-07-03"), LAST_DAY)
    counts = chance.poisson(np.where(np.arange(len(mondays)) < 60, 12.0, 20.0)).astype(float)
    fitted = season.explain(counts, mondays, FESTIVALS)
    assert len(fitted.shifts) == 1
    shift = fitted.shifts[0]
    assert shift.first_week <= 60 <= shift.last_week
    assert shift.ratio_low < 20 / 12 < shift.ratio_high
    assert len(fitted.expected) == len(mondays) + season.FORECAST_WEEKS


def test_unfinished_weeks_are_not_counted() -> None:
    mondays = weeks.week_starts(pd.Timestamp("2025-06-04"), pd.Timestamp("2025-06-24"))
    assert [f"{day:%Y-%m-%d}" for day in mondays] == ["2025-06-09", "2025-06-16"]


def test_kinds_with_parts_count_their_parts() -> None:
    codes = pd.Series(["burglary", "bicycle_theft", "injury"])
    inside = panel.counted_in(codes, GROUPS)
    assert inside["theft"].tolist() == [True, True, False]
    assert inside["burglary"].tolist() == [True, False, False]


def test_false_discovery_is_that_of_benjamini_and_hochberg() -> None:
    """The example of statsmodels' documentation of other packages, worked by hand."""
    q_values = surveillance.false_discovery(np.array([0.01, 0.04, 0.03, 0.005]))
    assert q_values == pytest.approx([0.02, 0.04, 0.04, 0.02])


def test_map_is_worth_what_it_catches() -> None:
    score, later = np.arange(100.0), np.zeros(100)
    later[99], later[0] = 3, 1
    assert hotspots.accuracy(score, later, share=0.01) == pytest.approx((0.75, 75.0, 1.0))


def test_association_finds_the_lag_and_nothing_in_chance() -> None:
    chance = np.random.default_rng(2)
    one, other = chance.poisson(20, (2, 120)).astype(float)
    usual = np.full(120, 20.0)
    nothing = association.associate(one, usual, other, usual, seed=1)
    assert nothing is not None and nothing.p_value > 0.05
    follows = other.copy()
    follows[2:] += one[:-2]
    found = association.associate(one, usual, follows, usual * 2, seed=1)
    assert found is not None and found.best_lag == 2 and found.p_value < 0.01
    assert association.allowed_p(10) == pytest.approx(0.005)


def test_methods_never_look_at_persons() -> None:
    """Design 6: victim-reported offences, places and days; nothing about anybody."""
    for module in pkgutil.iter_modules(models.patterns.__path__):
        source = inspect.getsource(__import__(f"models.patterns.{module.name}", fromlist=["x"]))
        for word in (
            "suspect",
            "person_id",
            "sex",
            "birth",
            "ethnic",
            "nationality",
            "prior_conviction",
        ):
            assert word not in source.lower(), f"{module.name} speaks of [{word}]"
