"""Which written persons are one human: components of the links, with stable pseudonyms.

Belongs here: the assembly from records and links to person ids at three thresholds, and what must
not be one human. Keep out: how links are weighed (SQL).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from models.linkage.cases import UNLINKED, best_links, keep_types
from models.linkage.components import first_places, places_of, sorted_keys
from models.linkage.identity import keyed_ids

PERSON_PREFIX = "P"
THRESHOLDS = ("strict", "standard", "broad")
STANDARD = "standard"


def assign_persons(
    records: pd.DataFrame,
    links: pd.DataFrame,
    *,
    key: str,
    apart: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Give every written person a pseudonym, at each threshold.

    Args:
        records: ``person_key`` (unique) and any columns to carry on; with ``list_key`` and
            ``trusted_no``, records of one list and of two different trusted numbers are kept apart.
        links: ``left_key``, ``right_key``, ``link_method``, ``link_probability`` and ``joins_at``, the
            strictest of THRESHOLDS at which the link joins.
        key: the secret of the installation.
        apart: further pairs that must not be one human (a reviewer's veto).

    Returns:
        One row per record in the order of ``person_key``: its columns, ``person_id`` (standard),
        ``person_id_strict``, ``person_id_broad``, ``record_count`` of the person, ``link_method`` and
        ``link_probability`` of its best link (``single`` and 1 for a record that stands alone), and
        ``cluster_key``, the smallest key of all records that any link connects, vetoes aside: nothing
        outside of a cluster has a say in it.
    """
    joined = records.sort_values("person_key", ignore_index=True)
    keys = sorted_keys(joined["person_key"])
    places, vetoes = _Places(keys, links), _Places(keys, apart)
    connected, _ = first_places(len(keys), places.left, places.right)
    joined["cluster_key"] = keys.to_numpy()[connected]
    ids = _Ids(keys, key)
    for number, threshold in enumerate(THRESHOLDS, start=1):
        used = places.where(links["joins_at"].isin(THRESHOLDS[:number]).to_numpy())
        firsts, counts = _components(joined, used, vetoes)
        suffix = "" if threshold == STANDARD else f"_{threshold}"
        joined[f"person_id{suffix}"] = ids.of(firsts)
        if threshold == STANDARD:
            joined["record_count"] = counts
            # The links that really joined: both ends are in one component.
            inside = links[used.is_known][firsts[used.left] == firsts[used.right]]
    joined = joined.merge(best_links(inside, "person_key"), on="person_key", how="left")
    joined["link_method"] = joined["link_method"].fillna(UNLINKED)
    joined["link_probability"] = joined["link_probability"].fillna(1.0)
    return keep_types(joined)


class _Ids:
    """The pseudonyms of persons by the place of their smallest key; each is hashed once."""

    def __init__(self, keys: pd.Index, key: str) -> None:
        self.keys, self.key = keys.to_numpy(), key
        self.known = np.full(len(keys), None, dtype=object)

    def of(self, firsts: np.ndarray) -> np.ndarray:
        asked = np.unique(firsts)
        new = asked[pd.isna(self.known[asked])]
        self.known[new] = keyed_ids(PERSON_PREFIX, self.key, pd.Series(self.keys[new]))
        return self.known[firsts]


class _Places:
    """Pairs of keys as pairs of places in the sorted keys."""

    def __init__(self, keys: pd.Index, pairs: pd.DataFrame | None) -> None:
        if pairs is None:
            pairs = pd.DataFrame({"left_key": [], "right_key": []})
        self.left, self.right, self.is_known = places_of(keys, pairs)
        self.weights = np.zeros(len(self.left))
        if "link_probability" in pairs:
            self.weights = pairs["link_probability"].to_numpy(dtype=float)[self.is_known]

    def where(self, is_wanted: np.ndarray) -> _Places:
        chosen = object.__new__(_Places)
        is_kept = is_wanted[self.is_known]
        chosen.left, chosen.right = self.left[is_kept], self.right[is_kept]
        chosen.weights = self.weights[is_kept]
        chosen.is_known = self.is_known & is_wanted
        return chosen


def _components(
    records: pd.DataFrame, links: _Places, vetoes: _Places
) -> tuple[np.ndarray, np.ndarray]:
    size = len(records)
    one, other = [vetoes.left], [vetoes.right]
    if "list_key" in records:
        firsts, _ = first_places(size, links.left, links.right)
        placed = pd.DataFrame(
            {
                "place": np.arange(size),
                "component": firsts,
                "list_key": records["list_key"].to_numpy(),
                "trusted_no": records["trusted_no"].to_numpy(),
            }
        )
        # Most humans have one record only.
        placed = placed[placed.duplicated("component", keep=False)]
        for pairs in (_same_list(placed), _two_numbers(placed, links)):
            one.append(pairs["place_left"].to_numpy(dtype=np.int64))
            other.append(pairs["place_right"].to_numpy(dtype=np.int64))
    apart = np.concatenate(one), np.concatenate(other)
    return first_places(size, links.left, links.right, weights=links.weights, apart=apart)


def _same_list(placed: pd.DataFrame) -> pd.DataFrame:
    """Pairs of one list within one component: one list names different humans.

    Unless both carry the same trusted number: then somebody was listed twice.
    """
    crowded = placed[placed.duplicated(["component", "list_key"], keep=False)]
    pairs = _pairs(crowded, ["component", "list_key"])
    is_twice = pairs["trusted_no_left"].notna() & (
        pairs["trusted_no_left"] == pairs["trusted_no_right"]
    )
    return pairs[~is_twice]


def _two_numbers(placed: pd.DataFrame, links: _Places) -> pd.DataFrame:
    """Pairs with different trusted numbers within one component, unless a link bridges the numbers."""
    numbered = placed[placed["trusted_no"].notna()]
    firsts = numbered.drop_duplicates(["component", "trusted_no"])
    mixed = firsts.loc[firsts.duplicated("component", keep=False), "component"].unique()
    concerned = numbered[numbered["component"].isin(mixed)]
    pairs = _pairs(concerned, ["component"])
    pairs = pairs[pairs["trusted_no_left"] != pairs["trusted_no_right"]]
    numbers = dict(zip(concerned["place"], concerned["trusted_no"], strict=True))
    components = dict(zip(concerned["place"], concerned["component"], strict=True))
    # What bridges two numbers here says nothing elsewhere: a cluster is judged by itself.
    bridged = {
        (components[one], frozenset((numbers[one], numbers[other])))
        for one, other in zip(links.left.tolist(), links.right.tolist(), strict=True)
        if one in numbers and other in numbers
    }
    is_bridged = [
        (component, frozenset((one, other))) in bridged
        for component, one, other in zip(
            pairs["component"], pairs["trusted_no_left"], pairs["trusted_no_right"], strict=True
        )
    ]
    return pairs[~np.array(is_bridged, dtype=bool)]


def _pairs(records: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    chosen = records[["place", "trusted_no", *columns]]
    pairs = chosen.merge(chosen, on=columns, suffixes=("_left", "_right"))
    return pairs[pairs["place_left"] < pairs["place_right"]]
