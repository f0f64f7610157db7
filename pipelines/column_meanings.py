"""What a column means beyond its contract, and how much of it may be shown.

Belongs here: reading ``column_meanings.csv`` and the masking rule that follows from it.
Keep out: types and codes (the contract has them).

A column that nobody described is treated as free text and masked: a new agency's contract must not
leak by being new.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pipelines.contract import Column, Contract

MEANINGS_FILE = Path(__file__).parent / "column_meanings.csv"

# Shown as received: what stands there says nothing about a person.
OPEN_MEANINGS = frozenset(
    [
        "harmless",
        "technical",
        "document_no",
        "court_case_no",
        "case_no",
        "unit_name",
        "place_name",
        "charge_name",
        "sex",
        "amount_yuan",
        "fine_yuan",
        "longitude",
        "latitude",
    ]
)
# Shown by their first character: enough to recognise a masked person, too little to find one.
INITIAL_MEANINGS = frozenset(["person_name", "official_name"])
HIDDEN = "***"


@dataclass(frozen=True)
class Meaning:
    """``name`` is the meaning; ``beside`` names neighbouring columns that belong to it."""

    name: str
    beside: dict[str, str]


@lru_cache(maxsize=1)
def _meanings() -> dict[tuple[str, str, str], Meaning]:
    with MEANINGS_FILE.open(encoding="utf-8", newline="") as handle:
        return {
            (row["agency"], row["table"], row["path"]): Meaning(
                row["meaning"],
                dict(pair.split("=", 1) for pair in row["beside"].split(";") if pair),
            )
            for row in csv.DictReader(handle)
        }


def meaning_of(contract: Contract, column: Column) -> Meaning:
    """The meaning of a column; ``free_text`` where nothing else is known."""
    described = _meanings().get((contract.agency, contract.table, column.path))
    if described:
        return described
    is_plain = column.kind != "string" or column.code_list or column.is_key or column.references
    is_source = column.name in ("SJLY", "数据来源", "dataSource", "data_source")
    return Meaning("harmless" if is_plain or is_source else "free_text", {})


def mask_sql(meaning: Meaning, expression: str, *, length: int = 60) -> str:
    """SQL that shows as much of a text value as its meaning allows."""
    if meaning.name in OPEN_MEANINGS:
        return f"left({expression}, {length})"
    if meaning.name in INITIAL_MEANINGS:
        return f"left({expression}, 1) || '{HIDDEN}'"
    if meaning.name == "birth_date":
        return f"left({expression}, 4) || '-**-**'"
    if meaning.name == "identity_no":
        return f"left({expression}, 2) || '{HIDDEN}' || right({expression}, 1)"
    return f"case when {expression} is null then null else '{HIDDEN}' end"
