"""Do two series go together? Correlation over lags that is not fooled by season, trend or many tries.

Belongs here: association of two weekly series. Keep out: causes; going together says nothing of why.

Both series are divided by what their own trend and season let expect, then freed of their own memory
(Haugh, JASA 71 (1976)); the strongest of all lags is held against shuffled weeks.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

MOST_LAG_WEEKS = 8
SHUFFLES = 999
LEAST_WEEKS = 40


@dataclass(frozen=True)
class Association:
    """Correlations for lags -8…8 (positive: the second series follows), and the strongest of them.

    ``p_value`` allows for the choice among the lags; ``bound`` is what chance alone stays below in 95 of 100
    such choices.
    """

    lags: np.ndarray
    correlations: np.ndarray
    best_lag: int
    best: float
    p_value: float
    bound: float
    weeks: int


def associate(
    one: np.ndarray,
    expected_one: np.ndarray,
    two: np.ndarray,
    expected_two: np.ndarray,
    *,
    seed: int,
) -> Association | None:
    """Association of two series of the same weeks; None when they are too short."""
    if len(one) < LEAST_WEEKS:
        return None
    a, b = (
        _whiten(series, expected) for series, expected in ((one, expected_one), (two, expected_two))
    )
    lags = np.arange(-MOST_LAG_WEEKS, MOST_LAG_WEEKS + 1)
    correlations = _correlate(a[None], b, lags)[0]
    place = int(np.abs(correlations).argmax())
    chance = np.random.default_rng(seed)
    shuffled = chance.permuted(np.tile(a, (SHUFFLES, 1)), axis=1)
    maxima = np.abs(_correlate(shuffled, b, lags)).max(axis=1)
    best = float(correlations[place])
    return Association(
        lags,
        correlations,
        int(lags[place]),
        best,
        float(((maxima >= abs(best)).sum() + 1) / (SHUFFLES + 1)),
        float(np.quantile(maxima, 0.95)),
        len(one),
    )


def allowed_p(tries: int, level: float = 0.05) -> float:
    """Below which p a finding still counts when it is the best of so many tries (Bonferroni)."""
    return level / max(tries, 1)


def _whiten(series: np.ndarray, expected: np.ndarray) -> np.ndarray:
    residual = (series - expected) / np.sqrt(np.maximum(expected, 0.5))
    residual = residual - residual.mean()
    memory = float(residual[1:] @ residual[:-1] / max(residual @ residual, 1e-9))
    white = residual[1:] - memory * residual[:-1]
    return np.asarray((white - white.mean()) / max(white.std(), 1e-9))


def _correlate(many: np.ndarray, other: np.ndarray, lags: np.ndarray) -> np.ndarray:
    """Correlation of each row with the other series, which follows by each lag."""
    length = len(other)
    found = np.empty((len(many), len(lags)))
    for place, lag in enumerate(lags):
        left = many[:, max(-lag, 0) : length - max(lag, 0)]
        right = other[max(lag, 0) : length - max(-lag, 0)]
        found[:, place] = left @ right / length
    return found
