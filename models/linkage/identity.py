"""Stable ids that say nothing: HMAC-SHA256 over the smallest record key of a component.

Belongs here: the keyed hash. Keep out: where the key comes from (``pipelines.home``).
"""

from __future__ import annotations

import hashlib
import hmac

import pandas as pd

ID_DIGITS = 20


def keyed_id(prefix: str, key: str, value: str) -> str:
    """``prefix`` and 20 hexadecimal digits (80 bits); the same for the same key, prefix and value.

    The prefix takes part in the hash, so that a case and a person of one record differ.

    Raises:
        ValueError: the key is empty; ids without a key could be guessed from record numbers.
    """
    if not key:
        raise ValueError(
            "the identity key is empty; set CASELOOM_KEY or restore the home's key file"
        )
    digest = hmac.digest(key.encode(), f"{prefix}:{value}".encode(), hashlib.sha256)
    return prefix + digest.hex()[:ID_DIGITS]


def keyed_ids(prefix: str, key: str, values: pd.Series) -> pd.Series:
    """``keyed_id`` of each value; equal values are hashed once."""
    distinct = values.drop_duplicates()
    return values.map(
        dict(zip(distinct, (keyed_id(prefix, key, value) for value in distinct), strict=True))
    )
