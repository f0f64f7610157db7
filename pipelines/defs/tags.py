"""Tags by which runs are found. Belongs here: their names and values. Keep out: who sets them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date


def delivery_tags(days: Sequence[date]) -> dict[str, str]:
    """The delivery days that a run takes in, from first to last, and how many they are."""
    if not days:
        return {}
    first, last = days[0].isoformat(), days[-1].isoformat()
    return {
        "caseloom/delivery_day": first if first == last else f"{first}..{last}",
        "caseloom/delivery_days": str(len(days)),
    }
