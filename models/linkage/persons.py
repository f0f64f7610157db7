"""Which written persons are one human: components of the links, with stable pseudonyms.

Belongs here: the assembly from records and links to person ids. Keep out: which links hold (SQL).
"""

from __future__ import annotations

import pandas as pd

from models.linkage.cases import UNLINKED, best_links, keep_types
from models.linkage.components import connected_components
from models.linkage.identity import keyed_ids

PERSON_PREFIX = "P"


def assign_persons(records: pd.DataFrame, links: pd.DataFrame, *, key: str) -> pd.DataFrame:
    """Give every written person a pseudonym.

    Args:
        records: ``person_key`` (unique) and any columns to carry on.
        links: ``left_key``, ``right_key``, ``link_method``, ``link_probability``.
        key: the secret of the installation.

    Returns:
        One row per record in the order of ``person_key``: its columns, ``person_id``,
        ``record_count`` of the person, ``link_method`` and ``link_probability`` of its best link
        (``single`` and 1 for a record that stands alone).
    """
    nodes = records[["person_key"]].rename(columns={"person_key": "record_key"})
    components = connected_components(links, nodes).rename(columns={"record_key": "person_key"})
    components["person_id"] = keyed_ids(PERSON_PREFIX, key, components["component"])
    joined = records.merge(
        components[["person_key", "person_id", "record_count"]], on="person_key", how="inner"
    ).merge(best_links(links, "person_key"), on="person_key", how="left")
    joined["link_method"] = joined["link_method"].fillna(UNLINKED)
    joined["link_probability"] = joined["link_probability"].fillna(1.0)
    return keep_types(joined.sort_values("person_key", ignore_index=True))
