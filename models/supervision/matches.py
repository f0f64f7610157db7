"""Officials and lawyers who share more cases than chance explains.

Belongs here: the test and its control for many pairs. Keep out: who they are, and what it means.

Within a stratum (one court, half-year and way of appointment) every case is taken to fall on lawyers as if
shuffled: the number of shared cases of a pair is then hypergeometric given the case-loads of both. Strata are
added up exactly. Over all pairs that met at all the false-discovery rate is held (Benjamini-Hochberg).
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

# At most this share of the pairs that are named may be chance; and below so many shared cases, or so small an
# excess, nothing is said however unlikely it is.
FALSE_DISCOVERY_RATE = 0.01
FEWEST_SHARED = 6
LEAST_RATIO = 3.0
# Pairs less surprising than this under the (wider) Poisson law need no exact sum.
_WORTH_SUMMING = 0.2


def find_matches(meetings: pd.DataFrame) -> pd.DataFrame:
    """Pairs beyond chance: kind, official, counsel, shared_count, expected_count, p_value, q_value.

    ``meetings``: kind, stratum, official, counsel, matter: one lawyer in one official's case. A client who comes
    back with the same lawyer to the same official is one choice, not several: give each a single row.
    """
    columns = [
        "kind",
        "official",
        "counsel",
        "shared_count",
        "expected_count",
        "p_value",
        "q_value",
    ]
    if meetings.empty:
        return pd.DataFrame(columns=columns)
    rows = meetings.sort_values(["kind", "stratum", "official", "counsel", "matter"])
    by_stratum = rows.groupby(["kind", "stratum"])["matter"].size().rename("total")
    loads = rows.groupby(["kind", "stratum", "official"])["matter"].size().rename("official_load")
    own = rows.groupby(["kind", "stratum", "counsel"])["matter"].size().rename("counsel_load")
    met = rows.groupby(["kind", "official", "counsel"])["matter"].size().rename("shared_count")
    pairs = met.reset_index()
    # Where they did not meet counts as well: every stratum in which both worked.
    both = (
        loads.reset_index()
        .merge(own.reset_index(), on=["kind", "stratum"])
        .merge(pairs[["kind", "official", "counsel"]], on=["kind", "official", "counsel"])
        .merge(by_stratum.reset_index(), on=["kind", "stratum"])
    )
    both["expected"] = both["official_load"] * both["counsel_load"] / both["total"]
    expected = (
        both.groupby(["kind", "official", "counsel"])["expected"].sum().rename("expected_count")
    )
    pairs = pairs.merge(expected.reset_index(), on=["kind", "official", "counsel"])
    pairs["p_value"] = stats.poisson.sf(pairs["shared_count"] - 1, pairs["expected_count"])
    doubtful = pairs[(pairs["p_value"] < _WORTH_SUMMING) & (pairs["shared_count"] >= FEWEST_SHARED)]
    doubtful = doubtful.reset_index().rename(columns={"index": "place"})
    joined = both.merge(doubtful[["kind", "official", "counsel", "place", "shared_count"]])
    for place, part in joined.groupby("place"):
        pairs.loc[place, "p_value"] = _tail(part, int(part["shared_count"].iloc[0]))
    pairs["q_value"] = pairs.groupby("kind")["p_value"].transform(
        lambda values: stats.false_discovery_control(values.to_numpy(float))
    )
    kept = pairs[
        (pairs["q_value"] <= FALSE_DISCOVERY_RATE)
        & (pairs["shared_count"] >= FEWEST_SHARED)
        & (pairs["shared_count"] >= LEAST_RATIO * pairs["expected_count"])
    ].copy()
    kept["expected_count"] = kept["expected_count"].round(2)
    for name in ("p_value", "q_value"):
        kept[name] = kept[name].map(lambda value: float(f"{value:.3g}"))
    return kept[columns].sort_values(["kind", "official", "counsel"], ignore_index=True)


def _tail(strata: pd.DataFrame, shared: int) -> float:
    """P(at least so many shared cases), the strata being independent."""
    chances = np.ones(1)
    for part in strata.itertuples():
        most = min(part.official_load, part.counsel_load)
        law = stats.hypergeom.pmf(
            np.arange(most + 1), part.total, part.official_load, part.counsel_load
        )
        chances = np.convolve(chances, law)
    return float(min(1.0, max(chances[shared:].sum(), 1e-300)))
