"""Trend and season of weekly counts: what is usual, what has shifted for good, what to expect next.

Belongs here: one log-linear model per series (level, trend, season, Spring Festival, level shifts) and its
forecast. Keep out: single conspicuous weeks (surveillance.py).

A step is looked for in every week by its score test; steps and a straight trend compete, the strongest is
taken first. Source of the critical values: D. Andrews, Econometrica 61 (1993), table 1, made stricter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from models.patterns import poisson
from models.patterns.weeks import WEEK, festival_columns, season_columns

OK, SEASON_UNKNOWN, TOO_SHORT, TOO_FEW = "ok", "season_unknown", "too_short", "too_few"
LEAST_WEEKS, WEEKS_FOR_SEASON = 26, 78
LEAST_PER_WEEK = 0.5
FORECAST_WEEKS = 13
# A level must hold so long on both sides of a shift; how strong a shift and a trend must be (chi-square).
LEAST_LEVEL_WEEKS = 8
_SHIFT_STATISTIC, _TREND_STATISTIC = 16.0, 9.0
_MOST_SHIFTS = 4
# Weeks whose statistic is so close to the best may be the true one (about 95 %).
_DATE_DROP = 6.0
# A straight line does not go on for ever: half of its slope is carried on.
_DAMPING = 0.5
_COVERED = 1.96
# Errors of weeks that follow each other are alike, so that a sum misses by more than they would alone: without it
# 93 of 100 sums fell into their range, with it 96 (168 invented series).
_ALIKE = 1.25


@dataclass(frozen=True)
class Shift:
    """From ``week`` on the level is ``ratio`` times as high; the true week lies within first…last."""

    week: int
    first_week: int
    last_week: int
    ratio: float
    ratio_low: float
    ratio_high: float
    statistic: float


@dataclass(frozen=True)
class SeasonFit:
    """One series explained. Arrays cover the weeks of history and then those of the forecast."""

    state: str
    expected: np.ndarray
    low: np.ndarray
    high: np.ndarray
    level: np.ndarray
    season: np.ndarray
    festival: np.ndarray
    shifts: list[Shift] = field(default_factory=list)
    # All weeks ahead together, with the range of their sum: narrower than the sum of their ranges.
    total: float = 0.0
    total_low: float = 0.0
    total_high: float = 0.0


def state_of(counts: np.ndarray) -> str:
    """What can be said of a series of this length and size."""
    if len(counts) < LEAST_WEEKS:
        return TOO_SHORT
    if counts.mean() < LEAST_PER_WEEK:
        return TOO_FEW
    return OK if len(counts) >= WEEKS_FOR_SEASON else SEASON_UNKNOWN


def explain(
    counts: np.ndarray,
    weeks: pd.DatetimeIndex,
    festivals: Sequence[pd.Timestamp],
    *,
    usual: np.ndarray | None = None,
    widening: float = 1.0,
) -> SeasonFit:
    """Fit one series and look ``FORECAST_WEEKS`` ahead.

    Args:
        counts: of each week; weeks: their Mondays.
        festivals: first days of the lunar years around.
        usual: season times festival of the larger series that this one is a part of (history and
            forecast); a small area's own season would be chance.
        widening: factor of the forecast's variance, from ``calibrate``.
    """
    length = len(counts)
    horizon = weeks.append(
        pd.date_range(weeks[-1] + pd.Timedelta(days=WEEK), periods=FORECAST_WEEKS, freq="7D")
    )
    base, parts = _base_columns(horizon, length, festivals, has_own=usual is None)
    exposure = np.ones(len(horizon)) if usual is None else np.maximum(usual, 1e-3)
    steps, has_trend = _select(counts, base[:length], exposure[:length])
    design = _design(base, steps, length, has_trend=has_trend)
    fits = poisson.fit(counts[None], design[:length], exposure=exposure[None, :length])
    means, log_variances = (values[0] for values in fits.predict(design))
    means = means * exposure
    dispersion = fits.dispersions[0]
    ahead = np.maximum(np.arange(len(horizon)) - length + 1, 0) > 0
    variances = dispersion * means + means**2 * log_variances
    variances = np.where(ahead, variances * widening, variances)
    tail = 0.025
    coefficients = fits.coefficients[0]
    season = np.exp(base[:, parts["season"]] @ coefficients[parts["season"]])
    festival = np.exp(base[:, parts["festival"]] @ coefficients[parts["festival"]])
    if usual is not None:
        season = season * exposure
    total = float(means[ahead].sum())
    slope = means[ahead] @ design[ahead]
    # What each week adds by chance, and what all share because the level is only estimated.
    spread = (dispersion * total + float(slope @ fits.covariances[0] @ slope)) * widening * _ALIKE
    total_low, total_high = (
        float(poisson.quantile(share, np.array(total), np.array(spread)))
        for share in (tail, 1 - tail)
    )
    return SeasonFit(
        state_of(counts),
        means,
        poisson.quantile(tail, means, variances),
        poisson.quantile(1 - tail, means, variances),
        means / (season * festival),
        season,
        festival,
        _shifts(counts, base[:length], exposure[:length], steps, fits, has_trend=has_trend),
        total,
        total_low,
        total_high,
    )


def calibrate(
    counts: np.ndarray, weeks: pd.DatetimeIndex, festivals: Sequence[pd.Timestamp]
) -> pd.DataFrame:
    """Forecasts that would have been made 13, 26 and 39 weeks ago, beside what came.

    Returns:
        ``origin``, ``week``, ``observed``, ``expected``, ``naive`` (the same week a year before),
        ``low``, ``high``, ``surprise`` (squared error over its variance).
    """
    found = []
    for back in (1, 2, 3):
        end = len(counts) - back * FORECAST_WEEKS
        if end < WEEKS_FOR_SEASON - FORECAST_WEEKS or state_of(counts[:end]) == TOO_FEW:
            continue
        fitted = explain(counts[:end], weeks[:end], festivals)
        ahead = slice(end, end + FORECAST_WEEKS)
        expected, low, high = (v[ahead] for v in (fitted.expected, fitted.low, fitted.high))
        deviation = np.maximum((high - low) / (2 * _COVERED), 1.0)
        observed = counts[ahead]
        naive = counts[end - 52 : end - 52 + FORECAST_WEEKS] if end >= 52 else np.full(13, np.nan)
        found.append(
            pd.DataFrame(
                {
                    "origin": back,
                    "week": weeks[ahead],
                    "observed": observed,
                    "expected": expected,
                    "naive": naive,
                    "low": low,
                    "high": high,
                    "surprise": ((observed - expected) / deviation) ** 2,
                }
            )
        )
    columns = ["origin", "week", "observed", "expected", "naive", "low", "high", "surprise"]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=columns)


def _base_columns(
    weeks: pd.DatetimeIndex, length: int, festivals: Sequence[pd.Timestamp], *, has_own: bool
) -> tuple[np.ndarray, dict[str, slice]]:
    """Intercept, season and festival columns, as far as the history can tell them apart."""
    columns = [np.ones((len(weeks), 1))]
    waves = 0
    if has_own and length >= WEEKS_FOR_SEASON:
        waves = 1 if length < 104 else 2 if length < 156 else 3
    if waves:
        columns.append(season_columns(weeks, waves))
    festival = festival_columns(weeks, festivals)
    is_seen = festival[:length].sum(axis=0) > 0
    if has_own and is_seen.all():
        columns.append(festival)
    width = 3 if has_own and is_seen.all() else 0
    parts = {
        "season": slice(1, 1 + 2 * waves),
        "festival": slice(1 + 2 * waves, 1 + 2 * waves + width),
    }
    return np.concatenate(columns, axis=1), parts


def _design(base: np.ndarray, steps: Sequence[int], length: int, *, has_trend: bool) -> np.ndarray:
    numbers = np.arange(len(base))
    columns = [base]
    if has_trend:
        line = np.where(numbers < length, numbers, length - 1 + _DAMPING * (numbers - length + 1))
        columns.append(((line - length / 2) / 52.0)[:, None])
    columns += [(numbers >= step).astype(float)[:, None] for step in steps]
    return np.concatenate(columns, axis=1)


def _select(counts: np.ndarray, base: np.ndarray, exposure: np.ndarray) -> tuple[list[int], bool]:
    """Steps and trend, strongest first, until none is strong enough."""
    steps: list[int] = []
    has_trend = False
    length = len(counts)
    while len(steps) < _MOST_SHIFTS:
        design = _design(base, steps, length, has_trend=has_trend)
        fits = poisson.fit(counts[None], design, exposure=exposure[None])
        statistics = _step_statistics(counts, design, fits)
        for step in steps:
            statistics[max(step - LEAST_LEVEL_WEEKS, 0) : step + LEAST_LEVEL_WEEKS] = 0
        best = int(statistics.argmax())
        line = (np.arange(length) - length / 2) / 52.0
        trend = 0.0 if has_trend else _score(counts, design, fits, line)
        if trend >= _TREND_STATISTIC and trend >= statistics[best]:
            has_trend = True
        elif statistics[best] >= _SHIFT_STATISTIC:
            steps.append(best)
        else:
            break
    return sorted(steps), has_trend


def _step_statistics(counts: np.ndarray, design: np.ndarray, fits: poisson.Fits) -> np.ndarray:
    """Score statistic of a step at every week; 0 too near to an end."""
    means = fits.means[0]
    dispersion = fits.dispersions[0]
    scores = np.cumsum((counts - means)[::-1])[::-1]
    masses = np.cumsum(means[::-1])[::-1]
    shared = np.cumsum((means[:, None] * design)[::-1], axis=0)[::-1]
    covariance = fits.covariances[0] / dispersion
    explained = np.einsum("np,np->n", shared @ covariance, shared)
    variances = dispersion * (masses - explained)
    found = np.where(variances > 1e-6, scores**2 / np.maximum(variances, 1e-6), 0.0)
    found[:LEAST_LEVEL_WEEKS] = 0.0
    found[max(len(found) - LEAST_LEVEL_WEEKS, 0) :] = 0.0
    return found


def _score(counts: np.ndarray, design: np.ndarray, fits: poisson.Fits, column: np.ndarray) -> float:
    means, dispersion = fits.means[0], fits.dispersions[0]
    shared = (means * column) @ design
    explained = shared @ (fits.covariances[0] / dispersion) @ shared
    variance = dispersion * (float((means * column**2).sum()) - explained)
    return float(((counts - means) @ column) ** 2 / variance) if variance > 1e-6 else 0.0


def _shifts(
    counts: np.ndarray,
    base: np.ndarray,
    exposure: np.ndarray,
    steps: Sequence[int],
    fits: poisson.Fits,
    *,
    has_trend: bool,
) -> list[Shift]:
    """Size, and the weeks in which each may truly have come, the others held where they are."""
    found = []
    first = base.shape[1] + has_trend
    for place, step in enumerate(steps):
        others = [other for other in steps if other != step]
        design = _design(base, others, len(counts), has_trend=has_trend)
        without = poisson.fit(counts[None], design, exposure=exposure[None])
        statistics = _step_statistics(counts, design, without)
        close = np.flatnonzero(statistics >= statistics[step] - _DATE_DROP)
        close = close[np.abs(close - step) <= 26]
        size = float(fits.coefficients[0][first + place])
        error = float(np.sqrt(fits.covariances[0][first + place, first + place]))
        found.append(
            Shift(
                week=step,
                first_week=int(close.min(initial=step)),
                last_week=int(close.max(initial=step)),
                ratio=float(np.exp(size)),
                ratio_low=float(np.exp(size - _COVERED * error)),
                ratio_high=float(np.exp(size + _COVERED * error)),
                statistic=float(statistics[step]),
            )
        )
    return found
