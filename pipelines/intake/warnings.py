"""Warnings about single rows: what is loaded all the same, and noted.

Belongs here: one SQL condition per W code and column, from kind, meaning and contract.
Keep out: warnings about files (fold) and about references between tables (references).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.column_meanings import Meaning
from pipelines.contract import Contract
from pipelines.intake import values
from pipelines.intake.decode.sink import NUL_MARK

if TYPE_CHECKING:
    from pipelines.intake.checks import CheckedColumn

# A generous frame around the city; what lies outside was typed wrongly or happened elsewhere.
CITY_LONGITUDES = (119.8, 121.5)
CITY_LATITUDES = (30.7, 32.15)
# 万元 typed as 元 leaves a theft of a few yuan; above this an amount is beyond any case on record.
SMALL_AMOUNT_YUAN = 50
LARGE_AMOUNT_YUAN = 10_000_000_000

_DOCUMENT_NO = r"^[^\[\]（）\s\x{3000}]*〔\d{4}〕[1-9]\d*号$"
_COURT_CASE_NO = r"^\(\d{4}\)[^\s\x{3000}()（）]*[^\d\s()（）][1-9]\d*号$"
_CASE_NO = r"^(A\d{22}|\d{17}|\(\d{4}\)[^\s\x{3000}()（）]*[^\d\s()（）][1-9]\d*号)$"
_ODD_NAME = r"[\s\x{3000}()（）/、,，]|绰号|外号|又名|化名"
_NUMBER_SHAPES = {
    # Court documents carry the case number as their number (contracts: court.documents usage).
    "document_no": f"{_DOCUMENT_NO}|{_COURT_CASE_NO}",
    "court_case_no": _COURT_CASE_NO,
    "case_no": _CASE_NO,
}


def warning_expressions(
    checked: CheckedColumn, meaning: Meaning, by_name: dict[str, CheckedColumn]
) -> list[tuple[str, str]]:
    """(code, SQL condition) of the warnings that one column can raise on one row."""
    column = checked.column
    raw, fold, canonical = checked.raw_sql, checked.folded_sql, checked.canonical_sql
    found = []
    if checked.is_folded:
        found.append(("W1", f"{fold} is not null and {fold} <> {raw}"))
    if column.kind in ("date", "timestamp"):
        found.append(("W5", f"{canonical} is not null and not {values.is_canonical_moment(fold)}"))
    if column.code_list and not column.is_closed:
        found.append(("W11", _unknown_code(fold, column.code_list)))
    if column.kind == "string" and not column.is_key:
        found.append(("W1", f"contains({fold}, '{NUL_MARK}')"))
        if column.max_length:
            found.append(("W17", f"length({fold}) > {column.max_length}"))
        if column.pattern:
            shape = column.pattern.replace("'", "''")
            found.append(("W17", f"{fold} is not null and not regexp_matches({fold}, '{shape}')"))
    if meaning.beside.get("expected") == "yes":
        found.append(("W7", f"{fold} is null"))
    return found + _by_meaning(checked, meaning, by_name)


def _by_meaning(
    checked: CheckedColumn, meaning: Meaning, by_name: dict[str, CheckedColumn]
) -> list[tuple[str, str]]:
    fold, canonical = checked.folded_sql, checked.canonical_sql
    beside = {
        role: by_name[name].canonical_sql
        for role, name in meaning.beside.items()
        if name in by_name
    }
    if meaning.name == "identity_no":
        return _identity(checked, beside, meaning)
    if meaning.name in _NUMBER_SHAPES:
        shape = _NUMBER_SHAPES[meaning.name]
        return [("W4", f"{fold} is not null and not regexp_matches({fold}, '{shape}')")]
    if meaning.name == "unit_name" and "code" in beside:
        return [("W1", f"{fold} is not null and {_differs_from_name(fold, beside['code'])}")]
    if meaning.name == "person_name":
        return [("W8", f"regexp_matches({fold}, '{_ODD_NAME}')")]
    if meaning.name in ("longitude", "latitude"):
        low, high = CITY_LONGITUDES if meaning.name == "longitude" else CITY_LATITUDES
        inside = f"try_cast({canonical} as double) between {low} and {high}"
        return [("W10", f"{canonical} is not null and not ({inside})")]
    if meaning.name == "amount_yuan":
        amount = f"try_cast({canonical} as double)"
        return [
            (
                "W15",
                f"({amount} > 0 and {amount} < {SMALL_AMOUNT_YUAN}) "
                f"or {amount} < 0 or {amount} >= {LARGE_AMOUNT_YUAN}",
            )
        ]
    return []


def _identity(
    checked: CheckedColumn, beside: dict[str, str], meaning: Meaning
) -> list[tuple[str, str]]:
    raw, fold = checked.raw_sql, f"nullif(trim(nfkc({checked.folded_sql})), '')"
    is_resident = (
        f"({beside['type']} is null or {beside['type']} = '111')" if "type" in beside else "true"
    )
    missing = f"{checked.folded_sql} is null"
    if "only_with" in beside:
        missing = f"({missing} and {beside['only_with']} is not null)"
    wrong = [f"not ({values.identity_check(fold)})"]
    if "birth" in beside:
        wrong.append(
            f"({beside['birth']} is not null and length({fold}) = 18 "
            f"and substr({fold}, 7, 8) <> replace({beside['birth']}, '-', ''))"
        )
    if "sex" in beside:
        is_male = f"try_cast(substr({fold}, 17, 1) as integer) % 2 = 1"
        wrong.append(
            f"(length({fold}) = 18 and (({beside['sex']} in ('1', '男') and not ({is_male})) "
            f"or ({beside['sex']} in ('2', '女') and {is_male})))"
        )
    return [
        ("W1", f"{checked.folded_sql} is not null and {fold} <> {raw}"),
        ("W2", f"right({fold}, 1) = 'x'"),
        (
            "W3",
            f"{missing} or ({checked.folded_sql} is not null and {is_resident} "
            f"and ({' or '.join(wrong)}))",
        ),
    ]


def _unknown_code(fold: str, code_list: str) -> str:
    """Codes of open lists may be several, joined by semicolons (ZASDDM)."""
    return (
        f"{fold} is not null and {fold} not in "
        f"(select code from code_values where list = '{code_list}') "
        f"and not list_has_all((select list(code) from code_values where list = '{code_list}'), "
        f"list_transform(string_split({fold}, ';'), lambda piece: trim(piece)))"
    )


def _differs_from_name(fold: str, code: str) -> str:
    # A full name is right whoever it belongs to; the code beside it decides which one is meant.
    return (
        f"{code} is not null and concat({code}, chr(31), {fold}) not in "
        f"(select concat(code, chr(31), name) from code_values where list = 'units')"
    )


def record_warnings(contract: Contract) -> list[tuple[str, str, str]]:
    """(code, columns, SQL condition) of the contract's quality rules, over canonical columns."""
    found = []
    names = [column.name for column in contract.columns]
    for rule in contract.quality:
        match = re.search(r"\bwhere\b(?P<condition>.*)", rule.query, re.IGNORECASE | re.DOTALL)
        if match is None:
            continue
        condition = match["condition"].strip()
        used = [name for name in names if re.search(rf"\b{re.escape(name)}\b", condition)]
        found.append(("W6", ",".join(used), f"({condition})"))
    return found
