"""How far like sentences differ (同案不同判): what the case mix explains, and what is left per court and period.

Belongs here: the regression, shrunken offsets with intervals, unusual sentences. Keep out: ranks of courts or
judges (there is no judge in the data), persons, verdicts: an offset is a reason to read cases.

Months of imprisonment and detention, as logarithms, are explained by charge, amount (with a slope per charge),
plea, surrender and number of accused, all held back by a ridge; courts, courts within a charge and half-years
are random effects, so that a court with few sentences is drawn to the mean. Variances by expectation-maximisation
on Henderson's equations; intervals from their inverse.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

# Sentences without which a charge is left out: its own mix cannot be told from chance.
FEWEST_SENTENCES = 30
_RIDGE = 0.5
_ROUNDS = 60
_CLOSE = 1e-4
_LEVELS = ("court", "court_charge", "period")


FIT_COLUMNS = (
    *(f"{level}_{name}" for level in _LEVELS for name in ("raw", "effect", "error")),
    "expected_months", "unusualness", "charge_sentence_count", "residual_sd",
)  # fmt: skip


def fit_consistency(sentences: pd.DataFrame) -> pd.DataFrame:
    """One row per sentence compared: the columns given, ``half_year`` and FIT_COLUMNS.

    ``sentences``: court_code, charge_code, pronounced_date, sentence_months, amount_yuan, has_plea_leniency,
    has_surrendered, accused_count. Per level (court, court_charge, period) ``_raw`` is the mean left over before
    shrinkage, ``_effect`` after it, ``_error`` its standard error, all of log months. ``unusualness`` is the
    standardised distance from what mix, court and half-year let expect.
    """
    counts = sentences.groupby("charge_code")["charge_code"].transform("size")
    known = sentences[(counts >= FEWEST_SENTENCES) & (sentences["sentence_months"] > 0)]
    known = known.sort_values(list(known.columns[:4])).reset_index(drop=True)
    if len(known) < 2 * FEWEST_SENTENCES:
        return known.head(0).assign(half_year="", **dict.fromkeys(FIT_COLUMNS, 0.0))
    fixed, free = _case_mix(known)
    period = _half_year(known["pronounced_date"])
    keys = {
        "court": known["court_code"].astype(str),
        "court_charge": known["court_code"].astype(str) + "|" + known["charge_code"].astype(str),
        "period": period,
    }
    effects = {level: _one_hot(keys[level]) for level in _LEVELS}
    y = np.log(known["sentence_months"].to_numpy(float))
    solved = _solve(fixed, free, [effects[level][0] for level in _LEVELS], y)
    explained = fixed @ solved.beta
    rest = y - explained
    everything = explained.copy()
    fits = known.copy()
    for place, level in enumerate(_LEVELS):
        design, names = effects[level]
        everything += design @ solved.effects[place]
        # What is left for this level once the others have had their part.
        others = sum(
            (
                effects[other][0] @ solved.effects[at]
                for at, other in enumerate(_LEVELS)
                if at != place
            ),
            np.zeros(len(y)),
        )
        number = np.asarray(design.sum(axis=0)).ravel()
        raw = (design.T @ (rest - others)) / np.maximum(number, 1)
        codes = design.indices
        for name, values in (
            ("raw", raw), ("effect", solved.effects[place]), ("error", solved.errors[place]),
        ):  # fmt: skip
            fits[f"{level}_{name}"] = values[codes].round(6)
    fits["half_year"] = period
    fits["expected_months"] = np.exp(everything).round(1)
    fits["unusualness"] = ((y - everything) / np.sqrt(solved.residual)).round(2)
    fits["charge_sentence_count"] = fits.groupby("charge_code")["charge_code"].transform("size")
    fits["residual_sd"] = round(float(np.sqrt(solved.residual)), 4)
    return fits


def offsets_of(fits: pd.DataFrame, level: str) -> pd.DataFrame:
    """One row per member of a level: its keys, sentence_count, raw, effect and error (logarithms)."""
    keys = {
        "court": ["court_code"],
        "court_charge": ["court_code", "charge_code"],
        "period": ["half_year"],
    }
    columns = [f"{level}_{name}" for name in ("raw", "effect", "error")]
    groups = fits.groupby(keys[level])
    table = groups[columns].first().rename(columns=lambda name: name.rsplit("_", 1)[1])
    table.insert(0, "sentence_count", groups.size())
    return table.reset_index()


def _half_year(dates: pd.Series) -> pd.Series:
    when = pd.to_datetime(dates)
    return when.dt.year.astype(str) + "H" + ((when.dt.month - 1) // 6 + 1).astype(str)


def _one_hot(keys: pd.Series) -> tuple[sparse.csr_matrix, np.ndarray]:
    codes, names = pd.factorize(keys, sort=True)
    shape = (len(keys), len(names))
    return sparse.csr_matrix(
        (np.ones(len(keys)), (np.arange(len(keys)), codes)), shape=shape
    ), names


def _case_mix(known: pd.DataFrame) -> tuple[sparse.csr_matrix, np.ndarray]:
    """The design of the fixed part, and which of its columns are free of the ridge (the charges)."""
    charges, names = _one_hot(known["charge_code"])
    amount = np.log(known["amount_yuan"].to_numpy(float, na_value=np.nan).clip(min=1.0))
    has = np.isfinite(amount)
    codes = pd.factorize(known["charge_code"], sort=True)[0]
    count = np.bincount(codes[has], minlength=len(names))
    middle = np.bincount(codes[has], amount[has], minlength=len(names)) / np.maximum(count, 1)
    centred = np.where(has, amount - middle[codes], 0.0)
    flags = np.column_stack(
        [
            centred,
            (~has).astype(float) * (count[codes] > 0),
            known["has_plea_leniency"].fillna(False).astype(float),
            known["has_surrendered"].fillna(False).astype(float),
            np.log(known["accused_count"].to_numpy(float, na_value=1.0).clip(min=1.0)),
        ]
    )
    slopes = sparse.diags(centred) @ charges
    design = sparse.hstack([charges, sparse.csr_matrix(flags), slopes]).tocsr()
    free = np.zeros(design.shape[1], bool)
    free[: len(names)] = True
    return design, free


@dataclass(frozen=True)
class _Solved:
    beta: np.ndarray
    effects: list[np.ndarray]
    errors: list[np.ndarray]
    residual: float


def _solve(
    fixed: sparse.csr_matrix, free: np.ndarray, effects: list[sparse.csr_matrix], y: np.ndarray
) -> _Solved:
    """Henderson's mixed-model equations with variances by expectation-maximisation (REML)."""
    design = sparse.hstack([fixed, *effects]).tocsr()
    gram = (design.T @ design).toarray()
    right = design.T @ y
    sizes = [fixed.shape[1], *(effect.shape[1] for effect in effects)]
    bounds = np.cumsum([0, *sizes])
    slices = [slice(*bounds[at : at + 2]) for at in range(len(sizes))]
    residual = float(np.var(y)) * 0.5
    variances = [residual * 0.1] * len(effects)
    for _ in range(_ROUNDS):
        penalty = np.zeros(bounds[-1])
        penalty[slices[0]] = np.where(free, 1e-6, _RIDGE)
        for part, variance in zip(slices[1:], variances, strict=True):
            penalty[part] = residual / max(variance, 1e-8)
        inverse = np.linalg.inv(gram + np.diag(penalty))
        solution = inverse @ right
        new_residual = float((y @ y - solution @ right) / max(len(y) - sizes[0], 1))
        new_variances = [
            float(
                (solution[part] @ solution[part] + residual * np.trace(inverse[part, part]))
                / (part.stop - part.start)
            )
            for part in slices[1:]
        ]
        moved = abs(new_residual / residual - 1) + sum(
            abs(new - old) / residual for new, old in zip(new_variances, variances, strict=True)
        )
        residual, variances = new_residual, new_variances
        if moved < _CLOSE:
            break
    error = np.sqrt(np.maximum(np.diag(inverse), 0.0) * residual)
    return _Solved(
        solution[slices[0]],
        [solution[part] for part in slices[1:]],
        [error[part] for part in slices[1:]],
        residual,
    )
