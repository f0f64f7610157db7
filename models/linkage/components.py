"""Components of the graph of links: which records hang together, and which must not.

Belongs here: union of records by accepted links, the guard against implausible sizes, and the guard
against components that contradict themselves. Keep out: how a link is found or weighed, and ids
(identity).
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components as label_components

# A matter with more records than this has not been seen; a wrong number that joins two big matters has.
MAX_RECORDS = 60


def connected_components(
    edges: pd.DataFrame,
    nodes: pd.DataFrame,
    *,
    max_records: int | None = None,
    apart: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Join the records that links connect.

    Args:
        edges: columns ``left_key``, ``right_key`` and, with ``max_records`` or ``apart``,
            ``link_probability`` (0–1). Links that name an unknown record are ignored.
        nodes: column ``record_key``, unique strings; records without a link stay alone.
        max_records: a component above this size loses its weakest links until it fits or only
            links of probability 1 are left; None never drops a link.
        apart: pairs ``left_key``, ``right_key`` that must not come into one component, however long
            the way between them. Links are taken from the strongest down, and one that would join
            such a pair is left out.

    Returns:
        One row per node in the order of ``record_key``: ``record_key``, ``component`` (the smallest
        record key of the component), ``record_count``.

    Raises:
        ValueError: a record key occurs twice.
    """
    keys = sorted_keys(nodes["record_key"])
    left, right, is_known = places_of(keys, edges)
    weights = None
    if "link_probability" in edges:
        weights = edges["link_probability"].to_numpy(dtype=float)[is_known]
    one = other = np.empty(0, dtype=np.int64)
    if apart is not None:
        one, other, _ = places_of(keys, apart)
    firsts, counts = first_places(
        len(keys), left, right, weights=weights, apart=(one, other), max_records=max_records
    )
    return pd.DataFrame(
        {"record_key": keys, "component": keys.to_numpy()[firsts], "record_count": counts}
    )


def first_places(
    size: int,
    left: np.ndarray,
    right: np.ndarray,
    *,
    weights: np.ndarray | None = None,
    apart: tuple[np.ndarray, np.ndarray] | None = None,
    max_records: int | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """``connected_components`` over places 0 … size-1 of sorted keys instead of the keys.

    Returns:
        Per place the first place of its component, and the size of the component.
    """
    labels = _label(left, right, size)
    if weights is not None:
        if apart is not None:
            left, right, weights, labels = _keep_apart(left, right, weights, labels, *apart)
        if max_records is not None:
            labels = _split_oversized(left, right, weights, labels, max_records)
    # Keys are sorted, so the first place of a label is the smallest key of its component.
    _, firsts, inverse, counts = np.unique(
        labels, return_index=True, return_inverse=True, return_counts=True
    )
    return firsts[inverse], counts[inverse]


def sorted_keys(keys: pd.Series) -> pd.Index:
    """The keys in order, in which their places stand for them.

    Raises:
        ValueError: a key occurs twice.
    """
    index = pd.Index(np.sort(keys.to_numpy(dtype=object)))
    if not index.is_unique:
        raise ValueError("record keys must be unique; drop the duplicates before linking")
    return index


def places_of(keys: pd.Index, pairs: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Both ends of the pairs as places in ``keys``, without pairs of unknown keys."""
    left = keys.get_indexer(pairs["left_key"].to_numpy(dtype=object))
    right = keys.get_indexer(pairs["right_key"].to_numpy(dtype=object))
    is_known = (left >= 0) & (right >= 0)
    return left[is_known], right[is_known], is_known


def _label(left: np.ndarray, right: np.ndarray, size: int) -> np.ndarray:
    if size == 0:
        return np.empty(0, dtype=np.int32)
    graph = coo_array((np.ones(len(left), dtype=np.int8), (left, right)), shape=(size, size))
    return label_components(graph, directed=False)[1]


def _keep_apart(
    left: np.ndarray,
    right: np.ndarray,
    weights: np.ndarray,
    labels: np.ndarray,
    one: np.ndarray,
    other: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Drop the links that would bring a forbidden pair together; only components with one are touched."""
    is_broken = labels[one] == labels[other]
    one, other = one[is_broken], other[is_broken]
    if not len(one):
        return left, right, weights, labels
    touched = np.isin(labels[left], np.unique(labels[one]))
    order = np.flatnonzero(touched)
    # Strongest first; ties by key, so that the order of arrival does not matter.
    order = order[np.lexsort((right[order], left[order], -weights[order]))]
    dropped = _union_in_order(left[order], right[order], one, other)
    is_kept = np.ones(len(left), dtype=bool)
    is_kept[order[dropped]] = False
    left, right, weights = left[is_kept], right[is_kept], weights[is_kept]
    return left, right, weights, _label(left, right, len(labels))


def _union_in_order(
    left: np.ndarray, right: np.ndarray, one: np.ndarray, other: np.ndarray
) -> list[int]:
    """Join ends in the given order; returns the places of the links that were refused."""
    parents: dict[int, int] = {}
    enemies: dict[int, set[int]] = defaultdict(set)
    for first, second in zip(one.tolist(), other.tolist(), strict=True):
        enemies[first].add(second)
        enemies[second].add(first)

    def find(node: int) -> int:
        root = node
        while parents.get(root, root) != root:
            root = parents[root]
        while parents.get(node, node) != root:
            parents[node], node = root, parents.get(node, node)
        return root

    refused = []
    for place, (first, second) in enumerate(zip(left.tolist(), right.tolist(), strict=True)):
        kept, joined = find(first), find(second)
        if kept == joined:
            continue
        if any(find(enemy) == joined for enemy in enemies[kept]):
            refused.append(place)
            continue
        if len(enemies[kept]) < len(enemies[joined]):
            kept, joined = joined, kept
        parents[joined] = kept
        enemies[kept] |= enemies.pop(joined, set())
    return refused


def _split_oversized(
    left: np.ndarray, right: np.ndarray, weights: np.ndarray, labels: np.ndarray, max_records: int
) -> np.ndarray:
    while True:
        is_oversized = np.bincount(labels, minlength=1) > max_records
        is_open = is_oversized[labels[left]] & (weights < 1.0) if len(left) else np.array([], bool)
        if not is_open.any():
            return labels
        # Each oversized component loses the links of its own lowest probability.
        weakest = np.full(len(is_oversized), np.inf)
        np.minimum.at(weakest, labels[left][is_open], weights[is_open])
        is_kept = ~(is_open & (weights <= weakest[labels[left]]))
        left, right, weights = left[is_kept], right[is_kept], weights[is_kept]
        labels = _label(left, right, len(labels))
