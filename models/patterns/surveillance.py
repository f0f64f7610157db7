"""Aberrations: weeks in which an area has more offences of a kind than its past lets expect.

Belongs here: expected counts of the week ahead, two established ways, and false-discovery control over
all series of a week. Keep out: where offences lie within an area (scan.py, hotspots.py).

Sources: A. Noufaily et al., An improved algorithm for outbreak detection in multiple surveillance systems,
Statistics in Medicine 32 (2013); A. Riebler, Empirischer Vergleich von statistischen Methoden (2004) and
R package surveillance, `algo.bayes`; Y. Benjamini and Y. Hochberg, JRSS B 57 (1995).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from models.patterns import poisson
from models.patterns.weeks import WEEK, festival_columns

FARRINGTON, BAYES, TOO_SHORT = "farrington", "bayes", "too_short"
# Farrington: weeks before the one asked about that are left out, window of like weeks, parts of the year.
GUARD_WEEKS, HALF_WINDOW, PARTS_OF_YEAR = 26, 3, 10
_REWEIGHT_ABOVE = 2.58
_TREND_Z = 1.96
_LEAST_BASELINE, MOST_BASELINE = 104, 260
# Bayes: the last weeks, less a guard; fewer than the least say nothing.
REFERENCE_WEEKS, LEAST_REFERENCE, BAYES_GUARD = 52, 13, 2
_PRIOR_COUNT = 0.5
# An outbreak of some weeks shows in their sum before it shows in any one of them.
WINDOWS = (1, 4)
# Share of alerts that may be false, over all series of one week.
FALSE_DISCOVERY_SHARE = 0.05
# A series without a single case has nothing to be compared with; one case alone never is an outbreak.
LEAST_CASES = 3
# An alert is borne out when the weeks after it are too many as well.
OUTCOME_WEEKS = 4
_OUTCOME_LEVEL = 0.05


@dataclass(frozen=True)
class Expectation:
    """What S series let expect of one week, for each window of ``WINDOWS`` (S×2).

    ``means`` and ``variances`` of the count in the window, ``later_means`` and ``later_variances`` (S) of
    the four weeks after it under the same rate.
    """

    means: np.ndarray
    variances: np.ndarray
    later_means: np.ndarray
    later_variances: np.ndarray


@dataclass(frozen=True)
class Panel:
    """S series of T weeks. ``totals`` (S×T): what a series may rise and fall with without being
    conspicuous, such as the same offence in the rest of the city; 1 where there is nothing."""

    counts: np.ndarray
    weeks: pd.DatetimeIndex
    totals: np.ndarray
    festivals: list[pd.Timestamp] = field(default_factory=list)


def method_for(week: int) -> str:
    """Which way can be gone for the week of this number (weeks of history before it)."""
    if week - GUARD_WEEKS >= _LEAST_BASELINE:
        return FARRINGTON
    return BAYES if week - BAYES_GUARD >= LEAST_REFERENCE else TOO_SHORT


def expect(panel: Panel, week: int, method: str) -> Expectation:
    """What the weeks before ``week`` let expect of it; nothing of it or later is read."""
    return _farrington(panel, week) if method == FARRINGTON else _bayes(panel, week)


def judge(panel: Panel, week: int, expected: Expectation) -> pd.DataFrame:
    """One row per series: counts, p of the more unusual window (twice, for two were tried), q, alert.

    Returns:
        ``series``, ``window_weeks``, ``observed``, ``expected``, ``upper``, ``p_value``, ``q_value``,
        ``is_alert``.
    """
    observed = np.stack(
        [panel.counts[:, max(week - window + 1, 0) : week + 1].sum(axis=1) for window in WINDOWS],
        axis=1,
    )
    tails = poisson.upper_tail(observed, expected.means, expected.variances)
    chosen = tails.argmin(axis=1)
    rows = np.arange(len(chosen))
    p_values = np.minimum(tails[rows, chosen] * len(WINDOWS), 1.0)
    seen = observed[rows, chosen]
    q_values = false_discovery(p_values)
    is_alert = (q_values <= FALSE_DISCOVERY_SHARE) & (seen >= LEAST_CASES)
    return pd.DataFrame(
        {
            "series": rows,
            "window_weeks": np.array(WINDOWS)[chosen],
            "observed": seen.astype(int),
            "expected": expected.means[rows, chosen],
            "upper": poisson.quantile(
                0.975, expected.means[rows, chosen], expected.variances[rows, chosen]
            ),
            "p_value": p_values,
            "q_value": q_values,
            "is_alert": is_alert,
        }
    )


def false_discovery(p_values: np.ndarray) -> np.ndarray:
    """Benjamini-Hochberg: the smallest share of false ones at which each p would be taken."""
    count = len(p_values)
    if not count:
        return p_values
    order = np.argsort(p_values, kind="stable")
    ranked = p_values[order] * count / np.arange(1, count + 1)
    q_values = np.empty(count)
    q_values[order] = np.minimum(np.minimum.accumulate(ranked[::-1])[::-1], 1.0)
    return q_values


def outcome(panel: Panel, week: int, series: int, expected: Expectation) -> str:
    """Whether the weeks after an alert were too many as well: continued, subsided, open (too early)."""
    later = panel.counts[series, week + 1 : week + 1 + OUTCOME_WEEKS]
    if len(later) < OUTCOME_WEEKS:
        return "open"
    tail = poisson.upper_tail(
        np.array([later.sum()]),
        expected.later_means[series : series + 1],
        expected.later_variances[series : series + 1],
    )[0]
    return "continued" if tail <= _OUTCOME_LEVEL else "subsided"


def _bayes(panel: Panel, week: int) -> Expectation:
    """Gamma-Poisson predictions from the last weeks, per unit of what the series goes along with."""
    widest = max(WINDOWS)
    last = week - widest + 1 - BAYES_GUARD if week > 2 * LEAST_REFERENCE else week - BAYES_GUARD
    first = max(last - REFERENCE_WEEKS, 0)
    counts, totals = panel.counts[:, first:last], panel.totals[:, first:last]
    weights = np.ones_like(counts)
    rates = dispersions = np.zeros(len(counts))
    # Twice: what was conspicuous in the past is weighed down in the second round.
    for _ in range(2):
        rates = ((weights * counts).sum(axis=1) + _PRIOR_COUNT) / (weights * totals).sum(axis=1)
        means = rates[:, None] * totals
        residuals = (counts - means) / np.sqrt(means)
        dispersions = _pooled_dispersion(weights, residuals, counts)
        scaled = residuals / np.sqrt(dispersions)[:, None]
        # In a rare series every single case stands out; only what could be an outbreak is weighed down.
        is_outbreak = (scaled > _REWEIGHT_ABOVE) & (counts >= LEAST_CASES)
        weights = np.where(is_outbreak, (_REWEIGHT_ABOVE / np.maximum(scaled, 1e-9)) ** 2, 1.0)
    known = (weights * counts).sum(axis=1) + _PRIOR_COUNT

    def predict(exposure: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        means = rates * exposure
        return means, dispersions * means + dispersions * means**2 / known

    parts = [predict(panel.totals[:, max(week - w + 1, 0) : week + 1].sum(axis=1)) for w in WINDOWS]
    later = predict(OUTCOME_WEEKS * panel.totals[:, max(week - 3, 0) : week + 1].mean(axis=1))
    return Expectation(
        np.stack([mean for mean, _ in parts], axis=1),
        np.stack([variance for _, variance in parts], axis=1),
        *later,
    )


def _pooled_dispersion(
    weights: np.ndarray, residuals: np.ndarray, counts: np.ndarray
) -> np.ndarray:
    """Dispersion per series, drawn towards that of all where a series has few cases to show its own."""
    length = counts.shape[1]
    pearson = (weights * residuals**2).sum(axis=1) / max(length - 1, 1)
    totals = counts.sum(axis=1)
    common = max(float((pearson * totals).sum() / max(totals.sum(), 1.0)), 1.0)
    trust = np.minimum(totals / 100.0, 1.0)
    return np.asarray(np.maximum(common + trust * (pearson - common), 1.0))


def _farrington(panel: Panel, week: int) -> Expectation:
    last = week - GUARD_WEEKS
    first = max(last - MOST_BASELINE, 0)
    panel = Panel(
        panel.counts[:, first:], panel.weeks[first:], panel.totals[:, first:], panel.festivals
    )
    week, last = week - first, last - first
    counts = panel.counts[:, :last]
    later = min(week + OUTCOME_WEEKS, len(panel.weeks) - 1)
    design = _like_weeks(panel, week)
    # The trend is kept where it is clear, else it would carry a chance slope half a year ahead.
    with_trend = _reweighted(counts, design[:last])
    slope = with_trend.coefficients[:, 1]
    is_clear = np.abs(slope) > _TREND_Z * np.sqrt(with_trend.covariances[:, 1, 1])
    without = np.delete(design, 1, axis=1)
    fits = {True: with_trend}
    if not is_clear.all():
        fits[False] = _reweighted(counts[~is_clear], without[:last])
    means = np.empty((len(counts), later + 1))
    variances = np.empty_like(means)
    dispersions = np.empty(len(counts))
    for has_trend, rows in ((True, is_clear), (False, ~is_clear)):
        if not rows.any():
            continue
        found = fits[has_trend]
        predicted = found.predict((design if has_trend else without)[: later + 1])
        own = rows if has_trend else np.ones(rows.sum(), bool)
        means[rows], variances[rows] = predicted[0][own], predicted[1][own]
        dispersions[rows] = found.dispersions[own]
    # No forecast above the highest count that the past has seen: Noufaily's check of the trend.
    highest = np.maximum(counts.max(axis=1, initial=0), 1.0)[:, None]
    means = np.where(is_clear[:, None], np.minimum(means, highest), means)

    def summed(first: int, end: int) -> tuple[np.ndarray, np.ndarray]:
        total = means[:, first:end].sum(axis=1)
        spread = np.minimum(variances[:, first:end].max(axis=1, initial=0), 1.0)
        return total, dispersions * total + total**2 * spread

    parts = [summed(max(week - window + 1, 0), week + 1) for window in WINDOWS]
    after = summed(week + 1, later + 1) if later > week else (means[:, 0], means[:, 0])
    return Expectation(
        np.stack([mean for mean, _ in parts], axis=1),
        np.stack([variance for _, variance in parts], axis=1),
        *after,
    )


def _like_weeks(panel: Panel, week: int) -> np.ndarray:
    """Intercept, trend, parts of the year counted from the week asked about, Spring Festival."""
    distance = (panel.weeks - panel.weeks[week]).days.to_numpy() / WEEK
    within = np.mod(distance + HALF_WINDOW, 365.25 / WEEK)
    width = 2 * HALF_WINDOW + 1
    others = (365.25 / WEEK - width) / (PARTS_OF_YEAR - 1)
    part = np.where(
        within < width,
        0,
        np.minimum(1 + ((within - width) // others), PARTS_OF_YEAR - 1),
    ).astype(int)
    columns = [np.ones(len(distance)), distance / 52.0]
    columns += [(part == number).astype(float) for number in range(1, PARTS_OF_YEAR)]
    festival = festival_columns(panel.weeks, panel.festivals)
    baseline = festival[: week - GUARD_WEEKS]
    columns += [festival[:, k] for k in range(festival.shape[1]) if baseline[:, k].sum() > 1]
    return np.stack(columns, axis=1)


def _reweighted(counts: np.ndarray, design: np.ndarray) -> poisson.Fits:
    first = poisson.fit(counts, design)
    residuals = poisson.anscombe_residuals(first, counts, design)
    weights = np.where(residuals > _REWEIGHT_ABOVE, 1.0 / np.maximum(residuals, 1e-9) ** 2, 1.0)
    weights *= counts.shape[1] / weights.sum(axis=1, keepdims=True)
    return poisson.fit(counts, design, weights=weights, start=first.coefficients)
