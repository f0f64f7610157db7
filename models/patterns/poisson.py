"""Counts: quasi-Poisson regressions of many series at once, and what a count is worth beside them.

Belongs here: fitting and predicting. Keep out: which series, which weeks and which columns.

All series share one design matrix, so a step of the fit is one matrix product for all of them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

_MOST_ITERATIONS = 10
_TOLERANCE = 1e-3
# Added to the diagonal: columns that a series cannot tell apart get no weight instead of an error.
_RIDGE = 1e-6
_SMALLEST_MEAN = 1e-6
_LARGEST_LOG = 15.0


@dataclass(frozen=True)
class Fits:
    """Regressions of S series on one design of P columns; arrays have S rows.

    ``coefficients`` (S×P, log scale), ``covariances`` (S×P×P, dispersion included), ``dispersions`` (S,
    at least 1), ``means`` (S×N, fitted), ``weights`` (S×N, as used in the last step).
    """

    coefficients: np.ndarray
    covariances: np.ndarray
    dispersions: np.ndarray
    means: np.ndarray
    weights: np.ndarray

    def predict(self, design: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Expected counts (S×M) for the rows of ``design`` (M×P), and the variances of their logs."""
        logs = np.clip(self.coefficients @ design.T, -_LARGEST_LOG, _LARGEST_LOG)
        return np.exp(logs), np.maximum(_quadratic(self.covariances, design), 0.0)


def fit(
    counts: np.ndarray,
    design: np.ndarray,
    *,
    weights: np.ndarray | None = None,
    start: np.ndarray | None = None,
    ridge: np.ndarray | None = None,
    exposure: np.ndarray | None = None,
) -> Fits:
    """Weighted quasi-Poisson regressions, log link.

    Args:
        counts: S×N.
        design: N×P, first column the intercept.
        weights: S×N, default 1.
        start: coefficients to begin with (S×P), which saves steps.
        ridge: penalty per column (P), beside the tiny one that keeps the sum solvable.
        exposure: what counts are in proportion to (S×N), default 1; ``predict`` is per unit of it.
    """
    counts = np.asarray(counts, float)
    series, length = counts.shape
    columns = design.shape[1]
    weights = np.ones_like(counts) if weights is None else weights
    offset = 0.0 if exposure is None else np.log(np.maximum(exposure, 1e-9))
    products = (design[:, :, None] * design[:, None, :]).reshape(length, columns * columns)
    penalty = np.full(columns, _RIDGE) + (0.0 if ridge is None else ridge)
    if start is None:
        coefficients = np.zeros((series, columns))
        shares = (weights * counts).sum(axis=1) / np.maximum(weights.sum(axis=1), 1e-9)
        coefficients[:, 0] = np.log(np.maximum(shares, 1e-3))
    else:
        coefficients = start.copy()
    information = np.empty((series, columns, columns))
    means = np.empty_like(counts)
    for _ in range(_MOST_ITERATIONS):
        logs = np.clip(coefficients @ design.T + offset, -_LARGEST_LOG, _LARGEST_LOG)
        means = np.maximum(np.exp(logs), _SMALLEST_MEAN)
        information = ((weights * means) @ products).reshape(series, columns, columns)
        information[:, np.arange(columns), np.arange(columns)] += penalty
        score = (weights * (counts - means)) @ design - penalty * coefficients
        step = np.linalg.solve(information, score[:, :, None])[:, :, 0]
        step = np.clip(step, -2.0, 2.0)
        coefficients += step
        if np.abs(step).max(initial=0.0) < _TOLERANCE:
            break
    logs = np.clip(coefficients @ design.T + offset, -_LARGEST_LOG, _LARGEST_LOG)
    means = np.maximum(np.exp(logs), _SMALLEST_MEAN)
    freedom = np.maximum((weights > 0).sum(axis=1) - columns, 1)
    pearson = (weights * (counts - means) ** 2 / means).sum(axis=1) / freedom
    dispersions = np.maximum(pearson, 1.0)
    covariances = np.linalg.inv(information) * dispersions[:, None, None]
    return Fits(coefficients, covariances, dispersions, means, weights)


def _quadratic(matrices: np.ndarray, design: np.ndarray) -> np.ndarray:
    """x' M x for every matrix (S×P×P) and row of the design (N×P): S×N, as one matrix product."""
    columns = design.shape[1]
    products = (design[:, :, None] * design[:, None, :]).reshape(len(design), columns * columns)
    return matrices.reshape(len(matrices), columns * columns) @ products.T


def anscombe_residuals(fits: Fits, counts: np.ndarray, design: np.ndarray) -> np.ndarray:
    """Standardised Anscombe residuals (S×N), by which Farrington weighs down past outbreaks."""
    means = fits.means
    leverage = (
        _quadratic(fits.covariances, design) / fits.dispersions[:, None] * fits.weights * means
    )
    raw = 1.5 * (counts ** (2 / 3) - means ** (2 / 3)) / means ** (1 / 6)
    scale = np.sqrt(fits.dispersions[:, None] * np.clip(1.0 - leverage, 0.05, 1.0))
    return np.asarray(raw / scale)


def upper_tail(counts: np.ndarray, means: np.ndarray, variances: np.ndarray) -> np.ndarray:
    """P(a count this high or higher): negative binomial of this mean and variance, else Poisson."""
    means, variances = np.broadcast_arrays(np.maximum(means, _SMALLEST_MEAN), variances)
    tails = stats.poisson.sf(counts - 1, means)
    is_wide = variances > means * (1 + 1e-6)
    if is_wide.any():
        size = means[is_wide] ** 2 / (variances[is_wide] - means[is_wide])
        shares = size / (size + means[is_wide])
        tails = np.array(tails)
        tails[is_wide] = stats.nbinom.sf(
            np.broadcast_to(counts, means.shape)[is_wide] - 1, size, shares
        )
    return np.asarray(tails)


def quantile(share: float, means: np.ndarray, variances: np.ndarray) -> np.ndarray:
    """The count that is not exceeded in this share of cases (same distributions as ``upper_tail``)."""
    means, variances = np.broadcast_arrays(np.maximum(means, _SMALLEST_MEAN), variances)
    found = np.array(stats.poisson.ppf(share, means))
    is_wide = variances > means * (1 + 1e-6)
    if is_wide.any():
        size = means[is_wide] ** 2 / (variances[is_wide] - means[is_wide])
        found[is_wide] = stats.nbinom.ppf(share, size, size / (size + means[is_wide]))
    return found
