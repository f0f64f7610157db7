"""Components of the graph of links: which records hang together.

Belongs here: union of records by accepted links and the guard against implausible sizes. Keep out:
how a link is found or weighed, and ids (identity).
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components as label_components

# A matter with more records than this has not been seen; a wrong number that joins two big matters has.
MAX_RECORDS = 60


def connected_components(
    edges: pd.DataFrame, nodes: pd.DataFrame, *, max_records: int | None = None
) -> pd.DataFrame:
    """Join the records that links connect.

    Args:
        edges: columns ``left_key``, ``right_key`` and, with ``max_records``, ``link_probability``
            (0–1). Links that name an unknown record are ignored.
        nodes: column ``record_key``, unique strings; records without a link stay alone.
        max_records: a component above this size loses its weakest links until it fits or only
            links of probability 1 are left; None never drops a link.

    Returns:
        One row per node in the order of ``record_key``: ``record_key``, ``component`` (the smallest
        record key of the component), ``record_count``.

    Raises:
        ValueError: a record key occurs twice.
    """
    keys = pd.Index(np.sort(nodes["record_key"].to_numpy(dtype=object)))
    if not keys.is_unique:
        raise ValueError("record keys must be unique; drop the duplicates before linking")
    left = keys.get_indexer(edges["left_key"].to_numpy(dtype=object))
    right = keys.get_indexer(edges["right_key"].to_numpy(dtype=object))
    is_known = (left >= 0) & (right >= 0)
    left, right = left[is_known], right[is_known]
    labels = _label(left, right, len(keys))
    if max_records is not None:
        weights = edges["link_probability"].to_numpy(dtype=float)[is_known]
        labels = _split_oversized(left, right, weights, labels, max_records)
    # Keys are sorted, so the first place of a label is the smallest key of its component.
    _, first_places, inverse, counts = np.unique(
        labels, return_index=True, return_inverse=True, return_counts=True
    )
    return pd.DataFrame(
        {
            "record_key": keys,
            "component": keys.to_numpy()[first_places[inverse]],
            "record_count": counts[inverse],
        }
    )


def _label(left: np.ndarray, right: np.ndarray, size: int) -> np.ndarray:
    if size == 0:
        return np.empty(0, dtype=np.int32)
    graph = coo_array((np.ones(len(left), dtype=np.int8), (left, right)), shape=(size, size))
    return label_components(graph, directed=False)[1]


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
