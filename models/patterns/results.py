"""Results of all methods in one shape, so that one relation can keep them.

Belongs here: rows of kind and JSON, with digits that do not depend on the machine. Keep out: methods.
"""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pandas as pd

COLUMNS = ["kind", "payload"]
_DIGITS = 6
_encode = json.JSONEncoder(ensure_ascii=False).encode


def as_rows(kind: str, frame: pd.DataFrame) -> pd.DataFrame:
    """One row per row of the frame; days as text, numbers to six digits, nothing as null."""
    keys = [json.dumps(str(name)) for name in frame]
    columns = [[_written(value) for value in frame[name].tolist()] for name in frame]
    payloads = [
        "{" + ", ".join(f"{key}: {text}" for key, text in zip(keys, row, strict=True)) + "}"
        for row in zip(*columns, strict=True)
    ]
    return pd.DataFrame({"kind": kind, "payload": payloads}, columns=COLUMNS)


def measure(method: str, name: str, value: float | None, /, **more: Any) -> dict[str, Any]:
    """One figure of a method: kind of offence, area and bucket (month, band, weekday) where it has them."""
    empty = {"group_code": None, "area_code": None, "bucket": None, "low": None, "high": None}
    return {
        "method": method, "measure": name, "value": value, **empty, "p_value": None, "state": None, **more
    }  # fmt: skip


def _written(value: Any) -> str:
    # Most are numbers; the encoder's way round costs four times as much.
    if isinstance(value, float) and math.isfinite(value):
        return repr(float(f"{value:.{_DIGITS}g}"))
    return _encode(_plain(value))


def _plain(value: Any) -> Any:
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, int | np.integer):
        return int(value)
    if isinstance(value, float | np.floating):
        return float(f"{value:.{_DIGITS}g}") if math.isfinite(value) else None
    return None if value is None or value is pd.NaT else value
