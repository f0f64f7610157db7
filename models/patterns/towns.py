"""Comparing areas: rates with their uncertainty, and what a change is made of.

Belongs here: empirical Bayes, mix, shift-share. Keep out: an order by rate; areas stand in official order,
and rates only where a population is known.

Sources: D. Clayton and J. Kaldor, Biometrics 43 (1987) and R. Marshall, Applied Statistics 40 (1991) for
empirical Bayes; E. Dunn, Papers of the Regional Science Association 6 (1960) for shift-share.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

_COVERED = (0.025, 0.975)


def empirical_bayes(counts: np.ndarray, populations: np.ndarray) -> pd.DataFrame:
    """Rates drawn towards the common one, the more so the fewer people they stand on.

    Returns:
        ``rate`` (raw), ``smoothed``, ``low``, ``high`` (95 % of the gamma posterior), per person.
    """
    counts, populations = np.asarray(counts, float), np.asarray(populations, float)
    total = counts.sum() / populations.sum()
    rates = counts / populations
    spread = (populations * (rates - total) ** 2).sum() / populations.sum()
    variance = max(spread - total / populations.mean(), 0.0)
    # Without any difference beyond chance the prior is so narrow that all take the common rate.
    shape = total**2 / variance if variance > 0 else 1e6
    scale = total / variance if variance > 0 else 1e6 / max(total, 1e-12)
    posterior = stats.gamma(counts + shape, scale=1.0 / (populations + scale))
    return pd.DataFrame(
        {
            "rate": rates,
            "smoothed": posterior.mean(),
            "low": posterior.ppf(_COVERED[0]),
            "high": posterior.ppf(_COVERED[1]),
        }
    )


def change(now: np.ndarray, before: np.ndarray) -> pd.DataFrame:
    """Ratio of two counts of equally long spans with its 95 % interval, dispersion of crime counts as Poisson.

    Half a case is added to each so that "none" has an interval too.
    """
    now, before = np.asarray(now, float) + 0.5, np.asarray(before, float) + 0.5
    error = np.sqrt(1 / now + 1 / before)
    ratio = now / before
    return pd.DataFrame(
        {
            "ratio": ratio,
            "ratio_low": ratio * np.exp(-1.96 * error),
            "ratio_high": ratio * np.exp(1.96 * error),
            "p_value": 2 * stats.norm.sf(np.abs(np.log(ratio)) / error),
        }
    )


def shift_share(now: np.ndarray, before: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What each area's change in each kind is made of (areas×kinds, in cases; they add up to the change).

    Returns:
        ``city``: had everything grown like the city; ``mix``: because this kind grew otherwise in the whole
        city; ``local``: what is left, the area's own.
    """
    now, before = np.asarray(now, float), np.asarray(before, float)
    whole = now.sum() / max(before.sum(), 1.0) - 1.0
    of_kind = before.sum(axis=0)
    kind = np.where(of_kind > 0, now.sum(axis=0) / np.maximum(of_kind, 1.0) - 1.0, whole)
    city = before * whole
    mix = before * (kind - whole)[None, :]
    return city, mix, now - before - city - mix


def expected_by_mix(counts: np.ndarray) -> np.ndarray:
    """Cases each area would have of each kind with the city's mix (areas×kinds)."""
    counts = np.asarray(counts, float)
    shares = counts.sum(axis=0) / max(counts.sum(), 1.0)
    return counts.sum(axis=1, keepdims=True) * shares[None, :]
