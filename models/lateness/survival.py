"""How clocks of one limit end: survival curves of their relative age, per limit and charge.

Belongs here: fitting the curves and asking them for the risk of an open clock. Keep out: bands and how
well they did (assess.py).

A clock's age is the share of its term that is spent. A clock that is still open at age 1 is missed, so
the risk of one that is open at age a is S(1) / S(a), with S the share of clocks still open at an age.
Curves are Kaplan-Meier estimates: no form is forced on them, and clocks that were still open when the
history ends count for as long as they were watched.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

# A curve of a charge needs this many clocks, else the limit's own curve stands in; a limit with fewer
# has none, and its clocks no risk. As many as a limit needs must have been old enough to run out: of a limit
# of twelve months nothing is known after six, however many clocks there are.
MIN_OF_CHARGE = 300
MIN_OF_LIMIT = 100
# What is added to misses and to clocks, so that "never yet" is not "never".
_PRIOR_MISSES, _PRIOR_CLOCKS = 0.5, 50.0
_ALL = ""

Curves = dict[tuple[str, str], "Curve"]


@dataclass(frozen=True, slots=True)
class Curve:
    """Share of clocks still open at each age (ascending), and how many clocks it was learnt from."""

    ages: np.ndarray
    open_shares: np.ndarray
    clock_count: int

    def at(self, ages: np.ndarray) -> np.ndarray:
        """The share still open at these ages."""
        places = np.searchsorted(self.ages, ages, side="right") - 1
        return self.open_shares[np.clip(places, 0, len(self.ages) - 1)]

    def risk(self, ages: np.ndarray) -> np.ndarray:
        """The probability that a clock which is open at these ages is missed."""
        missed = self.at(np.ones(1))[0] * self.clock_count + _PRIOR_MISSES
        still_open = (
            self.at(np.minimum(ages, 1.0)) * self.clock_count + _PRIOR_CLOCKS * _PRIOR_MISSES
        )
        return np.clip(missed / np.maximum(still_open, missed), 0.0, 1.0)


def history_until(clocks: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """Clocks as they were known on a day: those begun before it, open where they closed later.

    Args:
        clocks: ``rule_id``, ``charge_code``, ``started_at``, ``due_at``, ``ended_at`` (NaT: open).

    Returns:
        ``rule_id``, ``charge_code``, ``age`` (share of the term spent), ``is_closed``, ``is_run_out`` (the
        whole term lies before the day).
    """
    known = clocks[(clocks["started_at"] < day) & (clocks["due_at"] > clocks["started_at"])]
    is_closed = known["ended_at"].notna() & (known["ended_at"] <= day)
    until = known["ended_at"].where(is_closed, day)
    term = term_end(known["due_at"]) - known["started_at"]
    return pd.DataFrame(
        {
            "rule_id": known["rule_id"],
            "charge_code": known["charge_code"].fillna(_ALL),
            "age": ((until - known["started_at"]) / term).clip(lower=0.0),
            "is_closed": is_closed,
            "is_run_out": known["started_at"] + term <= day,
        }
    )


def fit_curves(history: pd.DataFrame) -> Curves:
    """Curves per limit and per limit and charge, as far as there is enough history."""
    curves: Curves = {}
    for rule_id, of_limit in history.groupby("rule_id", observed=True):
        if of_limit["is_run_out"].sum() < MIN_OF_LIMIT:
            continue
        groups: list[tuple[Any, pd.DataFrame]] = [(_ALL, of_limit)]
        groups += [
            (charge, group)
            for charge, group in of_limit.groupby("charge_code", observed=True)
            if charge != _ALL
            and len(group) >= MIN_OF_CHARGE
            and group["is_run_out"].sum() >= MIN_OF_LIMIT
        ]
        for charge, group in groups:
            curves[str(rule_id), str(charge)] = _fit_curve(
                group["age"].to_numpy(float), group["is_closed"].to_numpy(bool)
            )
    return curves


def _fit_curve(ages: np.ndarray, is_closed: np.ndarray) -> Curve:
    # Costs a second to import, so it is done where curves are wanted.
    from scipy.stats import CensoredData, ecdf

    shares = ecdf(CensoredData(uncensored=ages[is_closed], right=ages[~is_closed])).sf
    return Curve(
        np.concatenate([[0.0], shares.quantiles]),
        np.concatenate([[1.0], shares.probabilities]),
        len(ages),
    )


def risks_on(clocks: pd.DataFrame, curves: Curves, day: pd.Timestamp) -> pd.DataFrame:
    """Clocks that are open and not yet missed on a day, with their age and risk.

    Returns:
        The rows of ``clocks`` concerned with ``age``, ``probability`` and ``learnt_from`` added; limits
        without a curve are left out.
    """
    ends = term_end(clocks["due_at"])
    is_open = (
        (clocks["started_at"] < day)
        & (ends > day)
        & (clocks["ended_at"].isna() | (clocks["ended_at"] > day))
    )
    found = clocks[is_open].copy()
    found["age"] = (day - found["started_at"]) / (term_end(found["due_at"]) - found["started_at"])
    ages = found["age"].to_numpy(float)
    probability, learnt_from = np.full(len(found), np.nan), np.zeros(len(found), int)
    charges = found["charge_code"].fillna(_ALL)
    groups = found.groupby([found["rule_id"], charges], observed=True).indices
    for (rule_id, charge), places in groups.items():
        curve = curves.get((rule_id, charge)) or curves.get((rule_id, _ALL))
        if curve is not None:
            probability[places] = curve.risk(ages[places])
            learnt_from[places] = curve.clock_count
    found["probability"], found["learnt_from"] = probability, learnt_from
    return found[found["probability"].notna()]


def term_end(due: pd.Series) -> pd.Series:
    """A due day counts to its end; a due minute is itself."""
    is_day = due == due.dt.normalize()
    return due.where(~is_day, due + pd.Timedelta(days=1))
