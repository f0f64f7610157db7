"""Which written persons are one human: components of the links, with stable pseudonyms.

Belongs here: the assembly from records and links to person ids at three thresholds, and what must
not be one human. Keep out: how links are weighed (SQL).
"""

from __future__ import annotations

import pandas as pd

from models.linkage.cases import UNLINKED, best_links, keep_types
from models.linkage.components import connected_components
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
        ``link_probability`` of its best link (``single`` and 1 for a record that stands alone).
    """
    joined = records.sort_values("person_key", ignore_index=True)
    for place, threshold in enumerate(THRESHOLDS, start=1):
        used = links[links["joins_at"].isin(THRESHOLDS[:place])]
        components = _components(records, used, apart)
        suffix = "" if threshold == STANDARD else f"_{threshold}"
        joined[f"person_id{suffix}"] = keyed_ids(PERSON_PREFIX, key, components["component"])
        if threshold == STANDARD:
            joined["record_count"] = components["record_count"]
            inside = _links_inside(used, components)
    joined = joined.merge(best_links(inside, "person_key"), on="person_key", how="left")
    joined["link_method"] = joined["link_method"].fillna(UNLINKED)
    joined["link_probability"] = joined["link_probability"].fillna(1.0)
    return keep_types(joined)


def _components(
    records: pd.DataFrame, links: pd.DataFrame, apart: pd.DataFrame | None
) -> pd.DataFrame:
    nodes = records[["person_key"]].rename(columns={"person_key": "record_key"})
    components = connected_components(links, nodes)
    pairs = [] if apart is None else [apart[["left_key", "right_key"]]]
    if "list_key" in records:
        placed = records.merge(
            components, left_on="person_key", right_on="record_key", suffixes=("", "_of_component")
        )
        pairs += [_same_list(placed), _two_numbers(placed, links)]
    if not pairs:
        return components
    return connected_components(links, nodes, apart=pd.concat(pairs, ignore_index=True))


def _links_inside(links: pd.DataFrame, components: pd.DataFrame) -> pd.DataFrame:
    """The links that really joined: both ends are in one component."""
    groups = components.set_index("record_key")["component"]
    return links[links["left_key"].map(groups) == links["right_key"].map(groups)]


def _same_list(placed: pd.DataFrame) -> pd.DataFrame:
    """Pairs of one list within one component: one list names different humans.

    Unless both carry the same trusted number: then somebody was listed twice.
    """
    crowded = placed[placed.duplicated(["component", "list_key"], keep=False)]
    pairs = _pairs(crowded, ["component", "list_key"])
    is_twice = pairs["trusted_no_left"].notna() & (
        pairs["trusted_no_left"] == pairs["trusted_no_right"]
    )
    return pairs.loc[~is_twice, ["left_key", "right_key"]]


def _two_numbers(placed: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """Pairs with different trusted numbers within one component, unless a link bridges the numbers."""
    numbered = placed[placed["trusted_no"].notna()]
    firsts = numbered.drop_duplicates(["component", "trusted_no"])
    mixed = firsts[firsts.duplicated("component", keep=False)]["component"]
    pairs = _pairs(numbered[numbered["component"].isin(set(mixed))], ["component"])
    pairs = pairs[pairs["trusted_no_left"] != pairs["trusted_no_right"]]
    numbers = numbered.set_index("person_key")["trusted_no"]
    bridged = set(zip(links["left_key"].map(numbers), links["right_key"].map(numbers), strict=True))
    is_bridged = [
        (one, other) in bridged or (other, one) in bridged
        for one, other in zip(pairs["trusted_no_left"], pairs["trusted_no_right"], strict=True)
    ]
    return pairs.loc[[not bridge for bridge in is_bridged], ["left_key", "right_key"]]


def _pairs(records: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    chosen = records[["person_key", "trusted_no", *columns]]
    pairs = chosen.merge(chosen, on=columns, suffixes=("_left", "_right"))
    pairs = pairs[pairs["person_key_left"] < pairs["person_key_right"]]
    return pairs.rename(columns={"person_key_left": "left_key", "person_key_right": "right_key"})
