"""Which metrics count persons, as the registry writes it.

Belongs here: reading the registry's grain. Keep out: what follows from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# 人, 人次, 人/人日, 件/人.
_PERSON = "人"


def counts_persons(metric: Mapping[str, Any]) -> bool:
    """Whether one more in the numerator is one more person."""
    return _PERSON in str(metric["grain_zh"])
