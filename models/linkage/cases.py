"""Which records are one case: components of the used links, with stable ids.

Belongs here: the assembly from records and links to case ids. Keep out: which links are used (SQL).
"""

from __future__ import annotations

import pandas as pd

from models.linkage.components import MAX_RECORDS, connected_components
from models.linkage.identity import keyed_ids

CASE_PREFIX = "C"
UNLINKED = "single"


def assign_cases(
    records: pd.DataFrame,
    links: pd.DataFrame,
    *,
    key: str,
    max_records: int = MAX_RECORDS,
    apart: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Give every record its case.

    Args:
        records: ``record_key`` (unique), ``agency``, ``source_table``, ``source_record_id``.
        links: ``left_key``, ``right_key``, ``link_method``, ``link_probability`` of the used links.
        key: the secret of the installation.
        max_records, apart: see ``connected_components``.

    Returns:
        One row per record: the columns of ``records`` named above, ``case_id``, ``record_count`` of
        the case, and ``link_method`` and ``link_probability`` of the record's best link (``single``
        and 1 for a record that stands alone).
    """
    components = connected_components(links, records, max_records=max_records, apart=apart)
    components["case_id"] = keyed_ids(CASE_PREFIX, key, components["component"])
    return _add_best_link(
        records[["record_key", "agency", "source_table", "source_record_id"]],
        components[["record_key", "case_id", "record_count"]],
        links,
    )


def _add_best_link(
    records: pd.DataFrame, components: pd.DataFrame, links: pd.DataFrame
) -> pd.DataFrame:
    joined = records.merge(components, on="record_key", how="inner")
    best = best_links(links, "record_key")
    joined = joined.merge(best, on="record_key", how="left")
    is_alone = joined["record_count"] == 1
    joined["link_method"] = joined["link_method"].mask(is_alone, UNLINKED).fillna(UNLINKED)
    joined["link_probability"] = joined["link_probability"].mask(is_alone, 1.0).fillna(1.0)
    return keep_types(joined.sort_values("record_key", ignore_index=True))


def keep_types(frame: pd.DataFrame) -> pd.DataFrame:
    """Numbers and texts typed even without a row, so that an empty city builds the same relations."""
    types = {"record_count": "int64", "link_probability": "float64"}
    return frame.astype({name: types.get(name, "string") for name in frame.columns})


def best_links(links: pd.DataFrame, key_column: str) -> pd.DataFrame:
    """The most probable link of each record, whichever side it stands on; ties by method name."""
    columns = ["link_method", "link_probability"]
    both = pd.concat(
        [
            links[["left_key", *columns]].rename(columns={"left_key": key_column}),
            links[["right_key", *columns]].rename(columns={"right_key": key_column}),
        ],
        ignore_index=True,
    )
    ordered = both.sort_values(
        [key_column, "link_probability", "link_method"], ascending=[True, False, True]
    )
    return ordered.drop_duplicates(key_column, ignore_index=True)
