"""Reviewers' words win over the model: accepted pairs join, rejected ones are kept apart.

Belongs here: turning decisions into links and pairs apart. Keep out: where decisions are kept.
"""

from __future__ import annotations

import pandas as pd

REVIEWED = "reviewed"


def obey(
    links: pd.DataFrame, decisions: pd.DataFrame, **columns: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(links that join, pairs that must stay apart).

    Args:
        links: ``left_key``, ``right_key``, ``link_method``, ``link_probability`` and any others.
        decisions: ``left_key``, ``right_key``, ``decision`` (accept or reject).
        columns: values of further columns of the links that a reviewer's word gets.

    An accepted pair is a link of probability 1, stronger than every link of the model; a rejected one
    loses its link, and no chain of other links may bring its records together.
    """
    pairs = ["left_key", "right_key"]
    if decisions.empty:
        return links, decisions[pairs]
    decided = links[pairs].merge(decisions[pairs], on=pairs, how="left", indicator=True)
    kept = links[(decided["_merge"] == "left_only").to_numpy()]
    accepted = decisions.loc[decisions["decision"] == "accept", pairs].assign(
        link_method=REVIEWED, link_probability=1.0, **columns
    )
    rejected = decisions.loc[decisions["decision"] == "reject", pairs]
    return pd.concat([kept, accepted], ignore_index=True), rejected
