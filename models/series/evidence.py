"""What the likeness of two cases is worth: a likelihood ratio with its parts.

Belongs here: comparing pairs, feature by feature. Keep out: which pairs (candidates), groups.

Every part is log10 of (share of pairs of one series that look like this / share of unrelated pairs). The first
share is by judgement (evidence.json), the second is counted among the pairs compared, nearly all of which are
unrelated, per family of offences. Parts are added as if independent; words of the text that are compared by
themselves (tools, goods) are left out of it, and parts that speak of one thing are capped.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from models.series.candidates import days_of, explode, project

PARTS = (
    "place", "days", "hour", "premises", "kind", "modus", "tools", "goods", "marks", "identifiers", "amount",
    "text",
)  # fmt: skip
# Fewer pairs of a family cannot say what is usual; all families speak then.
_FEWEST_PAIRS = 2_000
_LONGEST_INTERVAL_HOURS = 8.0
# No single part decides alone, however rare the thing.
_CAP = 3.5
_CAPS = {"text": 1.0, "amount": 0.5, "hour": 0.6, "premises": 0.7, "kind": 0.8, "modus": 1.6}
_AT_ONCE = 2_000_000
_STEPS = 1000


@lru_cache(maxsize=1)
def load_evidence() -> dict[str, Any]:
    return json.loads((Path(__file__).parent / "evidence.json").read_text(encoding="utf-8"))


def weigh_pairs(
    cases: pd.DataFrame,
    first: np.ndarray,
    second: np.ndarray,
    choose: Callable[[np.ndarray], np.ndarray] | None = None,
) -> pd.DataFrame:
    """One row per pair: ``log10_ratio``, its PARTS, and distance_m, days_apart; the index is the pair's position.

    ``choose``: which pairs are wanted, by their ratios; all are weighed, the others are not kept, for there are
    millions of them. ``cases``: family, kind, longitude, latitude, offended_at, interval_hours, premises, amount_yuan and the
    lists modus, tools, goods, marks, identifiers, terms. No row depends on the order of ``cases`` beyond ties.
    """
    evidence = load_evidence()
    family = pd.factorize(cases["family"], sort=True)[0]
    groups = _family_groups(family, first)
    parts = _Parts()
    east, north = project(cases)
    distance = np.hypot(east[first] - east[second], north[first] - north[second])
    parts["place"] = _by_level(distance, evidence["place"]["bounds_m"], evidence["place"], groups)
    when = days_of(cases)
    apart = np.abs(when[first] - when[second])
    parts["days"] = _by_level(apart, evidence["days"]["bounds"], evidence["days"], groups)
    hour = (when % 1.0) * 24.0
    vague = cases["interval_hours"].to_numpy(float)
    hour = np.where(np.nan_to_num(vague, nan=0.0) > _LONGEST_INTERVAL_HOURS, np.nan, hour)
    turn = np.abs(hour[first] - hour[second])
    parts["hour"] = _by_level(
        np.minimum(turn, 24.0 - turn), evidence["hour"]["bounds"], evidence["hour"], groups
    )
    amount = np.log(
        np.where(cases["amount_yuan"].to_numpy(float) > 0, cases["amount_yuan"], np.nan)
    )
    parts["amount"] = _by_level(
        np.abs(amount[first] - amount[second]),
        evidence["amount"]["bounds_log"],
        evidence["amount"],
        groups,
    )
    for name in ("premises", "kind"):
        single = [[value] if isinstance(value, str) and value else [] for value in cases[name]]
        parts[name] = _by_shared(single, family, first, second, evidence["shared"][name])
    for name in ("modus", "tools", "goods", "marks", "identifiers"):
        parts[name] = _by_shared(cases[name], family, first, second, evidence["shared"][name])
    likeness = text_likeness(cases["terms"], first, second)
    parts["text"] = _by_level(likeness, evidence["text"]["bounds"], evidence["text"], groups)
    total = np.sum([parts[name] for name in PARTS], axis=0, dtype=np.int32) / _STEPS
    kept = np.arange(len(first)) if choose is None else np.flatnonzero(choose(total))
    frame = pd.DataFrame({name: parts[name][kept] / _STEPS for name in PARTS}, index=kept)
    frame.insert(0, "log10_ratio", total[kept])
    frame["distance_m"] = distance[kept].round(0)
    frame["days_apart"] = apart[kept].round(2)
    frame["text_likeness"] = likeness[kept].round(3)
    return frame


class _Parts(dict[str, np.ndarray]):
    """Parts in thousandths, capped: a fourth of the memory, and sums without rounding."""

    def __setitem__(self, name: str, worth: np.ndarray) -> None:
        capped = np.clip(worth, -_CAP, _CAPS.get(name, _CAP))
        super().__setitem__(name, np.rint(capped * _STEPS).astype(np.int16))


def _family_groups(family: np.ndarray, first: np.ndarray) -> np.ndarray:
    """The family of every pair; -1 (all together) where it has too few pairs."""
    groups = family[first]
    counts = np.bincount(groups) if len(groups) else np.zeros(1, int)
    return np.where(counts[groups] >= _FEWEST_PAIRS, groups, -1)


def _by_level(
    values: np.ndarray, bounds: list[float], evidence: dict[str, Any], groups: np.ndarray
) -> np.ndarray:
    """log10 ratio of the level in which a value falls; 0 where it is unknown."""
    level = np.searchsorted(np.asarray(bounds, float), values, "left")
    known = np.isfinite(values)
    same = np.asarray(evidence["same_series"], float)
    worth = np.zeros(len(values))
    for group in np.unique(groups):
        inside = (groups == group) & known
        pool = known if group == -1 else inside
        counts = np.bincount(level[pool], minlength=len(same)) + 1.0
        worth[inside] = np.log10(same / (counts / counts.sum()))[level[inside]]
    return worth


def _by_shared(
    lists: Any, family: np.ndarray, first: np.ndarray, second: np.ndarray, same: float
) -> np.ndarray:
    """log10 ratio of sharing things: the rarer in the family, the more; nothing shared counts against.

    Where either case tells nothing, nothing follows. The best shared thing counts whole, the others half.
    """
    place, thing = explode(lists)
    worth = np.zeros(len(first))
    if not len(place):
        return worth
    size = len(family)
    told = np.bincount(place, minlength=size)
    names, codes = np.unique(thing.astype(str), return_inverse=True)
    telling = np.bincount(family, weights=(told > 0), minlength=family.max() + 1)
    counts = sparse.coo_matrix(
        (np.ones(len(place)), (family[place], codes)), shape=(family.max() + 1, len(names))
    ).tocsr()
    # How often an unrelated case shares a thing: its share, whatever other things were told beside it.
    share = (np.asarray(counts[family[place], codes]).ravel() + 0.5) / (
        telling[family[place]] + 1.0
    )
    share = np.minimum(share * np.maximum(told[place], 1) ** 0.5, 0.98)
    value = np.maximum(np.log10(same / share), 0.0)
    matrix = sparse.csr_matrix((value + 1e-9, (place, codes)), shape=(size, len(names)))
    has = sparse.csr_matrix((np.ones(len(place)), (place, codes)), shape=(size, len(names)))
    agree = np.bincount(family[place], weights=share, minlength=family.max() + 1)
    agree = np.minimum(
        agree / np.maximum(np.bincount(family[place], minlength=family.max() + 1), 1), 0.9
    )
    against = np.log10((1.0 - same) / (1.0 - agree))
    for start in range(0, len(first), _AT_ONCE):
        one, other = first[start : start + _AT_ONCE], second[start : start + _AT_ONCE]
        shared = matrix[one].multiply(has[other]).tocsr()
        total = np.asarray(shared.sum(axis=1)).ravel()
        best = np.asarray(shared.max(axis=1).todense()).ravel()
        both = (told[one] > 0) & (told[other] > 0)
        found = np.where(total > 0, best + 0.5 * (total - best), against[family[one]])
        worth[start : start + _AT_ONCE] = np.where(both, found, 0.0)
    return worth


def text_likeness(terms: Any, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Cosine of the words, each weighted by its rarity; NaN where a text has fewer than three words."""
    place, term = explode(terms)
    size = len(terms)
    if not len(place):
        return np.full(len(first), np.nan)
    names, codes = np.unique(term.astype(str), return_inverse=True)
    counts = sparse.csr_matrix((np.ones(len(place)), (place, codes)), shape=(size, len(names)))
    counts.data[:] = 1.0
    number = np.maximum((counts.getnnz(axis=1) > 0).sum(), 1)
    rarity = np.log1p(number / np.maximum(counts.getnnz(axis=0), 1))
    weighted = counts.multiply(rarity).tocsr()
    length = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    weighted = sparse.diags(1.0 / np.maximum(length, 1e-9)) @ weighted
    few = counts.getnnz(axis=1) < 3
    likeness = np.empty(len(first))
    for start in range(0, len(first), _AT_ONCE):
        one, other = first[start : start + _AT_ONCE], second[start : start + _AT_ONCE]
        product = weighted[one].multiply(weighted[other])
        found = np.asarray(product.sum(axis=1)).ravel()
        likeness[start : start + _AT_ONCE] = np.where(few[one] | few[other], np.nan, found)
    return likeness
