"""The Splink model of persons: what is compared, in which levels, and scoring with it.

Belongs here: comparisons, the committed weights (``person_model.json``), the scoring of pairs.
Keep out: which pairs (SQL), what a score means in a case (SQL), training (train.py).
"""

from __future__ import annotations

import json
from math import log2
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa

if TYPE_CHECKING:
    from splink import DuckDBAPI

MODEL_PATH = Path(__file__).with_name("person_model.json")
# Columns of int_person_features that the model reads.
FEATURES = (
    "identity_no", "is_resident_no", "is_resident_no_valid", "written_name", "name_sound", "alias_name", "alias_sound",
    "birth_date", "number_birth_date", "sex_code", "residence_region_code", "phone_hash",
)  # fmt: skip
# Columns of a scored pair, and the names of the comparisons (their levels are ``gamma_<name>``).
COMPARISONS = ("identity_no", "written_name", "birth_date", "sex_code", "residence_region_code",
               "phone_hash")  # fmt: skip

_BOTH_VALID = "is_resident_no_valid_l and is_resident_no_valid_r"
_ONE_OFF = "damerau_levenshtein(identity_no_l, identity_no_r) = 1"
_ONE_OFF_AND_CHECK = (
    "damerau_levenshtein(left(identity_no_l, 17), left(identity_no_r, 17)) = 1"
    " and length(identity_no_l) = 18 and length(identity_no_r) = 18"
)


def _level(condition: str, label: str) -> dict[str, Any]:
    return {"sql_condition": condition, "label_for_charts": label}


def _missing(*columns: str) -> dict[str, Any]:
    condition = " or ".join(f"{column}_{side} is null" for column in columns for side in "lr")
    return {
        "sql_condition": condition,
        "label_for_charts": "missing",
        "is_null_level": True,
    }


def _else() -> dict[str, Any]:
    return _level("ELSE", "different")


def _one_character_differs() -> str:
    """Of names of equal length; comparing characters, because DuckDB's distances count bytes."""
    left, right = "written_name_l", "written_name_r"
    same = "substr({0}, {1}, {2}) = substr({3}, {1}, {2})"

    def all_but(place: int, length: int) -> str:
        parts = [
            same.format(left, start, count, right)
            for start, count in ((1, place - 1), (place + 1, length - place))
            if count > 0
        ]
        return " and ".join(parts)

    cases = " or ".join(
        f"(length({left}) = {length} and {all_but(place, length)})"
        for length in (2, 3, 4)
        for place in range(2 if length == 2 else 1, length + 1)
    )
    return f"length({left}) = length({right}) and ({cases})"


def comparisons() -> list[dict[str, Any]]:
    """Levels from the strongest agreement down; the first that holds counts."""
    births_near = (
        "abs(date_diff('day', birth_date_l, birth_date_r)) <= 31"
        " or (month(birth_date_l) = month(birth_date_r) and day(birth_date_l) = day(birth_date_r)"
        " and abs(year(birth_date_l) - year(birth_date_r)) <= 10)"
        " or (year(birth_date_l) = year(birth_date_r) and month(birth_date_l) = day(birth_date_r)"
        " and day(birth_date_l) = month(birth_date_r))"
        " or abs(date_diff('day', birth_date_l, birth_date_r)) in (365, 366)"
    )
    levels = {
        "identity_no": [
            _missing("identity_no"),
            _level("identity_no_l = identity_no_r", "the same number"),
            _level(f"{_ONE_OFF} and not ({_BOTH_VALID})", "one digit differs"),
            _level(_ONE_OFF_AND_CHECK, "one digit and the check digit differ"),
            # Passports are renewed; a card is not comparable with a passport.
            _level("not (is_resident_no_l and is_resident_no_r)", "other documents"),
            _level(f"not ({_BOTH_VALID})", "different, one cannot be right"),
            _else(),
        ],
        "written_name": [
            _missing("written_name"),
            _level("written_name_l = written_name_r", "the same name"),
            _level(
                "written_name_l = alias_name_r or alias_name_l = written_name_r",
                "one's name is the other's alias",
            ),
            _level("name_sound_l = name_sound_r", "same sound"),
            _level(
                "alias_name_l = alias_name_r or name_sound_l = alias_sound_r"
                " or alias_sound_l = name_sound_r",
                "same alias or its sound",
            ),
            _level(_one_character_differs(), "one character differs"),
            _level(
                "(length(written_name_l) <> length(written_name_r) and length(written_name_l) >= 2"
                " and length(written_name_r) >= 2 and (starts_with(written_name_l, written_name_r)"
                " or starts_with(written_name_r, written_name_l)))",
                "one name continues the other",
            ),
            _level("left(written_name_l, 1) = left(written_name_r, 1)", "same family name"),
            _else(),
        ],
        "birth_date": [
            {
                **_missing("birth_date"),
                "sql_condition": "coalesce(birth_date_l, number_birth_date_l) is null"
                " or coalesce(birth_date_r, number_birth_date_r) is null",
            },
            _level(
                "coalesce(birth_date_l, number_birth_date_l)"
                " = coalesce(birth_date_r, number_birth_date_r)",
                "the same day",
            ),
            _level(
                # Of one number both have the same day in it, whoever's number it is.
                "identity_no_l is distinct from identity_no_r and"
                " (birth_date_l = number_birth_date_r or number_birth_date_l = birth_date_r)",
                "the day in the other's number",
            ),
            _level(births_near, "typed otherwise"),
            _else(),
        ],
        "sex_code": [
            _missing("sex_code"),
            _level("sex_code_l = sex_code_r", "the same"),
            _else(),
        ],
        "residence_region_code": [
            _missing("residence_region_code"),
            _level("residence_region_code_l = residence_region_code_r", "the same area"),
            _else(),
        ],
        "phone_hash": [
            _missing("phone_hash"),
            _level("phone_hash_l = phone_hash_r", "the same phone"),
            _else(),
        ],
    }
    return [
        {
            "output_column_name": name,
            "comparison_levels": levels[name],
            "comparison_description": name,
        }
        for name in COMPARISONS
    ]


def read_model() -> dict[str, Any]:
    """The committed settings with trained weights. ``caseloom_version`` names them."""
    return json.loads(MODEL_PATH.read_text(encoding="utf-8"))


def list_levels() -> pd.DataFrame:
    """``comparison``, ``level`` (as in ``gamma_…``), ``label`` and ``weight_bits`` of every level."""
    rows = []
    for comparison in read_model()["comparisons"]:
        levels = [one for one in comparison["comparison_levels"] if not one.get("is_null_level")]
        for place, level in enumerate(reversed(levels)):
            weight = log2(level["m_probability"] / level["u_probability"])
            rows.append(
                (comparison["output_column_name"], place, level["label_for_charts"], weight)
            )
    return pd.DataFrame(rows, columns=["comparison", "level", "label", "weight_bits"])


def model_version() -> str:
    return str(read_model()["caseloom_version"])


def score_pairs(features: pa.Table, pairs: pa.Table, *, api: DuckDBAPI) -> pa.Table:
    """Score pairs of written persons.

    Args:
        features: ``person_key`` (unique) and FEATURES of everybody who is named in a pair.
        pairs: ``left_key``, ``right_key``.
        api: the database in which Splink works, one of its own.

    Returns:
        ``left_key``, ``right_key``, ``match_weight`` (bits) and the level of each comparison
        (``gamma_…``, -1: missing; else the higher, the more alike).
    """
    from splink import Linker

    linker = Linker(api.register(features), splink_settings(read_model()))
    blocked = pa.table(
        {
            "join_key_l": pairs["left_key"],
            "join_key_r": pairs["right_key"],
            "match_key": pa.repeat("0", len(pairs)),
        }
    )
    linker.table_management.register_blocked_pairs_for_predict(api.register(blocked))
    scored = linker.inference.predict(warning_mode="never").as_duckdbpyrelation()
    levels = ", ".join(f"gamma_{name}" for name in COMPARISONS)
    return scored.project(
        f"person_key_l as left_key, person_key_r as right_key, match_weight, {levels}"
    ).to_arrow_table()


def splink_settings(model: dict[str, Any]) -> dict[str, Any]:
    """What Splink itself understands of a model."""
    return {key: value for key, value in model.items() if not key.startswith("caseloom_")}
