"""Series out of cases, in one call.

Belongs here: the order of the steps and the thresholds in force. Keep out: the steps.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from models.series.candidates import find_candidates
from models.series.evidence import weigh_pairs
from models.series.groups import group_pairs

# log10 of likelihood ratios. A pair is shown from SHOW_AT, links two cases from LINK_AT; a group holds on
# average from HOLD_AT. CARD.md says what these cost.
_CODE = re.compile(r"[A-Za-z0-9]+")
SHOW_AT, LINK_AT, HOLD_AT = 3.0, 3.0, 2.0
# Two cases alone must be more alike than those that others support.
ALONE_AT = 4.5
# The more pairs are compared per act, the more of them are alike by chance: beyond so many, every doubling asks
# for a ratio twice as high (the prior odds sink).
_USUAL_PARTNERS = 10.0


@dataclass(frozen=True)
class Series:
    """``pairs``: shown pairs with parts and ``group_key`` (NULL: of no group); ``members``: case_id, group_key;
    ``compared_count``: how many pairs were compared."""

    pairs: pd.DataFrame
    members: pd.DataFrame
    compared_count: int


def read_acts(acts: pd.DataFrame) -> pd.DataFrame:
    """The columns of ``weigh_pairs`` out of rows as a warehouse hands them over: codes in one text, lists that may
    be NULL, and the two ends of the time in which the act happened."""
    frame = acts.copy()
    started, ended = frame["offence_started_at"], frame["offence_ended_at"]
    frame["offended_at"] = started + (ended - started) / 2
    frame["interval_hours"] = (ended - started).abs().dt.total_seconds() / 3600
    frame["modus"] = [
        sorted({code for code in _CODE.findall(codes)}) if isinstance(codes, str) else []
        for codes in frame["modus_codes"]
    ]
    for name in ("tools", "goods", "marks", "identifiers", "terms"):
        frame[name] = [list(things) if hasattr(things, "__len__") else [] for things in frame[name]]
    return frame


def link_series(
    cases: pd.DataFrame,
    decisions: pd.DataFrame | None = None,
    *,
    show_at: float = SHOW_AT,
    link_at: float = LINK_AT,
    hold_at: float = HOLD_AT,
    alone_at: float = ALONE_AT,
) -> Series:
    """Series among cases (columns: ``weigh_pairs``, and case_id).

    ``decisions``: case_id, other_case_id (the smaller first), decision; people's words overrule ratios.
    """
    cases = cases.sort_values("case_id", ignore_index=True)
    first, second = find_candidates(cases)
    first, second = _add_decided(cases, first, second, decisions)
    ids = cases["case_id"].to_numpy(object)
    more = max(np.log10(max(len(first), 1) / max(len(cases), 1) / _USUAL_PARTNERS), 0.0)
    show_at, link_at, alone_at = show_at + more, link_at + more, alone_at + more
    decided = _are_decided(cases, first, second, decisions)

    def lie_in_heap(ratio: np.ndarray) -> np.ndarray:
        """Pairs of cases of which each has a pair to show: whether a group holds is asked of all its pairs."""
        shown = (ratio >= show_at) | decided
        heap = np.zeros(len(cases), bool)
        heap[first[shown]] = heap[second[shown]] = True
        return heap[first] & heap[second]

    inside = weigh_pairs(cases, first, second, lie_in_heap)
    compared_count = len(first)
    kept = inside.index.to_numpy()
    inside.insert(0, "case_id", ids[first[kept]] if len(kept) else [])
    inside.insert(1, "other_case_id", ids[second[kept]] if len(kept) else [])
    if decisions is not None and len(decisions):
        inside = inside.merge(decisions, "left", on=["case_id", "other_case_id"])
    else:
        inside["decision"] = None
    shown = inside[(inside["log10_ratio"] >= show_at) | inside["decision"].notna()].copy()
    members = group_pairs(inside, link_at=link_at, hold_at=hold_at)
    members = _drop_weak_twos(members, inside, alone_at)
    group = members.set_index("case_id")["group_key"]
    one, other = shown["case_id"].map(group), shown["other_case_id"].map(group)
    shown["group_key"] = one.where(one == other)
    # Typed, for a frame without rows says nothing of its types.
    texts = dict.fromkeys(("case_id", "other_case_id", "decision", "group_key"), "string")
    shown = shown.astype(texts).reset_index(drop=True)
    return Series(shown, members, compared_count)


def _are_decided(
    cases: pd.DataFrame, first: np.ndarray, second: np.ndarray, decisions: pd.DataFrame | None
) -> np.ndarray:
    """Of every pair, whether people said something of it."""
    if decisions is None or not len(decisions):
        return np.zeros(len(first), bool)
    place = pd.Series(np.arange(len(cases)), index=cases["case_id"])
    said = decisions["case_id"].map(place) * len(cases) + decisions["other_case_id"].map(place)
    return np.isin(first * len(cases) + second, said.dropna().to_numpy(np.int64))


def _add_decided(
    cases: pd.DataFrame, first: np.ndarray, second: np.ndarray, decisions: pd.DataFrame | None
) -> tuple[np.ndarray, np.ndarray]:
    """Pairs that people decided about are compared too, wherever they lie."""
    if decisions is None or not len(decisions):
        return first, second
    place = pd.Series(np.arange(len(cases)), index=cases["case_id"])
    one, other = decisions["case_id"].map(place), decisions["other_case_id"].map(place)
    known = one.notna() & other.notna()
    one, other = one[known].to_numpy(np.int64), other[known].to_numpy(np.int64)
    key = np.concatenate(
        [first * len(cases) + second, np.minimum(one, other) * len(cases) + np.maximum(one, other)]
    )
    key = np.unique(key)
    return key // len(cases), key % len(cases)


def read_decisions(decisions: pd.DataFrame) -> pd.DataFrame:
    """What people said of pairs of cases: case_id, other_case_id (the smaller first), decision."""
    own = decisions[decisions["entity"] == "series"]
    return own.rename(columns={"left_key": "case_id", "right_key": "other_case_id"})[
        ["case_id", "other_case_id", "decision"]
    ].reset_index(drop=True)


def _drop_weak_twos(members: pd.DataFrame, pairs: pd.DataFrame, alone_at: float) -> pd.DataFrame:
    sizes = members.groupby("group_key")["case_id"].transform("size")
    strong = pairs[(pairs["log10_ratio"] >= alone_at) | (pairs["decision"] == "accept")]
    decided = set(zip(strong["case_id"], strong["other_case_id"], strict=True))
    twos = members[sizes == 2].groupby("group_key")["case_id"].agg(["min", "max"])
    weak = [key for key, one, other in twos.itertuples() if (one, other) not in decided]
    return members[~members["group_key"].isin(weak)].reset_index(drop=True)
