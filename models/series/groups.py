"""From pairs to series: groups that hold together, and small acts whose sum is worth a filing.

Belongs here: grouping, sums over thresholds. Keep out: weights of pairs (evidence).
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse.csgraph import connected_components

# Pairs of one group that were never compared, and what people said: log10 ratios.
_NOT_COMPARED = 0.0
_SAID = 50.0
# A larger heap of linked cases is cut at a higher ratio first: it is many series, not one.
_LARGEST_HEAP = 600


def group_pairs(pairs: pd.DataFrame, *, link_at: float, hold_at: float) -> pd.DataFrame:
    """``case_id`` and ``group_key`` (its smallest case_id) of all cases in groups of two and more.

    ``pairs``: case_id, other_case_id, log10_ratio and decision (accept, reject or NULL). A pair links at
    ``link_at``; a group holds when its parts are alike by ``hold_at`` on average (average linkage), so that a
    chain of neighbours does not become one series.
    """
    if pairs.empty:
        return pd.DataFrame({"case_id": pd.Series(dtype=str), "group_key": pd.Series(dtype=str)})
    strength = pairs["log10_ratio"].to_numpy(float).copy()
    strength[(pairs["decision"] == "accept").to_numpy()] = _SAID
    strength[(pairs["decision"] == "reject").to_numpy()] = -_SAID
    ids, codes = np.unique(
        np.concatenate([pairs["case_id"], pairs["other_case_id"]]).astype(str), return_inverse=True
    )
    one, other = codes[: len(pairs)], codes[len(pairs) :]
    labels = np.arange(len(ids))
    _part(np.arange(len(ids)), one, other, strength, link_at, hold_at, labels)
    frame = pd.DataFrame({"case_id": ids, "label": labels})
    frame["size"] = frame.groupby("label")["case_id"].transform("size")
    frame = frame[frame["size"] > 1]
    frame["group_key"] = frame.groupby("label")["case_id"].transform("min")
    return frame[["case_id", "group_key"]].sort_values("case_id", ignore_index=True)


def _part(
    members: np.ndarray,
    one: np.ndarray,
    other: np.ndarray,
    strength: np.ndarray,
    link_at: float,
    hold_at: float,
    labels: np.ndarray,
) -> None:
    """Write labels of groups; those of one heap at a time, the heap found by its links."""
    linked = strength >= link_at
    graph = sparse.coo_matrix(
        (np.ones(linked.sum()), (one[linked], other[linked])), shape=(len(labels),) * 2
    )
    heap = connected_components(graph, directed=False)[1]
    order = np.argsort(heap[members], kind="stable")
    ordered = members[order]
    starts = np.flatnonzero(np.diff(heap[ordered], prepend=-1))
    inside = heap[one] == heap[other]
    pair_order = np.argsort(heap[one][inside], kind="stable")
    pairs = np.flatnonzero(inside)[pair_order]
    pair_heaps = heap[one][pairs]
    place = np.empty(len(labels), np.int64)
    for start, stop in zip(starts, [*starts[1:], len(ordered)], strict=True):
        if stop - start < 2:
            continue
        part = np.sort(ordered[start:stop])
        number = heap[part[0]]
        low, high = np.searchsorted(pair_heaps, [number, number + 1])
        own = pairs[low:high]
        if len(part) == 2:
            labels[part] = part[0]
        elif len(part) > _LARGEST_HEAP:
            _part(part, one[own], other[own], strength[own], link_at + 0.5, hold_at, labels)
        else:
            place[part] = np.arange(len(part))
            table = np.full((len(part), len(part)), _NOT_COMPARED)
            table[place[one[own]], place[other[own]]] = strength[own]
            table[place[other[own]], place[one[own]]] = strength[own]
            # scipy wants distances: unlike is far.
            distance = _SAID - table[np.triu_indices(len(part), 1)]
            tree = linkage(distance, "average")
            found = fcluster(tree, _SAID - hold_at, "distance")
            for label in np.unique(found):
                labels[part[found == label]] = part[found == label][0]


def sum_acts(acts: pd.DataFrame) -> pd.DataFrame:
    """Per group: small acts whose sum reaches the filing threshold within the days that may be added up.

    ``acts``: group_key, case_id, family, offended_at, amount_yuan, threshold_yuan, sum_days (NULL: no sum).
    Returns group_key, small_count, small_yuan, threshold_yuan of the best window per group that reaches it.
    Acts that reach the threshold alone are no part of a sum: they are filed anyway.
    """
    columns = ["group_key", "small_count", "small_yuan", "threshold_yuan"]
    small = acts[
        acts["threshold_yuan"].notna()
        & acts["amount_yuan"].gt(0)
        & acts["amount_yuan"].lt(acts["threshold_yuan"])
    ].sort_values(["group_key", "offended_at", "case_id"])
    if small.empty:
        return pd.DataFrame(columns=columns)
    when = small["offended_at"].to_numpy("datetime64[s]").astype(np.int64)
    group = pd.factorize(small["group_key"])[0].astype(np.int64)
    total = np.cumsum(small["amount_yuan"].to_numpy(float))
    before = np.concatenate([[0.0], total])
    # The window that ends with each act: its first act by bisection on (group, moment).
    span = np.int64(1) << 40
    moment = when - when.min() + (np.int64(1) << 36)
    since = np.searchsorted(
        group * span + moment,
        group * span + moment - small["sum_days"].fillna(0).to_numpy(np.int64) * 86_400,
        "left",
    )
    place = np.arange(len(small))
    frame = pd.DataFrame(
        {
            "group_key": small["group_key"].to_numpy(),
            "small_count": place - since + 1,
            "small_yuan": (total - before[since]).round(2),
            "threshold_yuan": small["threshold_yuan"].to_numpy(float),
        }
    )
    frame = frame[(frame["small_yuan"] >= frame["threshold_yuan"]) & (frame["small_count"] > 1)]
    frame = frame.sort_values(
        ["group_key", "small_yuan", "small_count"], ascending=[True, False, True]
    )
    return frame.drop_duplicates("group_key")[columns].reset_index(drop=True)
