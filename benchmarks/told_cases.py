"""Cases of an invented city as the series and similarity models read them, without files and a build.

Belongs here: the columns of ``int_series_acts`` out of a told story, for benchmarks that need many cities.
Keep out: judging.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path
from typing import Any

import pandas as pd

from data_samples.city import tell_story
from data_samples.records import Record
from data_samples.world import World
from models.similarity.words import Text, WordList, read_texts

_SEEDS = Path(__file__).parents[1] / "dbt_project" / "seeds"


def load_words() -> WordList:
    """The word list of tools and goods that the warehouse uses."""
    groups: dict[str, dict[str, str]] = defaultdict(dict)
    for row in read_seed("similarity/fact_words"):
        groups[row["kind"]][row["word"]] = row["word_group"]
    return WordList(groups)


def read_seed(name: str) -> list[dict[str, str]]:
    with (_SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def state_of(world: World, record: Record) -> dict[str, Any] | None:
    """A record as it stands at the end; None when deleted or not yet there."""
    state: dict[str, Any] = {}
    is_there = False
    for at, fields, is_deleted in sorted(record.versions, key=lambda version: version[0]):
        if at < world.clock.end:
            state |= fields
            is_there = not is_deleted
    return state if is_there else None


def tell_cases(*, cases: int, days: int, seed: int) -> tuple[World, pd.DataFrame, pd.DataFrame]:
    """A world, its series acts (one per matter, allow-listed), and the truth: case_id, series, is_small."""
    world = tell_story(cases=cases, days=days, seed=seed)
    acts = series_acts(world)
    truth = pd.DataFrame(
        [
            {"case_id": matter, "series": note, "is_small": kind == "small_series"}
            for kind, _, record, matter, note in world.truth.phenomena
            if kind in ("series", "small_series") and record.versions[0][0] < world.clock.end
        ],
        columns=["case_id", "series", "is_small"],
    )
    return world, acts, truth[truth["case_id"].isin(acts["case_id"])].reset_index(drop=True)


def series_acts(world: World) -> pd.DataFrame:
    """One allow-listed matter per row, in the columns that ``models.series`` asks for."""
    offences = {
        row["code"]: row["group_code"]
        for row in read_seed("patterns/pattern_offences")
        if row["code_list"] == "category"
    }
    parents = {
        row["group_code"]: row["parent_code"] or row["group_code"]
        for row in read_seed("patterns/pattern_groups")
    }
    matters = {
        str(record.key): matter
        for agency, table, record, matter in world.truth.cases
        if (agency, table) == ("police", "cases")
    }
    rows = {}
    for record in sorted(world.book.tables["police.cases"], key=lambda one: one.versions[0][0]):
        state = state_of(world, record)
        matter = matters[str(record.key)]
        if state is not None and state["AJLBDM"] in offences and matter not in rows:
            rows[matter] = {**state, "kind": offences[state["AJLBDM"]]}
    frame = pd.DataFrame(list(rows.values()))
    texts = {
        str(place): Text(row.JYAQ, (), row.FADD or "")
        for place, row in enumerate(frame[["JYAQ", "FADD"]].itertuples())
    }
    words = read_texts(texts, load_words()).drop(columns="text_key")
    started = pd.to_datetime(frame["FASJKS"])
    ended = pd.to_datetime(frame["FASJJS"])
    longitude = pd.to_numeric(frame["JD"], errors="coerce")
    latitude = pd.to_numeric(frame["WD"], errors="coerce")
    acts = pd.DataFrame(
        {
            "case_id": list(rows),
            "family": frame["kind"].map(parents),
            "kind": frame["kind"],
            "longitude": longitude.where(longitude.between(119.8, 121.5)),
            "latitude": latitude.where(latitude.between(30.7, 32.15)),
            "offended_at": started + (ended - started) / 2,
            "interval_hours": (ended - started).abs().dt.total_seconds() / 3600,
            "premises": frame["FACSDM"],
            "amount_yuan": pd.to_numeric(frame["SAJE"], errors="coerce"),
            "modus": frame["ZASDDM"].fillna("").map(lambda codes: [c for c in codes.split(";") if c]),
        }
    )  # fmt: skip
    return pd.concat([acts, words], axis=1)
