"""Differences, intervals and funnels: what may be said about two figures."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.metrics.comparison import (
    Place,
    Quantity,
    compare,
    compare_with_target,
    place_among_years,
    place_in_funnel,
)
from models.metrics.intervals import funnel_limits, reference_interval, wilson_interval


@pytest.mark.parametrize(
    ("successes", "trials", "lower", "upper"),
    [
        # Newcombe, Statistics in Medicine 1998, table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_is_the_published_one(
    successes: int, trials: int, lower: float, upper: float
) -> None:
    found = wilson_interval(successes, trials)
    assert found is not None
    assert (round(found.lower, 4), round(found.upper, 4)) == (lower, upper)


@given(trials=st.integers(1, 10**6), data=st.data())
def test_wilson_solves_its_own_equation(trials: int, data: st.DataObject) -> None:
    """The ends are the shares from which the observed one is just 1.96 standard errors away."""
    successes = data.draw(st.integers(0, trials))
    found = wilson_interval(successes, trials)
    assert found is not None
    assert 0 <= found.lower <= successes / trials <= found.upper <= 1
    for end in (found.lower, found.upper):
        if 0 < end < 1:
            error = math.sqrt(end * (1 - end) / trials)
            assert abs(successes / trials - end) / error == pytest.approx(1.959964, rel=1e-4)


def test_no_trials_no_interval() -> None:
    assert wilson_interval(0, 0) is None
    with pytest.raises(ValueError, match="no part"):
        wilson_interval(3, 2)


@pytest.mark.parametrize("share", [0.02, 0.3, 0.5, 0.97])
@pytest.mark.parametrize("trials", [1, 7, 40, 2000])
def test_funnel_holds_what_chance_makes(share: float, trials: int) -> None:
    """Outside the limits lies at most what the level says, by adding up the distribution itself."""
    limits = funnel_limits(share, trials, level=0.95)
    weights = [
        math.exp(
            math.lgamma(trials + 1)
            - math.lgamma(k + 1)
            - math.lgamma(trials - k + 1)
            + k * math.log(share)
            + (trials - k) * math.log(1 - share)
        )
        for k in range(trials + 1)
    ]
    below = sum(w for k, w in enumerate(weights) if k / trials < limits.lower)
    above = sum(w for k, w in enumerate(weights) if k / trials > limits.upper)
    assert below <= 0.025 + 1e-9
    assert above <= 0.025 + 1e-9
    assert 0 <= limits.lower <= limits.upper <= 1


def test_funnel_narrows_with_numbers() -> None:
    """A large unit may differ little, a small one much, before either stands out."""
    widths = [funnel_limits(0.2, n).upper - funnel_limits(0.2, n).lower for n in (20, 200, 2000)]
    assert widths == sorted(widths, reverse=True)
    assert place_in_funnel(8, 20, 0.2) is Place.WITHIN
    assert place_in_funnel(800, 2000, 0.2) is Place.ABOVE
    assert place_in_funnel(100, 2000, 0.2) is Place.BELOW
    assert place_in_funnel(0, 0, 0.2) is Place.UNKNOWN


def test_earlier_years_make_an_interval() -> None:
    """Three years are the fewest; the interval is that of one further value (t, n - 1)."""
    assert reference_interval([10.0, 12.0]) is None
    found = reference_interval([100.0, 110.0, 120.0])
    assert found is not None
    half = 4.302653 * 10 * math.sqrt(1 + 1 / 3)
    assert (found.lower, found.upper) == pytest.approx((110 - half, 110 + half), rel=1e-5)
    assert place_among_years(200.0, [100.0, 110.0, 120.0]) is Place.ABOVE
    assert place_among_years(None, [100.0, 110.0, 120.0]) is Place.UNKNOWN
    assert place_among_years(5.0, [1.0, 2.0]) is Place.UNKNOWN
    floored = reference_interval([0.0, 1.0, 5.0])
    assert floored is not None
    assert floored.lower == 0.0


def test_counts_change_by_a_share_and_shares_by_points() -> None:
    """A rise from 2 % to 3 % is one point, not 50 %."""
    counts = compare(Quantity(150), Quantity(120))
    assert (counts.change, counts.relative_change, counts.is_small_base) == (30, 0.25, False)
    shares = compare(Quantity(3, 100, 100), Quantity(2, 100, 100))
    assert shares.change == pytest.approx(1.0)
    assert shares.relative_change is None
    with pytest.raises(ValueError, match="two kinds"):
        compare(Quantity(3), Quantity(2, 100, 100))


def test_small_bases_are_marked() -> None:
    """From 1 to 3 is no rise of 200 % that anybody should read."""
    assert compare(Quantity(3), Quantity(1)).is_small_base
    assert compare(Quantity(30, 100, 100), Quantity(3, 29, 100)).is_small_base
    assert not compare(Quantity(3), Quantity(10)).is_small_base


def test_nothing_is_not_nought() -> None:
    """Where one side has no value there is no change, whatever the other says."""
    found = compare(Quantity(1, 10, 100), Quantity(0, 0, 100))
    assert (found.change, found.relative_change) == (None, None)
    assert compare(Quantity(5), Quantity(0)).relative_change is None


def test_only_shares_carry_an_interval() -> None:
    """Cases closed can exceed cases accepted; an interval of such a ratio means nothing."""
    assert Quantity(140, 152, 100).interval is not None
    assert Quantity(160, 152, 100).interval is None
    assert Quantity(140, 152, 100, is_part=False).interval is None
    assert Quantity(24, 361, 1, days=366).interval is None
    assert Quantity(24).interval is None


def test_targets_know_their_direction() -> None:
    assert compare_with_target(79.9, 80, direction="higher_better").is_met is False
    assert compare_with_target(80.0, 80, direction="higher_better").is_met is True
    assert compare_with_target(6.0, 5, direction="lower_better").is_met is False
    assert compare_with_target(6.0, 5, direction="neutral").is_met is None
    assert compare_with_target(None, 5, direction="neutral").gap is None
